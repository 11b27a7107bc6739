"""`check`: what stands against the register, the source maps and, online, the live sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.faces.cli import exits, watching
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from varsam.checks.base import Finding
    from varsam.domain.silences import Silence
    from varsam.faces.cli.output import Output
    from varsam.services.home import Home
    from varsam.services.stale import Online


@verb
def check(
    invocation: Invocation,
    online: Annotated[bool, typer.Option("--online")] = False,
    watch: Annotated[bool, typer.Option("--watch")] = False,
) -> int:
    """Say what stands against the register and the source maps; online also against the live sources."""
    from varsam.services import checking

    if watch:
        if online:
            raise RegisterError(
                "only files are watched", where="--watch", hint="give --online or --watch, not both"
            )
        return watching.watch(invocation)
    home = invocation.home(needs_state=online)
    found = list(checking.check_files(home))
    live = _online(invocation, home) if online else None
    if live is not None:
        known = {each.finding for each in found}
        found += checking.placed(home, [each for each in live.findings if each not in known])
    placed, divided = checking.heard(home, found, online=live is not None and live.whole)
    output = invocation.output
    if output.as_json:
        documents = [each.finding.as_json() | {"position": each.position} for each in placed]
        document: dict[str, object] = {"findings": documents, "silenced": silenced_json(divided.silent)}
        if live is not None:
            document |= {"unreachable": list(live.unreachable), "unlooked": list(live.unlooked)}
        output.document(document)
    else:
        output.show_findings([(each.finding, each.position) for each in placed])
        show_silenced(output, divided.silent)
    if live is not None and live.unreachable:
        return exits.SOURCE
    return exits.FOUND if checking.stands_against(divided.findings) else exits.DONE


def silenced_json(silent: Sequence[tuple[Finding, Silence]]) -> list[dict[str, str]]:
    """What was found and isn't heard, as data."""
    return [
        finding.as_json() | {"reason": silence.reason, "until": silence.until.isoformat()}
        for finding, silence in silent
    ]


def show_silenced(output: Output, silent: Sequence[tuple[Finding, Silence]]) -> None:
    """List what was found and isn't heard, so that nothing is silent without anybody seeing it."""
    if not silent:
        return
    output.heading(output.say("talk.silenced", count=output.number(len(silent))))
    rows = [
        (
            output.say(f"level.{finding.level}"),
            finding.code,
            finding.where,
            silence.until.isoformat(),
            silence.reason,
        )
        for finding, silence in silent
    ]
    output.table(("level", "code", "where", "until", "reason"), rows)


def _online(invocation: Invocation, home: Home) -> Online:
    """What the live sources show."""
    from varsam.services import stale

    output = invocation.output
    with output.progress(output.say("talk.comparing")) as progress:
        return stale.online_findings(home, progress=progress)
