"""Takes a policy's file apart, whatever it is: told by its bytes, never by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from varsam.domain.errors import Position, RegisterError
from varsam.domain.said import say
from varsam.formats.policy.document import MAX_CHARACTERS, Document, Part, Remark, Table, check_text
from varsam.formats.policy.encodings import decode
from varsam.formats.policy.generated import without_generated
from varsam.formats.policy.html import read_html
from varsam.formats.policy.markdown import read_markdown
from varsam.formats.policy.places import Places
from varsam.formats.policy.text_columns import read_columns

MAX_HTML = 8_000_000
_MAX_MARKUP = 3_000_000
_MAX_PARTS = 20_000
_HTML = re.compile(
    r"\s*(?:<\?xml|<!doctype|<html|<head|<body|<article|<main|<div|<section|<h1|<table|<p\b)", re.I
)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|svg)\b[^>]{0,4000}>", re.IGNORECASE)
_CLOSES = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("script", "style", "svg")}
_PDF_WITHIN = 1024
# What a file begins with that is no policy but may hold one, and what to do.
_OTHERS = (
    (b"{\\rtf", "it is RTF: save it as DOCX"),
    (b"\xd0\xcf\x11\xe0", "it is a document of an old word processor: save it as DOCX"),
    (b"\x89PNG", "it is a picture: nothing here can read pictures, so write it as text"),
    (b"\xff\xd8\xff", "it is a picture: nothing here can read pictures, so write it as text"),
)


def read_document(data: bytes, path: str = "policy") -> Document:
    """Take a document apart, and refuse one with more in it than any policy has.

    RegisterError: as `_read`, or it is too large.
    """
    document = _read(data, path)
    _bounded(document, path)
    return document


def _bounded(document: Document, path: str) -> None:
    length = sum(len(part.text) for part in document.parts if not isinstance(part, Table))
    if length > MAX_CHARACTERS or len(document.parts) > _MAX_PARTS:
        raise RegisterError(
            "the document is too large for a policy",
            where=Position(path),
            hint=say(
                "at most {most} characters and {parts} paragraphs",
                most=f"{MAX_CHARACTERS:,}",
                parts=f"{_MAX_PARTS:,}",
            ),
        )


def _read(data: bytes, path: str) -> Document:
    """Take a document apart: HTML, DOCX, PDF with text, Markdown or plain text.

    RegisterError: it is none of these, is too large, encrypted, scanned, damaged or hostile; or the extra
    that reads its format isn't installed.
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        from varsam.formats.policy.pdf import read_pdf

        return read_pdf(data, path)
    if data.startswith(b"PK\x03\x04"):
        from varsam.formats.policy.docx import read_docx

        return read_docx(data, path)
    for begins, what in _OTHERS:
        if data.startswith(begins):
            raise RegisterError("the document can't be read as it is", where=Position(path), hint=what)
    decoded = decode(data, path)
    return read_text(decoded.text, path, decoded.remarks)


def read_text(text: str, path: str, remarks: Sequence[Remark] = ()) -> Document:
    """Take a text apart: HTML where it begins as a page does, else Markdown, else columns of plain text.

    What was published from a register (`policy.generated`) is left out, but for the table.
    """
    places = Places(text, path)
    if not is_html(text):
        check_text(text, path)
        return Document(_text_parts(without_generated(text)), places, tuple(remarks))
    if len(text) > MAX_HTML:
        raise RegisterError(
            "the document is too large for a policy",
            where=Position(path),
            hint=say(
                "at most {most} characters; save it without pictures and style sheets", most=f"{MAX_HTML:,}"
            ),
        )
    page = _without_unseen(text)
    check_text(page, path, _MAX_MARKUP)
    read = read_html(page)
    left_out = [
        Remark("POL019", places.at(line), say("the page's cookie banner was left out"))
        for line in read.banners
    ]
    return Document(read.parts, places, (*remarks, *left_out))


def is_html(text: str) -> bool:
    """Whether it begins with a tag of a page, after a mark and a comment or two."""
    at = len(text) - len(text.lstrip("\ufeff"))
    for _ in range(3):
        comment = _COMMENT.match(text, at)
        at = comment.end() if comment else at
    return _HTML.match(text, at) is not None


def _text_parts(text: str) -> tuple[Part, ...]:
    parts = read_markdown(text)
    if any(isinstance(part, Table) for part in parts):
        return parts
    return read_columns(text) or parts


def _without_unseen(text: str) -> str:
    """A page without its scripts, style sheets and drawings: they may be most of its length."""
    if len(text) < 200_000:
        return text
    kept: list[str] = []
    at = 0
    while (begin := _UNSEEN.search(text, at)) is not None:
        end = _CLOSES[begin[1].lower()].search(text, begin.end())
        if end is None:
            break
        kept += (text[at : begin.start()], "\n" * text.count("\n", begin.start(), end.end()))
        at = end.end()
    return "".join((*kept, text[at:]))
