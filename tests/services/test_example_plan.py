"""The example controller from plan to proof, held against what its maker knows of every row."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.store.homes import Home as OwnState
from tests.store.homes import open_home
from varsam.domain.plan import ManualTask, Plan
from varsam.services.example import SHOWN, make_example

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
EXPECTED = json.loads((Path(__file__).parents[2] / "examples/softmore/expected.json").read_text("utf-8"))


@pytest.fixture
def example(tmp_path: Path) -> OwnState:
    """The example's home with its own state beside it."""
    make_example(tmp_path / "home", TODAY)
    return open_home(tmp_path / "home", None)


def counts(plan: Plan) -> dict[str, Counter[str]]:
    """Rows per kind and what happens to them, in the words of expected.json."""
    found: dict[str, Counter[str]] = {}
    for step in plan.steps:
        if not isinstance(step, ManualTask):
            place = found.setdefault(f"{step.on.source}.{step.on.kind}", Counter())
            place[step.on.step.rpartition(".")[2]] += step.on.rows
    for each in plan.for_person:
        if each.fault == "ask":
            found.setdefault(f"{each.source}.{each.kind}", Counter())["ask"] += each.rows
    return found


def expected(part: str) -> dict[str, Counter[str]]:
    """What the data's maker says, without the rows that nothing happens to."""
    found = {}
    for source, kinds in EXPECTED[part].items():
        for kind, said in kinds.items():
            what = Counter({name: rows for name, rows in said.items() if name != "rows" and rows})
            if what:
                found[f"{source}.{kind}"] = what
    return found


def test_the_plan_is_what_the_maker_knows_and_the_chain_ends_clean(example: OwnState) -> None:
    from varsam.services import applying, evidence, people, planning, systems, tasks
    from varsam.services.home import Home
    from varsam.store.people import TypedIdentifier
    from varsam.store.tasks import Proof

    home = Home(example.path, {}, "tester", clock=lambda: NOON)
    plan = planning.make_plan(home)
    assert counts(plan) == expected("due")
    assert {task.kind for task in plan.tasks} == {"contract-binder", "social-media-inbox"}
    assert plan.approvals_needed == 1, plan.reasons_for_second
    for source in home.maps:
        systems.switch_mode(home, source, "apply")
    planning.approve(home, plan.plan)
    applied = applying.apply(home, plan.plan)
    assert sum(step.rows for step in applied.steps.values()) == plan.rows > 1000
    assert applying.verify(home, plan.plan).verified
    assert {each.task.kind for each in tasks.open_tasks(home)} == {task.kind for task in plan.tasks}
    for task in plan.tasks:
        tasks.done(home, plan.plan, task.step, Proof(text="gone through, nothing due"))
    again = planning.make_plan(home)
    assert again.steps == ()
    assert {each.kind for each in again.looked_at} == {task.kind for task in plan.tasks}

    who = [TypedIdentifier(*SHOWN)]
    assert people.find(home, who).found, "control: she is found before"
    erasure = people.erase(home, who)
    assert {each.until for each in erasure.kept if each.rows} == {date(2032, 12, 31)}
    assert {(task.kind, task.why) for task in erasure.tasks} == {
        ("contract-binder", "erasure"),
        ("social-media-inbox", "erasure"),
    }
    planning.approve(home, erasure.plan)
    applying.apply(home, erasure.plan)
    assert applying.verify(home, erasure.plan).verified
    left = {
        (each.kind, each.rows) for each in people.find(home, [TypedIdentifier("customer_no", "K-1001")]).found
    }
    assert {kind for kind, _ in left} <= {"customer", "address", "invoice", "invoice_line"}
    # Her e-mail address stands in no system any more; own state still knows the row that her voucher needs.
    assert {(each.kind, each.rows) for each in people.find(home, who).found} == left
    assert evidence.verify().ok


def test_her_erasure_alone_is_what_the_maker_knows(example: OwnState) -> None:
    from varsam.services import people
    from varsam.services.home import Home
    from varsam.store.people import TypedIdentifier

    home = Home(example.path, {}, "tester", clock=lambda: NOON)
    plan = people.erase(home, [TypedIdentifier(*SHOWN)])
    assert counts(plan) == expected("erasure")
