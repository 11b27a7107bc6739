"""Which hits of a search a plan leaves on purpose: row by row, while its selections still can be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.plan import DeleteRows, OverwriteColumns, PlanScope
from varsam.domain.planner.questions import KeptQuestion, SourceDraft
from varsam.domain.predicate import Edge, Exists, InKeys, Predicate, ValueAt, every
from varsam.engine.key_sets import families_of
from varsam.engine.planning import Planning
from varsam.engine.residue import Found
from varsam.engine.residue_people import Place
from varsam.sources.base import Key, KeySet, Query

_HITS = "residue:hits"


@dataclass(slots=True)
class Fates:
    """What a plan does to the hits: `goes`, or stays for a reason (`why`), by place and key.

    Reasons: the code of what keeps it (rule, hold, restriction, …), the fault for which it is left to a
    person, or seen_by.
    """

    goes: dict[Place, set[Key]] = field(default_factory=dict, repr=False)
    stays: dict[Place, dict[Key, str]] = field(default_factory=dict, repr=False)


def fates(planning: Planning, scope: PlanScope, found: Found) -> Fates:
    """Sort the hits by what the plan of this scope does to them. Asks each source about the hits only."""
    result = Fates()
    for draft in planning.drafts(scope):
        planning.stage(draft)
        places = {place: keys for place, keys in found.rows.items() if place[0] == draft.source}
        for table in sorted({place[1] for place in places}):
            _Asking(planning, draft, table, places, result).ask()
    return result


@dataclass
class _Asking:
    """Asks about the hits in one table."""

    planning: Planning
    draft: SourceDraft
    table: str
    places: Mapping[Place, Mapping[Key, frozenset[int]]]
    result: Fates

    def ask(self) -> None:
        source = self.draft.source
        seen = self.planning.estate.snapshot(source).tables.get(self.table)
        if seen is None or not seen.primary_key:
            return
        key = seen.primary_key
        keys = {each for place, those in self.places.items() if place[1] == self.table for each in those}
        families = families_of(self.planning.estate, source, self.table, key)
        hits = KeySet(_HITS, families, tuple((each, None) for each in keys))
        self.planning.estate.sources[source].stage(hits)
        mapped = self.planning.estate.maps[source]
        for step in self.draft.steps:
            if step.on.table == self.table:
                self._goes(step, self._among(key, step.on.selection))
        for step in self.draft.steps:
            for where, columns in self._around(mapped, step.on.kind, step.on.selection):
                self._goes_at(columns, self._among(key, where))
        for where, columns, why in (*self._keepers(mapped), *self._keepers_inside(mapped)):
            for each in self._among(key, where):
                for place in self._at(columns):
                    if each in self.places[place]:
                        self.result.stays.setdefault(place, {}).setdefault(each, why)

    def _among(self, key: tuple[str, ...], where: Predicate) -> list[Key]:
        """The keys of the hits for which a predicate is true."""
        query = Query(
            self.table, tuple(ValueAt((), column) for column in key), every([where, InKeys(key, _HITS)])
        )
        return list(self.planning.estate.sources[self.draft.source].read(query))

    def _goes(self, step: DeleteRows | OverwriteColumns, keys: list[Key]) -> None:
        self._goes_at(None if isinstance(step, DeleteRows) else set(step.values), keys)

    def _goes_at(self, columns: set[str] | None, keys: list[Key]) -> None:
        for place in self._at(columns):
            self.result.goes.setdefault(place, set()).update(
                each for each in keys if each in self.places[place]
            )

    def _at(self, columns: set[str] | None) -> list[Place]:
        return [
            place
            for place in self.places
            if place[1] == self.table and (columns is None or place[2] in columns)
        ]

    def _around(
        self, mapped: SourceMap, name: str, where: Predicate
    ) -> Iterator[tuple[Predicate, set[str] | None]]:
        """Where a cell or file of this table holds, however deep, rows for which `where` is true."""
        kind, here, column = mapped.kind(name), where, ""
        inside = kind.inside
        while inside is not None:
            turned = tuple((there, own) for own, there in inside.up)
            here, column = Exists(Edge(kind.table, turned, kind.where, many=True), here), inside.column
            kind = mapped.kind(inside.kind)
            inside = kind.inside
        if kind.table == self.table and kind.name != name:
            yield here, {column} if column else None

    def _keepers_inside(self, mapped: SourceMap) -> Iterator[tuple[Predicate, set[str] | None, str]]:
        """What keeps rows inside cells or files of this table: their hits lie there."""
        found = [(each.kind, each.where, each.why) for each in self.draft.kept]
        found += [(each.kind, each.where, each.fault) for each in self.draft.questions]
        found += [(each.name, each.where, "seen_by") for each in mapped.kinds if each.seen_by]
        for kind, where, why in found:
            for around, columns in self._around(mapped, kind, where):
                yield around, columns, why

    def _keepers(self, mapped: SourceMap) -> Iterator[tuple[Predicate, set[str] | None, str]]:
        """What keeps rows of this table: predicate, the columns it keeps (None: all), and why."""
        for question in self.draft.kept:
            kind = mapped.kind(question.kind)
            if kind.table == self.table:
                group = next(each for each in kind.groups if each.name == question.group)
                # A file stays with all that it holds.
                whole = self.planning.estate.snapshot(mapped.source).dialect == "files"
                yield question.where, None if whole else {*group.columns, *kind.key}, question.why
            for part, where in _parts(mapped, question):
                if part.table == self.table:
                    yield where, None, question.why
        for asked in self.draft.questions:
            if asked.table == self.table:
                yield asked.where, None, asked.fault
        for kind in mapped.kinds:
            if kind.table == self.table and kind.seen_by:
                yield kind.where, {column for group in kind.groups for column in group.columns}, "seen_by"


def _parts(mapped: SourceMap, question: KeptQuestion) -> Iterator[tuple[Kind, Predicate]]:
    """The kinds without groups of their own that stay because a row of this kind does."""
    waiting = [(question.kind, question.where)]
    while waiting:
        parent, where = waiting.pop()
        for kind in mapped.kinds:
            if kind.part_of is not None and kind.part_of.kind == parent and not kind.groups:
                mine = every([kind.where, Exists(kind.part_of.edge, where)])
                yield kind, mine
                waiting.append((kind.name, mine))
