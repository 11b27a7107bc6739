"""Standing approvals and the night's runs in own state: sealed, carried over a rotation, and let go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.store.homes import NOW, Home
from varsam.domain.errors import NotAllowed
from varsam.domain.night import Outcome
from varsam.domain.standing import Limits, Terms
from varsam.store import ledger_types, nights, rotation, standing
from varsam.store.models import StandingApproval, StandingVoice

TERMS = Terms("shop", date(2027, 6, 30), Limits(500, 0.02), {"orders": "contract.end + 1 year"}, "a" * 64)


def test_terms_come_back_as_they_were_given_also_after_a_rotation(own_state: Home) -> None:
    proposed = standing.propose(TERMS, NOW)
    _, by = standing.approve(proposed.id, "anna", NOW)
    assert by.opens(b"anna")
    assert standing.current("shop") is None
    standing.approve(proposed.id, "bo", NOW + timedelta(minutes=1))
    before = bytes(StandingApproval.objects.get().sealed)
    assert rotation.rotate(NOW).generation == 2
    assert bytes(StandingApproval.objects.get().sealed) != before
    assert {row.generation for row in StandingVoice.objects.all()} == {2}
    current = standing.current("shop")
    assert current is not None
    assert (current.terms, current.approvers) == (TERMS, ("anna", "bo"))


def test_it_is_approved_by_two_and_ended_once(own_state: Home) -> None:
    proposed = standing.propose(TERMS, NOW)
    standing.approve(proposed.id, "anna", NOW)
    standing.approve(proposed.id, "bo", NOW)
    with pytest.raises(NotAllowed, match="isn't waiting"):
        standing.approve(proposed.id, "cia", NOW)
    standing.end(proposed.id, "anna", NOW)
    with pytest.raises(NotAllowed, match="before"):
        standing.end(proposed.id, "bo", NOW)
    with pytest.raises(NotAllowed, match="no such"):
        standing.load("standing-nothing")


def test_a_proposal_whose_day_is_past_blocks_nobody(sqlite_state: Home) -> None:
    standing.propose(TERMS, NOW)
    with pytest.raises(NotAllowed, match="waits"):
        standing.propose(TERMS, NOW)
    later = datetime(2027, 7, 1, tzinfo=UTC)
    assert standing.waiting("shop", later.date()) is None
    standing.propose(TERMS, later)


def test_runs_and_notices_are_kept_in_order(own_state: Home) -> None:
    first = nights.begin("shop", NOW.date(), NOW)
    nights.note_plan(first, "plan-abc", 7)
    ended = nights.end(first, NOW, Outcome.WAITS, reason=("rows", "share"), overdue=3)
    assert (ended.rows, ended.reason, ended.overdue) == (7, "rows share", 3)
    second = nights.begin("shop", NOW.date(), NOW + timedelta(minutes=5))
    assert [each.id for each in nights.runs("shop")] == [first, second]
    assert nights.last_run("shop") == nights.runs("shop")[-1]
    assert nights.nights_of_plans() == {"plan-abc": NOW.date()}
    nights.note_sent([("waits:shop", False)], "mail", NOW.date(), NOW)
    nights.note_sent([("waits:shop", True)], "mail", NOW.date(), NOW)
    [notice] = nights.last_notices()
    assert (notice.cause, notice.solved) == ("waits:shop", True)


def test_the_ledger_takes_what_the_night_says_and_no_words() -> None:
    said = {"type": "night.ended", "source": "shop", "night": "2026-07-09", "outcome": "waits", "rows": 3}
    ledger_types.check_entry({**said, "at": "2026-07-09T01:00:00Z"})
    for wrong in ({"reason": "free words"}, {"rows": "three"}, {"source": "anna@one.example"}):
        with pytest.raises(NotAllowed):
            ledger_types.check_entry({**said, **wrong, "at": "2026-07-09T01:00:00Z"})
