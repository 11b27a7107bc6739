"""What refuses a plan: the schema can't carry a step that was drafted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from varsam.domain.containers import Inside
from varsam.domain.errors import PlanRefused
from varsam.domain.key_texts import characters, takes_text, unfit
from varsam.domain.ownership import Kind, Method, SourceMap
from varsam.domain.plan import DeleteRows, OverwriteColumns
from varsam.domain.planner.questions import SourceDraft
from varsam.domain.predicate import (
    All,
    AnyOf,
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    In,
    InKeys,
    NewValue,
    NotTrue,
    Predicate,
    Unset,
)
from varsam.domain.snapshot import Snapshot, Table


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """One reason why the plan is refused. `code` is a text of the catalogue; the rest says where."""

    code: str
    source: str
    kind: str
    table: str
    columns: tuple[str, ...] = ()
    detail: str = ""

    def __str__(self) -> str:
        """Name the place and the code, for messages that have no catalogue at hand."""
        columns = f".{','.join(self.columns)}" if self.columns else ""
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.source}.{self.kind}: {self.code.replace('_', ' ')}: {self.table}{columns}{detail}"


class SchemaRefused(PlanRefused):
    """The schema can't carry the plan; `faults` holds every reason, for faces that say them in words."""

    def __init__(self, faults: tuple[SchemaFault, ...]) -> None:
        """Take all faults at once, so that they are mended in one go."""
        super().__init__(
            "; ".join(str(fault) for fault in faults),
            where=", ".join(sorted({fault.source for fault in faults})),
            hint="mend the source map or the schema, then plan again",
        )
        self.faults = faults


def schema_faults(draft: SourceDraft, source: SourceMap, snapshot: Snapshot) -> tuple[SchemaFault, ...]:
    """List every schema fault of a source's draft; empty = the schema can carry it."""
    found: dict[SchemaFault, None] = {}
    for step in draft.steps:
        kind = source.kind(step.on.kind)
        for fault in _step(step, kind, source, snapshot, draft):
            found[fault] = None
    return tuple(found)


def _step(
    step: DeleteRows | OverwriteColumns,
    kind: Kind,
    source: SourceMap,
    snapshot: Snapshot,
    draft: SourceDraft,
) -> Iterable[SchemaFault]:
    name = source.source
    table = snapshot.tables.get(kind.table)
    if table is None:
        yield SchemaFault("table_missing", name, kind.name, kind.table)
        return
    for column in (column for group in kind.groups for column in group.columns):
        yield from _column(column, kind.table, name, kind.name, snapshot)
    yield from _walked(step.on.selection, kind.table, name, kind.name, snapshot)
    if not _is_key(table, kind.key):
        yield SchemaFault("no_usable_key", name, kind.name, kind.table, kind.key)
    if kind.inside is not None:
        yield from _container(step, kind, kind.inside, source, snapshot)
        return
    match step:
        case OverwriteColumns():
            if not snapshot.capabilities.overwrite:
                yield SchemaFault("not_capable", name, kind.name, kind.table, detail="overwrite")
            yield from _values(step.values, table, name, kind, snapshot.dialect)
            yield from _left(step, name, kind)
            yield from _triggers(table, "update", source, kind)
        case DeleteRows():
            if not snapshot.capabilities.delete:
                yield SchemaFault("not_capable", name, kind.name, kind.table, detail="delete")
            yield from _triggers(table, "delete", source, kind)
            yield from _engine_changes(kind, source, snapshot)
            yield from _circles(kind, draft, snapshot, name)


def _container(
    step: DeleteRows | OverwriteColumns, kind: Kind, inside: Inside, source: SourceMap, snapshot: Snapshot
) -> Iterable[SchemaFault]:
    """A row inside goes by rewriting its container, so that is what the schema must carry."""
    name = source.source
    table = snapshot.tables[inside.table]
    if inside.column:
        yield from _column(inside.column, table.name, name, kind.name, snapshot)
        yield from _triggers(table, "update", source, kind)
    if not snapshot.capabilities.writable:
        yield SchemaFault("not_capable", name, kind.name, table.name, detail="overwrite")
    if isinstance(step, OverwriteColumns):
        if not inside.overwrites:
            yield SchemaFault(
                "not_capable", name, kind.name, kind.table, detail=f"overwrite in {inside.format}"
            )
        if any(isinstance(value, Built) for value in step.values.values()):
            # What tells a row apart there is made of its bytes, which the text would change.
            yield SchemaFault("not_capable", name, kind.name, kind.table, detail="texts made of the key")
        yield from _values(step.values, snapshot.tables[kind.table], name, kind, snapshot.dialect)


def _is_key(table: Table, key: tuple[str, ...]) -> bool:
    wanted = set(key)
    if table.primary_key and set(table.primary_key) == wanted:
        return True
    return any(
        set(unique) == wanted and all((found := table.column(each)) and not found.nullable for each in unique)
        for unique in table.unique
    )


def _values(
    values: Mapping[str, NewValue], table: Table, name: str, kind: Kind, dialect: str
) -> Iterable[SchemaFault]:
    for column, value in values.items():
        seen = table.column(column)
        if seen is None:
            yield SchemaFault("column_missing", name, kind.name, table.name, (column,))
        elif value is None and not seen.nullable:
            yield SchemaFault("not_null_without_value", name, kind.name, table.name, (column,))
        elif column in kind.key:
            yield SchemaFault("key_overwritten", name, kind.name, table.name, (column,))
        elif seen.generated:
            yield SchemaFault("generated_overwritten", name, kind.name, table.name, (column,))
        elif isinstance(value, Built) and not takes_text(seen):
            yield SchemaFault("made_in_no_text", name, kind.name, table.name, (column,), seen.type)
        elif isinstance(value, Built) and (parts := unfit(value, table, dialect)):
            yield SchemaFault("made_of_unfit", name, kind.name, table.name, (column,), ", ".join(parts))
        elif seen.length is not None and characters(value, table, dialect) > seen.length:
            yield SchemaFault("value_too_long", name, kind.name, table.name, (column,))


def _left(step: OverwriteColumns, name: str, kind: Kind) -> Iterable[SchemaFault]:
    """A column of a group that goes and isn't written would stay for ever: no later plan selects the row."""
    left = tuple(
        column
        for group in kind.groups
        if group.name in step.groups
        for column in group.columns
        if column not in step.values
    )
    if left:
        yield SchemaFault("column_left", name, kind.name, kind.table, left)


def _triggers(table: Table, event: str, source: SourceMap, kind: Kind) -> Iterable[SchemaFault]:
    for trigger in table.triggers:
        if event in trigger.events and f"{table.name}.{trigger.name}" not in source.ignored:
            yield SchemaFault("trigger_unsaid", source.source, kind.name, table.name, (), trigger.name)


def _engine_changes(kind: Kind, source: SourceMap, snapshot: Snapshot) -> Iterable[SchemaFault]:
    """CASCADE and SET NULL change rows that no step names, unless the map has a kind for that table."""
    mapped = {each.table for each in source.kinds if each.disposal.method is not Method.NEVER}
    for table in snapshot.tables.values():
        for key in table.foreign_keys:
            if key.table != kind.table or table.name in mapped:
                continue
            if key.on_delete in ("cascade", "set null", "set default") and table.name not in source.ignored:
                yield SchemaFault(
                    "engine_would_change", source.source, kind.name, table.name, key.columns, key.on_delete
                )


def _circles(kind: Kind, draft: SourceDraft, snapshot: Snapshot, name: str) -> Iterable[SchemaFault]:
    """A row that must refer to a row of its own table can't be deleted row by row by every engine."""
    if snapshot.dialect not in ("mysql", "mariadb"):
        return
    for referrer in draft.removal.referrers(kind):
        if referrer.kind is None or referrer.kind.table != kind.table:
            continue
        table = snapshot.tables[kind.table]
        declared = any(set(key.columns) == set(referrer.columns) for key in table.foreign_keys)
        columns = [table.column(column) for column in referrer.columns]
        # Only a key that the database itself checks stands in the way of deleting row by row.
        if declared and any(column is not None and not column.nullable for column in columns):
            yield SchemaFault("no_order", name, kind.name, kind.table, referrer.columns)


def _walked(
    predicate: Predicate, table: str, name: str, kind: str, snapshot: Snapshot
) -> Iterable[SchemaFault]:
    """Check that every table and column that a selection touches is there."""
    match predicate:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _walked(part, table, name, kind, snapshot)
        case NotTrue(part):
            yield from _walked(part, table, name, kind, snapshot)
        case Exists(edge, where):
            yield from _edge(edge, table, name, kind, snapshot)
            if edge.table in snapshot.tables:
                yield from _walked(edge.where, edge.table, name, kind, snapshot)
                yield from _walked(where, edge.table, name, kind, snapshot)
        case Compare(column) | In(column) | Unset(column) | Differs(column):
            yield from _column(column, table, name, kind, snapshot)
        case InKeys(columns):
            for column in columns:
                yield from _column(column, table, name, kind, snapshot)
        case _:
            return


def _edge(edge: Edge, table: str, name: str, kind: str, snapshot: Snapshot) -> Iterable[SchemaFault]:
    if edge.table not in snapshot.tables:
        yield SchemaFault("table_missing", name, kind, edge.table)
        return
    for there, here in edge.on:
        for expression, at in ((there, edge.table), (here, table)):
            columns = [expression] if isinstance(expression, Column) else expression.parts
            for column in columns:
                if isinstance(column, Column):
                    yield from _column(column.name, at, name, kind, snapshot)


def _column(column: str, table: str, name: str, kind: str, snapshot: Snapshot) -> Iterable[SchemaFault]:
    if snapshot.tables[table].column(column) is None:
        yield SchemaFault("column_missing", name, kind, table, (column,))
