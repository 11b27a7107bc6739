"""Checks over the register alone: does it say what a register must say, and can it be carried out?

Each function gives the hits of one entry of the catalogue, which says what they mean and how grave they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.domain.floors import missing_floors
from varsam.domain.register import Basis, Outcome, Purpose, Register, Role
from varsam.domain.retention import Earliest, EventRef, Rule, formal
from varsam.domain.said import say
from varsam.domain.vocabulary import ALL, CUSTOMER_DATA

_NAME = r"[A-ZÅÄÖÉ][\w&’'-]*"
_FORM = r"(?:AB|Ltd|Limited|GmbH|Oy|ApS|Inc)"
_COMPANY = re.compile(rf"\b{_NAME}(?: {_NAME}){{0,5}} {_FORM}\b")
_SENTENCE_START = re.compile(r"^(?:I|Hos|På|Vi|Vid|Av|Till|Från|Om|När|At|In|By|To|From|If|When|The) ")


def without_purpose(register: Register) -> Iterator[Hit]:
    """Activities that promise nothing."""
    for activity in register.activities:
        if not activity.purposes:
            yield Hit(
                _activity(activity.id),
                "the activity has no purpose, so nothing says why data is held or for how long",
                "add a purpose with its basis and rule",
            )


def without_controller(register: Register) -> Iterator[Hit]:
    """Activities that nobody stands behind although there are several who could."""
    if len(register.entities) < 2:
        return
    for activity in register.activities:
        if not activity.controllers:
            names = ", ".join(entity.id for entity in register.entities)
            yield Hit(
                _activity(activity.id),
                "the activity names no controller",
                say("add controllers: {names}", names=names),
            )


def looks_like_processor(register: Register) -> Iterator[Hit]:
    """Activities held as a controller's own whose data is the customers' own data."""
    for activity in register.activities:
        theirs = ALL in activity.categories or CUSTOMER_DATA in activity.categories
        if activity.role is Role.CONTROLLER and theirs and activity.subjects == ("customer",):
            yield Hit(
                _activity(activity.id),
                "the data looks like what customers keep in your systems; for that you are their processor",
                "set role: processor, or narrow the categories to what you hold on your own behalf",
            )


def unknown_company(register: Register) -> Iterator[Hit]:
    """Companies that the policy names and the register doesn't know."""
    named = [entity.name for entity in register.entities]
    known = {_folded(name) for name in (*named, *(each.name for each in register.recipients))}
    if not register.entities:
        return
    seen: set[str] = set()
    for statement in register.statements:
        for found in _COMPANY.finditer(statement.text):
            name = _SENTENCE_START.sub("", found.group())
            if _folded(name) in known or _folded(name) in seen:
                continue
            seen.add(_folded(name))
            names = ", ".join(named)
            yield Hit(
                f"statement {statement.id}",
                say("the policy names {name}, which is no entity or recipient of the register", name=name),
                say("correct the name or register it; entities: {names}", names=names),
            )


def missing_floor(register: Register) -> Iterator[Hit]:
    """Data that the law wants kept for longer than any purpose says, undecided or not even proposed."""
    waiting = [each for each in register.proposals if each.outcome is Outcome.PROPOSED]
    for proposal in (*waiting, *missing_floors(register)):
        rule = formal(proposal.purpose.rule) if proposal.purpose.rule else ""
        yield Hit(
            _activity(proposal.activity),
            say(
                "no purpose keeps the accounting information for as long as {law} demands;"
                " until it is decided these keep: {concerns}",
                law=proposal.purpose.law,
                concerns=", ".join(proposal.concerns),
            ),
            say(
                "accept proposal {id} (legal_obligation, {rule}), or waive it with a reason:"
                " `varsam policy accept {id}`, `varsam policy waive {id} --reason …`",
                id=proposal.id,
                rule=rule,
            ),
        )


def assumed_rule(register: Register) -> Iterator[Hit]:
    """Rules that were read but that no person has confirmed."""
    for purpose in register.purposes().values():
        if purpose.assumed and purpose.rule is not None:
            question = purpose.question or "nobody has confirmed it"
            yield Hit(
                _purpose(purpose),
                say("the rule {rule} is assumed: {question}", rule=formal(purpose.rule), question=question),
                "confirm it or write another rule, and drop 'assumed'; until then the purpose keeps",
            )


def needs_person(register: Register) -> Iterator[Hit]:
    """Phrases about time that couldn't be read without guessing."""
    for purpose in register.purposes().values():
        if purpose.rule is None:
            phrase = f": {purpose.needs_person}" if purpose.needs_person else ""
            yield Hit(
                _purpose(purpose),
                say("the purpose has no rule that can be carried out{phrase}", phrase=phrase),
                "write a rule such as contract.end + 1 year; until then the purpose keeps",
            )


def without_basis(register: Register) -> Iterator[Hit]:
    """Purposes whose record named no legal basis."""
    for purpose in register.purposes().values():
        if purpose.basis is Basis.UNDECIDED:
            yield Hit(
                _purpose(purpose),
                "nobody has decided on which legal basis this is done",
                "write its basis in place of 'undecided'; until then the purpose keeps",
            )


def consent_outlived(register: Register) -> Iterator[Hit]:
    """Purposes on consent whose rule goes on when the consent is withdrawn."""
    for purpose in register.purposes().values():
        if purpose.basis is Basis.CONSENT and purpose.rule is not None and not _ends(purpose.rule):
            yield Hit(
                _purpose(purpose),
                say("the rule {rule} goes on after the consent is withdrawn", rule=formal(purpose.rule)),
                say(
                    "write consent.withdrawn, or earliest({rule}, consent.withdrawn)",
                    rule=formal(purpose.rule),
                ),
            )


def _ends(rule: Rule) -> bool:
    if isinstance(rule, Earliest):
        return any(_ends(part) for part in rule.parts)
    return rule == EventRef("consent.withdrawn")


def _activity(activity_id: str) -> str:
    return f"activity {activity_id}"


def _purpose(purpose: Purpose) -> str:
    return f"purpose {purpose.id}"


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
