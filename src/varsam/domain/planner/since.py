"""What a decision or a withdrawal doesn't reach: rows that came to be and consents given after it.

Two dates of which each row and each person has its own aren't compared in a source. The rows in question are
few (those of people with a fact), so whoever resolves the key set reads them and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from varsam.domain.calendar import time_zone
from varsam.domain.ownership import Group, Kind
from varsam.domain.planner.composed import GuardedEvent, ThroughEvent
from varsam.domain.planner.events import AbsentEvent, EventView, column_view
from varsam.domain.planner.lookup import Lookup
from varsam.domain.planner.needs import needed_by
from varsam.domain.planner.people import SinceKeys
from varsam.domain.predicate import NEVER, InKeys, Predicate, not_true, some
from varsam.domain.register import Basis, Purpose


def came_back(lookup: Lookup, purpose: Purpose, kind: Kind, group: Group) -> Predicate:
    """Say of an erased person's row that the decision isn't about it.

    It came to be later (`collected:` here, at a parent or at the person), or its consent was given later.
    Law: GDPR 17(1) is about the data that is held.
    """
    days = lookup.facts.erased_on.get(purpose.id, {})
    later: list[Predicate] = []
    collected = _collected(lookup, purpose, kind, group)
    if collected is not None:
        later.append(_rows(lookup, kind, group, _sharing(lookup, days, purpose), collected, days))
    if purpose.basis is Basis.CONSENT:
        later.append(consented_again(lookup, purpose, kind, group, days, "erased"))
    return some(later)


def consented_again(
    lookup: Lookup, purpose: Purpose, kind: Kind, group: Group, days: Mapping[str, date], what: str
) -> Predicate:
    """Say of a row that its source holds a consent given after those days. Law: GDPR 7(3)."""
    given = lookup.event("consent.given", kind, group, purpose)
    lookup.unmapped.discard((kind.name, "consent.given"))
    if isinstance(given, AbsentEvent):
        return NEVER
    return _rows(lookup, kind, group, f"again:{what}:{purpose.id}", given, days)


def unless_given_again(
    lookup: Lookup, purpose: Purpose, kind: Kind, group: Group, event: str, view: EventView
) -> EventView:
    """Take no notice of a withdrawal that a source holds where a consent was recorded after it."""
    days = lookup.facts.given_on.get(purpose.id, {})
    if event != "consent.withdrawn" or purpose.basis is not Basis.CONSENT or isinstance(view, AbsentEvent):
        return view
    name = f"again:given:{purpose.id}"
    again = _rows(lookup, kind, group, name, view, days, before=True, use="keeps")
    return view if again == NEVER else GuardedEvent(not_true(again), view)


def _rows(
    lookup: Lookup,
    kind: Kind,
    group: Group,
    name: str,
    dated: EventView,
    days: Mapping[str, date],
    *,
    before: bool = False,
    use: Literal["goes", "keeps"] = "goes",
) -> Predicate:
    # What was decided today can't lie before anything.
    counted = dict(days) if before else {who: day for who, day in days.items() if day < lookup.today}
    ways = lookup.ways(kind, group)
    if not counted or not ways:
        return NEVER
    part = f".{group.name}" if group.owner is not None or name.startswith("again") else ""
    spec = SinceKeys(
        f"{lookup.prefix}{name}@{lookup.source.source}.{kind.name}{part}",
        lookup.source.source,
        kind.table,
        kind.key,
        kind.where,
        tuple((way.edges, lookup.target(kind, way)) for way in ways),
        dated,
        counted,
        before,
        use,
        tuple(lookup.key_sets[each] for each in sorted(needed_by((), dated.reading()))),
    )
    lookup.key_sets[spec.name] = spec
    return InKeys(kind.key, spec.name)


def _sharing(lookup: Lookup, days: Mapping[str, date], purpose: Purpose) -> str:
    """One name for all purposes that were ended on the same days: the same rows are meant."""
    same = [each for each, other in lookup.facts.erased_on.items() if other == days]
    zone = lookup.register.controller_of(purpose.id).zone
    first = next(each for each in sorted(same) if lookup.register.controller_of(each).zone == zone)
    return f"since:{first}"


def _collected(lookup: Lookup, purpose: Purpose, kind: Kind, group: Group | None) -> EventView | None:
    """When a row came to be, as the nearest place says: the kind, its parent, its person."""
    zone = time_zone(lookup.register.controller_of(purpose.id).zone)
    if kind.collected is not None:
        return column_view(kind.collected, zone)
    if kind.part_of is not None:
        found = _collected(lookup, purpose, lookup.source.kind(kind.part_of.kind), None)
        return ThroughEvent((kind.part_of.edge,), found) if found is not None else None
    ways = lookup.ways(kind, group)
    if len(ways) == 1 and ways[0].single and ways[0].link.person and ways[0].edges:
        person = lookup.source.kind(ways[0].link.person)
        if person.collected is not None:
            return ThroughEvent(ways[0].edges, column_view(person.collected, zone))
    return None
