"""What falls under a standing approval, and why the rest waits for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.ownership import Group, Kind, SourceMap
from varsam.domain.plan import DeleteRows, Plan, PlanFinding, PlanScope, Reason, Selected
from varsam.domain.predicate import ALWAYS
from varsam.domain.standing import Circumstances, Limits, StandingApproval, Terms, check_terms, refusals

TODAY = date(2026, 7, 9)
RULE = "contract.end + 1 year"
KIND = Kind("customer", "customers", groups=(Group("contact", ("name",), purposes=("orders",)),))
MAP = SourceMap("shop", "sql", kinds=(KIND,))
TERMS = Terms("shop", date(2026, 12, 31), Limits(100, 0.1), {"orders": RULE}, "a" * 64)
STANDING = StandingApproval("standing-abc", TERMS, datetime(2026, 7, 1, tzinfo=UTC), ("one", "two"))
NOW = Circumstances(TODAY, "a" * 64, {"customers": 1000}, nights=14, nights_needed=14)


def plan(rows: int = 10, **changes: object) -> Plan:
    """A plan that deletes rows of the one kind."""
    selected = Selected(
        "shop.customer.delete",
        "shop",
        "customer",
        "customers",
        ("id",),
        ALWAYS,
        (Reason("orders", RULE, "", "rule_over"),),
        rows=rows,
    )
    made = Plan(
        "plan-a",
        "f" * 64,
        TODAY,
        PlanScope(("shop",)),
        "r",
        {"shop": "a" * 64},
        {},
        "",
        (),
        (DeleteRows(selected),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def why(
    made: Plan, standing: StandingApproval | None = STANDING, now: Circumstances = NOW
) -> tuple[str, ...]:
    """The codes that stand against a plan."""
    return refusals(made, standing, now, MAP)


def test_a_plan_within_the_terms_falls_under_it() -> None:
    assert why(plan()) == ()
    assert why(plan(100)) == (), "the limits themselves are inside"


def test_each_reason_has_a_code_of_its_own() -> None:
    assert why(plan(), None) == ("none",)
    assert why(plan(), replace(STANDING, approvers=("one",))) == ("one_person",)
    assert why(plan(), replace(STANDING, approvers=("one", "one"))) == ("one_person",)
    assert why(plan(), replace(STANDING, revoked_at=datetime(2026, 7, 2, tzinfo=UTC))) == ("revoked",)
    assert why(plan(on=date(2026, 12, 31)), now=replace(NOW, today=date(2026, 12, 31))) == ()
    assert why(plan(), now=replace(NOW, today=date(2027, 1, 1))) == ("ended",)
    assert why(plan(101)) == ("rows", "share")
    assert why(plan(101), now=replace(NOW, table_rows={"customers": 5000})) == ("rows",)
    assert why(plan(51), now=replace(NOW, table_rows={"customers": 500})) == ("share",)
    assert why(plan(1), now=replace(NOW, table_rows={})) == ("share",), (
        "an uncounted table is beyond every share"
    )
    assert why(plan(), now=replace(NOW, map_print="b" * 64)) == ("map_changed",)
    assert why(plan(maps={"shop": "b" * 64})) == ("map_changed",)
    assert why(plan(approvals_needed=2)) == ("map_limits",)
    assert why(plan(scope=PlanScope(("shop", "mail")))) == ("scope",)
    assert why(plan(scope=PlanScope(("shop",), person="p"))) == ("scope",)
    assert why(plan(on=date(2026, 7, 10))) == ("scope",), "a forecast"
    assert why(plan(), now=replace(NOW, nights=13)) == ("first_nights",)
    assert why(plan(), now=replace(NOW, after_pause=True)) == ("after_pause",)


def test_a_purpose_a_rule_or_a_kind_that_nobody_approved_waits() -> None:
    def under(**changes: object) -> tuple[str, ...]:
        return why(plan(), replace(STANDING, terms=replace(TERMS, **changes)))  # type: ignore[arg-type]

    assert under(rules={"orders": "contract.end + 2 years"}) == ("rule_changed",)
    assert under(rules={"offers": RULE}) == ("rule_changed",)
    assert under(kinds=frozenset({"note"})) == ("kind",)
    assert under(kinds=frozenset({"note", "customer"})) == ()


def test_errors_of_this_source_wait_and_those_of_others_do_not() -> None:
    def found(**said: object) -> tuple[str, ...]:
        finding = PlanFinding("rule_unconfirmed", **{"level": "error", **said})  # type: ignore[arg-type]
        return why(plan(findings=(finding,)))

    assert found(source="shop") == ("finding",)
    assert found(parameters={"purpose": "orders"}) == ("finding",)
    assert found() == ("finding",)
    assert found(parameters={"purpose": "elsewhere"}) == ()
    assert found(source="mail", parameters={"purpose": "elsewhere"}) == ()
    assert found(source="shop", level="warning") == ()


def test_terms_need_a_limit_and_an_end_within_a_year() -> None:
    check_terms(date(2027, 7, 9), Limits(1), TODAY)
    check_terms(TODAY, Limits(None, 1.0), TODAY)
    with pytest.raises(NotAllowed, match="limit"):
        check_terms(date(2026, 12, 31), Limits(), TODAY)
    with pytest.raises(NotAllowed, match="a year"):
        check_terms(date(2027, 7, 10), Limits(1), TODAY)
    with pytest.raises(RegisterError, match="past"):
        check_terms(date(2026, 7, 8), Limits(1), TODAY)
    for wrong in (Limits(0), Limits(-1), Limits(None, 0.0), Limits(None, 1.01)):
        with pytest.raises(RegisterError, match="limit"):
            check_terms(TODAY, wrong, TODAY)
