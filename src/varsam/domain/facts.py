"""Appended, dated statements about a person or a scope, and what follows from them on a given day.

A fact is never changed. A correction is a new fact that names the one it supersedes; a release, a lifting
or a decision is a new fact that refers to what it ends. Two clocks run: `effective_at` (since when it is so)
and `recorded_at` (since when we know). The functions here answer for any instant of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from varsam.domain.errors import RegisterError


class FactKind(StrEnum):
    """What a fact says."""

    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"
    OBJECTION_DECIDED = "objection_decided"
    RESTRICTION = "restriction"
    RESTRICTION_LIFTED = "restriction_lifted"
    HOLD_OPENED = "hold_opened"
    HOLD_RELEASED = "hold_released"
    ERASURE_DECIDED = "erasure_decided"
    DISCLOSED = "disclosed"


ENDS: Mapping[FactKind, FactKind] = MappingProxyType(
    {
        FactKind.OBJECTION_DECIDED: FactKind.OBJECTION,
        FactKind.RESTRICTION_LIFTED: FactKind.RESTRICTION,
        FactKind.HOLD_RELEASED: FactKind.HOLD_OPENED,
    }
)
"""The kinds that refer to an earlier fact, and the kind of that fact."""

OUTCOMES = ("upheld", "rejected")

_CONSENT = (FactKind.CONSENT_GIVEN, FactKind.CONSENT_WITHDRAWN)
_ABOUT_A_PERSON = (*_CONSENT, FactKind.OBJECTION, FactKind.ERASURE_DECIDED)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a fact covers; an empty part covers everything of that sort."""

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def covers(self, source: str, kind: str, purpose: str | None = None) -> bool:
        """Answer whether rows of this kind lie in the scope; without a purpose, any purpose counts."""
        return (
            (not self.sources or source in self.sources)
            and (not self.kinds or kind in self.kinds)
            and (purpose is None or not self.purposes or purpose in self.purposes)
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement. Both times are aware datetimes; `person` and `actor` are internal ids, never names.

    `refers_to` is the id of the hold, restriction or objection that is released, lifted or decided.
    `details` holds short texts by key: ground, law, review_on (ISO date), outcome (upheld, rejected),
    channel; of a disclosure what `domain.disclosures` reads.
    RegisterError: the parts don't fit the kind; mend what was given.
    """

    id: str
    controller: str
    kind: FactKind
    effective_at: datetime
    recorded_at: datetime
    actor: str
    person: str | None = None
    scope: Scope | None = None
    purpose: str | None = None
    source: str | None = None
    evidence: str = field(default="", repr=False)
    supersedes: str | None = None
    refers_to: str | None = None
    details: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def __post_init__(self) -> None:
        """Refuse a statement that nobody could act on later."""
        object.__setattr__(self, "details", MappingProxyType(dict(self.details)))
        for name, value in (("effective_at", self.effective_at), ("recorded_at", self.recorded_at)):
            if value.tzinfo is None or value.utcoffset() is None:
                raise self._error(f"{name} has no time zone", "give an instant with its offset")
        if self.kind in _ABOUT_A_PERSON and self.person is None:
            raise self._error(f"{self.kind} needs a person", "name the person by identifier")
        if self.kind in _CONSENT and not self.purpose:
            raise self._error(f"{self.kind} needs a purpose", "name a purpose of the register")
        if self.kind in ENDS and not self.refers_to:
            raise self._error(f"{self.kind} needs what it refers to", f"give the id of the {ENDS[self.kind]}")
        if self.kind not in ENDS and self.refers_to is not None:
            raise self._error(f"{self.kind} refers to nothing", "leave refers_to out")
        if self.person is None and self.scope is None and self.kind not in ENDS:
            raise self._error(f"{self.kind} names neither person nor scope", "give one of them")
        if self.kind is FactKind.OBJECTION_DECIDED and self.details.get("outcome") not in OUTCOMES:
            raise self._error("the decision has no outcome", f"one of: {', '.join(OUTCOMES)}")
        if self.id in (self.supersedes, self.refers_to):
            raise self._error("the fact names itself", "name an earlier fact")

    def _error(self, message: str, hint: str) -> RegisterError:
        """Name the fact by its id only."""
        return RegisterError(message, where=f"fact {self.id}", hint=hint)


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection with its decision, if there is one yet."""

    fact: Fact
    decision: Fact | None = None

    @property
    def upheld(self) -> bool | None:
        """True: it ends the purpose; False: rejected; None: undecided, the purpose is blocked meanwhile."""
        return None if self.decision is None else self.decision.details["outcome"] == "upheld"


def standing(facts: Iterable[Fact], at: datetime, *, known_at: datetime | None = None) -> tuple[Fact, ...]:
    """List the facts that stand at an instant, oldest effect first: not superseded, not in the future.

    With `known_at`, only what was recorded by then counts: "what did we know when". A correction replaces
    the fact it names from the moment it is known, even where its own effect lies later.
    """
    known = [fact for fact in facts if known_at is None or fact.recorded_at <= known_at]
    replaced = {fact.supersedes for fact in known if fact.supersedes is not None}
    return tuple(
        sorted((fact for fact in known if fact.id not in replaced and fact.effective_at <= at), key=_order)
    )


def consent(
    facts: Iterable[Fact],
    person: str,
    purpose: str,
    at: datetime,
    *,
    channel: str | None = None,
    known_at: datetime | None = None,
) -> Fact | None:
    """Find the consent fact that stands: the latest of given and withdrawn; None if there is neither.

    A fact without a channel speaks of every channel. Without `channel` the question is whether the person
    consents over any: a withdrawal for one channel doesn't end the consent for another. At the very same
    instant a withdrawal wins. Law: GDPR Art. 7(3).
    """
    mine = [
        fact
        for fact in standing(facts, at, known_at=known_at)
        if fact.kind in _CONSENT and fact.person == person and fact.purpose == purpose
    ]
    asked = {fact.details.get("channel") for fact in mine} if channel is None else {channel}
    latest = [
        max(spoken, key=_order)
        for each in asked
        if (spoken := [fact for fact in mine if fact.details.get("channel") in (None, each)])
    ]
    if not latest:
        return None
    given = [fact for fact in latest if fact.kind is FactKind.CONSENT_GIVEN]
    return max(given or latest, key=_order)


def open_holds(facts: Iterable[Fact], at: datetime, *, known_at: datetime | None = None) -> tuple[Fact, ...]:
    """List the holds that are open at an instant: each keeps exactly its scope until it is released."""
    return _open(facts, FactKind.HOLD_OPENED, FactKind.HOLD_RELEASED, at, known_at)


def open_restrictions(
    facts: Iterable[Fact], at: datetime, *, known_at: datetime | None = None
) -> tuple[Fact, ...]:
    """List the restrictions that aren't lifted at an instant. Law: GDPR Art. 18."""
    return _open(facts, FactKind.RESTRICTION, FactKind.RESTRICTION_LIFTED, at, known_at)


def objections(
    facts: Iterable[Fact], at: datetime, *, person: str | None = None, known_at: datetime | None = None
) -> tuple[Objection, ...]:
    """List the objections with their decisions, of one person or of all. Law: GDPR Art. 21."""
    found = list(facts)
    current = _successors(found, known_at)
    stand = standing(found, at, known_at=known_at)
    decisions = {
        current(fact.refers_to or ""): fact for fact in stand if fact.kind is FactKind.OBJECTION_DECIDED
    }
    return tuple(
        Objection(fact, decisions.get(fact.id))
        for fact in stand
        if fact.kind is FactKind.OBJECTION and (person is None or fact.person == person)
    )


def erasures(
    facts: Iterable[Fact], at: datetime, *, person: str | None = None, known_at: datetime | None = None
) -> tuple[Fact, ...]:
    """List the decided erasures, of one person or of all. Law: GDPR Art. 17."""
    return tuple(
        fact
        for fact in standing(facts, at, known_at=known_at)
        if fact.kind is FactKind.ERASURE_DECIDED and (person is None or fact.person == person)
    )


def _open(
    facts: Iterable[Fact], opening: FactKind, ending: FactKind, at: datetime, known_at: datetime | None
) -> tuple[Fact, ...]:
    """List what was opened and not ended, following corrections of the opening fact."""
    found = list(facts)
    current = _successors(found, known_at)
    stand = standing(found, at, known_at=known_at)
    ended = {current(fact.refers_to or "") for fact in stand if fact.kind is ending}
    return tuple(fact for fact in stand if fact.kind is opening and fact.id not in ended)


def _successors(facts: Iterable[Fact], known_at: datetime | None) -> Callable[[str], str]:
    """Make the function that answers which fact an id means today: the last correction in its chain."""
    following = {
        fact.supersedes: fact.id
        for fact in facts
        if fact.supersedes is not None and (known_at is None or fact.recorded_at <= known_at)
    }

    def current(fact_id: str) -> str:
        seen = {fact_id}
        while (later := following.get(fact_id)) is not None and later not in seen:
            seen.add(later)
            fact_id = later
        return fact_id

    return current


def _order(fact: Fact) -> tuple[datetime, bool, datetime, str]:
    """Order by effect; at the same instant the withdrawal comes last and so wins."""
    return (fact.effective_at, fact.kind is FactKind.CONSENT_WITHDRAWN, fact.recorded_at, fact.id)
