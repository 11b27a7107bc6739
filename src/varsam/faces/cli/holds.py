"""`hold open`, `hold release`, `hold list`: what suspends erasure, why, and when it is looked at again."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.domain.facts import Scope
from varsam.faces.cli import exits, identifiers
from varsam.faces.cli.facts import KindsOption, PurposesOption, SourcesOption, said, scope_of
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.faces.cli.people import FromArgument

if TYPE_CHECKING:
    from varsam.faces.cli.output import Output


@verb
def open_(
    invocation: Invocation,
    given: FromArgument = None,
    ground: Annotated[str, typer.Option("--ground", metavar="TEXT", show_default=False)] = "",
    review: Annotated[str, typer.Option("--review", metavar="DATE", show_default=False)] = "",
    law: Annotated[str, typer.Option("--law", metavar="TEXT", show_default=False)] = "",
    source: SourcesOption = None,
    kind: KindsOption = None,
    purpose: PurposesOption = None,
) -> int:
    """Suspend erasure for exactly a scope or a person."""

    scope = scope_of(source, kind, purpose)
    if given is None and scope is None:
        raise RegisterError(
            "a hold covers a person or a scope",
            hint="name --source, --kind, --purpose, or a person by - or @FILE",
        )
    if not ground or not review:
        raise RegisterError(
            "a hold needs its ground and the day on which somebody looks again",
            where="--ground, --review",
            hint="for example: --ground 'dispute about an invoice' --review 2027-06-30",
        )
    review_on = day(review, "--review").isoformat()
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    who = identifiers.named(invocation, given) if given is not None else ()
    fact = recording.open_hold(
        home, ground=ground, review_on=review_on, scope=scope or Scope(), identifiers=who, law=law
    )
    return said(invocation, fact)


@verb
def release(invocation: Invocation, hold: Annotated[str, typer.Argument(metavar="HOLD")]) -> int:
    """Release a hold: what it deferred is due again at once."""
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    return said(invocation, recording.release_hold(home, hold))


@verb
def list_(invocation: Invocation) -> int:
    """List the holds that stand, oldest first."""
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    found = recording.holds(home)
    output = invocation.output
    if output.as_json:
        documents = [
            {
                "hold": each.id,
                "opened_at": each.opened_at.astimezone(UTC).isoformat(timespec="seconds"),
                "ground": each.ground,
                "review_on": each.review_on,
                "person": each.person,
                "scope": {
                    "sources": list(each.scope.sources),
                    "kinds": list(each.scope.kinds),
                    "purposes": list(each.scope.purposes),
                },
            }
            for each in found
        ]
        output.document({"holds": documents})
        return exits.DONE
    rows = [
        (
            each.id,
            each.opened_at.date().isoformat(),
            _covered(output, each.scope),
            each.ground,
            each.review_on,
        )
        for each in found
    ]
    if rows:
        output.table(("id", "since", "scope", "ground", "review"), rows)
    else:
        output.line(output.say("talk.no_holds"))
    return exits.DONE


def _covered(output: Output, scope: Scope) -> str:
    parts = [*scope.sources, *scope.kinds, *scope.purposes]
    return ", ".join(parts) or output.say("word.everything")
