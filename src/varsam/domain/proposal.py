"""A proposed map as a value: what a source seems to hold, how sure that is, why, and what nobody can know
from data.

Reasons and questions are codes with the numbers and names of columns that they speak of; the texts are
elsewhere. A proposal
decides nothing: each group is held for no purpose until a person names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from varsam.domain.predicate import Value
from varsam.domain.sampled import Sentinel, TableSample

Way: TypeAlias = Literal["person", "reference", "part", "email", "nobody"]


@dataclass(frozen=True, slots=True)
class Saying:
    """A reason or a question: a code of the catalogue and what stands in its places, never anything from a
    cell.
    """

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column that seems personal. `confidence` 0 to 1."""

    name: str
    category: str
    confidence: float
    reason: Saying
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A way from rows of a table to at most one row of another.

    `pairs`: this table's column and the other's. `prefix`: this column holds it before the other row's key,
    as in
    `sales.order,12`; `as_text`: it is a text and the other row's key is a number. `fixed`: another column
    that must have this value. `fanout`: rows here for each row there.
    """

    table: str
    pairs: tuple[tuple[str, str], ...]
    other: str
    confidence: float
    reason: Saying
    declared: bool = False
    prefix: str = ""
    as_text: bool = False
    fixed: tuple[str, str] | None = None
    filled: float = 1.0
    fanout: float = 1.0
    actor: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """This table's columns."""
        return tuple(mine for mine, _ in self.pairs)

    @property
    def place(self) -> tuple[object, ...]:
        """What tells it from the other references of its table."""
        return (self.pairs, self.other, self.prefix, self.fixed)


@dataclass(frozen=True, slots=True)
class ProposedOwner:
    """Whose a table's rows are. `reference` leads to the next table on the way, `down` from it by another
    table's rows.
    """

    way: Way
    confidence: float
    reason: Saying
    reference: Reference | None = None
    down: tuple[Reference, ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True)
class ProposedDate:
    """A column of dates: how it is stored, and whether its zone must be asked for."""

    name: str
    stored: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class ProposedKind:
    """A table to map. `holds`: it has personal columns or rows that belong to somebody; else it only lies on
    a way.
    """

    table: str
    name: str
    key: tuple[str, ...]
    owner: ProposedOwner
    columns: tuple[ProposedColumn, ...] = ()
    references: tuple[Reference, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    history_of: str = ""
    history_sure: float = 0.0
    holds: bool = True
    dates: tuple[ProposedDate, ...] = ()
    collected: ProposedDate | None = None
    reference_names: Mapping[tuple[object, ...], str] = field(default_factory=dict)
    sentinels: Mapping[str, tuple[Sentinel, ...]] = field(default_factory=dict)
    required: Mapping[str, Value] = field(default_factory=dict)
    questions: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A table that seems to hold nothing of anybody, and why."""

    table: str
    reason: Saying


@dataclass(frozen=True, slots=True)
class Proposal:
    """All tables of a source: mapped, left alone, or asked about. Each table is in exactly one of the three.

    `left`: columns of mapped tables that are called like personal data and seem to be none, as
    `table.column`.
    `key_option`: what a file's connector must be told is the key, as the file itself can't say it.
    """

    source: str
    kinds: tuple[ProposedKind, ...]
    ignored: tuple[Ignored, ...] = ()
    undecided: tuple[Ignored, ...] = ()
    left: tuple[Ignored, ...] = ()
    purposes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    samples: Mapping[str, TableSample] = field(default_factory=dict)
    skipped: tuple[Saying, ...] = ()
    key_option: tuple[str, ...] = ()
