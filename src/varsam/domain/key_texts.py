"""Texts that are made of a row's own key, so that a column in which each text may stand once can be emptied.

A key is a whole number or a UUID: those have one spelling everywhere, and no name or address can lie in them.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from varsam.domain.predicate import Built, Column, NewValue, Value
from varsam.domain.snapshot import Table, TableColumn

_LONGEST: Final = {
    "tinyint": 4,
    "smallint": 6,
    "int2": 6,
    "mediumint": 8,
    "int": 11,
    "integer": 11,
    "int4": 11,
    "bigint": 20,
    "int8": 20,
    "number": 20,
}
_UUID: Final = 36
_TEXTS: Final = ("char", "character", "varchar", "nvarchar", "nchar", "text", "citext", "name", "clob")
_MORE_TEXTS: Final = ("tinytext", "mediumtext", "longtext")
_STARTS: Final = "-0123456789abcdef"
_STOPS: Final = "0123456789abcdef"
# One spelling of each key, as `str` gives it.
SPELLED: Final = r"(?:-?\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"


def columns_in(value: NewValue) -> tuple[str, ...]:
    """The columns that a text is built of; none for a constant."""
    if not isinstance(value, Built):
        return ()
    return tuple(part.name for part in value.parts if isinstance(part, Column))


def is_key(value: Value) -> bool:
    """Whether a text may be made of a row's value; of nothing (None) nothing is made."""
    if isinstance(value, str):
        return re.fullmatch(SPELLED, value) is not None
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def as_said(built: Built) -> str:
    """The text as a map says it, for people: `removed-{id}`."""
    return "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in built.parts)


def may_meet(one: NewValue, other: NewValue) -> bool:
    """Whether texts of two different rows may be the same; None is never the same as anything.

    Of one and the same pattern they never are. Of two, unless a place where they differ says otherwise:
    what stands before the first column, or after the last.
    """
    if one is None or other is None:
        return False
    if not isinstance(one, Built) and not isinstance(other, Built):
        return one == other
    if one == other:
        return False
    first, second = _ends(one), _ends(other)
    return not _apart(first[0], second[0], _STARTS) and not _apart(first[1], second[1], _STOPS)


def _ends(value: NewValue) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """What a text begins with, and what it ends with read backwards; whether that is all of it."""
    if not isinstance(value, Built):
        return (str(value), True), (str(value)[::-1], True)
    before = value.parts[0] if isinstance(value.parts[0], str) else ""
    after = value.parts[-1] if isinstance(value.parts[-1], str) else ""
    return (before, False), (after[::-1], False)


def _apart(one: tuple[str, bool], other: tuple[str, bool], keys: str) -> bool:
    """Whether no text begins in both ways; `keys` are the characters that a key begins with."""
    (short, whole), (long, _) = sorted((one, other), key=lambda each: len(each[0]))
    if not long.startswith(short):
        return True
    if len(short) == len(long):
        return False
    return whole or long[len(short)] not in keys


def tells_apart(built: Built) -> bool:
    """Whether two keys never give the same text: what parts two columns must hold something else than digits.

    `1` and `12` joined to `112` could be `11` and `2`.
    """
    columns = [place for place, part in enumerate(built.parts) if isinstance(part, Column)]
    between = (built.parts[first + 1 : second] for first, second in pairwise(columns))
    return all(any(re.search(r"\D", str(part)) for part in parts) for parts in between)


def unfit(built: Built, table: Table, dialect: str) -> tuple[str, ...]:
    """The columns of which no text can be made: neither whole numbers nor UUIDs, or not there."""
    columns = ((name, table.column(name)) for name in columns_in(built))
    return tuple(name for name, seen in columns if seen is None or not _characters(seen, dialect))


def characters(value: NewValue, table: Table, dialect: str) -> int:
    """How many characters a text has, or has at most, whatever the key; 0 for what is no text."""
    if not isinstance(value, Built):
        return len(value) if isinstance(value, str) else 0
    total = 0
    for part in value.parts:
        seen = table.column(part.name) if isinstance(part, Column) else None
        total += len(part) if isinstance(part, str) else _characters(seen, dialect) if seen else 0
    return total


def takes_text(column: TableColumn) -> bool:
    """Whether any text may be written into the column: no enumeration, no UUID, no document."""
    return column.family == "text" and _word(column) in (*_TEXTS, *_MORE_TEXTS)


def _characters(column: TableColumn, dialect: str) -> int:
    """How many characters a key's text has at most; 0: no text is made of such a column."""
    if column.family == "text" and _word(column) == "uuid":
        # SQLite knows no UUIDs: there it is a word that stands before any text.
        return _UUID if dialect in ("postgresql", "mariadb") else 0
    if column.family != "number" or "zerofill" in column.type.lower():
        return 0
    if dialect == "sqlite":
        return 20 if "int" in column.type.lower() else 0
    return _LONGEST.get(_word(column), 0)


def _word(column: TableColumn) -> str:
    return next(iter(re.findall(r"[a-z]+\d?", column.type.lower())), "")
