"""What the benchmarks over the shop of twelve tables share: a server, the shop, its register and its map.

Shop and hand-written SQL lie beside the checkout (../shared/bench, or VARSAM_BENCH_FOLDER).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
from tests import servers  # noqa: E402

FOLDER = Path(os.environ.get("VARSAM_BENCH_FOLDER", ROOT.parent / "shared" / "bench"))
CUSTOMERS = int(os.environ.get("VARSAM_BENCH_CUSTOMERS", "100000"))
PAIRS = int(os.environ.get("VARSAM_BENCH_PAIRS", "3"))
REGISTER = """\
register: Bench
entities:
  bench: {name: Bench AB}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [bench]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
"""
PARTS = {
    "address": ("addresses", "customer", "customer_id"),
    "login": ("logins", "customer", "customer_id"),
    "card": ("payment_cards", "customer", "customer_id"),
    "order": ("orders", "customer", "customer_id"),
    "item": ("order_items", "order", "order_id"),
    "payment": ("payments", "order", "order_id"),
    "shipment": ("shipments", "order", "order_id"),
    "ticket": ("tickets", "customer", "customer_id"),
    "message": ("ticket_messages", "ticket", "ticket_id"),
    "review": ("reviews", "customer", "customer_id"),
}
MAP = """\
source: shop
connector: sql
url_env: BENCH_URL
pace: {batch_rows: 120000}
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, stored_as: [lower]}}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email, full_name, phone, birth_date], for: [orders]}
  newsletter:
    table: newsletter_subscriptions
    refs: {customer: {kind: customer, on: {email: "{email}"}}}
    part_of: customer
"""


def on_postgres(measure: Callable[[str, Path], dict[str, object]]) -> int:
    """Start a server for the shop, print what is measured there as JSON, and stop it; 1 without the shop."""
    if not (FOLDER / "shop.sql").is_file():
        print(f"not run: {FOLDER} holds no shop.sql; set VARSAM_BENCH_FOLDER", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="varsam-bench-") as scratch:
        base = Path(scratch)
        base.chmod(0o755)
        (base / "servers").mkdir()
        admin = servers.obtain("postgres", base / "servers", os.getpid())
        try:
            print(json.dumps(measure(admin, base), indent=1))
        finally:
            servers.release(base / "servers")
    return 0


def make_shop(admin: str, database: str) -> str:
    """Make a database with the shop's customers, and give its address."""
    run_sql(admin, f"CREATE DATABASE {database}")
    psql(admin, database, FOLDER / "shop.sql", n=CUSTOMERS, k1=6, k2=3)
    return at(admin, database)


def at(admin: str, database: str) -> str:
    """The address of a database of the server."""
    return sa.make_url(admin).set(database=database).render_as_string(hide_password=False)


def run_apart(program: str, url: str, *arguments: object) -> dict[str, object]:
    """Run a program in a process of its own, where BENCH_URL says where the shop is; give what it prints."""
    environment = {**os.environ, "BENCH_URL": url, "PYTHONPATH": str(ROOT / "src")}
    # An installed program has its bytecode; the first run writes it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return dict(json.loads(ended.stdout))


def write_home(home: Path, *, basis: str = "contract", batch_rows: int = 120_000) -> None:
    """Write register and map of the shop, which lies where BENCH_URL says."""
    (home / "sources").mkdir(parents=True)
    (home / "register.yaml").write_text(REGISTER.replace("basis: contract", f"basis: {basis}"), "utf-8")
    parts = "".join(
        f"  {kind}:\n    table: {table}\n    refs: {{{parent}: {column}}}\n    part_of: {parent}\n"
        for kind, (table, parent, column) in PARTS.items()
    )
    text = MAP.replace("batch_rows: 120000", f"batch_rows: {batch_rows}")
    (home / "sources" / "shop.yaml").write_text(text + parts, "utf-8")


def settings_of(admin: str) -> dict[str, str]:
    """The server's settings that matter for the figures."""
    names = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "max_wal_size")
    with sa.create_engine(admin).connect() as connection:
        return {name: str(connection.scalar(sa.text(f"SHOW {name}"))) for name in names}


def run_sql(admin: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def psql(admin: str, database: str, script: Path, **values: object) -> None:
    """Run a script with psql, as the hand-written SQL was meant to be run."""
    url = sa.make_url(admin).set(database=database, drivername="postgresql")
    given = [part for name, value in values.items() for part in ("-v", f"{name}={value}")]
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", *given, "-f", str(script)]
    subprocess.run(
        [*command, url.render_as_string(hide_password=False)], check=True, stdout=subprocess.DEVNULL
    )
