"""What Varsam itself stores is planned, erased and verified like any source."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.errors import NotAllowed
from varsam.domain.facts import FactKind
from varsam.domain.plan import DeleteRows
from varsam.services import own_state as own

if TYPE_CHECKING:
    from varsam.services.home import Home

REGISTER = """\
register: Ours
entities:
  ours: {name: Ours AB, org_no: 556968-7857}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [ours]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
      offers: {title: Offers, basis: legitimate_interests, rule: contract.end + 3 years, marketing: true}
"""
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email], for: [orders]}
"""


def test_own_state_is_let_go_by_the_same_planner(own_state: OwnState) -> None:  # noqa: F811
    from varsam.services import applying, evidence, planning, recording, systems
    from varsam.store.models import Fact, Identifier, JournalEntry, LedgerEntry, Person, PlanKeys
    from varsam.store.people import TypedIdentifier

    now = [NOW]
    home = _home(own_state, now)
    for source in ("shop", "varsam"):
        systems.switch_mode(home, source, "apply")
    first = planning.make_plan(home)
    assert {step.on.step: step.on.rows for step in first.steps} == {"shop.customer.delete": 1}
    planning.approve(home, first.plan)
    applying.apply(home, first.plan)
    recording.record(home, FactKind.ERASURE_DECIDED, identifiers=[TypedIdentifier("email", "b@b.example")])
    recording.record(home, FactKind.OBJECTION, identifiers=[TypedIdentifier("email", "c@c.example")])
    # Control: everything that must go later is there now.
    assert PlanKeys.objects.filter(plan=first.plan).exists()
    assert JournalEntry.objects.filter(plan=first.plan).exists()
    assert (Person.objects.count(), Identifier.objects.count(), Fact.objects.count()) == (2, 2, 2)

    now[0] = datetime(2027, 3, 1, 12, tzinfo=UTC)
    later = planning.make_plan(home, sources=["varsam"])
    assert {step.on.kind: step.on.rows for step in later.steps}["journal"] == 2
    planning.approve(home, later.plan)
    applying.apply(home, later.plan)
    assert applying.verify(home, later.plan).verified
    assert not PlanKeys.objects.filter(plan=first.plan).exists()
    assert not JournalEntry.objects.filter(plan=first.plan).exists()

    now[0] = datetime(2036, 11, 24, 12, tzinfo=UTC)
    last = planning.make_plan(home, sources=["varsam"])
    assert {each.kind: each.rows for each in last.for_person if each.fault == "ask"} == {"fact": 1}
    planning.approve(home, last.plan)
    entries = LedgerEntry.objects.count()
    applying.apply(home, last.plan)
    assert applying.verify(home, last.plan).verified
    assert (Person.objects.count(), Identifier.objects.count(), Fact.objects.count()) == (1, 1, 1)
    assert Fact.objects.get().kind == "objection"
    assert LedgerEntry.objects.count() > entries
    assert evidence.verify().ok


def test_a_plan_that_is_being_applied_keeps_what_it_needs(own_state: OwnState) -> None:  # noqa: F811
    """It is stopped half way, and stays open: neither it nor a later plan takes its records."""
    from varsam.services import applying, evidence, planning, systems
    from varsam.store.models import JournalEntry, PlanKeys, PlanRecord

    now = [NOW]
    home = _home(own_state, now, "pace: {batch_rows: 1}\n")
    for source in ("shop", "varsam"):
        systems.switch_mode(home, source, "apply")
    old = [planning.make_plan(home, sources=["shop"]).plan for _ in range(3)]
    planning.approve(home, old[0])
    applying.apply(home, old[0])
    now[0] += timedelta(days=10)
    planning.stored_plans(home)  # the other two expire
    now[0] += timedelta(days=91)

    begun = planning.make_plan(home)
    enough = iter([False] * 7)
    planning.approve(home, begun.plan)
    assert applying.apply(home, begun.plan, stop=lambda: next(enough, True)).stopped
    left = PlanRecord.objects.filter(id__in=old).count()
    assert 0 < left < 3, "control: it is in the midst of them"
    assert JournalEntry.objects.filter(plan=begun.plan, kind="outcome").count() == 7

    now[0] += timedelta(days=200)
    later = planning.make_plan(home)
    planning.approve(home, later.plan)
    applying.apply(home, later.plan)
    assert applying.verify(home, later.plan).verified
    assert not PlanRecord.objects.filter(id__in=old).exists()
    mine = PlanKeys.objects.filter(plan=begun.plan).count()
    assert mine > 1, "the plan that is still open keeps its keys"

    rest = applying.apply(home, begun.plan)
    assert not rest.stopped
    assert {step.rows + step.gone for step in rest.steps.values()} == {
        step.on.rows for step in begun.steps if isinstance(step, DeleteRows)
    }
    assert applying.verify(home, begun.plan).verified
    assert PlanKeys.objects.filter(plan=begun.plan).count() == mine
    assert evidence.verify().ok


def test_others_may_write_own_state_while_a_plan_lets_go_of_it(sqlite_state: OwnState) -> None:  # noqa: F811
    """A process that records without a pause doesn't starve the plan, nor the plan it."""
    from varsam.services import applying, evidence, planning, systems
    from varsam.store.models import PlanRecord

    now = [NOW]
    home = _home(sqlite_state, now, "pace: {batch_rows: 1, lock_timeout_seconds: 0.2}\n")
    for source in ("shop", "varsam"):
        systems.switch_mode(home, source, "apply")
    old = [planning.make_plan(home).plan for _ in range(8)]
    now[0] += timedelta(days=10)
    planning.stored_plans(home)
    now[0] += timedelta(days=91)
    plan = planning.make_plan(home)
    planning.approve(home, plan.plan)
    writer = sqlite_state.child(
        """
        from varsam.store import ledger
        from varsam.store.transaction import writing
        done = 0
        print("ready", flush=True)
        while not Path(sys.argv[1]).exists():
            with writing():
                ledger.append([{"type": "source.mode", "source": "shop", "mode": "apply"}], NOW)
            done += 1
        print(done)
        """,
        sqlite_state.path / "enough",
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    try:
        applied = applying.apply(home, plan.plan)
    finally:
        (sqlite_state.path / "enough").touch()
        written, err = writer.communicate(timeout=60)
    assert applied.batches >= 8
    assert int(written) > applied.batches, err
    assert not PlanRecord.objects.filter(id__in=old).exists()
    assert evidence.verify().ok


def test_a_map_that_leads_to_where_own_state_was_is_refused(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import planning

    home = _home(sqlite_state, [NOW])
    home.environment = {own.DATABASE_VARIABLE: "postgresql://elsewhere/varsam"}
    with pytest.raises(NotAllowed, match="the SQLite file that it left") as refused:
        planning.make_plan(home)
    assert refused.value.where == "sources/varsam.yaml"


def test_the_map_follows_own_state_unless_somebody_changed_it(tmp_path: Path) -> None:
    assert own.follow_move(tmp_path), "a home without the map needs nothing"
    [file] = own.put_map(tmp_path, {})
    assert own.put_map(tmp_path, {}) == (), "what is there stays"
    assert own.follow_move(tmp_path)
    assert file.read_text(encoding="utf-8") == own.source_map(postgresql=True)
    file.write_text("mine", encoding="utf-8")
    assert not own.follow_move(tmp_path)
    assert file.read_text(encoding="utf-8") == "mine"


def test_settings_and_map_name_the_same_variable() -> None:
    from varsam.settings import DATABASE_URL

    assert own.DATABASE_VARIABLE == DATABASE_URL


def test_what_is_still_relied_upon_is_for_a_person(own_state: OwnState) -> None:  # noqa: F811
    """A consent of ten years ago that nobody withdrew still carries a purpose."""
    from varsam.services import planning, recording
    from varsam.store.people import TypedIdentifier

    now = [NOW]
    home = _home(own_state, now)
    for number, kind in enumerate((FactKind.ERASURE_DECIDED, FactKind.CONSENT_GIVEN), 1):
        who = [TypedIdentifier("email", f"{'abc'[number]}@{'abc'[number]}.example")]
        purpose = "orders" if kind is FactKind.CONSENT_GIVEN else None
        recording.record(home, kind, identifiers=who, purpose=purpose)
    now[0] = datetime(2037, 1, 2, 12, tzinfo=UTC)
    plan = planning.make_plan(home, sources=["varsam"])
    assert {step.on.kind: step.on.rows for step in plan.steps if isinstance(step, DeleteRows)} == {
        "person": 1,
        "identifier": 1,
        "fact": 1,
    }
    assert {(each.kind, each.fault): each.rows for each in plan.for_person}["fact", "ask"] == 1


def write_home(path: Path, *, postgresql: bool = False, more: str = "") -> None:
    """A shop's home with own state mapped; `more` kinds come before the map's own."""
    (path / "sources").mkdir()
    (path / "register.yaml").write_text(REGISTER + own.activity("ours"), encoding="utf-8")
    (path / "sources" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (path / "sources" / "varsam.yaml").write_text(
        own.source_map(postgresql=postgresql).replace("kinds:\n", f"{more}kinds:\n", 1), encoding="utf-8"
    )
    with sqlite3.connect(path / "shop.sqlite3") as database:
        database.executescript(
            "create table customers(id integer primary key, email text, closed_on date);"
            "insert into customers values (1, 'a@a.example', '2020-01-01'), (2, 'b@b.example', null),"
            "(3, 'c@c.example', null)"
        )


def _home(state: OwnState, now: list[datetime], more: str = "") -> Home:
    from varsam.services.home import Home

    path = state.path
    write_home(path, postgresql=state.url is not None, more=more)
    environment = {} if state.url is None else {own.DATABASE_VARIABLE: state.url}
    return Home(path, environment, "tester", clock=lambda: now[0])
