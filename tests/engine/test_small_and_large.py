"""A person's plan is the same whether their rows were few or many: read one after the other, or streamed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, register
from varsam.domain.plan import Plan
from varsam.engine import selecting
from varsam.services import applying
from varsam.services.home import Home
from varsam.sources.sql import session
from varsam.store import key_sets
from varsam.store.people import TypedIdentifier

REGISTER = register({"service": "basis: legitimate_interests, rule: customer.left + 3 years"})
MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email}}
    events: {customer.left: left_on}
    groups:
      contact: {columns: [email], for: [service]}
  order:
    table: orders
    refs: {customer: customer_id}
    part_of: customer
  line:
    table: items
    refs: {order: order_id}
    part_of: order
"""
ROWS = 30


@pytest.fixture
def shop(sqlite_state: Home, database_url: str) -> House:
    """One customer with some orders, and another who stays."""
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(80), left_on date)",
            "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers (id))",
            "CREATE TABLE items (id integer PRIMARY KEY, order_id integer REFERENCES orders (id))",
            "INSERT INTO customers VALUES (1, 'a@post.example', NULL), (2, 'b@post.example', NULL)",
        ):
            connection.exec_driver_sql(statement)
        for number in range(ROWS):
            connection.exec_driver_sql(f"INSERT INTO orders VALUES ({number}, {number % 2 + 1})")
            connection.exec_driver_sql(f"INSERT INTO items VALUES ({number}, {number})")
    return House(sqlite_state.path, {"SHOP_URL": database_url}).write(REGISTER, {"shop": MAP})


def keys_of(plan: Plan) -> dict[str, set[object]]:
    """The approved keys per step, however they were cut into batches."""
    found: dict[str, set[object]] = {}
    for step, _, _, keys in key_sets.all_keys(plan.plan):
        found.setdefault(step, set()).update(tuple(key) for key in keys)
    return found


def test_few_and_many(shop: House, monkeypatch: pytest.MonkeyPatch) -> None:
    few = shop.erase(TypedIdentifier("email", "a@post.example"))
    assert few.rows == 1 + ROWS
    monkeypatch.setattr(selecting, "_FEW", 3)
    monkeypatch.setattr(session, "FEW_ROWS", 3)
    monkeypatch.setattr(applying, "_FEW", 3)
    many = shop.plan(person=few.scope.person)
    assert keys_of(many) == keys_of(few)
    assert [(step.on.step, step.on.rows) for step in many.steps if not hasattr(step, "task")] == [
        (step.on.step, step.on.rows) for step in few.steps if not hasattr(step, "task")
    ]
    assert shop.apply(many).steps["shop.line.delete"].rows == ROWS / 2
    assert shop.verify(many).verified
    with sa.create_engine(shop.environment["SHOP_URL"]).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*), min(id) FROM customers").one() == (1, 2)
        assert connection.exec_driver_sql("SELECT count(*) FROM items").scalar() == ROWS / 2


def test_a_reference_is_asked_for_also_where_the_database_enforces_it(shop: House) -> None:
    """Somebody switched the enforcing off, and a row came that refers to one that is gone."""
    plan = shop.erase(TypedIdentifier("email", "a@post.example"))
    shop.apply(plan)
    assert shop.verify(plan).verified
    engine = sa.create_engine(shop.environment["SHOP_URL"], poolclass=sa.NullPool)
    off = {
        "postgresql": "ALTER TABLE orders DISABLE TRIGGER ALL",
        "mysql": "SET SESSION foreign_key_checks = 0",
        "sqlite": "PRAGMA foreign_keys = OFF",
    }
    with engine.begin() as connection:
        connection.exec_driver_sql(off[engine.dialect.name])
        connection.exec_driver_sql("INSERT INTO orders VALUES (999, 1)")
    assert [(each.table, each.fault, each.rows) for each in shop.verify(plan).remaining] == [
        ("orders", "dangling", 1)
    ]
