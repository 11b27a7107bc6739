"""A book as PDF/UA: an overview, a card for each activity, tables in landscape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import assert_never

from varsam.formats.pdf import compile_pdf
from varsam.formats.records_export.book import Book, Column, Row, Shape, Sheet, Style
from varsam.formats.records_export.wording import said

_NARROW = 4
# What the register says comes in as data and is never Typst.
_TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, author: d.author)
#set text(lang: d.lang, font: "Libertinus Serif", size: 10pt)
#set par(leading: 0.55em)
#set page(
  paper: "a4",
  margin: (x: 2cm, top: 1.8cm, bottom: 2cm),
  footer: context [
    #set text(8pt, fill: rgb("#52606d"))
    #d.title, #d.version #h(1fr) #d.page #counter(page).display("1 / 1", both: true)
  ],
)
#show title: set text(20pt, fill: rgb("#1f3a52"))
#show heading: set text(fill: rgb("#1f3a52"))
#show heading.where(level: 1): set text(15pt)
#show heading.where(level: 1): set block(above: 0pt, below: 10pt)
#show heading.where(level: 2): set text(12pt)
#show heading.where(level: 2): set block(above: 16pt, below: 7pt, sticky: true)
#show heading.where(level: 3): set text(10pt)
#show heading.where(level: 3): set block(above: 10pt, below: 6pt, sticky: true)
#let lines(words) = words.split("\\n").map(each => [#each]).join(linebreak())
#let pairs(items) = {
  set text(9.5pt)
  terms(
    tight: true, spacing: 5pt, hanging-indent: 5.4cm, separator: [],
    ..items.map(((key, value)) => terms.item(box(width: 5.4cm)[#text(weight: "regular",
      fill: rgb("#52606d"), key)], lines(value))),
  )
}
#let listed(heads, widths, rows) = {
  set text(8.5pt)
  table(
    columns: widths.map(each => each * 1fr),
    stroke: (x: none, y: 0.4pt + rgb("#b8c4ce")),
    inset: (x: 4pt, y: 4pt),
    align: left + top,
    fill: (_, y) => if y == 0 { rgb("#e8edf2") },
    table.header(..heads.map(each => text(weight: "bold", each))),
    ..rows.flatten().map(lines),
  )
}
#let shown(block) = {
  if block.title != "" { heading(level: block.level, block.title) }
  if block.kind == "pairs" { pairs(block.items) }
  if block.kind == "list" { list(..block.items.map(each => lines(each))) }
  if block.kind == "text" { par(lines(block.items.first())) }
  if block.kind == "table" { listed(block.heads, block.widths, block.rows) }
}
#for (place, sheet) in d.sheets.enumerate() {
  set page(flipped: sheet.landscape)
  if place == 0 {
    block(below: 18pt, title())
  }
  heading(level: 1, sheet.title)
  for block in sheet.blocks { shown(block) }
}
"""


def pdf(book: Book, on: date, version: str) -> bytes:
    """The document as PDF/UA-1; the same book, day and version give the same bytes.

    NotAllowed: the extra `letters` isn't installed. RegisterError: a character that no font has.
    """
    data = {
        "title": book.title,
        "author": "Varsam",
        "lang": book.language,
        "version": f"{on.isoformat()}, {version[:12]}",
        "page": said("page", book.language),
        "sheets": [_sheet(each) for each in book.sheets],
    }
    return compile_pdf(_TEMPLATE, on=on, data=data)


def _sheet(sheet: Sheet) -> dict[str, object]:
    landscape = sheet.shape is Shape.TABLE and len(sheet.columns) > _NARROW
    return {"title": sheet.title, "landscape": landscape, "blocks": _blocks(sheet)}


def _blocks(sheet: Sheet) -> list[dict[str, object]]:
    match sheet.shape:
        case Shape.CARDS:
            return _cards(sheet)
        case Shape.FORM:
            return _form(sheet)
        case Shape.TABLE:
            rows = [each.cells for each in sheet.printed() if each.style is Style.BODY]
            return [_table("", 2, [each.head for each in sheet.columns], sheet.columns, rows)]
    assert_never(sheet.shape)


def _block(kind: str, title: str, level: int, items: Sequence[object]) -> dict[str, object]:
    return {"kind": kind, "title": title, "level": level, "items": items}


def _table(
    title: str, level: int, heads: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[str]]
) -> dict[str, object]:
    """A table without the columns in which no row says anything."""
    found = list(rows)
    kept = [place for place in range(len(heads)) if heads[place] and any(row[place] for row in found)]
    kept = kept or [0]
    return _block("table", title, level, []) | {
        "heads": [heads[place] for place in kept],
        "widths": [columns[place].width for place in kept],
        "rows": [[row[place] for place in kept] for row in found],
    }


def _cards(sheet: Sheet) -> list[dict[str, object]]:
    """A card for each group of rows: what they share, then what each has of its own."""
    rows = [each.cells for each in sheet.printed() if each.style is Style.BODY]
    each = [place for place, column in enumerate(sheet.columns) if column.each]
    shared = [place for place in range(1, len(sheet.columns)) if place not in each]
    blocks = []
    for key, group in groupby(rows, key=lambda cells: cells[: sheet.key]):
        inner = list(group)
        title = key[0] if sheet.key == 1 else f"{sheet.columns[0].head}: {key[0]}"
        blocks.append(_pairs(sheet, title, 2, [inner[0]], shared))
        if each:
            blocks += [
                _pairs(sheet, f"{sheet.columns[each[0]].head}: {cells[each[0]]}", 3, [cells], each[1:])
                for cells in inner
            ]
    return blocks


def _pairs(
    sheet: Sheet, title: str, level: int, rows: Sequence[Sequence[str]], places: Sequence[int]
) -> dict[str, object]:
    items = [[sheet.columns[place].head, cells[place]] for cells in rows for place in places if cells[place]]
    return _block("pairs", title.replace("\n", ", "), level, items)


def _form(sheet: Sheet) -> list[dict[str, object]]:
    """A block for each section: a table where the section names its columns, else pairs or a list."""
    blocks: list[dict[str, object]] = []
    for above in sheet.above:
        if above.style is Style.SECTION:
            blocks.append(_block("text", "", 2, [above.cells[0]]))
    heads: tuple[str, ...] = tuple(each.head for each in sheet.columns)
    title = ""
    group: list[tuple[str, ...]] = []
    for row in (*_body(sheet), None):
        if row is None or row.style is Style.SECTION:
            if group:
                blocks.append(_section(sheet, title, heads, group))
            if row is not None:
                title, heads, group = row.cells[0], row.cells if row.cells[1] else (), []
        else:
            group.append(row.cells)
    return blocks


def _body(sheet: Sheet) -> list[Row]:
    rows = list(sheet.printed())[len(sheet.above) :]
    return [row for row in rows if row.style in (Style.BODY, Style.SECTION)]


def _section(
    sheet: Sheet, title: str, heads: Sequence[str], group: Sequence[tuple[str, ...]]
) -> dict[str, object]:
    filled = max(len([cell for cell in cells if cell]) for cells in group)
    if filled > 2 and any(heads[1:]):
        return _table(title, 2, heads, sheet.columns, group)
    if filled == 1:
        return _block("list", title, 2, [cells[0] for cells in group])
    return _block(
        "pairs", title, 2, [[cells[0], "\n".join(filter(None, cells[1:])) or "–"] for cells in group]
    )
