"""Looks and counts: makes a frozen plan of what the promises demand on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from varsam.checks.maps import check_map
from varsam.domain.calendar import DateOutOfRange, time_zone
from varsam.domain.facts import Fact
from varsam.domain.ownership import SourceMap
from varsam.domain.plan import (
    ForPerson,
    Kept,
    KeySetUse,
    Plan,
    PlanFinding,
    PlanScope,
)
from varsam.domain.planner.draft import draft_source
from varsam.domain.planner.freeze import Counted, Inputs, freeze
from varsam.domain.planner.needs import needed_by
from varsam.domain.planner.people import EventKeys, FactView, KeySetSpec, fact_view
from varsam.domain.planner.questions import (
    Blocked,
    KeptQuestion,
    Question,
    Sanity,
    SourceDraft,
    needed,
    needed_to_be_sane,
)
from varsam.domain.planner.schema_faults import SchemaFault, SchemaRefused, schema_faults
from varsam.domain.predicate import Value, ValueAt
from varsam.domain.retention import Missing, Rule, evaluate, formal
from varsam.domain.tasks import Listed, Look, erased_on, listed
from varsam.engine.estate import Estate, chosen
from varsam.engine.key_sets import KeySets, families_of
from varsam.engine.sanity import insane
from varsam.engine.selecting import Digest, KeepsKeys, Selecting
from varsam.engine.writing import refused_writes
from varsam.sources.base import Key, KeySet, Query

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of what the plan is computed from."""

    register: str
    maps: Mapping[str, str]
    facts: str


@dataclass
class Made:
    """A plan with the key sets that are sealed beside it."""

    plan: Plan
    key_sets: dict[str, KeySet]


@dataclass
class Planning:
    """One run of the planner over the open sources. Nothing in a controller's system is changed.

    `last` names the source whose steps come after all others: what they let go, others may rest on.
    """

    estate: Estate
    facts: Sequence[Fact]
    at: datetime
    on: date
    fingerprints: Fingerprints
    key_sets: KeySets
    digest: Digest
    keys: KeepsKeys | None = None
    progress: Progress = lambda _what, _rows: None
    prefix: str = ""
    looks: Sequence[Look] = ()
    last: str = ""
    _staged: dict[str, KeySet] = field(default_factory=dict)

    def view(self) -> FactView:
        """What the facts say at the instant that is planned for."""
        return fact_view(self.facts, self.estate.register, self.at)

    def drafts(self, scope: PlanScope) -> list[SourceDraft]:
        """Draft every source in scope. PlanRefused lists all schema faults."""
        view = self.view()
        drafts = [
            self._draft(source_map, view, scope) for source_map in chosen(self.estate.maps, scope.sources)
        ]
        origins = {origin for draft in drafts for origin in _origins(draft)}
        drafts.sort(key=lambda draft: (draft.source == self.last, draft.source in origins))
        faults = [
            fault
            for draft in drafts
            for fault in schema_faults(
                draft, self.estate.maps[draft.source], self.estate.snapshot(draft.source)
            )
        ]
        if faults:
            raise SchemaRefused(tuple(faults))
        return drafts

    def _draft(self, source_map: SourceMap, view: FactView, scope: PlanScope) -> SourceDraft:
        """Draft one source in rounds, until what must stay is known.

        First the rows are set aside whose dates make no sense; then, round by round, the rows that stay
        because a row that stays refers to them.
        """
        snapshot = self.estate.snapshot(source_map.source)
        aside: dict[str, str] = {}
        stays: dict[str, str] = {}

        def draft() -> SourceDraft:
            return draft_source(
                self.estate.register,
                self.estate.maps,
                source_map,
                snapshot,
                view,
                self.on,
                person=scope.person,
                prefix=self.prefix,
                aside=aside,
                stays=stays,
            )

        found = draft()
        if schema_faults(found, source_map, snapshot):
            return found
        aside |= self._without_sense(found)
        if aside:
            found = draft()
        while new := self._staying(found):
            stays |= new
            found = draft()
        return found

    def _without_sense(self, draft: SourceDraft) -> dict[str, str]:
        """The key sets of rows whose dates make no sense, by kind."""
        self._stage(draft, needed_to_be_sane(draft))
        source = self.estate.sources[draft.source]
        found = ((sanity, tuple(insane(source, sanity))) for sanity in draft.sanity)
        return {sanity.kind: self._collect("aside", sanity, keys) for sanity, keys in found if keys}

    def _staying(self, draft: SourceDraft) -> dict[str, str]:
        """The key sets of rows that are newly found to stay because of a reference, by kind."""
        self._stage(draft, needed_by([blocked.where for blocked in draft.blocked], ()))
        new = {}
        for blocked in draft.blocked:
            values = tuple(ValueAt((), column) for column in blocked.key)
            query = Query(blocked.table, values, blocked.where)
            if keys := tuple(self.estate.sources[draft.source].read(query)):
                new[blocked.kind] = self._collect("stays", blocked, keys)
        return new

    def _collect(self, what: str, about: Sanity | Blocked, keys: tuple[Key, ...]) -> str:
        """Add keys to the key set of a kind, and give its name."""
        name = f"{self.prefix}{what}:{about.source}.{about.kind}"
        families = families_of(self.estate, about.source, about.table, about.key)
        before = self._staged[name].members if name in self._staged else ()
        self._staged[name] = KeySet(name, families, (*before, *((key, None) for key in keys)))
        return name

    def make(self, scope: PlanScope) -> Made:
        """Make the plan: resolve key sets, select, count, read what is kept and what a person must decide."""
        with self.estate.together(few=bool(scope.person)):
            return self._make(scope)

    def _make(self, scope: PlanScope) -> Made:
        drafts = self.drafts(scope)
        counted: list[Counted] = []
        for_person: list[ForPerson] = []
        kept: list[Kept] = []
        findings = self._findings(drafts)
        selecting = Selecting(self.estate, self.digest, self.keys, few=bool(scope.person))
        refused: list[SchemaFault] = []
        for draft in drafts:
            self.stage(draft)
            refused.extend(refused_writes(self.estate, draft))
            for found in selecting.select(draft):
                counted.append(found)
                self.progress(found.step.on.step, found.rows)
            for_person.extend(self._ask(question) for question in draft.questions)
            for kept_question in draft.kept:
                kept.extend(self._keep(kept_question))
            findings.extend(self._doubted(draft))
        if refused:
            raise SchemaRefused(tuple(refused))
        manual = self._manual(scope)
        plan = freeze(
            self._inputs(scope, drafts),
            counted,
            manual=manual.tasks,
            kept=kept,
            for_person=for_person,
            findings=findings,
            key_sets=self._uses(drafts),
            maps=self.estate.maps,
            snapshots={draft.source: self.estate.snapshot(draft.source) for draft in drafts},
            looked_at=manual.looked_at,
        )
        used = {use.name for use in plan.key_sets}
        return Made(plan, {name: keys for name, keys in self._staged.items() if name in used})

    # -- selecting ---------------------------------------------------------------------------------------

    def stage(self, draft: SourceDraft) -> None:
        """Resolve the draft's key sets and make them available in its source."""
        self._stage(draft, needed(draft))

    def _stage(self, draft: SourceDraft, names: Iterable[str]) -> None:
        for name in sorted(names):
            if name not in self._staged:
                self._staged[name] = self.key_sets.resolve(draft.key_sets[name])
            self.estate.sources[draft.source].stage(self._staged[name])

    # -- what isn't a step -------------------------------------------------------------------------------

    def _ask(self, question: Question) -> ForPerson:
        rows = self.estate.sources[question.source].count(question.table, question.where)
        return ForPerson(question.source, question.kind, question.table, rows, question.fault, question.why)

    def _keep(self, question: KeptQuestion) -> Iterable[Kept]:
        """Count what is kept, by the last day where the rule gives one."""
        source = self.estate.sources[question.source]
        if question.rule is None or question.why != "rule":
            rows = source.count(question.table, question.where)
            yield self._kept(question, rows, None)
            return
        views = dict(question.views)
        reading = [value for view in views.values() for value in view.reading()]
        counts: dict[date | None, int] = {}
        if not reading:
            counts[None] = source.count(question.table, question.where)
        else:
            query = Query(question.table, tuple(reading), question.where, grouped=True)
            for row in source.read(query):
                until = _until(question, question.rule, row[:-1])
                counts[until] = counts.get(until, 0) + int(str(row[-1]))
        for until, rows in sorted(counts.items(), key=lambda each: each[0] or date.max):
            yield self._kept(question, rows, until)

    @staticmethod
    def _kept(question: KeptQuestion, rows: int, until: date | None) -> Kept:
        return Kept(
            question.source,
            question.kind,
            question.table,
            question.group,
            rows,
            question.purpose,
            formal(question.rule) if question.rule is not None else "",
            question.law,
            until,
            question.why,
        )

    def _doubted(self, draft: SourceDraft) -> Iterable[PlanFinding]:
        for doubt in draft.doubts:
            rows = self.estate.sources[doubt.source].count(doubt.table, doubt.where)
            if rows:
                said: dict[str, str | int] = {**doubt.parameters, "rows": rows}
                yield PlanFinding(doubt.code, doubt.level, doubt.source, doubt.kind, said)

    def _manual(self, scope: PlanScope) -> Listed:
        """What named persons must look at, given who looked before."""
        zone = time_zone(self.estate.register.entities[0].zone)
        erased = erased_on(self.facts, self.at, zone)
        maps = chosen(self.estate.maps, scope.sources)
        return listed(maps, self.looks, self.on, erased, person=scope.person)

    def _findings(self, drafts: Sequence[SourceDraft]) -> list[PlanFinding]:
        found = [finding for draft in drafts for finding in draft.findings]
        for draft in drafts:
            source_map = self.estate.maps[draft.source]
            for seen in check_map(source_map, self.estate.snapshot(draft.source), self.estate.register):
                said = {"where": seen.where, "message": seen.message, "hint": seen.hint}
                found.append(PlanFinding(seen.code, str(seen.level), draft.source, "", said))
        for purpose in self.estate.register.purposes().values():
            if purpose.id in self.estate.register.undecided():
                found.append(PlanFinding("floor_undecided", "error", parameters={"purpose": purpose.id}))
            elif not purpose.settled:
                found.append(PlanFinding("rule_unconfirmed", "error", parameters={"purpose": purpose.id}))
        return found

    def _uses(self, drafts: Sequence[SourceDraft]) -> list[KeySetUse]:
        uses = []
        for draft in drafts:
            for name in needed(draft):
                members = self._staged[name].members
                keys = ((*key, day.isoformat() if day else None) for key, day in members)
                uses.append(KeySetUse(name, draft.source, len(members), self.digest(keys)))
        return uses

    def _inputs(self, scope: PlanScope, drafts: Sequence[SourceDraft]) -> Inputs:
        sources = {draft.source for draft in drafts}
        return Inputs(
            on=self.on,
            scope=scope,
            register=self.fingerprints.register,
            maps={name: print_ for name, print_ in self.fingerprints.maps.items() if name in sources},
            snapshots={name: self.estate.snapshot(name).fingerprint for name in sorted(sources)},
            facts=self.fingerprints.facts,
        )


def _origins(draft: SourceDraft) -> set[str]:
    return {source for spec in draft.key_sets.values() for source in _spec_origins(spec)} - {draft.source}


def _spec_origins(spec: KeySetSpec) -> set[str]:
    return {source for source, _ in spec.origins} if isinstance(spec, EventKeys) else set()


def _until(question: KeptQuestion, rule: Rule, values: Sequence[Value]) -> date | None:
    states, at = {}, 0
    for name, view in question.views.items():
        width = len(view.reading())
        states[name] = view.state(values[at : at + width])
        at += width
    try:
        due = evaluate(rule, states)
    except DateOutOfRange:
        return None
    return None if isinstance(due, Missing) else due
