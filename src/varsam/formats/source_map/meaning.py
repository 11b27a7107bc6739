"""What a map means, apart from how it is written: the ground of its fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import (
    All,
    Always,
    AnyOf,
    Compare,
    Differs,
    Edge,
    Exists,
    In,
    InKeys,
    Never,
    NotTrue,
    Predicate,
    Unset,
)
from varsam.formats import canonical_json
from varsam.formats.canonical_json import Json
from varsam.formats.predicate_json import edge_to_json, to_json, value_to_json

# How gently a source is treated changes nothing about which rows go.
_NO_MEANING = frozenset({"pace"})
_UNORDERED = frozenset(
    {"kinds", "groups", "identifiers", "references", "manual", "links", "redact", "seen_by"}
)


def fingerprint(source_map: SourceMap) -> str:
    """Name what a map means by 64 hex digits.

    Comments, layout, `pace:`, the order of kinds, groups and conditions don't count; where the source is
    found (`options`) and the limits do. A plan made with another fingerprint is drifted.
    """
    return canonical_json.fingerprint(_meaning(source_map))


def _meaning(value: object) -> Json:
    if isinstance(
        value, Always | Never | Compare | In | Unset | Differs | All | AnyOf | NotTrue | Exists | InKeys
    ):
        return to_json(_ordered(value))
    if isinstance(value, Edge):
        return edge_to_json(_ordered_edge(value))
    if is_dataclass(value) and not isinstance(value, type):
        result: dict[str, Json] = {"is": type(value).__name__}
        for field in fields(value):
            if field.name not in _NO_MEANING:
                part = _meaning(getattr(value, field.name))
                if isinstance(part, list) and field.name in _UNORDERED:
                    part = sorted(part, key=canonical_json.canonical)
                result[field.name] = part
        return result
    if isinstance(value, Mapping):
        return {str(key): _meaning(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_meaning(each) for each in value]
    if isinstance(value, Enum):
        return str(value.value)
    return value_to_json(value)  # type: ignore[arg-type]


def _ordered(predicate: Predicate) -> Predicate:
    """Put the parts of AND, OR and lists of values in one order; it changes nothing about which rows fit."""
    match predicate:
        case All(parts):
            return All(_sorted(parts))
        case AnyOf(parts):
            return AnyOf(_sorted(parts))
        case NotTrue(part):
            return NotTrue(_ordered(part))
        case Exists(edge, where):
            return Exists(_ordered_edge(edge), _ordered(where))
        case In(column, values):
            return In(column, tuple(sorted(values, key=_spelled)))
        case _:
            return predicate


def _ordered_edge(edge: Edge) -> Edge:
    return Edge(edge.table, edge.on, _ordered(edge.where), edge.many)


def _sorted(parts: tuple[Predicate, ...]) -> tuple[Predicate, ...]:
    return tuple(sorted(map(_ordered, parts), key=lambda part: canonical_json.canonical(to_json(part))))


def _spelled(value: object) -> bytes:
    return canonical_json.canonical(value_to_json(value))  # type: ignore[arg-type]
