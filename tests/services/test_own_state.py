"""What Varsam itself stores is planned, erased and verified like any source."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.facts import FactKind
from varsam.services import own_state as own

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


def test_own_state_is_let_go_by_the_same_planner(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import applying, planning, recording, systems
    from varsam.services.home import Home
    from varsam.store.models import Fact, Identifier, JournalEntry, LedgerEntry, Person, PlanKeys
    from varsam.store.people import TypedIdentifier

    path = sqlite_state.path
    _home(path)
    now = [NOW]
    home = Home(path, {}, "tester", clock=lambda: now[0])
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


def _home(path: Path) -> None:
    (path / "sources").mkdir()
    (path / "register.yaml").write_text(REGISTER + own.activity("ours"), encoding="utf-8")
    (path / "sources" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    (path / "sources" / "varsam.yaml").write_text(own.source_map(), encoding="utf-8")
    with sqlite3.connect(path / "shop.sqlite3") as database:
        database.executescript(
            "create table customers(id integer primary key, email text, closed_on date);"
            "insert into customers values (1, 'a@a.example', '2020-01-01'), (2, 'b@b.example', null),"
            "(3, 'c@c.example', null)"
        )
