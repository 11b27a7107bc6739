"""Facts recorded about people and scopes: consent, objection, restriction, holds, decisions to erase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.facts import Fact, FactKind, Scope, open_holds
from varsam.formats.identifiers import canonical
from varsam.services.home import Home
from varsam.store import actors, facts, ledger, people
from varsam.store.ids import new_id
from varsam.store.people import TypedIdentifier
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold that stands: what it covers, why, and when somebody must look at it again."""

    id: str
    scope: Scope
    ground: str
    review_on: str
    person: str | None
    opened_at: datetime


def typed(identifiers: Sequence[TypedIdentifier]) -> tuple[TypedIdentifier, ...]:
    """Identifiers in their canonical spelling. RegisterError names the type of one that can't be read."""
    read = []
    for each in identifiers:
        value = canonical(each.type, each.value)
        if value is None:
            raise RegisterError(
                f"what was given as {each.type} can't be read as one",
                where=each.type,
                hint="check its spelling, or give another identifier",
            )
        read.append(TypedIdentifier(each.type, value))
    return tuple(read)


def record(
    home: Home,
    kind: FactKind,
    *,
    identifiers: Sequence[TypedIdentifier] = (),
    purpose: str | None = None,
    scope: Scope | None = None,
    at: datetime | None = None,
    evidence: str = "",
    details: Mapping[str, str] | None = None,
    refers_to: str | None = None,
) -> Fact:
    """Append one fact with its ledger entry, in one transaction, and give it back.

    A person is made for it if none has these identifiers. RegisterError: unknown purpose or unreadable
    identifier. PlanRefused: the identifiers lead to several people. NotAllowed: a date in the future.
    """
    _known(home, purpose, scope)
    now = home.clock()
    if at is not None and at > now:
        raise NotAllowed("a fact can't take effect in the future", hint="record it on that day")
    controller = home.register.entities[0].id
    given = typed(identifiers)
    with writing():
        actor = actors.find_or_make(home.actor, "os", now)
        person = people.find_or_make(controller, given, now) if given else None
        fact = Fact(
            id=new_id(),
            controller=controller,
            kind=kind,
            effective_at=at or now,
            recorded_at=now,
            actor=actor.id,
            person=person,
            scope=scope,
            purpose=purpose,
            evidence=evidence,
            refers_to=refers_to,
            details=dict(details or {}),
        )
        (commitment,) = facts.record([fact])
        said = {"fact": fact.id, "kind": str(kind), "statement": commitment.digest}
        ledger.append([{"type": "fact.recorded", **said}], now)
    return fact


def without_grounds(home: Home, objection: str) -> tuple[str, ...]:
    """The purposes of an objection against which no decided assessment documents grounds today.

    Rejecting it for one of them can't be shown to be right, and for marketing nothing stands against it.
    Empty too where the home has no `assessments.yaml`: then grounds lie elsewhere.
    Law: GDPR 21(1)–(3), 17(1)(c).
    """
    if not home.assessments.present:
        return ()
    purposes = home.register.purposes()
    found = next((each for each in facts.load(kinds=(FactKind.OBJECTION,)) if each.id == objection), None)
    named = (found.purpose,) if found is not None and found.purpose else ()
    return tuple(
        each
        for each in named
        if each in purposes
        and (purposes[each].marketing or home.assessments.overriding(each, home.today) is None)
    )


def _known(home: Home, purpose: str | None, scope: Scope | None) -> None:
    known = home.register.purposes()
    asked = [*([purpose] if purpose else []), *(scope.purposes if scope else ())]
    for each in asked:
        if each not in known:
            raise RegisterError(
                f"there is no purpose “{each}”", where="register.yaml", hint=f"one of: {', '.join(known)}"
            )
    for source in scope.sources if scope else ():
        if source not in home.maps:
            raise RegisterError(
                f"there is no source “{source}”", where="sources", hint=f"one of: {', '.join(home.maps)}"
            )


def open_hold(
    home: Home,
    *,
    ground: str,
    review_on: str,
    scope: Scope,
    identifiers: Sequence[TypedIdentifier] = (),
    law: str = "",
) -> Fact:
    """Suspend erasure for exactly a scope (and, with identifiers, one person), until it is looked at again.

    NotAllowed: no ground or no review date.
    """
    if not ground or not review_on:
        raise NotAllowed("a hold needs a ground and a review date", hint="say why, and when to look again")
    details = {"ground": ground, "review_on": review_on, **({"law": law} if law else {})}
    return record(home, FactKind.HOLD_OPENED, identifiers=identifiers, scope=scope, details=details)


def release_hold(home: Home, hold: str) -> Fact:
    """Release a hold: what it deferred is due again at once. NotAllowed: there is no such open hold."""
    if hold not in {each.id for each in holds(home)}:
        raise NotAllowed(
            "there is no such open hold", where=f"hold {hold}", hint="`varsam hold list` shows them"
        )
    return record(home, FactKind.HOLD_RELEASED, refers_to=hold)


def holds(home: Home) -> tuple[OpenHold, ...]:
    """The holds that stand now, oldest first."""
    return tuple(
        OpenHold(
            fact.id,
            fact.scope or Scope(),
            fact.details.get("ground", ""),
            fact.details.get("review_on", ""),
            fact.person,
            fact.effective_at,
        )
        for fact in open_holds(facts.load(), home.clock())
    )
