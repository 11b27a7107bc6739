"""The JSON Schema of source maps, so that an editor completes and marks what is written."""

from __future__ import annotations

from typing import TypeAlias

from varsam.domain.ownership import Stored
from varsam.formats.canonical_json import Json
from varsam.formats.source_map import words

_Shape: TypeAlias = dict[str, Json]

_TEXT: _Shape = {"type": "string", "minLength": 1}
_TEXTS: _Shape = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_CONSTANT: _Shape = {"type": ["string", "number", "boolean", "null"]}
_WRITTEN: _Shape = {
    "anyOf": [
        _CONSTANT,
        {
            "type": "object",
            "properties": {"is": _CONSTANT},
            "required": ["is"],
            "additionalProperties": False,
        },
    ]
}
_CONSTANTS: _Shape = {"anyOf": [_CONSTANT, {"type": "array", "items": _CONSTANT}]}
_WHOLE: _Shape = {"type": "integer", "minimum": 0}
_SECONDS: _Shape = {"type": "number", "exclusiveMinimum": 0, "maximum": 86400}
_BOOLEAN: _Shape = {"type": "boolean"}


def schema() -> dict[str, Json]:
    """Describe a source map in JSON Schema (draft 2020-12). It knows words and shapes, not paths."""
    shapes: dict[str, _Shape] = {
        "source": {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"},
        "connector": {"enum": list(words.CONNECTORS)},
        "url": _TEXT,
        "url_env": _TEXT,
        "url_file": _TEXT,
        "options": _map(_CONSTANTS),
        "zone": _TEXT,
        "limits": _object((), words.LIMITS, {"rows": _WHOLE, "share": {"type": "string", "pattern": "%$"}}),
        "pace": _pace(),
        "ignored": _map(_TEXT),
        "kinds": _map(_ref("kind")),
        "manual": _map(_manual()),
    }
    root = _object(words.MAP_REQUIRED, words.MAP, shapes)
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    root["title"] = "Varsam source map"
    root["$defs"] = {
        "kind": _kind(),
        "ref": {"anyOf": [_TEXTS, _reference()]},
        "group": _group(),
        "owner": _owner(),
        "identifier": _identifier(),
        "event": _event(),
        "conditions": _conditions(),
        "comparison": _comparison(),
    }
    return root


def _object(required: tuple[str, ...], optional: tuple[str, ...], shapes: dict[str, _Shape]) -> _Shape:
    """Make an object with exactly these keys; KeyError when a key has no shape."""
    names = (*required, *optional)
    # A key may be left empty in YAML: that counts as not given.
    properties: _Shape = {
        name: shapes[name] if name in required else _or_empty(shapes[name]) for name in names
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _or_empty(shape: _Shape) -> _Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _map(of: _Shape) -> _Shape:
    return {"type": "object", "additionalProperties": of}


def _ref(name: str) -> _Shape:
    return {"$ref": f"#/$defs/{name}"}


def _one_or_more(of: _Shape) -> _Shape:
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]}


def _pace() -> _Shape:
    shapes: dict[str, _Shape] = {
        "window": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2} ?[-–] ?[0-9]{2}:[0-9]{2}$"},
        "lock_timeout_seconds": _SECONDS,
        "statement_timeout_seconds": _SECONDS,
        "rows_per_second": {"type": "integer", "minimum": 1},
        "batch_rows": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "replica_lag_seconds": _SECONDS,
        "replica_wait_seconds": _SECONDS,
        "replicas_env": _TEXTS,
    }
    return _object((), words.PACE, shapes)


def _manual() -> _Shape:
    shapes: dict[str, _Shape] = {
        "description": _TEXT,
        "for": _TEXTS,
        "responsible": _TEXT,
        "every_days": _WHOLE,
        "due_in_days": _WHOLE,
    }
    return _object(words.MANUAL_REQUIRED, words.MANUAL, shapes)


def _kind() -> _Shape:
    owner, conditions = _ref("owner"), _ref("conditions")
    shapes: dict[str, _Shape] = {
        "table": _TEXT,
        "inside": _inside(),
        "fields": _inner_fields(),
        "key": _TEXTS,
        "where": conditions,
        "person": _BOOLEAN,
        "identifiers": _map(_ref("identifier")),
        "refs": _map(_ref("ref")),
        "part_of": _TEXT,
        "owner": owner,
        "seen_by": owner,
        "redact": _TEXTS,
        "collected": _ref("event"),
        "events": _map(_ref("event")),
        "groups": _map(_ref("group")),
        "ask": conditions,
        "disposal": _disposal(),
        "holds": {"enum": ["nothing"]},
        "labels": _map(_TEXT),
    }
    return _object((), words.KIND, shapes) | {"minProperties": 1}


def _inside() -> _Shape:
    codec: _Shape = {"enum": list(words.CODECS)}
    chain: _Shape = {"type": "array", "items": {"enum": [*words.LAYERS, *words.CODECS]}, "minItems": 1}
    shapes: dict[str, _Shape] = {
        "kind": _TEXT,
        "codec": {"anyOf": [codec, chain]},
        "column": _TEXT,
        "where": _ref("conditions"),
        "each": _TEXT,
        "pattern": _TEXT,
        "encoding": _TEXT,
        "delimiter": _TEXT,
        "header": _BOOLEAN,
    }
    return _object(words.INSIDE_REQUIRED, words.INSIDE, shapes)


def _inner_fields() -> _Shape:
    place: _Shape = {"anyOf": [_TEXT, _WHOLE]}
    shapes: dict[str, _Shape] = {
        "at": place,
        "type": {"enum": list(words.FIELD_TYPES)},
        "format": _TEXT,
        "decode": {"enum": list(words.DECODE)},
    }
    field: _Shape = {"anyOf": [place, _object((), words.FIELD, shapes)]}
    return {"anyOf": [_TEXTS, _map(field)]}


def _reference() -> _Shape:
    side: _Shape = {"anyOf": [_TEXT, _object(("is",), (), {"is": _TEXT})]}
    shapes: dict[str, _Shape] = {"kind": _TEXT, "column": _TEXT, "columns": _TEXTS, "on": _map(side)}
    return _object(words.REF_REQUIRED, words.REF, shapes)


def _group() -> _Shape:
    shapes: dict[str, _Shape] = {
        "columns": _TEXTS,
        "category": _TEXT,
        "for": _TEXTS,
        "only": _map(_ref("conditions")),
        "provided": _BOOLEAN,
        "set": _map(_WRITTEN),
        "owner": _ref("owner"),
        "free_text": _BOOLEAN,
        "events": _map(_ref("event")),
    }
    return _object(words.GROUP_REQUIRED, words.GROUP, shapes)


def _owner() -> _Shape:
    # Identifier types are the map's own words, so that any key may stand here.
    return _one_or_more(
        {
            "anyOf": [
                _TEXT,
                {
                    "type": "object",
                    "properties": {"ref": _TEXTS, "else": _ref("owner"), "unset": _CONSTANTS},
                    "additionalProperties": _TEXTS,
                },
            ]
        }
    )


def _identifier() -> _Shape:
    shapes: dict[str, _Shape] = {
        "column": _TEXT,
        "path": _TEXT,
        "stored_as": _TEXTS,
        "follow": _BOOLEAN,
        "scoped": _BOOLEAN,
    }
    return {"anyOf": [_TEXT, _object((), words.IDENTIFIER, shapes)]}


def _event() -> _Shape:
    event, conditions = _ref("event"), _ref("conditions")
    shapes: dict[str, _Shape] = {
        **dict.fromkeys(words.TAKES, _TEXT),
        "first_of": {"type": "array", "items": event, "minItems": 2},
        "fiscal_year_of": event,
        "from": _TEXT,
        "by": _TEXT,
        "seen": conditions,
        "as": {"enum": [each.value for each in Stored]},
        "format": _TEXT,
        "zone": _TEXT,
        "unset": _CONSTANTS,
        "while": conditions,
    }
    return {"anyOf": [_TEXT, _object((), words.EVENT, shapes)]}


def _conditions() -> _Shape:
    one: _Shape = {
        "type": "object",
        "properties": {"any": _TEXTS, "none": _TEXTS},
        "additionalProperties": {"anyOf": [_CONSTANTS, _ref("comparison")]},
        "minProperties": 1,
    }
    return {"anyOf": [_BOOLEAN, one, {"type": "array", "items": _ref("conditions"), "minItems": 1}]}


def _comparison() -> _Shape:
    bound: _Shape = {"type": ["string", "number"]}
    shapes: dict[str, _Shape] = dict.fromkeys(words.TESTS, bound) | {"not": _CONSTANTS}
    return _object((), words.TESTS, shapes) | {"minProperties": 1}


def _disposal() -> _Shape:
    values: _Shape = _map(_WRITTEN) | {"minProperties": 1}
    shapes: dict[str, _Shape] = {"delete": _BOOLEAN, "when_referred": values, "overwrite": values}
    return {"anyOf": [{"enum": list(words.DISPOSALS)}, _object((), words.DISPOSAL, shapes)]}
