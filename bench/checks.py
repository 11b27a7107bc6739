"""How long a register of 2,000 activities is checked, whole and again after one edit; prints JSON.

    .venv/bin/python bench/checks.py [ACTIVITIES]

The rows are those of the example's policy again and again, under names of their own, with all of its text.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from varsam.checks.catalogue import check_register
from varsam.checks.law import check_law
from varsam.domain.register import Register
from varsam.formats import register_yaml
from varsam.formats.policy import import_policy
from varsam.services import laws
from varsam.services.home import Home
from varsam.services.watching import Watch

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "tests" / "formats" / "policies" / "softmore-integritetspolicy.md"
RUNS = 5


def grown(register: Register, count: int) -> Register:
    """The register with as many activities, each with purposes of its own."""
    activities = []
    for number in range(count):
        activity = register.activities[number % len(register.activities)]
        purposes = tuple(replace(each, id=f"{each.id}-{number}") for each in activity.purposes)
        activities.append(replace(activity, id=f"{activity.id}-{number}", purposes=purposes))
    return replace(register, activities=tuple(activities))


def edited(register: Register) -> dict[str, float]:
    """Seconds of the first look at the files, and of one after an edit, as `check --watch` does it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # What refers to activities by their old names is left out.
        text = register_yaml.write(replace(register, proposals=(), collection_points=()))
        (folder / "register.yaml").write_text(text, encoding="utf-8")
        watch = Watch(lambda: Home(folder, on=date(2026, 11, 22)))
        start = perf_counter()
        watch.look()
        first = perf_counter() - start
        seconds = []
        for run in range(RUNS):
            # One activity in the middle gets another title, and a line more: everything below it moves.
            titles = [found.start() for found in re.finditer("\n    title:", text)]
            middle = titles[len(titles) // 2] + 1
            after = text.index("\n", middle) + 1
            changed = f"{text[:middle]}    # {run}\n    title: Edit {run}\n{text[after:]}"
            (folder / "register.yaml").write_text(changed, encoding="utf-8")
            start = perf_counter()
            watch.look()
            seconds.append(perf_counter() - start)
    return {"watch_first": round(first, 3), "watch_edit": round(statistics.median(seconds), 3)}


def main() -> None:
    """Check it some times over and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    register = grown(import_policy(POLICY.read_text(encoding="utf-8")).register, count)
    law = laws.law(date(2026, 11, 22))
    seconds, found = [], 0
    for _ in range(RUNS):
        start = perf_counter()
        found = len(check_register(register)) + len(check_law(register, law))
        seconds.append(perf_counter() - start)
    again = edited(register)
    figures = {"activities": count, "findings": found, "seconds": round(statistics.median(seconds), 3)}
    figures |= {"slowest": round(max(seconds), 3), "limit": 3}
    print(json.dumps(figures | again))


if __name__ == "__main__":
    main()
