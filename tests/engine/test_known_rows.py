"""The link to a person may go before the last row does: the row itself stays known."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tests.engine.houses import House, email, register
from tests.store.homes import Home
from varsam.domain.facts import FactKind
from varsam.services import people as people_service
from varsam.store import person_rows
from varsam.store.models import Identifier

PURPOSES = {
    "orders": "basis: contract, rule: contract.end + 1 year",
    "news": "basis: legitimate_interests, interest: ours, rule: contract.end + 1 year",
    "books": 'basis: legal_obligation, law: 7 kap. 2 §, rule: "year_end(fiscal_year.end + 7 years)"',
}
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.db
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}, login: {column: login, follow: true}}
    collected: registered
    events:
      contract.end: {from: contracts, by: email}
      fiscal_year.end: {fiscal_year_of: {last: invoice.dated}}
    groups:
      name: {columns: [name], for: [orders, books], only: {books: {any: invoice}}}
      email: {columns: [email], for: [orders, news]}
      login: {columns: [login], for: [orders], set: {login: removed}}
  invoice:
    table: invoices
    refs: {customer: customer_id}
    owner: customer
    events: {fiscal_year.end: {fiscal_year_of: dated}}
    groups: {text: {columns: [text], for: [books]}}
  member:
    table: members
    person: true
    identifiers: {login: {column: login, follow: true}}
    events: {contract.end: ended}
    groups: {login: {columns: [login], for: [news]}}
"""
CONTRACTS = """\
source: contracts
connector: sql
url: sqlite:///contracts.db
kinds:
  contract:
    table: contracts
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: ends}
    holds: nothing
"""
ANN = ("Ann", "ann@mail.example", "ann", "2018-05-02")
BO = ("Bo", "bo@mail.example", "bo", "2019-05-02")


@pytest.fixture
def house(sqlite_state: Home) -> House:
    """A shop whose contracts another system knows, found by e-mail."""
    path = sqlite_state.path
    with sqlite3.connect(path / "shop.db") as shop:
        shop.executescript(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, login TEXT,"
            " registered DATE);"
            "CREATE TABLE members (id INTEGER PRIMARY KEY, login TEXT, ended DATE);"
            "CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer_id INTEGER, dated DATE, text TEXT);"
            "INSERT INTO invoices VALUES (10, 2, '2023-05-04', 'table'), (11, 1, '2026-05-04', 'chair');"
        )
        # Ann's key is the last one, so that SQLite gives it to the next customer when hers is gone.
        for key, said in ((2, ANN), (1, BO)):
            shop.execute("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", (key, *said))
    with sqlite3.connect(path / "contracts.db") as contracts:
        contracts.executescript(
            "CREATE TABLE contracts (id INTEGER PRIMARY KEY, email TEXT, ends DATE);"
            "INSERT INTO contracts VALUES (1, 'ann@mail.example', '2026-03-31'),"
            " (2, 'bo@mail.example', NULL);"
        )
    return House(path).write(register(PURPOSES), {"shop": SHOP, "contracts": CONTRACTS})


def customers(house: House) -> list[tuple[object, ...]]:
    """Key, name, e-mail and login of every customer."""
    with sqlite3.connect(house.path / "shop.db") as shop:
        return shop.execute("SELECT id, name, email, login FROM customers ORDER BY id").fetchall()


def act(house: House, *statements: str) -> None:
    """The controller's staff change their system."""
    with sqlite3.connect(house.path / "shop.db") as shop:
        for statement in statements:
            shop.execute(statement)


def night(house: House, day: date) -> int:
    """The retention run of a night; gives the rows that it touched."""
    house.turn(day)
    plan = house.plan()
    if plan.rows:
        house.apply(plan)
        assert house.verify(plan).verified
    return plan.rows


def erased(house: House) -> str:
    """Ann's erasure, carried out today: all but the name goes; gives her id in own state."""
    house.apply(house.erase(email("ann@mail.example")))
    assert customers(house) == [(1, "Bo", "bo@mail.example", "bo"), (2, "Ann", None, "removed")]
    (person,) = set(Identifier.objects.values_list("person_id", flat=True))
    return str(person)


def test_the_name_of_an_old_voucher_goes_by_itself_when_bookkeeping_ends(house: House) -> None:
    person = erased(house)
    assert len(person_rows.rows_of(person)) == 1
    assert night(house, date(2026, 11, 23)) == 0
    assert night(house, date(2028, 1, 1)) == 0
    assert night(house, date(2030, 12, 31)) == 0
    assert night(house, date(2031, 1, 1)) == 2
    assert customers(house) == [(1, "Bo", "bo@mail.example", "bo")]
    # What isn't there any more is forgotten by the next plan.
    night(house, date(2031, 1, 2))
    assert person_rows.rows_of(person) == ()


def test_without_the_row_nobody_would_find_her(house: House) -> None:
    """The control: it is the sealed row that does it."""
    person = erased(house)
    person_rows.forget(person, person_rows.rows_of(person))
    assert night(house, date(2031, 1, 1)) == 1
    assert customers(house) == [(1, "Bo", "bo@mail.example", "bo"), (2, "Ann", None, "removed")]


def test_a_key_that_is_used_again_is_another_person(house: House) -> None:
    """Staff delete Ann's row, and the next customer gets her key before any plan has seen it."""
    person = erased(house)
    act(
        house,
        "DELETE FROM customers WHERE id = 2",
        "DELETE FROM invoices WHERE customer_id = 2",
        "INSERT INTO customers (name, email, login, registered) "
        "VALUES ('Cia', 'cia@mail.example', 'cia', '2026-11-22')",
    )
    assert customers(house)[-1] == (2, "Cia", "cia@mail.example", "cia")
    assert night(house, date(2026, 11, 23)) == 0
    house.turn(date(2026, 11, 24))
    assert house.plan(person).steps == ()
    assert customers(house)[-1] == (2, "Cia", "cia@mail.example", "cia")


def test_a_row_without_its_day_is_not_used(house: House) -> None:
    person = erased(house)
    assert len(person_rows.rows_of(person)) == 1
    act(house, "UPDATE customers SET registered = NULL WHERE id = 2")
    assert night(house, date(2031, 1, 1)) == 1
    assert customers(house)[-1][1] == "Ann"


@pytest.mark.parametrize(
    ("writes", "login"),
    [("removed", "removed"), ("removed", "ann"), ('"removed-{id}"', "removed-2"), ('"removed-{id}"', "ann")],
)
def test_values_that_the_map_writes_are_nobodys_identifier(house: House, writes: str, login: str) -> None:
    """Ann's login is `removed` now; following that would make her of whoever else is called so."""
    shop = SHOP.replace("{login: removed}", f"{{login: {writes}}}")
    house.write(register(PURPOSES), {"shop": shop, "contracts": CONTRACTS})
    act(house, f"INSERT INTO members VALUES (1, '{login}', NULL)")
    erased_now = house.erase(email("ann@mail.example"))
    house.apply(erased_now)
    # The control: while it was her login, the other system's row was hers.
    assert (login == "ann") == any("member" in step.on.step for step in erased_now.steps)  # type: ignore[union-attr]
    assert night(house, date(2026, 11, 23)) == 0
    with sqlite3.connect(house.path / "shop.db") as shop:
        assert shop.execute("SELECT count(*) FROM members").fetchone() == (int(login != "ann"),)


def test_another_fact_finds_the_row_too(house: House) -> None:
    """A restriction that comes later keeps what is left, though the e-mail address has gone from the shop."""
    erased(house)
    house.record(FactKind.RESTRICTION, email("ann@mail.example"))
    assert night(house, date(2031, 1, 1)) == 0
    assert customers(house)[-1] == (2, "Ann", None, "removed")


def test_the_access_copy_finds_what_is_left(house: House) -> None:
    erased(house)
    found = people_service.find(house.home, [email("ann@mail.example")]).found
    assert [(each.kind, each.rows) for each in found if each.source == "shop"] == [
        ("customer", 1),
        ("invoice", 1),
    ]
    # The control: somebody of whom nothing is known.
    assert people_service.find(house.home, [email("dan@mail.example")]).found == ()


def test_the_rows_live_through_a_rotation(house: House) -> None:
    from varsam.store import rotation

    person = erased(house)
    before = person_rows.rows_of(person)
    rotation.rotate(house.now)
    assert person_rows.rows_of(person) == before
    assert before
    assert "row" not in {each.type for each in _known(person)}
    assert night(house, date(2031, 1, 1)) == 2


def _known(person: str) -> tuple[people_service.TypedIdentifier, ...]:
    from varsam.store import people

    return people.identifiers_of(person)


def test_a_home_with_its_rows_in_the_state_folder_says_nothing_in_clear(house: House) -> None:
    person = erased(house)
    (text,) = person_rows.rows_of(person)
    assert "2018-05-02" in text
    state: Path = house.path / "state"
    files = [each for each in state.rglob("*") if each.is_file()]
    assert files
    assert not any(b"2018-05-02" in each.read_bytes() for each in files)
