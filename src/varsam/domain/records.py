"""What a record of processing activities consists of. Law: GDPR 30(1) as controller, 30(2) as processor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from varsam.domain.errors import RegisterError
from varsam.domain.law import Law
from varsam.domain.ownership import SourceMap
from varsam.domain.register import (
    Activity,
    CollectionPoint,
    Entity,
    Measure,
    Purpose,
    Recipient,
    Register,
    Role,
)
from varsam.domain.said import say
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word

_Thing = TypeVar("_Thing")

_COUNTRY = re.compile(r"[A-Z]{2}")


class Zone(StrEnum):
    """Where a country lies, as chapter V sees it. `LIMITED`: adequate within a scope; `UNSAID`: not named."""

    EEA = "eea"
    ADEQUATE = "adequate"
    LIMITED = "limited"
    THIRD = "third"
    UNSAID = "unsaid"


_FURTHEST = (Zone.THIRD, Zone.LIMITED, Zone.ADEQUATE, Zone.UNSAID, Zone.EEA)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with a recipient: its kind, its days, and the document's name."""

    kind: str
    signed_on: date | None = None
    valid_to: date | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class RecordedRecipient:
    """Whom data is disclosed to, and where that is. `countries` are ISO codes or what the register says.

    `parents` are whose sub-processor it is; `activities` those that disclose to it beyond what the register
    says; `sources` the systems that it hosts.
    """

    id: str
    name: str
    role: str = ""
    countries: tuple[str, ...] = ()
    zone: Zone = Zone.UNSAID
    parents: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    agreements: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to a third country. Law: GDPR 30(1)(e), 30(2)(c), 44-49.

    `ground` is the article's code (`A45-3`, `A46-2-c`, …; empty: nothing is known), `module` that of the
    standard contractual clauses; `safeguards` says what was agreed, in words; `reason` why it is or isn't
    decided so. `stands` False: on the day nothing allows it, or a person must look. `remote`: data is only
    looked at from there.
    """

    recipient: str
    country: str
    ground: str = ""
    module: int | None = None
    safeguards: str = ""
    assessed_on: date | None = None
    reason: str = ""
    stands: bool = True
    remote: bool = False


@dataclass(frozen=True, slots=True)
class ActedFor:
    """A controller that data is processed for. Law: GDPR 30(2)(a)-(b)."""

    id: str
    name: str
    contact: str = ""
    representative: str = ""
    dpo: str = ""
    activities: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment of legitimate interests or of the impact on people; `outcome` is its code, or `open`."""

    id: str
    outcome: str
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the register.

    `systems` and `weighed` (assessments of legitimate interests) go by purpose, `impacts` (assessments of the
    impact on people) and `needed` (whether one is, as a code) by activity.
    """

    recipients: tuple[RecordedRecipient, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    customers: tuple[ActedFor, ...] = ()
    systems: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    weighed: Mapping[str, tuple[Assessed, ...]] = field(default_factory=lambda: MappingProxyType({}))
    impacts: Mapping[str, tuple[Assessed, ...]] = field(default_factory=lambda: MappingProxyType({}))
    needed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Limit:
    """When one category of an activity's data is erased, under one of its purposes. Law: GDPR 30(1)(f)."""

    activity: Activity
    category: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Record:
    """The record as of a day. `version` is the register's fingerprint.

    `controlled` are the activities as controller (30(1)), `processed` those as processor (30(2)).
    `customer`: the record is about this one only.
    """

    name: str
    language: str
    on: date
    version: str
    entities: tuple[Entity, ...]
    controlled: tuple[Activity, ...]
    processed: tuple[Activity, ...]
    recipients: tuple[RecordedRecipient, ...]
    transfers: tuple[Transfer, ...]
    measures: tuple[Measure, ...]
    customers: tuple[ActedFor, ...]
    beside: Beside
    collected: tuple[CollectionPoint, ...]
    words: Mapping[str, Mapping[str, Word]]
    undecided: frozenset[str] = frozenset()
    customer: str = ""

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities: as controller, then as processor."""
        return (*self.controlled, *self.processed)

    def label(self, sort: str, code: str, language: str) -> str:
        """What a code of a sort (`categories`, `subjects`) is called; the code where it has no word."""
        word = self.words[sort].get(code)
        return word.label(language) if word is not None else code

    def who(self, activity: Activity) -> tuple[Entity, ...]:
        """The entities that answer for an activity: as controllers, or as processors."""
        named = tuple(each for each in self.entities if each.id in activity.controllers)
        return tuple(sorted(named, key=lambda each: activity.controllers.index(each.id)))

    def disclosed(self, activity: Activity) -> tuple[RecordedRecipient, ...]:
        """The recipients of an activity, and their sub-processors after them."""
        systems = set(self.systems_of(activity))
        own = [
            each
            for each in self.recipients
            if each.id in activity.recipients
            or activity.id in each.activities
            or not systems.isdisjoint(each.sources)
        ]
        for recipient in own:
            own += [each for each in self.recipients if recipient.id in each.parents and each not in own]
        return tuple(own)

    def transferred(self, activity: Activity) -> tuple[Transfer, ...]:
        """The transfers of an activity to third countries."""
        to = {each.id for each in self.disclosed(activity)}
        return tuple(each for each in self.transfers if each.recipient in to)

    def protected(self, activity: Activity) -> tuple[Measure, ...]:
        """The measures that protect an activity's data: those that it names, else all of the register."""
        return tuple(each for each in self.measures if each.id in activity.measures or not activity.measures)

    def limits(self, activity: Activity) -> tuple[Limit, ...]:
        """The time limits for erasure: every category under every purpose that holds it."""
        return tuple(
            Limit(activity, category, purpose)
            for category in activity.categories
            for purpose in activity.purposes
        )

    def systems_of(self, activity: Activity) -> tuple[str, ...]:
        """The systems whose maps say that they hold data for a purpose of the activity."""
        named = (name for each in activity.purposes for name in self.beside.systems.get(each.id, ()))
        return tuple(sorted(set(named)))

    def collected_at(self, activity: Activity) -> tuple[CollectionPoint, ...]:
        """Where the data of an activity comes in."""
        return tuple(each for each in self.collected if activity.id in each.activities)

    def acted_for(self, activity: Activity) -> tuple[ActedFor, ...]:
        """The controllers that an activity is carried out for."""
        return tuple(each for each in self.customers if activity.id in each.activities)


def make_record(register: Register, on: date, version: str, law: Law, beside: Beside | None = None) -> Record:
    """Make the record of a register as of a day; a recipient of `beside` stands for the register's own."""
    beside = beside or Beside()
    known = {each.id for each in beside.recipients}
    recipients = (
        *(_recipient(each, law) for each in register.recipients if each.id not in known),
        *(replace(each, zone=furthest(each.countries, law)) for each in beside.recipients),
    )
    transferred = {each.recipient for each in beside.transfers}
    return Record(
        name=register.name,
        language=register.language,
        on=on,
        version=version,
        entities=register.entities,
        controlled=tuple(each for each in register.activities if each.role is Role.CONTROLLER),
        processed=tuple(each for each in register.activities if each.role is Role.PROCESSOR),
        recipients=recipients,
        transfers=(*beside.transfers, *_implied(recipients, transferred, law)),
        measures=register.measures,
        customers=beside.customers,
        beside=beside,
        collected=register.collection_points,
        words=MappingProxyType(
            {
                "categories": {**CATEGORIES, **{word.code: word for word in register.categories}},
                "subjects": {**SUBJECTS, **{word.code: word for word in register.subjects}},
            }
        ),
        undecided=register.undecided(),
    )


def for_customer(record: Record, customer: str) -> Record:
    """The record of what is processed for one controller only. RegisterError lists whom there is."""
    [*found] = (each for each in record.customers if each.id == customer)
    if not found:
        known = ", ".join(each.id for each in record.customers)
        raise RegisterError(
            say("there is no customer “{customer}”", customer=customer),
            where="--customer",
            hint=f"one of: {known}" if known else "name your customers in customers.yaml",
        )
    processed = tuple(each for each in record.processed if each.id in found[0].activities)
    kept = replace(record, controlled=(), processed=processed, customers=(found[0],), customer=customer)
    recipients = _once(each for activity in processed for each in kept.disclosed(activity))
    transfers = _once(each for activity in processed for each in kept.transferred(activity))
    measures = _once(each for activity in processed for each in kept.protected(activity))
    entities = _once(each for activity in processed for each in kept.who(activity)) or record.entities
    return replace(kept, entities=entities, recipients=recipients, transfers=transfers, measures=measures)


def systems_of(maps: Iterable[SourceMap]) -> Mapping[str, tuple[str, ...]]:
    """The systems that hold data for each purpose, by its id, as their maps say."""
    found: dict[str, list[str]] = {}
    for each in maps:
        held = {purpose for kind in each.kinds for group in kind.groups for purpose in group.purposes}
        held |= {purpose for manual in each.manual for purpose in manual.purposes}
        for purpose in held:
            found.setdefault(purpose, []).append(each.source)
    return MappingProxyType({purpose: tuple(sorted(names)) for purpose, names in found.items()})


def zone_of(country: str, law: Law) -> Zone:
    """Where a country lies on the law's day."""
    code = country.strip().upper()
    if code in ("EU", "EES", "EEA", "EU/EES", "EU/EEA"):
        return Zone.EEA
    if not _COUNTRY.fullmatch(code):
        return Zone.UNSAID
    if law.entry("eea", code) is not None:
        return Zone.EEA
    entry = law.entry("adequacy", code)
    if entry is None:
        return Zone.THIRD
    return Zone.LIMITED if entry.scope else Zone.ADEQUATE


def furthest(countries: Iterable[str], law: Law) -> Zone:
    """Where the country lies that is furthest from the law's reach; unsaid where none is named."""
    zones = {zone_of(each, law) for each in countries} or {Zone.UNSAID}
    return next(each for each in _FURTHEST if each in zones)


def _recipient(recipient: Recipient, law: Law) -> RecordedRecipient:
    return RecordedRecipient(
        recipient.id,
        recipient.name,
        recipient.role,
        (recipient.location,) if recipient.location else (),
        zone_of(recipient.location, law),
    )


def _implied(recipients: Iterable[RecordedRecipient], known: set[str], law: Law) -> tuple[Transfer, ...]:
    """The transfers that follow from where a recipient is, where nobody recorded them."""
    return tuple(
        Transfer(each.id, country, "A45-3" if zone is Zone.ADEQUATE else "", stands=zone is Zone.ADEQUATE)
        for each in recipients
        if each.id not in known
        for country in each.countries
        if (zone := zone_of(country, law)) in (Zone.ADEQUATE, Zone.LIMITED, Zone.THIRD)
    )


def _once(things: Iterable[_Thing]) -> tuple[_Thing, ...]:
    return tuple(dict.fromkeys(things))
