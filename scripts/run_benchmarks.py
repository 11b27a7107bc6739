"""Runs the published benchmarks, one after the other: every bench/*.py, or those named on the command line.

Exits with 1 if a benchmark fails, with 2 if there is none by the given name.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench"


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; each is a program of its own, so that one can't warm up the next."""
    present = {path.stem: path for path in sorted(BENCH.glob("*.py")) if not path.stem.startswith("_")}
    unknown = [name for name in names if name not in present]
    if unknown or not present:
        listed = ", ".join(present) or "none"
        print(
            f"no such benchmark: {', '.join(unknown) or 'bench/ is empty'}; there is: {listed}",
            file=sys.stderr,
        )
        return 2
    failed = []
    for name in names or present:
        print(f"== {name}", flush=True)
        started = time.perf_counter()
        ended = subprocess.run([sys.executable, str(present[name])], cwd=BENCH.parent, check=False)  # noqa: S603
        print(f"== {name}: exit {ended.returncode} after {time.perf_counter() - started:.1f} s", flush=True)
        if ended.returncode != 0:
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
