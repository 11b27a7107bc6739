"""What a source of the controller must be able to do, in domain values only.

One protocol, implemented by each connector of `sources.catalogue` and by third parties. A conformance suite
(`tests/sources/conformance.py`) runs over every one. Errors: `SourceUnavailable` (try again),
`SourceRejected` (mend something first); messages name source and table, never contents.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from varsam.domain.keys import IntegerKeys
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import ALWAYS, Edge, NewValue, Predicate, Value, ValueAt
from varsam.domain.snapshot import Capabilities, Snapshot

Key: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class KeySet:
    """Members to stage: key values and, per member, an optional date. A key may occur with several dates.

    `family` tells the type of each key column, as in the snapshot: number, text, bytes, ….
    """

    name: str
    families: tuple[str, ...]
    members: Sequence[tuple[Key, date | None]]


@dataclass(frozen=True, slots=True)
class Query:
    """Rows of one table: the values to read for each row that satisfies `where`.

    A predicate among the values is read as a flag: True where it is true for the row, else False.
    `grouped`: each combination of values once, with the number of rows that have it as last value.
    """

    table: str
    values: tuple[ValueAt | Predicate, ...]
    where: Predicate
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class BatchStep:
    """One step's share of a batch: exactly these approved keys.

    `still` is evaluated again inside the transaction, before anything is changed, for all steps of the batch;
    keys for which it isn't true are left alone and reported. `values` None = delete the rows; else overwrite.
    `detach` columns are nulled on the remaining rows before any row of the batch is deleted.
    """

    step: str
    table: str
    key: tuple[str, ...]
    keys: Sequence[Key]
    still: Predicate
    values: Mapping[str, NewValue] | None = None
    detach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What happened to one step's keys: done + gone (weren't there) + out (no longer selected) = all keys."""

    step: str
    done: int
    gone: int
    out: tuple[Key, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OwnedKeys:
    """Rows of one table to be named by their key, in the order of their owner; see `SortsKeys`."""

    table: str
    owner: ValueAt
    key: str
    where: Predicate


Run: TypeAlias = "Iterator[tuple[array[int], array[int]]]"
"""Owners and keys, as many of the one as of the other, part after part, sorted by owner and key."""


class Source(Protocol):
    """A system of the controller in which personal data lies."""

    name: str
    capabilities: Capabilities

    def __enter__(self) -> Source:
        """Open the session: connections and staged key sets live until `__exit__`."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the session; staged key sets are gone."""
        ...

    def snapshot(self, tables: Sequence[str] | None = None, *, counts: bool = False) -> Snapshot:
        """Look at the schema (all tables, or these); `counts` adds exact numbers of rows."""
        ...

    def fingerprint(self) -> str:
        """Tell the schema's fingerprint quickly, equal to `snapshot().fingerprint`."""
        ...

    def stage(self, keys: KeySet) -> None:
        """Make a key set available to this session's predicates; replaces one of the same name."""
        ...

    def count(self, table: str, where: Predicate) -> int:
        """Count the rows for which the predicate is true."""
        ...

    def read(self, query: Query) -> Iterator[tuple[Value, ...]]:
        """Stream the values of each row that satisfies the query, in constant memory, in no stated order."""
        ...

    def apply(
        self, steps: Sequence[BatchStep], *, before_commit: Callable[[], None] | None = None
    ) -> Sequence[BatchResult]:
        """Do one batch as one transaction (where the source has transactions), in the order given.

        All `still` predicates are evaluated first, then all `detach`, then overwrites and deletes in order.
        `before_commit` is called when all is done but not yet committed; if it raises, nothing happened.
        """
        ...

    def present(
        self,
        table: str,
        key: tuple[str, ...],
        keys: Sequence[Key],
        *,
        unless: Mapping[str, NewValue] | None = None,
    ) -> list[Key]:
        """Those of the keys that are still there and, with `unless`, not yet at those values."""
        ...


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much a look at a table may cost: rows, characters or bytes of a cell, seconds of a statement."""

    rows: int = 400
    cell: int = 60_000
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table, and how they were chosen: the whole table, spread over it, its ends, or the first
    ones.
    """

    way: Literal["whole", "spread", "ends", "first"]
    rows: Sequence[tuple[Value, ...]] = field(repr=False)


@runtime_checkable
class Samples(Protocol):
    """A source that can be looked into at a bounded cost, for a proposed map. Nothing is written or left
    behind.
    """

    def sample(
        self, table: str, columns: Sequence[str], sampling: Sampling, where: Predicate = ALWAYS
    ) -> Sample:
        """Read some rows, spread over the table where its key allows that; longer cells are cut.

        With `where` only such rows, the first that are found. SourceUnavailable: a statement took longer than
        allowed.
        """
        ...

    def included(
        self, table: str, edge: Edge, sampling: Sampling, where: Predicate = ALWAYS
    ) -> tuple[int, int]:
        """Take some distinct values of the edge's column of this table, and count them and those that lead to
        a row.

        The edge has pairs of which exactly one names a column of this row.
        """
        ...


@runtime_checkable
class KnowsRights(Protocol):
    """A source that can say which rights its account needs."""

    def grants(self, mapped: SourceMap, account: str = "varsam") -> list[str]:
        """List the statements that give an account the least rights that the map needs."""
        ...


@runtime_checkable
class SortsKeys(Protocol):
    """A source that streams whole numbers sorted, so that nobody must hold all rows of a large plan."""

    def sorted_keys(self, asked: Sequence[OwnedKeys]) -> AbstractContextManager[Sequence[Run] | None]:
        """Open one run for each that is asked for, all at the same time, in constant memory.

        None: an owner or a key isn't a whole number, so it must be read with `read`. A row without an owner
        ends its run with ValueError before anything else is given, if it isn't None for it at once.
        """
        ...


@runtime_checkable
class HoldsSchema(Protocol):
    """A source that can see to it that no batch is done under another schema than the plan's."""

    def hold(self, fingerprint: str) -> None:
        """Undo every batch of this session that meets another schema from now on; it raises SchemaChanged."""
        ...


@runtime_checkable
class WatchesReplicas(Protocol):
    """A source with replicas that follow it, and which can say how far they have come."""

    def mark(self) -> str:
        """Name the place up to which the source has written by now. SourceRejected: there is none."""
        ...

    def behind(self, mark: str) -> Sequence[str]:
        """Name the replicas that haven't got to that place, also those that don't answer.

        SourceRejected: some can't be seen.
        """
        ...


@runtime_checkable
class CountsKeys(Protocol):
    """A source that tells by two counts whether a query finds exactly some rows; no key comes back."""

    def count_among(self, asked: OwnedKeys, keys: IntegerKeys) -> tuple[int, int] | None:
        """Count the rows for which `asked.where` is true, and those among them that have one of the keys.

        None: not by this key, or not for so many; compare sorted runs instead. The owner isn't looked at.
        """
        ...


@runtime_checkable
class ReadsTogether(Protocol):
    """A source for which many small reads are cheaper in one go."""

    def together(self) -> AbstractContextManager[None]:
        """Expect few rows from each read of the block, and read them in one transaction.

        More rows are given as well. Nothing is applied inside the block, which is short: others may wait.
        """
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """Values that are meant to be written into columns of the rows for which `where` is true."""

    table: str
    values: Mapping[str, NewValue]
    where: Predicate


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A constraint that a row would break, and the columns of the write of that number that it is about."""

    write: int
    constraint: str
    columns: tuple[str, ...]


@runtime_checkable
class KnowsConstraints(Protocol):
    """A source that can say beforehand which conditions of its own forbid what is meant to be written."""

    def forbidden(self, writes: Sequence[Written]) -> list[Forbidden]:
        """List what some row would break. What can't be told beforehand is left out; nothing is written."""
        ...


@runtime_checkable
class SharesWork(Protocol):
    """A source that several hosts reach at once, and where they find each other by named locks.

    Nothing is written; a lock ends with its holder's session or transaction, however that ends.
    """

    def meet(self, name: str) -> None:
        """Hold a lock of that name until this session is closed."""
        ...

    def meets(self, name: str) -> bool:
        """Answer whether another session of this very database holds a lock of that name.

        A copy of the database, or a replica, doesn't know it.
        """
        ...

    def fence(self, name: str) -> None:
        """From `before_commit`: hold a lock of that name until the batch's transaction has ended."""
        ...

    def wait_out(self, name: str) -> None:
        """Wait until no transaction holds a lock of that name. SourceUnavailable: it took too long."""
        ...


@dataclass(frozen=True, slots=True)
class Excess:
    """Rights that an account has and needn't: on a table, or (`table` empty) on everything."""

    table: str
    rights: tuple[str, ...]


@runtime_checkable
class ChecksRights(Protocol):
    """A source that can say which rights its account has beyond those that it needs."""

    def excess(self, mapped: SourceMap) -> list[Excess]:
        """List them, the gravest first."""
        ...


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Files that no kind of the map takes, alike in depth and ending: `*/*.pdf`, never a name of one.

    `looked`: the names of some of them, spread over all, with what they begin with.
    """

    place: str
    files: int
    looked: Sequence[tuple[str, bytes]] = field(repr=False)


@runtime_checkable
class FindsUnlisted(Protocol):
    """A source in which things may lie that no kind of the map takes, beside its tables."""

    def unlisted(self, sampling: Sampling) -> list[Unlisted]:
        """List them by place, and look into some at a bounded cost. Nothing is written or left behind."""
        ...
