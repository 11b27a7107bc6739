"""Reads `customers.yaml`: the controllers that data is processed for."""

from __future__ import annotations

from typing import Final

from varsam.domain.customers import (
    AtEnd,
    Certificate,
    ChangeNotice,
    Customer,
    CustomerAgreement,
    Customers,
    Instruction,
)
from varsam.domain.errors import Position
from varsam.formats import declared
from varsam.formats.declared import SHA256, Holds, Key, section

FILE: Final = "customers.yaml"

AGREEMENT = section(
    "an agreement",
    CustomerAgreement,
    document=Key("Where the signed document lies."),
    sha256=Key("The document's SHA-256 in hex.", pattern=SHA256),
    signed_on=Key("Day of the last signature, YYYY-MM-DD.", Holds.DATE),
    ends_on=Key("The day on which it ends by itself, YYYY-MM-DD.", Holds.DATE),
    at_end=Key("What the customer chose for the end (GDPR 28(3)(g)).", Holds.CHOICE, choices=AtEnd),
    subprocessors=Key("Ids or names of the sub-processors that it authorises.", Holds.TEXTS),
    retrieval_days=Key("Days in which data can be fetched after the end (Data Act 25).", Holds.INTEGER),
)
INSTRUCTION = section(
    "an instruction",
    Instruction,
    id=Key("An id of your own.", required=True),
    given_on=Key("The day on which it was given, YYYY-MM-DD.", Holds.DATE, required=True),
    text=Key("What is to be done, without personal data.", required=True),
    by=Key("The customer's role that gave it; no name.", required=True),
    lawful=Key("false: it seems to infringe the law.", Holds.BOOLEAN),
    objection=Key("Which law it seems to infringe, and why."),
    told_on=Key("The day on which the customer was told so, YYYY-MM-DD.", Holds.DATE),
)
NOTICE = section(
    "a notice",
    ChangeNotice,
    subprocessor=Key("The id or name of the sub-processor.", required=True),
    sent_on=Key("The day on which the customer was told, YYYY-MM-DD.", Holds.DATE, required=True),
    object_by=Key("The last day to object, YYYY-MM-DD.", Holds.DATE),
    objected_on=Key("The day on which the customer objected, YYYY-MM-DD.", Holds.DATE),
)
CERTIFICATE = section(
    "a certificate",
    Certificate,
    plan=Key("The verified plan that it was made of.", required=True),
    issued_on=Key("The day on which it was issued, YYYY-MM-DD.", Holds.DATE, required=True),
    entry=Key("The ledger's entry about it.", Holds.INTEGER, required=True, most=10**15),
)
CUSTOMER = section(
    "a customer",
    Customer,
    name=Key("The customer's name.", required=True),
    contact=Key("How it is reached about personal data."),
    representative=Key("Its representative in the EU (GDPR 27)."),
    dpo=Key("How its data protection officer is reached."),
    activities=Key("Ids of the activities carried out for it, as processor.", Holds.TEXTS),
    processing=Key("Categories of processing carried out for it (GDPR 30(2)(b)).", Holds.TEXTS),
    identifiers=Key("What its rows are kept under, by type, such as customer_no.", Holds.TEXT_BY_WORD),
    agreement=Key("The agreement (GDPR 28(3)).", Holds.ONE, of=AGREEMENT),
    instructions=Key("Its documented instructions.", Holds.LIST, of=INSTRUCTION),
    notices=Key("What it was told about sub-processors.", Holds.LIST, of=NOTICE),
    started_on=Key("First day of the service, YYYY-MM-DD.", Holds.DATE),
    ended_on=Key("Last day of the service, YYYY-MM-DD.", Holds.DATE),
    certificates=Key("Certificates of the end of service.", Holds.LIST, of=CERTIFICATE),
)


def _customers(customers: tuple[Customer, ...] = ()) -> Customers:
    return Customers(customers, present=True)


WHOLE = section(
    "the customers",
    _customers,
    customers=Key("The controllers that data is processed for, by id.", Holds.BY_ID, of=CUSTOMER),
)


def parse(text: str, path: str = FILE) -> Customers:
    """Read the file; `path` only names it. RegisterErrors: every fault at its place, and how to mend it."""
    found: Customers = declared.read(text, path, WHOLE)
    return found


def places(text: str, path: str = FILE) -> dict[str, Position]:
    """Where each customer stands, as findings name it (`customer x`)."""
    return declared.places(text, path, WHOLE)


def schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of the file."""
    return declared.schema("Customers", WHOLE)
