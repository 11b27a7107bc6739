"""Whose traces are searched for, and by which identifiers: those that are one person's alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from varsam.domain.ownership import Identifier, Kind
from varsam.domain.plan import ManualTask, OverwriteColumns, Plan
from varsam.domain.planner.paths import backwards
from varsam.domain.predicate import Exists, InKeys, Predicate, ValueAt, every
from varsam.engine.estate import Estate
from varsam.engine.identity import Located, Typed, person_kinds, read_identifiers
from varsam.engine.key_sets import families_of
from varsam.engine.map_writes import MapWrites
from varsam.formats.identifiers import canonical
from varsam.formats.residue.needles import unfit
from varsam.sources.base import Key, KeySet, Query
from varsam.store import key_sets as kept_keys

MOST_PEOPLE = 1_000
"""Of a retention run with more people, this many are searched for, spread evenly; the result says so."""

Place = tuple[str, str, str]
"""Source, table and column."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One identifier that is searched for, whose it is (a number within the plan), and where it was read."""

    person: int
    type: str
    value: str = field(repr=False)
    places: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The identifiers to search for. `left_out`: (type, reason) -> how many.

    Reasons: name, short, changing (see `formats.residue.needles.unfit`), scoped (the map says that it means
    nothing elsewhere), shared (other people have it too). `people` are those of the plan, `searched` of them.
    """

    sought: tuple[Sought, ...]
    left_out: Counter[tuple[str, str]]
    people: int
    searched: int


def of_person(estate: Estate, located: Located) -> Chosen:
    """The identifiers of one person: those known, and those on the rows that are surely theirs."""
    found: dict[Typed, tuple[set[int], set[Place]]] = {typed: ({0}, set()) for typed in located.identifiers}
    for (source, name), keys in located.keys.items():
        kind = estate.maps[source].kind(name)
        _read(estate, source, kind, dict.fromkeys(keys, 0), found)
    return _chosen(estate, found, set(located.ambiguous), people=1, searched=1)


def of_plan(estate: Estate, plan_id: str, plan: Plan) -> Chosen:
    """The identifiers of the people whose own rows a plan removes or overwrites."""
    found: dict[Typed, tuple[set[int], set[Place]]] = {}
    people: list[tuple[str, str, Key]] = []
    for step in plan.steps:
        if isinstance(step, ManualTask) or not estate.maps[step.on.source].kind(step.on.kind).person:
            continue
        kind = estate.maps[step.on.source].kind(step.on.kind)
        if isinstance(step, OverwriteColumns) and not _identifying(kind) & set(step.values):
            continue
        for step_id, number, _ in kept_keys.plan_key_batches(plan_id):
            if step_id == step.on.step:
                keys = kept_keys.load_plan_keys(plan_id, step_id, number)
                people += [(step.on.source, step.on.kind, key) for key in keys]
    people = list(dict.fromkeys(people))
    spread = people[:: -(-len(people) // MOST_PEOPLE)] if people else []
    per_kind: dict[tuple[str, str], dict[Key, int]] = {}
    for number, (source, name, key) in enumerate(spread):
        per_kind.setdefault((source, name), {})[key] = number
    for (source, name), keys_of in per_kind.items():
        _read(estate, source, estate.maps[source].kind(name), keys_of, found)
    return _chosen(estate, found, set(), people=len(people), searched=len(spread))


def _identifying(kind: Kind) -> set[str]:
    return {identifier.column for identifier in kind.identifiers if not identifier.edges}


def _read(
    estate: Estate,
    source: str,
    kind: Kind,
    people: dict[Key, int],
    found: dict[Typed, tuple[set[int], set[Place]]],
) -> None:
    """Add the identifiers on these rows of a kind, with the place of each."""
    for identifier in kind.identifiers:
        table, _, _ = backwards(kind.table, kind.where, identifier.edges)
        emptied = MapWrites(estate.maps[source], table, identifier.column, identifier.type)
        for key, value in _values(estate, source, kind, identifier, people):
            if value in emptied:
                continue
            numbers, places = found.setdefault((identifier.type, value), (set(), set()))
            numbers.add(people[key])
            places.add((source, table, identifier.column))


def _values(
    estate: Estate, source: str, kind: Kind, identifier: Identifier, people: Iterable[Key]
) -> Iterator[tuple[Key, str]]:
    table, where, back = backwards(kind.table, kind.where, identifier.edges)
    wanted = tuple(people)
    if not wanted:
        return
    name = "residue:people"
    families = families_of(estate, source, kind.table, kind.key)
    estate.sources[source].stage(KeySet(name, families, tuple((key, None) for key in wanted)))
    mine: Predicate = InKeys(kind.key, name)
    for edge in reversed(back):
        mine = Exists(edge, mine)
    values = (ValueAt((), identifier.column), *(ValueAt(back, column) for column in kind.key))
    members = set(wanted)
    for value, *key in estate.sources[source].read(Query(table, values, every([where, mine]))):
        same = canonical(identifier.type, value)
        if same is not None and tuple(key) in members:
            yield tuple(key), same


def _chosen(
    estate: Estate,
    found: dict[Typed, tuple[set[int], set[Place]]],
    ambiguous: set[Typed],
    *,
    people: int,
    searched: int,
) -> Chosen:
    left_out: Counter[tuple[str, str]] = Counter()
    scoped = _scoped(estate)
    fit: dict[Typed, tuple[set[int], set[Place]]] = {}
    for typed, (numbers, places) in found.items():
        why = "scoped" if typed[0] in scoped else unfit(*typed)
        if why is None and (typed in ambiguous or len(numbers) > 1):
            why = "shared"
        if why is not None:
            left_out[typed[0], why] += 1
        else:
            fit[typed] = (numbers, places)
    for typed in _shared(estate, fit):
        del fit[typed]
        left_out[typed[0], "shared"] += 1
    sought = [
        Sought(min(numbers), type_, value, frozenset(places))
        for (type_, value), (numbers, places) in sorted(fit.items())
    ]
    return Chosen(tuple(sought), left_out, people, searched)


def _scoped(estate: Estate) -> set[str]:
    """The types that mean nothing outside their source, wherever they are mapped."""
    said: dict[str, set[bool]] = {}
    for _, kind in person_kinds(estate):
        for identifier in kind.identifiers:
            said.setdefault(identifier.type, set()).add(identifier.scoped)
    return {type_ for type_, answers in said.items() if answers == {True}}


def _shared(estate: Estate, found: Iterable[Typed]) -> set[Typed]:
    """Identifiers that lead to more than one person of some kind: a mailbox of two is nobody's alone."""
    values: dict[str, list[str]] = {}
    for type_, value in found:
        values.setdefault(type_, []).append(value)
    shared: set[Typed] = set()
    for source, kind in person_kinds(estate):
        for identifier in kind.identifiers:
            wanted: Sequence[str] = values.get(identifier.type, ())
            if not wanted or identifier.scoped:
                continue
            keys: dict[str, set[Key]] = {}
            for key, value in read_identifiers(estate, source, kind, identifier, wanted):
                keys.setdefault(value, set()).add(key)
            shared |= {(identifier.type, value) for value, those in keys.items() if len(those) > 1}
    return shared
