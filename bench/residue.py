"""The search for residue over all cells of a shop of twelve tables on PostgreSQL: one person, and many.

    make bench ARGS=residue                          # 100,000 customers
    VARSAM_BENCH_CUSTOMERS=1000000 make bench ARGS=residue

The shop lies beside the checkout (../shared/bench, or VARSAM_BENCH_FOLDER). What is searched for is
known to be there: each count found is compared with what plain SQL counts. Prints one JSON document;
processor seconds beside the wall's, since they don't depend on who else uses the machine.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])]
from bench.retention_run import CUSTOMERS, FOLDER, MAP, PARTS, REGISTER, ROOT, psql, run_sql, settings_of  # noqa: E402
from tests import servers  # noqa: E402

PAIRS = int(os.environ.get("VARSAM_BENCH_PAIRS", "3"))
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
    """Make the shop, then search it for one person and for many in turns."""
    run_sql(admin, "CREATE DATABASE bench_residue")
    psql(admin, "bench_residue", FOLDER / "shop.sql", n=CUSTOMERS, k1=6, k2=3)
    home = base / "home"
    (home / "sources").mkdir(parents=True)
    (home / "register.yaml").write_text(REGISTER, "utf-8")
    parts = "".join(
        f"  {kind}:\n    table: {table}\n    refs: {{{parent}: {column}}}\n    part_of: {parent}\n"
        for kind, (table, parent, column) in PARTS.items()
    )
    (home / "sources" / "shop.yaml").write_text(MAP + parts, "utf-8")
    url = sa.make_url(admin).set(database="bench_residue").render_as_string(hide_password=False)
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
    environment = {**os.environ, "BENCH_URL": url, "PYTHONPATH": str(ROOT / "src")}
    ended = subprocess.run(
        [sys.executable, "-c", SEARCH, str(home), str(people)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    figures = dict(json.loads(ended.stdout))
    there = by_sql(url, people)
    if figures.pop("found") != there:
        raise SystemExit(f"the search for {people} didn't find what is there")
    return figures


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
