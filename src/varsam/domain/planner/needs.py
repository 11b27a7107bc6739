"""Which key sets predicates join with: they must be resolved and staged before anything is asked."""

from __future__ import annotations

from collections.abc import Iterable

from varsam.domain.predicate import Predicate, ValueAt, key_sets_of


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
