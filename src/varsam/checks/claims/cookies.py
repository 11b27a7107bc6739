"""Verifiers of cookies and mailings: what text and register refute, and what nobody sees."""

from __future__ import annotations

from varsam.checks.claims.seen import Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.domain.said import say

_UNSEEN = "nothing scans the website yet, so nobody has seen which cookies it sets"
_UNSEEN_HINT = "look in a browser which cookies are set, before and after a choice; Varsam can't do it yet"


def unseen(seen: Seen) -> Answer:
    """S31, S33, S35."""
    return unknown(_UNSEEN, _UNSEEN_HINT)


def unlinked(seen: Seen) -> Answer:
    """S32."""
    online = tuple(
        f"{source.source}.{kind.name}"
        for source, kind, group in seen.groups()
        if group.category.startswith("online.cookie")
        and (group.owner or kind.owner or kind.person or kind.part_of)
    )
    if online:
        return false(
            say("cookies lead to a person in: {places}", places=listed(online)),
            "drop the sentence, and say which cookies are tied to a person",
            places=online,
        )
    return unknown(_UNSEEN, _UNSEEN_HINT)


def measured(seen: Seen) -> Answer:
    """S34, S36."""
    return unknown(_UNSEEN, _UNSEEN_HINT)


def refused(seen: Seen) -> Answer:
    """S37."""
    return unknown(_UNSEEN, _UNSEEN_HINT)


def messages_sorted(seen: Seen) -> Answer:
    """S38."""
    return unknown(
        "no mail that goes out is looked at yet, so nobody can tell what the addresses are used for",
        "look through a sample of what was sent; Varsam can't do it yet",
    )


def unsubscribed(seen: Seen) -> Answer:
    """S39."""
    return unknown(
        "no mail that goes out is looked at yet, so nobody can tell whether each one says how to unsubscribe",
        "look through a sample of what was sent, and press its link; Varsam can't do it yet",
    )


def declined_by_hand(seen: Seen) -> Answer:
    """S40."""
    marketing = tuple(each for each in seen.purposes() if each.marketing)
    if not marketing:
        return unknown(
            "no purpose of the register is marked as marketing, so an objection would end none",
            "write marketing: true at the purposes that offers and newsletters are sent for",
        )
    entities = seen.register.entities
    silent = tuple(each.id for each in entities if not (each.contact or each.email or each.phone))
    if silent:
        return false(
            say("the register knows no way to reach: {names}", names=listed(silent)),
            "write contact, email or phone in register.yaml, and in the policy",
            entities=silent,
        )
    return true(
        say(
            "an objection that comes in by phone or mail is recorded, and ends {count} purposes",
            count=len(marketing),
        ),
        purposes=tuple(each.id for each in marketing),
    )
