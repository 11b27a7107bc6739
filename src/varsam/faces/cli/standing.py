"""`approve`: a plan, or with `--standing` what the night may do by itself in a source."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.standing import Limits
from varsam.faces.cli import exits, plans
from varsam.faces.cli.invocation import Invocation, day, verb
from varsam.formats.texts import counted

if TYPE_CHECKING:
    from varsam.domain.standing import Terms
    from varsam.services.home import Home
    from varsam.services.standing import Shown


@verb
def approve(
    invocation: Invocation,
    plan: Annotated[str | None, typer.Argument(metavar="PLAN")] = None,
    standing: Annotated[str | None, typer.Option("--standing", metavar="SOURCE")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE")] = None,
    limit: Annotated[list[str] | None, typer.Option("--limit", metavar="ROWS|SHARE%")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="NAME")] = None,
    revoke: Annotated[bool, typer.Option("--revoke")] = False,
    list_: Annotated[bool, typer.Option("--list")] = False,
) -> int:
    """Approve a plan as it is, or what the night may do by itself in a source."""
    say = invocation.output.say
    if (plan is None) == (standing is None):
        raise RegisterError(say("talk.standing_or_plan"), hint=say("talk.standing_or_plan_hint"))
    if plan is not None:
        if until or limit or kind or revoke or list_:
            raise RegisterError(say("talk.standing_or_plan"), where=plan)
        return plans.approve_plan(invocation, plan)
    source = standing or ""
    home = invocation.home(needs_state=True)
    if revoke:
        return _revoke(invocation, home, source)
    if list_:
        return _list(invocation, home, source)
    return _approve(invocation, home, source, until, tuple(limit or ()), frozenset(kind or ()))


def _approve(
    invocation: Invocation,
    home: Home,
    source: str,
    until: str | None,
    limit: tuple[str, ...],
    kinds: frozenset[str],
) -> int:
    """Propose terms, or approve those that wait for a second person; shown, and asked, before."""
    from varsam.services import standing as service

    output = invocation.output
    waiting = service.waiting_for(home, source)
    second = waiting is not None and until is None and not limit and not kinds
    if waiting is not None and second:
        terms = waiting.terms
    else:
        if until is None:
            raise NotAllowed(
                output.say("talk.standing_until_missing"),
                where="--until",
                hint=output.say("talk.standing_until_hint"),
            )
        terms = service.draft(home, source, day(until, "--until"), limits(invocation, limit), kinds)
    _show(invocation, terms)
    if not invocation.confirm(output.say("talk.standing_question")):
        output.note(output.say("talk.nothing_done"))
        return exits.DECIDE
    shown = service.approve(home, source) if second else service.propose(home, terms)
    return _said(invocation, home, shown)


def _said(invocation: Invocation, home: Home, shown: Shown) -> int:
    from varsam.services import systems

    output, terms = invocation.output, shown.standing.terms
    if output.as_json:
        output.document(document(shown))
    if shown.missing:
        output.line(output.say("talk.standing_first", by=shown.by[-1], source=terms.source))
        return exits.DECIDE
    output.line(
        output.say("talk.standing_stands", source=terms.source, until=terms.until.isoformat()), style="green"
    )
    if systems.modes(home)[terms.source] == "observe":
        output.note(output.say("talk.standing_observed", source=terms.source))
    return exits.DONE


def _revoke(invocation: Invocation, home: Home, source: str) -> int:
    from varsam.services import standing as service

    ended = service.revoke(home, source)
    if invocation.as_json:
        invocation.output.document({"standing": [document(each) for each in ended]})
    invocation.output.line(invocation.output.say("talk.standing_revoked", source=source))
    return exits.DONE


def _list(invocation: Invocation, home: Home, source: str) -> int:
    from varsam.services import standing as service

    output = invocation.output
    found = service.listing(home, source)
    if output.as_json:
        output.document({"standing": [document(each) for each in found]})
        return exits.DONE
    if not found:
        output.note(output.say("talk.standing_none", source=source))
        return exits.DONE
    rows = [
        (
            each.standing.id,
            each.standing.terms.until.isoformat(),
            _limit(invocation, each.standing.terms),
            ", ".join(each.by),
            output.say(f"standing.{each.state}"),
        )
        for each in found
    ]
    output.table(("id", "until", "limit", "by", "state"), rows)
    return exits.DONE


def limits(invocation: Invocation, given: tuple[str, ...]) -> Limits:
    """Read `--limit 500 --limit 2%`. NotAllowed: none is given. RegisterError: one can't be read."""
    say = invocation.output.say
    hint = say("talk.standing_limit_hint")
    if not given:
        raise NotAllowed(say("talk.standing_limit_missing"), where="--limit", hint=hint)
    rows: int | None = None
    share: float | None = None
    for each in given:
        number = each.removesuffix("%").replace(",", ".")
        wrong = RegisterError(say("talk.standing_limit_wrong"), where="--limit", hint=hint)
        try:
            if each.endswith("%") and share is None and number.replace(".", "", 1).isdecimal():
                share = float(number) / 100
            elif not each.endswith("%") and rows is None and number.isdecimal():
                rows = int(number)
            else:
                raise wrong
        except ValueError:
            raise wrong from None
    return Limits(rows, share)


def _show(invocation: Invocation, terms: Terms) -> None:
    output = invocation.output
    output.line(
        output.say(
            "talk.standing_terms",
            source=terms.source,
            until=terms.until.isoformat(),
            limit=_limit(invocation, terms),
        )
    )
    output.table(("purpose", "rule"), sorted(terms.rules.items()))
    if terms.kinds:
        output.line(output.say("talk.standing_kinds", kinds=", ".join(sorted(terms.kinds))))


def _limit(invocation: Invocation, terms: Terms) -> str:
    output, parts = invocation.output, []
    if terms.limits.rows is not None:
        parts.append(counted("talk.standing_rows", terms.limits.rows, output.lang))
    if terms.limits.share is not None:
        parts.append(output.say("talk.standing_share", share=f"{terms.limits.share * 100:g}%"))
    return ", ".join(parts)


def document(shown: Shown) -> dict[str, object]:
    """A standing approval as JSON."""
    terms = shown.standing.terms
    return {
        "standing": shown.standing.id,
        "source": terms.source,
        "until": terms.until.isoformat(),
        "limit": {"rows": terms.limits.rows, "share": terms.limits.share},
        "kinds": sorted(terms.kinds),
        "rules": dict(terms.rules),
        "proposed_at": shown.standing.proposed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "approved_by": list(shown.by),
        "state": shown.state,
        "missing": shown.missing,
    }
