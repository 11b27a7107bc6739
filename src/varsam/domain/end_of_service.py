"""What a plan did for one customer whose service has ended, and why it may prove nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from varsam.domain.customers import Customer
from varsam.domain.plan import DeleteRows, ManualTask, Plan
from varsam.domain.register import Register, Role


class Method(StrEnum):
    """How rows were erased: the whole row, or the columns that said something of somebody."""

    DELETED = "deleted"
    OVERWRITTEN = "overwritten"


@dataclass(frozen=True, slots=True)
class Erased:
    """Rows that a step of the plan erased for the customer's purposes."""

    step: str
    source: str
    kind: str
    table: str
    rows: int
    method: Method


@dataclass(frozen=True, slots=True)
class Remains:
    """Rows found by the customer's identifiers that a purpose still keeps; `until` None: no last day yet."""

    source: str
    kind: str
    rows: int
    purposes: tuple[str, ...]
    until: date | None


class Uncovered(StrEnum):
    """What a certificate doesn't say."""

    OTHER_CUSTOMERS = "other_customers"
    OWN_PURPOSES = "own_purposes"
    UNMAPPED = "unmapped"
    TASKS = "tasks"


class Refusal(StrEnum):
    """Why a plan proves nothing for a customer."""

    RUNNING = "running"
    NO_IDENTIFIERS = "no_identifiers"
    NO_PURPOSES = "no_purposes"
    BEFORE_END = "before_end"
    OTHER_PERSON = "other_person"
    SOURCES_MISSING = "sources_missing"
    NOTHING_ERASED = "nothing_erased"


def purposes_of(register: Register, customer: Customer) -> frozenset[str]:
    """The purposes that the customer's data is processed for on its behalf."""
    return frozenset(
        purpose.id
        for activity in register.activities
        if activity.role is Role.PROCESSOR and activity.id in customer.activities
        for purpose in activity.purposes
    )


def erased(plan: Plan, purposes: frozenset[str]) -> tuple[Erased, ...]:
    """The plan's steps that erased rows because one of the purposes had ended, in its order."""
    return tuple(
        Erased(
            step.on.step,
            step.on.source,
            step.on.kind,
            step.on.table,
            step.on.rows,
            Method.DELETED if isinstance(step, DeleteRows) else Method.OVERWRITTEN,
        )
        for step in plan.steps
        if not isinstance(step, ManualTask)
        and step.on.rows
        and any(reason.purpose in purposes for reason in step.on.reasons)
    )


def refusals(
    plan: Plan,
    register: Register,
    customer: Customer,
    *,
    person: str,
    holding: Iterable[str],
) -> tuple[Refusal, ...]:
    """Why the plan proves nothing for the customer, before anybody looks again; empty when it may.

    `person`: the customer's pseudonymous id, empty if it has none. `holding`: the sources whose maps hold
    data for the customer's purposes; a plan that left one of them out doesn't cover the customer.
    """
    purposes = purposes_of(register, customer)
    found: list[Refusal] = []
    if customer.ended_on is None:
        found.append(Refusal.RUNNING)
    elif plan.on <= customer.ended_on:
        found.append(Refusal.BEFORE_END)
    if not customer.identifiers:
        found.append(Refusal.NO_IDENTIFIERS)
    if not purposes:
        found.append(Refusal.NO_PURPOSES)
    if plan.scope.person and plan.scope.person != person:
        found.append(Refusal.OTHER_PERSON)
    if plan.scope.sources and not set(holding) <= set(plan.scope.sources):
        found.append(Refusal.SOURCES_MISSING)
    if purposes and not erased(plan, purposes):
        found.append(Refusal.NOTHING_ERASED)
    return tuple(found)


def uncovered(plan: Plan, person: str) -> tuple[Uncovered, ...]:
    """What a certificate made of the plan doesn't say."""
    others = () if plan.scope.person == person and person else (Uncovered.OTHER_CUSTOMERS,)
    tasks = (Uncovered.TASKS,) if plan.tasks else ()
    return (*others, *tasks, Uncovered.OWN_PURPOSES, Uncovered.UNMAPPED)
