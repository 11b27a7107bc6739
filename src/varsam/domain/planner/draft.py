"""The draft of a plan: what the planner can say before anybody has looked at a row.

A draft holds predicates and questions; `engine.plan` resolves the key sets, counts and reads, and
`planner.freeze` makes the plan of the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from varsam.domain.calendar import time_zone
from varsam.domain.ownership import Group, Kind, Method, SourceMap
from varsam.domain.plan import DeleteRows, OverwriteColumns, PlanFinding, Reason, Selected
from varsam.domain.planner.contained import inner_kinds, is_dropped
from varsam.domain.planner.doubts import doubts
from varsam.domain.planner.events import column_view
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.inner_rows import kept_inside, swallowed, unread, unwritable
from varsam.domain.planner.nobody import unowned
from varsam.domain.planner.people import FactView
from varsam.domain.planner.questions import (
    Blocked,
    Coupling,
    KeptQuestion,
    Question,
    Sanity,
    SanityCheck,
    SourceDraft,
)
from varsam.domain.planner.removal import Referrer, Removal
from varsam.domain.planner.sharing import ambiguous, shared
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Differs,
    Edge,
    InKeys,
    Never,
    NewValue,
    Predicate,
    ValueAt,
    every,
    not_true,
    some,
)
from varsam.domain.register import Basis, Purpose, Register
from varsam.domain.retention import formal
from varsam.domain.snapshot import Snapshot


def draft_source(
    register: Register,
    maps: Mapping[str, SourceMap],
    source: SourceMap,
    snapshot: Snapshot,
    facts: FactView,
    today: date,
    *,
    person: str = "",
    prefix: str = "",
    aside: Mapping[str, str] | None = None,
    stays: Mapping[str, str] | None = None,
) -> SourceDraft:
    """Draft what the promises demand of one source on a day, for everybody or for one person.

    `prefix` keeps this draft's key sets apart from those of another draft in the same session. `aside` names,
    per kind, the key set of rows whose dates make no sense: answer the draft's `sanity`, then draft again.
    `stays` names, per kind, the key set of rows that stay because a row that stays refers to them: answer the
    draft's `blocked` and draft again until there is nothing new.
    """
    fates = Fates(register, maps, source, facts, today, prefix=prefix)

    def scope(kind: Kind, group: Group | None) -> Predicate:
        if not person:
            return ALWAYS
        return fates.among(kind, group, frozenset({person}), "scope", goes=False)

    removal = Removal(fates, source, snapshot, scope, aside or {}, stays or {})
    writer = _Writer(fates, removal, person)
    for kind in source.kinds:
        if kind.disposal.method is not Method.NEVER:
            writer.kind(kind)
    return writer.finish()


@dataclass
class _Writer:
    """Writes the steps and questions of one source, kind by kind."""

    fates: Fates
    removal: Removal
    person: str = ""
    deletes: dict[str, DeleteRows] = field(default_factory=dict)
    overwrites: list[OverwriteColumns] = field(default_factory=list)
    sanity: list[Sanity] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    kept: list[KeptQuestion] = field(default_factory=list)

    def kind(self, kind: Kind) -> None:
        """Write everything that one kind needs."""
        goes = self.removal.goes(kind)
        blocked = self.removal.blocked(kind)
        asked = self.removal.ask(kind)
        settled = not_true(some([asked, unwritable(kind), swallowed(self.removal, kind)]))
        reasons = self._reasons(kind, kind.groups)
        if kind.disposal.method is Method.OVERWRITE:
            self._overwrite(kind, "all", every([goes, settled]), kind.disposal.values, kind.groups)
        elif not isinstance(goes, Never) and not is_dropped(kind):
            removed = every([goes, settled, not_true(blocked)])
            self.deletes[kind.name] = DeleteRows(self._selected(kind, "delete", removed, reasons))
            referred = every([goes, settled, blocked])
            if kind.disposal.when_referred is not None:
                self._overwrite(kind, "referred", referred, kind.disposal.when_referred, kind.groups)
            else:
                self._ask(kind, referred, "referred")
        any_goes = some([goes, *(self._group_goes(kind, group) for group in kind.groups)])
        if not isinstance(kind.ask, Never):
            self._ask(kind, every([any_goes, kind.ask]), "ask")
        held = every([any_goes, unwritable(kind), not_true(swallowed(self.removal, kind))])
        self._ask(kind, some([unread(kind), NEVER if is_dropped(kind) else held]), "container")
        if kind.name in self.removal.aside:
            self._ask(
                kind,
                every([any_goes, InKeys(kind.key, self.removal.aside[kind.name])]),
                "due_before_collected",
            )
        self._ask(kind, every([any_goes, self.removal.misread(kind)]), "no_owner")
        if self.person and kind.groups:
            stays = every([kind.where, not_true(goes)])
            self._ask(kind, every([stays, shared(self.fates, kind, self.person)]), "shared")
            self._ask(kind, every([stays, ambiguous(self.fates, kind, self.person)]), "ambiguous_owner")
        self._sane(kind, any_goes)
        newly = self.removal.newly_blocked(kind)
        if not isinstance(newly, Never) and self.removal.matters(kind):
            source = self.fates.source.source
            self.blocked.append(Blocked(source, kind.name, kind.table, kind.key, newly))
        for group in kind.groups:
            self._group(kind, group, goes, settled)

    def _group_goes(self, kind: Kind, group: Group) -> Predicate:
        return every([kind.where, self.removal.scope(kind, group), self.fates.group_goes(kind, group)])

    def _group(self, kind: Kind, group: Group, goes: Predicate, settled: Predicate) -> None:
        alone = (len(kind.groups) == 1 and group.owner is None) or is_dropped(kind)
        if not alone and group.columns:
            values = {column: group.values.get(column) for column in group.columns}
            partial = every([self._group_goes(kind, group), not_true(goes), settled])
            self._overwrite(kind, group.name, partial, values, (group,))
        in_scope = every([kind.where, self.removal.scope(kind, group)])
        for purpose in self._purposes(group):
            views = self.fates.views(purpose, kind, group)
            self.kept.append(
                KeptQuestion(
                    self.fates.source.source,
                    kind.name,
                    kind.table,
                    group.name,
                    every([in_scope, self.fates.keeps(purpose, kind, group)]),
                    purpose.id,
                    self._why_kept(purpose),
                    purpose.law,
                    purpose.rule,
                    views,
                )
            )
        source = self.fates.source.source
        for why in ("hold", "restriction"):
            withheld = every([in_scope, self.fates.withheld(kind, group, why)])
            self.kept.append(KeptQuestion(source, kind.name, kind.table, group.name, withheld, "", why))

    def _why_kept(self, purpose: Purpose) -> str:
        if purpose.id in self.fates.register.undecided():
            return "floor_undecided"
        return "rule" if purpose.settled else "unconfirmed"

    def _purposes(self, group: Group) -> tuple[Purpose, ...]:
        known = self.fates.register.purposes()
        return tuple(known[each] for each in group.purposes)

    def _reasons(self, kind: Kind, groups: tuple[Group, ...]) -> tuple[Reason, ...]:
        if not groups and kind.part_of is not None:
            parent = self.fates.source.kind(kind.part_of.kind)
            return self._reasons(parent, parent.groups)
        if not groups:
            inner = inner_kinds(self.fates.source, kind)
            groups = tuple(group for each in inner if is_dropped(each) for group in each.groups)
        purposes = {purpose.id: purpose for group in groups for purpose in self._purposes(group)}
        erased = self.fates.facts.erased
        return tuple(
            Reason(
                purpose.id,
                formal(purpose.rule) if purpose.rule is not None else "",
                purpose.law,
                "consent"
                if purpose.basis is Basis.CONSENT
                else "erasure"
                if self.person and purpose.id in erased and purpose.basis is not Basis.LEGAL_OBLIGATION
                else "rule_over",
            )
            for purpose in purposes.values()
        )

    def _sane(self, kind: Kind, any_goes: Predicate) -> None:
        if kind.collected is None or isinstance(any_goes, Never):
            return
        checks: list[SanityCheck] = []
        for group in kind.groups:
            for purpose in self._purposes(group):
                if purpose.rule is None:
                    continue
                zone = time_zone(self.fates.register.controller_of(purpose.id).zone)
                ended = self.fates.ended(purpose, kind, group)
                unheld = not_true(self.fates.held(purpose, kind, group))
                views = self.fates.views(purpose, kind, group)
                collected = column_view(kind.collected, zone)
                checks.append(SanityCheck(collected, purpose.rule, views, some([ended, unheld])))
        source = self.fates.source.source
        where = every([any_goes, not_true(kind.ask)])
        self.sanity.append(Sanity(source, kind.name, kind.table, kind.key, where, tuple(checks)))

    def _ask(self, kind: Kind, where: Predicate, fault: str) -> None:
        self.questions.append(Question(self.fates.source.source, kind.name, kind.table, where, fault))

    def _overwrite(
        self,
        kind: Kind,
        name: str,
        where: Predicate,
        values: Mapping[str, NewValue],
        groups: tuple[Group, ...],
    ) -> None:
        where = every([where, not_true(kept_inside(self.removal, kind, values))])
        if isinstance(where, Never) or not values:
            return
        changes = some(Differs(column, value) for column, value in values.items())
        selected = self._selected(kind, name, every([where, changes]), self._reasons(kind, groups))
        names = tuple(group.name for group in groups)
        self.overwrites.append(OverwriteColumns(selected, dict(values), names))

    def _selected(self, kind: Kind, name: str, where: Predicate, reasons: tuple[Reason, ...]) -> Selected:
        source = self.fates.source.source
        return Selected(
            step=f"{source}.{kind.name}.{name}",
            source=source,
            kind=kind.name,
            table=kind.table,
            key=kind.key,
            selection=where,
            reasons=reasons,
            batch_by=self._batch_by(kind),
        )

    def _batch_by(self, kind: Kind) -> tuple[ValueAt, ...]:
        if kind.inside is not None:
            # A container is rewritten once, and equal rows of it are only told apart within one batch.
            columns = kind.inside.container_columns[: kind.inside.outermost]
            return tuple(ValueAt((), column) for column in columns)
        for way in self.fates.ways(kind):
            target = self.fates.target(kind, way)
            take = "one" if way.single else "min"
            return tuple(ValueAt(way.edges, column, take) for column in target.columns)  # type: ignore[arg-type]
        return tuple(ValueAt((), column) for column in kind.key)

    # -- order -------------------------------------------------------------------------------------------

    def finish(self) -> SourceDraft:
        """Everything that was written, in order, without the questions that nothing can answer."""
        steps, couplings = self._ordered()
        fates, snapshot = self.fates, self.removal.snapshot
        return SourceDraft(
            source=fates.source.source,
            steps=steps,
            questions=tuple(each for each in self.questions if not isinstance(each.where, Never)),
            kept=tuple(each for each in self.kept if not isinstance(each.where, Never)),
            doubts=() if self.person else (*doubts(fates), *unowned(fates, snapshot)),
            key_sets=dict(fates.key_sets),
            couplings=couplings,
            sanity=tuple(self.sanity),
            blocked=tuple(self.blocked),
            findings=tuple(self._findings(steps)),
            removal=self.removal,
        )

    def _findings(self, steps: Iterable[DeleteRows | OverwriteColumns]) -> Iterator[PlanFinding]:
        name, snapshot = self.fates.source.source, self.removal.snapshot
        for kind, event in sorted(self.fates.unmapped):
            yield PlanFinding("event_unmapped", "warning", name, kind, {"event": event})
        # Of a source that never has any its connector tells.
        if snapshot.capabilities.transactions:
            for kind, table in sorted({(step.on.kind, step.on.table) for step in steps}):
                seen = snapshot.tables.get(table)
                if seen is not None and not seen.transactional:
                    yield PlanFinding("no_transactions", "info", name, kind, {"table": table})

    def _ordered(
        self,
    ) -> tuple[tuple[DeleteRows | OverwriteColumns, ...], tuple[Coupling, ...]]:
        """Overwrites first (they free references), then deletes with referring rows before referred ones."""
        kinds = tuple(self.fates.source.kind(name) for name in self.deletes)
        order, detach = self.removal.order(kinds)
        deletes = []
        for kind in order:
            step = self.deletes[kind.name]
            if kind.name in detach:
                step = replace(step, detach_first=detach[kind.name])
            deletes.append(step)
        return (*self.overwrites, *deletes), self._couplings(kinds)

    def _couplings(self, kinds: tuple[Kind, ...]) -> tuple[Coupling, ...]:
        """Tie a row's owner to the owner of each row it refers to: it is deleted or detached with it."""
        found: list[Coupling] = []
        for kind in kinds:
            for referrer in self.removal.referrers(kind):
                other = referrer.kind
                if other is None or self._same_owner(other, kind, referrer):
                    continue
                detaching = [
                    each.on
                    for each in self.overwrites
                    if each.on.kind == other.name and set(referrer.columns) & set(each.values)
                ]
                deleting = [self.deletes[other.name].on] if other.name in self.deletes else []
                found += [self._coupling(mine, kind, referrer) for mine in (*deleting, *detaching)]
        return tuple(found)

    def _coupling(self, mine: Selected, kind: Kind, referrer: Referrer) -> Coupling:
        yours = self.deletes[kind.name].on
        other_end = tuple(
            ValueAt((referrer.up, *value.edges), value.column, value.take, value.unset)
            for value in yours.batch_by
        )
        # Where the row referred to stays, its owner is in no batch, or is coupled for nothing: no harm.
        return Coupling(mine.source, mine.table, mine.selection, mine.batch_by, other_end)

    @staticmethod
    def _same_owner(child: Kind, parent: Kind, referrer: Referrer) -> bool:
        """Whether both are batched by one owner because the reference is the way to that owner."""
        if child.name == parent.name:
            return False
        if child.owner is not None:
            first = child.owner.links[0]
            return parent.person and first.person == parent.name and _leads(first.edges, referrer)
        return child.part_of is not None and _leads((child.part_of.edge,), referrer)


def _leads(edges: tuple[Edge, ...], referrer: Referrer) -> bool:
    return len(edges) == 1 and edges[0].on == referrer.up.on
