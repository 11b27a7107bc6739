"""Cells of files as values of a family, and back as the text that stands in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from varsam.domain.predicate import Value

Family: TypeAlias = Literal["number", "text", "bytes", "date", "datetime", "instant", "bool", "json", "other"]
FAMILIES: Final = frozenset(get_args(Family))
_TRUE: Final = frozenset({"1", "true", "yes", "ja", "sant"})
_FALSE: Final = frozenset({"0", "false", "no", "nej", "falskt"})


def parsed(text: str, family: Family) -> Value:
    """Read a cell's text. Empty is unset (None); what can't be read stays text, so that no row is lost."""
    if family in ("text", "json", "other"):
        return text
    if not text.strip():
        return None
    try:
        return _read(text.strip(), family)
    except ValueError:
        return text


def _read(text: str, family: Family) -> Value:
    match family:
        case "number":
            return int(text) if text.lstrip("+-").isdigit() else float(text)
        case "date":
            return dt.date.fromisoformat(text)
        case "datetime":
            return dt.datetime.fromisoformat(text).replace(tzinfo=None)
        case "instant":
            moment = dt.datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        case "bool" if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        case "bytes":
            return bytes.fromhex(text)
        case _:
            return text


def written(value: Value) -> str:
    """Write a value as a cell's text; None is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.isoformat(" ")
        case dt.date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return str(value)


def family_of(values: Iterable[Value]) -> Family:
    """The family of a column's values; `other` where they differ or none is set."""
    families = {_family(value) for value in values if value is not None}
    return families.pop() if len(families) == 1 else "other"


def _family(value: Value) -> Family:
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case str():
            return "text"
        case bytes():
            return "bytes"
        case dt.datetime():
            return "instant" if value.tzinfo else "datetime"
        case _:
            return "date"
