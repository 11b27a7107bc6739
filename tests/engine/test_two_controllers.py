"""Controllers in different zones and with different fiscal years: each purpose is dated by its own one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from tests.engine.houses import House
from tests.store.homes import Home as OwnState
from varsam.domain.plan import ManualTask, Plan

REGISTER = """\
register: Two
entities:
  near: {name: Near AB, org_no: 556968-7857, zone: Europe/Stockholm}
  far:
    name: Far AB
    org_no: 556966-0748
    zone: America/Los_Angeles
    fiscal_years: [{start: 2025-07-01, end: 2026-12-31}]
activities:
  nearby:
    title: Nearby
    role: controller
    controllers: [near]
    purposes:
      near: {title: Near, basis: contract, rule: contract.end + 1 day}
      near-books: {title: Books, basis: legal_obligation, rule: year_end(fiscal_year.end + 7 years), law: BFL}
  away:
    title: Away
    role: controller
    controllers: [far]
    purposes:
      far: {title: Far, basis: contract, rule: contract.end + 1 day}
      far-books: {title: Books, basis: legal_obligation, rule: year_end(fiscal_year.end + 7 years), law: BFL}
"""
CONTRACTS = """\
source: contracts
connector: sql
url: sqlite:///contracts.sqlite3
kinds:
  contract:
    table: contracts
    holds: nothing
    identifiers: {customer_no: {column: customer_no, follow: true}}
    events:
      contract.end: {column: ended, as: epoch}
      fiscal_year.end: {fiscal_year_of: {column: invoiced}}
"""
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
kinds:
  customer:
    table: customers
    person: true
    identifiers: {customer_no: {column: customer_no, follow: true}}
    FROM
    groups:
      here: {columns: [here], for: [near]}
      there: {columns: [there], for: [far]}
      here_books: {columns: [here_books], for: [near-books]}
      there_books: {columns: [there_books], for: [far-books]}
"""
# Half past ten in the evening in Greenwich: the first of April in Stockholm, still March in Los Angeles.
ENDED = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.fixture(params=["said where to look", "known by the identifier"])
def house(request: pytest.FixtureRequest, sqlite_state: OwnState) -> House:
    """A customer whose contract and invoice another system knows."""
    said = "events: {contract.end: {from: contracts, by: customer_no}}" if "where" in request.param else ""
    house = House(sqlite_state.path)
    for name, statements in {
        "contracts": (
            "CREATE TABLE contracts (id INTEGER PRIMARY KEY, customer_no TEXT, ended INTEGER, invoiced DATE);"
            f"INSERT INTO contracts VALUES (1, 'K-1', {int(ENDED.timestamp())}, '2025-09-01')"
        ),
        "shop": (
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, customer_no TEXT,"
            " here TEXT, there TEXT, here_books TEXT, there_books TEXT);"
            "INSERT INTO customers VALUES (1, 'K-1', 'a', 'b', 'c', 'd')"
        ),
    }.items():
        with closing(sqlite3.connect(sqlite_state.path / f"{name}.sqlite3")) as database:
            database.executescript(statements)
    return house.write(REGISTER, {"contracts": CONTRACTS, "shop": SHOP.replace("FROM", said)})


def _columns(plan: Plan) -> set[str]:
    """The columns that are let go; all of them where the row goes."""
    steps = [step for step in plan.steps if not isinstance(step, ManualTask) and step.on.rows]
    return {column for step in steps for column in getattr(step, "values", {"row": None})}


def _until(plan: Plan) -> Mapping[str, date | None]:
    return {each.purpose: each.until for each in plan.kept if each.rows}


def test_the_day_is_the_one_of_the_purposes_controller(house: House) -> None:
    house.turn(date(2026, 4, 1))
    plan = house.plan()
    assert _columns(plan) == set()
    assert _until(plan) == {
        "near": date(2026, 4, 2),
        "far": date(2026, 4, 1),
        "near-books": date(2032, 12, 31),
        "far-books": date(2033, 12, 31),
    }
    house.turn(date(2026, 4, 2))
    assert _columns(house.plan()) == {"there"}
    house.turn(date(2026, 4, 3))
    assert _columns(house.plan()) == {"there", "here"}


def test_a_year_of_eighteen_months_ends_for_its_own_controller_only(house: House) -> None:
    house.turn(date(2032, 12, 31))
    assert _columns(house.plan()) == {"here", "there"}
    house.turn(date(2033, 1, 1))
    plan = house.plan()
    assert _columns(plan) == {"here", "there", "here_books"}
    assert house.apply(plan).steps
    assert house.verify(plan).verified
    house.turn(date(2034, 1, 1))
    assert _columns(house.plan()) == {"row"}


def test_controllers_that_count_alike_share_what_is_looked_up(house: House) -> None:
    near, far = house.home.register.entities
    assert house.home.register.dated_alike("near") == near
    assert house.home.register.dated_alike("far") == far
    names = {use.name for use in house.plan().key_sets if "contract.end" in use.name}
    assert len(names) == 2
    (house.path / "register.yaml").write_text(
        re.sub("    fiscal_years.*\n", "", REGISTER).replace("America/Los_Angeles", "Europe/Stockholm"),
        encoding="utf-8",
    )
    assert house.home.register.dated_alike("far") == near
    assert len({use.name for use in house.plan().key_sets if "contract.end" in use.name}) == 1
