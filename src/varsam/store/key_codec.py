"""Writes tuples of keys as bytes, one way only, and digests a set of them under a secret salt."""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

KeyValue: TypeAlias = "int | str | bytes | None"
Key: TypeAlias = "tuple[KeyValue, ...]"


@dataclass(frozen=True, slots=True)
class KeysDigest:
    """How many keys, and a salted hash over them that doesn't depend on their order."""

    count: int
    digest: str


def encode_key(key: Sequence[KeyValue]) -> bytes:
    """Write one key; different keys never give the same bytes. TypeError: a value of another type."""
    parts = [_number(len(key))]
    for value in key:
        match value:
            case None:
                parts.append(b"n")
            case bool():
                raise TypeError("a key holds no truth values")
            case int():
                raw = value.to_bytes((value.bit_length() + 8) // 8, signed=True)
                parts += [b"i", _number(len(raw)), raw]
            case str():
                raw = value.encode("utf-8", "surrogatepass")
                parts += [b"s", _number(len(raw)), raw]
            case bytes():
                parts += [b"b", _number(len(value)), value]
            case _:
                raise TypeError(f"a key can't hold {type(value).__name__}")
    return b"".join(parts)


def pack(keys: Iterable[Sequence[KeyValue]]) -> bytes:
    """Write keys in their order, compressed."""
    return zlib.compress(b"".join(encode_key(key) for key in keys), level=3)


def unpack(packed: bytes) -> tuple[Key, ...]:
    """Read what `pack` wrote."""
    return tuple(_read(zlib.decompress(packed)))


def digest(keys: Iterable[Sequence[KeyValue]], salt: bytes) -> KeysDigest:
    """Digest a set of keys; the salt is 32 secret bytes, else short keys could be guessed."""
    encoded = sorted(encode_key(key) for key in keys)
    state = hmac.new(salt, digestmod="sha256")
    for each in encoded:
        state.update(_number(len(each)) + each)
    return KeysDigest(len(encoded), state.hexdigest())


def _read(raw: bytes) -> Iterator[Key]:
    place = 0
    while place < len(raw):
        width, place = _take_number(raw, place)
        values: list[KeyValue] = []
        for _ in range(width):
            kind, place = raw[place : place + 1], place + 1
            if kind == b"n":
                values.append(None)
                continue
            length, place = _take_number(raw, place)
            part, place = raw[place : place + length], place + length
            if kind == b"i":
                values.append(int.from_bytes(part, signed=True))
            elif kind == b"s":
                values.append(part.decode("utf-8", "surrogatepass"))
            else:
                values.append(part)
        yield tuple(values)


def _number(value: int) -> bytes:
    """Seven bits per byte, the high bit says that more follow."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _take_number(raw: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
