"""Key sets as temporary tables: of one connection, gone with it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.predicate import Value
from varsam.sources.base import Key, KeySet
from varsam.sources.sql.dialects import Clause, Dialect, Operand
from varsam.sources.sql.schema import Detail

DATE = "varsam_date"
ORDINAL = "varsam_n"
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Staged:
    """A temporary table of keys: columns k0, k1, …, then the members' date or the keys' ordinal.

    `nulls`: positions at which some key is NULL.
    """

    table: str
    families: tuple[str, ...]
    detail: Detail
    nulls: frozenset[int]

    def selectable(self, alias: str) -> sa.TableClause | Any:
        """The table under an alias, for use in a statement."""
        names = [f"k{index}" for index in range(len(self.families))]
        return sa.table(self.table, *(sa.column(name) for name in (*names, DATE, ORDINAL))).alias(alias)

    def written(self, alias: str) -> Any:
        """The table under an alias for a subquery that names it; its columns are written out."""
        return sa.table(self.table).alias(alias)

    def operands(self, aliased: Any) -> list[Operand]:
        """The key columns as sides of comparisons."""
        return [
            Operand(member_column(aliased, f"k{index}"), family, self.detail)
            for index, family in enumerate(self.families)
        ]


@dataclass(slots=True)
class Stage:
    """The key sets of one connection. On MariaDB a set is copied once per collation that it meets."""

    dialect: Dialect
    sets: dict[str, Staged] = field(default_factory=dict)
    _names: itertools.count[int] = field(default_factory=itertools.count)

    def put(self, connection: sa.Connection, keys: KeySet) -> None:
        """Create the temporary table of a key set, replacing one of the same name. Members are streamed."""

        def rows() -> Iterator[tuple[Any, ...]]:
            for key, day in keys.members:
                last = None if day is None else self.dialect.store("date", day)
                yield (*self._stored(keys.families, key), last)

        def of_keys() -> Iterator[Key]:
            return (key for key, _ in keys.members)

        before = self.sets.get(keys.name)
        self.sets[keys.name] = self._create(connection, keys.families, of_keys, rows(), DATE, before)

    def put_keys(self, connection: sa.Connection, families: Sequence[str], keys: Sequence[Key]) -> Staged:
        """Create a temporary table of keys with their ordinal, for one statement or batch."""
        rows = ((*self._stored(families, key), ordinal) for ordinal, key in enumerate(keys))
        return self._create(connection, tuple(families), lambda: iter(keys), rows, ORDINAL, None)

    def drop(self, connection: sa.Connection, staged: Staged) -> None:
        """Remove a temporary table before the session ends."""
        connection.exec_driver_sql(self.dialect.create_temporary(staged.table, (), "")[0])

    def _stored(self, families: Sequence[str], key: Key) -> tuple[Any, ...]:
        if len(key) != len(families):
            raise SourceRejected(
                f"a key has {len(key)} parts, its set has {len(families)} columns",
                hint="give one family per key column",
            )
        return tuple(self.dialect.store(family, value) for family, value in zip(families, key, strict=True))

    def _create(
        self,
        connection: sa.Connection,
        families: tuple[str, ...],
        keys: Callable[[], Iterator[Key]],
        rows: Iterator[tuple[Any, ...]],
        extra: str,
        before: Staged | None,
    ) -> Staged:
        name = before.table if before else f"varsam_keys_{next(self._names)}"
        widest, nulls = _widest(keys(), len(families))
        kinds = [
            self.dialect.column_type(family, values) for family, values in zip(families, widest, strict=True)
        ]
        columns = [(f"k{index}", kind) for index, kind in enumerate(kinds)]
        index = ", ".join(self.dialect.indexed(column, kind) for column, kind in columns)
        last = (extra, self.dialect.column_type("date" if extra == DATE else "number", ()))
        for statement in self.dialect.create_temporary(name, [*columns, last], index):
            connection.exec_driver_sql(statement)
        names = [column for column, _ in [*columns, last]]
        loaded = False
        while chunk := list(itertools.islice(rows, ROWS_AT_ONCE)):
            self.dialect.load(connection, name, names, chunk)
            loaded = True
        if loaded:
            self.dialect.finish_load(connection, name)
        return Staged(name, families, self.dialect.staged_detail, nulls)


def _widest(keys: Iterator[Key], width: int) -> tuple[list[tuple[Value, ...]], frozenset[int]]:
    """For each part of keys the values that decide its column's type, and the parts that are NULL somewhere.

    The longest text, the largest and the smallest whole number, and one of each other sort.
    """
    found: list[dict[object, Value]] = [{} for _ in range(width)]
    nulls: set[int] = set()
    for key in keys:
        for index, value in enumerate(key[:width]):
            if value is None:
                nulls.add(index)
                found[index].setdefault(None, None)
                continue
            seen, sort = found[index], type(value)
            if sort is str or sort is bytes:
                if sort not in seen or len(value) > len(seen[sort]):  # type: ignore[arg-type]
                    seen[sort] = value
            elif sort is int:
                if "least" not in seen or value < seen["least"]:  # type: ignore[operator]
                    seen["least"] = value
                if "most" not in seen or value > seen["most"]:  # type: ignore[operator]
                    seen["most"] = value
            else:
                seen[sort] = value
    return [tuple(each.values()) for each in found], frozenset(nulls)


def member_column(aliased: Any, name: str) -> sa.ColumnElement[Any]:
    """A column of staged members, whichever way their table was brought into the statement."""
    found = aliased.c.get(name)
    return sa.literal_column(f"{aliased.name}.{name}") if found is None else found


def dated(
    column: sa.ColumnElement[Any], choice: str | None, limit: Value, bound: Any
) -> sa.ColumnElement[bool]:
    """Narrow members by their date: open, after, kept or by. `bound` is the limit as a parameter."""
    if choice is None:
        return sa.true()
    if choice == "open":
        return column.is_(None)
    if not isinstance(limit, date):
        return column.is_(None) if choice == "kept" else sa.false()
    match choice:
        case "after":
            later: Clause = column > bound
            return later
        case "kept":
            return sa.or_(column.is_(None), column > bound)
        case _:
            until: Clause = column <= bound
            return until
