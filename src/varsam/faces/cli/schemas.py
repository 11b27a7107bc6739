"""`schema …`: what editors complete and mark the files of a home by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb

OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", show_default=False)]


@verb
def register(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of the register, or write it into a file."""
    return _schema(invocation, "register", out)


@verb
def source(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of source maps, or write it into a file."""
    return _schema(invocation, "source", out)


@verb
def assessments(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of assessments, or write it into a file."""
    return _schema(invocation, "assessments", out)


@verb
def arrangement(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of arrangements between controllers, or write it into a file."""
    return _schema(invocation, "arrangement", out)


@verb
def customers(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of customers, or write it into a file."""
    return _schema(invocation, "customers", out)


@verb
def partners(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of the file of partners, or write it into a file."""
    return _schema(invocation, "partners", out)


@verb
def claims(invocation: Invocation, out: OutOption = None) -> int:
    """Print the JSON Schema of the file of claims, or write it into a file."""
    return _schema(invocation, "claims", out)


def _schema(invocation: Invocation, name: str, out: Path | None) -> int:
    from varsam.services import schemas

    output = invocation.output
    if out is not None:
        schemas.write(name, out)
        if output.as_json:
            output.document({"written": str(out)})
        output.note(output.say("talk.written", file=str(out)))
    elif output.as_json:
        output.document(json.loads(schemas.text(name)))
    else:
        output.line(schemas.text(name).removesuffix("\n"))
    return exits.DONE
