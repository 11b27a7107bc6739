"""docs/cli.md, the help and the commands say the same: every verb, option and exit code, both ways."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.faces.cli_home import run
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import COMMON
from varsam.faces.cli.main import FAMILIES, build
from varsam.formats.texts import CATALOGUE, LANGUAGES, families

DOCUMENT = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = {
    found[1]: found[2] for found in re.finditer(r"^### `varsam ([^`]+)`\n(.*?)(?=^##)", DOCUMENT, re.M | re.S)
}
VERBS = {f"{family} {name}".strip() for family, verbs in FAMILIES.items() for name in verbs}


def _command(path: str) -> Any:
    command = build("en")
    for word in path.split():
        command = command.commands[word]
    return command


def _options(path: str) -> set[str]:
    """The options of a verb beyond those of every verb."""
    return {
        each.opts[0]
        for each in _command(path).params
        if each.param_type_name == "option" and each.name not in COMMON
    }


def _walk(command: Any, path: str = "") -> list[tuple[str, Any]]:
    found = [(path, command)]
    for name, inner in getattr(command, "commands", {}).items():
        found += _walk(inner, f"{path} {name}".strip())
    return found


def test_every_verb_is_documented_and_every_documented_verb_is_there() -> None:
    assert "policy import" in VERBS
    assert set(SECTIONS) == VERBS


@pytest.mark.parametrize("path", sorted(VERBS))
def test_every_option_is_documented_and_every_documented_option_is_there(path: str) -> None:
    rows = re.findall(r"^\| `(--[a-z-]+)", SECTIONS[path], re.M)
    assert sorted(rows) == sorted(_options(path))
    named = set(re.findall(r"(--[a-z][a-z-]+)", SECTIONS[path]))
    common = {"--home", "--json", "--lang", "--on", "--yes"}
    assert named - common <= _options(path)


@pytest.mark.parametrize("path", sorted(VERBS))
def test_every_verb_has_an_example_and_its_exit_codes(path: str) -> None:
    [example] = re.findall(r"^Example: `([^`]+)`", SECTIONS[path], re.M)
    assert f"varsam {path}" in example or f"varsam --home my-company {path}" in example
    [codes] = re.findall(r"^Exit codes: (.*)$", SECTIONS[path], re.M)
    known = {"0", "1", "2", "3", "4", "130"}
    assert set(re.findall(r"\b\d+\b", codes)) <= known


def test_the_options_of_every_verb_are_documented() -> None:
    for option in ("--home DIR", "--json", r"--lang sv\|en", "--on DATE", "--yes"):
        assert f"| `{option}` |" in DOCUMENT
    for path in VERBS:
        assert set(COMMON) <= {each.name for each in _command(path).params}


def test_every_exit_code_is_documented() -> None:
    codes = {
        exits.DONE,
        exits.FOUND,
        exits.MEND,
        exits.DECIDE,
        exits.SOURCE,
        exits.INTERRUPTED,
        exits.PIPE_CLOSED,
    }
    documented = {int(code) for code in re.findall(r"^\| (\d+) \| ", DOCUMENT, re.M)}
    assert documented == codes
    assert {code for _, code in exits.EXIT_CODES} <= codes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_says_something_about_everything(lang: Any) -> None:
    for path, command in _walk(build(lang)):
        assert command.help == CATALOGUE[f"help.{path or 'varsam'}"][LANGUAGES.index(lang)]
        for each in command.params:
            assert each.help, (path, each.name)


def test_no_help_is_left_over() -> None:
    tree = _walk(build("en"))
    assert set(families()["help"]) == {path or "varsam" for path, _ in tree}
    used = set()
    for path, command in tree:
        for each in command.params:
            own = f"{path or 'varsam'}.{each.name}"
            used.add(own if f"option.{own}" in CATALOGUE else each.name)
    assert set(families()["option"]) == used


def test_the_documented_json_is_what_is_printed() -> None:
    for verb, words in (
        ("rule show", ("rule", "show", "contract.end + 1 year")),
        ("deadline", ("deadline", "2026-11-22")),
    ):
        [cell] = re.findall(rf"^\| `{verb}` \| (.*) \|$", DOCUMENT, re.M)
        document = run(*words, "--json").document
        assert set(document) <= set(re.findall(r"`([a-z_]+)`", cell))
        assert len(document) > 3


def test_verbs_that_arent_built_dont_exist() -> None:
    for verb in ("audit", "replay", "serve", "request", "consent", "gate"):
        assert run(verb).code == 2
