"""Reads an HTML document into blocks and tables, in time that grows with its length only.

Pages leave out end tags (`<td>`, `<tr>`, `<li>` may do so), and hostile ones nest without end. So this is one
pass over the tags with the standard library's parser and no tree: a tree of html.parser nests unclosed cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from varsam.formats.policy.document import (
    BOLD,
    BOLD_END,
    ENTRY_END,
    LINE_BREAK,
    BlockKind,
    Part,
    Picture,
    block_of,
    plain,
)
from varsam.formats.policy.generated import ATTRIBUTE
from varsam.formats.policy.grids import Cell, Row, as_table

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = frozenset(
    {"title", "script", "style", "noscript", "template", "nav", "svg", "button", "select", "iframe", "object"}
)
_LISTS = frozenset({"ul", "ol", "menu"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "wbr", "input", "label"}
)
_BESIDE = frozenset({"div", "section", "aside", "dialog"})
_ROLES = frozenset({"navigation", "search", "dialog", "alertdialog"})
_BANNER = re.compile(
    r"(?:js[-_])?(?:cookies?|consent|gdpr|cmp)[-_]?(?:banner|bar|notice|popup|pop-up|modal|dialog|overlay|consent|"
    r"message|layer|law-info-bar)(?:[-_]\w+)*|onetrust-[\w-]+|cybotcookiebotdialog|usercentrics-root|"
    r"didomi-(?:host|popup)|cookie-law-info-bar|cky-consent-[\w-]+|cmplz-cookiebanner[\w-]*|iubenda-cs-banner",
    re.IGNORECASE,
)
_MARKED = frozenset({"section", "header", "footer", "caption"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MAX_TAG = 4000
_LARGE = 400


@dataclass(frozen=True, slots=True)
class ReadHtml:
    """The parts of an HTML document, and the lines on which a cookie banner was left out."""

    parts: tuple[Part, ...]
    banners: tuple[int, ...] = ()


def read_html(text: str, first_line: int = 1, *, generated: bool = False) -> ReadHtml:
    """The blocks, tables and pictures of an HTML document or fragment in order.

    Cells that span rows or columns are repeated in each. A table that holds tables is taken for layout: its
    texts are blocks. What isn't the document's text (scripts, styles, navigation) is left out, and so is what
    was published from a register, unless `generated`.
    """
    reader = _Reader(first_line, generated=generated)
    reader.feed(_without_endless_tags(_without_declarations(text)))
    reader.close()
    reader.finish()
    return ReadHtml(tuple(reader.parts), tuple(reader.banners))


def _without_declarations(text: str) -> str:
    """Take out comments and declarations, keeping the lines; unclosed ones cost the parser quadratic time."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!", at)) >= 0:
        close = "-->" if text.startswith("<!--", start) else ">"
        end = text.find(close, start + 2)
        kept.append(text[at:start])
        if end < 0:
            return "".join(kept)
        kept.append("\n" * text.count("\n", start, end))
        at = end + len(close)
    return "".join((*kept, text[at:]))


def _without_endless_tags(text: str) -> str:
    """Make text of a `<` whose tag doesn't end soon: the parser would look for the end anew for each."""
    kept: list[str] = []
    at, end = 0, -1
    while (start := text.find("<", at)) >= 0:
        if end < start:
            end = text.find(">", start)
            end = len(text) + _MAX_TAG if end < 0 else end
        kept += (text[at:start], "&lt;" if end - start > _MAX_TAG else "<")
        at = start + 1
    return "".join((*kept, text[at:]))


@dataclass(slots=True)
class _OpenTable:
    line: int
    rows: list[Row] = field(default_factory=list)
    in_cell: bool = False
    layout: bool = False


class _Reader(HTMLParser):
    """Collects blocks and tables while the tags go by."""

    def __init__(self, first_line: int, *, generated: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._generated = generated
        self.parts: list[Part] = []
        self.banners: list[int] = []
        self._first_line = first_line
        self._words: list[str] = []
        self._line = first_line
        self._heading = 0
        self._lists: list[int] = []
        self._mark = ""
        self._raised = False
        self._skipping, self._skip_depth = "", 0
        self._tables: list[_OpenTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a table or one of its parts; what wasn't closed before is closed by that."""
        if self._skipping:
            self._skip_depth += tag == self._skipping
        elif tag in _SKIPPED or (tag in _BESIDE and self._is_beside(dict(attrs))):
            self._skipping, self._skip_depth = tag, 1
        elif not self._generated and tag in _MARKED and any(name == ATTRIBUTE for name, _ in attrs):
            self._break()
            self._skipping, self._skip_depth = tag, 1
        elif tag == "table":
            self._open_table()
        elif self._table is not None and tag in ("tr", "td", "th"):
            self._open_part(self._table, tag, dict(attrs))
        elif tag == "br":
            self.handle_data(LINE_BREAK)
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag not in _INLINE:
            self._begin(tag)
        elif tag in ("b", "strong"):
            self.handle_data(BOLD)
        elif tag == "sup":
            self._raised = True

    def handle_endtag(self, tag: str) -> None:
        """End a block, a table or one of its parts."""
        if self._skipping:
            self._skip_depth -= tag == self._skipping
            if self._skip_depth == 0:
                self._skipping = ""
        elif tag == "table" and self._tables:
            self._close_table()
        elif self._table is not None and tag in ("tr", "td", "th"):
            self._table.in_cell = False
        elif tag not in _INLINE and tag not in ("br", "img"):
            self._break(tag)
            self._heading = 0
            if tag in _LISTS and self._lists:
                self._lists.pop()
        elif tag in ("b", "strong"):
            self.handle_data(BOLD_END)
        elif tag == "sup":
            self._raised = False

    def handle_data(self, data: str) -> None:
        """Take text to the open cell, or to the open block."""
        if self._skipping:
            return
        if self._raised and data.strip().isdecimal():
            data = data.strip().translate(_RAISED)
        table = self._table
        if table is not None and table.in_cell:
            table.rows[-1].cells[-1].words.append(data)
        else:
            if not self._words:
                self._line = self._here()
            self._words.append(data)

    def finish(self) -> None:
        """Close what the document left open."""
        while self._tables:
            self._close_table()
        self._break()

    @property
    def _table(self) -> _OpenTable | None:
        return self._tables[-1] if self._tables and not self._tables[-1].layout else None

    def _here(self) -> int:
        return self._first_line + self.getpos()[0] - 1

    def _is_beside(self, attrs: dict[str, str | None]) -> bool:
        """Whether an element is no part of the text; a cookie banner is noted."""
        names = f"{attrs.get('id') or ''} {attrs.get('class') or ''}"[:500].split()
        if any(_BANNER.fullmatch(name) for name in names):
            self.banners.append(self._here())
            return True
        return (attrs.get("role") or "").strip().lower() in _ROLES

    def _picture(self, attrs: dict[str, str | None]) -> None:
        width = (attrs.get("width") or "").removesuffix("px")
        large = width.isdecimal() and len(width) < 6 and int(width) >= _LARGE
        said = plain(attrs.get("alt") or "") or (attrs.get("src") or "").rpartition("/")[2]
        if not (attrs.get("src") or "").startswith("data:") or attrs.get("alt"):
            self.parts.append(Picture(said[:120], self._here(), large))

    def _begin(self, tag: str) -> None:
        """Begin a block of its own."""
        self._break(tag)
        self._heading = int(tag[1]) if tag in _HEADINGS else 0
        if tag == "dt":
            self.handle_data(BOLD)
        if tag in _LISTS:
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li" and self._lists and self._lists[-1]:
            self._mark = str(self._lists[-1])
            self._lists[-1] += 1

    def _break(self, tag: str = "") -> None:
        table = self._table
        if table is not None and table.in_cell:
            table.rows[-1].cells[-1].words.append(ENTRY_END if tag == "li" else LINE_BREAK)
            return
        raw = "".join(self._words)
        content = plain(raw)
        if content:
            kind: BlockKind = "heading" if self._heading else "item" if self._lists else "text"
            level = self._heading or len(self._lists)
            self.parts.append(block_of(kind, raw, self._line, level, self._mark))
            self._mark = ""
        self._words.clear()

    def _open_table(self) -> None:
        outer = self._table
        if outer is not None:
            outer.layout = True
            self._as_blocks(outer)
        self._break()
        self._tables.append(_OpenTable(self._here()))

    def _open_part(self, table: _OpenTable, tag: str, attrs: dict[str, str | None]) -> None:
        if not table.in_cell:
            self._break()
        table.in_cell = tag != "tr"
        if tag == "tr" or not table.rows:
            table.rows.append(Row(self._here()))
        if tag != "tr":
            table.rows[-1].cells.append(Cell.spanning(attrs.get("rowspan"), attrs.get("colspan")))

    def _close_table(self) -> None:
        table = self._tables.pop()
        if table.layout:
            self._break()
            return
        self._words.clear()
        while table.rows and len(table.rows[0].cells) == 1 and table.rows[0].cells[0].across == 1:
            if len(table.rows) < 2 or len(table.rows[1].cells) < 2:
                break
            self._as_blocks(_OpenTable(table.line, [table.rows.pop(0)]))
        made = as_table(table.rows)
        if made is None:
            self._as_blocks(table)
        else:
            self.parts.append(made)

    def _as_blocks(self, table: _OpenTable) -> None:
        for row in table.rows:
            for cell in row.cells:
                raw = "".join(cell.words)
                if plain(raw):
                    self.parts.append(block_of("text", raw, row.line))
        table.rows.clear()
