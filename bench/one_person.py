"""One person, a hundred or a thousand, erased from a shop, from plan to verification; the access copy.

    make bench ARGS=one_person                       # 100,000 customers
    VARSAM_BENCH_CUSTOMERS=1000000 make bench ARGS=one_person

A process that has already done one person, as a desk or a worker has. Nobody's time is over, so that a plan
holds the people asked for. The shop lies beside the checkout (../shared/bench, or VARSAM_BENCH_FOLDER).
Prints medians in milliseconds; 100,000 rows beside hand-written SQL.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from _shop import CUSTOMERS, make_shop, on_postgres, run_apart, settings_of, write_home

BIG = "SELECT id FROM customers WHERE email = '{email}'"
BY_HAND = (
    "DELETE FROM order_items WHERE order_id IN (SELECT id FROM orders WHERE customer_id = ({who}))",
    "DELETE FROM payments WHERE order_id IN (SELECT id FROM orders WHERE customer_id = ({who}))",
    "DELETE FROM shipments WHERE order_id IN (SELECT id FROM orders WHERE customer_id = ({who}))",
    "DELETE FROM ticket_messages WHERE ticket_id IN (SELECT id FROM tickets WHERE customer_id = ({who}))",
    *(
        f"DELETE FROM {table} WHERE customer_id = ({{who}})"
        for table in ("addresses", "logins", "payment_cards", "orders", "tickets", "reviews")
    ),
    "DELETE FROM newsletter_subscriptions WHERE email = '{email}'",
    "DELETE FROM customers WHERE email = '{email}'",
)
CHAIN = """
import json, os, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from varsam import settings
home_path = Path(sys.argv[1])
settings.configure(home_path)
from varsam.store import database, keys
database.migrate()
keys.establish(datetime.now(UTC))
from varsam.domain.facts import FactKind
from varsam.services import applying, people, planning, systems
from varsam.services.home import Home
from varsam.services.recording import record
from varsam.store.people import TypedIdentifier
home = Home(home_path, dict(os.environ), "bench", clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
systems.switch_mode(home, "shop", "apply")

def erase(*emails):
    facts = [
        record(home, FactKind.ERASURE_DECIDED, identifiers=[TypedIdentifier("email", email)])
        for email in emails
    ]
    started = time.perf_counter()
    with planning.kept_open(home):
        plan = planning.make_plan(home, person=(facts[0].person or "") if len(emails) == 1 else "")
        planning.approve(home, plan.plan)
        applying.apply(home, plan.plan)
        found = applying.verify(home, plan.plan)
    took = time.perf_counter() - started
    assert found.verified and plan.rows
    return {"rows": plan.rows, "ms": round(took * 1000, 1)}

erase("user1@example.com")
out = {"ten_rows": [erase(f"user{n}@example.com") for n in (2, 3, 4)]}
out["thousand_rows"] = [erase(f"big1000_{n}@example.com") for n in (1, 2, 3)]
out["hundred_thousand_rows"] = [erase(f"big100000_{n}@example.com") for n in (1,)]
out["hundred_people"] = [
    erase(*(f"user{n}@example.com" for n in range(start, start + 100))) for start in (101, 201, 301)
]
out["thousand_people"] = [
    erase(*(f"user{n}@example.com" for n in range(start, start + 1000))) for start in (1001, 2001, 3001)
]
started = time.perf_counter()
rows = sum(1 for _ in people.copy(home, [TypedIdentifier("email", "big100000_2@example.com")]))
out["copy"] = {"rows": rows, "rows_per_second": round(rows / (time.perf_counter() - started))}
out["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(out))
"""


def main() -> int:
    """Run and print the figures."""
    return on_postgres(measure)


def measure(admin: str, base: Path) -> dict[str, object]:
    """The chain's figures, and the largest person by hand."""
    url = make_shop(admin, "bench_people")
    with sa.create_engine(url).begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET closed_on = NULL WHERE closed_on IS NOT NULL")
    home = base / "home"
    write_home(home, basis="legitimate_interests", batch_rows=10_000)
    found: dict[str, Any] = run_apart(CHAIN, url, home)
    hand = by_hand(url, "big100000_3@example.com")
    medians = {
        name: {"rows": each[0]["rows"], "ms": statistics.median(run["ms"] for run in each)}
        for name, each in found.items()
        if isinstance(each, list)
    }
    return {
        "customers": CUSTOMERS,
        "server": settings_of(admin),
        **medians,
        "hundred_thousand_rows_by_hand_ms": round(hand * 1000),
        "ratio_hundred_thousand": round(medians["hundred_thousand_rows"]["ms"] / hand / 1000, 2),
        "copy": found["copy"],
        "peak_mb": found["peak_mb"],
    }


def by_hand(url: str, email: str) -> float:
    """Time the person's deletes written by hand, in one transaction."""
    with sa.create_engine(url).connect() as connection:
        started = time.perf_counter()
        for statement in BY_HAND:
            who = BIG.format(email=email)
            connection.exec_driver_sql(statement.format(who=who, email=email))
        connection.commit()
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
