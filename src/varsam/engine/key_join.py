"""Millions of keys joined with what other places say of them: packed, and bucket by bucket.

A row's key or a person's identifier is known here by twelve bytes of a hash under a secret of this process,
the first of which says into which bucket it falls. Two sides are joined by taking their buckets in turn, so
that only one is ever unpacked.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from itertools import islice
from typing import Final, TypeAlias, overload

from varsam.domain.predicate import Value
from varsam.sources.base import Key

_SECRET: Final = os.urandom(32)
_MARK: Final = 12
_DAY: Final = 4
_LONG: Final = 255
BUCKETS: Final = 256
CHUNK: Final = 4_000
Member: TypeAlias = "tuple[Key, date | None]"


def mark_of(content: bytes) -> bytes:
    """What stands for a key or an identifier; the first byte is its bucket."""
    return blake2b(content, digest_size=_MARK, key=_SECRET).digest()


def mark_of_identifier(type_: str, value: str) -> bytes:
    """What stands for an identifier."""
    return mark_of(f"{type_}\0{value}".encode("utf-8", "surrogatepass"))


def written(key: Key) -> bytes:
    """A key as bytes; the same key gives the same bytes."""
    try:
        return marshal.dumps(key, 0)  # type: ignore[arg-type]
    except ValueError:  # a date is no value of marshal's
        return marshal.dumps([_plain(value) for value in key], 0)


def read(content: bytes) -> Key:
    """What `written` wrote."""
    key = marshal.loads(content)  # noqa: S302 - written in this process
    return tuple(map(_value, key)) if type(key) is list else key


def _plain(value: Value) -> object:
    if isinstance(value, datetime):
        return ("t", value.isoformat())
    return ("d", value.isoformat()) if isinstance(value, date) else value


def _value(part: object) -> Value:
    if isinstance(part, tuple):
        return (datetime if part[0] == "t" else date).fromisoformat(part[1])
    return part  # type: ignore[return-value]


def _day_of(day: date | None) -> bytes:
    return (0 if day is None else day.toordinal()).to_bytes(_DAY, "little")


def _date_of(raw: bytes) -> date | None:
    number = int.from_bytes(raw, "little")
    return date.fromordinal(number) if number else None


def _buckets() -> list[bytearray]:
    return [bytearray() for _ in range(BUCKETS)]


@dataclass(slots=True)
class Days:
    """Marks with a day each: sixteen bytes a mark. A mark may come with several days; None = open."""

    _buckets: list[bytearray] = field(default_factory=_buckets, repr=False)

    def add(self, mark: bytes, day: date | None) -> None:
        """Add one."""
        self._buckets[mark[0]] += mark + _day_of(day)

    def add_packed(self, mark: bytes, day: bytes) -> None:
        """Add one whose day is packed already."""
        self._buckets[mark[0]] += mark + day

    def extend(self, other: Days) -> None:
        """Add all of another."""
        for mine, theirs in zip(self._buckets, other._buckets, strict=True):
            mine += theirs

    def bucket(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """The marks of a bucket, with their days as they are packed."""
        packed = bytes(self._buckets[number])
        for at in range(0, len(packed), _MARK + _DAY):
            yield packed[at : at + _MARK], packed[at + _MARK : at + _MARK + _DAY]


@dataclass(slots=True)
class Pairs:
    """Marks with another mark each."""

    _buckets: list[bytearray] = field(default_factory=_buckets, repr=False)

    def add(self, mark: bytes, other: bytes) -> None:
        """Add one."""
        self._buckets[mark[0]] += mark + other

    def taken(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """What is in a bucket, which is empty afterwards."""
        packed, self._buckets[number] = bytes(self._buckets[number]), bytearray()
        for at in range(0, len(packed), 2 * _MARK):
            yield packed[at : at + _MARK], packed[at + _MARK : at + 2 * _MARK]


@dataclass(slots=True)
class Named:
    """Marks with what they lead to, as bytes of any length."""

    _buckets: list[bytearray] = field(default_factory=_buckets, repr=False)

    def add(self, mark: bytes, content: bytes) -> None:
        """Add one."""
        size = len(content)
        head = bytes((size,)) if size < _LONG else bytes((_LONG,)) + size.to_bytes(4, "little")
        self._buckets[mark[0]] += mark + head + content

    def taken(self, number: int) -> Iterator[tuple[bytes, bytes]]:
        """What is in a bucket, which is empty afterwards."""
        packed, self._buckets[number] = bytes(self._buckets[number]), bytearray()
        at = 0
        while at < len(packed):
            mark, size = packed[at : at + _MARK], packed[at + _MARK]
            start = at + _MARK + 1
            if size == _LONG:
                size, start = int.from_bytes(packed[start : start + 4], "little"), start + 4
            yield mark, packed[start : start + size]
            at = start + size


def through(states: Days, identifiers: Pairs) -> Days:
    """What is known of rows, by what names them: rows' marks with days, and rows' marks with other marks."""
    found = Days()
    for number in range(BUCKETS):
        days = dict(states.bucket(number))
        for mark, other in identifiers.taken(number):
            if mark in days:
                found.add_packed(other, days[mark])
    return found


class PackedMembers(Sequence[Member]):
    """Members of a key set, each once, packed in chunks; a million take about twenty megabytes."""

    def __init__(self, members: Iterable[Member]) -> None:
        """Pack members that are distinct already."""
        self._chunks: list[bytes] = []
        self._count = 0
        rest = iter(members)
        while chunk := list(islice(rest, CHUNK)):
            self._chunks.append(_packed(chunk))
            self._count += len(chunk)

    def __len__(self) -> int:
        """How many."""
        return self._count

    def __iter__(self) -> Iterator[Member]:
        """Unpack chunk after chunk."""
        for chunk in self._chunks:
            yield from _unpacked(chunk)

    @overload
    def __getitem__(self, place: int) -> Member: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Member]: ...

    def __getitem__(self, place: int | slice) -> Member | Sequence[Member]:
        """One member, or some; unpacks the chunks that they are in."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        place = place + self._count if place < 0 else place
        if not 0 <= place < self._count:
            raise IndexError(place)
        return _unpacked(self._chunks[place // CHUNK])[place % CHUNK]


def _packed(chunk: Sequence[Member]) -> bytes:
    keys: list[object] = [key for key, _ in chunk]
    days = [0 if day is None else day.toordinal() for _, day in chunk]
    try:
        return zlib.compress(marshal.dumps((keys, days, True), 0), 1)
    except ValueError:  # dates
        return zlib.compress(marshal.dumps(([written(key) for key, _ in chunk], days, False), 0), 1)


def _unpacked(chunk: bytes) -> list[Member]:
    keys, days, plain = marshal.loads(zlib.decompress(chunk))  # noqa: S302 - written in this process
    dates = {day: date.fromordinal(day) if day else None for day in set(days)}
    return list(zip(keys if plain else map(read, keys), map(dates.__getitem__, days), strict=True))


def members_of(said: Sequence[Days], targets: Named) -> PackedMembers:
    """The keys that targets name, with each day that is said of what names them; each pair once."""
    found = [bytearray() for _ in range(BUCKETS)]
    for number in range(BUCKETS):
        days: dict[bytes, list[bytes]] = {}
        for each in said:
            for mark, day in each.bucket(number):
                days.setdefault(mark, []).append(day)
        for mark, key in targets.taken(number):
            for day in days.get(mark, ()):
                found[zlib.crc32(key) % BUCKETS] += len(key).to_bytes(4, "little") + day + key
    return PackedMembers(_distinct(found))


def _distinct(found: list[bytearray]) -> Iterator[Member]:
    for number, bucket in enumerate(found):
        packed, found[number] = bytes(bucket), bytearray()
        distinct: dict[bytes, None] = {}
        at = 0
        while at < len(packed):
            end = at + 8 + int.from_bytes(packed[at : at + 4], "little")
            distinct[packed[at + 4 : end]] = None
            at = end
        for content in distinct:
            yield read(content[_DAY:]), _date_of(content[:_DAY])
