"""Checks over impact assessments: is each that is needed there, whole, decided and carried out?"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.beside.view import Beside
from varsam.domain.assessments import Decision, Level, missing
from varsam.domain.impact_need import Criterion, Need, Verdict
from varsam.domain.said import Said, say

# How a criterion is called where a finding names it.
_CALLED = {
    Criterion.EVALUATION: say("evaluation or profiling"),
    Criterion.DECISIONS: say("automated decisions"),
    Criterion.MONITORING: say("systematic monitoring"),
    Criterion.SENSITIVE: say("sensitive or highly personal data"),
    Criterion.LARGE_SCALE: say("large scale"),
    Criterion.MATCHING: say("matched or combined data"),
    Criterion.VULNERABLE: say("vulnerable people"),
    Criterion.INNOVATIVE: say("new technology"),
    Criterion.PREVENTING: say("keeping people from a right or a service"),
}


def unassessed(view: Beside) -> Iterator[Hit]:
    """An activity needs an impact assessment, and there is none.

    One is needed in the cases of 35(3), and normally where two of nine criteria are met (the authority's
    list). What met them is named: categories, subjects, words of the register, or a person's answer. What
    is done as a processor is the customer's to assess. Found once there is an `assessments.yaml`; without
    the file ASM021 says which activities it would be.
    """
    if view.assessments.present:
        for each in _lacking(view, Verdict.NEEDED):
            yield Hit(
                f"activity {each.activity}",
                say("it needs an impact assessment: {criteria}", criteria=_criteria(each)),
                say("`varsam assessment draft {id} --impact` begins one", id=each.activity),
            )


def nothing_assessed(view: Beside) -> Iterator[Hit]:
    """Activities need an impact assessment, and none at all is written down."""
    found = [each.activity for each in _lacking(view, Verdict.NEEDED)]
    if found and not view.assessments.present:
        yield Hit(
            "activities",
            say("these need an impact assessment: {activities}", activities=", ".join(found)),
            "`varsam assessment list` says why; `varsam assessment draft ACTIVITY --impact` begins one",
        )


def unanswered(view: Beside) -> Iterator[Hit]:
    """Whether an activity needs an impact assessment hangs on what only a person can answer.

    No register tells whether something is done on a large scale, or whether people are vulnerable. One
    criterion is met already, so the answer decides.
    """
    if view.assessments.present:
        for each in _lacking(view, Verdict.ASK):
            yield Hit(
                f"activity {each.activity}",
                say("{criteria} is met; a person must answer the rest", criteria=_criteria(each)),
                say(
                    "write true or false in assessments.yaml under answers, {id}: {questions}",
                    id=each.activity,
                    questions=", ".join(each.ask),
                ),
            )


def _lacking(view: Beside, verdict: Verdict) -> Iterator[Need]:
    for each in view.needs:
        if each.verdict is verdict and not view.assessments.of_activity(each.activity):
            yield each


def _criteria(need: Need) -> Said:
    """The criteria that are met, each with what met it, as one sentence that can be said again."""
    parts: Said | None = None
    for each in need.met:
        part = say("{criterion}, seen by {by}", criterion=_CALLED[each.criterion], by=", ".join(each.by))
        parts = part if parts is None else say("{first}, and {second}", first=parts, second=part)
    return parts if parts is not None else say("article {case}", case=_article(need))


def _article(need: Need) -> str:
    return ", ".join(f"35(3)({each.value})" for each in need.cases)


def actions_overdue(view: Beside) -> Iterator[Hit]:
    """An activity goes on, and measures that its impact assessment promised are overdue.

    A conditional decision holds only while its conditions are kept.
    """
    for each in view.assessments.impacts:
        late = [action for action in each.actions if action.overdue(view.on)]
        if not late:
            continue
        conditional = each.decision is Decision.CONDITIONAL
        yield Hit(
            f"impact assessment {each.id}",
            say(
                "overdue measures: {count}, the first since {day}",
                count=len(late),
                day=min(a.due for a in late),
            ),
            "carry them out, or stop: the decision was made on their condition"
            if conditional
            else "carry them out and write done_on",
        )


def high_unconsulted(view: Beside) -> Iterator[Hit]:
    """A high risk remains, and the authority wasn't consulted before.

    Where measures don't bring a high risk down, the authority is asked before the processing begins; it
    answers within eight weeks, or fourteen.
    """
    for each in view.assessments.impacts:
        if (
            each.residual_risk is Level.HIGH
            and each.consulted_on is None
            and each.decision is not Decision.REJECT
        ):
            yield Hit(
                f"impact assessment {each.id}",
                "a high risk remains after all measures, and nobody consulted the authority",
                "bring the risk down, or consult the authority first and write consulted_on",
            )


def stale_impact(view: Beside) -> Iterator[Hit]:
    """An impact assessment is past the day of its review.

    It is looked at again at least when the risk changes.
    """
    for each in view.assessments.impacts:
        if view.past(each.review_by):
            yield Hit(
                f"impact assessment {each.id}",
                say("it was to be looked at again by {day}", day=each.review_by),
                "look at it again, and set review_by anew",
            )


def rejected_in_use(view: Beside) -> Iterator[Hit]:
    """An activity was rejected, or waits for an answer, and is still in the register.

    What was rejected isn't done. What was referred waits until the authority or the management has answered.
    """
    for each in view.assessments.impacts:
        if each.decision not in (Decision.REJECT, Decision.REFER):
            continue
        for name in each.activities:
            if name in view.activities:
                yield Hit(
                    f"activity {name}",
                    say(
                        "the impact assessment {id} says {decision}", id=each.id, decision=each.decision.value
                    ),
                    "stop it and take it out of the register, or decide anew",
                )


def half_assessed(view: Beside) -> Iterator[Hit]:
    """A section of an impact assessment is missing, or nobody decided.

    The sections are those that the law asks for, as the EDPB's template divides them; the advice of the
    data protection officer and the views of people are among them, or why there are none.
    """
    for each in view.assessments.impacts:
        lacks = missing(each)
        if lacks:
            yield Hit(
                f"impact assessment {each.id}",
                say("it lacks {sections}", sections=", ".join(lacks)),
                "write what is missing",
            )
        if not lacks and (each.decision is None or each.decided_on is None or not each.decided_by):
            yield Hit(
                f"impact assessment {each.id}",
                "nobody has decided",
                "write decision, decided_on and decided_by (a role)",
            )
