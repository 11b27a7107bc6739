"""Reads a document's bytes as text, and says so where they weren't in the encoding they should be in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from varsam.domain.errors import Position, RegisterError
from varsam.domain.said import say
from varsam.formats.policy.document import Remark

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"})
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text, and what was noticed of its encoding."""

    text: str
    remarks: tuple[Remark, ...] = ()


def decode(data: bytes, path: str = "policy") -> Decoded:
    """Read UTF-8, UTF-16 with or without its mark, and Windows-1252, also where only some lines are in it.

    Raises RegisterError for bytes that are none of these, and never puts replacement characters in.
    """
    wide = _wide(data)
    declared = _CHARSET.search(data[:_SAMPLE])
    latin = declared is not None and declared[1].decode("ascii").lower() in _LATIN
    try:
        if wide:
            return Decoded(data.decode(wide))
        if not latin:
            return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        if wide:
            raise _refused(data, wrong, path) from wrong
    return _line_by_line(data, path, declared_latin=latin)


def _wide(data: bytes) -> str:
    """UTF-16, by its mark or by every other byte being zero; empty where it isn't."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(even, odd) * 10 < len(sample) * 3 or min(even, odd) * 20 > len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _line_by_line(data: bytes, path: str, *, declared_latin: bool) -> Decoded:
    """Each line in UTF-8 where it is that, else in Windows-1252: files are put together from several."""
    lines: list[str] = []
    first, utf8 = 0, False
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
            utf8 = utf8 or not line.isascii()
        except UnicodeDecodeError:
            first = first or number
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError as wrong:
                raise _refused(data, wrong, path, number) from wrong
    text = "\n".join(lines).removeprefix("\ufeff")
    if not first or (declared_latin and not utf8):
        return Decoded(text)
    message = (
        say("lines are in UTF-8 and others in Windows-1252; each was read as what it is")
        if utf8
        else say("the document isn't in UTF-8; it was read as Windows-1252")
    )
    return Decoded(
        text,
        (Remark("POL017", Position(path, first), message, say("save it as UTF-8 and look at å, ä and ö")),),
    )


def _refused(data: bytes, wrong: UnicodeDecodeError, path: str, line: int = 0) -> RegisterError:
    return RegisterError(
        "the document isn't text in UTF-8",
        where=Position(path, line or data.count(b"\n", 0, wrong.start) + 1),
        hint="save it as UTF-8 (Word: Plain text, Unicode)",
    )
