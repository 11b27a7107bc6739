"""Rows whose way to a person leads nowhere: which there are, and where a rule would be read wrongly of them.

A row of nobody still goes by its own dates. But what is only known at its person (an event, a consent) can't
be looked up there, and taking that for "there is no such thing" would let data go of somebody unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.domain.ownership import EventFrom, EventMapping, Group, Kind, Method
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.finding_question import FindingQuestion
from varsam.domain.planner.rules import kept_predicate
from varsam.domain.planner.ways import Way
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Always,
    Column,
    Edge,
    Never,
    Predicate,
    every,
    exists,
    not_true,
    some,
)
from varsam.domain.register import Basis, Purpose
from varsam.domain.retention import All, Either, Formula, IsAbsent, events_of, over
from varsam.domain.snapshot import Snapshot, Table

# These enforce a declared reference whoever writes; SQLite does so only for connections that ask for it.
_ENFORCING = ("postgresql", "mariadb")


def nobody(fates: Fates, kind: Kind, group: Group | None = None) -> Predicate:
    """Say of a row that the map names ways to a person and none of them leads to one.

    Never where the map names no way (another check says that), or where the row is the person.
    """
    ways = fates.ways(kind, group)
    return every(not_true(way.taken()) for way in ways) if ways else NEVER


def lost(fates: Fates, event: str, kind: Kind, group: Group | None) -> Predicate:
    """Say of a row that an event can't be looked up, because the way to where it is mapped leads nowhere."""
    if group is not None and event in group.events:
        return _behind_owner(fates, group.events[event], kind, group)
    if event in kind.events:
        return _behind_owner(fates, kind.events[event], kind, group)
    if kind.part_of is not None and (group is None or group.owner is None):
        edges = (kind.part_of.edge,)
        parent = fates.source.kind(kind.part_of.kind)
        return some([not_true(exists(edges, ALWAYS)), exists(edges, lost(fates, event, parent, None))])
    return nobody(fates, kind, group)


def _behind_owner(fates: Fates, mapping: EventMapping, kind: Kind, group: Group | None) -> Predicate:
    return nobody(fates, kind, group) if isinstance(mapping, EventFrom) and not mapping.column else NEVER


def misread(fates: Fates, kind: Kind, snapshot: Snapshot) -> Predicate:
    """Say of a row that a purpose would be taken for over only because its person can't be found.

    Two ways lead there: a rule that ignores events that don't exist (`latest`), and a consent that nobody
    can have looked up. Such rows are a person's to decide.
    """
    purposes = fates.register.purposes()
    found: list[Predicate] = []
    for group in kind.groups:
        if leads_surely(fates, kind, group, snapshot):
            continue
        for purpose in (purposes[each] for each in group.purposes):
            if purpose.settled and purpose.rule is not None:
                found.append(_misread(fates, kind, group, purpose))
    return some(found)


def _misread(fates: Fates, kind: Kind, group: Group, purpose: Purpose) -> Predicate:
    if purpose.rule is None:
        return NEVER
    found: list[Predicate] = []
    where = {event: lost(fates, event, kind, group) for event in events_of(purpose.rule)}
    ignored = _ignored(over(purpose.rule, fates.today)) & where.keys()
    # Where all events get lost together none is left to count from, and the rule keeps by itself.
    if len(set(where.values())) > 1:
        found += [where[event] for event in sorted(ignored)]
    if purpose.basis is Basis.CONSENT:
        views = fates.views(purpose, kind, group)
        unseen = lost(fates, "consent.given", kind, group)
        if not isinstance(unseen, Never):
            found.append(every([unseen, kept_predicate(purpose.rule, fates.today, views)]))
    covered = fates.covered(purpose, group)
    return every([covered, some(found)])


def _ignored(formula: Formula) -> set[str]:
    match formula:
        case IsAbsent(event):
            return {event}
        case All(parts) | Either(parts):
            return set().union(*(_ignored(part) for part in parts))
        case _:
            return set()


def unowned(fates: Fates, snapshot: Snapshot) -> Iterator[FindingQuestion]:
    """Ask, for every kind of a source, how many rows lead to nobody though the map says whose they are.

    Not asked where the schema itself sees to it that there is somebody.
    """
    for kind in fates.source.kinds:
        if kind.disposal.method is Method.NEVER:
            continue
        owned: tuple[Group | None, ...] = (None, *(each for each in kind.groups if each.owner is not None))
        for group in owned:
            if leads_surely(fates, kind, group, snapshot):
                continue
            where = every([kind.where, nobody(fates, kind, group)])
            if not isinstance(where, Never):
                said = {"group": group.name if group is not None else kind.name}
                source = fates.source.source
                yield FindingQuestion("no_owner", source, kind.name, kind.table, where, said)


def leads_surely(fates: Fates, kind: Kind, group: Group | None, snapshot: Snapshot) -> bool:
    """Answer whether the schema makes one of the ways lead to a person for every row."""
    return any(_sure(way, snapshot.tables.get(kind.table), snapshot) for way in fates.ways(kind, group))


def _sure(way: Way, table: Table | None, snapshot: Snapshot) -> bool:
    if not isinstance(way.guard, Always):
        return False
    for edge in way.edges:
        if table is None or not _enforced(edge, table, snapshot):
            return False
        table = snapshot.tables.get(edge.table)
    if not way.link.identifier:
        return True
    seen = table.column(way.link.column) if table is not None else None
    return seen is not None and not seen.nullable and not way.link.unset


def _enforced(edge: Edge, table: Table, snapshot: Snapshot) -> bool:
    """Whether a declared key without NULL leads every row of the table to one along the edge."""
    if snapshot.dialect not in _ENFORCING or not table.transactional or not isinstance(edge.where, Always):
        return False
    pairs = {
        (here.name, there.name)
        for there, here in edge.on
        if isinstance(here, Column) and isinstance(there, Column)
    }
    columns = [table.column(here) for here, _ in pairs]
    return (
        len(pairs) == len(edge.on)
        and all(column is not None and not column.nullable for column in columns)
        and any(
            key.table == edge.table and set(zip(key.columns, key.target, strict=True)) == pairs
            for key in table.foreign_keys
        )
    )
