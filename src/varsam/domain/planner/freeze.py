"""From answers to a frozen plan: totals, limits, fingerprint inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from varsam.domain.ownership import SourceMap
from varsam.domain.plan import (
    DeleteRows,
    ForPerson,
    Kept,
    KeySetUse,
    LookedAt,
    ManualTask,
    OverwriteColumns,
    Plan,
    PlanFinding,
    PlanScope,
    Step,
)
from varsam.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found for a drafted step: how many rows, and the keyed digest over their keys."""

    step: DeleteRows | OverwriteColumns
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a plan was computed from: the day, the scope and the fingerprints."""

    on: date
    scope: PlanScope
    register: str
    maps: Mapping[str, str]
    snapshots: Mapping[str, str]
    facts: str


def freeze(
    inputs: Inputs,
    counted: Sequence[Counted],
    *,
    manual: Sequence[ManualTask],
    kept: Sequence[Kept],
    for_person: Sequence[ForPerson],
    findings: Sequence[PlanFinding],
    key_sets: Sequence[KeySetUse],
    maps: Mapping[str, SourceMap],
    snapshots: Mapping[str, Snapshot],
    looked_at: Sequence[LookedAt] = (),
) -> Plan:
    """Make the plan of what was counted; steps without rows are left out. Its id and fingerprint come later.

    Order: sources that other sources' selections take events from come last, then as drafted.
    """
    steps: list[Step] = [
        replace(each.step, on=replace(each.step.on, rows=each.rows, digest=each.digest))
        for each in counted
        if each.rows
    ]
    steps.extend(manual)
    seconds = tuple(_over_limits(steps, maps, snapshots))
    return Plan(
        plan="",
        fingerprint="",
        on=inputs.on,
        scope=inputs.scope,
        register=inputs.register,
        maps=inputs.maps,
        snapshots=inputs.snapshots,
        facts=inputs.facts,
        key_sets=tuple(sorted(key_sets, key=lambda use: use.name)),
        steps=tuple(steps),
        kept=tuple(each for each in kept if each.rows),
        for_person=tuple(each for each in for_person if each.rows),
        findings=tuple(findings),
        approvals_needed=2 if seconds else 1,
        reasons_for_second=seconds,
        looked_at=tuple(looked_at),
    )


def _over_limits(
    steps: Sequence[Step], maps: Mapping[str, SourceMap], snapshots: Mapping[str, Snapshot]
) -> list[str]:
    """Name each limit that the plan is beyond: `source` for rows, `source.table` for a share."""
    found: list[str] = []
    rows_of: dict[str, int] = {}
    table_rows: dict[tuple[str, str], int] = {}
    for step in steps:
        if isinstance(step, ManualTask):
            continue
        rows_of[step.on.source] = rows_of.get(step.on.source, 0) + step.on.rows
        where = (step.on.source, step.on.table)
        table_rows[where] = table_rows.get(where, 0) + step.on.rows
    for source, rows in rows_of.items():
        limit = maps[source].limits.rows
        if limit is not None and rows > limit:
            found.append(source)
    for (source, table), rows in table_rows.items():
        share, seen = maps[source].limits.share, snapshots[source].tables[table].rows
        if share is not None and seen and rows > share * seen:
            found.append(f"{source}.{table}")
    return found
