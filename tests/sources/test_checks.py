"""CHECK constraints as the databases tell them, and whether rows would still satisfy them."""

from __future__ import annotations

from tests.sources.test_sql import execute, source
from varsam.domain.predicate import ALWAYS, Compare, Predicate, Value
from varsam.sources.base import Written
from varsam.sources.sql.checks import conditions

MADE = """
CREATE TABLE "t" (id INTEGER, -- CHECK (none) (
  name TEXT CHECK (name <> ')''('), /* CHECK (nor this) */
  [check] TEXT DEFAULT 'CHECK (x)', age INT CONSTRAINT "grown up" CHECK ((age > 17) AND age < 200),
  CHECK(length(name) > (2)))
"""


def test_the_conditions_of_a_table_of_sqlite() -> None:
    assert list(conditions(MADE)) == [
        ("name <> ')''('", "name <> ')''('"),
        ("grown up", "(age > 17) AND age < 200"),
        ("length(name) > (2)", "length(name) > (2)"),
    ]


CASES: list[tuple[dict[str, Value], Predicate, list[str]]] = [
    ({"age": 3}, ALWAYS, ["grown"]),
    ({"age": 18}, ALWAYS, []),
    ({"age": None}, ALWAYS, []),
    ({"name": "x:%"}, ALWAYS, ["named"]),
    ({"name": "x:%"}, Compare("id", "=", 2), []),
    ({"name": None, "age": 1}, ALWAYS, ["grown", "named"]),
    ({"email": "no word"}, ALWAYS, ["addressed"]),
    ({"email": "a:b@x.example"}, ALWAYS, []),
    ({"name": "x:%"}, Compare("id", "=", 9), []),
]


def test_what_a_check_forbids(database_url: str) -> None:
    """Unknown isn't false; a condition over several columns depends on the row."""
    # MariaDB lets no condition name its table.
    key = "id" if database_url.startswith("mysql") else "people.id"
    execute(
        database_url,
        "CREATE TABLE people (id integer PRIMARY KEY, name varchar(20), email varchar(40), age integer,"
        " CONSTRAINT grown CHECK (age > 17),"
        f" CONSTRAINT named CHECK ({key} > 1 OR (name <> 'x:%' AND name IS NOT NULL)),"
        " CONSTRAINT addressed CHECK (email LIKE '%:%' OR email LIKE '%@%'))",
        "INSERT INTO people VALUES (1, 'Ann', 'ann@mail.example', 40), (2, 'Bo', NULL, NULL)",
    )
    with source(database_url) as opened:
        for values, where, broken in CASES:
            found = opened.forbidden([Written("people", {}, ALWAYS), Written("people", values, where)])
            assert [(each.write, each.constraint) for each in found] == [(1, name) for name in broken], values
            assert all(set(each.columns) <= set(values) for each in found)
