"""A retention run over a shop of twelve tables against hand-written SQL, side by side on one PostgreSQL.

    make bench ARGS=retention_run                    # 100,000 customers, three pairs
    VARSAM_BENCH_CUSTOMERS=1000000 make bench ARGS=retention_run

Each run has a fresh database made from one template. Shop and hand-written deletes lie beside the checkout
(../shared/bench, or VARSAM_BENCH_FOLDER). Prints one JSON document with medians and ratios.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
from _shop import (  # noqa: E402
    CUSTOMERS,
    FOLDER,
    PAIRS,
    at,
    make_shop,
    on_postgres,
    psql,
    run_apart,
    run_sql,
    settings_of,
    write_home,
)

CUTOFF = "2025-11-21"
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
    return on_postgres(measure)


def measure(admin: str, base: Path) -> dict[str, object]:
    """Make the template, then run hand-written SQL and the chain in turns."""
    make_shop(admin, "bench_template")
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
    figures = run_chain(base / f"home_{pair}", at(admin, name))
    run_sql(admin, f"DROP DATABASE {name}")
    return figures


def run_chain(home: Path, url: str) -> dict[str, float]:
    """Make a home for the shop at an address and run the chain there; seconds, rows, and memory in MB."""
    write_home(home)
    return {name: float(str(value)) for name, value in run_apart(CHAIN, url, home).items()}


if __name__ == "__main__":
    sys.exit(main())
