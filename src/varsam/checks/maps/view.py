"""A map beside what was seen in its source: what the checks over maps look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from varsam.domain.ownership import (
    EventColumn,
    EventFirstOf,
    EventFiscalYear,
    EventFrom,
    EventMapping,
    EventSeen,
    Group,
    Kind,
    Method,
    Owner,
    SourceMap,
)
from varsam.domain.predicate import (
    All,
    AnyOf,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    Expression,
    In,
    InKeys,
    NewValue,
    NotTrue,
    Predicate,
    Unset,
)
from varsam.domain.register import Register
from varsam.domain.said import say
from varsam.domain.snapshot import Snapshot, Table


@dataclass(frozen=True, slots=True)
class View:
    """One map, the snapshot of its source, and the register whose purposes it names."""

    map: SourceMap
    snapshot: Snapshot
    register: Register

    def at(self, kind: Kind, part: str = "") -> str:
        """Name a place of the map: `source.kind` or `source.kind.part`."""
        return f"{self.map.source}.{kind.name}" + (f".{part}" if part else "")

    def table(self, kind: Kind) -> Table | None:
        """The kind's table, if it was seen."""
        return self.snapshot.tables.get(kind.table)

    def kinds_of(self, table: str) -> tuple[Kind, ...]:
        """The kinds that share a table."""
        return tuple(kind for kind in self.map.kinds if kind.table == table)

    def ignores(self, table: str, part: str = "") -> bool:
        """Whether the map says why a table, or its column or trigger, is left alone."""
        return table in self.map.ignored or (bool(part) and f"{table}.{part}" in self.map.ignored)


def closest(name: str, valid: tuple[str, ...]) -> str:
    """A hint: the closest names, or what to do when none is close."""
    found = get_close_matches(name, valid, 3, 0.5)
    return (
        say("did you mean {found}?", found=", ".join(found))
        if found
        else "correct the map, or look at the source again"
    )


def holds_nothing(kind: Kind) -> bool:
    """Whether the kind is only looked up or gives events."""
    return kind.disposal.method is Method.NEVER and not kind.groups


def uses(kind: Kind) -> Iterator[tuple[str, str]]:
    """Every table and column that the kind's words name, repeated where it is used again."""
    for column in (*kind.key, *(each for ref in kind.references for each in ref.columns)):
        yield kind.table, column
    yield from _in_predicate(kind.table, kind.where)
    if kind.inside is not None:
        if kind.inside.column:
            yield kind.inside.table, kind.inside.column
        yield from _in_predicate(kind.inside.table, kind.inside.where)
    for ref in kind.references:
        yield from _in_edge(kind.table, ref.up)
    for identifier in kind.identifiers:
        yield from _along(kind.table, identifier.edges, identifier.column)
    for owner in _owners(kind):
        for link in (*owner.links, *owner.otherwise):
            yield from _along(kind.table, link.edges, link.column)
    for group in kind.groups:
        for column in (*group.columns, *group.values):
            yield kind.table, column
        for predicate in group.only.values():
            yield from _in_predicate(kind.table, predicate)
    for event in _events(kind):
        yield from _in_event(kind.table, event)
    yield from _in_predicate(kind.table, kind.ask)
    for column in (*kind.redact, *kind.disposal.values, *(kind.disposal.when_referred or {}), *kind.labels):
        yield kind.table, column


def written(kind: Kind) -> Iterator[tuple[str, Mapping[str, NewValue]]]:
    """Where the map says what is written into a row: the part's name, and the values by column."""
    yield "disposal", kind.disposal.values
    yield "disposal.when_referred", kind.disposal.when_referred or {}
    for group in kind.groups:
        yield f"groups.{group.name}", group.values


def edges_of(kind: Kind) -> tuple[Edge, ...]:
    """Every edge that the kind's words walk, each once, also those inside conditions and further along."""
    found: dict[Edge, None] = {}
    for edge in _own_edges(kind):
        _collect(edge, found)
    for predicate in _predicates(kind):
        _collect_in(predicate, found)
    return tuple(found)


def event_columns(kind: Kind) -> Iterator[tuple[str, EventColumn]]:
    """Every date column that the kind names: the event (or `collected`) and where it stands."""
    if kind.collected is not None:
        yield "collected", kind.collected
    for name, event in (
        *kind.events.items(),
        *(each for group in kind.groups for each in group.events.items()),
    ):
        for column in _columns_of(event):
            yield name, column


def end_of(table: str, edges: tuple[Edge, ...]) -> str:
    """The table at the end of edges."""
    return edges[-1].table if edges else table


def owner_of(view: View, kind: Kind, group: Group | None = None) -> Owner | None:
    """The owner that counts for a group: its own, the kind's, or the nearest parent's."""
    seen: set[str] = set()
    while kind.name not in seen:
        seen.add(kind.name)
        if group is not None and group.owner is not None:
            return group.owner
        if kind.owner is not None or kind.part_of is None:
            return kind.owner
        kind, group = view.map.kind(kind.part_of.kind), None
    return None


def _own_edges(kind: Kind) -> tuple[Edge, ...]:
    found = [ref.up for ref in kind.references]
    if kind.part_of is not None:
        found.append(kind.part_of.edge)
    for owner in _owners(kind):
        found.extend(edge for link in (*owner.links, *owner.otherwise) for edge in link.edges)
    found.extend(edge for identifier in kind.identifiers for edge in identifier.edges)
    found.extend(edge for event in _events(kind) for column in _columns_of(event) for edge in column.edges)
    return tuple(found)


def _predicates(kind: Kind) -> Iterator[Predicate]:
    yield kind.where
    yield kind.ask
    if kind.inside is not None:
        yield kind.inside.where
    for group in kind.groups:
        yield from group.only.values()
    for event in _events(kind):
        if isinstance(event, EventSeen):
            yield event.state
        for column in _columns_of(event):
            yield column.state


def _owners(kind: Kind) -> tuple[Owner, ...]:
    groups = tuple(group.owner for group in kind.groups if group.owner is not None)
    return (*((kind.owner,) if kind.owner is not None else ()), *groups, *kind.seen_by)


def _events(kind: Kind) -> tuple[EventMapping, ...]:
    of_groups = tuple(event for group in kind.groups for event in group.events.values())
    collected = (kind.collected,) if kind.collected is not None else ()
    return (*collected, *kind.events.values(), *of_groups)


def _columns_of(event: EventMapping) -> tuple[EventColumn, ...]:
    match event:
        case EventColumn():
            return (event,)
        case EventFirstOf(parts):
            return parts
        case EventFiscalYear(of):
            return _columns_of(of)
        case EventFrom() | EventSeen():
            return ()


def _collect(edge: Edge, found: dict[Edge, None]) -> None:
    if edge not in found:
        found[edge] = None
        _collect_in(edge.where, found)


def _collect_in(predicate: Predicate, found: dict[Edge, None]) -> None:
    match predicate:
        case All(parts) | AnyOf(parts):
            for part in parts:
                _collect_in(part, found)
        case NotTrue(part):
            _collect_in(part, found)
        case Exists(edge, where):
            _collect(edge, found)
            _collect_in(where, found)
        case _:
            return


def _in_event(table: str, event: EventMapping) -> Iterator[tuple[str, str]]:
    if isinstance(event, EventSeen):
        yield from _in_predicate(table, event.state)
    if isinstance(event, EventFrom) and event.column:
        yield table, event.column
    for column in _columns_of(event):
        yield from _along(table, column.edges, column.column)
        yield from _in_predicate(table, column.state)


def _along(table: str, edges: tuple[Edge, ...], column: str) -> Iterator[tuple[str, str]]:
    for edge in edges:
        yield from _in_edge(table, edge)
        table = edge.table
    if column:
        yield table, column


def _in_edge(table: str, edge: Edge) -> Iterator[tuple[str, str]]:
    for other, here in edge.on:
        for column in columns_in(other):
            yield edge.table, column
        for column in columns_in(here):
            yield table, column
    yield from _in_predicate(edge.table, edge.where)


def columns_in(expression: Expression) -> tuple[str, ...]:
    """The columns of an edge's expression."""
    if isinstance(expression, Column):
        return (expression.name,)
    return tuple(part.name for part in expression.parts if isinstance(part, Column))


def named_in(table: str, predicate: Predicate) -> Iterator[tuple[str, str]]:
    """Every table and column that a predicate over rows of a table names."""
    yield from _in_predicate(table, predicate)


def _in_predicate(table: str, predicate: Predicate) -> Iterator[tuple[str, str]]:
    match predicate:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _in_predicate(table, part)
        case NotTrue(part):
            yield from _in_predicate(table, part)
        case Exists(edge, where):
            yield from _in_edge(table, edge)
            yield from _in_predicate(edge.table, where)
        case Compare(column) | In(column) | Unset(column) | Differs(column):
            yield table, column
        case InKeys(columns):
            for column in columns:
                yield table, column
        case _:
            return
