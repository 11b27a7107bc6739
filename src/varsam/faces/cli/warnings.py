"""`source inspect --explain`: what a look at the sources warns of, the most important first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation
from varsam.faces.cli.output import Output
from varsam.formats.texts import counted, has

if TYPE_CHECKING:
    from varsam.services.home import Home
    from varsam.services.looking import Warned

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def warn(invocation: Invocation, home: Home, names: Sequence[str]) -> int:
    """Look, and say of each finding where it is, how many rows it concerns, why it matters, what to do."""
    from varsam.services import looking

    output = invocation.output
    found = looking.explained(home, names)
    if output.as_json:
        output.document({"warnings": [_document(output, each) for each in found]})
    elif not found:
        output.line(output.say("talk.nothing_warned"))
    for each in found:
        _show(output, each)
    return exits.FOUND if any(each.finding.level == "error" for each in found) else exits.DONE


def _document(output: Output, warned: Warned) -> dict[str, object]:
    code = warned.finding.code
    return {
        **warned.finding.as_json(),
        "rows": warned.rows,
        "more": warned.more,
        "about": output.say(f"check.{code}"),
        "why": output.say(f"matters.{code}") if has(f"matters.{code}") else "",
    }


def _show(output: Output, warned: Warned) -> None:
    if output.as_json:
        return
    finding = warned.finding
    level = output.say(f"level.{finding.level}")
    head = output.say("talk.warned", level=level, where=finding.where, code=finding.code)
    output.line(head, style=_STYLES[finding.level])
    output.line(f"  {output.say(f'check.{finding.code}')} ({finding.message})")
    if warned.rows is not None:
        key = "talk.warned_more" if warned.more else "talk.warned_rows"
        output.line(f"  {counted(key, warned.rows, output.lang)}")
    if has(f"matters.{finding.code}"):
        output.line(f"  {output.say('talk.warned_why', why=output.say(f'matters.{finding.code}'))}")
    if finding.hint:
        output.line(f"  {output.say('talk.warned_hint', hint=finding.hint)}")
