"""JSON with exactly one spelling per value, so that a hash over the bytes is a hash over the value.

Source: RFC 8785 (JSON Canonicalization Scheme). Integers beyond 2**53 - 1 are refused rather than rounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_LARGEST = 2**53 - 1
# From here on numbers are written with an exponent, and so are read back as they were.
_EXPONENT = 1e21


class NotCanonical(ValueError):
    """The value has no canonical JSON, or the bytes aren't the canonical spelling of what they say."""


def canonical(value: object) -> bytes:
    """Write a value as canonical JSON in UTF-8. Mappings and tuples are read as objects and arrays.

    NotCanonical: a number that JSON can't carry exactly, a key that isn't text, a lone surrogate, another
    type.
    """
    try:
        odd: list[object] = []
        plain = _plain(value, odd)
        if odd:
            return rfc8785.dumps(plain)
        # Without fractions, and with keys that sort alike in both, Python's own writer gives the same bytes.
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical("the value can't be written as canonical JSON") from error


def parse(text: bytes) -> Json:
    """Read canonical JSON and nothing else: `canonical(parse(text)) == text` for all that comes back.

    NotCanonical: no JSON, a key twice, or another spelling than the canonical one.
    """
    try:
        value: Json = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("the bytes aren't JSON that has one meaning") from error
    if canonical(value) != text:
        raise NotCanonical("the bytes aren't canonical JSON")
    return value


def fingerprint(value: object) -> str:
    """Name a value by the SHA-256 of its canonical JSON, as 64 hex digits."""
    return sha256(canonical(value)).hexdigest()


def _plain(value: object, odd: list[object]) -> Json:
    """Turn read-only shapes into the plain ones that the writer knows, refusing everything else.

    What only the library writes canonically is noted in `odd`.
    """
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value  # type: ignore[return-value]
    if kind is dict:
        return {_key(key, odd): _plain(each, odd) for key, each in value.items()}  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return [_plain(each, odd) for each in value]  # type: ignore[attr-defined]
    match value:
        case float() if _LARGEST < abs(value) < _EXPONENT and value.is_integer():
            raise NotCanonical("a number beyond 2**53 - 1 would be read back as an integer; write it as text")
        case float():
            odd.append(value)
            return value
        case None | bool():
            return value
        case str():
            return str(value)
        case int() if -_LARGEST <= value <= _LARGEST:
            return int(value)
        case Mapping():
            return {_key(key, odd): _plain(each, odd) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each, odd) for each in value]
        case int():
            raise NotCanonical("an integer beyond 2**53 - 1 would be rounded; write it as text")
        case _:
            raise NotCanonical(f"{type(value).__name__} has no place in JSON")


def _key(key: object, odd: list[object]) -> str:
    """Keys are text; a number as key would silently become text."""
    if not isinstance(key, str):
        raise NotCanonical("a key isn't text")
    if not key.isascii():
        odd.append(key)
    return str(key)


def _once(pairs: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """Refuse a key that is given twice: which one counts would depend on the reader."""
    result: dict[str, Json] = {}
    for key, value in pairs:
        if key in result:
            raise ValueError("a key is given twice")
        result[key] = value
    return result


def _no_constant(name: str) -> Json:
    """NaN and the infinities aren't JSON, though Python reads them."""
    raise ValueError(f"{name} isn't JSON")
