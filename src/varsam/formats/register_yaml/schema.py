"""The JSON Schema of the register file, so that editors complete and check while somebody types."""

from __future__ import annotations

from types import MappingProxyType

from varsam.domain.vocabulary import CODE
from varsam.formats.register_yaml import keys
from varsam.formats.register_yaml.keys import ID_PATTERN, Key, Section

_BY_ID = MappingProxyType(
    {
        "entities": keys.ENTITY,
        "recipients": keys.RECIPIENT,
        "activities": keys.ACTIVITY,
        "purposes": keys.PURPOSE,
        "proposals": keys.PROPOSAL,
        "measures": keys.MEASURE,
        "collection_points": keys.COLLECTION_POINT,
    }
)
_LISTS = MappingProxyType(
    {
        "statements": keys.STATEMENT,
        "fiscal_years": keys.FISCAL_YEAR,
        "collected_fields": keys.COLLECTED_FIELD,
    }
)
_SINGLE = MappingProxyType({"published": keys.PUBLISHED, "proposed_purpose": keys.PROPOSED_PURPOSE})
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of a register file.

    It knows keys, kinds of values and choices. What hangs together (references, rules, numbers) only
    `parse` knows.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Register",
        **_mapping(keys.REGISTER),
    }


def _mapping(section: Section) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(section.required),
        "properties": {name: _value(key) for name, key in section.keys.items()},
    }


def _value(key: Key) -> dict[str, object]:
    return {"description": key.about, **_holds(key)}


def _holds(key: Key) -> dict[str, object]:
    if key.holds in _BY_ID:
        return _by(f"^{ID_PATTERN}$", _BY_ID[key.holds])
    if key.holds in _LISTS:
        return {"type": "array", "items": _mapping(_LISTS[key.holds])}
    if key.holds in _SINGLE:
        return _mapping(_SINGLE[key.holds])
    match key.holds:
        case "words":
            return _by(f"^{CODE.pattern}$", keys.WORD)
        case "texts":
            return {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
        case "choice":
            return {"enum": list(key.choices)}
        case "boolean":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "pattern": _DATE}
        case _:
            return {"type": "string"}


def _by(pattern: str, section: Section) -> dict[str, object]:
    return {
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": _mapping(section),
    }
