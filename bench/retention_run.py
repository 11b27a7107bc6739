"""A retention run over a shop of twelve tables against hand-written SQL, side by side on one PostgreSQL.

    make bench ARGS=retention_run                    # 100,000 customers, three pairs
    VARSAM_BENCH_CUSTOMERS=1000000 make bench ARGS=retention_run

Each run has a fresh database made from one template. Shop and hand-written deletes lie beside the checkout
(../shared/bench, or VARSAM_BENCH_FOLDER). Prints one JSON document with medians and ratios.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
from tests import servers  # noqa: E402

FOLDER = Path(os.environ.get("VARSAM_BENCH_FOLDER", ROOT.parent / "shared" / "bench"))
CUSTOMERS = int(os.environ.get("VARSAM_BENCH_CUSTOMERS", "100000"))
PAIRS = int(os.environ.get("VARSAM_BENCH_PAIRS", "3"))
CUTOFF = "2025-11-21"
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
CHAIN = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from varsam import settings
home_path = Path(sys.argv[1])
settings.configure(home_path)
from varsam.store import database, keys
database.migrate()
keys.establish(datetime.now(UTC))
from varsam.services import applying, planning, systems
from varsam.services.home import Home
import os
home = Home(home_path, dict(os.environ), "bench", clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
systems.switch_mode(home, "shop", "apply")
marks = [time.perf_counter()]
plan = planning.make_plan(home)
planning.approve(home, plan.plan)
marks.append(time.perf_counter())
applying.apply(home, plan.plan)
marks.append(time.perf_counter())
found = applying.verify(home, plan.plan)
marks.append(time.perf_counter())
assert found.verified and plan.rows > 0
took = dict(zip(("plan", "apply", "verify"), (b - a for a, b in zip(marks, marks[1:]))))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"rows": plan.rows, "peak_mb": peak, **took}))
"""


def main() -> int:
    """Run the pairs and print the figures."""
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


def measure(admin: str, base: Path) -> dict[str, object]:
    """Make the template, then run hand-written SQL and the chain in turns."""
    run_sql(admin, "CREATE DATABASE bench_template")
    psql(admin, "bench_template", FOLDER / "shop.sql", n=CUSTOMERS, k1=6, k2=3)
    hand: list[float] = []
    ours: list[dict[str, float]] = []
    for pair in range(PAIRS):
        hand.append(by_hand(admin, base, pair))
        ours.append(by_chain(admin, base, pair))
    middle = {name: statistics.median(run[name] for run in ours) for name in ours[0]}
    whole = statistics.median(run["plan"] + run["apply"] + run["verify"] for run in ours)
    by_hand_seconds = statistics.median(hand)
    return {
        "customers": CUSTOMERS,
        "pairs": PAIRS,
        "server": settings_of(admin),
        "by_hand_seconds": round(by_hand_seconds, 2),
        "plan_seconds": round(middle["plan"], 2),
        "apply_seconds": round(middle["apply"], 2),
        "verify_seconds": round(middle["verify"], 2),
        "rows": int(middle["rows"]),
        "peak_mb": round(middle["peak_mb"]),
        "ratio_chain": round(whole / by_hand_seconds, 2),
        "ratio_apply": round(middle["apply"] / by_hand_seconds, 2),
    }


def by_hand(admin: str, base: Path, pair: int) -> float:
    """Time the hand-written deletes, batch after batch, on a database of their own."""
    text = (FOLDER / "by_hand.sql").read_text("utf-8")
    head, _, batch = text.partition("-- for each b:")
    batches = max(1, -(-CUSTOMERS // 5 // 10_000))
    script = base / f"by_hand_{pair}.sql"
    script.write_text(head + "".join(re.sub(r":b\b", str(b), batch) for b in range(batches)), "utf-8")
    name = f"bench_hand_{pair}"
    run_sql(admin, f"CREATE DATABASE {name} TEMPLATE bench_template")
    started = time.perf_counter()
    psql(admin, name, script, cutoff=CUTOFF)
    took = time.perf_counter() - started
    run_sql(admin, f"DROP DATABASE {name}")
    return took


def by_chain(admin: str, base: Path, pair: int) -> dict[str, float]:
    """Run plan, approve, apply and verify in a process of its own."""
    name = f"bench_chain_{pair}"
    run_sql(admin, f"CREATE DATABASE {name} TEMPLATE bench_template")
    url = sa.make_url(admin).set(database=name).render_as_string(hide_password=False)
    figures = run_chain(base / f"home_{pair}", url)
    run_sql(admin, f"DROP DATABASE {name}")
    return figures


def run_chain(home: Path, url: str) -> dict[str, float]:
    """Make a home for the shop at an address and run the chain there; seconds, rows, and memory in MB."""
    write_home(home, basis="contract", batch_rows=120_000)
    environment = {**os.environ, "BENCH_URL": url, "PYTHONPATH": str(ROOT / "src")}
    # An installed program has its bytecode; the first run writes it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-c", CHAIN, str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return dict(json.loads(ended.stdout))


def write_home(home: Path, *, basis: str, batch_rows: int) -> None:
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


if __name__ == "__main__":
    sys.exit(main())
