"""A plan's rows are told apart exactly, whatever their keys are made of: drift, applying, looking again.

On the databases whose drivers read rows slowly, counts stand for keys, and pages of keys come packed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from django.db import connections

from tests.engine.houses import House, register
from tests.store.homes import open_home
from varsam.domain.errors import PlanRefused
from varsam.domain.keys import IntegerKeys
from varsam.domain.ownership import SourceMap
from varsam.domain.plan import DeleteRows, Plan
from varsam.domain.predicate import ALWAYS, Column, Compare, Edge, Exists, NotTrue, ValueAt
from varsam.engine import drift
from varsam.services import applying
from varsam.sources.base import CountsKeys, OwnedKeys, Query
from varsam.sources.sql import SqlSource, open_sql

TABLES = {
    "texts": ("k",),
    "pairs": ("a", "b"),
    "numbers": ("k",),
    "whole_numbers": ("k",),
    "many": ("k",),
}
KINDS = "".join(
    f"  {table}:\n    table: {table}\n    key: [{', '.join(key)}]\n    person: true\n"
    f"    identifiers: {{email: email}}\n    events: {{contract.end: closed}}\n"
    f"    groups: {{email: {{columns: [email], for: [orders]}}}}\n"
    for table, key in TABLES.items()
)
MAP = f"source: shop\nconnector: sql\nurl_env: SHOP_URL\npace: {{batch_rows: 1000}}\nkinds:\n{KINDS}"
MANY = 2_500
OLD, NEW = "2019-01-01", "2026-11-01"


def rows_of(dialect: str) -> dict[str, list[tuple[object, ...]]]:
    """Keys that are easily taken for another, for nothing, or for none; the last one of each stays."""
    top = 2**64 if dialect == "mysql" else 2**63
    return {
        "texts": [("",), ("0",), (" x",), ("ö",), ("it's",), ("X",)],
        "pairs": [(0, ""), (0, "0"), (-1, ""), (1, "ä"), (0, "stays")],
        "numbers": [(-(2**63),), (-5,), (0,), (7,), (2**63 - 1,), (5,)],
        "whole_numbers": [(0,), (1,), (2**62,), (top - 1,), (2,)],
        # Both signs, and more of them than come in one page.
        "many": [(number,) for number in range(-MANY + 1, MANY, 2)] + [(MANY + 5,)],
    }


def columns(dialect: str) -> dict[str, str]:
    """The key columns as the database declares them; text is compared as the database likes to."""
    mariadb = dialect == "mysql"
    text = "VARCHAR(20) COLLATE utf8mb4_general_ci" if mariadb else "VARCHAR(20) COLLATE NOCASE"
    return {
        "texts": f"k {text} NOT NULL PRIMARY KEY",
        "pairs": f"a INTEGER NOT NULL, b {text} NOT NULL, PRIMARY KEY (a, b)",
        "numbers": "k BIGINT NOT NULL PRIMARY KEY",
        "whole_numbers": f"k BIGINT {'UNSIGNED' if mariadb else ''} NOT NULL PRIMARY KEY",
        "many": "k BIGINT NOT NULL PRIMARY KEY",
    }


@pytest.fixture(params=["sqlite", "mariadb"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with a table for each sort of key."""
    found = str(request.getfixturevalue(f"{request.param}_url"))
    engine = sa.create_engine(found, poolclass=sa.NullPool)
    dialect = engine.dialect.name
    with engine.begin() as connection:
        for table, declared in columns(dialect).items():
            # The key's columns come first; the key itself is told at the end.
            names, comma, rest = declared.partition(", PRIMARY")
            connection.exec_driver_sql(
                f"CREATE TABLE {table} ({names}, email VARCHAR(40), closed DATE{comma}{rest})"
            )
            keys = rows_of(dialect)[table]
            mark = "%s" if dialect == "mysql" else "?"
            marks = ", ".join([mark] * (len(keys[0]) + 2))
            connection.exec_driver_sql(
                f"INSERT INTO {table} VALUES ({marks})",
                [
                    (*key, f"p{number}@mail.example", NEW if number == len(keys) - 1 else OLD)
                    for number, key in enumerate(keys)
                ],
            )
    return found


@pytest.fixture
def shop(url: str, tmp_path: Path) -> Iterator[House]:
    """A home in which all of them but the last are over."""
    open_home(tmp_path, None)
    promises = register({"orders": 'basis: contract, rule: "contract.end + 1 year"'})
    yield House(tmp_path, {"SHOP_URL": url}).write(promises, {"shop": MAP})
    connections["default"].close()


def left(url: str, table: str) -> list[tuple[object, ...]]:
    """The keys that are in a table."""
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
        rows = connection.exec_driver_sql(f"SELECT {', '.join(TABLES[table])} FROM {table}")
        return sorted((tuple(row) for row in rows), key=repr)


def change(url: str, *statements: str) -> None:
    """Do what another program does."""
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def rows_per_table(plan: Plan) -> dict[str, int]:
    return {step.on.table: step.on.rows for step in plan.steps if isinstance(step, DeleteRows)}


@pytest.mark.parametrize("few", [0, 10_000])
def test_keys_of_every_sort_go_and_nothing_else(
    few: int, shop: House, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "_FEW", few)  # 0: as plans of any size are looked at
    keys = rows_of(sa.make_url(url).get_backend_name())
    assert {table: left(url, table) for table in TABLES} == {
        table: sorted(keys[table], key=repr) for table in TABLES
    }
    plan = shop.plan()
    assert rows_per_table(plan) == {table: len(keys[table]) - 1 for table in TABLES}
    applied = shop.apply(plan)
    assert {total.table: (total.rows, total.gone, total.out) for total in applied.steps.values()} == {
        table: (len(keys[table]) - 1, 0, 0) for table in TABLES
    }
    assert shop.verify(plan).verified
    assert {table: left(url, table) for table in TABLES} == {table: keys[table][-1:] for table in TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_one_row_for_another_is_drift_though_their_number_is_the_same(
    table: str, shop: House, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "_FEW", 0)
    plan = shop.plan()
    shop.approve(plan)
    before = {each: left(url, each) for each in TABLES}
    change(
        url,
        f"UPDATE {table} SET closed = '{NEW}' WHERE email = 'p1@mail.example'",
        f"UPDATE {table} SET closed = '{OLD}' WHERE email = 'p{len(before[table]) - 1}@mail.example'",
    )
    assert rows_per_table(shop.plan()) == rows_per_table(plan)
    with pytest.raises(PlanRefused, match=r"1 rows of .* were not approved"):
        applying.apply(shop.home, plan.plan)
    assert {each: left(url, each) for each in TABLES} == before


def test_a_row_that_went_away_is_no_drift_and_is_said(
    shop: House, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "_FEW", 0)
    plan = shop.plan()
    change(url, "DELETE FROM numbers WHERE email = 'p2@mail.example'")
    change(url, f"UPDATE many SET closed = '{NEW}' WHERE email = 'p0@mail.example'")
    applied = shop.apply(plan)
    said = {total.table: (total.gone, total.out) for total in applied.steps.values()}
    assert (said["numbers"], said["many"], said["texts"]) == ((1, 0), (0, 1), (0, 0))
    assert shop.verify(plan).verified


# -- what the sources promise for it -------------------------------------------------------------------------


def opened(url: str) -> SqlSource:
    return open_sql(SourceMap("shop", "sql", {"url_env": "U"}), home=Path("/"), environment={"U": url})


def numbers(*given: int) -> IntegerKeys:
    return IntegerKeys(array("q", given))


def test_counts_tell_a_set_from_another_of_its_size(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = OwnedKeys("numbers", ValueAt((), "k"), "k", Compare("k", "<", 5))
    with opened(url) as shop:
        assert isinstance(shop, CountsKeys)
        assert shop.count_among(asked, numbers(-(2**63), -5, 0)) == (3, 3)
        # {-5, 0, 5} and {-6, 1, 5} have one sum; both are as many as are selected.
        assert shop.count_among(asked, numbers(-5, 0, 5)) == (3, 2)
        assert shop.count_among(asked, numbers(-6, 1, 5)) == (3, 0)
        nothing = OwnedKeys("numbers", ValueAt((), "k"), "k", Compare("k", ">", 2**63 - 1))
        assert shop.count_among(nothing, numbers(5)) == (0, 0)
        for table, key in (("texts", "k"), ("pairs", "b")):
            other = OwnedKeys(table, ValueAt((), key), key, ALWAYS)
            assert shop.count_among(other, numbers(0)) is None


def test_a_run_is_the_same_whether_it_is_packed_or_read(url: str) -> None:
    asked = OwnedKeys("many", ValueAt((), "k"), "k", ALWAYS)
    with opened(url) as shop:
        read = sorted(shop.read(Query("many", (ValueAt((), "k"),), ALWAYS)))
        with shop.sorted_keys([asked]) as runs:
            assert runs is not None
            parts = list(runs[0])
        assert [key for _, keys in parts for key in keys] == [key for (key,) in read]
        assert all(owners == keys for owners, keys in parts)
        assert len(parts) > 1


def test_a_row_without_an_owner_ends_a_run_before_anything_is_given(url: str) -> None:
    change(
        url,
        "CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, owner BIGINT)",
        "INSERT INTO notes VALUES (1, 5), (2, NULL), (3, 7)",
    )
    asked = OwnedKeys("notes", ValueAt((), "owner"), "id", ALWAYS)
    given: list[object] = []

    def read(shop: SqlSource) -> None:
        with shop.sorted_keys([asked]) as runs:
            if runs is None:
                raise ValueError("no owner, said at once")
            given.extend(runs[0])

    with opened(url) as shop, pytest.raises(ValueError, match=r"whole number|owner"):
        read(shop)
    assert given == []


def test_long_lists_are_compared_as_streams(shop: House, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "_FEW", 0)
    monkeypatch.setattr(drift, "_COUNTED", MANY - 2)
    asked: list[str] = []
    monkeypatch.setattr(SqlSource, "count_among", lambda _self, each, _keys: asked.append(each.table) or None)
    assert shop.apply(shop.plan()).batches > 1
    assert "numbers" in asked
    assert "many" not in asked
    assert left(url, "many") == [(MANY + 5,)]


def test_rows_whose_counterpart_is_missing_are_the_same_by_join_and_by_exists(database_url: str) -> None:
    change(
        database_url,
        "CREATE TABLE parents (id BIGINT NOT NULL PRIMARY KEY, up BIGINT, name VARCHAR(9))",
        "CREATE TABLE children (id BIGINT NOT NULL PRIMARY KEY, parent BIGINT)",
        "INSERT INTO parents VALUES (1, 1, 'a'), (2, 9, 'b'), (3, NULL, NULL), (4, 3, 'a')",
        "INSERT INTO children VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 8), (6, NULL)",
    )
    up = Edge("parents", ((Column("id"), Column("parent")),), ALWAYS)
    further = Edge("parents", ((Column("id"), Column("up")),), ALWAYS)
    named = Exists(up, Exists(further, Compare("name", "=", "a")))
    wanted = (ValueAt((), "id"), named, NotTrue(named), Exists(up, NotTrue(Compare("name", "=", "a"))))
    with opened(database_url) as shop:
        rows = sorted(shop.read(Query("children", wanted, ALWAYS)))
        found = {at: {row[0] for row in rows if row[at]} for at in (1, 2, 3)}
        assert found == {1: {1}, 2: {2, 3, 4, 5, 6}, 3: {2, 3}}
        for at, predicate in ((1, named), (2, NotTrue(named))):
            assert shop.count("children", predicate) == len(found[at])
