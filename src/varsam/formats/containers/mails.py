"""Mails: one in a file, or one after the other in an mbox. Their fields are headers."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Set
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from typing import Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Format, Raw, Splice, Unreadable

# A body may hold such a line too; a time of day in it and a header below it make it a mail's first.
_FROM: Final = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d\d:\d\d[^\n]*\n(?=[!-9;-~]+[ \t]*:)")
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")


class MboxMails(Format[bytes]):
    """Mails parted by lines that begin with `From `, after an empty line."""

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Take an mbox apart. Unreadable: it doesn't begin with a mail."""
        starts = [found.start() for found in _FROM.finditer(content)]
        if content.strip() and (not starts or content[: starts[0]].strip()):
            raise Unreadable("it doesn't begin with a mail")
        self._spans = list(zip(starts, (*starts[1:], len(content)), strict=False))
        self.rows = [
            Raw(content[start:end], _headers(content[content.index(b"\n", start) + 1 : end], inside))
            for start, end in self._spans
        ]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Whole mails with their `From ` lines."""
        return [Splice(*self._spans[row], b"") for row in gone]

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """Mails are removed, not rewritten."""
        raise Unreadable("a mail can't be overwritten")


class OneMail(Format[bytes]):
    """A file, or a cell, that is one mail. It goes whole: `disposal: drop container`."""

    fixed = "a mail goes as a whole"

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Read the headers. Unreadable: it begins with none."""
        if not re.match(rb"[!-9;-~]+[ \t]*:", content):
            raise Unreadable("it doesn't begin with a header")
        self.rows = [Raw(content, _headers(content, inside))]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Nothing is left of a mail without its mail."""
        raise Unreadable(self.fixed)

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """Mails are removed, not rewritten."""
        raise Unreadable("a mail can't be overwritten")


def _headers(mail: bytes, inside: Inside) -> tuple[Value, ...]:
    end = _HEADER_END.search(mail)
    headers = BytesHeaderParser().parsebytes(mail[: end.start()] if end else mail)
    return tuple(_decoded(headers.get(each.at)) for each in inside.fields)


def _decoded(header: object) -> str | None:
    if header is None:
        return None
    text = str(header)
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split()) or None
