"""Traps in rows: shared ones, falsy keys, no key, the controller's own, what goes along and what stays."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from tests.engine.houses import email
from tests.traps.places import Place, asked, counted, deleted
from varsam.domain.errors import PlanRefused
from varsam.services import looking

PERSON = """\
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
"""
CUSTOMERS = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(60), name VARCHAR(60), ends DATE)",
    "INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann Berg', '2026-01-01'),"
    " (2, 'bo@mail.example', 'Bo Ek', '2026-01-01'), (3, 'cia@mail.example', 'Cia Al', NULL)",
)


# -- 1. shared rows ------------------------------------------------------------------------------------------


def test_an_order_to_somebody_elses_home(sqlite_place: Place) -> None:
    """1: Ann's order ships to Bo's home. His address isn't hers to see or erase, and stays while needed."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "CREATE TABLE addresses (id INTEGER PRIMARY KEY, customer INTEGER, street VARCHAR(60))",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, ship_to INTEGER, state VARCHAR(10))",
        "INSERT INTO addresses VALUES (10, 1, 'Anngatan 1'), (20, 2, 'Bogatan 2'), (21, 2, 'Bogatan 3')",
        "INSERT INTO orders VALUES (100, 1, 20, 'done'), (101, 1, 10, 'done'), (102, 3, 21, 'done')",
    )
    place.mapped(
        PERSON
        + """\
  address:
    table: addresses
    refs: {customer: customer}
    owner: customer
    groups: {street: {columns: [street], for: [orders]}}
  order:
    table: orders
    refs: {customer: customer, ship_to: {kind: address, column: ship_to}}
    owner: customer
    groups: {order: {columns: [state], for: [orders]}}
"""
    )
    streets = {who: str(place.copied(f"{who}@mail.example")) for who in ("ann", "bo")}
    assert "Bogatan 2" in streets["bo"]
    assert "Anngatan 1" in streets["ann"]
    assert "Bogatan" not in streets["ann"]
    place.erased("ann@mail.example")
    assert place.column("SELECT id FROM orders ORDER BY id") == [102]
    assert place.column("SELECT street FROM addresses ORDER BY id") == ["Bogatan 2", "Bogatan 3"]
    # Bo goes as well; the address row that Cia's kept order needs stays, the other one goes.
    plan = place.house.erase(email("bo@mail.example"))
    assert asked(plan) == {("address", "referred"): 1, ("customer", "referred"): 1}
    place.carry_out(plan)
    assert place.column("SELECT street FROM addresses ORDER BY id") == ["Bogatan 3"]


# -- 3. falsy keys -------------------------------------------------------------------------------------------


def test_nought_and_the_empty_text_are_keys(sqlite_place: Place) -> None:
    """3: the key is (0, 10) or ('', 10); who leaves out what looks empty takes (1, 10), too."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(60), name VARCHAR(60), ends DATE)",
        "INSERT INTO customers VALUES (0, 'ann@mail.example', 'Ann', '2026-01-01'),"
        " (1, 'bo@mail.example', 'Bo', '2026-01-01')",
        "CREATE TABLE seats (a INTEGER NOT NULL, b INTEGER NOT NULL, who VARCHAR(20), PRIMARY KEY (a, b))",
        "INSERT INTO seats VALUES (0, 10, 'Ann'), (1, 10, 'Bo'), (0, 0, 'Ann'), (1, 0, 'Bo')",
        "CREATE TABLE codes (code VARCHAR(5) NOT NULL, b INTEGER NOT NULL, owner INTEGER,"
        " PRIMARY KEY (code, b))",
        "INSERT INTO codes VALUES ('', 10, 0), ('x', 10, 1), ('0', 10, 1)",
    )
    place.mapped(
        PERSON
        + """\
  seat: {table: seats, key: [a, b], refs: {customer: a}, part_of: customer}
  code: {table: codes, key: [code, b], refs: {customer: owner}, part_of: customer}
"""
    )
    plan = place.erased("ann@mail.example")
    assert deleted(plan) == {"customer": 1, "seat": 2, "code": 1}
    assert place.rows("SELECT a, b, who FROM seats ORDER BY b") == [(1, 0, "Bo"), (1, 10, "Bo")]
    assert place.rows("SELECT code, b FROM codes ORDER BY code") == [("0", 10), ("x", 10)]
    assert place.column("SELECT id FROM customers") == [1]


# -- 5. tables without a primary key -------------------------------------------------------------------------


def test_a_table_without_a_key_is_refused_and_never_done_with_nothing(sqlite_place: Place) -> None:
    """5: with columns that are unique and never empty it goes, in as few statements for 300 rows as for 3."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "CREATE TABLE visits (customer INTEGER NOT NULL, number INTEGER NOT NULL, page VARCHAR(20))",
        *(f"INSERT INTO visits VALUES (1, {number}, 'page')" for number in range(3)),
        "INSERT INTO visits VALUES (3, 0, 'page')",
    )
    kind = (
        "  visit: {table: visits, key: [customer, number], refs: {customer: customer}, part_of: customer}\n"
    )
    place.mapped(PERSON + kind)
    assert place.refused() == {("no_usable_key", "visits", ("customer", "number"), "")}
    place.execute("CREATE UNIQUE INDEX told_apart ON visits (customer, number)")
    plan = place.house.erase(email("ann@mail.example"))
    assert deleted(plan) == {"customer": 1, "visit": 3}
    few = _statements(place, plan)
    assert place.rows("SELECT customer, number FROM visits") == [(3, 0)]
    place.execute(
        "INSERT INTO customers VALUES (4, 'dan@mail.example', 'Dan', '2026-01-01')",
        "INSERT INTO visits VALUES " + ", ".join(f"(4, {number}, 'page')" for number in range(300)),
    )
    assert 3 < _statements(place, place.house.erase(email("dan@mail.example"))) < few + 10
    assert place.rows("SELECT customer, number FROM visits") == [(3, 0)]


def _statements(place: Place, plan: object) -> int:
    """Carry a plan out and count what was sent to the database, but for what fills temporary tables."""
    sent: list[str] = []

    def listen(_c: object, _k: object, statement: str, _p: object, _x: object, _many: bool) -> None:
        sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    try:
        place.house.apply(plan)  # type: ignore[arg-type]
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", listen)
    return len(sent)


# -- 13. the controller itself -------------------------------------------------------------------------------


def test_the_controller_is_a_row_in_its_own_table(sqlite_place: Place) -> None:
    """13: held for nothing, so it never goes; not by a rule, and not when somebody asks with its address."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "INSERT INTO customers VALUES (7, 'info@shop.example', 'Shop AB', '2001-01-01')",
    )
    naive = PERSON
    place.mapped(naive)
    assert deleted(place.house.plan()) == {"customer": 1}  # the trap: the shop itself is due
    own = """\
  own:
    table: customers
    where: {id: 7}
    identifiers: {email: email}
    groups: {who: {columns: [email, name], for: []}}
"""
    place.mapped(naive.replace("person: true", "person: true\n    where: {id: {not: 7}}") + own)
    plan = place.house.plan()
    assert deleted(plan) == {}
    assert ("held_for_nothing", "own") in {(each.code, each.kind) for each in plan.findings}
    assert counted(place.house.erase(email("info@shop.example"))) == {}
    assert place.erased("ann@mail.example").rows == 1  # the control: whoever is a customer goes
    assert place.column("SELECT name FROM customers WHERE id = 7") == ["Shop AB"]


# -- 14. cascades --------------------------------------------------------------------------------------------


def test_a_cascade_takes_five_rows_and_leaves_the_history(place: Place) -> None:
    """14: what the database does by itself is shown first, refused while unsaid, then planned row by row."""
    place.execute(
        *CUSTOMERS,
        "CREATE TABLE papers (id INTEGER PRIMARY KEY, customer INTEGER,"
        " CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE)",
        "CREATE TABLE customers_history (entry INTEGER PRIMARY KEY, id INTEGER, name VARCHAR(60))",
        "INSERT INTO papers VALUES (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2), (7, 3)",
        "INSERT INTO customers_history VALUES (1, 1, 'Ann Ek'), (2, 1, 'Ann Berg'), (3, 3, 'Cia')",
    )
    place.mapped(PERSON)
    assert place.refused() == {("engine_would_change", "papers", ("customer",), "cascade")}
    engine = sa.create_engine(place.url, poolclass=sa.NullPool)
    with engine.connect() as connection:  # by hand: five rows go silently, the old names stay
        if place.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        result = connection.exec_driver_sql("DELETE FROM customers WHERE id = 1")
        assert result.rowcount == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM papers WHERE customer = 1").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM customers_history WHERE id = 1").scalar() == 2
        connection.rollback()
    place.mapped(
        PERSON
        + """\
  paper: {table: papers, refs: {customer: customer}, part_of: customer}
  history: {table: customers_history, key: [entry], refs: {customer: id}, part_of: customer}
"""
    )
    assert deleted(place.erased("ann@mail.example")) == {"paper": 5, "history": 2, "customer": 1}
    assert place.column("SELECT id FROM papers ORDER BY id") == [6, 7]
    assert place.column("SELECT name FROM customers_history") == ["Cia"]


# -- 15. a closing date that is only in the history ----------------------------------------------------------


def test_the_day_of_a_rejected_case_is_only_in_its_history(sqlite_place: Place) -> None:
    """15: the column stays empty for ever, and is said to; the history tells the day."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "CREATE TABLE cases (id INTEGER PRIMARY KEY, customer INTEGER, status VARCHAR(10), resolved DATE,"
        " text VARCHAR(20))",
        "CREATE TABLE changes (id INTEGER PRIMARY KEY, sort VARCHAR(10), object INTEGER,"
        " new VARCHAR(10), at DATE)",
        "INSERT INTO cases VALUES (1, 3, 'rejected', NULL, 'one'), (2, 3, 'rejected', NULL, 'two'),"
        " (3, 3, 'open', NULL, 'three'), (4, 3, 'rejected', NULL, 'four')",
        "INSERT INTO changes VALUES (1, 'case', 1, 'rejected', '2026-10-01'),"
        " (2, 'case', 2, 'rejected', '2026-11-20'), (3, 'case', 3, 'rejected', '2025-01-01'),"
        " (4, 'case', 3, 'open', '2025-02-01'), (5, 'user', 4, 'rejected', '2020-01-01')",
    )
    kind = """\
  case:
    table: cases
    refs: {customer: customer}
    owner: customer
    events: {case.closed: EVENT}
    groups: {text: {columns: [text], for: [cases]}}
  change: {table: changes, where: {sort: case}, refs: {case: object}, part_of: case}
"""
    place.mapped(PERSON + kind.replace("EVENT", "resolved"))
    assert deleted(place.house.plan()) == {}
    told = {each.finding.code for each in looking.explained(place.house.home)}
    assert "MAP031" in told
    said = '{last: "change[new = rejected].at", while: {status: rejected}}'
    place.mapped(PERSON + kind.replace("EVENT", said))
    assert "MAP031" not in {each.finding.code for each in looking.explained(place.house.home)}
    plan = place.house.plan()
    assert deleted(plan) == {"case": 1, "change": 1}
    place.carry_out(plan)
    # Case 4 has no day in any history: nothing goes by a missing anchor. The change of a user isn't a case's.
    assert place.column("SELECT id FROM cases ORDER BY id") == [2, 3, 4]
    assert place.column("SELECT id FROM changes ORDER BY id") == [2, 3, 4, 5]
    place.house.turn(date(2026, 12, 21))
    assert deleted(place.house.plan()) == {"case": 1, "change": 1}


def test_a_table_that_isnt_there_any_more(sqlite_place: Place) -> None:
    """6: a table that the map names and nobody finds is a refusal, not a success with no rows."""
    place = sqlite_place
    place.execute(*CUSTOMERS, "CREATE TABLE notes (id INTEGER PRIMARY KEY, customer INTEGER)")
    place.mapped(PERSON + "  note: {table: notes, refs: {customer: customer}, part_of: customer}\n")
    plan = place.house.erase(email("ann@mail.example"))
    assert deleted(plan) == {"customer": 1, "note": 0} or deleted(plan) == {"customer": 1}
    place.execute("DROP TABLE notes")
    with pytest.raises(PlanRefused, match="drifted"):
        place.house.apply(plan)
    assert place.refused() >= {("table_missing", "notes", (), "")}
