"""The examples of the register's page are registers, and its faults are those that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from varsam.checks.catalogue import check_register
from varsam.domain.errors import RegisterErrors
from varsam.formats.register_yaml import parse

PAGE = (Path(__file__).parents[2] / "docs" / "register.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\S+)(?: (\S+))?\n(.*?)```", PAGE, re.DOTALL)
FINDINGS = {
    "Lindholm Cykel": [],
    "Told": [],
    "Waiting": ["RET002", "RET003"],
    "Proposal": ["RET001"],
}


def test_every_example_is_a_register_with_the_findings_that_the_page_tells_of() -> None:
    registers = [parse(text) for kind, mark, text in BLOCKS if (kind, mark) == ("yaml", "")]
    found = {each.name: [finding.code for finding in check_register(each)] for each in registers}
    assert found == FINDINGS


def test_the_faulty_example_has_the_faults_that_the_page_names() -> None:
    (text,) = [text for _, mark, text in BLOCKS if mark == "faulty"]
    (named,) = [text for kind, _, text in BLOCKS if kind == "text"]
    with pytest.raises(RegisterErrors) as caught:
        parse(text)
    found = [str(error) for error in caught.value.errors]
    for line in named.splitlines():
        assert any(each.startswith(line) for each in found), found
    assert any("quote it" in each for each in found)
