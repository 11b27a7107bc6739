"""Events that come from elsewhere: a key set, another row, the person, several places at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from varsam.domain.planner.events import EventView
from varsam.domain.predicate import Edge, InKeys, Predicate, Value, ValueAt, every, exists, not_true, some
from varsam.domain.retention import EventState, Missing


@dataclass(frozen=True, slots=True)
class KeySetEvent:
    """An event that comes from elsewhere as a key set: the latest of its members, open while one is open."""

    columns: tuple[str, ...]
    keys: str
    edges: tuple[Edge, ...] = ()

    def _member(self, dated: str | None = None, day: date | None = None) -> Predicate:
        return exists(self.edges, InKeys(self.columns, self.keys, dated, day))  # type: ignore[arg-type]

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        return every([self._member(), not_true(self._member("kept", day))])

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        return every([self._member("after", day), not_true(self._member("open"))])

    def open(self) -> Predicate:
        """See `EventView`."""
        return self._member("open")

    def absent(self) -> Predicate:
        """See `EventView`."""
        return not_true(self._member())

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        date_of = ValueAt(self.edges, take="max", keys=self.keys, columns=self.columns)
        return (self.absent(), self.open(), date_of)

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        absent, is_open, value = values
        if absent:
            return Missing.ABSENT
        if is_open or value is None:
            return Missing.OPEN
        return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


@dataclass(frozen=True, slots=True)
class ThroughEvent:
    """An event that is mapped at another row: a parent, or the person. No row reached = absent."""

    edges: tuple[Edge, ...]
    inner: EventView

    @property
    def _many(self) -> bool:
        return any(edge.many for edge in self.edges)

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        if not self._many:
            return exists(self.edges, self.inner.at_most(day))
        kept = some([self.inner.open(), self.inner.after(day)])
        return every([not_true(self.absent()), not_true(exists(self.edges, kept))])

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        found = exists(self.edges, self.inner.after(day))
        return every([found, not_true(self.open())]) if self._many else found

    def open(self) -> Predicate:
        """See `EventView`."""
        return exists(self.edges, self.inner.open())

    def absent(self) -> Predicate:
        """See `EventView`."""
        return not_true(exists(self.edges, not_true(self.inner.absent())))

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        return (self.absent(), self.open(), *(self._read(value) for value in self.inner.reading()))

    def _read(self, value: ValueAt | Predicate) -> ValueAt | Predicate:
        if isinstance(value, ValueAt):
            take = "max" if self._many and value.take == "one" else value.take
            return ValueAt(
                (*self.edges, *value.edges), value.column, take, value.unset, value.keys, value.columns
            )
        return exists(self.edges, value)

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`; of several rows the latest date counts, as none of them is open."""
        absent, is_open, *rest = values
        if absent:
            return Missing.ABSENT
        if is_open:
            return Missing.OPEN
        if self._many:
            flags = [not isinstance(value, ValueAt) for value in self.inner.reading()]
            rest = [False if flag else value for flag, value in zip(flags, rest, strict=True)]
        return self.inner.state(rest)


@dataclass(frozen=True, slots=True)
class GuardedEvent:
    """An event that only counts where a condition is true of the row; else there is no such thing."""

    guard: Predicate
    inner: EventView

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        return every([self.guard, self.inner.at_most(day)])

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        return every([self.guard, self.inner.after(day)])

    def open(self) -> Predicate:
        """See `EventView`."""
        return every([self.guard, self.inner.open()])

    def absent(self) -> Predicate:
        """See `EventView`."""
        return some([not_true(self.guard), self.inner.absent()])

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        return (self.guard, *self.inner.reading())

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        return self.inner.state(values[1:]) if values[0] else Missing.ABSENT


@dataclass(frozen=True, slots=True)
class UnionEvent:
    """One event said by several places about one person: the latest, open while one is open."""

    parts: tuple[EventView, ...]

    def at_most(self, day: date) -> Predicate:
        """See `EventView`."""
        kept = [some([part.open(), part.after(day)]) for part in self.parts]
        return every([not_true(self.absent()), *(not_true(each) for each in kept)])

    def after(self, day: date) -> Predicate:
        """See `EventView`."""
        return every([some(part.after(day) for part in self.parts), not_true(self.open())])

    def open(self) -> Predicate:
        """See `EventView`."""
        return some(part.open() for part in self.parts)

    def absent(self) -> Predicate:
        """See `EventView`."""
        return every(part.absent() for part in self.parts)

    def reading(self) -> tuple[ValueAt | Predicate, ...]:
        """See `EventView`."""
        return tuple(value for part in self.parts for value in part.reading())

    def state(self, values: Sequence[Value]) -> EventState:
        """See `EventView`."""
        states: list[EventState] = []
        at = 0
        for part in self.parts:
            width = len(part.reading())
            states.append(part.state(values[at : at + width]))
            at += width
        if Missing.OPEN in states:
            return Missing.OPEN
        dates = [state for state in states if not isinstance(state, Missing)]
        return max(dates) if dates else Missing.ABSENT
