"""Which key sets a draft joins with: they must be resolved and staged before anything is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from varsam.domain.predicate import Predicate, ValueAt, key_sets_of

if TYPE_CHECKING:
    from varsam.domain.planner.questions import SourceDraft


def needed(draft: SourceDraft) -> frozenset[str]:
    """The key sets that the draft's predicates and readings join with."""
    predicates = [step.on.selection for step in draft.steps]
    predicates += [question.where for question in draft.questions]
    predicates += [question.where for question in draft.kept]
    predicates += [doubt.where for doubt in draft.doubts]
    predicates += [coupling.where for coupling in draft.couplings]
    predicates += [blocked.where for blocked in draft.blocked]
    readings = [value for kept in draft.kept for view in kept.views.values() for value in view.reading()]
    return needed_by(predicates, readings) | needed_to_be_sane(draft)


def needed_to_be_sane(draft: SourceDraft) -> frozenset[str]:
    """The key sets that answering the draft's sanity questions joins with."""
    predicates = [sanity.where for sanity in draft.sanity]
    readings: list[ValueAt | Predicate] = []
    for sanity in draft.sanity:
        for check in sanity.checks:
            predicates.append(check.unless)
            for view in (*check.views.values(), check.collected):
                readings.extend(view.reading())
    return needed_by(predicates, readings)


def needed_by(predicates: Iterable[Predicate], readings: Iterable[ValueAt | Predicate]) -> frozenset[str]:
    """The key sets that some predicates and readings join with."""
    names: set[str] = set()
    for predicate in predicates:
        names |= key_sets_of(predicate)
    for value in readings:
        if not isinstance(value, ValueAt):
            names |= key_sets_of(value)
        elif value.keys:
            names.add(value.keys)
    return frozenset(names)
