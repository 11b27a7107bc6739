"""A book as ODS (OpenDocument 1.3): text cells only, repeated head rows, sheets that print in landscape."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from varsam.formats.records_export.archives import archive
from varsam.formats.records_export.book import Book, Column, Row, Sheet, Style
from varsam.formats.records_export.heights import cell_must_fit, is_wide, line_count, pages_across

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_LINE_CM, _CHARACTER_CM = 0.44, 0.2
_PAPERS = tuple(f"{size}-{across}" for size in ("A4", "A3") for across in range(1, 9))


def ods(book: Book, on: date) -> bytes:
    """The spreadsheet; the same book and day give the same bytes.

    RegisterError: a text is longer than a cell may hold.
    """
    members = {
        "mimetype": MIME.encode(),
        "META-INF/manifest.xml": _manifest(),
        "content.xml": _content(book),
        "styles.xml": _styles(),
        "meta.xml": _meta(book, on),
        "settings.xml": _settings(book),
    }
    return archive(members, stored=frozenset({"mimetype"}))


def _document(element: str, body: str, *spaces: str) -> bytes:
    declared = " ".join(f'xmlns:{name}="{_SPACES[name]}"' for name in ("office", *spaces))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<office:{element} {declared} office:version="1.3">{body}</office:{element}>\n'.encode()


def _content(book: Book) -> bytes:
    tables = "".join(_table(sheet, number) for number, sheet in enumerate(book.sheets))
    styles = "".join(
        f'<style:style style:name="ta{paper}" style:family="table" style:master-page-name="{paper}">'
        '<style:table-properties table:display="true"/></style:style>'
        for paper in _PAPERS
    )
    widths = sorted({column.width for sheet in book.sheets for column in sheet.columns})
    styles += "".join(
        f'<style:style style:name="co{width}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width * _CHARACTER_CM:.2f}cm"/></style:style>'
        for width in widths
    )
    heights = sorted({_lines(row, sheet) for sheet in book.sheets for row in sheet.printed()})
    styles += "".join(
        f'<style:style style:name="ro{lines}" style:family="table-row"><style:table-row-properties'
        f' style:row-height="{lines * _LINE_CM + 0.1:.2f}cm" style:use-optimal-row-height="false"/>'
        "</style:style>"
        for lines in heights
    )
    styles += "".join(_cell_styles())
    body = (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}{_ranges(book)}</office:spreadsheet></office:body>"
    )
    return _document("document-content", body, "style", "text", "table", "fo")


def _cell_styles() -> Iterator[str]:
    looks = {
        Style.HEAD: ("#24425c", 'fo:color="#ffffff" fo:font-weight="bold"'),
        Style.SECTION: ("#e8edf2", 'fo:color="#1f2933" fo:font-weight="bold"'),
        Style.TITLE: ("#e8edf2", 'fo:color="#1f2933" fo:font-weight="bold"'),
        Style.BODY: ("transparent", 'fo:color="#1f2933"'),
    }
    for style, (background, font) in looks.items():
        wrap = "no-wrap" if style is Style.SECTION else "wrap"
        yield (
            f'<style:style style:name="ce-{style}" style:family="table-cell">'
            f'<style:table-cell-properties fo:background-color="{background}" fo:wrap-option="{wrap}"'
            ' style:vertical-align="top" fo:border-bottom="0.5pt solid #b8c4ce" fo:padding="0.05cm"/>'
            f'<style:text-properties {font} fo:font-size="10pt"'
            ' fo:font-family="Arial, Liberation Sans, sans-serif"/>'
            "</style:style>"
        )


def _table(sheet: Sheet, number: int) -> str:
    last = f"{_letters(len(sheet.columns) - 1)}{sum(1 for _ in sheet.printed())}"
    quoted = f"'{sheet.name}'"
    area = quoteattr(f"{quoted}.A1:{quoted}.{last}")
    columns = "".join(
        f'<table:table-column table:style-name="co{each.width}" table:default-cell-style-name="ce-body"/>'
        for each in sheet.columns
    )
    rows = []
    for row in sheet.printed():
        written = _row(row, sheet)
        if row.style is Style.HEAD:
            written = f"<table:table-header-rows>{written}</table:table-header-rows>"
        rows.append(written)
    across = min(8, pages_across(sheet))
    paper = f"{'A3' if is_wide(sheet) else 'A4'}-{across}"
    if across > 1:  # the first column stands again on every page
        first, rest = columns.split("/>", 1)
        columns = f"<table:table-header-columns>{first}/></table:table-header-columns>{rest}"
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="ta{paper}"'
        f" table:print-ranges={area}>{columns}{''.join(rows)}</table:table>"
    )


def _row(row: Row, sheet: Sheet) -> str:
    cells = []
    for value in row.cells:
        cell_must_fit(value, sheet)
        if value:
            lines = "".join(f"<text:p>{_text(line)}</text:p>" for line in value.split("\n"))
            cells.append(
                f'<table:table-cell office:value-type="string" table:style-name="ce-{row.style}">{lines}'
                "</table:table-cell>"
            )
        else:
            cells.append(f'<table:table-cell table:style-name="ce-{row.style}"/>')
    return f'<table:table-row table:style-name="ro{_lines(row, sheet)}">{"".join(cells)}</table:table-row>'


def _text(line: str) -> str:
    """A line as ODF writes it: white space in a row is marked, or it would be read as one space."""
    marked = escape(line).replace("\t", "<text:tab/>")
    while "  " in marked:
        start = marked.index("  ")
        end = start
        while marked[end : end + 1] == " ":
            end += 1
        marked = f'{marked[:start]}<text:s text:c="{end - start}"/>{marked[end:]}'
    if marked.startswith(" "):
        marked = f"<text:s/>{marked[1:]}"
    return f"{marked[:-1]}<text:s/>" if marked.endswith(" ") else marked


def _lines(row: Row, sheet: Sheet) -> int:
    columns: tuple[Column, ...] = () if row.style is Style.SECTION else sheet.columns
    return line_count(row.cells, columns, bold=row.style is Style.HEAD)


def _ranges(book: Book) -> str:
    """The filters over the heads."""
    found = []
    for number, sheet in enumerate(book.sheets):
        rows = list(sheet.printed())
        heads = [place for place, row in enumerate(rows, 1) if row.style is Style.HEAD]
        if not heads or not sheet.rows or any(row.style is Style.SECTION for row in sheet.rows):
            continue
        last = f"{_letters(len(sheet.columns) - 1)}{len(rows)}"
        area = quoteattr(f"'{sheet.name}'.A{heads[0]}:'{sheet.name}'.{last}")
        found.append(
            f'<table:database-range table:name="filter{number}" table:target-range-address={area}'
            ' table:display-filter-buttons="true"/>'
        )
    return f"<table:database-ranges>{''.join(found)}</table:database-ranges>" if found else ""


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _styles() -> bytes:
    sizes = {"A4": ("29.7cm", "21cm"), "A3": ("42cm", "29.7cm")}
    layouts = "".join(
        f'<style:page-layout style:name="pl{paper}"><style:page-layout-properties'
        f' fo:page-width="{sizes[paper[:2]][0]}" fo:page-height="{sizes[paper[:2]][1]}"'
        ' style:print-orientation="landscape" fo:margin="1.2cm"'
        f' style:scale-to-X="{paper[3:]}" style:scale-to-Y="0"/><style:footer-style>'
        '<style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.2cm"/>'
        "</style:footer-style></style:page-layout>"
        for paper in _PAPERS
    )
    footer = "<text:p><text:sheet-name>???</text:sheet-name>, <text:page-number>1</text:page-number></text:p>"
    pages = "".join(
        f'<style:master-page style:name="{paper}" style:page-layout-name="pl{paper}">'
        f"<style:footer>{footer}</style:footer></style:master-page>"
        for paper in _PAPERS
    )
    body = (
        '<office:styles><style:default-style style:family="table-cell"/></office:styles>'
        f"<office:automatic-styles>{layouts}</office:automatic-styles>"
        f"<office:master-styles>{pages}</office:master-styles>"
    )
    return _document("document-styles", body, "style", "text", "fo", "table")


def _meta(book: Book, on: date) -> bytes:
    made = f"{on.isoformat()}T00:00:00Z"
    body = (
        f"<office:meta><meta:generator>Varsam</meta:generator><dc:title>{escape(book.title)}</dc:title>"
        f"<dc:language>{book.language}</dc:language><meta:creation-date>{made}</meta:creation-date>"
        f"<dc:date>{made}</dc:date></office:meta>"
    )
    return _document("document-meta", body, "meta", "dc")


def _settings(book: Book) -> bytes:
    """The frozen heads: a program's view of each sheet."""
    entries = []
    for sheet in book.sheets:
        heads = [place for place, row in enumerate(sheet.printed(), 1) if row.style is Style.HEAD]
        if not heads:
            continue
        across = 1 if len(sheet.columns) > 3 else 0
        values = {
            "HorizontalSplitMode": 2 if across else 0,
            "VerticalSplitMode": 2,
            "HorizontalSplitPosition": across,
            "VerticalSplitPosition": heads[0],
            "ActiveSplitRange": 3 if across else 2,
            "PositionRight": across,
            "PositionBottom": heads[0],
        }
        items = "".join(
            f'<config:config-item config:name="{name}" config:type="{_kind(name)}">{value}'
            "</config:config-item>"
            for name, value in values.items()
        )
        entries.append(
            f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{items}"
            "</config:config-item-map-entry>"
        )
    body = (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{"".join(entries)}'
        "</config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings>"
    )
    return _document("document-settings", body, "config")


def _kind(name: str) -> str:
    return "short" if name.endswith("Mode") or name == "ActiveSplitRange" else "int"


def _manifest() -> bytes:
    space = _SPACES["manifest"]
    files = {"/": MIME} | dict.fromkeys(("content.xml", "styles.xml", "meta.xml", "settings.xml"), "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (
        f'{head}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}'
        "</manifest:manifest>\n"
    ).encode()
