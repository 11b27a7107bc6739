"""What joint controllers settled between them: who informs, who answers, where people turn, who owns what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from varsam.domain.register import Activity, Register, Role


class Right(StrEnum):
    """A right of the person that one of the parties answers. Law: GDPR 7(3), 15–18, 20–22."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    DECISIONS = "decisions"


class Duty(StrEnum):
    """A duty that one of the parties, or each for itself, carries out."""

    SECURITY = "security"
    PROCESSORS = "processors"
    BREACH = "breach"


EACH = "each"
"""Every party for its own part."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One arrangement between joint controllers. Law: GDPR 26(1)–(2).

    Parties are ids of the register's entities. `activities` empty: every activity that all parties decide
    together. `informs` tells people what 13 and 14 demand. A duty is a party's, or `each`'s for its own part.
    `pursues`: the purposes that a party decides, where it isn't all of them. Both days are included.
    """

    id: str
    parties: tuple[str, ...]
    activities: tuple[str, ...] = ()
    informs: str = ""
    answers: Mapping[Right, str] = field(default_factory=lambda: MappingProxyType({}))
    duties: Mapping[Duty, str] = field(default_factory=lambda: MappingProxyType({}))
    contact_point: str = ""
    pursues: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    agreed_on: date | None = None
    published_on: date | None = None
    review_by: date | None = None
    document: str = ""
    sha256: str = ""

    def covers(self, activity: Activity) -> bool:
        """Whether it is about an activity: named, or decided by several of its parties if none is."""
        if self.activities:
            return activity.id in self.activities
        return is_joint(activity) and set(activity.controllers) <= set(self.parties)


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """Which entity owns what several share; `kinds` are written `source.kind`."""

    owner: str
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangements:
    """The arrangements of a home and who owns what is shared. `present`: there is a file."""

    arrangements: tuple[Arrangement, ...] = ()
    owners: tuple[OwnerRule, ...] = ()
    present: bool = False

    def of(self, activity: Activity) -> Arrangement | None:
        """The arrangement about an activity; None where there is none."""
        named = (each for each in self.arrangements if activity.id in each.activities)
        return next(named, next((each for each in self.arrangements if each.covers(activity)), None))


class Why(StrEnum):
    """By what it follows who answers for something."""

    KIND = "kind"
    PURPOSE = "purpose"
    ACTIVITY = "activity"
    ONLY_CONTROLLER = "only_controller"
    FIRST_CONTROLLER = "first_controller"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for something, and why. `entity` empty: undecided among `among`."""

    entity: str
    why: Why
    among: tuple[str, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether somebody decided it, or it can only be one."""
        return self.why not in (Why.FIRST_CONTROLLER, Why.UNDECIDED)


def is_joint(activity: Activity) -> bool:
    """Whether several controllers decide about an activity together. Law: GDPR 26(1)."""
    return activity.role is Role.CONTROLLER and len(set(activity.controllers)) > 1


def owner_of_activity(arrangements: Arrangements, register: Register, activity: Activity) -> Owner:
    """Who answers for an activity: the rule about it, its only controller, else its first one, undecided."""
    for rule in arrangements.owners:
        if activity.id in rule.activities:
            return Owner(rule.owner, Why.ACTIVITY)
    controllers = tuple(dict.fromkeys(activity.controllers)) or (register.entities[0].id,)
    if len(controllers) == 1:
        return Owner(controllers[0], Why.ONLY_CONTROLLER)
    return Owner(controllers[0], Why.FIRST_CONTROLLER, controllers)


def owner_of_purpose(arrangements: Arrangements, register: Register, purpose: str) -> Owner:
    """Who answers for a purpose: the rule about it, else whoever answers for its activity.

    KeyError: the register has no such purpose.
    """
    activity = register.activity_of(purpose)
    for rule in arrangements.owners:
        if purpose in rule.purposes:
            return Owner(rule.owner, Why.PURPOSE)
    return owner_of_activity(arrangements, register, activity)


def owner_of_kind(
    arrangements: Arrangements, register: Register, kind: str, purposes: Sequence[str] = ()
) -> Owner:
    """Who answers for the rows of a kind (`source.kind`) that are held for some purposes.

    The rule about the kind, else the one entity that answers for all of its purposes; where they lead to
    several, it is undecided. KeyError: the register lacks one of the purposes.
    """
    for rule in arrangements.owners:
        if kind in rule.kinds:
            return Owner(rule.owner, Why.KIND)
    found = [owner_of_purpose(arrangements, register, each) for each in purposes]
    among = tuple(dict.fromkeys(each.entity for each in found))
    if len(among) == 1:
        undecided = next((each for each in found if not each.decided), None)
        return undecided or found[0]
    every = among or tuple(each.id for each in register.entities)
    return Owner(every[0], Why.ONLY_CONTROLLER) if len(every) == 1 else Owner("", Why.UNDECIDED, every)
