"""Whether data may go to a country is decided as of a day; of several grounds the best counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from varsam.domain.law import Entry, Law, Pack
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    AssessmentResult,
    Certification,
    Location,
    Partner,
    PartnerRole,
    Partners,
    Tool,
    Transfer,
    TransferAssessment,
)
from varsam.domain.transfers import Ground, Verdict, decide, flows

DAY = date(2026, 11, 22)
SEEN = date(2026, 9, 30)
EEA = Pack(
    "eea",
    "",
    SEEN,
    (
        Entry("SE", date(1995, 1, 1), "EEA"),
        Entry("GB", date(1994, 1, 1), "EEA", valid_to=date(2020, 12, 31)),
        Entry("AX", date(2018, 5, 25), "TFEU", scope="territory"),
    ),
)
ADEQUACY = Pack(
    "adequacy",
    "",
    SEEN,
    (
        Entry("GB", date(2021, 6, 28), "(EU) 2021/1772", valid_to=date(2031, 12, 27)),
        Entry("JP", date(2019, 1, 23), "(EU) 2019/419", scope="private sector"),
        Entry("US", date(2023, 7, 10), "(EU) 2023/1795", scope="certified organisations"),
        Entry("EPO", date(2025, 7, 15), "(EU) 2025/1382", scope="international organisation"),
    ),
)
LISTED = Transfer("l", "US", Tool.ADEQUACY, certification=Certification(date(2026, 6, 1), date(2027, 5, 31)))
CLAUSES = Transfer(
    "c",
    "US",
    Tool.SCC,
    module=2,
    assessment=TransferAssessment(date(2026, 1, 1), AssessmentResult.SUFFICIENT, date(2027, 1, 1)),
)
SIGNED = Agreement("scc", AgreementKind.CLAUSES, signed_on=date(2024, 1, 1), valid_to=date(2026, 12, 31))


def law(on: date = DAY) -> Law:
    return Law({"eea": EEA, "adequacy": ADEQUACY}, on)


def partner(*transfers: Transfer, agreements: tuple[Agreement, ...] = (SIGNED,)) -> Partner:
    return Partner("p", "P", PartnerRole.PROCESSOR, transfers=transfers, agreements=agreements)


@pytest.mark.parametrize(
    ("country", "on", "verdict", "ground"),
    [
        ("SE", DAY, "allowed", "eea"),
        ("AX", DAY, "allowed", "eea"),
        ("GB", date(2020, 12, 31), "allowed", "eea"),
        ("GB", date(2021, 1, 1), "refused", "none"),
        ("GB", date(2021, 6, 28), "allowed", "adequacy"),
        ("GB", date(2031, 12, 27), "allowed", "adequacy"),
        ("GB", date(2031, 12, 28), "refused", "none"),
        ("EPO", DAY, "allowed", "adequacy"),
        ("JP", DAY, "person", "cover_unshown"),
        ("US", DAY, "refused", "not_covered"),
        ("US", date(2023, 7, 9), "refused", "none"),
        ("IN", DAY, "refused", "none"),
        ("SJ", DAY, "person", "unsettled"),
    ],
)
def test_without_a_tool_the_country_decides(country: str, on: date, verdict: str, ground: str) -> None:
    found = decide(partner(), country, law(on))
    assert (found.verdict, found.ground) == (verdict, ground)


def test_an_adequate_country_is_allowed_until_its_decision_ends() -> None:
    assert decide(partner(), "GB", law()).until == date(2031, 12, 27)
    assert decide(partner(), "SE", law()).until is None


@pytest.mark.parametrize(
    ("listing", "employees", "verdict", "ground"),
    [
        (Certification(date(2026, 6, 1)), False, "allowed", "adequacy"),
        (Certification(date(2026, 6, 1), DAY), False, "allowed", "adequacy"),
        (Certification(date(2026, 6, 1), date(2026, 11, 21)), False, "refused", "not_covered"),
        (Certification(date(2026, 11, 23)), False, "refused", "not_covered"),
        (Certification(date(2025, 11, 21)), False, "person", "checked_long_ago"),
        (Certification(date(2026, 6, 1)), True, "refused", "not_covered"),
        (Certification(date(2026, 6, 1), hr_data=True), True, "allowed", "adequacy"),
        (None, False, "refused", "not_covered"),
    ],
)
def test_in_the_united_states_only_certified_organisations_are_covered(
    listing: Certification | None, employees: bool, verdict: str, ground: str
) -> None:
    asked = replace(partner(replace(LISTED, certification=listing)), employees=employees)
    found = decide(asked, "US", law())
    assert (found.verdict, found.ground) == (verdict, ground)


def test_clauses_hold_as_long_as_all_that_carries_them() -> None:
    found = decide(partner(CLAUSES), "US", law())
    assert (found.verdict, found.ground, found.until) == (
        Verdict.ALLOWED,
        Ground.SAFEGUARDS,
        date(2026, 12, 31),
    )
    ended = decide(partner(CLAUSES), "US", law(date(2027, 1, 1)))
    assert (ended.verdict, ended.ground) == (Verdict.REFUSED, Ground.NOT_AGREED)
    late = replace(SIGNED, valid_to=None)
    old = decide(partner(CLAUSES, agreements=(late,)), "US", law(date(2027, 1, 2)))
    assert (old.verdict, old.ground) == (Verdict.PERSON, Ground.ASSESSED_LONG_AGO)


def test_of_several_grounds_the_best_counts() -> None:
    lapsed = replace(LISTED, certification=Certification(date(2025, 1, 1), date(2026, 1, 1)))
    assert decide(partner(lapsed), "US", law()).verdict is Verdict.REFUSED
    both = decide(partner(lapsed, CLAUSES), "US", law())
    assert (both.verdict, both.transfer) == (Verdict.ALLOWED, CLAUSES)
    assert decide(partner(replace(CLAUSES, country="GB", assessment=None)), "GB", law()).transfer is None


def test_a_tool_counts_only_in_its_time() -> None:
    past = replace(CLAUSES, until=date(2026, 11, 21))
    assert decide(partner(past), "US", law()).ground is Ground.NOT_COVERED
    soon = replace(CLAUSES, until=date(2026, 11, 30))
    assert decide(partner(soon), "US", law()).until == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("letter", "occasional", "verdict"),
    [
        ("a", False, "person"),
        ("b", False, "refused"),
        ("d", False, "person"),
        ("2", False, "refused"),
        ("a", True, "allowed"),
        ("b", True, "allowed"),
        ("2", True, "person"),
    ],
)
def test_a_derogation_is_for_single_cases(letter: str, occasional: bool, verdict: str) -> None:
    transfer = Transfer("d", "IN", Tool.DEROGATION, derogation=letter, occasional=occasional)
    assert decide(partner(transfer), "IN", law()).verdict == verdict


def test_flows_are_the_places_where_data_lies_is_reached_or_is_sent() -> None:
    here = replace(
        partner(replace(LISTED, country="JP", scope="a company", scope_checked_on=SEEN)),
        locations=(Location("SE"), Location("IN", remote=True), Location("US", remote=True), Location("US")),
    )
    gone = Partner("gone", "Gone", PartnerRole.OTHER, locations=(Location("IN"),), until=date(2026, 11, 21))
    found = list(flows(Partners((here, gone)), law()))
    assert [(each.country, each.remote, each.abroad) for each in found] == [
        ("IN", True, True),
        ("JP", False, True),
        ("SE", False, False),
        ("US", False, True),
    ]
    assert [each.decision.verdict for each in found] == ["refused", "allowed", "allowed", "refused"]
