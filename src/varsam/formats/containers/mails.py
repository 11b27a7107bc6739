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
_COUNTED: Final = re.compile(rb"(?im)^(?:content-length|lines|content-md5|content-digest)[ \t]*:")


class MboxMails(Format[bytes]):
    """Mails parted by lines that begin with `From `, after an empty line."""

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Take an mbox apart. Unreadable: it doesn't begin with a mail."""
        starts = [found.start() for found in _FROM.finditer(content)]
        if content.strip() and (not starts or content[: starts[0]].strip()):
            raise Unreadable("it doesn't begin with a mail")
        self._spans = list(zip(starts, (*starts[1:], len(content)), strict=False))
        self._mails = [(content.index(b"\n", start) + 1, end) for start, end in self._spans]
        self.rows = [
            Raw(content[start:end], _headers(content[mail:end], inside), start)
            for (start, end), (mail, _) in zip(self._spans, self._mails, strict=True)
        ]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Whole mails with their `From ` lines."""
        return [Splice(*self._spans[row], b"") for row in gone]

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """A mail is put in its place; its fields aren't rewritten."""
        if field not in self.holding or not isinstance(value, bytes):
            raise Unreadable("a mail can't be overwritten")
        return Splice(*self._mails[row], value)

    def held(self, row: int, field: int) -> bytes | None:
        """The mail without its `From ` line."""
        start, end = self._mails[row]
        return self.content[start:end]

    def prove_held(self, row: int, field: int) -> None:
        """A mail whose header counts its body can't be given another. Unreadable: so it is."""
        start, end = self._mails[row]
        _refuse_counted(self.content[start:end])

    def mark(self, row: int) -> bytes:
        """Its `From ` line and its header."""
        start, end = self._spans[row]
        return header_of(self.content[start:end])


class OneMail(Format[bytes]):
    """A file, or a cell, that is one mail. It goes whole: `disposal: drop container`."""

    fixed = "a mail goes as a whole"

    def __init__(self, content: bytes, inside: Inside) -> None:
        """Read the headers. Unreadable: it begins with none."""
        if not re.match(rb"[!-9;-~]+[ \t]*:", content):
            raise Unreadable("it doesn't begin with a header")
        if inside.holds:
            self.fixed, self.whole = "", OneMail.fixed
        self.rows = [Raw(content, _headers(content, inside))]

    def without(self, gone: Set[int]) -> list[Splice[bytes]]:
        """Nothing is left of a mail without its mail."""
        raise Unreadable(OneMail.fixed)

    def change(self, row: int, field: int, value: Value) -> Splice[bytes]:
        """The mail is put in its place; its fields aren't rewritten."""
        if field not in self.holding or not isinstance(value, bytes):
            raise Unreadable("a mail can't be overwritten")
        return Splice(0, len(self.content), value)

    def held(self, row: int, field: int) -> bytes | None:
        """The mail."""
        return self.content

    def prove_held(self, row: int, field: int) -> None:
        """A mail whose header counts its body can't be given another. Unreadable: so it is."""
        _refuse_counted(self.content)

    def mark(self, row: int) -> bytes:
        """Its header."""
        return header_of(self.content)


def header_of(mail: bytes) -> bytes:
    """The lines before the first empty one; all of them where there is none."""
    end = _HEADER_END.search(mail)
    return mail[: end.start()] if end else mail


def _refuse_counted(mail: bytes) -> None:
    if _COUNTED.search(header_of(mail)):
        raise Unreadable("a mail's header tells how long its body is, or what it hashes to")


def _headers(mail: bytes, inside: Inside) -> tuple[Value, ...]:
    headers = BytesHeaderParser().parsebytes(header_of(mail))
    return tuple(decoded(headers.get(each.at)) for each in inside.fields)


def decoded(header: object) -> str | None:
    """A header's text without its encoding; None where there is none."""
    if header is None:
        return None
    text = str(header)
    with contextlib.suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split()) or None
