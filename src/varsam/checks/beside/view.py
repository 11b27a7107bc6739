"""A register and the files beside it as the checks look at them, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from varsam.domain.arrangement import Arrangements
from varsam.domain.assessments import Assessments
from varsam.domain.customers import Customers
from varsam.domain.impact_need import Need, need
from varsam.domain.law import Law
from varsam.domain.register import Activity, Basis, Purpose, Register


@dataclass
class Beside:
    """What is checked. `kinds` are the maps' kinds, written source.kind; None: nobody read the maps."""

    register: Register
    on: date
    assessments: Assessments = field(default_factory=Assessments)
    arrangements: Arrangements = field(default_factory=Arrangements)
    customers: Customers = field(default_factory=Customers)
    law: Law | None = None
    kinds: frozenset[str] | None = None

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """The register's activities by id."""
        return {each.id: each for each in self.register.activities}

    @cached_property
    def purposes(self) -> dict[str, Purpose]:
        """The register's purposes by id."""
        return self.register.purposes()

    @cached_property
    def entities(self) -> frozenset[str]:
        """The ids of the register's entities."""
        return frozenset(each.id for each in self.register.entities)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What was recognised of each activity about impact assessments."""
        answers = self.assessments.answers
        return tuple(need(self.register, each, answers.get(each.id)) for each in self.register.activities)

    def on_interests(self) -> Iterator[Purpose]:
        """The purposes that rest on legitimate interests."""
        return (each for each in self.purposes.values() if each.basis is Basis.LEGITIMATE_INTERESTS)

    def past(self, day: date | None) -> bool:
        """Whether a day that something was to be done by is over."""
        return day is not None and self.on > day
