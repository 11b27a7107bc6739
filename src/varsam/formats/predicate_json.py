"""Predicates as JSON, for plans that are stored and fingerprints that name what they mean.

Every value keeps its type: what JSON can't say (dates, bytes, large integers) is an object with one key.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any, assert_never, cast

from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    Always,
    AnyOf,
    Built,
    Column,
    Compare,
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
    ValueAt,
)
from varsam.formats.canonical_json import Json

_LARGEST = 2**53 - 1
_LONGEST = 400
_OPS = ("=", "<", "<=", ">", ">=")
_DATED = (None, "open", "after", "kept", "by")
_TAKES = ("one", "max", "min")


class NoPredicate(ValueError):
    """The JSON says no predicate; whoever stored it must be asked, it isn't guessed at."""


def to_json(predicate: Predicate) -> Json:
    """Write a predicate; `from_json(to_json(p)) == p`."""
    match predicate:
        case Always():
            return {"is": "always"}
        case Never():
            return {"is": "never"}
        case Compare(column, op, value):
            return {"is": "compare", "column": column, "op": op, "value": value_to_json(value)}
        case In(column, values):
            return {"is": "in", "column": column, "values": _values(values)}
        case Unset(column, sentinels):
            return {"is": "unset", "column": column, "values": _values(sentinels)}
        case Differs(column, value):
            return {"is": "differs", "column": column, "value": new_value_to_json(value)}
        case All(parts):
            return {"is": "all", "parts": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"is": "any", "parts": [to_json(part) for part in parts]}
        case NotTrue(part):
            return {"is": "not_true", "part": to_json(part)}
        case Exists(edge, where):
            return {"is": "exists", "edge": edge_to_json(edge), "where": to_json(where)}
        case InKeys(columns, keys, dated, date):
            return {
                "is": "in_keys",
                "columns": list(columns),
                "keys": keys,
                "dated": dated,
                "date": value_to_json(date),
            }
    assert_never(predicate)


def from_json(json: Json) -> Predicate:
    """Read what `to_json` wrote. NoPredicate for anything else."""
    try:
        return _predicate(cast("Mapping[str, Any]", json))
    except NoPredicate:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NoPredicate("the JSON isn't a predicate") from error


def edge_to_json(edge: Edge) -> Json:
    """Write an edge: table, pairs of [other row, this row], and the filter on the other rows."""
    pairs: list[Json] = [[_expression(other), _expression(here)] for other, here in edge.on]
    return {"table": edge.table, "on": pairs, "where": to_json(edge.where), "many": edge.many}


def edge_from_json(json: Json) -> Edge:
    """Read an edge. NoPredicate for anything else."""
    try:
        return _edge(cast("Mapping[str, Any]", json))
    except NoPredicate:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NoPredicate("the JSON isn't an edge") from error


def value_at_to_json(value: ValueAt) -> Json:
    """Write where a value is read for a row."""
    return {
        "edges": [edge_to_json(edge) for edge in value.edges],
        "column": value.column,
        "take": value.take,
        "unset": _values(value.unset),
        "keys": value.keys,
        "columns": list(value.columns),
    }


def value_at_from_json(json: Json) -> ValueAt:
    """Read what `value_at_to_json` wrote. NoPredicate for anything else."""
    try:
        each = cast("Mapping[str, Any]", json)
        return ValueAt(
            tuple(_edge(edge) for edge in each["edges"]),
            _text(each["column"]),
            _one_of(each["take"], _TAKES),
            _read_values(each["unset"]),
            _text(each["keys"]),
            tuple(_text(column) for column in _list(each["columns"])),
        )
    except NoPredicate:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise NoPredicate("the JSON isn't a place of a value") from error


def value_to_json(value: Value) -> Json:
    """Write a constant with its type. Datetimes keep their offset, not the name of their zone."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if -_LARGEST <= value <= _LARGEST else {"int": str(value)}
        case float():
            # Canonical JSON writes 1.0 as 1; the object keeps it a float.
            return {"float": repr(value)}
        case bytes():
            return {"bytes": b64encode(value).decode("ascii")}
        case dt.datetime():
            return {"datetime": value.isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
    assert_never(value)


def value_from_json(json: Json) -> Value:
    """Read what `value_to_json` wrote. NoPredicate for anything else."""
    if json is None or isinstance(json, bool | int | str):
        return json
    if not isinstance(json, dict) or len(json) != 1:
        raise NoPredicate("the JSON isn't a constant")
    ((sort, text),) = json.items()
    if not isinstance(text, str):
        raise NoPredicate("the JSON isn't a constant")
    match sort:
        case "int" if len(text) <= _LONGEST:
            return int(text)
        case "float":
            return float(text)
        case "bytes":
            return b64decode(text, validate=True)
        case "datetime":
            return dt.datetime.fromisoformat(text)
        case "date":
            return dt.date.fromisoformat(text)
        case _:
            raise NoPredicate("the JSON isn't a constant")


def new_value_to_json(value: NewValue) -> Json:
    """Write what is written into a column: a constant, or a text built of the row's key."""
    return _expression(value) if isinstance(value, Built) else value_to_json(value)


def new_value_from_json(json: Json) -> NewValue:
    """Read what `new_value_to_json` wrote. NoPredicate for anything else."""
    if not isinstance(json, dict) or set(json) != {"built"}:
        return value_from_json(json)
    try:
        return _read_built(json)
    except NoPredicate:
        raise
    except (KeyError, TypeError) as error:
        raise NoPredicate("the JSON isn't a text built of columns") from error


def _values(values: Sequence[Value]) -> list[Json]:
    return [value_to_json(value) for value in values]


def _read_values(json: object) -> tuple[Value, ...]:
    return tuple(value_from_json(value) for value in _list(json))


def _expression(expression: Expression) -> Json:
    match expression:
        case Column(name):
            return {"column": name}
        case Built(parts):
            return {"built": [part if isinstance(part, str) else {"column": part.name} for part in parts]}
    assert_never(expression)


def _predicate(json: Mapping[str, Any]) -> Predicate:
    match json["is"]:
        case "always":
            return ALWAYS
        case "never":
            return NEVER
        case "compare":
            return Compare(_text(json["column"]), _one_of(json["op"], _OPS), value_from_json(json["value"]))
        case "in":
            return In(_text(json["column"]), _read_values(json["values"]))
        case "unset":
            return Unset(_text(json["column"]), _read_values(json["values"]))
        case "differs":
            return Differs(_text(json["column"]), new_value_from_json(json["value"]))
        case "all":
            return All(tuple(_predicate(part) for part in _list(json["parts"])))
        case "any":
            return AnyOf(tuple(_predicate(part) for part in _list(json["parts"])))
        case "not_true":
            return NotTrue(_predicate(json["part"]))
        case "exists":
            return Exists(_edge(json["edge"]), _predicate(json["where"]))
        case "in_keys":
            return _in_keys(json)
        case _:
            raise NoPredicate("the JSON names no predicate that is known")


def _in_keys(json: Mapping[str, Any]) -> InKeys:
    date = value_from_json(json["date"])
    if date is not None and (not isinstance(date, dt.date) or isinstance(date, dt.datetime)):
        raise NoPredicate("a key set is narrowed by a date")
    columns = tuple(_text(column) for column in _list(json["columns"]))
    return InKeys(columns, _text(json["keys"]), _one_of(json["dated"], _DATED), date)


def _edge(json: Mapping[str, Any]) -> Edge:
    pairs = tuple((_read_expression(other), _read_expression(here)) for other, here in _list(json["on"]))
    many = json["many"]
    if not isinstance(many, bool):
        raise NoPredicate("whether an edge leads to several rows is true or false")
    return Edge(_text(json["table"]), pairs, _predicate(json["where"]), many)


def _read_expression(json: Mapping[str, Any]) -> Expression:
    if "column" in json:
        return Column(_text(json["column"]))
    return _read_built(json)


def _read_built(json: Mapping[str, Any]) -> Built:
    parts = (
        part if isinstance(part, str) else Column(_text(part["column"])) for part in _list(json["built"])
    )
    return Built(tuple(parts))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NoPredicate("a text is wanted there")
    return value


def _list(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise NoPredicate("a list is wanted there")
    return value


def _one_of(value: object, valid: tuple[str | None, ...]) -> Any:
    if value not in valid:
        raise NoPredicate("the JSON holds a word that isn't known")
    return value
