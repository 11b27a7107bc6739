"""What a retention rule is, when it is due, and which events make it over on a given day.

A rule is a small tree over events. `evaluate` answers the last day on which data may exist; `over` answers
the same question from the other side, as a formula of plain comparisons that any source can run without
computing dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeAlias, assert_never

from varsam.domain.calendar import ONE_DAY, Period, Unit, last_day_where, plus, year_end
from varsam.domain.errors import RegisterError

__all__ = [
    "NEVER",
    "All",
    "AtMost",
    "Earliest",
    "Either",
    "EventRef",
    "EventState",
    "Formula",
    "IsAbsent",
    "Latest",
    "Missing",
    "Never",
    "Period",
    "Plus",
    "Rule",
    "Unit",
    "YearEnd",
    "absent",
    "at_most",
    "cutoffs",
    "evaluate",
    "events_of",
    "formal",
    "formal_period",
    "holds",
    "over",
]

EVENT_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
LONGEST_RULE_YEARS = 200
# An inverted `latest` says each part twice, so depth is what a formula's size grows by.
DEEPEST_CHOICE = 8
# The Gregorian calendar repeats after 4,800 months of 146,097 days in all, so both units compare exactly.
_CYCLE_MONTHS, _CYCLE_DAYS = 4800, 146_097


class Missing(Enum):
    """Why an event has no date: the thing hasn't ended (OPEN), or there is no such thing (ABSENT)."""

    OPEN = "open"
    ABSENT = "absent"


EventState: TypeAlias = date | Missing


@dataclass(frozen=True, slots=True)
class EventRef:
    """The day of an event, such as `contract.end`."""

    name: str

    def __post_init__(self) -> None:
        """Refuse a name that the formal line couldn't carry."""
        if not EVENT_NAME.fullmatch(self.name):
            raise RegisterError(
                f"“{self.name}” is not an event's name",
                hint="write thing.event in small letters, as in contract.end",
            )


@dataclass(frozen=True, slots=True)
class Plus:
    """A period after the day of another rule."""

    of: Rule
    period: Period

    def __post_init__(self) -> None:
        """Refuse a rule that would reach further than any retention can."""
        months, days = _reach(self)
        if months * _CYCLE_DAYS + days * _CYCLE_MONTHS > LONGEST_RULE_YEARS * 12 * _CYCLE_DAYS:
            raise RegisterError(
                f"a rule of more than {LONGEST_RULE_YEARS} years is not allowed",
                hint="shorten the period; nothing may be kept for ever",
            )


@dataclass(frozen=True, slots=True)
class Earliest:
    """The first of several days; open and absent parts don't count while another has a date."""

    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        """Refuse a choice among nothing, and one nested too deep."""
        _check_parts(self.parts, "earliest")


@dataclass(frozen=True, slots=True)
class Latest:
    """The last of several days; open while any part is open, absent parts don't count."""

    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        """Refuse a choice among nothing, and one nested too deep."""
        _check_parts(self.parts, "latest")


@dataclass(frozen=True, slots=True)
class YearEnd:
    """31 December of the calendar year of another rule's day."""

    of: Rule


Rule: TypeAlias = EventRef | Plus | Earliest | Latest | YearEnd


def _check_parts(parts: tuple[Rule, ...], word: str) -> None:
    if not parts:
        raise RegisterError(f"{word}() needs something to choose among", hint="give at least one event")
    if max(map(_choices, parts)) >= DEEPEST_CHOICE:
        raise RegisterError(
            f"a rule with choices nested more than {DEEPEST_CHOICE} deep is not allowed",
            hint="nobody could explain it to the person concerned; make it several purposes",
        )


def _choices(rule: Rule) -> int:
    match rule:
        case EventRef():
            return 0
        case Plus(of, _) | YearEnd(of):
            return _choices(of)
        case Earliest(parts) | Latest(parts):
            return 1 + max(map(_choices, parts))
    assert_never(rule)


def _reach(rule: Rule) -> tuple[int, int]:
    """Answer the months and the days that the longest way through a rule adds up to."""
    match rule:
        case EventRef():
            return 0, 0
        case YearEnd(of):
            return _reach(of)
        case Earliest(parts) | Latest(parts):
            return max(
                map(_reach, parts), key=lambda reach: reach[0] * _CYCLE_DAYS + reach[1] * _CYCLE_MONTHS
            )
        case Plus(of, Period(amount, unit)):
            months, days = _reach(of)
            match unit:
                case Unit.DAY:
                    return months, days + amount
                case Unit.WEEK:
                    return months, days + 7 * amount
                case Unit.MONTH:
                    return months + amount, days
                case Unit.YEAR:
                    return months + 12 * amount, days
    assert_never(rule)


# -- forwards ------------------------------------------------------------------------------------------------


def evaluate(rule: Rule, events: Mapping[str, EventState]) -> EventState:
    """Answer the last day on which data may exist under a rule, or why there is none yet.

    Events are dates in the controller's time zone; one that isn't given is open. Raises DateOutOfRange past
    9999: the row's date is wrong, or stands for “not set” and belongs under `unset:` in the source map.
    """
    match rule:
        case EventRef(name):
            return events.get(name, Missing.OPEN)
        case Plus(of, period):
            start = evaluate(of, events)
            return start if isinstance(start, Missing) else plus(start, period)
        case YearEnd(of):
            day = evaluate(of, events)
            return day if isinstance(day, Missing) else year_end(day)
        case Earliest(parts):
            states = [evaluate(part, events) for part in parts]
            dates = [state for state in states if not isinstance(state, Missing)]
            if dates:
                return min(dates)
            return Missing.OPEN if Missing.OPEN in states else Missing.ABSENT
        case Latest(parts):
            states = [evaluate(part, events) for part in parts]
            dates = [state for state in states if not isinstance(state, Missing)]
            if Missing.OPEN in states:
                return Missing.OPEN
            return max(dates) if dates else Missing.ABSENT
    assert_never(rule)


def events_of(rule: Rule) -> tuple[str, ...]:
    """List the events that a rule names, each once, in order of appearance."""
    match rule:
        case EventRef(name):
            return (name,)
        case Plus(of, _) | YearEnd(of):
            return events_of(of)
        case Earliest(parts) | Latest(parts):
            return tuple(dict.fromkeys(name for part in parts for name in events_of(part)))
    assert_never(rule)


def formal(rule: Rule) -> str:
    """Print a rule as its canonical line, which is what fingerprints and JSON carry."""
    match rule:
        case EventRef(name):
            return name
        case Plus(of, period):
            return f"{formal(of)} + {formal_period(period)}"
        case YearEnd(of):
            return f"year_end({formal(of)})"
        case Earliest(parts):
            return f"earliest({', '.join(map(formal, parts))})"
        case Latest(parts):
            return f"latest({', '.join(map(formal, parts))})"
    assert_never(rule)


def formal_period(period: Period) -> str:
    """Print a period as the formal line does: `1 year`, `12 months`."""
    return f"{period.amount} {period.unit}{'' if period.amount == 1 else 's'}"


# -- backwards -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtMost:
    """True when an event has a date, and it is this day or before; false while it is open or absent."""

    event: str
    day: date


@dataclass(frozen=True, slots=True)
class IsAbsent:
    """True when there is no such thing as the event is about."""

    event: str


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """True when at least one part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """False whatever the events are: no date lies early enough."""


Formula: TypeAlias = AtMost | IsAbsent | All | Either | Never

NEVER = Never()


def over(rule: Rule, today: date) -> Formula:
    """Answer “the rule's due date lies before today” as a formula over the rule's events.

    The formula has comparisons, tests for absence, and, or; never a negation, so a source with three-valued
    logic may run it as it is (its complement there is IS NOT TRUE). Formulas are simplified: no part is
    NEVER, none has one part only, none stands twice side by side.
    """
    return NEVER if today == date.min else at_most(rule, today - ONE_DAY)


def at_most(rule: Rule, limit: date) -> Formula:
    """Answer “the rule's due date is `limit` or before” as a formula over the rule's events."""
    match rule:
        case EventRef(name):
            return AtMost(name, limit)
        case Plus(of, period):
            return _before_image(of, lambda day: plus(day, period), limit)
        case YearEnd(of):
            return _before_image(of, year_end, limit)
        case Earliest(parts):
            return _either([at_most(part, limit) for part in parts])
        case Latest(parts):
            reached = [at_most(part, limit) for part in parts]
            settled = [_either([absent(part), done]) for part, done in zip(parts, reached, strict=True)]
            return _all([*settled, _either(reached)])
    assert_never(rule)


def absent(rule: Rule) -> Formula:
    """Answer “the rule is absent”: there is nothing of all that it counts from."""
    return _all([IsAbsent(name) for name in events_of(rule)])


def _before_image(of: Rule, image: Callable[[date], date], limit: date) -> Formula:
    cutoff = last_day_where(lambda day: image(day) <= limit)
    return NEVER if cutoff is None else at_most(of, cutoff)


def _all(parts: list[Formula]) -> Formula:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]
    if NEVER in flat:
        return NEVER
    # What a part that stands alone already says needs no second telling inside an “either”.
    told = {part for part in flat if not isinstance(part, Either)}
    unique = tuple(
        part
        for part in dict.fromkeys(flat)
        if not (isinstance(part, Either) and told.intersection(part.parts))
    )
    return unique[0] if len(unique) == 1 else All(unique)


def _either(parts: list[Formula]) -> Formula:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Either) else (part,))]
    unique = tuple(dict.fromkeys(part for part in flat if part != NEVER))
    if not unique:
        return NEVER
    return unique[0] if len(unique) == 1 else Either(unique)


def holds(formula: Formula, events: Mapping[str, EventState]) -> bool:
    """Tell whether a formula is true for some events; one that isn't given is open."""
    match formula:
        case AtMost(event, day):
            state = events.get(event, Missing.OPEN)
            return not isinstance(state, Missing) and state <= day
        case IsAbsent(event):
            return events.get(event, Missing.OPEN) is Missing.ABSENT
        case All(parts):
            return all(holds(part, events) for part in parts)
        case Either(parts):
            return any(holds(part, events) for part in parts)
        case Never():
            return False
    assert_never(formula)


def cutoffs(rule: Rule, today: date) -> tuple[tuple[str, date], ...]:
    """List, for each event of a rule, the last day that still makes its part over before today.

    In order of appearance, each pair once. An event that no date can bring over is left out; one that a
    rule names at several distances comes several times.
    """
    return tuple(dict.fromkeys(_comparisons(over(rule, today))))


def _comparisons(formula: Formula) -> list[tuple[str, date]]:
    match formula:
        case AtMost(event, day):
            return [(event, day)]
        case All(parts) | Either(parts):
            return [pair for part in parts for pair in _comparisons(part)]
        case IsAbsent() | Never():
            return []
    assert_never(formula)
