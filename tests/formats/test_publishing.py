"""The published policy says what the register says, keeps its owner's words, and reads back as it was."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.laws import law_on
from varsam.domain.arrangement import Arrangement
from varsam.domain.calendar import Period, Unit
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    AssessmentResult,
    Location,
    Partner,
    PartnerRole,
    Partners,
    Tool,
    Transfer,
    TransferAssessment,
)
from varsam.domain.register import (
    Activity,
    Basis,
    Entity,
    Measure,
    Purpose,
    Recipient,
    Register,
    Role,
    Statement,
)
from varsam.domain.retention import Earliest, EventRef, Plus, Rule, YearEnd, formal
from varsam.domain.transfers import Ground, decide
from varsam.formats.pdf import compile_pdf
from varsam.formats.policy import import_policy
from varsam.formats.policy.document import Table
from varsam.formats.policy.html import read_html
from varsam.formats.publishing import countries, own
from varsam.formats.publishing.document import Prose, Release, policy
from varsam.formats.publishing.own import pieces, pieces_of_statements
from varsam.formats.publishing.page import page
from varsam.formats.publishing.paper import typst_source
from varsam.formats.publishing.telling import Telling
from varsam.formats.register_yaml import fingerprint
from varsam.formats.texts import Lang

HERE = Path(__file__).parent
POLICIES = sorted((*(HERE / "policies").glob("*.md"), *(HERE / "policies").glob("*.html")))
RELEASE = Release(3, date(2026, 12, 1), "ab" * 32)
DAY = date(2026, 11, 27)
AGREED = Agreement("scc", AgreementKind.CLAUSES, signed_on=date(2026, 1, 1), valid_from=date(2026, 1, 1))


@cache
def softmore() -> tuple[str, Register]:
    document = (HERE / "policies" / "softmore-integritetspolicy.md").read_text(encoding="utf-8")
    return document, import_policy(document).register


def written(register: Register, document: str | None, lang: Lang = "sv", **given: object) -> str:
    told = pieces_of_statements(register) if document is None else pieces(document, register)
    prose = Prose(told, **given)  # type: ignore[arg-type]
    return policy(Telling(register, lang, law_on(DAY)), prose, RELEASE)


def as_page(markdown: str, lang: Lang = "sv") -> str:
    return page(markdown, lang, {"version": "3"})


# -- what is published is read back -----------------------------------------------------------------------


@pytest.mark.parametrize("path", POLICIES, ids=lambda each: each.stem)
def test_a_published_policy_is_imported_as_the_register_that_it_was_made_of(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    register = import_policy(document).register
    lang: Lang = "en" if register.language == "en" else "sv"
    markdown = written(register, document, lang)
    for published in (markdown, as_page(markdown, lang)):
        again = import_policy(published).register
        assert again == register
        assert fingerprint(again) == fingerprint(register)
    # Published again from what was published, nothing grows.
    assert written(register, markdown, lang) == markdown


def test_the_published_table_shows_the_same_twenty_rows() -> None:
    document, register = softmore()
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in document.splitlines()
        if line.startswith("|") and "---" not in line
    ]
    [table] = [
        each for each in read_html(as_page(written(register, document))).parts if isinstance(each, Table)
    ]
    assert len(rows) == 21
    assert [table.heads, *(row.cells for row in table.rows)] == rows


TRICKY = (
    "1. Punkt ett kostar 5 * 3 kronor och heter _x_.",
    "# Det här är ingen rubrik.",
    "- Det här är inget i en lista.",
    "A | B är <b>inte</b> en tabell &amp; [inte](en) länk.",
    "> Det här är inget citat.",
    "~~~ Det här är ingen kod.",
    "Sökvägen C:\\temp är `ingen` kod.",
    "= Det här är ingen rubrik heller.",
    "<!-- varsam:begin facts --> står inte här.",
    "![Det här](är) ingen bild.",
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    st.sampled_from(["contract.end", "case.closed", "fiscal_year.end", "own.thing"]).map(EventRef),
    lambda inner: st.one_of(
        st.builds(Plus, inner, st.builds(Period, st.integers(1, 12), st.sampled_from(Unit))),
        st.lists(inner, min_size=2, max_size=2).map(lambda parts: Earliest(tuple(parts))),
        inner.map(YearEnd),
    ),
    max_leaves=3,
)
ROW = st.lists(
    st.tuples(st.sampled_from(Basis), RULES), min_size=1, max_size=2, unique_by=lambda each: each[0]
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(ROW, min_size=1, max_size=3),
    st.lists(st.sampled_from(TRICKY), max_size=3, unique=True),
    st.sampled_from(["sv", "en"]),
    st.sampled_from(["sv", "en"]),
    st.booleans(),
)
def test_a_small_register_is_published_and_read_back(
    drawn: list[list[tuple[Basis, Rule]]], texts: list[str], language: str, lang: Lang, html: bool
) -> None:
    activities = tuple(
        Activity(
            f"a{number}",
            f"Sak {number} & <co>",
            Role.CONTROLLER,
            tuple(Purpose(f"a{number}-{basis}", "Därför", basis, rule) for basis, rule in row),
            ("company",),
            ("contact",),
            ("customer",),
        )
        for number, row in enumerate(drawn)
    )
    statements = tuple(Statement(f"s{number}", text, "Vad vi säger") for number, text in enumerate(texts))
    entity = Entity("company", "Bolaget AB", "556968-7857", email="a@b.example", no_dpo="behövs inte")
    register = Register("Policy", (entity,), activities, language=language, statements=statements)
    markdown = written(register, None, lang)
    again = import_policy(as_page(markdown, lang) if html else markdown).register
    for wanted, read in zip(activities, again.activities, strict=True):
        assert (read.title, read.categories, read.subjects) == (
            wanted.title,
            wanted.categories,
            wanted.subjects,
        )
        kept, found = (
            sorted((each.basis.value, formal(each.rule)) for each in one.purposes if each.rule)
            for one in (wanted, read)
        )
        assert found == kept
    told = [each.text for each in again.statements]
    assert told == (texts if lang == language else [])


# -- the owner's prose --------------------------------------------------------------------------------------

OWN = """\
# Vår policy

Vi heter **Bolaget AB** och [når ni oss](https://bolaget.example) så svarar vi. Vi sparar inget i onödan.

## Ändringar

Vi ändrar ibland. <script>alert(1)</script> Vi säger till. ![Logotyp](https://elsewhere.example/x.png)

<!-- varsam:interests -->

| Behandling | Rättslig grund | Lagringstid |
|---|---|---|
| Köp | Intresseavvägning | Avtalstiden + 1 år |

## Kontakt

[Farligt](javascript:alert) är det inte att [skriva](mailto:a@bolaget.example).

- Ring oss.
- Skriv till oss.
"""


def with_interest() -> Register:
    register = import_policy(OWN).register
    [activity] = register.activities
    [purpose] = activity.purposes
    return replace(
        register, activities=(replace(activity, purposes=(replace(purpose, interest="att sälja mer"),)),)
    )


def test_own_words_keep_their_marks_and_the_table_stands_where_it_stood() -> None:
    register = with_interest()
    markdown = written(register, OWN, untold=())
    assert "Vi heter **Bolaget AB** och [når ni oss](https://bolaget.example) så svarar vi." in markdown
    assert "- Ring oss.\n- Skriv till oss." in markdown
    order = [markdown.index(each) for each in ("## Ändringar", "att sälja mer", "| Köp |", "## Kontakt")]
    assert order == sorted(order)
    # The owner said where interests go, so they stand there only; the rest comes after the table.
    assert markdown.count("att sälja mer") == 1
    assert (
        markdown.index("| Köp |") < markdown.index("## Uppgifter ur vårt register") < markdown.index("## Kon")
    )
    assert "## Dina rättigheter" not in markdown
    assert "Dina rättigheter" in written(register, OWN)


def test_a_sentence_is_published_as_the_register_has_it() -> None:
    register = with_interest()
    ids = {each.text: each.id for each in register.statements}
    changed = []
    for each in register.statements:
        if each.text == "Vi sparar inget i onödan.":
            changed.append(replace(each, text="Vi sparar det som lagen kräver."))
        elif each.text != "Ring oss.":
            changed.append(each)
    new = Statement("ny", "Vi finns i Borås.", "Kontakt")
    markdown = written(replace(register, statements=(*changed, new)), OWN)
    assert "onödan" not in markdown
    assert "så svarar vi. Vi sparar det som lagen kräver." in markdown
    assert "Ring oss" not in markdown
    assert "- Skriv till oss." in markdown
    assert markdown.index("Skriv till oss") < markdown.index("Vi finns i Borås.")
    # A head under which nothing is left goes too; a new section comes last.
    gone = [each for each in register.statements if each.section != "Kontakt"]
    fresh = Statement("fresh", "Helt nytt.", "Nytt avsnitt")
    shorter = written(replace(register, statements=(*gone, fresh)), OWN)
    assert "## Kontakt" not in shorter
    assert shorter.rstrip().endswith("## Nytt avsnitt\n\nHelt nytt.")
    assert ids["Ring oss."]


def test_the_prose_is_never_translated() -> None:
    document, register = softmore()
    english = written(register, document, "en")
    assert "The running text of this policy is written in Swedish and isn't translated" in english
    assert "vi hur" not in english
    assert '<span lang="sv">Direktmarknadsföring</span>' in english
    assert "| Contact details | Customers | Legitimate interests | Contract period + 3 years |" in english
    assert "## Your rights" in english
    html = as_page(english, "en")
    assert '<html lang="en">' in html
    assert '<span lang="sv">Direktmarknadsföring</span>' in html


def test_an_html_document_keeps_its_texts() -> None:
    document = (HERE / "policies" / "northwind.html").read_text(encoding="utf-8")
    register = import_policy(document).register
    told = pieces(document, register)
    assert own.shared(document, register) == len({each.id for each in register.statements})
    assert own.shared(OWN, register) == 0
    assert any(piece.table for piece in told)


# -- the page -----------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> Sequence[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(html)
    return reader.found


def test_the_page_runs_nothing_and_needs_nothing_from_elsewhere() -> None:
    html = as_page(written(with_interest(), OWN))
    found = tags(html)
    names = {tag for tag, _ in found}
    assert not names & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
    assert not any(name.startswith("on") or name in ("style", "src") for _, attrs in found for name in attrs)
    links = [str(attrs["href"]) for tag, attrs in found if tag == "a"]
    assert "https://bolaget.example" in links
    assert all(link.startswith(("#", "https://", "mailto:")) for link in links)
    assert "Logotyp" in html
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [csp] = [attrs["content"] for _, attrs in found if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert csp is not None
    assert f"style-src 'sha256-{digest}'" in csp
    assert csp.startswith("default-src 'none'")


def test_the_page_can_be_read_with_a_keyboard_and_a_screen_reader() -> None:
    document, register = softmore()
    html = as_page(written(register, document))
    found = tags(html)
    assert ("html", {"lang": "sv"}) in found
    assert [tag for tag, _ in found].count("h1") == 1
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in found if "id" in attrs]
    assert len(ids) == len(set(ids))
    inner = [
        str(attrs["href"])[1:] for tag, attrs in found if tag == "a" and str(attrs["href"]).startswith("#")
    ]
    assert len(inner) > 10
    assert set(inner) <= set(ids)
    assert html.count("<caption") == html.count("</caption>") == 1
    cells = [attrs for tag, attrs in found if tag == "td"]
    heads = [attrs for tag, attrs in found if tag == "th"]
    assert [each["scope"] for each in heads] == ["col"] * 6 + ["row"] * 20
    assert len(cells) == 100
    assert {str(each["data-label"]) for each in cells} == {
        "Syftet med behandlingen",
        "Kategorier av personuppgifter",
        "Kategorier av registrerade",
        "Rättslig grund",
        "Lagringstid",
    }
    assert all("role" in each for each in (*cells, *heads))
    assert html.count("<th ") == html.count("</th>")


def test_the_paper_is_the_same_each_time_and_runs_nothing() -> None:
    register = with_interest()
    hostile = replace(register, name='#panic("x")', statements=(Statement("s", '#panic("x") $x$ */ ]', ""),))
    source = typst_source(written(hostile, None), "sv")
    made = compile_pdf(source, on=DAY)
    assert made == compile_pdf(source, on=DAY)
    assert made.startswith(b"%PDF")


# -- what comes from the register ---------------------------------------------------------------------------


def told_of(register: Register, lang: Lang = "sv") -> str:
    return written(replace(register, statements=()), None, lang)


def test_facts_are_told_where_the_register_has_them_and_only_there() -> None:
    register = with_interest()
    bare = told_of(replace(register, activities=(replace(register.activities[0], purposes=(plain(),)),)))
    for head in (
        "intressen",
        "Varifrån",
        "måste lämna",
        "Vem som får",
        "utanför EU",
        "skyddas",
        "Automatiserade",
    ):
        assert head not in bare
    [entity] = register.entities
    whole = replace(
        register,
        entities=(
            replace(entity, address="Storgatan 1", email="a@b.example", phone="033-1", dpo="ombud@b.example"),
        ),
        recipients=(Recipient("m", "Mailer Inc", "utskick", "US"), Recipient("h", "Host Ltd", "", "XX")),
        measures=(Measure("d", "Krypterade diskar", "alla"),),
        activities=(replace(register.activities[0], decisions="Kreditprövning på poäng"),),
    )
    said = told_of(whole)
    for line in (
        "- Postadress: Storgatan 1",
        "- E-post: <a@b.example>",
        "- Dataskyddsombud: ombud@b.example",
        "- Köp: att sälja mer",
        "- Mailer Inc (utskick, USA)",
        "- Mailer Inc (USA): EU-kommissionens beslut om adekvat skyddsnivå, (EU) 2023/1795. Beslutet gäller"
        " bara: organisationer som är certifierade enligt Data Privacy Framework.",
        "- Host Ltd (XX): utanför EU/EES, utan beslut om adekvat skyddsnivå.",
        "- Krypterade diskar: alla",
        "- Köp: Kreditprövning på poäng",
    ):
        assert line in said
    assert "Your right" not in said
    assert "- Krypterade diskar" not in bare


def plain() -> Purpose:
    return Purpose("p", "Leverera", Basis.CONTRACT, EventRef("contract.end"))


def test_all_within_the_eea_is_said_only_where_every_country_is_known() -> None:
    register = with_interest()
    inside = replace(
        register, recipients=(Recipient("a", "A AB", "", "SE"), Recipient("b", "B AS", "", "NO"))
    )
    assert "Alla mottagare i registret finns inom EU/EES." in told_of(inside)
    unknown = replace(inside, recipients=(*inside.recipients, Recipient("c", "C")))
    assert "Alla mottagare" not in told_of(unknown)


def partner(name: str, *countries: str, **given: object) -> Partner:
    locations = tuple(map(Location, countries))
    made = Partner(name.casefold(), name, PartnerRole.PROCESSOR, locations=locations)
    return replace(made, **given)  # type: ignore[arg-type]


def test_partners_are_told_with_what_their_transfers_rest_on() -> None:
    register = with_interest()
    assessed = TransferAssessment(DAY, AssessmentResult.SUFFICIENT)
    clauses = Transfer("t", "IN", Tool.SCC, agreement="scc", module=2, assessment=assessed)
    helping = partner("Hjälp", "IN", transfers=(clauses,), agreements=(AGREED,))
    assert decide(helping, "IN", law_on(DAY)).ground is Ground.SAFEGUARDS
    partners = Partners(
        (
            partner("Driften", "SE", services=("drift",)),
            helping,
            partner("Utan", "CN"),
            partner("Förr", "SE", until=date(2020, 1, 1)),
        )
    )
    said = policy(Telling(register, "sv", law_on(DAY), partners), Prose(), RELEASE)
    assert "- Driften (drift, Sverige)" in said
    assert "Förr" not in said
    assert "- Utan (Kina): utanför EU/EES, utan beslut om adekvat skyddsnivå." in said
    assert "- Hjälp (Indien): EU-kommissionens standardavtalsklausuler. Du kan få en kopia av oss." in said


def test_the_essence_of_an_arrangement_is_told() -> None:
    register = with_interest()
    [first] = register.entities
    [activity] = register.activities
    both = replace(activity, controllers=(first.id, "other"))
    joint = replace(register, entities=(first, Entity("other", "Andra AB")), activities=(both,))
    arranged = (Arrangement("joint", (first.id, "other"), informs="other"),)
    said = policy(Telling(joint, "sv", law_on(DAY), arrangements=arranged), Prose(), RELEASE)
    assert "## Vem av oss som svarar för vad" in said
    assert "- Andra AB informerar dig om hur uppgifterna behandlas." in said
    assert "bestämmer tillsammans över" not in said


def test_who_decides_together_and_for_whom_is_told() -> None:
    register = with_interest()
    [activity] = register.activities
    [first] = register.entities
    second = Entity("other", "Andra AB")
    both = replace(activity, controllers=(first.id, "other"))
    joint = replace(register, entities=(first, second), activities=(both,))
    assert "bestämmer tillsammans över alla behandlingar" in told_of(joint)
    alone = replace(activity, id="b", title="Lön", controllers=("other",))
    mixed = told_of(replace(joint, activities=(both, alone)))
    assert "bestämmer tillsammans över: Köp." in mixed
    assert "Andra AB är ensam personuppgiftsansvarig för: Lön." in mixed
    storing = replace(activity, id="c", title="Lagring", role=Role.PROCESSOR)
    assert "är personuppgiftsansvarig: Lagring." in told_of(replace(joint, activities=(both, storing)))


def test_rights_follow_from_what_the_register_does() -> None:
    register = with_interest()
    [activity] = register.activities
    contract = replace(register, activities=(replace(activity, purposes=(plain(),)),))
    assert "Invändning:" in told_of(register)
    assert "Invändning:" not in told_of(contract)
    assert "Dataportabilitet:" in told_of(contract)
    assert "Dataportabilitet:" not in told_of(register)
    assert "återkalla" not in told_of(contract).partition("## Du kan återkalla")[2]
    marketing = replace(
        register, activities=(replace(activity, purposes=(replace(plain(), marketing=True),)),)
    )
    assert "## Du kan säga nej till direktmarknadsföring" in told_of(marketing)
    assert "## You can object to direct marketing" in told_of(marketing, "en")
    assert "direktmarknadsföring" not in told_of(contract)


def test_every_scope_of_the_shipped_law_is_there_in_swedish() -> None:
    scopes = {entry.scope for entry in law_on(DAY).packs["adequacy"].entries if entry.scope}
    assert len(scopes) > 3
    assert [each for each in scopes if countries.scope_in_words(each, "sv") in (None, each)] == []
    assert countries.scope_in_words("something new", "sv") is None


def test_what_changed_in_a_row_is_printed_anew() -> None:
    document, register = softmore()
    first, *others = register.activities
    more = replace(first, categories=(*first.categories, "location"), subjects=("supplier",))
    markdown = written(replace(register, activities=(more, *others)), document)
    [row] = [line for line in markdown.splitlines() if line.startswith("| Köp av produkt")]
    assert "Platsuppgifter" in row
    assert "| Leverantörer |" in row
    assert "| Avtalstiden + 1 år |" in row
    assert "Kontakt, adress och faktureringsuppgifter" not in row
