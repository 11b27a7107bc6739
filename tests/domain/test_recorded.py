"""What partners and customers add to a record: who is active, what transfers rest on, who is served."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.test_records import DAY, HOSTING, LAW, REGISTER, SALES
from varsam.domain.assessments import Assessments, ImpactAssessment, InterestAssessment, Weighed
from varsam.domain.completeness import lacks
from varsam.domain.customers import Customer, Customers
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    AssessmentResult,
    Document,
    Location,
    Partner,
    PartnerRole,
    Partners,
    Tool,
    Transfer,
    TransferAssessment,
)
from varsam.domain.recorded import beside
from varsam.domain.records import Assessed, Record, Zone, make_record

ASSESSED = TransferAssessment(date(2026, 3, 1), AssessmentResult.SUFFICIENT, date(2027, 3, 1))
SCC = Transfer(
    "scc", "US", Tool.SCC, agreement="clauses", module=2, onward="Bara krypterat", assessment=ASSESSED
)
CLAUSES = Agreement("clauses", AgreementKind.CLAUSES, Document("scc.pdf"), date(2026, 1, 1), date(2026, 1, 1))
CARRIER = Partner(
    "carrier",
    "Parcel Ltd",
    PartnerRole.PROCESSOR,
    locations=(Location("SE"), Location("US", remote=True)),
    agreements=(CLAUSES,),
    transfers=(SCC,),
)
OLD = Partner(
    "old",
    "Old Ltd",
    PartnerRole.PROCESSOR,
    locations=(Location("US"),),
    activities=("sales",),
    until=date(2025, 1, 1),
)
SERVED = Customer(
    "bike", "Cykelkedjan AB", "it@bike.example", activities=("hosting",), processing=("lagring",)
)
ASSESSMENTS = Assessments(
    (InterestAssessment("lia", ("orders",), "Sälja", outcome=Weighed.PREVAILS, decided_on=DAY),),
    (ImpactAssessment("dpia", ("sales",)),),
)
GONE = Customer("ski", "Skidor AB", "it@ski.example", activities=("hosting",), ended_on=date(2026, 1, 1))


def record(*partners: Partner) -> Record:
    """The record with these partners."""
    known = beside(
        REGISTER, Partners(partners), Customers((SERVED, GONE), present=True), ASSESSMENTS, (), LAW
    )
    return make_record(REGISTER, DAY, "f" * 64, LAW, known)


def test_only_who_is_active_and_served_on_the_day_is_recorded() -> None:
    made = record(CARRIER, OLD)
    assert {each.id for each in made.recipients} == {"carrier", "cloud"}
    assert [(each.id, each.processing) for each in made.customers] == [("bike", ("lagring",))]
    assert lacks(made) == ()


def test_a_transfer_has_its_article_its_module_and_the_days_decision() -> None:
    [transfer] = record(CARRIER).transferred(SALES)
    assert (transfer.country, transfer.ground, transfer.module) == ("US", "A46-2-c", 2)
    assert (transfer.assessed_on, transfer.stands, transfer.remote) == (date(2026, 3, 1), True, True)
    assert transfer.safeguards == "Bara krypterat"
    [recipient] = (each for each in record(CARRIER).recipients if each.id == "carrier")
    assert (recipient.countries, recipient.zone) == (("SE", "US"), Zone.THIRD)
    assert [(each.kind, each.document) for each in recipient.agreements] == [("scc", "scc.pdf")]


def test_what_doesnt_stand_is_recorded_and_listed() -> None:
    made = record(replace(CARRIER, transfers=(replace(SCC, assessment=None),)))
    assert [each.code for each in lacks(made)] == ["safeguards"]
    assert [each.ground for each in made.transferred(SALES)] == ["A46-2-c"]
    nothing = record(replace(CARRIER, transfers=()))
    assert [(each.ground, each.stands) for each in nothing.transferred(SALES)] == [("", False)]


@pytest.mark.parametrize(
    ("transfer", "ground"),
    [
        (Transfer("t", "US", Tool.BCR, assessment=ASSESSED), "A46-2-b"),
        (Transfer("t", "US", Tool.DEROGATION, derogation="e", occasional=True), "A49-1-e"),
        (Transfer("t", "US", Tool.DEROGATION, derogation="2", occasional=True), "A49-2"),
    ],
)
def test_tools_are_named_by_their_article(transfer: Transfer, ground: str) -> None:
    made = record(replace(CARRIER, transfers=(transfer,)))
    assert [each.ground for each in made.transferred(SALES)] == [ground]


def test_a_partner_serves_what_either_file_says_and_what_it_hosts() -> None:
    host = Partner("host", "Host AB", PartnerRole.PROCESSOR, locations=(Location("SE"),), sources=("shop",))
    by_purpose = Partner(
        "mail", "Mail AB", PartnerRole.PROCESSOR, locations=(Location("SE"),), purposes=("orders",)
    )
    below = Partner("below", "Below AB", PartnerRole.SUB_PROCESSOR, ("mail",), locations=(Location("SE"),))
    known = beside(REGISTER, Partners((host, by_purpose, below)), Customers(), ASSESSMENTS, (), LAW)
    made = make_record(REGISTER, DAY, "f" * 64, LAW, replace(known, systems={"hosting": ("shop",)}))
    assert [each.id for each in made.disclosed(SALES)] == ["carrier", "mail", "below"]
    unnamed = replace(REGISTER, activities=(replace(SALES, recipients=()),))
    assert "recipients" not in {each.code for each in lacks(make_record(unnamed, DAY, "f" * 64, LAW, known))}
    assert "recipients" in {each.code for each in lacks(make_record(unnamed, DAY, "f" * 64, LAW))}
    assert [each.id for each in made.disclosed(HOSTING)] == ["cloud", "host"]


def test_assessments_go_by_purpose_and_by_activity() -> None:
    made = record().beside
    assert made.weighed["orders"] == (Assessed("lia", "prevails", DAY),)
    assert made.impacts["sales"] == (Assessed("dpia", "open", None),)
    assert made.impacts["hosting"] == ()
    assert made.needed["hosting"] == "customers"
