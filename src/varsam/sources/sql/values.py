"""What drivers give, as domain values."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from varsam.domain.predicate import Value


def exact_number(value: Any) -> Value:
    """A decimal as int where it is whole, as float where that is exact, else as its text.

    No digit is lost: 12.00 is 12, 19.90 is 19.9, and what no float prints alike stays text.
    """
    if not isinstance(value, Decimal):
        return value  # type: ignore[no-any-return]
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


def domain_value(value: Any) -> Value:
    """Any object of a driver or file reader as a domain value; what the domain doesn't know becomes text."""
    match value:
        case None | bool() | int() | float() | str() | bytes() | dt.datetime() | dt.date():
            return value
        case Decimal():
            return exact_number(value)
        case bytearray() | memoryview():
            return bytes(value)
        case dt.timedelta():
            return duration_text(value)
        case dt.time():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case _:
            return str(value)


def duration_text(value: dt.timedelta) -> str:
    """`[-]H:MM:SS[.ffffff]`, hours counted on past 24, as MariaDB writes a TIME."""
    seconds = abs(value) // dt.timedelta(seconds=1)
    micro = abs(value).microseconds
    sign = "-" if value < dt.timedelta() else ""
    text = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{micro:06d}" if micro else text


def converted(
    rows: Sequence[sa.Row[Any]], converters: Sequence[Callable[[Any], Value] | None]
) -> Iterator[tuple[Value, ...]]:
    """Domain values of a partition of rows; plain tuples where nothing needs to be converted."""
    if not any(converters):
        return map(tuple, rows)
    needed = [(index, convert) for index, convert in enumerate(converters) if convert]
    columns = list(zip(*rows, strict=True))
    for index, convert in needed:
        columns[index] = tuple(None if value is None else convert(value) for value in columns[index])
    return zip(*columns, strict=True)
