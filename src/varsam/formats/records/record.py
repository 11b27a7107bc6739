"""What a row or a sheet of a record says, in its own words, before a register is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from varsam.domain.register import Role


@dataclass(slots=True)
class Party:
    """An organisation or officer that a record names, as it is written there."""

    name: str = ""
    org_no: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    where: str = ""

    def reached(self) -> str:
        """The name and how it is reached, on one line."""
        parts = (self.name, self.address, self.email, self.phone)
        return ", ".join(" ".join(each.split()) for each in parts if each)


@dataclass(frozen=True, slots=True)
class Kept:
    """A category of data, what the record says of it, and how long it is kept."""

    label: str
    description: str
    retention: str
    codes: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A recipient as it is written, with its role and country where those stand apart."""

    name: str
    role: str = ""
    country: str = ""


@dataclass(slots=True)
class Record:
    """One activity of a record. Texts are as they were written; `where` names its row, sheet or entry."""

    where: str
    title: str = ""
    purpose: str = ""
    further_purposes: tuple[str, ...] = ()
    basis: str = ""
    law: str = ""
    interest: str = ""
    retention: str = ""
    categories: str = ""
    kept: tuple[Kept, ...] = ()
    subjects: str = ""
    recipients: str = ""
    disclosed: tuple[Disclosed, ...] = ()
    countries: str = ""
    controllers: str = ""
    joint: str = ""
    operations: str = ""
    measures: str = ""
    protected: tuple[tuple[str, str], ...] = ()
    decisions: str = ""
    source: str = ""
    role: Role = Role.CONTROLLER
    special: str = ""
    processors: str = ""
    safeguards: str = ""
    acted_for: str = ""
    codes: tuple[str, ...] = ()
    subject_codes: tuple[str, ...] = ()


@dataclass(slots=True)
class Parties:
    """Who the record says is behind all its activities."""

    controllers: list[Party] = field(default_factory=list)
    dpo: Party = field(default_factory=Party)
    representative: Party = field(default_factory=Party)

    def all(self) -> Iterator[Party]:
        """Every party that has a name."""
        yield from (each for each in (*self.controllers, self.dpo, self.representative) if each.name)
