"""Reads an HTML document into blocks and tables, in time that grows with its length only.

Pages leave out end tags (`<td>`, `<tr>`, `<li>` may do so), and hostile ones nest without end. So this is one
pass over the tags with the standard library's parser and no tree: a tree of html.parser nests unclosed cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from varsam.formats.policy.document import Block, BlockKind, Part, Table, TableRow, plain
from varsam.formats.policy.generated import ATTRIBUTE

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = frozenset({"title", "script", "style", "noscript", "template", "nav", "svg"})
_MARKED = frozenset({"section", "header", "footer", "caption"})
_LISTS = frozenset({"ul", "ol", "menu"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "wbr", "img", "input"}
)
_MAX_SPAN = 50
_MAX_TAG = 4000
_MAX_COLUMNS = 200


def read_html(text: str, first_line: int = 1, *, generated: bool = False) -> tuple[Part, ...]:
    """The blocks and tables of an HTML document or fragment in order.

    Cells that span rows or columns are repeated in each. A table that holds tables is taken for layout: its
    texts are blocks. What isn't shown (scripts, styles, navigation) is left out, and so is what was published
    from a register, unless `generated`.
    """
    reader = _Reader(first_line, generated=generated)
    reader.feed(_without_endless_tags(_without_declarations(text)))
    reader.close()
    reader.finish()
    return tuple(reader.parts)


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
class _Cell:
    words: list[str]
    down: int
    across: int


@dataclass(slots=True)
class _Row:
    line: int
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    line: int
    rows: list[_Row] = field(default_factory=list)
    in_cell: bool = False
    layout: bool = False


class _Reader(HTMLParser):
    """Collects blocks and tables while the tags go by."""

    def __init__(self, first_line: int, *, generated: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._generated = generated
        self.parts: list[Part] = []
        self._first_line = first_line
        self._words: list[str] = []
        self._line = first_line
        self._heading = False
        self._lists = 0
        self._skipping, self._skip_depth = "", 0
        self._tables: list[_OpenTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a table or one of its parts; what wasn't closed before is closed by that."""
        if self._skipping:
            self._skip_depth += tag == self._skipping
        elif tag in _SKIPPED:
            self._skipping, self._skip_depth = tag, 1
        elif not self._generated and tag in _MARKED and any(name == ATTRIBUTE for name, _ in attrs):
            self._break()
            self._skipping, self._skip_depth = tag, 1
        elif tag == "table":
            self._open_table()
        elif self._table is not None and tag in ("tr", "td", "th"):
            self._open_part(self._table, tag, dict(attrs))
        elif tag not in _INLINE:
            self._break()
            self._heading = tag in _HEADINGS
            self._lists += tag in _LISTS

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
        elif tag not in _INLINE:
            self._break()
            self._heading = False
            self._lists = max(0, self._lists - (tag in _LISTS))

    def handle_data(self, data: str) -> None:
        """Take text to the open cell, or to the open block."""
        if self._skipping:
            return
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

    def _break(self) -> None:
        table = self._table
        if table is not None and table.in_cell:
            table.rows[-1].cells[-1].words.append(" ")
            return
        content = plain("".join(self._words))
        if content:
            kind: BlockKind = "heading" if self._heading else "item" if self._lists else "text"
            self.parts.append(Block(kind, content, self._line))
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
            table.rows.append(_Row(self._here()))
        if tag != "tr":
            spans = (_span(attrs.get("rowspan")), _span(attrs.get("colspan")))
            table.rows[-1].cells.append(_Cell([], *spans))

    def _close_table(self) -> None:
        table = self._tables.pop()
        if table.layout:
            self._break()
            return
        self._words.clear()
        grid = _grid(table)
        if grid and len(grid[0].cells) > 1:
            heads = grid[0].cells
            rows = tuple(
                TableRow((*row.cells, *[""] * len(heads))[: len(heads)], row.line, row.given)
                for row in grid[1:]
            )
            self.parts.append(Table(heads, rows, grid[0].line))
        else:
            self._as_blocks(table)

    def _as_blocks(self, table: _OpenTable) -> None:
        for row in table.rows:
            for cell in row.cells:
                content = plain("".join(cell.words))
                if content:
                    self.parts.append(Block("text", content, row.line))
        table.rows.clear()


def _grid(table: _OpenTable) -> list[TableRow]:
    """The rows with every cell in its column, where cells stretch over rows and columns."""
    grid: list[TableRow] = []
    carried: dict[int, tuple[int, str]] = {}
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells[:_MAX_COLUMNS]:
            _fill(cells, carried)
            content = plain("".join(cell.words))
            for _ in range(cell.across):
                if cell.down > 1:
                    carried[len(cells)] = (cell.down - 1, content)
                cells.append(content)
        _fill(cells, carried)
        if cells:
            grid.append(TableRow(tuple(cells[:_MAX_COLUMNS]), row.line, len(cells)))
    return grid


def _fill(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    """Put in the cells that an earlier row stretches down to this place."""
    while len(cells) in carried:
        left, content = carried.pop(len(cells))
        if left > 1:
            carried[len(cells)] = (left - 1, content)
        cells.append(content)


def _span(value: str | None) -> int:
    given = (value or "").strip()
    return min(max(int(given), 1), _MAX_SPAN) if given.isdecimal() and len(given) < 6 else 1
