"""The texts that a value may hold encoded: quoted-printable, base64, MIME words, JSON, percent, archives, …

Decoding is tried where a value looks like it, layer by layer, within bounds of size and depth. What could not
be looked into is named, so that "not found" never covers it.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import quopri
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from varsam.formats.residue.archives import ARCHIVES, ZLIB, inflated, members

DEEPEST: Final = 5
LARGEST: Final = 64 * 1024 * 1024
MARKS: Final = "=%\\&<"
"""Without one of these a short text with spaces is what it shows."""
_WORTH_DECODING: Final = 16
_LONG: Final = 64

_MIME_WORD: Final = re.compile(r"=\?([\w.\-]+)(?:\*[\w\-]+)?\?([bqBQ])\?([^?\s]*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)\s+(=\?)")
_QUOTED: Final = re.compile(r"=(?:[0-9A-Fa-f]{2}|\r?\n)")
_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_BACKSLASH: Final = re.compile(
    r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|([nrtbf/\"'\\]))"
)
_PHP_HEX: Final = re.compile(r"S:\d+:\"")
_TWO_HEX: Final = re.compile(r"\\([0-9a-f]{2})")
# Lines of one block, the last of which may be short; or a word of some length.
_BASE64: Final = re.compile(
    r"(?<![A-Za-z0-9+/_\-])(?:(?:[A-Za-z0-9+/_\-]{40,}\r?\n[ \t]*)+[A-Za-z0-9+/_\-]*"
    r"|[A-Za-z0-9+/_\-]{16,})={0,2}"
)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_PRINTABLE: Final = bytes(byte for byte in range(256) if byte >= 32 or byte in (9, 10, 12, 13))
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_SOUNDS: Final = (b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\0\0\0\x18ftyp", b"\0\0\0\x20ftyp")


@dataclass(slots=True)
class Unread:
    """Why parts of values couldn't be looked into: reason -> how many. Filled while texts are taken.

    Reasons: too_large, too_deep, damaged, encrypted, picture, sound, pdf, binary.
    """

    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, reason: str) -> None:
        """Count one part."""
        self.reasons[reason] += 1


def looks_encoded(text: str) -> bool:
    """Whether a text could hold more than it shows; quick, and never wrong when it says no.

    Base64 is looked for in texts without a space and in long ones, not in a short sentence.
    """
    if any(mark in text for mark in MARKS):
        return True
    size = len(text)
    return size >= _LONG or (size >= _WORTH_DECODING and " " not in text and "@" not in text)


def texts_of(value: str | bytes, unread: Unread, *, largest: int = LARGEST) -> Iterator[str]:
    """Every text that a value holds, itself first, then layer by layer what is encoded in it."""
    budget = [largest]
    yield from _texts(value, 0, unread, budget, set())


def _texts(
    value: str | bytes, depth: int, unread: Unread, budget: list[int], seen: set[int]
) -> Iterator[str]:
    mark = hash((type(value), value))
    if mark in seen or not value:
        return
    seen.add(mark)
    # Bytes read as text are the same contents, so they don't count twice.
    budget[0] -= len(value) if isinstance(value, bytes) or depth else 0
    if budget[0] < 0:
        unread.add("too_large")
        return
    if depth > DEEPEST:
        unread.add("too_deep")
        return
    if isinstance(value, bytes):
        for inner in _in_bytes(value, unread, budget):
            if isinstance(inner, str):
                yield from _texts(inner, depth, unread, budget, seen)
            else:
                yield from _texts(inner, depth + 1, unread, budget, seen)
        return
    yield value
    if looks_encoded(value):
        for inner in _in_text(value):
            yield from _texts(inner, depth + 1, unread, budget, seen)


# -- texts ---------------------------------------------------------------------------------------------------


def _in_text(text: str) -> Iterator[str | bytes]:
    """What a text turns into by each decoding that it looks like."""
    if "=?" in text and _MIME_WORD.search(text):
        yield _MIME_WORD.sub(_mime_word, _BETWEEN_WORDS.sub(r"\1\2", text))
    if "=" in text and _QUOTED.search(text):
        yield from _decoded(quopri.decodestring(text.encode("utf-8", "replace")))
    if "%" in text and _PERCENT.search(text):
        yield from dict.fromkeys(unquote(text, encoding, "replace") for encoding in ("utf-8", "latin-1"))
    if "\\" in text:
        if _BACKSLASH.search(text):
            yield (
                _BACKSLASH.sub(_unescaped, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            )
        if _PHP_HEX.search(text):
            yield from _decoded(
                _TWO_HEX.sub(lambda found: chr(int(found[1], 16)), text).encode("latin-1", "replace")
            )
    if "&" in text and (plain := html.unescape(text)) != text:
        yield plain
    if "<" in text and (bare := _TAG.sub("", text)) != text:
        yield bare
    yield from _base64(text)


def _decoded(content: bytes) -> Iterator[str]:
    """Bytes of a text as it was meant: UTF-8, else Latin-1."""
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield content.decode("latin-1")


def _mime_word(found: re.Match[str]) -> str:
    charset, how, text = found[1], found[2].lower(), found[3]
    try:
        if how == "b":
            content = base64.b64decode(text + "=" * (-len(text) % 4))
        else:
            content = quopri.decodestring(text.replace("_", " ").encode("ascii", "replace"))
        return content.decode(charset, "replace")
    except (binascii.Error, LookupError, ValueError):
        return found[0]


def _unescaped(found: re.Match[str]) -> str:
    if digits := found[1] or found[2] or found[3]:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else found[0]
    return _PLAIN.get(found[4], found[4])


def _base64(text: str) -> Iterator[bytes]:
    """What could be base64 and decodes to something that is text or a known container."""
    for found in _BASE64.finditer(text):
        block = found[0]
        # What follows a block without a blank line between may be a text's first word: with it and without.
        for tried in dict.fromkeys((block, block.rpartition("\n")[0])):
            content = _unpacked(tried)
            if content and (_is_known(content) or _is_text(content)):
                yield content


def _unpacked(block: str) -> bytes:
    """What a block of base64 holds; nothing when it can't be any."""
    packed = re.sub(r"\s+", "", block).translate({ord("-"): "+", ord("_"): "/"}).rstrip("=")
    if len(packed) % 4 == 1 or packed.islower() or packed.isupper() or packed.isdigit():
        return b""
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


# -- bytes ---------------------------------------------------------------------------------------------------


def _is_known(content: bytes) -> bool:
    return content.startswith((*ARCHIVES, *_PICTURES, b"%PDF"))


def _is_text(content: bytes) -> bool:
    """Whether bytes read like a text in UTF-8, Latin-1 or UTF-16."""
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(content):
        return True
    start = content[:4096]
    if start.translate(None, _PRINTABLE):
        return False
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        # Cut inside a letter at the end of the sample, or another charset with few letters beyond ASCII.
        odd = len(start.translate(None, bytes(range(128))))
        return error.start > max(8, len(start) - 4) or odd * 4 <= len(start)
    return True


def _wide(content: bytes) -> str:
    """The name of UTF-16 without a mark, where every other byte is zero; else nothing."""
    start = content[:200]
    if len(start) < 8 or len(content) % 2:
        return ""
    if start[1::2].count(0) * 10 >= len(start[1::2]) * 9 and start[::2].count(0) == 0:
        return "utf-16-le"
    if start[::2].count(0) * 10 >= len(start[::2]) * 9 and start[1::2].count(0) == 0:
        return "utf-16-be"
    return ""


def _in_bytes(content: bytes, unread: Unread, budget: list[int]) -> Iterator[str | bytes]:
    """What bytes hold: the members of an archive, a text, or what of a binary can be read as it stands."""
    if content.startswith(ARCHIVES):
        yield from members(content, unread.add, budget[0])
        return
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield content.decode("utf-16", "replace")
        return
    if wide := _wide(content):
        yield content.decode(wide, "replace")
        return
    if content.startswith(codecs.BOM_UTF8) or _is_text(content):
        yield from _decoded(content)
        return
    if content.startswith(ZLIB) and (unpacked := inflated(content, unread.add, budget[0])):
        yield unpacked
        return
    unread.add(_sort_of(content))
    yield content.decode("latin-1")
    if not content.isascii():
        yield content.decode("utf-8", "replace")


def _sort_of(content: bytes) -> str:
    if content.startswith(_PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return "picture"
    if content.startswith((*_SOUNDS, b"RIFF")):
        return "sound"
    return "pdf" if content.startswith(b"%PDF") else "binary"
