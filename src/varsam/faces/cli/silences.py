"""`silence`, `silences`: findings that needn't be heard for a while, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, day, verb

_STATES = {
    "silent": "talk.silence_holds",
    "ended": "talk.silence_over",
    "idle": "talk.silence_of_nothing",
    "unasked": "talk.silence_unasked",
}


@verb
def silence(
    invocation: Invocation,
    code: Annotated[str, typer.Argument(metavar="CODE")],
    where: Annotated[str, typer.Argument(metavar="WHERE")],
    until: Annotated[str, typer.Option("--until", metavar="DATE")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")],
) -> int:
    """Silence a finding at its place, with a reason and a last day."""
    from varsam.services import silencing

    home = invocation.home()
    made, silences = silencing.silence(home, code, where, day(until, "--until"), reason)
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "check": made.check,
                "where": made.where,
                "reason": made.reason,
                "until": made.until.isoformat(),
                "silences": silences,
            }
        )
    output.line(
        output.say("talk.silence_written", code=made.check, where=made.where, until=made.until.isoformat())
    )
    if not silences:
        output.note(output.say("talk.silence_idle"))
    return exits.DONE


@verb
def silences(invocation: Invocation) -> int:
    """List the silences with their reasons, what each does today, and those that are over."""
    from varsam.services import silencing

    found = silencing.listed(invocation.home())
    output = invocation.output
    if output.as_json:
        documents = [
            {
                "check": each.silence.check,
                "where": each.silence.where,
                "until": each.silence.until.isoformat(),
                "state": each.state,
                "findings": each.findings,
                "reason": each.silence.reason,
                "position": each.silence.position,
            }
            for each in found
        ]
        output.document({"silences": documents})
    elif not found:
        output.line(output.say("talk.no_silences"))
    else:
        rows = [
            (
                each.silence.check,
                each.silence.where,
                each.silence.until.isoformat(),
                output.say(_STATES[each.state]),
                each.silence.reason,
            )
            for each in found
        ]
        output.table(("code", "where", "until", "state", "reason"), rows)
    return exits.DONE
