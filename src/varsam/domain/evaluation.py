"""Predicates evaluated over rows in memory, with SQL's three truth values: for files, tables, and tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeAlias

from varsam.domain.errors import SourceRejected
from varsam.domain.key_texts import columns_in, is_key
from varsam.domain.predicate import (
    All,
    Always,
    AnyOf,
    Built,
    Column,
    Compare,
    Comparison,
    Differs,
    Edge,
    Exists,
    Expression,
    In,
    InKeys,
    Never,
    NewValue,
    NotTrue,
    Predicate,
    Unset,
    Value,
)

Row: TypeAlias = Mapping[str, Value]
KeyMembers: TypeAlias = Mapping[tuple[Value, ...], tuple[dt.date | None, ...]]


def holds(
    predicate: Predicate,
    row: Row,
    *,
    reach: Callable[[Edge, Row], Iterable[Row]],
    keys: Mapping[str, KeyMembers],
) -> bool:
    """Whether the predicate is true for the row (unknown counts as no), as a source would decide in WHERE.

    `reach` gives the rows along an edge, already matched on `edge.on` but not on `edge.where`.
    Comparisons between values of different kinds raise TypeError: the map names a wrong storage form.
    """
    return truth(predicate, row, reach=reach, keys=keys) is True


def truth(
    predicate: Predicate,
    row: Row,
    *,
    reach: Callable[[Edge, Row], Iterable[Row]],
    keys: Mapping[str, KeyMembers],
) -> bool | None:
    """Evaluate with three truth values; None is unknown. See `holds`."""

    def inner(part: Predicate, of: Row) -> bool | None:
        return truth(part, of, reach=reach, keys=keys)

    match predicate:
        case Always():
            return True
        case Never():
            return False
        case Compare(column, op, value):
            return compare(row[column], op, value)
        case In(column, values):
            found = row[column]
            return None if found is None else any(same(found, value) for value in values)
        case Unset(column, sentinels):
            found = row[column]
            return found is None or any(same(found, value) for value in sentinels)
        case Differs(column, value):
            wanted = value_for(value, row)
            return not at_value(row[column], wanted) or (wanted is None and isinstance(value, Built))
        case All(parts):
            return _conjunction(inner(part, row) for part in parts)
        case AnyOf(parts):
            negated = _conjunction(_negate(inner(part, row)) for part in parts)
            return _negate(negated)
        case NotTrue(part):
            return inner(part, row) is not True
        case Exists(edge, where):
            return any(
                inner(edge.where, other) is True and inner(where, other) is True for other in reach(edge, row)
            )
        case InKeys():
            return _member(predicate, row, keys)


def compare(found: Value, op: Comparison, value: Value) -> bool | None:
    """Compare as a database does: NULL gives unknown, text compares by code point."""
    if found is None or value is None:
        return None
    match op:
        case "=":
            return same(found, value)
        case "<":
            return found < value  # type: ignore[operator]
        case "<=":
            return found <= value  # type: ignore[operator]
        case ">":
            return found > value  # type: ignore[operator]
        case ">=":
            return found >= value  # type: ignore[operator]


def same(found: Value, value: Value) -> bool:
    """Equality as SQL has it: 0, "" and NULL are three values, and text never equals a number."""
    if isinstance(found, str) != isinstance(value, str):
        return False
    return found == value


def expression_value(expression: Expression, row: Row) -> Value:
    """Evaluate an edge's expression; NULL in any part of a built text gives NULL."""
    match expression:
        case Column(name):
            return row[name]
        case Built(parts):
            texts: list[str] = []
            for part in parts:
                value = part if isinstance(part, str) else row[part.name]
                if value is None:
                    return None
                texts.append(str(value))
            return "".join(texts)


def value_for(value: NewValue, row: Row) -> Value:
    """What is written into a column of this row.

    SourceRejected: it is made of something else than whole numbers and UUIDs, whatever the column says.
    """
    if not isinstance(value, Built):
        return value
    for column in columns_in(value):
        if not is_key(row[column]):
            raise SourceRejected(
                f"a row's {column!r} is neither a whole number nor a UUID: no text is made of it",
                hint="correct the row, or name another key in the map",
            )
    return expression_value(value, row)


def values_for(values: Mapping[str, NewValue], row: Row) -> dict[str, Value]:
    """What is written into this row, by column."""
    return {column: value_for(value, row) for column, value in values.items()}


def at_value(found: Value, value: Value) -> bool:
    """Whether a column is at a value already; NULL is at NULL."""
    if found is None or value is None:
        return found is value
    return same(found, value)


def _conjunction(values: Iterable[bool | None]) -> bool | None:
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def _negate(value: bool | None) -> bool | None:
    return None if value is None else not value


def _member(predicate: InKeys, row: Row, keys: Mapping[str, KeyMembers]) -> bool:
    key = tuple(row[column] for column in predicate.columns)
    if any(part is None for part in key):
        return False
    dates = keys[predicate.keys].get(key)
    if dates is None:
        return False
    return predicate.dated is None or any(dated_so(date, predicate.dated, predicate.date) for date in dates)


def dated_so(
    date: dt.date | None, choice: Literal["open", "after", "kept", "by"] | None, limit: dt.date | None
) -> bool:
    """Whether a member of a key set with this date is among those that `InKeys` chooses by date."""
    match choice:
        case None:
            return True
        case "open":
            return date is None
        case "after":
            return date is not None and limit is not None and date > limit
        case "kept":
            return date is None or (limit is not None and date > limit)
        case "by":
            return date is not None and limit is not None and date <= limit
