"""Retention rules: due dates, open and absent events, and the inverse that every source runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varsam.domain.calendar import DateOutOfRange
from varsam.domain.errors import RegisterError
from varsam.domain.retention import (
    NEVER,
    All,
    AtMost,
    Earliest,
    Either,
    EventRef,
    EventState,
    IsAbsent,
    Latest,
    Missing,
    Period,
    Plus,
    Rule,
    Unit,
    YearEnd,
    absent,
    at_most,
    cutoffs,
    evaluate,
    events_of,
    formal,
    holds,
    over,
)

A, B, C = EventRef("a.end"), EventRef("b.end"), EventRef("c.end")
NAMES = ("a.end", "b.end", "c.end")


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(amount: int) -> Period:
    return Period(amount, Unit.DAY)


def years(amount: int) -> Period:
    return Period(amount, Unit.YEAR)


def months(amount: int) -> Period:
    return Period(amount, Unit.MONTH)


ONE_YEAR = Plus(EventRef("contract.end"), years(1))
SUPPORT_FILES = Earliest(
    (Plus(EventRef("case.closed"), days(30)), Plus(EventRef("file.received"), months(12)))
)
BOOKKEEPING = YearEnd(Plus(EventRef("fiscal_year.end"), years(7)))
APPLICANTS = Earliest((Plus(EventRef("recruitment.closed"), months(6)), EventRef("consent.withdrawn")))


@pytest.mark.parametrize(
    ("rule", "events", "due"),
    [
        (ONE_YEAR, {"contract.end": "2026-02-28"}, "2027-02-28"),
        (ONE_YEAR, {"contract.end": "2028-02-29"}, "2029-02-28"),
        (SUPPORT_FILES, {"file.received": "2026-01-31"}, "2027-01-31"),
        (SUPPORT_FILES, {"file.received": "2026-01-31", "case.closed": "2026-03-01"}, "2026-03-31"),
        (BOOKKEEPING, {"fiscal_year.end": "2025-12-31"}, "2032-12-31"),
        (BOOKKEEPING, {"fiscal_year.end": "2026-04-30"}, "2033-12-31"),
        (BOOKKEEPING, {"fiscal_year.end": "2026-06-30"}, "2033-12-31"),
        (BOOKKEEPING, {"fiscal_year.end": "2027-01-31"}, "2034-12-31"),
        (APPLICANTS, {"recruitment.closed": "2026-08-31"}, "2027-02-28"),
        (APPLICANTS, {"recruitment.closed": "2026-08-31", "consent.withdrawn": "2026-10-10"}, "2026-10-10"),
        (EventRef("recruitment.closed"), {"recruitment.closed": "2026-08-31"}, "2026-08-31"),
    ],
)
def test_published_vectors(rule: Rule, events: dict[str, str], due: str) -> None:
    dates = {name: day(text) for name, text in events.items()}
    assert evaluate(rule, dates) == day(due)
    assert not holds(over(rule, day(due)), dates)
    assert holds(over(rule, day(due) + timedelta(days=1)), dates)


OPEN, ABSENT, D1, D2 = Missing.OPEN, Missing.ABSENT, day("2026-01-01"), day("2026-06-01")


@pytest.mark.parametrize(
    ("a", "b", "earliest", "latest"),
    [
        (D1, D2, D1, D2),
        (D1, OPEN, D1, OPEN),
        (D1, ABSENT, D1, D1),
        (OPEN, ABSENT, OPEN, OPEN),
        (OPEN, OPEN, OPEN, OPEN),
        (ABSENT, ABSENT, ABSENT, ABSENT),
    ],
)
def test_open_and_absent_parts(
    a: EventState, b: EventState, earliest: EventState, latest: EventState
) -> None:
    for events in ({"a.end": a, "b.end": b}, {"a.end": b, "b.end": a}):
        assert evaluate(Earliest((A, B)), events) == earliest
        assert evaluate(Latest((A, B)), events) == latest


@pytest.mark.parametrize("missing", [OPEN, ABSENT])
def test_a_period_after_nothing_is_nothing(missing: Missing) -> None:
    assert evaluate(Plus(A, days(1)), {"a.end": missing}) is missing
    assert evaluate(YearEnd(A), {"a.end": missing}) is missing


def test_an_event_that_is_not_given_is_open() -> None:
    assert evaluate(A, {}) is OPEN
    assert not holds(IsAbsent("a.end"), {})
    assert holds(IsAbsent("a.end"), {"a.end": ABSENT})


# -- the inverse ---------------------------------------------------------------------------------------------


def test_the_inverse_is_a_formula_of_comparisons() -> None:
    today = day("2026-11-22")
    assert over(ONE_YEAR, today) == AtMost("contract.end", day("2025-11-21"))
    assert over(BOOKKEEPING, today) == AtMost("fiscal_year.end", day("2018-12-31"))
    assert over(SUPPORT_FILES, today) == Either(
        (AtMost("case.closed", day("2026-10-22")), AtMost("file.received", day("2025-11-21")))
    )
    cutoff = day("2025-11-21")
    a, b = AtMost("a.end", cutoff), AtMost("b.end", cutoff)
    assert over(Plus(Latest((A, B)), years(1)), today) == All(
        (Either((IsAbsent("a.end"), a)), Either((IsAbsent("b.end"), b)), Either((a, b)))
    )
    assert cutoffs(SUPPORT_FILES, today) == (
        ("case.closed", day("2026-10-22")),
        ("file.received", day("2025-11-21")),
    )


def test_a_cutoff_clamps_like_the_rule_does() -> None:
    month = Plus(A, months(1))
    assert over(month, day("2026-03-01")) == AtMost("a.end", day("2026-01-31"))
    assert over(month, day("2026-02-28")) == AtMost("a.end", day("2026-01-27"))


def test_what_no_date_can_bring_over_is_never() -> None:
    assert over(A, date.min) == NEVER
    assert over(Plus(A, years(10)), date(5, 1, 1)) == NEVER
    assert over(YearEnd(A), date(1, 12, 31)) == NEVER
    assert cutoffs(Plus(A, years(10)), date(5, 1, 1)) == ()
    some_never = over(Latest((Plus(A, years(10)), B)), date(5, 1, 1))
    assert some_never == All((IsAbsent("a.end"), AtMost("b.end", date(4, 12, 31))))
    assert over(Earliest((Plus(A, years(10)), B)), date(5, 1, 1)) == AtMost("b.end", date(4, 12, 31))


def test_the_last_of_all_days_still_needs_a_date() -> None:
    everything = at_most(A, date.max)
    assert everything == AtMost("a.end", date.max)
    assert holds(everything, {"a.end": date.max})
    assert not holds(everything, {"a.end": OPEN})
    assert not holds(everything, {"a.end": ABSENT})


def _period(unit: Unit) -> st.SearchStrategy[Period]:
    most = {Unit.DAY: 800, Unit.WEEK: 60, Unit.MONTH: 30, Unit.YEAR: 12}[unit]
    return st.integers(1, most).map(lambda amount: Period(amount, unit))


PERIODS = st.sampled_from(Unit).flatmap(_period)
RULES: st.SearchStrategy[Rule] = st.recursive(
    st.sampled_from(NAMES).map(EventRef),
    lambda inner: st.one_of(
        st.builds(Plus, inner, PERIODS),
        st.builds(YearEnd, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Earliest(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Latest(tuple(parts))),
    ),
    max_leaves=6,
)
DATES = st.dates(date(2015, 1, 1), date(2032, 12, 31))
STATES: st.SearchStrategy[EventState] = st.one_of(DATES, DATES, st.sampled_from(Missing))
EVENTS = st.fixed_dictionaries(dict.fromkeys(NAMES, STATES))
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

BEYOND = date.max.toordinal() + 1  # later than every day, for the reference below


def reference(rule: Rule, events: Mapping[str, EventState]) -> int | Missing:
    """Answer the due day's ordinal by another calendar, where past 9999 is just very late."""
    match rule:
        case EventRef(name):
            state = events[name]
            return state if isinstance(state, Missing) else state.toordinal()
        case Plus(of, Period(amount, unit)):
            start = reference(of, events)
            if isinstance(start, Missing) or start == BEYOND:
                return start
            try:
                later = date.fromordinal(start) + relativedelta(**{f"{unit}s": amount})  # type: ignore[arg-type]
            except (OverflowError, ValueError):
                return BEYOND
            return later.toordinal()
        case YearEnd(of):
            day_of = reference(of, events)
            if isinstance(day_of, Missing) or day_of == BEYOND:
                return day_of
            return date.fromordinal(day_of).replace(month=12, day=31).toordinal()
        case Earliest(parts) | Latest(parts):
            states = [reference(part, events) for part in parts]
            if isinstance(rule, Latest) and Missing.OPEN in states:
                return Missing.OPEN
            known = [state for state in states if not isinstance(state, Missing)]
            if known:
                return min(known) if isinstance(rule, Earliest) else max(known)
            return Missing.OPEN if Missing.OPEN in states else Missing.ABSENT


@QUIET
@given(RULES, EVENTS, DATES)
def test_the_inverse_agrees_with_the_rule(rule: Rule, events: dict[str, EventState], today: date) -> None:
    due = evaluate(rule, events)
    expected = reference(rule, events)
    assert (due if isinstance(due, Missing) else due.toordinal()) == expected
    assert holds(over(rule, today), events) == (not isinstance(due, Missing) and due < today)


@QUIET
@given(RULES, EVENTS, st.integers(-2, 2))
def test_the_inverse_is_exact_on_the_days_around_the_due_date(
    rule: Rule, events: dict[str, EventState], off: int
) -> None:
    due = evaluate(rule, events)
    today = (due if isinstance(due, date) else day("2026-11-22")) + timedelta(days=off)
    assert holds(over(rule, today), events) == (isinstance(due, date) and off > 0)


EDGES = st.dates(date(1, 1, 1), date(60, 1, 1)) | st.dates(date(9950, 1, 1), date.max)
EDGE_STATES: st.SearchStrategy[EventState] = st.one_of(EDGES, st.sampled_from(Missing))


@settings(QUIET, max_examples=100)
@given(RULES, st.fixed_dictionaries(dict.fromkeys(NAMES, EDGE_STATES)), EDGES)
def test_the_inverse_holds_at_both_ends_of_the_calendar(
    rule: Rule, events: dict[str, EventState], today: date
) -> None:
    expected = reference(rule, events)
    is_over = not isinstance(expected, Missing) and expected < today.toordinal()
    assert holds(over(rule, today), events) == is_over
    try:
        due = evaluate(rule, events)
    except DateOutOfRange:
        return
    assert (isinstance(due, date) and due < today) == is_over


@QUIET
@given(RULES, EVENTS)
def test_absent_means_that_there_is_nothing_to_count_from(rule: Rule, events: dict[str, EventState]) -> None:
    assert holds(absent(rule), events) == (evaluate(rule, events) is Missing.ABSENT)


@settings(QUIET, max_examples=80)
@given(RULES, EVENTS, DATES)
def test_once_over_a_rule_stays_over(rule: Rule, events: dict[str, EventState], today: date) -> None:
    if holds(over(rule, today), events):
        assert holds(over(rule, today + timedelta(days=1)), events)
    else:
        assert not holds(over(rule, today - timedelta(days=1)), events)


# -- rules as values -----------------------------------------------------------------------------------------


def test_the_canonical_line_never_merges_or_converts() -> None:
    assert formal(Plus(Plus(A, months(1)), months(12))) == "a.end + 1 month + 12 months"
    assert formal(Plus(Latest((A, YearEnd(B))), days(1))) == "latest(a.end, year_end(b.end)) + 1 day"
    assert formal(SUPPORT_FILES) == "earliest(case.closed + 30 days, file.received + 12 months)"


def test_events_come_once_in_order_of_appearance() -> None:
    assert events_of(Earliest((B, Plus(Latest((A, B)), days(1)), YearEnd(C)))) == ("b.end", "a.end", "c.end")


@pytest.mark.parametrize("name", ["contract", "Contract.end", "contract.", ".end", "a.b.c", "a b.c", "å.end"])
def test_an_event_has_a_formal_name(name: str) -> None:
    with pytest.raises(RegisterError, match="is not an event's name"):
        EventRef(name)


def test_no_rule_is_longer_than_200_years() -> None:
    assert evaluate(Plus(A, years(200)), {"a.end": day("2000-01-01")}) == day("2200-01-01")
    Plus(Earliest((Plus(A, years(100)), Plus(B, days(300)))), years(100))
    for too_long in (years(201), months(2401), days(73_050), Period(10_436, Unit.WEEK)):
        with pytest.raises(RegisterError, match="more than 200 years"):
            Plus(A, too_long)
    with pytest.raises(RegisterError, match="more than 200 years"):
        Plus(YearEnd(Latest((B, Plus(A, years(150))))), years(51))


@pytest.mark.parametrize("choice", [Earliest, Latest])
def test_a_choice_among_nothing_is_refused(choice: type[Earliest] | type[Latest]) -> None:
    assert choice((A,)).parts == (A,)
    with pytest.raises(RegisterError, match="needs something to choose among"):
        choice(())


def test_choices_nest_eight_deep_and_no_deeper() -> None:
    rule: Rule = A
    for _ in range(4):
        rule = Earliest((Plus(Latest((rule, B)), days(1)), C))
    everything: dict[str, EventState] = {
        "a.end": day("2026-01-01"),
        "b.end": day("2026-01-01"),
        "c.end": OPEN,
    }
    assert holds(over(rule, day("2026-11-22")), everything)
    with pytest.raises(RegisterError, match="nested more than 8 deep"):
        Latest((rule, B))
