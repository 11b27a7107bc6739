"""One person over all sources: find, copy, erase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from varsam.domain.errors import PlanRefused, RegisterError
from varsam.domain.facts import FactKind
from varsam.domain.plan import Plan
from varsam.domain.planner.people import fact_view
from varsam.domain.said import say
from varsam.engine.copying import ASKED, Copying, CopyRow, FoundRows
from varsam.engine.estate import Estate
from varsam.engine.identity import Typed
from varsam.engine.key_sets import KeySets
from varsam.engine.known_rows import KnownRow
from varsam.services import known_rows
from varsam.services.home import Home
from varsam.services.planning import Progress, estate, identifiers_of, kept_open, make_plan, quiet
from varsam.services.recording import record, typed
from varsam.sources.base import Key
from varsam.store import facts, people
from varsam.store.people import TypedIdentifier


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An identifier of some type that leads to several people of a kind: a person must say who is meant."""

    type: str
    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a person was found. With ambiguities, only what is surely theirs is counted."""

    found: tuple[FoundRows, ...]
    ambiguous: tuple[Ambiguity, ...]


def find(home: Home, identifiers: Sequence[TypedIdentifier]) -> Found:
    """Find one person in every source. Nothing about them is stored.

    RegisterError: an identifier can't be read, or no source knows its type.
    """
    given = _given(home, identifiers)
    with estate(home) as systems:
        copying = _copying(home, systems, given)
        ambiguous = _ambiguous(copying.key_sets)
        return Found(tuple(copying.found()), ambiguous)


def copy(home: Home, identifiers: Sequence[TypedIdentifier]) -> Iterator[CopyRow]:
    """Stream one person's rows from every source: the access copy. Law: GDPR 15(1), 15(3).

    PlanRefused before the first row: an identifier leads to several people, so somebody else's data could be
    handed over; give an identifier that is one person's alone.
    """
    given = _given(home, identifiers)
    with estate(home) as systems:
        copying = _copying(home, systems, given)
        _refuse_ambiguous(copying.key_sets)
        yield from copying.rows()


def erase(
    home: Home, identifiers: Sequence[TypedIdentifier], *, evidence: str = "", progress: Progress = quiet
) -> Plan:
    """Record the decision to erase one person, and plan it. Law: GDPR 17.

    The decision is a fact from now on: nightly plans and replays after a restore follow it as well. What the
    law wants kept stays, and the plan says so. PlanRefused: ambiguous; nothing was recorded.
    """
    given = _given(home, identifiers)
    with kept_open(home), estate(home) as systems:
        _refuse_ambiguous(_copying(home, systems, given).key_sets)
        fact = record(home, FactKind.ERASURE_DECIDED, identifiers=identifiers, evidence=evidence)
        return make_plan(home, person=fact.person or "", progress=progress)


def _given(home: Home, identifiers: Sequence[TypedIdentifier]) -> tuple[Typed, ...]:
    known = {
        identifier.type
        for source_map in home.maps.values()
        for kind in source_map.kinds
        for identifier in kind.identifiers
    }
    for each in identifiers:
        if each.type not in known:
            raise RegisterError(
                f"no source knows people by “{each.type}”",
                where=each.type,
                hint=f"one of: {', '.join(sorted(known))}",
            )
    return tuple((each.type, each.value) for each in typed(identifiers))


def _copying(home: Home, systems: Estate, given: tuple[Typed, ...]) -> Copying:
    """Reading for the person asked for, who goes by what was given; others with facts by what is sealed."""

    def known_of(persons: Sequence[str]) -> Mapping[str, Iterable[Typed]]:
        known = identifiers_of([person for person in persons if person != ASKED])
        return {**known, ASKED: given} if ASKED in persons else known

    def first_seen(_source: str, _state: str, keys: Iterable[Key]) -> dict[Key, date]:
        return dict.fromkeys(keys, home.today)

    def rows_of(persons: Sequence[str]) -> Mapping[str, Iterable[KnownRow]]:
        found = dict(known_rows.rows_of([person for person in persons if person != ASKED]))
        if ASKED in persons:
            # Somebody of whom a fact is known is also found where the given identifiers have gone already.
            controller = home.register.entities[0].id
            known = people.find(controller, [TypedIdentifier(*each) for each in given])
            found[ASKED] = known_rows.rows_of(known).get(known[0], ()) if len(known) == 1 else ()
        return found

    view = fact_view(facts.load(), home.register, home.clock())
    return Copying(systems, KeySets(systems, known_of, first_seen, rows_of), view, home.today)


def _ambiguous(key_sets: KeySets) -> tuple[Ambiguity, ...]:
    located = key_sets.located(ASKED)
    found = {
        Ambiguity(type_, source, kind)
        for (type_, _), places in located.ambiguous.items()
        for source, kind in places
    }
    return tuple(sorted(found, key=lambda each: (each.type, each.source, each.kind)))


def _refuse_ambiguous(key_sets: KeySets) -> None:
    ambiguous = _ambiguous(key_sets)
    if ambiguous and not any(key_sets.located(ASKED).keys.values()):
        places = ", ".join(sorted({f"{each.source}.{each.kind}" for each in ambiguous}))
        raise PlanRefused(
            say("the {type} leads to several people", type=ambiguous[0].type),
            where=places,
            hint="give an identifier that is one person's alone, such as a customer number",
        )
