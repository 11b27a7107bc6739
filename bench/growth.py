"""Does memory grow with the rows? Plan, apply and verify on 100,000, 1,000,000 and 10,000,000 rows.

    make bench ARGS=growth                                 # 100,000 and 1,000,000 rows
    VARSAM_BENCH_ROWS=100000,1000000,10000000 make bench ARGS=growth

Three tables on one PostgreSQL: customers, three orders each, six lines each; half of the customers left long
ago. Each verb runs in a process of its own, so that each has its own peak; one of them is stopped halfway and
goes on in another. Prints one JSON document; `growth` is the largest size's peak over the smallest's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]
from _shop import REGISTER, run_sql, settings_of  # noqa: E402

from tests import servers  # noqa: E402

ROWS = tuple(int(each) for each in os.environ.get("VARSAM_BENCH_ROWS", "100000,1000000").split(","))
# Where a disk of its own is wanted for the database's files.
SCRATCH = os.environ.get("VARSAM_BENCH_SCRATCH")
PER_CUSTOMER = 10
MAP = """\
source: shop
connector: sql
url_env: BENCH_URL
pace: {batch_rows: 20000}
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email, name], for: [orders]}
  order:
    table: orders
    refs: {customer: customer_id}
    owner: customer
    groups:
      note: {columns: [note], for: [orders]}
  line:
    table: lines
    refs: {order: order_id}
    part_of: order
"""
SCHEMA = """
CREATE TABLE customers (id bigint PRIMARY KEY, email text, name text, closed_on date);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, note text);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint NOT NULL, goods text);
INSERT INTO customers SELECT i, 'kund' || i || '@post.example', 'Kund ' || i,
    CASE WHEN mod(i, 2) = 0 THEN date '2020-01-31' END FROM generate_series(1, {customers}) i;
INSERT INTO orders SELECT i * 3 + k, i, 'leave it at the door'
    FROM generate_series(1, {customers}) i, generate_series(0, 2) k;
INSERT INTO lines SELECT o.id * 2 + k, o.id, 'goods' FROM orders o, generate_series(0, 1) k;
CREATE INDEX ON customers (closed_on);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON lines (order_id);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE lines ADD FOREIGN KEY (order_id) REFERENCES orders (id);
VACUUM ANALYZE;
"""
HEAD = """
import json, os, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from varsam import settings
home_path = Path(sys.argv[1])
settings.configure(home_path)
from varsam.store import database, keys
database.migrate()
keys.establish(datetime.now(UTC))
from varsam.services import applying, people, planning, systems
from varsam.services.home import Home
home = Home(home_path, dict(os.environ), "bench", clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
started, answer = time.perf_counter(), {}
"""
TAIL = """
answer["seconds"] = round(time.perf_counter() - started, 1)
answer["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(answer))
"""
VERBS = {
    "nothing": "from varsam.store import plans\nplans.listing()\n",
    "plan": """
systems.switch_mode(home, "shop", "apply")
plan = planning.make_plan(home)
planning.approve(home, plan.plan)
answer |= {"plan": plan.plan, "rows": plan.rows}
""",
    "apply_half": """
half = int(sys.argv[3]) // 2
done = 0
def count(_what, rows):
    global done
    done += rows
assert applying.apply(home, sys.argv[2], progress=count, stop=lambda: done >= half).stopped
""",
    "apply_rest": "assert not applying.apply(home, sys.argv[2]).stopped\n",
    "verify": "assert applying.verify(home, sys.argv[2]).verified\n",
    "plan_again": "assert planning.make_plan(home).rows == 0\n",
}


def main() -> int:
    """Measure each size, and print the figures."""
    with tempfile.TemporaryDirectory(prefix="varsam-bench-", dir=SCRATCH) as scratch:
        base = Path(scratch)
        base.chmod(0o755)
        (base / "servers").mkdir()
        admin = servers.obtain("postgres", base / "servers", os.getpid())
        try:
            found = {str(rows): measure(admin, base, rows) for rows in ROWS}
            sizes = [found[str(rows)] for rows in (min(ROWS), max(ROWS))]
            growth = {verb: round(sizes[1][verb]["peak_mb"] / sizes[0][verb]["peak_mb"], 2) for verb in VERBS}
            print(json.dumps({"server": settings_of(admin), "rows": found, "growth": growth}, indent=1))
        finally:
            servers.release(base / "servers")
    return 0


def measure(admin: str, base: Path, rows: int) -> dict[str, dict[str, float]]:
    """Fill a database of that many rows and run every verb on it, each in a process of its own."""
    name = f"growth_{rows}"
    run_sql(admin, f"CREATE DATABASE {name}")
    url = sa.make_url(admin).set(database=name).render_as_string(hide_password=False)
    started = time.perf_counter()
    for statement in SCHEMA.format(customers=rows // PER_CUSTOMER).split(";"):
        if statement.strip():
            run_sql(url, statement)
    print(f"{rows} rows made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    home = base / name
    (home / "sources").mkdir(parents=True)
    (home / "register.yaml").write_text(REGISTER, "utf-8")
    (home / "sources" / "shop.yaml").write_text(MAP, "utf-8")
    found: dict[str, dict[str, float]] = {}
    plan, due = "", 0
    for verb in VERBS:
        found[verb] = run(home, url, verb, plan, due)
        plan, due = str(found[verb].pop("plan", plan)), int(found[verb].get("rows", due))
        print(f"{rows} rows, {verb}: {found[verb]}", file=sys.stderr)
    found["own_state"] = {
        "mb": round(sum(each.stat().st_size for each in (home / "state").glob("*")) / 2**20)
    }
    run_sql(admin, f"DROP DATABASE {name}")
    return found


def run(home: Path, url: str, verb: str, plan: str, due: int) -> dict[str, float]:
    """Run one verb; its seconds, and the most memory that its process had."""
    environment = {**os.environ, "BENCH_URL": url, "PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(
        [sys.executable, "-c", HEAD + VERBS[verb] + TAIL, str(home), plan, str(due)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return dict(json.loads(ended.stdout))


if __name__ == "__main__":
    sys.exit(main())
