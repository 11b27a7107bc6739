"""Rows inside containers for sources whose rows lie in Python: files, tables, memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from varsam.domain.containers import ITEM, STATE, Inside
from varsam.domain.evaluation import Row, values_for
from varsam.domain.predicate import ALWAYS, NewValue, Predicate, Value
from varsam.domain.snapshot import Table
from varsam.formats.containers.parts import Unreadable
from varsam.sources.base import BatchResult, BatchStep, Key
from varsam.sources.containers import (
    Container,
    InnerTables,
    again,
    differing,
    down_to,
    opened,
    rewritten,
    still_there,
)

Holds: TypeAlias = Callable[[Predicate, Row], bool]


@dataclass(slots=True)
class Rewrites:
    """What a batch does to rows inside containers: by container, what goes and what is written."""

    gone: dict[tuple[str, Key], set[str]] = field(default_factory=dict)
    changed: dict[tuple[str, Key], dict[str, dict[str, Value]]] = field(default_factory=dict)


class RowContainers:
    """Opens the containers of one source; the rows that were seen are kept until `forget`.

    `rows` gives a table's rows, `content` what stands in one of them (Unreadable: it is too much to read).
    """

    def __init__(
        self,
        source: str,
        inner: InnerTables,
        rows: Callable[[str], Sequence[Row]],
        holds: Holds,
        content: Callable[[Inside, Row], Value],
    ) -> None:
        """Take what the map says and the ways into the source."""
        self._source = source
        self.inner = inner
        self._rows_of = rows
        self._holds = holds
        self._content = content
        self._seen: dict[str, list[Row]] = {}

    def forget(self) -> None:
        """Open everything anew when it is next asked for."""
        self._seen.clear()

    def __contains__(self, table: str) -> bool:
        """Whether a table is one of rows inside containers."""
        return table in self.inner

    def tables(self, known: Mapping[str, Table]) -> dict[str, Table]:
        """The source's tables, and those of rows inside containers."""
        return {**known, **self.inner.tables(self._source, known)} if self.inner.specs else dict(known)

    def rows(self, table: str) -> Sequence[Row]:
        """All rows inside containers of a kind. Where rows of other kinds lie in them, that isn't shown."""
        if table not in self._seen:
            found = [row for each in self._all(table) for row in self._as_rows(table, each)]
            self._seen[table] = found
        return self._seen[table]

    def _as_rows(self, table: str, container: Container) -> list[Row]:
        inside = self.inner.specs[table]
        names = (*inside.container_columns, ITEM, STATE, *(each.name for each in inside.fields))
        # What holds other rows is opened again when those are asked for: mailboxes are large.
        unsaid = dict.fromkeys(inside.holds)
        return [{**dict(zip(names, row, strict=True)), **unsaid} for row in container.rows()]

    def _all(self, table: str) -> Iterator[Container]:
        """All containers of a table, one cell or file after the other."""
        inside = self.inner.specs[table]
        if inside.table not in self.inner:
            for row in self._rows_of(inside.table):
                container = self._opened(inside, row)
                if container is not None:
                    yield container
            return
        shown = {tuple(row[column] for column in inside.key) for row in self._holding(inside)}
        for around in self._all(inside.table):
            found = down_to(self.inner, table, {around.key: around}, None, start=inside.table)
            yield from (each for key, each in found.items() if key in shown)

    def _holding(self, inside: Inside) -> Iterator[Row]:
        """The rows of another kind inside containers that the map says hold these."""
        return (row for row in self.rows(inside.table) if self._holds(inside.where, row))

    def _opened(self, inside: Inside, row: Row) -> Container | None:
        if not self._holds(inside.where, row):
            return None
        key = tuple(row[column] for column in inside.key)
        try:
            return opened(inside, key, self._content(inside, row))
        except Unreadable:
            return Container(inside, key, None, None)

    def containers(self, table: str, keys: Collection[Key]) -> dict[Key, Container]:
        """The containers of some keys, as they are now."""
        around, width = self.inner.outermost(table), self.inner.specs[table].outermost
        wanted = {key[:width] for key in keys}
        outer: dict[Key, Container] = {}
        for row in self._rows_of(around.table):
            key = tuple(row[column] for column in around.key)
            container = self._opened(around, row) if key in wanted else None
            if container is not None:
                outer[key] = container
        return down_to(self.inner, table, outer, set(keys))

    def present(self, table: str, keys: Sequence[Key], unless: Mapping[str, NewValue] | None) -> list[Key]:
        """Look rows up in their containers as they are now."""
        width = len(self.inner.specs[table].key)
        containers = self.containers(table, {key[:width] for key in keys})
        return still_there(containers, width, keys, unless)

    def read_again(self, steps: Sequence[BatchStep]) -> dict[str, dict[Key, Container]]:
        """The containers that steps touch, and those around them, as they are now."""
        wanted: dict[str, set[Key]] = {}
        touched = self.inner.touched(steps)
        for table in reversed(self.inner.ordered(touched)):
            keys = wanted.setdefault(table, set())
            keys |= set(touched.get(table, ()))
            inside = self.inner.specs[table]
            if inside.table in self.inner:
                wanted.setdefault(inside.table, set()).update(key[:-1] for key in keys)
        return {table: self.containers(table, keys) for table, keys in wanted.items()}

    # -- changing ------------------------------------------------------------------------------------------

    def step(self, step: BatchStep, containers: Mapping[Key, Container], rewrites: Rewrites) -> BatchResult:
        """Look again at a step's rows and note what is to be done to their containers."""
        keys = list(dict.fromkeys(step.keys))
        width = len(self.inner.specs[step.table].key)
        rows: dict[Key, Row] = {}
        for key, container in containers.items():
            for row in self._as_rows(step.table, container):
                rows[*key, row["item"]] = row
        there = [key for key in keys if key in rows]
        acting = [key for key in there if self._holds(step.still, rows[key])]
        for key in acting:
            place, item = (step.table, key[:width]), str(key[-1])
            if step.values is None:
                rewrites.gone.setdefault(place, set()).add(item)
            elif differing(rows[key], step.values):
                rewrites.changed.setdefault(place, {}).setdefault(item, {}).update(
                    values_for(step.values, rows[key])
                )
        kept = set(acting)
        out = tuple(key for key in there if key not in kept)
        return BatchResult(step.step, len(acting), len(keys) - len(there), out)

    def carried(
        self, rewrites: Rewrites, containers: Mapping[str, Mapping[Key, Container]]
    ) -> list[tuple[BatchStep, Container]]:
        """What becomes of the containers: a step on each, and the container as it was read.

        Rows of several kinds in one container are taken out one kind after the other, those of containers in
        containers from the inside out. SourceRejected: a container can't be written so.
        """
        found: dict[tuple[str, Key, str], tuple[Value, Container]] = {}
        touched = dict.fromkeys(table for table, _ in (*rewrites.gone, *rewrites.changed))
        for table in reversed(self.inner.ordered(touched)):
            inside = self.inner.specs[table]
            for key, container in containers[table].items():
                place, own = (inside.table, key, inside.column), (table, key)
                gone, changed = rewrites.gone.get(own, set()), rewrites.changed.get(own, {})
                if not gone and not changed:
                    continue
                if inside.table not in self.inner:
                    here = again(container, found[place][0]) if place in found else container
                    found[place] = (rewritten(self._source, here, gone, changed), container)
                    continue
                around, item = (inside.table, key[:-1]), str(key[-1])
                if item in rewrites.gone.get(around, ()):
                    continue  # it goes with all that is in it
                values = rewrites.changed.setdefault(around, {}).setdefault(item, {})
                here = again(container, values[inside.column]) if inside.column in values else container
                values[inside.column] = rewritten(self._source, here, gone, changed)
        return [
            (BatchStep("container", table, each.inside.key, [key], ALWAYS, {column: value}), each)
            for (table, key, column), (value, each) in found.items()
        ]
