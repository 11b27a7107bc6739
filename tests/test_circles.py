"""No module imports itself by a detour, for types neither: each can be read before those that use it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"

# The modules of a circle, sorted, and why it can't be opened. Empty, and better so.
ALLOWED: dict[tuple[str, ...], str] = {}


def imported(name: str, source: str, known: set[str], *, package: bool) -> set[str]:
    """The known modules that a module names in an import, wherever in it and for whatever use."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = [node.module] if node.module else []
            if node.level:
                here = name.split(".") if package else name.split(".")[:-1]
                base = here[: len(here) - node.level + 1] + base
            origin = ".".join(base)
            within = {f"{origin}.{alias.name}" for alias in node.names}
            # `from package import module` is about the module, `from package import name` about the package.
            found |= (within & known) or {origin}
            if within - known:
                found.add(origin)
    return (found & known) - {name}


def circles(graph: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Every set of modules that reach each other, sorted."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            if (each := waiting.pop()) not in seen:
                seen.add(each)
                waiting += graph[each]
        reached[start] = seen
    return sorted(
        {
            tuple(sorted(each for each in reached[start] if start in reached[each]))
            for start in graph
            if start in reached[start]
        }
    )


def _graph() -> dict[str, set[str]]:
    paths = {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
    }
    known = set(paths)
    return {
        name: imported(name, path.read_text(encoding="utf-8"), known, package=path.name == "__init__.py")
        for name, path in paths.items()
    }


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = _graph()
    assert graph["varsam.domain.planner.draft"] > {"varsam.domain.planner.fate"}
    assert [each for each in circles(graph) if each not in ALLOWED] == []
    assert set(ALLOWED) <= set(circles(graph)), "this circle is open: strike it out"


def test_a_circle_is_found_however_it_is_imported() -> None:
    known = {"a", "a.one", "a.two", "a.three"}
    types_only = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.two import Two\n"
    late = "def f():\n    from a import three\n"
    graph = {
        "a": set[str](),
        "a.one": imported("a.one", types_only, known, package=False),
        "a.two": imported("a.two", late, known, package=False),
        "a.three": imported("a.three", "from .one import One\nimport a\n", known, package=False),
    }
    assert graph == {"a": set(), "a.one": {"a.two"}, "a.two": {"a.three"}, "a.three": {"a.one", "a"}}
    assert circles(graph) == [("a.one", "a.three", "a.two")]
    assert circles({**graph, "a.three": {"a"}}) == []
    assert circles({"a": {"a.one"}, "a.one": {"a"}}) == [("a", "a.one")]
    assert imported("a", "from .one import x", known, package=True) == {"a.one"}
    assert imported("a.one", "from a import x", known, package=False) == {"a"}
