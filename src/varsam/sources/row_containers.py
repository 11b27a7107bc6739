"""Rows inside containers for sources whose rows lie in Python: files, tables, memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from varsam.domain.containers import Inside
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
    """Opens the containers of one source; what was opened is kept until `forget`.

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
        """All rows inside containers of a kind."""
        if table not in self._seen:
            found = [row for each in self.containers(table).values() for row in self._as_rows(table, each)]
            self._seen[table] = found
        return self._seen[table]

    def _as_rows(self, table: str, container: Container) -> list[Row]:
        inside = self.inner.specs[table]
        names = (*inside.container_columns, "item", "container_state", *(each.name for each in inside.fields))
        return [dict(zip(names, row, strict=True)) for row in container.rows()]

    def containers(self, table: str, keys: Collection[Key] | None = None) -> dict[Key, Container]:
        """Containers as they are now: all, or those of some keys."""
        inside = self.inner.specs[table]
        wanted = None if keys is None else set(keys)
        found: dict[Key, Container] = {}
        for row in self._rows_of(inside.table):
            key = tuple(row[column] for column in inside.key)
            if (wanted is not None and key not in wanted) or not self._holds(inside.where, row):
                continue
            container: Container | None
            try:
                container = opened(inside, key, self._content(inside, row))
            except Unreadable:
                container = Container(inside, key, None, None)
            if container is not None:
                found[key] = container
        return found

    def present(self, table: str, keys: Sequence[Key], unless: Mapping[str, NewValue] | None) -> list[Key]:
        """Look rows up in their containers as they are now."""
        width = len(self.inner.specs[table].key)
        containers = self.containers(table, {key[:width] for key in keys})
        return still_there(containers, width, keys, unless)

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

        Rows of several kinds in one container are taken out one kind after the other. SourceRejected: a
        container can't be written so.
        """
        found: dict[tuple[str, Key, str], tuple[BatchStep, Container]] = {}
        latest: dict[tuple[str, Key, str], Value] = {}
        for table, key in dict.fromkeys((*rewrites.gone, *rewrites.changed)):
            container = containers[table][key]
            inside = container.inside
            place = (inside.table, key, inside.column)
            here = container
            if place in found:
                here = again(container, latest[place])
            gone = rewrites.gone.get((table, key), set())
            changed = rewrites.changed.get((table, key), {})
            latest[place] = value = rewritten(self._source, here, gone, changed)
            step = BatchStep("container", inside.table, inside.key, [key], ALWAYS, {inside.column: value})
            found[place] = (step, container)
        return list(found.values())
