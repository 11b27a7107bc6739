"""The controllers that data is processed for: agreements, instructions, and the end of service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from varsam.domain.register import Register, Role
from varsam.domain.retention import Missing, evaluate, events_of

CONTRACT_END = "contract.end"


class AtEnd(StrEnum):
    """What the customer chose for the end of the service. Law: GDPR 28(3)(g)."""

    DELETE = "delete"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class CustomerAgreement:
    """The contract under which data is processed for a customer. Law: GDPR 28(3), 28(9); Data Act 25(2)(g).

    `sha256` is the document's digest in hex. `subprocessors` are those that it authorises by name.
    `retrieval_days`: how long the customer can fetch its data after the end; None: the agreement doesn't say.
    """

    document: str = ""
    sha256: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    at_end: AtEnd = AtEnd.DELETE
    subprocessors: tuple[str, ...] = ()
    retrieval_days: int | None = None


@dataclass(frozen=True, slots=True)
class Instruction:
    """A documented instruction of a customer. Law: GDPR 28(3)(a), and its last sentence.

    `by` is a role. `lawful` False: it seems to infringe the law; `told_on` is the day on which the customer
    was told so.
    """

    id: str
    given_on: date
    text: str
    by: str
    lawful: bool = True
    objection: str = ""
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """What a customer was told about a new or replaced sub-processor: its id or name. Law: GDPR 28(2)."""

    subprocessor: str
    sent_on: date
    object_by: date | None = None
    objected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the end of service that was issued from a verified plan."""

    plan: str
    issued_on: date
    entry: int


@dataclass(frozen=True, slots=True)
class Customer:
    """One controller that data is processed for. Law: GDPR 30(2)(a)–(b), 28.

    `activities` are the register's activities in the role of processor; `processing` the categories of
    processing carried out for it. `identifiers` are what its rows are kept under in the sources, by type
    (`customer_no`). `started_on` and `ended_on` are the first and the last day of the service.
    """

    id: str
    name: str
    contact: str = ""
    representative: str = ""
    dpo: str = ""
    activities: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    agreement: CustomerAgreement | None = None
    instructions: tuple[Instruction, ...] = ()
    notices: tuple[ChangeNotice, ...] = ()
    started_on: date | None = None
    ended_on: date | None = None
    certificates: tuple[Certificate, ...] = ()

    def serves(self, on: date) -> bool:
        """Whether the service runs on a day."""
        started = self.started_on is None or self.started_on <= on
        return started and (self.ended_on is None or on <= self.ended_on)


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers of a home. `present`: there is a file, so that who lacks in it is lacking."""

    customers: tuple[Customer, ...] = ()
    present: bool = False

    def customer(self, customer_id: str) -> Customer:
        """The customer with that id; KeyError when there is none."""
        for each in self.customers:
            if each.id == customer_id:
                return each
        raise KeyError(customer_id)

    def of(self, activity: str) -> tuple[Customer, ...]:
        """The customers that an activity is carried out for."""
        return tuple(each for each in self.customers if activity in each.activities)


def promised(register: Register, customer: Customer) -> tuple[tuple[str, date], ...]:
    """The last days that a customer's data may exist after the end of its service, by purpose.

    Purposes of its activities (as processor) whose rule counts from `contract.end`. Empty while it runs.
    """
    if customer.ended_on is None:
        return ()
    found: list[tuple[str, date]] = []
    for activity in register.activities:
        if activity.id not in customer.activities or activity.role is not Role.PROCESSOR:
            continue
        for purpose in activity.purposes:
            if purpose.rule is None or CONTRACT_END not in events_of(purpose.rule):
                continue
            due = evaluate(purpose.rule, {CONTRACT_END: customer.ended_on})
            if not isinstance(due, Missing):
                found.append((purpose.id, due))
    return tuple(found)


def subprocessors(register: Register, customer: Customer) -> tuple[tuple[str, str], ...]:
    """The recipients (id, name) of a customer's activities: its sub-processors. Law: GDPR 28(2), 28(4)."""
    named = {each.id: each.name for each in register.recipients}
    used = dict.fromkeys(
        recipient
        for activity in register.activities
        if activity.id in customer.activities and activity.role is Role.PROCESSOR
        for recipient in activity.recipients
    )
    return tuple((each, named.get(each, each)) for each in used)


def retrievable_until(customer: Customer, least_days: int) -> date | None:
    """The last day on which a customer can fetch its data after the end; None while the service runs.

    `least_days`: what the law gives it at least. Law: Data Act 25(2)(g).
    """
    if customer.ended_on is None:
        return None
    days = customer.agreement.retrieval_days if customer.agreement is not None else None
    return customer.ended_on + timedelta(days=max(days or 0, least_days))
