"""The search for residue over all cells of a shop of twelve tables on PostgreSQL: one person, and many.

    make bench ARGS=residue                          # 100,000 customers
    VARSAM_BENCH_CUSTOMERS=1000000 make bench ARGS=residue

The shop lies beside the checkout (../shared/bench, or VARSAM_BENCH_FOLDER). What is searched for is
known to be there: each count found is compared with what plain SQL counts. Prints one JSON document;
processor seconds beside the wall's, since they don't depend on who else uses the machine.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

import sqlalchemy as sa

sys.path[:0] = [str(Path(__file__).parent)]
from _shop import CUSTOMERS, PAIRS, make_shop, on_postgres, run_apart, settings_of, write_home  # noqa: E402

PEOPLE = (1, 1_000)
SEARCH = """
import json, os, resource, sys, time
from pathlib import Path
from varsam import settings
settings.configure(Path(sys.argv[1]))
from varsam.engine.estate import opened
from varsam.engine.residue import search
from varsam.engine.residue_people import Sought
from varsam.formats import register_yaml, source_map
home, people = Path(sys.argv[1]), int(sys.argv[2])
register = register_yaml.parse((home / "register.yaml").read_text(), "register.yaml")
mapped = source_map.parse((home / "sources" / "shop.yaml").read_text(), "shop.yaml", register)
sought = []
for person in range(people):
    number = 42 + 7 * person
    sought.append(Sought(person, "email", f"user{number}@example.com"))
    sought.append(Sought(person, "phone", f"+49170{number:07d}"))
    sought.append(Sought(person, "personnummer", f"19{600101 + person:06d}{1000 + person:04d}"))
with opened(register, {"shop": mapped}, home, dict(os.environ)) as systems:
    systems.snapshot("shop")
    started, used = time.perf_counter(), time.process_time()
    found = search(systems, sought)
    took = time.perf_counter() - started
    cpu = time.process_time() - used
counts = {f"{table}.{column}": rows for (_, table, column), rows in found.counts().items()}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": took, "cpu": cpu, "rows": found.cells_rows, "peak_mb": peak, "found": counts}))
"""
EXPECTED = """
SELECT 'customers.email', count(*) FROM customers WHERE email = ANY(:emails)
UNION ALL SELECT 'newsletter_subscriptions.email', count(*) FROM newsletter_subscriptions
  WHERE email = ANY(:emails)
UNION ALL SELECT 'tickets.contact_email', count(*) FROM tickets WHERE contact_email = ANY(:emails)
UNION ALL SELECT 'customers.phone', count(*) FROM customers WHERE phone = ANY(:phones)
"""


def main() -> int:
    """Run the searches and print the figures."""
    return on_postgres(measure)


def measure(admin: str, base: Path) -> dict[str, object]:
    """Make the shop, then search it for one person and for many in turns."""
    url = make_shop(admin, "bench_residue")
    home = base / "home"
    write_home(home)
    runs: dict[int, list[dict[str, float]]] = {people: [] for people in PEOPLE}
    for _ in range(PAIRS):
        for people in PEOPLE:
            before = server_cpu(admin)
            figures_of = searched(home, url, people)
            runs[people].append({**figures_of, "server_cpu": server_cpu(admin) - before})
    figures: dict[str, object] = {"customers": CUSTOMERS, "runs": PAIRS, "server": settings_of(admin)}
    for people, each in runs.items():
        middle = {name: statistics.median(run[name] for run in each) for name in each[0]}
        figures[f"people_{people}"] = {
            "seconds": round(middle["seconds"], 2),
            "our_cpu_seconds": round(middle["cpu"], 2),
            "server_cpu_seconds": round(middle["server_cpu"], 2),
            "rows": int(middle["rows"]),
            "rows_per_second": round(middle["rows"] / middle["seconds"]),
            "peak_mb": round(middle["peak_mb"]),
        }
    return figures


def server_cpu(admin: str) -> float:
    """Processor seconds of the server and all its processes, also those that ended."""
    with sa.create_engine(admin, poolclass=sa.NullPool).connect() as connection:
        folder = Path(str(connection.scalar(sa.text("SHOW data_directory"))))
    head = int((folder / "postmaster.pid").read_text().splitlines()[0])
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.parent.name) == head:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == head:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def searched(home: Path, url: str, people: int) -> dict[str, float]:
    """Search in a process of its own, and see that exactly what is there was found."""
    figures = run_apart(SEARCH, url, home, people)
    if figures.pop("found") != by_sql(url, people):
        raise SystemExit(f"the search for {people} didn't find what is there")
    return {name: float(str(value)) for name, value in figures.items()}


def by_sql(url: str, people: int) -> dict[str, int]:
    """What a look at the right columns finds."""
    numbers = [42 + 7 * person for person in range(people)]
    given = {
        "emails": [f"user{number}@example.com" for number in numbers],
        "phones": [f"+49170{number:07d}" for number in numbers],
    }
    with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
        return {place: rows for place, rows in connection.execute(sa.text(EXPECTED), given) if rows}


if __name__ == "__main__":
    sys.exit(main())
