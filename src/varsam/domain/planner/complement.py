"""The negation of a predicate that says "false", so that what is unknown is told from what is not so."""

from __future__ import annotations

from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    Always,
    AnyOf,
    Compare,
    Exists,
    In,
    Never,
    Predicate,
    Unset,
    every,
    exists,
    not_true,
    some,
)


def negation(predicate: Predicate) -> Predicate:
    """Say "false" of a predicate: true exactly where it is false (not where it is unknown)."""
    match predicate:
        case Always():
            return NEVER
        case Never():
            return ALWAYS
        case All(parts):
            return some(negation(part) for part in parts)
        case AnyOf(parts):
            return every(negation(part) for part in parts)
        case Compare(column):
            return every([not_true(predicate), _known(column)])
        case In(column):
            return every([not_true(predicate), _known(column)])
        case Exists(edge, where) if not edge.many and not isinstance(where, Always):
            # A comparison at the end of a reference: where it leads nowhere, nobody knows.
            return exists((edge,), negation(where))
        case _:
            return not_true(predicate)


def _known(column: str) -> Predicate:
    return not_true(Unset(column))
