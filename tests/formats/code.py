"""The program's own files, parsed once for all tests that ask what its code says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "varsam"


@dataclass
class Module:
    """What a file of the program says: its calls, its texts with and without docstrings, what it imports."""

    name: str
    source: str
    calls: list[ast.Call] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)
    says: bool = False

    def called(self, name: str) -> Iterator[ast.Call]:
        """The calls of one plain name."""
        return (call for call in self.calls if isinstance(call.func, ast.Name) and call.func.id == name)

    def first_arguments(self, name: str, place: int = 0) -> Iterator[str]:
        """The constant text at a place of every call of a name, also as an attribute."""
        for call in self.calls:
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called == name and len(call.args) > place:
                argument = call.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


@cache
def modules() -> tuple[Module, ...]:
    """Every file of the program but its catalogue of texts, in the order of their names."""
    paths = sorted(SOURCE.rglob("*.py"))
    return tuple(_module(path) for path in paths if "texts" not in path.parts)


def within(*parts: str) -> Iterator[Module]:
    """The files below the named folders."""
    return (each for each in modules() if each.name.startswith(tuple(f"{part}/" for part in parts)))


def _module(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    module = Module(path.relative_to(SOURCE).as_posix(), source)
    docs: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            module.calls.append(node)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                module.texts.add(node.value)
                if id(node) not in docs:
                    module.constants.add(node.value)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "varsam.domain.said":
                module.says |= "say" in {each.name for each in node.names}
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(
            node.body[0] if node.body else None, ast.Expr
        ):
            # Met before what it holds: ast.walk goes from the outside in.
            docs.add(id(node.body[0].value))  # type: ignore[attr-defined]
    return module
