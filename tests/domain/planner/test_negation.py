"""`only:` is true or unknown: a purpose is held where nobody can say that it isn't."""

from __future__ import annotations

import pytest

from varsam.domain.evaluation import Row, holds
from varsam.domain.planner.complement import negation
from varsam.domain.predicate import ALWAYS, Column, Compare, Edge, Exists, Predicate, not_true

QUEUE = (("id", "queue_id"),)
IS_SUPPORT = Compare("name", "=", "support")


def edge(*, many: bool) -> Edge:
    """The reference from a ticket to its queue, or down to several."""
    return Edge("queue", tuple((Column(there), Column(here)) for there, here in QUEUE), ALWAYS, many)


def held(only: Predicate, reached: list[Row]) -> bool:
    """Whether the purpose is held for a row from which these rows are reached."""
    return holds(not_true(negation(only)), {"queue_id": 1}, reach=lambda _edge, _row: reached, keys={})


@pytest.mark.parametrize(
    ("reached", "up", "down"),
    [
        ([{"id": 1, "name": "support"}], True, True),
        ([{"id": 1, "name": "sales"}], False, False),
        ([{"id": 1, "name": None}], True, False),
        # A reference that leads nowhere says nothing; that there is no such child is an answer.
        ([], True, False),
    ],
)
def test_a_comparison_at_the_end_of_a_reference(reached: list[Row], up: bool, down: bool) -> None:
    assert held(Exists(edge(many=False), IS_SUPPORT), reached) is up
    assert held(Exists(edge(many=True), IS_SUPPORT), reached) is down


def test_whether_there_is_a_row_at_all_is_known() -> None:
    assert held(Exists(edge(many=False), ALWAYS), [{"id": 1, "name": "x"}]) is True
    assert held(Exists(edge(many=False), ALWAYS), []) is False
