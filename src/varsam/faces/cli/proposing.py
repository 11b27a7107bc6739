"""`source propose`: a first map for a system that nobody here designed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from varsam.services.home import Home


@verb
def propose(
    invocation: Invocation,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=10, max=10_000)] = 400,
    new: Annotated[bool, typer.Option("--new")] = False,
) -> int:
    """Look into a source at a bounded cost and write a map to begin with, or only what the map lacks."""
    from varsam.formats.source_map.proposed import as_json, written

    home = invocation.home()

    from varsam.services import proposing

    output = invocation.output
    if new:
        return _new(invocation, home, name, rows)
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


def _new(invocation: Invocation, home: Home, name: str, rows: int) -> int:
    """What the map lacks, to be pasted into it; nothing is written into a file."""
    from varsam.formats.source_map.proposed import as_json, missing
    from varsam.services import proposing

    output = invocation.output
    proposal, kinds, mapped = proposing.propose_new(home, name, rows=rows)
    if output.as_json:
        document = dict(as_json(replace(proposal, kinds=kinds), output.lang))
        output.document({"source": name, "kinds": document["kinds"]})
    elif kinds:
        taken = {kind.name: [group.name for group in kind.groups] for kind in mapped.kinds}
        output.out.write(missing(proposal, kinds, taken, output.lang))
    else:
        output.note(output.say("talk.nothing_new"))
    return exits.DONE
