"""`partner accept-change`, `partner object`, `partner sign`: what was decided and signed, in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from varsam.domain.errors import RegisterError
from varsam.domain.partners import AgreementKind, NoticeOutcome
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.faces.cli.partners import PartnerArgument

NoticeArgument = Annotated[str, typer.Argument(metavar="NOTICE")]
ByOption = Annotated[str, typer.Option("--by", metavar="OFFICE", show_default=False)]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", show_default=False)]


@verb
def accept_change(
    invocation: Invocation,
    partner: PartnerArgument,
    notice: NoticeArgument,
    by: ByOption = "",
    reason: ReasonOption = "",
) -> int:
    """Write down that a change which a processor announced is accepted."""
    return _decided(invocation, partner, notice, NoticeOutcome.ACCEPTED, by, reason)


@verb
def object_(
    invocation: Invocation,
    partner: PartnerArgument,
    notice: NoticeArgument,
    by: ByOption = "",
    reason: ReasonOption = "",
) -> int:
    """Write down an objection to a change which a processor announced; tell the processor yourself."""
    if not reason.strip():
        raise RegisterError("an objection needs a reason", where="--reason", hint="say why")
    return _decided(invocation, partner, notice, NoticeOutcome.OBJECTED, by, reason)


@verb
def sign(
    invocation: Invocation,
    partner: PartnerArgument,
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT")],
    document: Annotated[Path | None, typer.Option("--document", metavar="FILE", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", show_default=False)] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="DATE", show_default=False)] = None,
    valid_from: Annotated[str | None, typer.Option("--from", metavar="DATE", show_default=False)] = None,
    valid_to: Annotated[str | None, typer.Option("--until", metavar="DATE", show_default=False)] = None,
    signatory: Annotated[list[str] | None, typer.Option("--signatory", metavar="OFFICE")] = None,
) -> int:
    """Keep a signed agreement: its document in the folder, its hash and days in the file."""
    from varsam.services import partners

    if document is None:
        raise RegisterError("a signed agreement has a document", where="--document", hint="name its file")
    kinds = tuple(each.value for each in AgreementKind)
    if kind is not None and kind not in kinds:
        raise RegisterError("there is no such kind", where="--kind", hint=f"one of: {', '.join(kinds)}")
    place, path = partners.sign(
        invocation.home(),
        partner,
        agreement,
        document,
        kind=AgreementKind(kind) if kind is not None else None,
        signed_on=day(signed, "--signed") if signed else None,
        valid_from=day(valid_from, "--from") if valid_from else None,
        valid_to=day(valid_to, "--until") if valid_to else None,
        signatories=tuple(signatory or ()),
    )
    output = invocation.output
    if output.as_json:
        output.document({"document": str(place), "written": str(path)})
    output.line(output.say("talk.signed", agreement=agreement, partner=partner, file=place.name))
    output.note(output.say("talk.signed_clauses", file=path.name))
    return exits.DONE


def _decided(
    invocation: Invocation, partner: str, notice: str, outcome: NoticeOutcome, by: str, reason: str
) -> int:
    from varsam.services import partners

    path = partners.decide(invocation.home(), partner, notice, outcome, by=by, reason=reason)
    output = invocation.output
    if output.as_json:
        output.document(
            {"partner": partner, "notice": notice, "outcome": outcome.value, "written": str(path)}
        )
    said = output.say(f"notice_outcome.{outcome}")
    output.line(output.say("talk.change_decided", partner=partner, notice=notice, outcome=said))
    return exits.DONE
