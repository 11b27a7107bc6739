"""The calendar: clamping, zones, fiscal years, and the response dates of a request."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.calendar import (
    DateOutOfRange,
    DaysOff,
    FiscalYear,
    FiscalYears,
    Period,
    Unit,
    last_day_where,
    local_date,
    local_midnight,
    plus,
    response_dates,
    time_zone,
    year_end,
)
from varsam.domain.errors import RegisterError
from varsam.formats.days_off import swedish_days_off

STOCKHOLM = time_zone("Europe/Stockholm")
DAYS = st.dates(date(1900, 1, 1), date(2300, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),
        ("2028-01-31", 1, Unit.MONTH, "2028-02-29"),
        ("2028-02-29", 1, Unit.YEAR, "2029-02-28"),
        ("2028-02-29", 4, Unit.YEAR, "2032-02-29"),
        ("2026-02-28", 12, Unit.MONTH, "2027-02-28"),
        ("2026-11-30", 3, Unit.MONTH, "2027-02-28"),
        ("2026-12-31", 1, Unit.DAY, "2027-01-01"),
        ("2026-12-31", 2, Unit.WEEK, "2027-01-14"),
    ],
)
def test_months_and_years_clamp_and_days_are_calendar_days(
    start: str, amount: int, unit: Unit, end: str
) -> None:
    assert plus(day(start), Period(amount, unit)) == day(end)


def test_two_single_months_may_differ_from_one_period_of_two() -> None:
    month, two = Period(1, Unit.MONTH), Period(2, Unit.MONTH)
    assert plus(plus(day("2026-01-31"), month), month) == day("2026-03-28")
    assert plus(day("2026-01-31"), two) == day("2026-03-31")


@settings(max_examples=150)
@given(DAYS, st.integers(1, 2400), st.sampled_from(Unit))
def test_periods_agree_with_an_independent_calendar_library(start: date, amount: int, unit: Unit) -> None:
    amount = min(amount, 200) if unit is Unit.YEAR else amount
    assert plus(start, Period(amount, unit)) == start + relativedelta(**{f"{unit}s": amount})  # type: ignore[arg-type]


@settings(max_examples=150)
@given(DAYS, DAYS, st.builds(Period, st.integers(1, 100), st.sampled_from(Unit)))
def test_adding_a_period_never_swaps_two_days(one: date, other: date, period: Period) -> None:
    first, second = sorted((one, other))
    assert plus(first, period) <= plus(second, period)


@pytest.mark.parametrize("unit", list(Unit))
def test_dates_past_9999_are_errors_that_say_so(unit: Unit) -> None:
    assert plus(day("9997-12-31"), Period(1, unit)) > day("9997-12-31")
    with pytest.raises(DateOutOfRange, match=r"9999-12-31 .* outside the years 1-9999"):
        plus(date.max, Period(1, unit))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_period_is_at_least_one(amount: int) -> None:
    with pytest.raises(RegisterError, match="is not allowed"):
        Period(amount, Unit.DAY)


@given(st.none() | st.dates())
@settings(max_examples=60)
def test_bisection_finds_the_last_day_or_none(limit: date | None) -> None:
    assert last_day_where(lambda each: limit is not None and each <= limit) == limit


def test_year_end_is_the_last_of_december() -> None:
    assert year_end(day("2026-01-01")) == year_end(day("2026-12-31")) == day("2026-12-31")


# -- zones ---------------------------------------------------------------------------------------------------


def test_a_contract_that_ended_late_at_night_in_utc_ended_the_next_day_in_stockholm() -> None:
    ended = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert local_date(ended, UTC) == day("2026-03-31")
    assert local_date(ended, STOCKHOLM) == day("2026-04-01")


@settings(max_examples=120)
@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Stockholm", "Asia/Beirut", "America/Havana", "Pacific/Apia", "UTC"]),
)
def test_an_instant_lies_on_or_after_the_midnight_of_its_day(instant: datetime, name: str) -> None:
    zone = time_zone(name)
    on = local_date(instant, zone)
    assert local_midnight(on, zone) <= instant < local_midnight(on + timedelta(days=1), zone)


def test_midnight_follows_summer_time_and_skipped_midnights() -> None:
    assert local_midnight(day("2026-01-01"), STOCKHOLM).astimezone(UTC).hour == 23
    assert local_midnight(day("2026-07-01"), STOCKHOLM).astimezone(UTC).hour == 22
    skipped = local_midnight(day("2022-03-27"), time_zone("Asia/Beirut"))
    assert (skipped.date(), skipped.hour) == (day("2022-03-27"), 1)


def test_a_zone_must_exist_and_an_instant_must_know_its_offset() -> None:
    with pytest.raises(RegisterError, match="no time zone called “Europe/Borås”"):
        time_zone("Europe/Borås")
    with pytest.raises(ValueError, match="without a time zone"):
        local_date(datetime(2026, 1, 1), STOCKHOLM)
    with pytest.raises(DateOutOfRange):
        local_date(datetime(9999, 12, 31, 23, 30, tzinfo=UTC), STOCKHOLM)
    with pytest.raises(DateOutOfRange):
        local_midnight(date.min, STOCKHOLM)


# -- fiscal years --------------------------------------------------------------------------------------------

LONG_AND_BROKEN = FiscalYears(
    declared=(
        FiscalYear(day("2024-05-01"), day("2025-04-30")),
        FiscalYear(day("2025-05-01"), day("2026-10-31")),
        FiscalYear(day("2026-11-01"), day("2026-12-31")),
    ),
    regular_end=(12, 31),
)


@pytest.mark.parametrize(
    ("on", "end"),
    [
        ("2023-06-01", "2023-12-31"),
        ("2024-02-01", "2024-04-30"),
        ("2024-05-01", "2025-04-30"),
        ("2026-10-31", "2026-10-31"),
        ("2026-11-01", "2026-12-31"),
        ("2027-01-01", "2027-12-31"),
    ],
)
def test_declared_fiscal_years_hold_and_regular_ones_fill_the_rest(on: str, end: str) -> None:
    assert LONG_AND_BROKEN.fiscal_year_end(day(on)) == day(end)


def test_a_broken_regular_year_and_the_end_of_february() -> None:
    assert FiscalYears(regular_end=(4, 30)).fiscal_year_end(day("2026-05-01")) == day("2027-04-30")
    assert FiscalYears(regular_end=(2, 29)).fiscal_year_end(day("2026-03-01")) == day("2027-02-28")
    assert FiscalYears(regular_end=(2, 29)).fiscal_year_end(day("2027-03-01")) == day("2028-02-29")


@settings(max_examples=100)
@given(st.dates(date(2022, 1, 1), date(2029, 1, 1)), st.dates(date(2022, 1, 1), date(2029, 1, 1)))
def test_fiscal_year_ends_are_monotone_and_so_can_be_bisected(one: date, other: date) -> None:
    first, second = sorted((one, other))
    ends = LONG_AND_BROKEN.fiscal_year_end
    assert first <= ends(first) <= ends(second)
    cutoff = last_day_where(lambda each: ends(each) <= second)
    assert cutoff is not None
    assert (first <= cutoff) == (ends(first) <= second)


def test_impossible_fiscal_years_are_refused() -> None:
    assert FiscalYear(day("2025-07-01"), day("2026-12-31")).end == day("2026-12-31")
    with pytest.raises(RegisterError, match="longer than 18 months"):
        FiscalYear(day("2025-07-01"), day("2027-01-01"))
    with pytest.raises(RegisterError, match="ends before it starts"):
        FiscalYear(day("2026-01-01"), day("2025-12-31"))
    with pytest.raises(RegisterError, match="has ended"):
        FiscalYears(tuple(reversed(LONG_AND_BROKEN.declared)))
    for impossible in ((2, 30), (13, 1), (0, 1), (4, 31)):
        with pytest.raises(RegisterError, match="no year has a day"):
            FiscalYears(regular_end=impossible)
    with pytest.raises(DateOutOfRange):
        FiscalYears(regular_end=(4, 30)).fiscal_year_end(date.max)


# -- response dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "due_latest", "extended"),
    [
        ("2026-03-05", "2026-04-07", "2026-04-07", "2026-06-05"),
        ("2026-01-29", "2026-03-02", "2026-03-02", "2026-04-29"),
        ("2026-01-30", "2026-03-02", "2026-03-02", "2026-04-30"),
        ("2026-01-31", "2026-03-02", "2026-03-02", "2026-04-30"),
        ("2028-01-31", "2028-02-29", "2028-02-29", "2028-05-02"),
        ("2026-08-31", "2026-09-30", "2026-09-30", "2026-11-30"),
        ("2026-05-19", "2026-06-19", "2026-06-22", "2026-08-19"),
        ("2026-11-24", "2026-12-24", "2026-12-28", "2027-02-24"),
        ("2026-11-26", "2026-12-28", "2026-12-28", "2027-02-26"),
        ("2026-12-06", "2027-01-07", "2027-01-07", "2027-03-08"),
        ("2026-11-30", "2026-12-30", "2026-12-30", "2027-03-01"),
    ],
)
def test_response_dates_roll_over_weekends_and_holidays(
    received: str, due: str, due_latest: str, extended: str
) -> None:
    dates = response_dates(day(received), swedish_days_off(2026, 2028))
    assert (dates.due, dates.due_latest, dates.extended_due) == (day(due), day(due_latest), day(extended))


def test_the_target_never_rolls_and_keeps_a_buffer() -> None:
    days_off = swedish_days_off(2026, 2027)
    assert response_dates(day("2026-03-05"), days_off, buffer_days=0).target == day("2026-04-05")
    assert response_dates(day("2026-03-05"), days_off).target == day("2026-03-31")
    assert response_dates(day("2026-03-05"), days_off, buffer_days=60).target == day("2026-03-05")


@settings(max_examples=80)
@given(st.dates(date(2026, 1, 1), date(2027, 8, 1)))
def test_the_dates_of_a_request_come_in_order(received: date) -> None:
    days_off = swedish_days_off(2026, 2028)
    dates = response_dates(received, days_off)
    assert received <= dates.target < dates.due <= dates.due_latest < dates.extended_due
    assert days_off.is_working_day(dates.due, eves_too=False)
    assert days_off.is_working_day(dates.due_latest, eves_too=True)


def test_a_year_without_known_holidays_is_an_error_and_not_a_working_year() -> None:
    only_2026 = DaysOff(frozenset({day("2026-12-25")}), frozenset(), 2026, 2026)
    assert response_dates(day("2026-08-31"), only_2026).due == day("2026-09-30")
    with pytest.raises(RegisterError, match="known for 2026-2026, not for 2027"):
        response_dates(day("2026-12-06"), only_2026)


def test_sweden_has_thirteen_holidays_and_three_eves() -> None:
    days_off = swedish_days_off(2026, 2027)
    published = "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-06 06-20 10-31 12-25 12-26"
    assert {d for d in days_off.holidays if d.year == 2026} == {day(f"2026-{d}") for d in published.split()}
    published = "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-06 06-26 11-06 12-25 12-26"
    assert {d for d in days_off.holidays if d.year == 2027} == {day(f"2027-{d}") for d in published.split()}
    eves = {"2026-06-19", "2026-12-24", "2026-12-31", "2027-06-25", "2027-12-24", "2027-12-31"}
    assert days_off.eves == {day(eve) for eve in eves}
    with pytest.raises(RegisterError, match="not known for 1952-1960"):
        swedish_days_off(1952, 1960)
