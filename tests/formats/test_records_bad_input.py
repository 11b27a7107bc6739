"""Broken and hostile records: what they hold is told, or refused by its place, and never a crash."""

from __future__ import annotations

import datetime as dt
import time
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.records import sheets
from varsam.domain.errors import RegisterError
from varsam.domain.register import Basis
from varsam.formats.records import RecordsImport, import_records
from varsam.formats.records.scanning import _place
from varsam.formats.records.unpacking import MAX_ENTRIES, unpack

HEADS = ("Behandling", "Ändamål", "Rättslig grund", "Registrerade", "Personuppgifter", "Lagringstid")
ROW = ("Ordrar", "Leverera", "Avtal", "Kunder", "Namn", "avtalstiden + 1 år")
ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in (HEADS, ROW):
        made.worksheets[0].append(row)
    return made


def noticed(imported: RecordsImport, code: str) -> list[str]:
    return [each.where for each in imported.noticed if each.code == code]


def refused(data: bytes, path: str = "r.xlsx", layout: str = "auto") -> RegisterError:
    with pytest.raises(RegisterError) as caught:
        import_records(data, path, layout)
    assert str(caught.value.where)
    assert caught.value.hint or hasattr(caught.value, "errors")
    return caught.value


def rewritten(
    data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None
) -> bytes:
    """The same container with parts changed or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return file.getvalue()


def in_sheet(data: bytes, before: bytes, after: bytes) -> bytes:
    """A workbook with something else in its first sheet."""
    assert before in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
    return rewritten(
        data, lambda name, part: part.replace(before, after, 1) if name.endswith("sheet1.xml") else part
    )


def ods(body: str, content: str = "") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr("META-INF/manifest.xml", "<m/>")
        container.writestr(
            "content.xml",
            content
            or f"<office:document-content {ODS}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def ods_row(cells: tuple[str, ...], more: str = "") -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>'
        for each in cells
    )
    return f"<table:table-row>{texts}{more}</table:table-row>"


# -- formulas, macros, what hides


def test_a_formula_is_never_evaluated_and_one_without_a_value_is_told() -> None:
    made = book()
    made.worksheets[0]["E2"] = "=cmd|' /C calc'!A0"
    imported = import_records(sheets.saved(made), "r.xlsx")
    assert noticed(imported, "REC006") == ["r.xlsx:Sheet!E2"]
    assert imported.register.activities[0].categories == ()


def test_a_formulas_saved_value_is_read_and_told() -> None:
    made = book()
    made.worksheets[0]["E2"] = '=CONCATENATE("Na","mn")'
    data = in_sheet(sheets.saved(made), b"</f><v></v>", b"</f><v>Namn</v>")
    data = in_sheet(data, b'<c r="E2"', b'<c t="str" r="E2"')
    imported = import_records(data, "r.xlsx")
    assert noticed(imported, "REC005") == ["r.xlsx:Sheet"]
    assert noticed(imported, "REC006") == []
    assert imported.register.activities[0].categories == ("contact.name",)


def test_formulas_of_an_ods_are_told_too() -> None:
    empty = '<table:table-cell table:formula="of:=[.A1]"/>'
    data = ods(f'<table:table table:name="B">{ods_row(HEADS)}{ods_row(ROW[:5], empty)}</table:table>')
    assert noticed(import_records(data, "r.ods"), "REC006") == ["r.ods:B!F2"]


def test_a_cell_that_would_be_a_formula_elsewhere_stays_text() -> None:
    text = "Behandling;Ändamål;Rättslig grund;Registrerade;Personuppgifter;Lagringstid\n"
    text += "\"=cmd|' /C calc'!A0\";+49;Avtal;Kunder;@SUM(A1);avtalstiden + 1 år\n"
    [found] = import_records(text.encode(), "r.csv").register.activities
    assert found.title == "=cmd|' /C calc'!A0"
    assert found.purposes[0].title == "+49"


def test_macros_are_told_and_not_handed_on() -> None:
    data = rewritten(sheets.saved(book()), lambda _, part: part, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    imported = import_records(data, "r.xlsm")
    assert noticed(imported, "REC002") == ["r.xlsm"]
    assert not any("vba" in name for name in unpack(data, "r.xlsm").parts)
    assert noticed(import_records(sheets.saved(book()), "r.xlsx"), "REC002") == []


def test_hidden_sheets_and_rows_are_read_and_told() -> None:
    made = book()
    made.worksheets[0].row_dimensions[2].hidden = True
    hidden = made.create_sheet("Göm")
    hidden.sheet_state = "hidden"
    for row in (HEADS, ("Dolt", *ROW[1:])):
        hidden.append(row)
    imported = import_records(sheets.saved(made), "r.xlsx")
    assert [each.title for each in imported.register.activities] == ["Ordrar", "Dolt"]
    assert noticed(imported, "REC004") == ["r.xlsx:Sheet", "r.xlsx:Göm"]


def test_merged_cells_count_for_all_that_they_cover() -> None:
    made = book()
    sheet = made.worksheets[0]
    sheet.append(("", "Bokföra", "Rättslig förpliktelse", "Kunder", "Namn", "avtalstiden + 7 år"))
    sheet.merge_cells("A2:A3")
    [found] = import_records(sheets.saved(made), "r.xlsx").register.activities
    assert [each.title for each in found.purposes] == ["Leverera", "Bokföra"]


def test_days_and_numbers_read_as_a_person_sees_them() -> None:
    made = book()
    sheet = made.worksheets[0]
    sheet["F2"] = dt.date(2027, 3, 1)
    sheet["A2"] = 43_000
    [found] = import_records(sheets.saved(made), "r.xlsx").register.activities
    assert found.title == "43000"
    assert found.purposes[0].needs_person == "2027-03-01"


# -- bombs


def test_a_part_that_unpacks_to_a_multiple_is_refused() -> None:
    data = rewritten(
        sheets.saved(book()), lambda _, part: part, {"xl/sharedStrings.xml": b"<sst>" + b" " * 3_000_000}
    )
    assert "times its size" in refused(data).message


def test_a_container_that_lies_about_a_size_is_refused() -> None:
    data = bytearray(
        rewritten(sheets.saved(book()), lambda _, part: part, {"xl/sharedStrings.xml": b" " * 100_000})
    )
    size = (100_000).to_bytes(4, "little")
    assert data.count(size) == 2
    assert "damaged" in refused(bytes(data.replace(size, (10).to_bytes(4, "little")))).message


def test_too_many_parts_and_two_of_one_name_are_refused() -> None:
    many = {f"xl/media/{number}.png": b"" for number in range(MAX_ENTRIES)}
    assert "parts" in refused(rewritten(sheets.saved(book()), lambda _, part: part, many)).message
    file = BytesIO(sheets.saved(book()))
    with zipfile.ZipFile(file, "a") as container, pytest.warns(UserWarning, match="Duplicate"):
        container.writestr("xl/workbook.xml", b"<other/>")
    assert "same name" in refused(file.getvalue()).message


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_entities_are_refused(form: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    if form == "xlsx":
        data = in_sheet(sheets.saved(book()), b"<worksheet", bomb + b"<worksheet")
    else:
        data = ods("", bomb.decode() + f"<office:document-content {ODS}/>")
    assert "entities" in refused(data, f"r.{form}").message


def test_a_value_in_the_last_cell_of_a_sheet_costs_no_memory() -> None:
    data = in_sheet(
        sheets.saved(book()),
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    started = time.monotonic()
    assert "too large" in refused(data).message
    assert time.monotonic() - started < 2


def test_empty_rows_with_a_style_are_no_rows() -> None:
    rows = "".join(
        f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 20_000)
    )
    data = in_sheet(sheets.saved(book()), b"</sheetData>", rows.encode() + b"</sheetData>")
    assert len(import_records(data, "r.xlsx").register.activities) == 1


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (
            ods_row(("a",)).replace(
                "<table:table-row", '<table:table-row table:number-rows-repeated="1048576"'
            ),
            "large",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="4000000000" '
            'office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>',
            "large",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="4000000000"/>'
            '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
            "</table:table-row>",
            "large",
        ),
        (ods_row(('a<text:s text:c="2000000000"/>b',)), "blanks"),
    ],
)
def test_an_ods_that_repeats_without_end_is_refused(body: str, part: str) -> None:
    assert part in refused(ods(f'<table:table table:name="B">{body}</table:table>'), "r.ods").message


def test_repeated_empty_rows_and_columns_at_the_end_are_nothing() -> None:
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    tail += 'table:number-columns-repeated="16384"/></table:table-row>'
    data = ods(f'<table:table table:name="B">{ods_row(HEADS)}{ods_row(ROW)}{tail}</table:table>')
    assert len(import_records(data, "r.ods").register.activities) == 1


def test_a_text_that_a_thousand_cells_share_is_counted_each_time() -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].append(("x",))
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 3000))
    shared = b"<sst><si><t>" + bytes(ord("a") + n % 26 for n in range(30_000)) + b"</t></si></sst>"
    data = in_sheet(sheets.saved(made), b"</sheetData>", cells.encode() + b"</sheetData>")
    assert (
        "too large"
        in refused(rewritten(data, lambda _, part: part, {"xl/sharedStrings.xml": shared})).message
    )


# -- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_files_of_all_countries_are_read(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in (HEADS, ROW, ("Löner", *ROW[1:])))
    imported = import_records(text.encode(encoding), "r.csv")
    assert [each.title for each in imported.register.activities] == ["Ordrar", "Löner"]
    assert (noticed(imported, "REC007") == ["r.csv"]) is (encoding == "cp1252")


def test_a_separator_that_is_told_counts_and_lines_are_those_of_the_file() -> None:
    text = (
        "sep=;\n"
        + ";".join(HEADS)
        + "\n"
        + 'Ordrar;"Leverera\nhem";okänt;Kunder;Namn;1 år\n'
        + "Löner;;okänt;;;\n"
    )
    imported = import_records(text.encode(), "r.csv")
    assert noticed(imported, "REC019") == ["r.csv:3", "r.csv:5"]


def test_a_quotation_mark_that_isnt_closed_is_refused_by_its_line() -> None:
    text = ",".join(HEADS) + '\n"Ordrar,' + "x" * 200_000
    assert str(refused(text.encode(), "r.csv").where) == "r.csv:2"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02\x03" * 50, "isn't text"),
        (b"%PDF-1.7", "document"),
        (b"<!DOCTYPE html><html>", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old .xls"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"a,b,c\n1,2,3\n", "no sheet"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, part: str) -> None:
    assert part in refused(data, "r.csv").message


def test_a_sheet_without_activities_names_its_likeliest_heads() -> None:
    error = refused(sheets.xlsx({"Blad1": (("Behandling", "Färg"), ("Ordrar", "blå"))}))
    assert "'Färg'" in error.hint
    assert str(error.where) == "r.xlsx:Blad1"


def test_a_layout_that_is_named_is_wanted() -> None:
    assert "layout 'ico'" in refused(sheets.skr(), layout="ico").message
    assert "layout 'cnil'" in refused(sheets.skr(), layout="cnil").message
    assert import_records(sheets.skr(), "r.xlsx", "skr").layouts == ("skr",)
    assert "valid: auto" in refused(sheets.skr(), layout="edpb").hint


# -- YAML

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 8)
)
BOMB += "system: [*a7, *a7]\n"


@pytest.mark.parametrize(
    "text",
    [
        "system: !!python/object/apply:os.system ['true']\n",
        BOMB,
        "system: [text, 3]\n",
        "system:\n  - privacy_declarations: [1]\n",
        "system: {}\n",
        "dataset: []\n",
        "- system\n",
        "system: [\n",
    ],
)
def test_hostile_yaml_is_refused(text: str) -> None:
    refused(text.encode(), "f.yml", "fideslang")


# -- any file


def test_places_are_read_from_cells_names() -> None:
    assert _place("B7") == (6, 1)
    assert _place("XFD1048576") == (1_048_575, 16_383)
    assert _place("") == _place("7") == _place("ABCD1") == _place("Å1") == (-1, -1)


SEEDS = (sheets.ico(), sheets.skr(), sheets.cnil(), sheets.FIDESLANG.encode(), ";".join(HEADS + ROW).encode())


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 1_000_000), st.binary(max_size=6), st.integers(0, 60)), max_size=4),
)
def test_a_damaged_file_is_read_or_refused(seed: bytes, changes: list[tuple[int, bytes, int]]) -> None:
    data = seed
    for place, put, gone in changes:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + gone :]
    _read_or_refused(data)


PARTS = {
    "ico": ("xl/worksheets/sheet1.xml", sheets.ico()),
    "skr": ("xl/workbook.xml", sheets.skr()),
    "cnil": ("content.xml", sheets.cnil()),
}
PIECES = st.sampled_from(
    (
        b"<c ",
        b"</row>",
        b'r="A9"',
        b't="s"',
        b"<v>99999</v>",
        b"<f>A1</f>",
        b'"',
        b"&#0;",
        b"</table:table>",
        b'table:number-rows-repeated="9999"',
        b"<table:table-row/>",
        b"\xff",
        b"Finalit\xc3\xa9 principale",
        b"",
    )
)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([*PARTS]),
    st.lists(st.tuples(st.integers(0, 1_000_000), PIECES, st.integers(0, 30)), min_size=1, max_size=3),
)
def test_a_damaged_part_is_read_or_refused(name: str, changes: list[tuple[int, bytes, int]]) -> None:
    part, seed = PARTS[name]

    def changed(each: str, content: bytes) -> bytes:
        if each != part:
            return content
        for place, put, gone in changes:
            at = place % (len(content) + 1)
            content = content[:at] + put + content[at + gone :]
        return content

    _read_or_refused(rewritten(seed, changed))


def _read_or_refused(data: bytes) -> None:
    try:
        imported = import_records(data, "r")
    except RegisterError:
        return
    for activity in imported.register.activities:
        for purpose in activity.purposes:
            assert purpose.rule is not None or purpose.needs_person
            assert purpose.basis is not Basis.UNDECIDED or not purpose.settled
