"""`plan`, `plans`, `approve`, `apply`, `verify`: the chain from a promise to the proof that it was kept."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits, explaining, residue, tasks
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import counted, has

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.domain.tasks import TaskStanding
    from varsam.engine.applying import Applied
    from varsam.engine.verifying import Verified
    from varsam.services.home import Home

PlanArgument = Annotated[str, typer.Argument(metavar="PLAN")]
AboutArgument = Annotated[str | None, typer.Argument(metavar="SOURCE.KIND", show_default=False)]
RowArgument = Annotated[str | None, typer.Argument(metavar="-|@FILE", show_default=False)]
WithoutControl = Annotated[bool, typer.Option("--without-control")]


@verb
def plan(
    invocation: Invocation,
    about: AboutArgument = None,
    given: RowArgument = None,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="NAME")] = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    row: Annotated[bool, typer.Option("--row")] = False,
    sample: Annotated[bool, typer.Option("--sample")] = False,
    diff: Annotated[bool, typer.Option("--diff")] = False,
) -> int:
    """Compute what the promises demand on a day, and keep it for approval. Nothing is changed."""
    output = invocation.output
    other = bool(source) or sample or diff
    explaining.refuse_misuse(output, about, explained=explain, row=row, other=other)
    home = invocation.home(needs_state=True)
    if about is not None:
        return explaining.explain(invocation, home, about, given, row=row)

    from varsam.services import planning

    with output.progress(output.say("talk.planning")) as progress:
        made = planning.make_plan(home, sources=tuple(source or ()), progress=progress)
    show(invocation, home, made, explain=explain, sample=sample, diff=diff)
    if not output.as_json:
        output.note(_next_step(invocation, home, made))
    return code_of(made)


@verb
def plans(invocation: Invocation) -> int:
    """List the plans of the home, newest first."""
    home = invocation.home(needs_state=True)

    from varsam.services import night, planning

    stored = planning.stored_plans(home)
    searched = residue.searched_at()
    by_night = night.nights_of_plans()
    output = invocation.output
    if output.as_json:
        documents = [
            {
                "plan": each.id,
                "on": each.on.isoformat(),
                "state": str(each.state),
                "rows": each.rows,
                "residue": searched.get(each.id),
                "night": by_night[each.id].isoformat() if each.id in by_night else None,
            }
            for each in stored
        ]
        output.document({"plans": documents})
        return exits.DONE
    if not stored:
        output.note(output.say("talk.no_plans"))
        return exits.DONE
    rows = [
        (
            each.id,
            each.on.isoformat(),
            each.rows,
            output.say(f"state.{each.state}"),
            searched.get(each.id, "")[:10],
            by_night[each.id].isoformat() if each.id in by_night else "",
        )
        for each in stored
    ]
    output.table(("plan", "on", "rows", "state", "searched", "night"), rows)
    return exits.DONE


def approve_plan(invocation: Invocation, plan: str) -> int:
    """Show a plan and approve it as it is."""
    home = invocation.home(needs_state=True)

    from varsam.services import planning

    output = invocation.output
    stored = planning.load_plan(plan)
    if not output.as_json:
        show(invocation, home, stored)
    if invocation.somebody_is_there and not invocation.confirm(
        counted("talk.approve_question", stored.rows, output.lang, plan=plan)
    ):
        output.note(output.say("talk.nothing_done"))
        return exits.DECIDE
    result = planning.approve(home, plan)
    if output.as_json:
        output.document(
            {
                "plan": result.plan,
                "approved_by": result.approved_by,
                "approved_at": result.approved_at.astimezone(UTC).isoformat(timespec="seconds"),
                "state": result.state,
                "missing": result.missing,
            }
        )
    if result.missing:
        output.line(output.say("talk.approved_by_one", plan=plan, by=result.approved_by))
        return exits.DECIDE
    output.line(output.say("talk.approved", plan=plan, by=result.approved_by))
    return exits.DONE


@verb
def apply(invocation: Invocation, plan: PlanArgument, without_control: WithoutControl = False) -> int:
    """Apply an approved plan as it is, or go on with one that was stopped."""
    home = invocation.home(needs_state=True)

    from varsam.services import planning

    output = invocation.output
    stored = planning.load_plan(plan)
    rows = stored.rows
    # A plan without rows destroys nothing: its tasks are given out, and nobody needs to be asked.
    if rows and not invocation.confirm(counted("talk.apply_question", rows, output.lang, plan=plan)):
        output.note(output.say("talk.nothing_done"))
        return exits.DECIDE
    if not without_control:
        residue.control_first(invocation, home, stored)
    applied = run(invocation, home, plan, rows)
    by_hand = standing_of(stored)
    if output.as_json:
        handed = tasks.standing_documents(by_hand, home.today)
        output.document({"plan": plan, **applied_document(applied), "tasks": handed})
    elif by_hand and not applied.stopped:
        tasks.show_tasks(output, by_hand, home.today)
        output.note(output.say("talk.tasks_how", plan=plan))
    return exits.INTERRUPTED if applied.stopped else exits.DONE


@verb
def verify(
    invocation: Invocation,
    plan: PlanArgument,
    search: Annotated[bool, typer.Option("--residue")] = False,
) -> int:
    """Look again at every row of an applied plan; with --residue, search all sources for what remains."""
    home = invocation.home(needs_state=True)

    from varsam.services import applying, planning

    if search and residue.is_before(home, plan):
        return residue.control(invocation, home, plan)
    found = applying.verify(home, plan)
    by_hand = standing_of(planning.load_plan(plan))
    remains = residue.search(invocation, home, plan) if search else residue.last(plan)
    output = invocation.output
    if output.as_json:
        said = {**verified_document(found), "residue": residue.document(remains)}
        output.document({"plan": plan, **said, "tasks": tasks.standing_documents(by_hand, home.today)})
    else:
        show_verified(invocation, plan, found)
        if remains is not None:
            residue.show(invocation, remains)
        tasks.show_tasks(output, by_hand, home.today)
    if not found.verified or (remains is not None and not remains.clean):
        return exits.FOUND
    return exits.DECIDE if any(each.overdue(home.today) for each in by_hand) else exits.DONE


def standing_of(plan: Plan) -> tuple[TaskStanding, ...]:
    """The tasks of a plan that named persons do, and whether they did."""
    from varsam.services import tasks as by_hand

    return by_hand.of_plan(plan)


def run(invocation: Invocation, home: Home, plan_id: str, rows: int) -> Applied:
    """Apply with progress; Ctrl-C stops between two batches and leaves the plan to be resumed."""
    from varsam.faces.cli.stopping import stop_on_interrupt
    from varsam.services import applying

    output = invocation.output
    with output.progress(output.say("talk.applying"), rows) as progress, stop_on_interrupt() as stop:
        applied = applying.apply(home, plan_id, progress=progress, stop=stop)
    if not output.as_json:
        totals = applied.steps.values()
        if totals:
            output.table(
                ("source", "kind", "table", "rows", "gone", "out"),
                [(each.source, each.kind, each.table, each.rows, each.gone, each.out) for each in totals],
            )
        key = "talk.stopped" if applied.stopped else "talk.applied"
        output.line(output.say(key, plan=plan_id))
    return applied


def applied_document(applied: Applied) -> dict[str, object]:
    """What applying did, as JSON."""
    return {
        "state": "applying" if applied.stopped else "applied",
        "steps": [
            {
                "step": step,
                "source": each.source,
                "kind": each.kind,
                "table": each.table,
                "rows": each.rows,
                "gone": each.gone,
                "out": each.out,
            }
            for step, each in applied.steps.items()
        ],
    }


def verified_document(found: Verified) -> dict[str, object]:
    """What was found after applying, as JSON; the search for residue has a date of its own."""
    return {
        "verified": found.verified,
        "remaining": [
            {"source": each.source, "table": each.table, "rows": each.rows, "fault": each.fault}
            for each in found.remaining
        ],
        "residue": None,
        "checked": found.checked,
        "physical": [{"source": source, "code": code} for source, code in found.physical.items()],
    }


def show(
    invocation: Invocation,
    home: Home,
    made: Plan,
    *,
    explain: bool = False,
    sample: bool = False,
    diff: bool = False,
) -> None:
    """Print a plan: the JSON that others may rely on, or the tables for a person."""
    from varsam.faces.cli import plan_details
    from varsam.faces.cli.plan_view import Reading
    from varsam.formats import plan_json

    output = invocation.output
    if output.as_json:
        details = plan_details.document(made, explain=explain, sampled=sample, diff=diff)
        output.document({**plan_json.public(made), **details})
        return
    Reading(output, home.register).show(made)
    plan_details.show(output, made, explain=explain, sampled=sample, diff=diff)


def code_of(made: Plan) -> int:
    """The exit code of a plan: a finding that stops some of it wants a person."""
    return exits.DECIDE if any(each.level == "error" for each in made.findings) else exits.DONE


def _next_step(invocation: Invocation, home: Home, made: Plan) -> str:
    if made.on > home.real_today:
        return invocation.output.say("talk.forecast", day=made.on.isoformat())
    if not made.steps:
        return invocation.output.say("talk.nothing_to_approve")
    return invocation.output.say("talk.approve_how", plan=made.plan)


def show_verified(invocation: Invocation, plan_id: str, found: Verified, *, brief: bool = False) -> None:
    """Say what looking again found, and what stays physically behind in each source."""
    output = invocation.output
    if found.verified:
        output.line(counted("talk.verified", found.checked, output.lang, plan=plan_id), style="green")
    else:
        output.line(output.say("talk.not_verified", plan=plan_id), style="bold red")
        rows = [
            (each.source, each.table, each.rows, output.say(f"remaining.{each.fault}"))
            for each in found.remaining
        ]
        output.table(("source", "table", "rows", "finding"), rows)
    codes: dict[str, list[str]] = {}
    for source, code in found.physical.items():
        if has(f"remains.{code}"):
            codes.setdefault(code, []).append(source)
    for code, sources in codes.items():
        output.line(f"{', '.join(sources)}: {output.say(f'remains.{code}')}")
