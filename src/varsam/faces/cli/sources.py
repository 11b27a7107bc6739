"""`source inspect`, `source grants`, `source mode`: the controller's systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits, warnings
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from varsam.domain.snapshot import Snapshot


@verb
def inspect(
    invocation: Invocation,
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,
) -> int:
    """Look at the sources, keep what was seen, and say where map and schema disagree."""
    from varsam.formats.snapshot_json import document

    home = invocation.home(needs_state=True)

    from varsam.services import checking, systems

    if explain:
        return warnings.warn(invocation, home, (name,) if name else ())
    seen = systems.inspect(home, (name,) if name else ())
    modes = systems.modes(home)
    output = invocation.output
    findings = [each for _, found in seen for each in found]
    if output.as_json:
        output.document(
            {
                "sources": [
                    document(snapshot)
                    | {"mode": modes[snapshot.source], "findings": [each.as_json() for each in found]}
                    for snapshot, found in seen
                ]
            }
        )
    else:
        rows = [
            (*_sizes(snapshot), output.say(f"mode.{modes[snapshot.source]}"), snapshot.fingerprint[:12])
            for snapshot, _ in seen
        ]
        output.table(("source", "dialect", "tables", "rows", "state", "fingerprint"), rows)
        output.show_findings([(each, "") for each in findings])
    return exits.FOUND if checking.stands_against(findings) else exits.DONE


def _sizes(snapshot: Snapshot) -> tuple[str, str, int, int]:
    rows = sum(table.rows or 0 for table in snapshot.tables.values())
    return snapshot.source, snapshot.dialect, len(snapshot.tables), rows


@verb
def grants(invocation: Invocation, name: Annotated[str, typer.Argument(metavar="NAME")]) -> int:
    """Print the SQL that gives a source's account the least rights that its map needs."""
    home = invocation.home(needs_state=True)

    from varsam.services import systems

    statements = systems.grants(home, name)
    output = invocation.output
    if output.as_json:
        output.document({"source": name, "statements": statements})
    for statement in statements:
        output.line(statement)
    if not statements:
        output.note(output.say("talk.no_grants"))
    return exits.DONE


@verb
def mode(
    invocation: Invocation,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    to: Annotated[str, typer.Argument(metavar="observe|apply")],
) -> int:
    """Say whether approved plans may change a source."""
    home = invocation.home(needs_state=True)

    from varsam.services import systems

    output = invocation.output
    systems.switch_mode(home, name, to)
    if output.as_json:
        output.document({"source": name, "mode": to})
    output.line(f"{name}: {output.say(f'mode.{to}')}")
    return exits.DONE
