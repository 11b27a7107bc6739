"""When the night's work is due: hours in a zone, missed nights, clock changes, retries; now is a value.

A night has the day on which it begins. What was missed is caught up in one run, since a plan for today
covers every day before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from varsam.domain.calendar import ONE_DAY, time_zone
from varsam.domain.ownership import EventFrom, SourceMap
from varsam.domain.register import Register
from varsam.domain.retention import events_of

CLOCK_TOLERANCE = timedelta(minutes=10)


class Outcome(StrEnum):
    """How a source's run ended. What isn't `is_final` is tried again, the same night if it still runs."""

    APPLIED = "applied"
    NOTHING = "nothing"  # planned, and nothing was due
    OBSERVED = "observed"  # planned; the source is only looked at
    WAITS = "waits"  # planned; a person must approve
    FAILED = "failed"  # trying again won't help before somebody acts
    UNREACHED = "unreached"
    BEHIND = "behind"  # a source that takes events from this one couldn't be done
    BUSY = "busy"  # somebody else is applying to it
    STOPPED = "stopped"  # told to stop, or its hours were over; goes on next time

    @property
    def is_final(self) -> bool:
        """Whether this night's work on the source is over."""
        return self not in _TRIED_AGAIN

    @property
    def has_planned(self) -> bool:
        """Whether a plan was made, so that what was due is known."""
        return self in (Outcome.APPLIED, Outcome.NOTHING, Outcome.OBSERVED, Outcome.WAITS)


_TRIED_AGAIN = frozenset({Outcome.UNREACHED, Outcome.BEHIND, Outcome.BUSY, Outcome.STOPPED})


@dataclass(frozen=True, slots=True)
class Hours:
    """Between which wall-clock times of a zone the night's work may run; equal times: around the clock."""

    start: time
    end: time
    zone: str


@dataclass(frozen=True, slots=True)
class Night:
    """One night: the day on which it begins, and the instants (UTC) between which work may run."""

    day: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run of one source, as far as deciding what is due needs it; open while `ended` is None."""

    night: date
    started: datetime
    ended: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before a source is tried again: doubled with each attempt of a night."""

    first: timedelta = timedelta(minutes=5)
    most: timedelta = timedelta(hours=1)

    def after(self, attempts: int) -> timedelta:
        """The time to wait after that many attempts (1 or more)."""
        return min(self.first * (1 << min(attempts - 1, 20)), self.most)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for a source now: the `night` to work on, or None until `next_at`.

    `missed`: whole nights since the last run in which nothing ran. `clock_back`: a run lies in the future, so
    the clock was set back (or had been wrong); nothing is due until it has passed that run.
    """

    night: Night | None
    next_at: datetime
    missed: int = 0
    clock_back: bool = False


def night_on(day: date, hours: Hours) -> Night:
    """Answer when the night of a day begins and ends.

    A beginning that the clock skips comes as long after the skip as it was asked for; one that comes twice
    is the first of the two. An end never lies outside what the wall clock allows, except where the skip
    would leave no time at all: then the night keeps its length.
    """
    zone = time_zone(hours.zone)

    def instant(on: date, at: time) -> datetime:
        return datetime.combine(on, at, zone).astimezone(UTC)

    begins = instant(day, hours.start)
    ends = instant(day if hours.start < hours.end else day + ONE_DAY, hours.end)
    if ends <= begins:
        length = datetime.combine(day, hours.end) - datetime.combine(day, hours.start)
        ends = begins + length % ONE_DAY
    return Night(day, begins, ends)


def night_at(now: datetime, hours: Hours) -> Night:
    """Answer the night that began last; it may be over."""
    day = now.astimezone(time_zone(hours.zone)).date()
    night = night_on(day, hours)
    return night if night.begins <= now else night_on(day - ONE_DAY, hours)


def is_open(now: datetime, hours: Hours) -> bool:
    """Answer whether work may run now."""
    return now < night_at(now, hours).ends


def due(now: datetime, hours: Hours, attempts: Sequence[Attempt], patience: Patience) -> Due:
    """Answer what is due for a source, from its earlier runs (in the order in which they were begun)."""
    night = night_at(now, hours)
    following = night_on(night.day + ONE_DAY, hours).begins
    if any(each.started > now + CLOCK_TOLERANCE or each.night > night.day for each in attempts):
        return Due(None, following, clock_back=True)
    before = [each.night for each in attempts if each.night < night.day]
    missed = max(0, (night.day - max(before)).days - 1) if before else 0
    tonight = [each for each in attempts if each.night == night.day]
    if now >= night.ends:
        # A night that is over and had no run is missed as well, until the next one catches up.
        return Due(None, following, missed + (1 if before and not tonight else 0))
    if any(each.outcome is not None and each.outcome.is_final for each in tonight):
        return Due(None, following)
    if tonight and (last := tonight[-1]).ended is not None:
        again = last.ended + patience.after(len(tonight))
        if again > now:
            return Due(None, again if again < night.ends else following)
    return Due(night, now, 0 if tonight else missed)


def nights_planned(attempts: Sequence[Attempt]) -> int:
    """Answer in how many nights a plan was made for the source."""
    return len({each.night for each in attempts if each.outcome is not None and each.outcome.has_planned})


def pause_ended(attempts: Sequence[Attempt], now: datetime, longest: timedelta) -> datetime | None:
    """Answer when the source's last pause of more than `longest` between two runs ended; None: it had none.

    A pause that still lasts ends now.
    """
    instants = [*sorted(each.started for each in attempts), now]
    ends = [later for earlier, later in pairwise(instants) if later - earlier > longest]
    return ends[-1] if ends else None


# -- in which order ------------------------------------------------------------------------------------------


def takes_events_from(taker: SourceMap, maps: Mapping[str, SourceMap], register: Register) -> frozenset[str]:
    """Answer which other sources may give a source's rows an event, by the map or through the person."""
    purposes = register.purposes()
    found = set(named_for_events(taker))
    for kind in taker.kinds:
        wanted: set[str] = set()
        for group in kind.groups:
            rules = [purposes[each].rule for each in group.purposes if each in purposes]
            wanted |= {event for rule in rules if rule is not None for event in events_of(rule)}
            wanted -= set(group.events)
        wanted -= set() if kind.person else set(kind.events)
        for other in maps.values():
            if any(wanted & set(each.events) for each in other.kinds if each.person):
                found.add(other.source)
    return frozenset(found & set(maps)) - {taker.source}


def named_for_events(taker: SourceMap) -> frozenset[str]:
    """Answer which sources a map names as the place where an event is known (`from:`)."""
    return frozenset(
        event.source
        for kind in taker.kinds
        for events in (kind.events, *(group.events for group in kind.groups))
        for event in events.values()
        if isinstance(event, EventFrom)
    )


def in_order(needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Put sources that others take events from after those: a row goes before what its rule counts from.

    `needs`: by source, those it takes events from. Where they need each other, the order is by name.
    """
    waiting = dict(sorted(needs.items()))
    ordered: list[str] = []
    while waiting:
        free = [name for name in waiting if not any(name in waiting[other] for other in waiting)]
        taken = free or [next(iter(waiting))]
        ordered += taken
        for name in taken:
            del waiting[name]
    return tuple(ordered)
