"""What remains of people after a plan: the control before applying, the search after it, and its last result.

Counts and places only leave this module; identifiers and row keys stay sealed in the journal of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from varsam.domain.errors import NotAllowed
from varsam.domain.facts import erasures
from varsam.domain.ownership import SourceMap
from varsam.domain.plan import ManualTask, Plan, PlanState
from varsam.domain.predicate import ALWAYS
from varsam.engine import residue, residue_expected, residue_people
from varsam.engine.estate import Estate
from varsam.engine.residue import Found, NotSearched
from varsam.engine.residue_people import Place, Sought
from varsam.formats.canonical_json import Json
from varsam.formats.residue.needles import unfit
from varsam.services.home import Home
from varsam.services.planning import Progress, estate, load_plan, planning_of, quiet
from varsam.sources.base import Key
from varsam.store import facts, journal, key_sets, ledger, people, plans
from varsam.store.key_codec import pack, unpack
from varsam.store.transaction import writing

_BEFORE = (PlanState.DRAFTED, PlanState.WAITING, PlanState.APPROVED)
_PENDING = (*_BEFORE, PlanState.APPLYING)
_MOST_PLANS = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with hits. `why`: what it is expected for; `proposal`: a map entry where no map names it."""

    source: str
    table: str
    column: str
    rows: int
    why: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """The search before applying. `goes`: hits in rows that the plan takes; `stays`: those it leaves.

    `beyond`: hits that no step takes and nothing keeps, so that the search afterwards will find them.
    `missed`: places where the map says an identifier stands and the search didn't find it.
    """

    done_at: str
    goes: int
    stays: int
    beyond: tuple[Spot, ...]
    missed: tuple[Place, ...]
    identifiers: int
    left_out: tuple[tuple[str, str, int], ...]
    people: int
    searched_people: int

    @property
    def trusted(self) -> bool:
        """Whether the search found everybody where the maps say they are."""
        return self.identifiers > 0 and self.goes + self.stays > 0 and not self.missed


@dataclass(frozen=True, slots=True)
class Residue:
    """The search after applying. `doubt` (no_control, missed, nobody, no_identifiers): proves nothing."""

    done_at: str
    found: tuple[Spot, ...]
    expected: tuple[Spot, ...]
    tables: int
    columns: int
    by_type: int
    rows: int
    not_searched: tuple[NotSearched, ...]
    left_out: tuple[tuple[str, str, int], ...]
    people: int
    searched_people: int
    identifiers: int
    doubt: str
    missed: tuple[Place, ...]
    control_at: str

    @property
    def clean(self) -> bool:
        """Whether nothing unexpected was found by a search that can be trusted."""
        return not self.found and not self.doubt


# -- before --------------------------------------------------------------------------------------------------


def has_control(plan_id: str) -> bool:
    """Whether the search before applying was made for a plan."""
    return journal.last_search(plan_id, "control") is not None


def of_an_erasure(home: Home, plan: Plan) -> bool:
    """Whether the plan is about one person whose erasure was decided: then nothing of them shall be left."""
    person = plan.scope.person
    return bool(person and erasures(facts.load(person=person), home.clock(), person=person))


def control(home: Home, plan_id: str, *, progress: Progress = quiet) -> Control:
    """Search before applying: what is found now and where is the measure of the search afterwards.

    Also learns the identifiers, since afterwards nobody can. NotAllowed: the plan is being applied, or was.
    """
    plan = load_plan(plan_id)
    state = plans.load(plan_id).state
    if state not in _BEFORE:
        raise NotAllowed(
            f"the plan is {state}",
            where=f"plan {plan_id}",
            hint="the search before applying can't be made afterwards",
        )
    with estate(home) as systems:
        planning = planning_of(home, systems, on=plan.on)
        if plan.scope.person:
            chosen = residue_people.of_person(systems, planning.key_sets.located(plan.scope.person))
        else:
            chosen = residue_people.of_plan(systems, plan_id, plan)
        found = residue.search(systems, chosen.sought, progress)
        fates = residue_expected.fates(planning, plan.scope, found)
        beyond = _beyond(systems, found, fates)
    done = Control(
        done_at=_instant(home.clock()),
        goes=sum(map(len, fates.goes.values())),
        stays=sum(map(len, fates.stays.values())),
        beyond=beyond,
        missed=residue.missed(found, chosen.sought),
        identifiers=len(chosen.sought),
        left_out=tuple((*about, count) for about, count in sorted(chosen.left_out.items())),
        people=chosen.people,
        searched_people=chosen.searched,
    )
    document = _measure(done, chosen.sought, fates)
    rows = sum(found.counts().values())
    _keep(home, plan_id, "control", document, found, rows, done.stays, trusted=done.trusted)
    return done


def _measure(done: Control, sought: Sequence[Sought], fates: residue_expected.Fates) -> dict[str, object]:
    """What the search afterwards is held against: whom it is for, and which hits are expected."""
    return {
        "control": _plain(asdict(done)),
        "sought": [[each.person, each.type, each.value, sorted(map(list, each.places))] for each in sought],
        "expected": [
            [*place, [[why, pack(keys).hex()] for why, keys in _by_reason(stays).items()]]
            for place, stays in sorted(fates.stays.items())
        ],
    }


def _beyond(systems: Estate, found: Found, fates: residue_expected.Fates) -> tuple[Spot, ...]:
    left: dict[Place, int] = dict(found.keyless)
    for place, keys in found.rows.items():
        goes, stays = fates.goes.get(place, set()), fates.stays.get(place, {})
        if rows := sum(1 for key in keys if key not in goes and key not in stays):
            left[place] = left.get(place, 0) + rows
    return _spots(systems, left)


def _by_reason(stays: Mapping[Key, str]) -> dict[str, list[Key]]:
    sorted_by: dict[str, list[Key]] = {}
    for key, why in stays.items():
        sorted_by.setdefault(why, []).append(key)
    return sorted_by


# -- after ---------------------------------------------------------------------------------------------------


def search(home: Home, plan_id: str, *, progress: Progress = quiet) -> Residue:
    """Search all sources for what remains of a plan's people, and keep the result.

    NotAllowed: the plan wasn't applied, or nobody knows any more whom it was about (no control was made).
    SourceUnavailable: a source can't be reached; nothing is kept, search again.
    """
    plan = load_plan(plan_id)
    state = plans.load(plan_id).state
    if state is not PlanState.APPLIED:
        raise NotAllowed(
            f"the plan is {state}", where=f"plan {plan_id}", hint="apply it first; then search for residue"
        )
    record = journal.last_search(plan_id, "control")
    before: Any = record.document if record is not None else None
    sought = _sought(plan, before)
    with estate(home) as systems:
        found = residue.search(systems, sought, progress)
        unexpected, expected = _parted(plan_id, found, before)
        said: Any = before["control"] if before else {}
        done = Residue(
            done_at=_instant(home.clock()),
            found=_spots(systems, unexpected),
            expected=tuple(Spot(*place, rows, why) for (place, why), rows in sorted(expected.items())),
            tables=found.tables,
            columns=found.columns,
            by_type=found.by_type,
            rows=found.cells_rows,
            not_searched=tuple(found.not_searched),
            left_out=tuple((type_, why, count) for type_, why, count in said.get("left_out", ())),
            people=said.get("people", 1),
            searched_people=said.get("searched_people", 1),
            identifiers=len(sought),
            doubt=_doubt(sought, said),
            missed=tuple((place[0], place[1], place[2]) for place in said.get("missed", ())),
            control_at=said.get("done_at", ""),
        )
    document: dict[str, object] = {"residue": _plain(asdict(done))}
    left, kept = (sum(spot.rows for spot in spots) for spots in (done.found, done.expected))
    _keep(home, plan_id, "residue", document, found, left, kept, trusted=not done.doubt)
    return done


def searched_at() -> dict[str, str]:
    """The instant of each plan's last search, for plans that were searched after."""
    return {plan: _instant(at) for plan, at in journal.searched_at().items()}


def result(plan_id: str) -> Residue | None:
    """The last search after applying a plan; None while there was none."""
    record = journal.last_search(plan_id, "residue")
    if record is None:
        return None
    said: Any = record.document["residue"]
    return Residue(
        **{
            **said,
            "found": tuple(Spot(**each) for each in said["found"]),
            "expected": tuple(Spot(**each) for each in said["expected"]),
            "not_searched": tuple(NotSearched(**each) for each in said["not_searched"]),
            "left_out": tuple((each[0], each[1], each[2]) for each in said["left_out"]),
            "missed": tuple((each[0], each[1], each[2]) for each in said["missed"]),
        }
    )


def _sought(plan: Plan, before: Any) -> tuple[Sought, ...]:
    if before is not None:
        return tuple(
            Sought(person, type_, value, frozenset((place[0], place[1], place[2]) for place in places))
            for person, type_, value, places in before["sought"]
        )
    if not plan.scope.person:
        raise NotAllowed(
            "nobody knows any more whom the plan was about",
            where=f"plan {plan.plan}",
            hint="search before applying: `varsam verify PLAN --residue` on a plan that isn't applied yet",
        )
    known = people.identifiers_of(plan.scope.person)
    return tuple(Sought(0, each.type, each.value) for each in known if unfit(each.type, each.value) is None)


def _doubt(sought: Sequence[Sought], said: Mapping[str, Any]) -> str:
    if not said:
        return "no_control"
    if not sought:
        return "no_identifiers"
    if said["missed"]:
        return "missed"
    return "" if said["goes"] + said["stays"] else "nobody"


def _parted(plan_id: str, found: Found, before: Any) -> tuple[dict[Place, int], dict[tuple[Place, str], int]]:
    """Hits that nobody expected, and those that stay on purpose, each with its reason."""
    reasons: dict[Place, dict[Key, str]] = {}
    for source, table, column, kept in before["expected"] if before else ():
        for why, packed in kept:
            reasons.setdefault((source, table, column), {}).update(
                dict.fromkeys(unpack(bytes.fromhex(packed)), why)
            )
    pending = _Pending(plan_id)
    unexpected: dict[Place, int] = dict(found.keyless)
    expected: dict[tuple[Place, str], int] = {}
    for place, keys in found.rows.items():
        known = reasons.get(place, {})
        for key in keys:
            why = known.get(key) or ("other_plan" if key in pending.keys(place[0], place[1]) else "")
            if why:
                expected[place, why] = expected.get((place, why), 0) + 1
            else:
                unexpected[place] = unexpected.get(place, 0) + 1
    return unexpected, expected


class _Pending:
    """The keys that other plans, not yet applied, will take, read table by table as they are asked for."""

    def __init__(self, but: str) -> None:
        waiting = [each.id for each in plans.listing() if each.state in _PENDING and each.id != but]
        self._plans = waiting[:_MOST_PLANS]
        self._loaded: dict[str, Plan] = {}
        self._keys: dict[tuple[str, str], set[Key]] = {}

    def keys(self, source: str, table: str) -> set[Key]:
        """The keys of one table."""
        if (source, table) not in self._keys:
            self._keys[source, table] = set(self._read(source, table))
        return self._keys[source, table]

    def _read(self, source: str, table: str) -> list[Key]:
        found: list[Key] = []
        for plan_id in self._plans:
            plan = self._loaded.setdefault(plan_id, load_plan(plan_id))
            steps = {
                step.on.step
                for step in plan.steps
                if not isinstance(step, ManualTask) and (step.on.source, step.on.table) == (source, table)
            }
            for step, number, _ in key_sets.plan_key_batches(plan_id) if steps else ():
                if step in steps:
                    found += key_sets.load_plan_keys(plan_id, step, number)
        return found


# -- both ----------------------------------------------------------------------------------------------------


def _spots(systems: Estate, counts: Mapping[Place, int]) -> tuple[Spot, ...]:
    spots = []
    for (source, table, column), rows in sorted(counts.items()):
        mapped = systems.maps[source]
        # A kind with a condition may not be what was found: then the table wants a kind of its own.
        kinds = [each.name for each in mapped.kinds if each.table == table and each.where == ALWAYS]
        entry = ""
        if not _is_mapped(mapped, table, column):
            entry = residue.proposal(systems.snapshot(source).tables.get(table), table, column, kinds)
        spots.append(Spot(source, table, column, rows, proposal=entry))
    return tuple(spots)


def _is_mapped(mapped: SourceMap, table: str, column: str) -> bool:
    """Whether some kind answers for the column: by a group, by its key, or as a part of another kind."""
    for kind in mapped.kinds:
        if kind.table == table:
            named = {each for group in kind.groups for each in group.columns} | {*kind.key}
            if column in named or (kind.part_of is not None and not kind.groups) or column == "content":
                return True
    return False


def _keep(
    home: Home,
    plan_id: str,
    kind: Any,
    document: Mapping[str, object],
    found: Found,
    rows: int,
    expected: int,
    *,
    trusted: bool,
) -> None:
    """Keep a search sealed, and its counts in the ledger, all or nothing."""
    now = home.clock()
    entry = {
        "type": "plan.searched",
        "plan": plan_id,
        "phase": "before" if kind == "control" else "after",
        "found": rows,
        "expected": expected,
        "tables": found.tables,
        "not_searched": len(found.not_searched),
        "trusted": trusted,
    }
    with writing():
        journal.searched(plan_id, kind, document, now)
        ledger.append([entry], now)


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _plain(value: Any) -> Json:
    """A document as JSON has it: tuples become lists."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value  # type: ignore[no-any-return]
