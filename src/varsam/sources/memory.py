"""Tables in memory: for tests, examples and trying a map. Transactional, honours declared keys."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from varsam.domain.errors import RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.evaluation import Row, values_for
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Value
from varsam.domain.snapshot import Capabilities, Table, TableColumn
from varsam.sources.base import BatchStep
from varsam.sources.containers import InnerTables
from varsam.sources.rows import Place, RowSource
from varsam.sources.typed import FAMILIES, Family, family_of, parsed

Rows = list[dict[str, Value]]


class MemorySource(RowSource):
    """A source over `{table: [row, …]}`. A batch works on a copy and swaps it in when it is complete.

    `schema` declares keys, uniques and foreign keys, which are then enforced at the end of a batch; a table
    without a declaration gets its columns from its rows, and the key `id` where every row has one.
    The dict given is changed in place, so that a test can look at it.
    """

    dialect = "memory"
    remains = "memory"

    def __init__(
        self,
        name: str,
        tables: dict[str, Rows],
        *,
        schema: Iterable[Table] = (),
        writable: bool = True,
        inner: InnerTables | None = None,
    ) -> None:
        """Take the tables; every row of a table has the same columns."""
        able = Capabilities(delete=writable, overwrite=writable, writable=writable)
        super().__init__(name, able, inner)
        self._data = tables
        declared = {table.name: table for table in schema}
        self._declared = {
            name: declared.get(name) or _inferred(name, tables.get(name, []))
            for name in {**tables, **declared}
        }
        for name in declared:
            tables.setdefault(name, [])

    def _tables(self) -> Mapping[str, Table]:
        return self._declared

    def _rows(self, table: str) -> Sequence[Row]:
        return self._data[table]

    def _change(
        self, chosen: Sequence[tuple[BatchStep, Sequence[Place]]], before_commit: Callable[[], None] | None
    ) -> None:
        copies = {step.table: [dict(row) for row in self._data[step.table]] for step, _ in chosen}
        gone: dict[str, set[Place]] = {table: set() for table in copies}
        for step, places in chosen:
            for place in places:
                copies[step.table][place].update(dict.fromkeys(step.detach))
        for step, places in chosen:
            if step.values is None:
                gone[step.table].update(places)
            else:
                for place in places:
                    row = copies[step.table][place]
                    row.update(values_for(step.values, row))
        after = {
            table: [row for place, row in enumerate(rows) if place not in gone[table]]
            for table, rows in copies.items()
        }
        self._check_constraints(after)
        if before_commit is not None:
            before_commit()
        for table, rows in after.items():
            self._data[table][:] = rows

    def _check_constraints(self, after: Mapping[str, Rows]) -> None:
        whole = {**self._data, **after}
        for name, rows in whole.items():
            table = self._declared[name]
            required = [column.name for column in table.columns if not column.nullable]
            if any(row[column] is None for row in rows for column in required):
                raise self._refused(name, "a column that must be set would be NULL")
            for key in (table.primary_key, *table.unique):
                values = [tuple(row[column] for column in key) for row in rows]
                full = [value for value in values if None not in value]
                if key and len(set(full)) != len(full):
                    raise self._refused(name, "two rows would have the same key")
            for foreign in table.foreign_keys:
                there = {tuple(row[column] for column in foreign.target) for row in whole[foreign.table]}
                for row in rows:
                    value = tuple(row[column] for column in foreign.columns)
                    if None not in value and value not in there:
                        raise self._refused(name, f"a row still refers to a deleted row of {foreign.table}")

    def _refused(self, table: str, what: str) -> SourceRejected:
        return SourceRejected(f"{table}: {what}", where=self.name, hint="map the reference and plan again")


def _inferred(name: str, rows: Rows) -> Table:
    names = dict.fromkeys(column for row in rows for column in row)
    columns = tuple(
        TableColumn(column, family, family=family)
        for column in names
        for family in [family_of(row.get(column) for row in rows)]
    )
    key = ("id",) if rows and all(row.get("id") is not None for row in rows) else ()
    return Table(name, columns, primary_key=key)


_KNOWN: Final = frozenset({"columns", "key", "rows"})


def open_memory(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> MemorySource:
    """Read option `file`: JSON `{table: {"columns": {name: family}, "key": [name], "rows": [{…}]}}`.

    Dates are ISO texts there. Nothing is written back: changes end with the process.
    """
    option = mapped.options.get("file")
    if not option:
        return MemorySource(mapped.source, {}, inner=InnerTables.of(mapped))
    try:
        content = json.loads((home / str(option)).read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceUnavailable(f"the file can't be read: {error.strerror}", where=mapped.source) from None
    except ValueError:
        raise RegisterError("the file of option file isn't JSON", where=mapped.source) from None
    tables: dict[str, Rows] = {}
    schema = []
    for name, table in content.items():
        families = _families(mapped.source, name, table)
        tables[name] = [
            {column: _loaded(row.get(column), family) for column, family in families.items()}
            for row in table.get("rows", [])
        ]
        columns = tuple(TableColumn(column, family, family=family) for column, family in families.items())
        schema.append(Table(name, columns, primary_key=tuple(table.get("key", ()))))
    return MemorySource(mapped.source, tables, schema=schema, inner=InnerTables.of(mapped))


def _families(source: str, name: str, table: Mapping[str, Any]) -> dict[str, Family]:
    families: dict[str, Family] = dict(table.get("columns", {}))
    if set(table) - _KNOWN or not families or set(families.values()) - FAMILIES:
        raise RegisterError(
            f"table {name!r} of the memory file needs columns with a family each, a key and rows",
            where=source,
            hint=f"families: {', '.join(sorted(FAMILIES))}",
        )
    return families


def _loaded(value: Any, family: Family) -> Value:
    if isinstance(value, str) and family not in ("text", "json", "other"):
        return parsed(value, family)
    return value if isinstance(value, int | float | str | dt.date) else None


__all__ = ["MemorySource", "open_memory"]
