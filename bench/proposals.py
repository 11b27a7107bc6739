"""How good proposed maps are: columns found, missed and raised falsely, owners right and wrong, seconds.

    python bench/proposals.py tryton=postgresql+psycopg://… wordpress=mysql+pymysql://… mailman=sqlite:///…

Each name is a system of tests/landscape/personal.yaml, loaded by the landscape's restore.sh. The unfamiliar
systems of tests/engine/unfamiliar.py are measured too. Prints a table and, as the last line, JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.engine.measuring import Figures, measured  # noqa: E402
from tests.engine.unfamiliar import SYSTEMS  # noqa: E402
from varsam.domain.ownership import SourceMap  # noqa: E402
from varsam.domain.proposal import Proposal  # noqa: E402
from varsam.engine.proposing import Bounds, propose  # noqa: E402
from varsam.sources.catalogue import open_source  # noqa: E402


def proposed(name: str, url: str) -> tuple[Proposal, float]:
    """Propose a map for a database, and say how long that took."""
    mapped = SourceMap(name, "sql", {"url_env": "URL"})
    start = time.monotonic()
    with open_source(mapped, home=Path(), environment={"URL": url}) as source:
        found = propose(source, None, Bounds(), time.monotonic, lambda _table, _number: None)
    return found, time.monotonic() - start


def row(name: str, proposal: Proposal, figures: Figures, seconds: float) -> dict[str, object]:
    """One line of the table."""
    columns = sum(
        1 for each in proposal.samples.values() for column in each.columns.values() if column.filled
    )
    found, missed, false = len(figures.found), len(figures.missed), len(figures.false)
    return {
        "system": name,
        "tables": len(proposal.samples),
        "with rows": sum(1 for each in proposal.samples.values() if each.rows),
        "columns": columns,
        "found": found,
        "missed": missed,
        "false": false,
        "rest": columns - found - missed - false,
        "recall": round(figures.recall, 3),
        "precision": round(figures.precision, 3),
        "other category": len(figures.other_category),
        "owners": f"{len(figures.right)}/{len(figures.right) + len(figures.wrong)}",
        "seconds": round(seconds, 1),
    }


def main(arguments: list[str]) -> None:
    """Measure each system given, then the unfamiliar ones."""
    truth = yaml.safe_load((ROOT / "tests" / "landscape" / "personal.yaml").read_text(encoding="utf-8"))
    rows = []
    for argument in arguments:
        name, _, url = argument.partition("=")
        proposal, seconds = proposed(name, url)
        known = truth[name]
        figures = measured(proposal, known["columns"], known["either"], known["owners"])
        rows.append(row(name, proposal, figures, seconds))
        said(name, figures)
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, known_here) in SYSTEMS.items():
            url = f"sqlite:///{folder}/{name}.sqlite3"
            with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
                make(connection)
            proposal, seconds = proposed(name, url)
            figures = measured(proposal, known_here.columns, known_here.either, known_here.owners)
            rows.append(row(name, proposal, figures, seconds))
            said(name, figures)
    names = list(rows[0])
    print("| " + " | ".join(names) + " |")
    print("|" + "---|" * len(names))
    for each in rows:
        print("| " + " | ".join(str(each[name]) for name in names) + " |")
    print(json.dumps(rows))


def said(name: str, figures: Figures) -> None:
    """Name what was missed and raised falsely."""
    for what, places in (
        ("missed", figures.missed),
        ("false", figures.false),
        ("category", figures.other_category),
    ):
        for table, column in sorted(places):
            print(f"# {name}: {what} {table}.{column}")
    for table, given in figures.wrong.items():
        print(f"# {name}: owner of {table}: {given}")


if __name__ == "__main__":
    main(sys.argv[1:])
