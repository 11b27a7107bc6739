"""What somebody must hear of, and when: one notice per cause and day, and one when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FOUND, DECIDE, UNREACHED = "found", "decide", "unreached"

URGENCIES = {
    "failed": FOUND,
    "not_verified": FOUND,
    "file": FOUND,
    "overdue": FOUND,
    "unplanned": FOUND,
    "missed": FOUND,
    "clock_back": FOUND,
    "busy": FOUND,
    "behind": UNREACHED,
    "unreached": UNREACHED,
    "waits": DECIDE,
    "standing_ends": DECIDE,
    "would_go": "",
}
"""Each code of a notice, and how urgent it is; empty: a report, nothing stands against it."""

DAYS_BETWEEN = {"would_go": 7, "standing_ends": 7}
"""Notices that come less often than daily."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that somebody must hear of; codes, ids, names of sources and numbers, nothing of people.

    `reasons`: codes that say why. `rows` and `days`: how many, where the code's text names them.
    """

    code: str
    source: str = ""
    plan: str = ""
    rows: int = 0
    days: int = 0
    reasons: tuple[str, ...] = ()
    where: str = ""

    @property
    def cause(self) -> str:
        """What is told once a day, whatever the numbers."""
        return f"{self.code}:{self.source}"

    @property
    def urgency(self) -> str:
        """How urgent it is: found, decide, unreached, or empty for a report."""
        return URGENCIES[self.code]


@dataclass(frozen=True, slots=True)
class Told:
    """The last notice about a cause over one channel."""

    cause: str
    solved: bool
    day: date


def to_tell(
    matters: Iterable[Matter], told: Sequence[Told], today: date
) -> tuple[tuple[Matter, ...], tuple[str, ...]]:
    """Say which matters are told now over a channel, and which causes are over and said so."""
    last = {each.cause: each for each in told}
    present = {each.cause: each for each in matters}
    now = tuple(
        each
        for cause, each in present.items()
        if (before := last.get(cause)) is None or before.solved or _again(each.code, before.day, today)
    )
    over = tuple(
        cause
        for cause, each in last.items()
        if not each.solved and cause not in present and URGENCIES.get(cause.partition(":")[0])
    )
    return now, over


def _again(code: str, day: date, today: date) -> bool:
    # A clock that was set back must not silence anything.
    return today < day or today >= day + timedelta(days=DAYS_BETWEEN.get(code, 1))
