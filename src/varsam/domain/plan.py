"""The plan: a frozen list of steps computed from register, snapshots, facts and a day.

It holds no personal data: rows are counted and named by a keyed digest, the keys lie sealed beside it.
Steps have exactly three readers, each one `match` ending in `assert_never`: print, store, do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from varsam.domain.predicate import NewValue, Predicate, ValueAt


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAFTED = "drafted"
    WAITING = "waiting"  # approved by one, a second person must
    APPROVED = "approved"
    APPLYING = "applying"
    APPLIED = "applied"
    DRIFTED = "drifted"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows go: the purpose that ended last in the map's order, its rule and law, and what ended it.

    `why` is a code of the text catalogue: rule_over, consent_missing, consent_withdrawn, objection,
    erasure, never_held.
    """

    purpose: str
    rule: str
    law: str
    why: str


@dataclass(frozen=True, slots=True)
class Selected:
    """What every step on rows says: where, which rows, how many, why.

    `digest` is a keyed digest over all selected keys, batch by batch. `batch_by` gives the owner whose rows
    stay together in one batch; empty: all rows of the step belong to one batch of the source.
    """

    step: str
    source: str
    kind: str
    table: str
    key: tuple[str, ...]
    selection: Predicate
    reasons: tuple[Reason, ...]
    batch_by: tuple[ValueAt, ...] = ()
    rows: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """Delete the selected rows. `detach_first`: columns nulled before any row of the batch goes (cycles)."""

    on: Selected
    detach_first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverwriteColumns:
    """Write values into columns of the selected rows, which stay; a built one differs from row to row."""

    on: Selected
    values: Mapping[str, NewValue]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManualTask:
    """A named person does it in a system without a connector, by a date.

    `why`: review (go through all of it), erasure (look for one `person`, by pseudonymous id). A review holds
    for `every_days`.
    """

    step: str
    source: str
    kind: str
    responsible: str
    due_on: date
    why: str
    description: str = ""
    person: str = ""
    every_days: int = 1


Step: TypeAlias = DeleteRows | OverwriteColumns | ManualTask


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that stay, and what keeps them: a purpose with its rule, else a hold or a restriction.

    `until` is the last day; None while open or absent, or until somebody lifts it.
    """

    source: str
    kind: str
    table: str
    group: str
    rows: int
    purpose: str
    rule: str = ""
    law: str = ""
    until: date | None = None
    why: str = "rule"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A manual kind that the plan doesn't ask for: somebody looked, and when it is due again.

    With `person` it was looked for this one; that isn't due again (`next_on` None).
    """

    source: str
    kind: str
    responsible: str
    looked_on: date
    next_on: date | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class ForPerson:
    """Rows that the plan leaves to a person: a row fault, named and counted.

    `fault`: ask, referred, due_before_collected, no_owner, ambiguous_owner, shared, container.
    """

    source: str
    kind: str
    table: str
    rows: int
    fault: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """Something the planner saw that a person should know; stops nothing by itself.

    `level`: error (exit 3), warning, info. `code` is a text of the catalogue, `parameters` fill it.
    """

    code: str
    level: str
    source: str = ""
    kind: str = ""
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeySetUse:
    """A key set that the plan's selections join with, named by id and keyed digest."""

    name: str
    source: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class PlanScope:
    """What was looked at: sources (empty = all) and, for one person, their pseudonymous id."""

    sources: tuple[str, ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen plan. `fingerprint` covers everything but `plan` itself."""

    plan: str
    fingerprint: str
    on: date
    scope: PlanScope
    register: str
    maps: Mapping[str, str]
    snapshots: Mapping[str, str]
    facts: str
    key_sets: tuple[KeySetUse, ...]
    steps: tuple[Step, ...]
    kept: tuple[Kept, ...] = ()
    for_person: tuple[ForPerson, ...] = ()
    findings: tuple[PlanFinding, ...] = ()
    approvals_needed: int = 1
    reasons_for_second: tuple[str, ...] = ()
    looked_at: tuple[LookedAt, ...] = ()

    @property
    def tasks(self) -> tuple[ManualTask, ...]:
        """What named persons do by hand."""
        return tuple(step for step in self.steps if isinstance(step, ManualTask))

    @property
    def rows(self) -> int:
        """Rows that the plan touches."""
        return sum(step.on.rows for step in self.steps if not isinstance(step, ManualTask))


def changes(before: Plan, now: Plan) -> tuple[tuple[str, int, int], ...]:
    """Say what differs between two plans: (step, rows before, rows now), in the order of the later plan."""
    rows = [
        {step.on.step: step.on.rows for step in plan.steps if not isinstance(step, ManualTask)}
        for plan in (before, now)
    ]
    steps = dict.fromkeys((*rows[1], *rows[0]))
    return tuple(
        (step, rows[0].get(step, 0), rows[1].get(step, 0))
        for step in steps
        if rows[0].get(step, 0) != rows[1].get(step, 0)
    )
