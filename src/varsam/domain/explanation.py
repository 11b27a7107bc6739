"""Why rows go or stay, as values: of one row what each purpose says, of a kind how many rows each says it of.

Nothing here names a person: rows are told by place, and dates are those that the rules count from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Standing(StrEnum):
    """How a purpose stands for a group of a row. The first three groups keep, the others don't."""

    RUNS = "runs"  # the rule has a last day, and it hasn't passed
    OPEN = "open"
    ABSENT = "absent"
    UNCONFIRMED = "unconfirmed"
    FLOOR_UNDECIDED = "floor_undecided"
    OVER = "over"
    NOT_FOR_ROW = "not_for_row"  # `only:` says that the purpose isn't for this row
    NO_CONSENT = "no_consent"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    ERASED = "erased"


class Verdict(StrEnum):
    """What the plan does with a row."""

    DELETE = "delete"
    OVERWRITE = "overwrite"
    PERSON = "person"  # a person must decide
    KEEP = "keep"
    NEVER = "never"  # the map never lets the kind be touched


@dataclass(frozen=True, slots=True)
class EventSaid:
    """One event of a row. `latest`: the last day of it with which the rule would be over today."""

    event: str
    state: Literal["date", "open", "absent"]
    day: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class PurposeSaid:
    """One purpose for one group of a row. `due`: the last day by its rule, where that has one."""

    purpose: str
    standing: Standing
    keeps: bool
    rule: str = ""
    law: str = ""
    due: date | None = None
    events: tuple[EventSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerSaid:
    """One way of the map to a person: the place at its end, and whether it leads to somebody."""

    place: str
    reached: bool


@dataclass(frozen=True, slots=True)
class GroupSaid:
    """One group of a row: whether nothing keeps it, and what does."""

    group: str
    columns: tuple[str, ...]
    goes: bool
    hold: bool
    restriction: bool
    purposes: tuple[PurposeSaid, ...]


@dataclass(frozen=True, slots=True)
class RowSaid:
    """One row: what becomes of it, and why.

    `steps`: the steps of the plan that take it. `faults`: why a person must decide, as in the plan.
    `columns`: those that are overwritten. `until`: the last day of what keeps it; None while that is open.
    `part_of`: the kind whose fate it shares, `parent` that row explained, where the part has no groups of its
    own. `blocked_by`: kinds whose rows stay and refer to it.
    """

    source: str
    kind: str
    verdict: Verdict
    owners: tuple[OwnerSaid, ...]
    groups: tuple[GroupSaid, ...]
    steps: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    part_of: str = ""
    until: date | None = None
    parent: RowSaid | None = None


@dataclass(frozen=True, slots=True)
class PurposeCounted:
    """One purpose for one group of a kind: how many rows it stands how for.

    `first` and `last`: the earliest and latest last day of the rows that it keeps until a day.
    """

    purpose: str
    rule: str
    law: str
    cutoffs: tuple[tuple[str, date], ...]
    rows: dict[Standing, int]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class GroupCounted:
    """One group of a kind: in how many rows nothing keeps it, in how many a hold or a restriction does."""

    group: str
    columns: tuple[str, ...]
    goes: int
    hold: int
    restriction: int
    purposes: tuple[PurposeCounted, ...]


@dataclass(frozen=True, slots=True)
class KindSaid:
    """A kind: its rows, what the plan does with them by step, what it leaves to a person, and why."""

    source: str
    kind: str
    table: str
    rows: int
    part_of: str
    never: bool
    groups: tuple[GroupCounted, ...]
    steps: dict[str, int]
    faults: dict[str, int]
