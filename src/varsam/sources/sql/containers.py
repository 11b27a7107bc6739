"""Rows inside cells of a database: staged as a temporary table, written back by rewriting the cell.

Everything that selects, counts, locks and changes rows works on the temporary table as on any other. A batch
reads its containers again under a lock, lets its statements change the temporary rows, and then writes each
container once, compare-and-swap, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from varsam.domain.containers import ITEM, Inside
from varsam.domain.errors import SourceUnavailable
from varsam.domain.predicate import NewValue, Predicate, Value, ValueAt, key_sets_of, tables_of
from varsam.domain.snapshot import Table
from varsam.sources.base import BatchStep, Key
from varsam.sources.containers import (
    Container,
    InnerTables,
    again,
    differing,
    opened,
    rewritten,
    still_there,
)
from varsam.sources.sql.dialects import Dialect
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.schema import Detail, Schema
from varsam.sources.sql.stage import ORDINAL, Stage

if TYPE_CHECKING:
    from varsam.sources.sql.compile import Compiler

CONTAINERS_AT_ONCE: Final = 200
ROWS_AT_ONCE: Final = 10_000
# A sample value of a family, so that the temporary column takes whatever may stand in a container.
_WIDE: Final[Mapping[str, Value]] = {"text": "x" * 5_000, "number": 0.5, "other": "x" * 5_000}
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
        details = {
            name: self._details(schema, self.inner.specs[name], table) for name, table in tables.items()
        }
        return replace(
            schema,
            tables={**schema.tables, **tables},
            details={**schema.details, **details},
            temporary=frozenset(tables),
        )

    def _details(self, schema: Schema, inside: Inside, table: Table) -> dict[str, Detail]:
        found: dict[str, Detail] = {}
        decimal = Detail("decimal" if self.dialect.name == "mariadb" else "numeric")
        for column in table.columns:
            found[column.name] = Detail() if column.family != "text" else self.dialect.staged_detail
            if column.family == "number":
                found[column.name] = decimal
        for own, here in zip(inside.key, inside.container_columns, strict=True):
            base = schema.details[inside.table][own].base if own in schema.details[inside.table] else ""
            if found[here] is decimal and base not in ("numeric", "decimal"):
                found[here] = Detail()
        return found

    def stage(self, connection: sa.Connection, stage: Stage, compiler: Compiler, name: str) -> None:
        """Read all containers of a table and put their rows into a temporary one, replacing it."""
        inside = self.inner.specs[name]
        table = compiler.schema.tables.get(name)
        if table is None:
            return
        with guarding(self.source, f"read containers in {inside.table}"):
            self._create(connection, compiler, inside, table)
            for each in self._all(connection, stage, compiler, inside):
                self._load(connection, table, each)
            self.dialect.finish_load(connection, name)

    def moved(self, staged: dict[str, object], changed: Iterable[str]) -> None:
        """A batch changed rows and staged them anew on its connection; others stage them again when asked.

        So does the batch's own where another kind's rows lie in the same containers.
        """
        places = {name: (inside.table, inside.column) for name, inside in self.inner.specs.items()}
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

    def _load(self, connection: sa.Connection, table: Table, containers: Iterable[Container]) -> None:
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
        self, connection: sa.Connection, stage: Stage, compiler: Compiler, inside: Inside
    ) -> Iterator[list[Container]]:
        frame = compiler.frame(inside.table)
        columns = [compiler.value(ValueAt((), column), frame, grouped=False) for column in inside.key]
        query = sa.select(*(element for element, _ in columns)).select_from(frame.aliased)
        query = query.where(
            compiler.clause(inside.where, frame),
            compiler.operand(frame, inside.column).element.is_not(None),
        )
        keys: list[Key] = [
            tuple(
                convert(value) if convert is not None and value is not None else value
                for (_, convert), value in zip(columns, row, strict=True)
            )
            for row in connection.execute(query)
        ]
        for start in range(0, len(keys), CONTAINERS_AT_ONCE):
            chunk = keys[start : start + CONTAINERS_AT_ONCE]
            yield list(self.read(connection, stage, compiler, inside, chunk).values())

    def read(
        self,
        connection: sa.Connection,
        stage: Stage,
        compiler: Compiler,
        inside: Inside,
        keys: Sequence[Key],
        *,
        lock: bool = False,
    ) -> dict[Key, Container]:
        """Read containers by key; with `lock`, nobody changes them until the transaction ends."""
        frame = compiler.frame(inside.table)
        staged = stage.put_keys(connection, compiler.families(inside.table, inside.key), keys)
        members = staged.selectable("k")
        element, convert = compiler.value(ValueAt((), inside.column), frame, grouped=False)
        matched = compiler.key_pairs(frame, inside.key, staged, members)
        query = sa.select(members.c[ORDINAL], element).select_from(members, frame.aliased).where(*matched)
        query = query.where(compiler.clause(inside.where, frame))
        if lock and self.dialect.locks_rows:
            query = query.with_for_update(of=frame.aliased if self.dialect.name == "postgresql" else None)
        found: dict[Key, Container] = {}
        for ordinal, value in connection.execute(query):
            plain = convert(value) if convert is not None and value is not None else value
            container = opened(inside, keys[ordinal], plain)
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
        inside = self.inner.specs[table]
        width = len(inside.key)
        by_container: dict[Key, list[Key]] = {}
        for key in keys:
            by_container.setdefault(key[:width], []).append(key)
        found: list[Key] = []
        all_keys = list(by_container)
        for start in range(0, len(all_keys), CONTAINERS_AT_ONCE):
            chunk = all_keys[start : start + CONTAINERS_AT_ONCE]
            containers = self.read(connection, stage, compiler, inside, chunk)
            for key in chunk:
                found += still_there(containers, width, by_container[key], unless)
        return found


@dataclass(slots=True)
class InnerBatch:
    """The share of one batch that lies inside cells; used between the batch's own statements."""

    tables: SqlInner
    connection: sa.Connection
    stage: Stage
    compiler: Compiler
    steps: Sequence[BatchStep]
    uses: frozenset[str] = frozenset()
    changed: set[str] = field(default_factory=set)
    _read: dict[str, dict[Key, Container]] = field(default_factory=dict)

    def refresh(self) -> None:
        """Lock and read the batch's containers again, and stage their rows anew."""
        specs = self.tables.inner.specs
        wanted = {name: dict.fromkeys(keys) for name, keys in self.tables.inner.touched(self.steps).items()}
        for step in self.steps:
            for name in self.uses & specs.keys():
                if specs[name].table == step.table and specs[name].key == step.key:
                    wanted.setdefault(name, {}).update(dict.fromkeys(step.keys))
        for name, keys in wanted.items():
            with guarding(self.tables.source, f"lock containers in {specs[name].table}"):
                self._read[name] = self.tables.read(
                    self.connection, self.stage, self.compiler, specs[name], list(keys), lock=True
                )
                self._restage(name, list(keys), self._read[name].values())

    def _restage(self, name: str, keys: Sequence[Key], containers: Iterable[Container]) -> None:
        inside, table = self.tables.inner.specs[name], self.compiler.schema.tables[name]
        columns = inside.container_columns
        staged = self.stage.put_keys(self.connection, self.compiler.families(name, columns), keys)
        frame = self.compiler.frame(name, alias=False)
        mine = self.compiler.has_key(frame, columns, staged, staged.selectable("k"))
        self.connection.execute(sa.delete(frame.aliased).where(mine))
        self.stage.drop(self.connection, staged)
        self.tables._load(self.connection, table, containers)

    def write_back(self) -> None:
        """Write every container whose rows the batch's statements changed, each once."""
        latest: dict[tuple[str, Key, str], Value] = {}  # rows of several kinds may lie in one container
        for name, keys in self.tables.inner.touched(self.steps).items():
            steps = [step for step in self.steps if step.table == name]
            columns = tuple(dict.fromkeys(column for step in steps for column in step.values or {}))
            left = self._left(name, keys, columns)
            asked = {key for step in steps for key in step.keys}
            written: dict[Key, Container] = {}
            for key, container in self._read.get(name, {}).items():
                before, after = container.items(), left.get(key, {})
                gone = {item for item in before if item not in after and (*key, item) in asked}
                changed = {
                    item: values
                    for item, found in after.items()
                    if columns and (*key, item) in asked and (values := differing(before[item], found))
                }
                if gone or changed:
                    place = (container.inside.table, key, container.inside.column)
                    here = again(container, latest[place]) if place in latest else container
                    latest[place] = rewritten(self.tables.source, here, gone, changed)
                    self._swap(here, latest[place])
                    written[key] = again(container, latest[place])
                    self.changed.add(name)
            if name in self.changed:
                self._restage(name, keys, {**self._read[name], **written}.values())

    def _left(
        self, name: str, keys: Sequence[Key], columns: tuple[str, ...]
    ) -> dict[Key, dict[str, dict[str, Value]]]:
        """What the batch's statements left of the containers' staged rows, with the columns it writes."""
        inside = self.tables.inner.specs[name]
        staged = self.stage.put_keys(
            self.connection, self.compiler.families(name, inside.container_columns), keys
        )
        members, frame = staged.selectable("k"), self.compiler.frame(name)
        matched = self.compiler.key_pairs(frame, inside.container_columns, staged, members)
        read = [self.compiler.value(ValueAt((), column), frame, grouped=False) for column in (ITEM, *columns)]
        query: sa.Select[Any] = sa.select(members.c[ORDINAL], *(element for element, _ in read))
        found: dict[Key, dict[str, dict[str, Value]]] = {}
        for ordinal, *values in self.connection.execute(
            query.select_from(members, frame.aliased).where(*matched)
        ):
            plain = [
                convert(value) if convert is not None and value is not None else value
                for (_, convert), value in zip(read, values, strict=True)
            ]
            row = dict(zip(columns, plain[1:], strict=True))
            found.setdefault(keys[ordinal], {})[str(plain[0])] = row
        self.stage.drop(self.connection, staged)
        return found

    def _swap(self, container: Container, value: Value) -> None:
        inside, dialect = container.inside, self.tables.dialect
        with guarding(self.tables.source, f"rewrite a container in {inside.table}"):
            frame = self.compiler.frame(inside.table, alias=False)
            own = [
                dialect.equals(self.compiler.operand(frame, column), part)
                for column, part in zip(inside.key, container.key, strict=True)
            ]
            old = dialect.equals(self.compiler.operand(frame, inside.column), container.value)
            assigned = dialect.assign(*self.compiler.declared(frame, inside.column), value)
            update = sa.update(frame.aliased).where(*own, old)
            rows = self.connection.execute(update.values({frame.aliased.c[inside.column]: assigned})).rowcount
        if rows != 1:
            raise SourceUnavailable(
                f"a container in {inside.table} changed meanwhile; undone",
                where=self.tables.source,
                hint="try again",
            )
