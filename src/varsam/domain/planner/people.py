"""Facts turned into sets of people per purpose, and the key sets by which sources know these people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from varsam.domain.calendar import local_date, time_zone
from varsam.domain.facts import (
    Fact,
    FactKind,
    Scope,
    erasures,
    objections,
    open_holds,
    open_restrictions,
    standing,
)
from varsam.domain.ownership import EventSeen
from varsam.domain.predicate import Edge, Predicate
from varsam.domain.register import Basis, Purpose, Register

if TYPE_CHECKING:
    from varsam.domain.planner.events import EventView


@dataclass(frozen=True, slots=True)
class Keeping:
    """A hold or restriction: what it covers and whom (`people` empty = everybody)."""

    id: str
    why: Literal["hold", "restriction"]
    scope: Scope
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FactView:
    """What the standing facts mean for planning at one instant: sets of pseudonymous person ids.

    `ended`: purposes that a fact ended outright. `erased`: decided erasures, per purpose that isn't upheld
    for the person (contract purposes end by them only when nothing is being performed). The days, per purpose
    and person, are those of the last word: `withdrawn_on` leaves out whoever objected as well.
    """

    given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ended: Mapping[str, frozenset[str]] = field(default_factory=dict)
    erased: Mapping[str, frozenset[str]] = field(default_factory=dict)
    keeping: tuple[Keeping, ...] = ()
    given_on: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    withdrawn_on: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    erased_on: Mapping[str, Mapping[str, date]] = field(default_factory=dict)


def fact_view(facts: Iterable[Fact], register: Register, at: datetime) -> FactView:
    """Read the facts that stand at an instant.

    Law: GDPR 7(3) withdrawal, 21(2)-(3) objection to direct marketing for ever, 21(1) other objections once
    upheld, 17(1) erasure, 18 restriction.
    """
    all_facts = tuple(facts)
    purposes = register.purposes()
    known = standing(all_facts, at)
    given, withdrawn = _consents(all_facts, at)
    ended = _objectors(all_facts, register, at)
    withdrawn_on: dict[str, dict[str, date]] = {}
    for purpose, people in withdrawn.items():
        # Nobody can withdraw a consent from what rests on something else.
        if purpose in purposes and purposes[purpose].basis is Basis.CONSENT:
            alone = people - ended.get(purpose, set())
            withdrawn_on[purpose] = _last_days(known, FactKind.CONSENT_WITHDRAWN, purpose, alone, register)
            ended.setdefault(purpose, set()).update(people)
    erased: dict[str, dict[str, date]] = {}
    for fact in erasures(all_facts, at):
        upheld = frozenset(filter(None, fact.details.get("upheld", "").split(",")))
        for each in purposes.values():
            if each.id not in upheld and not _consented_since(fact, each, given, all_facts, at):
                # Oldest first, so that the last decision stands.
                erased.setdefault(each.id, {})[fact.person or ""] = _day(fact, each.id, register)
    return FactView(
        given={purpose: frozenset(people) for purpose, people in given.items()},
        ended={purpose: frozenset(people) for purpose, people in ended.items()},
        erased={purpose: frozenset(people) for purpose, people in erased.items()},
        keeping=_keeping(all_facts, at),
        given_on={
            purpose: _last_days(known, FactKind.CONSENT_GIVEN, purpose, people, register)
            for purpose, people in given.items()
            if purpose in purposes
        },
        withdrawn_on=withdrawn_on,
        erased_on=erased,
    )


def _objectors(facts: tuple[Fact, ...], register: Register, at: datetime) -> dict[str, set[str]]:
    """People whose objection ended a purpose; nobody can object to what the law demands."""
    purposes = register.purposes()
    found: dict[str, set[str]] = {}
    for objection in objections(facts, at):
        for purpose in _objected(objection.fact, register):
            said = purposes[purpose]
            if said.marketing or (objection.upheld and said.basis is not Basis.LEGAL_OBLIGATION):
                found.setdefault(purpose, set()).add(objection.fact.person or "")
    return found


def _last_days(
    facts: tuple[Fact, ...], kind: FactKind, purpose: str, people: set[str], register: Register
) -> dict[str, date]:
    """The day of each person's last fact of a kind about a purpose, as the controller dates it."""
    return {
        fact.person: _day(fact, purpose, register)
        for fact in facts
        if fact.kind is kind and fact.purpose == purpose and fact.person in people and fact.person is not None
    }


def _day(fact: Fact, purpose: str, register: Register) -> date:
    return local_date(fact.effective_at, time_zone(register.controller_of(purpose).zone))


def _consented_since(
    erasure: Fact, purpose: Purpose, given: Mapping[str, set[str]], facts: tuple[Fact, ...], at: datetime
) -> bool:
    """Whether the person came back: of a withdrawal by erasure and a consent, the later one stands."""
    if purpose.basis is not Basis.CONSENT or erasure.person not in given.get(purpose.id, set()):
        return False
    return any(
        fact.kind is FactKind.CONSENT_GIVEN
        and fact.person == erasure.person
        and fact.purpose == purpose.id
        and fact.effective_at > erasure.effective_at
        for fact in standing(facts, at)
    )


def _consents(facts: tuple[Fact, ...], at: datetime) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Sort people by the latest consent fact per purpose; a channel's withdrawal leaves the others."""
    latest: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in standing(facts, at):
        if fact.kind in (FactKind.CONSENT_GIVEN, FactKind.CONSENT_WITHDRAWN) and fact.person and fact.purpose:
            channels = latest.setdefault((fact.person, fact.purpose), {})
            channel = fact.details.get("channel", "")
            if not channel:
                channels.clear()
            channels[channel] = fact
    given: dict[str, set[str]] = {}
    withdrawn: dict[str, set[str]] = {}
    for (person, purpose), channels in latest.items():
        stands = any(fact.kind is FactKind.CONSENT_GIVEN for fact in channels.values())
        (given if stands else withdrawn).setdefault(purpose, set()).add(person)
    return given, withdrawn


def _objected(fact: Fact, register: Register) -> tuple[str, ...]:
    """The purposes an objection is about: the one it names, its scope's, else all marketing."""
    known = register.purposes()
    named = (fact.purpose,) if fact.purpose else fact.scope.purposes if fact.scope else ()
    if named:
        return tuple(purpose for purpose in named if purpose in known)
    return tuple(purpose.id for purpose in known.values() if purpose.marketing)


def _keeping(facts: tuple[Fact, ...], at: datetime) -> tuple[Keeping, ...]:
    whys: tuple[tuple[Literal["hold", "restriction"], tuple[Fact, ...]], ...] = (
        ("hold", open_holds(facts, at)),
        ("restriction", open_restrictions(facts, at)),
    )
    result: list[Keeping] = []
    for why, opened in whys:
        people: dict[Scope, set[str]] = {}
        for fact in opened:
            scope = fact.scope or Scope(purposes=(fact.purpose,) if fact.purpose else ())
            if fact.person is None:
                result.append(Keeping(f"{why}{len(result)}", why, scope))
            else:
                people.setdefault(scope, set()).add(fact.person)
        for scope, persons in people.items():
            result.append(Keeping(f"{why}{len(result)}", why, scope, frozenset(persons)))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Target:
    """The column by which rows of a source lead to people: a person kind's key, or a typed identifier.

    `kind` is the person kind, or the kind in whose `table` the identifier's `columns` stand.
    """

    source: str
    kind: str
    table: str
    columns: tuple[str, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class PeopleKeys:
    """The keys at a target of people known by id. Shared identifiers never make data go (`use`)."""

    name: str
    target: Target
    people: frozenset[str]
    use: Literal["goes", "keeps"]


@dataclass(frozen=True, slots=True)
class EventKeys:
    """The dates of an event that other places say about people, keyed at a target.

    `origins` are (source, kind); `by` is the identifier to match with, empty: any that both sides have.
    `dated_by` is the entity whose zone says on which day an instant falls, and whose fiscal years end when.
    """

    name: str
    target: Target
    event: str
    origins: tuple[tuple[str, str], ...]
    dated_by: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class SeenKeys:
    """The days on which inspect first saw rows in a state that has no date."""

    name: str
    source: str
    kind: str
    event: str
    mapping: EventSeen


@dataclass(frozen=True, slots=True)
class SinceKeys:
    """The rows of people with a fact whose own date lies on one side of that fact's day.

    `ways`: how rows lead to people. `dated`: the row's date, later than the person's among `days`, or with
    `before` earlier. `use`: as for people. `needs`: key sets that reading the date joins with.
    """

    name: str
    source: str
    table: str
    key: tuple[str, ...]
    where: Predicate
    ways: tuple[tuple[tuple[Edge, ...], Target], ...]
    dated: EventView
    days: Mapping[str, date]
    before: bool = False
    use: Literal["goes", "keeps"] = "goes"
    needs: tuple[KeySetSpec, ...] = ()


KeySetSpec: TypeAlias = "PeopleKeys | EventKeys | SeenKeys | SinceKeys"
