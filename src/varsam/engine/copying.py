"""One person's data, read from every source: what is found where, and the rows with labels and dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from varsam.domain.calendar import DateOutOfRange
from varsam.domain.ownership import Group, Kind
from varsam.domain.planner.composed import ThroughEvent
from varsam.domain.planner.events import EventView
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.needs import needed_by
from varsam.domain.planner.people import FactView
from varsam.domain.predicate import Never, Predicate, Value, ValueAt, every, exists, some
from varsam.domain.register import Purpose
from varsam.domain.retention import Missing, evaluate
from varsam.engine.estate import Estate
from varsam.engine.key_sets import KeySets
from varsam.sources.base import Query

_REMEMBERED = 10_000
ASKED = "asked"
"""The name under which the person that is asked for goes here; nothing is stored about them."""


@dataclass(slots=True)  # not frozen: that would double what it costs to make one, and a copy has many
class CopyRow:
    """One row of an access copy. `until`: the last day of its longest purpose; None while that is open."""

    source: str
    kind: str
    key: tuple[Value, ...] = field(repr=False)
    data: Mapping[str, Value] = field(repr=False)
    purposes: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class FoundRows:
    """How many rows of a kind are the person's."""

    source: str
    kind: str
    table: str
    rows: int


@dataclass
class Copying:
    """Reads what the sources hold about one person, as of a day. Nothing is changed, nobody recorded."""

    estate: Estate
    key_sets: KeySets
    facts: FactView
    on: date

    def found(self) -> Iterator[FoundRows]:
        """Count the person's rows, kind by kind, leaving out kinds with none."""
        for source, kind, fates in self._kinds():
            mine = self._mine(fates, kind)
            if isinstance(mine, Never):
                continue
            self._stage(source, fates, [mine], [])
            rows = self.estate.sources[source].count(kind.table, mine)
            if rows:
                yield FoundRows(source, kind.name, kind.table, rows)

    def rows(self) -> Iterator[CopyRow]:
        """Stream the person's rows with what they are held for and until when."""
        for source, kind, fates in self._kinds():
            mine = self._mine(fates, kind)
            if not isinstance(mine, Never):
                yield from self._rows(source, kind, fates, mine)

    def _kinds(self) -> Iterator[tuple[str, Kind, Fates]]:
        for name, source_map in self.estate.maps.items():
            fates = Fates(self.estate.register, self.estate.maps, source_map, self.facts, self.on)
            for kind in source_map.kinds:
                yield name, kind, fates

    @staticmethod
    def _mine(fates: Fates, kind: Kind) -> Predicate:
        person = frozenset({ASKED})
        groups: tuple[Group | None, ...] = (None, *kind.groups)
        mine = [fates.among(kind, group, person, "copy", goes=False, sure=True) for group in groups]
        mine.append(fates.seen_by(kind, person, "copy"))
        return every([kind.where, some(mine)]) if some(mine) != Never() else Never()

    def _rows(self, source: str, kind: Kind, fates: Fates, mine: Predicate) -> Iterator[CopyRow]:
        hidden = set(kind.redact)
        columns = [
            column
            for column in dict.fromkeys(column for group in kind.groups for column in group.columns)
            if column not in hidden
        ]
        columns = columns or self._all_columns(source, kind, hidden)
        questions = list(_questions(fates, kind))
        values: list[ValueAt | Predicate] = [ValueAt((), column) for column in (*kind.key, *columns)]
        for _, held, views in questions:
            values.append(held)
            for view in views.values():
                values.extend(view.reading())
        self._stage(source, fates, [mine, *(held for _, held, _ in questions)], questions)
        width = len(kind.key)
        end = width + len(columns)
        labels = [kind.labels.get(column, column) for column in columns]
        # A person's rows say the same few things of their events: each is worked out once.
        told: dict[tuple[Value, ...], tuple[tuple[str, ...], date | None]] = {}
        for row in self.estate.sources[source].read(Query(kind.table, tuple(values), mine)):
            said = row[end:]
            known = told.get(said)
            if known is None:
                if len(told) >= _REMEMBERED:
                    told.clear()
                known = told[said] = _held_until(questions, said)
            data = dict(zip(labels, row[width:end], strict=True))
            yield CopyRow(source, kind.name, row[:width], data, *known)

    def _all_columns(self, source: str, kind: Kind, hidden: set[str]) -> list[str]:
        """A kind without groups of its own (a part of its parent) is copied whole."""
        table = self.estate.snapshot(source).tables.get(kind.table)
        names = [column.name for column in table.columns] if table else []
        return [name for name in names if name not in hidden and name not in kind.key]

    def _stage(
        self,
        source: str,
        fates: Fates,
        predicates: list[Predicate],
        questions: list[tuple[Purpose, Predicate, Mapping[str, EventView]]],
    ) -> None:
        readings = [value for _, _, views in questions for view in views.values() for value in view.reading()]
        for name in sorted(needed_by(predicates, readings)):
            self.estate.sources[source].stage(self.key_sets.resolve(fates.key_sets[name]))


def _questions(fates: Fates, kind: Kind) -> Iterator[tuple[Purpose, Predicate, Mapping[str, EventView]]]:
    """What each purpose says about a row: where it keeps it, and its events; a part asks its parent."""
    known = fates.register.purposes()
    for group in kind.groups:
        for purpose_id in group.purposes:
            purpose = known[purpose_id]
            yield purpose, fates.keeps(purpose, kind, group), fates.views(purpose, kind, group)
    if kind.part_of is not None and not kind.groups:
        edges = (kind.part_of.edge,)
        for purpose, keeps, views in _questions(fates, fates.source.kind(kind.part_of.kind)):
            behind = {name: ThroughEvent(edges, view) for name, view in views.items()}
            yield purpose, exists(edges, keeps), behind


def _held_until(
    questions: list[tuple[Purpose, Predicate, Mapping[str, EventView]]], values: tuple[Value, ...]
) -> tuple[tuple[str, ...], date | None]:
    purposes: dict[str, None] = {}
    latest: date | None = None
    is_open = False
    at = 0
    for purpose, _, views in questions:
        held = values[at]
        at += 1
        states = {}
        for name, view in views.items():
            width = len(view.reading())
            states[name] = view.state(values[at : at + width])
            at += width
        if not held:
            continue
        purposes[purpose.id] = None
        try:
            due = evaluate(purpose.rule, states) if purpose.rule is not None else Missing.OPEN
        except DateOutOfRange:
            due = Missing.OPEN
        if isinstance(due, Missing):
            is_open = True
        else:
            latest = due if latest is None else max(latest, due)
    return tuple(purposes), None if is_open else latest
