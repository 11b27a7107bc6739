"""What changed between two versions is told in words, and what people must be told of is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.checks.laws import law_on
from varsam.domain.arrangement import Arrangement
from varsam.domain.register import (
    Activity,
    Basis,
    Channel,
    CollectedField,
    CollectionPoint,
    Entity,
    Measure,
    Purpose,
    Recipient,
    Register,
    Role,
    Statement,
)
from varsam.formats import publishing
from varsam.formats.publishing.changes import changes, letter, longer
from varsam.formats.publishing.comparing import Difference, claimed, difference, told
from varsam.formats.publishing.facts import facts
from varsam.formats.publishing.notice import MOST_SPOKEN_WORDS, Notice, lack_said, notice
from varsam.formats.publishing.page import page
from varsam.formats.publishing.telling import Telling
from varsam.formats.rule_text import parse
from varsam.formats.texts import Lang, families

LAW = law_on(date(2026, 11, 27))
OFFERS = Purpose(
    "offers",
    "Erbjuda tjänster",
    Basis.LEGITIMATE_INTERESTS,
    parse("contract.end + 2 years"),
    interest="sälja",
)
ACTIVITY = Activity(
    "marketing", "Utskick", Role.CONTROLLER, (OFFERS,), ("a",), ("contact.email",), ("customer",), ("mailer",)
)
CALLS = Activity(
    "calls", "Samtal", Role.CONTROLLER, (replace(OFFERS, id="calls", title="Hjälpa dig"),), ("a",)
)
POINT = CollectionPoint(
    "form",
    "Formuläret",
    Channel.WEB,
    ("marketing",),
    (
        CollectedField("E-post", "contact.email", True, "Utan den kan vi inte svara"),
        CollectedField("Telefon"),
    ),
    "under knappen",
)
REGISTER = Register(
    "Policy",
    (
        Entity(
            "a",
            "A AB",
            "556968-7857",
            email="a@a.example",
            website="https://a.example/p",
            no_dpo="behövs inte",
        ),
        Entity("b", "B AB", address="Box 1", no_dpo="behövs inte"),
    ),
    (ACTIVITY, CALLS),
    (Recipient("mailer", "Mailer AB", "utskick", "SE"),),
    (Statement("s", "Vi är försiktiga."),),
    measures=(Measure("m", "Låsta dörrar"),),
    collection_points=(POINT,),
)


def told_facts(register: Register) -> dict[str, object]:
    return facts(Telling(register, "sv", LAW))


def with_activity(**changed: object) -> Register:
    return replace(REGISTER, activities=(replace(ACTIVITY, **changed), CALLS))  # type: ignore[arg-type]


def with_purpose(**changed: object) -> Register:
    return with_activity(purposes=(replace(OFFERS, **changed),))  # type: ignore[arg-type]


def with_entity(**changed: object) -> Register:
    first, second = REGISTER.entities
    return replace(REGISTER, entities=(replace(first, **changed), second))  # type: ignore[arg-type]


def with_recipient(**changed: object) -> Register:
    [mailer] = REGISTER.recipients
    return replace(REGISTER, recipients=(replace(mailer, **changed),))  # type: ignore[arg-type]


NEW = replace(OFFERS, id="new", title="Mäta", basis=Basis.CONSENT)
ABROAD = Recipient("us", "Far Inc", "", "US")
EDITS: list[tuple[Callable[[], Register], str, bool, str]] = [
    (lambda: with_entity(name="Nya A AB"), "controller_named", True, "was “A AB”, is “Nya A AB”"),
    (lambda: replace(REGISTER, entities=REGISTER.entities[:1]), "controller_gone", True, "B AB"),
    (lambda: replace(REGISTER, entities=(*REGISTER.entities, Entity("c", "C"))), "controller_new", True, "C"),
    (lambda: with_entity(email="b@a.example"), "contact", True, "the e-mail address was “a@a.example”"),
    (lambda: with_entity(phone="033-1"), "contact_new", False, "the telephone number is new: 033-1"),
    (lambda: replace(REGISTER, activities=(ACTIVITY,)), "activity_gone", False, "Samtal"),
    (lambda: with_activity(title="Brev"), "activity_named", False, "Brev: was called “Utskick” before"),
    (lambda: with_activity(role=Role.PROCESSOR), "role_processor", True, "are a processor"),
    (lambda: with_activity(controllers=("a", "b")), "controllers_more", True, "B AB is now a controller too"),
    (lambda: with_activity(controllers=()), "controllers_fewer", True, "A AB is no longer a controller"),
    (
        lambda: with_activity(categories=("contact.email", "image")),
        "categories_more",
        True,
        "new data: Image",
    ),
    (lambda: with_activity(categories=()), "categories_fewer", False, "no longer: E-mail address"),
    (lambda: with_activity(subjects=("customer", "child")), "subjects_more", True, "Children"),
    (lambda: with_activity(subjects=()), "subjects_fewer", False, "no longer concerns: Customers"),
    (lambda: with_activity(recipients=()), "recipients_fewer", False, "no longer goes to Mailer AB"),
    (lambda: with_activity(decisions="poäng"), "decisions", True, "automated decisions, as follows: poäng"),
    (lambda: with_activity(purposes=(OFFERS, NEW)), "purpose_new", True, "new purpose: Mäta (Consent)"),
    (lambda: with_purpose(title="Sälja"), "purpose_named", True, "was “Erbjuda tjänster”, is “Sälja”"),
    (
        lambda: with_purpose(id="x", basis=Basis.CONSENT),
        "basis",
        True,
        "was “Legitimate interests”, is “Consent”",
    ),
    (lambda: with_purpose(rule=parse("contract.end + 3 years")), "time_longer", True, "(longer)"),
    (lambda: with_purpose(rule=parse("contract.end + 1 year")), "time_shorter", False, "(shorter)"),
    (lambda: with_purpose(rule=parse("case.closed + 1 year")), "time", True, "is “Case closure + 1 year”"),
    (lambda: with_purpose(rule=None, needs_person="länge"), "time", True, "is “länge”"),
    (lambda: with_purpose(interest="mäta"), "interest", True, "was “sälja”, is “mäta”"),
    (lambda: with_purpose(marketing=True), "marketing", True, "is now direct marketing"),
    (
        lambda: replace(REGISTER, recipients=(*REGISTER.recipients, ABROAD)),
        "recipient_new_abroad",
        True,
        "States",
    ),
    (lambda: with_recipient(location="US"), "recipient_moved", True, "was “Sweden”, is “United States”"),
    (lambda: with_recipient(name="Brev AB"), "recipient_named", True, "was “Mailer AB, utskick”"),
    (lambda: replace(REGISTER, recipients=()), "recipient_gone", False, "Mailer AB: no longer a recipient"),
    (
        lambda: replace(REGISTER, collection_points=(replace(POINT, obtained_from="SPAR"),)),
        "source",
        True,
        "comes from “SPAR”",
    ),
    (
        lambda: replace(REGISTER, collection_points=(replace(POINT, fields=()),)),
        "required",
        False,
        "was “E-post”, is “(nothing)”",
    ),
    (lambda: replace(REGISTER, measures=()), "measure_gone", False, "Låsta dörrar"),
    (
        lambda: replace(REGISTER, statements=(Statement("s", "Nytt."),)),
        "sentence",
        False,
        "now reads “Nytt.”",
    ),
    (lambda: replace(REGISTER, statements=()), "sentence_gone", False, "“Vi är försiktiga.”"),
]


@pytest.mark.parametrize(("edit", "code", "material", "words"), EDITS, ids=[each[1] for each in EDITS])
def test_a_change_is_told_in_words_and_weighed(
    edit: Callable[[], Register], code: str, material: bool, words: str
) -> None:
    found = {each.code: each for each in changes(told_facts(REGISTER), told_facts(edit()))}
    assert found[code].material is material
    assert words in found[code].said("en")
    assert found[code].said("sv") != found[code].said("en")


def test_who_answers_for_what_is_material_once_it_was_told() -> None:
    arranged = Arrangement("joint", ("a", "b"), informs="a")
    before, first, second = (
        facts(Telling(REGISTER, "sv", LAW, arrangements=each))
        for each in ((), (arranged,), (replace(arranged, informs="b"),))
    )
    assert [(each.code, each.material) for each in changes(before, first)] == [("arrangement", False)]
    [change] = changes(first, second)
    assert change.material
    assert change.said("en") == "Which of the controllers answers for what has changed"


def test_nothing_changed_is_no_change_and_the_reverse_is_told_too() -> None:
    before = told_facts(REGISTER)
    assert changes(before, told_facts(REGISTER)) == ()
    assert [each.code for each in changes(told_facts(replace(REGISTER, activities=(CALLS,))), before)] == [
        "activity_new"
    ]
    unpublished = replace(REGISTER, activities=(ACTIVITY, replace(CALLS, unpublished=True)))
    assert [each.code for each in changes(before, told_facts(unpublished))] == ["activity_gone"]


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("contract.end + 1 year", "contract.end + 3 years", True),
        ("contract.end + 12 months", "contract.end + 1 year", None),
        ("earliest(case.closed + 30 days, file.received + 12 months)", "case.closed + 30 days", None),
        ("contract.end + 3 years", "contract.end + 90 days", False),
        ("year_end(fiscal_year.end + 7 years)", "year_end(fiscal_year.end + 8 years)", True),
        ("contract.end", "", None),
        ("no rule (", "contract.end", None),
    ],
)
def test_longer_is_said_only_where_it_is_so(old: str, new: str, answer: bool | None) -> None:
    assert longer(old, new) is answer


def test_the_letter_tells_what_is_material_and_nothing_else() -> None:
    after = replace(with_purpose(rule=parse("contract.end + 3 years")), measures=())
    found = changes(told_facts(REGISTER), told_facts(after))
    assert {each.code for each in found} == {"time_longer", "measure_gone"}
    swedish = letter(found, told_facts(after), date(2027, 1, 1), "sv")
    assert swedish.subject == "A AB och B AB ändrar sin integritetspolicy från 2027-01-01"
    assert (
        "- Utskick: lagringstiden var ”Avtalstiden + 2 år”, är ”Avtalstiden + 3 år” (längre)" in swedish.body
    )
    assert "Låsta dörrar" not in swedish.body
    english = letter(found, told_facts(after), date(2027, 1, 1), "en").body
    assert "https://a.example/p" in english
    assert "a@a.example" in english


# -- notices -----------------------------------------------------------------------------------------------


def at(point: CollectionPoint, register: Register = REGISTER, lang: Lang = "en") -> Notice:
    return notice(Telling(register, lang, LAW), point)


def test_a_notice_tells_what_article_13_wants() -> None:
    made = at(POINT)
    for words in (
        "A AB is the controller. You reach us here: a@a.example.",
        "Legal basis: Legitimate interests. Kept: contract period + 2 years. Our legitimate interest:",
        "Receives the data:",
        "is required.",
        "Voluntary:",
        "You may object to what rests on our legitimate interest.",
        "<https://a.example/p>",
    ):
        assert words in made.markdown
    assert made.lacks == ()
    assert "B AB" not in made.markdown
    assert "got the data from" not in made.markdown
    assert "<" not in made.plain()
    assert "https://a.example/p" in made.plain()
    html = made.html(Telling(REGISTER, "en", LAW))
    assert html.startswith('<section lang="en">\n<h2>How we use your data</h2>')
    assert '<a href="https://a.example/p">' in html


def test_where_data_comes_from_others_its_kind_and_source_are_told() -> None:
    bought = replace(POINT, channel=Channel.THIRD_PARTY, obtained_from="SPAR", fields=())
    made = at(bought, lang="sv")
    assert "Uppgifterna: E-postadress." in made.markdown
    assert "Uppgifterna har vi fått från: SPAR." in made.markdown
    assert made.lacks == ()
    assert [each.code for each in at(replace(bought, obtained_from="")).lacks] == ["source", "fields"]


def test_what_a_notice_lacks_is_listed() -> None:
    register = replace(
        with_purpose(rule=None, interest="", needs_person="länge"),
        entities=(Entity("a", "A AB"),),
    )
    register = replace(register, activities=(replace(register.activities[0], recipients=()), CALLS))
    point = replace(POINT, notice="", fields=(CollectedField("E-post", required=True),))
    made = at(point, register)
    codes = {each.code for each in made.lacks}
    assert codes == {"contact", "dpo", "recipients", "time", "interest", "consequence", "website", "place"}
    assert lack_said(made.lacks[0], Telling(register, "sv")) == "A AB har ingen kontaktväg (13.1 a)"
    assert "activities" in {each.code for each in at(replace(POINT, activities=())).lacks}
    assumed = with_purpose(assumed=True)
    assert {each.code for each in at(POINT, assumed).lacks} == {"time_assumed"}


def test_what_is_said_before_a_call_is_short_and_comes_before_the_recording() -> None:
    call = replace(POINT, channel=Channel.PHONE, activities=("calls",))
    assert at(POINT).spoken == ""
    spoken = at(call).spoken
    assert spoken.startswith(
        "This is A AB. We process your data for: Hjälpa dig. We keep it: contract period"
    )
    assert "record" not in spoken
    recorded = replace(CALLS, categories=("audio",))
    heard = at(call, replace(REGISTER, activities=(ACTIVITY, recorded))).spoken
    assert heard.index("record the call") < heard.index("We process")
    many = tuple(replace(OFFERS, id=f"p{n}", title=f"Ändamål nummer {n} i raden") for n in range(30))
    long = at(call, replace(REGISTER, activities=(ACTIVITY, replace(recorded, purposes=many)))).spoken
    assert len(long.split()) <= MOST_SPOKEN_WORDS
    assert "Ändamål nummer 0" in long
    consent = replace(recorded, purposes=(replace(OFFERS, basis=Basis.CONSENT),))
    asked = at(call, replace(REGISTER, activities=(ACTIVITY, consent)), "sv").spoken
    assert "Vi spelar bara in om du säger ja." in asked


# -- pages -------------------------------------------------------------------------------------------------

TEXT = "# Policy\n\nVi säger ”ja”. Vi sparar inget.\n\n| Sak | Tid |\n|---|---|\n| Köp | 1 år |\n"


def test_a_page_is_the_same_in_its_frame_and_with_other_quotes() -> None:
    html = page(TEXT, "sv", {"version": "4", "content": "ab"})
    assert claimed(html) == {"version": "4", "content": "ab"}
    assert claimed("<p>x</p>") == {}
    assert told(html) == told(TEXT)
    framed = html.replace("<main", "<header><p>Hem. Om oss.</p></header><main").replace("”ja”", '"ja"')
    framed = framed.replace("</main>", "</main><footer>© 2026</footer>")
    assert difference(told(html), told(framed)).same


def test_what_was_changed_on_a_page_is_found() -> None:
    published = told(page(TEXT, "sv", {}))
    shorter = difference(published, told(TEXT.replace("1 år", "5 år").replace("Vi sparar inget.", "")))
    assert shorter == Difference(("Vi sparar inget.", "Köp · Tid: 1 år"), ())
    within = difference(published, told(TEXT.replace("Vi sparar", "Vi säljer allt. Vi sparar")))
    assert within == Difference((), ("Vi säljer allt.",))
    assert difference(published, ("Något helt annat.",)) == Difference(published, ())
    many = tuple(f"Mening {number}." for number in range(5_001))
    assert difference(many, many[1:]) == Difference(("Mening 0.",), ())


def test_every_text_of_a_policy_is_used() -> None:
    said = {each[1] for each in EDITS} | {"nothing"}
    elsewhere = [
        "activity_new",
        "purpose_gone",
        "recipients_more",
        "role_controller",
        "decisions_gone",
        "recipient_new",
    ]
    elsewhere += ["source_gone", "measure_new", "measure_said", "sentence_new", "arrangement"]
    assert set(families()["change"]) == said | set(elsewhere)
    folder = Path(publishing.__file__).parent
    program = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    program = program.replace("'", '"')
    for family in ("policy", "untold", "reached", "change_letter"):
        named = [code for code in families()[family] if f'"{code}"' not in program]
        assert [code for code in named if f"{family}.{code}" not in program] == []
