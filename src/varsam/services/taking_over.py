"""Going on with what a person had begun to apply when their process died."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from varsam.domain.errors import NotAllowed
from varsam.domain.night import Hours, Night, due
from varsam.domain.night_settings import NightSettings
from varsam.domain.plan import ManualTask, Plan, PlanState
from varsam.services import planning
from varsam.services.home import Home
from varsam.services.night_run import SourceRun, attempted, note_end
from varsam.services.planning import Progress
from varsam.store import journal, lock, nights, plans
from varsam.store.nights import StoredRun

TAKEN_OVER = ""
"""The source under which such a run is noted: it is nobody's nightly run."""


def take_over(
    home: Home, wanted: NightSettings, stop: Callable[[], bool], beat: Progress
) -> Iterator[StoredRun]:
    """Go on with plans that persons were applying; never with one that somebody stopped.

    Only while every source of the plan has its hours, and nobody else is applying to it.
    """
    ours = nights.nights_of_plans()
    taken = {each.plan for each in nights.runs(TAKEN_OVER)}
    for stored in plans.listing(states=[PlanState.APPLYING]):
        if stop() or (stored.id in ours and stored.id not in taken):
            continue
        plan = planning.load_plan(stored.id)
        night = _night(home, wanted, plan)
        if night is None or not _is_free(plan) or (stored.id not in taken and _was_stopped(stored.id)):
            continue
        number = nights.begin(TAKEN_OVER, night.day, home.clock())
        nights.note_plan(number, stored.id, stored.rows)
        work = SourceRun(home, wanted, _sources(plan)[0], night, number, stop, beat)
        yield note_end(home, number, attempted(lambda: work.resume(stored.id)))  # noqa: B023  (called at once)


def _night(home: Home, wanted: NightSettings, plan: Plan) -> Night | None:
    """The night in which the plan may be gone on with now; None: not now."""
    attempts = [each.attempt for each in nights.runs(TAKEN_OVER) if each.plan == plan.plan]
    found = [due(home.clock(), each, attempts, wanted.patience).night for each in _hours(home, wanted, plan)]
    if any(each is None for each in found):
        return None
    return min((each for each in found if each is not None), key=lambda each: each.ends, default=None)


def _sources(plan: Plan) -> list[str]:
    return list(dict.fromkeys(step.on.source for step in plan.steps if not isinstance(step, ManualTask)))


def _hours(home: Home, wanted: NightSettings, plan: Plan) -> list[Hours]:
    """The hours of every source of a plan; none where the night may not touch one of them."""
    names = _sources(plan)
    if any(name not in home.maps or name in wanted.left_out for name in names):
        return []
    return [wanted.hours_of(home.maps[name], home.register) for name in names]


def _was_stopped(plan_id: str) -> bool:
    """Answer whether somebody told the run to stop, and nobody went on with it."""
    stops = {each.batch for each in journal.records(plan_id, "stopped")}
    return bool(stops - journal.done_batches(plan_id))


def _is_free(plan: Plan) -> bool:
    """Answer whether nobody is applying to the plan's sources."""
    try:
        with ExitStack() as stack:
            for name in sorted(_sources(plan)):
                stack.enter_context(lock.source_lock(name))
    except NotAllowed:
        return False
    return True
