"""What a draft asks: rows to count, to read and to set aside before a plan can be frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from varsam.domain.plan import DeleteRows, OverwriteColumns, PlanFinding
from varsam.domain.planner.events import EventView
from varsam.domain.planner.finding_question import FindingQuestion
from varsam.domain.planner.needs import needed_by
from varsam.domain.planner.people import KeySetSpec
from varsam.domain.planner.removal import Removal
from varsam.domain.predicate import Predicate, ValueAt
from varsam.domain.retention import Rule


@dataclass(frozen=True, slots=True)
class Question:
    """Rows left to a person: count them, name the fault."""

    source: str
    kind: str
    table: str
    where: Predicate
    fault: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """Rows that a purpose, hold or restriction keeps: count them, by the last day where the rule has one."""

    source: str
    kind: str
    table: str
    group: str
    where: Predicate
    purpose: str
    why: str
    law: str = ""
    rule: Rule | None = None
    views: Mapping[str, EventView] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sanity:
    """A rule that gives a due date before the row came to be has no answer: a person decides.

    Asked of the rows that would go (`where`), before anything else is drafted: a row that is set aside stays,
    and what it refers to stays with it. `unless` says where the rule wasn't what ended the purpose.
    """

    source: str
    kind: str
    table: str
    key: tuple[str, ...]
    where: Predicate
    checks: tuple[SanityCheck, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """Rows that would go but for a row that stays and refers to them; read their keys."""

    source: str
    kind: str
    table: str
    key: tuple[str, ...]
    where: Predicate


@dataclass(frozen=True, slots=True)
class SanityCheck:
    """One purpose's rule against the day the row came to be."""

    collected: EventView
    rule: Rule
    views: Mapping[str, EventView]
    unless: Predicate


@dataclass(frozen=True, slots=True)
class Coupling:
    """Owners whose rows must go in one batch, since a row of one refers to a row of the other."""

    source: str
    table: str
    where: Predicate
    one: tuple[ValueAt, ...]
    other: tuple[ValueAt, ...]


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """The draft for one source."""

    source: str
    steps: tuple[DeleteRows | OverwriteColumns, ...]
    questions: tuple[Question, ...]
    kept: tuple[KeptQuestion, ...]
    doubts: tuple[FindingQuestion, ...]
    key_sets: Mapping[str, KeySetSpec]
    couplings: tuple[Coupling, ...]
    sanity: tuple[Sanity, ...]
    blocked: tuple[Blocked, ...]
    findings: tuple[PlanFinding, ...]
    removal: Removal


def needed(draft: SourceDraft) -> frozenset[str]:
    """The key sets that the draft's predicates and readings join with."""
    predicates = [step.on.selection for step in draft.steps]
    predicates += [question.where for question in draft.questions]
    predicates += [question.where for question in draft.kept]
    predicates += [doubt.where for doubt in draft.doubts]
    predicates += [coupling.where for coupling in draft.couplings]
    predicates += [blocked.where for blocked in draft.blocked]
    readings = [value for kept in draft.kept for view in kept.views.values() for value in view.reading()]
    return needed_by(predicates, readings) | needed_to_be_sane(draft)


def needed_to_be_sane(draft: SourceDraft) -> frozenset[str]:
    """The key sets that answering the draft's sanity questions joins with."""
    predicates = [sanity.where for sanity in draft.sanity]
    readings: list[ValueAt | Predicate] = []
    for sanity in draft.sanity:
        for check in sanity.checks:
            predicates.append(check.unless)
            for view in (*check.views.values(), check.collected):
                readings.extend(view.reading())
    return needed_by(predicates, readings)
