"""`assessment list`, `assessment draft`: what was weighed, what needs it, and a beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.formats.texts import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from varsam.faces.cli.output import Output
    from varsam.services.assessments import AssessedActivity, WeighedPurpose


@verb
def list_(invocation: Invocation) -> int:
    """List the interests that are weighed, and the activities that need an impact assessment, with why."""
    home = invocation.home()

    from varsam.services import assessments

    purposes, activities = assessments.weighed(home), assessments.assessed(home)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "interests": [_weighed_document(each) for each in purposes],
                "impacts": [_assessed_document(each) for each in activities],
            }
        )
        return exits.DONE
    _show_weighed(output, purposes)
    _show_assessed(output, activities)
    return exits.DONE


@verb
def draft(
    invocation: Invocation,
    about: Annotated[str, typer.Argument(metavar="ACTIVITY|PURPOSE")],
    impact: Annotated[bool, typer.Option("--impact")] = False,
) -> int:
    """Begin an assessment in assessments.yaml, with what the register knows filled in."""
    home = invocation.home()

    from varsam.services import assessments

    made = assessments.draft(home, about, invocation.lang, impact=impact)
    output = invocation.output
    if output.as_json:
        output.document({"assessment": made.id, "section": made.sort, "written": str(made.written)})
        return exits.DONE
    output.line(output.say("talk.assessment_begun", id=made.id, section=made.sort, file=made.written.name))
    return exits.DONE


def _weighed_document(found: WeighedPurpose) -> dict[str, object]:
    return {
        "purpose": found.purpose.id,
        "interest": found.purpose.interest or None,
        "overriding": found.overriding,
        "assessments": [
            {
                "id": each.id,
                "outcome": each.outcome.value,
                "decided_on": day_of(each.decided_on) or None,
                "review_by": day_of(each.review_by) or None,
            }
            for each in found.assessments
        ],
    }


def _assessed_document(found: AssessedActivity) -> dict[str, object]:
    return {
        "activity": found.activity.id,
        "need": found.need.verdict.value,
        "cases": [each.value for each in found.need.cases],
        "met": [{"criterion": each.criterion.value, "by": list(each.by)} for each in found.need.met],
        "ask": [each.value for each in found.need.ask],
        "assessments": [
            {
                "id": each.id,
                "decision": each.decision.value if each.decision else None,
                "residual_risk": each.residual_risk.value if each.residual_risk else None,
                "review_by": day_of(each.review_by) or None,
            }
            for each in found.assessments
        ],
    }


def _show_weighed(output: Output, found: Sequence[WeighedPurpose]) -> None:
    output.heading(output.say("talk.weighed"))
    if not found:
        output.line(output.say("talk.nothing_to_weigh"))
        return
    rows, styles = [], []
    for each in found:
        last = each.assessments[-1] if each.assessments else None
        outcome = output.say(f"weighed.{last.outcome}") if last else output.say("weighed.missing")
        review = day_of(last.review_by) if last else ""
        rows.append((each.purpose.id, each.purpose.interest, outcome, review, each.overriding))
        styles.append("" if last else "yellow")
    output.table(("purpose", "interest", "outcome", "review_by", "overriding"), rows, styles=styles)


def _show_assessed(output: Output, found: Sequence[AssessedActivity]) -> None:
    """What needs an assessment, what a person must answer, and what has one; the rest is only counted."""
    output.heading(output.say("talk.assessed"))
    rows, styles = [], []
    for each in found:
        if not (each.need.met or each.assessments):
            continue
        met = "; ".join(
            f"{output.say(f'criterion.{one.criterion}')} ({', '.join(one.by)})" for one in each.need.met
        )
        ask = ", ".join(output.say(f"criterion.{one}") for one in each.need.ask)
        last = each.assessments[-1] if each.assessments else None
        there = output.say(f"decided.{last.decision or 'open'}") if last else output.say("decided.missing")
        needed = each.need.verdict.value == "needed" and last is None
        rows.append((each.activity.id, output.say(f"need.{each.need.verdict}"), met, ask, there))
        styles.append("yellow" if needed else "")
    if rows:
        output.table(("activity", "need", "criteria", "ask", "assessment"), rows, styles=styles)
    if others := len(found) - len(rows):
        output.line(output.say("talk.others_unmet", count=output.number(others)))
