"""When the night's work is due: zones, clock changes, missed nights, retries, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.night import (
    Attempt,
    Hours,
    Outcome,
    Patience,
    due,
    in_order,
    is_open,
    night_at,
    night_on,
    nights_planned,
    pause_ended,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOURS = Hours(time(1), time(5), "Europe/Stockholm")
PATIENCE = Patience()
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(day: str, clock: str, *, fold: int = 0) -> datetime:
    """An instant by the wall clock of Stockholm."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)


def ran(
    day: date, outcome: Outcome | None = Outcome.APPLIED, *, hours: Hours = HOURS, after: int = 0
) -> Attempt:
    """A run of a night, begun some minutes after its beginning and ended a minute later."""
    begun = night_on(day, hours).begins + timedelta(minutes=after)
    return Attempt(day, begun, None if outcome is None else begun + timedelta(minutes=1), outcome)


def test_a_night_begins_and_ends_by_the_wall_clock_of_its_zone() -> None:
    summer, winter = night_on(date(2026, 7, 1), HOURS), night_on(date(2026, 12, 1), HOURS)
    assert summer.begins == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert winter.begins == datetime(2026, 12, 1, 0, tzinfo=UTC)
    assert summer.ends - summer.begins == winter.ends - winter.begins == timedelta(hours=4)
    over_midnight = night_on(date(2026, 7, 1), Hours(time(22), time(4), "Europe/Stockholm"))
    assert over_midnight.begins == at("2026-07-01", "22:00")
    assert over_midnight.ends == at("2026-07-02", "04:00")
    assert night_at(at("2026-07-02", "03:59"), Hours(time(22), time(4), "Europe/Stockholm")) == over_midnight


def test_a_time_that_the_clock_skips_comes_as_long_after_the_skip() -> None:
    night = night_on(SPRING, Hours(time(2, 30), time(5), "Europe/Stockholm"))
    assert night.begins == at("2026-03-29", "03:30")
    assert night.ends == at("2026-03-29", "05:00")


@pytest.mark.parametrize(("start", "end"), [("02:15", "02:45"), ("02:30", "03:00"), ("02:30", "03:15")])
def test_the_skip_never_leaves_a_night_without_time(start: str, end: str) -> None:
    night = night_on(SPRING, Hours(time.fromisoformat(start), time.fromisoformat(end), "Europe/Stockholm"))
    assert night.ends - night.begins == timedelta(minutes=45 if end == "03:15" else 30)


def test_a_time_that_comes_twice_is_taken_once_and_the_end_is_the_first() -> None:
    hours = Hours(time(2, 30), time(2, 45), "Europe/Stockholm")
    night = night_on(AUTUMN, hours)
    assert night.begins == at("2026-10-25", "02:30", fold=0)
    assert night.ends == at("2026-10-25", "02:45", fold=0)
    done = [ran(AUTUMN, hours=hours)]
    again = at("2026-10-25", "02:31", fold=1)
    assert due(again, hours, [], PATIENCE).night is None, "the second 02:31 is after the night"
    assert due(night.begins, hours, done, PATIENCE).night is None, "one run a night"


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 7, 1)])
def test_every_night_has_exactly_one_run_however_often_one_looks(day: date) -> None:
    done: list[Attempt] = [ran(day - timedelta(days=1))]
    now = at(day.isoformat(), "00:00")
    for _ in range(30 * 12):
        state = due(now, HOURS, done, PATIENCE)
        if state.night is not None:
            assert state.night.begins <= now < state.night.ends
            done.append(Attempt(state.night.day, now, now + timedelta(minutes=1), Outcome.NOTHING))
        now += timedelta(minutes=5)
    assert [each.night for each in done[1:]] == [day, day + timedelta(days=1)]


def test_seven_missed_nights_are_one_run() -> None:
    done = [ran(date(2026, 7, 1))]
    state = due(at("2026-07-09", "01:00"), HOURS, done, PATIENCE)
    assert state.night is not None
    assert (state.night.day, state.missed) == (date(2026, 7, 9), 7)
    after = [*done, ran(date(2026, 7, 9))]
    assert due(at("2026-07-09", "01:10"), HOURS, after, PATIENCE).night is None
    noon = due(at("2026-07-09", "12:00"), HOURS, done, PATIENCE)
    assert (noon.night, noon.missed, noon.next_at) == (None, 8, at("2026-07-10", "01:00"))


def test_outside_its_hours_nothing_is_due_also_when_it_was_missed() -> None:
    state = due(at("2026-07-09", "05:00"), HOURS, [], PATIENCE)
    assert (state.night, state.next_at) == (None, at("2026-07-10", "01:00"))
    assert not is_open(at("2026-07-09", "05:00"), HOURS)
    assert is_open(at("2026-07-09", "04:59"), HOURS)
    always = Hours(time(3), time(3), "Europe/Stockholm")
    assert due(at("2026-07-09", "12:00"), always, [], PATIENCE).night is not None
    assert is_open(at("2026-07-09", "02:59"), always)


def test_a_clock_that_was_set_back_runs_nothing_twice_and_says_so() -> None:
    done = [ran(date(2026, 7, 9))]
    for now in (at("2026-07-08", "02:00"), at("2025-07-08", "02:00"), at("2026-07-09", "00:30")):
        state = due(now, HOURS, done, PATIENCE)
        assert (state.night, state.clock_back) == (None, True)
    slightly = due(
        done[0].started - timedelta(minutes=5), Hours(time(0), time(5), HOURS.zone), done, PATIENCE
    )
    assert not slightly.clock_back, "clocks are corrected by seconds all the time"


def test_what_can_be_tried_again_is_with_growing_pauses_until_the_night_ends() -> None:
    day, now = date(2026, 7, 9), at("2026-07-09", "01:00")
    done: list[Attempt] = []
    tried: list[datetime] = []
    while now < at("2026-07-09", "12:00"):
        state = due(now, HOURS, done, PATIENCE)
        if state.night is not None:
            tried.append(now)
            done.append(Attempt(day, now, now, Outcome.UNREACHED))
        else:
            assert state.next_at > now
        now += timedelta(minutes=1)
    pauses = [(b - a) // timedelta(minutes=1) for a, b in pairwise(tried)]
    assert pauses == [5, 10, 20, 40, 60, 60]
    assert due(now, HOURS, done, PATIENCE).next_at == at("2026-07-10", "01:00")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_final_outcome_ends_the_night_and_others_do_not(outcome: Outcome) -> None:
    done = [ran(date(2026, 7, 9), outcome)]
    state = due(at("2026-07-09", "04:00"), HOURS, done, PATIENCE)
    assert (state.night is None) is outcome.is_final


def test_a_run_whose_process_died_is_due_at_once() -> None:
    done = [ran(date(2026, 7, 9), None)]
    state = due(at("2026-07-09", "01:01"), HOURS, done, PATIENCE)
    assert state.night is not None


def test_nights_and_pauses_are_counted() -> None:
    done = [
        ran(date(2026, 7, 1), Outcome.OBSERVED),
        ran(date(2026, 7, 1), Outcome.OBSERVED, after=9),
        ran(date(2026, 7, 2), Outcome.UNREACHED),
        ran(date(2026, 9, 1), Outcome.WAITS),
    ]
    assert nights_planned(done) == 2
    now, month = at("2026-09-02", "01:00"), timedelta(days=35)
    assert pause_ended(done, now, month) == done[-1].started
    assert pause_ended(done[:3], now, month) == now
    assert pause_ended(done[:3], done[2].started, month) is None
    assert pause_ended([], now, month) is None


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda each: each.replace(tzinfo=UTC)
)
zones = st.sampled_from(
    ["Europe/Stockholm", "UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
)


@given(moments, st.times(), st.times(), zones)
def test_a_night_is_found_for_every_instant(now: datetime, start: time, end: time, zone: str) -> None:
    hours = Hours(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0), zone)
    night = night_at(now, hours)
    assert night.begins <= now
    assert night.begins < night.ends
    following = night_on(night.day + timedelta(days=1), hours)
    assert now < following.begins
    state = due(now, hours, [], PATIENCE)
    assert (state.night is not None) is (now < night.ends)
    assert state.next_at >= now


@given(st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("abcdef")), max_size=6))
def test_every_source_has_its_turn_once(needs: dict[str, frozenset[str]]) -> None:
    clean = {name: frozenset(each & set(needs)) - {name} for name, each in needs.items()}
    ordered = in_order(clean)
    assert sorted(ordered) == sorted(clean)


def test_a_source_comes_after_those_that_count_from_it() -> None:
    needs = {"contracts": frozenset[str](), "shop": frozenset({"contracts"}), "mail": frozenset({"shop"})}
    assert in_order(needs) == ("mail", "shop", "contracts")
