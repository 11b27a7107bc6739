"""Puts the cells of a table into rows and columns where they stretch over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from varsam.formats.policy.document import Table, TableRow, cell_of

_MAX_SPAN = 50
_MAX_COLUMNS = 200


@dataclass(slots=True)
class Cell:
    """A cell as a document has it: its text, and over how many rows and columns it stretches."""

    words: list[str]
    down: int = 1
    across: int = 1

    @classmethod
    def spanning(cls, down: str | None, across: str | None) -> Cell:
        """An empty cell with the spans that a document gives; what is no sensible number counts as 1."""
        return cls([], _span(down), _span(across))


@dataclass(slots=True)
class Row:
    """A row as a document has it."""

    line: int
    cells: list[Cell] = field(default_factory=list)


def as_table(rows: Sequence[Row]) -> Table | None:
    """The table with every cell in its column, its first row as heads; None where it has one column."""
    grid = _grid(rows)
    if not grid or len(grid[0].cells) < 2:
        return None
    heads = grid[0].cells
    width = len(heads)
    body = tuple(
        TableRow(
            (*row.cells, *[""] * width)[:width], row.line, row.given, (*row.lists, *[()] * width)[:width]
        )
        for row in grid[1:]
    )
    return Table(heads, body, grid[0].line)


def _grid(rows: Sequence[Row]) -> list[TableRow]:
    grid: list[TableRow] = []
    carried: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        for cell in row.cells[:_MAX_COLUMNS]:
            _fill(cells, carried)
            content = "".join(cell.words)
            for _ in range(cell.across):
                if cell.down > 1:
                    carried[len(cells)] = (cell.down - 1, content)
                cells.append(content)
        _fill(cells, carried)
        if cells:
            read = [cell_of(content) for content in cells[:_MAX_COLUMNS]]
            texts, lists = tuple(text for text, _ in read), tuple(entries for _, entries in read)
            grid.append(TableRow(texts, row.line, len(cells), lists))
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
