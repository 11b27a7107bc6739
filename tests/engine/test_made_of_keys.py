"""Texts made of a row's key: written in sets, looked up by key, seen when somebody changes them."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from django.db import connections

from tests.engine.houses import register
from tests.traps.accounts import ACCOUNTS, KINDS, LEFT, SEEN
from tests.traps.customers import CUSTOMERS, kinds
from tests.traps.places import PURPOSES, Place, counted
from varsam.domain.errors import SourceRejected
from varsam.domain.plan import OverwriteColumns
from varsam.domain.predicate import Built
from varsam.faces.cli.output import Output
from varsam.faces.cli.plan_view import Reading
from varsam.formats.plan_json import public


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    """A home over SQLite, PostgreSQL or MariaDB."""
    yield Place(tmp_path / "home", database_url)
    connections["default"].close()


@pytest.fixture
def sqlite_place(sqlite_url: str, tmp_path: Path) -> Iterator[Place]:
    """A home over SQLite."""
    yield Place(tmp_path / "home", sqlite_url)
    connections["default"].close()


@pytest.fixture
def accounts(place: Place) -> Place:
    """Accounts of which three must stay, since vouchers name them; one goes."""
    place.execute(*ACCOUNTS)
    return place.mapped(KINDS)


def test_a_row_that_was_changed_back_is_seen_and_written_again(accounts: Place) -> None:
    """Verifying looks for the row's own text, to the letter: another row's doesn't do."""
    place = accounts
    plan = place.house.plan()
    place.carry_out(plan)
    for wrong in ("'ann'", "'removed-18'", "'REMOVED-17'", "'removed-17 '"):
        place.execute(f"UPDATE accounts SET username = {wrong} WHERE id = 17")
        found = place.house.verify(plan).remaining
        assert [(each.table, each.fault, each.rows) for each in found] == [("accounts", "value", 1)], wrong
    again = place.house.plan()
    assert counted(again) == {"shop.account.referred": 1}
    place.carry_out(again)
    assert place.rows(SEEN) == LEFT


def test_rows_that_changed_meanwhile_are_left_and_the_others_written(accounts: Place) -> None:
    """The careful way: a row is gone and one is at its texts already, so each is looked at by itself."""
    place = accounts
    plan = place.house.plan()
    place.execute(
        "UPDATE accounts SET username = 'removed-17', email = 'Removed-17@invalid.invalid', phone = NULL"
        " WHERE id = 17",
        "DELETE FROM vouchers WHERE account = 0",
        "DELETE FROM accounts WHERE id = 0",
    )
    total = place.house.apply(plan).steps["shop.account.referred"]
    assert (total.rows, total.gone) == (1, 1)
    assert place.rows(SEEN) == [row for row in LEFT if row[0] != 0]
    assert place.house.verify(plan).verified


def test_what_the_map_writes_is_nobodys_identifier(accounts: Place) -> None:
    """The search looks for what people were called, never for what a plan before wrote into their row."""
    place = accounts
    place.execute(
        "UPDATE accounts SET username = 'removed-17', email = 'Removed-17@invalid.invalid' WHERE id = 17",
        "DELETE FROM vouchers WHERE account = 17",
        "CREATE TABLE slips (id INTEGER PRIMARY KEY, text VARCHAR(60))",
        "INSERT INTO slips VALUES (1, 'removed-17, Removed-17@invalid.invalid')",
    )
    plan = place.house.plan()
    assert counted(plan) == {"shop.account.referred": 2, "shop.account.delete": 2}
    assert place.searched(plan) == []
    # The control: the same search finds what the other account that goes was called.
    place.execute("INSERT INTO slips VALUES (2, 'for dag@mail.example')")
    assert place.searched(plan) == [("slips", "text")]
    place.carry_out(plan)
    assert place.left(plan) == [("slips", "text")]
    place.execute("DELETE FROM slips WHERE id = 2")
    assert place.left(plan) == []


def test_columns_that_are_unique_together(sqlite_place: Place) -> None:
    """The own text meets another row's only where the rest is the same too."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE members (id INTEGER PRIMARY KEY, branch INTEGER, email VARCHAR(60), name VARCHAR(40),"
        " ends DATE, UNIQUE (branch, name))",
        "INSERT INTO members VALUES (1, 1, 'ann@mail.example', 'Ann', '2020-01-01'),"
        " (2, 1, 'bo@mail.example', 'Bo', '2020-01-01'), (3, 2, 'cia@mail.example', 'x1', NULL)",
    )
    place.mapped("""\
  member:
    table: members
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
    disposal: {overwrite: {email: null, name: "x{id}"}}
""")
    assert counted(place.house.plan()) == {"shop.member.all": 2}
    place.execute("UPDATE members SET branch = 1 WHERE id = 3")
    assert place.refused() == {("unique_overwritten", "members", ("branch", "name"), "")}
    place.execute("UPDATE members SET branch = 2 WHERE id = 3")
    place.carry_out(place.house.plan())
    assert place.column("SELECT name FROM members ORDER BY id") == ["x1", "x2", "x1"]


def test_a_key_of_several_columns_makes_one_text(place: Place) -> None:
    """All of the key is in it, parted so that 1-12 and 11-2 differ; the group's own `set:` takes it too."""
    place.execute(
        "CREATE TABLE seats (hall INTEGER NOT NULL, chair BIGINT NOT NULL, guest VARCHAR(60) NOT NULL UNIQUE,"
        " mail VARCHAR(60), paid DATE, ends DATE, PRIMARY KEY (hall, chair))",
        "INSERT INTO seats VALUES (1, 12, 'Ann', 'ann@mail.example', '2025-01-01', '2020-01-01'),"
        " (11, 2, 'Bo', 'bo@mail.example', '2025-01-01', '2020-01-01')",
    )
    place.mapped("""\
  seat:
    table: seats
    key: [hall, chair]
    person: true
    identifiers: {email: mail}
    events: {contract.end: ends, voucher.day: paid}
    groups:
      guest: {columns: [guest], for: [orders], set: {guest: "{hall}/{chair} gone"}}
      mail: {columns: [mail], for: [books]}
""")
    plan = place.house.plan()
    assert counted(plan) == {"shop.seat.guest": 2}
    place.carry_out(plan)
    assert place.rows("SELECT guest, mail FROM seats ORDER BY hall") == [
        ("1/12 gone", "ann@mail.example"),
        ("11/2 gone", "bo@mail.example"),
    ]


def test_a_uuid_is_a_key_as_well(place: Place) -> None:
    """Where the database knows what one is; SQLite keeps any text in such a column."""
    one, two = "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    place.execute(
        "CREATE TABLE logins (id UUID PRIMARY KEY, login VARCHAR(50) NOT NULL UNIQUE, ends DATE)",
        f"INSERT INTO logins VALUES ('{one}', 'ann', '2020-01-01'), ('{two}', 'bo', '2020-01-01')",
    )
    place.mapped("""\
  login:
    table: logins
    person: true
    identifiers: {login: login}
    events: {contract.end: ends}
    groups: {who: {columns: [login], for: [orders]}}
    disposal: {overwrite: {login: "gone {id}"}}
""")
    if place.dialect == "sqlite":
        assert place.refused() == {("made_of_unfit", "logins", ("login",), "id")}
        return
    place.carry_out(place.house.plan())
    assert sorted(place.column("SELECT login FROM logins")) == [f"gone {one}", f"gone {two}"]


def test_what_the_schema_cant_carry_is_refused(sqlite_place: Place) -> None:
    """A column too short for the longest key, one of no text, and a key that could be anything."""
    place = sqlite_place
    place.execute(*CUSTOMERS)
    place.mapped(kinds(login='"removed-{id}"'))  # 8 characters and up to 20 in 20
    assert place.refused() == {("value_too_long", "customers", ("login",), "")}
    place.mapped(kinds(login='"{id}"').replace("phone: null}}", 'phone: null, ends: "x{id}"}}'))
    assert place.refused() == {("made_in_no_text", "customers", ("ends",), "date")}
    place.mapped(kinds(login='"{code}"').replace("person: true", "key: code\n    person: true"))
    place.execute(
        "ALTER TABLE customers ADD COLUMN code VARCHAR(5)", "CREATE UNIQUE INDEX u ON customers (code)"
    )
    assert ("made_of_unfit", "customers", ("login",), "code") in place.refused()
    place.mapped(kinds(login='"{id}"'))
    place.carry_out(place.house.plan())
    assert place.column("SELECT login FROM customers ORDER BY id") == ["1", "2", "cia"]


def test_a_check_constraint_is_asked_about_the_text(place: Place) -> None:
    """The database builds the text and says whether it takes it."""
    place.execute(
        *(each.replace("UNIQUE,", "UNIQUE CHECK (username <> 'removed-17'),", 1) for each in ACCOUNTS)
    )
    place.mapped(KINDS)
    faults = {each[:3] for each in place.refused()}
    assert faults == {("check_forbids", "accounts", ("username",))}
    place.mapped(KINDS.replace("removed-{id}", "gone-{id}"))
    plan = place.house.plan()
    assert all(
        isinstance(step.values["username"], Built)
        for step in plan.steps
        if isinstance(step, OverwriteColumns)
    )
    place.carry_out(plan)


def test_the_database_makes_the_texts_of_a_batch_in_one_statement(accounts: Place) -> None:
    """Never a statement per row, never a text that travels; here 400 rows."""
    place = accounts
    place.execute(
        *(
            f"INSERT INTO accounts VALUES ({key}, 'name{key}', '{key}@mail.example', NULL, '2020-01-01')"
            for key in range(1000, 1400)
        ),
        *(f"INSERT INTO vouchers VALUES ({key}, {key}, '2025-01-01', '')" for key in range(1000, 1400)),
    )
    place.mapped(KINDS, more="pace: {batch_rows: 10000}\n")
    plan = place.house.plan()
    updates: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lstrip().upper().startswith("UPDATE") and "accounts" in statement:
            updates.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        place.house.apply(plan)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    assert counted(plan)["shop.account.referred"] == 403
    assert len(updates) == 1
    assert place.house.verify(plan).verified
    assert place.column("SELECT username FROM accounts WHERE id = 1234") == ["removed-1234"]


def test_patterns_of_two_kinds_that_may_meet_are_refused(sqlite_place: Place) -> None:
    """a{id} of 12 is a1{id} of 2: the database would say so in the middle of a batch."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, sort VARCHAR(9), name VARCHAR(40) UNIQUE, ends DATE)",
        "INSERT INTO people VALUES (12, 'guest', 'Ann', '2020-01-01'), (2, 'owner', 'Bo', '2020-01-01')",
    )

    def mapped(guest: str, owner: str) -> None:
        place.mapped(
            "".join(
                f"""\
  {sort}:
    table: people
    where: {{sort: {sort}}}
    person: true
    identifiers: {{name: name}}
    events: {{contract.end: ends}}
    groups: {{who: {{columns: [name], for: [orders]}}}}
    disposal: {{overwrite: {{name: "{text}"}}}}
"""
                for sort, text in (("guest", guest), ("owner", owner))
            )
        )

    for guest, owner in (("a{id}", "a1{id}"), ("a{id}", "a12"), ("gone", "gone")):
        mapped(guest, owner)
        assert place.refused() == {("unique_overwritten", "people", ("name",), "")}, (guest, owner)
    mapped("a{id}", "b1{id}")
    place.carry_out(place.house.plan())
    assert place.rows("SELECT id, name FROM people ORDER BY id") == [(2, "b12"), (12, "a12")]


def test_a_person_reads_what_each_row_will_hold(accounts: Place) -> None:
    """In the table and in the JSON of a plan, before anybody approves."""
    plan = accounts.house.plan()
    (step,) = (each for each in public(plan)["steps"] if each["step"].endswith("referred"))  # type: ignore[union-attr, index, call-overload]
    assert step["values"] == {
        "username": {"built": ["removed-", {"column": "id"}]},
        "email": {"built": ["Removed-", {"column": "id"}, "@invalid.invalid"]},
        "phone": None,
    }
    out = StringIO()
    Reading(Output("en", out=out), accounts.house.home.register).show(plan)
    shown = out.getvalue()
    assert "username = removed-{id}" in shown


PEOPLE = "id;login;ends\r\n7;ann;2020-01-01\r\n12;bo;2020-01-01\r\n13;cia;\r\n"
IN_A_FILE = """\
source: people
connector: table
options: {file: people.csv, key: id, writable: true, types: [id=number, ends=date]}
kinds:
  person:
    table: people
    person: true
    identifiers: {login: login}
    events: {contract.end: ends}
    groups: {who: {columns: [login], for: [orders]}}
    disposal: {overwrite: {login: "removed-{id}"}}
"""


def test_a_table_in_a_file_is_written_alike(tmp_path: Path) -> None:
    """There a key is a number only if the map says so, and every row's is looked at."""
    home = tmp_path / "home"
    place = Place(home, f"sqlite:///{tmp_path}/none.sqlite")
    file = home / "people.csv"
    file.write_bytes(PEOPLE.encode())
    place.house.write(register(PURPOSES), {"people": IN_A_FILE})
    place.carry_out(place.house.plan())
    assert file.read_bytes().decode() == PEOPLE.replace("ann", "removed-7").replace("bo", "removed-12")
    place.house.write(register(PURPOSES), {"people": IN_A_FILE.replace("id=number, ", "")})
    file.write_bytes(PEOPLE.encode())
    assert place.refused() == {("made_of_unfit", "people", ("login",), "id")}
    file.write_bytes(PEOPLE.replace("7;", "ann@mail.example;").encode())
    place.house.write(register(PURPOSES), {"people": IN_A_FILE})
    with pytest.raises(SourceRejected, match="neither a whole number nor a UUID") as refused:
        place.house.plan()
    assert "ann" not in str(refused.value)
    assert file.read_bytes().decode() == PEOPLE.replace("7;", "ann@mail.example;")
    connections["default"].close()
