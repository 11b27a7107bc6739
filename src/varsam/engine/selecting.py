"""Selects the rows of a drafted source: which keys, in which batches, how many per step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from varsam.domain.plan import DeleteRows, OverwriteColumns
from varsam.domain.planner.freeze import Counted
from varsam.domain.planner.questions import SourceDraft
from varsam.domain.predicate import ValueAt
from varsam.engine.batches import Batches, merged
from varsam.engine.estate import Estate
from varsam.sources.base import Key, OwnedKeys, Query, SortsKeys

Digest: TypeAlias = Callable[[Iterable[Key]], str]
Batch: TypeAlias = Mapping[str, Sequence[Key]]
"""The keys of each step that are touched in one transaction."""


class KeepsKeys(Protocol):
    """Takes a plan's keys as they are found, so that nobody holds all of them."""

    def keep(self, number: int, batch: Batch) -> None:
        """Keep the keys of one batch."""
        ...

    def drop(self, first: int) -> None:
        """Forget the batches from this number on; they will come again, cut otherwise."""
        ...


@dataclass
class Selecting:
    """Selects source after source; batches are numbered through. `few`: small plans are expected."""

    estate: Estate
    digest: Digest
    keys: KeepsKeys | None = None
    few: bool = False
    _number: int = 0

    def select(self, draft: SourceDraft) -> Iterator[Counted]:
        """Select the draft's steps, whose key sets are staged; give each with its rows and digest."""
        found = self._found(draft)
        self._number = found.number
        for step in draft.steps:
            digests = found.digests.get(step.on.step, ())
            yield Counted(step, found.rows.get(step.on.step, 0), self.digest(digests))

    def _found(self, draft: SourceDraft) -> _Found:
        try:
            return self._keep(self._number, self._quickest(draft))
        except _Uncut:
            if self.keys is not None:
                self.keys.drop(self._number)
            return self._keep(self._number, self._select(draft))

    def _quickest(self, draft: SourceDraft) -> Iterable[Batch]:
        """Some rows are quickest read one query after the other, many as sorted streams."""
        if self.few:
            try:
                return self._select(draft, at_most=_FEW)
            except _Many:
                pass
        return self._sorted(draft) or self._select(draft)

    def _keep(self, number: int, batches: Iterable[Batch]) -> _Found:
        found = _Found(number)
        for batch in batches:
            if self.keys is not None:
                self.keys.keep(found.number, batch)
            for step, keys in batch.items():
                found.rows[step] = found.rows.get(step, 0) + len(keys)
                found.digests.setdefault(step, []).append((found.number, self.digest(keys)))
            found.number += 1
        return found

    def _sorted(self, draft: SourceDraft) -> Iterator[Batch] | None:
        """Batches cut from sorted streams, in constant memory; None where rows aren't named by whole numbers.

        Iterating raises _Uncut when rows of different owners belong together, or a row has no owner.
        """
        source = self.estate.sources[draft.source]
        asked = [owned_keys(step) for step in draft.steps]
        if not asked or not isinstance(source, SortsKeys) or not all(asked):
            return None
        return self._cut(draft, source, [each for each in asked if each is not None])

    def _cut(self, draft: SourceDraft, source: SortsKeys, asked: Sequence[OwnedKeys]) -> Iterator[Batch]:
        with source.sorted_keys(asked) as runs:
            if runs is None:
                raise _Uncut
            steps = [step.on.step for step in draft.steps]
            rows = self.estate.maps[draft.source].pace.batch_rows
            batches = merged(dict(zip(steps, runs, strict=True)), rows)
            try:
                first = next(batches, None)
                second = next(batches, None)
                if second is not None and self._couples(draft):
                    raise _Uncut
                yield from (batch for batch in (first, second) if batch is not None)
                yield from batches
            except ValueError as error:
                raise _Uncut from error

    def _couples(self, draft: SourceDraft) -> bool:
        """Whether some row refers to a row of another owner."""
        for coupling in draft.couplings:
            query = Query(coupling.table, (*coupling.one, *coupling.other), coupling.where, grouped=True)
            width = len(coupling.one)
            for row in self.estate.sources[draft.source].read(query):
                if row[:width] != row[width:-1] and row[width] is not None:
                    return True
        return False

    def _select(self, draft: SourceDraft, at_most: int | None = None) -> Batches:
        batches = Batches(self.estate.maps[draft.source].pace.batch_rows)
        rows = 0
        for step in draft.steps:
            for owner, key in self.selected(step):
                batches.add(step.on.step, owner, key)
                rows += 1
                if rows == at_most:
                    raise _Many
        for coupling in () if batches.one else draft.couplings:
            query = Query(coupling.table, (*coupling.one, *coupling.other), coupling.where, grouped=True)
            width = len(coupling.one)
            for row in self.estate.sources[draft.source].read(query):
                batches.couple(row[:width], row[width:-1])
        return batches

    def selected(self, step: DeleteRows | OverwriteColumns) -> Iterable[tuple[Key, Key]]:
        """Stream (owner, key) of the rows that a drafted step selects now."""
        on = step.on
        values = (*on.batch_by, *(ValueAt((), column) for column in on.key))
        width = len(on.batch_by)
        for row in self.estate.sources[on.source].read(Query(on.table, values, on.selection)):
            owner, key = row[:width], row[width:]
            yield (owner if any(part is not None for part in owner) else ("", *key)), key


_FEW = 5_000


class _Many(Exception):
    """More rows are selected than were expected."""


class _Uncut(Exception):
    """The rows can't be cut into batches as they stream by."""


@dataclass
class _Found:
    """What a source's batches came to: the next batch's number, and per step rows and digests."""

    number: int
    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, list[Key]] = field(default_factory=dict)


def owned_keys(step: DeleteRows | OverwriteColumns) -> OwnedKeys | None:
    """Ask for a step's rows by whole numbers; None where owner or key has several parts."""
    on = step.on
    if len(on.batch_by) != 1 or len(on.key) != 1:
        return None
    return OwnedKeys(on.table, on.batch_by[0], on.key[0], on.selection)
