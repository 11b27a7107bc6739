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
from varsam.formats.containers.mime_parts import MimeParts
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
    "mime": MimeParts,
    "zip": ZipMembers,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `identity`: a hash of its bytes, and which of several equal ones it is.

    `rigid` says why what lies in it can't be rewritten; empty when it can, or when nothing lies in it.
    """

    identity: str
    values: tuple[Value, ...] = field(repr=False)
    rigid: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A container's rows in their order. `fixed` says why it can't be rewritten; empty when it can.

    `whole`: why its rows can't go by themselves, though what lies in them can be rewritten. `size`: how many
    bytes it and what lies in its rows are when unpacked.
    """

    inside: Inside
    content: bytes = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    fixed: str
    whole: str
    size: int
    _format: Format[Any] = field(repr=False)
    _lift: Callable[[Iterable[Splice[Any]]], list[Splice[bytes]]] = field(repr=False)

    def rewritten(self, gone: Set[str], changed: Mapping[str, Mapping[str, Value]]) -> bytes:
        """The container without the rows named, and with these values (by field) in others.

        Every other row keeps its bytes and its place, which is looked up in the result. Unreadable: it can't
        be done, and then nothing was.
        """
        if self.fixed:
            raise Unreadable(self.fixed)
        if gone and self.whole:
            raise Unreadable(self.whole)
        places = {item.identity: place for place, item in enumerate(self.items)}
        missing = [each for each in (*gone, *changed) if each not in places]
        if missing:
            raise Unreadable("a row isn't there")
        doomed = {places[each] for each in gone}
        names = {each.name: number for number, each in enumerate(self.inside.fields)}
        touched: dict[int, Mapping[str, Value]] = {}
        splices: dict[int, dict[int, Value]] = {}
        for identity, values in changed.items():
            if identity not in gone:
                item = self.items[places[identity]]
                if item.rigid and values.keys() & set(self.inside.holds):
                    raise Unreadable(item.rigid)
                touched[places[identity]] = values
                splices[places[identity]] = {
                    names[name]: written(value, self.inside.fields[names[name]], self.inside.format)
                    for name, value in values.items()
                }
        result = spliced(self.content, self._lift(self._format.rewrite(doomed, splices)))
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
        if values.keys() <= set(self.inside.holds):
            written_at |= set(self._format.follow)
            if before.identity.partition(".")[0] != after.identity.partition(".")[0]:
                return False
        return all(
            found == values.get(each.name, was)
            or (each.name in self.inside.holds and not found and not values.get(each.name, was))
            for each, was, found in zip(self.inside.fields, before.values, after.values, strict=True)
            if each.name in values or each.at not in written_at
        )


def open_container(inside: Inside, content: bytes, limit: int = MAX_BYTES) -> Opened:
    """Take a container apart as its map says. Unreadable: it isn't what the map says.

    Bounded: what is larger than `limit`, also once unpacked, or nested too deeply is unreadable.
    """
    if len(content) > limit:
        raise Unreadable("it is too large")
    lifts: list[Lift[Any]] = []
    fixed, here = "", content
    for name in inside.codec[:-1]:
        layer = unwrap(name, here, limit)
        here, fixed = layer.inside, fixed or layer.fixed
        lifts.append(layer.lift)
    size = len(here)
    found: Format[Any]
    whole: Any = here
    if inside.format in _OF_TEXT:
        text = text_of(here, inside.encoding)
        fixed = fixed or text.fixed
        lifts.append(text.lift)
        whole = text.inside
        found = _OF_TEXT[inside.format](text.inside, inside)
    else:
        found = _OF_BYTES[inside.format](here, inside)
    found.holds(whole, (number for number, each in enumerate(inside.fields) if each.name in inside.holds))
    for number in found.holding:
        for row in range(len(found.rows)):
            size += found.size_held(row, number)
            if size > limit:
                raise Unreadable("what lies in its rows is too large when unpacked")

    def lift(splices: Iterable[Splice[Any]]) -> list[Splice[bytes]]:
        lifted: Any = list(splices)
        if lifted:
            for each in reversed(lifts):
                lifted = each(lifted)
        return list(lifted)

    items = _items(inside, found)
    return Opened(inside, content, items, fixed or found.fixed, found.whole, size, found, lift)


def _items(inside: Inside, found: Format[Any]) -> tuple[Item, ...]:
    seen: Counter[bytes] = Counter()
    items: list[Item] = []
    twins = _twins(found) if found.holding else set()
    for row, raw in enumerate(found.rows):
        mark = _mark(found, row)
        values, rigid = _values(inside, raw.values), ""
        for number in found.holding:
            try:
                held = found.held(row, number)
                values = (*values[:number], held, *values[number + 1 :])
                found.prove_held(row, number)
            except Unreadable as wrong:
                rigid = str(wrong)
        if mark in twins:
            rigid = rigid or "several rows differ in nothing but what lies in them"
        items.append(Item(f"{mark.hex()}.{seen[mark]}", values, rigid))
        seen[mark] += 1
    return tuple(items)


def _mark(found: Format[Any], row: int) -> bytes:
    raw = found.rows[row].content
    if found.holding:
        try:
            raw = found.mark(row)
        except Unreadable:  # then nothing in it is ever rewritten, and its bytes stay what they are
            raw = found.rows[row].content
    raw = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return hashlib.blake2b(raw, digest_size=15).digest()


def _twins(found: Format[Any]) -> set[bytes]:
    """The marks of rows that only what lies in them tells apart: none may be taken for another."""
    first: dict[bytes, object] = {}
    twins: set[bytes] = set()
    for row, raw in enumerate(found.rows):
        mark = _mark(found, row)
        if first.setdefault(mark, raw.content) != raw.content:
            twins.add(mark)
    return twins


def _values(inside: Inside, values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(read(value, each, inside.format) for value, each in zip(values, inside.fields, strict=True))
