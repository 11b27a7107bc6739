"""The most memory that plan, apply and verify take doesn't grow with the rows, nor does going on halfway."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.houses import House, register
from tests.store.homes import open_home

MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
pace: {batch_rows: 4000}
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups:
      contact: {columns: [email], for: [orders]}
  order:
    table: orders
    refs: {customer: customer_id}
    part_of: customer
"""
SCHEMA = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, ends DATE)",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT NOT NULL REFERENCES customers (id))",
    "WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {rows} / 10)"
    " INSERT INTO customers SELECT i, 'kund' || i || '@post.example', '2020-01-31' FROM s",
    "INSERT INTO orders SELECT id * 10 + k, id FROM customers,"
    " (WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 9) SELECT k FROM n)",
    "CREATE INDEX orders_customer ON orders (customer_id)",
)
CHAIN = """
    import json, os, resource
    from varsam.services import applying, planning
    from varsam.services.home import Home

    home = Home(Path(sys.argv[1]), {"SHOP_URL": sys.argv[2]}, "tester", clock=lambda: NOW)
    plan = planning.make_plan(home)
    planning.approve(home, plan.plan)
    done = 0

    def count(_what, rows):
        global done
        done += rows

    assert applying.apply(home, plan.plan, progress=count, stop=lambda: done > plan.rows // 2).stopped
    assert not applying.apply(home, plan.plan).stopped
    assert applying.verify(home, plan.plan).verified
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": plan.rows, "peak_mb": peak}))
"""
SIZES = tuple(int(each) for each in os.environ.get("VARSAM_TEST_GROWTH", "20000,120000").split(","))


def chain(rows: int, folder: Path) -> dict[str, float]:
    """The whole chain over so many rows, in a process of its own."""
    state = open_home(folder / f"home{rows}", None)
    url = f"sqlite:///{folder / f'{rows}.db'}"
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        for statement in SCHEMA:
            connection.exec_driver_sql(statement.replace("{rows}", str(rows)))
    House(state.path, {"SHOP_URL": url}).write(
        register({"orders": 'basis: contract, rule: "contract.end + 1 year"'}), {"shop": MAP}
    )
    return dict(json.loads(state.run(CHAIN, state.path, url)))


@pytest.mark.crash
def test_memory_doesnt_grow_with_the_rows(tmp_path: Path) -> None:
    small, large = (chain(rows, tmp_path) for rows in SIZES)
    assert (small["rows"], large["rows"]) == SIZES
    # The keys as Python holds them would be some 20 MB more; so would a list of rows.
    assert large["peak_mb"] - small["peak_mb"] < 8, (small, large)
