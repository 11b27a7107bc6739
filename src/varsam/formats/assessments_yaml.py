"""Reads `assessments.yaml`: what was weighed, and what a person answered that no register can tell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from varsam.domain.assessments import (
    Action,
    Answers,
    Assessments,
    Decision,
    ImpactAssessment,
    InterestAssessment,
    Level,
    Risk,
    Weighed,
)
from varsam.domain.errors import Position
from varsam.formats import declared
from varsam.formats.declared import Holds, Key, section

FILE: Final = "assessments.yaml"

INTEREST = section(
    "an interest assessment",
    InterestAssessment,
    purposes=Key("Ids of the purposes that it is about.", Holds.TEXTS, required=True),
    interest=Key("Step 1: the interest; real, present and lawful, as the register says it.", required=True),
    necessity=Key("Step 2: why nothing that intrudes less reaches it."),
    expectations=Key("Step 3: what people reasonably expect, from how they met you."),
    impact=Key("Step 3: what it does to them, good and bad."),
    children=Key("Step 3: whether children are among them, and what that means."),
    safeguards=Key("Step 3: what keeps the impact small beyond what the law demands.", Holds.TEXTS),
    opt_out=Key("How people say no, and what happens then."),
    grounds=Key("Compelling grounds that may stand against an objection; without them it is followed."),
    outcome=Key("What the weighing came to.", Holds.CHOICE, choices=Weighed),
    decided_on=Key("Day of the decision, YYYY-MM-DD.", Holds.DATE),
    decided_by=Key("The role that decided; no name."),
    review_by=Key("The day by which somebody looks again, YYYY-MM-DD.", Holds.DATE),
)
RISK = section(
    "a risk",
    Risk,
    text=Key("What may happen to people.", required=True),
    likelihood=Key("How likely it is as things are.", Holds.CHOICE, required=True, choices=Level),
    severity=Key("How severe it is for them as things are.", Holds.CHOICE, required=True, choices=Level),
    measures=Key("What is done about it: ids of the register's measures, or words.", Holds.TEXTS),
    likelihood_after=Key("How likely it is with the measures.", Holds.CHOICE, choices=Level),
    severity_after=Key("How severe it is with the measures.", Holds.CHOICE, choices=Level),
)
ACTION = section(
    "an action",
    Action,
    text=Key("What is done.", required=True),
    by=Key("The role that does it; no name.", required=True),
    due=Key("The day by which it is done, YYYY-MM-DD.", Holds.DATE, required=True),
    done_on=Key("The day on which it was done, YYYY-MM-DD.", Holds.DATE),
)
IMPACT = section(
    "an impact assessment",
    ImpactAssessment,
    activities=Key("Ids of the activities that it is about.", Holds.TEXTS, required=True),
    description=Key("What is done with which data, how and with what."),
    lawfulness=Key("Bases, purposes, and why the processing is necessary."),
    minimisation=Key("Why no less data would do."),
    retention=Key("How long it is kept, and why no shorter."),
    quality=Key("How it is kept accurate."),
    rights=Key("How people are informed and use their rights."),
    by_design=Key("What protects data by design and by default."),
    security=Key("What secures it."),
    risks=Key("The risks to people, before and after measures.", Holds.LIST, of=RISK),
    actions=Key("The action plan.", Holds.LIST, of=ACTION),
    residual=Key("Why what remains is acceptable, or isn't."),
    advice=Key("What the data protection officer advised, or that there is none."),
    views=Key("What the people concerned said, or why they weren't asked."),
    decision=Key("What was decided.", Holds.CHOICE, choices=Decision),
    decided_on=Key("Day of the decision, YYYY-MM-DD.", Holds.DATE),
    decided_by=Key("The role that decided; no name."),
    review_by=Key("The day by which somebody looks again, YYYY-MM-DD.", Holds.DATE),
    consulted_on=Key("The day on which the authority was consulted before (GDPR 36).", Holds.DATE),
)
ANSWERS = section(
    "an answer",
    Answers,
    large_scale=Key("Whether it is done on a large scale: people, data, time, area.", Holds.BOOLEAN),
    vulnerable=Key("Whether some of the people are vulnerable or dependent on you.", Holds.BOOLEAN),
    public_area=Key("Whether a place open to the public is watched systematically.", Holds.BOOLEAN),
)


def _assessments(
    interests: tuple[InterestAssessment, ...] = (),
    impacts: tuple[ImpactAssessment, ...] = (),
    answers: Mapping[str, Answers] = MappingProxyType({}),
) -> Assessments:
    return Assessments(interests, impacts, answers, present=True)


WHOLE = section(
    "the assessments",
    _assessments,
    interests=Key("Legitimate-interest assessments by id.", Holds.BY_ID, of=INTEREST),
    impacts=Key("Impact assessments by id.", Holds.BY_ID, of=IMPACT),
    answers=Key("What no register can tell, by activity.", Holds.TEXT_BY_WORD, of=ANSWERS),
)


def parse(text: str, path: str = FILE) -> Assessments:
    """Read the file; `path` only names it. RegisterErrors: every fault at its place, and how to mend it."""
    found: Assessments = declared.read(text, path, WHOLE)
    return found


def places(text: str, path: str = FILE) -> dict[str, Position]:
    """Where each assessment stands, as findings name it (`impact assessment x`)."""
    return declared.places(text, path, WHOLE)


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the file."""
    return declared.schema("Assessments", WHOLE)
