"""Elements of an array in a value that PHP's `serialize` wrote: counts and byte lengths are kept right.

Nothing is ever unserialised into objects: the bytes are only taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Format, Raw, Splice, Unreadable

_DEPTH: Final = 64
_SCALAR: Final = re.compile(rb"([ibd]):([^;]*);|N;")
_LENGTH: Final = re.compile(rb"([sE]):(\d{1,10}):\"")
_ARRAY: Final = re.compile(rb"a:(\d{1,9}):\{")
_OBJECT: Final = re.compile(rb"O:(\d{1,6}):\"([^\"]*)\":(\d{1,9}):\{")
_REFERENCE: Final = re.compile(rb"[rR]:\d+;")


@dataclass(slots=True)
class Part:
    """One value: where it stands, what it is, and what it holds. `count`: where its number of elements is."""

    start: int
    end: int
    value: Value
    count: tuple[int, int] = (0, 0)
    elements: list[tuple[Part, Part]] = field(default_factory=list)
    holds: bool = False


class PhpItems(Format[bytes]):
    """The elements of the array that `each:` leads to; without it, of the whole value.

    An array whose keys count from 0 is a list, and its keys count again when elements go. Values with
    references are fixed: they count the values before them.
    """

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Take a value apart. Unreadable: it isn't serialised, a length is wrong, no array is there."""
        reader = _Reader(content)
        whole = reader.part(0, 0)
        if whole.end != len(content):
            raise Unreadable("something stands behind the value")
        self._content = content
        self._paths = [each.at for each in inside.fields]
        self._held = _at(whole, inside.each)
        if not self._held.holds or content[self._held.start : self._held.start + 1] != b"a":
            raise Unreadable("no array stands where rows should")
        self.fixed = "it holds references between its values" if reader.references else ""
        keys = [key.value for key, _ in self._held.elements]
        self._list = keys == list(range(len(keys)))
        self.rows = [
            Raw(
                content[(start := (value if isinstance(key.value, int) else key).start) : value.end],
                tuple(_value(content, key, value, path) for path in self._paths),
                start,
            )
            for key, value in self._held.elements
        ]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Elements with their keys; the count goes down, a list's keys move up."""
        if not gone:
            return []
        elements = self._held.elements
        found = [Splice(elements[row][0].start, elements[row][1].end, b"") for row in gone]
        found.append(Splice(*self._held.count, b"%d" % (len(elements) - len(gone))))
        if self._list:
            stay = [row for row in range(len(elements)) if row not in gone]
            found += [
                Splice(elements[row][0].start, elements[row][0].end, b"i:%d;" % place)
                for place, row in enumerate(stay)
                if place != row
            ]
        return found

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """The value at the field's path, with the length of its new bytes."""
        path = self._paths[field]
        if path == "@key":
            raise Unreadable("a key can't be overwritten")
        part = self._held.elements[row][1]
        if path != "@value":
            part = _at(part, path)
        return Splice(part.start, part.end, _written(value))

    def held(self, row: int, field: int) -> bytes | None:
        """The bytes of a text, whatever character set they are in."""
        value = super().held(row, field)
        if value is None or self._paths[field] == "@key":
            return value
        part = self._held.elements[row][1]
        if self._paths[field] != "@value":
            part = _at(part, self._paths[field])
        found = _LENGTH.match(self._content, part.start)
        return self._content[found.end() : part.end - 2] if found else value


class _Reader:
    """Reads values one after the other; remembers whether some refer to others."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.references = False

    def part(self, at: int, depth: int) -> Part:
        if depth > _DEPTH:
            raise Unreadable("it is nested too deeply")
        content = self.content
        if found := _SCALAR.match(content, at):
            return Part(at, found.end(), _scalar(found))
        if found := _LENGTH.match(content, at):
            end = found.end() + int(found[2])
            if content[end : end + 2] != b'";':
                raise Unreadable("a text isn't as long as it says")
            return Part(at, end + 2, content[found.end() : end].decode("utf-8", "replace"))
        if found := _REFERENCE.match(content, at):
            self.references = True
            return Part(at, found.end(), None)
        if found := _ARRAY.match(content, at):
            return self._elements(at, found, 1, depth)
        if found := _OBJECT.match(content, at):
            if int(found[1]) != len(found[2]):
                raise Unreadable("a name isn't as long as it says")
            return self._elements(at, found, 3, depth)
        raise Unreadable("it isn't a serialised value")

    def _elements(self, at: int, found: re.Match[bytes], count: int, depth: int) -> Part:
        part = Part(at, 0, None, found.span(count), holds=True)
        place = found.end()
        for _ in range(int(found[count])):
            key = self.part(place, depth + 1)
            value = self.part(key.end, depth + 1)
            part.elements.append((key, value))
            place = value.end
        if self.content[place : place + 1] != b"}":
            raise Unreadable("an array doesn't hold as much as it says")
        part.end = place + 1
        return part


def _scalar(found: re.Match[bytes]) -> Value:
    if found[1] is None:
        return None
    try:
        match found[1]:
            case b"i":
                return int(found[2])
            case b"b":
                return found[2] == b"1"
            case _:
                return float(found[2])
    except ValueError:
        raise Unreadable("a number can't be read") from None


def _at(part: Part, path: str) -> Part:
    for name in path.split(".") if path else ():
        found = next((value for key, value in part.elements if str(key.value) == name), None)
        if found is None:
            raise Unreadable("a path leads nowhere")
        part = found
    return part


def _value(content: bytes, key: Part, value: Part, path: str) -> Value:
    if path == "@key":
        return str(key.value)
    if path != "@value":
        try:
            value = _at(value, path)
        except Unreadable:
            return None
    if value.holds:
        return content[value.start : value.end].decode("utf-8", "replace")
    return value.value


def _written(value: Value) -> bytes:
    match value:
        case None:
            return b"N;"
        case bool():
            return b"b:%d;" % value
        case int():
            return b"i:%d;" % value
        case float():
            return f"d:{value!r};".encode()
        case bytes():
            text = value
        case _:
            text = str(value).encode()
    return b's:%d:"%s";' % (len(text), text)
