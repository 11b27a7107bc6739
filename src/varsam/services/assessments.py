"""Assessments of a home: what is weighed, what needs it, and a draft of one that doesn't exist yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from varsam.domain.assessments import Assessments, ImpactAssessment, InterestAssessment
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.impact_need import Need, need
from varsam.domain.register import Activity, Basis, Purpose
from varsam.formats import assessment_draft, assessments_yaml
from varsam.formats.inserting import insert
from varsam.formats.texts import Lang
from varsam.services.home import Home
from varsam.services.replacing import write_over


@dataclass(frozen=True, slots=True)
class WeighedPurpose:
    """A purpose on legitimate interests and its assessments; none: nobody has weighed it.

    `overriding`: one of them has grounds that may stand against an objection or an erasure today.
    """

    purpose: Purpose
    assessments: tuple[InterestAssessment, ...]
    overriding: bool


@dataclass(frozen=True, slots=True)
class AssessedActivity:
    """An activity, whether it needs an impact assessment, and those there are."""

    activity: Activity
    need: Need
    assessments: tuple[ImpactAssessment, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that was written: its id, of which sort it is, and the file."""

    id: str
    sort: str
    written: Path


def weighed(home: Home) -> tuple[WeighedPurpose, ...]:
    """The purposes on legitimate interests, each with its assessments, in the order of the register."""
    return tuple(
        WeighedPurpose(
            each,
            home.assessments.of_purpose(each.id),
            not each.marketing and home.assessments.overriding(each.id, home.today) is not None,
        )
        for each in home.register.purposes().values()
        if each.basis is Basis.LEGITIMATE_INTERESTS
    )


def assessed(home: Home) -> tuple[AssessedActivity, ...]:
    """Every activity with what is known of its impact assessment, in the order of the register."""
    answers = home.assessments.answers
    return tuple(
        AssessedActivity(
            each, need(home.register, each, answers.get(each.id)), home.assessments.of_activity(each.id)
        )
        for each in home.register.activities
    )


def draft(home: Home, about: str, lang: Lang, *, impact: bool = False) -> Drafted:
    """Begin an assessment in `assessments.yaml`: of a purpose's interest, or of an activity's impact.

    An id that is both is taken for the purpose where that rests on legitimate interests, unless an
    assessment of `impact` is asked for. Nothing that stands there is changed. RegisterError: the register
    has neither, or the file can't be edited or written. NotAllowed: there is one about it already, or the
    purpose rests on another basis.
    """
    purpose = home.register.purposes().get(about)
    activity = next((each for each in home.register.activities if each.id == about), None)
    if (
        not impact
        and purpose is not None
        and (purpose.basis is Basis.LEGITIMATE_INTERESTS or activity is None)
    ):
        return _drafted_interest(home, purpose, lang)
    if activity is None:
        raise RegisterError(
            f"the register has no activity “{about}”"
            if impact
            else f"the register has no activity or purpose “{about}”",
            where=about,
            hint="`varsam assessment list` shows them",
        )
    return _drafted_impact(home, activity, lang)


def _drafted_interest(home: Home, purpose: Purpose, lang: Lang) -> Drafted:
    if purpose.basis is not Basis.LEGITIMATE_INTERESTS:
        raise NotAllowed(
            f"the purpose rests on {purpose.basis}, so there is no interest to weigh",
            where=f"purpose {purpose.id}",
            hint="name a purpose on legitimate interests, or an activity",
        )
    _not_there(home, purpose.id, home.assessments.of_purpose(purpose.id), home.assessments.interests)
    lines = assessment_draft.interest_draft(purpose, home.today, lang)
    return Drafted(purpose.id, "interests", _write(home, "interests", lines, lang))


def _drafted_impact(home: Home, activity: Activity, lang: Lang) -> Drafted:
    _not_there(home, activity.id, home.assessments.of_activity(activity.id), home.assessments.impacts)
    found = need(home.register, activity, home.assessments.answers.get(activity.id))
    lines = assessment_draft.impact_draft(home.register, activity, found, home.today, lang)
    return Drafted(activity.id, "impacts", _write(home, "impacts", lines, lang))


def _only_adds(home: Home, after: Assessments) -> None:
    """Refuse an edit that would touch what stands in the file."""
    before = home.assessments
    same = after.interests[: len(before.interests)] == before.interests
    same = same and after.impacts[: len(before.impacts)] == before.impacts and after.answers == before.answers
    one_more = len(before.interests) + len(before.impacts) + 1
    if not same or len(after.interests) + len(after.impacts) != one_more:
        raise RegisterError(
            "the file is written in a way that nothing can be added to safely",
            where=assessments_yaml.FILE,
            hint="begin the assessment by hand; `varsam schema assessments` says which keys there are",
        )


def _not_there(
    home: Home,
    about: str,
    found: tuple[InterestAssessment | ImpactAssessment, ...],
    every: tuple[InterestAssessment | ImpactAssessment, ...],
) -> None:
    taken = found or tuple(each for each in every if each.id == about)
    if taken:
        raise NotAllowed(
            f"there is an assessment about it already: {taken[0].id}",
            where=assessments_yaml.FILE,
            hint="go on with that one; a draft never writes over anything",
        )


def _write(home: Home, sort: str, lines: tuple[str, ...], lang: Lang) -> Path:
    path = home.path / assessments_yaml.FILE
    before = home.beside(assessments_yaml.FILE)
    text = assessment_draft.head(lang) if before is None else before
    edited = insert(text, path.name, (sort,), lines)
    _only_adds(home, assessments_yaml.parse(edited, path.name))
    try:
        write_over(path, edited)
    except OSError as error:
        raise RegisterError(
            f"the file can't be written: {error.strerror}", where=str(path), hint="give this user the right"
        ) from error
    home.__dict__.pop("assessments", None)
    return path
