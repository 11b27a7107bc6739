"""`check --watch`: the home's files checked again after each edit; only what changed is told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation
from varsam.faces.cli.stopping import stop_on_interrupt
from varsam.formats.texts import counted, in_words

if TYPE_CHECKING:
    from varsam.services.checking import Placed
    from varsam.services.watching import Change

_SECONDS_BETWEEN_LOOKS = 0.2
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def watch(invocation: Invocation) -> int:
    """Check, and again after each edit, until Ctrl-C. Nothing on the screen is cleared."""
    from varsam.services.watching import Watch

    watched = Watch(invocation.home)
    # A handler of its own: a program started in the background has Ctrl-C ignored.
    with stop_on_interrupt() as asked:
        while not asked():
            change = watched.look()
            if change is not None:
                _tell(invocation, change)
                invocation.output.out.flush()
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    return exits.DONE


def _tell(invocation: Invocation, change: Change) -> None:
    output = invocation.output
    if output.as_json:
        fault = change.fault
        output.document(
            {
                "new": [_document(each) for each in change.new],
                "gone": [_document(each) for each in change.gone],
                "left": len(change.left),
                "fault": fault and {"error": fault.message, "where": str(fault.where), "hint": fault.hint},
            }
        )
        return
    if change.fault is not None:
        exits.report(change.fault, output.err, output.lang, as_json=False)
        output.err.flush()
    for each in change.gone:
        output.line(f"- {_said(invocation, each)}", style="green")
    for each in change.new:
        output.line(f"+ {_said(invocation, each)}", style=_STYLES[each.finding.level])
    output.line(counted("talk.left", len(change.left), output.lang))


def _document(placed: Placed) -> dict[str, str]:
    return placed.finding.as_json() | {"position": placed.position}


def _said(invocation: Invocation, placed: Placed) -> str:
    output, finding = invocation.output, placed.finding
    where = f"{placed.position} {finding.where}".strip()
    message = in_words(finding.message, output.lang)
    return f"{output.say(f'level.{finding.level}')} {finding.code} {where}: {message}"
