"""A map beside what its source is today: what nobody named, what was there before, what samples show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from varsam.checks.maps.view import View, holds_nothing, uses
from varsam.domain.ownership import Kind, Method
from varsam.domain.said import Said, say
from varsam.domain.sampled import TableSample
from varsam.domain.snapshot import Table, TableColumn

# What a folder's connector says of each file by itself; it goes with the file.
_OF_FILES = frozenset({"path", "name", "stem", "suffix", "folder1", "folder2", "folder3", "size", "modified"})


@dataclass(frozen=True, slots=True)
class Strangers:
    """Files that no kind of a folder's map takes, alike in depth and ending (`*/*.pdf`): how many, and a look
    into some of them.
    """

    place: str
    files: int
    sample: TableSample


@dataclass(frozen=True, slots=True)
class Stale:
    """One source's map, its live schema, what samples show, and the schema as it was last inspected.

    `before` is empty and `before_on` None where the source was never inspected. `samples` holds counts and
    shapes of the columns that no group names; a table without one wasn't looked into.
    """

    view: View
    samples: Mapping[str, TableSample] = field(default_factory=dict)
    before: Mapping[str, Table] = field(default_factory=dict)
    before_on: date | None = None
    strangers: tuple[Strangers, ...] = ()

    @property
    def source(self) -> str:
        """The source's name."""
        return self.view.map.source

    def at(self, table: str, column: str = "") -> str:
        """Name a place of the source: `shop: orders.note`."""
        return f"{self.source}: {table}.{column}" if column else f"{self.source}: {table}"

    def is_new(self, table: str, column: str = "") -> bool:
        """Whether it came after the source was last inspected."""
        if self.before_on is None:
            return False
        known = self.before.get(table)
        return known is None or (bool(column) and known.column(column) is None)

    def since(self, table: str, column: str = "") -> Said | str:
        """The end of a sentence about what is new; empty for what isn't."""
        if self.before_on is None or not self.is_new(table, column):
            return ""
        return say("; it wasn't there on {day}", day=self.before_on.isoformat())


def unnamed_tables(view: View) -> tuple[Table, ...]:
    """The tables that the map says nothing about."""
    return tuple(
        table
        for name, table in view.snapshot.tables.items()
        if not view.kinds_of(name) and not view.ignores(name)
    )


def ungrouped(view: View) -> dict[str, tuple[TableColumn, ...]]:
    """The columns of mapped tables that are in no group, are no key and no reference, nor said to be nothing.

    Rows that go whole with their parent have none.
    """
    found: dict[str, tuple[TableColumn, ...]] = {}
    for name, table in view.snapshot.tables.items():
        kinds = view.kinds_of(name)
        if not kinds or view.ignores(name) or all(_needs_no_look(kind) for kind in kinds):
            continue
        said = _grouped(view, kinds, table)
        left = tuple(
            column
            for column in table.columns
            if column.name not in said and not column.generated and not view.ignores(name, column.name)
        )
        if left:
            found[name] = left
    return found


def named(view: View) -> frozenset[tuple[str, str]]:
    """Every table and column that the map's words use, for whatever it is."""
    return frozenset(use for kind in view.map.kinds for use in uses(kind))


def of_people(view: View, table: str) -> bool:
    """Whether the map says that rows of a table belong to people."""
    return any(
        kind.person or kind.owner is not None or kind.part_of is not None
        or any(group.owner is not None for group in kind.groups)
        for kind in view.kinds_of(table)
    )  # fmt: skip


def _needs_no_look(kind: Kind) -> bool:
    """Rows inside containers, whose fields the map itself lists, and rows that go whole with their parent."""
    whole = kind.part_of is not None and not kind.groups and kind.disposal.method is Method.DELETE
    return kind.inside is not None or whole


def _grouped(view: View, kinds: Iterable[Kind], table: Table) -> set[str]:
    said = {column for key in table.foreign_keys for column in key.columns}
    for kind in kinds:
        said |= {*kind.key, *(column for group in kind.groups for column in group.columns)}
        said |= {column for ref in kind.references for column in ref.columns}
        if holds_nothing(kind):
            # It is known to name people, and only looked up.
            said |= {each.column for each in kind.identifiers if not each.edges}
    said |= {
        kind.inside.column
        for kind in view.map.kinds
        if kind.inside is not None and kind.inside.table == table.name
    }
    return said | (_OF_FILES if view.snapshot.dialect == "files" else set())
