"""Records as other programs read them: LibreOffice, a PDF reader, an RDF store with the shapes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import odfdo
import pypdf
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace

from tests.formats.records_export_cases import DAY, example, small
from tests.formats.test_records_export import xlsx_cells
from varsam.domain.records import Record, for_customer
from varsam.domain.retention import formal
from varsam.formats import records_export
from varsam.formats.records_export import FileFormat, Layout
from varsam.formats.records_export.dpv_rules import tree
from varsam.formats.rule_text import parse
from varsam.services import records_export as service

DPV = Namespace("https://w3id.org/dpv#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
VSM = Namespace("https://varsam.example/records#")
DCT = Namespace("http://purl.org/dc/terms/")
# Every sheet into a file of its own, as its texts are; the filter's tokens are LibreOffice's.
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def only(record: Record, file_format: FileFormat, layout: Layout = Layout.ART30, lang: str = "sv") -> bytes:
    """A record's only file."""
    made = records_export.export(
        record, file_format, layout, "sv" if lang == "sv" else "en", service.context()
    )
    [content] = made.files.values()
    return content


def titles(record: Record) -> set[str]:
    """The titles of all activities and purposes."""
    purposes = {purpose.title for each in record.controlled for purpose in each.purposes}
    return {each.title for each in record.activities} | purposes


# -- LibreOffice -------------------------------------------------------------------------------------------


def convert(kind: str, folder: Path, *names: str) -> None:
    """Convert files of a folder by LibreOffice, without a window."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("NOT RUN: no soffice (Debian: apt-get install libreoffice-calc libreoffice-writer)")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", profile, "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run(
        [*command, *(str(folder / each) for each in names)], check=True, capture_output=True, timeout=120
    )


def sheets_of(folder: Path, stem: str) -> dict[str, list[list[str]]]:
    """What LibreOffice read of a file, by sheet."""
    found = {}
    for path in folder.glob(f"{stem}-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix(f"{stem}-")] = list(csv.reader(file))
    return found


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Rows without empty cells and rows at their ends."""
    cut = [row[: max((place for place, cell in enumerate(row, 1) if cell), default=0)] for row in rows]
    return cut[: max((place for place, row in enumerate(cut, 1) if row), default=0)]


def test_libreoffice_reads_every_cell_as_it_was_written_and_prints_it(tmp_path: Path) -> None:
    written: dict[str, Mapping[str, list[list[str]]]] = {}
    for stem, record, layout in (
        ("small", small(), Layout.ART30),
        ("example", example(), Layout.ART30),
        ("cnil", small(), Layout.CNIL),
    ):
        spreadsheet = only(record, FileFormat.XLSX, layout)
        for ending, content in (("xlsx", spreadsheet), ("ods", only(record, FileFormat.ODS, layout))):
            (tmp_path / f"{stem}_{ending}.{ending}").write_bytes(content)
            written[f"{stem}_{ending}"] = xlsx_cells(spreadsheet)
    names = [path.name for path in tmp_path.iterdir()]
    convert(_AS_CSV, tmp_path, *names)
    convert("pdf", tmp_path, "example_xlsx.xlsx", "example_ods.ods")
    for stem, expected in written.items():
        read = sheets_of(tmp_path, stem)
        assert set(read) == set(expected)
        for name, rows in expected.items():
            assert trimmed(read[name]) == trimmed(rows), (stem, name)
    for stem, record in (("example_xlsx", example()), ("example_ods", example())):
        pages = pypdf.PdfReader(tmp_path / f"{stem}.pdf").pages
        printed = "".join("".join(page.extract_text().split()) for page in pages)
        assert {each for each in titles(record) if "".join(each.split()) not in printed} == set()
        assert all(page.mediabox.width > page.mediabox.height for page in pages)


def test_an_odf_library_reads_the_texts_and_finds_no_formula() -> None:
    document = odfdo.Document(io.BytesIO(only(small(), FileFormat.ODS)))
    tables = {table.name: table for table in document.body.tables}
    assert "Som ansvarig 30.1" in tables
    cells = [cell for table in tables.values() for row in table.rows for cell in row.cells]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.type for cell in cells if cell.value is not None} == {"string"}
    assert [cell for cell in cells if cell.formula] == []


# -- PDF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "lang"),
    [(Layout.ART30, "sv"), (Layout.ART30, "en"), (Layout.ICO, "en"), (Layout.CNIL, "sv")],
)
def test_the_pdf_is_tagged_and_says_it_all(layout: Layout, lang: str) -> None:
    made = only(example(), FileFormat.PDF, layout, lang)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == lang
    assert b"pdfuaid:part" in reader.root_object["/Metadata"].get_data()
    assert reader.outline
    told = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert {each for each in titles(example()) if "".join(each.split()) not in told} == set()
    assert example().version in told
    if layout is Layout.ART30:
        assert made == only(example(), FileFormat.PDF, layout, lang)
        rules = {formal(each.rule) for one in example().controlled for each in one.purposes if each.rule}
        assert {each for each in rules if "".join(each.split()) not in told} == set()


def test_pdftotext_reads_the_small_record(tmp_path: Path) -> None:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("NOT RUN: no pdftotext (Debian: apt-get install poppler-utils)")
    (tmp_path / "records.pdf").write_bytes(only(small(), FileFormat.PDF))
    command = [program, "-layout", str(tmp_path / "records.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for part in (
        "=HYPERLINK",
        "Cykelkedjan AB",
        "Krypterade diskar",
        "Depot Inc",
        "Vad som saknas",
        "BFL 7 kap. 2 §",
    ):
        assert part in told, part


# -- linked data -------------------------------------------------------------------------------------------


@cache
def shapes() -> Graph:
    """The vocabulary and shapes that come with the program."""
    return Graph().parse(data=service.vocabulary(), format="turtle")


def graph(record: Record, lang: str = "sv") -> Graph:
    """A record as an RDF store reads it, offline: the context is in the document."""
    document = only(record, FileFormat.JSON_LD, lang=lang)
    assert isinstance(json.loads(document)["@context"], dict)
    return Graph().parse(data=document, format="json-ld")


def conforms(data: Graph) -> tuple[bool, str]:
    """Whether the graph fits the shapes, and the report."""
    fits, _, report = validate(data, shacl_graph=shapes(), ont_graph=shapes(), inference="rdfs")
    return bool(fits), str(report)


@pytest.mark.parametrize("record", [small, example], ids=["small", "example"])
def test_linked_data_conforms_to_the_shapes_and_names_everything(record: object) -> None:
    made = record() if callable(record) else small()
    data = graph(made)
    fits, report = conforms(data)
    assert fits, report
    purposes = {str(data.value(each, DCT.title)) for each in data.subjects(RDF.type, DPV.Purpose)}
    activities = {str(data.value(each, DCT.title)) for each in data.subjects(RDF.type, VSM.Activity)}
    assert activities == {each.title for each in made.activities}
    assert purposes == {purpose.title for each in made.activities for purpose in each.purposes}
    rules = {str(each) for each in data.objects(predicate=VSM.formal)}
    assert rules == {formal(each.rule) for one in made.activities for each in one.purposes if each.rule}


def test_event_period_and_cap_are_said_in_the_own_vocabulary() -> None:
    data = graph(small())
    [cap] = data.subjects(RDF.type, VSM.Earliest)
    parts = {
        (str(data.value(each, VSM.event)), str(data.value(each, VSM.period)))
        for each in data.objects(cap, VSM.part)
    }
    assert parts == {("case.closed", "P30D"), ("file.received", "P1Y")}  # as rdflib writes P12M
    [year] = data.subjects(RDF.type, VSM.YearEnd)
    assert str(data.value(data.value(year, VSM.of), VSM.period)) == "P7Y"
    [latest] = data.subjects(RDF.type, VSM.Latest)
    assert "P14D" in {str(data.value(each, VSM.period)) for each in data.objects(latest, VSM.part)}
    assert set(data.objects(predicate=DPV.hasLegalBasis)) >= {GDPR["A6-1-b"], GDPR["A6-1-c"], GDPR["A46-2-c"]}
    assert len(list(data.subjects(RDF.type, VSM.Lack))) == 2


@pytest.mark.parametrize(
    "removed",
    [
        DPV.hasLegalBasis,
        DPV.hasPurpose,
        DPV.hasStorageCondition,
        VSM.version,
        DPV.hasName,
        VSM.period,
        VSM.part,
        VSM.of,
    ],
    ids=lambda each: str(each).rpartition("#")[2],
)
def test_the_shapes_see_what_is_gone(removed: object) -> None:
    data = graph(small())
    assert list(data.triples((None, removed, None)))  # type: ignore[arg-type]
    data.remove((None, removed, None))  # type: ignore[arg-type]
    assert conforms(data)[0] is (removed == VSM.period)


def test_one_customers_linked_data_names_no_other() -> None:
    told = only(for_customer(small(), "ski"), FileFormat.JSON_LD).decode()
    assert "Skidor AB" in told
    assert "Cykelkedjan" not in told
    assert graph(for_customer(small(), "ski")).value(predicate=DCT.issued, object=None) is None
    assert DAY.isoformat() in told


def test_the_page_about_records_says_what_is_written() -> None:
    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    [written] = re.findall(r"```json\n(.*?)```", page, re.S)
    [rule] = re.findall(r"So `(earliest\([^`]+)` is", page)
    assert json.loads(written) == tree(parse(rule))
    own = {str(each).removeprefix(str(VSM)) for each in shapes().subjects() if str(each).startswith(str(VSM))}
    terms = {
        word
        for cell in re.findall(r"^\| (`[^|]+) \|", page, re.M)
        for word in re.findall(r"`([A-Z]\w+|event|period|of|part|formal|phrase|state|article)`", cell)
    }
    assert {"After", "Earliest", "YearEnd", "Unsettled", "formal"} <= terms <= own
    for file_format in FileFormat:
        assert f"| `{file_format}`" in page or f"`{file_format}`" in page
    for layout in Layout:
        assert f"| `{layout}` |" in page


def test_the_context_and_the_vocabulary_know_the_same_own_terms() -> None:
    context = service.context()["@context"]
    assert isinstance(context, dict)
    targets = {
        each if isinstance(each, str) else str(each.get("@id", ""))
        for each in context.values()
        if each != 1.1
    }
    named = {each.removeprefix("vsm:") for each in targets if each.startswith("vsm:")}
    own = {str(each).removeprefix(str(VSM)) for each in shapes().subjects(RDF.type, RDF.Property)}
    assert named == own
