"""The parts of a proposed kind that follow from its table alone: name, key, identifiers, dates, what NULL may
not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from varsam.checks.maps.names import tokens
from varsam.checks.proposing.columns import Looked
from varsam.checks.proposing.references import common_prefix
from varsam.domain.predicate import Value
from varsam.domain.proposal import ProposedColumn, ProposedDate, ProposedKind
from varsam.domain.sampled import ColumnSample, Shape
from varsam.domain.snapshot import Table, TableColumn

_SIGNS = re.compile(r"[^0-9A-Za-zÅÄÖåäö_]+")
_IDENTIFIERS = {
    "contact.email": ("email", (Shape.EMAIL, Shape.ROLE_EMAIL)),
    "contact.phone": ("phone", (Shape.PHONE,)),
    "id.personnummer": ("personnummer", (Shape.PERSONNUMMER, Shape.ORG_NO)),
}


_TIMES = frozenset(
    {
        "created", "updated", "modified", "time", "timestamp", "date", "at", "on", "tid", "datum", "skapad",
        "stamp", "ts", "login", "seen", "sent", "start", "end", "expires", "opened", "closed",
    }
)  # fmt: skip
_CAME = re.compile(
    r"(created?|registered|joined|added|inserted|opened|received|skapad|inkom(men)?|registrerad|upplagd)(at|on|date|datum|time)?\Z"
)
_MOST = 0.9


class Names:
    """Names for kinds: the table's, without what all tables begin with, and never the same twice."""

    def __init__(self, tables: Iterable[str]) -> None:
        """Name all tables that will be kinds."""
        listed = list(tables)
        prefix = common_prefix(listed)
        self._names: dict[str, str] = {}
        for table in listed:
            name = _SIGNS.sub("_", table).strip("_-") or "table"
            first, _, rest = name.partition("_")
            if prefix and rest and tokens(first) and tokens(first)[0].startswith(prefix):
                name = rest.strip("_")
            while name in self._names.values():
                name += "_2"
            self._names[table] = name

    def __getitem__(self, table: str) -> str:
        """The kind's name."""
        return self._names[table]

    def __contains__(self, table: object) -> bool:
        """Whether the table is a kind."""
        return table in self._names

    def __iter__(self) -> Iterator[str]:
        """The tables."""
        return iter(self._names)


def key_of(looked: Looked) -> tuple[str, ...]:
    """The columns that tell a table's rows apart; empty when it declares none and it isn't a file's only
    table.

    A file declares no key: then the first column that differs in every row is proposed.
    """
    table = looked.table
    if table.primary_key:
        return table.primary_key
    for unique in table.unique:
        columns = [table.column(name) for name in unique]
        if all(column is not None and not column.nullable for column in columns):
            return unique
    if (
        not table.indexes
        and not table.unique
        and looked.sample.rows
        and table.columns[0].type == table.columns[0].family
    ):
        for column in table.columns:
            cells = looked.cells(column.name)
            if cells.filled == looked.sample.rows == cells.distinct:
                return (column.name,)
    return ()


def identifiers(
    looked: Looked, columns: Sequence[ProposedColumn], *, mixed: bool = False
) -> Mapping[str, str]:
    """What people can be found by: type of identifier -> the column most of whose cells are one.

    `mixed`: also a column that holds several types, as a table of ways to reach somebody does.
    """
    found: dict[str, str] = {}
    best: dict[str, float] = {}
    for column in columns:
        wanted = set(_IDENTIFIERS) if mixed and column.category == "contact" else {column.category}
        for category in wanted & _IDENTIFIERS.keys():
            type_, shapes = _IDENTIFIERS[category]
            share = looked.cells(column.name).share(*shapes) * looked.cells(column.name).filled
            if share > best.get(type_, 0.0):
                found[type_], best[type_] = column.name, share
    return found


def reference_names(kind: ProposedKind) -> dict[tuple[object, ...], str]:
    """A name for each reference of a kind, by its place: its column's without "id", else the column's own;
    each once.
    """
    found: dict[tuple[object, ...], str] = {}
    for one in kind.references:
        plain = _SIGNS.sub("_", one.columns[0]).strip("_-")
        short = re.sub(r"(?i)[_-]?(id|uid|key|ref)$", "", plain)
        name = short or plain
        if one.prefix or one.fixed is not None:
            name = f"{name}_{_SIGNS.sub('_', one.other).strip('_-')}"
        while name in found.values():
            name += "_2"
        found[one.place] = name
    return found


def dates(looked: Looked) -> tuple[ProposedDate, ...]:
    """Columns that say when something was, and how they are stored."""
    stored = {"date": "date", "datetime": "local", "instant": "instant"}
    found = []
    for column in looked.table.columns:
        cells = looked.cells(column.name)
        if column.family in stored and cells.filled:
            found.append(ProposedDate(column.name, stored[column.family]))
        elif column.family == "text" and cells.filled and cells.share(Shape.DATE) >= _MOST:
            found.append(ProposedDate(column.name, "text", cells.date_format))
        elif _is_epoch(column, cells):
            found.append(ProposedDate(column.name, "epoch" if cells.count(Shape.EPOCH) else "epoch_ms"))
    return tuple(found)


def _is_epoch(column: TableColumn, cells: ColumnSample) -> bool:
    if column.family != "number" or not _TIMES.intersection(tokens(column.name)):
        return False
    return max(cells.share(Shape.EPOCH), cells.share(Shape.EPOCH_MS)) >= _MOST


def collected(found: Sequence[ProposedDate]) -> ProposedDate | None:
    """The column that seems to say when a row came to be."""
    for date in found:
        parts = tokens(date.name)
        joined = {"".join(parts), *parts, *(a + b for a, b in pairwise(parts))}
        if any(_CAME.match(each) for each in joined) and (date.stored != "text" or date.format):
            return date
    return None


def required(table: Table, columns: Sequence[ProposedColumn]) -> Mapping[str, Value]:
    """What can be written into personal columns that don't take NULL when only their group goes."""
    empty: Mapping[str, Value] = {"text": "", "number": 0, "json": "{}", "bool": False}
    found: dict[str, Value] = {}
    for proposed in columns:
        column = table.column(proposed.name)
        if column is not None and not column.nullable and column.family in empty:
            found[column.name] = empty[column.family]
    return found
