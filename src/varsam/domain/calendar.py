"""Days, periods, fiscal years and response dates, computed and never looked up on a clock.

Everything here is a plain date in the controller's time zone unless a docstring says otherwise.
Source: `docs/retention-rules.md` for retention; Regulation (EEC, Euratom) 1182/71 for response dates.
"""

from __future__ import annotations

import calendar as _gregorian
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from varsam.domain.errors import RegisterError

ONE_DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
LONGEST_FISCAL_YEAR_MONTHS = 18
TARGET_BUFFER_DAYS = 5


class DateOutOfRange(RegisterError):
    """A date would lie outside the years 1-9999; the event or the rule is wrong."""


class Unit(StrEnum):
    """What a period is counted in; the value is the singular of the formal line."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of days, weeks, months or years; units are never converted into each other."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse zero and less: such a period says nothing, or takes time back."""
        if self.amount < 1:
            raise RegisterError(
                f"a period of {self.amount} {self.unit}s is not allowed", hint="write 1 or more, or no period"
            )


def plus(day: date, period: Period) -> date:
    """Answer the day that lies one period later.

    Months and years keep the day number and clamp to the month's end; days are calendar days.
    Raises DateOutOfRange past 9999-12-31: mend the event's date or the rule.
    """
    if period.unit is Unit.MONTH:
        return plus_months(day, period.amount)
    if period.unit is Unit.YEAR:
        return plus_months(day, period.amount * MONTHS_OF_YEAR)
    days = period.amount * (7 if period.unit is Unit.WEEK else 1)
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise _beyond(day, period) from error


def plus_months(day: date, months: int) -> date:
    """Answer the same day number a number of months later, or the month's last day if it has none."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    year = day.year + years
    if not 1 <= year <= MAXYEAR:
        raise _beyond(day, Period(months, Unit.MONTH) if months > 0 else None)
    return date(year, month + 1, min(day.day, _gregorian.monthrange(year, month + 1)[1]))


def _beyond(day: date, period: Period | None) -> DateOutOfRange:
    step = f" + {period.amount} {period.unit}(s)" if period else ""
    return DateOutOfRange(
        f"{day.isoformat()}{step} lies outside the years 1-9999",
        hint="if the date stands for “not set”, list it under `unset:` in the source map",
    )


def year_end(day: date) -> date:
    """Answer 31 December of the day's calendar year."""
    return date(day.year, 12, 31)


def last_day_where(holds: Callable[[date], bool]) -> date | None:
    """Answer the greatest day for which `holds` is true, or None if it is for no day.

    `holds` must be true up to some day and false after it (bisected, at most 22 calls). This is what
    inverts a monotone function of a date: ask for `lambda day: image(day) <= limit`. A DateOutOfRange
    raised by `holds` counts as false, since an image past the last date is greater than every limit.
    """

    def satisfied(ordinal: int) -> bool:
        try:
            return holds(date.fromordinal(ordinal))
        except DateOutOfRange:
            return False

    low, high = 0, date.max.toordinal()
    while low < high:
        middle = (low + high + 1) // 2
        if satisfied(middle):
            low = middle
        else:
            high = middle - 1
    return date.fromordinal(low) if low else None


# -- time zones ----------------------------------------------------------------------------------------------


def time_zone(name: str) -> ZoneInfo:
    """Answer the time zone of an IANA name such as Europe/Stockholm; RegisterError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RegisterError(
            f"there is no time zone called “{name}”", hint="write an IANA name, such as Europe/Stockholm"
        ) from error


def local_date(instant: datetime, zone: tzinfo) -> date:
    """Answer the calendar day on which an instant falls in a zone.

    `instant` must know its offset: a naive one is a fault of the caller (ValueError), because the zone that
    it was meant in must come from the source map.
    """
    if instant.utcoffset() is None:
        raise ValueError("an instant without a time zone has no local date")
    try:
        return instant.astimezone(zone).date()
    except OverflowError as error:
        raise DateOutOfRange(
            f"the local date of an instant in {zone} lies outside the years 1-9999"
        ) from error


def local_midnight(day: date, zone: tzinfo) -> datetime:
    """Answer the instant at which a day begins in a zone, as an aware datetime in that zone.

    Where the clock skips midnight, the day begins at the first time that exists; where midnight comes
    twice, at the first of the two.
    """
    try:
        return datetime.combine(day, time(), zone).astimezone(UTC).astimezone(zone)
    except OverflowError as error:
        raise DateOutOfRange(
            f"{day.isoformat()} has no midnight in {zone} within the years 1-9999"
        ) from error


# -- fiscal years --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """One declared fiscal year, both days included; it may be broken, shortened, or up to 18 months long.

    Law: bokföringslagen (1999:1078) 3 kap. 1-3 §§.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a year that ends before it starts or is longer than 18 months."""
        span = f"the fiscal year {self.start.isoformat()} to {self.end.isoformat()}"
        if self.end < self.start:
            raise RegisterError(f"{span} ends before it starts", hint="swap the dates")
        if plus_months(self.start, LONGEST_FISCAL_YEAR_MONTHS) <= self.end:
            raise RegisterError(f"{span} is longer than 18 months", hint="declare it as two fiscal years")


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """A controller's fiscal years: the declared ones, and the regular day on which all others end.

    `regular_end` is (month, day) and clamps to the month's end, so (2, 29) means the last of February.
    """

    declared: tuple[FiscalYear, ...] = ()
    regular_end: tuple[int, int] = (12, 31)

    def __post_init__(self) -> None:
        """Refuse a day that no year has, and declared years that overlap or are out of order."""
        month, day = self.regular_end
        if not 1 <= month <= MONTHS_OF_YEAR or not 1 <= day <= _gregorian.monthrange(2000, month)[1]:
            raise RegisterError(
                f"no year has a day {month:02}-{day:02}", hint="write month and day, as in 12-31"
            )
        for earlier, later in pairwise(self.declared):
            if later.start <= earlier.end:
                raise RegisterError(
                    f"the fiscal year from {later.start.isoformat()} starts before the one to "
                    f"{earlier.end.isoformat()} has ended",
                    hint="list fiscal years in order of time, without overlap",
                )

    def fiscal_year_end(self, day: date) -> date:
        """Answer the last day of the fiscal year in which a day falls.

        Monotone in `day`. Outside the declared years the regular day holds, cut where a declared year begins.
        Raises DateOutOfRange past 9999.
        """
        for year in self.declared:
            if day < year.start:
                return min(self._regular_end_from(day), year.start - ONE_DAY)
            if day <= year.end:
                return year.end
        return self._regular_end_from(day)

    def _regular_end_from(self, day: date) -> date:
        month, number = self.regular_end
        for year in (day.year, day.year + 1):
            if year > MAXYEAR:
                break
            end = date(year, month, min(number, _gregorian.monthrange(year, month)[1]))
            if end >= day:
                return end
        raise DateOutOfRange(f"the fiscal year of {day.isoformat()} ends after the year 9999")


# -- response dates ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A country's public holidays within some years, and eves that the law treats alike for other terms only.

    Saturdays and Sundays need not be listed. Both years are included; outside them nothing is known.
    """

    holidays: frozenset[date]
    eves: frozenset[date]
    first_year: int
    last_year: int

    def is_working_day(self, day: date, *, eves_too: bool) -> bool:
        """Tell whether a period may end on a day; RegisterError if the day's year isn't covered."""
        if not self.first_year <= day.year <= self.last_year:
            raise RegisterError(
                f"public holidays are known for {self.first_year}-{self.last_year}, not for {day.year}",
                hint="give days off for more years",
            )
        return day.isoweekday() <= 5 and day not in self.holidays and not (eves_too and day in self.eves)

    def roll(self, day: date, *, eves_too: bool = False) -> date:
        """Answer the day itself if it is a working day, else the next one (Reg. 1182/71 Art. 3(4))."""
        while not self.is_working_day(day, eves_too=eves_too):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class ResponseDates:
    """The days by which a request must be answered, all included; `due` is the one to show."""

    received: date
    target: date
    due: date
    due_latest: date
    extended_due: date


def response_dates(
    received: date, days_off: DaysOff, *, buffer_days: int = TARGET_BUFFER_DAYS
) -> ResponseDates:
    """Answer the response dates of a request that reached the controller on a day.

    `target` is one month less the buffer, never moved forward by days off and never before the day of
    receipt; `due` is one month, rolled over weekends and public holidays; `due_latest` rolls over the eves
    as well, and is no day to plan for; `extended_due` is three months from receipt, which needs a notice
    sent before `due`.
    Law: GDPR 12(3); Reg. (EEC, Euratom) 1182/71 Art. 3.
    """
    month = plus_months(received, 1)
    return ResponseDates(
        received=received,
        target=max(received, month - timedelta(days=buffer_days)),
        due=days_off.roll(month),
        due_latest=days_off.roll(month, eves_too=True),
        extended_due=days_off.roll(plus_months(received, 3)),
    )
