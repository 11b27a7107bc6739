"""A book as CSV: a file for each sheet, with no cell that a spreadsheet program would compute."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from varsam.formats.records_export.book import Book, Sheet

# What spreadsheet programs begin to compute at, also after white space; and what starts a new cell in some.
_COMPUTED = re.compile(r"\s*[=+\-@\t\r]")
_NOT_IN_FILE_NAMES = re.compile(r"[^\w.-]+")


def csv_files(book: Book) -> Mapping[str, bytes]:
    """Each sheet as a file by its name: UTF-8 with a mark, commas, RFC 4180's line ends.

    A text that begins with = + - @ or a tab gets an apostrophe before it; `guarded` counts them. What stands
    above a sheet's heads is left out, so that the first line holds the heads.
    """
    return {_file_name(number, sheet): _file(sheet) for number, sheet in enumerate(book.sheets, 1)}


def guarded(book: Book) -> int:
    """How many cells of a book get an apostrophe in CSV."""
    return sum(harmless(cell) != cell for sheet in book.sheets for row in _rows(sheet) for cell in row)


def harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if _COMPUTED.match(text) else text


def _rows(sheet: Sheet) -> list[tuple[str, ...]]:
    above = len(sheet.above) if sheet.headed else 0
    return [row.cells for place, row in enumerate(sheet.printed()) if place >= above]


def _file(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(map(harmless, row) for row in _rows(sheet))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _file_name(number: int, sheet: Sheet) -> str:
    name = _NOT_IN_FILE_NAMES.sub("-", sheet.name).strip("-.").lower()
    return f"{number:02}-{name}.csv"
