"""Rows that lead to nobody: reported, and left to a person where their rule would be read wrongly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, email, register
from tests.store.homes import Home, open_home
from varsam.domain.plan import Plan
from varsam.store import key_sets
from varsam.store.people import TypedIdentifier

PURPOSES = {
    "orders": "basis: contract, rule: contract.end + 1 year",
    "visits": 'basis: legitimate_interests, interest: ours, rule: "visit.at + 1 year"',
    "both": 'basis: contract, rule: "latest(contract.end, visit.at) + 1 year"',
    "letters": "basis: consent, rule: consent.withdrawn",
}
MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: ends}
    groups: {email: {columns: [email], for: [orders]}}
  visit:
    table: visits
    refs: {customer: customer_id}
    owner: {ref: customer, unset: [0]}
    events: {visit.at: at}
    groups:
      note: {columns: [note], for: [PURPOSE]}
  sheet:
    table: sheets
    refs: {visit: visit_id}
    part_of: visit
"""
OLD, NEW = date(2020, 5, 1), date(2026, 11, 1)
# Ann's contract runs, Bo's ended long ago; then: no reference, one that dangles, and one that means nobody.
VISITS = [
    (1, 1, OLD),
    (2, 2, OLD),
    (3, None, OLD),
    (4, 77, OLD),
    (5, 0, OLD),
    (6, 2, NEW),
    (7, None, NEW),
]


def house(path: Path, url: str, purpose: str, *, enforced: bool = False, nullable: bool = True) -> House:
    """A shop where visits are held for one purpose."""
    meta = sa.MetaData()
    customers = sa.Table(
        "customers",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(80)),
        sa.Column("ends", sa.Date),
    )
    reference = [sa.ForeignKey("customers.id")] if enforced else []
    visits = sa.Table(
        "visits",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer, *reference, nullable=nullable),
        sa.Column("at", sa.Date),
        sa.Column("note", sa.String(80)),
    )
    sheets = sa.Table(
        "sheets",
        meta,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("visit_id", sa.Integer),
    )
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    meta.create_all(engine)
    given = [each for each in VISITS if each[1] in (1, 2)] if enforced else VISITS
    if enforced and nullable:
        given = [*given, (3, None, OLD)]
    with engine.begin() as connection:
        connection.execute(
            customers.insert(),
            [
                {"id": 1, "email": "ann@mail.example", "ends": None},
                {"id": 2, "email": "bo@mail.example", "ends": OLD},
            ],
        )
        connection.execute(
            visits.insert(),
            [{"id": key, "customer_id": who, "at": at, "note": "x"} for key, who, at in given],
        )
        connection.execute(
            sheets.insert(), [{"id": 1, "visit_id": 2}, {"id": 2, "visit_id": 3}, {"id": 3, "visit_id": 99}]
        )
    text = MAP.replace("PURPOSE", purpose)
    if enforced:
        text = text.replace("owner: {ref: customer, unset: [0]}", "owner: customer")
    open_home(path, None)
    return House(path, {"SHOP_URL": url}).write(register(PURPOSES), {"shop": text})


def deleted(plan: Plan, kind: str) -> set[int]:
    """The keys of a kind that the plan deletes."""
    found: set[int] = set()
    for step, number, _ in key_sets.plan_key_batches(plan.plan):
        if step == f"shop.{kind}.delete":
            found |= {int(str(key[0])) for key in key_sets.load_plan_keys(plan.plan, step, number)}
    return found


def reported(plan: Plan) -> dict[str, int]:
    """Rows that lead to nobody, by kind."""
    return {each.kind: int(each.parameters["rows"]) for each in plan.findings if each.code == "no_owner"}


def faults(plan: Plan) -> dict[tuple[str, str], int]:
    """Rows left to a person, but for those that a row which stays refers to."""
    return {(each.kind, each.fault): each.rows for each in plan.for_person if each.fault != "referred"}


def test_a_row_of_nobody_goes_by_its_own_date_and_is_reported(sqlite_url: str, tmp_path: Path) -> None:
    plan = house(tmp_path / "home", sqlite_url, "visits").plan()
    assert deleted(plan, "visit") == {1, 2, 3, 4, 5}
    # One sheet belongs to a visit that isn't there, another to one of nobody.
    assert reported(plan) == {"visit": 4, "sheet": 2}
    assert faults(plan) == {}


def test_what_only_a_person_would_know_keeps(sqlite_url: str, tmp_path: Path) -> None:
    plan = house(tmp_path / "home", sqlite_url, "orders").plan()
    assert deleted(plan, "visit") == {2, 6}
    assert reported(plan) == {"visit": 4, "sheet": 2}
    assert faults(plan) == {}


def test_an_unknown_contract_is_no_missing_contract(sqlite_url: str, tmp_path: Path) -> None:
    """`latest` leaves out what doesn't exist; of somebody unknown nobody can say that."""
    plan = house(tmp_path / "home", sqlite_url, "both").plan()
    assert deleted(plan, "visit") == {2}
    assert deleted(plan, "sheet") == {1}
    assert faults(plan) == {("visit", "no_owner"): 3}


def test_an_unknown_consent_is_no_missing_consent(sqlite_url: str, tmp_path: Path) -> None:
    plan = house(tmp_path / "home", sqlite_url, "letters").plan()
    # Nobody consented: what is surely Ann's and Bo's goes, what is nobody's is asked about.
    assert deleted(plan, "visit") == {1, 2, 6}
    assert faults(plan) == {("visit", "no_owner"): 4}


@pytest.mark.parametrize("nullable", [True, False])
def test_where_the_schema_sees_to_it_nobody_is_counted(
    postgres_url: str, tmp_path: Path, nullable: bool
) -> None:
    home = house(tmp_path / "home", postgres_url, "both", enforced=True, nullable=nullable)
    plan = home.plan()
    assert deleted(plan, "visit") == {2}
    assert reported(plan) == ({"visit": 1, "sheet": 2} if nullable else {"sheet": 2})
    assert faults(plan) == ({("visit", "no_owner"): 1} if nullable else {})


SHARED = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}, customer_no: {column: id, scoped: true}}
    events: {contract.end: ends}
    groups: {email: {columns: [email], for: [orders]}}
  visit:
    table: visits
    refs: {customer: customer_id, guide: {kind: customer, column: guide_id}}
    owner: [customer, guide]
    events: {visit.at: at}
    groups:
      note: {columns: [note], for: [visits]}
  call:
    table: calls
    owner: {email: caller}
    identifiers: {email: caller}
    events: {visit.at: at}
    groups: {call: {columns: [caller], for: [visits]}}
"""


def test_what_is_shared_or_may_be_another_persons_is_said(sqlite_state: Home, sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for line in (
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, ends DATE)",
            "CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id INT, guide_id INT, at DATE, note TEXT)",
            "CREATE TABLE calls (id INTEGER PRIMARY KEY, caller TEXT, at DATE)",
            "INSERT INTO customers VALUES (1, 'office@mail.example', '2026-01-01'),"
            " (2, 'office@mail.example', '2026-01-01'), (3, 'cia@mail.example', '2026-01-01')",
            "INSERT INTO visits VALUES (1, 1, 3, '2026-11-01', 'shared'), (2, 1, NULL, '2026-11-01', 'mine'),"
            " (3, 1, 1, '2026-11-01', 'mine twice')",
            "INSERT INTO calls VALUES (1, 'office@mail.example', '2026-11-01')",
        ):
            connection.execute(sa.text(line))
    home = House(sqlite_state.path, {"SHOP_URL": sqlite_url}).write(register(PURPOSES), {"shop": SHARED})
    plan = home.erase(email("office@mail.example"), TypedIdentifier("customer_no", "1"))
    assert deleted(plan, "visit") == {2, 3}
    assert faults(plan) == {
        ("visit", "shared"): 1,
        ("call", "ambiguous_owner"): 1,
    }
    # The control: once it is decided for both owners, the row that they share goes.
    assert 1 in deleted(home.erase(email("cia@mail.example")), "visit")
