"""`partner disclosed`, `partner disclosures`: to whom data was disclosed, of what, when and why."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.disclosures import DisclosureGround, to_be_told
from varsam.domain.errors import RegisterError
from varsam.faces.cli import exits, identifiers
from varsam.faces.cli.facts import (
    AtOption,
    KindsOption,
    PurposesOption,
    SourcesOption,
    instant,
    said,
    scope_of,
)
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.partners import PartnerArgument
from varsam.faces.cli.people import EvidenceOption, FromArgument

if TYPE_CHECKING:
    from varsam.domain.disclosures import Disclosure

_GROUNDS = "|".join(DisclosureGround)


@verb
def disclosed(
    invocation: Invocation,
    partner: PartnerArgument,
    given: FromArgument = None,
    ground: Annotated[str | None, typer.Option("--ground", metavar=_GROUNDS)] = None,
    category: Annotated[list[str] | None, typer.Option("--category", metavar="CODE")] = None,
    source: SourcesOption = None,
    kind: KindsOption = None,
    purpose: PurposesOption = None,
    law: Annotated[str, typer.Option("--law", metavar="TEXT", show_default=False)] = "",
    document: Annotated[Path | None, typer.Option("--document", metavar="FILE", show_default=False)] = None,
    at: AtOption = None,
    evidence: EvidenceOption = "",
) -> int:
    """Record that data of a person, or of a scope, was disclosed to a partner."""
    grounds = tuple(each.value for each in DisclosureGround)
    if ground not in grounds:
        raise RegisterError(
            "a disclosure needs its ground", where="--ground", hint=f"one of: {', '.join(grounds)}"
        )
    scope = scope_of(source, kind, purpose)
    home = invocation.home(needs_state=True)

    from varsam.services import disclosures

    who = identifiers.named(invocation, given) if given is not None or scope is None else ()
    fact = disclosures.disclose(
        home,
        partner,
        DisclosureGround(ground),
        categories=tuple(category or ()),
        identifiers=who,
        scope=scope,
        at=instant(home, at),
        law=law,
        document=document,
        evidence=evidence,
    )
    return said(invocation, fact)


@verb
def listed(
    invocation: Invocation,
    given: FromArgument = None,
    person: Annotated[bool, typer.Option("--person")] = False,
    partner: Annotated[str | None, typer.Option("--partner", metavar="ID", show_default=False)] = None,
) -> int:
    """List what was disclosed, to whom, when and on what ground; of all, or of one person."""
    home = invocation.home(needs_state=True)

    from varsam.services import disclosures

    who = identifiers.named(invocation, given) if person or given is not None else ()
    found = disclosures.listed(home, who, partner=partner)
    output = invocation.output
    if output.as_json:
        told = {"to_be_told": list(to_be_told(found))} if who else {}
        output.document({"disclosures": [_json(each) for each in found], **told})
        return exits.DONE
    if not found:
        output.line(output.say("talk.no_disclosures"))
        return exits.DONE
    rows = [
        (
            each.at.astimezone(UTC).date().isoformat(),
            each.partner,
            ", ".join(each.categories) or "–",
            output.say("word.a_person") if each.person is not None else _scope(each),
            output.say(f"disclosure_ground.{each.ground}"),
            each.law or "–",
            each.document[:12] or "–",
        )
        for each in found
    ]
    output.table(("on", "partner", "category", "about", "ground", "law", "document"), rows)
    if who and to_be_told(found):
        output.note(output.say("talk.to_be_told", names=", ".join(to_be_told(found))))
    return exits.DONE


def _scope(disclosure: Disclosure) -> str:
    scope = disclosure.scope
    parts = (*scope.sources, *scope.kinds, *scope.purposes) if scope is not None else ()
    return ", ".join(parts) or "–"


def _json(disclosure: Disclosure) -> dict[str, object]:
    scope = disclosure.scope
    return {
        "disclosure": disclosure.id,
        "partner": disclosure.partner,
        "at": disclosure.at.astimezone(UTC).isoformat(timespec="seconds"),
        "ground": disclosure.ground.value,
        "categories": list(disclosure.categories),
        "person": disclosure.person,
        "scope": None
        if scope is None
        else {
            "sources": list(scope.sources),
            "kinds": list(scope.kinds),
            "purposes": list(scope.purposes),
        },
        "law": disclosure.law or None,
        "document": disclosure.document or None,
        "evidence": disclosure.evidence or None,
    }
