"""Keeps that a named person did a task, when, and the proof of it; the caller commits to it in the ledger."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from varsam.domain.errors import NotAllowed
from varsam.domain.evidence import SALT_BYTES, Commitment
from varsam.domain.tasks import Look
from varsam.formats.canonical_json import canonical, parse
from varsam.store import keys, models
from varsam.store.ledger import instant_text
from varsam.store.transaction import serialise, writing


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a task was done: the person's own words, or a file by its name and SHA-256 (hex)."""

    text: str = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task that was done: `person` by pseudonymous id, or None; `done_on` is what the actor said."""

    id: str
    plan: str
    step: str
    source: str
    kind: str
    person: str | None
    done_on: date
    recorded_at: datetime
    actor: str
    proof: Proof = field(repr=False)


def done(task: StoredTask) -> Commitment:
    """Keep that a task was done, and give the commitment for its ledger entry; the salt is kept.

    Call it in one transaction with `ledger.append`. NotAllowed: it was recorded before.
    """
    with writing():
        serialise("tasks")
        earlier = models.TaskDone.objects.filter(plan=task.plan, step=task.step).first()
        if earlier is not None:
            raise NotAllowed(
                f"the task was done on {earlier.done_on.isoformat()}, and that is recorded",
                where=f"plan {task.plan}, {task.step}",
                hint="`varsam task list` shows what is open, with --done what was done",
            )
        ring = keys.sealing()
        commitment = Commitment.over(statement(task), os.urandom(SALT_BYTES))
        private = {**_proof(task.proof), "salt": commitment.salt.hex()}
        models.TaskDone.objects.create(
            id=task.id,
            plan=task.plan,
            step=task.step,
            source=task.source,
            kind=task.kind,
            person_id=task.person,
            done_on=task.done_on,
            recorded_at=task.recorded_at,
            actor=task.actor,
            sealed=ring.seal(f"task_done:{task.id}", canonical(private)),
            generation=ring.current,
        )
        return commitment


def looks() -> tuple[Look, ...]:
    """Every day on which somebody looked into a manual kind, for everybody or for one person."""
    rows = models.TaskDone.objects.values_list("source", "kind", "person_id", "done_on").distinct()
    return tuple(Look(source, kind, person or "", day) for source, kind, person, day in rows)


def last_looks() -> tuple[Look, ...]:
    """The last such day per kind and person: all that a plan needs."""
    rows = models.TaskDone.objects.values_list("source", "kind", "person_id").annotate(last=Max("done_on"))
    return tuple(Look(source, kind, person or "", day) for source, kind, person, day in rows)


def listing() -> tuple[StoredTask, ...]:
    """Every task that was done, the last first."""
    return tuple(_task(row) for row in models.TaskDone.objects.order_by("-done_on", "-recorded_at", "id"))


def commitment_of(task_id: str) -> Commitment:
    """The commitment that the ledger carries: it opens with `statement(task)`. NotAllowed: no such task."""
    row = models.TaskDone.objects.filter(id=task_id).first()
    if row is None:
        raise NotAllowed("no such task was done", where=f"task {task_id}", hint="see `varsam task list`")
    return Commitment.over(statement(_task(row)), bytes.fromhex(_private(row)["salt"]))


def statement(task: StoredTask) -> bytes:
    """A done task as canonical bytes: what a commitment is made over."""
    return canonical(
        {
            "id": task.id,
            "plan": task.plan,
            "step": task.step,
            "source": task.source,
            "kind": task.kind,
            "person": task.person,
            "done_on": task.done_on.isoformat(),
            "recorded_at": instant_text(task.recorded_at),
            "actor": task.actor,
            "proof": _proof(task.proof),
        }
    )


def _proof(proof: Proof) -> dict[str, str]:
    return {"text": proof.text, "file": proof.file, "sha256": proof.sha256}


def _private(row: models.TaskDone) -> dict[str, Any]:
    found = parse(keys.unseal(f"task_done:{row.id}", row.sealed))
    if not isinstance(found, dict):
        raise TypeError("a sealed task holds an object")
    return found


def _task(row: models.TaskDone) -> StoredTask:
    private = _private(row)
    return StoredTask(
        id=row.id,
        plan=row.plan,
        step=row.step,
        source=row.source,
        kind=row.kind,
        person=row.person_id,
        done_on=row.done_on,
        recorded_at=row.recorded_at,
        actor=row.actor,
        proof=Proof(private["text"], private["file"], private["sha256"]),
    )
