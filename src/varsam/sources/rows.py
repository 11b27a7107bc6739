"""Sources whose rows lie in Python: predicates, values and key sets by the domain's own evaluator."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import TracebackType
from typing import Literal, TypeAlias

from varsam.domain.containers import Inside
from varsam.domain.errors import SourceRejected
from varsam.domain.evaluation import (
    KeyMembers,
    Row,
    at_value,
    compare,
    expression_value,
    holds,
    same,
    values_for,
)
from varsam.domain.predicate import (
    ALWAYS,
    Column,
    Edge,
    NewValue,
    Predicate,
    Value,
    ValueAt,
    key_sets_of,
    tables_of,
)
from varsam.domain.snapshot import Capabilities, Snapshot, Table
from varsam.sources.base import BatchResult, BatchStep, Key, KeySet, Query, Sample, Sampling
from varsam.sources.containers import Container, InnerTables
from varsam.sources.row_containers import Rewrites, RowContainers
from varsam.sources.searching import Chunk, Probe, TableReport, chunks_of

# A row's place in its source: stable while the source isn't changed.
Place: TypeAlias = int
_Index: TypeAlias = dict[tuple[Hashable, ...], list[Row]]


class RowSource:
    """The reading half of the source protocol over rows in Python. Connectors give the rows and change them.

    A subclass gives `_tables` and `_rows`, and overrides `_change` if it can write.
    """

    dialect = "rows"
    remains = ""

    def __init__(self, name: str, capabilities: Capabilities, inner: InnerTables | None = None) -> None:
        """Name the source and say what it can do; `inner`: the kinds whose rows lie inside containers."""
        self.name = name
        self.capabilities = capabilities
        self._inner = RowContainers(name, inner or InnerTables({}), self._rows, self._holds, self._content_of)
        self._opened: list[Container] = []
        self._sets: dict[str, KeyMembers] = {}
        self._indexes: dict[tuple[object, ...], _Index] = {}

    # -- what a connector gives ----------------------------------------------------------------------------

    def _tables(self) -> Mapping[str, Table]:
        """The tables with their columns and keys."""
        raise NotImplementedError

    def _rows(self, table: str) -> Sequence[Row]:
        """The rows of a table that is known to exist."""
        raise NotImplementedError

    def _change(
        self, chosen: Sequence[tuple[BatchStep, Sequence[Place]]], before_commit: Callable[[], None] | None
    ) -> None:
        """Detach, overwrite and delete the rows at these places, then call `before_commit`."""
        raise self._refusal("this connector only reads")

    def _content_of(self, inside: Inside, row: Row) -> Value:
        """What stands in a container. Unreadable: more than can be read."""
        return row[inside.column]

    # -- the session ---------------------------------------------------------------------------------------

    def __enter__(self) -> RowSource:
        """Open the session."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget staged key sets."""
        self._sets.clear()
        self._forget_indexes()

    def _forget_indexes(self) -> None:
        self._indexes.clear()
        self._inner.forget()

    def _all_rows(self, table: str) -> Sequence[Row]:
        return self._inner.rows(table) if table in self._inner else self._rows(table)

    def snapshot(self, tables: Sequence[str] | None = None, *, counts: bool = False) -> Snapshot:
        """Tell tables, columns and keys; `counts` adds numbers of rows."""
        known = self._inner.tables(self._tables())
        chosen = {name: self.table(name) for name in (sorted(known) if tables is None else tables)}
        if counts:
            chosen = {name: _with_rows(table, len(self._all_rows(name))) for name, table in chosen.items()}
        return Snapshot(
            source=self.name,
            fingerprint=self.fingerprint(),
            tables=chosen,
            capabilities=self.capabilities,
            physical_remains=self.remains,
            dialect=self.dialect,
        )

    def fingerprint(self) -> str:
        """Hash tables, columns and keys, never contents."""
        seen = [asdict(table) for _, table in sorted(self._tables().items())]
        return hashlib.sha256(json.dumps(seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def stage(self, keys: KeySet) -> None:
        """Keep a key set for this session; replaces one of the same name."""
        members: dict[Key, tuple[date | None, ...]] = defaultdict(tuple)
        for key, day in keys.members:
            if len(key) != len(keys.families):
                raise self._refusal(f"a key of {keys.name} doesn't have {len(keys.families)} parts")
            members[key] = (*members[key], day)
        self._sets[keys.name] = dict(members)

    def count(self, table: str, where: Predicate) -> int:
        """Count the rows for which the predicate is true."""
        return sum(1 for _ in self._select(table, where))

    def read(self, query: Query) -> Iterator[tuple[Value, ...]]:
        """Give the values of each row that satisfies the query."""
        rows = (
            tuple(self._value(wanted, row) for wanted in query.values)
            for _, row in self._select(query.table, query.where)
        )
        if not query.grouped:
            yield from rows
            return
        # A bool is no number here: True and 1 would be one group.
        groups = Counter((tuple(type(value) for value in row), row) for row in rows)
        for (_, values), number in groups.items():
            yield (*values, number)

    def apply(
        self, steps: Sequence[BatchStep], *, before_commit: Callable[[], None] | None = None
    ) -> Sequence[BatchResult]:
        """Look again at every key, then change what is still selected."""
        if not self.capabilities.writable:
            raise self._refusal("it only allows reading")
        self._forget_indexes()
        for step in steps:
            self._check_step(step)
        containers = self._inner.read_again(steps)
        rewrites = Rewrites()
        chosen: list[tuple[BatchStep, list[Place]]] = []
        results = []
        for step in steps:
            if step.table in self._inner:
                results.append(self._inner.step(step, containers[step.table], rewrites))
                continue
            places = self._places(step.table, step.key)
            keys = list(dict.fromkeys(step.keys))
            there = [key for key in keys if key in places]
            rows = self._rows(step.table)
            acting = [key for key in there if self._holds(step.still, rows[places[key]])]
            kept = set(acting)
            chosen.append((step, [places[key] for key in acting]))
            out = tuple(key for key in there if key not in kept)
            results.append(BatchResult(step.step, len(acting), len(keys) - len(there), out))
        self._opened = []
        for rewrite, container in self._inner.carried(rewrites, containers):
            place = self._places(rewrite.table, rewrite.key)[container.key]
            chosen.insert(0, (rewrite, [place]))
            self._opened.insert(0, container)
        try:
            self._change(chosen, before_commit)
        finally:
            self._forget_indexes()
        return results

    def present(
        self,
        table: str,
        key: tuple[str, ...],
        keys: Sequence[Key],
        *,
        unless: Mapping[str, NewValue] | None = None,
    ) -> list[Key]:
        """Those of the keys that are still there and, with `unless`, not yet at those values."""
        if table in self._inner:
            return self._inner.present(table, keys, unless)
        places = self._places(table, key)
        found = [each for each in keys if each in places]
        if not unless:
            return found
        rows = self._rows(table)
        return [each for each in found if _differs(rows[places[each]], unless)]

    # -- a bounded look ------------------------------------------------------------------------------------

    def sample(
        self, table: str, columns: Sequence[str], sampling: Sampling, where: Predicate = ALWAYS
    ) -> Sample:
        """Every so manieth row, so that they are spread over the table; longer cells are cut."""
        name = self.table(table).name
        rows = self._all_rows(name) if where == ALWAYS else [row for _, row in self._select(name, where)]
        step = max(1, -(-len(rows) // sampling.rows))
        chosen = [tuple(_cut(row[column], sampling.cell) for column in columns) for row in rows[::step]]
        return Sample("whole" if step == 1 else "spread", chosen)

    def included(
        self, table: str, edge: Edge, sampling: Sampling, where: Predicate = ALWAYS
    ) -> tuple[int, int]:
        """Look up the distinct values of the first rows that satisfy `where`."""
        (here,) = (mine.name for _, mine in edge.on if isinstance(mine, Column))
        seen: dict[Hashable, Row] = {}
        for _, row in self._select(table, where):
            if row[here] is not None:
                seen.setdefault(row[here], row)
            if len(seen) >= sampling.rows:
                break
        return len(seen), sum(1 for row in seen.values() if any(True for _ in self._reach(edge, row)))

    def search(self, table: str, probe: Probe, report: TableReport) -> Iterator[Chunk]:
        """Hand over every cell that isn't a moment or a flag."""
        yield from chunks_of(self.table(table), self._rows(table), report)

    def without_search(self) -> tuple[str, ...]:
        """Rows inside containers: what they show lies in the containers."""
        return tuple(self._inner.inner.specs)

    # -- evaluating ----------------------------------------------------------------------------------------

    def table(self, name: str) -> Table:
        """Find a table; SourceRejected names it when it isn't there."""
        found = self._inner.tables(self._tables()).get(name)
        if found is None:
            raise self._refusal(f"there is no table {name!r}")
        return found

    def _select(self, table: str, where: Predicate) -> Iterator[tuple[Place, Row]]:
        self._check(table, where)
        for place, row in enumerate(self._all_rows(table)):
            if self._holds(where, row):
                yield place, row

    def _holds(self, where: Predicate, row: Row) -> bool:
        try:
            return holds(where, row, reach=self._reach, keys=self._sets)
        except KeyError as error:
            raise self._refusal(f"there is no column {error.args[0]!r}") from None
        except TypeError:
            raise self._refusal("a column is compared with a constant of another kind") from None

    def _check(self, table: str, where: Predicate) -> None:
        for name in {table} | tables_of(where):
            self.table(name)
        self._need(key_sets_of(where))

    def _check_step(self, step: BatchStep) -> None:
        self._check(step.table, step.still)
        able = self.capabilities.delete if step.values is None else self.capabilities.overwrite
        if step.table in self._inner:
            able = step.values is None or self._inner.inner.specs[step.table].overwrites
        if not able:
            doing = "delete" if step.values is None else "overwrite"
            raise self._refusal(f"it can't {doing} rows of {step.table}")
        known = {column.name for column in self.table(step.table).columns}
        missing = sorted({*step.detach, *(step.values or {})} - known)
        if missing:
            raise self._refusal(f"table {step.table!r} has no column {missing[0]!r}")

    def _need(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            if name not in self._sets:
                raise self._refusal(f"the key set {name!r} isn't staged")

    def _reach(self, edge: Edge, row: Row) -> Sequence[Row]:
        theirs = tuple(other for other, _ in edge.on)
        name = (edge.table, theirs)
        index = self._indexes.get(name)
        if index is None:
            index = defaultdict(list)
            for other in self._all_rows(edge.table):
                index[tuple(expression_value(each, other) for each in theirs)].append(other)
            self._indexes[name] = index
        wanted = tuple(expression_value(mine, row) for _, mine in edge.on)
        if any(value is None for value in wanted):
            return ()
        return index.get(wanted, ())

    def _places(self, table: str, key: tuple[str, ...]) -> dict[tuple[Hashable, ...], Place]:
        self.table(table)
        places: dict[tuple[Hashable, ...], Place] = {}
        for place, row in enumerate(self._rows(table)):
            try:
                value = tuple(row[column] for column in key)
            except KeyError as error:
                raise self._refusal(f"table {table!r} has no column {error.args[0]!r}") from None
            if value in places:
                raise self._refusal(f"the key of table {table!r} isn't unique")
            places[value] = place
        return places

    def _value(self, wanted: ValueAt | Predicate, row: Row) -> Value:
        if not isinstance(wanted, ValueAt):
            self._need(key_sets_of(wanted))
            return self._holds(wanted, row)
        ends = self._walk(wanted.edges, row)
        if wanted.keys:
            self._need((wanted.keys,))
            members = self._sets[wanted.keys]
            found: list[Value] = []
            for end in ends:
                key = tuple(end[column] for column in wanted.columns)
                found += members.get(key, ()) if None not in key else ()
        else:
            try:
                found = [end[wanted.column] for end in ends]
            except KeyError as error:
                raise self._refusal(f"there is no column {error.args[0]!r}") from None
        return self._taken(found, wanted)

    def _walk(self, edges: Sequence[Edge], row: Row) -> list[Row]:
        here = [row]
        for edge in edges:
            self._check(edge.table, edge.where)
            here = [
                other for each in here for other in self._reach(edge, each) if self._holds(edge.where, other)
            ]
        return here

    def _taken(self, found: list[Value], wanted: ValueAt) -> Value:
        if wanted.take == "one":
            if len(found) > 1:
                raise self._refusal("a path that leads to one row reached several")
            return found[0] if found else None
        set_values = [value for value in found if not _unset(value, wanted.unset)]
        best: Value = None
        op: Literal[">", "<"] = ">" if wanted.take == "max" else "<"
        for value in set_values:
            if best is None or compare(value, op, best):
                best = value
        return best

    def _refusal(self, what: str) -> SourceRejected:
        return SourceRejected(what, where=self.name, hint="inspect the source and mend its map")


def _unset(value: Value, sentinels: tuple[Value, ...]) -> bool:
    return value is None or any(same(value, sentinel) for sentinel in sentinels)


def _cut(value: Value, most: int) -> Value:
    return value[:most] if isinstance(value, str | bytes) else value


def _differs(row: Row, unless: Mapping[str, NewValue]) -> bool:
    return any(not at_value(row[column], value) for column, value in values_for(unless, row).items())


def _with_rows(table: Table, rows: int) -> Table:
    return Table(**{name: getattr(table, name) for name in Table.__slots__} | {"rows": rows})
