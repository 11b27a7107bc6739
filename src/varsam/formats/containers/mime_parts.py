"""Parts of a mail: its texts and what is attached to it, with what they hold unwrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from itertools import pairwise
from typing import Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.layers import Layer, unwrap
from varsam.formats.containers.mails import decoded
from varsam.formats.containers.parts import Format, Raw, Splice, Unreadable, narrow, spliced

FIELDS: Final = ("name", "type", "size", "content")
_DEPTH: Final = 20
_BLANK: Final = re.compile(rb"\r?\n")
_EMPTY: Final = re.compile(rb"\r?\n\r?\n")
_PLAIN: Final = ("", "7bit", "8bit", "binary")


@dataclass(frozen=True, slots=True)
class Part:
    """A part without parts of its own: where it begins, where its body stands, and its header."""

    start: int
    body: int
    end: int
    headers: Message = field(repr=False)
    signed: bool = False


class MimeParts(Format[bytes]):
    """The parts that hold something, in their order. They go with their mail; what lies in them can go."""

    whole = "a part goes with its mail"
    follow = ("size",)

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Take a mail apart. Unreadable: its parts don't end, or lie in one another too deeply."""
        self._parts = list(_parts(content, 0, len(content), 0, signed=False))
        if not inside.holds:
            self.fixed = MimeParts.whole
        self.content = content
        self.rows = [
            Raw(
                content[part.start : part.end],
                tuple(self._value(part, each.at) for each in inside.fields),
                part.start,
            )
            for part in self._parts
        ]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """A mail without one of its parts is another mail."""
        raise Unreadable(MimeParts.whole)

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """What the part holds, encoded as it was; lines that stay keep their bytes."""
        part = self._parts[row]
        if field not in self.holding or not isinstance(value, bytes):
            raise Unreadable("a part can't be overwritten")
        layer = self._layer(part)
        lifted = layer.lift(narrow(layer.inside, value))
        return Splice(part.body, part.end, spliced(self.content[part.body : part.end], lifted))

    def held(self, row: int, field: int) -> bytes | None:
        """What the part holds, without its transfer encoding."""
        return self._layer(self._parts[row]).inside

    def prove_held(self, row: int, field: int) -> None:
        """Unreadable: the part is signed, counted, or encoded in lines that can't be written again."""
        part = self._parts[row]
        if part.signed:
            raise Unreadable("it is signed")
        if any(name in part.headers for name in ("content-md5", "content-length", "content-digest")):
            raise Unreadable("a part's header tells how long it is, or what it hashes to")
        layer = self._layer(part)
        if layer.fixed:
            raise Unreadable(layer.fixed)

    def mark(self, row: int) -> bytes:
        """Its header."""
        part = self._parts[row]
        return self.content[part.start : part.body]

    def _layer(self, part: Part) -> Layer[bytes]:
        body = self.content[part.body : part.end]
        encoding = str(part.headers.get("content-transfer-encoding") or "").strip().lower()
        if encoding in _PLAIN:
            return Layer(body, list)
        if encoding not in ("base64", "quoted-printable"):
            raise Unreadable("its transfer encoding isn't known")
        return unwrap(encoding, body)

    def _value(self, part: Part, at: str) -> Value:
        match at:
            case "name":
                return decoded(part.headers.get_filename())
            case "type":
                return part.headers.get_content_type()
            case "size":
                try:
                    return len(self._layer(part).inside)
                except Unreadable:
                    return None
            case _:
                return None


def _parts(content: bytes, start: int, end: int, depth: int, *, signed: bool) -> Iterator[Part]:
    """The parts between two places that hold no parts themselves."""
    if depth > _DEPTH:
        raise Unreadable("its parts lie in one another too deeply")
    found = _BLANK.match(content, start, end) or _EMPTY.search(content, start, end)
    body = found.end() if found is not None else end
    headers = BytesHeaderParser().parsebytes(content[start:body])
    if headers.get_content_maintype() != "multipart":
        yield Part(start, body, end, headers, signed)
        return
    boundary = headers.get_boundary()
    if not boundary:
        raise Unreadable("nothing says what parts its parts")
    signed = signed or headers.get_content_subtype() in ("signed", "encrypted")
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    pattern = re.compile(rb"\r?\n--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    lines = list(pattern.finditer(content, _before(content, body), end))
    for first, last in pairwise(lines):
        if first[1]:
            return
        line = content.index(b"\n", first.end(), end) + 1 if b"\n" in content[first.end() : end] else end
        # Between two marks with nothing between them, the first one's line end is the second one's.
        yield from _parts(content, min(line, last.start()), last.start(), depth + 1, signed=signed)
    if not lines or not lines[-1][1]:
        raise Unreadable("its parts don't end")


def _before(content: bytes, body: int) -> int:
    """Where a search for the first boundary begins: its line may follow the header at once."""
    return max(0, body - 2 if content[body - 2 : body] == b"\r\n" else body - 1)
