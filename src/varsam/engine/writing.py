"""Whether a source takes what a plan writes into it: asked before anybody approves, of the very rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from varsam.domain.key_texts import may_meet
from varsam.domain.plan import OverwriteColumns
from varsam.domain.planner.questions import SourceDraft
from varsam.domain.planner.schema_faults import SchemaFault
from varsam.domain.predicate import (
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    Expression,
    NewValue,
    Predicate,
    Unset,
    ValueAt,
    every,
    not_true,
    some,
)
from varsam.domain.snapshot import Table
from varsam.engine.estate import Estate
from varsam.sources.base import KnowsConstraints, Query, Source, Written


def refused_writes(estate: Estate, draft: SourceDraft) -> Iterator[SchemaFault]:
    """Say of each overwriting step what the schema forbids: a value twice where it may stand once, a CHECK.

    The draft's key sets must be staged. Rows inside containers have no schema that forbids anything.
    """
    source = estate.sources[draft.source]
    kinds = {kind.name: kind for kind in estate.maps[draft.source].kinds}
    tables = estate.snapshot(draft.source).tables
    steps = [
        step
        for step in draft.steps
        if isinstance(step, OverwriteColumns) and kinds[step.on.kind].inside is None
    ]
    writes = [Written(step.on.table, step.values, step.on.selection) for step in steps]
    for step, write in zip(steps, writes, strict=True):
        for columns in _met(source, tables[write.table], write):
            yield SchemaFault("unique_overwritten", draft.source, step.on.kind, write.table, columns)
    for (one, first), (_, second) in combinations(zip(steps, writes, strict=True), 2):
        for columns in _met_by_two(source, tables[first.table], first, second):
            yield SchemaFault("unique_overwritten", draft.source, one.on.kind, first.table, columns)
    if writes and isinstance(source, KnowsConstraints):
        for each in source.forbidden(writes):
            on = steps[each.write].on
            yield SchemaFault("check_forbids", draft.source, on.kind, on.table, each.columns, each.constraint)


def _met(source: Source, table: Table, write: Written) -> Iterator[tuple[str, ...]]:
    """Columns that are unique together, and in which two rows would come to hold the same."""
    unique = (table.primary_key, *table.unique)
    for columns in unique:
        written = {column: write.values[column] for column in columns if column in write.values}
        # A NULL is equal to nothing, so it may stand as often as it likes.
        if not written or any(value is None for value in written.values()):
            continue
        rest = tuple(column for column in columns if column not in written)
        if any(other and set(other) <= set(rest) for other in unique):
            continue
        if _twice(source, write, written, rest):
            yield columns


def _met_by_two(source: Source, table: Table, one: Written, other: Written) -> Iterator[tuple[str, ...]]:
    """Columns in which rows of two writes may come to hold the same: read off the texts."""
    if one.table != other.table:
        return
    for columns in (table.primary_key, *table.unique):
        both = [column for column in columns if column in one.values and column in other.values]
        made = any(isinstance(each.values[column], Built) for each in (one, other) for column in both)
        if not both or not (made or len(both) == len(columns)):
            continue
        meet = all(may_meet(one.values[column], other.values[column]) for column in both)
        if meet and all(source.count(each.table, each.where) for each in (one, other)):
            yield columns


def _twice(source: Source, write: Written, written: Mapping[str, NewValue], rest: tuple[str, ...]) -> bool:
    if any(isinstance(value, Built) for value in written.values()):
        return _taken(source, write, written, rest)
    there = every(_is(written))
    if not rest:
        rows = source.count(write.table, write.where)
        return rows > 1 or (
            rows == 1 and source.count(write.table, every([there, not_true(write.where)])) > 0
        )
    told = every(not_true(Unset(column)) for column in rest)
    both = every([some([write.where, there]), told])
    values = tuple(ValueAt((), column) for column in rest)
    groups = source.read(Query(write.table, values, both, grouped=True))
    return any(int(str(row[-1])) > 1 for row in groups)


def _taken(source: Source, write: Written, written: Mapping[str, NewValue], rest: tuple[str, ...]) -> bool:
    """Whether a row's own text stands in another row, which isn't one for which it is made.

    Texts made of two keys are never the same, so among the rows that are written none meets another.
    """
    own = {column: value for column, value in written.items() if isinstance(value, Built)}
    on: tuple[tuple[Expression, Expression], ...] = (
        *((Column(column), value) for column, value in own.items()),
        *((Column(column), Column(column)) for column in rest),
    )
    other = Exists(Edge(write.table, on, every(_is(written)), many=True), _others(own))
    return source.count(write.table, every([write.where, other])) > 0


def _is(written: Mapping[str, NewValue]) -> Iterator[Predicate]:
    """The row holds the constants among what is written."""
    for column, value in written.items():
        if not isinstance(value, Built):
            yield Compare(column, "=", value)


def _others(own: Mapping[str, Built]) -> Predicate:
    """The row isn't the one whose text it is: one that stands there already is at its value."""
    return some(Differs(column, value) for column, value in own.items())
