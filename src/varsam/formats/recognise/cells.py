"""What a cell holds once its wrappings are taken off: JSON, PHP, base64, quoted-printable, MIME words, zips,
bytes.

Wrappings are only read, never run: a pickle is searched as bytes. What can't be opened is left as it is.
"""

from __future__ import annotations

import base64
import binascii
import email.header
import json
import quopri
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from urllib.parse import unquote

from varsam.domain.sampled import Container

MOST_LEAVES = 400
_LONGEST_LEAF = 20_000
_MOST_INFLATED = 400_000
_BASE64 = re.compile(r"[A-Za-z0-9+/]{4}[A-Za-z0-9+/\s]{36,}={0,2}\s*")
_QUOTED = re.compile(r"=[0-9A-F]{2}=[0-9A-F]{2}|=\r?\n")
_MIME_WORD = re.compile(r"=\?[\w-]+\?[bBqQ]\?")
_PERCENT = re.compile(r"%(?:40|C3|20)")
_PHP = re.compile(r"(?:a:\d+:\{|O:\d+:\"|s:\d+:\")")
_PHP_STRING = re.compile(r's:\d+:"(.*?)";', re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!][^<>@]{0,400}>")
_PRINTABLE = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]{4,}")
_LOCAL_FILE = b"PK\x03\x04"
_TEXTS = (".xml", ".txt", ".csv", ".json", ".html", ".eml")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text in a cell; `key` is what it is called there, empty when the text is the whole cell."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell without its wrappings. `leaves` are at most MOST_LEAVES; none wrapped means that the cell is one
    text.
    """

    leaves: tuple[Leaf, ...]
    containers: frozenset[Container]


def opened(value: str | bytes) -> Opened:
    """Take the wrappings off a cell, however many lie around each other (at most three)."""
    containers: set[Container] = set()
    leaves: list[Leaf] = []
    if isinstance(value, bytes):
        leaves = [Leaf(text) for text in _of_bytes(value, containers)]
        found = [each for leaf in leaves for each in _unwrapped(leaf, containers, 2)]
    else:
        found = list(_unwrapped(Leaf(value), containers, 3))
    return Opened(tuple(found[:MOST_LEAVES]), frozenset(containers))


def _unwrapped(leaf: Leaf, containers: set[Container], depth: int) -> Iterator[Leaf]:
    text = (
        leaf.text[:_LONGEST_LEAF]
        if len(leaf.text) > _LONGEST_LEAF and leaf.text[:1] not in "{["
        else leaf.text
    )
    inner = _inside(text, containers) if depth else None
    if inner is None:
        yield Leaf(_plain(text, containers), leaf.key)
        return
    for each in inner:
        yield from _unwrapped(Leaf(each.text, each.key or leaf.key), containers, depth - 1)


def _inside(text: str, containers: set[Container]) -> list[Leaf] | None:
    stripped = text.strip()
    if stripped[:1] in ("{", "[", '"') and stripped[-1:] in ("}", "]", '"') and len(stripped) > 2:
        try:
            found = list(_leaves(json.loads(stripped)))
        except (ValueError, RecursionError):
            found = None
        if found is not None:
            containers.add(Container.JSON)
            return found
    if _PHP.match(stripped):
        containers.add(Container.PHP)
        return _php(stripped)
    if _BASE64.fullmatch(stripped):
        raw = _base64(stripped)
        if raw is not None:
            containers.add(Container.BASE64)
            return [Leaf(each) for each in _of_bytes(raw, set())]
    return None


def _plain(text: str, containers: set[Container]) -> str:
    """Encodings that leave a text a text; markup is taken out so that words stand beside each other."""
    if _MIME_WORD.search(text):
        containers.add(Container.MIME)
        text = " ".join(_mime(line) for line in text.splitlines())
    if _QUOTED.search(text):
        containers.add(Container.QUOTED_PRINTABLE)
        text = quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    if _PERCENT.search(text):
        containers.add(Container.PERCENT)
        text = unquote(text)
    return _TAG.sub(" ", text) if "<" in text else text


def _mime(line: str) -> str:
    if "=?" not in line:
        return line
    try:
        return str(email.header.make_header(email.header.decode_header(line)))
    except (HeaderParseError, LookupError, ValueError):
        return line


def _leaves(value: object, key: str = "") -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, str(name))
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, key)
    elif isinstance(value, str):
        yield Leaf(value, key)


def _php(text: str) -> list[Leaf]:
    """The strings of a serialised value; a short one is the name of the one after it, or a value itself."""
    strings = [found[1] for found in _PHP_STRING.finditer(text)]
    return [Leaf(each, before) for each, before in zip(strings, ["", *strings], strict=False)]


def _base64(text: str) -> bytes | None:
    """The bytes of a text that is base64; None where they say nothing, as with hashes and tokens."""
    packed = re.sub(r"\s", "", text)
    try:
        found = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    printable = sum(32 <= each < 127 or each in (9, 10, 13) for each in found)
    telling = _LOCAL_FILE in found[:4] or printable > 0.6 * len(found) or _decodes(found)
    return found if telling else None


def _decodes(found: bytes) -> bool:
    try:
        return "\0" not in found.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _of_bytes(value: bytes, containers: set[Container]) -> list[str]:
    if _LOCAL_FILE in value[:4096]:
        inflated = list(_zipped(value))
        if inflated:
            containers.add(Container.ZIP)
            return inflated
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("utf-8", "replace")
    if "\0" not in text and "\ufffd" not in text:
        return [text]
    containers.add(Container.BYTES)
    return [found[0] for found in _PRINTABLE.finditer(text)][:MOST_LEAVES]


def _zipped(value: bytes) -> Iterator[str]:
    """The texts of an archive by its local headers, so that one that was cut still gives its beginning."""
    at, left = value.find(_LOCAL_FILE), _MOST_INFLATED
    while at >= 0 and left > 0 and at + 30 <= len(value):
        method, size, name_size, extra = struct.unpack("<H8xI4xHH", value[at + 8 : at + 30])
        start = at + 30 + name_size + extra
        name = value[at + 30 : at + 30 + name_size].decode("utf-8", "replace")
        if name.endswith(_TEXTS):
            data = value[start:] if method == zlib.DEFLATED else value[start : start + size]
            text = _inflated(data, left) if method == zlib.DEFLATED else data
            left -= len(text)
            yield _TAG.sub(" ", text.decode("utf-8", "replace"))
        at = value.find(_LOCAL_FILE, max(start, at + 4))


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most)
    except zlib.error:
        return b""
