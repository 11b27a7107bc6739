"""A source map's options as connectors take them: flat, with dotted names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap


def flat(options: Mapping[str, Any]) -> dict[str, Any]:
    """Spell nested options with dots: `{types: {on: date}}` is `types.on: date`; lists stay lists."""
    result: dict[str, Any] = {}
    for name, value in options.items():
        if isinstance(value, Mapping):
            result |= {f"{name}.{inner}": each for inner, each in flat(value).items()}
        else:
            result[name] = value
    return result


def pairs(mapped: SourceMap, name: str) -> dict[str, str]:
    """An option that pairs names with words: nested, dotted (`types.on: date`), or a list of `on=date`."""
    options = flat(mapped.options)
    found: dict[str, str] = {}
    given = options.get(name) or ()
    for text in given if isinstance(given, tuple | list) else (given,):
        each, sign, word = str(text).partition("=")
        if not sign:
            raise RegisterError(f"option {name} takes name=value", where=mapped.source)
        found[each.strip()] = word.strip()
    for option, value in options.items():
        if option.startswith(f"{name}."):
            found[option.removeprefix(f"{name}.")] = str(value)
    return found
