"""Verifiers of recipients, processors, third countries and protection."""

from __future__ import annotations

import re

from varsam.checks.claims.seen import Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.domain.said import say

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
    return true(
        say("all {count} recipients are within the EU/EEA", count=len(seen.register.recipients)),
        recipients=len(seen.register.recipients),
    )


def only_adequate(seen: Seen) -> Answer:
    """S29."""
    if (answer := _places_unsaid(seen)) is not None:
        return answer
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
    recipients = seen.register.recipients
    if not recipients:
        return unknown(
            "the register names no recipients, so nobody can tell where data goes",
            "list recipients in register.yaml with role and location, and name them at their activities",
        )
    unsaid = tuple(each.id for each in recipients if not _COUNTRY.fullmatch(each.location.strip().upper()))
    if unsaid:
        return unknown(
            say(
                "the register doesn't say in which country these are: {recipients}", recipients=listed(unsaid)
            ),
            "write location: SE, or another code of two letters",
            recipients=unsaid,
        )
    return None


def _outside(seen: Seen) -> tuple[str, ...]:
    law = seen.law
    return tuple(
        f"{each.id} ({each.location.strip().upper()})"
        for each in seen.register.recipients
        if law is not None and law.entry("eea", each.location.strip().upper()) is None
    )


def agreements(seen: Seen) -> Answer:
    """S7, S8, S26."""
    return unknown(
        "nothing shows which agreements there are with processors, and what was disclosed to whom",
        "keep agreements and disclosures at hand; Varsam can't read them yet",
    )
