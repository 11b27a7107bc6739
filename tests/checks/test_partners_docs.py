"""The examples of the page on partners: what it shows is read, and has the findings that it tells of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.checks.laws import law_on, shipped
from varsam.checks.partners import check_partners
from varsam.checks.partners.view import View
from varsam.domain.errors import RegisterErrors
from varsam.domain.law import Law
from varsam.formats import partners_yaml, register_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "partners.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
DAY = date(2026, 11, 22)
REGISTER = register_yaml.parse(
    """\
register: Exempel
entities: {exempel: {name: Exempel AB}}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [exempel]
    purposes: {sell: {title: Sell, basis: contract, rule: contract.end + 1 year}}
"""
)


def texts(kind: str, mark: str) -> list[str]:
    return [text for each, found, text in BLOCKS if (each, found) == (kind, mark)]


def found(text: str, law: Law) -> list[str]:
    partners = partners_yaml.parse(text, register=REGISTER)
    documents = {document.name: document.sha256 for each in partners.all for _, document in each.documents()}
    view = View(REGISTER, partners, law, frozenset({"shop"}), documents)
    return [f"{each.code} {each.where}" for each in check_partners(view)]


def test_what_the_page_shows_as_sound_has_no_finding() -> None:
    examples = texts("yaml", "")
    assert len(examples) == 2
    assert [found(each, law_on(DAY)) for each in examples] == [[], []]


def test_the_page_tells_what_another_day_brings() -> None:
    later = date(2031, 12, 28)
    packs = {name: replace(pack, checked_on=later) for name, pack in shipped().items()}
    told = texts("text", later.isoformat())[0].splitlines()
    assert found(texts("yaml", "")[1], Law(packs, later)) == told
    assert found(texts("yaml", "us")[0], law_on(DAY)) == texts("text", "us")[0].splitlines()


def test_the_faulty_example_has_the_faults_that_the_page_names() -> None:
    with pytest.raises(RegisterErrors) as caught:
        partners_yaml.parse(texts("yaml", "faulty")[0])
    faults = [str(error) for error in caught.value.errors]
    named = texts("text", "")[0].splitlines()
    assert len(faults) == len(named)
    for fault, line in zip(faults, named, strict=True):
        assert fault.startswith(line)
