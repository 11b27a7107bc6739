"""Members of a zip: only those in which something changes are unpacked and packed again."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import MAX_BYTES, Format, Raw, Splice, Unreadable

_END: Final = struct.Struct("<4s4H2LH")
_ENTRY: Final = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL: Final = b"PK\x03\x04"
FIELDS: Final = ("name", "size", "modified", "content")
_STORED: Final = 0
_DEFLATED: Final = 8
_LEVELS: Final = {0: 6, 2: 9, 4: 1, 6: 1}


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the directory: where it stands, and where the member itself begins."""

    start: int
    end: int
    offset: int
    name: str
    size: int
    packed: int
    method: int
    flags: int
    crc: int
    modified: dt.datetime | None
    proof: bytes


class ZipMembers(Format[bytes]):
    """The members in the order of the directory. Zips of more than 4 GB, or in parts, are fixed."""

    follow = ("size",)

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Read the directory. Unreadable: there is none, or it is wrong."""
        self._content = content
        self._end = content.rfind(b"PK\x05\x06")
        if self._end < 0 or len(content) < self._end + _END.size:
            raise Unreadable("it isn't a zip")
        _, disk, _, here, entries, size, directory, comment = _END.unpack_from(content, self._end)
        if self._end + _END.size + comment != len(content) or here != entries or disk:
            raise Unreadable("it isn't a whole zip")
        self._members = _members(content, directory, entries)
        self._directory = directory
        if directory + size != self._end or 0xFFFFFFFF in (size, directory):
            self.fixed = "something stands between its directory and its end"
        starts = sorted(each.offset for each in self._members)
        if starts and (starts[0] != 0 or len(set(starts)) != len(starts)):
            self.fixed = "something stands before its first member"
        self._next = dict(zip(starts, (*starts[1:], directory), strict=False))
        self.rows = [
            Raw(each.proof, tuple(_value(each, field.at) for field in inside.fields))
            for each in self._members
        ]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Members and their entries; the offsets of what comes later, and the directory's own numbers."""
        return self.rewrite(gone, {})

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """A member is packed anew by `rewrite`, with all that stands elsewhere about it."""
        raise Unreadable("a member can't be overwritten")

    def rewrite(self, gone: Set[int], changed: Mapping[int, Mapping[int, Value]]) -> list[Splice[bytes]]:
        """Members that go or are packed anew, their entries, the offsets of what comes later, the numbers."""
        if not gone and not changed:
            return []
        found: list[Splice[bytes]] = []
        moved = 0
        for row, each in sorted(enumerate(self._members), key=lambda pair: pair[1].offset):
            after = self._next[each.offset]
            offset = each.offset + moved
            if row in gone:
                found += [Splice(each.offset, after, b""), Splice(each.start, each.end, b"")]
                moved -= after - each.offset
                continue
            if row in changed:
                packed, entry = self._packed(row, changed[row])
                found += [Splice(each.offset, after, packed), *entry]
                moved += len(packed) - (after - each.offset)
            if offset != each.offset:
                found.append(Splice(each.start + 42, each.start + 46, struct.pack("<L", offset)))
        entries = len(self._members) - len(gone)
        size = self._end - self._directory
        size -= sum(self._members[row].end - self._members[row].start for row in gone)
        numbers = struct.pack("<2H2L", entries, entries, size, self._directory + moved)
        found.append(Splice(self._end + 8, self._end + 20, numbers))
        return found

    # -- what a member holds -------------------------------------------------------------------------------

    def held(self, row: int, field: int) -> bytes | None:
        """What is packed in a member. Unreadable: it is encrypted, damaged, or too much."""
        member = self._members[row]
        if member.name.endswith("/"):
            return None
        if member.flags & 1:
            raise Unreadable("a member is encrypted")
        if member.method not in (_STORED, _DEFLATED):
            raise Unreadable("a member is packed in a way that isn't known")
        if member.size > MAX_BYTES:
            raise Unreadable("a member is too large when unpacked")
        _, _, start, end = self._places(member)
        data = self._content[start:end]
        if member.method == _DEFLATED:
            inflater = zlib.decompressobj(-15)
            try:
                data = inflater.decompress(data, member.size + 1)
            except zlib.error:
                raise Unreadable("a member is damaged") from None
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise Unreadable("a member is damaged")
        return data

    def size_held(self, row: int, field: int) -> int:
        """As its entry says; more than that is never unpacked."""
        return self._members[row].size

    def prove_held(self, row: int, field: int) -> None:
        """Unreadable: it can't be packed anew, since its numbers stand elsewhere, too."""
        member = self._members[row]
        _, extra, _, end = self._places(member)
        if b"\x01\x00" in (extra[at : at + 2] for at in _extras(extra)):
            raise Unreadable("a member's numbers are those of a large zip")
        if 0xFFFFFFFF in (member.size, member.packed) or end > self._next[member.offset]:
            raise Unreadable("a member isn't as long as its directory says")

    def mark(self, row: int) -> bytes:
        """The name, as bytes."""
        start = self._members[row].start
        size = int.from_bytes(self._content[start + 28 : start + 30], "little")
        return self._content[start + _ENTRY.size : start + _ENTRY.size + size]

    def _places(self, member: Member) -> tuple[bytes, bytes, int, int]:
        """A member's own header with its name, its extra fields, and where its data begins and ends."""
        at = member.offset
        name = int.from_bytes(self._content[at + 26 : at + 28], "little")
        extra = int.from_bytes(self._content[at + 28 : at + 30], "little")
        header = self._content[at : at + 30 + name]
        start = at + 30 + name + extra
        return header, self._content[at + 30 + name : start], start, start + member.packed

    def _packed(self, row: int, values: Mapping[int, Value]) -> tuple[bytes, list[Splice[bytes]]]:
        """A member with other contents, and the splices of its entry."""
        ((field, value),) = values.items()
        if field not in self.holding or not isinstance(value, bytes):
            raise Unreadable("a member can't be overwritten")
        self.prove_held(row, field)
        member = self._members[row]
        header, extra, _, end = self._places(member)
        data = value
        if member.method == _DEFLATED:
            deflater = zlib.compressobj(_LEVELS[member.flags & 6], zlib.DEFLATED, -15)
            data = deflater.compress(value) + deflater.flush()
        flags = member.flags & ~8  # its numbers stand before it from now on
        numbers = struct.pack("<3L", zlib.crc32(value), len(data), len(value))
        rest = self._content[end : self._next[member.offset]]
        if member.flags & 8:
            rest = rest[16 if rest.startswith(b"PK\x07\x08") else 12 :]
        own = header[:6] + struct.pack("<H", flags) + header[8:14] + numbers + header[26:]
        entry = [
            Splice(member.start + 8, member.start + 10, struct.pack("<H", flags)),
            Splice(member.start + 16, member.start + 28, numbers),
        ]
        return own + extra + data + rest, entry


def _extras(extra: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(extra):
        yield at
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")


def _members(content: bytes, at: int, entries: int) -> list[Member]:
    members: list[Member] = []
    for _ in range(entries):
        if content[at : at + 4] != b"PK\x01\x02" or len(content) < at + _ENTRY.size:
            raise Unreadable("its directory is wrong")
        entry = _ENTRY.unpack_from(content, at)
        flags, day, time = entry[5], entry[8], entry[7]
        crc, packed, size, name, extra, comment, offset = (
            entry[9], entry[10], entry[11], entry[12], entry[13], entry[14], entry[18],
        )  # fmt: skip
        end = at + _ENTRY.size + name + extra + comment
        if content[offset : offset + 4] != _LOCAL:
            raise Unreadable("a member isn't where its directory says")
        raw = content[at + _ENTRY.size : at + _ENTRY.size + name]
        text = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        proof = raw + struct.pack("<3L", crc, packed, size)
        moment = _moment(day, time)
        members.append(Member(at, end, offset, text, size, packed, entry[6], flags, crc, moment, proof))
        at = end
    return members


def _moment(day: int, time: int) -> dt.datetime | None:
    try:
        days, clock = (day >> 9, day >> 5 & 15, day & 31), (time >> 11, time >> 5 & 63, (time & 31) * 2)
        return dt.datetime(days[0] + 1980, *days[1:], *clock)  # noqa: DTZ001  (a zip names no zone)
    except ValueError:
        return None


def _value(member: Member, at: str) -> Value:
    match at:
        case "name":
            return member.name
        case "size":
            return member.size
        case "modified":
            return member.modified
        case _:
            return None
