"""One notice per cause and day, and one when it is over."""

from __future__ import annotations

from datetime import date, timedelta

from varsam.domain.notices import Matter, Told, to_tell

DAY = date(2026, 7, 9)
WAITS = Matter("waits", "shop", "plan-a", 7)


def test_a_matter_is_told_once_a_day_whatever_its_numbers() -> None:
    assert to_tell([WAITS], [], DAY) == ((WAITS,), ())
    told = [Told("waits:shop", False, DAY)]
    assert to_tell([WAITS], told, DAY) == ((), ())
    assert to_tell([Matter("waits", "shop", "plan-b", 8)], told, DAY) == ((), ())
    assert to_tell([WAITS], told, DAY + timedelta(days=1)) == ((WAITS,), ())
    assert to_tell([WAITS], told, DAY - timedelta(days=9)) == ((WAITS,), ()), (
        "a clock set back silences nothing"
    )


def test_the_same_matter_elsewhere_and_another_matter_here_are_told() -> None:
    other, here = Matter("waits", "mail"), Matter("overdue", "shop")
    assert to_tell([WAITS, other, here], [Told("waits:shop", False, DAY)], DAY) == ((other, here), ())


def test_what_is_over_is_said_once_and_told_again_when_it_comes_back() -> None:
    assert to_tell([], [Told("waits:shop", False, DAY)], DAY) == ((), ("waits:shop",))
    assert to_tell([], [Told("waits:shop", True, DAY)], DAY) == ((), ())
    assert to_tell([WAITS], [Told("waits:shop", True, DAY)], DAY) == ((WAITS,), ())


def test_a_report_comes_once_a_week_and_is_never_solved() -> None:
    report = Matter("would_go", "shop", rows=3)
    told = [Told("would_go:shop", False, DAY)]
    assert to_tell([report], told, DAY + timedelta(days=6)) == ((), ())
    assert to_tell([report], told, DAY + timedelta(days=7)) == ((report,), ())
    assert to_tell([], told, DAY + timedelta(days=1)) == ((), ())


def test_a_code_that_a_newer_program_knew_is_left_alone() -> None:
    assert to_tell([], [Told("unheard_of:shop", False, DAY)], DAY) == ((), ())
