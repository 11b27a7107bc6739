"""What named persons do by hand: which tasks stand open, and that one was done, with its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.plan import ManualTask, Plan
from varsam.domain.tasks import TaskStanding, answers, standing
from varsam.services.home import Home
from varsam.services.planning import load_plan, opened_plan
from varsam.store import actors, ledger, people, plans, tasks
from varsam.store.ids import new_id
from varsam.store.people import TypedIdentifier
from varsam.store.tasks import Proof, StoredTask
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for its person, and the plan whose day for it comes first."""

    plan: str
    task: ManualTask
    overdue: bool


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task that was done, and the name of whoever said so."""

    record: StoredTask
    by: str


def open_tasks(home: Home) -> tuple[OpenTask, ...]:
    """The tasks that stand open, overdue ones first, then by their day; each thing to look at once.

    Going through a kind stands once its plan was approved, also when that expires or drifts. Looking for a
    person stands with the decision to erase them, whatever becomes of the plan. Forecasts give no tasks.
    """
    looks = tasks.looks()
    found: dict[tuple[str, str, str], OpenTask] = {}
    for stored in plans.listing():
        if stored.on > home.real_today:
            continue
        plan = opened_plan(stored)
        waiting = [each for each in standing(plan, looks) if each.done_on is None]
        given = bool(waiting) and len(plans.approvals(stored.id)) >= plan.approvals_needed
        for each in waiting:
            task = each.task
            if not (task.person or given):
                continue
            place = (task.source, task.kind, task.person)
            if place not in found or task.due_on <= found[place].task.due_on:
                found[place] = OpenTask(stored.id, task, each.overdue(home.today))
    return tuple(sorted(found.values(), key=lambda each: (each.task.due_on, each.task.step)))


def looked_for(found: Sequence[OpenTask]) -> dict[str, tuple[TypedIdentifier, ...]]:
    """By which identifiers each person is looked for, by pseudonymous id. For the eyes of who looks only."""
    persons = dict.fromkeys(each.task.person for each in found if each.task.person)
    return {person: people.identifiers_of(person) for person in persons}


def of_plan(plan: Plan) -> tuple[TaskStanding, ...]:
    """The tasks of a plan, open ones and done ones, in the plan's order."""
    return standing(plan, tasks.looks())


def done_tasks() -> tuple[DoneTask, ...]:
    """What was done, the last first."""
    return tuple(DoneTask(each, actors.name_of(each.actor)) for each in tasks.listing())


def done(home: Home, plan_id: str, step: str, proof: Proof, *, on: date | None = None) -> StoredTask:
    """Record that a task of a plan was done, with its proof and its ledger entry, in one transaction.

    `on`: the day on which it was done, else the real day. RegisterError: there is no proof. NotAllowed: no
    such plan or task, a forecast, a day in the future or too early for what the plan asked, or done before.
    """
    if not (proof.text.strip() or proof.sha256):
        raise RegisterError(
            "a task is done with its proof",
            where="--proof",
            hint="say what was done and where that can be seen, or give a file as @FILE",
        )
    plan = load_plan(plan_id)
    task = _task(plan, step)
    day = on or home.real_today
    _on_that_day(home, plan, task, day)
    now = home.clock()
    with writing():
        actor = actors.find_or_make(home.actor, "os", now)
        _not_before(plan, task)
        record = StoredTask(
            id=new_id(),
            plan=plan_id,
            step=step,
            source=task.source,
            kind=task.kind,
            person=task.person or None,
            done_on=day,
            recorded_at=now,
            actor=actor.id,
            proof=proof,
        )
        ledger.append([_entry(record, tasks.done(record).digest)], now)
    return record


def _entry(record: StoredTask, statement: str) -> dict[str, object]:
    """What the ledger says of a task that was done: nothing of its proof but the commitment to it."""
    return {
        "type": "task.done",
        "plan": record.plan,
        "task": record.id,
        "source": record.source,
        "kind": record.kind,
        "on": record.done_on.isoformat(),
        "statement": statement,
    }


def _task(plan: Plan, step: str) -> ManualTask:
    for task in plan.tasks:
        if task.step == step:
            return task
    steps = ", ".join(task.step for task in plan.tasks)
    raise NotAllowed(
        "the plan has no such task",
        where=f"plan {plan.plan}",
        hint=f"its tasks: {steps}" if steps else "it has none; `varsam task list` shows those of other plans",
    )


def _on_that_day(home: Home, plan: Plan, task: ManualTask, day: date) -> None:
    if plan.on > home.real_today:
        raise NotAllowed(
            f"the plan is a forecast for {plan.on.isoformat()}",
            where=f"plan {plan.plan}",
            hint="plan again on that day; a forecast gives nobody a task",
        )
    if day > home.real_today:
        raise NotAllowed(
            "a task can't be done in the future",
            where=day.isoformat(),
            hint="record it on the day on which it is done",
        )
    if not answers(task, plan.on, day):
        raise NotAllowed(
            f"the plan is of {plan.on.isoformat()}, and a look on {day.isoformat()} is too early for it",
            where=f"plan {plan.plan}, {task.step}",
            hint="look again, then record that day",
        )


def _not_before(plan: Plan, task: ManualTask) -> None:
    """Refuse what was recorded already, be it with another plan that asked for the same."""
    for each in standing(plan, tasks.looks()):
        if each.task.step == task.step and each.done_on is not None:
            raise NotAllowed(
                f"the task was done on {each.done_on.isoformat()}, and that is recorded",
                where=f"plan {plan.plan}, {task.step}",
                hint="`varsam task list` shows what is open, with --done what was done",
            )


def proof_of_file(path: Path) -> Proof:
    """A file as proof: its name and SHA-256; the file stays where it is. RegisterError: it can't be read."""
    try:
        with path.open("rb") as file:
            return Proof(file=path.name, sha256=hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise RegisterError(
            f"the proof can't be read: {error.strerror}", where=str(path), hint="name a file that is there"
        ) from error
