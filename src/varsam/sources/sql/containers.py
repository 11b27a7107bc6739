"""Rows inside cells of a database: staged as a temporary table, written back by rewriting the cell.

Everything that selects, counts, locks and changes rows works on the temporary table as on any other. A batch
reads its containers again under a lock, lets its statements change the temporary rows, and then writes each
container once, compare-and-swap, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from varsam.domain.containers import HOLDS_FIXED, ITEM, READY, STATE, Inside
from varsam.domain.predicate import In, NewValue, Predicate, Value, ValueAt, key_sets_of, tables_of
from varsam.domain.snapshot import Table
from varsam.sources.base import Key
from varsam.sources.containers import (
    Container,
    InnerTables,
    Spent,
    down_to,
    opened,
    still_there,
)
from varsam.sources.sql.dialects import Clause, Dialect
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.schema import Detail, Schema
from varsam.sources.sql.stage import ORDINAL, Stage

if TYPE_CHECKING:
    from varsam.sources.sql.compile import Compiler

CONTAINERS_AT_ONCE: Final = 200
ROWS_AT_ONCE: Final = 10_000
# A sample value of a family, so that the temporary column takes whatever may stand in a container.
_WIDE: Final[Mapping[str, Value]] = {
    "text": "x" * 5_000,
    "number": 0.5,
    "other": "x" * 5_000,
    "bytes": b"x" * 16_000,
}
# Families whose constants PostgreSQL wants to be told the type of.
_NAMED: Final = ("date", "datetime", "instant", "bytes")
_KEY: Final[Mapping[str, Value]] = {"text": "x" * 700, "other": "x" * 700}


def needs(table: str, *wanted: ValueAt | Predicate) -> frozenset[str]:
    """Every key set and every table that reading needs on its connection."""
    found = {table}
    for each in wanted:
        if isinstance(each, ValueAt):
            found |= {each.keys} if each.keys else set()
            for edge in each.edges:
                found |= {edge.table} | tables_of(edge.where) | key_sets_of(edge.where)
        else:
            found |= tables_of(each) | key_sets_of(each)
    return frozenset(found)


class SqlInner:
    """The tables of rows inside cells, for all connections of one source."""

    def __init__(self, source: str, dialect: Dialect, inner: InnerTables) -> None:
        """Take what the map says; nothing is read yet."""
        self.source = source
        self.dialect = dialect
        self.inner = inner
        # A connection whose rows are of another version stages them again.
        self.versions: dict[str, object] = {name: object() for name in inner.specs}

    def extended(self, schema: Schema) -> Schema:
        """The schema with the tables of inner rows; its fingerprint is the database's own."""
        tables = self.inner.tables(self.source, schema.tables)
        details: dict[str, dict[str, Detail]] = {}
        for name, table in tables.items():  # from the outside in
            details[name] = self._details(schema, details, self.inner.specs[name], table)
        return replace(
            schema,
            tables={**schema.tables, **tables},
            details={**schema.details, **details},
            temporary=frozenset(tables),
        )

    def _details(
        self, schema: Schema, around: Mapping[str, dict[str, Detail]], inside: Inside, table: Table
    ) -> dict[str, Detail]:
        found: dict[str, Detail] = {}
        decimal = Detail("decimal" if self.dialect.name == "mariadb" else "numeric")
        for column in table.columns:
            found[column.name] = Detail() if column.family != "text" else self.dialect.staged_detail
            if column.family == "number":
                found[column.name] = decimal
            elif self.dialect.name == "postgresql" and column.family in _NAMED:
                found[column.name] = Detail(self.dialect.column_type(column.family, ()))
        for own, here in zip(inside.key, inside.container_columns, strict=True):
            known = {**schema.details, **around}.get(inside.table, {})
            base = known[own].base if own in known else ""
            if found[here] is decimal and base not in ("numeric", "decimal"):
                found[here] = Detail()
        return found

    def stage(self, connection: sa.Connection, stage: Stage, compiler: Compiler, name: str) -> None:
        """Read all containers of a table and put their rows into a temporary one, replacing it."""
        inside = self.inner.specs[name]
        table = compiler.schema.tables.get(name)
        if table is None:
            return
        spent = Spent()
        with guarding(self.source, f"read containers in {inside.table}"):
            self._create(connection, compiler, inside, table)
            for each in self._all(connection, stage, compiler, inside, spent):
                self.load(connection, table, each)
            self.dialect.finish_load(connection, name)

    def missing(self, staged: Mapping[str, object], uses: Iterable[str]) -> Iterator[str]:
        """The tables that a connection must stage, from the outside in, before what it uses is there."""
        anew: set[str] = set()
        for name in self.inner.ordered(uses):
            if staged.get(name) is not self.versions[name] or self.inner.specs[name].table in anew:
                anew.add(name)
                yield name

    def moved(self, staged: dict[str, object], changed: Iterable[str]) -> None:
        """A batch changed rows and staged them anew on its connection; others stage them again when asked.

        So does the batch's own where another kind's rows lie in the same containers.
        """
        around = {name: self.inner.outermost(name) for name in self.inner.specs}
        places = {name: (inside.table, inside.column) for name, inside in around.items()}
        for name in changed:
            alike = [other for other, place in places.items() if place == places[name]]
            for other in alike:
                self.versions[other] = object()
            if alike == [name]:
                staged[name] = self.versions[name]

    def _create(self, connection: sa.Connection, compiler: Compiler, inside: Inside, table: Table) -> None:
        columns: list[tuple[str, str]] = []
        indexed: list[str] = []
        for column in table.columns:
            key = column.name in (*inside.container_columns, ITEM)
            detail = compiler.schema.details[table.name][column.name]
            sample = (_KEY if key else _WIDE).get(column.family)
            if key and detail.base in ("numeric", "decimal"):
                sample = 0.5
            kind = self.dialect.column_type(column.family, () if sample is None else (sample,))
            columns.append((self._quoted(column.name), kind))
            if key and len(indexed) < len(inside.key):
                indexed.append(self.dialect.indexed(self._quoted(column.name), kind))
        for statement in self.dialect.create_temporary(table.name, columns, ", ".join(indexed)):
            connection.exec_driver_sql(statement)

    def _quoted(self, name: str) -> str:
        mark = self.dialect.quotation
        return mark + name.replace(mark, mark * 2) + mark

    def load(self, connection: sa.Connection, table: Table, containers: Iterable[Container]) -> None:
        """Add the rows of containers to their temporary table."""
        families = [column.family for column in table.columns]
        rows = [
            tuple(
                None if value is None else self.dialect.store(family, value)
                for family, value in zip(families, row, strict=True)
            )
            for container in containers
            for row in container.rows()
        ]
        names = [self._quoted(column.name) for column in table.columns]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            self.dialect.load(connection, table.name, names, rows[start : start + ROWS_AT_ONCE])

    # -- containers ----------------------------------------------------------------------------------------

    def _all(
        self, connection: sa.Connection, stage: Stage, compiler: Compiler, inside: Inside, spent: Spent
    ) -> Iterator[list[Container]]:
        frame = compiler.frame(inside.table)
        columns = [compiler.value(ValueAt((), column), frame, grouped=False) for column in inside.key]
        query = sa.select(*(element for element, _ in columns)).select_from(frame.aliased)
        there: Clause = compiler.operand(frame, inside.column).element.is_not(None)
        if inside.deep:  # nothing readable isn't nothing
            there = sa.or_(there, compiler.clause(In(STATE, HOLDS_FIXED), frame))
        query = query.where(compiler.clause(inside.where, frame), there)
        keys: list[Key] = [
            tuple(
                convert(value) if convert is not None and value is not None else value
                for (_, convert), value in zip(columns, row, strict=True)
            )
            for row in connection.execute(query)
        ]
        for start in range(0, len(keys), CONTAINERS_AT_ONCE):
            chunk = keys[start : start + CONTAINERS_AT_ONCE]
            yield list(self.read(connection, stage, compiler, inside, chunk, spent=spent).values())

    def read(
        self,
        connection: sa.Connection,
        stage: Stage,
        compiler: Compiler,
        inside: Inside,
        keys: Sequence[Key],
        *,
        lock: bool = False,
        spent: Spent | None = None,
    ) -> dict[Key, Container]:
        """Read containers by key; with `lock`, nobody changes them until the transaction ends.

        Those in rows of other containers are read from where those rows are staged.
        """
        frame = compiler.frame(inside.table)
        staged = stage.put_keys(connection, compiler.families(inside.table, inside.key), keys)
        members = staged.selectable("k")
        element, convert = compiler.value(ValueAt((), inside.column), frame, grouped=False)
        matched = compiler.key_pairs(frame, inside.key, staged, members)
        around = frame.column(STATE) if inside.deep else sa.literal_column(f"'{READY}'")
        query = sa.select(members.c[ORDINAL], element, around).select_from(members, frame.aliased)
        query = query.where(*matched, compiler.clause(inside.where, frame))
        if lock and self.dialect.locks_rows and not inside.deep:
            query = query.with_for_update(of=frame.aliased if self.dialect.name == "postgresql" else None)
        found: dict[Key, Container] = {}
        for ordinal, value, state in connection.execute(query):
            plain = convert(value) if convert is not None and value is not None else value
            container = opened(inside, keys[ordinal], plain, str(state), spent)
            if container is not None:
                found[keys[ordinal]] = container
        stage.drop(connection, staged)
        return found

    def present(
        self,
        connection: sa.Connection,
        stage: Stage,
        compiler: Compiler,
        table: str,
        keys: Sequence[Key],
        unless: Mapping[str, NewValue] | None,
    ) -> list[Key]:
        """Look rows up in their containers as they are now, not in what was staged."""
        inside, around = self.inner.specs[table], self.inner.outermost(table)
        by_container: dict[Key, list[Key]] = {}
        for key in keys:
            by_container.setdefault(key[: inside.outermost], []).append(key)
        found: list[Key] = []
        all_keys = list(by_container)
        for start in range(0, len(all_keys), CONTAINERS_AT_ONCE):
            chunk = all_keys[start : start + CONTAINERS_AT_ONCE]
            outer = self.read(connection, stage, compiler, around, chunk)
            for key in chunk:
                mine = by_container[key]
                containers = down_to(self.inner, table, outer, {each[: len(inside.key)] for each in mine})
                found += still_there(containers, len(inside.key), mine, unless)
        return found
