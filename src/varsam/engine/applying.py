"""Applies an approved plan as it is: batch after batch, intent before, outcome after, resumable at any point.

The journal lies in our own state, the batch in the controller's system. A run that died between an intent and
its outcome looks the batch's keys up again: what is gone was done, what is there is done now.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from varsam.domain.calendar import time_zone
from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.ownership import Pace
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan
from varsam.domain.predicate import NEVER, Predicate, every
from varsam.domain.said import say
from varsam.engine.estate import Estate
from varsam.engine.pacing import Pacing
from varsam.sources.base import BatchResult, BatchStep, Key
from varsam.store import journal, key_sets
from varsam.store.key_codec import pack, unpack

Clock = Callable[[], datetime]
Progress = Callable[[str, int], None]
Narrowed = Mapping[str, Predicate]


@dataclass
class StepTotal:
    """What applying did to one step's rows."""

    source: str
    kind: str
    table: str
    rows: int = 0
    gone: int = 0
    out: int = 0


@dataclass
class Applied:
    """What applying did: per step, and over how many batches. `stopped`: told to, between two batches."""

    steps: dict[str, StepTotal]
    batches: int = 0
    stopped: bool = False


@dataclass
class Applying:
    """One run that applies one plan.

    `now_selected` is asked before each batch: None when nothing was recorded since the plan was made, else
    what each step still lets go; a step that isn't in it lets nothing go. `unselected`: approved keys per
    step that weren't selected any more when this run began; should it die, they aren't counted as its work.
    `turn` is held while a batch is in a source: own state, as a source, has other writers in this process.
    `by`: which of several workers this is, for the journal.
    """

    estate: Estate
    plan_id: str
    plan: Plan
    clock: Clock
    now_selected: Callable[[], Narrowed | None] = lambda: None
    unselected: Mapping[str, AbstractSet[Key]] = field(default_factory=dict)
    progress: Progress = lambda _what, _rows: None
    stop: Callable[[], bool] = lambda: False
    sleep: Callable[[float], None] = time.sleep
    turn: Callable[[str], AbstractContextManager[None]] = lambda _source: nullcontext()
    by: str = ""

    def __post_init__(self) -> None:
        """See to the pace."""
        self._pacing = Pacing(self.estate, self._check_window, self.stop, self.sleep, self.progress)

    def run(self) -> Applied:
        """Do every batch that isn't done. Interrupted between batches, it can be run again later.

        NotAllowed: outside a source's window, nothing of this batch was begun. SourceUnavailable,
        SourceRejected or SchemaChanged: the batch at hand was rolled back, those before it stand.
        """
        applied = done_so_far(self.plan_id, self.plan)
        done = journal.done_batches(self.plan_id)
        opened = {record.batch: record.document for record in journal.open_intents(self.plan_id)}
        for number, source, steps_of in self._batches(done):
            if not self._pacing.before(source):
                document = {"batches": applied.batches}
                journal.stopped(self.plan_id, number, document, self.clock())
                applied.stopped = True
                break
            pace = self.estate.maps[source].pace
            started = time.monotonic()
            found = key_sets.batch_keys(self.plan_id, number)
            rows, outcome = self._one(number, source, steps_of, found, opened.get(number))
            _count(applied, outcome)
            self.progress(source, rows)
            if pace.rows_per_second:
                self.sleep(max(0.0, rows / pace.rows_per_second - (time.monotonic() - started)))
        return applied

    def one(
        self, number: int, intent: Mapping[str, object] | None, before_commit: Callable[[], None] | None
    ) -> int | None:
        """Do one batch whose turn it is, and give its rows; `intent`: that of a run that died in it.

        None: the run was told to stop before it began. Raises as `run` does.
        """
        batches = key_sets.batch_keys(self.plan_id, number)
        source, steps = self._steps_of(batches.keys())
        if not self._pacing.before(source):
            return None
        return self._one(number, source, steps, batches, intent, before_commit)[0]

    def _one(
        self,
        number: int,
        source: str,
        steps: Sequence[DeleteRows | OverwriteColumns],
        found: Mapping[str, Sequence[Key]],
        intent: Mapping[str, object] | None,
        before_commit: Callable[[], None] | None = None,
    ) -> tuple[int, Mapping[str, object]]:
        """Ask again what stands in the way of a batch, and do it: its rows and its outcome."""
        self._check_window(source, self.estate.maps[source].pace)
        narrowed = self.now_selected()
        batch = [self._step(step, found[step.on.step], narrowed) for step in steps]
        outcome = self._batch(number, source, batch, intent, before_commit)
        return sum(len(step.keys) for step in batch), outcome

    def counted(self, *, stopped: bool = False) -> Applied:
        """What was done by whoever took part, as the journal says it."""
        applied = done_so_far(self.plan_id, self.plan)
        applied.stopped = stopped
        return applied

    def waves(self) -> list[tuple[str, tuple[int, ...]]]:
        """The batches of each source in the plan's order: a source's rows may be what another counts from."""
        numbers: dict[int, set[str]] = {}
        for step_id, number, _ in key_sets.plan_key_batches(self.plan_id):
            numbers.setdefault(number, set()).add(step_id)
        found: list[tuple[str, tuple[int, ...]]] = []
        for number in sorted(numbers):
            source = self._steps_of(numbers[number])[0]
            if found and found[-1][0] == source:
                found[-1] = source, (*found[-1][1], number)
            else:
                found.append((source, (number,)))
        return found

    def check_window(self) -> None:
        """Refuse to begin, or to go on, outside the window of the source whose batch comes next."""
        for _, source, _ in self._batches(journal.done_batches(self.plan_id)):
            self._check_window(source, self.estate.maps[source].pace)
            return

    def _batches(
        self, done: frozenset[int]
    ) -> Iterator[tuple[int, str, list[DeleteRows | OverwriteColumns]]]:
        """Give each batch of the plan that isn't done, with the steps in the plan's order."""
        numbers: dict[int, set[str]] = {}
        for step_id, number, _ in key_sets.plan_key_batches(self.plan_id):
            numbers.setdefault(number, set()).add(step_id)
        for number in sorted(numbers.keys() - done):
            yield number, *self._steps_of(numbers[number])

    def _steps_of(self, names: Collection[str]) -> tuple[str, list[DeleteRows | OverwriteColumns]]:
        """The steps of a batch in the plan's order, and their source."""
        order = [step for step in self.plan.steps if not isinstance(step, ManualTask)]
        steps = [step for step in order if step.on.step in names]
        if not steps or len(steps) != len(names):
            raise PlanRefused(
                "the sealed keys don't belong to this plan", where=f"plan {self.plan_id}", hint="plan again"
            )
        return steps[0].on.source, steps

    @staticmethod
    def _step(
        step: DeleteRows | OverwriteColumns, keys: Sequence[Key], narrowed: Narrowed | None
    ) -> BatchStep:
        on = step.on
        still = on.selection
        if narrowed is not None:
            still = every([still, narrowed.get(on.step, NEVER)])
        match step:
            case DeleteRows(_, detach):
                return BatchStep(on.step, on.table, on.key, keys, still, detach=detach)
            case OverwriteColumns(_, values):
                return BatchStep(on.step, on.table, on.key, keys, still, values=values)
        assert_never(step)

    def _batch(
        self,
        number: int,
        source_name: str,
        batch: list[BatchStep],
        intent: Mapping[str, object] | None,
        before_commit: Callable[[], None] | None,
    ) -> Mapping[str, object]:
        source = self.estate.sources[source_name]
        before: dict[str, tuple[int, int]] = {}
        if intent is not None:
            # The keys of the intent that are done already: by the run that died, since its transaction
            # either committed whole or not at all; sources without transactions did some of them.
            left = []
            for step in batch:
                there = source.present(step.table, step.key, step.keys, unless=step.values)
                missing = set(step.keys) - set(there)
                gone = len(missing & _unselected(intent, step.step))
                before[step.step] = len(missing) - gone, gone
                left.append(
                    BatchStep(step.step, step.table, step.key, there, step.still, step.values, step.detach)
                )
            batch = [step for step in left if step.keys]
        else:
            journal.intent(
                self.plan_id,
                number,
                self._intent(source_name, batch),
                self.clock(),
            )

        def attempt() -> Sequence[BatchResult]:
            with self.turn(source_name):
                return source.apply(batch, before_commit=before_commit)

        results = self._pacing.patiently(source_name, attempt) if batch else []
        outcome = _outcome(source_name, results, before) | self._signed
        journal.outcome(self.plan_id, number, outcome, self.clock())
        return outcome

    def _intent(self, source: str, batch: Sequence[BatchStep]) -> dict[str, object]:
        """What a batch will do, and which of its keys it can't do because they went away before it."""
        away = {
            step.step: {key for key in step.keys if key in self.unselected[step.step]}
            for step in batch
            if self.unselected.get(step.step)
        }
        return {
            "source": source,
            "steps": {step.step: len(step.keys) for step in batch},
            "unselected": {step: pack(sorted(keys, key=repr)).hex() for step, keys in away.items() if keys},
        } | self._signed

    @property
    def _signed(self) -> dict[str, object]:
        return {"by": self.by} if self.by else {}

    def _check_window(self, source: str, pace: Pace) -> None:
        if pace.window is None:
            return
        zone = time_zone(self.estate.maps[source].zone)
        now = self.clock().astimezone(zone).time()
        start, end = pace.window
        inside = start <= now < end if start <= end else now >= start or now < end
        if not inside:
            raise NotAllowed(
                say(
                    "it is {now}, outside the window {start}-{end}",
                    now=f"{now:%H:%M}",
                    start=f"{start:%H:%M}",
                    end=f"{end:%H:%M}",
                ),
                where=f"source {source}",
                hint="apply again inside the window; what is done stays done",
            )


def done_so_far(plan_id: str, plan: Plan) -> Applied:
    """What earlier runs of the plan did, as the journal says."""
    steps = {
        step.on.step: StepTotal(step.on.source, step.on.kind, step.on.table)
        for step in plan.steps
        if not isinstance(step, ManualTask)
    }
    applied = Applied(steps)
    for record in journal.records(plan_id, "outcome"):
        _count(applied, record.document)
    return applied


def _outcome(
    source: str, results: Sequence[BatchResult], before: Mapping[str, tuple[int, int]]
) -> dict[str, object]:
    steps: dict[str, object] = {
        step: {"done": 0, "gone": gone, "out": pack(()).hex(), "resumed": count}
        for step, (count, gone) in before.items()
    }
    for result in results:
        count, gone = before.get(result.step, (0, 0))
        steps[result.step] = {
            "done": result.done,
            "gone": result.gone + gone,
            "out": pack(result.out).hex(),
            "resumed": count,
        }
    return {"source": source, "steps": steps}


def _unselected(intent: Mapping[str, object], step: str) -> frozenset[Key]:
    """The keys that an intent names as away before its batch began."""
    named = intent["unselected"]
    if not isinstance(named, dict):
        raise TypeError("an intent holds what was away by step")
    return frozenset(unpack(bytes.fromhex(named[step]))) if step in named else frozenset()


def _count(applied: Applied, outcome: Mapping[str, object]) -> None:
    applied.batches += 1
    for step, said in read_outcome(outcome).items():
        total = applied.steps[step]
        total.rows += said.done
        total.gone += said.gone
        total.out += len(said.out)


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """One step's part of a journalled outcome; `done` counts what a run that died had done, too."""

    done: int
    gone: int
    out: tuple[Key, ...] = field(repr=False)


def read_outcome(document: Mapping[str, object]) -> dict[str, StepOutcome]:
    """Read an outcome as the journal holds it. TypeError: it was written by something else."""
    steps = document["steps"]
    if not isinstance(steps, dict):
        raise TypeError("an outcome holds its steps by id")
    return {
        name: StepOutcome(
            int(said["done"]) + int(said["resumed"]),
            int(said["gone"]),
            tuple(unpack(bytes.fromhex(said["out"]))),
        )
        for name, said in steps.items()
    }
