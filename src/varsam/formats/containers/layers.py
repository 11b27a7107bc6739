"""What stands around a container's format: transfer encodings, compression, character sets.

A layer gives what is inside and how a change there is carried to the outside. What can't be written again as
it stands is said to be fixed.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias

from varsam.formats.containers.parts import MAX_BYTES, Splice, T, Unreadable, spliced

Lift: TypeAlias = Callable[[Iterable[Splice[T]]], list[Splice[bytes]]]

_SOFT: Final = re.compile(rb"=[ \t]*\r?\n|=[ \t]*\Z|=([0-9A-Fa-f]{2})")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Layer(Generic[T]):
    """What is inside, and how splices there become splices of the outside."""

    inside: T
    lift: Lift[T]
    fixed: str = ""


def unwrap(name: str, content: bytes, limit: int = MAX_BYTES) -> Layer[bytes]:
    """Take off one layer of `domain.containers.LAYERS`. Unreadable: it isn't what it is said to be.

    No more than `limit` bytes are unpacked.
    """
    match name:
        case "quoted-printable":
            return _quoted(content)
        case "base64":
            return _base64(content)
        case "gzip":
            return _gzip(content, limit)
        case _:
            raise Unreadable(f"there is no layer {name!r}")


def _quoted(content: bytes) -> Layer[bytes]:
    """Each decoded byte knows where it stands, so that what isn't changed keeps its line breaks."""
    decoded = bytearray()
    places: list[int] = []
    at = 0
    for found in _SOFT.finditer(content):
        decoded += content[at : found.start()]
        places += range(at, found.start())
        if found[1]:
            decoded.append(int(found[1], 16))
            places.append(found.start())
        at = found.end()
    decoded += content[at:]
    places += range(at, len(content))
    places.append(len(content))

    def lift(splices: Iterable[Splice[bytes]]) -> list[Splice[bytes]]:
        return [Splice(places[each.start], places[each.end], _quoted_text(each.new)) for each in splices]

    return Layer(bytes(decoded), lift)


def _quoted_text(text: bytes) -> bytes:
    plain = {*range(33, 127), 9, 10, 13, 32} - {61}
    return b"".join(bytes([each]) if each in plain else b"=%02X" % each for each in text)


def _base64(content: bytes) -> Layer[bytes]:
    try:
        decoded = base64.b64decode(b"".join(content.split()), validate=True)
    except binascii.Error:
        raise Unreadable("it isn't base64") from None
    first, newline, _ = content.partition(b"\n")
    end = b"\r\n" if first.endswith(b"\r") else b"\n"
    width = len(first.rstrip(b"\r")) if newline else 0
    last = content[len(content.rstrip()) :]

    def encoded(inner: bytes) -> bytes:
        text = base64.b64encode(inner)
        if width:
            text = end.join(text[at : at + width] for at in range(0, len(text), width))
        return text + last

    def lift(splices: Iterable[Splice[bytes]]) -> list[Splice[bytes]]:
        return [Splice(0, len(content), encoded(spliced(decoded, splices)))]

    fixed = "" if encoded(decoded) == content else "its base64 lines can't be written again as they are"
    return Layer(decoded, lift, fixed)


def _gzip(content: bytes, limit: int) -> Layer[bytes]:
    """The header (name, time) stays; what is inside is compressed anew. Several members become one."""
    inflater = zlib.decompressobj(wbits=31)
    decoded, rest = bytearray(), content
    try:
        while rest:
            decoded += inflater.decompress(rest, limit + 1 - len(decoded))
            if len(decoded) > limit:
                raise Unreadable("it is too large when unpacked")
            if not inflater.eof:
                raise Unreadable("it ends in the middle")
            rest = inflater.unused_data.lstrip(b"\0")
            inflater = zlib.decompressobj(wbits=31)
    except zlib.error:
        raise Unreadable("it isn't gzip") from None
    header = _gzip_header(content)

    def lift(splices: Iterable[Splice[bytes]]) -> list[Splice[bytes]]:
        inner = spliced(bytes(decoded), splices)
        level = {2: 9, 4: 1}.get(content[8], 6)
        deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
        body = deflater.compress(inner) + deflater.flush()
        tail = zlib.crc32(inner).to_bytes(4, "little") + (len(inner) & 0xFFFFFFFF).to_bytes(4, "little")
        return [Splice(0, len(content), header + body + tail)]

    return Layer(bytes(decoded), lift)


def _gzip_header(content: bytes) -> bytes:
    """The header of the first member: ten bytes, and what its flags say follows."""
    if len(content) < 10:
        raise Unreadable("it isn't gzip")
    flags, at = content[3], 10
    try:
        if flags & 4:
            at += 2 + int.from_bytes(content[at : at + 2], "little")
        for flag in (8, 16):
            if flags & flag:
                at = content.index(b"\0", at) + 1
    except ValueError:
        raise Unreadable("it isn't gzip") from None
    return content[: at + (2 if flags & 2 else 0)]


def text_of(content: bytes, encoding: str = "") -> Layer[str]:
    """Take off the character set: a mark's, the one named, else UTF-8, else Windows-1252 or Latin-1.

    Bytes that a named or marked set doesn't know are kept as they are.
    """
    mark, name = b"", encoding.lower()
    for each, marked in _MARKS:
        if content.startswith(each) and (not name or marked.startswith(name.replace("-sig", "")[:6])):
            mark, name = each, marked
            break
    body = content[len(mark) :]
    name, errors = _charset(body, name.replace("-sig", ""))
    try:
        text = body.decode(name, errors)
        same = text.encode(name, errors) == body
    except (UnicodeError, LookupError):
        raise Unreadable(f"it isn't {name}") from None

    def lift(splices: Iterable[Splice[str]]) -> list[Splice[bytes]]:
        found: list[Splice[bytes]] = []
        at, place = 0, len(mark)
        for each in sorted(splices, key=lambda splice: (splice.start, splice.end)):
            start = place + len(text[at : each.start].encode(name, errors))
            end = start + len(text[each.start : each.end].encode(name, errors))
            try:
                found.append(Splice(start, end, each.new.encode(name, errors)))
            except UnicodeEncodeError:
                raise Unreadable(f"a value to write can't be said in {name}") from None
            at, place = each.end, end
        return found

    return Layer(text, lift, "" if same else f"its {name} can't be written again as it is")


def _charset(body: bytes, name: str) -> tuple[str, str]:
    if name:
        return name, "surrogateescape" if name == "utf-8" else "strict"
    for each in ("utf-8", "cp1252"):
        try:
            body.decode(each)
        except UnicodeDecodeError:
            continue
        return each, "strict"
    return "latin-1", "strict"
