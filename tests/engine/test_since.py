"""A decision is about what was held then: on every database, wherever a row's day is mapped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, email, register
from tests.engine.test_nobody import deleted
from tests.store.homes import open_home
from varsam.domain.facts import FactKind
from varsam.store.people import TypedIdentifier

PURPOSES = {
    "orders": "basis: contract, rule: contract.end + 1 year",
    "offers": "basis: legitimate_interests, interest: ours, rule: contract.end + 5 years",
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
    identifiers: {email: {column: email, follow: true}, customer_no: {column: id, scoped: true}}
    CUSTOMER
    events: {contract.end: ends}
    groups: {email: {columns: [email], for: [offers]}}
  note:
    table: notes
    refs: {customer: customer_id}
    owner: customer
    NOTE
    groups: {text: {columns: [text], for: [offers]}}
  visit:
    table: visits
    owner: {email: caller}
    identifiers: {email: caller}
    collected: made
    events: {contract.end: made, consent.given: said_yes}
    groups: {caller: {columns: [caller], for: [PURPOSE]}}
"""
OLD, NEW = date(2024, 5, 1), date(2026, 11, 10)
DECIDED, TODAY = date(2026, 11, 1), date(2026, 11, 22)


def house(
    path: Path, url: str, *, customer: str = "collected: since", note: str = "", purpose: str = "offers"
) -> House:
    """A shop with a customer from before the decision and one from after it, each with two notes."""
    meta = sa.MetaData()

    def table(name: str, *columns: sa.Column[object]) -> sa.Table:
        return sa.Table(
            name, meta, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), *columns
        )

    customers = table(
        "customers",
        sa.Column("email", sa.String(60)),
        sa.Column("since", sa.Date),
        sa.Column("ends", sa.Date),
    )
    notes = table(
        "notes",
        sa.Column("customer_id", sa.Integer),
        sa.Column("written", sa.Date),
        sa.Column("text", sa.String(20)),
    )
    visits = table(
        "visits",
        sa.Column("caller", sa.String(60)),
        sa.Column("made", sa.Date),
        sa.Column("said_yes", sa.Date),
    )
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    meta.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            customers.insert(),
            [
                {"id": 1, "email": "ann@mail.example", "since": OLD, "ends": None},
                {"id": 2, "email": "ann2@mail.example", "since": NEW, "ends": None},
                {"id": 3, "email": "bo@mail.example", "since": OLD, "ends": None},
            ],
        )
        connection.execute(
            notes.insert(),
            [
                {"id": 10 * who + at, "customer_id": who, "written": day, "text": "x"}
                for who in (1, 2, 3)
                for at, day in enumerate((OLD, NEW))
            ],
        )
        connection.execute(
            visits.insert(),
            [
                {"id": 1, "caller": "ann@mail.example", "made": OLD, "said_yes": OLD},
                {"id": 2, "caller": "ann@mail.example", "made": NEW, "said_yes": NEW},
                {"id": 3, "caller": "Ann@Mail.example", "made": DECIDED, "said_yes": DECIDED},
                {"id": 4, "caller": "bo@mail.example", "made": OLD, "said_yes": OLD},
                {"id": 5, "caller": "ann@mail.example", "made": None, "said_yes": None},
            ],
        )
    open_home(path, None)
    text = MAP.replace("CUSTOMER", customer or "labels: {}").replace("NOTE", note or "labels: {}")
    home = House(path, {"SHOP_URL": url}).write(
        register(PURPOSES), {"shop": text.replace("PURPOSE", purpose)}
    )
    home.turn(DECIDED)
    return home


def decide(home: House) -> None:
    """Both of Ann's rows are hers; the decision is three weeks old."""
    home.record(
        FactKind.ERASURE_DECIDED,
        email("ann@mail.example"),
        email("ann2@mail.example"),
        TypedIdentifier("customer_no", "1"),
        TypedIdentifier("customer_no", "2"),
    )
    home.turn(TODAY)


@pytest.mark.parametrize(
    ("customer", "note", "notes"),
    [
        # Nothing says when a row came to be: the decision holds for all, as it always did.
        ("", "", {10, 11, 20, 21}),
        # Each note has its own day.
        ("", "collected: written", {10, 20}),
        # A note came to be no earlier than its customer.
        ("collected: since", "", {10, 11}),
        ("collected: since", "collected: written", {10, 20}),
    ],
)
def test_rows_collected_after_the_decision_stay(
    sqlite_url: str, tmp_path: Path, customer: str, note: str, notes: set[int]
) -> None:
    home = house(tmp_path / "home", sqlite_url, customer=customer, note=note)
    decide(home)
    plan = home.plan()
    assert deleted(plan, "note") == notes
    assert deleted(plan, "customer") <= ({1, 2} if not customer else {1})


def test_on_each_database(database_url: str, tmp_path: Path) -> None:
    home = house(tmp_path / "home", database_url, note="collected: written")
    decide(home)
    plan = home.plan()
    assert deleted(plan, "note") == {10, 20}
    # By e-mail, whatever its spelling; on the very day of the decision, or without a day, it holds.
    assert deleted(plan, "visit") == {1, 3, 5}
    home.apply(plan)
    assert home.verify(plan).verified
    assert home.plan().steps == ()


def test_on_the_day_of_the_decision_nothing_is_asked(sqlite_url: str, tmp_path: Path) -> None:
    """The way of one person costs no question more: nothing can have come in since."""
    home = house(tmp_path / "home", sqlite_url, note="collected: written")
    plan = home.erase(email("ann@mail.example"), TypedIdentifier("customer_no", "1"))
    assert deleted(plan, "note") == {10, 11}
    assert not [use for use in plan.key_sets if "since:" in use.name]


def test_a_consent_in_the_source_after_a_withdrawal_stands(database_url: str, tmp_path: Path) -> None:
    home = house(tmp_path / "home", database_url, purpose="letters")
    home.record(FactKind.CONSENT_WITHDRAWN, email("ann@mail.example"), purpose="letters")
    home.turn(TODAY)
    # On the same day the withdrawal wins; without a consent there is nothing to stand.
    assert deleted(home.plan(), "visit") == {1, 3, 5}


def test_an_objection_isnt_undone_by_a_consent(sqlite_url: str, tmp_path: Path) -> None:
    home = house(tmp_path / "home", sqlite_url, purpose="letters")
    objection = home.record(FactKind.OBJECTION, email("ann@mail.example"), purpose="letters")
    home.record(FactKind.OBJECTION_DECIDED, refers_to=objection.id, outcome="upheld")
    home.record(FactKind.CONSENT_WITHDRAWN, email("ann@mail.example"), purpose="letters")
    home.turn(TODAY)
    assert deleted(home.plan(), "visit") == {1, 2, 3, 5}
