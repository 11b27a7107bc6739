"""The ledger: entries a second, in groups of 100 and one at a time, each group on the disk before the next.

    make bench ARGS=ledger
    VARSAM_BENCH_ENTRIES=1000000 make bench ARGS=ledger

Own state on SQLite, and on a PostgreSQL whose fsync is switched on. Prints medians of three rounds, and how
many fsyncs a second the disk itself does, which bounds entries one at a time.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _shop import ROOT, at, run_sql, servers

ENTRIES = int(os.environ.get("VARSAM_BENCH_ENTRIES", "100000"))
ALONE = 2_000
ROUNDS = 3
CHAIN = """
import json, os, sys, time
from datetime import UTC, datetime
from pathlib import Path
from varsam import settings
settings.configure(Path(sys.argv[1]), database_url=os.environ.get("VARSAM_DATABASE_URL"))
from varsam.store import database, keys, ledger
database.migrate()
at = datetime(2026, 11, 22, 12, tzinfo=UTC)
keys.establish(at)
entry = {"type": "plan.drafted", "plan": "P-2026-11-22-abcdef", "fingerprint": "0" * 64}
entry |= {"on": "2026-11-22", "rows": 7}
entries, alone, rounds = map(int, sys.argv[2:])
def rate(number, group):
    started = time.perf_counter()
    for _ in range(number // group):
        ledger.append([entry] * group, at)
    return number / (time.perf_counter() - started)
rate(1_000, 100)
out = {"groups_of_100": [rate(entries, 100) for _ in range(rounds)]}
out["alone"] = [rate(alone, 1) for _ in range(rounds)]
print(json.dumps({**out, "entries": ledger.size()}))
"""


def main() -> int:
    """Measure both kinds of own state, and the disk."""
    with tempfile.TemporaryDirectory(prefix="varsam-bench-") as scratch:
        base = Path(scratch)
        base.chmod(0o755)
        (base / "servers").mkdir()
        found: dict[str, object] = {"fsyncs_a_second": round(fsyncs(base))}
        found["sqlite"] = ledger(base / "sqlite", None)
        admin = servers.obtain("postgres", base / "servers", os.getpid())
        try:
            for setting in ("fsync", "synchronous_commit"):
                run_sql(admin, f"ALTER SYSTEM SET {setting} = on")
            run_sql(admin, "SELECT pg_reload_conf()")
            run_sql(admin, "CREATE DATABASE bench_ledger")
            found["postgresql"] = ledger(base / "postgresql", at(admin, "bench_ledger"))
        finally:
            servers.release(base / "servers")
    print(json.dumps(found, indent=1))
    return 0


def ledger(home: Path, url: str | None) -> dict[str, object]:
    """Entries a second with own state in this home, or at an address."""
    home.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    if url is not None:
        environment["VARSAM_DATABASE_URL"] = url
    sizes = map(str, (ENTRIES, ALONE, ROUNDS))
    ended = subprocess.run(
        [sys.executable, "-c", CHAIN, str(home), *sizes],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    said = json.loads(ended.stdout)
    rates = {name: round(statistics.median(said[name])) for name in ("groups_of_100", "alone")}
    return {"entries": said["entries"], **{f"{name}_a_second": rate for name, rate in rates.items()}}


def fsyncs(folder: Path) -> float:
    """How many writes of a page the disk takes a second, each on the disk before the next."""
    with (folder / "page").open("wb") as page:
        started = time.perf_counter()
        for _ in range(500):
            page.write(b"0" * 4096)
            page.flush()
            os.fsync(page.fileno())
        return 500 / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
