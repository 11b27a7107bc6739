"""`source propose`: a first map for a system that nobody here designed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb


@verb
def propose(
    invocation: Invocation,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=10, max=10_000)] = 400,
) -> int:
    """Look into a source at a bounded cost and write a map to begin with."""
    from varsam.formats.source_map.proposed import as_json, written

    home = invocation.home()

    from varsam.services import proposing

    output = invocation.output
    if out is not None and out.exists():
        raise NotAllowed(
            "the file is there already, and nothing is overwritten", where=str(out), hint="name another"
        )
    proposal, mapped = proposing.propose(home, name, rows=rows)
    if output.as_json:
        output.document(as_json(proposal, output.lang))
    text = written(proposal, mapped, output.lang)
    if out is not None:
        try:
            with out.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise RegisterError(f"the file can't be written: {error.strerror}", where=str(out)) from error
    elif not output.as_json:
        output.out.write(text)
    return exits.DONE
