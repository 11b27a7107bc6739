"""Rules as text: three tongues that are one value, faults at their column, and the reader of policies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varsam.domain.calendar import Period, Unit
from varsam.domain.errors import Position, RegisterError
from varsam.domain.retention import Earliest, EventRef, Latest, Plus, Rule, YearEnd, formal
from varsam.formats.rule_text import (
    QUESTIONS,
    TONGUES,
    Tongue,
    event_wording,
    parse,
    print_rule,
    read_phrase,
    reading_json,
)
from varsam.formats.rule_text.lexicon import PHRASE_TONGUES, lexicon
from varsam.formats.rule_text.tongues import EVENT_WORDINGS
from varsam.formats.rule_text.words import plain

HOW_TO = Path(__file__).parents[2] / "docs" / "retention-rules.md"

NAMES = st.sampled_from(
    [*EVENT_WORDINGS, "contract.ending", "earliest.of", "year_end.at", "ar.x_1", "the.latest"]
)
PERIODS = st.builds(Period, st.integers(1, 15), st.sampled_from(Unit))
RULES: st.SearchStrategy[Rule] = st.recursive(
    st.one_of(NAMES, st.from_regex(r"[a-z][a-z0-9_]{0,6}\.[a-z][a-z0-9_]{0,6}", fullmatch=True)).map(
        EventRef
    ),
    lambda inner: st.one_of(
        st.builds(Plus, inner, PERIODS),
        st.builds(YearEnd, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Earliest(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Latest(tuple(parts))),
    ),
    max_leaves=6,
)
QUIET = settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(RULES, st.sampled_from(TONGUES))
def test_what_is_printed_is_read_back_as_the_same_rule(rule: Rule, tongue: Tongue) -> None:
    text = print_rule(rule, tongue)
    assert parse(text, tongue) == rule
    if tongue != "formal":
        if "." not in text:  # formal names keep their case
            assert parse(text.upper(), tongue) == rule
        assert read_phrase(text, tongue).rule == rule


@settings(QUIET, max_examples=80)
@given(RULES, st.sampled_from(TONGUES), st.sampled_from(["  ", "\n", "\u00a0", "\t "]))
def test_spaces_and_superfluous_parentheses_fall_away(rule: Rule, tongue: Tongue, space: str) -> None:
    text = print_rule(rule, tongue).replace(" ", space)
    assert parse(f"(({text} ) )", tongue) == rule


def test_the_formal_print_is_the_canonical_line() -> None:
    rule = parse(" ( latest( contract.end,account.closed )+1 years ) ")
    assert print_rule(rule) == formal(rule) == "latest(contract.end, account.closed) + 1 year"
    assert formal(parse("a.b + 12 month")) == "a.b + 12 months"


@pytest.mark.parametrize(
    ("line", "swedish", "english"),
    [
        ("contract.end + 1 year", "Avtalstiden + 1 år", "Contract period + 1 year"),
        ("demo.ended + 90 days", "Demoperioden + 90 dagar", "Demo period + 90 days"),
        ("consent.withdrawn", "Tills samtycket återkallas", "Until consent is withdrawn"),
        ("robot.scrapped + 2 weeks", "robot.scrapped + 2 veckor", "robot.scrapped + 2 weeks"),
        (
            "earliest(case.closed + 30 days, file.received + 12 months)",
            "Det tidigaste av (ärendets stängning + 30 dagar; mottagandet av filen + 12 månader)",
            "The earliest of (case closure + 30 days; receipt of the file + 12 months)",
        ),
        (
            "year_end(fiscal_year.end + 7 years)",
            "Slutet av kalenderåret för (räkenskapsårets slut + 7 år)",
            "The end of the calendar year of (end of the fiscal year + 7 years)",
        ),
    ],
)
def test_one_rule_in_three_tongues(line: str, swedish: str, english: str) -> None:
    rule = parse(line)
    assert print_rule(rule, "sv") == swedish
    assert print_rule(rule, "en") == english
    assert parse(swedish, "sv") == parse(english, "en") == rule


@pytest.mark.parametrize("tongue", ["sv", "en"])
def test_no_two_events_share_a_wording(tongue: Tongue) -> None:
    wordings = [event_wording(name, tongue) for name in EVENT_WORDINGS]
    assert len(set(wordings)) == len(wordings) > 20
    assert event_wording("robot.scrapped", tongue) == "robot.scrapped"


# -- faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tongue", "where", "message", "hint"),
    [
        ("contract.end + 1 yaer", "formal", "r.yaml:7:29", "unexpected “yaer” at column 18", "“year”"),
        (
            "contract.end +",
            "formal",
            "r.yaml:7:26",
            "unexpected the end at column 15",
            "contract.end + 1 year",
        ),
        ("contract.end 1 year", "formal", "r.yaml:7:25", "expected “+” or the end", "contract.end + 1 year"),
        ("contract.emd(", "formal", "r.yaml:7:24", "unexpected “(”", ""),
        ("earlist(a.b, c.d)", "formal", "r.yaml:7:12", "expected an event", "“earliest”"),
        ("latest(a.b c.d)", "formal", "r.yaml:7:23", "expected “)” or “,” or “+”", ""),
        ("a.b + 2 days)", "formal", "r.yaml:7:24", "expected “+” or the end", ""),
        ("a.b\n  + 1 foo", "formal", "r.yaml:8:7", "unexpected “foo” at column 7", ""),
        ("", "formal", "r.yaml:7:12", "expected an event", ""),
        ("a.b.c", "formal", "r.yaml:7:12", "unexpected “a.b.c”", ""),
        ("Contract.end", "sv", "r.yaml:7:12", "unexpected “Contract.end”", "“contract.end”"),
        ("Avtalstden + 1 år", "sv", "r.yaml:7:12", "unexpected “Avtalstden”", "“avtalstiden”"),
        ("Avtalstiden + 1 mån", "sv", "r.yaml:7:28", "expected a unit (dagar/veckor/månader/år)", "“månad”"),
        ("Contract period + 1 months + x", "en", "r.yaml:7:41", "expected a whole number", ""),
        ("a.b + 0 days", "formal", "r.yaml:7:12", "a period of 0 days", "1 or more"),
        ("a.b + 201 years", "formal", "r.yaml:7:12", "more than 200 years", "shorten"),
        ("a.b" + " + 1 day" * 300, "formal", "r.yaml:7:12", "too long", "at most 2000"),
        ("latest(" * 9 + "a.b" + ")" * 9, "formal", "r.yaml:7:12", "nested more than 8 deep", "purposes"),
    ],
)
def test_a_fault_is_named_at_its_place(
    text: str, tongue: Tongue, where: str, message: str, hint: str
) -> None:
    with pytest.raises(RegisterError) as raised:
        parse(text, tongue, Position("r.yaml", 7, 12))
    assert str(raised.value.where) == where
    assert message in raised.value.message
    assert hint in raised.value.hint


def rule_or_fault(text: str, tongue: Tongue) -> tuple[Rule | None, RegisterError | None]:
    try:
        return parse(text, tongue), None
    except RegisterError as fault:
        return None, fault


@settings(QUIET, max_examples=80)
@given(st.text("abl.ey_td+ (),;1059år\n", max_size=30) | st.text(max_size=12), st.sampled_from(TONGUES))
def test_any_text_is_a_rule_or_a_fault_with_a_place(text: str, tongue: Tongue) -> None:
    rule, fault = rule_or_fault(text, tongue)
    if fault:
        assert isinstance(fault.where, Position)
        assert fault.where.line >= 1
        assert fault.hint
    else:
        assert rule is not None
        assert parse(print_rule(rule, tongue), tongue) == rule


# -- phrases -------------------------------------------------------------------------------------------------


def how_to_table(heading: str) -> list[list[str]]:
    """Take the cells of the table under a heading of the how-to, without backquotes."""
    section = HOW_TO.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in rows]


@pytest.mark.parametrize(("phrase", "line"), how_to_table("Phrases that are read"))
def test_phrases_of_the_how_to_are_read_as_it_says(phrase: str, line: str) -> None:
    reading = read_phrase(phrase)
    assert reading.rule is not None
    assert (formal(reading.rule), reading.assumed, reading.when) == (line, False, None)


@pytest.mark.parametrize(("phrase", "question"), how_to_table("Phrases that need a person"))
def test_phrases_of_the_how_to_that_need_a_person(phrase: str, question: str) -> None:
    reading = read_phrase(phrase)
    assert (reading.rule, reading.needs_person, reading.question) == (None, phrase, question)
    assert reading_json(reading) == {"needs_person": phrase}


@pytest.mark.parametrize(("phrase", "event", "line", "question"), how_to_table("Readings to confirm"))
def test_phrases_of_the_how_to_that_are_assumed(phrase: str, event: str, line: str, question: str) -> None:
    reading = read_phrase(phrase, anchor_event=None if event == "–" else event)
    assert reading.rule is not None
    assert (formal(reading.rule), reading.assumed, reading.question) == (line, True, question)


def test_the_how_to_explains_every_question() -> None:
    explained = {row[0] for row in how_to_table("The questions")}
    assert explained == set(QUESTIONS)


def test_a_phrase_that_holds_with_consent_says_what_holds_without() -> None:
    assert reading_json(read_phrase("Under rekryteringsprocessen + 6 mån (vid samtycke)")) == {
        "rule": "earliest(recruitment.closed + 6 months, consent.withdrawn)",
        "assumed": False,
        "when": "consent",
        "otherwise": "recruitment.closed",
    }
    english = read_phrase("During the recruitment process and six months thereafter, with your consent", "en")
    assert english == read_phrase("Under rekryteringsprocessen + 6 mån (vid samtycke)", "sv")
    unsaid = read_phrase("6 månader efter avslutad rekrytering (vid samtycke)")
    assert (unsaid.when, unsaid.otherwise, unsaid.assumed) == ("consent", None, True)
    assert unsaid.question == "without_consent"


def test_a_cap_is_counted_from_what_the_caller_knows() -> None:
    phrase = "Avtalstiden + 1 år, max 12 mån"
    assert read_phrase(phrase).question == "cap_missing"
    capped = read_phrase(phrase, cap_event="order.placed")
    assert capped.rule == parse("earliest(contract.end + 1 year, order.placed + 12 months)")
    assert (capped.assumed, capped.question) == (True, "cap_assumed")
    said = read_phrase("Avtalstiden + 1 år – dock längst 3 år efter mottagandet")
    assert said.rule == parse("earliest(contract.end + 1 year, file.received + 3 years)")
    assert not said.assumed


def test_the_users_policy_is_read_as_published() -> None:
    """The rows of the published table; what a bare period counts from comes from the activity."""
    bookkeeping = "year_end(fiscal_year.end + 7 years)"
    files = "earliest(case.closed + 30 days, file.received + 12 months)"
    rows: list[tuple[str, str | None, str, bool]] = [
        ("Avtalstiden + 1 år", None, "contract.end + 1 year", False),
        ("90 dagar", "demo.ended", "demo.ended + 90 days", True),
        ("1 år", "visit.at", "visit.at + 1 year", True),
        ("Avtalstiden + 3 år", None, "contract.end + 3 years", False),
        ("7 år", "fiscal_year.end", bookkeeping, True),
        ("2 år", "contact.at", "contact.at + 2 years", True),
        ("5 år", "message.at", "message.at + 5 years", True),
        ("Avtalstiden + 30 dagar", None, "contract.end + 30 days", False),
        ("90 dagar", "list.obtained", "list.obtained + 90 days", True),
        ("Avtalstiden + 90 dagar", None, "contract.end + 90 days", False),
        ("Under tid supportärendet är öppet + 30 dagar, max 12 mån", None, files, True),
    ]
    for phrase, anchor, line, assumed in rows:
        for event in {
            anchor,
            anchor or "visit.at",
        }:  # an anchor changes nothing where the phrase names its own
            reading = read_phrase(phrase, anchor_event=event)
            assert json.dumps(reading_json(reading)) == json.dumps(
                {"rule": line, "assumed": assumed, "when": None, "otherwise": None}
            )


VARIANTS = {
    " ": ["  ", "\u00a0", "\u202f", "\n"],
    "+": ["plus", "+", "PLUS", "och"],
    "år": ["år", "ÅR", "års"],
}


@settings(QUIET, max_examples=60)
@given(
    st.sampled_from(
        ["Avtalstid", "Avtalstiden", "avtalsperioden", "Under avtalstiden", "Så länge avtalet gäller"]
    ),
    st.sampled_from(VARIANTS["+"]),
    st.sampled_from(
        [("1", Unit.YEAR), ("ett", Unit.YEAR), ("12", Unit.MONTH), ("tolv", Unit.MONTH), ("30", Unit.DAY)]
    ),
    st.sampled_from([" ", *VARIANTS[" "]]),
    st.sampled_from(["", ".", " ;", "…", " därefter"]),
    st.sampled_from([str.lower, str.upper, str.title]),
)
def test_spellings_do_not_matter(span, plus, amount, space, tail, case) -> None:  # type: ignore[no-untyped-def]
    number, unit = amount
    words = {Unit.YEAR: "år", Unit.MONTH: "mån.", Unit.DAY: "dgr"}
    phrase = case(f"{span} {plus} {number} {words[unit]}{tail}".replace(" ", space))
    expected = {"ett": 1, "tolv": 12}.get(number) or int(number)
    reading = read_phrase(phrase)
    if tail == "…":
        assert reading.needs_person == phrase
    else:
        assert reading.rule == Plus(EventRef("contract.end"), Period(expected, unit))


@settings(QUIET, max_examples=60)
@given(
    st.sampled_from(
        [
            "Avtalstiden + 1 år",
            "7 år enligt bokföringslagen",
            "Tills samtycket återkallas",
            "90 dagar efter avslutad demo",
        ]
    ),
    st.sampled_from(
        [
            "*",
            "minst",
            "samt lagkrav",
            "eller längre",
            "(förnyas)",
            "ca",
            "> 5 år",
            "normalt",
            "m.m.",
            "²",
            "½",
            "2 år",
            "ej",
        ]
    ),
    st.data(),
)
def test_one_word_too_many_and_nothing_is_guessed(phrase: str, stray: str, data: st.DataObject) -> None:
    words = phrase.split()
    at = data.draw(st.integers(0, len(words)))
    assert read_phrase(phrase).rule is not None
    assert read_phrase(" ".join([*words[:at], stray, *words[at:]])).rule is None


@settings(QUIET, max_examples=70)
@given(st.text(max_size=25))
def test_any_text_comes_back_whole_if_it_is_not_read(text: str) -> None:
    reading = read_phrase(text)
    assert (reading.rule is None) == (reading.needs_person == text)


@pytest.mark.parametrize("tongue", PHRASE_TONGUES)
def test_a_tongue_reads_its_own_words_only(tongue: str) -> None:
    phrases = {"sv": "Under avtalstiden och 12 månader därefter", "en": "contract term plus 12 months"}
    for own, phrase in phrases.items():
        assert (read_phrase(phrase, tongue).rule is None) == (own != tongue)  # type: ignore[arg-type]


def test_each_spelling_of_the_lexicon_means_one_thing() -> None:
    for tongue in PHRASE_TONGUES:
        assert len(lexicon(tongue).entries) > 150


def test_compatibility_forms_are_not_folded_into_numbers() -> None:
    assert plain("5\u00b2 år") == "5² år"
    assert read_phrase("5\u00b2 år efter köpet").rule is None
    assert read_phrase("5 år efter köpet").rule == parse("purchase.at + 5 years")


def test_long_nonsense_is_refused_quickly_and_whole() -> None:
    nonsense = "Avtalstiden " + "+ 1 år " * 3000 + "9" * 6000
    assert read_phrase(nonsense).needs_person == nonsense
