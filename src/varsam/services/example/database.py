"""A database of the example: rows gathered in memory, written at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from varsam.services.example.expected import Expected

Cell: TypeAlias = str | int | float | bytes | date | None


class Database:
    """Rows of one SQLite database; each row says what must become of it."""

    def __init__(self, source: str, expected: Expected) -> None:
        """Begin without rows; `source` names the database, its schema and its map."""
        self.source = source
        self._expected = expected
        self._tables: dict[str, list[dict[str, Cell]]] = {}

    def add(
        self, table: str, steps: Sequence[str] | None = (), *, erased: Sequence[str] = (), **cells: Cell
    ) -> int:
        """Add a row, give its key; `steps` and `erased` as in `Expected.row`, None for what is no kind.

        Kinds are named as their tables.
        """
        rows = self._tables.setdefault(table, [])
        rows.append(cells)
        if steps is not None:
            self._expected.row(self.source, table, *steps, erased=tuple(erased))
        return len(rows)

    def write(self, path: Path, keys: dict[str, str] | None = None) -> None:
        """Write the database; `keys` names the key of tables that don't call it `id` (empty: no number)."""
        schema = files(__package__).joinpath("schema", f"{self.source}.sql").read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.executescript(schema)
            for table, rows in self._tables.items():
                key = (keys or {}).get(table, "id")
                names = ([key] if key else []) + list(rows[0])
                marks = ", ".join("?" * len(names))
                statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  (our own names)
                connection.executemany(
                    statement,
                    [
                        ([number] if key else []) + [_stored(cell) for cell in row.values()]
                        for number, row in enumerate(rows, 1)
                    ],
                )


def _stored(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell
