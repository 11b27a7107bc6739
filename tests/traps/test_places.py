"""Traps in where data lies: sources switched off or out of reach, files named by an id, late rows."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from tests.engine.houses import email, register
from tests.traps.places import HEAD, PURPOSES, Place, counted, deleted
from varsam.domain.errors import NotAllowed, PlanRefused, SourceUnavailable
from varsam.services import applying, looking, planning, systems

CUSTOMERS = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE)",
    "INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann Berg', '2026-01-01'),"
    " (2, 'bo@mail.example', 'Bo Ek', '2026-01-01'), (3, 'cia@mail.example', 'Cia Al', NULL)",
)
PERSON = """\
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}, customer_no: {column: id, follow: true}}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
"""
SECOND = """\
source: letters
connector: sql
url: sqlite:///letters.db
kinds:
  letter:
    table: letters
    owner: {email: email}
    identifiers: {email: email}
    events: {contract.end: {from: shop, by: email, column: email}}
    groups: {letter: {columns: [email, text], for: [orders]}}
"""


@pytest.fixture
def two(sqlite_place: Place) -> Place:
    """A shop, and a second system beside it."""
    sqlite_place.execute(*CUSTOMERS)
    with sqlite3.connect(sqlite_place.path / "letters.db") as letters:
        letters.executescript(
            "CREATE TABLE letters (id INTEGER PRIMARY KEY, email TEXT, text TEXT);"
            "INSERT INTO letters VALUES (1, 'ann@mail.example', 'a'), (2, 'bo@mail.example', 'b')"
        )
    sqlite_place.house.write(register(PURPOSES), {"shop": f"{HEAD}kinds:\n{PERSON}", "letters": SECOND})
    return sqlite_place


def letters(place: Place) -> list[int]:
    """The letters that are there."""
    with sqlite3.connect(place.path / "letters.db") as connection:
        return [row[0] for row in connection.execute("SELECT id FROM letters ORDER BY id")]


# -- 6. nothing left out is a success ------------------------------------------------------------------------


def test_a_source_that_is_switched_off(two: Place) -> None:
    """6: the plan reaches into it, so nothing at all is done until a person has switched it on."""
    systems.switch_mode(two.house.home, "letters", "observe")
    plan = two.house.erase(email("ann@mail.example"))
    assert counted(plan) == {"shop.customer.delete": 1, "letters.letter.delete": 1}
    with pytest.raises(NotAllowed, match="only observed"):
        two.house.apply(plan)
    with pytest.raises(NotAllowed, match="apply it first"):
        two.house.verify(plan)
    assert (two.column("SELECT id FROM customers"), letters(two)) == ([1, 2, 3], [1, 2])
    systems.switch_mode(two.house.home, "letters", "apply")
    applying.apply(two.house.home, plan.plan)
    assert two.house.verify(plan).verified
    assert (two.column("SELECT id FROM customers"), letters(two)) == ([2, 3], [2])


def test_a_source_that_is_out_of_reach(two: Place) -> None:
    """6: no plan without it, and none that was approved before is carried out in part and called done."""
    plan = two.house.erase(email("ann@mail.example"))
    moved = (two.path / "letters.db").rename(two.path / "elsewhere.db")
    with pytest.raises(SourceUnavailable):
        two.house.erase(email("bo@mail.example"))
    with pytest.raises(SourceUnavailable):
        two.house.apply(plan)
    assert two.column("SELECT id FROM customers") == [1, 2, 3]
    moved.rename(two.path / "letters.db")
    applying.apply(two.house.home, plan.plan)
    assert two.house.verify(plan).verified
    assert letters(two) == [2]


def test_a_column_that_no_map_names(sqlite_place: Place) -> None:
    """6: it is told of as long as nobody has said what it is; a row that is rewritten keeps it."""
    place = sqlite_place
    place.execute(*CUSTOMERS, "ALTER TABLE customers ADD COLUMN phone TEXT")
    place.mapped(PERSON)

    def told() -> set[tuple[str, str]]:
        found = [each.finding for each in looking.explained(place.house.home)]
        return {(each.code, each.where) for each in found if each.where.endswith("customers.phone")}

    assert told() == {("MAP007", "shop: customers.phone")}
    assert ("MAP007", "shop: customers.phone") in {
        (each.code, each.parameters.get("where")) for each in place.house.plan().findings
    }
    place.mapped(PERSON.replace("[email, name]", "[email, name, phone]"))
    assert told() == set()


# -- 7. rows that come in between ----------------------------------------------------------------------------


def test_a_row_that_came_between_the_copy_and_the_erasure(two: Place) -> None:
    """7: after the copy it is planned; after the plan nothing is done; after the run the search finds it."""
    late = "INSERT INTO letters VALUES ({}, 'ann@mail.example', 'late')"

    def comes(number: int) -> None:
        with sqlite3.connect(two.path / "letters.db") as connection:
            connection.execute(late.format(number))

    assert [kind for kind, _ in two.copied("ann@mail.example")] == ["customer", "letter"]
    comes(11)
    plan = two.house.erase(email("ann@mail.example"))
    assert deleted(plan) == {"customer": 1, "letter": 2}
    comes(12)
    with pytest.raises(PlanRefused, match="drifted"):
        two.house.apply(plan)
    assert letters(two) == [1, 2, 11, 12]
    again = planning.make_plan(two.house.home, person=plan.scope.person)
    assert deleted(again) == {"customer": 1, "letter": 3}
    assert two.searched(again) == []
    two.house.apply(again)
    assert (letters(two), two.left(again)) == ([2], [])
    comes(13)
    assert two.left(again) == [("letters", "email")]


# -- 8. files named by an id ---------------------------------------------------------------------------------


def test_a_file_on_disk_that_only_an_id_names(sqlite_place: Place) -> None:
    """8: nothing in it or in its name says whose it is but the number; 1 isn't 11."""
    place = sqlite_place
    place.execute(*CUSTOMERS, "INSERT INTO customers VALUES (11, 'dan@mail.example', 'Dan', NULL)")
    scans = place.path / "scans"
    for number in (1, 2, 11):
        (scans / str(number)).mkdir(parents=True)
        (scans / str(number) / "scan.png").write_bytes(b"\x89PNG pixels")
    files = r"""
source: scans
connector: files
options: {folder: scans, files.glob: "*/*", files.pattern: '(?P<customer_no>\d+)/.*'}
kinds:
  scan:
    table: files
    key: [path]
    owner: {customer_no: customer_no}
    identifiers: {customer_no: customer_no}
    events: {contract.end: {from: shop, by: customer_no, column: customer_no}}
    groups: {scan: {columns: [name], for: [orders]}}
"""
    place.house.write(register(PURPOSES), {"shop": f"{HEAD}kinds:\n{PERSON}", "scans": files})
    assert [kind for kind, _ in place.copied("ann@mail.example")] == ["customer", "scan"]
    assert deleted(place.erased("ann@mail.example")) == {"customer": 1, "scan": 1}
    assert sorted(path.parent.name for path in scans.rglob("scan.png")) == ["11", "2"]
    place.house.turn(date(2027, 1, 2))
    place.carry_out(place.house.plan())
    assert [path.parent.name for path in scans.rglob("scan.png")] == ["11"]
