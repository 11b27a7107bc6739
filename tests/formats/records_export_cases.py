"""Records to export: the shipped example's, and a small one with every kind of part."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from varsam.domain.law import Entry, Law, Pack
from varsam.domain.records import (
    ActedFor,
    Agreed,
    Assessed,
    Beside,
    Record,
    RecordedRecipient,
    Transfer,
    make_record,
)
from varsam.formats import register_yaml

DAY = date(2026, 11, 22)
_SINCE = date(2018, 5, 25)
LAW = Law(
    {"eea": Pack("eea", "", DAY, (Entry("SE", _SINCE, "-"),)), "adequacy": Pack("adequacy", "", DAY, ())}, DAY
)
AGREED = Agreed("processing_agreement", date(2026, 1, 1), date(2028, 12, 31), "parcel.pdf")
SMALL = """\
register: "=Lindholm"
language: sv
entities:
  lindholm:
    name: Lindholm Cykel AB
    org_no: 559900-0014
    address: Storgatan 1, 503 30 Borås
    email: "dataskydd@lindholmcykel.example"
    phone: "+46 33 000 00 00"
    no_dpo: Ingen kärnverksamhet kräver det (artikel 37.1)
  dotter: {name: Lindholm Service AB, contact: "info@dotter.example", dpo: "dpo@dotter.example"}
recipients:
  carrier: {name: Parcel Ltd, role: processor, location: SE}
categories:
  bike.frame: {sv: Ramnummer, en: Frame number}
collection_points:
  list: {title: Adressuttag, channel: third_party, activities: [orders], obtained_from: SPAR}
measures:
  disks: {title: Krypterade diskar, text: LUKS på alla diskar, reviewed_on: 2026-03-01, review_by: 2027-03-01}
activities:
  orders:
    title: "=HYPERLINK(\\"http://x.example\\")"
    role: controller
    controllers: [lindholm, dotter]
    categories: [contact.email, billing, bike.frame]
    subjects: [customer, prospect]
    recipients: [carrier]
    operations: [collect, store, gravera]
    measures: [disks]
    decisions: Kreditprövning mot en poäng
    purposes:
      orders: {title: "@Leverera | cykeln, \\"snabbt\\"", basis: contract, rule: contract.end + 1 year}
      books:
        title: Bevara räkenskapsinformation
        basis: legal_obligation
        rule: year_end(fiscal_year.end + 7 years)
        law: BFL 7 kap. 2 §
      cap:
        title: -Felsökning
        basis: legitimate_interests
        interest: Laga fel
        rule: earliest(case.closed + 30 days, file.received + 12 months)
      letters:
        title: Nyheter
        basis: soft_opt_in
        rule: latest(contract.end + 2 weeks, account.closed)
        marketing: true
      doors: {title: +Passersystem, basis: consent, needs_person: Så länge det behövs}
  hosting:
    title: Lagring åt kunder
    role: processor
    controllers: [lindholm]
    categories: [contact]
    subjects: [customer]
    recipients: [carrier]
    purposes:
      hosting: {title: Lagra åt kunden, basis: contract, rule: contract.end + 30 days}
"""


@cache
def small() -> Record:
    """A record in which every part says something, and texts begin as formulas do."""
    register = register_yaml.parse(SMALL, "register.yaml")
    beside = Beside(
        recipients=(
            RecordedRecipient("carrier", "Parcel Ltd", "processor", ("SE",), agreements=(AGREED,)),
            RecordedRecipient("depot", "Depot Inc", "sub_processor", ("US",), parents=("carrier",)),
        ),
        transfers=(Transfer("depot", "US", "A46-2-c", 3, "Krypterat", date(2026, 3, 1)),),
        customers=(
            ActedFor(
                "bike",
                "Cykelkedjan AB",
                "it@bike.example",
                "Ombudet SA",
                "dpo@bike.example",
                ("hosting",),
                ("säkerhetskopiering",),
            ),
            ActedFor("ski", "Skidor AB", "it@ski.example", activities=("hosting",)),
        ),
        systems={"orders": ("shop",), "hosting": ("cloud",)},
        weighed={"cap": (Assessed("felsokning", "prevails", date(2026, 2, 2)),)},
        impacts={"orders": (Assessed("kredit", "open"),)},
        needed={"orders": "needed"},
    )
    return make_record(register, DAY, register_yaml.fingerprint(register), LAW, beside)


@cache
def example() -> Record:
    """The record of the shipped example: the 20 rows of a published policy."""
    path = Path(str(files("varsam.services.example"))) / "home" / "register.yaml"
    register = register_yaml.parse(path.read_text(encoding="utf-8"), path.name)
    return make_record(register, DAY, register_yaml.fingerprint(register), LAW)
