"""A standing approval: what two persons let the night apply by itself, and whether a plan falls under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from varsam.domain.calendar import Period, Unit, plus
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.ownership import SourceMap
from varsam.domain.plan import ManualTask, Plan
from varsam.domain.register import Register
from varsam.domain.retention import formal

PERSONS_NEEDED = 2
LONGEST = Period(1, Unit.YEAR)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one night may do at most: rows in all, and a share (0-1) of any table. At least one is given."""

    rows: int | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was approved: a source as it was mapped then, for which rules, how much a night, until when.

    `until` is the last day. `rules`: the formal rule of each purpose, "" where it had none. `kinds`: only
    these kinds; empty: all that the map named. `map_print`: the map's fingerprint.
    """

    source: str
    until: date
    limits: Limits
    rules: Mapping[str, str]
    map_print: str
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StandingApproval:
    """Terms with the actors who approved them; it stands once two did, and until it ends or is revoked."""

    id: str
    terms: Terms
    proposed_at: datetime
    approvers: tuple[str, ...] = ()
    revoked_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether enough different persons approved."""
        return len(set(self.approvers)) >= PERSONS_NEEDED

    def ended_by(self, today: date) -> str:
        """Say by a code why it doesn't stand today: revoked, ended, one_person; empty while it stands."""
        if self.revoked_at is not None:
            return "revoked"
        if today > self.terms.until:
            return "ended"
        return "" if self.is_complete else "one_person"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What besides the plan decides whether it may be applied without a person.

    `table_rows`: rows of each table that the plan touches. `nights`: in how many nights this source was
    planned so far; `nights_needed`: how many somebody wanted to see first. `after_pause`: nobody has looked
    at a plan of this source since the night last stood still for long.
    """

    today: date
    map_print: str
    table_rows: Mapping[str, int]
    nights: int = 0
    nights_needed: int = 0
    after_pause: bool = False


def terms_of(source_map: SourceMap, register: Register, map_print: str, until: date, limits: Limits) -> Terms:
    """Write the terms down that two persons shall approve: the map and the rules as they are now."""
    purposes = register.purposes()
    rules = {
        name: formal(rule) if (rule := purposes[name].rule) is not None else ""
        for kind in source_map.kinds
        for group in kind.groups
        for name in group.purposes
    }
    return Terms(source_map.source, until, limits, rules, map_print)


def check_terms(until: date, limits: Limits, today: date) -> None:
    """Let terms pass that have an end within a year and a limit.

    RegisterError: a value that can't be meant. NotAllowed: longer than a year, or without a limit.
    """
    if limits.rows is None and limits.share is None:
        raise NotAllowed(
            "a standing approval needs a limit",
            where="--limit",
            hint="rows a night (--limit 500), a share of a table (--limit 2%), or both",
        )
    if (limits.rows is not None and limits.rows < 1) or (
        limits.share is not None and not 0 < limits.share <= 1
    ):
        raise RegisterError(
            "this limit can't be used", where="--limit", hint="1 row or more; a share above 0% up to 100%"
        )
    if until < today:
        raise RegisterError("that day is past", where="--until", hint="name a day within the coming year")
    if until > plus(today, LONGEST):
        raise NotAllowed(
            "a standing approval lasts at most a year",
            where="--until",
            hint=f"{plus(today, LONGEST).isoformat()} or earlier; then two persons look again",
        )


def refusals(
    plan: Plan, standing: StandingApproval | None, now: Circumstances, source_map: SourceMap
) -> tuple[str, ...]:
    """Say by codes why a plan doesn't fall under a standing approval; empty: it does.

    none, revoked, ended, one_person, scope, map_changed, rule_changed, kind, rows, share, map_limits,
    finding, first_nights, after_pause.
    """
    if standing is None:
        return ("none",)
    found = [code] if (code := standing.ended_by(now.today)) else []
    terms = standing.terms
    if plan.scope.person or plan.scope.sources != (terms.source,) or plan.on > now.today:
        found.append("scope")
    if terms.map_print != now.map_print or plan.maps.get(terms.source) != now.map_print:
        found.append("map_changed")
    found += _outside(plan, terms, now.table_rows)
    if plan.approvals_needed > 1:
        found.append("map_limits")
    if _errors(plan, source_map):
        found.append("finding")
    if now.nights < now.nights_needed:
        found.append("first_nights")
    if now.after_pause:
        found.append("after_pause")
    return tuple(dict.fromkeys(found))


def _outside(plan: Plan, terms: Terms, table_rows: Mapping[str, int]) -> list[str]:
    """Say which of the terms the plan's steps go beyond."""
    found: list[str] = []
    per_table: dict[str, int] = {}
    for step in plan.steps:
        if isinstance(step, ManualTask):
            continue
        on = step.on
        if on.source != terms.source:
            found.append("scope")
        if terms.kinds and on.kind not in terms.kinds:
            found.append("kind")
        if any(terms.rules.get(reason.purpose) != reason.rule for reason in on.reasons):
            found.append("rule_changed")
        per_table[on.table] = per_table.get(on.table, 0) + on.rows
    if terms.limits.rows is not None and plan.rows > terms.limits.rows:
        found.append("rows")
    share = terms.limits.share
    # A table whose rows nobody counted is beyond every share.
    if share is not None and any(rows > share * table_rows.get(name, 0) for name, rows in per_table.items()):
        found.append("share")
    return found


def _errors(plan: Plan, source_map: SourceMap) -> bool:
    """Answer whether an error stands against this source: its own, or about a purpose that it holds."""
    held = {name for kind in source_map.kinds for group in kind.groups for name in group.purposes}
    for finding in plan.findings:
        if finding.level != "error":
            continue
        if finding.source == source_map.source:
            return True
        purpose = finding.parameters.get("purpose")
        if not finding.source and (purpose is None or purpose in held):
            return True
    return False
