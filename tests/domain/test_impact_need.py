"""Which activities need an impact assessment: what is recognised, and what only a person can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from varsam.domain.assessments import Answers, Level, Risk, level_of
from varsam.domain.impact_need import Case, Criterion, Verdict, need
from varsam.domain.register import Activity, Basis, Entity, Purpose, Register, Role, Statement

PLAIN = Activity(
    "a",
    "Orders",
    Role.CONTROLLER,
    (Purpose("p", "Deliver", Basis.CONTRACT, None),),
    ("e",),
    ("contact",),
    ("supplier",),
)


def found(
    activity: Activity, answers: Answers | None = None, *told: Statement
) -> tuple[Verdict, set[Criterion]]:
    """The verdict on an activity, and the criteria that are met."""
    register = Register("x", (Entity("e", "E AB"),), (activity,), statements=told)
    seen = need(register, activity, answers)
    return seen.verdict, {each.criterion for each in seen.met}


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"categories": ("online.behaviour",)}, Criterion.EVALUATION),
        ({"title": "Kreditvärdering av köpare"}, Criterion.EVALUATION),
        ({"decisions": "below 400 points nobody buys on credit"}, Criterion.DECISIONS),
        ({"categories": ("location",)}, Criterion.MONITORING),
        ({"title": "Kameraövervakning av lagret"}, Criterion.MONITORING),
        ({"categories": ("audio",)}, Criterion.SENSITIVE),
        ({"categories": ("special.health",)}, Criterion.SENSITIVE),
        ({"categories": ("all",)}, Criterion.SENSITIVE),
        ({"title": "Samkörning med andra register"}, Criterion.MATCHING),
        ({"subjects": ("child",)}, Criterion.VULNERABLE),
        ({"title": "Answers drafted by machine learning"}, Criterion.INNOVATIVE),
        ({"title": "Bakgrundskontroll"}, Criterion.PREVENTING),
    ],
)
def test_a_criterion_is_met_by_what_the_register_says(
    changes: dict[str, object], criterion: Criterion
) -> None:
    assert found(PLAIN) == (Verdict.NOT_SEEN, set())
    assert criterion in found(replace(PLAIN, **changes))[1]  # type: ignore[arg-type]


def test_two_criteria_need_one_and_scale_is_never_guessed() -> None:
    calls = replace(PLAIN, categories=("audio",), subjects=("customer",))
    assert found(calls) == (Verdict.ASK, {Criterion.SENSITIVE})
    assert found(calls, Answers(large_scale=True))[0] is Verdict.NEEDED
    assert found(calls, Answers(vulnerable=True))[0] is Verdict.NEEDED
    assert found(calls, Answers(large_scale=False))[0] is Verdict.ASK
    assert found(calls, Answers(large_scale=False, vulnerable=False))[0] is Verdict.NOT_SEEN
    assert found(replace(PLAIN, categories=("audio",), subjects=("employee",)))[0] is Verdict.NEEDED


def test_the_cases_of_the_law_need_one_alone() -> None:
    register = Register("x", (Entity("e", "E AB"),), (PLAIN,))
    scored = replace(PLAIN, title="Scoring", decisions="refused by points")
    assert need(register, scored).cases == (Case.DECISIONS,)
    health = replace(PLAIN, categories=("special.health",))
    assert need(register, health, Answers(large_scale=True)).cases == (Case.SENSITIVE,)
    assert need(register, health).cases == ()
    watched = need(register, PLAIN, Answers(public_area=True))
    assert (watched.cases, watched.verdict) == ((Case.PUBLIC_AREA,), Verdict.NEEDED)
    assert need(register, PLAIN, Answers(public_area=True, large_scale=False)).cases == ()


def test_cookies_profile_where_the_policy_says_so() -> None:
    visits = replace(
        PLAIN,
        categories=("online.cookie",),
        purposes=(Purpose("v", "Analys av besök", Basis.CONSENT, None),),
    )
    told = Statement("s", "Vi anpassar reklamen efter dig, personanpassat.")
    assert found(visits) == (Verdict.ASK, {Criterion.MONITORING})
    assert found(visits, None, told) == (Verdict.NEEDED, {Criterion.EVALUATION, Criterion.MONITORING})
    assert found(PLAIN, None, told) == (Verdict.NOT_SEEN, set())


def test_what_is_done_for_customers_is_theirs_to_assess() -> None:
    storage = replace(PLAIN, role=Role.PROCESSOR, categories=("special",), subjects=("child",))
    assert found(storage)[0] is Verdict.CUSTOMERS


@pytest.mark.parametrize(
    ("likelihood", "severity", "level"),
    [
        ("low", "low", "low"), ("low", "medium", "low"), ("low", "high", "medium"),
        ("medium", "medium", "medium"), ("medium", "high", "high"), ("high", "low", "medium"),
        ("high", "high", "high"),
    ],
)  # fmt: skip
def test_a_risk_is_as_high_as_both_say(likelihood: str, severity: str, level: str) -> None:
    assert level_of(Level(likelihood), Level(severity)) == level
    risk = Risk("r", Level(likelihood), Level(severity))
    assert risk.residual == risk.inherent == level
    assert replace(risk, likelihood_after=Level.LOW, severity_after=Level.LOW).residual is Level.LOW
