"""Whose a row is and which events it has, as the map says: predicates, views and the key sets behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from varsam.domain.calendar import time_zone
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
    OwnerLink,
    SourceMap,
)
from varsam.domain.planner.composed import GuardedEvent, KeySetEvent, ThroughEvent, UnionEvent
from varsam.domain.planner.events import AbsentEvent, EventView, FiscalYearEvent, column_view
from varsam.domain.planner.people import EventKeys, FactView, KeySetSpec, PeopleKeys, SeenKeys, Target
from varsam.domain.planner.ways import Way
from varsam.domain.predicate import NEVER, Always, InKeys, Predicate, every, not_true, some
from varsam.domain.register import Purpose, Register


@dataclass
class Lookup:
    """Answers, for one source and day, to whom rows lead and when their events were; collects key sets."""

    register: Register
    maps: Mapping[str, SourceMap]
    source: SourceMap
    facts: FactView
    today: date
    key_sets: dict[str, KeySetSpec] = field(default_factory=dict)
    unmapped: set[tuple[str, str]] = field(default_factory=set)
    prefix: str = ""

    # -- owners ------------------------------------------------------------------------------------------

    def ways(self, kind: Kind, group: Group | None = None) -> tuple[Way, ...]:
        """The ways to the row's persons: the group's own, the kind's, or the parent's through the edge."""
        owner = group.owner if group is not None and group.owner is not None else kind.owner
        if owner is not None:
            first = tuple(Way(link) for link in owner.links)
            unset = every(not_true(way.taken()) for way in first)
            return (*first, *(Way(link, unset) for link in owner.otherwise))
        if kind.person:
            return (Way(OwnerLink((), person=kind.name)),)
        if kind.part_of is not None:
            parent = self.source.kind(kind.part_of.kind)
            return tuple(way.behind(kind.part_of.edge) for way in self.ways(parent))
        return ()

    def seen_by(self, kind: Kind, people: frozenset[str], name: str) -> Predicate:
        """Say of a row that it is about some of these people too, though it isn't theirs (`seen_by:`)."""
        found: list[Predicate] = []
        for owner in kind.seen_by:
            for way in (Way(link) for link in (*owner.links, *owner.otherwise)):
                target = self.target(kind, way)
                key_set = PeopleKeys(_named(self.prefix + name, target), target, people, "goes")
                self.key_sets[key_set.name] = key_set
                found.append(way.reach(InKeys(target.columns, key_set.name)))
        return some(found)

    def target(self, kind: Kind, way: Way) -> Target:
        """The column at the end of a way by which people are looked up."""
        link = way.link
        table = link.edges[-1].table if link.edges else kind.table
        if link.person:
            person = self.source.kind(link.person)
            return Target(self.source.source, person.name, person.table, person.key)
        return Target(self.source.source, kind.name, table, (link.column,), link.identifier)

    def among(
        self,
        kind: Kind,
        group: Group | None,
        people: frozenset[str],
        name: str,
        *,
        goes: bool,
        sure: bool | None = None,
    ) -> Predicate:
        """Say of a row that its owners are among people: all of them if it makes data go, else any.

        `sure`: rows that only a shared identifier leads to don't count (default: where it makes data go).
        """
        use: Literal["goes", "keeps"] = "goes" if (goes if sure is None else sure) else "keeps"
        ways = self.ways(kind, group)
        if not people or not ways:
            return NEVER
        inside: list[Predicate] = []
        settled: list[Predicate] = []
        for way in ways:
            target = self.target(kind, way)
            key_set = PeopleKeys(_named(self.prefix + name, target), target, people, use)
            member = InKeys(target.columns, key_set.name)
            self.key_sets[key_set.name] = key_set
            inside.append(way.reach(member))
            settled.append(not_true(way.taken(not_true(member))))
        if not goes or (len(ways) == 1 and ways[0].single):
            return some(inside)
        return every([some(inside), *settled])

    # -- events ------------------------------------------------------------------------------------------

    def event(self, name: str, kind: Kind, group: Group | None, purpose: Purpose) -> EventView:
        """The nearest place that maps an event: the group, the kind, its parents, the person everywhere."""
        if group is not None and name in group.events:
            return self._view(name, group.events[name], kind, group, purpose)
        if name in kind.events:
            return self._view(name, kind.events[name], kind, group, purpose)
        if kind.inside is not None and self._said_by(name, container := self.source.kind(kind.inside.kind)):
            edge = kind.inside.to_container(container.where)
            return ThroughEvent((edge,), self.event(name, container, None, purpose))
        own_owner = group is not None and group.owner is not None
        if kind.part_of is not None and not own_owner:
            parent = self.source.kind(kind.part_of.kind)
            return ThroughEvent((kind.part_of.edge,), self.event(name, parent, None, purpose))
        return self._at_person(name, kind, group, purpose)

    def _said_by(self, name: str, kind: Kind) -> bool:
        """Whether a container, or what it is part of, maps the event: asked before the person."""
        around = [kind.part_of.kind] if kind.part_of else [kind.inside.kind] if kind.inside else []
        return name in kind.events or any(self._said_by(name, self.source.kind(each)) for each in around)

    def _at_person(self, name: str, kind: Kind, group: Group | None, purpose: Purpose) -> EventView:
        views: list[EventView] = []
        for way in self.ways(kind, group):
            local: tuple[str, str] | None = None
            named = ""
            if way.link.person:
                person = self.source.kind(way.link.person)
                if name in person.events:
                    view = self._view(name, person.events[name], person, None, purpose)
                    views.append(_along(way, view))
                    local = (self.source.source, person.name)
                    mapping = person.events[name]
                    named = mapping.source if isinstance(mapping, EventFrom) else ""
            origins = tuple(each for each in self._origins(name) if each != local and each[0] != named)
            if origins:
                target = self.target(kind, way)
                views.append(_along(way, self._from_elsewhere(name, target, origins, "", purpose)))
        if not views:
            self.unmapped.add((kind.name, name))
            return AbsentEvent()
        return views[0] if len(views) == 1 else UnionEvent(tuple(views))

    def _from_elsewhere(
        self, event: str, target: Target, origins: tuple[tuple[str, str], ...], by: str, purpose: Purpose
    ) -> EventView:
        """One key set for all purposes whose controllers count days and fiscal years alike."""
        dated_by = self.register.dated_alike(purpose.id)
        mark = "" if dated_by == self.register.entities[0] else f"~{dated_by.id}"
        name = _named(f"{self.prefix}event:{event}:{by}{mark}", target)
        self.key_sets[name] = EventKeys(name, target, event, origins, dated_by.id, by)
        return KeySetEvent(target.columns, name)

    def _origins(self, event: str) -> tuple[tuple[str, str], ...]:
        """Every kind of every source that says this event about people."""
        return tuple(
            (name, kind.name)
            for name, source in self.maps.items()
            for kind in source.kinds
            if event in kind.events
            and not isinstance(kind.events[event], EventFrom)
            and kind.identifiers
            and (kind.person or kind.disposal.method is Method.NEVER)
        )

    def _view(
        self, name: str, mapping: EventMapping, kind: Kind, group: Group | None, purpose: Purpose
    ) -> EventView:
        controller = self.register.controller_of(purpose.id)
        zone = time_zone(controller.zone)
        match mapping:
            case EventColumn() | EventFirstOf():
                return column_view(mapping, zone)
            case EventFiscalYear(of):
                return FiscalYearEvent(column_view(of, zone), controller.fiscal_years)
            case EventFrom(source, by, column):
                origins = tuple(each for each in self._origins(name) if each[0] == source)
                if column:
                    target = Target(self.source.source, kind.name, kind.table, (column,), by)
                    return self._from_elsewhere(name, target, origins, by, purpose)
                found = [
                    _along(way, self._from_elsewhere(name, self.target(kind, way), origins, by, purpose))
                    for way in self.ways(kind, group)
                ]
                if not found:
                    self.unmapped.add((kind.name, name))
                    return AbsentEvent()
                return found[0] if len(found) == 1 else UnionEvent(tuple(found))
            case EventSeen():
                seen = SeenKeys(
                    f"{self.prefix}seen:{name}@{self.source.source}.{kind.name}",
                    self.source.source,
                    kind.name,
                    name,
                    mapping,
                )
                self.key_sets[seen.name] = seen
                return KeySetEvent(kind.key, seen.name)


def _along(way: Way, view: EventView) -> EventView:
    found = ThroughEvent(way.edges, view) if way.edges else view
    return found if isinstance(way.guard, Always) else GuardedEvent(way.guard, found)


def _named(name: str, target: Target) -> str:
    at = f"{target.source}.{target.kind}.{'+'.join(target.columns)}"
    return f"{name}@{at}" if not target.identifier else f"{name}@{at}:{target.identifier}"
