"""Making, listing and approving plans. One function is one use case."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from varsam.domain.calendar import local_midnight, time_zone
from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.facts import Fact
from varsam.domain.plan import Plan, PlanScope, PlanState
from varsam.domain.said import say
from varsam.engine.estate import Estate, opened
from varsam.engine.key_join import PackedMembers
from varsam.engine.key_sets import KeySets
from varsam.engine.planning import Fingerprints, Made, Planning
from varsam.engine.selecting import Batch, Digest
from varsam.formats import plan_json
from varsam.formats.canonical_json import fingerprint as canonical_fingerprint
from varsam.services import known_rows, own_state, register
from varsam.services.home import Home
from varsam.sources.base import Key, KeySet
from varsam.store import actors, facts, key_codec, key_sets, keys, ledger, people, plans, snapshots, tasks
from varsam.store.key_sets import PackedKeys
from varsam.store.plans import StoredPlan
from varsam.store.transaction import writing

EXPIRES_AFTER = timedelta(days=7)
Progress = Callable[[str, int], None]


def quiet(_what: str, _rows: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class ApprovalResult:
    """An approval as it was noted; `missing` more people must approve."""

    plan: str
    approved_by: str
    approved_at: datetime
    state: str
    missing: int


# -- planning ------------------------------------------------------------------------------------------------


def make_plan(
    home: Home, *, sources: Sequence[str] = (), person: str = "", progress: Progress = quiet
) -> Plan:
    """Compute and keep the plan for the home's day: what the promises demand, and nothing is changed.

    PlanRefused: schema faults. SourceUnavailable: a source can't be reached; it is never skipped.
    """
    now = home.clock()
    found = _PlanKeys()
    with estate(home) as systems:
        planning = planning_of(home, systems, progress=progress)
        planning.keys = found
        made = planning.make(PlanScope(tuple(sources), person))
        known_rows.remember(planning.key_sets)
    plan = plan_json.named(made.plan, plans.new_plan_id())
    _keep(home, plan, made, found, now)
    return plan


@contextmanager
def estate(home: Home) -> Iterator[Estate]:
    """Open every source of the home. NotAllowed: the map of own state leads where own state was before."""
    if home.systems is not None:
        yield home.systems
        return
    own_state.refuse_left_behind(home.maps, home.environment)
    with opened(home.register, home.maps, home.path, home.environment) as systems:
        yield systems


@contextmanager
def kept_open(home: Home) -> Iterator[None]:
    """Let the use cases of the block work on the same connections: plan, apply and verify of one matter.

    What is seen of a schema while planning is looked at again where it counts: before a plan is applied.
    """
    with estate(home) as systems:
        before, home.systems = home.systems, systems
        try:
            yield
        finally:
            home.systems = before


def planning_of(
    home: Home,
    systems: Estate,
    *,
    on: date | None = None,
    progress: Progress = quiet,
) -> Planning:
    """Prepare one run of the planner: the facts that are known, and the instant that is planned for."""
    day = on or home.today
    known = facts.load()
    return Planning(
        estate=systems,
        facts=known,
        at=_instant(home, day),
        on=day,
        fingerprints=_fingerprints(home, known),
        # What is seen for the first time is seen today, whatever day is planned for: dated earlier, it would
        # go before its time.
        key_sets=KeySets(systems, identifiers_of, _first_seen(home.real_today), known_rows.rows_of),
        digest=digesting(),
        progress=progress,
        looks=tasks.last_looks(),
        last=own_state.SOURCE,
    )


def _instant(home: Home, day: date) -> datetime:
    """Now on the real day, so that facts of today count; else the end of the day that is asked for."""
    now = home.clock()
    if day == home.real_today:
        return now
    zone = time_zone(home.register.entities[0].zone)
    return local_midnight(day + timedelta(days=1), zone).astimezone(UTC) - timedelta(microseconds=1)


def identifiers_of(persons: Sequence[str]) -> Mapping[str, Iterable[tuple[str, str]]]:
    """The typed identifiers that are known of people."""
    return {
        person: [(each.type, each.value) for each in known]
        for person, known in people.identifiers_of_all(persons).items()
    }


def _first_seen(day: date) -> Callable[[str, str, Iterable[Key]], Mapping[Key, date]]:
    def seen(source: str, state: str, inside: Iterable[Key]) -> Mapping[Key, date]:
        present = dict.fromkeys(inside, state)
        snapshots.states_left(source, state, present, state)
        return snapshots.first_seen(source, state, present, day)

    return seen


def digesting() -> Digest:
    """A keyed digest over keys in any order: the same rows give the same text, and nobody can guess keys."""
    # A secret that outlives a rotation: what was approved before one must be recognised after it.
    secret = hmac.digest(keys.hash_key(), b"plan keys", "sha256")

    def digest(found: Iterable[Key]) -> str:
        return key_codec.digest(found, secret).digest

    return digest


def _fingerprints(home: Home, known: Sequence[Fact]) -> Fingerprints:
    register, maps = home.fingerprints
    return Fingerprints(
        register=register,
        maps=maps,
        facts=canonical_fingerprint(sorted(fact.id for fact in known)),
    )


@dataclass
class _PlanKeys:
    """A plan's keys, packed, until the plan itself is kept: with it or not at all."""

    _found: list[tuple[int, str, PackedKeys]] = field(default_factory=list)

    def keep(self, number: int, batch: Batch) -> None:
        """See `KeepsKeys`."""
        self._found += [(number, step, key_sets.packed(keys_of)) for step, keys_of in batch.items()]

    def drop(self, first: int) -> None:
        """See `KeepsKeys`."""
        self._found = [each for each in self._found if each[0] < first]

    def write(self, plan: str) -> None:
        """Seal them beside the plan."""
        key_sets.save_plan_keys(plan, ((step, number, found) for number, step, found in self._found))


def _keep(home: Home, plan: Plan, made: Made, found: _PlanKeys, now: datetime) -> None:
    """Store the plan with its sealed keys and its ledger entry, all or nothing."""
    actor = actors.find_or_make(home.actor, "os", now)
    stored = StoredPlan(
        id=plan.plan,
        fingerprint=plan.fingerprint,
        on=plan.on,
        state=PlanState.DRAFTED,
        rows=plan.rows,
        created_at=now,
        expires_at=now + EXPIRES_AFTER,
        created_by=actor.id,
        document=plan_json.write(plan),
    )
    with writing():
        register.adopt(home, actor.id, now)
        plans.expire(now)
        plans.save(stored)
        found.write(plan.plan)
        for name, keys_of in made.key_sets.items():
            distinct = isinstance(keys_of.members, PackedMembers)
            key_sets.save_key_set(plan.plan, name, _Flat(keys_of), distinct=distinct)  # type: ignore[arg-type]
        ledger.append(
            [
                {
                    "type": "plan.drafted",
                    "plan": plan.plan,
                    "fingerprint": plan.fingerprint,
                    "on": plan.on.isoformat(),
                    "rows": plan.rows,
                }
            ],
            now,
        )


@dataclass(frozen=True, slots=True)
class _Flat:
    """Key set members as flat keys: the families, then per member the key with its date at the end."""

    keys_of: KeySet

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        yield tuple(self.keys_of.families)
        for key, day in self.keys_of.members:
            yield (*key, day.isoformat() if day is not None else None)


def unflat(name: str, stored: Iterable[Key]) -> KeySet:
    """Read a key set as it was kept beside its plan."""
    rows = iter(stored)
    families = tuple(str(each) for each in next(rows))
    members = ((row[:-1], date.fromisoformat(str(row[-1])) if row[-1] is not None else None) for row in rows)
    return KeySet(name, families, PackedMembers(members))


# -- stored plans --------------------------------------------------------------------------------------------


def stored_plans(home: Home) -> tuple[StoredPlan, ...]:
    """All plans of the home, newest first; those past their time are expired first."""
    plans.expire(home.clock())
    return plans.listing()


# A plan is read several times on its way; what was read of the same bytes is the same plan.
_read = lru_cache(maxsize=4)(plan_json.read)


def load_plan(plan_id: str) -> Plan:
    """One plan, read from its frozen document. PlanRefused: the document was changed since."""
    return opened_plan(plans.load(plan_id))


def opened_plan(stored: StoredPlan) -> Plan:
    """A stored plan, read from its frozen document. PlanRefused: the document was changed since."""
    try:
        plan = _read(stored.document)
    except ValueError as error:
        raise _tampered(stored.id) from error
    if plan.fingerprint != stored.fingerprint or plan.plan != stored.id:
        raise _tampered(stored.id)
    return plan


def plan_before(plan: Plan) -> Plan | None:
    """The last plan of the same scope that was made before this one; None if there is none."""
    earlier = False
    for stored in plans.listing():
        if earlier and (found := opened_plan(stored)).scope == plan.scope:
            return found
        earlier = earlier or stored.id == plan.plan
    return None


def _tampered(plan_id: str) -> PlanRefused:
    return PlanRefused(
        "the stored plan isn't what was frozen",
        where=f"plan {plan_id}",
        hint="somebody changed the state; run `varsam ledger verify`, then plan again",
    )


def approve(home: Home, plan_id: str) -> ApprovalResult:
    """Approve a stored plan as the home's actor.

    NotAllowed: a forecast, expired, approved by the same person already, or not waiting for approval.
    """
    now = home.clock()
    plan = load_plan(plan_id)
    if plan.on > home.real_today:
        raise NotAllowed(
            say("the plan is a forecast for {on}", on=plan.on.isoformat()),
            where=f"plan {plan_id}",
            hint="plan again on that day; a forecast is never applied",
        )
    actor = actors.find_or_make(home.actor, "os", now)
    with writing():
        approval, done = plans.approve(plan_id, actor.id, now, needed=plan.approvals_needed)
        ledger.append(
            [
                {
                    "type": "plan.approved",
                    "plan": plan_id,
                    "fingerprint": plan.fingerprint,
                    "by": approval.by.digest,
                }
            ],
            now,
        )
        given = len(plans.approvals(plan_id))
    state = plans.load(plan_id).state
    return ApprovalResult(plan_id, home.actor, now, str(state), 0 if done else plan.approvals_needed - given)
