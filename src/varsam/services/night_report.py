"""What would have gone: the last plan of each source that is observed or waits, beside the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from varsam.domain.errors import NotAllowed
from varsam.domain.night import Outcome
from varsam.domain.night_settings import NightSettings
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan
from varsam.services import night, planning
from varsam.services.home import Home
from varsam.store import nights
from varsam.store.nights import StoredRun


@dataclass(frozen=True, slots=True)
class WouldGo:
    """Rows of one kind that would have gone, and how many a plan of an earlier night named (None: no plan).

    `action`: delete or overwrite. `purposes`: those that no longer keep them.
    """

    source: str
    kind: str
    table: str
    action: str
    purposes: tuple[str, ...]
    rows: int
    before: int | None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source's last night: its outcome and reasons, the plan, and what it would have done."""

    source: str
    night: date
    outcome: Outcome
    reasons: tuple[str, ...]
    plan: str
    overdue: int
    lines: tuple[WouldGo, ...]

    @property
    def rows(self) -> int:
        """All rows that would have gone."""
        return sum(each.rows for each in self.lines)


def would_go(home: Home, wanted: NightSettings) -> tuple[SourceReport, ...]:
    """Report each source whose last plan wasn't applied, in the night's order."""
    found = []
    for source in night.sources_of(home, wanted):
        planned = [
            each for each in nights.runs(source) if each.outcome is not None and each.outcome.has_planned
        ]
        if not planned or planned[-1].outcome not in (Outcome.OBSERVED, Outcome.WAITS, Outcome.NOTHING):
            continue
        run = planned[-1]
        now = _plan(run.plan)
        if now is None or run.outcome is None:
            continue
        before = _before(run, planned)
        found.append(
            SourceReport(
                source,
                run.night,
                run.outcome,
                tuple(run.reason.split()),
                run.plan,
                run.overdue,
                tuple(_lines(now, before)),
            )
        )
    return tuple(found)


def _before(run: StoredRun, planned: Iterable[StoredRun]) -> Plan | None:
    earlier = [each.plan for each in planned if each.night < run.night and each.plan not in ("", run.plan)]
    return _plan(earlier[-1]) if earlier else None


def _plan(plan_id: str) -> Plan | None:
    """A plan that may have been let go by the retention of own state."""
    try:
        return planning.load_plan(plan_id)
    except NotAllowed:
        return None


def _lines(now: Plan, before: Plan | None) -> Iterable[WouldGo]:
    earlier = {} if before is None else {step.on.step: step.on.rows for step in _row_steps(before)}
    for step in _row_steps(now):
        on = step.on
        yield WouldGo(
            on.source,
            on.kind,
            on.table,
            "delete" if isinstance(step, DeleteRows) else "overwrite",
            tuple(dict.fromkeys(reason.purpose for reason in on.reasons)),
            on.rows,
            None if before is None else earlier.get(on.step, 0),
        )


def _row_steps(plan: Plan) -> list[DeleteRows | OverwriteColumns]:
    return [step for step in plan.steps if not isinstance(step, ManualTask)]
