"""Records as spreadsheets and CSV: every activity and purpose in each, texts only, the same bytes twice."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.formats.code import SOURCE
from tests.formats.records_export_cases import DAY, example, small
from varsam.domain.completeness import lacks
from varsam.domain.errors import RegisterError
from varsam.domain.records import Record, for_customer
from varsam.formats import records_export
from varsam.formats.records_export import Exported, FileFormat, Layout
from varsam.formats.records_export.book import Column, Row, Sheet, clean, named
from varsam.formats.records_export.csv_files import harmless
from varsam.formats.records_export.heights import cell_must_fit, line_count
from varsam.formats.texts import families

NO_CONTEXT: Mapping[str, object] = {"@context": {}}
LAYOUTS = tuple(Layout)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def files(record: Record, file_format: str, layout: str = "art30", lang: str = "sv") -> Mapping[str, bytes]:
    """A record's files."""
    return made(record, file_format, layout, lang).files


def made(record: Record, file_format: str, layout: str = "art30", lang: str = "sv") -> Exported:
    """A record exported anew."""
    return records_export.export(
        record, FileFormat(file_format), Layout(layout), "sv" if lang == "sv" else "en", NO_CONTEXT
    )


@cache
def one(record: Callable[[], Record], file_format: str, layout: str = "art30", lang: str = "sv") -> bytes:
    """A record's only file, made once for all tests."""
    [content] = files(record(), file_format, layout, lang).values()
    return content


def only_ski() -> Record:
    """The record of one customer of two."""
    return for_customer(small(), "ski")


def xlsx_cells(content: bytes) -> dict[str, list[list[str]]]:
    """The texts of a workbook by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        page.title: [
            [str(cell) if cell is not None else "" for cell in row]
            for row in page.iter_rows(values_only=True)
        ]
        for page in book.worksheets
    }


def ods_cells(content: bytes) -> dict[str, list[list[str]]]:
    """The texts of an ODS by sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read("content.xml"))
    return {
        str(table.get(f"{_TABLE}name")): [
            [
                "\n".join("".join(_told(part)) for part in cell.iter(f"{_TEXT}p"))
                for cell in row.iter(f"{_TABLE}table-cell")
            ]
            for row in table.iter(f"{_TABLE}table-row")
        ]
        for table in root.iter(f"{_TABLE}table")
    }


def _told(paragraph: ElementTree.Element) -> list[str]:
    told = [paragraph.text or ""]
    for part in paragraph:
        spaces = int(part.get(f"{_TEXT}c", "1"))
        told += ["\t" if part.tag == f"{_TEXT}tab" else " " * spaces, part.tail or ""]
    return told


def words(record: Record) -> set[str]:
    """The titles of all activities and purposes."""
    return {each.title for each in record.activities} | {
        purpose.title for each in record.controlled for purpose in each.purposes
    }


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("file_format", ["xlsx", "ods", "csv"])
def test_every_activity_and_purpose_is_in_every_format_and_layout(file_format: str, layout: str) -> None:
    record = example()
    if file_format == "csv":
        found = files(record, file_format, layout).values()
        told = "\n".join(content.decode("utf-8-sig") for content in found).replace('""', '"')
    else:
        content = one(example, file_format, layout)
        read = xlsx_cells(content) if file_format == "xlsx" else ods_cells(content)
        told = "\n".join(cell for rows in read.values() for row in rows for cell in row)
    assert len(record.activities) >= 20
    assert {each for each in words(record) if each not in told} == set()


@pytest.mark.parametrize(("layout", "lang"), [("art30", "en"), ("ico", "sv"), ("cnil", "en")])
def test_both_spreadsheets_hold_the_same_texts_and_compute_nothing(layout: str, lang: str) -> None:
    written = one(small, "xlsx", layout, lang)
    assert xlsx_cells(written) == ods_cells(one(small, "ods", layout, lang))
    book = openpyxl.load_workbook(io.BytesIO(written))
    kinds = {
        cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value
    }
    assert kinds <= {"s", "inlineStr"}
    with zipfile.ZipFile(io.BytesIO(one(small, "ods", layout, lang))) as file:
        assert b"table:formula" not in file.read("content.xml")
    flat = [cell for rows in xlsx_cells(written).values() for row in rows for cell in row]
    assert any(cell.startswith("=HYPERLINK") for cell in flat)


def test_what_spreadsheets_would_compute_gets_an_apostrophe_in_csv() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1"):
        assert harmless(text) == f"'{text}"
    for text in ("a=1", "1-1", "'=1", "", "–"):
        assert harmless(text) == text
    read = [
        row
        for content in files(small(), "csv").values()
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    ]
    cells = {cell for row in read for cell in row}
    assert {'\'=HYPERLINK("http://x.example")', "'-Felsökning", "'+Passersystem"} <= cells
    assert '\'@Leverera | cykeln, "snabbt"' in cells
    assert [cell for cell in cells if re.match(r"\s*[=+\-@\t]", cell)] == []


@pytest.mark.parametrize("file_format", ["xlsx", "ods", "csv", "json-ld"])
def test_the_same_register_and_day_give_the_same_bytes(file_format: str) -> None:
    first, second = files(small(), file_format, lang="en"), files(small(), file_format, lang="en")
    assert first == second
    for content in first.values():
        if file_format in ("xlsx", "ods"):
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                told = b"".join(
                    file.read(name) for name in file.namelist() if name.endswith(("core.xml", "meta.xml"))
                )
            assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+", told)) == {f"{DAY}T00:00:00".encode()}


def test_ods_begins_with_its_kind_uncompressed() -> None:
    with zipfile.ZipFile(io.BytesIO(one(small, "ods"))) as file:
        first = file.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_heads_are_frozen_repeated_and_printed_in_landscape() -> None:
    book = openpyxl.load_workbook(io.BytesIO(one(example, "xlsx")))
    page = book["Som ansvarig 30.1"]
    assert page.freeze_panes == "B2"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page["A1"].alignment.wrap_text
    assert page.auto_filter.ref is not None
    assert int(page.page_setup.fitToWidth) > 1


def test_the_parts_of_the_article_are_there() -> None:
    read = xlsx_cells(one(small, "xlsx", lang="en"))
    told = {name: "\n".join(cell for row in rows for cell in row) for name, rows in read.items()}
    about = told["About the record"]
    for part in (
        "Lindholm Cykel AB",
        "559900-0014",
        "Storgatan 1",
        "None, ingen kärnverksamhet",
        small().version,
    ):
        assert part in about, part
    row = told["As controller 30(1)"]
    for part in (
        "E-mail address, Billing details, Frame number", "Customers, Prospects", "Parcel Ltd (processor, SE)",
        "Depot Inc (sub-processor, US)",
        "of the Commission (Article 46(2)(c)), module 3; Krypterat; assessed 2026-03-01",
        "Krypterade diskar", "earliest(case.closed + 30 days, file.received + 12 months)", "Legal obligation",
        "BFL 7 kap. 2 §", "To be settled by a person: “Så länge det behövs”", "shop", "Kreditprövning",
    ):  # fmt: skip
        assert part in row, part
    limits = told["Time limits for erasure"]
    assert limits.count("Frame number") == 5
    assert "The end of the calendar year of (end of the fiscal year + 7 years) (BFL 7 kap. 2 §)" in limits
    served = told["As processor 30(2)"]
    for part in (
        "Cykelkedjan AB",
        "Ombudet SA",
        "dpo@bike.example",
        "säkerhetskopiering",
        "Skidor AB",
        "cloud",
    ):
        assert part in served, part
    assert "sub-processor of Parcel Ltd" in told["Recipients"]
    assert "processing agreement, 2026-01-01, until 2028-12-31, parcel.pdf" in told["Recipients"]
    assert "2027-03-01" in told["Security measures"]


def test_what_is_missing_and_lost_stands_in_the_export_itself() -> None:
    assert {each.code for each in lacks(small())} == {"address", "limit"}
    read = xlsx_cells(one(small, "xlsx", lang="en"))["What is missing"]
    assert ["Postal address", "Lindholm Service AB", "GDPR 30(1)(a)"] in read
    assert not any("doesn't carry" in row[0] for row in read)
    read = xlsx_cells(one(small, "xlsx", "cnil", "en"))["What is missing"]
    assert any(row[0].startswith("CNIL: the template has no column for the legal basis") for row in read)
    lost = {each.code for each in made(small(), "csv", "ico").losses}
    assert lost == {"ico_rule", "ico_category", "ico_not_known", "csv_sheets", "csv_guarded"}
    last = list(files(small(), "csv", "ico").values())[-1].decode("utf-8-sig")
    assert "celler som börjar med = + - eller @" in last


def test_one_customers_record_names_no_other() -> None:
    told = str(xlsx_cells(one(only_ski, "xlsx")))
    assert "Skidor AB" in told
    assert "Cykelkedjan" not in told
    assert "HYPERLINK" not in told


def test_the_icos_heads_are_its_own() -> None:
    rows = xlsx_cells(one(small, "xlsx", "ico"))["Controller"]
    assert rows[0][0] == "Article 30 Record of Processing Activities"
    assert len([head for head in rows[1] if head]) == 30
    assert rows[1][:2] == ["Business function", "Purpose of processing"]
    told = {cell for row in rows[2:] for cell in row}
    assert {
        "felsokning, intresset väger över, 2026-02-02",
        "Adressuttag: SPAR",
        "ja",
        "kredit, inte beslutad",
    } <= told
    place = rows[1].index("Rights available to individuals")
    assert rows[2][place] == "tillgång, rättelse, radering, begränsning, dataportabilitet"


def test_names_of_sheets_fit_and_are_unlike() -> None:
    sheets = [
        Sheet(name, name, (Column("A", 9),), ()) for name in ("a/b:c", "A b c", "x" * 40, "x" * 40, "[]")
    ]
    assert [each.name for each in named(sheets)] == ["a b c", "A b c 2", "x" * 31, "x" * 29 + " 2", "-"]


def test_texts_that_no_cell_can_hold_are_refused_or_cleaned() -> None:
    sheet = Sheet("A", "A", (Column("A", 9),), (Row(("x" * 32_768,)),))
    with pytest.raises(RegisterError, match="too long"):
        cell_must_fit("x" * 32_768, sheet)
    assert clean("a\x00b\r\nc\x1b\ud800") == "ab\nc"


def test_rows_are_as_high_as_their_words() -> None:
    columns = (Column("A", 11), Column("B", 21))
    assert line_count(("one two three", "one"), columns) == 2
    assert line_count(("x" * 25, "a\nb\nc\nd"), columns) == 4
    assert line_count(("whatever",), ()) == 1


def test_every_text_of_the_export_is_used_and_every_code_has_one() -> None:
    paths = (path for floor in ("formats", "domain", "faces") for path in (SOURCE / floor).rglob("*.py"))
    about = [
        each for each in paths if re.search("records|completeness", str(each)) and "texts" not in each.parts
    ]
    source = " ".join(path.read_text(encoding="utf-8") for path in about)
    made = {f"{each}_all" for each in ("subjects", "categories")}
    lacking = set(re.findall(r'Lack\("([a-z_]+)"', source)) | {"subjects", "categories"} | made
    assert set(families()["lack"]) == lacking
    assert set(families()["loss"]) == set(re.findall(r'Loss\("([a-z_]+)"', source))
    unused = {
        code
        for code in families()["record"]
        if not any(
            f"{quote}{name}{quote}" in source for name in (code, code.removeprefix("col_")) for quote in "\"'"
        )
        and not code.startswith(("role_", "zone_", "right_", "agreement_"))
    }
    assert unused == set()
