"""Writes tuples of keys as bytes, one way only, and digests a set of them under a secret salt."""

from __future__ import annotations

import hmac
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Final, TypeAlias

from varsam.domain.keys import IntegerKeys

KeyValue: TypeAlias = "int | float | str | bytes | date | datetime | None"
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
        if type(value) is str:  # the usual ones first
            raw = value.encode("utf-8", "surrogatepass")
            parts.append(b"s" + _number(len(raw)) + raw)
            continue
        if type(value) is int:
            raw = value.to_bytes((value.bit_length() + 8) // 8, signed=True)
            parts.append(b"i" + _number(len(raw)) + raw)
            continue
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
            case float():
                parts += [b"f", struct.pack(">d", value)]
            case datetime():
                raw = value.isoformat().encode()
                parts += [b"t", _number(len(raw)), raw]
            case date():
                raw = value.isoformat().encode()
                parts += [b"d", _number(len(raw)), raw]
            case _:
                raise TypeError(f"a key can't hold {type(value).__name__}")
    return b"".join(parts)


def pack(keys: Iterable[Sequence[KeyValue]]) -> bytes:
    """Write keys in their order, compressed. Keys that are one machine integer each take the short way."""
    if isinstance(keys, IntegerKeys):
        return zlib.compress(_SHORT + _little(keys.numbers), level=1)
    listed = list(keys)
    numbers = _numbers(listed)
    if numbers is not None:
        return zlib.compress(_SHORT + _little(numbers), level=1)
    return zlib.compress(_LONG + b"".join(encode_key(key) for key in listed), level=3)


def unpack(packed: bytes) -> Sequence[Key]:
    """Read what `pack` wrote: a tuple, or `IntegerKeys` where each key is one machine integer."""
    raw = zlib.decompress(packed)
    if raw[:1] == _SHORT:
        numbers = array("q")
        numbers.frombytes(raw[1:])
        if sys.byteorder == "big":
            numbers.byteswap()
        return IntegerKeys(numbers)
    return tuple(_read(raw[1:]))


def digest(keys: Iterable[Sequence[KeyValue]], salt: bytes) -> KeysDigest:
    """Digest a set of keys; the salt is 32 secret bytes, else short keys could be guessed.

    Keys are sorted in runs that are packed and merged, so that a million take the memory of their bytes.
    """
    state = hmac.new(salt, digestmod="sha256")
    if isinstance(keys, IntegerKeys):
        state.update(_SHORT + _little(array("q", sorted(keys.numbers))))
        return KeysDigest(len(keys), state.hexdigest())
    numbers, runs, count = array("q"), list[bytes](), 0
    rest = iter(keys)
    while chunk := list(islice(rest, RUN)):
        count += len(chunk)
        found = None if runs else _numbers(chunk)
        if found is not None:
            numbers.extend(found)
            continue
        for start in range(0, len(numbers), RUN):  # numbers until now, and now something else
            runs.append(_run([(number,) for number in numbers[start : start + RUN]]))
        numbers = array("q")
        runs.append(_run(chunk))
    if numbers:
        state.update(_SHORT + _little(array("q", sorted(numbers))))
        return KeysDigest(count, state.hexdigest())
    state.update(_LONG)
    for each in _sorted(runs[0]) if len(runs) == 1 else merge(*map(_sorted, runs)):
        state.update(_number(len(each)) + each)
    return KeysDigest(count, state.hexdigest())


def _run(keys: Iterable[Sequence[KeyValue]]) -> bytes:
    """Keys as bytes, sorted and packed."""
    return b"".join(_number(len(each)) + each for each in sorted(map(encode_key, keys)))


def _sorted(run: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(run):
        length, place = _take_number(run, place)
        yield run[place : place + length]
        place += length


RUN = 20_000
_SHORT, _LONG = b"q", b"k"
_SMALL: Final = tuple(bytes((each,)) for each in range(0x80))


def _numbers(keys: Sequence[Sequence[KeyValue]]) -> array[int] | None:
    """The keys as machine integers, if each of them is exactly one; None otherwise."""
    if not keys or not all(len(key) == 1 and type(key[0]) is int for key in keys):
        return None
    try:
        return array("q", [key[0] for key in keys])  # type: ignore[misc]
    except OverflowError:
        return None


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array("q", numbers)
        numbers.byteswap()
    return numbers.tobytes()


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
            if kind == b"f":
                values.append(struct.unpack(">d", raw[place : place + 8])[0])
                place += 8
                continue
            length, place = _take_number(raw, place)
            part, place = raw[place : place + length], place + length
            if kind == b"i":
                values.append(int.from_bytes(part, signed=True))
            elif kind == b"s":
                values.append(part.decode("utf-8", "surrogatepass"))
            elif kind == b"d":
                values.append(date.fromisoformat(part.decode()))
            elif kind == b"t":
                values.append(datetime.fromisoformat(part.decode()))
            else:
                values.append(part)
        yield tuple(values)


def _number(value: int) -> bytes:
    """Seven bits per byte, the high bit says that more follow."""
    if value <= 0x7F:
        return _SMALL[value]
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
