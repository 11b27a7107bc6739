"""`register versions`, `register show`: the register as it is and as it was."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb

if TYPE_CHECKING:
    from varsam.services.register import Version


@verb
def versions(invocation: Invocation) -> int:
    """List the versions that plans were computed from, and the present one."""
    home = invocation.home(needs_state=True)

    from varsam.services import register

    found = register.versions(home)
    output = invocation.output
    if output.as_json:
        output.document({"versions": [_head(each) | {"present": each.present} for each in found]})
        return exits.DONE
    rows = [
        (each.fingerprint, _since(each) or "–", each.by or "–", each.present if each.present else "")
        for each in found
    ]
    output.table(("fingerprint", "since", "by", "present"), rows)
    return exits.DONE


@verb
def show(
    invocation: Invocation,
    fingerprint: Annotated[str | None, typer.Argument(metavar="FINGERPRINT", show_default=False)] = None,
) -> int:
    """Show the register as it is, or a version as it was."""
    home = invocation.home(needs_state=True)

    from varsam.services import register

    found = register.present(home) if fingerprint is None else register.version(home, fingerprint.lower())
    output = invocation.output
    if output.as_json:
        output.document(_head(found) | {"document": found.document})
    else:
        output.line(found.document.removesuffix("\n"))
    return exits.DONE


def _head(version: Version) -> dict[str, object]:
    return {"fingerprint": version.fingerprint, "since": _since(version) or None, "by": version.by}


def _since(version: Version) -> str:
    return version.since.astimezone(UTC).isoformat(timespec="seconds") if version.since else ""
