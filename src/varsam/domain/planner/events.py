"""What a source can say about an event of a row: on or before a day, after it, open, absent.

An event of a row is a date, open or absent, exactly one of them. Each view here answers with predicates that
are never unknown, so that the three states stay a partition whatever is NULL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Protocol, assert_never

from varsam.domain.calendar import FiscalYears, last_day_where
from varsam.domain.ownership import EventColumn, EventFirstOf
from varsam.domain.planner.stored import bound, day_of, sentinels
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Always,
    Compare,
    Predicate,
    Unset,
    Value,
    ValueAt,
    every,
    exists,
    not_true,
    some,
)
from varsam.domain.retention import EventState, Missing


class EventView(Protocol):
    """An event as seen from a row."""

    def at_most(self, day: date) -> Predicate:
        """It has a date, that day or before."""
        ...

    def after(self, day: date) -> Predicate:
        """It has a date after that day."""
        ...

    def open(self) -> Predicate:
        """The thing exists and hasn't ended."""
        ...

    def absent(self) -> Predicate:
        """There is no such thing."""
        ...

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """What to read of a row to know its state."""
        ...

    def state(self, values: Sequence[Value]) -> EventState:
        """Tell the state from what was read."""
        ...


@dataclass(frozen=True, slots=True)
class AbsentEvent:
    """An event that nothing maps: there is no such thing for any row."""

    def at_most(self, day: date) -> Predicate:
        """Say never."""
        return NEVER

    def after(self, day: date) -> Predicate:
        """Say never."""
        return NEVER

    def open(self) -> Predicate:
        """Say never."""
        return NEVER

    def absent(self) -> Predicate:
        """Say always."""
        return ALWAYS

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """Read nothing."""
        return ()

    def state(self, values: Sequence[Value]) -> EventState:
        """Say absent."""
        return Missing.ABSENT


@dataclass(frozen=True, slots=True)
class ColumnEvent:
    """An event in a column of the row or at the end of a path, over children if the map says so."""

    event: EventColumn
    zone: tzinfo

    def _set(self, *more: Predicate) -> Predicate:
        return every([not_true(Unset(self.event.column, self.event.unset)), *more])

    def _compare(self, day: date, *, later: bool) -> Predicate:
        op, value, complement = bound(day, self.event.storage, self.zone)
        return self._set(Compare(self.event.column, complement if later else op, value))

    def _reach(self, where: Predicate) -> Predicate:
        return exists(self.event.edges, where)

    def _in_state(self, then: Predicate) -> Predicate:
        return every([self.event.state, then]) if not isinstance(self.event.state, Always) else then

    def _unset(self) -> Predicate:
        return Unset(self.event.column, self.event.unset)

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        early, late = self._compare(day, later=False), self._compare(day, later=True)
        take = self.event.take
        match take:
            case "one":
                found = self._reach(early)
            case "every":
                found = every([self._reach(ALWAYS), not_true(self._reach(some([self._unset(), late])))])
            case "last":
                found = every([self._reach(early), not_true(self._reach(late))])
            case "first":
                found = self._reach(early)
            case _:
                assert_never(take)
        return self._in_state(found)

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        early, late = self._compare(day, later=False), self._compare(day, later=True)
        take = self.event.take
        match take:
            case "one" | "last":
                found = self._reach(late)
            case "every":
                found = every([self._reach(late), not_true(self._reach(self._unset()))])
            case "first":
                found = every([self._reach(late), not_true(self._reach(early))])
            case _:
                assert_never(take)
        return self._in_state(found)

    def open(self) -> Predicate:
        """See `EventView`."""
        take = self.event.take
        match take:
            case "one" | "every":
                found = self._reach(self._unset())
            case "last" | "first":
                found = every([self._reach(ALWAYS), not_true(self._reach(self._set()))])
            case _:
                assert_never(take)
        if isinstance(self.event.state, Always):
            return found
        return some([found, every([self._reach(ALWAYS), not_true(self.event.state)])])

    def absent(self) -> Predicate:
        """See `EventView`."""
        return not_true(self._reach(ALWAYS))

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        take = {"one": "one", "every": "max", "last": "max", "first": "min"}[self.event.take]
        return (
            self.absent(),
            self.open(),
            ValueAt(self.event.edges, self.event.column, take, self.event.unset),  # type: ignore[arg-type]
        )

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        absent, is_open, value = values
        if absent:
            return Missing.ABSENT
        return Missing.OPEN if is_open or value is None else day_of(value, self.event.storage, self.zone)


@dataclass(frozen=True, slots=True)
class FirstOfEvent:
    """The first of several columns that is set."""

    parts: tuple[ColumnEvent, ...]

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        return self._first([part.at_most(day) for part in self.parts])

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        return self._first([part.after(day) for part in self.parts])

    def open(self) -> Predicate:
        """See `EventView`."""
        unset = every(some([part.open(), part.absent()]) for part in self.parts)
        return every([unset, not_true(self.absent())])

    def absent(self) -> Predicate:
        """See `EventView`."""
        return every(part.absent() for part in self.parts)

    def _first(self, answers: Sequence[Predicate]) -> Predicate:
        chosen: list[Predicate] = []
        for index, answer in enumerate(answers):
            earlier = [some([part.open(), part.absent()]) for part in self.parts[:index]]
            chosen.append(every([*earlier, answer]))
        return some(chosen)

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        return tuple(value for part in self.parts for value in part.reading())

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        states = [part.state(values[3 * index : 3 * index + 3]) for index, part in enumerate(self.parts)]
        for state in states:
            if not isinstance(state, Missing):
                return state
        return Missing.OPEN if Missing.OPEN in states else Missing.ABSENT


@dataclass(frozen=True, slots=True)
class FiscalYearEvent:
    """The end of the fiscal year that another event falls in; inverted by bisection, as it is monotone."""

    of: ColumnEvent | FirstOfEvent
    years: FiscalYears

    def _cutoff(self, day: date) -> date | None:
        return last_day_where(lambda each: self.years.fiscal_year_end(each) <= day)

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        cutoff = self._cutoff(day)
        return NEVER if cutoff is None else self.of.at_most(cutoff)

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        cutoff = self._cutoff(day)
        if cutoff is None:
            return every([not_true(self.of.open()), not_true(self.of.absent())])
        return self.of.after(cutoff)

    def open(self) -> Predicate:
        """See `EventView`."""
        return self.of.open()

    def absent(self) -> Predicate:
        """See `EventView`."""
        return self.of.absent()

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        return self.of.reading()

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        state = self.of.state(values)
        return state if isinstance(state, Missing) else self.years.fiscal_year_end(state)


def column_view(event: EventColumn | EventFirstOf, zone: tzinfo) -> ColumnEvent | FirstOfEvent:
    """Make the view of an event that lies in columns."""
    if isinstance(event, EventColumn):
        return _column_event(event, zone)
    return FirstOfEvent(tuple(_column_event(part, zone) for part in event.parts))


def _column_event(event: EventColumn, zone: tzinfo) -> ColumnEvent:
    return ColumnEvent(replace(event, unset=sentinels(event.unset, event.storage)), zone)
