"""`policy import`: from the published text to a register."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.checking import show_silenced, silenced_json
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from varsam.domain.register import Register
    from varsam.faces.cli.output import Output


@verb
def policy_import(
    invocation: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    accept: Annotated[list[str] | None, typer.Option("--accept", metavar="ID")] = None,
    write: Annotated[bool, typer.Option("--write")] = False,
) -> int:
    """Read a policy document into a draft register."""
    from varsam.formats.policy import import_json
    from varsam.services import policies
    from varsam.services.checking import stands_against

    accepted = tuple(accept or ())
    today = invocation.today()
    drafted = policies.draft(file, accepted, today, invocation.folder)
    written = (
        policies.put(drafted, file.name, invocation.folder, accepted, today, os.environ) if write else ()
    )
    output = invocation.output
    if output.as_json:
        document = import_json(
            drafted.imported,
            [each.as_json() | {"position": drafted.position(each)} for each in drafted.findings],
        )
        silent = {"silenced": silenced_json(drafted.silent)}
        output.document(document | silent | {"written": [str(path) for path in written]})
    else:
        show_activities(output, drafted.imported.register)
        show_proposals(output, drafted.imported.register)
        output.show_findings([(each, drafted.position(each)) for each in drafted.findings])
        show_silenced(output, drafted.silent)
        for path in written:
            output.note(output.say("talk.written", file=str(path)))
        if not written:
            output.note(output.say("talk.not_written"))
    return exits.FOUND if stands_against(drafted.findings) else exits.DONE


def show_activities(output: Output, register: Register) -> None:
    """Print the activities of a draft, a line for each purpose."""
    from varsam.formats.rule_text import print_rule

    output.heading(output.say("talk.activities", count=output.number(len(register.activities))))
    rows = []
    for activity in register.activities:
        for purpose in activity.purposes:
            if purpose.rule is None:
                rule = output.say("talk.needs_person", phrase=purpose.needs_person or "–")
            else:
                rule = print_rule(purpose.rule, output.lang)
                if purpose.assumed:
                    rule = f"{rule} ({output.say('talk.assumed', question=purpose.question or '–')})"
            rows.append((activity.title, output.say(f"basis.{purpose.basis}"), rule))
    output.table(("activity", "basis", "rule"), rows)


def show_proposals(
    output: Output, register: Register, heading: str = "talk.proposals", how: str = "talk.proposals_how"
) -> None:
    """Print the proposals of a draft that wait for a decision."""
    from varsam.domain.register import Outcome
    from varsam.formats.rule_text import print_rule

    waiting = [each for each in register.proposals if each.outcome is Outcome.PROPOSED]
    if not waiting:
        return
    output.heading(output.say(heading))
    rows = [
        (
            each.id,
            each.activity,
            output.say(f"basis.{each.purpose.basis}"),
            print_rule(each.purpose.rule, output.lang) if each.purpose.rule else "–",
            each.purpose.law,
        )
        for each in waiting
    ]
    output.table(("proposal", "activity", "basis", "rule", "law"), rows)
    output.line(output.say(how))
