"""Several workers, one plan: leading a run whose batches others may take, and taking some of another's.

Only on PostgreSQL as own state. What is shared is "plan P, batch N"; whoever takes one has its own register,
maps and connections, makes sure that they are those of the plan, and asks for itself what stands in a batch's
way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from varsam.domain.errors import NotAllowed
from varsam.domain.plan import Plan, PlanState
from varsam.domain.predicate import Predicate
from varsam.domain.said import say
from varsam.engine.applying import Applied, Applying
from varsam.engine.estate import Estate
from varsam.engine.planning import Planning
from varsam.engine.sharing import LOOK_SECONDS, Leader, Member
from varsam.formats.canonical_json import fingerprint
from varsam.services import own_state, standing
from varsam.services.home import Home
from varsam.services.planning import Progress, estate, load_plan, planning_of, unflat
from varsam.sources.base import HoldsSchema, Key, SharesWork
from varsam.store import facts, journal, key_sets, lock, plans, queue, workers
from varsam.store.claims import Claims
from varsam.store.ids import new_id
from varsam.store.key_codec import pack, unpack

_PATIENCE = timedelta(seconds=3)


def prints_of(home: Home) -> str:
    """What of a home must be the same for all its workers, as one fingerprint: program, register, maps."""
    register, maps = home.fingerprints
    return fingerprint({"program": version("varsam"), "register": register, "maps": dict(maps)})


# -- leading -------------------------------------------------------------------------------------------------


def lead(home: Home, run: Applying, claims: Claims) -> Applied:
    """Apply a plan, whoever helps. Raises as `Applying.run` does."""
    id_ = new_id()
    run.by = home.worker
    member = Member(run, id_, claims)
    inside = {name for name, each in home.maps.items() if any(kind.inside for kind in each.kinds)}
    told = False

    def others() -> bool:
        nonlocal told
        if not queue.is_available() or not workers.others(home.worker):
            return False
        if not told:
            journal.shared(run.plan_id, _told(home, run, id_), run.clock())
            told = True
        return True

    return Leader(member, others, alone=frozenset({own_state.SOURCE, *inside})).work()


def _told(home: Home, run: Applying, id_: str) -> dict[str, object]:
    """What other workers must know: which run, what it rests on, and which keys were away when it began."""
    away = {step: pack(sorted(keys, key=repr)).hex() for step, keys in run.unselected.items() if keys}
    return {"run": id_, "prints": prints_of(home), "unselected": away}


# -- taking part ---------------------------------------------------------------------------------------------


def on_offer() -> tuple[tuple[str, str], ...]:
    """The runs that batches may be taken from: run and plan, oldest first."""
    if not queue.is_available():
        return ()
    return tuple(each for each in queue.offers() if lock.is_held(queue.run_lock(each[0])))


def take_part(home: Home, run: str, plan_id: str, *, stop: Callable[[], bool], progress: Progress) -> int:
    """Do batches of a run that another worker leads, until none is left or it ends; gives how many.

    NotAllowed: this worker's register, maps or sources aren't those of the plan (it says which). Raises what
    applying raises, too: the batch at hand goes back, and whoever leads decides what comes of it.
    """
    plan = load_plan(plan_id)
    told = journal.last_shared(plan_id)
    if told is None or told.document["run"] != run:
        return 0
    _must_agree(home, plan, told.document["prints"])
    with estate(home) as systems, Claims() as claims:
        _must_fit(plan, systems)
        hold_schemas(plan, systems)
        stage_frozen(plan, systems)
        applying = Applying(
            systems,
            plan_id,
            plan,
            home.clock,
            Narrowing(home, plan, systems),
            _unselected(told.document["unselected"]),
            progress,
            by=home.worker,
        )
        part = _Part(home, plan, Member(applying, run, claims))
        part.member.may_go_on = part.may_go_on
        return part.work(stop)


@dataclass
class _Part:
    """This worker's part in a run that another one leads."""

    home: Home
    plan: Plan
    member: Member
    done: int = 0

    def work(self, stop: Callable[[], bool]) -> int:
        """Take one batch after the other."""
        of = {number: source for source, numbers in self.member.run.waves() for number in numbers}
        idle = 0
        with queue.Taking(self.member.id) as taking:
            while not stop() and self._is_led() and idle * LOOK_SECONDS < _PATIENCE.total_seconds():
                taken = taking.next(LOOK_SECONDS)
                if taken is None:
                    idle += 1
                    continue
                idle = 0
                try:
                    rows = self.member.do(taken.batch, of[taken.batch])
                except BaseException:
                    taken.give_back()
                    raise
                taken.done()
                if rows is not None:
                    self.done += 1
                    self.member.run.progress(of[taken.batch], rows)
        return self.done

    def may_go_on(self, source: str) -> None:
        """Refuse a batch of a run that ended or may not go on, and of another database than the leader's."""
        if not self._is_led():
            raise NotAllowed("the run has ended", where=f"plan {self.plan.plan}")
        if (state := plans.state_of(self.plan.plan)) is not PlanState.APPLYING:
            raise NotAllowed(say("the plan is {state}", state=str(state)), where=f"plan {self.plan.plan}")
        standing.must_stand(self.home, self.plan.plan)
        place = self.member.run.estate.sources[source]
        if not isinstance(place, SharesWork) or not place.meets(queue.run_lock(self.member.id)):
            raise _differs(self.plan, [f"database {source}"])

    def _is_led(self) -> bool:
        return lock.is_held(queue.run_lock(self.member.id))


def _unselected(told: object) -> dict[str, frozenset[Key]]:
    if not isinstance(told, dict):
        raise TypeError("a shared run names what was away by step")
    return {step: frozenset(unpack(bytes.fromhex(keys))) for step, keys in told.items()}


def _must_agree(home: Home, plan: Plan, prints: object) -> None:
    """Refuse a plan that was made from other files than this worker has."""
    register, maps = home.fingerprints
    differ = [] if register == plan.register else ["register"]
    differ += [f"map {name}" for name, print_ in plan.maps.items() if maps.get(name) != print_]
    if not differ and prints_of(home) != prints:
        differ = ["program or maps"]
    if differ:
        raise _differs(plan, differ)


def _must_fit(plan: Plan, systems: Estate) -> None:
    """Refuse sources whose schema isn't the one that was planned for."""
    differ = [
        f"schema {name}"
        for name, print_ in plan.snapshots.items()
        if systems.sources[name].fingerprint() != print_
    ]
    if differ:
        raise _differs(plan, differ)


def _differs(plan: Plan, what: list[str]) -> NotAllowed:
    return NotAllowed(
        say("this worker can't take part: its {what} isn't that of the plan", what=", ".join(what)),
        where=f"plan {plan.plan}",
        hint="give all workers the same program, register, maps and addresses",
    )


# -- for whoever applies -------------------------------------------------------------------------------------


def stage_frozen(plan: Plan, systems: Estate) -> None:
    """Make the key sets that the frozen selections join with available in their sources."""
    frozen = {each.name: each for each in key_sets.key_sets(plan.plan)}
    staged = {name: unflat(name, key_sets.read_key_set(each.id)) for name, each in frozen.items()}
    for use in plan.key_sets:
        systems.sources[use.source].stage(staged[use.name])


def hold_schemas(plan: Plan, systems: Estate) -> None:
    """Let every batch from now on be undone that meets another schema than the plan's."""
    for name, print_ in plan.snapshots.items():
        source = systems.sources[name]
        if isinstance(source, HoldsSchema):
            source.hold(print_)


@dataclass
class Narrowing:
    """What facts that came after the plan still let go, per step; None while there are none.

    Asked before each batch, so that a hold counts from the moment it is opened, also during a long run.
    """

    home: Home
    plan: Plan
    systems: Estate
    _mark: facts.Mark | None = None
    _found: dict[str, Predicate] | None = None

    def nothing_new(self, mark: facts.Mark) -> None:
        """Take it that the plan was made under these facts and no others."""
        self._mark = mark

    def __call__(self) -> dict[str, Predicate] | None:
        """Look whether facts came in, and select again under all of them if so."""
        mark = facts.mark()
        if mark != self._mark:
            self._mark = mark
            now = planning_of(self.home, self.systems, on=self.plan.on)
            self._found = None if now.fingerprints.facts == self.plan.facts else self._narrowed(now)
        return self._found

    def _narrowed(self, now: Planning) -> dict[str, Predicate]:
        """Select for the plan's day under today's facts; their key sets lie beside the frozen ones."""
        now.at, now.prefix = self.home.clock(), "now:"
        found: dict[str, Predicate] = {}
        for draft in now.drafts(self.plan.scope):
            now.stage(draft)
            for step in draft.steps:
                found[step.on.step] = step.on.selection
        return found
