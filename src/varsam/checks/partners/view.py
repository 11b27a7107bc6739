"""Partners with the register that they serve, as the checks of them look at both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from varsam.domain.law import Law
from varsam.domain.partners import Agreement, Partner, PartnerRole, Partners
from varsam.domain.register import Activity, Recipient, Register
from varsam.domain.transfers import Flow, flows

SOON = timedelta(days=60)
"""How long before an end somebody has to know of it."""

# The most particular first: a sub-processor's name holds a processor's.
_ROLES = (
    (PartnerRole.SUB_PROCESSOR, re.compile(r"under\w*biträde|sub-?\s?processor", re.IGNORECASE)),
    (
        PartnerRole.PROCESSOR,
        re.compile(r"biträde|processor|processes on (?:our|their) behalf", re.IGNORECASE),
    ),
    (PartnerRole.JOINT_CONTROLLER, re.compile(r"joint|gemensamt", re.IGNORECASE)),
)


@dataclass(frozen=True)
class View:
    """One home's partners. `sources`: the names of its maps; None: nobody read them.

    `documents`: the SHA-256 of each file in the folder agreements, by name; None: nobody looked.
    """

    register: Register
    partners: Partners
    law: Law
    sources: frozenset[str] | None = None
    documents: Mapping[str, str] | None = None

    @property
    def on(self) -> date:
        """The day that is decided for."""
        return self.law.on

    @cached_property
    def active(self) -> tuple[Partner, ...]:
        """Those whom data reaches on the day."""
        return self.partners.active(self.on)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Where their data goes."""
        return tuple(flows(self.partners, self.law))

    def served(self, partner: Partner) -> tuple[Activity, ...]:
        """The activities that a partner serves, by either file."""
        return tuple(
            each
            for each in self.register.activities
            if each.id in partner.activities
            or partner.id in each.recipients
            or any(purpose.id in partner.purposes for purpose in each.purposes)
        )

    def agreements(self) -> Iterator[tuple[Partner, Agreement]]:
        """The agreements that the law demands and that hold on the day, each with its partner."""
        for partner in self.active:
            if partner.demanded is not None:
                for agreement in partner.current(partner.demanded, self.on):
                    yield partner, agreement

    def soon(self, day: date | None) -> bool:
        """Whether a last day lies at most sixty days ahead."""
        return day is not None and self.on <= day <= self.on + SOON


def role_of(recipient: Recipient) -> PartnerRole | None:
    """What the register calls a recipient, read from its words; None: nothing that is known here."""
    return next((role for role, pattern in _ROLES if pattern.search(recipient.role)), None)


def partner_at(partner: Partner) -> str:
    """How a finding names a partner."""
    return f"partner {partner.id}"
