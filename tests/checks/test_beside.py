"""The checks over the files beside a register: each fires and stays silent, and says where."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.checks.laws import law_on
from varsam.checks.base import Finding, Level
from varsam.checks.beside import BESIDE_CHECKS, Beside, check_beside
from varsam.checks.law import check_law
from varsam.domain.register import Register, Statement
from varsam.formats import arrangement_yaml, assessments_yaml, customers_yaml, register_yaml
from varsam.formats.texts import in_words

HERE = Path(__file__).parent
ON = date(2026, 11, 22)
PLAIN = """\
register: Plain
entities:
  ett: {name: Exempel Ett AB}
  tva: {name: Exempel Två AB}
activities:
  loans:
    title: Lån
    role: controller
    controllers: [ett]
    categories: [contact]
    subjects: [member]
    purposes:
      loans: {title: Låna ut, basis: contract, rule: contract.end + 1 year}
  visits:
    title: Besök
    role: controller
    controllers: [ett]
    categories: [online.ip]
    subjects: [visitor]
    purposes:
      visits:
        title: Se vad som läses
        basis: legitimate_interests
        rule: visit.at + 1 year
        interest: Att se vad som läses
  shared:
    title: Medlemskap
    role: controller
    controllers: [ett, tva]
    categories: [contact]
    subjects: [member]
    purposes:
      shared: {title: Sköta medlemskapet, basis: contract, rule: contract.end + 1 year}
      shared-interest: {title: Nå rätt person, basis: legitimate_interests, rule: contract.end + 1 year}
  calls:
    title: Samtal
    role: controller
    controllers: [ett]
    categories: [audio]
    subjects: [customer]
    purposes:
      calls: {title: Minnas samtalet, basis: contract, rule: contact.at + 1 year}
  scoring:
    title: Kreditprövning
    role: controller
    controllers: [ett]
    categories: [billing]
    subjects: [customer]
    decisions: Den som får få poäng nekas kredit
    purposes:
      scoring: {title: Bedöma betalningsförmåga genom scoring, basis: contract, rule: contact.at + 1 year}
  hosting:
    title: Lagring
    role: processor
    controllers: [ett]
    categories: [all]
    subjects: [customer]
    purposes:
      hosting: {title: Lagra, basis: contract, rule: contract.end + 30 days}
"""
CASES = [
    (code, kind, text)
    for code, body in re.findall(
        r"^## (\w+)\n(.*?)(?=^## [A-Z]{3}\d|\Z)",
        (HERE / "beside_cases.md").read_text(encoding="utf-8"),
        re.M | re.S,
    )
    for kind, text in re.findall(r"^```(fires|silent)\n(.*?)^```$", body, re.M | re.S)
]


@cache
def plain() -> Register:
    return register_yaml.parse(PLAIN)


def view(block: str = "") -> tuple[Beside, dict[str, str]]:
    """What a block's files say, and the files."""
    parts = re.split(r"^--- (\w+\.yaml)\n", block, flags=re.M)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    seen = Beside(
        register=register_yaml.parse(files["register.yaml"]) if "register.yaml" in files else plain(),
        on=ON,
        law=law_on(ON),
        kinds=frozenset({"shop.row"}),
    )
    if "assessments.yaml" in files:
        seen = replace(seen, assessments=assessments_yaml.parse(files["assessments.yaml"]))
    if "arrangement.yaml" in files:
        seen = replace(seen, arrangements=arrangement_yaml.parse(files["arrangement.yaml"]))
    if "customers.yaml" in files:
        seen = replace(seen, customers=customers_yaml.parse(files["customers.yaml"]))
    return seen, files


def test_every_check_has_a_case_that_fires_and_one_that_does_not() -> None:
    for kind in ("fires", "silent"):
        assert {code for code, each, _ in CASES if each == kind} == {check.code for check in BESIDE_CHECKS}


@pytest.mark.parametrize(
    ("code", "kind", "block"), CASES, ids=[f"{code}-{kind}-{n}" for n, (code, kind, _) in enumerate(CASES)]
)
def test_a_check_fires_and_stays_silent(code: str, kind: str, block: str) -> None:
    seen, files = view(block)
    found = [each for each in check_beside(seen) if each.code == code]
    assert bool(found) is (kind == "fires")
    places = register_yaml.places(files.get("register.yaml", PLAIN))
    for file in (assessments_yaml, arrangement_yaml, customers_yaml):
        places |= file.places(files.get(file.FILE, ""))
    for each in found:
        assert each.where in places, each.where
        assert in_words(each.message, "sv") != each.message
        assert in_words(each.hint, "sv") != each.hint


def test_every_check_declares_all_that_it_must() -> None:
    codes = [check.code for check in BESIDE_CHECKS]
    assert len(set(codes)) == len(codes)
    for check in BESIDE_CHECKS:
        assert re.fullmatch(r"(?:ASM|JNT|CUS)\d{3}", check.code)
        assert isinstance(check.level, Level)
        assert check.law
        assert check.about.endswith(".")


def test_without_files_only_two_things_are_said() -> None:
    assert [each.code for each in check_beside(view()[0])] == ["ASM002", "ASM021"]


def test_what_met_a_criterion_is_named() -> None:
    [found] = [
        each for each in check_beside(view("--- assessments.yaml\nimpacts: {}\n")[0]) if each.code == "ASM020"
    ]
    assert found.where == "activity scoring"
    assert found.message == (
        "it needs an impact assessment: evaluation or profiling, seen by kreditprövning, and automated"
        " decisions, seen by decisions, and keeping people from a right or a service, seen by kreditprövning"
    )
    assert in_words(found.message, "sv").startswith("den kräver en konsekvensbedömning: utvärdering")


ARRANGED = """\
arrangements:
  group: {parties: [ett, tva], informs: ett, agreed_on: 2026-01-01, published_on: 2026-11-22}
"""


def _joint_untold(arrangement: str, on: date = ON) -> list[Finding]:
    told = (Statement("s", "Exempel Ett AB och Exempel Två AB ansvarar för uppgifterna.", "Om oss"),)
    register = replace(plain(), statements=told)
    found = check_law(register, law_on(on), arrangement_yaml.parse(arrangement))
    return [each for each in found if each.code == "LAW008"]


def test_the_text_is_not_blamed_once_the_essence_is_published() -> None:
    assert len(_joint_untold("")) == 1
    assert _joint_untold(ARRANGED) == []
    assert len(_joint_untold(ARRANGED, date(2026, 11, 21))) == 1
    assert len(_joint_untold(ARRANGED.replace(", published_on: 2026-11-22", ""))) == 1
    assert len(_joint_untold(ARRANGED.replace("agreed_on: 2026-01-01, ", ""))) == 1
