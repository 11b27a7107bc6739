"""Keeps plans frozen, moves them from state to state, and counts who approved them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from varsam.domain.errors import NotAllowed, PlanRefused, SourceRejected
from varsam.domain.evidence import SALT_BYTES, Commitment
from varsam.domain.plan import PlanState
from varsam.domain.said import say
from varsam.store import keys, models
from varsam.store.ids import new_id
from varsam.store.ledger import instant_text
from varsam.store.ring import Sealed, UnknownGeneration
from varsam.store.transaction import serialise, writing

_LETTERS = "abcdefghijkmnpqrstuvwxyz"


MOVES = MappingProxyType(
    {
        PlanState.DRAFTED: (PlanState.WAITING, PlanState.APPROVED, PlanState.DRIFTED, PlanState.EXPIRED),
        PlanState.WAITING: (PlanState.APPROVED, PlanState.DRIFTED, PlanState.EXPIRED),
        PlanState.APPROVED: (PlanState.APPLYING, PlanState.DRIFTED, PlanState.EXPIRED),
        PlanState.APPLYING: (PlanState.APPLIED, PlanState.DRIFTED, PlanState.FAILED),
        PlanState.FAILED: (PlanState.APPLYING, PlanState.DRIFTED),
        PlanState.APPLIED: (),
        PlanState.DRIFTED: (),
        PlanState.EXPIRED: (),
    }
)
"""The moves that a plan may make. A failed one may be tried again: its journal knows what was done."""


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it was frozen: `document` is its canonical JSON, `on` the day it was computed for."""

    id: str
    fingerprint: str
    on: date
    state: PlanState
    rows: int
    created_at: datetime
    expires_at: datetime
    created_by: str
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredApproval:
    """One person's approval; `by` is the commitment for the ledger, which the kept salt opens."""

    plan: str
    actor: str
    at: datetime
    by: Commitment


def new_plan_id() -> str:
    """A short id that can be read out and typed: no digits, so it is never somebody's number."""
    return "plan-" + "".join(secrets.choice(_LETTERS) for _ in range(10))


def save(plan: StoredPlan) -> None:
    """Keep a new plan. NotAllowed: there is one of that id; plans are never changed."""
    with writing():
        ring = keys.sealing()
        if models.PlanRecord.objects.filter(id=plan.id).exists():
            raise NotAllowed("a plan is never changed", where=f"plan {plan.id}", hint="make a new plan")
        models.PlanRecord.objects.create(
            id=plan.id,
            fingerprint=plan.fingerprint,
            on=plan.on,
            state=str(plan.state),
            sealed=ring.seal(f"plan:{plan.id}", _frozen(plan) + plan.document),
            generation=ring.current,
            rows=plan.rows,
            created_at=plan.created_at,
            expires_at=plan.expires_at,
            created_by=plan.created_by,
            changed_at=plan.created_at,
        )


def load(plan_id: str) -> StoredPlan:
    """One plan. NotAllowed: there is none of that id. PlanRefused: the stored plan was changed."""
    row = models.PlanRecord.objects.filter(id=plan_id).first()
    if row is None:
        raise NotAllowed("there is no such plan", where=f"plan {plan_id}", hint="`varsam plans` lists them")
    return _plan(row)


def state_of(plan_id: str) -> PlanState | None:
    """Where a plan stands; None when it isn't there (any more)."""
    state = models.PlanRecord.objects.filter(id=plan_id).values_list("state", flat=True).first()
    return None if state is None else PlanState(state)


def listing(
    *, states: Iterable[PlanState] | None = None, newest: int | None = None
) -> tuple[StoredPlan, ...]:
    """All plans, or those in some states, newest first; at most `newest` of them."""
    rows = models.PlanRecord.objects.order_by("-created_at", "id")
    if states is not None:
        rows = rows.filter(state__in=[str(each) for each in states])
    return tuple(_plan(row) for row in rows[:newest])


def move(plan_id: str, to: PlanState, at: datetime, *, expected: Iterable[PlanState] | None = None) -> None:
    """Move a plan to a state, if it still stands where that move starts (or in one of `expected`).

    NotAllowed: it doesn't; somebody else was first, it has expired, or the move isn't one. Nothing was
    changed.
    """
    starts = [start for start, ends in MOVES.items() if to in ends]
    if expected is not None:
        starts = [start for start in starts if start in set(expected)]
    with writing():
        rows = models.PlanRecord.objects.filter(id=plan_id, state__in=[str(each) for each in starts])
        if to is PlanState.APPLYING:
            rows = rows.exclude(state="approved", expires_at__lte=at)
        if not rows.update(state=str(to), changed_at=at):
            plan = load(plan_id)
            late = plan.state is PlanState.APPROVED and plan.expires_at <= at
            now = PlanState.EXPIRED if late else plan.state
            raise NotAllowed(
                say("the plan is {now}, so it can't become {to}", now=now, to=to),
                where=f"plan {plan_id}",
                hint="see `varsam plans`; a plan that ended is made anew with `varsam plan`",
            )


def expire(at: datetime) -> tuple[str, ...]:
    """Expire what nobody applied in time, and name it. A plan that is being applied doesn't expire."""
    with writing():
        rows = models.PlanRecord.objects.filter(
            state__in=["drafted", "waiting", "approved"], expires_at__lte=at
        )
        gone = tuple(rows.select_for_update().order_by("id").values_list("id", flat=True))
        models.PlanRecord.objects.filter(id__in=gone).update(state="expired", changed_at=at)
        return gone


def approve(plan_id: str, actor: str, at: datetime, *, needed: int = 1) -> tuple[StoredApproval, bool]:
    """Note an approval; True when the plan is approved now, else it waits for another person.

    NotAllowed: the plan doesn't stand for approval (any more), is past its time, or the same person approves
    twice. Whether its day lies in the future is the caller's to check.
    """
    with writing():
        serialise(f"plan:{plan_id}")
        plan = load(plan_id)
        if plan.state not in (PlanState.DRAFTED, PlanState.WAITING) or plan.expires_at <= at:
            state = "expired" if plan.expires_at <= at else plan.state
            raise NotAllowed(
                say("the plan is {state}", state=state),
                where=f"plan {plan_id}",
                hint="make a new plan and approve that",
            )
        earlier = models.Approval.objects.filter(plan_id=plan_id)
        if earlier.filter(actor=actor).exists():
            raise NotAllowed(
                "you have approved this plan", where=f"plan {plan_id}", hint="another person must approve it"
            )
        salt, id_, ring = os.urandom(SALT_BYTES), new_id(), keys.sealing()
        models.Approval.objects.create(
            id=id_,
            plan_id=plan_id,
            actor=actor,
            at=at,
            sealed=ring.seal(f"approval:{id_}", salt + f"{plan_id}\n{actor}".encode()),
            generation=ring.current,
        )
        done = earlier.count() >= needed
        if done:
            move(plan_id, PlanState.APPROVED, at)
        elif plan.state is PlanState.DRAFTED:
            move(plan_id, PlanState.WAITING, at)
        return StoredApproval(plan_id, actor, at, Commitment.over(actor.encode(), salt)), done


def approvals(plan_id: str) -> tuple[StoredApproval, ...]:
    """Who approved a plan, in order. PlanRefused: an approval was put in or changed past this program."""
    found = []
    for row in models.Approval.objects.filter(plan_id=plan_id).order_by("at", "id"):
        plain = _opened(f"approval:{row.id}", row.sealed, plan_id)
        salt, said = plain[:SALT_BYTES], plain[SALT_BYTES:]
        if said != f"{plan_id}\n{row.actor}".encode():
            raise _changed(plan_id)
        found.append(StoredApproval(plan_id, row.actor, row.at, Commitment.over(row.actor.encode(), salt)))
    return tuple(found)


def _plan(row: models.PlanRecord) -> StoredPlan:
    """Open a plan and compare what is sealed with what the columns say."""
    plan = StoredPlan(
        id=row.id,
        fingerprint=row.fingerprint,
        on=row.on,
        state=PlanState(row.state),
        rows=row.rows,
        created_at=row.created_at,
        expires_at=row.expires_at,
        created_by=row.created_by,
        document=b"",
    )
    plain = _opened(f"plan:{row.id}", row.sealed, row.id)
    head = _frozen(plan)
    if not plain.startswith(head):
        raise _changed(row.id)
    return replace(plan, document=plain[len(head) :])


def _frozen(plan: StoredPlan) -> bytes:
    """What of a plan never changes, as bytes that only these values give."""
    parts = (
        plan.fingerprint,
        plan.on,
        plan.rows,
        instant_text(plan.created_at),
        instant_text(plan.expires_at),
    )
    return "\n".join([*map(str, parts), plan.created_by, ""]).encode()


def _opened(record: str, sealed: Sealed, plan_id: str) -> bytes:
    try:
        return keys.unseal(record, sealed)
    except UnknownGeneration:
        raise
    except SourceRejected:
        raise _changed(plan_id) from None


def _changed(plan_id: str) -> PlanRefused:
    return PlanRefused(
        "the stored plan was changed since it was made",
        where=f"plan {plan_id}",
        hint="make a new plan, and find out who could write to the state",
    )
