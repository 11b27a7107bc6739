"""docs/sources.md is true: its code runs, and it names every connector."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Compare
from varsam.sources.base import BatchStep
from varsam.sources.catalogue import CONNECTORS, open_source
from varsam.sources.memory import MemorySource

PAGE = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The controller's folder that the page speaks of."""
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data/crm.sqlite") as database:
        database.execute("CREATE TABLE person (id integer PRIMARY KEY, born date)")
        database.execute("INSERT INTO person VALUES (1, '1980-05-01'), (2, NULL)")
    database.close()
    (tmp_path / "list.csv").write_text("no;name;until\n7;Ann Exempel;2020-01-01\n8;Bo Exempel;\n")
    (tmp_path / "scans/a").mkdir(parents=True)
    for name in ("17_20200229.pdf", "18_20261122.pdf"):
        (tmp_path / "scans/a" / name).write_text("x")
        (tmp_path / "scans/a" / f"{name}.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_code_of_the_page_runs(number: int, home: Path) -> None:
    names = {
        "home": home,
        "date": date,
        "open_source": open_source,
        "SourceMap": SourceMap,
        "BatchStep": BatchStep,
        "Compare": Compare,
        "MemorySource": MemorySource,
    }
    exec(compile(BLOCKS[number], f"docs/sources.md, block {number + 1}", "exec"), names)


def test_every_connector_has_its_section_with_code() -> None:
    assert len(BLOCKS) >= len(CONNECTORS)
    assert set(re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)) >= set(CONNECTORS)
