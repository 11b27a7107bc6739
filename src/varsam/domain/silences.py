"""Findings that a person chose not to hear: at which place, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Silence:
    """One check silenced at one place, or everywhere. `until` is the last day on which it is silent."""

    check: str
    where: str
    reason: str
    until: date
    position: str = ""

    def covers(self, code: str, where: str) -> bool:
        """Whether it is about a finding of that code at that place; its day isn't asked."""
        return self.check == code and self.where in (where, EVERYWHERE)

    def ended(self, on: date) -> bool:
        """Whether it is over on a day: then its findings are heard again."""
        return on > self.until
