"""`task list`, `task done`: what named persons do by hand, by when, and that it was done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.formats.texts import counted, day_of, has

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from varsam.domain.plan import ManualTask
    from varsam.domain.tasks import TaskStanding
    from varsam.faces.cli.output import Output
    from varsam.services.tasks import DoneTask, OpenTask
    from varsam.store.people import TypedIdentifier
    from varsam.store.tasks import Proof

    LookedFor = Mapping[str, tuple[TypedIdentifier, ...]]

STDIN = "-"
FILE_MARK = "@"


@verb
def list_(
    invocation: Invocation,
    done: Annotated[bool, typer.Option("--done")] = False,
    who: Annotated[bool, typer.Option("--who")] = False,
) -> int:
    """List the tasks that stand open, overdue ones first.

    `--done`: also what was done. `--who`: by which identifiers those who must be erased are looked for.
    """
    home = invocation.home(needs_state=True)

    from varsam.services import tasks

    output = invocation.output
    found = tasks.open_tasks(home)
    recorded = tasks.done_tasks() if done else ()
    people = tasks.looked_for(found) if who else {}
    if output.as_json:
        document: dict[str, object] = {"tasks": _open_documents(found, people if who else None)}
        if done:
            document["done"] = [_done_document(each) for each in recorded]
        output.document(document)
        return exits.DONE
    _show_open(output, found)
    if people:
        _show_looked_for(output, found, people)
    if recorded:
        _show_done(output, recorded)
    return exits.DONE


def _open_documents(found: Sequence[OpenTask], people: LookedFor | None) -> list[dict[str, object]]:
    documents = [_document(each.task, each.overdue) | {"plan": each.plan} for each in found]
    if people is not None:
        for each in documents:
            named = people.get(str(each["person"]), ())
            each["who"] = [{"type": one.type, "value": one.value} for one in named]
    return documents


def _done_document(each: DoneTask) -> dict[str, object]:
    return {
        "plan": each.record.plan,
        "step": each.record.step,
        "source": each.record.source,
        "kind": each.record.kind,
        "person": each.record.person,
        "done_on": each.record.done_on.isoformat(),
        "by": each.by,
        "proof": _proof_document(each.record.proof),
    }


def _show_open(output: Output, found: Sequence[OpenTask]) -> None:
    if not found:
        output.line(output.say("talk.no_tasks"))
        return
    rows = [(*_cells(output, each.task), _when(output, each.overdue), each.plan) for each in found]
    styles = ["bold red" if each.overdue else "" for each in found]
    output.table(("step", "task", "responsible", "due", "why", "state", "plan"), rows, styles=styles)


def _show_looked_for(output: Output, found: Sequence[OpenTask], people: LookedFor) -> None:
    output.heading(output.say("talk.tasks_who"))
    rows = [
        (each.task.step, each.plan, f"{one.type}: {one.value}")
        for each in found
        for one in people.get(each.task.person, ())
    ]
    output.table(("step", "plan", "who"), rows)


def _show_done(output: Output, recorded: Sequence[DoneTask]) -> None:
    output.heading(output.say("talk.tasks_done"))
    records = [(each.record, each.by) for each in recorded]
    rows = [
        (each.step, each.done_on.isoformat(), by, _proof_said(each.proof), each.plan) for each, by in records
    ]
    output.table(("step", "on", "by", "proof", "plan"), rows)


@verb
def done(
    invocation: Invocation,
    plan: Annotated[str, typer.Argument(metavar="PLAN")],
    step: Annotated[str, typer.Argument(metavar="STEP")],
    proof: Annotated[str, typer.Option("--proof", metavar="TEXT|@FILE|-", show_default=False)] = "",
    at: Annotated[str, typer.Option("--at", metavar="DATE", show_default=False)] = "",
) -> int:
    """Record that a named person did a task of a plan, and the proof of it."""
    on = day(at, "--at") if at else None
    home = invocation.home(needs_state=True)

    from varsam.services import tasks

    record = tasks.done(home, plan, step, _proof(proof), on=on)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "task": record.id,
                "plan": record.plan,
                "step": record.step,
                "done_on": record.done_on.isoformat(),
                "proof": _proof_document(record.proof),
            }
        )
    output.line(output.say("talk.task_recorded", step=step, day=record.done_on.isoformat()))
    return exits.DONE


def _proof(given: str) -> Proof:
    """The proof as it was given: words, the words on standard input, or a file by its name and SHA-256."""
    from varsam.services import tasks
    from varsam.store.tasks import Proof

    if given == STDIN:
        return Proof(text=sys.stdin.read().strip())
    if given.startswith(FILE_MARK):
        return tasks.proof_of_file(Path(given[1:]))
    return Proof(text=given)


def show_tasks(output: Output, standing: Sequence[TaskStanding], today: date) -> None:
    """Say which tasks of a plan are still open, and which of them are past their day."""
    waiting = [each for each in standing if each.done_on is None]
    if not standing:
        return
    if not waiting:
        output.line(output.say("talk.tasks_all_done"))
        return
    output.heading(output.say("talk.tasks_open"))
    rows = [(*_cells(output, each.task), _when(output, each.overdue(today))) for each in waiting]
    styles = ["bold red" if each.overdue(today) else "" for each in waiting]
    output.table(("step", "task", "responsible", "due", "why", "state"), rows, styles=styles)
    if late := sum(each.overdue(today) for each in waiting):
        output.line(counted("talk.tasks_overdue", late, output.lang), style="bold red")


def standing_documents(standing: Sequence[TaskStanding], today: date) -> list[dict[str, object]]:
    """The tasks of a plan as JSON."""
    return [
        _document(each.task, each.overdue(today)) | {"done_on": day_of(each.done_on) or None}
        for each in standing
    ]


def _document(task: ManualTask, overdue: bool) -> dict[str, object]:
    return {
        "step": task.step,
        "source": task.source,
        "kind": task.kind,
        "person": task.person or None,
        "responsible": task.responsible,
        "due_on": task.due_on.isoformat(),
        "overdue": overdue,
        "why": task.why,
        "description": task.description,
    }


def _cells(output: Output, task: ManualTask) -> tuple[str, ...]:
    why = output.say(f"why.{task.why}") if has(f"why.{task.why}") else task.why
    return (task.step, task.description, task.responsible, task.due_on.isoformat(), why)


def _when(output: Output, overdue: bool) -> str:
    return output.say("word.overdue" if overdue else "word.task_open")


def _proof_document(proof: Proof) -> dict[str, str | None]:
    return {"text": proof.text or None, "file": proof.file or None, "sha256": proof.sha256 or None}


def _proof_said(proof: Proof) -> str:
    return proof.text or f"{proof.file} (SHA-256 {proof.sha256})"
