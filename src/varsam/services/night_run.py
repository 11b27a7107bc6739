"""One source in one night: what is left over, then a plan, which goes or waits for a person."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from varsam.domain.errors import (
    NotAllowed,
    PlanRefused,
    RegisterError,
    SourceBusy,
    SourceRejected,
    SourceUnavailable,
)
from varsam.domain.night import Hours, Night, Outcome, is_open, nights_planned, pause_ended
from varsam.domain.night_settings import NightSettings
from varsam.domain.plan import ManualTask, Plan, PlanState
from varsam.domain.predicate import ALWAYS
from varsam.domain.standing import Circumstances, refusals
from varsam.engine.applying import Applied
from varsam.formats import source_map
from varsam.services import applying, planning, standing
from varsam.services.home import Home
from varsam.sources.base import Key
from varsam.store import key_sets, ledger, nights, plans, snapshots
from varsam.store import standing as stored_standing
from varsam.store.nights import StoredRun
from varsam.store.plans import StoredPlan
from varsam.store.transaction import writing

LOOK_BACK_DAYS = 400
_GOES_ON = (PlanState.APPROVED, PlanState.APPLYING, PlanState.FAILED)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended; `rows` were removed or changed, `overdue` of those that wait are late."""

    outcome: Outcome
    reason: tuple[str, ...] = ()
    rows: int = 0
    standing: str = ""
    overdue: int = 0


@dataclass
class SourceRun:
    """Does one source's work of one night. `stop` is asked between batches, `beat` told of progress.

    `run` is the number under which the attempt is noted.
    """

    home: Home
    settings: NightSettings
    source: str
    night: Night
    run: int
    stop: Callable[[], bool]
    beat: Callable[[str, int], None]
    _rows: int = 0
    _standing: str = field(default="")

    def work(self) -> Ended:
        """Go on with what earlier nights left, then plan and apply or leave to a person.

        Raises what planning and applying raise, except where a plan has drifted: then it is made anew.
        """
        for plan in self._left_over():
            if (ended := self._go_on(plan)) is not None:
                return ended
        if (waiting := self._half_approved()) is not None:
            nights.note_plan(self.run, waiting.id, waiting.rows)
            return Ended(Outcome.WAITS, ("second_person",), self._rows, overdue=self._late(waiting.id))
        return self._plan()

    def resume(self, plan_id: str) -> Ended:
        """Go on with a plan that a person had approved and was applying when their process died."""
        return self._apply(plan_id)

    # -- what earlier nights left ----------------------------------------------------------------------------

    def _left_over(self) -> list[StoredPlan]:
        if not self._may_change:
            return []
        return [each for each in reversed(plans.listing(states=_GOES_ON)) if self._is_ours(each)]

    def _half_approved(self) -> StoredPlan | None:
        found = (each for each in plans.listing(states=[PlanState.WAITING]) if self._is_ours(each))
        return next((each for each in found if each.expires_at > self.home.clock()), None)

    def _is_ours(self, stored: StoredPlan) -> bool:
        if not nights.is_of_a_night(stored.id):
            return False
        return planning.load_plan(stored.id).scope.sources == (self.source,)

    def _go_on(self, stored: StoredPlan) -> Ended | None:
        """Apply a plan of an earlier night; None when it is done or can't be done any more."""
        if stored.state is PlanState.APPROVED and stored.expires_at <= self.home.clock():
            return None
        if standing.ended_since(self.home, stored.id):
            self._close(stored.id, PlanState.DRIFTED, "standing_ended")
            return None
        nights.note_plan(self.run, stored.id, stored.rows)
        self._standing = _standing_of(stored.id)
        try:
            ended = self._apply(stored.id)
        except PlanRefused:
            if plans.load(stored.id).state is PlanState.DRIFTED:
                return None
            raise
        return None if ended.outcome is Outcome.APPLIED else ended

    # -- tonight's plan --------------------------------------------------------------------------------------

    def _plan(self) -> Ended:
        with planning.kept_open(self.home):
            return self._planned()

    def _planned(self) -> Ended:
        self.beat(self.source, 0)
        plan = planning.make_plan(self.home, sources=(self.source,), progress=self.beat)
        self._replace_older(plan)
        nights.note_plan(self.run, plan.plan, plan.rows)
        if not plan.rows:
            self._close(plan.plan, PlanState.EXPIRED, "")
            done = Outcome.APPLIED if self._rows else Outcome.NOTHING
            return Ended(done, (), self._rows, self._standing)
        if not self._may_change:
            return Ended(Outcome.OBSERVED, (), overdue=self._late(plan.plan))
        under = stored_standing.current(self.source)
        why = refusals(plan, under, self._circumstances(plan), self.home.maps[self.source])
        if why or under is None:
            return Ended(Outcome.WAITS, why, self._rows, overdue=self._late(plan.plan))
        standing.approve_plan(self.home, plan, under)
        self._standing = under.id
        return self._apply(plan.plan)

    @property
    def _may_change(self) -> bool:
        return snapshots.mode(self.source) is snapshots.Mode.APPLY

    def _circumstances(self, plan: Plan) -> Circumstances:
        mapped = self.home.maps[self.source]
        earlier = self._earlier()
        return Circumstances(
            today=self.home.real_today,
            map_print=source_map.fingerprint(mapped),
            table_rows=self._table_rows(plan),
            nights=nights_planned([each.attempt for each in earlier if each.id != self.run]),
            nights_needed=self.settings.observe_nights,
            after_pause=self._after_pause(earlier),
        )

    def _table_rows(self, plan: Plan) -> dict[str, int]:
        under = stored_standing.current(self.source)
        if under is None or under.terms.limits.share is None:
            return {}
        tables = {step.on.table for step in plan.steps if not isinstance(step, ManualTask)}
        with planning.estate(self.home) as systems:
            return {table: systems.sources[self.source].count(table, ALWAYS) for table in sorted(tables)}

    def _earlier(self) -> tuple[StoredRun, ...]:
        """The source's runs as far back as any setting reaches."""
        days = max(LOOK_BACK_DAYS, self.settings.pause_days)
        return nights.runs(self.source, since=self.home.real_today - timedelta(days=days))

    def _after_pause(self, earlier: tuple[nights.StoredRun, ...]) -> bool:
        """Answer whether nobody has looked at a plan since the last long pause."""
        longest = timedelta(days=self.settings.pause_days)
        ended = pause_ended([each.attempt for each in earlier], self.home.clock(), longest)
        if ended is None:
            return False
        for each in earlier:
            if each.started_at >= ended and plans.state_of(each.plan) is PlanState.APPLIED:
                return False
        return True

    def _replace_older(self, plan: Plan) -> None:
        """Let the plan take the place of those of earlier nights that nobody has approved."""
        for stored in plans.listing(states=[PlanState.DRAFTED]):
            if stored.id != plan.plan and self._is_ours(stored):
                self._close(stored.id, PlanState.EXPIRED, "")

    def _close(self, plan_id: str, state: PlanState, reason: str) -> None:
        entry: dict[str, object] = {"type": f"plan.{state}", "plan": plan_id}
        if reason:
            entry |= {"source": self.source, "reason": reason}
        with writing():
            plans.move(plan_id, state, self.home.clock())
            ledger.append([entry], self.home.clock())

    def _late(self, plan_id: str) -> int:
        """Count the plan's rows that a plan of an earlier night named already, too many days ago."""
        last = self.home.real_today - timedelta(days=self.settings.overdue_days + 1)
        older = [each for each in self._earlier() if each.plan and each.plan != plan_id]
        for each in reversed([each for each in older if each.night <= last]):
            return rows_in_both(plan_id, each.plan)
        return 0

    # -- applying --------------------------------------------------------------------------------------------

    def _apply(self, plan_id: str) -> Ended:
        try:
            applied = applying.apply(
                self.home, plan_id, progress=self.beat, stop=lambda: self._stopped(plan_id)
            )
        except NotAllowed:
            if plans.load(plan_id).state in _GOES_ON and not self._window_is_open():
                return Ended(Outcome.STOPPED, ("window",), self._rows, self._standing)
            if plans.load(plan_id).state in _GOES_ON and not standing.ended_since(self.home, plan_id):
                return Ended(Outcome.BUSY, (), self._rows, self._standing)
            raise
        except SourceBusy:
            return Ended(Outcome.STOPPED, ("busy",), self._rows, self._standing)
        if applied.stopped:
            return Ended(Outcome.STOPPED, (self._why_stopped(plan_id),), self._rows, self._standing)
        self._rows += _rows_of(applied)
        if not applying.verify(self.home, plan_id).verified:
            return Ended(Outcome.FAILED, ("not_verified",), self._rows, self._standing)
        return Ended(Outcome.APPLIED, (), self._rows, self._standing)

    def _stopped(self, plan_id: str) -> bool:
        return self._why_stopped(plan_id) != ""

    def _why_stopped(self, plan_id: str) -> str:
        if self.stop():
            return "asked"
        if self.home.clock() >= self.night.ends:
            return "hours"
        return "standing_ended" if standing.ended_since(self.home, plan_id) else ""

    def _window_is_open(self) -> bool:
        mapped = self.home.maps[self.source]
        if mapped.pace.window is None:
            return True
        return is_open(self.home.clock(), Hours(*mapped.pace.window, mapped.zone))


_AT_ONCE = 500_000


def rows_in_both(plan_id: str, earlier: str) -> int:
    """Count the rows that two plans of the same source name in the same step, in constant memory."""
    steps: dict[str, int] = {}
    for step, _, found in key_sets.plan_key_batches(earlier):
        steps[step] = steps.get(step, 0) + found.count
    counted = 0
    for step, rows in steps.items():
        parts = 1 + rows // _AT_ONCE
        for part in range(parts):
            known = {key for key in _keys_of(earlier, step) if hash(key) % parts == part}
            counted += sum(key in known for key in _keys_of(plan_id, step))
    return counted


def _keys_of(plan_id: str, step: str) -> Iterator[Key]:
    return (key for _, _, keys in key_sets.step_keys(plan_id, step) for key in keys)


def _standing_of(plan_id: str) -> str:
    found = (each.actor for each in plans.approvals(plan_id))
    return next((each for each in found if each.startswith(stored_standing.PREFIX)), "")


def _rows_of(applied: Applied) -> int:
    return sum(each.rows for each in applied.steps.values())


# -- how a run ended -----------------------------------------------------------------------------------------


def note_end(home: Home, number: int, ended: Ended) -> StoredRun:
    """Note how a run ended; the ledger says so too, where it was a source's nightly run."""
    now = home.clock()
    changed = ended.outcome in (Outcome.APPLIED, Outcome.STOPPED, Outcome.NOTHING)
    with writing():
        run = nights.end(
            number,
            now,
            ended.outcome,
            reason=ended.reason,
            rows=ended.rows if changed else None,
            standing=ended.standing,
            overdue=ended.overdue,
        )
        entry: dict[str, object] = {
            "type": "night.ended",
            "source": run.source,
            "night": run.night.isoformat(),
            "outcome": str(ended.outcome),
            "rows": ended.rows,
        }
        entry |= {"plan": run.plan} if run.plan else {}
        entry |= {"standing": run.standing} if run.standing else {}
        if run.source:
            ledger.append([entry], now)
    return run


def attempted(work: Callable[[], Ended]) -> Ended:
    """Do the work, and turn what stands against it into an outcome with a code."""
    try:
        return work()
    except SourceUnavailable as error:
        if str(error.where) == "state":
            raise
        return Ended(Outcome.UNREACHED, _names(str(error.where)))
    except NotAllowed:
        return Ended(Outcome.FAILED, ("not_allowed",))
    except RegisterError:
        return Ended(Outcome.FAILED, ("file",))
    except PlanRefused:
        return Ended(Outcome.FAILED, ("refused",))
    except SourceRejected:
        return Ended(Outcome.FAILED, ("rejected",))
    except Exception as error:  # noqa: BLE001  (the worker's outermost frame)
        return Ended(Outcome.FAILED, ("internal", place_of(error)))


def _names(where: str) -> tuple[str, ...]:
    """A source's name as errors say it (`source shop`, `shop`, `shop.orders`), where it is a plain one."""
    name = where.removeprefix("source ").partition(".")[0]
    return (name,) if name.replace("-", "").replace("_", "").isalnum() else ()


def place_of(error: Exception) -> str:
    """Where in our code it happened: file and line, nothing that was worked on."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else type(error).__name__
