"""`records import`: from an existing record of processing to a register, and what was lost on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.checking import show_silenced, silenced_json
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.policies import show_activities, show_proposals
from varsam.formats.texts import counted


@verb
def import_(
    invocation: Invocation,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    layout: Annotated[str, typer.Option("--layout", metavar="LAYOUT")] = "auto",
    write: Annotated[bool, typer.Option("--write")] = False,
) -> int:
    """Read an existing record of processing into a draft register."""
    from varsam.formats.policy import PolicyImport, import_json
    from varsam.services import records_import
    from varsam.services.checking import stands_against

    drafted = records_import.draft(file, layout, invocation.today(), invocation.folder)
    imported = drafted.imported
    written = records_import.put(drafted, file.name, invocation.folder, os.environ) if write else ()
    output = invocation.output
    if output.as_json:
        findings = [each.as_json() | {"position": drafted.position(each)} for each in drafted.findings]
        document = import_json(PolicyImport(imported.register, ()), findings)
        layouts = {"layouts": list(imported.layouts)}
        silent = {"silenced": silenced_json(drafted.silent)}
        output.document(layouts | document | silent | {"written": [str(path) for path in written]})
    else:
        output.line(output.say("talk.records_layout", layouts=", ".join(imported.layouts)))
        show_activities(output, imported.register)
        show_proposals(output, imported.register, "talk.records_proposals", "talk.records_proposals_how")
        output.show_findings([(each, drafted.position(each)) for each in drafted.findings])
        show_silenced(output, drafted.silent)
        if drafted.undecided:
            output.note(counted("talk.records_undecided", drafted.undecided, output.lang))
        for path in written:
            output.note(output.say("talk.written", file=str(path)))
        if not written:
            output.note(output.say("talk.not_written"))
    return exits.FOUND if stands_against(drafted.findings) else exits.DONE
