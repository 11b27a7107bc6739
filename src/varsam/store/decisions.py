"""Keeps which register was in use, and what people answered to findings and proposed patches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from varsam.domain.errors import NotAllowed
from varsam.store import keys, models
from varsam.store.ids import new_id
from varsam.store.transaction import serialise, writing

ANSWERS = ("accepted", "waived", "revoked")


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A person's answer; `subject` is the id of a finding or patch, `reason` the person's own words."""

    id: str
    subject: str
    answer: str
    actor: str
    at: datetime
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AdoptedRegister:
    """A version of the register that plans were computed from, since when, and who made the first plan."""

    fingerprint: str
    at: datetime
    actor: str
    document: bytes = field(repr=False)


def decide(subject: str, answer: str, actor: str, at: datetime, *, reason: str = "") -> StoredDecision:
    """Keep an answer. NotAllowed: an unknown answer, or a waiver without a reason."""
    if answer not in ANSWERS:
        raise NotAllowed("there is no such answer", where=subject, hint=f"one of: {', '.join(ANSWERS)}")
    if answer == "waived" and not reason.strip():
        raise NotAllowed("a waiver needs a reason", where=subject, hint="say why the finding may stand")
    decision = StoredDecision(new_id(), subject, answer, actor, at, reason)
    with writing():
        ring = keys.sealing()
        models.Decision.objects.create(
            id=decision.id,
            subject=subject,
            answer=answer,
            actor=actor,
            at=at,
            sealed=ring.seal(f"decision:{decision.id}", reason.encode()),
            generation=ring.current,
        )
    return decision


def standing() -> dict[str, StoredDecision]:
    """The last answer for each subject; revoked ones are left out."""
    found: dict[str, StoredDecision] = {}
    for row in models.Decision.objects.order_by("number"):
        reason = keys.unseal(f"decision:{row.id}", row.sealed).decode()
        found[row.subject] = StoredDecision(row.id, row.subject, row.answer, row.actor, row.at, reason)
    return {subject: each for subject, each in found.items() if each.answer != "revoked"}


def adopt_register(fingerprint: str, document: bytes, actor: str, at: datetime) -> bool:
    """Keep a version of the register if it isn't the last one; True if it is new."""
    with writing():
        serialise("register")
        last = models.RegisterVersion.objects.order_by("-id").first()
        if last is not None and last.fingerprint == fingerprint:
            return False
        models.RegisterVersion.objects.create(fingerprint=fingerprint, document=document, at=at, actor=actor)
        return True


def register_version(fingerprint: str) -> bytes | None:
    """The document of a version of the register; None if it was never adopted here."""
    row = models.RegisterVersion.objects.filter(fingerprint=fingerprint).order_by("-id").first()
    return None if row is None else bytes(row.document)


def register_versions() -> tuple[AdoptedRegister, ...]:
    """Every version that was adopted, the last first; one that came back is there again."""
    return tuple(
        AdoptedRegister(row.fingerprint, row.at, row.actor, bytes(row.document))
        for row in models.RegisterVersion.objects.order_by("-id")
    )
