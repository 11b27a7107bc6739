"""Reads stories: Markdown with tables of data, days, what happens, and what must then be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Table = list[dict[str, str]]
_DAY = re.compile(r"On (\d{4}-\d\d-\d\d)(?:,.*)?:$")
_LABEL = re.compile(r"\*\*(.+?)\*\*(?:: none)?$")


@dataclass
class Scene:
    """One day: what happens, and the tables that must be there at its end."""

    day: date
    happens: list[str] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)


@dataclass
class Story:
    """One case: what is given, then scene after scene. Prose between them is for people."""

    name: str
    file: str
    given: dict[str, Table] = field(default_factory=dict)
    scenes: list[Scene] = field(default_factory=list)


def read(path: Path) -> Iterator[Story]:
    """Give the stories of a file: one per heading of the second level."""
    story: Story | None = None
    label = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("## "):
            if story is not None:
                yield story
            story, label = Story(line[3:], path.name), ""
        if story is None:
            continue
        tables = story.scenes[-1].tables if story.scenes else story.given
        if found := _DAY.match(line):
            story.scenes.append(Scene(date.fromisoformat(found[1])))
            label = ""
        elif line.startswith("- ") and story.scenes:
            story.scenes[-1].happens.append(line[2:])
        elif found := _LABEL.match(line):
            label = found[1]
            tables[label] = []
        elif line.startswith("|"):
            _row(line, label, tables, path)
    if story is not None:
        yield story


def _row(line: str, label: str, tables: dict[str, Table], path: Path) -> None:
    if not label:
        raise AssertionError(f"{path.name}: a table without a **label** above it: {line}")
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if set(line) <= set("|-: "):
        return
    table = tables[label]
    if not table:
        table.append({cell: cell for cell in cells})
    else:
        table.append(dict(zip(table[0], cells, strict=True)))


def rows(table: Table) -> Table:
    """The rows of a table without its head."""
    return table[1:]
