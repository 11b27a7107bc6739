"""Rows that aren't surely one person's alone, when that one person is planned for."""

from __future__ import annotations

from varsam.domain.ownership import Kind
from varsam.domain.planner.fate import Fates
from varsam.domain.predicate import NEVER, Predicate, every, not_true

_MINE = "mine"


def shared(fates: Fates, kind: Kind, person: str) -> Predicate:
    """Say of a row that it is the person's and somebody else's too: it goes when all of them are done."""
    people = frozenset({person})
    ways = fates.ways(kind)
    if len(ways) < 2 and all(way.single for way in ways):
        return NEVER
    mine = fates.among(kind, None, people, _MINE, goes=False, sure=True)
    alone = fates.among(kind, None, people, _MINE, goes=True)
    return every([mine, not_true(alone)])


def ambiguous(fates: Fates, kind: Kind, person: str) -> Predicate:
    """Say of a row that only an identifier which others have as well leads from it to the person."""
    if not any(way.link.identifier for way in fates.ways(kind)):
        return NEVER
    people = frozenset({person})
    maybe = fates.among(kind, None, people, "scope", goes=False)
    surely = fates.among(kind, None, people, _MINE, goes=False, sure=True)
    return every([maybe, not_true(surely)])
