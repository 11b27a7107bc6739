"""A policy document as blocks of text, tables and pictures, whatever format it came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from varsam.domain.errors import Position, RegisterError
from varsam.domain.said import say

MAX_CHARACTERS = 1_000_000

BlockKind: TypeAlias = Literal["heading", "text", "item"]
_BROKEN = re.compile("Ã[¥¤¶…„–]")
_SPACE = re.compile(r"\s+")
# Where a document breaks a line within a paragraph or a cell, and where an entry of a list in a cell ends.
LINE_BREAK = "\x1e"
ENTRY_END = "\x1f"
# Where bold text begins and ends.
BOLD, BOLD_END = "\x1c", "\x1d"
_BREAKS = re.compile(f"[{LINE_BREAK}{ENTRY_END}]")
_NO_TEXT = dict.fromkeys(map(ord, f"\u00ad\u200b\ufeff{BOLD}{BOLD_END}"), None)
_LEAD = re.compile(rf"[\s{BOLD_END}]*{BOLD}(?P<lead>[^{BOLD_END}]*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list item as plain text; `line` counts from 1, 0 = unknown.

    `level` is a heading's level or how deep an item lies, from 1; 0 = unknown. `lead` is what is bold at its
    beginning, `lines` are its lines where the document breaks them, each with its own `lead` in `leads`, and
    `mark` is an item's own sign or number.
    """

    kind: BlockKind
    text: str
    line: int = 0
    level: int = 0
    lead: str = ""
    lines: tuple[str, ...] = ()
    mark: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row as plain text; `given` is how many the document has, before any were filled in.

    `lists` are the entries of each cell where a cell is a list or has lines of its own, else empty.
    """

    cells: tuple[str, ...]
    line: int = 0
    given: int = 0
    lists: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads, and rows with as many cells as there are heads."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by what the document says in its place. `large`: it may hold a table."""

    text: str
    line: int = 0
    large: bool = False


Part: TypeAlias = Block | Table | Picture


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reading noticed: a code of the checks' catalogue, where in the document, what, what to do."""

    code: str
    where: Position
    message: str
    hint: str = ""


class Placed(Protocol):
    """Says where in the document a part stands."""

    def at(self, line: int, column: int = 0) -> Position:
        """The place of a part's line."""

    def of(self, sentence: str, line: int) -> Position:
        """The place of a sentence of the block on a line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document taken apart: its parts in order, where they stand, and what was noticed on the way."""

    parts: tuple[Part, ...]
    places: Placed
    remarks: tuple[Remark, ...] = field(default=())


def check_text(text: str, path: str, most: int = MAX_CHARACTERS) -> None:
    """Refuse a text that is too large, holds binary data, or was decoded wrongly somewhere on its way."""
    if len(text) > most:
        raise RegisterError(
            "the document is too large for a policy",
            where=Position(path),
            hint=say(
                "at most {most} characters; save it without pictures and style sheets", most=f"{most:,}"
            ),
        )
    if "\x00" in text:
        raise RegisterError(
            "the document isn't text",
            where=Position(path),
            hint="save the policy as HTML, DOCX, PDF, Markdown or plain text",
        )
    broken = list(_BROKEN.finditer(text))
    if len(broken) >= 3:
        raise RegisterError(
            "the document's letters were garbled: it was saved in UTF-8 and read as something else",
            where=Position(path, text.count("\n", 0, broken[0].start()) + 1),
            hint="get the original, and save it as UTF-8",
        )


def plain(text: str) -> str:
    """Text with every run of white space as one space, and invisible marks dropped."""
    return _SPACE.sub(" ", _BREAKS.sub(" ", text.translate(_NO_TEXT))).strip()


def block_of(kind: BlockKind, raw: str, line: int, level: int = 0, mark: str = "") -> Block:
    """The block of a text with the marks for broken lines and bold words in it."""
    pieces = [(plain(piece), _lead(piece)) for piece in _BREAKS.split(raw)]
    pieces = [(text, lead) for text, lead in pieces if text]
    if len(pieces) < 2:
        return Block(kind, plain(raw), line, level, _lead(raw), mark=mark)
    lines, leads = tuple(text for text, _ in pieces), tuple(lead for _, lead in pieces)
    return Block(kind, plain(raw), line, level, leads[0], lines, mark, leads)


def _lead(raw: str) -> str:
    found = _LEAD.match(raw)
    return plain(found["lead"]) if found else ""


def cell_of(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's text with commas between the entries of a list in it, and its entries or lines."""
    if ENTRY_END in text:
        entries = tuple(filter(None, map(plain, text.split(ENTRY_END))))
        joined = ", ".join(each.rstrip(" ,;") for each in entries)
        return joined.replace(":, ", ": "), entries if len(entries) > 1 else ()
    lines = tuple(filter(None, map(plain, _BREAKS.split(text))))
    return plain(text), lines if len(lines) > 1 else ()


def is_table_picture(picture: Picture) -> bool:
    """Whether a picture may be a table: by its size, or by what the document calls it."""
    return picture.large or _TABLE_WORDS.search(picture.text) is not None


_TABLE_WORDS = re.compile(
    r"tab(?:ell|le|elle|leau|el)\b|tabell|behandling|lagring|gallring|retention|processing|traitement|"
    r"verarbeitung|verwerking|register",
    re.IGNORECASE,
)


def blocks_of(parts: Sequence[Part]) -> tuple[Block, ...]:
    """The blocks among the parts."""
    return tuple(part for part in parts if isinstance(part, Block))
