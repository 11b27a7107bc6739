"""A batch's share of rows inside cells: read again under a lock, changed as rows, written back as cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from varsam.domain.containers import ITEM
from varsam.domain.errors import SourceUnavailable
from varsam.domain.predicate import Value, ValueAt
from varsam.sources.base import BatchStep, Key
from varsam.sources.containers import Container, Spent, again, differing, rewritten
from varsam.sources.sql.containers import SqlInner
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.stage import ORDINAL, Stage

if TYPE_CHECKING:
    from varsam.sources.sql.compile import Compiler, Frame


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
        """Lock and read the batch's containers again, and stage their rows anew, from the outside in."""
        inner, specs = self.tables.inner, self.tables.inner.specs
        self._read.clear()
        self.changed.clear()
        wanted: dict[str, dict[Key, None]] = {}
        for name, keys in inner.touched(self.steps).items():
            wanted.setdefault(name, {}).update(dict.fromkeys(keys))
        used = set(inner.ordered(self.uses))
        for step in self.steps:
            for name in used:
                if specs[name].table == step.table and specs[name].key == step.key:
                    wanted.setdefault(name, {}).update(dict.fromkeys(step.keys))
        for name in reversed(inner.ordered(wanted)):  # what holds them is read again first
            inside = specs[name]
            if inside.table in specs:
                width = len(specs[inside.table].key)
                wanted.setdefault(inside.table, {}).update(
                    (key[:width], None) for key in wanted.get(name, {})
                )
        for name in inner.ordered(used | wanted.keys()):
            inside = specs[name]
            if inside.table in self._read:
                wanted.setdefault(name, {}).update(
                    ((*key, item), None)
                    for key, container in self._read[inside.table].items()
                    for item in container.items()
                )
            if wanted.get(name):
                keys = list(wanted[name])
                with guarding(self.tables.source, f"lock containers in {inside.table}"):
                    self._read[name] = self.tables.read(
                        self.connection, self.stage, self.compiler, inside, keys, lock=True, spent=Spent()
                    )
                    self._restage(name, keys, self._read[name].values())

    def _restage(self, name: str, keys: Sequence[Key], containers: Iterable[Container]) -> None:
        inside, table = self.tables.inner.specs[name], self.compiler.schema.tables[name]
        columns = inside.container_columns
        staged = self.stage.put_keys(self.connection, self.compiler.families(name, columns), keys)
        frame = self.compiler.frame(name, alias=False)
        mine = self.compiler.has_key(frame, columns, staged, staged.selectable("k"))
        self.connection.execute(sa.delete(frame.aliased).where(mine))
        self.stage.drop(self.connection, staged)
        self.tables.load(self.connection, table, containers)

    def write_back(self) -> None:
        """Write every container whose rows the batch's statements changed, each once, from the inside out.

        One that lies in a row of another is written into where that row is staged, and so changes it.
        """
        inner = self.tables.inner
        latest: dict[tuple[str, Key, str], Value] = {}  # rows of several kinds may lie in one container
        held: dict[str, dict[Key, set[str]]] = {}  # rows in which something was written, and where
        for name in reversed(inner.ordered(inner.touched(self.steps))):
            steps = [step for step in self.steps if step.table == name]
            inside = inner.specs[name]
            mine = held.get(name, {})
            asked = {key for step in steps for key in step.keys} | mine.keys()
            keys = list(dict.fromkeys(key[: len(inside.key)] for key in asked))
            columns = [column for step in steps for column in step.values or {}]
            columns += sorted(set[str]().union(*mine.values()))
            left = self._left(name, keys, tuple(dict.fromkeys(columns)))
            written: dict[Key, Container] = {}
            for key, container in self._read.get(name, {}).items():
                before, after = container.items(), left.get(key, {})
                gone = {item for item in before if item not in after and (*key, item) in asked}
                changed = {
                    item: values
                    for item, found in after.items()
                    if columns and (*key, item) in asked and (values := differing(before[item], found))
                }
                if (gone or changed) and self._stays(container):
                    place = (inside.table, key, inside.column)
                    here = again(container, latest[place]) if place in latest else container
                    latest[place] = rewritten(self.tables.source, here, gone, changed)
                    self._swap(here, latest[place])
                    written[key] = again(container, latest[place])
                    self.changed.add(name)
                    if inside.table in inner:
                        held.setdefault(inside.table, {}).setdefault(key, set()).add(inside.column)
            if name in self.changed:
                self._restage(name, keys, {**self._read[name], **written}.values())

    def _stays(self, container: Container) -> bool:
        """Whether the row in which a container lies is still staged: else it goes with all that is in it."""
        inside = container.inside
        if not inside.deep:
            return True
        frame = self.compiler.frame(inside.table)
        query = sa.select(sa.func.count()).select_from(frame.aliased).where(*self._own(frame, container))
        return bool(self.connection.scalar(query))

    def _own(self, frame: Frame, container: Container) -> list[Any]:
        return [
            self.tables.dialect.equals(self.compiler.operand(frame, column), part)
            for column, part in zip(container.inside.key, container.key, strict=True)
        ]

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
            own = self._own(frame, container)
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
