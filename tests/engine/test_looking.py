"""What `source inspect --explain` warns of: each with its rows, and silence where nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, register
from tests.store.homes import open_home
from varsam.services import systems
from varsam.services.looking import Warned, explained

PURPOSES = {
    "orders": "basis: contract, rule: contract.end + 1 year",
    "support": "basis: contract, rule: case.closed + 30 days",
}
MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: ends, case.closed: closed}
    groups:
      email: {columns: [email], for: [orders, support], only: {support: {state: complaining}}}
  order:
    table: orders
    refs: {customer: customer_id}
    owner: customer
    where: {sort: order}
    groups: {street: {columns: [street], for: [orders]}}
"""
SCHEMA = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), ends DATE, closed DATE,"
    " state VARCHAR(20), phone VARCHAR(20))",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, sort VARCHAR(20), street VARCHAR(20))",
    "INSERT INTO customers VALUES (1, 'ann@mail.example', '2026-01-01', NULL, 'well', '070-1740605'),"
    " (2, 'bo@mail.example', NULL, NULL, 'well', NULL)",
    "INSERT INTO orders VALUES (1, 1, 'order', 'a'), (2, NULL, 'order', 'b'), (3, 77, 'order', 'c'),"
    " (4, 1, 'quote', 'd')",
)


def run(url: str, *statements: str) -> None:
    """Execute statements in the source."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def house(path: Path, url: str) -> House:
    """The shop's home."""
    open_home(path, None)
    return House(path, {"SHOP_URL": url}).write(register(PURPOSES), {"shop": MAP})


def told(found: tuple[Warned, ...]) -> dict[tuple[str, str], int | None]:
    """Code and place, with the rows."""
    return {(each.finding.code, each.finding.where): each.rows for each in found}


ALWAYS_TOLD = {
    ("MAP024", "shop: orders"): 1,
    ("MAP007", "shop: customers.phone"): 1,
    ("MAP012", "shop.order.owner"): 2,
    ("MAP031", "shop.customer.case.closed"): None,
    ("MAP032", "shop.customer.groups.email"): None,
}


def test_everything_is_told_with_its_rows_and_in_order(database_url: str, tmp_path: Path) -> None:
    run(database_url, *SCHEMA)
    home = house(tmp_path / "home", database_url)
    found = explained(home.home)
    # The tables are small: no index is missed. The test's account may do everything, if there are accounts.
    rights = {key: rows for key, rows in told(found).items() if key[0] == "MAP033"}
    assert told(found) == ALWAYS_TOLD | rights
    assert bool(rights) is not database_url.startswith("sqlite")
    order = [each.finding.code for each in found if each.finding.code != "MAP033"]
    assert order == ["MAP024", "MAP007", "MAP012", "MAP031", "MAP032"]
    assert all(each.finding.hint for each in found)


def test_what_is_mended_is_told_no_more(sqlite_url: str, tmp_path: Path) -> None:
    run(sqlite_url, *SCHEMA)
    run(
        sqlite_url,
        "UPDATE customers SET closed = '2026-01-01' WHERE id = 1",
        "UPDATE customers SET state = 'complaining' WHERE id = 2",
        "UPDATE orders SET customer_id = 1, sort = 'order'",
    )
    home = house(tmp_path / "home", sqlite_url)
    assert told(explained(home.home)) == {("MAP007", "shop: customers.phone"): 1}
    assert told(explained(replace(home.home), ["shop"])) == told(explained(home.home))


def many(url: str, rows: int) -> None:
    """More orders."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    orders = sa.table("orders", *(sa.column(name) for name in ("id", "customer_id", "sort", "street")))
    with engine.begin() as connection:
        connection.execute(
            orders.insert(),
            [{"id": 10 + at, "customer_id": 1, "sort": "order", "street": "x" * 20} for at in range(rows)],
        )


def test_a_missing_index_is_told_of_large_tables_only(database_url: str, tmp_path: Path) -> None:
    run(database_url, *SCHEMA)
    many(database_url, 3000)
    if database_url.startswith("mysql") or "mariadb" in database_url:
        run(database_url, "ANALYZE TABLE orders")
    home = house(tmp_path / "home", database_url)
    (found,) = [each.finding for each in explained(home.home) if each.finding.code == "MAP014"]
    assert "orders is searched by customer_id, which has no index; each search reads about" in found.message
    assert found.hint == "CREATE INDEX ix_orders_customer_id ON orders (customer_id)"
    run(database_url, found.hint)
    assert not [each for each in explained(home.home) if each.finding.code == "MAP014"]


@pytest.fixture
def postgres_account(postgres_url: str) -> Iterator[tuple[str, str]]:
    """The administrator's URL, and that of an account which has no rights yet."""
    name = "clerk_" + sa.make_url(postgres_url).database.rpartition("_")[2]  # type: ignore[union-attr]
    run(postgres_url, *SCHEMA, f"CREATE ROLE {name} LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield postgres_url, sa.make_url(postgres_url).set(username=name).render_as_string(hide_password=False)
    run(postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def rights(home: House) -> dict[str, str]:
    """Each place with the rights that are too much."""
    found = [each.finding for each in explained(home.home) if each.finding.code == "MAP033"]
    return {each.where: each.message for each in found}


def test_rights_beyond_those_granted_are_told_on_postgresql(
    postgres_account: tuple[str, str], tmp_path: Path
) -> None:
    admin, url = postgres_account
    clerk = sa.make_url(url).username
    home = house(tmp_path / "home", url)
    # The control: with exactly what `source grants` says, nothing is too much.
    assert clerk is not None
    run(admin, *systems_grants(home, admin, clerk))
    assert rights(home) == {}
    run(admin, f"GRANT INSERT, TRUNCATE ON orders TO {clerk}", f"GRANT UPDATE ON customers TO {clerk}")
    assert rights(home) == {
        "shop: orders": "the account has INSERT, TRUNCATE",
        "shop: customers": "the account has UPDATE",
    }
    run(admin, f"ALTER ROLE {clerk} CREATEDB")
    assert rights(home)["shop"] == "the account has CREATEDB"


def systems_grants(home: House, admin: str, clerk: str) -> list[str]:
    """What `source grants` prints for the account, asked with the administrator's rights."""
    own = House(home.path, {"SHOP_URL": admin})
    return systems.grants(own.home, "shop", clerk)


def test_rights_beyond_those_granted_are_told_on_mariadb(mariadb_url: str, tmp_path: Path) -> None:
    run(mariadb_url, *SCHEMA)
    clerk = "clerk_" + str(sa.make_url(mariadb_url).database).rpartition("_")[2]
    url = sa.make_url(mariadb_url).set(username=clerk).render_as_string(hide_password=False)
    run(mariadb_url, f"CREATE USER '{clerk}'@'%'", f"CREATE USER '{clerk}'@'localhost'")
    home = house(tmp_path / "home", url)
    granted = systems_grants(home, mariadb_url, clerk)
    try:
        for host in ("%", "localhost"):
            run(mariadb_url, *(each.replace("'@'%'", f"'@'{host}'") for each in granted))
        assert rights(home) == {}
        for host in ("%", "localhost"):
            who = f"'{clerk}'@'{host}'"
            run(mariadb_url, f"GRANT INSERT ON orders TO {who}", f"GRANT PROCESS ON *.* TO {who}")
        assert rights(home) == {
            "shop": "the account has PROCESS",
            "shop: orders": "the account has INSERT",
        }
    finally:
        run(mariadb_url, f"DROP USER '{clerk}'@'%'", f"DROP USER '{clerk}'@'localhost'")


def test_rights_that_a_role_brings_are_told_on_mariadb(mariadb_url: str, tmp_path: Path) -> None:
    run(mariadb_url, *SCHEMA)
    mark = str(sa.make_url(mariadb_url).database).rpartition("_")[2]
    clerk, outer, inner = (f"{each}_{mark}" for each in ("clerk", "outer", "inner"))
    url = sa.make_url(mariadb_url).set(username=clerk).render_as_string(hide_password=False)
    hosts = ("%", "localhost")
    run(mariadb_url, f"CREATE ROLE {outer}", f"CREATE ROLE {inner}", f"GRANT {inner} TO {outer}")
    run(mariadb_url, *(f"CREATE USER '{clerk}'@'{host}'" for host in hosts))
    home = house(tmp_path / "home", url)
    granted = systems_grants(home, mariadb_url, clerk)
    try:
        for host in hosts:
            run(mariadb_url, *(each.replace("'@'%'", f"'@'{host}'") for each in granted))
            run(mariadb_url, f"GRANT {outer} TO '{clerk}'@'{host}'")
        assert rights(home) == {}
        schema = sa.make_url(mariadb_url).database
        run(
            mariadb_url,
            f"GRANT SELECT, INSERT, UPDATE (email) ON customers TO {outer}",
            f"GRANT DROP, SELECT ON `{schema}`.* TO {inner}",
            f"GRANT PROCESS ON *.* TO {inner}",
            f"GRANT INSERT ON `other`.* TO {inner}",
        )
        assert rights(home) == {
            "shop": "the account has PROCESS",
            f"shop: {schema}": "the account has DROP",
            "shop: customers": "the account has INSERT",
        }
    finally:
        run(mariadb_url, *(f"DROP USER '{clerk}'@'{host}'" for host in hosts))
        run(mariadb_url, f"DROP ROLE {inner}", f"DROP ROLE {outer}")
