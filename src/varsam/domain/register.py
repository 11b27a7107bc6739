"""What was promised: controllers, activities, purposes with basis and retention rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from varsam.domain.calendar import FiscalYears
from varsam.domain.retention import Period, Rule
from varsam.domain.vocabulary import Word


class Basis(StrEnum):
    """The legal basis of a purpose. Law: GDPR 6(1)(a)–(f); soft opt-in: ePrivacy 13(2), MFL 19 §.

    `UNDECIDED`: the record that the purpose came from names none; it keeps until a person has named one.
    """

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"
    SOFT_OPT_IN = "soft_opt_in"
    UNDECIDED = "undecided"


class Role(StrEnum):
    """What the controller is in an activity. Law: GDPR 4(7), 4(8)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity that decides purposes and means. Law: GDPR 4(7), 13(1)(a)–(b), 26, 37.

    `dpo` is how people reach its data protection officer; `no_dpo` why none is needed. Neither: not said.
    """

    id: str
    name: str
    org_no: str = ""
    contact: str = ""
    zone: str = "Europe/Stockholm"
    fiscal_years: FiscalYears = field(default_factory=FiscalYears)
    address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    representative: str = ""
    dpo: str = ""
    no_dpo: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom data is disclosed to. Law: GDPR 4(9), 13(1)(e)."""

    id: str
    name: str
    role: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A technical or organisational measure, and when somebody last looked whether it holds. Law: GDPR 32."""

    id: str
    title: str
    text: str = ""
    reviewed_on: date | None = None
    review_by: date | None = None


class Channel(StrEnum):
    """How data reaches the controller at a collection point."""

    WEB = "web"
    PHONE = "phone"
    EMAIL = "email"
    SMS = "sms"
    CHAT = "chat"
    POST = "post"
    SOCIAL_MEDIA = "social_media"
    IN_PERSON = "in_person"
    DEVICE = "device"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class CollectedField:
    """One field that is asked for: must it be given, and what happens if it isn't. Law: GDPR 13(2)(e)."""

    name: str
    category: str = ""
    required: bool = False
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class CollectionPoint:
    """Where data comes in: a form, a call, a fair, a bought list. Law: GDPR 13, 14.

    `notice` says where the person meets the information there, such as "below the form"; empty: nowhere.
    `obtained_from` names the source where it isn't the person (14(2)(f)).
    """

    id: str
    title: str
    channel: Channel
    activities: tuple[str, ...] = ()
    fields: tuple[CollectedField, ...] = ()
    notice: str = ""
    obtained_from: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is held; the basis and the rule hang here, never on the activity.

    `rule` None with `needs_person` set: a phrase that nobody may guess. `assumed`: read, but a person must
    confirm what `question` says. Both keep until they are settled in the register. `marketing` purposes end
    for ever at an objection (GDPR 21(2)–(3)). `patience` None: the catalogue's default for the rule's events.
    """

    id: str
    title: str
    basis: Basis
    rule: Rule | None
    assumed: bool = False
    question: str | None = None
    needs_person: str | None = None
    interest: str = ""
    law: str = ""
    marketing: bool = False
    patience: Period | None = None

    @property
    def settled(self) -> bool:
        """Whether a person stands behind the rule, and the purpose has a legal basis."""
        read = self.rule is not None and not self.assumed and self.needs_person is None
        return read and self.basis is not Basis.UNDECIDED


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """The row as the policy printed it, so that the table can be published again word by word."""

    purpose: str = ""
    categories: str = ""
    subjects: str = ""
    basis: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the register; `unpublished` ones are no row of the published table. Law: GDPR 30(1).

    `operations` are what is done with the data (4(2)); `measures` ids of the register's measures (32);
    `decisions` the logic and consequences of automated decisions, empty where there are none (22).
    """

    id: str
    title: str
    role: Role
    purposes: tuple[Purpose, ...]
    controllers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    published: PublishedRow | None = None
    unpublished: bool = False
    operations: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    decisions: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or list item of the policy outside the table, with a stable id."""

    id: str
    text: str
    section: str = ""


class Outcome(StrEnum):
    """What a person made of a proposal."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A purpose that the law demands and no row has (a statutory floor).

    While it is only proposed, the purposes in `concerns` keep, so that executing the policy as written
    can't destroy what the law wants kept. Waiving needs a reason.
    """

    id: str
    activity: str
    purpose: Purpose
    concerns: tuple[str, ...]
    outcome: Outcome = Outcome.PROPOSED
    reason: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The record of processing activities as one versioned value. Law: GDPR 30.

    `categories` and `subjects` are the register's own words, beyond those of `domain.vocabulary`.
    """

    name: str
    entities: tuple[Entity, ...]
    activities: tuple[Activity, ...]
    recipients: tuple[Recipient, ...] = ()
    statements: tuple[Statement, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    language: str = "sv"
    categories: tuple[Word, ...] = ()
    subjects: tuple[Word, ...] = ()
    measures: tuple[Measure, ...] = ()
    collection_points: tuple[CollectionPoint, ...] = ()

    def purposes(self) -> dict[str, Purpose]:
        """Every purpose by its id, in the order of the register."""
        return {purpose.id: purpose for activity in self.activities for purpose in activity.purposes}

    def activity_of(self, purpose: str) -> Activity:
        """The activity that a purpose belongs to; KeyError when there is none."""
        for activity in self.activities:
            if any(each.id == purpose for each in activity.purposes):
                return activity
        raise KeyError(purpose)

    def entity(self, entity_id: str) -> Entity:
        """The entity with that id; KeyError when there is none."""
        for entity in self.entities:
            if entity.id == entity_id:
                return entity
        raise KeyError(entity_id)

    def controller_of(self, purpose: str) -> Entity:
        """The first controller of the purpose's activity: its zone and fiscal years date the rule."""
        activity = self.activity_of(purpose)
        return self.entity(activity.controllers[0]) if activity.controllers else self.entities[0]

    def dated_alike(self, purpose: str) -> Entity:
        """The first entity that counts days and fiscal years as the purpose's controller does."""
        controller = self.controller_of(purpose)
        counts = (controller.zone, controller.fiscal_years)
        return next(each for each in self.entities if (each.zone, each.fiscal_years) == counts)

    def unsettled(self) -> tuple[Purpose, ...]:
        """Purposes whose rule or basis waits for a person, in the register's order; until then they keep."""
        return tuple(each for each in self.purposes().values() if not each.settled)

    def undecided(self) -> frozenset[str]:
        """Purposes that keep because a proposed statutory floor is neither accepted nor waived."""
        return frozenset(
            purpose
            for proposal in self.proposals
            if proposal.outcome is Outcome.PROPOSED
            for purpose in proposal.concerns
        )
