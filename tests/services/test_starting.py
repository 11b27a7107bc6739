"""A new home's first files, and a policy put into a home."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from varsam.checks.catalogue import check_register
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.formats import register_yaml, source_map
from varsam.formats.policy import import_policy
from varsam.formats.policy_table import print_table
from varsam.services import own_state, policies, schemas, starting

TODAY = date(2026, 11, 22)
POLICY = """\
Test AB, org. nr 556968-7857, behandlar dina personuppgifter.

| Behandling | Syfte | Kategorier av personuppgifter | Kategorier av registrerade \
| Rättslig grund | Lagringstid |
|---|---|---|---|---|---|
| Köp av produkt | Leverera | Kontaktuppgifter, fakturauppgifter | Kund | Avtal | Avtalstiden + 1 år |
"""


def test_the_first_files_can_be_read_and_nothing_stands_against_them(tmp_path: Path) -> None:
    register_file, map_file, own_file, ignored, *described = starting.init(tmp_path / "new")
    register = register_yaml.parse(register_file.read_text(encoding="utf-8"), "register.yaml")
    assert check_register(register) == ()
    for file, source in ((map_file, "shop"), (own_file, "varsam")):
        assert source_map.parse(file.read_text(encoding="utf-8"), file.name, register).source == source
    assert {"/state/", "/varsam.key"} <= set(ignored.read_text(encoding="utf-8").splitlines())
    named = [_schema_of(file) for file in (register_file, map_file, own_file)]
    assert named == [described[0], described[1], described[1]]
    assert [json.loads(file.read_text(encoding="utf-8"))["title"] for file in described] == [
        "Register",
        "Varsam source map",
    ]


def _schema_of(file: Path) -> Path:
    """The schema that a file's first line names."""
    mark, _, named = file.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
    assert mark == "# yaml-language-server: "
    return (file.parent / named).resolve()


@pytest.mark.parametrize("name", ["register.yaml", ".gitignore", "sources/shop.yaml"])
def test_a_file_that_is_there_stops_everything(tmp_path: Path, name: str) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(NotAllowed) as refused:
        starting.init(tmp_path)
    assert name in str(refused.value.where)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cant_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RegisterError) as refused:
        starting.init(tmp_path / "file" / "home")
    assert "file" in str(refused.value.where)


def test_a_draft_is_put_once_and_then_only_what_is_accepted(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text(POLICY, encoding="utf-8")
    home = tmp_path / "home"
    drafted = policies.draft(policy, (), TODAY)
    [proposal] = drafted.imported.register.proposals
    register, described, kept, own_file, bound, _ = policies.put(drafted, "policy.md", home, (), TODAY)
    assert kept.read_bytes() == policy.read_bytes()
    assert bound.name == "claims.yaml"
    assert _schema_of(register) == described
    assert json.loads(described.read_text(encoding="utf-8"))["title"] == "Register"
    read = register_yaml.parse(register.read_text(encoding="utf-8"), str(register))
    assert [each.id for each in read.activities if each not in drafted.imported.register.activities] == [
        "varsam-own"
    ]
    mapped = source_map.parse(own_file.read_text(encoding="utf-8"), own_file.name, read)
    assert mapped.source == own_state.SOURCE
    assert check_register(read) == check_register(drafted.imported.register)
    again = import_policy(POLICY.splitlines()[0] + "\n\n" + print_table(read)).register
    assert again.activities == drafted.imported.register.activities, "own activity is no row of the table"
    with pytest.raises(NotAllowed):
        policies.put(drafted, "policy.md", home, (), TODAY)
    policies.put(drafted, "policy.md", home, (proposal.id,), TODAY)
    assert _schema_of(register) == described, "the first line stays"
    after = register_yaml.parse(register.read_text(encoding="utf-8"), str(register))
    assert len(after.purposes()) == len(read.purposes()) + 1
    assert after.undecided() == frozenset()
    assert read.undecided() != frozenset()


def test_in_a_home_on_postgresql_the_map_says_so(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text(POLICY, encoding="utf-8")
    environment = {own_state.DATABASE_VARIABLE: "postgresql://somewhere/varsam"}
    starting.init(tmp_path / "new", environment)
    policies.put(policies.draft(policy, (), TODAY), "policy.md", tmp_path / "home", (), TODAY, environment)
    for home in ("new", "home"):
        written = (tmp_path / home / own_state.MAP_FILE).read_text(encoding="utf-8")
        mine = own_state.source_map(postgresql=True)
        assert written == (schemas.modeline("source", up=1) + mine if home == "new" else mine)


def test_a_map_that_is_there_and_names_that_are_taken_stay(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text(POLICY, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / own_state.MAP_FILE).write_text("mine", encoding="utf-8")
    drafted = policies.draft(policy, (), TODAY)
    policies.put(drafted, "policy.md", tmp_path, (), TODAY)
    assert (tmp_path / own_state.MAP_FILE).read_text(encoding="utf-8") == "mine"
    joined = own_state.joined(drafted.imported.register)
    assert own_state.joined(joined) == joined != drafted.imported.register


def test_a_policy_that_cant_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.md", tmp_path):
        with pytest.raises(RegisterError) as refused:
            policies.draft(path, (), TODAY)
        assert str(path) in str(refused.value.where)
