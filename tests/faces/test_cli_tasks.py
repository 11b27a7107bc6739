"""`task list`, `task done`, and what `apply` and `verify` say of tasks, command by command."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.faces.cli_home import CliHome

ARCHIVE = """\
source: archive
connector: manual
manual:
  binder: {description: Signed forms on shelf 3, for: [orders], responsible: Office manager}
"""
LOOK = "archive.binder.look"


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop with a binder that a person looks into."""
    made = CliHome(tmp_path / "home").build()
    (made.path / "sources" / "archive.yaml").write_text(ARCHIVE, encoding="utf-8")
    made.ok("source", "mode", "shop", "apply")
    return made


def test_a_task_from_the_plan_to_its_proof(home: CliHome) -> None:
    plan = home.ok("plan")
    number = plan["plan"]
    assert [each["step"] for each in plan["manual"]] == [LOOK]
    home.ok("approve", number)
    applied = home.ok("apply", number, "--yes")
    assert [(each["step"], each["done_on"], each["overdue"]) for each in applied["tasks"]] == [
        (LOOK, None, False)
    ]
    [task] = home.ok("task", "list")["tasks"]
    assert (task["plan"], task["responsible"], task["overdue"]) == (number, "Office manager", False)
    assert [each["step"] for each in home.ok("verify", number)["tasks"]] == [LOOK]

    late = (date.today() + timedelta(days=20)).isoformat()
    overdue = home.run("verify", number, "--json", "--on", late)
    assert (overdue.code, overdue.document["verified"]) == (3, True)
    assert [each["overdue"] for each in overdue.document["tasks"]] == [True]
    assert "En uppgift är försenad" in home.run("verify", number, "--on", late, "--lang", "sv").out
    assert "overdue" in home.run("task", "list", "--on", late).out

    (home.path / "proof.txt").write_bytes(b"abc")
    done = home.ok("task", "done", number, LOOK, "--proof", f"@{home.path / 'proof.txt'}")
    assert done["proof"]["file"] == "proof.txt"
    assert done["proof"]["sha256"].startswith("ba7816bf")
    assert home.ok("task", "list")["tasks"] == []
    [seen] = home.ok("task", "list", "--done")["done"]
    assert (seen["step"], seen["plan"]) == (LOOK, number)
    assert "proof.txt" in home.run("task", "list", "--done").out
    assert home.run("verify", number, "--on", late).code == 0
    again = home.ok("plan")
    assert (again["manual"], len(again["looked_at"])) == ([], 1)
    assert "isn't due again yet" in home.run("plan").out


def test_a_plan_of_nothing_but_tasks_needs_no_answer(home: CliHome) -> None:
    number = home.ok("plan", "--source", "archive")["plan"]
    assert f"varsam approve {number}" not in home.run("task", "list").out
    home.ok("approve", number)
    applied = home.run("apply", number)
    assert applied.code == 0
    assert "Signed forms on shelf 3" in applied.out
    assert f"varsam task done {number}" in applied.err


def test_refusals_say_what_to_do(home: CliHome) -> None:
    number = home.ok("plan", "--source", "archive")["plan"]
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    for words, code, said in (
        ((number, LOOK), 2, "--proof"),
        ((number, LOOK, "--proof", "@/nowhere/at/all"), 2, "can't be read"),
        ((number, LOOK, "--proof", "x", "--at", "soon"), 2, "2026-11-22"),
        ((number, LOOK, "--proof", "x", "--at", tomorrow), 3, "future"),
        ((number, "archive.drawer.look", "--proof", "x"), 3, LOOK),
        (("plan-none", LOOK, "--proof", "x"), 3, "varsam plans"),
    ):
        ran = home.run("task", "done", *words, "--json")
        assert ran.code == code, (words, ran)
        assert said in ran.err, (words, ran.err)
    assert home.run("task", "done", number, LOOK, "--proof", "-", given="words\n").code == 0
    twice = home.run("task", "done", number, LOOK, "--proof", "x", "--json")
    assert (twice.code, "task list" in twice.failure["hint"]) == (3, True)
    assert home.ok("task", "list", "--done")["done"][0]["proof"]["text"] == "words"


def test_whoever_looks_is_told_for_whom_and_only_when_asked(home: CliHome) -> None:
    plan = home.ok("person", "erase", "-", "--plan-only", given="email: cia@three.example\n")
    [task] = plan["manual"]
    assert (task["why"], len(task["person"])) == ("erasure", 32)
    for words in (("task", "list"), ("task", "list", "--json"), ("plans",), ("verify", plan["plan"])):
        assert "cia@" not in home.run(*words).out
    assert "email: cia@three.example" in home.run("task", "list", "--who").out
    [open_task] = home.ok("task", "list", "--who")["tasks"]
    assert open_task["who"] == [{"type": "email", "value": "cia@three.example"}]
    home.ok("task", "done", plan["plan"], task["step"], "--proof", "two forms shredded")
    assert home.ok("task", "list", "--who")["tasks"] == []
