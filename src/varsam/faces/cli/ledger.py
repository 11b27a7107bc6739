"""`ledger …`: evidence of what was decided and done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from varsam.services.evidence import LedgerReport


@verb
def verify(
    invocation: Invocation,
    copy: Annotated[Path | None, typer.Option("--from", metavar="DIR", show_default=False)] = None,
    against: Annotated[Path | None, typer.Option("--against", metavar="FILE", show_default=False)] = None,
) -> int:
    """Recompute the whole ledger, here or in an exported copy, and compare it with what was signed."""
    if copy is None:
        invocation.home(needs_state=True)
        from varsam.services import evidence

        report = evidence.verify(against)
    else:
        from varsam.store.ledger_copy import verify_copy

        report = verify_copy(copy, against)
    return _said(invocation, report)


@verb
def export(invocation: Invocation, folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> int:
    """Write a copy that can be verified without this home."""
    home = invocation.home(needs_state=True)
    from varsam.services import evidence

    return _said(invocation, evidence.export(home, folder))


@verb
def proof(invocation: Invocation, entry: Annotated[int, typer.Argument(metavar="ENTRY", min=0)]) -> int:
    """Print the receipt of an entry: it proves that the entry stands in the signed ledger."""
    import json

    home = invocation.home(needs_state=True)
    from varsam.services import evidence

    document = evidence.proof(home, entry).document()
    output = invocation.output
    if output.as_json:
        output.document(document)
    else:
        output.line(json.dumps(document, ensure_ascii=False, indent=2))
    return exits.DONE


@verb
def checkpoint(invocation: Invocation) -> int:
    """Sign the ledger as it is, to be kept elsewhere: only that shows a tail that was cut off."""
    home = invocation.home(needs_state=True)
    from varsam.services import evidence

    note = evidence.checkpoint(home)
    output = invocation.output
    if output.as_json:
        output.document({"checkpoint": note})
    else:
        output.out.write(note)
    return exits.DONE


def _said(invocation: Invocation, report: LedgerReport) -> int:
    output = invocation.output
    if output.as_json:
        output.document(
            {
                "entries": report.entries,
                "root": report.root,
                "ok": report.ok,
                "faults": list(report.faults),
                "checkpoints": report.checkpoints,
                "against": report.against,
                "notes": list(report.notes),
            }
        )
        return exits.DONE if report.ok else exits.FOUND
    key = "talk.ledger_ok" if report.ok else "talk.ledger_broken"
    style = "green" if report.ok else "bold red"
    output.line(output.say(key, entries=output.number(report.entries), root=report.root), style=style)
    for fault in report.faults:
        output.line(f"  {fault}")
    for note in report.notes:
        output.note(note)
    return exits.DONE if report.ok else exits.FOUND
