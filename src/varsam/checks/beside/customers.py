"""Checks over the customers that data is processed for: agreements, instructions, and the end of service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from varsam.checks.base import Hit
from varsam.checks.beside.view import Beside
from varsam.domain.customers import CONTRACT_END, Customer, promised, retrievable_until, subprocessors
from varsam.domain.register import Role
from varsam.domain.retention import evaluate
from varsam.domain.said import say

_ANY_DAY = date(2026, 1, 1)


def for_nobody(view: Beside) -> Iterator[Hit]:
    """Something is done as a processor, and no customer is registered for it.

    A processor's record names each controller on whose behalf it acts. Found once there is a
    `customers.yaml`.
    """
    if not view.customers.present:
        return
    for activity in view.register.activities:
        if activity.role is Role.PROCESSOR and not view.customers.of(activity.id):
            yield Hit(
                f"activity {activity.id}",
                "it is done for customers, and no customer is registered for it",
                "add it to the activities of those customers in customers.yaml",
            )


def without_agreement(view: Beside) -> Iterator[Hit]:
    """A customer has no agreement in writing.

    Processing for somebody is governed by a contract in writing, electronic form included.
    """
    for each in view.customers.customers:
        agreed = (
            each.agreement is not None and each.agreement.signed_on is not None and each.agreement.document
        )
        if not agreed:
            yield Hit(
                f"customer {each.id}",
                "there is no signed agreement with this customer",
                "write agreement: document and signed_on",
            )


def uncertified(view: Beside) -> Iterator[Hit]:
    """A service has ended, its last day of storage has passed, and no certificate says that the data is gone.

    The last day is the one that the activity's rule gives from `contract.end`. A certificate is made only
    from a verified plan.
    """
    for each in view.customers.customers:
        last = _last_day(view, each)
        if last is not None and view.on > last and not each.certificates:
            yield Hit(
                f"customer {each.id}",
                say("its data was to be gone by {day}, and no certificate shows it", day=last),
                say(
                    "plan, apply and verify, then `varsam customer certificate {id} --plan PLAN`", id=each.id
                ),
            )


def _last_day(view: Beside, customer: Customer) -> date | None:
    days = [day for _, day in promised(view.register, customer)]
    return max(days) if days else retrievable_until(customer, _least_days(view))


def untold(view: Beside) -> Iterator[Hit]:
    """An instruction seems to infringe the law, and the customer wasn't told.

    The processor tells the controller at once if an instruction infringes the Regulation or other rules of
    data protection.
    """
    for each in view.customers.customers:
        for instruction in each.instructions:
            if not instruction.lawful and instruction.told_on is None:
                yield Hit(
                    f"customer {each.id}",
                    say(
                        "the instruction {id} seems unlawful, and the customer wasn't told", id=instruction.id
                    ),
                    "tell the customer at once, and write told_on",
                )


def too_short_retrieval(view: Beside) -> Iterator[Hit]:
    """A customer has fewer days to fetch its data than the Data Act gives.

    A provider of data processing services lets the customer fetch its data for at least thirty days after
    the end. Found in the agreement, and in the rule of an activity that is done as a processor. Other
    services than cloud services may be exempt; then it is silenced with that reason.
    """
    least = _least_days(view)
    for each in view.customers.customers:
        days = each.agreement.retrieval_days if each.agreement is not None else None
        if days is not None and days < least:
            yield Hit(
                f"customer {each.id}",
                say("the agreement gives {days} days to fetch data, the law {least}", days=days, least=least),
                "agree on at least that many days",
            )
    for activity in view.register.activities:
        if activity.role is not Role.PROCESSOR or not view.customers.present:
            continue
        for purpose in activity.purposes:
            due = evaluate(purpose.rule, {CONTRACT_END: _ANY_DAY}) if purpose.rule is not None else None
            if isinstance(due, date) and due < _ANY_DAY + timedelta(days=least):
                yield Hit(
                    f"purpose {purpose.id}",
                    say("the rule erases before the {least} days to fetch data are over", least=least),
                    "let it end no earlier than that many days after contract.end",
                )


def _least_days(view: Beside) -> int:
    found = view.law.number("deadlines", "retrieval_days") if view.law is not None else None
    return found or 0


def served_nowhere(view: Beside) -> Iterator[Hit]:
    """A customer is served by an activity that isn't there, or that isn't done as a processor.

    For an activity of one's own the customer's people are one's own data subjects, and no instruction binds.
    """
    for each in view.customers.customers:
        for name in each.activities:
            activity = view.activities.get(name)
            if activity is None:
                yield Hit(
                    f"customer {each.id}",
                    say("the register has no {name}", name=name),
                    "write an id of the register",
                )
            elif activity.role is not Role.PROCESSOR:
                yield Hit(
                    f"customer {each.id}",
                    say("the activity {name} isn't done as a processor", name=name),
                    "set role: processor in the register, or take it out of the customer's activities",
                )


def half_recorded(view: Beside) -> Iterator[Hit]:
    """The processor's record lacks what it must hold about a customer.

    It holds each controller's name and contact details, and the categories of processing carried out.
    """
    for each in view.customers.customers:
        given = {"contact": each.contact, "processing": each.processing, "activities": each.activities}
        lacks = [name for name, value in given.items() if not value]
        if lacks:
            yield Hit(
                f"customer {each.id}",
                say("it lacks {sections}", sections=", ".join(lacks)),
                "write what is missing",
            )


def agreement_over(view: Beside) -> Iterator[Hit]:
    """A customer is still served, and its agreement has ended."""
    for each in view.customers.customers:
        if each.agreement is not None and view.past(each.agreement.ends_on) and each.serves(view.on):
            yield Hit(
                f"customer {each.id}",
                say("its agreement ended on {day}, and the service goes on", day=each.agreement.ends_on),
                "renew the agreement, or end the service",
            )


def untold_subprocessor(view: Beside) -> Iterator[Hit]:
    """A customer was never told of a sub-processor.

    Recipients of an activity that is done as a processor are sub-processors. Each is authorised in the
    agreement by name, or the customer is told before it is engaged and may object.
    """
    for each in view.customers.customers:
        agreed = each.agreement.subprocessors if each.agreement is not None else ()
        known = {*agreed, *(notice.subprocessor for notice in each.notices)}
        untold_of = [ident for ident, name in subprocessors(view.register, each) if not known & {ident, name}]
        if untold_of:
            yield Hit(
                f"customer {each.id}",
                say("neither agreement nor notice names: {names}", names=", ".join(untold_of)),
                "tell the customer, and write it under notices, or under subprocessors of the agreement",
            )


def objected_in_use(view: Beside) -> Iterator[Hit]:
    """A customer objected to a sub-processor that is still used for it."""
    for each in view.customers.customers:
        used = {name for both in subprocessors(view.register, each) for name in both}
        for notice in each.notices:
            if notice.objected_on is not None and notice.subprocessor in used:
                yield Hit(
                    f"customer {each.id}",
                    say("it objected to {name} on {day}", name=notice.subprocessor, day=notice.objected_on),
                    "serve this customer without it, or end the service",
                )
