"""Planning with a key set from another system: when each customer's contract ended, by e-mail address.

    make bench ARGS=key_sets                         # 10,000, 100,000 and 1,000,000 customers
    VARSAM_BENCH_KEYS=50000 make bench ARGS=key_sets

Contracts lie in SQLite, customers in SQLite, PostgreSQL or MariaDB; one customer in a thousand is due. A
process for each size makes a whole plan: it reads both sides, joins them, stages a key with its date for each
customer, selects, seals the set and stores the plan. Prints seconds, and the
most memory that the process had, in all and beyond what it has before planning.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
from tests import servers  # noqa: E402

SIZES = [int(each) for each in os.environ.get("VARSAM_BENCH_KEYS", "10000,100000,1000000").split(",")]
TARGETS = os.environ.get("VARSAM_BENCH_TARGETS", "sqlite,postgres,mariadb").split(",")
REGISTER = """\
register: A shop
entities:
  shop: {name: Shop AB}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [shop]
    purposes:
      orders: {title: Deliver orders, basis: contract, rule: contract.end + 1 year}
"""
CONTRACTS = """\
source: contracts
connector: sql
url_env: CONTRACTS_URL
kinds:
  contract:
    table: contracts
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: ends}
    holds: nothing
"""
SHOP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: {from: contracts, by: email}}
    groups: {who: {columns: [email, name], for: [orders]}}
"""
CHAIN = """
import gc, json, os, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from varsam import settings
path = Path(sys.argv[1])
settings.configure(path)
from varsam.store import database, keys
database.migrate()
keys.establish(datetime.now(UTC))
from varsam.services import planning
from varsam.services.home import Home
home = Home(path, dict(os.environ), "bench", clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, used = time.perf_counter(), time.process_time()
plan = planning.make_plan(home, sources=("shop",))
seconds = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sets = {each.name: each.count for each in plan.key_sets}
print(json.dumps({"rows": plan.rows, "keys": max(sets.values()), "seconds": round(seconds, 2),
                  "processor_seconds": round(time.process_time() - used, 2),
                  "process_mb": round(most / 1024), "beyond_mb": round((most - before) / 1024)}))
"""


def fill(url: str, table: str, columns: str, rows: int) -> None:
    """Make a table of customers or contracts."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} ({columns})")
        if engine.dialect.name == "postgresql":
            driver = connection.connection.driver_connection
            with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for number in range(rows):
                    copy.write_row(row(table, number))
            rows = 0
        for start in range(0, rows, 20_000):
            found = [row(table, number) for number in range(start, min(rows, start + 20_000))]
            mark = "?" if url.startswith("sqlite") else "%s"
            statement = f"INSERT INTO {table} VALUES ({mark}, {mark}, {mark})"
            connection.exec_driver_sql(statement, found)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(f"ANALYZE {table}")
    engine.dispose()


def row(table: str, number: int) -> tuple[object, ...]:
    """An invented row."""
    email = f"Customer.{number * 7919 % 10_000_019}@post{number % 50}.example"
    if table == "contracts":
        return (
            number,
            email.lower(),
            "2020-01-31" if number % 1000 == 0 else f"2030-{number % 12 + 1:02}-01",
        )
    return (number, email, f"Name {number}")


def measure(folder: Path, url: str, contracts: str) -> dict[str, object]:
    """One plan in a process of its own."""
    home = Path(tempfile.mkdtemp(dir=folder))
    (home / "sources").mkdir()
    (home / "register.yaml").write_text(REGISTER, encoding="utf-8")
    (home / "sources" / "contracts.yaml").write_text(CONTRACTS, encoding="utf-8")
    (home / "sources" / "shop.yaml").write_text(SHOP, encoding="utf-8")
    environment = {**os.environ, "CONTRACTS_URL": contracts, "SHOP_URL": url, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", CHAIN, str(home)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-6000:])
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print what was measured for each size and database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "servers").mkdir()
        folder.chmod(0o755)  # a server may run as another user
        runs: list[dict[str, object]] = []
        try:
            for size in SIZES:
                contracts = f"sqlite:///{folder / f'contracts{size}.db'}"
                fill(contracts, "contracts", "id INTEGER PRIMARY KEY, email TEXT, ends DATE", size)
                for target in TARGETS:
                    found = on(target, folder, size, contracts)
                    runs.append({"target": target, "customers": size, **found})
        finally:
            servers.release(folder / "servers")
            sys.stdout.write(json.dumps({"runs": runs}, indent=1) + "\n")


def on(target: str, folder: Path, size: int, contracts: str) -> dict[str, object]:
    """One plan over customers in a fresh database."""
    columns = "id INTEGER PRIMARY KEY, email VARCHAR(80), name VARCHAR(80)"
    if target == "sqlite":
        url = f"sqlite:///{folder / f'shop{size}.db'}"
        fill(url, "customers", columns, size)
        return measure(folder, url, contracts)
    admin = servers.obtain(target, folder / "servers", os.getpid())
    with servers.fresh_database(target, admin) as url:
        fill(url, "customers", columns, size)
        return measure(folder, url, contracts)


if __name__ == "__main__":
    main()
