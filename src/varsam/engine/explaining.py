"""Explains why rows go or stay: asks the sources with the predicates of the very plan. Nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from varsam.domain.explanation import (
    GroupCounted,
    KindSaid,
    PurposeCounted,
    PurposeSaid,
    RowSaid,
    Standing,
)
from varsam.domain.ownership import Group, Kind, Method
from varsam.domain.plan import PlanScope
from varsam.domain.planner.explaining import asked, asked_of_group
from varsam.domain.planner.needs import needed_by
from varsam.domain.planner.questions import SourceDraft
from varsam.domain.predicate import All, Compare, Predicate, ValueAt, every
from varsam.domain.register import Purpose
from varsam.domain.retention import cutoffs, formal
from varsam.engine.planning import Planning
from varsam.sources.base import Key, Query


@dataclass
class Explaining:
    """Answers for one source what a plan of the day would do with its rows, and why."""

    planning: Planning
    source: str

    def draft(self) -> SourceDraft:
        """Draft the source as a retention run does, facts included; its key sets are staged."""
        (draft,) = self.planning.drafts(PlanScope((self.source,)))
        self.planning.stage(draft)
        return draft

    def row(self, kind: Kind, key: Key) -> RowSaid | None:
        """Explain one row, a part without groups with its parent; None if there is no such row."""
        where = _is(kind.key, key)
        said = next((said for _, said in self.rows(kind, where)), None)
        if said is None or kind.part_of is None or kind.groups:
            return said
        # A part without groups has no reasons of its own: they are its parent's.
        parent = self.planning.estate.maps[self.source].kind(kind.part_of.kind)
        values = tuple(ValueAt((kind.part_of.edge,), column) for column in parent.key)
        query = Query(kind.table, values, every([kind.where, where]))
        found = next(iter(self.planning.estate.sources[self.source].read(query)), ())
        if not found or any(part is None for part in found):
            return said
        return replace(said, parent=self.row(parent, found))

    def rows(self, kind: Kind, where: Predicate) -> Iterator[tuple[Key, RowSaid]]:
        """Stream (key, explanation) of the kind's rows for which a predicate is true."""
        draft = self.draft()
        about = asked(draft, kind)
        self._stage(draft, about.sheet.values)
        width = len(kind.key)
        values = (*(ValueAt((), column) for column in kind.key), *about.sheet.values)
        query = Query(kind.table, values, every([kind.where, where]))
        for row in self.planning.estate.sources[self.source].read(query):
            yield row[:width], about.said(row[width:])

    def kind(self, kind: Kind) -> KindSaid:
        """Count the kind's rows by what becomes of them and by how each purpose stands for them."""
        draft = self.draft()
        source = self.planning.estate.sources[self.source]
        steps = {
            step.on.step: source.count(step.on.table, step.on.selection)
            for step in draft.steps
            if step.on.kind == kind.name
        }
        faults: Counter[str] = Counter()
        for question in draft.questions:
            if question.kind == kind.name:
                faults[question.fault] += source.count(question.table, question.where)
        return KindSaid(
            self.source,
            kind.name,
            kind.table,
            source.count(kind.table, kind.where),
            kind.part_of.kind if kind.part_of is not None else "",
            kind.disposal.method is Method.NEVER,
            tuple(self._group(draft, kind, group) for group in kind.groups),
            {step: rows for step, rows in steps.items() if rows},
            {fault: rows for fault, rows in faults.items() if rows},
        )

    def _group(self, draft: SourceDraft, kind: Kind, group: Group) -> GroupCounted:
        """Count one group: one pass over the rows, grouped by what the flags and events say."""
        sheet, about = asked_of_group(draft, kind, group)
        self._stage(draft, sheet.values)
        totals: Counter[str] = Counter()
        purposes: list[list[tuple[PurposeSaid, int]]] = [[] for _ in about.purposes]
        source = self.planning.estate.sources[self.source]
        for *values, count in source.read(Query(kind.table, tuple(sheet.values), kind.where, grouped=True)):
            rows, said = int(str(count)), about.said(values)
            totals["goes"] += said.goes * rows
            totals["hold"] += said.hold * rows
            totals["restriction"] += said.restriction * rows
            for place, purpose in enumerate(said.purposes):
                purposes[place].append((purpose, rows))
        return GroupCounted(
            group.name,
            group.columns,
            totals["goes"],
            totals["hold"],
            totals["restriction"],
            tuple(
                _counted(each.purpose, found, self.planning.on)
                for each, found in zip(about.purposes, purposes, strict=True)
            ),
        )

    def _stage(self, draft: SourceDraft, values: Iterable[ValueAt | Predicate]) -> None:
        """Stage what the explanation joins with beyond the draft itself."""
        read = list(values)
        predicates = [value for value in read if not isinstance(value, ValueAt)]
        known = draft.removal.fates.key_sets
        for name in sorted((needed_by(predicates, read) - draft.key_sets.keys()) & known.keys()):
            resolved = self.planning.key_sets.resolve(known[name])
            self.planning.estate.sources[self.source].stage(resolved)


def _is(columns: tuple[str, ...], key: Key) -> Predicate:
    return All(tuple(Compare(column, "=", part) for column, part in zip(columns, key, strict=True)))


def _counted(purpose: Purpose, found: Sequence[tuple[PurposeSaid, int]], today: date) -> PurposeCounted:
    rows: Counter[Standing] = Counter()
    days: list[date] = []
    for said, count in found:
        rows[said.standing] += count
        if said.standing is Standing.RUNS and said.due is not None:
            days.append(said.due)
    return PurposeCounted(
        purpose.id,
        formal(purpose.rule) if purpose.rule is not None else "",
        purpose.law,
        tuple(cutoffs(purpose.rule, today)) if purpose.rule is not None else (),
        dict(rows),
        min(days, default=None),
        max(days, default=None),
    )
