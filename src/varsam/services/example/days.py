"""Days around the day of the example: what is over on it, and the last and first days of a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from varsam.domain.calendar import Period, Unit, plus

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_BOOKKEEPING_YEARS = 7


def days(amount: int) -> Period:
    """A period of days."""
    return Period(amount, Unit.DAY)


def months(amount: int) -> Period:
    """A period of months."""
    return Period(amount, Unit.MONTH)


def years(amount: int) -> Period:
    """A period of years."""
    return Period(amount, Unit.YEAR)


@dataclass(frozen=True, slots=True)
class Days:
    """Dates as seen from `today`. Knows the calendar and nothing of rules, maps or plans."""

    today: date

    def ago(self, amount: int) -> date:
        """The day that many days before today."""
        return self.today - timedelta(days=amount)

    def over(self, event: date | None, period: Period) -> bool:
        """Whether the last day of storage, counted from the event, lies before today; never while open."""
        return event is not None and plus(event, period) < self.today

    def last_over(self, period: Period) -> date:
        """The latest day of an event that is over; a day later it isn't."""
        day = self.today - timedelta(days=1)
        while not self.over(day, period):
            day -= timedelta(days=1)
        return day

    def first_kept(self, period: Period) -> date:
        """The earliest day of an event that isn't over: today is the last day of storage, or close to it."""
        return self.last_over(period) + timedelta(days=1)

    def books_over(self, booked_on: date) -> bool:
        """Whether accounting information of that day needn't be kept: its year and seven more have ended.

        Fiscal years are calendar years here. Law: bokföringslagen (1999:1078) 7 kap. 2 §.
        """
        return booked_on.year + _BOOKKEEPING_YEARS < self.today.year


def in_utc(day: date, clock: str) -> str:
    """A Swedish time of day as UTC, written `YYYY-MM-DD HH:MM:SS`."""
    local = datetime.fromisoformat(f"{day.isoformat()} {clock}").replace(tzinfo=STOCKHOLM)
    return f"{local.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def epoch(day: date, clock: str) -> int:
    """A Swedish time of day as seconds since 1970-01-01T00:00Z."""
    local = datetime.fromisoformat(f"{day.isoformat()} {clock}").replace(tzinfo=STOCKHOLM)
    return int(local.timestamp())
