"""The JSON Schema of `partners.yaml`, so that editors complete and check while somebody types."""

from __future__ import annotations

from types import MappingProxyType

from varsam.formats.partners_yaml import keys
from varsam.formats.register_yaml.keys import ID_PATTERN, Key, Section

_BY_ID = MappingProxyType(
    {
        "partners": keys.PARTNER,
        "agreements": keys.AGREEMENT,
        "notices": keys.NOTICE,
        "transfers": keys.TRANSFER,
    }
)
_SINGLE = MappingProxyType(
    {
        "clauses": keys.CLAUSES,
        "authorisation": keys.AUTHORISATION,
        "certification": keys.CERTIFICATION,
        "assessment": keys.ASSESSMENT,
    }
)
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_COUNTRY = {"type": "string", "pattern": "^[A-Z]{2,12}$"}


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the file; what hangs together only `parse` knows."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Partners",
        **_mapping(keys.PARTNERS),
    }


def _mapping(section: Section) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(section.required),
        "properties": {
            name: {"description": key.about, **(_COUNTRY if name == "country" else _holds(key))}
            for name, key in section.keys.items()
        },
    }


def _holds(key: Key) -> dict[str, object]:
    if key.holds in _BY_ID:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{ID_PATTERN}$"},
            "additionalProperties": _mapping(_BY_ID[key.holds]),
        }
    if key.holds in _SINGLE:
        return _mapping(_SINGLE[key.holds])
    match key.holds:
        case "locations":
            return {"type": "array", "items": {"anyOf": [_COUNTRY, _mapping(keys.LOCATION)]}}
        case "texts":
            return {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
        case "choice":
            return {"enum": list(key.choices)}
        case "boolean":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "pattern": _DATE}
        case "sha256":
            return {"type": "string", "pattern": "^[0-9a-f]{64}$"}
        case "days":
            return {"type": "integer", "minimum": 1, "maximum": 3650}
        case "module":
            return {"type": "integer", "minimum": 1, "maximum": 4}
        case _:
            return {"type": "string"}
