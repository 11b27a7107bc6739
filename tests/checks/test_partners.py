"""The checks of partners: each fires and stays silent, says it in both languages, and stands in the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checks.laws import law_on
from varsam.checks.base import Finding, Level
from varsam.checks.law import check_law
from varsam.checks.pages import page
from varsam.checks.partners import PARTNER_CHECKS, check_partners, not_settled
from varsam.checks.partners.view import View, role_of
from varsam.domain.partners import NO_PARTNERS, PartnerRole
from varsam.domain.register import Recipient, Register
from varsam.formats import partners_yaml, register_yaml
from varsam.formats.texts import in_words

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)
REGISTER = {
    "register": "Exempel",
    "entities": {"exempel": {"name": "Exempel AB"}, "annat": {"name": "Annat AB"}},
    "activities": {
        "orders": {
            "title": "Orders",
            "role": "controller",
            "controllers": ["exempel"],
            "purposes": {"sell": {"title": "Sell", "basis": "contract", "rule": "contract.end + 1 year"}},
        },
        "cloud": {
            "title": "Cloud",
            "role": "processor",
            "controllers": ["exempel"],
            "purposes": {"store": {"title": "Store", "basis": "contract", "rule": "contract.end + 30 days"}},
        },
    },
}
CASES = [
    (code, kind, text)
    for code, body in re.findall(
        r"^## (\w+)\n(.*?)(?=^## [A-Z]{3}\d|\Z)",
        (HERE / "partner_cases.md").read_text(encoding="utf-8"),
        re.M | re.S,
    )
    for kind, text in re.findall(r"^```(fires|silent)\n(.*?)^```$", body, re.M | re.S)
]


def view_of(text: str) -> View:
    said: dict[str, Any] = yaml.safe_load(text)
    register = register_yaml.parse(
        yaml.safe_dump(REGISTER | {"recipients": said.get("recipients", {})}, sort_keys=False)
    )
    partners = NO_PARTNERS
    if "partners" in said:
        partners = partners_yaml.parse(yaml.safe_dump({"partners": said["partners"]}), register=register)
    sources = frozenset(said["sources"]) if "sources" in said else None
    return View(register, partners, law_on(said.get("day", DAY)), sources, said.get("documents"))


def found(text: str) -> tuple[Finding, ...]:
    return check_partners(view_of(text))


def test_every_check_has_a_file_that_fires_and_one_that_does_not() -> None:
    for kind in ("fires", "silent"):
        assert {code for code, each, _ in CASES if each == kind} == {each.code for each in PARTNER_CHECKS}


@pytest.mark.parametrize("code", [check.code for check in PARTNER_CHECKS])
def test_a_check_fires_and_stays_silent(code: str) -> None:
    for kind, text in [(kind, text) for each, kind, text in CASES if each == code]:
        findings = [each for each in found(text) if each.code == code]
        assert bool(findings) is (kind == "fires"), f"{kind}\n{text}"
        for each in findings:
            assert in_words(each.message, "sv") != each.message
            assert in_words(each.hint, "sv") != each.hint


def test_every_place_of_a_finding_is_in_one_of_the_files() -> None:
    firing = {code: text for code, kind, text in CASES if kind == "fires"}
    for text in firing.values():
        view = view_of(text)
        places = partners_yaml.places(partners_yaml.write(view.partners))
        places |= register_yaml.places(register_yaml.write(view.register))
        assert {each.where for each in check_partners(view)} <= set(places), text


def test_every_check_declares_all_that_it_must() -> None:
    assert len({each.code for each in PARTNER_CHECKS}) == len(PARTNER_CHECKS)
    for check in PARTNER_CHECKS:
        assert re.fullmatch(r"PAR\d{3}", check.code)
        assert isinstance(check.level, Level)
        assert check.law
        assert check.page.partition("\n\n")[0].endswith(".")
        assert f"## {check.code}\n" in page()


def test_a_register_without_recipients_and_partners_has_no_finding() -> None:
    assert found("{}") == ()
    assert found("partners: {}") == ()


@pytest.mark.parametrize(
    ("role", "read"),
    [
        ("processor", PartnerRole.PROCESSOR),
        ("Personuppgiftsbiträde", PartnerRole.PROCESSOR),
        ("underbiträde till Hall", PartnerRole.SUB_PROCESSOR),
        ("personuppgiftsunderbiträde", PartnerRole.SUB_PROCESSOR),
        ("sub-processor", PartnerRole.SUB_PROCESSOR),
        ("gemensamt personuppgiftsansvarig", PartnerRole.JOINT_CONTROLLER),
        ("carrier", None),
        ("", None),
    ],
)
def test_what_the_register_calls_a_recipient_is_read(role: str, read: PartnerRole | None) -> None:
    assert role_of(Recipient("r", "R", role)) is read


def test_the_law_leaves_to_the_partner_what_it_says_of_its_country() -> None:
    text = "recipients: {desk: {name: Desk, location: IN}, bank: {name: Bank, location: IN}}\n" + (
        "partners: {desk: {name: Desk, role: other, locations: [IN]}}"
    )
    view = view_of(text)
    law = check_law(view.register, view.law)
    assert [each.where for each in law] == ["recipient desk", "recipient bank"]
    assert [each.where for each in not_settled(law, view.partners)] == ["recipient bank"]
    assert not_settled(law, NO_PARTNERS) == law
    assert [each.where for each in check_partners(view) if each.code == "PAR010"] == ["partner desk"]


def test_a_clause_that_is_missing_is_named_with_its_letter() -> None:
    (case,) = [text for code, kind, text in CASES if code == "PAR002" and kind == "fires"][1:]
    (each,) = [each for each in found(case) if each.code == "PAR002"]
    assert each.message == "it says nothing on that it deletes or returns the data at the end (GDPR 28(3)(g))"
    assert "att biträdet raderar eller återlämnar" in in_words(each.message, "sv")


def test_a_register_alone_is_a_view() -> None:
    register = register_yaml.parse(yaml.safe_dump(REGISTER))
    assert isinstance(register, Register)
    assert check_partners(View(register, NO_PARTNERS, law_on(DAY))) == ()
