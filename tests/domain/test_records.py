"""The record of Article 30: who, what, where to, how long; and what it lacks, letter by letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from varsam.domain.completeness import lacks
from varsam.domain.errors import RegisterError
from varsam.domain.law import Entry, Law, Pack
from varsam.domain.ownership import Group, Kind, ManualKind, SourceMap
from varsam.domain.records import (
    ActedFor,
    Agreed,
    Beside,
    Record,
    RecordedRecipient,
    Transfer,
    Zone,
    for_customer,
    make_record,
    systems_of,
    zone_of,
)
from varsam.domain.register import (
    Activity,
    Basis,
    Channel,
    CollectionPoint,
    Entity,
    Measure,
    Proposal,
    Purpose,
    Recipient,
    Register,
    Role,
)
from varsam.domain.retention import EventRef

DAY = date(2026, 11, 22)
LONG_AGO = date(2018, 5, 25)
LAW = Law(
    {
        "eea": Pack(
            "eea", "", DAY, (Entry("SE", LONG_AGO, "-"), Entry("GB", LONG_AGO, "-", date(2020, 12, 31)))
        ),
        "adequacy": Pack(
            "adequacy",
            "",
            DAY,
            (Entry("GB", date(2021, 6, 28), "-"), Entry("JP", DAY, "-", scope="private sector")),
        ),
    },
    DAY,
)
RULE = EventRef("contract.end")
OWN = Entity(
    "lindholm", "Lindholm Cykel AB", address="Storgatan 1", email="a@lindholm.example", no_dpo="37.1"
)
SALES = Activity(
    "sales",
    "Försäljning",
    Role.CONTROLLER,
    (Purpose("orders", "Leverera", Basis.CONTRACT, RULE),),
    controllers=("lindholm",),
    categories=("contact", "billing"),
    subjects=("customer",),
    recipients=("carrier",),
)
HOSTING = Activity(
    "hosting",
    "Lagring",
    Role.PROCESSOR,
    (Purpose("hosting", "Lagra åt kunden", Basis.CONTRACT, RULE),),
    controllers=("lindholm",),
    categories=("contact",),
    subjects=("customer",),
    recipients=("cloud",),
)
REGISTER = Register(
    "Lindholm",
    (OWN,),
    (SALES, HOSTING),
    recipients=(
        Recipient("carrier", "Parcel Ltd", "processor", "SE"),
        Recipient("cloud", "Cloud Inc", "processor", "SE"),
    ),
    measures=(Measure("disks", "Krypterade diskar"),),
)
CUSTOMERS = (
    ActedFor("bike", "Cykelkedjan AB", "it@bike.example", activities=("hosting",)),
    ActedFor("ski", "Skidor AB", "it@ski.example", activities=("hosting",), processing=("lagring",)),
)


def record(register: Register = REGISTER, beside: Beside | None = None) -> Record:
    """The record of a register on the day."""
    return make_record(register, DAY, "f" * 64, LAW, beside or Beside(customers=CUSTOMERS))


def codes(made: Record) -> set[str]:
    """What a record lacks."""
    return {each.code for each in lacks(made)}


def only(activity: Activity, **changed: object) -> Record:
    """The record of a register with this activity alone."""
    return record(replace(REGISTER, activities=(replace(activity, **changed),)))  # type: ignore[arg-type]


def test_a_whole_record_lacks_nothing_and_each_role_has_its_part() -> None:
    made = record()
    assert lacks(made) == ()
    assert [each.id for each in made.controlled] == ["sales"]
    assert [each.id for each in made.processed] == ["hosting"]
    assert [each.name for each in made.who(made.controlled[0])] == ["Lindholm Cykel AB"]
    assert [each.category for each in made.limits(made.controlled[0])] == ["contact", "billing"]
    assert [each.title for each in made.protected(made.controlled[0])] == ["Krypterade diskar"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"controllers": ()}, "controller"),
        ({"purposes": ()}, "purpose"),
        ({"subjects": ()}, "subjects"),
        ({"subjects": ("all",)}, "subjects_all"),
        ({"categories": ()}, "categories"),
        ({"categories": ("all",)}, "categories_all"),
        ({"recipients": ()}, "recipients"),
        ({"purposes": (Purpose("p", "P", Basis.CONTRACT, None, needs_person="länge"),)}, "limit"),
        ({"purposes": (Purpose("p", "P", Basis.CONTRACT, RULE, assumed=True),)}, "limit_assumed"),
    ],
)
def test_what_an_activity_lacks_is_listed_with_its_letter(changed: dict[str, object], code: str) -> None:
    [lack] = lacks(only(SALES, **changed))
    assert lack.code == code
    assert lack.law.startswith("GDPR 30(1)(")
    assert lack.name in ("Försäljning", "P")


def test_a_purpose_without_a_legal_basis_waits_for_a_person() -> None:
    purpose = Purpose("p", "P", Basis.UNDECIDED, RULE)
    assert [(each.code, each.law) for each in lacks(only(SALES, purposes=(purpose,)))] == [
        ("basis", "GDPR 6(1)")
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"email": ""}, "contact"), ({"address": ""}, "address"), ({"no_dpo": ""}, "dpo_unsaid")],
)
def test_what_a_controller_lacks_is_listed(changed: dict[str, str], code: str) -> None:
    made = record(replace(REGISTER, entities=(replace(OWN, **changed),)))
    assert codes(made) == {code}
    assert codes(record(replace(REGISTER, entities=(OWN, Entity("idle", "Vilande AB"))))) == set()


def test_what_waits_for_a_decision_and_measures_that_nobody_named() -> None:
    proposal = Proposal("books", "sales", SALES.purposes[0], ("orders",))
    assert codes(record(replace(REGISTER, proposals=(proposal,)))) == {"limit_undecided"}
    assert codes(record(replace(REGISTER, measures=()))) == {"measures"}


def test_a_processor_must_say_for_whom() -> None:
    made = record(beside=Beside())
    assert [(each.code, each.law) for each in lacks(made)] == [("acted_for", "GDPR 30(2)(a)")]
    unknown = ActedFor("bike", "Cykelkedjan AB", activities=("hosting",))
    idle = ActedFor("ski", "Skidor AB", "it@ski.example")
    assert codes(record(beside=Beside(customers=(unknown, idle)))) == {
        "customer_contact",
        "customer_processing",
    }
    assert codes(only(HOSTING, controllers=())) == {"processor"}


def test_countries_are_where_the_law_of_the_day_says() -> None:
    assert [zone_of(each, LAW) for each in ("se", "GB", "JP", "US", "", "Sverige", "EU/EES")] == [
        Zone.EEA,
        Zone.ADEQUATE,
        Zone.LIMITED,
        Zone.THIRD,
        Zone.UNSAID,
        Zone.UNSAID,
        Zone.EEA,
    ]
    before = Law(LAW.packs, date(2020, 12, 31))
    assert zone_of("GB", before) is Zone.EEA


def test_a_recipient_in_a_third_country_is_a_transfer_that_wants_a_ground() -> None:
    def located(country: str) -> Register:
        return replace(
            REGISTER,
            recipients=(Recipient("carrier", "Parcel Ltd", "processor", country), *REGISTER.recipients[1:]),
        )

    assert codes(record(located("US"))) == {"safeguards"}
    assert codes(record(located(""))) == {"country"}
    assert codes(record(located("JP"))) == {"safeguards"}
    made = record(located("GB"))
    assert codes(made) == set()
    assert [each.ground for each in made.transferred(made.controlled[0])] == ["A45-3"]
    known = Transfer("carrier", "US", "A46-2-c", 2, assessed_on=date(2026, 3, 1))
    made = record(located("US"), Beside(customers=CUSTOMERS, transfers=(known,)))
    assert codes(made) == set()
    assert made.transferred(made.controlled[0]) == (known,)
    assert made.transferred(made.processed[0]) == ()


def test_sub_processors_follow_their_processor_and_stand_for_the_registers_recipient() -> None:
    partners = (
        RecordedRecipient("carrier", "Parcel Ltd", "processor", ("SE",), agreements=(Agreed("scc"),)),
        RecordedRecipient("depot", "Depot SARL", "sub_processor", ("SE", "US"), parents=("carrier",)),
    )
    made = record(beside=Beside(customers=CUSTOMERS, recipients=partners))
    assert [each.id for each in made.disclosed(made.controlled[0])] == ["carrier", "depot"]
    assert made.disclosed(made.controlled[0])[1].zone is Zone.THIRD
    assert codes(made) == {"safeguards"}
    assert len([each for each in made.recipients if each.id == "carrier"]) == 1


def test_one_customers_record_holds_nobody_elses() -> None:
    one = for_customer(record(), "ski")
    assert [each.name for each in one.customers] == ["Skidor AB"]
    assert one.controlled == ()
    assert [each.id for each in one.processed] == ["hosting"]
    assert [each.id for each in one.recipients] == ["cloud"]
    assert lacks(one) == ()
    with pytest.raises(RegisterError) as refused:
        for_customer(record(), "nobody")
    assert refused.value.hint == "one of: bike, ski"


def test_collection_points_say_where_an_activitys_data_comes_from() -> None:
    points = (CollectionPoint("list", "Adressuttag", Channel.THIRD_PARTY, ("sales",), obtained_from="SPAR"),)
    made = record(replace(REGISTER, collection_points=points))
    assert made.collected_at(made.controlled[0]) == points
    assert made.collected_at(made.processed[0]) == ()


def test_systems_are_those_whose_maps_hold_for_a_purpose() -> None:
    shop = SourceMap(
        "shop", "sql", kinds=(Kind("order", "orders", groups=(Group("all", ("a",), purposes=("orders",)),)),)
    )
    binder = SourceMap(
        "binder", "manual", manual=(ManualKind("papers", "", ("orders", "hosting"), "ekonomi"),)
    )
    found = systems_of((shop, binder))
    assert found == {"orders": ("binder", "shop"), "hosting": ("binder",)}
    made = record(beside=Beside(systems=found))
    assert made.systems_of(made.controlled[0]) == ("binder", "shop")
