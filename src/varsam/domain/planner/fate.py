"""What keeps a group of a row, and when a whole row goes: the heart of planning.

A purpose keeps a group where it is held there and isn't over. A group goes when nothing keeps it; a row goes
when all its groups go, unless a row that stays refers to it.
"""

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
from varsam.domain.planner import since
from varsam.domain.planner.composed import GuardedEvent, KeySetEvent, ThroughEvent, UnionEvent
from varsam.domain.planner.events import AbsentEvent, EventView, FiscalYearEvent, column_view
from varsam.domain.planner.negation import negation
from varsam.domain.planner.people import EventKeys, FactView, KeySetSpec, PeopleKeys, SeenKeys, Target
from varsam.domain.planner.rules import kept_predicate, over_predicate, unfinished
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Always,
    Column,
    Edge,
    In,
    InKeys,
    Never,
    Predicate,
    Unset,
    every,
    exists,
    not_true,
    some,
)
from varsam.domain.register import Basis, Purpose, Register
from varsam.domain.retention import events_of

_ENDED_BY_ERASURE = (Basis.CONSENT, Basis.LEGITIMATE_INTERESTS, Basis.SOFT_OPT_IN)


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a row to a person, taken where `guard` is true of the row (a fall-back's)."""

    link: OwnerLink
    guard: Predicate = ALWAYS

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges to walk; a person's key that means "nobody" is no reference."""
        if not self.link.unset or not self.link.edges or not self.link.person:
            return self.link.edges
        *before, last = self.link.edges
        nobody = [In(other.name, self.link.unset) for other, _ in last.on if isinstance(other, Column)]
        where = every([last.where, *(not_true(each) for each in nobody)])
        return (*before, Edge(last.table, last.on, where, last.many))

    def reach(self, where: Predicate) -> Predicate:
        """Say of a row that this way leads to something for which `where` is true."""
        return every([self.guard, exists(self.edges, where)])

    def taken(self, where: Predicate = ALWAYS) -> Predicate:
        """Say of a row that this way leads to somebody (for whom `where` is true): no unset identifier."""
        if not self.link.identifier:
            return self.reach(where)
        return self.reach(every([not_true(Unset(self.link.column, self.link.unset)), where]))

    def behind(self, edge: Edge) -> Way:
        """The same way as seen from a part whose parent is reached along the edge."""
        link = OwnerLink(
            (edge, *self.edges), self.link.person, self.link.identifier, self.link.column, self.link.unset
        )
        return Way(link, ALWAYS if isinstance(self.guard, Always) else exists((edge,), self.guard))

    @property
    def single(self) -> bool:
        """Whether at most one person is reached."""
        return not any(edge.many for edge in self.link.edges)


@dataclass
class Fates:
    """Answers, for one source and day, what keeps and what goes. Collects the key sets that it refers to."""

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

    # -- purposes ----------------------------------------------------------------------------------------

    def held(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the purpose is held: `only:` true or unknown, and for consent that a consent is recorded."""
        held = self.covered(purpose, group)
        if purpose.basis is not Basis.CONSENT:
            return held
        given = self.event("consent.given", kind, group, purpose)
        recorded = self.among(
            kind, group, self.facts.given.get(purpose.id, frozenset()), f"given:{purpose.id}", goes=False
        )
        self.unmapped.discard((kind.name, "consent.given"))
        return every([held, some([given.at_most(self.today), recorded])])

    @staticmethod
    def covered(purpose: Purpose, group: Group) -> Predicate:
        """Where the purpose is for the row: its `only:` is true or unknown, so that doubt keeps."""
        only = group.only.get(purpose.id, ALWAYS)
        # "True or unknown" = its negation isn't true. Negation is pushed to the leaves by `negation`.
        return ALWAYS if isinstance(only, Always) else not_true(negation(only))

    def told(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the row's owners withdrew their consent or objected, and so ended the purpose outright."""
        people = self.facts.ended.get(purpose.id, frozenset())
        drop = kind.inside is not None and kind.inside.drop
        at = f"{purpose.id}:drop" if drop else purpose.id
        told = self.among(kind, group, people, f"ended:{at}", goes=not drop)
        if purpose.basis is not Basis.CONSENT or isinstance(told, Never):
            return told
        days = self.facts.withdrawn_on.get(purpose.id, {})
        return every([told, not_true(since.consented_again(self, purpose, kind, group, days, "withdrawn"))])

    def ended(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where a fact ended the purpose for the row's owners."""
        # A cache is dropped for anybody in it, also where only a shared name says so: nothing is lost.
        drop = kind.inside is not None and kind.inside.drop
        facts = self.told(purpose, kind, group)
        erased_people = self.facts.erased.get(purpose.id, frozenset())
        at = f"{purpose.id}:drop" if drop else purpose.id
        erased = self.among(kind, group, erased_people, f"erased:{at}", goes=not drop)
        if not isinstance(erased, Never):
            # The decision is about what was held then, not about somebody who came back.
            erased = every([erased, not_true(since.came_back(self, purpose, kind, group))])
        if purpose.basis in _ENDED_BY_ERASURE:
            return some([facts, erased])
        if purpose.basis is Basis.CONTRACT and purpose.rule is not None and not isinstance(erased, Never):
            running = unfinished(purpose.rule, self.today, self.views(purpose, kind, group))
            return some([facts, every([erased, not_true(running)])])
        return facts

    def views(self, purpose: Purpose, kind: Kind, group: Group) -> dict[str, EventView]:
        """The views of every event that the purpose's rule names."""
        if purpose.rule is None:
            return {}
        return {
            name: since.unless_given_again(self, purpose, kind, group, name, view)
            for name in events_of(purpose.rule)
            for view in [self.event(name, kind, group, purpose)]
        }

    def keeps(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        """Where the purpose keeps the group: held, not ended by a fact, its rule not past."""
        held = self.held(purpose, kind, group)
        if not purpose.settled or purpose.rule is None or purpose.id in self.register.undecided():
            return held
        kept = kept_predicate(purpose.rule, self.today, self.views(purpose, kind, group))
        return every([held, not_true(self.ended(purpose, kind, group)), kept])

    def _lets_go(self, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
        keeps = self.keeps(purpose, kind, group)
        if isinstance(keeps, Never | Always) or not purpose.settled or purpose.rule is None:
            return not_true(keeps)
        held, ended = self.held(purpose, kind, group), self.ended(purpose, kind, group)
        if (
            isinstance(held, Always)
            and isinstance(ended, Never)
            and purpose.id not in self.register.undecided()
        ):
            # Nothing but the rule: the positive form lets an index on the event's column serve.
            return over_predicate(purpose.rule, self.today, self.views(purpose, kind, group))
        return not_true(keeps)

    def withheld(self, kind: Kind, group: Group, why: str = "") -> Predicate:
        """Where a hold or an Article 18 restriction (`why`; both if empty) covers the group."""
        found: list[Predicate] = []
        for keeping in self.facts.keeping:
            if why and keeping.why != why:
                continue
            covered = not keeping.scope.purposes or any(
                purpose in keeping.scope.purposes for purpose in group.purposes
            )
            if not covered or not keeping.scope.covers(self.source.source, kind.name):
                continue
            if keeping.people:
                found.append(self.among(kind, group, keeping.people, keeping.id, goes=False))
            else:
                found.append(ALWAYS)
        return some(found)

    def group_goes(self, kind: Kind, group: Group) -> Predicate:
        """Where nothing keeps the group. Held for nothing: never."""
        if not group.purposes:
            return NEVER
        purposes = self.register.purposes()
        lets_go = [self._lets_go(purposes[each], kind, group) for each in group.purposes]
        return every([*lets_go, not_true(self.withheld(kind, group))])

    # -- rows --------------------------------------------------------------------------------------------

    def row_goes(self, kind: Kind) -> Predicate:
        """Where every group of the row goes; never for a kind without groups of its own."""
        if kind.disposal.method is Method.NEVER or not kind.groups:
            return NEVER
        return every(self.group_goes(kind, group) for group in kind.groups)


def _along(way: Way, view: EventView) -> EventView:
    found = ThroughEvent(way.edges, view) if way.edges else view
    return found if isinstance(way.guard, Always) else GuardedEvent(way.guard, found)


def _named(name: str, target: Target) -> str:
    at = f"{target.source}.{target.kind}.{'+'.join(target.columns)}"
    return f"{name}@{at}" if not target.identifier else f"{name}@{at}:{target.identifier}"
