"""Finds the rows whose rule gives a due date before they came to be: the event is wrong, or the purpose is.

Never by comparing two dates in SQL: the values are read and the domain evaluates the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from varsam.domain.calendar import DateOutOfRange
from varsam.domain.planner.questions import Sanity, SanityCheck
from varsam.domain.predicate import Predicate, Value, ValueAt
from varsam.domain.retention import Missing, evaluate
from varsam.sources.base import Key, Query, Source


def insane(source: Source, sanity: Sanity) -> Iterator[Key]:
    """Stream the keys of rows that would go by a rule whose due date lies before the day they came to be."""
    values: list[ValueAt | Predicate] = [ValueAt((), column) for column in sanity.key]
    for check in sanity.checks:
        values.extend(_reading(check))
    width = len(sanity.key)
    for row in source.read(Query(sanity.table, tuple(values), sanity.where)):
        at = width
        for check in sanity.checks:
            end = at + len(_reading(check))
            if not _sane(check, row[at:end]):
                yield row[:width]
                break
            at = end


def _reading(check: SanityCheck) -> list[ValueAt | Predicate]:
    views = (check.collected, *check.views.values())
    return [check.unless, *(value for view in views for value in view.reading())]


def _sane(check: SanityCheck, values: Sequence[Value]) -> bool:
    if values[0]:
        return True
    at = 1 + len(check.collected.reading())
    collected = check.collected.state(values[1:at])
    if isinstance(collected, Missing):
        return True
    states = {}
    for name, view in check.views.items():
        width = len(view.reading())
        states[name] = view.state(values[at : at + width])
        at += width
    try:
        due = evaluate(check.rule, states)
    except DateOutOfRange:
        return True
    return isinstance(due, Missing) or due >= collected
