"""Who is who in the sources: typed identifiers read, made canonical, and matched in the domain.

Databases find candidates, this module decides equality. Nothing read here is logged or put in a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from varsam.domain.ownership import Identifier, Kind
from varsam.domain.planner.paths import backwards
from varsam.domain.planner.people import Target
from varsam.domain.predicate import ALWAYS, Edge, Exists, In, Predicate, Value, ValueAt, every, not_true
from varsam.domain.predicate import Unset as IsUnset
from varsam.engine.estate import Estate
from varsam.engine.known_rows import KnownRow
from varsam.engine.map_writes import MapWrites
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


def locate(
    estate: Estate,
    people: Mapping[str, Iterable[Typed]],
    rows: Mapping[str, Iterable[KnownRow]] | None = None,
) -> dict[str, Located]:
    """Find people in every source by typed identifiers, following those that the maps let be followed.

    All are looked for at once: a source is asked once per identifier and round, however many they are. A
    row that only an ambiguous identifier leads to is unsure: never taken for that person's. `rows` are known
    to be theirs whatever identifiers they still hold.
    """
    located = {person: Located(identifiers=set(identifiers)) for person, identifiers in people.items()}
    for person, known in (rows or {}).items():
        for row in known:
            located[person].keys.setdefault(row.place, set()).add(row.key)
    if any(one.keys for one in located.values()):
        for source, kind in person_kinds(estate):
            _follow(estate, source, kind, located.values())
    asked: dict[str, set[Typed]] = {person: set() for person in located}
    while new := {person: one.identifiers - asked[person] for person, one in located.items()}:
        new = {person: fresh for person, fresh in new.items() if fresh}
        if not new:
            break
        for person, fresh in new.items():
            asked[person] |= fresh
        for source, kind in person_kinds(estate):
            _look(estate, source, kind, located, new)
            _follow(estate, source, kind, located.values())
    for one in located.values():
        for place, keys in one.unsure.items():
            keys -= one.keys.get(place, set())
    return located


def _look(
    estate: Estate, source: str, kind: Kind, located: Mapping[str, Located], new: Mapping[str, set[Typed]]
) -> None:
    place = (source, kind.name)
    for identifier in kind.identifiers:
        wanted: dict[str, list[Located]] = {}
        for person, fresh in new.items():
            for type_, value in fresh:
                if type_ == identifier.type:
                    wanted.setdefault(value, []).append(located[person])
        for start in range(0, len(wanted), _AT_ONCE):
            found: dict[str, set[Key]] = {}
            some = list(wanted)[start : start + _AT_ONCE]
            for key, value in read_identifiers(estate, source, kind, identifier, some):
                found.setdefault(value, set()).add(key)
            for value, keys in found.items():
                for one in wanted[value]:
                    if len(keys) > 1:
                        one.ambiguous.setdefault((identifier.type, value), set()).add(place)
                        one.unsure.setdefault(place, set()).update(keys)
                    else:
                        one.keys.setdefault(place, set()).update(keys)


_AT_ONCE = 200


def _follow(estate: Estate, source: str, kind: Kind, located: Iterable[Located]) -> None:
    owners: dict[Key, list[Located]] = {}
    for one in located:
        for key in one.keys.get((source, kind.name), ()):
            owners.setdefault(key, []).append(one)
    for identifier in kind.identifiers if owners else ():
        if not identifier.follow:
            continue
        table = identifier.edges[-1].table if identifier.edges else kind.table
        emptied = MapWrites(estate.maps[source], table, identifier.column, identifier.type)
        for key, value in identifier_values(estate, source, kind, identifier, owners):
            for one in owners[key] if value not in emptied else ():
                one.identifiers.add((identifier.type, value))


def identifier_values(
    estate: Estate, source: str, kind: Kind, identifier: Identifier, keys: Iterable[Key]
) -> Iterator[tuple[Key, str]]:
    """Stream (key, canonical value) of one identifier for some rows of a kind."""
    wanted = list(keys)
    table, where, back = backwards(kind.table, kind.where, identifier.edges)
    values = (ValueAt((), identifier.column), *(ValueAt(back, column) for column in kind.key))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE] if len(kind.key) == 1 else wanted
        narrowed: Predicate = where
        if len(kind.key) == 1:
            mine: Predicate = In(kind.key[0], tuple(key[0] for key in some))
            for edge in reversed(back):
                mine = Exists(edge, mine)
            narrowed = every([where, mine])
        members = set(some)
        for value, *key in estate.sources[source].read(Query(table, values, narrowed)):
            same = canonical(identifier.type, value)
            if same is not None and tuple(key) in members:
                yield tuple(key), same
        if some is wanted:
            return


def column_values(estate: Estate, target: Target) -> Iterator[tuple[Value, str]]:
    """Stream each distinct stored value of an identifier column with its canonical spelling."""
    column = target.columns[0]
    query = Query(target.table, (ValueAt((), column),), not_true(IsUnset(column)), grouped=True)
    for value, _ in estate.sources[target.source].read(query):
        same = canonical(target.identifier, value)
        if same is not None:
            yield value, same


def keys_at(
    estate: Estate, target: Target, located: Mapping[str, Located], *, sure_only: bool
) -> dict[str, set[Key]]:
    """The keys at a target that are each located person's; with `sure_only`, none by a shared identifier."""
    keys: dict[str, set[Key]] = {person: set() for person in located}
    if not target.identifier:
        place = (target.source, target.kind)
        for person, one in located.items():
            keys[person] |= one.keys.get(place, set())
            keys[person] |= set() if sure_only else one.unsure.get(place, set())
        return keys
    owners: dict[str, list[str]] = {}
    for person, one in located.items():
        for type_, value in one.identifiers - one.ambiguous.keys() if sure_only else one.identifiers:
            if type_ == target.identifier:
                owners.setdefault(value, []).append(person)
    for stored, same in column_values(estate, target) if owners else ():
        for person in owners.get(same, ()):
            keys[person].add((stored,))
    return keys
