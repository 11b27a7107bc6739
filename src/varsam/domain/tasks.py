"""Tasks that named persons do by hand: which of them a plan lists, and which still wait for somebody.

Whoever plans passes what is known of earlier looks; nothing here knows where that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from varsam.domain.calendar import local_date
from varsam.domain.facts import Fact, erasures
from varsam.domain.ownership import ManualKind, SourceMap
from varsam.domain.plan import LookedAt, ManualTask, Plan


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked into a manual kind on a day: into all of it (`person` empty), or for one person."""

    source: str
    kind: str
    person: str
    on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """What a plan says of manual kinds: the tasks, and what was looked at and isn't due again yet."""

    tasks: tuple[ManualTask, ...]
    looked_at: tuple[LookedAt, ...]


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task of a plan, and the day on which it was done; None while it is open."""

    task: ManualTask
    done_on: date | None

    def overdue(self, today: date) -> bool:
        """Answer whether its day has passed and nobody has done it."""
        return self.done_on is None and self.task.due_on < today


def erased_on(facts: Iterable[Fact], at: datetime, zone: ZoneInfo) -> dict[str, date]:
    """The day of the latest decision to erase each person, of the decisions that stand at an instant."""
    found: dict[str, date] = {}
    for fact in erasures(facts, at):
        if fact.person is not None:
            day = local_date(fact.effective_at, zone)
            found[fact.person] = max(day, found.get(fact.person, day))
    return found


def listed(
    maps: Iterable[SourceMap],
    looks: Sequence[Look],
    on: date,
    erased: Mapping[str, date],
    *,
    person: str = "",
) -> Listed:
    """List the tasks that manual kinds demand on a day, for one person (`person`) or for everybody.

    A kind is gone through when nobody did within its `every_days`. A person whose erasure was decided
    (`erased`: since when) is looked for in each kind until somebody did, on that day or after it.
    """
    last: dict[tuple[str, str, str], date] = {}
    for look in looks:
        place = (look.source, look.kind, look.person)
        last[place] = max(look.on, last.get(place, look.on))
    tasks: list[ManualTask] = []
    looked_at: list[LookedAt] = []
    for source_map in maps:
        for kind in source_map.manual:
            source = source_map.source
            if not person:
                looked = last.get((source, kind.name, ""))
                if looked is None or _due_again(looked, kind.every_days) <= on:
                    tasks.append(_task(source, kind, on))
                else:
                    next_on = _due_again(looked, kind.every_days)
                    looked_at.append(LookedAt(source, kind.name, kind.responsible, looked, next_on))
            for each, decided in sorted(({person: erased.get(person, on)} if person else erased).items()):
                looked = last.get((source, kind.name, each))
                if looked is None or looked < decided:
                    tasks.append(_task(source, kind, on, each, alone=bool(person)))
                elif person:
                    looked_at.append(LookedAt(source, kind.name, kind.responsible, looked, person=each))
    return Listed(tuple(tasks), tuple(looked_at))


def _task(source: str, kind: ManualKind, on: date, person: str = "", *, alone: bool = True) -> ManualTask:
    step = f"{source}.{kind.name}.look"
    return ManualTask(
        step=step if alone else f"{step}.{person}",
        source=source,
        kind=kind.name,
        responsible=kind.responsible,
        due_on=on + timedelta(days=kind.due_in_days),
        why="erasure" if person else "review",
        description=kind.description,
        person=person,
        every_days=kind.every_days,
    )


def _due_again(looked_on: date, every_days: int) -> date:
    return looked_on + timedelta(days=every_days)


def answers(task: ManualTask, planned_on: date, looked_on: date) -> bool:
    """Answer whether a look on a day is what a plan's task asked for.

    Going through: the plan wouldn't have listed it, had it known. A person: not before the plan asked.
    """
    if task.person:
        return looked_on >= planned_on
    return _due_again(looked_on, task.every_days) > planned_on


def standing(plan: Plan, looks: Iterable[Look]) -> tuple[TaskStanding, ...]:
    """The tasks of a plan in its order, each with the first day on which somebody did what it asks."""
    days: dict[tuple[str, str, str], list[date]] = {}
    for look in looks:
        days.setdefault((look.source, look.kind, look.person), []).append(look.on)
    return tuple(
        TaskStanding(
            task,
            min(
                (
                    day
                    for day in days.get((task.source, task.kind, task.person), ())
                    if answers(task, plan.on, day)
                ),
                default=None,
            ),
        )
        for task in plan.tasks
    )
