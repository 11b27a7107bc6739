"""Reads printed pages back into blocks and tables: by where their texts and rules stand.

A page is a set of texts at places. What is a table again is found by its heads; its rows by the rules drawn
between them, else by the space between them. Measures are points; y grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from varsam.formats.policy.document import Block, BlockKind, Part, Picture, plain

_NUMBERS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:sida|sidan|page|seite|pagina|side)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:av|of|von|van|sur|de|af|/|\()\s*\d{1,4}\)?)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?P<mark>[•●▪◦‣·\uf0b7\uf0a7*]|[-–—](?=\s)|o(?=\s)|\d{1,2}[.)](?=\s))\s*")
_NARROW = frozenset("iljtfrI.,;:'|!()[]/ ")
_EDGE_LINES = 3
_DIVIDED = re.compile(r"[^\W\d_]{2,}-$")
# After these a hyphen stands for the rest of a word: person- och kontaktuppgifter.
_JOINING = frozenset({"och", "eller", "and", "or", "und", "oder", "en", "of", "et", "ou", "og"})
LINE_HEIGHT = 12.0
HYPHENS = frozenset({"-", "\u00ad", "\u2010"})
_GOES_ON = "\u2060"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text at a place of a page, with the size of its letters.

    `goes_on`: nothing says that its last word ends with it, so the line below may go on with the word.
    """

    x: float
    y: float
    text: str
    size: float = 10.0
    bold: bool = False
    width: float = 0.0
    goes_on: bool = False

    @property
    def end(self) -> float:
        """Where it ends; about so, where nobody said how wide it is."""
        if self.width:
            return self.x + self.width
        return self.x + self.size * sum(0.3 if letter in _NARROW else 0.54 for letter in self.text.strip())


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line that is drawn."""

    y: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what stands on it, and its line in the document's places; 0 = every 12 points are a line."""

    fragments: tuple[Fragment, ...]
    rules: tuple[Rule, ...] = ()
    line: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """The texts of one height on a page, from left to right; `page` counts from 0."""

    y: float
    fragments: tuple[Fragment, ...]
    page: int
    line: int
    joined: str = field(default="", compare=False)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.fragments, key=lambda each: len(each.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(each.bold for each in self.fragments)


def printed_lines(pages: Sequence[Page]) -> list[PrintedLine]:
    """The lines of all pages in order, without page numbers and what comes again at the edges of pages."""
    by_page = [list(_lines_of(page, number)) for number, page in enumerate(pages)]
    edges = Counter(
        key
        for lines in by_page
        for key in {_key(line) for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
    )
    often = {key for key, count in edges.items() if count > 1 and count * 2 >= len(pages) > 1}
    kept: list[PrintedLine] = []
    for lines in by_page:
        top, bottom = 0, len(lines)
        while top < min(_EDGE_LINES, bottom) and _is_edge(lines[top], often):
            top += 1
        while bottom > max(top, len(lines) - _EDGE_LINES) and _is_edge(lines[bottom - 1], often):
            bottom -= 1
        kept += lines[top:bottom]
    return kept


def _is_edge(line: PrintedLine, often: set[str]) -> bool:
    if _PAGE_NUMBER.fullmatch(line.joined):
        return True
    # Heads of a table come again too, and are several texts on a line; what is read as heads isn't lost.
    return _key(line) in often and len(line.fragments) < 3


def _key(line: PrintedLine) -> str:
    return _NUMBERS.sub("0", line.joined.casefold())


def _lines_of(page: Page, number: int) -> Iterator[PrintedLine]:
    gathered: list[Fragment] = []
    for each in sorted(page.fragments, key=lambda fragment: (fragment.y, fragment.x)):
        if gathered and each.y - gathered[0].y > max(1.5, 0.25 * gathered[0].size):
            yield _line(gathered, number, page)
            gathered = []
        gathered.append(each)
    if gathered:
        yield _line(gathered, number, page)


def _line(fragments: Sequence[Fragment], number: int, page: Page) -> PrintedLine:
    ordered = tuple(sorted(fragments, key=lambda each: each.x))
    line = page.line or int(ordered[0].y // LINE_HEIGHT) + 1
    return PrintedLine(ordered[0].y, ordered, number, line, join_on_line(ordered))


def flowing(fragments: Sequence[Fragment]) -> str:
    """Texts beside each other as one text for `join_lines`, marked where its last word may go on."""
    return join_on_line(fragments) + (_GOES_ON if fragments[-1].goes_on else "")


def join_on_line(fragments: Sequence[Fragment]) -> str:
    """Texts beside each other as one text, with a space where there is one on the page."""
    said = ""
    end = 0.0
    for each in fragments:
        gap = each.x - end
        spaced = said.endswith(" ") or each.text.startswith(" ") or gap > 0.25 * each.size
        # A hyphen that a program draws by itself belongs to the word before it.
        if each is fragments[-1] and each.text.strip() in HYPHENS and said[-1:].isalpha():
            spaced = False
        said += f" {each.text}" if said and spaced else each.text
        end = each.end
    return plain(said)


def join_lines(lines: Sequence[str]) -> str:
    """Lines below each other as one text; a word that a hyphen divides becomes whole again."""
    said = ""
    for line in filter(None, lines):
        goes_on = said.endswith(_GOES_ON)
        said = said.rstrip(_GOES_ON)
        if not said or (goes_on and said[-1].isalpha() and line[0].islower()):
            said += line
        elif said.endswith(("\u00ad", "\u2010")):
            said = said[:-1] + line
        elif said.endswith("-") and line.split()[0] in _JOINING:
            said += f" {line}"
        elif (half := _DIVIDED.search(said)) and line[0].islower() and not half[0].isupper():
            said = said[:-1] + line
        elif re.search(r"\S[-/]$", said):
            said += line
        else:
            said += f" {line}"
    return plain(said.rstrip(_GOES_ON))


def text_blocks(lines: Sequence[PrintedLine], body: float) -> Iterator[Block]:
    """Lines outside tables as headings, paragraphs and items; `body` is the size of most letters."""
    gathered: list[PrintedLine] = []
    leading = _leading(lines)
    for line in lines:
        if gathered and not _goes_on(gathered[-1], line, leading):
            yield _block(gathered, body)
            gathered = []
        gathered.append(line)
    if gathered:
        yield _block(gathered, body)


def _leading(lines: Sequence[PrintedLine]) -> float:
    steps = [
        round(lower.y - upper.y, 1)
        for upper, lower in pairwise(lines)
        if upper.page == lower.page and 0 < lower.y - upper.y < 4 * upper.size
    ]
    return float(median(steps)) if steps else 14.0


def _goes_on(before: PrintedLine, line: PrintedLine, leading: float) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    if _BULLET.match(line.joined) or abs(line.size - before.size) > 0.6 or line.bold != before.bold:
        return False
    if line.page != before.page:
        return not before.joined.endswith((".", "!", "?", ":")) and line.joined[:1].islower()
    return line.y - before.y < 1.25 * max(min(leading, 1.6 * line.size), 1.1 * line.size)


def _block(lines: Sequence[PrintedLine], body: float) -> Block:
    text = join_lines([flowing(line.fragments) for line in lines])
    first = lines[0]
    bullet = _BULLET.match(text)
    kind: BlockKind = "text"
    level = 0
    if len(text) < 150 and (first.size > body * 1.12 or (first.bold and not text.endswith((".", ":")))):
        kind, level = "heading", max(1, 4 - int((first.size / body - 1) * 10))
    elif bullet and len(text) > bullet.end():
        kind, level, text = "item", 1 + int(first.fragments[0].x // 18), text[bullet.end() :]
    lead = ""
    if kind != "heading" and first.fragments[0].bold and not first.bold:
        bold = [each for each in first.fragments if each.bold]
        lead = join_on_line(bold)
        lead = lead if text.startswith(lead) else ""
    own = tuple(line.joined for line in lines) if kind == "text" and len(lines) > 1 else ()
    return Block(kind, text, first.line, level, lead, own, bullet["mark"] if bullet else "")


def pictures_on(page: Page) -> Iterator[Part]:
    """The pictures of a page that may hold a table: large ones."""
    for _ in range(min(page.pictures, 1)):
        yield Picture("", page.line, large=True)
