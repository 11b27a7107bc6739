"""A book as XLSX: text cells only, a frozen head row, sheets that print in landscape."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from varsam.formats.records_export.archives import archive, members
from varsam.formats.records_export.book import Book, Column, Sheet, Style
from varsam.formats.records_export.csv_files import harmless
from varsam.formats.records_export.heights import cell_must_fit, is_wide, line_count, pages_across

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_LINE_POINTS = 13.5
_HIGHEST_POINTS = 409.0
_A3, _A4 = 8, 9
_INK, _PAPER, _HEAD, _LINE = "FF1F2933", "FFE8EDF2", "FF24425C", "FFB8C4CE"


def xlsx(book: Book, on: date) -> bytes:
    """The workbook; the same book and day give the same bytes.

    RegisterError: a text is longer than a cell may hold.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    made = datetime(on.year, on.month, on.day)  # noqa: DTZ001  (the format's dates have no zone)
    workbook.properties.created = made
    workbook.properties.title = book.title
    workbook.properties.creator = "Varsam"
    workbook.properties.language = book.language
    del workbook[workbook.sheetnames[0]]
    for look in _looks().values():
        workbook.add_named_style(look)
    for sheet in book.sheets:
        _write(workbook, sheet)
    packed = io.BytesIO()
    workbook.save(packed)
    files = members(packed.getvalue())
    core = "docProps/core.xml"
    files[core] = _MODIFIED.sub(rb"\g<1>" + made.isoformat().encode() + b"Z", files[core])
    return archive(files)


def _write(workbook: Workbook, sheet: Sheet) -> None:
    page = workbook.create_sheet(sheet.name)
    for place, column in enumerate(sheet.columns):
        page.column_dimensions[_letter(place)].width = column.width
    head = 0
    for number, row in enumerate(sheet.printed(), 1):
        for place, value in enumerate(row.cells, 1):
            cell_must_fit(value, sheet)
            cell = page.cell(number, place)
            cell.style = f"record {row.style}"
            if value:
                cell.value = value
                cell.data_type = "s"  # never a formula, whatever it begins with
                if harmless(value) != value:
                    cell.quotePrefix = True  # nor when somebody edits it
        widths = sheet.columns if row.style is not Style.SECTION else ()
        _height(page, number, row.cells, widths, bold=row.style is Style.HEAD)
        if row.style is Style.HEAD:
            head = number
    _print(page, sheet, head)


def _looks() -> dict[Style, NamedStyle]:
    """How each sort of row looks; named, since giving a cell its name is quick."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    side = Side("thin", color=_LINE)
    wrapped, spilled = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    bold = Font(name="Arial", size=10, bold=True, color=_INK)
    paper = PatternFill("solid", fgColor=_PAPER)
    return {
        Style.HEAD: NamedStyle(
            "record head",
            font=Font(name="Arial", size=10, bold=True, color="FFFFFFFF"),
            fill=PatternFill("solid", fgColor=_HEAD),
            border=Border(bottom=side, right=side),
            alignment=wrapped,
        ),
        Style.SECTION: NamedStyle("record section", font=bold, fill=paper, alignment=spilled),
        Style.TITLE: NamedStyle("record title", font=bold, fill=paper, alignment=spilled),
        Style.BODY: NamedStyle(
            "record body",
            font=Font(name="Arial", size=10, color=_INK),
            border=Border(bottom=side),
            alignment=wrapped,
        ),
    }


def _height(
    page: Worksheet, number: int, cells: tuple[str, ...], columns: tuple[Column, ...], *, bold: bool
) -> None:
    """Rows as high as their text: programs don't all compute it when they open a file."""
    lines = line_count(cells, columns, bold=bold)
    page.row_dimensions[number].height = min(_HIGHEST_POINTS, lines * _LINE_POINTS + 3)


def _print(page: Worksheet, sheet: Sheet, head: int) -> None:
    """Freeze and repeat the heads, and fit the width on paper."""
    from openpyxl.worksheet.properties import PageSetupProperties

    last = _letter(len(sheet.columns) - 1)
    if head:
        page.freeze_panes = f"B{head + 1}" if len(sheet.columns) > 3 else f"A{head + 1}"
        page.print_title_rows = f"{head}:{head}"
        if sheet.rows and not any(row.style is Style.SECTION for row in sheet.rows):
            page.auto_filter.ref = f"A{head}:{last}{page.max_row}"
    page.page_setup.orientation = "landscape"
    wide = pages_across(sheet)
    page.page_setup.paperSize = _A3 if is_wide(sheet) else _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = wide, 0
    if wide > 1:
        page.print_title_cols = "A:A"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_area = f"A1:{last}{page.max_row}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom, page.page_margins.footer = 0.5, 0.8, 0.4
    if page.oddFooter is not None:
        page.oddFooter.center.text = "&A, &P / &N"


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
