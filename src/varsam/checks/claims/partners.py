"""Verifiers of recipients, processors, third countries and protection."""

from __future__ import annotations

import re

from varsam.checks.claims.seen import Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.domain.disclosures import DisclosureGround, disclosures
from varsam.domain.partners import PartnerRole
from varsam.domain.register import Recipient
from varsam.domain.said import say
from varsam.domain.transfers import Flow, Ground, Verdict

_NOT_ADEQUATE = (Ground.SAFEGUARDS, Ground.DEROGATION)
_COUNTRY = re.compile(r"[A-Z]{2,3}")


def measures_reviewed(seen: Seen) -> Answer:
    """S30."""
    measures = seen.register.measures
    if not measures:
        return unknown(
            "the register names no measure that protects data",
            "list measures in register.yaml, with the day of the last review and of the next",
        )
    late = tuple(each.id for each in measures if each.review_by is not None and each.review_by < seen.on)
    if late:
        return false(
            say("the review of these measures is overdue: {measures}", measures=listed(late)),
            "look whether they hold, and write reviewed_on and the next review_by",
            measures=late,
        )
    bare = tuple(each.id for each in measures if each.reviewed_on is None or each.review_by is None)
    unprotected = tuple(each.id for each in seen.activities if not each.measures)
    if bare or unprotected:
        return unknown(
            say("not reviewed, or without any measure: {names}", names=listed((*bare, *unprotected))),
            "write reviewed_on and review_by for each measure, and name the measures of each activity",
            measures=bare,
            activities=unprotected,
        )
    return true(
        say("{count} measures protect the activities, each reviewed in time", count=len(measures)),
        measures=tuple(each.id for each in measures),
    )


def only_in_the_eea(seen: Seen) -> Answer:
    """S28."""
    if (answer := _places_unsaid(seen)) is not None:
        return answer
    away = _outside(seen)
    if away:
        return false(
            say("data goes outside the EU/EEA to: {recipients}", recipients=listed(away)),
            "move the data to a recipient within the EU/EEA, or tell of the transfer in the policy",
            recipients=away,
        )
    count = len(_placed(seen)) + len({each.partner.id for each in seen.flows})
    return true(
        say("all {count} recipients are within the EU/EEA", count=count),
        recipients=count,
    )


def only_adequate(seen: Seen) -> Answer:
    """S29. What rests on clauses or another safeguard is lawful, and not what this sentence promises."""
    if (answer := _places_unsaid(seen)) is not None:
        return answer
    abroad = [each for each in seen.flows if each.abroad]
    others = tuple(_named(each) for each in abroad if each.decision.ground in _NOT_ADEQUATE)
    if others:
        return false(
            say(
                "data goes on other safeguards than adequate protection to: {recipients}",
                recipients=listed(others),
            ),
            "tell of these safeguards in the policy, or move the data",
            recipients=others,
        )
    doubt = next((each for each in abroad if each.decision.verdict is Verdict.PERSON), None)
    if doubt is not None:
        return unknown(
            doubt.decision.reason,
            "look whether the recipient is covered, and keep what shows it",
            recipient=_named(doubt),
        )
    if (found := seen.standing("LAW042")) is not None:
        return unknown(found.message, found.hint, check=found.code, at=found.where)
    away = _outside(seen)
    return true(
        say(
            "{count} recipients outside the EU/EEA, each in a country with adequate protection today",
            count=len(away),
        ),
        recipients=away,
    )


def _places_unsaid(seen: Seen) -> Answer | None:
    placed = _placed(seen)
    partners = seen.partners.active(seen.on) if seen.partners is not None else ()
    if not placed and not partners:
        return unknown(
            "the register names no recipients, so nobody can tell where data goes",
            "list recipients in register.yaml with role and location, and name them at their activities",
        )
    unsaid = tuple(each.id for each in placed if not _COUNTRY.fullmatch(each.location.strip().upper()))
    unsaid += tuple(each.id for each in partners if not each.locations)
    if unsaid:
        return unknown(
            say(
                "the register doesn't say in which country these are: {recipients}", recipients=listed(unsaid)
            ),
            "write location: SE, or another code of two letters",
            recipients=unsaid,
        )
    return None


def _placed(seen: Seen) -> tuple[Recipient, ...]:
    """The recipients of whom the register alone says where they are."""
    told = seen.partners
    return tuple(each for each in seen.register.recipients if told is None or told.get(each.id) is None)


def _outside(seen: Seen) -> tuple[str, ...]:
    law = seen.law
    away = [
        f"{each.id} ({each.location.strip().upper()})"
        for each in _placed(seen)
        if law is not None and law.entry("eea", each.location.strip().upper()) is None
    ]
    return (*away, *(_named(each) for each in seen.flows if each.abroad))


def _named(flow: Flow) -> str:
    return f"{flow.partner.id} ({flow.country})"


def agreed(seen: Seen) -> Answer:
    """S7."""
    partners = seen.partners.active(seen.on) if seen.partners is not None else ()
    processors = tuple(each.id for each in partners if each.role is PartnerRole.PROCESSOR)
    if not processors:
        return unknown(
            "no processor stands in partners.yaml, so nobody can tell which ones there are an agreement with",
            "list your processors in partners.yaml, each with its agreement",
        )
    if (found := seen.standing("PAR020", "PAR025")) is not None:
        return unknown(found.message, found.hint, check=found.code, at=found.where)
    return true(
        say("{count} processors, each with an agreement that holds today", count=len(processors)),
        processors=processors,
    )


def agreed_below(seen: Seen) -> Answer:
    """S8."""
    partners = seen.partners.active(seen.on) if seen.partners is not None else ()
    below = tuple(each.id for each in partners if each.role is PartnerRole.SUB_PROCESSOR)
    if not below:
        return unknown(
            "no sub-processor stands in partners.yaml, so there is nothing to show",
            "ask your processors for theirs, and list them in partners.yaml with their agreements",
        )
    return true(
        say("{count} sub-processors, each allowed and with an agreement that holds today", count=len(below)),
        sub_processors=below,
    )


def disclosed(seen: Seen) -> Answer:
    """S26."""
    found = disclosures(seen.facts or (), seen.at)
    if not found:
        return unknown(
            "no disclosure is recorded, so nobody can tell that each one had its ground",
            "record each one, to whom and on what ground: `varsam partner disclosed`",
        )
    without = tuple(sorted({each.partner for each in found if each.ground is DisclosureGround.OTHER}))
    if without:
        return false(
            say(
                "disclosed without a law, a decision or rights to protect, to: {partners}",
                partners=listed(without),
            ),
            "name the ground if there is one, or tell of these recipients in the policy",
            partners=without,
        )
    return true(
        say("{count} disclosures are recorded, each on a ground that the sentence names", count=len(found)),
        disclosures=len(found),
    )
