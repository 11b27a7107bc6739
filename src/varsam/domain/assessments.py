"""What was weighed before data was processed: legitimate interests, and the impact on people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Weighed(StrEnum):
    """What a legitimate-interest assessment came to."""

    PREVAILS = "prevails"
    OVERRIDDEN = "overridden"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class InterestAssessment:
    """One legitimate-interest assessment over one or more purposes. Law: GDPR 6(1)(f).

    The three steps are the interest, the necessity and the balancing (`expectations`, `impact`, `children`).
    `grounds` are compelling grounds that may stand against an objection or an erasure (21(1), 17(1)(c));
    without them the person's wish wins. `decided_by` is a role, never a person.
    Source: EDPB Guidelines 1/2024, the three cumulative steps.
    """

    id: str
    purposes: tuple[str, ...]
    interest: str
    necessity: str = ""
    expectations: str = ""
    impact: str = ""
    children: str = ""
    safeguards: tuple[str, ...] = ()
    opt_out: str = ""
    grounds: str = ""
    outcome: Weighed = Weighed.OPEN
    decided_on: date | None = None
    decided_by: str = ""
    review_by: date | None = None


class Level(StrEnum):
    """How likely or how severe a risk is, or how high it is as a whole."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


_ORDER = (Level.LOW, Level.MEDIUM, Level.HIGH)


def level_of(likelihood: Level, severity: Level) -> Level:
    """How high a risk is: the higher of both where one is high and the other isn't low, else the lower.

    high with medium or high = high; high with low, or medium with medium = medium; all else low.
    """
    total = _ORDER.index(likelihood) + _ORDER.index(severity)
    return Level.HIGH if total >= 3 else Level.MEDIUM if total == 2 else Level.LOW


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk to people, as it is without further measures and as it is with them. Law: GDPR 35(7)(c)–(d)."""

    text: str
    likelihood: Level
    severity: Level
    measures: tuple[str, ...] = ()
    likelihood_after: Level | None = None
    severity_after: Level | None = None

    @property
    def inherent(self) -> Level:
        """How high it is before the measures of the action plan."""
        return level_of(self.likelihood, self.severity)

    @property
    def residual(self) -> Level:
        """How high it stays after them; what nobody said again counts as before."""
        return level_of(self.likelihood_after or self.likelihood, self.severity_after or self.severity)


@dataclass(frozen=True, slots=True)
class Action:
    """One measure of the action plan: who (a role) does it by when, and the day on which it was done."""

    text: str
    by: str
    due: date
    done_on: date | None = None

    def overdue(self, on: date) -> bool:
        """Whether its day has passed and it isn't done."""
        return self.done_on is None and on > self.due


class Decision(StrEnum):
    """What was decided after an impact assessment."""

    APPROVE = "approve"
    CONDITIONAL = "conditional"
    REJECT = "reject"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class ImpactAssessment:
    """One impact assessment over one or more activities. Law: GDPR 35(7), 35(2), 35(9), 35(11), 36.

    `advice` is what the data protection officer said, `views` what the people concerned said, or why they
    weren't asked. `consulted_on`: the day on which the authority was asked before (36).
    Source: the sections of the EDPB's template (draft of April 2026).
    """

    id: str
    activities: tuple[str, ...]
    description: str = ""
    lawfulness: str = ""
    minimisation: str = ""
    retention: str = ""
    quality: str = ""
    rights: str = ""
    by_design: str = ""
    security: str = ""
    risks: tuple[Risk, ...] = ()
    actions: tuple[Action, ...] = ()
    residual: str = ""
    advice: str = ""
    views: str = ""
    decision: Decision | None = None
    decided_on: date | None = None
    decided_by: str = ""
    review_by: date | None = None
    consulted_on: date | None = None

    @property
    def inherent_risk(self) -> Level | None:
        """The highest risk before the measures; None while no risk is written down."""
        return _highest(tuple(each.inherent for each in self.risks))

    @property
    def residual_risk(self) -> Level | None:
        """The highest risk that stays; None while no risk is written down."""
        return _highest(tuple(each.residual for each in self.risks))


SECTIONS = (
    "description",
    "lawfulness",
    "minimisation",
    "retention",
    "quality",
    "rights",
    "by_design",
    "security",
    "advice",
    "views",
)
"""The parts of an impact assessment that are text and that none may lack."""


def missing(impact: ImpactAssessment) -> tuple[str, ...]:
    """The sections that an impact assessment still lacks, by their keys; empty when it is whole."""
    empty = [name for name in SECTIONS if not getattr(impact, name).strip()]
    return (*empty, *(() if impact.risks else ("risks",)))


def steps_missing(assessment: InterestAssessment) -> tuple[str, ...]:
    """The steps that a legitimate-interest assessment still lacks, by their keys; empty when it is whole."""
    steps = ("interest", "necessity", "expectations", "impact", "opt_out")
    return tuple(name for name in steps if not getattr(assessment, name).strip())


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered about an activity that no register can tell. None: not answered."""

    large_scale: bool | None = None
    vulnerable: bool | None = None
    public_area: bool | None = None


@dataclass(frozen=True, slots=True)
class Assessments:
    """The assessments of a home. `present`: there is a file, so that what lacks in it is lacking."""

    interests: tuple[InterestAssessment, ...] = ()
    impacts: tuple[ImpactAssessment, ...] = ()
    answers: Mapping[str, Answers] = field(default_factory=lambda: MappingProxyType({}))
    present: bool = False

    def of_purpose(self, purpose: str) -> tuple[InterestAssessment, ...]:
        """The legitimate-interest assessments about a purpose."""
        return tuple(each for each in self.interests if purpose in each.purposes)

    def of_activity(self, activity: str) -> tuple[ImpactAssessment, ...]:
        """The impact assessments about an activity."""
        return tuple(each for each in self.impacts if activity in each.activities)

    def overriding(self, purpose: str, on: date) -> InterestAssessment | None:
        """The decided assessment whose grounds may stand against an objection or an erasure on a day.

        None: nothing documented stands against it, so the data goes. Law: GDPR 17(1)(c), 21(1).
        """
        for each in self.of_purpose(purpose):
            decided = each.decided_on is not None and each.decided_on <= on
            current = each.review_by is None or on <= each.review_by
            if each.outcome is Weighed.PREVAILS and each.grounds.strip() and decided and current:
                return each
        return None


def _highest(levels: tuple[Level, ...]) -> Level | None:
    return max(levels, key=_ORDER.index) if levels else None
