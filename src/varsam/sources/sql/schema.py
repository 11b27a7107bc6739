"""A database's schema as its own catalogue tells it, and the fingerprint over it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, TypeAlias

from varsam.domain.errors import SourceRejected
from varsam.domain.snapshot import ForeignKey, OnDelete, Table, TableColumn, Trigger

Family: TypeAlias = Literal["number", "text", "bytes", "date", "datetime", "instant", "bool", "json", "other"]


@dataclass(frozen=True, slots=True)
class Detail:
    """What comparing a column needs beyond the snapshot.

    `base`: the type without length. `charset` and `collation` are empty where the dialect's default holds.
    `exact`: the database's own `=` tells texts apart by code point.
    """

    base: str = ""
    charset: str = ""
    collation: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables and views of a database schema. `temporary`: those that lie on our connections only."""

    tables: Mapping[str, Table]
    details: Mapping[str, Mapping[str, Detail]]
    fingerprint: str
    temporary: frozenset[str] = frozenset()

    def table(self, source: str, name: str) -> Table:
        """Find a table; SourceRejected names it when it isn't there."""
        found = self.tables.get(name)
        if found is None:
            raise SourceRejected(
                f"there is no table {name!r}", where=source, hint="inspect the source and mend its map"
            )
        return found

    def column(self, source: str, table: str, name: str) -> tuple[TableColumn, Detail]:
        """Find a column with its detail; SourceRejected names it when it isn't there."""
        found = self.table(source, table).column(name)
        if found is None:
            raise SourceRejected(
                f"table {table!r} has no column {name!r}",
                where=source,
                hint="inspect the source, mend its map",
            )
        return found, self.details[table][name]


@dataclass(slots=True)
class Draft:
    """A schema being read: each catalogue query adds its rows, in any order."""

    columns: dict[str, list[TableColumn]] = field(default_factory=lambda: defaultdict(list))
    details: dict[str, dict[str, Detail]] = field(default_factory=lambda: defaultdict(dict))
    primary: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unique: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    indexes: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    foreign: dict[str, list[ForeignKey]] = field(default_factory=lambda: defaultdict(list))
    triggers: dict[str, list[Trigger]] = field(default_factory=lambda: defaultdict(list))
    bodies: list[tuple[str, str, str]] = field(default_factory=list)
    without_transactions: set[str] = field(default_factory=set)

    def add_column(self, table: str, column: TableColumn, detail: Detail) -> None:
        """Append a column in the table's own order."""
        self.columns[table].append(column)
        self.details[table][column.name] = detail

    def finish(self) -> Schema:
        """Sort what has no order of its own and take the fingerprint."""
        tables = {name: self._table(name) for name in sorted(self.columns)}
        seen = {
            "tables": [_shape(table) for table in tables.values()],
            "details": {
                name: {column: asdict(detail) for column, detail in self.details[name].items()}
                for name in tables
            },
            "bodies": sorted(self.bodies),
        }
        text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return Schema(tables, dict(self.details), hashlib.sha256(text.encode()).hexdigest())

    def _table(self, name: str) -> Table:
        return Table(
            name=name,
            columns=tuple(self.columns[name]),
            primary_key=self.primary.get(name, ()),
            unique=tuple(sorted(self.unique[name])),
            foreign_keys=tuple(
                sorted(self.foreign[name], key=lambda key: (key.columns, key.table, key.target))
            ),
            indexes=tuple(sorted(self.indexes[name])),
            triggers=tuple(sorted(self.triggers[name], key=lambda trigger: trigger.name)),
            transactional=name not in self.without_transactions,
        )


def _shape(table: Table) -> dict[str, Any]:
    """What a fingerprint covers of a table: never how large it is guessed to be."""
    return {name: value for name, value in asdict(table).items() if name != "estimate"}


_ON_DELETE: Final[dict[str, OnDelete]] = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
    "NO ACTION": "no action",
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set null",
    "SET DEFAULT": "set default",
}


def on_delete(word: str) -> OnDelete:
    """Read a catalogue's word for what happens to rows that refer to a deleted one."""
    return _ON_DELETE[word]


def grouped(rows: Iterable[Any], width: int) -> dict[tuple[Any, ...], list[Any]]:
    """Collect rows under their first `width` values, keeping the order."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[:width])].append(row)
    return groups
