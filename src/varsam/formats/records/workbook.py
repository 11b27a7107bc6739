"""Reads .xlsx and .ods workbooks into text cells; formulas are never evaluated and programs never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from varsam.domain.errors import RegisterError
from varsam.domain.said import say
from varsam.formats.records.book import MAX_SHEETS, Book, Noticed, Sheet, text_of
from varsam.formats.records.scanning import OdsSheets, Seen, SharedTexts, XlsxSheet, sheet_names
from varsam.formats.records.unpacking import Unpacked, unpack

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SHOWN = 20
_LARGEST_MERGE = 10_000
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


def read_workbook(data: bytes, path: str) -> Book:
    """The sheets of a workbook; merged cells count for each cell that they cover.

    RegisterError: it is damaged, too large or hostile, or what reads workbooks isn't installed.
    """
    calamine = _calamine(path)
    unpacked = unpack(data, path)
    scanned = _scanned(unpacked, path)
    with _reading(path):
        workbook = calamine.CalamineWorkbook.from_filelike(unpacked.packed())
    noticed: list[Noticed] = []
    if unpacked.has_macros:
        noticed.append(Noticed("REC002", path, "the file holds macros; they were neither read nor run"))
    metadata = workbook.sheets_metadata
    if len(metadata) > MAX_SHEETS:
        raise RegisterError(
            f"the workbook has {len(metadata)} sheets", where=path, hint=f"at most {MAX_SHEETS} are read"
        )
    sheets: list[Sheet] = []
    for number, about in enumerate(metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            noticed.append(
                Noticed(
                    "REC003",
                    f"{path}:{about.name}",
                    "the sheet is a chart, a dialog or a macro and isn't read",
                )
            )
            continue
        sheet = Sheet(path, about.name, _rows(workbook, number, path, about.name))
        seen = scanned.get(about.name)
        if seen is not None:
            sheet = _merged(sheet, seen)
            noticed += _noticed(sheet, seen)
        if about.visible != calamine.SheetVisibleEnum.Visible and not sheet.is_empty:
            noticed.append(
                Noticed("REC004", sheet.where(), "the sheet is hidden; it was read like the others")
            )
        sheets.append(sheet)
    return Book(path, tuple(sheets), tuple(noticed))


def _scanned(unpacked: Unpacked, path: str) -> dict[str, Seen]:
    """What each sheet holds apart from its values, by its name."""
    if unpacked.kind == "ods":
        scan = OdsSheets(path)
        scan.read(unpacked.parts["content.xml"])
        return dict(scan.sheets)
    shared = SharedTexts(path)
    for part, content in unpacked.parts.items():
        if part.casefold() == "xl/sharedstrings.xml":
            shared.read(content)
    names = sheet_names(unpacked.parts, path)
    found: dict[str, Seen] = {}
    for part, content in unpacked.parts.items():
        if _SHEET_PART.fullmatch(part):
            name = names.get(part.casefold(), part)
            sheet = XlsxSheet(path, name, shared.lengths)
            sheet.read(content)
            sheet.must_fit(sheet.seen, name)
            found[name] = sheet.seen
    return found


def _calamine(path: str) -> ModuleType:
    try:
        import python_calamine
    except ImportError as missing:
        raise RegisterError(
            "what reads spreadsheets isn't installed",
            where=path,
            hint='pip install "varsam[documents]", or save the record as CSV',
        ) from missing
    return python_calamine


def _rows(workbook: CalamineWorkbook, number: int, path: str, name: str) -> tuple[tuple[str, ...], ...]:
    with _reading(f"{path}:{name}"):
        values = workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)
    return tuple(tuple(map(text_of, row)) for row in values)


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """Say of a file that the reader of workbooks fails at that it is damaged."""
    try:
        yield
    except Exception as wrong:
        raise _damaged(where) from wrong
    except BaseException as wrong:
        # The parser is written in Rust; where it gives up for good, that isn't an Exception.
        if type(wrong).__name__ != "PanicException":
            raise
        raise _damaged(where) from wrong


def _damaged(where: str) -> RegisterError:
    return RegisterError(
        "the spreadsheet can't be read: it is damaged, or no spreadsheet",
        where=where,
        hint="open it in a spreadsheet program and save it again as .xlsx or .ods",
    )


def _merged(sheet: Sheet, seen: Seen) -> Sheet:
    """The sheet with the text of each merged cell in all the cells that it covers."""
    rows = [list(row) for row in sheet.rows]
    for (top, left), (bottom, right) in seen.merged:
        text = sheet.cell(top, left)
        bottom, right = min(bottom, len(rows) - 1), min(right, seen.last[1])
        if not text or (bottom - top + 1) * (right - left + 1) > _LARGEST_MERGE:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[row][column] or text
    return Sheet(sheet.path, sheet.name, tuple(map(tuple, rows)))


def _noticed(sheet: Sheet, seen: Seen) -> Iterator[Noticed]:
    if seen.computed:
        said = say("{count} cells are formulas; the values last saved were read", count=seen.computed)
        yield Noticed("REC005", sheet.where(), said)
    for place in seen.uncomputed[:_SHOWN]:
        yield Noticed(
            "REC006",
            sheet.where(*place),
            "the cell is a formula without a saved value, so nothing was read of it",
            "open the file in a spreadsheet program and save it, or write the text in the cell",
        )
    if len(seen.uncomputed) > _SHOWN:
        said = say(
            "{count} more cells are formulas without a saved value", count=len(seen.uncomputed) - _SHOWN
        )
        yield Noticed("REC006", sheet.where(), said)
    hidden = [row + 1 for row in seen.hidden_rows if row < len(sheet.rows) and any(sheet.rows[row])]
    if hidden:
        shown = ", ".join(map(str, hidden[:_SHOWN])) + (" …" if len(hidden) > _SHOWN else "")
        yield Noticed(
            "REC004", sheet.where(), say("hidden rows were read like the others: {rows}", rows=shown)
        )
