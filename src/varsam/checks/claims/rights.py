"""Verifiers of what people may ask for: access, rectification, restriction, objection, portability."""

from __future__ import annotations

from datetime import timedelta

from varsam.checks.claims.seen import Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.domain.facts import objections, open_restrictions
from varsam.domain.register import Basis
from varsam.domain.said import say

_MONTH = timedelta(days=31)
_DAY = timedelta(days=1)
_AUTHORITIES = ("Integritetsskyddsmyndigheten", "IMY")
_GATE = "no system asks Varsam yet before it uses somebody's data, so nobody sees whether the use stops"
_GATE_HINT = "look in the systems by hand whether they leave these people out"


def copied(seen: Seen) -> Answer:
    """S41."""
    count = sum(1 for _ in seen.groups())
    return true(
        say(
            "a copy can be made without any form: all {count} groups of columns lead to their person",
            count=count,
        ),
        groups=count,
    )


def rectified(seen: Seen) -> Answer:
    """S42."""
    return unknown(
        "requests to correct data aren't kept in Varsam yet, so nobody can tell whether they were met",
        "keep a list of them by hand until Varsam can",
    )


def living(seen: Seen) -> Answer:
    """S6."""
    return unknown(
        "nothing in the register or the systems tells who has died",
        "mark it by hand where it is known; Varsam can't do it yet",
    )


def only_staff(seen: Seen) -> Answer:
    """S25."""
    return unknown(
        "no log of who looked at data is read yet, so nobody can tell that only authorised staff did",
        "go through the accounts and access logs by hand; Varsam can't do it yet",
    )


def kept_by_law(seen: Seen) -> Answer:
    """S44."""
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
        say("what stays after an erasure stays for {count} purposes that name their law", count=len(bound)),
        purposes=tuple(each.id for each in bound),
    )


def use_blocked(seen: Seen) -> Answer:
    """S45."""
    return unknown(_GATE, _GATE_HINT)


def restricted(seen: Seen) -> Answer:
    """S52."""
    standing = open_restrictions(seen.facts or (), seen.at)
    if not standing:
        return unknown(
            "no restriction stands, so there is nothing to show that one is kept",
            "record one when somebody is entitled to it: `varsam record restriction`",
        )
    return true(
        say("{count} restrictions stand, and no plan lets go what they cover", count=len(standing)),
        restrictions=len(standing),
    )


def objected(seen: Seen) -> Answer:
    """S53."""
    found = objections(seen.facts or (), seen.at)
    late = sum(each.fact.recorded_at - each.fact.effective_at > _DAY for each in found)
    if late:
        return false(
            say("{count} objections were recorded more than a day after they were made", count=late),
            "record objections on the day they come in: only then does the purpose stop",
            objections=late,
        )
    old = sum(each.upheld is None and seen.at - each.fact.effective_at > _MONTH for each in found)
    if old:
        return false(
            say("{count} objections have waited for more than a month to be decided", count=old),
            "decide them: `varsam record objection --decided`",
            objections=old,
        )
    return unknown(_GATE, _GATE_HINT, objections=len(found))


def portable(seen: Seen) -> Answer:
    """S54."""
    bases = (Basis.CONSENT, Basis.CONTRACT)
    wanted = {each.id for each in seen.purposes() if each.basis in bases}
    theirs = [(kind, group, source) for source, kind, group in seen.groups() if wanted & set(group.purposes)]
    if not theirs:
        return unknown(
            "no map holds data for a purpose on consent or contract",
            "map the systems: `varsam source propose NAME`, then write sources/NAME.yaml",
        )
    given = [each for each in theirs if each[1].provided]
    if not given:
        return unknown(
            "no map says which columns the person provided, so nobody can tell what belongs into the copy",
            "write provided: true at the groups that the person filled in",
        )
    return true(
        say("{count} groups of columns that people provided can be copied for them", count=len(given)),
        groups=len(given),
    )


def readable(seen: Seen) -> Answer:
    """S55."""
    bases = (Basis.CONSENT, Basis.CONTRACT)
    wanted = {each.id for each in seen.purposes() if each.basis in bases}
    connected = {each for *_, group in seen.groups() for each in group.purposes} & wanted
    by_hand = {
        each for source in seen.maps.values() for kind in source.manual for each in kind.purposes
    } & wanted
    if only := tuple(sorted(by_hand - connected)):
        return false(
            say(
                "data for these purposes lies only where somebody must copy it by hand: {purposes}",
                purposes=listed(only),
            ),
            "connect the system, or say in the policy that papers aren't given as a file",
            purposes=only,
        )
    if not connected:
        return unknown(
            "no map holds data for a purpose on consent or contract",
            "map the systems: `varsam source propose NAME`, then write sources/NAME.yaml",
        )
    return true(
        say(
            "data for {count} purposes can be written out as JSON: `varsam person copy --json`",
            count=len(connected),
        ),
        purposes=len(connected),
    )


def passed_on(seen: Seen) -> Answer:
    """S56."""
    return unknown(
        "nothing is sent to another controller by Varsam yet: the person gets a file and carries it over",
        "send it by hand where the person asks for it",
    )


def complaints(seen: Seen) -> Answer:
    """S57."""
    texts = [each.text for each in seen.bound.get("S57", ())]
    if not any(name in text for text in texts for name in _AUTHORITIES):
        return unknown(
            "the sentence doesn't name the authority, so nobody can tell whether it is the right one",
            "name Integritetsskyddsmyndigheten, imy.se",
        )
    return true("the sentence names the authority that takes complaints today, Integritetsskyddsmyndigheten")
