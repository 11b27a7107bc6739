"""Members of a zip: what stays is neither unpacked nor packed again."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Format, Raw, Splice, Unreadable

_END: Final = struct.Struct("<4s4H2LH")
_ENTRY: Final = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL: Final = b"PK\x03\x04"
FIELDS: Final = ("name", "size", "modified")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the directory: where it stands, and where the member itself begins."""

    start: int
    end: int
    offset: int
    name: str
    size: int
    modified: dt.datetime | None
    proof: bytes


class ZipMembers(Format[bytes]):
    """The members in the order of the directory. Zips of more than 4 GB, or in parts, are fixed."""

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
        if not gone:
            return []
        doomed = [self._members[row] for row in gone]
        found: list[Splice[bytes]] = []
        for each in doomed:
            found += [
                Splice(each.offset, self._next[each.offset], b""),
                Splice(each.start, each.end, b""),
            ]
        removed = 0
        for row, each in sorted(enumerate(self._members), key=lambda pair: pair[1].offset):
            if row in gone:
                removed += self._next[each.offset] - each.offset
            elif removed:
                offset = struct.pack("<L", each.offset - removed)
                found.append(Splice(each.start + 42, each.start + 46, offset))
        entries = len(self._members) - len(gone)
        size = self._end - self._directory - sum(each.end - each.start for each in doomed)
        numbers = struct.pack("<2H2L", entries, entries, size, self._directory - removed)
        found.append(Splice(self._end + 8, self._end + 20, numbers))
        return found

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """Members are removed, not rewritten."""
        raise Unreadable("a member can't be overwritten")


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
        members.append(Member(at, end, offset, text, size, _moment(day, time), proof))
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
        case _:
            return member.modified
