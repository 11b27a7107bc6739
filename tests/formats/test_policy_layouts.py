"""The same activities laid out in any way give the same register; what a layout loses is remarked."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.packages import with_part
from tests.formats.policy_layouts import HEADS, LAYOUTS, QUESTIONS, Row, docx_sections, docx_table, page
from varsam.checks.catalogue import BY_CODE
from varsam.checks.document import DOCUMENT_CHECKS
from varsam.domain.register import Register
from varsam.domain.retention import formal
from varsam.formats.policy import PolicyImport, import_document, import_policy
from varsam.formats.policy.document import Table
from varsam.formats.policy.page_layout import Fragment, Page, join_lines
from varsam.formats.policy.page_tables import read_pages

POLICY = Path(__file__).parent / "policies" / "softmore-integritetspolicy.md"


def brief(register: Register) -> list[tuple[object, ...]]:
    """What must be the same whatever the layout: titles, roles, bases, rules, categories and people."""
    return [
        (
            each.title,
            each.role,
            each.categories,
            each.subjects,
            each.published,
            [
                (one.title, one.basis, formal(one.rule) if one.rule else None, one.assumed, one.needs_person)
                for one in each.purposes
            ],
        )
        for each in register.activities
    ]


def rows_of(register: Register) -> list[Row]:
    return [
        (each.title, row.purpose, row.categories, row.subjects, row.basis, row.retention)
        for each in register.activities
        if (row := each.published) is not None
    ]


def around_the_table() -> tuple[str, str]:
    """What the user's policy says before and after its table."""
    lines = POLICY.read_text(encoding="utf-8").replace("**", "").splitlines()
    places = [place for place, line in enumerate(lines) if line.startswith("|")]
    return "\n".join(lines[: places[0]]).strip(), "\n".join(lines[places[-1] + 1 :]).strip()


@pytest.fixture(scope="module")
def own() -> PolicyImport:
    return import_policy(POLICY.read_text(encoding="utf-8"))


CASES = [
    *(("sv", name) for name in LAYOUTS),
    ("en", "md_nested"), ("de", "html_table"), ("nl", "md_sections"), ("fr", "html_turned"),
    ("da", "html_broken"), ("no", "md_exploded"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "layout"), CASES)
def test_the_users_policy_is_the_same_in_every_layout(own: PolicyImport, language: str, layout: str) -> None:
    before, after = around_the_table()
    laid_out = LAYOUTS[layout](rows_of(own.register), HEADS[language])
    imported = import_policy(page(before, laid_out, after), "p")
    assert len(imported.register.activities) == 20
    assert brief(imported.register) == brief(own.register)
    assert imported.register.entities == own.register.entities
    assert [each.id for each in imported.register.proposals] == [each.id for each in own.register.proposals]
    assert imported.remarks == ()


@pytest.mark.parametrize("made", [docx_table, docx_sections])
def test_the_users_policy_is_the_same_as_docx(own: PolicyImport, made: object) -> None:
    before, after = around_the_table()
    data = made(before, rows_of(own.register), HEADS["sv"], after)  # type: ignore[operator]
    imported = import_document(data, "p.docx")
    assert brief(imported.register) == brief(own.register)
    assert imported.remarks == ()
    assert str(imported.places["activity leverantorsreskontra"]).startswith("p.docx, ")


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_the_users_policy_is_the_same_as_pdf(own: PolicyImport, stroke: str) -> None:
    """On narrow pages: rows go over pages, heads come again, words are divided, pages are numbered."""
    typst = pytest.importorskip("typst")
    before, after = around_the_table()

    def text(said: str) -> str:
        return "#" + json.dumps(said, ensure_ascii=False)

    cells = ["".join(f"[{text(cell)}]," for cell in row) for row in (HEADS["sv"], *rows_of(own.register))]
    source = (
        '#set page(margin: 1.2cm, numbering: "1 / 1", header: [Integritetspolicy, version 3])\n'
        '#set text(size: 8pt, lang: "sv", hyphenate: true)\n'
        + "\n\n".join(map(text, before.split("\n\n")))
        + f"\n\n#table(columns: (1.3fr, 1.3fr, 1.2fr, 1fr, 1fr, 1.2fr), stroke: {stroke},\n"
        + f"table.header({cells[0]}),\n"
        + "\n".join(cells[1:])
        + ")\n\n"
        + "\n\n".join(map(text, after.split("\n\n")))
    )
    imported = import_document(typst.compile(source.encode()), "p.pdf")
    assert brief(imported.register) == brief(own.register)
    assert imported.remarks == ()
    assert str(imported.places["activity leverantorsreskontra"]).startswith("p.pdf, page ")
    assert not any("version 3" in each.text or each.text == "1 / 3" for each in imported.register.statements)


titles = st.sampled_from(
    ["Köp i butik", "Support per chatt", "Rekrytering av personal", "Nyhetsbrev", "Loggar"]
)
cells = st.tuples(
    titles,
    st.sampled_from(["Leverera varan", "Svara på frågor", "Utskick om nya varor", "Felsökning"]),
    st.sampled_from(["Namn, e-post", "Kontaktuppgifter", "Bild", "IP-adress och cookie", ""]),
    st.sampled_from(["Kunder", "Anställda, sökande", "Besökare", ""]),
    st.sampled_from(["Avtal", "Samtycke", "Avtal, samtycke", "Rättslig förpliktelse", "Intresseavvägning"]),
    st.sampled_from(["Avtalstiden + 1 år", "90 dagar", "7 år enligt bokföringslagen", "Så länge det behövs"]),
)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(cells, min_size=2, max_size=4, unique_by=lambda row: row[0]),
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from([*HEADS.values(), *QUESTIONS.values()]),
)
def test_any_small_register_is_read_back_from_any_layout(rows: list[Row], layout: str, heads: Row) -> None:
    wanted = import_policy(page("Firma Exempel AB ansvarar.", LAYOUTS["md_table"](rows, heads), "Slut."))
    found = import_policy(page("Firma Exempel AB ansvarar.", LAYOUTS[layout](rows, heads), "Slut."))
    assert len(found.register.activities) == len(rows)
    assert brief(found.register) == brief(wanted.register)


# -- what tables do ---------------------------------------------------------------------------------------

HEAD = "| Behandling | Syfte | Rättslig grund | Lagringstid |\n|-|-|-|-|\n"


def codes(imported: PolicyImport) -> list[str]:
    return [each.code for each in imported.remarks if each.code not in ("POL008", "POL011")]


def titled(imported: PolicyImport) -> list[str]:
    return [each.title for each in imported.register.activities]


def test_heads_in_the_second_row_and_again_in_the_middle() -> None:
    heads = "<tr><th>Behandling</th><th>Syfte</th><th>Rättslig grund</th><th>Lagringstid</th></tr>"
    other = "<tr><th>Rättslig grund</th><th>Lagringstid</th><th>Behandling</th><th>Syfte</th></tr>"
    text = (
        "<table><tr><th colspan=4>Våra behandlingar</th></tr>"
        f"{heads}<tr><td>Köp</td><td>Sälja</td><td>Avtal</td><td>Avtalstiden</td></tr>"
        f"{heads}<tr><td>Demo</td><td>Visa</td><td>Avtal</td><td>Avtalstiden</td></tr>"
        f"{other}<tr><td>Samtycke</td><td>Tills samtycket återkallas</td><td>Bilder</td><td>Visa "
        f"upp</td></tr></table>"
    )
    imported = import_policy(text)
    assert titled(imported) == ["Köp", "Demo", "Bilder"]
    assert [str(each.purposes[0].basis) for each in imported.register.activities] == [
        "contract",
        "contract",
        "consent",
    ]
    assert codes(imported) == []


def test_groups_among_the_rows_say_whom_they_are_about() -> None:
    text = (
        HEAD
        + "| **Kunder** | | | |\n| Köp | Sälja | Avtal | Avtalstiden |\n| **Leverantörer** | | | |\n"
        + ("| Inköp | Köpa | Avtal | Avtalstiden |\n")
    )
    imported = import_policy(text, "p.md")
    assert [each.subjects for each in imported.register.activities] == [("customer",), ("supplier",)]
    remarks = [str(each.where) for each in imported.remarks if each.code == "POL013"]
    assert remarks == ["p.md:3", "p.md:5", "p.md:1"]


def test_a_table_for_each_company_and_one_for_cookies() -> None:
    row = "| Köp | Sälja | Avtal | Avtalstiden + {} år |\n"
    text = (
        "Ekdal Handel AB, org. nr 559900-0014, och Ekdal Lager AB, org. nr 802400-0013, ansvarar.\n\n"
        f"## Ekdal Handel AB\n\n{HEAD}{row.format(1)}\n## Ekdal Lager AB\n\n{HEAD}{row.format(2)}\n"
        "## Kakor\n\n| Cookie | Syfte | Rättslig grund | Lagringstid |\n|-|-|-|-|\n| _ga | "
        "Statistik | Samtycke | 1 år |\n"
    )
    imported = import_policy(text)
    assert [each.controllers for each in imported.register.activities] == [
        ("ekdal-handel-ab",),
        ("ekdal-lager-ab",),
    ]
    assert codes(imported) == ["POL003"]
    assert "cookies" in next(each.message for each in imported.remarks if each.code == "POL003")


def test_rows_that_contradict_each_other_are_found_and_others_are_not() -> None:
    rows = "| Köp | Sälja | Avtal | Avtalstiden + {} år |\n"
    imported = import_policy(HEAD + rows.format(1) + rows.format(3), "p.md")
    (remark,) = [each for each in imported.remarks if each.code == "POL012"]
    assert str(remark.where) == "p.md:4:1"
    assert "contract.end + 3 years" in remark.message
    assert codes(import_policy(HEAD + rows.format(1) + rows.format(1))) == []
    other = "| Köp | Bokföra | Avtal | Avtalstiden + 3 år |\n"
    assert codes(import_policy(HEAD + rows.format(1) + other)) == []


def test_a_note_below_the_table_is_read_with_its_time_or_goes_to_a_person() -> None:
    text = (
        HEAD + "| Köp* | Sälja | Avtal | Avtalstiden + 1 år* |\n| Demo | Visa | Avtal | 90 dagar [1] |\n"
        "| Jobb | Välja | Intresseavvägning, samtycke | Under rekryteringsprocessen + 6 mån² |\n\n"
        "\\* Gäller inte företag som har gått i konkurs.\n\n[1] Längre om kunden är snäll.\n\n² "
        "vid samtycke\n"
    )
    imported = import_policy(text)
    assert titled(imported) == ["Köp", "Demo", "Jobb"]
    buying, demo, job = (each.purposes for each in imported.register.activities)
    assert buying[0].rule is None
    assert buying[0].needs_person == "Avtalstiden + 1 år (Gäller inte företag som har gått i konkurs)"
    assert demo[0].needs_person == "90 dagar (Längre om kunden är snäll)"
    assert [formal(each.rule) for each in job if each.rule] == [
        "recruitment.closed", "earliest(recruitment.closed + 6 months, consent.withdrawn)",
    ]  # fmt: skip
    assert codes(imported).count("POL014") == 4
    # A sign that no note answers to is no note.
    assert codes(import_policy(HEAD + "| Köp | Sälja | Avtal | Avtalstiden + 1 år |\n\n* Punkt\n")) == []


def test_lists_of_unequal_length_are_never_matched() -> None:
    lists = (
        "## Behandling\n\n1. Köp\n2. Demo\n\n## Rättslig grund\n\n1. Avtal\n2. Avtal\n\n## "
        "Lagringstid\n\n1. 1 år\n2. 2 år\n3. 3 år\n"
    )
    imported = import_policy(lists)
    assert titled(imported) == ["Köp", "Demo"]
    assert [each.purposes[0].needs_person for each in imported.register.activities] == [
        "(ingen lagringstid angiven)"
    ] * 2
    assert codes(imported) == ["POL018"]
    cells = (
        "<table><tr><th>Behandling</th><th>Syfte</th><th>Rättslig grund</th><th>Lagringstid</th></tr><tr>"
        "<td>Köp<br>Demo</td><td>Sälja</td><td>Avtal<br>Samtycke<br>Avtal</td><td>1 år</td></tr></table>"
    )
    assert codes(import_policy(cells)) == ["POL018"]


def test_each_basis_of_a_cell_with_its_own_time() -> None:
    text = (
        "<table><tr><th>Behandling</th><th>Syfte</th><th>Rättslig grund</th><th>Lagringstid</th></tr><tr>"
        "<td>Köp</td><td>Sälja</td><td>Avtal<br>Samtycke</td><td>Avtalstiden + 1 år<br>Tills "
        "samtycket återkallas</td>"
        "</tr></table>"
    )
    (found,) = import_policy(text).register.activities
    assert [formal(each.rule) for each in found.purposes if each.rule] == [
        "contract.end + 1 year",
        "consent.withdrawn",
    ]


def test_a_table_without_times_is_read_and_every_row_asks() -> None:
    text = (
        "| Behandling | Syfte | Personuppgifter | Rättslig grund |\n|-|-|-|-|\n| Köp | Sälja |"
        " Namn | Avtal |\n"
    )
    imported = import_policy(text)
    assert imported.register.activities[0].purposes[0].needs_person == "(ingen lagringstid angiven)"
    assert any("time of storage" in each.message for each in imported.remarks if each.code == "POL008")


def test_sections_beside_a_table_and_half_sections_are_told() -> None:
    section = "## Demo\n\nÄndamål: Visa\n\nRättslig grund: Avtal\n\nLagringstid: Avtalstiden\n\n"
    imported = import_policy(HEAD + "| Köp | Sälja | Avtal | Avtalstiden |\n\n" + section)
    assert titled(imported) == ["Köp"]
    assert codes(imported) == ["POL021"]
    imported = import_policy(section + "## Film\n\nRättslig grund: Avtal\n")
    assert titled(imported) == ["Demo"]
    assert codes(imported) == ["POL021"]


def test_several_purposes_under_one_heading_are_a_group_of_people() -> None:
    text = "## Kunder\n\n" + "".join(
        f"Ändamål: {purpose}\n\nRättslig grund: Avtal\n\nLagringstid: Avtalstiden\n\n"
        for purpose in ("Sälja", "Laga")
    )
    imported = import_policy(text)
    assert titled(imported) == ["Sälja", "Laga"]
    assert [each.subjects for each in imported.register.activities] == [("customer",)] * 2


def test_chapters_that_are_called_as_labels_are_no_activity() -> None:
    text = (
        "# Policy\n\n## Ändamål\n\nVi vill sälja.\n\n## Rättslig grund\n\nAvtal.\n\n## "
        "Lagringstid\n\nEtt år.\n"
    )
    with pytest.raises(Exception, match="no table of activities, and no sections"):
        import_policy(text)


def test_labels_in_one_paragraph_without_breaks() -> None:
    text = "## Köp\n\nÄndamål: Leverera varan. Rättslig grund: Avtal. Lagringstid: Avtalstiden + 1 år.\n"
    (found,) = import_policy(text).register.activities
    assert (found.title, [formal(each.rule) for each in found.purposes if each.rule]) == (
        "Köp",
        ["contract.end + 1 year"],
    )


def test_plain_text_with_tabs_or_columns() -> None:
    tabs = (
        "Policy\nBehandling\tSyfte\tRättslig "
        "grund\tLagringstid\nKöp\tSälja\tAvtal\tAvtalstiden\nDemo\tVisa\tAvtal\t90 dagar\n"
    )
    columns = (
        "Firma Exempel AB ansvarar för uppgifterna.\n\n"
        "Behandling     Syfte            Rättslig grund    Lagringstid\n"
        "-------------------------------------------------------------\n"
        "Köp i          Sälja varor      Avtal             Avtalstiden\n"
        "butiken        till kunder                        + 1 år\n\n"
        "Demo           Visa             Avtal             Avtalstiden\n\n"
        "Hör av dig om du har frågor om hur vi gör med dina uppgifter.\n"
    )
    assert titled(import_policy(tabs)) == ["Köp", "Demo"]
    imported = import_policy(columns, "p.txt")
    assert titled(imported) == ["Köp i butiken", "Demo"]
    assert formal(imported.register.activities[0].purposes[0].rule) == "contract.end + 1 year"  # type: ignore[arg-type]
    assert str(imported.places["activity demo"]) == "p.txt:8:1"


# -- HTML as it is on the web -----------------------------------------------------------------------------


def test_a_page_with_navigation_scripts_layout_tables_and_a_cookie_banner() -> None:
    text = (
        "<!-- made --><!doctype html><html><head><script>var a = '<table>';</script></head><body>"
        "<nav><ul><li>Hem</li></ul></nav><div id='onetrust-consent-sdk'><div><p>Vi använder "
        "kakor.</p></div></div>"
        "<table><tr><td>Meny</td><td><table><tr><th>Behandling</th><th>R&auml;ttslig grund</th>"
        "<th>Lagringstid</th></tr>"
        "<tr><td>K&ouml;p<sup>1</sup></td><td>Avtal</td><td>Avtalstiden</td></tr></table><p><sup>"
        "1</sup> Alla.</p></td></tr>"
        "</table><img src='x/tabell-lagring.png' alt=''><footer><p>Exempel Handel AB, org. nr "
        "559900-0014</p></footer>"
        "</body></html>"
    )
    imported = import_policy(text)
    assert titled(imported) == ["Köp"]
    assert imported.register.entities[0].org_no == "559900-0014"
    assert codes(imported) == ["POL019", "POL015", "POL014"]
    assert not any("kakor" in each.text for each in imported.register.statements)


# -- DOCX -------------------------------------------------------------------------------------------------


def test_docx_with_merged_cells_tracked_changes_and_lists() -> None:
    document = WordDocument()
    document.add_heading("Integritetspolicy", level=1)
    document.add_paragraph("Ett villkor", style="List Bullet")
    table = document.add_table(rows=3, cols=4)
    rows = (
        HEADS["sv"][:2] + HEADS["sv"][4:],
        ("Köp", "Sälja", "Avtal", "90 dagar"),
        ("", "Laga", "Avtal", "Avtalstiden"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, said in zip(row.cells, texts, strict=True):
            cell.text = said
    table.cell(1, 0).merge(table.cell(2, 0))
    buffer = io.BytesIO()
    document.save(buffer)
    imported = import_document(buffer.getvalue(), "p.docx")
    assert titled(imported) == ["Köp", "Köp"]
    assert [each.published.purpose for each in imported.register.activities if each.published] == [
        "Sälja",
        "Laga",
    ]
    assert str(imported.places["activity kop-2"]) == "p.docx, table 1, row 3"
    assert codes(imported) == []
    changed = tracked(buffer.getvalue(), "90 dagar", "Avtalstiden + 2 år")
    imported = import_document(changed, "p.docx")
    assert formal(imported.register.activities[0].purposes[0].rule) == "contract.end + 2 years"  # type: ignore[arg-type]
    assert codes(imported) == ["POL016"]


def tracked(data: bytes, before: str, after: str) -> bytes:
    """The document with one text changed under tracking."""
    removed = f"<w:del w:id='9' w:author='x'><w:r><w:delText>{before}</w:delText></w:r></w:del>"
    added = f"<w:ins w:id='8' w:author='x'><w:r><w:t>{after}</w:t></w:r></w:ins>"
    return with_part(
        data,
        "word/document.xml",
        lambda xml: xml.replace(f"<w:r><w:t>{before}</w:t></w:r>".encode(), (removed + added).encode()),
    )


# -- other languages --------------------------------------------------------------------------------------

BASES_ABROAD = {
    "de": (
        "Vertrag, berechtigtes Interesse",
        "Einwilligung (Art. 6 Abs. 1 lit. a DSGVO)",
        "Rechtliche Verpflichtung",
    ),
    "nl": (
        "Uitvoering van de overeenkomst en gerechtvaardigd belang",
        "Toestemming",
        "Wettelijke verplichting",
    ),
    "fr": (
        "Exécution du contrat, intérêt légitime",
        "Consentement",
        "Obligation légale (article 6, paragraphe 1, point c)",
    ),
    "da": ("Aftale og legitim interesse", "Samtykke (artikel 6, stk. 1, litra a)", "Retlig forpligtelse"),
    "no": ("Avtale, berettiget interesse", "Samtykke", "Rettslig forpliktelse (artikkel 6 nr. 1 bokstav c)"),
}
TIMES_ABROAD = {
    "de": "2 Jahre nach Vertragsende",
    "nl": "7 jaar",
    "fr": "3 ans",
    "da": "30 dage",
    "no": "6 måneder",
}


@pytest.mark.parametrize("language", sorted(BASES_ABROAD))
def test_bases_abroad_are_read_and_times_go_to_a_person(language: str) -> None:
    rows: list[Row] = [
        (f"Titel {place}", "Zweck", "", "", basis, TIMES_ABROAD[language])
        for place, basis in enumerate(BASES_ABROAD[language])
    ]
    imported = import_policy(LAYOUTS["html_table"](rows, HEADS[language]))
    found = [[str(one.basis) for one in each.purposes] for each in imported.register.activities]
    assert found == [["contract", "legitimate_interests"], ["consent"], ["legal_obligation"]]
    assert not {"POL006", "POL007"} & set(codes(imported))
    purposes = imported.register.purposes().values()
    assert {each.needs_person for each in purposes} == {TIMES_ABROAD[language]}
    assert imported.register.language == "en"


def test_the_pages_examples_are_policies_with_the_same_two_activities() -> None:
    text = (Path(__file__).parents[2] / "docs" / "policy-import.md").read_text(encoding="utf-8")
    examples = re.findall(r"```markdown policy\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 3
    read = [import_policy(each) for each in examples]
    assert {tuple(titled(each)) for each in read} == {("Köp i butiken", "Nyhetsbrev")}
    assert [set(codes(each)) for each in read] == [set()] * 3
    rules = [[formal(one.rule) for one in each.register.purposes().values() if one.rule] for each in read]
    assert rules == [["contract.end + 1 year", "consent.withdrawn"]] * 3
    # Every finding that the page names is one, and every finding about documents is named there.
    named = set(re.findall(r"POL0\d\d", text))
    assert named <= set(BY_CODE)
    assert {check.code for check in DOCUMENT_CHECKS} <= named


def test_notes_and_headings_within_the_table() -> None:
    heads = "<tr><th>Behandling</th><th>Syfte</th><th>Rättslig grund</th><th>Lagringstid</th></tr>"
    row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    text = f"<table>{heads}<tr><td colspan=4>Försäljning</td></tr>" + (
        row.format("Köp", "Sälja", "Avtal", "90 dagar*")
        + "<tr><td colspan=4>* från och med köpet</td></tr></table>"
    )
    imported = import_policy(text)
    assert titled(imported) == ["Köp"]
    assert imported.register.activities[0].purposes[0].needs_person == "90 dagar (från och med köpet)"
    assert codes(imported) == ["POL013", "POL014"]
    # A name without anything beside it is an activity that lacks all: a person must look.
    forgotten = import_policy(
        f"<table>{heads}{row.format('Utskick', '', '', '')}{row.format('Köp', 'a', 'Avtal', '1 år')}"
    )
    assert titled(forgotten) == ["Utskick", "Köp"]
    assert "POL006" in codes(forgotten)


def test_footnotes_and_pictures_of_a_docx() -> None:
    document = WordDocument()
    table = document.add_table(rows=2, cols=4)
    rows = (("Behandling", "Syfte", "Rättslig grund", "Lagringstid"), ("Köp", "Sälja", "Avtal", "NOTED"))
    for cells_of, texts in zip(table.rows, rows, strict=True):
        for cell, said in zip(cells_of.cells, texts, strict=True):
            cell.text = said
    buffer = io.BytesIO()
    document.save(buffer)
    drawn = (
        b"<w:drawing><wp:inline "
        b"xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'>"
        b"<wp:extent cx='5400000' cy='900000'/><wp:docPr id='1' name='x' descr='Alla tider'/>"
        b"</wp:inline></w:drawing>"
    )
    noted = "<w:t>Avtalstiden + 1 år</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r>".encode()

    def changed(xml: bytes) -> bytes:
        return xml.replace(b"<w:t>NOTED</w:t></w:r>", noted + drawn + b"</w:r>")

    notes = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="2"><w:p><w:r><w:t>Inte vid reklamation.</w:t></w:r></w:p></w:footnote>'
        b"</w:footnotes>"
    )
    data = with_part(buffer.getvalue(), "word/document.xml", changed, **{"word/footnotes.xml": notes})
    imported = import_document(data, "p.docx")
    needed = imported.register.activities[0].purposes[0].needs_person
    assert needed == "Avtalstiden + 1 år (Inte vid reklamation)"
    assert codes(imported) == ["POL015", "POL014"]


# -- printed pages ----------------------------------------------------------------------------------------


def lines(*rows: tuple[float, Sequence[str]], size: float = 10.0) -> tuple[Fragment, ...]:
    """Texts in four columns, each row at its height."""
    return tuple(
        Fragment(50 + 130 * place, y, text, size)
        for y, texts in rows
        for place, text in enumerate(texts)
        if text
    )


FOUR = ("Behandling", "Syfte", "Rättslig grund", "Lagringstid")


def test_a_row_that_a_page_break_cuts_is_joined_and_told() -> None:
    top = (20.0, ("Integritetspolicy 2026",))
    first = Page(
        lines(top, (60, FOUR), (80, ("Köp i", "Sälja varor", "Avtal", "Avtals-")), (780, ("Sida 1 av 2",))),
        line=1,
    )
    second = Page(
        lines(
            top,
            (60, FOUR),
            (80, ("butiken", "", "", "tiden + 1 år")),
            (100, ("Demo", "Visa", "Avtal", "1 år")),
        ),
        line=2,
    )
    read = read_pages([first, second])
    (table,) = [part for part in read.parts if isinstance(part, Table)]
    assert [row.cells for row in table.rows] == [
        ("Köp i butiken", "Sälja varor", "Avtal", "Avtalstiden + 1 år"),
        ("Demo", "Visa", "Avtal", "1 år"),
    ]
    assert [note.code for note in read.notes] == ["POL020"]
    assert [row.line for row in table.rows] == [1, 2]
    assert not [part for part in read.parts if not isinstance(part, Table)]


def test_rows_without_rules_or_space_begin_where_every_column_has_text() -> None:
    rows = ((60.0, FOUR), (72.0, ("Köp i", "Sälja", "Avtal", "1 år")), (84.0, ("butiken", "varor", "", "")))
    page_of = Page(lines(*rows, (96.0, ("Demo", "Visa", "Avtal", "2 år"))), line=1)
    (table,) = read_pages([page_of]).parts
    assert isinstance(table, Table)
    assert [row.cells[0] for row in table.rows] == ["Köp i butiken", "Demo"]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("person-", "uppgifter", "personuppgifter"),
        ("IP-", "adress", "IP-adress"),
        ("person-", "och kontaktuppgifter", "person- och kontaktuppgifter"),
        ("e-", "postadress", "e-postadress"),
        ("varan/", "tjänsten", "varan/tjänsten"),
        ("Köp av", "varor", "Köp av varor"),
        ("upp\u00ad", "gift", "uppgift"),
    ],
)
def test_words_that_a_line_divides_are_whole_again(above: str, below: str, whole: str) -> None:
    assert join_lines([above, below]) == whole
