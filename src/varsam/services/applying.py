"""Applying an approved plan and looking again: drift, the run itself, and what goes into the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from varsam.domain.errors import NotAllowed, PlanRefused, SchemaChanged, SourceBusy, VarsamError
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan, PlanState
from varsam.domain.predicate import ValueAt
from varsam.domain.said import say
from varsam.engine.applying import Applied, Applying, done_so_far
from varsam.engine.drift import unselected as unselected_numbers
from varsam.engine.estate import Estate
from varsam.engine.planning import Planning
from varsam.engine.selecting import Digest
from varsam.engine.verifying import Verified
from varsam.engine.verifying import verify as verify_applied
from varsam.formats import snapshot_json
from varsam.services import own_state, sharing_work, standing
from varsam.services.home import Home
from varsam.services.planning import Progress, estate, load_plan, planning_of, quiet
from varsam.services.sharing_work import Narrowing
from varsam.sources.base import Key, Query
from varsam.store import facts, journal, key_sets, ledger, plans, runs, snapshots
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
    now = planning_of(home, systems, on=plan.on)
    try:
        unselected = _not_drifted(plan, systems, now)
    except PlanRefused:
        _note_drift(home, plan)
        raise
    sharing_work.hold_schemas(plan, systems)
    narrowing = Narrowing(home, plan, systems)
    if now.fingerprints.facts == plan.facts:
        narrowing.nothing_new(facts.mark_of(now.facts))
    run = Applying(systems, plan.plan, plan, home.clock, narrowing, unselected, progress, stop, turn=_turn)
    run.check_window()
    _note_beginning(home, plan)
    try:
        applied = run.run() if claims is None else sharing_work.lead(home, run, claims)
    except (NotAllowed, SourceBusy):
        # The window closed, replicas lag or somebody holds a lock: that is a stop, no failure.
        raise
    except SchemaChanged:
        _note_drift(home, plan, "schema")
        raise
    except VarsamError:
        with writing():
            plans.move(plan.plan, PlanState.FAILED, home.clock())
            ledger.append([{"type": "plan.failed", "plan": plan.plan}], home.clock())
        raise
    if not applied.stopped:
        _finish(home, plan, applied)
    return applied


def _note_beginning(home: Home, plan: Plan) -> None:
    if plans.load(plan.plan).state is not PlanState.APPLYING:
        entry = {"type": "plan.applying", "plan": plan.plan, "fingerprint": plan.fingerprint}
        with writing():
            plans.move(plan.plan, PlanState.APPLYING, home.clock())
            ledger.append([entry], home.clock())


def _turn(source: str) -> AbstractContextManager[None]:
    """A batch in own state waits its turn like every writer there."""
    return turn() if source == own_state.SOURCE else nullcontext()


def _note_drift(home: Home, plan: Plan, reason: str = "") -> None:
    """Close the plan; what was done of it before stands, and is told here, since nothing tells it later."""
    before = done_so_far(plan.plan, plan)
    done = _step_entries(plan, before) if before.batches else []
    entry: dict[str, object] = {"type": "plan.drifted", "plan": plan.plan}
    with writing():
        plans.move(plan.plan, PlanState.DRIFTED, home.clock())
        ledger.append([*done, entry | ({"reason": reason} if reason else {})], home.clock())


def _finish(home: Home, plan: Plan, applied: Applied) -> None:
    entries = _step_entries(plan, applied)
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


def _step_entries(plan: Plan, applied: Applied) -> list[dict[str, object]]:
    """What was done per step."""
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
    return entries


def _not_drifted(plan: Plan, systems: Estate, now: Planning) -> dict[str, AbstractSet[Key]]:
    """Refuse a plan that no longer fits what was approved, or whose sealed keys aren't those approved.

    Gives the approved keys per step that aren't selected any more.
    """
    prints = now.fingerprints
    changed = [] if prints.register == plan.register else ["register"]
    changed += [f"map {name}" for name, print_ in plan.maps.items() if prints.maps.get(name) != print_]
    changed += [
        f"schema {name}{_tables_changed(systems, name, print_)}"
        for name, print_ in plan.snapshots.items()
        if systems.sources[name].fingerprint() != print_
    ]
    if changed:
        raise _drifted(plan, say("changed since: {changed}", changed=", ".join(changed)))
    sharing_work.stage_frozen(plan, systems)
    few = _few_keys(plan)
    with systems.together(few=few is not None):
        return _not_approved(plan, systems, now.digest, few)


def _not_approved(
    plan: Plan, systems: Estate, digest: Digest, few: dict[str, list[tuple[int, Sequence[Key]]]] | None
) -> dict[str, AbstractSet[Key]]:
    unselected: dict[str, AbstractSet[Key]] = {}
    done = journal.done_batches(plan.plan)
    for step in _row_steps(plan):
        sealed = _SealedKeys(plan.plan, step.on.step, None if few is None else few.get(step.on.step, []))
        if sealed.digest(digest) != step.on.digest:
            raise _drifted(
                plan, say("the sealed keys of {step} aren't those that were approved", step=step.on.step)
            )
        if few is None:
            away = unselected_numbers(systems, step, sealed.numbered, done)
            if away is not None:
                unselected[step.on.step] = away
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


def _tables_changed(systems: Estate, name: str, print_: str) -> str:
    """The tables that look otherwise, where somebody inspected the source as it was."""
    stored = snapshots.latest(name)
    if stored is None or stored.fingerprint != print_:
        return ""
    names = snapshot_json.differing(stored.document, systems.sources[name].snapshot())
    return f" ({', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''})" if names else ""


_FEW = 10_000
_NAMED = 5


def _few_keys(plan: Plan) -> dict[str, list[tuple[int, Sequence[Key]]]] | None:
    """The sealed keys of a small plan, unsealed once: per step, batch after batch. None: they are many."""
    if sum(step.on.rows for step in _row_steps(plan)) > _FEW:
        return None
    found: dict[str, list[tuple[int, Sequence[Key]]]] = {}
    for step, number, _, keys in key_sets.all_keys(plan.plan):
        found.setdefault(step, []).append((number, keys))
    return found


@dataclass(frozen=True, slots=True)
class _SealedKeys:
    """The keys of one step as they were approved, batch after batch; `few`: they are at hand."""

    plan: str
    step: str
    few: Sequence[tuple[int, Sequence[Key]]] | None

    def numbered(self) -> Iterator[tuple[int, Sequence[Key]]]:
        """Give one batch after the other with its number."""
        if self.few is not None:
            yield from self.few
            return
        for number, _, keys in key_sets.step_keys(self.plan, self.step):
            yield number, keys

    def __iter__(self) -> Iterator[Sequence[Key]]:
        """Give one batch after the other."""
        return (keys for _, keys in self.numbered())

    def digest(self, of: Digest) -> str:
        """The digest that the plan names, over what lies sealed."""
        return of((number, of(keys)) for number, keys in self.numbered())


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
    # Of a plan that drifted halfway, what was done before is looked at.
    halfway = state is PlanState.DRIFTED and bool(journal.done_batches(plan_id))
    if state not in (PlanState.APPLIED, PlanState.APPLYING, PlanState.FAILED) and not halfway:
        raise NotAllowed(
            say("the plan is {state}", state=state),
            where=f"plan {plan_id}",
            hint="apply it first; then there is something to verify",
        )
    with estate(home) as systems:
        found = verify_applied(systems, plan_id, plan, whole=not halfway)
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
