"""The list of traps names tests that are there, for each trap, and no test of a trap is left out of it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d+) \| (.+) \| `(.+)` \|$", re.MULTILINE)


def listed() -> list[tuple[int, str, str]]:
    """Trap, what it is, and its test, as the page says."""
    text = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")
    return [(int(number), said, test) for number, said, test in ROW.findall(text)]


@cache
def names_in(path: str) -> dict[str, str]:
    """The tests of a file, or the stories, by name; with their docstrings."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".md"):
        return dict.fromkeys(re.findall(r"^## (.+)$", text, re.MULTILINE), "")
    return {
        node.name: ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def is_there(test: str) -> bool:
    """Whether a test of that id exists."""
    path, _, name = test.partition("::") if "::" in test else test.partition(": ")
    return (ROOT / path).is_file() and name in names_in(path)


def test_every_trap_has_a_test_that_is_there() -> None:
    rows = listed()
    assert {number for number, _, _ in rows} == set(range(1, 17))
    assert [test for _, _, test in rows if not is_there(test)] == []
    always = {number for number, _, test in rows if not test.startswith("tests/landscape/")}
    assert always == set(range(1, 17))
    assert [number for number, _, _ in rows] == sorted(number for number, _, _ in rows)


def test_what_isnt_there_is_told() -> None:
    assert is_there("tests/traps/test_index.py::test_what_isnt_there_is_told")
    assert is_there("tests/stories/dates.md: A zero date is no date")
    for wrong in (
        "tests/traps/test_index.py::test_something_else",
        "tests/traps/test_nothing.py::test_x",
        "tests/stories/dates.md: A date",
    ):
        assert not is_there(wrong)


def test_every_test_of_a_trap_is_listed_under_its_number() -> None:
    rows = {test: number for number, _, test in listed()}
    found = {
        f"tests/traps/{path.name}::{name}": said
        for path in HERE.glob("test_*.py")
        if path.name != "test_index.py"
        for name, said in names_in(f"tests/traps/{path.name}").items()
    }
    assert len(found) > 25
    assert {test for test in rows if test.startswith("tests/traps/")} == set(found)
    assert [test for test, said in found.items() if not said.startswith(f"{rows[test]}: ")] == []
