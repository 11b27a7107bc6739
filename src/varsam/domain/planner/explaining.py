"""What to ask of rows so that their fate can be explained, with the planner's own predicates.

Each predicate is read as a flag beside the events' values, so an explanation can't say anything else than
what the plan does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from varsam.domain.calendar import DateOutOfRange
from varsam.domain.explanation import (
    EventSaid,
    GroupSaid,
    OwnerSaid,
    PurposeSaid,
    RowSaid,
    Standing,
    Verdict,
)
from varsam.domain.ownership import Group, Kind, Method
from varsam.domain.plan import OverwriteColumns
from varsam.domain.planner.events import EventView
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.questions import SourceDraft
from varsam.domain.predicate import Always, Never, Predicate, Value, ValueAt
from varsam.domain.register import Basis, Purpose
from varsam.domain.retention import EventState, Missing, cutoffs, evaluate, formal

Values: TypeAlias = Sequence[Value]
Flag: TypeAlias = Callable[[Values], bool]


@dataclass
class Sheet:
    """Collects what to read of a row, each thing once; gives functions that find it in what was read."""

    values: list[ValueAt | Predicate] = field(default_factory=list)
    _places: dict[ValueAt | Predicate, int] = field(default_factory=dict)

    def flag(self, predicate: Predicate) -> Flag:
        """Ask whether a predicate is true of the row; what is always or never true isn't asked."""
        if isinstance(predicate, Always | Never):
            always = isinstance(predicate, Always)
            return lambda _values: always
        place = self._place(predicate)
        return lambda values: bool(values[place])

    def event(self, view: EventView) -> Callable[[Values], EventState]:
        """Ask for the state of an event."""
        places = [self._place(value) for value in view.reading()]
        return lambda values: view.state([values[place] for place in places])

    def _place(self, value: ValueAt | Predicate) -> int:
        if value not in self._places:
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


@dataclass(frozen=True)
class PurposeAsked:
    """One purpose for one group, asked."""

    purpose: Purpose
    undecided: bool
    today: date
    covered: Flag
    held: Flag
    told: Flag
    ended: Flag
    keeps: Flag
    events: Mapping[str, Callable[[Values], EventState]]

    def said(self, values: Values) -> PurposeSaid:
        """Say how the purpose stands for the row that was read."""
        rule = self.purpose.rule
        states = {name: event(values) for name, event in self.events.items()}
        due = self._due(states)
        latest = dict(cutoffs(rule, self.today)) if rule is not None else {}
        return PurposeSaid(
            self.purpose.id,
            self._standing(values, due),
            self.keeps(values),
            formal(rule) if rule is not None else "",
            self.purpose.law,
            due if isinstance(due, date) else None,
            tuple(_event(name, state, latest.get(name)) for name, state in states.items()),
        )

    def _due(self, states: Mapping[str, EventState]) -> EventState:
        if self.purpose.rule is None:
            return Missing.OPEN
        try:
            return evaluate(self.purpose.rule, states)
        except DateOutOfRange:
            return Missing.OPEN

    def _standing(self, values: Values, due: EventState) -> Standing:
        if not self.covered(values):
            return Standing.NOT_FOR_ROW
        if not self.held(values):
            return Standing.NO_CONSENT
        if self.undecided:
            return Standing.FLOOR_UNDECIDED
        if not self.purpose.settled:
            return Standing.UNCONFIRMED
        if self.ended(values):
            if not self.told(values):
                return Standing.ERASED
            return Standing.WITHDRAWN if self.purpose.basis is Basis.CONSENT else Standing.OBJECTED
        if not self.keeps(values):
            return Standing.OVER
        if isinstance(due, Missing):
            return Standing.OPEN if due is Missing.OPEN else Standing.ABSENT
        return Standing.RUNS


@dataclass(frozen=True)
class GroupAsked:
    """One group, asked."""

    group: Group
    goes: Flag
    hold: Flag
    restriction: Flag
    purposes: tuple[PurposeAsked, ...]

    def said(self, values: Values) -> GroupSaid:
        """Say what keeps the group of the row that was read."""
        return GroupSaid(
            self.group.name,
            self.group.columns,
            self.goes(values),
            self.hold(values),
            self.restriction(values),
            tuple(purpose.said(values) for purpose in self.purposes),
        )


@dataclass(frozen=True)
class KindAsked:
    """Everything asked of a kind's rows: `sheet` is what to read, the rest finds it there."""

    source: str
    kind: Kind
    sheet: Sheet
    owners: tuple[tuple[str, Flag], ...]
    groups: tuple[GroupAsked, ...]
    steps: tuple[tuple[str, tuple[str, ...] | None, Flag], ...]
    faults: tuple[tuple[str, Flag], ...]
    blockers: tuple[tuple[str, Flag], ...]

    def said(self, values: Values) -> RowSaid:
        """Explain the row that was read."""
        groups = tuple(group.said(values) for group in self.groups)
        taken = [(step, columns) for step, columns, flag in self.steps if flag(values)]
        faults = tuple(dict.fromkeys(fault for fault, flag in self.faults if flag(values)))
        columns = tuple(dict.fromkeys(column for _, changed in taken for column in changed or ()))
        stays = [group for group in groups if not group.goes]
        return RowSaid(
            source=self.source,
            kind=self.kind.name,
            verdict=self._verdict([columns for _, columns in taken], faults),
            owners=tuple(OwnerSaid(place, flag(values)) for place, flag in self.owners),
            groups=groups,
            steps=tuple(step for step, _ in taken),
            columns=columns,
            faults=faults,
            blocked_by=tuple(dict.fromkeys(name for name, flag in self.blockers if flag(values))),
            part_of=self.kind.part_of.kind if self.kind.part_of is not None else "",
            until=_until(stays),
        )

    def _verdict(self, taken: Sequence[tuple[str, ...] | None], faults: tuple[str, ...]) -> Verdict:
        if self.kind.disposal.method is Method.NEVER:
            return Verdict.NEVER
        if None in taken:
            return Verdict.DELETE
        if taken:
            return Verdict.OVERWRITE
        return Verdict.PERSON if faults else Verdict.KEEP


def asked(draft: SourceDraft, kind: Kind) -> KindAsked:
    """Write down what to ask of a kind's rows to explain what the draft does with them."""
    removal = draft.removal
    fates = removal.fates
    sheet = Sheet()
    ways = [(fates.target(kind, way), way) for way in fates.ways(kind)]
    return KindAsked(
        draft.source,
        kind,
        sheet,
        owners=tuple(
            (
                f"{target.kind}.{'+'.join(target.columns)}" if target.identifier else target.kind,
                sheet.flag(way.taken()),
            )
            for target, way in ways
        ),
        groups=tuple(_group(fates, kind, group, sheet) for group in kind.groups),
        steps=tuple(
            (
                step.on.step,
                tuple(step.values) if isinstance(step, OverwriteColumns) else None,
                sheet.flag(step.on.selection),
            )
            for step in draft.steps
            if step.on.kind == kind.name
        ),
        faults=tuple(
            (question.fault, sheet.flag(question.where))
            for question in draft.questions
            if question.kind == kind.name
        ),
        blockers=tuple(
            (referrer.kind.name if referrer.kind is not None else referrer.table, sheet.flag(where))
            for referrer, where in removal.blockers(kind)
        ),
    )


def asked_of_group(draft: SourceDraft, kind: Kind, group: Group) -> tuple[Sheet, GroupAsked]:
    """Write down what to ask of one group alone, to count rows by it."""
    sheet = Sheet()
    return sheet, _group(draft.removal.fates, kind, group, sheet)


def _group(fates: Fates, kind: Kind, group: Group, sheet: Sheet) -> GroupAsked:
    known = fates.register.purposes()
    return GroupAsked(
        group,
        goes=sheet.flag(fates.group_goes(kind, group)),
        hold=sheet.flag(fates.withheld(kind, group, "hold")),
        restriction=sheet.flag(fates.withheld(kind, group, "restriction")),
        purposes=tuple(_purpose(fates, kind, group, known[each], sheet) for each in group.purposes),
    )


def _purpose(fates: Fates, kind: Kind, group: Group, purpose: Purpose, sheet: Sheet) -> PurposeAsked:
    views = fates.views(purpose, kind, group)
    return PurposeAsked(
        purpose,
        purpose.id in fates.register.undecided(),
        fates.today,
        covered=sheet.flag(fates.covered(purpose, group)),
        held=sheet.flag(fates.held(purpose, kind, group)),
        told=sheet.flag(fates.told(purpose, kind, group)),
        ended=sheet.flag(fates.ended(purpose, kind, group)),
        keeps=sheet.flag(fates.keeps(purpose, kind, group)),
        events={name: sheet.event(view) for name, view in views.items()},
    )


def _event(name: str, state: EventState, latest: date | None) -> EventSaid:
    if isinstance(state, Missing):
        return EventSaid(name, "open" if state is Missing.OPEN else "absent", None, latest)
    return EventSaid(name, "date", state, latest)


def _until(groups: Sequence[GroupSaid]) -> date | None:
    """The last day of what keeps some groups; None while a part of it has no last day."""
    days: list[date] = []
    for group in groups:
        keeping = [each for each in group.purposes if each.keeps]
        if group.hold or group.restriction or not keeping:
            return None
        for each in keeping:
            if each.standing is not Standing.RUNS or each.due is None:
                return None
            days.append(each.due)
    return max(days, default=None)
