"""How much room a spreadsheet takes: lines of a row, sheets of paper, texts that must fit in a cell."""

from __future__ import annotations

from collections.abc import Sequence

from varsam.domain.errors import RegisterError
from varsam.domain.said import say
from varsam.formats.records_export.book import Column, Sheet

LONGEST_CELL = 32_767
_A4_CHARACTERS, _A3_CHARACTERS = 215, 270


def line_count(cells: Sequence[str], columns: Sequence[Column], *, bold: bool = False) -> int:
    """The lines of the highest cell, by the columns' widths; one where there are no columns."""
    counts = [
        sum(_wrapped(line, column.width - (2 if bold else 1)) for line in text.split("\n"))
        for text, column in zip(cells, columns, strict=False)
    ]
    return max(counts, default=1)


def is_wide(sheet: Sheet) -> bool:
    """Whether the sheet wants A3."""
    return _width(sheet) > _A4_CHARACTERS


def pages_across(sheet: Sheet) -> int:
    """How many sheets of paper side by side keep the print readable."""
    return 1 + _width(sheet) // _A3_CHARACTERS


def _width(sheet: Sheet) -> int:
    return sum(each.width for each in sheet.columns)


def cell_must_fit(text: str, sheet: Sheet) -> None:
    """RegisterError: the text is longer than a spreadsheet's cell may be."""
    if len(text) > LONGEST_CELL:
        raise RegisterError(
            say("a text is too long for a cell of a spreadsheet: {length} characters", length=len(text)),
            where=sheet.name,
            hint="shorten it in the register, or export as CSV, PDF or JSON-LD",
        )


def _wrapped(line: str, width: int) -> int:
    """The lines that a line takes when words wrap; a word longer than the width is broken."""
    lines, used = 1, 0
    for word in line.split(" "):
        length = len(word)
        if used and used + 1 + length > width:
            lines, used = lines + 1, 0
        if length > width:
            lines += (length - 1) // max(1, width)
            length = length % max(1, width) or width
        used += length + (1 if used else 0)
    return lines
