"""A container opened: its rows with their identities, and itself with some of them gone or overwritten."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.csv_rows import CsvRows
from varsam.formats.containers.fields import read, written
from varsam.formats.containers.json_items import JsonItems
from varsam.formats.containers.layers import Lift, text_of, unwrap
from varsam.formats.containers.log_lines import LogLines
from varsam.formats.containers.mails import MboxMails, OneMail
from varsam.formats.containers.parts import MAX_BYTES, Format, Splice, Unreadable, spliced
from varsam.formats.containers.php_items import PhpItems
from varsam.formats.containers.zip_members import ZipMembers

_OF_TEXT: Final[Mapping[str, Callable[[str, Inside], Format[str]]]] = {
    "csv": CsvRows,
    "json": JsonItems,
    "log": LogLines,
}
_OF_BYTES: Final[Mapping[str, Callable[[bytes, Inside], Format[bytes]]]] = {
    "php": PhpItems,
    "mbox": MboxMails,
    "mail": OneMail,
    "zip": ZipMembers,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `identity`: a hash of its bytes, and which of several equal ones it is."""

    identity: str
    values: tuple[Value, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A container's rows in their order. `fixed` says why it can't be rewritten; empty when it can."""

    inside: Inside
    content: bytes = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    fixed: str
    _format: Format[Any] = field(repr=False)
    _lift: Callable[[Iterable[Splice[Any]]], list[Splice[bytes]]] = field(repr=False)

    def rewritten(self, gone: Set[str], changed: Mapping[str, Mapping[str, Value]]) -> bytes:
        """The container without the rows named, and with these values (by field) in others.

        Every other row keeps its bytes and its place, which is looked up in the result. Unreadable: it can't
        be done, and then nothing was.
        """
        if self.fixed:
            raise Unreadable(self.fixed)
        places = {item.identity: place for place, item in enumerate(self.items)}
        missing = [each for each in (*gone, *changed) if each not in places]
        if missing:
            raise Unreadable("a row isn't there")
        doomed = {places[each] for each in gone}
        splices = self._format.without(doomed)
        names = {each.name: number for number, each in enumerate(self.inside.fields)}
        touched: dict[int, Mapping[str, Value]] = {}
        for identity, values in changed.items():
            if identity not in gone:
                touched[places[identity]] = values
                for name, value in values.items():
                    number = names[name]
                    text = written(value, self.inside.fields[number], self.inside.format)
                    splices.append(self._format.change(places[identity], number, text))
        result = spliced(self.content, self._lift(splices))
        self._prove(result, doomed, touched)
        return result

    def _prove(self, result: bytes, doomed: Set[int], touched: Mapping[int, Mapping[str, Value]]) -> None:
        after = open_container(self.inside, result)
        before = [(place, raw) for place, raw in enumerate(self._format.rows) if place not in doomed]
        if len(before) != len(after.items):
            raise Unreadable("the rewritten container doesn't hold the rows that stay")
        for (place, raw), item, again in zip(before, after.items, after._format.rows, strict=True):
            if place not in touched:
                if raw.content != again.content:
                    raise Unreadable("the rewritten container doesn't hold the rows that stay")
            elif not self._reads(self.items[place], touched[place], item):
                raise Unreadable("what was written isn't read again as it was meant")

    def _reads(self, before: Item, values: Mapping[str, Value], after: Item) -> bool:
        """Whether a row has its new values, and the old ones in fields that stand elsewhere in it."""
        written_at = {each.at for each in self.inside.fields if each.name in values}
        return all(
            found == values.get(each.name, was)
            for each, was, found in zip(self.inside.fields, before.values, after.values, strict=True)
            if each.name in values or each.at not in written_at
        )


def open_container(inside: Inside, content: bytes) -> Opened:
    """Take a container apart as its map says. Unreadable: it isn't what the map says.

    Bounded: what is larger than MAX_BYTES, also once unpacked, or nested too deeply is unreadable.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("it is too large")
    lifts: list[Lift[Any]] = []
    fixed, here = "", content
    for name in inside.codec[:-1]:
        layer = unwrap(name, here)
        here, fixed = layer.inside, fixed or layer.fixed
        lifts.append(layer.lift)
    found: Format[Any]
    if inside.format in _OF_TEXT:
        text = text_of(here, inside.encoding)
        fixed = fixed or text.fixed
        lifts.append(text.lift)
        found = _OF_TEXT[inside.format](text.inside, inside)
    else:
        found = _OF_BYTES[inside.format](here, inside)

    def lift(splices: Iterable[Splice[Any]]) -> list[Splice[bytes]]:
        lifted: Any = list(splices)
        if lifted:
            for each in reversed(lifts):
                lifted = each(lifted)
        return list(lifted)

    items = _items(inside, found)
    return Opened(inside, content, items, fixed or found.fixed, found, lift)


def _items(inside: Inside, found: Format[Any]) -> tuple[Item, ...]:
    seen: Counter[str] = Counter()
    items: list[Item] = []
    for row in found.rows:
        raw = row.content.encode("utf-8", "surrogatepass") if isinstance(row.content, str) else row.content
        mark = hashlib.blake2b(raw, digest_size=15).hexdigest()
        items.append(Item(f"{mark}.{seen[mark]}", _values(inside, row.values)))
        seen[mark] += 1
    return tuple(items)


def _values(inside: Inside, values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(read(value, each, inside.format) for value, each in zip(values, inside.fields, strict=True))
