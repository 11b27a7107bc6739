"""Checks of data that leaves the EEA, decided as of a day."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.partners.view import View, partner_at
from varsam.domain.said import say
from varsam.domain.transfers import Flow, Ground, Verdict

_NO_GROUND = (Ground.NONE, Ground.NOT_AGREED, Ground.INSUFFICIENT)
_FOR_A_PERSON = (Ground.UNSETTLED, Ground.WRONG_MODULE, Ground.DEROGATION, Ground.ROUTINE)


def no_ground(view: View) -> Iterator[Hit]:
    """Data goes to a third country, and nothing that allows it holds on the day.

    Neither an adequacy decision nor a tool with a signed document, or the assessment of the tool found it
    insufficient. That staff reach the data from there counts as well.
    """
    return _found(
        view,
        _NO_GROUND,
        "agree on standard contractual clauses and assess the transfer, or move the data into the EEA",
    )


def not_covered(view: View) -> Iterator[Hit]:
    """Data goes to an organisation in the United States that isn't known to be certified on the day.

    The decision on the Data Privacy Framework covers only organisations on its list, as long as they renew
    their certification, and data on employees only where the listing says so.
    """
    return _found(
        view, (Ground.NOT_COVERED,), "look at dataprivacyframework.gov, and write it under certification"
    )


def cover_unshown(view: View) -> Iterator[Hit]:
    """Data goes to a country whose adequacy decision covers a part only, and nobody says why that is met."""
    return _found(
        view, (Ground.COVER_UNSHOWN,), "look whether it is covered, and write scope and scope_checked_on"
    )


def checked_long_ago(view: View) -> Iterator[Hit]:
    """Nobody has looked for a year whether an organisation in the United States is still certified."""
    return _found(view, (Ground.CHECKED_LONG_AGO,), "look at dataprivacyframework.gov, and write checked_on")


def not_assessed(view: View) -> Iterator[Hit]:
    """A transfer rests on a tool that nobody has assessed under the law of the country."""
    return _found(
        view, (Ground.NOT_ASSESSED,), "assess the transfer and write it under assessment, or stop it"
    )


def assessed_long_ago(view: View) -> Iterator[Hit]:
    """The assessment of a transfer was to be looked at again, and the day has passed."""
    return _found(view, (Ground.ASSESSED_LONG_AGO,), "assess it anew, and write assessed_on and review_by")


def routine(view: View) -> Iterator[Hit]:
    """A transfer rests on a derogation that is for single cases only, and it isn't said to be one."""
    return _found(
        view,
        (Ground.ROUTINE,),
        "find another tool; if it is a single case, write occasional: true",
        verdict=Verdict.REFUSED,
    )


def for_a_person(view: View) -> Iterator[Hit]:
    """A person who knows the law must decide on a transfer.

    Of a derogation that isn't said to be for a single case, of clauses of another module than the partner's
    role asks for, and of places such as Svalbard no rule can tell.
    """
    return _found(view, _FOR_A_PERSON, "decide on it, and write what it rests on", verdict=Verdict.PERSON)


def ends_soon(view: View) -> Iterator[Hit]:
    """What allows a transfer ends within sixty days: a decision, a certification, an agreement."""
    for flow in view.flows:
        until = flow.decision.until
        if (
            flow.abroad
            and flow.decision.verdict is Verdict.ALLOWED
            and until is not None
            and view.soon(until)
        ):
            yield Hit(
                _where(flow),
                say("what allows {country} ends on {day}", country=flow.country, day=until.isoformat()),
                "renew it, or find another ground by then",
            )


def onward_untold(view: View) -> Iterator[Hit]:
    """Data goes on from a third country to another one, and nothing says on what."""
    for flow in view.flows:
        transfer = flow.decision.transfer
        if not flow.abroad or transfer is None or transfer.onward:
            continue
        below = {each.id for each in view.partners.below(flow.partner.id)}
        onward = sorted(
            f"{each.partner.id} ({each.country})"
            for each in view.flows
            if each.partner.id in below and each.abroad and each.country != flow.country
        )
        if onward:
            yield Hit(
                _where(flow),
                say("data goes on to {names}, and nothing is said of it", names=", ".join(onward)),
                "write under onward what holds for it",
            )


def _found(
    view: View, grounds: tuple[Ground, ...], hint: str, *, verdict: Verdict | None = None
) -> Iterator[Hit]:
    """The flows whose decision has one of the grounds; with `verdict`, only those with that one."""
    for flow in view.flows:
        decision = flow.decision
        if decision.ground in grounds and verdict in (None, decision.verdict):
            yield Hit(
                _where(flow), say("{country}: {reason}", country=flow.country, reason=decision.reason), hint
            )


def _where(flow: Flow) -> str:
    transfer = flow.decision.transfer
    return partner_at(flow.partner) if transfer is None else f"transfer {flow.partner.id}/{transfer.id}"
