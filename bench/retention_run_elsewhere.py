"""The retention run of `retention_run` on MariaDB and on SQLite, beside the same work written by hand.

    make bench ARGS=retention_run_elsewhere          # 50,000 customers, three pairs on each

The shop's twelve tables with the same keys, indexes and rows per ordinary customer; both enforce foreign
keys, and on SQLite both overwrite what they delete (`secure_delete`): what can be read again wasn't erased.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]
from retention_run import CUTOFF, run_chain  # noqa: E402

from tests import servers  # noqa: E402

CUSTOMERS = int(os.environ.get("VARSAM_BENCH_CUSTOMERS", "50000"))
PAIRS = int(os.environ.get("VARSAM_BENCH_PAIRS", "3"))
OWNED = {
    "addresses": "street TEXT, city TEXT",
    "logins": "ip_address TEXT, user_agent TEXT",
    "payment_cards": "name_on_card TEXT, last4 TEXT",
    "orders": "note TEXT, total INTEGER",
    "reviews": "display_name TEXT, body TEXT",
}
OF_ORDERS = {
    "order_items": "sku TEXT, gift_message TEXT",
    "payments": "payer_name TEXT, iban TEXT",
    "shipments": "recipient TEXT, street TEXT",
}
BY_ORDER = " JOIN orders p ON x.order_id = p.id JOIN due d ON p.customer_id = d.id"
BY_TICKET = " JOIN tickets p ON x.ticket_id = p.id JOIN due d ON p.customer_id = d.id"
BY_CUSTOMER = " JOIN due d ON x.customer_id = d.id"
BY_HAND = {
    "order_items": BY_ORDER,
    "payments": BY_ORDER,
    "shipments": BY_ORDER,
    "ticket_messages": BY_TICKET,
    "addresses": BY_CUSTOMER,
    "logins": BY_CUSTOMER,
    "payment_cards": BY_CUSTOMER,
    "orders": BY_CUSTOMER,
    "tickets": BY_CUSTOMER,
    "reviews": BY_CUSTOMER,
    "newsletter_subscriptions": " JOIN due d ON x.email = d.email",
    "customers": " JOIN due d ON x.id = d.id",
}


def statements(kind: str) -> list[str]:
    """The shop: tables, rows, indexes, a fifth of the customers gone on 2020-01-01."""
    text = "VARCHAR(190)" if kind == "mariadb" else "TEXT"
    series = (
        f"(SELECT seq AS i FROM seq_1_to_{CUSTOMERS}) s"
        if kind == "mariadb"
        else f"(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {CUSTOMERS})"
        " SELECT i FROM s) s"
    )
    join = "CONCAT({})" if kind == "mariadb" else "{}"

    def joined(*parts: str) -> str:
        return join.format((", " if kind == "mariadb" else " || ").join(parts))

    email = joined("'user'", "i", "'@example.com'")
    made = [
        f"CREATE TABLE customers (id BIGINT PRIMARY KEY, email {text}, full_name {text}, phone {text},"
        " birth_date DATE, closed_on DATE)",
        f"INSERT INTO customers SELECT i, {email}, {joined(chr(39) + 'User ' + chr(39), 'i')}, '070',"
        f" '1980-01-01', CASE WHEN i % 5 = 0 THEN '2020-01-01' END FROM {series}",
        f"CREATE TABLE newsletter_subscriptions (id BIGINT PRIMARY KEY, email {text})",
        f"INSERT INTO newsletter_subscriptions SELECT i, {email} FROM {series}",
        "CREATE TABLE tickets (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL REFERENCES customers(id),"
        f" subject {text})",
        f"INSERT INTO tickets SELECT i, i, 'Where is my order' FROM {series} WHERE i % 5 = 0",
        "CREATE TABLE ticket_messages (id BIGINT PRIMARY KEY,"
        f" ticket_id BIGINT NOT NULL REFERENCES tickets(id), body {text})",
        f"INSERT INTO ticket_messages SELECT i, i, 'Still waiting' FROM {series} WHERE i % 5 = 0",
    ]
    for table, columns in OWNED.items():
        number = "total INTEGER" in columns
        made.append(
            f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL"
            f" REFERENCES customers(id), {columns.replace('TEXT', text)})"
        )
        values = (
            f"{joined(chr(39) + 'text ' + chr(39), 'i')}, {'i' if number else chr(39) + 'more' + chr(39)}"
        )
        made.append(f"INSERT INTO {table} SELECT i, i, {values} FROM {series}")
    for table, columns in OF_ORDERS.items():
        made.append(
            f"CREATE TABLE {table} (id BIGINT PRIMARY KEY, order_id BIGINT NOT NULL REFERENCES orders(id),"
            f" {columns.replace('TEXT', text)})"
        )
        made.append(f"INSERT INTO {table} SELECT i, i, 'some', 'more' FROM {series}")
    for table in OWNED:
        made.append(f"CREATE INDEX {table}_customer ON {table} (customer_id)")
    for table in OF_ORDERS:
        made.append(f"CREATE INDEX {table}_order ON {table} (order_id)")
    made += [
        "CREATE INDEX tickets_customer ON tickets (customer_id)",
        "CREATE INDEX messages_ticket ON ticket_messages (ticket_id)",
        "CREATE INDEX customers_email ON customers (email)",
        "CREATE INDEX customers_closed ON customers (closed_on)",
        "CREATE INDEX newsletter_email ON newsletter_subscriptions (email)",
    ]
    return made


def by_hand(kind: str, connection: sa.Connection) -> float:
    """Time the deletes written by hand, batch after batch of 10,000 customers."""
    started = time.perf_counter()
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE due AS SELECT id, email, (row_number() OVER (ORDER BY id) - 1) / 10000 AS n"
        f" FROM customers WHERE closed_on <= '{CUTOFF}'"
    )
    connection.exec_driver_sql("CREATE INDEX due_n ON due (n, id)")
    connection.commit()
    for batch in range(-(-CUSTOMERS // 5 // 10_000)):
        for table, join in BY_HAND.items():
            where = f"d.n >= {batch} AND d.n < {batch + 1}"
            if kind == "mariadb":
                connection.exec_driver_sql(f"DELETE x FROM {table} x{join} WHERE {where}")
            else:
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE id IN (SELECT x.id FROM {table} x{join} WHERE {where})"
                )
        connection.commit()
    return time.perf_counter() - started


def measure(kind: str, base: Path, admin: str) -> dict[str, object]:
    """Make the shop anew for each run; hand-written and chain in turns."""
    hand, ours = [], []
    for pair in range(PAIRS):
        engine, _ = shop(kind, base, admin, f"bench_hand_{pair}")
        with engine.connect() as connection:
            if kind == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
                connection.commit()
            hand.append(by_hand(kind, connection))
        engine.dispose()
        engine, url = shop(kind, base, admin, f"bench_chain_{pair}")
        engine.dispose()
        ours.append(run_chain(base / f"home_{kind}_{pair}", url))
    seconds = statistics.median(hand)
    middle = {name: statistics.median(run[name] for run in ours) for name in ours[0]}
    whole = statistics.median(run["plan"] + run["apply"] + run["verify"] for run in ours)
    return {
        "customers": CUSTOMERS,
        "rows": int(middle["rows"]),
        "by_hand_seconds": round(seconds, 2),
        **{f"{name}_seconds": round(middle[name], 2) for name in ("plan", "apply", "verify")},
        "peak_mb": round(middle["peak_mb"]),
        "ratio_chain": round(whole / seconds, 2),
        "ratio_apply": round(middle["apply"] / seconds, 2),
    }


def shop(kind: str, base: Path, admin: str, name: str) -> tuple[sa.Engine, str]:
    """A fresh shop, and its address."""
    if kind == "sqlite":
        template, path = base / "template.db", base / f"{name}.db"
        if not template.exists():
            with sqlite3.connect(template) as connection:
                for statement in (*statements(kind), "ANALYZE"):
                    connection.execute(statement)
        shutil.copy(template, path)
        return sa.create_engine(f"sqlite:///{path}"), f"sqlite:///{path}"
    root = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    root.dispose()
    url = sa.make_url(admin).set(database=name)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements(kind):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    return engine, url.render_as_string(hide_password=False)


def main() -> int:
    """Run both and print the figures."""
    with tempfile.TemporaryDirectory(prefix="varsam-bench-") as scratch:
        base = Path(scratch)
        base.chmod(0o755)
        (base / "servers").mkdir()
        try:
            figures = {"sqlite": measure("sqlite", base, "")}
            try:
                admin = servers.obtain("mariadb", base / "servers", os.getpid())
                figures["mariadb"] = measure("mariadb", base, admin)
            except servers.ServerMissing as missing:
                figures["mariadb"] = {"not run": str(missing)}
            print(json.dumps(figures, indent=1))
        finally:
            servers.release(base / "servers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
