"""Who is who in the sources: typed identifiers read, made canonical, and matched in the domain.

Databases find candidates, this module decides equality. Nothing read here is logged or put in a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from varsam.domain.ownership import Identifier, Kind
from varsam.domain.planner.paths import backwards
from varsam.domain.planner.people import Target
from varsam.domain.predicate import ALWAYS, Edge, Exists, In, Predicate, Value, ValueAt, every, not_true
from varsam.domain.predicate import Unset as IsUnset
from varsam.engine.estate import Estate
from varsam.engine.known_rows import KnownRow, written
from varsam.formats.identifiers import canonical, spellings
from varsam.sources.base import Key, Query

Typed: TypeAlias = tuple[str, str]
"""An identifier's type and canonical value."""


@dataclass
class Located:
    """Where a person was found: keys of person rows per (source, kind), and their identifiers.

    `ambiguous`: identifiers that lead to more than one person row of one kind, with that place.
    """

    keys: dict[tuple[str, str], set[Key]] = field(default_factory=dict)
    unsure: dict[tuple[str, str], set[Key]] = field(default_factory=dict)
    identifiers: set[Typed] = field(default_factory=set)
    ambiguous: dict[Typed, set[tuple[str, str]]] = field(default_factory=dict)


def person_kinds(estate: Estate) -> Iterator[tuple[str, Kind]]:
    """Every person kind of every source, with the source's name."""
    for name, source_map in estate.maps.items():
        for kind in source_map.kinds:
            if kind.person:
                yield name, kind


def read_identifiers(
    estate: Estate, source: str, kind: Kind, identifier: Identifier, wanted: Sequence[str] | None = None
) -> Iterator[tuple[Key, str]]:
    """Stream (key of the kind's row, canonical value) for one identifier of a kind.

    `wanted` narrows to canonical values; where the map says how they are stored, an index can serve.
    """
    table, where, back = backwards(kind.table, kind.where, identifier.edges)
    conditions: list[Predicate] = [where, not_true(IsUnset(identifier.column))]
    if back:
        conditions.append(_reaches(back))
    asked = None if wanted is None else set(wanted)
    if asked is not None and identifier.stored_as:
        spelled = [
            each for value in asked for each in spellings(identifier.type, value, identifier.stored_as)
        ]
        conditions.append(In(identifier.column, tuple(spelled)))
    values = (ValueAt((), identifier.column), *(ValueAt(back, column) for column in kind.key))
    for value, *key in estate.sources[source].read(Query(table, values, every(conditions))):
        same = canonical(identifier.type, value)
        if same is not None and (asked is None or same in asked):
            yield tuple(key), same


def _reaches(back: tuple[Edge, ...]) -> Predicate:
    found: Predicate = ALWAYS
    for edge in reversed(back):
        found = Exists(edge, found)
    return found


def locate(estate: Estate, identifiers: Iterable[Typed], rows: Iterable[KnownRow] = ()) -> Located:
    """Find one person in every source by typed identifiers, following those that the maps let be followed.

    A row that only an ambiguous identifier leads to is unsure: it is never taken for this person's. `rows`
    are known to be theirs whatever identifiers they still hold.
    """
    located = Located(identifiers=set(identifiers))
    for row in rows:
        located.keys.setdefault(row.place, set()).add(row.key)
    for source, kind in person_kinds(estate) if located.keys else ():
        _follow(estate, source, kind, located)
    asked: set[Typed] = set()
    while new := located.identifiers - asked:
        asked |= new
        for source, kind in person_kinds(estate):
            _look(estate, source, kind, located, new)
            _follow(estate, source, kind, located)
    for place, keys in located.unsure.items():
        keys -= located.keys.get(place, set())
    return located


def _look(estate: Estate, source: str, kind: Kind, located: Located, new: set[Typed]) -> None:
    place = (source, kind.name)
    for identifier in kind.identifiers:
        wanted = [value for type_, value in new if type_ == identifier.type]
        if not wanted:
            continue
        found: dict[str, set[Key]] = {}
        for key, value in read_identifiers(estate, source, kind, identifier, wanted):
            found.setdefault(value, set()).add(key)
        for value, keys in found.items():
            if len(keys) > 1:
                located.ambiguous.setdefault((identifier.type, value), set()).add(place)
                located.unsure.setdefault(place, set()).update(keys)
            else:
                located.keys.setdefault(place, set()).update(keys)


def _follow(estate: Estate, source: str, kind: Kind, located: Located) -> None:
    keys = located.keys.get((source, kind.name), set())
    if not keys:
        return
    for identifier in kind.identifiers:
        if not identifier.follow:
            continue
        table = identifier.edges[-1].table if identifier.edges else kind.table
        emptied = written(estate.maps[source], table, identifier.column, identifier.type)
        for value in identifier_values(estate, source, kind, identifier, keys) - emptied:
            located.identifiers.add((identifier.type, value))


def identifier_values(
    estate: Estate, source: str, kind: Kind, identifier: Identifier, keys: Iterable[Key]
) -> set[str]:
    """The canonical values of one identifier for some rows of a kind."""
    wanted = list(keys)
    table, where, back = backwards(kind.table, kind.where, identifier.edges)
    values = (ValueAt((), identifier.column), *(ValueAt(back, column) for column in kind.key))
    narrowed: Predicate = where
    if len(kind.key) == 1:
        mine: Predicate = In(kind.key[0], tuple(key[0] for key in wanted))
        for edge in reversed(back):
            mine = Exists(edge, mine)
        narrowed = every([where, mine])
    members = set(wanted)
    found = set()
    for value, *key in estate.sources[source].read(Query(table, values, narrowed)):
        same = canonical(identifier.type, value)
        if same is not None and tuple(key) in members:
            found.add(same)
    return found


def column_values(estate: Estate, target: Target) -> Iterator[tuple[Value, str]]:
    """Stream each distinct stored value of an identifier column with its canonical spelling."""
    column = target.columns[0]
    query = Query(target.table, (ValueAt((), column),), not_true(IsUnset(column)), grouped=True)
    for value, _ in estate.sources[target.source].read(query):
        same = canonical(target.identifier, value)
        if same is not None:
            yield value, same


def keys_at(estate: Estate, target: Target, located: Located, *, sure_only: bool) -> set[Key]:
    """The keys at a target that are a located person's; with `sure_only`, none by a shared identifier."""
    if target.identifier:
        values = {value for type_, value in located.identifiers if type_ == target.identifier}
        if sure_only:
            shared = {value for type_, value in located.ambiguous if type_ == target.identifier}
            values -= shared
        if not values:
            return set()
        return {(stored,) for stored, same in column_values(estate, target) if same in values}
    place = (target.source, target.kind)
    keys = set(located.keys.get(place, set()))
    return keys if sure_only else keys | located.unsure.get(place, set())
