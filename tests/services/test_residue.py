"""Search for residue through the services, on three databases: control, leftovers, expected hits, doubts."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from django.db import connections

from tests.store.homes import open_home
from varsam.domain.errors import NotAllowed
from varsam.domain.plan import ManualTask

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.services import residue
    from varsam.services.home import Home

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EMAIL = "anna1@x.example"
NUMBER = "19801217-9829"
REGISTER = """\
register: Test
entities:
  test: {name: Test AB}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [test]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
      books: {title: Books, basis: legal_obligation, rule: voucher.day + 7 years, law: BFL 7}
"""
MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}, personnummer: person_no, login: login}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email, person_no, login, name], for: [orders]}
  note:
    table: notes
    refs: {customer: customer_id}
    part_of: customer
  voucher:
    table: vouchers
    identifiers: {email: email}
    owner: {email: email}
    events: {voucher.day: dated}
    groups: {buyer: {columns: [email], for: [books]}}
"""
BINDER = """\
source: binder
connector: manual
manual:
  binder: {description: Papers, for: [orders], responsible: Office}
"""
SCHEMA = [
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), person_no VARCHAR(20),"
    " login VARCHAR(20), name VARCHAR(80), closed_on DATE)",
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id),"
    " body TEXT)",
    "CREATE TABLE vouchers (id INTEGER PRIMARY KEY, email VARCHAR(80), dated DATE)",
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY, body TEXT)",
    "INSERT INTO customers VALUES"
    " (1, 'Anna1@X.example', '801217-9829', 'andersson1', 'Anna Andersson', '2020-01-01'),"
    " (2, 'hanna1@x.example', NULL, 'andersson19', 'Hanna', NULL),"
    " (3, 'box@y.example', NULL, 'b', 'Bo', NULL),"
    " (4, 'box@y.example', NULL, 'c', 'Cia', '2020-01-01')",
    f"INSERT INTO notes VALUES (1, 1, 'mail={EMAIL.replace('@', '%40')}'), (2, 2, 'hanna1@x.example')",
    f"INSERT INTO vouchers VALUES (1, '{EMAIL}', '2025-03-01'), (2, 'hanna1@x.example', '2025-03-01')",
]


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """A home over one database."""
    path = tmp_path / "home"
    open_home(path, None)
    (path / "sources").mkdir()
    (path / "register.yaml").write_text(REGISTER, "utf-8")
    (path / "sources" / "shop.yaml").write_text(MAP, "utf-8")
    (path / "sources" / "binder.yaml").write_text(BINDER, "utf-8")
    one = House(path, database_url)
    one.execute(*SCHEMA)
    yield one
    connections["default"].close()


class House:
    """A home with one database."""

    def __init__(self, path: Path, url: str) -> None:
        self.path, self.url = path, url

    @property
    def home(self) -> Home:
        from varsam.services.home import Home

        return Home(self.path, {"SHOP_URL": self.url}, "anna", clock=lambda: NOW)

    def execute(self, *statements: str) -> None:
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement.replace(":", r"\:")))

    def erase(self, value: str = EMAIL) -> Plan:
        from varsam.services import people
        from varsam.store.people import TypedIdentifier

        return people.erase(self.home, [TypedIdentifier("email", value)], evidence="letter 1")

    def control(self, plan: Plan) -> residue.Control:
        from varsam.services import residue

        return residue.control(self.home, plan.plan)

    def search(self, plan: Plan) -> residue.Residue:
        from varsam.services import residue

        return residue.search(self.home, plan.plan)

    def apply(self, plan: Plan) -> None:
        from varsam.services import applying, planning, systems

        planning.approve(self.home, plan.plan)
        for source in {step.on.source for step in plan.steps if not isinstance(step, ManualTask)}:
            systems.switch_mode(self.home, source, "apply")
        applying.apply(self.home, plan.plan)
        assert applying.verify(self.home, plan.plan).verified

    def ledger(self) -> list[dict[str, object]]:
        from varsam.store import ledger

        entries: list[dict[str, object]] = [dict(ledger.entry(index)) for index in range(ledger.size())]
        return [each for each in entries if each["type"] == "plan.searched"]


def spots(found: tuple[residue.Spot, ...]) -> dict[tuple[str, str], int]:
    return {(each.table, each.column): each.rows for each in found}


def test_what_stays_on_purpose_is_expected_and_what_was_left_is_found(house: House) -> None:
    hidden = base64.b64encode(f"To: {EMAIL}\nSubject: hi".encode()).decode()
    house.execute(f"INSERT INTO outbox VALUES (1, '{hidden}'), (2, 'to hanna1@x.example')")
    plan = house.erase()
    before = house.control(plan)
    assert before.trusted
    # The person's row in three columns, and the note in percent-encoding.
    assert (before.goes, before.stays) == (4, 1)
    assert spots(before.beyond) == {("outbox", "body"): 1}
    assert (before.people, before.identifiers) == (1, 3)
    house.apply(plan)
    after = house.search(plan)
    assert spots(after.found) == {("outbox", "body"): 1}
    assert (spots(after.expected), {each.why for each in after.expected}) == (
        {("vouchers", "email"): 1},
        {"rule"},
    )
    assert (after.doubt, after.clean) == ("", False)
    assert [(each.source, each.reason) for each in after.not_searched] == [("binder", "manual")]
    [spot] = after.found
    assert "table: outbox" in spot.proposal
    assert "columns: [body]" in spot.proposal
    # Somebody removes it: the same search finds nothing any more.
    house.execute("DELETE FROM outbox WHERE id = 1")
    again = house.search(plan)
    assert again.clean
    assert spots(again.expected) == spots(after.expected)
    from varsam.services import residue

    assert residue.result(plan.plan) == again
    said = house.ledger()
    assert [(each["phase"], each["found"], each["expected"], each["trusted"]) for each in said] == [
        ("before", 6, 1, True),
        ("after", 1, 1, True),
        ("after", 0, 1, True),
    ]
    assert "anna" not in json.dumps([said, str(again), str(before)]).lower()


def test_who_comes_back_is_found(house: House) -> None:
    plan = house.erase()
    house.control(plan)
    house.apply(plan)
    assert house.search(plan).clean
    house.execute(
        f"INSERT INTO customers VALUES (9, '{EMAIL}', '{NUMBER}', NULL, 'Anna', NULL)",
        f"INSERT INTO vouchers VALUES (9, '{EMAIL}', '2026-03-01')",
    )
    found = house.search(plan)
    assert spots(found.found) == {
        ("customers", "email"): 1,
        ("customers", "person_no"): 1,
        ("vouchers", "email"): 1,
    }


def test_without_the_control_nothing_is_proven(house: House) -> None:
    plan = house.erase()
    house.apply(plan)
    found = house.search(plan)
    assert (found.doubt, found.clean) == ("no_control", False)
    # What was kept can't be told from what was forgotten.
    assert spots(found.found) == {("vouchers", "email"): 1}
    with pytest.raises(NotAllowed, match="applied"):
        house.control(plan)


def test_a_search_that_misses_what_the_map_says_isnt_trusted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that can't see a column: its control says so, whatever it finds or doesn't find later."""
    from varsam.sources.sql.search import TableSearch

    plan = house.erase()
    see: Callable[[TableSearch], tuple[list[object], ...]] = TableSearch._sorted  # type: ignore[assignment]

    def blind(self: TableSearch) -> tuple[list[object], ...]:
        return tuple(
            [each for each in some if getattr(each, "name", "") != "person_no"] for some in see(self)
        )

    monkeypatch.setattr(TableSearch, "_sorted", blind)
    before = house.control(plan)
    assert (before.trusted, before.missed) == (False, (("shop", "customers", "person_no"),))
    house.apply(plan)
    found = house.search(plan)
    assert found.found == ()
    assert (found.doubt, found.clean) == ("missed", False)


def test_a_retention_run_searches_for_the_people_whose_rows_go(house: House) -> None:
    from varsam.services import planning

    plan = planning.make_plan(house.home)
    before = house.control(plan)
    # Customers 1 and 4; the mailbox of 4 is also that of 3, and her login is a letter.
    assert (before.people, before.searched_people, before.identifiers) == (2, 2, 3)
    assert set(before.left_out) == {("email", "shared", 1), ("login", "name", 1)}
    assert before.trusted
    house.execute(f"INSERT INTO outbox VALUES (1, 'for {NUMBER}')")
    house.apply(plan)
    found = house.search(plan)
    assert spots(found.found) == {("outbox", "body"): 1}
    assert spots(found.expected) == {("vouchers", "email"): 1}


def test_a_plan_of_others_that_waits_is_expected_to_take_it(house: House) -> None:
    from varsam.services import planning

    plan = house.erase()
    house.control(plan)
    house.apply(plan)
    house.execute(f"INSERT INTO customers VALUES (9, '{EMAIL}', NULL, NULL, 'Anna', '2020-01-01')")
    assert spots(house.search(plan).found) == {("customers", "email"): 1}
    planning.make_plan(house.home)
    found = house.search(plan)
    assert found.clean
    assert {each.why for each in found.expected} == {"rule", "other_plan"}
