"""Law is data with days: decided as of a day, and somebody must look at it every ninety days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.checks.laws import law_on, shipped
from varsam.checks.law import check_law
from varsam.domain.errors import RegisterErrors
from varsam.domain.floors import BOOKKEEPING_RULE
from varsam.domain.register import Activity, Basis, Entity, Purpose, Recipient, Register, Role
from varsam.domain.retention import EventRef, Period, Plus, Rule, Unit, YearEnd, formal
from varsam.formats.days_off import FIRST_YEAR
from varsam.formats.law_packs import parse

DAY = date(2026, 11, 22)


def codes(register: Register, on: date = DAY) -> list[str]:
    return [each.code for each in check_law(register, law_on(on))]


def located(location: str) -> Register:
    recipient = Recipient("r", "Recipient", location=location)
    return Register("x", (Entity("e", "Exempel AB"),), (), (recipient,))


def kept(rule: Rule) -> Register:
    purpose = Purpose("books", "Books", Basis.LEGAL_OBLIGATION, rule)
    activity = Activity("a", "A", Role.CONTROLLER, (purpose,), ("e",), ("billing",), ("customer",))
    return Register("x", (Entity("e", "Exempel AB"),), (activity,))


def years(count: int) -> Rule:
    return YearEnd(Plus(EventRef("fiscal_year.end"), Period(count, Unit.YEAR)))


@pytest.mark.parametrize(
    ("location", "on", "found"),
    [
        ("SE", DAY, []),
        ("NO", DAY, []),
        ("HR", date(2013, 6, 30), ["LAW041"]),
        ("HR", date(2013, 7, 1), []),
        ("IN", DAY, ["LAW041"]),
        ("BR", date(2026, 1, 27), ["LAW041"]),
        ("BR", date(2026, 1, 28), []),
        ("GB", date(2020, 12, 31), []),
        ("GB", date(2021, 3, 1), ["LAW041"]),
        ("gb", date(2026, 9, 30), []),
        ("GB", date(2031, 12, 27), ["LAW040"]),
        ("GB", date(2031, 12, 28), ["LAW040", "LAW041"]),
        ("US", date(2020, 7, 15), ["LAW042"]),
        ("US", date(2022, 1, 1), ["LAW041"]),
        ("US", DAY, ["LAW042"]),
        ("somewhere in Asia", DAY, ["LAW043"]),
        ("", DAY, []),
    ],
)
def test_a_transfer_is_decided_as_of_a_day(location: str, on: date, found: list[str]) -> None:
    assert list(dict.fromkeys(codes(located(location), on))) == found


def test_a_pack_that_nobody_looks_at_warns_after_ninety_days() -> None:
    checked = shipped()["adequacy"].checked_on
    assert codes(located("SE"), checked + timedelta(days=90)) == []
    assert codes(located("SE"), checked + timedelta(days=91)) == ["LAW040"] * len(shipped())
    late = law_on(checked + timedelta(days=91))
    looked = {name: replace(pack, checked_on=late.on) for name, pack in late.packs.items()}
    assert [each.code for each in check_law(located("SE"), replace(late, packs=looked))] == []


def test_without_law_nothing_is_said_of_it() -> None:
    assert check_law(located("IN")) == ()


def test_books_are_kept_for_as_long_as_the_act_said_on_the_day() -> None:
    assert codes(kept(years(6))) == ["RET010"]
    assert codes(kept(years(7))) == codes(kept(BOOKKEEPING_RULE)) == []
    assert codes(kept(years(7)), date(2010, 12, 31)) == ["RET010"]
    assert codes(kept(EventRef("contract.end"))) == []


def test_what_the_program_counts_with_is_what_the_packs_say() -> None:
    law = law_on(DAY)
    assert formal(BOOKKEEPING_RULE) == formal(years(law.number("bookkeeping", "years_SE") or 0))
    assert (law.number("deadlines", "answer_months"), law.number("deadlines", "extension_months")) == (1, 2)
    assert law.number("deadlines", "breach_hours") == 72
    assert law.number("ages", "consent_online_SE") == 13
    holidays = law.entry("holidays", "SE")
    assert holidays is not None
    assert holidays.valid_from.year == FIRST_YEAR
    members = {each.name for each in law.packs["eea"].holding(DAY) if not each.scope}
    assert len(members) == 30
    assert not members & {each.name for each in law.packs["adequacy"].holding(DAY)}


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ("checked_on: 2026-09-30", "checked_on: lately", "3:13"),
        ("valid_from: 2018-05-25", "valid_from: 2018-02-30", "5:"),
        ("value: 13", "value: many", "5:"),
        ('source: "B"', 'source: "B", until: 2020-01-01', "until"),
        ("valid_to: 2020-01-01", "valid_to: 2011-01-01", "ends before it begins"),
        ("valid_to: 2020-01-01", "valid_to: 2021-01-01", "twice on the same day"),
    ],
)
def test_a_faulty_pack_is_named_where_it_is_wrong(good: str, bad: str, says: str) -> None:
    text = (
        'pack: ages\nabout: "x"\nchecked_on: 2026-09-30\nentries:\n'
        '  - {name: a, value: 13, valid_from: 2018-05-25, source: "A"}\n'
        '  - {name: b, valid_from: 2020-01-02, source: "B"}\n'
        '  - {name: b, valid_from: 2012-01-01, valid_to: 2020-01-01, source: "C"}\n'
    )
    assert len(parse(text, "ages.yaml").entries) == 3
    assert good in text
    with pytest.raises(RegisterErrors) as wrong:
        parse(text.replace(good, bad, 1), "ages.yaml")
    assert any(says in f"{each.where}: {each.message}" for each in wrong.value.errors)


def test_the_page_names_every_pack_and_shows_one_that_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(shipped())
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert parse(shown, "ages.yaml").entries
