"""What a record lacks of what the law wants in it. Law: GDPR 30(1)-(2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from varsam.domain.records import Record, Zone
from varsam.domain.register import Activity, Basis, Entity
from varsam.domain.vocabulary import ALL


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that isn't there: its code, the law that asks for it, and what lacks it, by id and name."""

    code: str
    law: str
    where: str
    name: str


def lacks(record: Record) -> tuple[Lack, ...]:
    """List what the record lacks, in the order of the article's letters."""
    found = [lack for entity in _answering(record) for lack in _entity(record, entity)]
    found += [lack for activity in record.controlled for lack in _controlled(record, activity)]
    found += [lack for activity in record.processed for lack in _processed(record, activity)]
    found += _customers(record)
    found += _recipients(record)
    found += _measures(record)
    return tuple(sorted(found, key=lambda lack: lack.law))


def _answering(record: Record) -> Iterator[Entity]:
    """The entities of the record: those that an activity names, in the register's order."""
    named = {entity.id for activity in record.activities for entity in record.who(activity)}
    return (each for each in record.entities if each.id in named or not record.activities)


def _article(record: Record, controller: str, processor: str) -> str:
    """The paragraph that asks for it: the first as controller, the second where nothing is controlled."""
    return f"GDPR 30(1)({controller})" if record.controlled else f"GDPR 30(2)({processor})"


def _entity(record: Record, entity: Entity) -> Iterator[Lack]:
    where, article = f"entity {entity.id}", _article(record, "a", "a")
    if not (entity.email or entity.phone or entity.contact):
        yield Lack("contact", article, where, entity.name)
    if not entity.address:
        yield Lack("address", article, where, entity.name)
    if not (entity.dpo or entity.no_dpo):
        yield Lack("dpo_unsaid", article, where, entity.name)


def _controlled(record: Record, activity: Activity) -> Iterator[Lack]:
    where, name = f"activity {activity.id}", activity.title
    if not activity.controllers:
        yield Lack("controller", "GDPR 30(1)(a)", where, name)
    if not activity.purposes:
        yield Lack("purpose", "GDPR 30(1)(b)", where, name)
    for lack, codes in (("subjects", activity.subjects), ("categories", activity.categories)):
        if not codes:
            yield Lack(lack, "GDPR 30(1)(c)", where, name)
        elif ALL in codes:
            yield Lack(f"{lack}_all", "GDPR 30(1)(c)", where, name)
    if not record.disclosed(activity):
        yield Lack("recipients", "GDPR 30(1)(d)", where, name)
    yield from _limits(record, activity)


def _limits(record: Record, activity: Activity) -> Iterator[Lack]:
    for purpose in activity.purposes:
        where = f"purpose {purpose.id}"
        if purpose.basis is Basis.UNDECIDED:
            yield Lack("basis", "GDPR 6(1)", where, purpose.title)
        if purpose.rule is None:
            yield Lack("limit", "GDPR 30(1)(f)", where, purpose.title)
        elif purpose.assumed:
            yield Lack("limit_assumed", "GDPR 30(1)(f)", where, purpose.title)
        if purpose.id in record.undecided:
            yield Lack("limit_undecided", "GDPR 30(1)(f)", where, purpose.title)


def _processed(record: Record, activity: Activity) -> Iterator[Lack]:
    where = f"activity {activity.id}"
    if not activity.controllers:
        yield Lack("processor", "GDPR 30(2)(a)", where, activity.title)
    if not record.acted_for(activity):
        yield Lack("acted_for", "GDPR 30(2)(a)", where, activity.title)


def _customers(record: Record) -> Iterator[Lack]:
    for each in record.customers:
        where = f"customer {each.id}"
        if not each.contact:
            yield Lack("customer_contact", "GDPR 30(2)(a)", where, each.name)
        if not (each.processing or each.activities):
            yield Lack("customer_processing", "GDPR 30(2)(b)", where, each.name)


def _recipients(record: Record) -> Iterator[Lack]:
    disclosed = {each.id for activity in record.activities for each in record.disclosed(activity)}
    moved = {each.recipient for activity in record.activities for each in record.transferred(activity)}
    named = {each.id: each.name for each in record.recipients}
    for recipient in record.recipients:
        if recipient.id in disclosed and recipient.zone is Zone.UNSAID:
            yield Lack("country", _article(record, "e", "c"), f"recipient {recipient.id}", recipient.name)
    for transfer in record.transfers:
        if transfer.recipient in moved and not transfer.stands:
            name = named.get(transfer.recipient, transfer.recipient)
            yield Lack("safeguards", _article(record, "e", "c"), f"recipient {transfer.recipient}", name)


def _measures(record: Record) -> Iterator[Lack]:
    if not record.measures:
        yield Lack("measures", _article(record, "g", "d"), "register", record.name)
