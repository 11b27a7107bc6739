"""The shape of the house, checked by machine: floors, purity, names, docstrings, lengths, no local paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "varsam"

# From the ground up. A new file or folder of src/varsam gets its floor here and in pyproject.toml.
FLOORS: dict[str, int] = {
    "domain": 0,
    "formats": 1,
    "checks": 1,
    "store": 2,
    "sources": 2,
    "engine": 3,
    "services": 4,
    "settings": 4,
    "app": 5,
    "faces": 6,
    "__main__": 7,
    "urls": 7,
    "wsgi": 7,
}
PURE = ("domain", "checks", "formats")
DOCUMENTED = ("domain", "formats", "checks", "sources", "engine", "services", "store")

# Clocks, dice, the environment, other processes, other machines, logs.
IMPURE_MODULES = {
    "asyncio", "getpass", "http", "logging", "multiprocessing", "os", "platform", "random", "secrets",
    "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib.request", "uuid",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "localtime"}
BUILTIN_IO = {"open", "input", "print", "breakpoint"}
PATH_IO = {
    "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "read_bytes", "read_text", "rglob", "rmdir",
    "stat", "touch", "unlink", "write_bytes", "write_text",
}  # fmt: skip
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc"}
LONGEST_FILE = 400
# Path under src/varsam -> why the file is longer.
LONG_FILES: dict[str, str] = {}

# Folders of whoever wrote the file, never of the reader.
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:work|root|tmp|Users|home/\w+|var/folders)/[\w.]")


def _modules(*floors: str) -> list[Path]:
    found = [path for floor in floors for path in sorted((SOURCE / floor).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            # `from urllib import request` names the module in the second half.
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def impurities(source: str, *, domain: bool = False) -> list[str]:
    """Find what a pure floor may not do: clocks, dice, files, environment, logs; in the domain libraries."""
    tree = ast.parse(source)
    found = []
    for line, module in _imports(tree):
        top = module.partition(".")[0]
        if top in IMPURE_MODULES or module in IMPURE_MODULES:
            found.append(f"{line}: imports {module}")
        if domain and top == "pathlib":
            found.append(f"{line}: imports {module}")
        if domain and top != "varsam" and top not in sys.stdlib_module_names:
            found.append(f"{line}: imports {module}, which isn't the standard library")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in BUILTIN_IO:
            found.append(f"{node.lineno}: calls {called.id}()")
        if isinstance(called, ast.Attribute):
            if called.attr in CLOCKS and _last_name(called.value) in {"datetime", "date", "time"}:
                found.append(f"{node.lineno}: reads the clock by .{called.attr}()")
            if called.attr in PATH_IO:
                found.append(f"{node.lineno}: touches files by .{called.attr}()")
    return found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def undocumented(source: str) -> list[str]:
    """Find a module's public functions and classes that have no docstring."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        f"{node.lineno}: {node.name}"
        for node in ast.parse(source).body
        if isinstance(node, kinds) and not node.name.startswith("_")
        if not ast.get_docstring(node) and not _is_overload(node)
    ]


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(_last_name(decorator) == "overload" for decorator in node.decorator_list)


def _upward(path: Path) -> list[str]:
    floor = FLOORS[path.relative_to(SOURCE).parts[0].removesuffix(".py")]
    return [
        f"{_name(path)}:{line}: imports {module}"
        for line, module in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if module.startswith("varsam.") and FLOORS.get(module.split(".")[1], -1) > floor
    ]


def _committed() -> list[Path]:
    """List what is or would be committed."""
    # Continuous integration often runs as another user than the owner of the checkout.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    command += ["--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def _text(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def test_every_top_level_name_has_a_floor() -> None:
    present = {
        path.stem
        for path in SOURCE.iterdir()
        if any(path.rglob("*.py")) or (path.suffix == ".py" and path.name != "__init__.py")
    }
    assert "domain" in present
    assert present - set(FLOORS) == set(), "give the new name a floor here and in pyproject.toml"


def test_import_linter_knows_the_same_floors() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["varsam"]
    ]
    named = {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for name in re.split(r"[|:]", layer)
    }
    assert named == FLOORS


def test_imports_go_down_only() -> None:
    wrong = [problem for path in _modules(*FLOORS) for problem in _upward(path)]
    assert wrong == []


@pytest.mark.parametrize("floor", PURE)
def test_pure_floors_are_pure(floor: str) -> None:
    modules = _modules(floor)
    assert modules
    wrong = [
        f"{_name(path)}:{problem}"
        for path in modules
        for problem in impurities(path.read_text(encoding="utf-8"), domain=floor == "domain")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import environ",
        "import os.path",
        "import random",
        "from urllib import request",
        "import logging",
        "from time import monotonic",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.utcnow()",
        "import datetime as dt\nfrom datetime import date\ndate.today()",
        "open('register.yaml')",
        "def read(path):\n    return path.read_text()",
        "print('x')",
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    assert impurities(source)


@pytest.mark.parametrize("source", ["import lark", "from pathlib import Path", "import yaml"])
def test_the_domain_is_the_standard_library_without_files(source: str) -> None:
    assert impurities(source, domain=True)
    assert not impurities(source)


def test_pure_code_passes() -> None:
    assert impurities("import datetime\nfrom varsam.domain import plan\nx = datetime.date(2026, 1, 1)") == []
    assert impurities("import json\nimport re\njson.dumps({})", domain=True) == []


def test_no_vague_names() -> None:
    names = {part.removesuffix(".py") for path in SOURCE.rglob("*.py") for part in path.parts}
    assert "errors" in names
    assert names & VAGUE_NAMES == set(), "name a file after the noun or the verb that it holds"


def test_public_names_say_what_they_do() -> None:
    wrong = [
        f"{_name(path)}:{problem}"
        for path in _modules(*DOCUMENTED)
        for problem in undocumented(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_a_missing_docstring_is_found() -> None:
    source = "class Bare:\n    pass\ndef bare(): ...\ndef said():\n    'Say.'\ndef _private(): ...\n"
    assert undocumented(source) == ["1: Bare", "3: bare"]


def test_no_file_is_long_without_a_reason() -> None:
    lengths = {
        path.relative_to(SOURCE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in _modules(*FLOORS)
    }
    assert lengths["domain/errors.py"] > 10
    assert {name for name, length in lengths.items() if length > LONGEST_FILE} == set(LONG_FILES)


def test_no_traces_of_a_machine() -> None:
    files = _committed()
    assert ROOT / "pyproject.toml" in files
    wrong = [
        f"{_name(path)}:{number}: {line.strip()[:80]}"
        for path in files
        for number, line in enumerate(_text(path).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert wrong == []


def test_a_trace_of_a_machine_is_found() -> None:
    for folder in ("work", "root", "tmp", "home/someone"):
        assert MACHINE_PATH.search(f'open("/{folder}/x.py")')
    for harmless in ("https://shop.example/work/x", "src/work/x", "$HOME/tmp/x", "a / work / b"):
        assert not MACHINE_PATH.search(harmless)


def _pins(name: str) -> list[tuple[str, str]]:
    """List name and version; a name comes twice where an older Python needs an older version."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([\w.+!-]+)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["base", "dev", "build"])
def test_every_requirement_is_pinned_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", "\n".join(re.findall(r"^(?![#]).*$", text, re.MULTILINE)))
    assert len(blocks) == len(_pins(name)) > 1
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_developers_test_the_versions_that_users_get() -> None:
    base, dev = set(_pins("base")), set(_pins("dev"))
    assert base <= dev
    assert 1 < len({name for name, _ in base}) <= 40
