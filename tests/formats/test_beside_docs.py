"""The examples of the pages on assessments, joint controllers and processors hold, and say what is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from varsam.checks.beside import Beside, check_beside
from varsam.domain.register import Entity, Register
from varsam.formats import arrangement_yaml, assessments_yaml, customers_yaml, register_yaml
from varsam.formats.essence import essence

DOCS = Path(__file__).parents[2] / "docs"
ON = date(2026, 11, 22)
REGISTER = """\
register: Lindholm
entities:
  lindholm: {name: Lindholm Cykel AB}
  lindholm-service: {name: Lindholm Service AB}
activities:
  orders:
    title: Köp
    role: controller
    controllers: [lindholm, lindholm-service]
    purposes:
      orders: {title: Leverera, basis: contract, rule: contract.end + 1 year}
      offers:
        title: Erbjuda
        basis: legitimate_interests
        rule: contract.end + 1 year
  hosting:
    title: Lagring
    role: processor
    controllers: [lindholm]
    purposes:
      hosting: {title: Lagra, basis: contract, rule: contract.end + 30 days}
"""


def blocks(page: str, sort: str) -> list[str]:
    """The examples of a page in one sort of block."""
    return re.findall(rf"^```{sort}\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.M | re.S)


def codes(**files: object) -> set[str]:
    """What is found over the register of the page's readers with some files."""
    view = Beside(register_yaml.parse(REGISTER), ON, **files)  # type: ignore[arg-type]
    return {each.code for each in check_beside(view)}


def test_the_assessments_are_whole_and_decided() -> None:
    interests, impacts, answers = (assessments_yaml.parse(each) for each in blocks("assessments.md", "yaml"))
    assert (len(interests.interests), len(impacts.impacts), len(answers.answers)) == (1, 1, 2)
    for each in (interests, impacts):
        assert not codes(assessments=each) & {
            "ASM004",
            "ASM005",
            "ASM006",
            "ASM009",
            "ASM023",
            "ASM024",
            "ASM027",
        }


def test_the_arrangement_answers_every_right_and_its_essence_is_what_the_page_shows() -> None:
    whole, partly = (arrangement_yaml.parse(each) for each in blocks("joint-controllers.md", "yaml"))
    assert codes(arrangements=whole) & {f"JNT00{number}" for number in range(1, 9)} == set()
    assert "JNT004" in codes(arrangements=partly)
    register = Register(
        "x", (Entity("lindholm", "Lindholm Cykel AB"), Entity("lindholm-service", "Lindholm Service AB")), ()
    )
    [shown] = blocks("joint-controllers.md", "text")
    assert essence(whole.arrangements[0], register, "en").markdown.startswith(shown.rstrip("\n"))


def test_the_customer_is_recorded_as_the_law_asks() -> None:
    [text] = blocks("processor.md", "yaml")
    found = customers_yaml.parse(text)
    assert {each for each in codes(customers=found) if each.startswith("CUS")} == set()
    unheard = customers_yaml.parse(text.replace("        told_on: 2025-06-10", "        # told_on:"))
    assert "CUS004" in codes(customers=unheard)


@pytest.mark.parametrize("code", ["ASM002", "ASM003", "ASM021", "JNT006", "LAW008", "CUS003"])
def test_the_codes_that_the_pages_name_are_checks(code: str) -> None:
    pages = " ".join(
        (DOCS / each).read_text(encoding="utf-8")
        for each in ("assessments.md", "joint-controllers.md", "processor.md")
    )
    assert code in pages
    assert f"## {code}\n" in (DOCS / "checks.md").read_text(encoding="utf-8")
