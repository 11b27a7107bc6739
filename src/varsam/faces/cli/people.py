"""`person find`, `person copy`, `person erase`: one person over all sources."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits, identifiers, plans, residue
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import counted, day_of

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.engine.copying import CopyRow
    from varsam.services.home import Home

FromArgument = Annotated[str | None, typer.Argument(metavar="-|@FILE", show_default=False)]
EvidenceOption = Annotated[str, typer.Option("--evidence", metavar="TEXT", show_default=False)]


@verb
def find(invocation: Invocation, given: FromArgument = None) -> int:
    """Say where a person is found. Nothing about them is stored."""
    home = invocation.home(needs_state=True)

    from varsam.services import people

    found = people.find(home, identifiers.named(invocation, given))
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "found": [
                    {"source": each.source, "kind": each.kind, "table": each.table, "rows": each.rows}
                    for each in found.found
                ],
                "ambiguous": [
                    {"type": each.type, "source": each.source, "kind": each.kind} for each in found.ambiguous
                ],
            }
        )
    elif found.found:
        rows = [(each.source, each.kind, each.table, each.rows) for each in found.found]
        output.table(("source", "kind", "table", "rows"), rows)
    else:
        output.line(output.say("talk.not_found"))
    for each in found.ambiguous:
        output.note(output.say("talk.ambiguous", type=each.type, source=each.source, kind=each.kind))
    return exits.DECIDE if found.ambiguous else exits.DONE


@verb
def copy(invocation: Invocation, given: FromArgument = None) -> int:
    """Write a person's data from every source, row by row, with what it is held for and until when."""
    home = invocation.home(needs_state=True)

    from varsam.services import people

    output = invocation.output
    rows = people.copy(home, identifiers.named(invocation, given))
    if output.as_json:
        for row in rows:
            output.document(_copied(row))
        return exits.DONE
    shown = []
    for row in rows:
        data = ", ".join(
            f"{label}: {_plain(value)}" for label, value in row.data.items() if value is not None
        )
        until = day_of(row.until) or output.say("word.open")
        shown.append((row.source, row.kind, data, ", ".join(row.purposes), until))
    output.table(("source", "kind", "data", "purpose", "until"), shown)
    return exits.DONE


@verb
def erase(
    invocation: Invocation,
    given: FromArgument = None,
    evidence: EvidenceOption = "",
    plan_only: Annotated[bool, typer.Option("--plan-only")] = False,
    without_control: plans.WithoutControl = False,
) -> int:
    """Record the decision to erase a person, plan it, ask, approve and apply."""

    if not plan_only:
        invocation.must_be_answerable()
    home = invocation.home(needs_state=True)

    from varsam.services import people

    output = invocation.output
    who = identifiers.named(invocation, given)
    with output.progress(output.say("talk.planning")) as progress:
        made = people.erase(home, who, evidence=evidence, progress=progress)
    if plan_only or not made.rows:
        plans.show(invocation, home, made)
        output.note(output.say("talk.decision_recorded", plan=made.plan))
        return plans.code_of(made)
    if not output.as_json:
        plans.show(invocation, home, made)
    return _carried_out(invocation, home, made, without_control=without_control)


def _carried_out(invocation: Invocation, home: Home, made: Plan, *, without_control: bool) -> int:
    """Ask, approve, apply; in JSON the plan comes with what became of it."""
    from varsam.formats import plan_json
    from varsam.services import planning

    output = invocation.output
    document = plan_json.public(made)

    def left(state: str, note: str) -> int:
        if output.as_json:
            output.document({**document, "state": state})
        output.note(note)
        return exits.DECIDE

    if not invocation.confirm(counted("talk.apply_question", made.rows, output.lang, plan=made.plan)):
        return left("drafted", output.say("talk.decision_recorded", plan=made.plan))
    approval = planning.approve(home, made.plan)
    if approval.missing:
        return left(
            approval.state, output.say("talk.approved_by_one", plan=made.plan, by=approval.approved_by)
        )
    if not without_control:
        residue.control_first(invocation, home, made)
    applied = plans.run(invocation, home, made.plan, made.rows)
    if output.as_json:
        done = plans.applied_document(applied)
        output.document({**document, "state": done["state"], "applied": done["steps"]})
    elif not applied.stopped and not without_control:
        output.note(output.say("talk.residue_how", plan=made.plan))
    return exits.INTERRUPTED if applied.stopped else plans.code_of(made)


def _copied(row: CopyRow) -> dict[str, object]:
    return {
        "source": row.source,
        "kind": row.kind,
        "key": [_plain(value) for value in row.key],
        "data": {label: _plain(value) for label, value in row.data.items()},
        "purposes": list(row.purposes),
        "until": row.until.isoformat() if row.until else None,
    }


def _plain(value: object) -> object:
    """A value of a source as JSON has it; bytes that are no text are written as base64."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return json.loads(json.dumps(value, default=str))
