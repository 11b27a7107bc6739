"""Checks of a map against the source as it is today: what came, what went, what values show, what is missing.

Each check is a function; the first paragraph of its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from varsam.checks.base import Finding, Hit, Level
from varsam.checks.stale import changed as changes
from varsam.checks.stale import held, reach, unmapped
from varsam.checks.stale.view import Stale, Strangers


@dataclass(frozen=True, slots=True)
class StaleCheck:
    """One check that needs the live source. `about` says what its findings mean; the callers differ in what
    they give it.
    """

    code: str
    level: Level
    law: str
    said_by: Callable[..., Any]

    @property
    def about(self) -> str:
        """What a finding means, from the check's docstring."""
        return " ".join((self.said_by.__doc__ or "").split())

    def finding(self, hit: Hit) -> Finding:
        """Make the finding of a hit."""
        return Finding(self.code, self.level, hit.where, hit.message, hit.hint, self.law)


_RECORDS = "GDPR 5(2), 30(1)(c)"
COLUMN_PERSONAL = StaleCheck("MAP035", Level.ERROR, _RECORDS, unmapped.column_personal)
TABLE_PERSONAL = StaleCheck("MAP036", Level.ERROR, _RECORDS, unmapped.table_personal)
CAME = StaleCheck("MAP037", Level.WARNING, _RECORDS, unmapped.came)
UNSAID = StaleCheck("MAP038", Level.INFO, _RECORDS, unmapped.unsaid)
CHANGED = StaleCheck("MAP039", Level.WARNING, "GDPR 5(1)(e), 5(2)", changes.changed)
WITHOUT_ROWS = StaleCheck("MAP040", Level.INFO, "GDPR 30(1)", held.purpose_without_rows)
MISSING = StaleCheck("MAP042", Level.WARNING, "GDPR 5(1)(e)", held.events_missing)
UNINDEXED = StaleCheck("MAP043", Level.INFO, "", held.cutoff_unindexed)
UNREACHABLE = StaleCheck("MAP044", Level.ERROR, "GDPR 5(2), 32(1)(b)", reach.unreachable)
NOT_LOOKED = StaleCheck("MAP045", Level.WARNING, "GDPR 5(2)", reach.not_looked)

STALE_CHECKS: tuple[StaleCheck, ...] = (
    COLUMN_PERSONAL,
    TABLE_PERSONAL,
    CAME,
    UNSAID,
    CHANGED,
    WITHOUT_ROWS,
    MISSING,
    UNINDEXED,
    UNREACHABLE,
    NOT_LOOKED,
)
_OVER_SOURCES: tuple[StaleCheck, ...] = (COLUMN_PERSONAL, TABLE_PERSONAL, CAME, UNSAID, CHANGED, NOT_LOOKED)


def check_stale(stale: Stale) -> tuple[Finding, ...]:
    """All findings over one source beside its map that need no rows counted."""
    found = [check.finding(hit) for check in _OVER_SOURCES for hit in _hits(check, stale)]
    return (*found, *(UNINDEXED.finding(hit) for hit in held.cutoff_unindexed(stale.view)))


def _hits(check: StaleCheck, stale: Stale) -> Iterable[Hit]:
    hits: Iterable[Hit] = check.said_by(stale)
    return hits


__all__ = [
    "MISSING",
    "STALE_CHECKS",
    "UNREACHABLE",
    "WITHOUT_ROWS",
    "Stale",
    "StaleCheck",
    "Strangers",
    "check_stale",
]
