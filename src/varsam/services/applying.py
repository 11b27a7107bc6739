"""Applying an approved plan and looking again: drift, the run itself, and what goes into the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from varsam.domain.errors import NotAllowed, PlanRefused, VarsamError
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan, PlanState
from varsam.domain.predicate import ValueAt
from varsam.domain.said import say
from varsam.engine.applying import Applied, Applying
from varsam.engine.drift import selects_exactly
from varsam.engine.estate import Estate
from varsam.engine.verifying import Verified
from varsam.engine.verifying import verify as verify_applied
from varsam.services import own_state, sharing_work, standing
from varsam.services.home import Home
from varsam.services.planning import Progress, estate, keys_digest, load_plan, planning_of, quiet
from varsam.services.sharing_work import Narrowing
from varsam.sources.base import Key, Query
from varsam.store import key_sets, ledger, plans, runs, snapshots
from varsam.store.claims import Claims
from varsam.store.transaction import turn, writing

# -- applying ------------------------------------------------------------------------------------------------


def apply(
    home: Home, plan_id: str, *, progress: Progress = quiet, stop: Callable[[], bool] = lambda: False
) -> Applied:
    """Apply an approved plan, or go on with one that was interrupted.

    NotAllowed: not approved, expired, a forecast, a source that is only observed, or another run has it.
    PlanRefused: drifted; plan again. SourceUnavailable: what was done stands, apply again later.
    """
    plan = load_plan(plan_id)
    _may_apply(home, plan)
    sources = {step.on.source for step in _row_steps(plan)}
    with runs.holding(sorted(sources)) as claims:
        # Again: while the lock was being taken, another run may have ended.
        _may_apply(home, plan)
        with estate(home) as systems:
            return _apply(home, plan, systems, progress, stop, claims)


def _row_steps(plan: Plan) -> list[DeleteRows | OverwriteColumns]:
    return [step for step in plan.steps if not isinstance(step, ManualTask)]


def _may_apply(home: Home, plan: Plan) -> None:
    now = home.clock()
    plans.expire(now)
    stored = plans.load(plan.plan)
    if stored.state not in (PlanState.APPROVED, PlanState.APPLYING, PlanState.FAILED):
        raise NotAllowed(
            say("the plan is {state}", state=stored.state),
            where=f"plan {plan.plan}",
            hint="only an approved plan is applied, once; `varsam approve` it, or plan again",
        )
    if (given := len(plans.approvals(plan.plan))) < plan.approvals_needed:
        raise PlanRefused(
            say(
                "the plan is {state}, but {given} of {approvals_needed} persons approved it",
                state=stored.state,
                given=given,
                approvals_needed=plan.approvals_needed,
            ),
            where=f"plan {plan.plan}",
            hint="somebody changed the state; run `varsam ledger verify`, then plan again",
        )
    standing.must_stand(home, plan.plan)
    if plan.on > home.real_today:
        raise NotAllowed(
            say("the plan is a forecast for {on}", on=plan.on.isoformat()),
            where=f"plan {plan.plan}",
            hint="check the clock; a forecast is never applied",
        )
    for source in sorted({step.on.source for step in _row_steps(plan)}):
        if snapshots.mode(source) is not snapshots.Mode.APPLY:
            raise NotAllowed(
                "the source is only observed",
                where=f"source {source}",
                hint=say("`varsam source mode {source} apply` lets plans change it", source=source),
            )


def _apply(
    home: Home,
    plan: Plan,
    systems: Estate,
    progress: Progress,
    stop: Callable[[], bool],
    claims: Claims | None,
) -> Applied:
    try:
        unselected = _not_drifted(home, plan, systems)
    except PlanRefused:
        with writing():
            plans.move(plan.plan, PlanState.DRIFTED, home.clock())
            ledger.append([{"type": "plan.drifted", "plan": plan.plan}], home.clock())
        raise
    narrowing = Narrowing(home, plan, systems)
    run = Applying(systems, plan.plan, plan, home.clock, narrowing, unselected, progress, stop, turn=_turn)
    run.check_window()
    if plans.load(plan.plan).state is not PlanState.APPLYING:
        with writing():
            plans.move(plan.plan, PlanState.APPLYING, home.clock())
            ledger.append(
                [{"type": "plan.applying", "plan": plan.plan, "fingerprint": plan.fingerprint}], home.clock()
            )
    try:
        applied = run.run() if claims is None else sharing_work.lead(home, run, claims)
    except NotAllowed:
        # The window closed between two batches: that is a stop, no failure.
        raise
    except VarsamError:
        with writing():
            plans.move(plan.plan, PlanState.FAILED, home.clock())
            ledger.append([{"type": "plan.failed", "plan": plan.plan}], home.clock())
        raise
    if not applied.stopped:
        _finish(home, plan, applied)
    return applied


def _turn(source: str) -> AbstractContextManager[None]:
    """A batch in own state waits its turn like every writer there."""
    return turn() if source == own_state.SOURCE else nullcontext()


def _finish(home: Home, plan: Plan, applied: Applied) -> None:
    actions = {
        step.on.step: "delete" if isinstance(step, DeleteRows) else "overwrite" for step in _row_steps(plan)
    }
    entries: list[dict[str, object]] = []
    for step, total in applied.steps.items():
        entries.append(
            {
                "type": "step.applied",
                "plan": plan.plan,
                "step": step,
                "source": total.source,
                "kind": total.kind,
                "table": total.table,
                "action": actions[step],
                "rows": total.rows,
            }
        )
        if total.out:
            entries.append(
                {
                    "type": "plan.taken_out",
                    "plan": plan.plan,
                    "rows": total.out,
                    "reason": "changed",
                    "source": total.source,
                    "kind": total.kind,
                }
            )
    entries.append(
        {
            "type": "plan.applied",
            "plan": plan.plan,
            "rows": sum(total.rows for total in applied.steps.values()),
            "batches": applied.batches,
            "gone": sum(total.gone for total in applied.steps.values()),
        }
    )
    with writing():
        plans.move(plan.plan, PlanState.APPLIED, home.clock())
        ledger.append(entries, home.clock())


def _not_drifted(home: Home, plan: Plan, systems: Estate) -> dict[str, frozenset[Key]]:
    """Refuse a plan that no longer fits what was approved, or whose sealed keys aren't those approved.

    Gives the approved keys per step that aren't selected any more.
    """
    now = planning_of(home, systems, on=plan.on)
    prints = now.fingerprints
    changed = [] if prints.register == plan.register else ["register"]
    changed += [f"map {name}" for name, print_ in plan.maps.items() if prints.maps.get(name) != print_]
    changed += [
        f"schema {name}"
        for name, print_ in plan.snapshots.items()
        if systems.sources[name].fingerprint() != print_
    ]
    if changed:
        raise _drifted(plan, say("changed since: {changed}", changed=", ".join(changed)))
    sharing_work.stage_frozen(plan, systems)
    unselected: dict[str, frozenset[Key]] = {}
    for step in _row_steps(plan):
        sealed = _SealedKeys(plan.plan, step.on.step, few=step.on.rows <= _FEW)
        if sealed.digest() != step.on.digest:
            raise _drifted(
                plan, say("the sealed keys of {step} aren't those that were approved", step=step.on.step)
            )
        if step.on.rows > _FEW and selects_exactly(systems, step, sealed):
            continue
        known = {key for keys in sealed for key in keys}
        extra = 0
        for key in _selected_keys(systems, step):
            if key in known:
                known.discard(key)
            else:
                extra += 1
        if extra:
            raise _drifted(
                plan, say("{extra} rows of {step} were not approved", extra=extra, step=step.on.step)
            )
        unselected[step.on.step] = frozenset(known)
    return unselected


_FEW = 10_000


@dataclass
class _SealedKeys:
    """The keys of one step as they were approved, batch after batch; `few` are unsealed once."""

    plan: str
    step: str
    few: bool
    _opened: list[tuple[int, Sequence[Key]]] | None = None

    def _batches(self) -> Iterator[tuple[int, Sequence[Key]]]:
        if self._opened is not None:
            yield from self._opened
            return
        if self.few:
            self._opened = [(number, keys) for number, _, keys in key_sets.step_keys(self.plan, self.step)]
            yield from self._opened
            return
        for number, _, keys in key_sets.step_keys(self.plan, self.step):
            yield number, keys

    def __iter__(self) -> Iterator[Sequence[Key]]:
        """Give one batch after the other."""
        return (keys for _, keys in self._batches())

    def digest(self) -> str:
        """The digest that the plan names, over what lies sealed."""
        return keys_digest((number, keys_digest(keys)) for number, keys in self._batches())


def _selected_keys(systems: Estate, step: DeleteRows | OverwriteColumns) -> Iterator[Key]:
    values = tuple(ValueAt((), column) for column in step.on.key)
    yield from systems.sources[step.on.source].read(Query(step.on.table, values, step.on.selection))


def _drifted(plan: Plan, why: str) -> PlanRefused:
    return PlanRefused(
        say("the plan has drifted: {why}", why=why), where=f"plan {plan.plan}", hint="plan again"
    )


# -- verifying -----------------------------------------------------------------------------------------------


def verify(home: Home, plan_id: str) -> Verified:
    """Look again at every row of an applied plan, by key; the result goes into the ledger.

    NotAllowed: the plan wasn't applied.
    """
    plan = load_plan(plan_id)
    state = plans.load(plan_id).state
    if state not in (PlanState.APPLIED, PlanState.APPLYING, PlanState.FAILED):
        raise NotAllowed(
            say("the plan is {state}", state=state),
            where=f"plan {plan_id}",
            hint="apply it first; then there is something to verify",
        )
    with estate(home) as systems:
        found = verify_applied(systems, plan_id, plan)
    ledger.append(
        [
            {
                "type": "plan.verified",
                "plan": plan_id,
                "verified": found.verified,
                "remaining": sum(each.rows for each in found.remaining),
            }
        ],
        home.clock(),
    )
    return found
