"""Checks of a map against the source as it is today: what came, what went, what values show, what is missing.

Each check is a function; the first paragraph of its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from varsam.checks.base import Coded, Finding, Level, findings_of
from varsam.checks.stale import changed as changes
from varsam.checks.stale import held, reach, unmapped
from varsam.checks.stale.view import Stale, Strangers

_RECORDS = "GDPR 5(2), 30(1)(c)"
COLUMN_PERSONAL = Coded("MAP035", Level.ERROR, _RECORDS, unmapped.column_personal)
TABLE_PERSONAL = Coded("MAP036", Level.ERROR, _RECORDS, unmapped.table_personal)
CAME = Coded("MAP037", Level.WARNING, _RECORDS, unmapped.came)
UNSAID = Coded("MAP038", Level.INFO, _RECORDS, unmapped.unsaid)
CHANGED = Coded("MAP039", Level.WARNING, "GDPR 5(1)(e), 5(2)", changes.changed)
WITHOUT_ROWS = Coded("MAP040", Level.INFO, "GDPR 30(1)", held.purpose_without_rows)
MISSING = Coded("MAP042", Level.WARNING, "GDPR 5(1)(e)", held.events_missing)
UNINDEXED = Coded("MAP043", Level.INFO, "", held.cutoff_unindexed)
UNREACHABLE = Coded("MAP044", Level.ERROR, "GDPR 5(2), 32(1)(b)", reach.unreachable)
NOT_LOOKED = Coded("MAP045", Level.WARNING, "GDPR 5(2)", reach.not_looked)

STALE_CHECKS: tuple[Coded, ...] = (
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
_OVER_SOURCES: tuple[Coded, ...] = (COLUMN_PERSONAL, TABLE_PERSONAL, CAME, UNSAID, CHANGED, NOT_LOOKED)


def check_stale(stale: Stale) -> tuple[Finding, ...]:
    """All findings over one source beside its map that need no rows counted."""
    return (*findings_of(_OVER_SOURCES, stale), *findings_of((UNINDEXED,), stale.view))


__all__ = [
    "MISSING",
    "STALE_CHECKS",
    "UNREACHABLE",
    "WITHOUT_ROWS",
    "Stale",
    "Strangers",
    "check_stale",
]
