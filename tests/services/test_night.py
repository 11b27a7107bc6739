"""The night over a real database: what goes under a standing approval, and what waits for a person."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.services.nights import MAIL, SHOP, START, Controller, local
from tests.store.homes import Home as OwnState
from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.facts import FactKind, Scope
from varsam.domain.night import Outcome
from varsam.domain.plan import PlanState
from varsam.domain.standing import Limits
from varsam.formats.canonical_json import parse
from varsam.services import applying, night, planning, recording, standing, systems
from varsam.store import lock, nights, plans
from varsam.store import standing as store
from varsam.store.models import LedgerEntry, StandingApproval, StandingVoice

LONG_AGO = date(2024, 1, 1)
NEXT = START + timedelta(days=1)


@pytest.fixture
def shop(sqlite_state: OwnState) -> Controller:
    """A controller with one source, which may be changed, and three customers of whom two are due."""
    controller = Controller(sqlite_state.path).build()
    controller.customers(2, LONG_AGO)
    controller.customers(1, None, first=3)
    return controller


def types() -> list[str]:
    """The types of the ledger's entries, in order."""
    documents = LedgerEntry.objects.order_by("index").values_list("document", flat=True)
    return [str(dict(parse(bytes(each)))["type"]) for each in documents]  # type: ignore[arg-type,call-overload]


def entries(type_: str) -> list[dict[str, object]]:
    """The ledger's entries of a type."""
    documents = LedgerEntry.objects.order_by("index").values_list("document", flat=True)
    found = [parse(bytes(each)) for each in documents]
    return [each for each in found if isinstance(each, dict) and each["type"] == type_]  # type: ignore[misc]


def test_what_is_due_goes_under_a_standing_approval_and_is_proven(shop: Controller) -> None:
    allowed = shop.allow()
    assert shop.rows() == 3
    assert shop.night(NEXT) == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1
    [approved] = entries("plan.approved")
    assert approved["standing"] == allowed.standing.id
    assert types()[-3:] == ["plan.applied", "plan.verified", "night.ended"]
    [ended] = entries("night.ended")
    assert (ended["rows"], ended["outcome"], ended["standing"]) == (2, "applied", allowed.standing.id)
    assert shop.night(NEXT, "02:00") == {}, "once a night"
    assert shop.night(NEXT + timedelta(days=1)) == {"shop": Outcome.NOTHING}


def test_without_a_standing_approval_it_waits_and_the_next_night_applies_what_a_person_approved(
    shop: Controller,
) -> None:
    assert shop.night(NEXT) == {"shop": Outcome.WAITS}
    first = nights.last_run("shop")
    assert first is not None
    assert (first.reason, first.rows, shop.rows()) == ("none", 2, 3)
    shop.night(NEXT + timedelta(days=1))
    second = nights.last_run("shop")
    assert second is not None
    assert plans.load(first.plan).state is PlanState.EXPIRED, "one plan waits, not one a night"
    shop.actor = "anna"
    planning.approve(shop.home, second.plan)
    shop.actor = "worker"
    assert shop.rows() == 3
    assert shop.night(NEXT + timedelta(days=2)) == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1
    assert plans.load(second.plan).state is PlanState.APPLIED
    assert set(nights.nights_of_plans()) >= {first.plan, second.plan}


@pytest.mark.parametrize(
    ("limits", "reason"),
    [((1, None), "rows"), ((None, 0.5), "share"), ((2, 0.67), ""), ((1, 0.1), "rows share")],
)
def test_beyond_its_limits_nothing_goes(
    shop: Controller, limits: tuple[int | None, float | None], reason: str
) -> None:
    shop.allow(rows=limits[0], share=limits[1])
    shop.night(NEXT)
    run = nights.last_run("shop")
    assert run is not None
    assert (run.reason, shop.rows()) == (reason, 3 if reason else 1)


def test_two_different_persons_and_not_one_twice(shop: Controller) -> None:
    shop.actor = "anna"
    until = START + timedelta(days=90)
    proposed = standing.propose(shop.home, standing.draft(shop.home, "shop", until, Limits(10)))
    assert (proposed.state, proposed.missing) == ("one_person", 1)
    with pytest.raises(NotAllowed, match="you have approved"):
        standing.approve(shop.home, "shop")
    with pytest.raises(NotAllowed, match="waits for a second"):
        standing.propose(shop.home, standing.draft(shop.home, "shop", until, Limits(10_000)))
    assert shop.night(NEXT) == {"shop": Outcome.WAITS}
    assert shop.rows() == 3
    shop.actor = "bo"
    assert standing.approve(shop.home, "shop").state == "stands"
    with pytest.raises(NotAllowed, match="no standing approval"):
        standing.approve(shop.home, "shop")
    shop.actor = "worker"
    assert shop.night(NEXT + timedelta(days=1)) == {"shop": Outcome.APPLIED}
    assert [each["by"] for each in entries("standing.approved")] != []


def test_one_person_takes_it_back_and_a_new_one_replaces_the_old(shop: Controller) -> None:
    first = shop.allow(rows=1)
    second = shop.allow(rows=50)
    states = {each.standing.id: each.state for each in standing.listing(shop.home, "shop")}
    assert states == {first.standing.id: "revoked", second.standing.id: "stands"}
    shop.actor = "cia"
    standing.revoke(shop.home, "shop")
    assert [each["reason"] for each in entries("standing.ended")] == ["replaced", "revoked"]
    assert shop.night(NEXT) == {"shop": Outcome.WAITS}
    assert shop.rows() == 3


def test_a_changed_map_or_rule_ends_what_was_approved(shop: Controller) -> None:
    shop.allow()
    register = shop.path / "register.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("1 year", "1 day"), encoding="utf-8")
    assert shop.night(NEXT) == {"shop": Outcome.WAITS}
    assert getattr(nights.last_run("shop"), "reason", "") == "rule_changed"
    register.write_text(text, encoding="utf-8")
    (shop.path / "sources" / "shop.yaml").write_text(
        SHOP.replace("{contract.end: closed_on}", "{contract.end: {column: closed_on, unset: 1970-01-01}}"),
        encoding="utf-8",
    )
    assert shop.night(NEXT + timedelta(days=1)) == {"shop": Outcome.WAITS}
    assert getattr(nights.last_run("shop"), "reason", "") == "map_changed"
    (shop.path / "sources" / "shop.yaml").write_text(SHOP.replace("2}", "1}"), encoding="utf-8")
    assert shop.night(NEXT + timedelta(days=2)) == {"shop": Outcome.APPLIED}, "the pace changes nothing"


def test_a_second_person_approves_only_what_the_first_saw(shop: Controller) -> None:
    shop.actor = "anna"
    standing.propose(shop.home, standing.draft(shop.home, "shop", START + timedelta(days=90), Limits(10)))
    register = shop.path / "register.yaml"
    register.write_text(register.read_text(encoding="utf-8").replace("1 year", "1 day"), encoding="utf-8")
    shop.actor = "bo"
    with pytest.raises(NotAllowed, match="changed since"):
        standing.approve(shop.home, "shop")


def test_terms_that_were_widened_behind_our_back_are_refused(shop: Controller) -> None:
    shop.allow(days=30)
    later = START + timedelta(days=3000)
    StandingApproval.objects.update(until=later)
    with pytest.raises(PlanRefused, match="changed"):
        store.current("shop")
    shop.night(NEXT)
    assert shop.rows() == 3
    StandingApproval.objects.update(until=START + timedelta(days=30))
    standing.revoke(shop.home, "shop")
    StandingApproval.objects.update(ended_at=None)
    assert store.current("shop") is None, "a revocation isn't undone by emptying a column"
    StandingVoice.objects.filter(said="revoked").update(said="approved")
    with pytest.raises(PlanRefused, match="changed"):
        store.listing("shop")


def test_the_first_nights_only_observe_and_say_what_would_have_gone(shop: Controller) -> None:
    shop.change(observe_nights=3)
    shop.allow()
    for number in range(3):
        assert shop.night(NEXT + timedelta(days=number)) == {"shop": Outcome.WAITS}
        assert getattr(nights.last_run("shop"), "reason", "") == "first_nights"
    assert shop.night(NEXT + timedelta(days=3)) == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1


def test_a_source_that_is_observed_is_planned_and_never_changed(shop: Controller) -> None:
    shop.allow()
    systems.switch_mode(shop.home, "shop", "observe")
    for number in range(6):
        assert shop.night(NEXT + timedelta(days=number)) == {"shop": Outcome.OBSERVED}
    run = nights.last_run("shop")
    assert run is not None
    assert (run.rows, run.overdue, shop.rows()) == (2, 2, 3)


def test_rows_are_overdue_when_they_waited_longer_than_is_put_up_with(shop: Controller) -> None:
    late = []
    for number in range(6):
        if number == 2:
            shop.customers(5, LONG_AGO, first=10)
        shop.night(NEXT + timedelta(days=number))
        late.append(getattr(nights.last_run("shop"), "overdue", -1))
    assert late == [0, 0, 0, 0, 2, 2], "those that came later aren't late yet"


def test_a_source_that_is_gone_is_tried_again_and_never_a_success(shop: Controller) -> None:
    shop.allow()
    away = shop.path / "away.sqlite3"
    (shop.path / "shop.sqlite3").rename(away)
    assert shop.night(NEXT, "01:00") == {"shop": Outcome.UNREACHED}
    assert shop.night(NEXT, "01:03") == {}
    assert shop.night(NEXT, "01:06") == {"shop": Outcome.UNREACHED}
    away.rename(shop.path / "shop.sqlite3")
    assert shop.night(NEXT, "01:20") == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1


def test_a_failure_of_one_source_stops_no_other(shop: Controller) -> None:
    (shop.path / "sources" / "old.yaml").write_text(
        SHOP.replace("source: shop", "source: old").replace("shop.sqlite3", "old.sqlite3"), encoding="utf-8"
    )
    shop.sql("CREATE TABLE customers (id INTEGER, email TEXT, closed_on DATE)", file="old")
    shop.allow()
    assert shop.night(NEXT) == {"old": Outcome.FAILED, "shop": Outcome.APPLIED}


def test_a_run_that_is_longer_than_its_night_goes_on_the_next(shop: Controller) -> None:
    shop.allow()
    shop.customers(8, LONG_AGO, first=10)
    shop.change(hours=(time(1), time(1, 10)))
    shop.now = local(NEXT, "01:00")
    calls = 0

    def later() -> bool:
        nonlocal calls
        calls += 1
        if shop.rows() <= 7:
            shop.now = local(NEXT, "01:11")
        return False

    [run] = shop.look(stop=later)
    assert (run.outcome, run.reason) == (Outcome.STOPPED, "hours")
    assert shop.rows() == 7
    assert shop.night(NEXT, "02:00") == {}
    assert shop.night(NEXT + timedelta(days=1)) == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1
    plans_used = {each.plan for each in nights.runs("shop")}
    assert len(plans_used) == 2, "the plan of the first night was gone on with, then one for the rest"


def test_the_sources_own_window_holds_too(shop: Controller) -> None:
    text = SHOP.replace("pace: {batch_rows: 2}", 'pace: {window: "03:00-04:00"}')
    (shop.path / "sources" / "shop.yaml").write_text(text, encoding="utf-8")
    shop.allow()
    assert shop.night(NEXT, "01:00") == {}, "without hours of its own the window is its night"
    assert shop.night(NEXT, "03:00") == {"shop": Outcome.APPLIED}
    shop.customers(1, LONG_AGO, first=20)
    shop.change(sources={"shop": (time(1), time(5))})
    day = NEXT + timedelta(days=1)
    assert shop.night(day, "02:50") == {"shop": Outcome.STOPPED}
    assert shop.rows() == 2
    assert shop.night(day, "03:01") == {"shop": Outcome.APPLIED}


def test_taking_the_approval_back_stops_a_run_between_two_batches(shop: Controller) -> None:
    shop.allow()
    shop.customers(8, LONG_AGO, first=10)
    shop.now = local(NEXT, "01:00")

    def revoke() -> bool:
        if shop.rows() == 7 and standing.listing(shop.home, "shop")[0].state == "stands":
            standing.revoke(shop.home, "shop")
        return False

    [run] = shop.look(stop=revoke)
    assert (run.outcome, run.reason) == (Outcome.STOPPED, "standing_ended")
    assert shop.rows() == 7
    with pytest.raises(NotAllowed, match="doesn't stand"):
        applying.apply(shop.home, run.plan)
    assert shop.night(NEXT, "01:30") == {"shop": Outcome.WAITS}
    assert shop.rows() == 7


def test_rows_that_nobody_approved_are_not_taken_along(shop: Controller) -> None:
    shop.night(NEXT)
    run = nights.last_run("shop")
    assert run is not None
    shop.actor = "anna"
    planning.approve(shop.home, run.plan)
    shop.actor = "worker"
    shop.customers(1, LONG_AGO, first=20)
    assert shop.night(NEXT + timedelta(days=1)) == {"shop": Outcome.WAITS}
    assert plans.load(run.plan).state is PlanState.DRIFTED
    assert shop.rows() == 4


def test_a_hold_keeps_its_rows_also_at_night(shop: Controller) -> None:
    shop.allow()
    recording.record(
        shop.home,
        FactKind.HOLD_OPENED,
        scope=Scope(sources=("shop",)),
        details={"ground": "dispute", "review_on": "2027-01-01"},
    )
    assert shop.night(NEXT) == {"shop": Outcome.NOTHING}
    assert shop.rows() == 3


def test_after_a_long_pause_a_person_looks_first(shop: Controller) -> None:
    shop.allow()
    assert shop.night(NEXT) == {"shop": Outcome.APPLIED}
    day = NEXT + timedelta(days=60)
    shop.customers(2, LONG_AGO, first=20)
    assert shop.night(day) == {"shop": Outcome.WAITS}
    assert shop.night(day + timedelta(days=1)) == {"shop": Outcome.WAITS}
    run = nights.last_run("shop")
    assert run is not None
    assert run.reason == "after_pause"
    shop.actor = "anna"
    planning.approve(shop.home, run.plan)
    shop.actor = "worker"
    assert shop.night(day + timedelta(days=2)) == {"shop": Outcome.APPLIED}
    shop.customers(2, LONG_AGO, first=30)
    assert shop.night(day + timedelta(days=3)) == {"shop": Outcome.APPLIED}
    assert shop.rows() == 1


def test_a_clock_that_was_set_back_does_nothing(shop: Controller) -> None:
    shop.allow()
    shop.night(NEXT + timedelta(days=30))
    shop.customers(2, LONG_AGO, first=20)
    assert shop.night(NEXT) == {}
    assert shop.rows() == 3
    [state] = night.overview(shop.home, shop.settings)
    assert state.clock_back


def test_a_source_goes_after_those_that_count_from_it(sqlite_state: OwnState) -> None:
    both = Controller(sqlite_state.path).build(shop=SHOP, mail=MAIL)
    both.sql(
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, email TEXT, words TEXT, sent DATE)",
        "INSERT INTO letters VALUES (1, 'c1@c.example', 'hej', '2023-01-01')",
        file="mail",
    )
    both.customers(1, LONG_AGO)
    both.allow("shop")
    both.allow("mail")
    away = both.path / "away.sqlite3"
    (both.path / "mail.sqlite3").rename(away)
    assert both.night(NEXT) == {"mail": Outcome.UNREACHED, "shop": Outcome.BEHIND}
    assert both.rows() == 1, "the contract's end is still needed"
    away.rename(both.path / "mail.sqlite3")
    assert both.night(NEXT, "01:30") == {"mail": Outcome.APPLIED, "shop": Outcome.APPLIED}
    assert (both.rows(), both.rows("letters", "mail")) == (0, 0)


def test_a_source_can_be_left_out_with_a_reason(shop: Controller) -> None:
    shop.change(left_out={"shop": "moved next month"})
    assert shop.night(NEXT) == {}
    assert night.sources_of(shop.home, shop.settings) == ()


def test_only_one_worker_at_a_time(shop: Controller) -> None:
    shop.now = local(NEXT, "01:00")
    with lock.exclusive("night", wait=False), pytest.raises(NotAllowed, match="another worker"):
        shop.look()
    assert [run.outcome for run in shop.look()] == [Outcome.WAITS]


def test_own_state_lets_a_standing_approval_go_once_its_time_is_over(shop: Controller) -> None:
    from varsam.services import own_state

    register = shop.path / "register.yaml"
    register.write_text(register.read_text(encoding="utf-8") + own_state.activity("test"), encoding="utf-8")
    (shop.path / "sources" / "varsam.yaml").write_text(own_state.source_map(), encoding="utf-8")
    shop.allow(days=30)
    systems.switch_mode(shop.home, "varsam", "apply")
    for days, left in ((30 + 90, 2), (30 + 91, 0)):
        shop.now = local(START + timedelta(days=days), "12:00")
        plan = planning.make_plan(shop.home, sources=["varsam"])
        if plan.rows:
            planning.approve(shop.home, plan.plan)
            applying.apply(shop.home, plan.plan)
            assert applying.verify(shop.home, plan.plan).verified
        assert StandingVoice.objects.count() == left
    assert StandingApproval.objects.count() == 0


def test_what_is_seen_for_the_first_time_is_seen_today_whatever_day_is_planned_for(shop: Controller) -> None:
    text = SHOP.replace("{contract.end: closed_on}", "{contract.end: {seen: {email: left}}}")
    (shop.path / "sources" / "shop.yaml").write_text(text, encoding="utf-8")
    shop.sql("UPDATE customers SET email = 'left' WHERE id = 1")
    past = shop.home
    past.on = START - timedelta(days=3000)
    planning.make_plan(past)
    assert planning.make_plan(shop.home).rows == 0, "a look at the past dates nothing in the past"
    shop.now = local(START + timedelta(days=367), "12:00")
    assert planning.make_plan(shop.home).rows == 1
