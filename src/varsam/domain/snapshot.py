"""What was seen in a source: tables, columns, keys, indexes, counts, fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

OnDelete = Literal["no action", "restrict", "cascade", "set null", "set default"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the source declares it. `family`: the kind of value that comparisons need."""

    name: str
    type: str
    nullable: bool = True
    family: Literal["number", "text", "bytes", "date", "datetime", "instant", "bool", "json", "other"] = (
        "other"
    )
    generated: bool = False
    length: int | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A declared reference from `columns` of the table it stands in."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]
    on_delete: OnDelete = "no action"
    deferrable: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that the source runs by itself. `events`: insert, update, delete."""

    name: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table (collection, folder) as seen. `rows` were counted; `estimate` is what the source guesses."""

    name: str
    columns: tuple[TableColumn, ...]
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    triggers: tuple[Trigger, ...] = ()
    transactional: bool = True
    rows: int | None = None
    estimate: int | None = None

    def column(self, name: str) -> TableColumn | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a source can do for us, declared by its connector."""

    delete: bool = True
    overwrite: bool = True
    transactions: bool = True
    stage_keys: bool = True
    writable: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One look at one source. `fingerprint` covers the schema, never counts or contents."""

    source: str
    fingerprint: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    capabilities: Capabilities = field(default_factory=Capabilities)
    physical_remains: str = ""
    dialect: str = ""


def differing(before: Mapping[str, Table], now: Mapping[str, Table]) -> list[str]:
    """The tables that came, went, or look otherwise, by name; how many rows they have doesn't count."""
    names = before.keys() | now.keys()
    return sorted(name for name in names if _shape(before.get(name)) != _shape(now.get(name)))


def _shape(table: Table | None) -> Table | None:
    return None if table is None else replace(table, rows=None, estimate=None)
