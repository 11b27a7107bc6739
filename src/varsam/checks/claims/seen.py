"""What a verifier may look at: the register, and as much of the live system as could be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from varsam.checks.base import Finding, Level
from varsam.domain.facts import Fact
from varsam.domain.law import Law
from varsam.domain.ownership import Group, Kind, SourceMap
from varsam.domain.partners import Partners
from varsam.domain.register import Activity, Purpose, Register, Role, Statement
from varsam.domain.snapshot import Snapshot
from varsam.domain.transfers import Flow


class Part(StrEnum):
    """A part of what is seen that isn't always there: then whoever needs it says unknown."""

    LAW = "law"
    MAPS = "maps"
    LIVE = "live"
    VALUES = "values"
    DUE = "due"
    FACTS = "facts"
    LEDGER = "ledger"
    TABLE = "table"
    VERSIONS = "versions"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Live:
    """What the sources looked like: their schemas, what stands against their maps, and which were silent.

    `values`: samples of values were looked at too, not only names.
    """

    snapshots: Mapping[str, Snapshot]
    findings: tuple[Finding, ...] = ()
    unreachable: tuple[str, ...] = ()
    values: bool = False


@dataclass(frozen=True, slots=True)
class Overdue:
    """Rows that should have gone and are there: of which kind, held for which purposes until then."""

    source: str
    kind: str
    rows: int
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What is left in the sources though its time was over before the day of grace.

    `withdrawn`, `objected`, `erased` are the rows among them that went on only because a consent was
    withdrawn, an objection ended a purpose, or an erasure was decided. `withheld`: rows that a restriction or
    hold keeps; `asked`: rows that wait for a person; `tasks`: what somebody must go
    through by hand and hasn't in time.
    """

    overdue: tuple[Overdue, ...] = ()
    withdrawn: int = 0
    objected: int = 0
    erased: int = 0
    withheld: int = 0
    asked: int = 0
    tasks: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(each.rows for each in self.overdue)


@dataclass(frozen=True, slots=True)
class Chain:
    """What recomputing the ledger gave."""

    entries: int
    ok: bool


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The policy document's table beside the register.

    `rows`: how many it has; `differing`: the activities of which the register says something else.
    """

    rows: int
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """The archive of published versions; `last` 0 where there is none.

    `current`: the last one says what the register would publish now. `faults`: what of the archive isn't as
    it was published; `proven`: the ledger knows the last version.
    """

    last: int = 0
    current: bool = False
    faults: tuple[str, ...] = ()
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a day. None: that part wasn't there, or nobody needed it.

    `findings` are those of `check`, silenced or not: whoever silences one doesn't make a sentence true.
    `bound`: for each verifier the statements that it is asked about.
    """

    register: Register
    on: date
    at: datetime
    findings: tuple[Finding, ...] = ()
    bound: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)
    law: Law | None = None
    maps: Mapping[str, SourceMap] = field(default_factory=dict)
    live: Live | None = None
    due: Due | None = None
    facts: tuple[Fact, ...] | None = None
    ledger: Chain | None = None
    table: PublishedTable | None = None
    versions: Versions | None = None
    partners: Partners | None = None
    flows: tuple[Flow, ...] = ()

    def has(self, part: Part) -> bool:
        """Whether a part was seen; no map at all is as good as none."""
        if part is Part.MAPS:
            return bool(self.held())
        if part is Part.VALUES:
            return self.live is not None and self.live.values
        return getattr(self, part.value) is not None

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities that the policy's readers are told of."""
        return tuple(each for each in self.register.activities if not each.unpublished)

    @property
    def own(self) -> tuple[Activity, ...]:
        """Those of them in which the controller decides itself."""
        return tuple(each for each in self.activities if each.role is Role.CONTROLLER)

    @property
    def for_people(self) -> tuple[Activity, ...]:
        """Those that readers are told of, without what is only about suppliers."""
        return tuple(each for each in self.activities if set(each.subjects) != {"supplier"})

    def purposes(self, activities: tuple[Activity, ...] | None = None) -> tuple[Purpose, ...]:
        """The purposes of activities; of all that readers are told of where none are named."""
        chosen = self.activities if activities is None else activities
        return tuple(purpose for each in chosen for purpose in each.purposes)

    def all_standing(self, *codes: str) -> Iterator[Finding]:
        """The findings of these checks, over the files and over the live sources."""
        return (each for each in self._found() if each.code in codes)

    def standing(self, *codes: str) -> Finding | None:
        """The first finding of one of the checks."""
        return next(self.all_standing(*codes), None)

    def errors(self, *prefixes: str) -> tuple[Finding, ...]:
        """The errors whose codes begin so."""
        errors = (each for each in self._found() if each.level is Level.ERROR)
        return tuple(each for each in errors if each.code.startswith(prefixes))

    def _found(self) -> tuple[Finding, ...]:
        return (*self.findings, *(self.live.findings if self.live is not None else ()))

    def groups(self) -> Iterator[tuple[SourceMap, Kind, Group]]:
        """Every group of columns of every map, without what the program itself stores."""
        for source in self.maps.values():
            for kind in source.kinds:
                for group in kind.groups:
                    if not self._ours(group.purposes):
                        yield source, kind, group

    def held(self) -> frozenset[str]:
        """The purposes that some map holds data for."""
        by_hand = (each for source in self.maps.values() for kind in source.manual for each in kind.purposes)
        return frozenset((*(each for *_, group in self.groups() for each in group.purposes), *by_hand))

    def _ours(self, purposes: tuple[str, ...]) -> bool:
        told = {each.id for each in self.purposes()}
        return bool(purposes) and told.isdisjoint(purposes)


def about(activities: tuple[Activity, ...], topic: re.Pattern[str]) -> tuple[Activity, ...]:
    """The activities about a topic, by title, printed purpose or a purpose's title."""
    found = []
    for activity in activities:
        printed = activity.published.purpose if activity.published is not None else ""
        words = (activity.title, printed, *(each.title for each in activity.purposes))
        if any(topic.search(each) for each in words):
            found.append(activity)
    return tuple(found)
