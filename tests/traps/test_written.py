"""Traps in what is written instead: columns that may not be blank, unique ones, keys, CHECK constraints."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.traps.customers import CUSTOMERS, kinds
from tests.traps.places import Place, written
from varsam.domain.errors import RegisterError

# -- 2. NOT NULL, unique, keys, CHECK ------------------------------------------------------------------------


def test_not_null_and_keys_are_refused_until_the_map_says_what_is_written(sqlite_place: Place) -> None:
    """2: before anybody approves; and the plan says what it writes."""
    place = sqlite_place
    place.execute(*CUSTOMERS)
    place.mapped(kinds(name="null"))
    assert place.refused() >= {("not_null_without_value", "customers", ("name",), "")}
    with pytest.raises(RegisterError, match="'id' is the key and can't be written"):
        place.mapped(kinds().replace("email: null, name", "email: null, id: 0, name"))
    place.execute("UPDATE vouchers SET customer = 1")  # one row only is written: the texts don't meet
    place.mapped(kinds())
    plan = place.house.plan()
    said = {"email": None, "name": "removed", "login": "removed", "phone": None}
    assert written(plan) == {"shop.customer.referred": said}
    assert place.column("SELECT name FROM customers WHERE id = 1") == ["Ann Berg"]
    place.carry_out(plan)
    assert place.rows("SELECT email, name, login, phone FROM customers WHERE id = 1") == [
        tuple(said.values())
    ]


def test_a_unique_column_takes_a_text_only_once(sqlite_place: Place) -> None:
    """2: two customers would both be called "removed"; the database would say so in the middle of a batch."""
    place = sqlite_place
    place.execute(*CUSTOMERS)
    place.mapped(kinds())
    assert place.refused() == {("unique_overwritten", "customers", ("login",), "")}
    # Also where only one row is written, and the text stands there already from a plan before.
    place.execute("UPDATE customers SET login = 'removed' WHERE id = 2", "UPDATE vouchers SET customer = 1")
    place.execute("UPDATE customers SET ends = NULL WHERE id = 2")
    assert place.refused() == {("unique_overwritten", "customers", ("login",), "")}
    # The control: where it stands nowhere yet, one row is written.
    place.execute("UPDATE customers SET login = 'bo' WHERE id = 2")
    place.carry_out(place.house.plan())
    assert place.rows("SELECT id, login FROM customers ORDER BY id") == [
        (1, "removed"),
        (2, "bo"),
        (3, "cia"),
    ]


def test_several_columns_that_are_unique_together(sqlite_place: Place) -> None:
    """2: one text per branch is fine, two in one branch aren't."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE members (id INTEGER PRIMARY KEY, branch INTEGER, email VARCHAR(60), name VARCHAR(20),"
        " ends DATE, UNIQUE (branch, name))",
        "INSERT INTO members VALUES (1, 1, 'ann@mail.example', 'Ann', '2020-01-01'),"
        " (2, 2, 'bo@mail.example', 'Bo', '2020-01-01'), (3, 1, 'cia@mail.example', 'Cia', NULL)",
    )
    place.mapped("""\
  member:
    table: members
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
    disposal: {overwrite: {email: null, name: removed}}
""")
    plan = place.house.plan()
    assert written(plan) == {"shop.member.all": {"email": None, "name": "removed"}}
    place.execute("UPDATE members SET branch = 1")
    assert place.refused() == {("unique_overwritten", "members", ("branch", "name"), "")}


def test_a_check_constraint_may_forbid_blanks(place: Place) -> None:
    """2: the database is asked what it would take, before anybody approves."""
    place.execute(*CUSTOMERS, "UPDATE vouchers SET customer = 1")
    place.mapped(kinds(name='""'))
    with pytest.raises(sa.exc.DBAPIError):  # the trap is real
        place.execute("UPDATE customers SET name = '' WHERE id = 1")
    assert place.refused() == {("check_forbids", "customers", ("name",), "no_blank")}
    place.mapped(kinds())
    place.carry_out(place.house.plan())
    assert place.column("SELECT name FROM customers WHERE id = 1") == ["removed"]


def test_a_check_over_several_columns_is_asked_of_the_rows_that_are_written(sqlite_place: Place) -> None:
    """2: who has no phone must have a name of more than two letters; only Bo hasn't got one."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(60), name VARCHAR(20), phone VARCHAR(20),"
        " ends DATE, CONSTRAINT reachable CHECK (phone IS NOT NULL OR length(name) > 2))",
        "INSERT INTO people VALUES (1, 'ann@mail.example', 'Ann', '070-1740605', '2020-01-01'),"
        " (2, 'bo@mail.example', 'Boo', NULL, NULL)",
    )
    place.mapped("""\
  person:
    table: people
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
    disposal: {overwrite: {email: null, name: x}}
""")
    assert written(place.house.plan()) == {"shop.person.all": {"email": None, "name": "x"}}
    place.execute("UPDATE people SET ends = '2020-01-01'")
    assert place.refused() == {("check_forbids", "people", ("name",), "reachable")}
