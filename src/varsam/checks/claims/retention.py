"""Verifiers of how long data is kept: is anything there whose time is over, and does the law get its time?"""

from __future__ import annotations

from datetime import date

from varsam.checks.claims.seen import Due, Seen
from varsam.checks.claims.verifier import Answer, false, listed, true, unknown
from varsam.domain.facts import FactKind, erasures, objections, open_holds
from varsam.domain.register import Basis
from varsam.domain.said import say

_NOTHING = Due()
_PLAN = "make and apply a plan: `varsam plan`, `varsam approve PLAN`, `varsam apply PLAN`"


def kept_no_longer(seen: Seen) -> Answer:
    """S58."""
    due = seen.due or _NOTHING
    if due.rows:
        return _overdue(due)
    held = seen.held()
    purposes = seen.purposes(seen.own)
    undecided = seen.register.undecided()
    open_ = tuple(each.id for each in purposes if not each.settled or each.id in undecided)
    if open_:
        return unknown(
            say("nothing goes for purposes that wait for a person: {purposes}", purposes=listed(open_)),
            "settle their rules in register.yaml: `varsam check` names them",
            purposes=open_,
        )
    unmapped = tuple(each.id for each in purposes if each.id not in held)
    if unmapped:
        return unknown(
            say("no map says where the data of these purposes lies: {purposes}", purposes=listed(unmapped)),
            "map the system that holds it, or say connector: manual",
            purposes=unmapped,
        )
    if due.asked:
        return unknown(
            say("{rows} rows wait for a person to decide", rows=due.asked),
            "see `varsam plan`: it names them",
            rows=due.asked,
        )
    if due.tasks:
        return unknown(
            say("{count} things without a connector weren't gone through in time", count=due.tasks),
            "see `varsam task list`, do them, and record that: `varsam task done`",
            tasks=due.tasks,
        )
    if (found := seen.standing("MAP013", "MAP020", "MAP042")) is not None:
        return unknown(found.message, found.hint, check=found.code, at=found.where)
    return true(
        say("no row in any of {count} systems is past its time", count=len(seen.maps)),
        rows=0,
        systems=len(seen.maps),
    )


def _overdue(due: Due) -> Answer:
    places = tuple(f"{each.source}.{each.kind} ({each.rows})" for each in due.overdue)
    return false(
        say(
            "{rows} rows should have gone and are still there: {places}", rows=due.rows, places=listed(places)
        ),
        _PLAN,
        rows=due.rows,
        places=places,
    )


def not_needed(seen: Seen) -> Answer:
    """S46."""
    due = seen.due or _NOTHING
    return (
        _overdue(due)
        if due.rows
        else _settled(seen) or true("nothing is left that no purpose needs any more", rows=0)
    )


def _settled(seen: Seen) -> Answer | None:
    open_ = tuple(each.id for each in seen.purposes(seen.own) if not each.settled)
    if not open_:
        return None
    return unknown(
        say("nothing goes for purposes that wait for a person: {purposes}", purposes=listed(open_)),
        "settle their rules in register.yaml: `varsam check` names them",
        purposes=open_,
    )


def erased(seen: Seen) -> Answer:
    """S43."""
    due = seen.due or _NOTHING
    decided = erasures(seen.facts or (), seen.at)
    if due.erased:
        return false(
            say("{rows} rows of people whose erasure was decided are still there", rows=due.erased),
            _PLAN,
            rows=due.erased,
        )
    if not decided:
        return unknown(
            "nobody's erasure was decided yet, so there is nothing to show",
            "it will show with the first one: `varsam person erase`",
        )
    return true(
        say("{count} decided erasures were carried out in all systems", count=len(decided)),
        erasures=len(decided),
    )


def consent_ends_it(seen: Seen) -> Answer:
    """S47, S61."""
    due = seen.due or _NOTHING
    if due.withdrawn:
        return false(
            say("{rows} rows are still there though the consent was withdrawn", rows=due.withdrawn),
            _PLAN,
            rows=due.withdrawn,
        )
    asked = tuple(each.id for each in seen.purposes() if each.basis is Basis.CONSENT)
    held = seen.held()
    if not asked:
        return unknown(
            "no purpose of the register rests on consent",
            "write basis: consent at the purposes that consent is asked for",
        )
    unmapped = tuple(each for each in asked if each not in held)
    if unmapped:
        return unknown(
            say("no map says where the data of these purposes lies: {purposes}", purposes=listed(unmapped)),
            "map the system that holds it, or say connector: manual",
            purposes=unmapped,
        )
    count = sum(each.kind is FactKind.CONSENT_WITHDRAWN for each in seen.facts or ())
    return true(
        say("{count} consents were withdrawn, and nothing is left that rested on them", count=count),
        withdrawn=count,
    )


def interests_weighed(seen: Seen) -> Answer:
    """S48."""
    return _objected(seen, marketing=False)


def marketing_stopped(seen: Seen) -> Answer:
    """S50."""
    return _objected(seen, marketing=True)


def _objected(seen: Seen, *, marketing: bool) -> Answer:
    due = seen.due or _NOTHING
    purposes = {each.id: each for each in seen.purposes()}
    found = [
        each
        for each in objections(seen.facts or (), seen.at)
        if each.fact.purpose is None
        or (each.fact.purpose in purposes and purposes[each.fact.purpose].marketing is marketing)
    ]
    if due.objected:
        return false(
            say(
                "{rows} rows are still there though an objection ended what they were held for",
                rows=due.objected,
            ),
            _PLAN,
            rows=due.objected,
        )
    if not found:
        return unknown(
            "nobody has objected yet, so there is nothing to show",
            "it will show with the first one: `varsam record objection`",
        )
    return true(
        say("{count} objections, and nothing is left that they ended", count=len(found)),
        objections=len(found),
    )


def nothing_unlawful(seen: Seen) -> Answer:
    """S49."""
    count = sum(1 for _ in seen.groups())
    return true(
        say("each of {count} groups of columns is held for a purpose of the register", count=count),
        groups=count,
    )


def law_keeps(seen: Seen) -> Answer:
    """S51."""
    held = seen.held()
    bound = tuple(each.id for each in seen.purposes() if each.basis is Basis.LEGAL_OBLIGATION)
    kept = tuple(each for each in bound if each in held)
    if not kept:
        return unknown(
            "no map holds data that a law wants kept",
            "hold such data for its purpose in the map: for: [the purpose on legal obligation]",
        )
    return true(
        say(
            "what a law wants kept is held for {count} purposes of its own, so no erasure takes it",
            count=len(kept),
        ),
        purposes=kept,
    )


def kept_longer(seen: Seen) -> Answer:
    """S59."""
    late = 0
    for hold in open_holds(seen.facts or (), seen.at):
        review = hold.details.get("review_on", "")
        late += not review or date.fromisoformat(review) < seen.on
    if late:
        return false(
            say(
                "{count} holds keep data past the day on which somebody should have looked at them",
                count=late,
            ),
            "release them, or open them anew with a reason: `varsam hold list`",
            holds=late,
        )
    undecided = tuple(sorted(seen.register.undecided()))
    if undecided:
        return unknown(
            say(
                "nobody has decided how long the law wants this kept: {purposes}", purposes=listed(undecided)
            ),
            "accept or waive the proposals: `varsam policy accept`, `varsam policy waive`",
            purposes=undecided,
        )
    count = sum(1 for _ in open_holds(seen.facts or (), seen.at))
    return true(
        say(
            "{count} holds keep data longer, each to be looked at in time, and the law's times are decided",
            count=count,
        ),
        holds=count,
    )
