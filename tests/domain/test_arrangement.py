"""Who answers for what is shared; what stands against an erasure; when a customer's data goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from varsam.domain.arrangement import (
    Arrangement,
    Arrangements,
    OwnerRule,
    Why,
    owner_of_activity,
    owner_of_kind,
    owner_of_purpose,
)
from varsam.domain.assessments import Assessments, InterestAssessment, Weighed
from varsam.domain.calendar import Period, Unit
from varsam.domain.customers import Customer, CustomerAgreement, promised, retrievable_until
from varsam.domain.register import Activity, Basis, Entity, Purpose, Register, Role
from varsam.domain.retention import EventRef, Plus

END = Plus(EventRef("contract.end"), Period(30, Unit.DAY))
SALES = Activity(
    "sales", "Sales", Role.CONTROLLER, (Purpose("orders", "O", Basis.CONTRACT, END),), ("one", "two")
)
OWN = replace(SALES, id="own", purposes=(Purpose("mine", "M", Basis.CONTRACT, END),), controllers=("two",))
STORAGE = replace(
    SALES, id="storage", role=Role.PROCESSOR, purposes=(Purpose("store", "S", Basis.CONTRACT, END),)
)
REGISTER = Register("x", (Entity("one", "One AB"), Entity("two", "Two AB")), (SALES, OWN, STORAGE))


def settled(*rules: OwnerRule) -> Arrangements:
    return Arrangements((), rules, present=True)


def test_what_is_settled_nearest_counts() -> None:
    by_activity = OwnerRule("two", activities=("sales",))
    by_purpose = OwnerRule("one", purposes=("orders",))
    by_kind = OwnerRule("two", kinds=("shop.order",))
    assert owner_of_activity(settled(), REGISTER, SALES).why is Why.FIRST_CONTROLLER
    assert owner_of_activity(settled(by_activity), REGISTER, SALES).entity == "two"
    assert owner_of_activity(settled(), REGISTER, OWN).why is Why.ONLY_CONTROLLER
    found = owner_of_purpose(settled(by_activity, by_purpose), REGISTER, "orders")
    assert (found.entity, found.why) == ("one", Why.PURPOSE)
    found = owner_of_kind(settled(by_purpose, by_kind), REGISTER, "shop.order", ("orders",))
    assert (found.entity, found.why, found.decided) == ("two", Why.KIND, True)
    with pytest.raises(KeyError):
        owner_of_purpose(settled(), REGISTER, "gone")


def test_a_row_held_for_two_owners_is_undecided() -> None:
    rule = OwnerRule("one", purposes=("orders",))
    found = owner_of_kind(settled(rule), REGISTER, "shop.order", ("orders", "mine"))
    assert (found.entity, found.why, found.among, found.decided) == ("", Why.UNDECIDED, ("one", "two"), False)
    first = owner_of_kind(settled(), REGISTER, "shop.order", ("orders",))
    assert (first.entity, first.decided) == ("one", False)


def test_an_arrangement_covers_what_it_names_or_all_that_its_parties_share() -> None:
    group = Arrangement("group", ("one", "two"))
    named = Arrangement("named", ("one", "two"), activities=("own",))
    assert [each.id for each in REGISTER.activities if group.covers(each)] == ["sales"]
    both = Arrangements((group, named), present=True)
    assert [found.id if (found := both.of(each)) else None for each in REGISTER.activities] == [
        "group",
        "named",
        None,
    ]


def test_only_a_decided_assessment_with_grounds_stands_against_an_erasure() -> None:
    on = date(2026, 11, 22)
    weighed = InterestAssessment(
        "w", ("orders",), "I", grounds="G", outcome=Weighed.PREVAILS, decided_on=on, review_by=on
    )
    assert Assessments((weighed,)).overriding("orders", on) is weighed
    assert Assessments().overriding("orders", on) is None
    for lacking in (
        replace(weighed, grounds=" "),
        replace(weighed, outcome=Weighed.OPEN),
        replace(weighed, decided_on=None),
        replace(weighed, decided_on=date(2026, 11, 23)),
        replace(weighed, review_by=date(2026, 11, 21)),
        replace(weighed, purposes=("mine",)),
    ):
        assert Assessments((lacking,)).overriding("orders", on) is None


def test_a_customers_data_goes_by_the_rule_of_what_is_done_for_it() -> None:
    customer = Customer("c", "C AB", activities=("storage", "sales"), ended_on=date(2026, 10, 23))
    assert promised(REGISTER, customer) == (("store", date(2026, 11, 22)),)
    assert promised(REGISTER, replace(customer, ended_on=None)) == ()
    assert retrievable_until(customer, 30) == date(2026, 11, 22)
    longer = replace(customer, agreement=CustomerAgreement(retrieval_days=60))
    shorter = replace(customer, agreement=CustomerAgreement(retrieval_days=10))
    assert retrievable_until(longer, 30) == date(2026, 12, 22)
    assert retrievable_until(shorter, 30) == date(2026, 11, 22)
    assert customer.serves(date(2026, 10, 23))
    assert not customer.serves(date(2026, 10, 24))
