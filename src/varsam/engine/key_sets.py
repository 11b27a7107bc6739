"""Key sets resolved: people with a fact, and events that other places know, as keys of the source at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from varsam.domain.calendar import FiscalYears, time_zone
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import EventColumn, EventFirstOf, EventFiscalYear, Kind
from varsam.domain.planner.events import EventView, FiscalYearEvent, column_view
from varsam.domain.planner.people import EventKeys, KeySetSpec, PeopleKeys, SeenKeys, SinceKeys, Target
from varsam.domain.predicate import ValueAt, every, not_true
from varsam.domain.retention import Missing
from varsam.engine.estate import Estate
from varsam.engine.identity import (
    Located,
    Typed,
    column_values,
    keys_at,
    locate,
    read_identifiers,
)
from varsam.engine.key_join import (
    Days,
    Named,
    Pairs,
    mark_of,
    mark_of_identifier,
    members_of,
    through,
    written,
)
from varsam.engine.known_rows import KnownRow, known_rows, standing
from varsam.engine.since import rows_since
from varsam.sources.base import Key, KeySet, Query


@dataclass
class KeySets:
    """Resolves key set specifications against the open sources; remembers who was located where.

    `identifiers_of` gives the typed identifiers of people; `first_seen` dates keys that are in a state today
    (source, state name, keys) and remembers the new ones. `rows_of` gives the rows known to be theirs.
    """

    estate: Estate
    identifiers_of: Callable[[Sequence[str]], Mapping[str, Iterable[Typed]]]
    first_seen: Callable[[str, str, Iterable[Key]], Mapping[Key, date]]
    rows_of: Callable[[Sequence[str]], Mapping[str, Iterable[KnownRow]]] = lambda _people: {}
    _located: dict[str, Located] = field(default_factory=dict)
    _gone: dict[str, frozenset[KnownRow]] = field(default_factory=dict)
    _events: dict[tuple[str, str, str, str], dict[str, Days]] = field(default_factory=dict)

    def located(self, person: str) -> Located:
        """Where a person is found, looked up once."""
        return self._all_located([person])[person]

    def _all_located(self, people: Iterable[str]) -> dict[str, Located]:
        wanted = sorted(people)
        new = [person for person in wanted if person not in self._located]
        if new:
            same, gone = standing(self.estate, self.rows_of(new))
            self._gone |= gone
            self._located |= locate(self.estate, self.identifiers_of(new), same)
        return {person: self._located[person] for person in wanted}

    def surely_found(self) -> dict[str, set[KnownRow]]:
        """The rows at which the people who were looked up so far were surely found."""
        found: dict[str, set[KnownRow]] = {}
        for person, row in known_rows(
            self.estate, {person: located.keys for person, located in self._located.items()}
        ):
            found.setdefault(person, set()).add(row)
        return found

    def gone(self) -> dict[str, frozenset[KnownRow]]:
        """Known rows of the people who were looked up so far that aren't there any more."""
        return {person: rows for person, rows in self._gone.items() if rows}

    def resolve(self, spec: KeySetSpec) -> KeySet:
        """Resolve one specification into the keys and dates to stage."""
        match spec:
            case PeopleKeys():
                return self._people(spec)
            case EventKeys():
                return self._event(spec)
            case SeenKeys():
                return self._seen(spec)
            case SinceKeys():
                return self._since(spec)
        assert_never(spec)

    def _since(self, spec: SinceKeys) -> KeySet:
        for needed in spec.needs:
            self.estate.sources[spec.source].stage(self.resolve(needed))
        located = self._all_located(spec.days)
        families = {target: _families(self.estate, target) for _, target in spec.ways}
        rows = dict.fromkeys(rows_since(self.estate, spec, located, families))
        own = families_of(self.estate, spec.source, spec.table, spec.key)
        return KeySet(spec.name, own, tuple((key, None) for key in rows))

    def _people(self, spec: PeopleKeys) -> KeySet:
        located = self._all_located(spec.people)
        found = keys_at(self.estate, spec.target, located, sure_only=spec.use == "goes")
        keys = set[Key]().union(*found.values())
        return KeySet(spec.name, _families(self.estate, spec.target), tuple((key, None) for key in keys))

    def _event(self, spec: EventKeys) -> KeySet:
        said: dict[str, list[Days]] = {}
        for source, kind in spec.origins:
            for type_, days in self._said(source, kind, spec.event, spec.dated_by).items():
                if not spec.by or type_ == spec.by:
                    said.setdefault(type_, []).append(days)
        targets = Named()
        for (type_, value), key in self._targeted(spec, set(said)):
            targets.add(mark_of_identifier(type_, value), written(key))
        members = members_of([each for days in said.values() for each in days], targets)
        return KeySet(spec.name, _families(self.estate, spec.target), members)

    def _targeted(self, spec: EventKeys, types: set[str]) -> Iterable[tuple[Typed, Key]]:
        target = spec.target
        if target.identifier:
            for stored, same in column_values(self.estate, target):
                yield (target.identifier, same), (stored,)
            return
        kind = self.estate.maps[target.source].kind(target.kind)
        allowed = types if spec.by else types & self._followed(spec, kind)
        # Streamed, not indexed: a million customers are a million keys.
        for identifier in kind.identifiers:
            if identifier.type in allowed:
                for key, value in read_identifiers(self.estate, target.source, kind, identifier):
                    yield (identifier.type, value), key

    def _followed(self, spec: EventKeys, kind: Kind) -> set[str]:
        """Types that may be carried between the two places: the map of either side says `follow`."""
        said = {each.type for each in kind.identifiers if each.follow}
        for source, name in spec.origins:
            origin = self.estate.maps[source].kind(name)
            said |= {each.type for each in origin.identifiers if each.follow or not origin.person}
        return said

    def _said(self, source: str, kind_name: str, event: str, dated_by: str) -> dict[str, Days]:
        """What one place says about an event: per type of identifier, the days by identifier."""
        place = (source, kind_name, event, dated_by)
        if place in self._events:
            return self._events[place]
        kind = self.estate.maps[source].kind(kind_name)
        view = self._view(kind, event, dated_by)
        states = Days()
        values = (*(ValueAt((), column) for column in kind.key), *view.reading())
        width = len(kind.key)
        for row in self.estate.sources[source].read(Query(kind.table, values, kind.where)):
            state = view.state(row[width:])
            if state is not Missing.ABSENT:
                states.add(mark_of(written(row[:width])), state if isinstance(state, date) else None)
        found: dict[str, Days] = {}
        for identifier in kind.identifiers:
            names = Pairs()
            for key, value in read_identifiers(self.estate, source, kind, identifier):
                names.add(mark_of(written(key)), mark_of_identifier(identifier.type, value))
            days = through(states, names)
            if identifier.type in found:
                found[identifier.type].extend(days)
            else:
                found[identifier.type] = days
        self._events[place] = found
        return found

    def _view(self, kind: Kind, event: str, dated_by: str) -> EventView:
        entity = self.estate.register.entity(dated_by)
        zone = time_zone(entity.zone)
        mapping = kind.events[event]
        match mapping:
            case EventColumn() | EventFirstOf():
                return column_view(mapping, zone)
            case EventFiscalYear(of):
                years: FiscalYears = entity.fiscal_years
                return FiscalYearEvent(column_view(of, zone), years)
            case _:
                raise RegisterError(
                    f"the event {event} of {kind.name} can't be taken to another source",
                    where=f"kind {kind.name}",
                    hint="map it from a column there",
                )

    def _seen(self, spec: SeenKeys) -> KeySet:
        kind = self.estate.maps[spec.source].kind(spec.kind)
        state = spec.mapping.state
        values = tuple(ValueAt((), column) for column in kind.key)
        source = self.estate.sources[spec.source]
        inside = list(source.read(Query(kind.table, values, every([kind.where, state]))))
        dated = self.first_seen(spec.source, f"{spec.kind}:{spec.event}", inside)
        members: list[tuple[Key, date | None]] = [(key, dated[key]) for key in inside]
        outside = source.read(Query(kind.table, values, every([kind.where, not_true(state)])))
        members.extend((key, None) for key in outside)
        return KeySet(spec.name, families_of(self.estate, spec.source, kind.table, kind.key), tuple(members))


def families_of(estate: Estate, source: str, table: str, columns: Iterable[str]) -> tuple[str, ...]:
    """The families of a table's columns, as staging needs them; text where nothing is known."""
    seen = estate.snapshot(source).tables.get(table)
    found = [seen.column(name) if seen else None for name in columns]
    return tuple(column.family if column else "text" for column in found)


def _families(estate: Estate, target: Target) -> tuple[str, ...]:
    return families_of(estate, target.source, target.table, target.columns)
