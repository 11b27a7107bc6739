"""What the law says, as dated data: packs of entries that hold from a day, until a day, by a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FRESH = timedelta(days=90)
"""How long nobody needs to look whether a pack still says what the law says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the law says; both days are included, no `valid_to` = until it is changed.

    `value`: a number where the law gives one. `scope`: what it is limited to, in words; empty = nothing.
    """

    name: str
    valid_from: date
    source: str
    valid_to: date | None = None
    value: int | None = None
    scope: str = ""

    def holds(self, on: date) -> bool:
        """Whether it is law on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Pack:
    """The entries about one matter, and when a person last compared them with the law."""

    name: str
    about: str
    checked_on: date
    entries: tuple[Entry, ...]

    def stale(self, on: date) -> bool:
        """Whether nobody has looked for more than 90 days."""
        return on - self.checked_on > FRESH

    def holding(self, on: date) -> Iterator[Entry]:
        """The entries that are law on a day."""
        return (each for each in self.entries if each.holds(on))


@dataclass(frozen=True, slots=True)
class Law:
    """The packs by name, as of a day."""

    packs: Mapping[str, Pack]
    on: date

    def entry(self, pack: str, name: str) -> Entry | None:
        """The entry of a name that is law on the day; None when there is none."""
        found = self.packs.get(pack)
        return next((each for each in found.holding(self.on) if each.name == name), None) if found else None

    def number(self, pack: str, name: str) -> int | None:
        """The number that the law gives on the day; None when it gives none."""
        found = self.entry(pack, name)
        return found.value if found is not None else None

    def stale(self) -> tuple[Pack, ...]:
        """The packs that nobody has compared with the law for more than 90 days."""
        return tuple(each for each in self.packs.values() if each.stale(self.on))
