"""Checks over the times of storage as they are published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import View, on, row, told
from varsam.domain.register import Activity, Basis, Role
from varsam.domain.retention import EventRef, Period, Plus, Rule, Unit, formal
from varsam.domain.said import say
from varsam.domain.vocabulary import BILLING, CUSTOMER_DATA, covers, touches

_COUNTED = (
    r"(?:\d+|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
)
_UNIT = (
    r"(?:kalenderår|år|månad(?:er)?|mån|veck(?:a|or)|dag(?:ar)?|dygn|"
    r"(?:calendar )?years?|months?|weeks?|days?)"
)
_DURATION = re.compile(rf"\b{_COUNTED}\s*{_UNIT}\b\.?", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:högst|max(?:imalt)?|upp till|som längst|längst|i|under|ca|cirka|sparas|lagras|"
    r"for|up to|at most|no longer than|maximum|about|a|of|kept|stored)\b",
    re.IGNORECASE,
)
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}


def accounts_from_nowhere(view: View) -> Iterator[Hit]:
    """A time for accounting information has no beginning.

    The bookkeeping act counts from the end of the calendar year in which the fiscal year ended, so "7
    years" may be up to two years short or long.
    """
    for activity in view.activities:
        if _keeps_accounts(activity) and _bare(activity):
            yield Hit(
                row(activity),
                say("“{phrase}” doesn't say from when it counts", phrase=_phrase(activity)),
                "write year_end(fiscal_year.end + 7 years): to the end of the seventh calendar year after"
                " the one in which the fiscal year ended",
            )


def from_nowhere(view: View) -> Iterator[Hit]:
    """A time of storage is published without what it counts from.

    "90 days" from when? A person can't tell when their data goes, and neither can a system.
    """
    for activity in view.activities:
        if _bare(activity) and not _keeps_accounts(activity):
            yield Hit(
                row(activity),
                say("“{phrase}” doesn't say from when it counts", phrase=_phrase(activity)),
                "publish the event too: the end of the trial, the visit, the call",
            )


def _keeps_accounts(activity: Activity) -> bool:
    return touches(activity.categories, BILLING) or bool(words.ACCOUNTS.search(told(activity)))


def _phrase(activity: Activity) -> str:
    return activity.published.retention if activity.published is not None else ""


def _bare(activity: Activity) -> bool:
    phrase = _phrase(activity)
    rest, found = _DURATION.subn(" ", phrase)
    return found > 0 and not re.search(r"\w", _FILLER.sub(" ", rest))


def told_twice(view: View) -> Iterator[Hit]:
    """The same thing stands in two rows with different bases or times.

    Both are published, so the person may rely on the shorter one and the better right.
    """
    by_theme: dict[str, list[Activity]] = defaultdict(list)
    for activity in view.activities:
        for name, theme in words.THEMES.items():
            if theme.search(told(activity)):
                by_theme[name].append(activity)
    for activities in by_theme.values():
        for place, activity in enumerate(activities[1:_MANY], 1):
            for earlier in activities[:place]:
                if _overlap(earlier, activity) and _promise(earlier) != _promise(activity):
                    yield Hit(
                        row(activity),
                        say("“{title}” tells of the same with another basis or time", title=earlier.title),
                        "keep it in one row, and take it out of the other",
                    )
                    break


_MANY = 50


def _overlap(one: Activity, other: Activity) -> bool:
    return _share(one.categories, other.categories) and _share(one.subjects, other.subjects)


def _share(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(covers(a, b) or covers(b, a) for a in some for b in others)


def _promise(activity: Activity) -> frozenset[tuple[str, str]]:
    return frozenset((each.basis.value, formal(each.rule) if each.rule else "") for each in activity.purposes)


def consent_and_after(view: View) -> Iterator[Hit]:
    """A row on consent publishes a time that goes on after something else than the consent.

    What rests on consent ends with it. A fixed time beside "consent" reads as if data stayed after a
    withdrawal.
    """
    for activity in view.activities:
        phrase = _phrase(activity)
        if not on(activity, Basis.CONSENT) or not _DURATION.search(phrase):
            continue
        if not words.WITHDRAW.search(phrase) and not words.CONSENT.search(phrase):
            yield Hit(
                row(activity),
                say("“{phrase}” is published for data on consent", phrase=phrase),
                "publish “until the consent is withdrawn” for what rests on consent, and the other"
                " time for the rest",
            )


def copy_outlives(view: View) -> Iterator[Hit]:
    """A copy is kept for longer than what it is a copy of.

    A backup isn't a reason of its own: what must go after 30 days must go from its copies too.
    """
    originals = [each for each in view.activities if not _backup(each)]
    for activity in filter(_backup, view.activities):
        kept = _after(activity)
        for original in originals:
            if not _stores_the_same(original, activity):
                continue
            shorter = {event for event, days in _after(original).items() if kept.get(event, 0) > days}
            if shorter:
                yield Hit(
                    row(activity),
                    say("the copy is kept for longer than the data of “{title}”", title=original.title),
                    "let the copies end with the original, plus the time in which backups are written over",
                )
                break


def _backup(activity: Activity) -> bool:
    return bool(words.BACKUP.search(told(activity)))


def _stores_the_same(original: Activity, copy: Activity) -> bool:
    same = original.categories == copy.categories or CUSTOMER_DATA in original.categories
    return same and _share(original.subjects, copy.subjects)


def _after(activity: Activity) -> dict[str, int]:
    """For each event how many days, about, the activity keeps after it at most."""
    found: dict[str, int] = {}
    for purpose in activity.purposes:
        counted = _counted(purpose.rule)
        if counted is not None:
            event, days = counted
            found[event] = max(days, found.get(event, 0))
    return found


def _counted(rule: Rule | None) -> tuple[str, int] | None:
    if isinstance(rule, EventRef):
        return formal(rule), 0
    if isinstance(rule, Plus):
        inner = _counted(rule.of)
        return None if inner is None else (inner[0], inner[1] + _days(rule.period))
    return None


def _days(period: Period) -> int:
    return period.amount * _DAYS[period.unit]


def basis_of_a_processor(view: View) -> Iterator[Hit]:
    """A processor claims a legal basis of its own for customers' data.

    Who stores for others needs their instruction, and no balancing of interests of its own.
    """
    for activity in view.activities:
        theirs = "all" in activity.categories or CUSTOMER_DATA in activity.categories
        customers = activity.subjects == ("customer",)
        if activity.role is not Role.PROCESSOR and not (theirs and customers):
            continue
        for purpose in on(activity, Basis.LEGITIMATE_INTERESTS, Basis.CONSENT):
            yield Hit(
                f"purpose {purpose.id}",
                say("{basis} is claimed for data that is processed for customers", basis=purpose.basis.value),
                "set role: processor; the time is what the agreement says, with return or erasure at its end",
            )
