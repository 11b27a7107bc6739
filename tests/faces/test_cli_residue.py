"""`verify --residue` and the control before applying, as somebody at a terminal or a script meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import CliHome

ALVA = "email: alva@one.example\n"


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A controller with one shop, whose outbox nobody mapped."""
    made = CliHome(tmp_path / "home").build()
    made.write("CREATE TABLE outbox (id INTEGER PRIMARY KEY, body TEXT)")
    made.write("INSERT INTO outbox VALUES (1, 'mailto:alva%40one.example'), (2, 'to salva@one.example')")
    made.run("source", "mode", "shop", "apply")
    return made


def test_a_leftover_is_an_incident_until_it_is_gone(home: CliHome) -> None:
    erased = home.ok("person", "erase", "-", "--yes", given=ALVA)
    plan = erased["plan"]
    assert home.ok("verify", plan)["residue"] is None
    ran = home.run("verify", plan, "--residue", "--json")
    assert ran.code == 1
    residue = ran.document["residue"]
    [found] = residue["found"]
    assert (found["source"], found["table"], found["column"], found["rows"]) == ("shop", "outbox", "body", 1)
    assert "table: outbox" in found["proposal"]
    assert (residue["trusted"], residue["expected"], residue["done_at"] > "2026") == (True, [], True)
    assert residue["searched"]["tables"] == 3
    assert [each["residue"] for each in home.ok("plans")["plans"]] == [residue["done_at"]]
    # The last result goes on standing: a plain verify shows it and fails too.
    assert home.run("verify", plan, "--json").document["residue"] == residue
    said = home.run("--lang", "sv", "verify", plan)
    assert said.code == 1
    assert "Rester hittades" in said.out
    assert "groups:" in said.out
    home.write("DELETE FROM outbox WHERE id = 1")
    clean = home.run("verify", plan, "--residue")
    assert clean.code == 0
    assert "No residue: 3 tables" in clean.out
    assert home.ok("verify", plan)["residue"]["found"] == []
    for text in (said.out, clean.out, ran.out, clean.err, ran.err):
        assert "alva" not in text


def test_the_control_can_be_made_by_hand_and_be_left_out(home: CliHome) -> None:
    plan = home.ok("plan")["plan"]
    control = home.ok("verify", plan, "--residue")["control"]
    assert (control["trusted"], control["people"], control["goes"]) == (True, 1, 2)
    assert [(each["table"], each["rows"]) for each in control["beyond"]] == [("outbox", 1)]
    plan = home.ok("person", "erase", "-", "--yes", "--without-control", given=ALVA)["plan"]
    ran = home.run("verify", plan, "--residue", "--json")
    assert ran.code == 1
    assert (ran.document["residue"]["trusted"], ran.document["residue"]["doubt"]) == (False, "no_control")
    assert home.run("--lang", "en", "verify", "plan-aaaaaaaaaa", "--residue").code != 0
