"""No function does so much that nobody reads it to its end. What its docstring says isn't counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "varsam"
LONGEST = 40
# "path under src/varsam: function" -> why it is longer.
LONG: dict[str, str] = {}


def lengths(source: str) -> Iterator[tuple[str, int]]:
    """Every function of a module, methods and inner ones too, with its lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                said = node.body[0]
                lines -= (said.end_lineno or said.lineno) - said.lineno + 1
            yield node.name, lines


def test_no_function_is_long_without_a_reason() -> None:
    found = [
        (f"{path.relative_to(SOURCE).as_posix()}: {name}", lines)
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        for name, lines in lengths(path.read_text(encoding="utf-8"))
    ]
    assert dict(found)["domain/planner/draft.py: draft_source"] > 10
    assert {name for name, lines in found if lines > LONGEST} == set(LONG)


def test_a_long_function_is_found() -> None:
    short = "class A:\n    def short(self):\n        '''Say\n        more.'''\n        return 1\n"
    long = "def long():\n" + "    x = 1\n" * 40
    assert dict(lengths(short + long)) == {"short": 2, "long": 41}
