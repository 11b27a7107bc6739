"""Which tasks a plan gives to named persons, and which look answers which task."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.facts import Fact, FactKind
from varsam.domain.ownership import ManualKind, SourceMap
from varsam.domain.plan import Plan, PlanScope
from varsam.domain.tasks import Listed, Look, TaskStanding, erased_on, listed, standing

ON = date(2026, 11, 22)
BINDER = ManualKind("binder", "shelf 3", ("orders",), "Office manager", every_days=180, due_in_days=14)
MAPS = (SourceMap("archive", "manual", manual=(BINDER,)),)
ANN, BO = "a" * 32, "b" * 32


def plan(said: Listed, on: date) -> Plan:
    return Plan("p", "", on, PlanScope(), "", {}, {}, "", (), said.tasks, looked_at=said.looked_at)


def look(on: date, person: str = "") -> Look:
    return Look("archive", "binder", person, on)


def days_ago(days: int) -> date:
    return ON - timedelta(days=days)


def test_what_was_never_looked_at_is_asked_for() -> None:
    [task] = listed(MAPS, (), ON, {}).tasks
    assert (task.step, task.responsible, task.due_on) == (
        "archive.binder.look",
        "Office manager",
        ON + timedelta(days=14),
    )
    assert (task.why, task.person, task.every_days) == ("review", "", 180)


def test_what_was_looked_at_is_named_with_its_next_day_until_then() -> None:
    said = listed(MAPS, [look(days_ago(400)), look(days_ago(179))], ON, {})
    assert said.tasks == ()
    [seen] = said.looked_at
    assert (seen.looked_on, seen.next_on) == (days_ago(179), ON + timedelta(days=1))
    due = listed(MAPS, [look(days_ago(180))], ON, {})
    assert (len(due.tasks), due.looked_at) == (1, ())


def test_a_look_at_another_kind_or_for_a_person_is_no_going_through() -> None:
    others = [Look("archive", "drawer", "", ON), Look("cellar", "binder", "", ON), look(ON, ANN)]
    assert len(listed(MAPS, others, ON, {}).tasks) == 1


def test_a_person_is_looked_for_until_somebody_did_since_the_decision() -> None:
    decided = {ANN: days_ago(3)}
    for looks, asked in (
        ([], True),
        ([look(ON)], True),
        ([look(ON, BO)], True),
        ([look(days_ago(4), ANN)], True),
        ([look(days_ago(3), ANN)], False),
        ([look(ON, ANN), look(days_ago(30), ANN)], False),
    ):
        alone = listed(MAPS, looks, ON, decided, person=ANN)
        assert [each.step for each in alone.tasks] == (["archive.binder.look"] if asked else []), looks
        assert len(alone.looked_at) == (0 if asked else 1)
        everybody = listed(MAPS, looks, ON, decided)
        wanted = [each.person for each in everybody.tasks if each.person]
        assert wanted == ([ANN] if asked else []), looks


def test_everybodys_plan_names_each_person_in_a_step_of_its_own() -> None:
    said = listed(MAPS, (), ON, {ANN: ON, BO: ON})
    steps = [each.step for each in said.tasks]
    assert steps == ["archive.binder.look", f"archive.binder.look.{ANN}", f"archive.binder.look.{BO}"]
    assert [each.why for each in said.tasks] == ["review", "erasure", "erasure"]


def test_the_latest_decision_that_stands_counts_by_the_controllers_day() -> None:
    def erasure(id_: str, at: datetime, **more: str) -> Fact:
        return Fact(id_, "north", FactKind.ERASURE_DECIDED, at, at, "a1", ANN, **more)  # type: ignore[arg-type]

    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    facts = [erasure("one", late - timedelta(days=30)), erasure("two", late)]
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert erased_on(facts, at, ZoneInfo("Europe/Stockholm")) == {ANN: date(2026, 11, 21)}
    assert erased_on(facts, late - timedelta(days=1), ZoneInfo("UTC")) == {ANN: date(2026, 10, 21)}


def test_a_plans_tasks_stand_open_until_a_look_answers_them() -> None:
    asked = plan(listed(MAPS, (), ON, {ANN: ON}), ON)
    review, person = standing(asked, ())
    assert (review.done_on, person.done_on) == (None, None)
    assert not review.overdue(review.task.due_on)
    assert review.overdue(review.task.due_on + timedelta(days=1))
    later = ON + timedelta(days=20)
    review, person = standing(asked, [look(later), look(later + timedelta(days=9))])
    assert (review.done_on, person.done_on) == (later, None)
    assert not review.overdue(later + timedelta(days=99))
    # A look before the plan that the plan didn't know of answers the going through, never the person.
    review, person = standing(asked, [look(days_ago(1)), look(days_ago(1), ANN)])
    assert (review.done_on, person.done_on) == (days_ago(1), None)


DAYS = st.integers(min_value=0, max_value=800).map(lambda days: days_ago(400) + timedelta(days=days))
LOOKS = st.lists(st.builds(look, DAYS, st.sampled_from(["", ANN, BO])), max_size=6)


@given(LOOKS, DAYS, st.dictionaries(st.sampled_from([ANN, BO]), DAYS))
def test_every_kind_and_person_is_either_asked_for_or_was_looked_at(
    looks: list[Look], on: date, decided: dict[str, date]
) -> None:
    said = listed(MAPS, looks, on, decided)
    reviews = [each for each in said.tasks if not each.person]
    assert len(reviews) + len(said.looked_at) == 1
    for person, day in decided.items():
        looked = any(each.person == person and each.on >= day for each in looks)
        assert looked is not any(each.person == person for each in said.tasks)


@given(LOOKS, DAYS, st.dictionaries(st.sampled_from([ANN, BO]), DAYS))
def test_who_does_all_tasks_of_a_plan_today_is_asked_for_nothing_again(
    looks: list[Look], on: date, decided: dict[str, date]
) -> None:
    # A plan knows the decisions that stand on its day.
    decided = {person: min(day, on) for person, day in decided.items()}
    asked = plan(listed(MAPS, looks, on, decided), on)
    done = [*looks, *(look(on, each.person) for each in asked.tasks)]
    assert all(isinstance(each, TaskStanding) and each.done_on for each in standing(asked, done))
    assert listed(MAPS, done, on, decided).tasks == ()
