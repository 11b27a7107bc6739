"""A policy document as blocks of text and tables, whether it came as Markdown or as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from varsam.domain.errors import Position, RegisterError

MAX_CHARACTERS = 1_000_000

BlockKind: TypeAlias = Literal["heading", "text", "item"]
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"})
_BROKEN = re.compile("Ã[¥¤¶…„–]")
_HTML = re.compile(
    r"\s*(?:<\?xml|<!doctype|<html|<head|<body|<article|<main|<div|<section|<h1|<table|<p\b)", re.I
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item as plain text; `line` counts from 1, 0 = unknown."""

    kind: BlockKind
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row as plain text; `given` is how many the document has, before any were filled in."""

    cells: tuple[str, ...]
    line: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads, and rows with as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    line: int = 0


Part: TypeAlias = Block | Table


def decode(data: bytes, path: str = "policy") -> str:
    """Read a document's bytes: UTF-8, UTF-16 with its mark, or Latin-1 where an HTML page declares it.

    Raises RegisterError for anything else, and never puts replacement characters in.
    """
    declared = _CHARSET.search(data[:4096])
    latin = declared is not None and declared[1].decode("ascii").lower() in _LATIN
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "cp1252" if latin else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise RegisterError(
            "the document isn't text in UTF-8",
            where=Position(path, data.count(b"\n", 0, wrong.start) + 1),
            hint="save it as UTF-8 (Word: Plain text, Unicode)",
        ) from wrong


def check_text(text: str, path: str) -> None:
    """Refuse a text that is too large, holds binary data, or was decoded wrongly somewhere on its way."""
    if len(text) > MAX_CHARACTERS:
        raise RegisterError(
            "the document is too large for a policy",
            where=Position(path),
            hint=f"at most {MAX_CHARACTERS:,} characters; save it without pictures and style sheets",
        )
    if "\x00" in text:
        raise RegisterError(
            "the document isn't text", where=Position(path), hint="save the policy as Markdown or HTML"
        )
    broken = list(_BROKEN.finditer(text))
    if len(broken) >= 3:
        raise RegisterError(
            "the document's letters were garbled: it was saved in UTF-8 and read as something else",
            where=Position(path, text.count("\n", 0, broken[0].start()) + 1),
            hint="get the original, and save it as UTF-8",
        )


def is_html(text: str) -> bool:
    """Whether a document is HTML; anything that doesn't begin with a tag of a page is Markdown."""
    return _HTML.match(text.lstrip("\ufeff")) is not None


def plain(text: str) -> str:
    """Text with every run of white space as one space, and invisible marks dropped."""
    return _SPACE.sub(" ", text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")).strip()
