"""Verifiers of what data is used for: is each purpose in the register, and settled?"""

from __future__ import annotations

import re

from varsam.checks.claims.seen import Seen, about
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.checks.law import words
from varsam.domain.claims import Verdict
from varsam.domain.register import Basis
from varsam.domain.said import say
from varsam.domain.vocabulary import touches

_ORDERS = words.either(words.SELLING.pattern, "leverans", "handel", "deliver", "abonnemang", "subscription")
_INVOICING = words.either(
    "faktur", "betal", "leverera", "leverantörsreskontra", "bokför", "invoic", "payment", "billing",
    "deliver",
)  # fmt: skip
_SUPPORT = words.either("support", "ärende", "kundtjänst", "kundservice", "service", "case", "help")
_CARE = words.either(_SUPPORT.pattern, "kontakt", "kundvård", "contact", "care", "enquir", "fråg", "question")
_IMPROVING = words.either(
    "förbättr", "utveckl", "analys", "statistik", "uppfölj", "improv", "develop", "analy", "statistic",
    "follow",
)  # fmt: skip


def purchases(seen: Seen) -> Answer:
    """S19."""
    for topic in (_ORDERS, _SUPPORT):
        answer = _purposes(seen, topic)
        if answer.verdict is not Verdict.TRUE:
            return answer
    return _purposes(seen, words.either(_ORDERS.pattern, _INVOICING.pattern, _SUPPORT.pattern))


def care(seen: Seen) -> Answer:
    """S20."""
    return _purposes(seen, _CARE)


def questions(seen: Seen) -> Answer:
    """S21."""
    return _purposes(seen, words.either(_SUPPORT.pattern, "kontakt", "contact", "fråg", "question"))


def improving(seen: Seen) -> Answer:
    """S23."""
    return _purposes(seen, _IMPROVING)


def _purposes(seen: Seen, topic: re.Pattern[str]) -> Answer:
    """Whether the register has the purpose that the sentence names, and a person stands behind its rule."""
    if not seen.activities:
        return unknown(
            "the register has no activities", "import the policy, or write them into register.yaml"
        )
    found = about(seen.activities, topic)
    if not found:
        return false(
            "the sentence names a purpose that no activity of the register has",
            "add the activity with its basis and time of storage, or take the purpose out of the sentence",
        )
    wanted = seen.purposes(found)
    undecided = seen.register.undecided()
    open_ = tuple(each.id for each in wanted if not each.settled or each.id in undecided)
    if open_:
        return unknown(
            say("these purposes wait for a person: {purposes}", purposes=listed(open_)),
            "settle their rules in register.yaml: `varsam check` names them",
            purposes=open_,
        )
    return true(
        say(
            "the register has {count} purposes for this, each with its basis and time of storage",
            count=len(wanted),
        ),
        purposes=tuple(each.id for each in wanted),
    )


def told_and_offered(seen: Seen) -> Answer:
    """S22."""
    marketing = tuple(each for each in seen.purposes() if each.marketing)
    if not marketing:
        return unknown(
            "no purpose of the register is marked as marketing, so nobody can tell what offers rest on",
            "write marketing: true at the purposes that offers are sent for",
        )
    asked = (Basis.CONSENT, Basis.SOFT_OPT_IN)
    count = sum(each.basis in asked for each in marketing)
    return true(
        say(
            "{count} purposes are marketing; what goes out by e-mail or text message has its consent or soft"
            " opt-in",
            count=len(marketing),
        ),
        marketing=len(marketing),
        asked=count,
    )


def law_followed(seen: Seen) -> Answer:
    """S24."""
    bound = tuple(each for each in seen.purposes() if each.basis is Basis.LEGAL_OBLIGATION)
    if not bound:
        return unknown(
            "no purpose of the register rests on a legal obligation",
            "add what a law demands, such as keeping accounting records, with the law that says so",
        )
    unnamed = tuple(each.id for each in bound if not each.law)
    if unnamed:
        return unknown(
            say("these purposes don't name the law that they follow: {purposes}", purposes=listed(unnamed)),
            "write under law which law demands it",
            purposes=unnamed,
        )
    return true(
        say("{count} purposes follow a law that they name, for as long as it demands", count=len(bound)),
        purposes=tuple(each.id for each in bound),
    )


def nothing_sensitive(seen: Seen) -> Answer:
    """S18."""
    consented = {each.id for each in seen.register.purposes().values() if each.basis is Basis.CONSENT}
    for activity in seen.activities:
        touched = touches(activity.categories, "special") or touches(activity.categories, "criminal")
        if touched and any(each.id not in consented for each in activity.purposes):
            return false(
                say("{activity} holds sensitive data without consent", activity=activity.id),
                "ask for explicit consent and write basis: consent, or name the other ground (9(2))",
                activity=activity.id,
            )
    free = []
    for source, kind, group in seen.groups():
        place = f"{source.source}.{kind.name}.{group.name}"
        if touches((group.category,), "special") and not consented & set(group.purposes):
            return false(
                say("{place} holds sensitive data without consent", place=place),
                "let it go, or hold it for a purpose on explicit consent",
                place=place,
            )
        if group.free_text:
            free.append(place)
    if free:
        return unknown(
            say("free text isn't searched for sensitive data: {places}", places=listed(tuple(free))),
            "look through it by hand; Varsam doesn't recognise sensitive data in free text yet",
            places=tuple(free),
        )
    return true(
        "neither register nor maps hold sensitive data without consent, and no free text lies in the systems"
    )
