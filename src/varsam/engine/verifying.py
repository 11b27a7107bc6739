"""Looks again after applying: every approved row by its key, batch by batch, and who still refers to it.

Never by running the selection again: a selection whose parents were deleted counts zero whatever is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from varsam.domain.keys import IntegerKeys
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan
from varsam.domain.predicate import ALWAYS, Column, In, InKeys, Predicate, every
from varsam.engine.applying import StepOutcome, read_outcome
from varsam.engine.estate import Estate
from varsam.engine.key_sets import families_of
from varsam.sources.base import Key, KeySet
from varsam.store import journal
from varsam.store import key_sets as kept_keys

FEW = 10_000
"""A plan of so many rows at most is looked at in one go."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Rows that should be gone or changed and aren't, or that refer to rows that are gone.

    `fault`: present (still there), value (not at its new value), dangling, uncounted (the journal's sums
    don't match what was approved), undone (a batch without outcome).
    """

    source: str
    table: str
    rows: int
    fault: str


@dataclass
class Verified:
    """The result of a targeted verification, with each source's physical remains as a code."""

    remaining: list[Remaining] = field(default_factory=list)
    physical: dict[str, str] = field(default_factory=dict)
    checked: int = 0

    @property
    def verified(self) -> bool:
        """Whether nothing was found."""
        return not self.remaining


def verify(estate: Estate, plan_id: str, plan: Plan, *, whole: bool = True) -> Verified:
    """Verify an applied plan by key, in every source that it touched.

    Not `whole`: batches that were never done are passed over, since the plan drifted before them.
    """
    with estate.together(few=plan.rows <= FEW):
        return _verify(estate, plan_id, plan, whole=whole)


def _verify(estate: Estate, plan_id: str, plan: Plan, *, whole: bool) -> Verified:
    found = Verified()
    outcomes = {record.batch: read_outcome(record.document) for record in journal.records(plan_id, "outcome")}
    steps = {step.on.step: step for step in plan.steps if not isinstance(step, ManualTask)}
    counts: dict[tuple[str, str, str], int] = {}
    per_step: dict[str, int] = {}
    for step_id, number, approved, keys in kept_keys.all_keys(plan_id):
        step = steps[step_id]
        place = (step.on.source, step.on.table)
        per_step[step_id] = per_step.get(step_id, 0) + approved.count
        if number not in outcomes:
            _add(counts, (*place, "undone"), approved.count if whole else 0)
            continue
        said = outcomes[number].get(step_id, StepOutcome(0, 0, ()))
        done = said.done + said.gone + len(said.out)
        _add(counts, (*place, "uncounted"), abs(approved.count - done) + abs(approved.count - len(keys)))
        out = set(said.out)
        mine = [key for key in keys if key not in out] if out else keys
        found.checked += len(mine)
        _by_key(estate, step, mine, counts)
    _totals(plan, counts, per_step)
    found.remaining = [
        Remaining(source, table, rows, fault)
        for (source, table, fault), rows in sorted(counts.items())
        if rows
    ]
    for name in sorted({step.on.source for step in steps.values()}):
        found.physical[name] = estate.snapshot(name).physical_remains
    return found


def _by_key(
    estate: Estate,
    step: DeleteRows | OverwriteColumns,
    keys: Sequence[Key],
    counts: dict[tuple[str, str, str], int],
) -> None:
    on = step.on
    source = estate.sources[on.source]
    match step:
        case DeleteRows():
            left = source.present(on.table, on.key, keys)
            _add(counts, (on.source, on.table, "present"), len(left))
            still_there = set(left)
            gone = [key for key in keys if key not in still_there] if left else keys
            for table, columns, where in _references_to(estate, step):
                dangling = _dangling(estate, on.source, table, columns, where, gone)
                _add(counts, (on.source, table, "dangling"), dangling)
        case OverwriteColumns(_, values):
            left = source.present(on.table, on.key, keys, unless=values)
            _add(counts, (on.source, on.table, "value"), len(left))


def _dangling(
    estate: Estate, source: str, table: str, columns: tuple[str, ...], where: Predicate, gone: Sequence[Key]
) -> int:
    """Count the rows that still refer to keys that are gone."""
    if not gone:
        return 0
    families = families_of(estate, source, table, columns)
    if isinstance(gone, IntegerKeys) and families == ("number",):
        parts = (gone.numbers[start : start + _AT_ONCE] for start in range(0, len(gone), _AT_ONCE))
        return sum(
            estate.sources[source].count(table, every([where, In(columns[0], tuple(part))])) for part in parts
        )
    name = "verify:gone"
    estate.sources[source].stage(KeySet(name, families, tuple((key, None) for key in gone)))
    return estate.sources[source].count(table, every([where, InKeys(columns, name)]))


_AT_ONCE = 20_000


def _references_to(estate: Estate, step: DeleteRows) -> list[tuple[str, tuple[str, ...], Predicate]]:
    """Tables, columns and conditions of what refers to the step's table by its key: mapped, or declared.

    Declared ones are asked as well: a database may have been told not to enforce them for a while.
    """
    on = step.on
    found: list[tuple[str, tuple[str, ...], Predicate]] = []
    for kind in estate.maps[on.source].kinds:
        for reference in kind.references:
            pairs = {
                there.name: here.name
                for there, here in reference.up.on
                if isinstance(there, Column) and isinstance(here, Column)
            }
            plain = len(pairs) == len(reference.up.on)
            if plain and reference.up.table == on.table and set(pairs) == set(on.key):
                found.append((kind.table, tuple(pairs[column] for column in on.key), kind.where))
    for table in estate.snapshot(on.source).tables.values():
        for key in table.foreign_keys:
            if key.table == on.table and set(key.target) == set(on.key):
                pairs = dict(zip(key.target, key.columns, strict=True))
                found.append((table.name, tuple(pairs[column] for column in on.key), ALWAYS))
    return list(dict.fromkeys(found))


def _totals(plan: Plan, counts: dict[tuple[str, str, str], int], per_step: Mapping[str, int]) -> None:
    """A lost batch shows here: the batches' counts must add up to what the plan's steps said."""
    for step in plan.steps:
        if not isinstance(step, ManualTask) and per_step.get(step.on.step, 0) != step.on.rows:
            missing = abs(step.on.rows - per_step.get(step.on.step, 0))
            _add(counts, (step.on.source, step.on.table, "uncounted"), missing)


def _add(counts: dict[tuple[str, str, str], int], place: tuple[str, str, str], rows: int) -> None:
    counts[place] = counts.get(place, 0) + rows
