"""`record …`: dated statements about a person or a scope, from which plans follow."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.calendar import local_midnight, time_zone
from varsam.domain.errors import RegisterError
from varsam.domain.facts import OUTCOMES, Fact, FactKind, Scope
from varsam.faces.cli import exits, identifiers
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.faces.cli.people import EvidenceOption, FromArgument

if TYPE_CHECKING:
    from varsam.services.home import Home

AtOption = Annotated[str | None, typer.Option("--at", metavar="DATE", show_default=False)]
PurposeOption = Annotated[str | None, typer.Option("--purpose", metavar="ID", show_default=False)]
SourcesOption = Annotated[list[str] | None, typer.Option("--source", metavar="NAME")]
KindsOption = Annotated[list[str] | None, typer.Option("--kind", metavar="NAME")]
PurposesOption = Annotated[list[str] | None, typer.Option("--purpose", metavar="ID")]


@verb
def consent(
    invocation: Invocation,
    given: FromArgument = None,
    purpose: PurposeOption = None,
    withdrawn: Annotated[bool, typer.Option("--withdrawn")] = False,
    channel: Annotated[str, typer.Option("--channel", metavar="NAME", show_default=False)] = "",
    at: AtOption = None,
    evidence: EvidenceOption = "",
) -> int:
    """Record that a person gave or withdrew their consent to a purpose."""
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    if purpose is None:
        raise RegisterError(
            "a consent is given to a purpose", where="--purpose", hint=", ".join(home.register.purposes())
        )
    kind = FactKind.CONSENT_WITHDRAWN if withdrawn else FactKind.CONSENT_GIVEN
    who = identifiers.named(invocation, given)
    fact = recording.record(
        home,
        kind,
        identifiers=who,
        purpose=purpose,
        at=instant(home, at),
        evidence=evidence,
        details={"channel": channel} if channel else {},
    )
    return said(invocation, fact)


@verb
def objection(
    invocation: Invocation,
    given: FromArgument = None,
    purpose: PurposeOption = None,
    decided: Annotated[str | None, typer.Option("--decided", metavar="upheld|rejected")] = None,
    fact: Annotated[str | None, typer.Option("--fact", metavar="ID", show_default=False)] = None,
    at: AtOption = None,
    evidence: EvidenceOption = "",
) -> int:
    """Record a person's objection, or with --decided what came of it."""

    if (decided is None) != (fact is None):
        raise RegisterError("a decision needs the objection that it is about", where="--decided, --fact")
    if decided is not None and decided not in OUTCOMES:
        raise RegisterError(
            "there is no such outcome", where="--decided", hint=f"one of: {', '.join(OUTCOMES)}"
        )
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    when = instant(home, at)
    if decided is not None:
        kind = FactKind.OBJECTION_DECIDED
        details = {"outcome": decided}
        made = recording.record(home, kind, refers_to=fact, details=details, at=when, evidence=evidence)
        if decided == "rejected" and (lacking := recording.without_grounds(home, fact or "")):
            invocation.output.note(invocation.output.say("talk.no_grounds", purposes=", ".join(lacking)))
        return said(invocation, made)
    who = identifiers.named(invocation, given)
    made = recording.record(
        home, FactKind.OBJECTION, identifiers=who, purpose=purpose, at=when, evidence=evidence
    )
    return said(invocation, made)


@verb
def restriction(
    invocation: Invocation,
    given: FromArgument = None,
    purpose: PurposesOption = None,
    source: SourcesOption = None,
    kind: KindsOption = None,
    lifted: Annotated[str | None, typer.Option("--lifted", metavar="ID", show_default=False)] = None,
    at: AtOption = None,
    evidence: EvidenceOption = "",
) -> int:
    """Record that data of a person, or of a scope, may not be used nor erased; or that this was lifted."""
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    when = instant(home, at)
    if lifted is not None:
        made = recording.record(
            home, FactKind.RESTRICTION_LIFTED, refers_to=lifted, at=when, evidence=evidence
        )
        return said(invocation, made)
    scope = scope_of(source, kind, purpose)
    person_asked = given is not None or scope is None
    who = identifiers.named(invocation, given) if person_asked else ()
    made = recording.record(
        home, FactKind.RESTRICTION, identifiers=who, scope=scope or Scope(), at=when, evidence=evidence
    )
    return said(invocation, made)


@verb
def erasure(
    invocation: Invocation, given: FromArgument = None, at: AtOption = None, evidence: EvidenceOption = ""
) -> int:
    """Record the decision that a person shall be erased; plans follow it from now on."""
    home = invocation.home(needs_state=True)

    from varsam.services import recording

    who = identifiers.named(invocation, given)
    when = instant(home, at)
    fact = recording.record(home, FactKind.ERASURE_DECIDED, identifiers=who, at=when, evidence=evidence)
    return said(invocation, fact)


def said(invocation: Invocation, fact: Fact) -> int:
    """Answer with the id of what was recorded."""
    output = invocation.output
    at = fact.effective_at.astimezone(UTC).isoformat(timespec="seconds")
    if output.as_json:
        output.document({"fact": fact.id, "kind": str(fact.kind), "at": at})
    output.line(output.say("talk.recorded", fact=fact.id))
    return exits.DONE


def scope_of(sources: list[str] | None, kinds: list[str] | None, purposes: list[str] | None) -> Scope | None:
    """The scope that was named; None if nothing was."""
    if not (sources or kinds or purposes):
        return None
    return Scope(tuple(sources or ()), tuple(kinds or ()), tuple(purposes or ()))


def instant(home: Home, given: str | None) -> datetime | None:
    """Read a day (its beginning in the controller's zone) or an instant with its offset."""
    if given is None:
        return None
    if "T" not in given:
        return local_midnight(day(given, "--at"), time_zone(home.register.entities[0].zone))
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise RegisterError(
            "this is no instant", where="--at", hint="write 2026-11-22 or 2026-11-22T14:30:00+01:00"
        )
    return instant
