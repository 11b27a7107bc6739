"""Keeps facts: appended, never changed, free texts sealed; the caller commits to each one in the ledger.

What follows from facts is computed in `domain.facts`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max

from varsam.domain.errors import NotAllowed
from varsam.domain.evidence import SALT_BYTES, Commitment
from varsam.domain.facts import ENDS, Fact, FactKind, Scope
from varsam.formats.canonical_json import canonical, parse
from varsam.store import keys, models
from varsam.store.ledger import instant_text
from varsam.store.transaction import serialise, writing


class Mark(NamedTuple):
    """What tells whether facts came or went: how many there are, and when the last was recorded (UTC)."""

    number: int
    last: datetime | None


def record(facts: Sequence[Fact]) -> tuple[Commitment, ...]:
    """Keep facts, all or none, and give the commitment of each for its ledger entry; the salts are kept.

    Call it in one transaction with `ledger.append`. NotAllowed: a fact names a person or a fact that isn't
    there, or one that was corrected already, or isn't of the kind that can be ended so.
    """
    with writing():
        serialise("facts")
        ring = keys.sealing()
        _check_links(facts)
        commitments, rows = [], []
        for fact in facts:
            commitment = Commitment.over(statement(fact), os.urandom(SALT_BYTES))
            private = {
                "details": dict(fact.details),
                "evidence": fact.evidence,
                "salt": commitment.salt.hex(),
            }
            rows.append(
                models.Fact(
                    **_columns(fact),
                    sealed=ring.seal(f"fact:{fact.id}", canonical(private)),
                    generation=ring.current,
                )
            )
            commitments.append(commitment)
        models.Fact.objects.bulk_create(rows, batch_size=500)
        return tuple(commitments)


def load(
    *, controller: str | None = None, person: str | None = None, kinds: Iterable[FactKind] | None = None
) -> tuple[Fact, ...]:
    """All facts, or those of a controller, a person, some kinds; superseded ones too, oldest record first.

    Facts about no person (a hold over a scope) come along only without `person`.
    """
    rows = models.Fact.objects.order_by("recorded_at", "id")
    if controller is not None:
        rows = rows.filter(controller=controller)
    if person is not None:
        rows = rows.filter(person_id=person)
    if kinds is not None:
        rows = rows.filter(kind__in=[str(each) for each in kinds])
    return tuple(_facts(rows))


def mark() -> Mark:
    """How many facts there are and when the last was recorded, superseded ones too.

    Another mark: facts came in, or own state's retention let some go. The count alone would miss one of each.
    """
    found = models.Fact.objects.aggregate(count=Count("id"), last=Max("recorded_at"))
    return Mark(found["count"], found["last"])


def mark_of(facts: Sequence[Fact]) -> Mark:
    """The mark of facts that were read whole."""
    return Mark(len(facts), max((each.recorded_at for each in facts), default=None))


def get(fact_id: str) -> Fact:
    """One fact. NotAllowed: there is none of that id."""
    for fact in _facts(models.Fact.objects.filter(id=fact_id)):
        return fact
    raise NotAllowed("there is no such fact", where=f"fact {fact_id}", hint="list the facts")


def commitment_of(fact_id: str) -> Commitment:
    """The commitment to a fact that the ledger carries: it opens with `statement(fact)`.

    NotAllowed: there is no such fact.
    """
    fact = get(fact_id)
    row = models.Fact.objects.get(id=fact_id)
    return Commitment.over(statement(fact), bytes.fromhex(_private(row)["salt"]))


def statement(fact: Fact) -> bytes:
    """A fact as canonical bytes: what a commitment is made over."""
    columns = _columns(fact)
    for name in ("effective_at", "recorded_at"):
        columns[name] = instant_text(columns[name])
    return canonical(columns | {"evidence": fact.evidence, "details": dict(fact.details)})


def _columns(fact: Fact) -> dict[str, Any]:
    scope = fact.scope
    return {
        "id": fact.id,
        "controller": fact.controller,
        "kind": str(fact.kind),
        "person_id": fact.person,
        "scope": scope
        and {
            "sources": list(scope.sources),
            "kinds": list(scope.kinds),
            "purposes": list(scope.purposes),
        },
        "purpose": fact.purpose,
        "source": fact.source,
        "effective_at": fact.effective_at,
        "recorded_at": fact.recorded_at,
        "actor": fact.actor,
        "supersedes": fact.supersedes,
        "refers_to": fact.refers_to,
    }


def _check_links(facts: Sequence[Fact]) -> None:
    """Refuse links to what isn't there: such a release or correction would silently do nothing."""
    linked = {each for fact in facts for each in (fact.supersedes, fact.refers_to) if each is not None}
    kinds = dict(models.Fact.objects.filter(id__in=linked).values_list("id", "kind"))
    taken = set(models.Fact.objects.filter(supersedes__in=linked).values_list("supersedes", flat=True))
    people = {fact.person for fact in facts if fact.person is not None}
    there = set(models.Person.objects.filter(id__in=people).values_list("id", flat=True))
    if missing := sorted(people - there):
        raise NotAllowed(
            "there is no such person", where=f"person {missing[0]}", hint="find or make the person first"
        )
    for fact in facts:
        for linked_id in (fact.supersedes, fact.refers_to):
            if linked_id is not None and linked_id not in kinds:
                raise NotAllowed(
                    "the fact names one that isn't there", where=f"fact {linked_id}", hint="list the facts"
                )
        if fact.supersedes is not None:
            if fact.supersedes in taken:
                raise NotAllowed(
                    "the fact was corrected before",
                    where=f"fact {fact.supersedes}",
                    hint="correct the correction instead",
                )
            taken.add(fact.supersedes)
        if fact.refers_to is not None and kinds[fact.refers_to] != ENDS[fact.kind]:
            raise NotAllowed(
                f"{fact.kind} can't refer to a {kinds[fact.refers_to]}",
                where=f"fact {fact.refers_to}",
                hint=f"name a fact of kind {ENDS[fact.kind]}",
            )
        kinds[fact.id] = fact.kind


def _private(row: models.Fact) -> dict[str, Any]:
    found = parse(keys.unseal(f"fact:{row.id}", row.sealed))
    if not isinstance(found, dict):
        raise TypeError("a sealed fact holds an object")
    return found


def _facts(rows: Any) -> Iterator[Fact]:
    for row in rows.iterator(chunk_size=2000):
        private = _private(row)
        yield Fact(
            id=row.id,
            controller=row.controller,
            kind=FactKind(row.kind),
            effective_at=row.effective_at,
            recorded_at=row.recorded_at,
            actor=row.actor,
            person=row.person_id,
            scope=row.scope and Scope(**{name: tuple(each) for name, each in row.scope.items()}),
            purpose=row.purpose,
            source=row.source,
            evidence=private["evidence"],
            supersedes=row.supersedes,
            refers_to=row.refers_to,
            details=private["details"],
        )
