"""Retention rules as predicates over a row: over, kept, and still being performed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from varsam.domain.planner.events import EventView
from varsam.domain.predicate import ALWAYS, NEVER, Predicate, every, not_true, some
from varsam.domain.retention import All, AtMost, Either, Formula, IsAbsent, Never, Rule, events_of, over


def over_predicate(rule: Rule, today: date, views: Mapping[str, EventView]) -> Predicate:
    """Say of a row that the rule's due date lies before `today`; never unknown."""

    def said(formula: Formula) -> Predicate:
        match formula:
            case AtMost(event, day):
                return views[event].at_most(day)
            case IsAbsent(event):
                return views[event].absent()
            case All(parts):
                return every(said(part) for part in parts)
            case Either(parts):
                return some(said(part) for part in parts)
            case Never():
                return NEVER

    return said(over(rule, today))


def kept_predicate(rule: Rule, today: date, views: Mapping[str, EventView]) -> Predicate:
    """Say of a row that the rule's due date is not before `today`: the complement of `over_predicate`.

    Written from the keeping side (a running or later event, or none at all), as databases answer "no row
    keeps it" far faster than "every row lets it go".
    """

    def kept(formula: Formula) -> Predicate:
        match formula:
            case AtMost(event, day):
                view = views[event]
                return some([view.open(), view.after(day), view.absent()])
            case IsAbsent(event):
                return not_true(views[event].absent())
            case All(parts):
                return some(kept(part) for part in parts)
            case Either(parts):
                return every(kept(part) for part in parts)
            case Never():
                return ALWAYS

    return kept(over(rule, today))


def unfinished(rule: Rule, today: date, views: Mapping[str, EventView]) -> Predicate:
    """Say of a row that an event of the rule is open or still to come (performing isn't over).

    The account's own closing doesn't count: the decision to erase closes the account.
    """
    running = []
    for event in events_of(rule):
        if not event.startswith("account."):
            running.append(some([views[event].open(), views[event].after(today)]))
    return some(running)
