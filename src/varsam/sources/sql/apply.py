"""One batch as one transaction: look again, detach, overwrite, delete; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.ownership import Pace
from varsam.domain.predicate import ALWAYS, NewValue, Predicate, tables_of
from varsam.sources.base import BatchResult, BatchStep, Key
from varsam.sources.sql.assigned import assigned
from varsam.sources.sql.compile import Compiler, Frame
from varsam.sources.sql.dialects import Clause
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.held import HeldSchema
from varsam.sources.sql.inner_batch import InnerBatch
from varsam.sources.sql.stage import ORDINAL, Stage, Staged

BEGIN = "varsam_begin"


class _Otherwise(Exception):
    """Some key isn't there, or is no longer selected."""


@dataclass(frozen=True, slots=True, eq=False)
class _Straight:
    """One step's keys, taken to be there and selected; staged unless one parameter holds them."""

    step: BatchStep
    staged: Staged | None


def _asked_first(shares: Sequence[_Straight], *, may_read_itself: bool) -> list[_Straight]:
    """The steps whose selection must be asked before anything is changed.

    Those that read what an earlier step of the batch changes; all others are asked by the change itself.
    """
    if any(share.step.detach for share in shares):
        return list(shares)
    found: list[_Straight] = []
    changed: set[str] = set()
    overwritten: set[str] = set()
    for share in shares:
        step = share.step
        reads = tables_of(step.still)
        if reads & changed or step.table in overwritten or (step.table in reads and not may_read_itself):
            found.append(share)
        changed.add(step.table)
        if step.values is not None:
            overwritten.add(step.table)
    return found


@dataclass(slots=True)
class Share:
    """One step's keys during the batch: staged, then narrowed to those that are acted on."""

    step: BatchStep
    keys: tuple[Key, ...]
    staged: Staged
    there: frozenset[int] = frozenset()
    acting: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """The ordinals of all keys: what nearly always is there, and acted on."""
        return frozenset(range(len(self.keys)))


@dataclass(slots=True)
class Batch:
    """Runs one batch on one connection. Every statement is set-based: none per row."""

    source: str
    connection: sa.Connection
    stage: Stage
    compiler: Compiler
    pace: Pace
    inner: InnerBatch
    held: HeldSchema | None = None

    def run(self, steps: Sequence[BatchStep], before_commit: Callable[[], None] | None) -> list[BatchResult]:
        """Do the steps; SourceUnavailable and SourceRejected mean that nothing was done.

        What is nearly always so is tried first: every key is there and still selected. The statements' own
        counts tell if it wasn't; then all is undone and each row is looked at. Where a table can't undo, each
        row is looked at from the beginning.
        """
        schema = self.compiler.schema
        if not all(schema.table(self.source, step.table).transactional for step in steps):
            return self._within(lambda: self._careful(steps, before_commit))
        try:
            return self._within(lambda: self._straight(steps, before_commit))
        except _Otherwise:
            return self._within(lambda: self._careful(steps, before_commit))

    def _within(self, work: Callable[[], list[BatchResult]]) -> list[BatchResult]:
        dialect = self.stage.dialect
        connection = self.connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        try:
            with connection.begin():
                dialect.begin_apply(
                    connection, self.pace.lock_timeout_seconds, self.pace.statement_timeout_seconds
                )
                if self.held is not None:
                    self.held.before(connection)
                results = work()
                if self.held is not None:
                    self.held.after(connection)
                return results
        finally:
            connection.execution_options(**{BEGIN: "BEGIN"})
            if not connection.invalidated:
                dialect.end_apply(connection)
                if connection.in_transaction():
                    connection.rollback()

    # -- as approved -------------------------------------------------------------------------------------

    def _straight(
        self, steps: Sequence[BatchStep], before_commit: Callable[[], None] | None
    ) -> list[BatchResult]:
        self.inner.refresh()
        shares = [self._share(step) for step in steps]
        first = _asked_first(shares, may_read_itself=self.stage.dialect.changes_what_it_reads)
        for share in first:
            with guarding(self.source, f"select {share.step.table}"):
                self._all_selected(share)
        for share in shares:
            if share.step.detach:
                with guarding(self.source, f"detach rows of {share.step.table}"):
                    self._do(share, ALWAYS, dict.fromkeys(share.step.detach))
        for share in shares:
            step = share.step
            still = ALWAYS if share in first else step.still
            doing = "delete rows of" if step.values is None else "overwrite"
            with guarding(self.source, f"{doing} {step.table}"):
                self._do(share, still, step.values)
        self.inner.write_back()
        if before_commit is not None:
            before_commit()
        for share in shares:
            if share.staged is not None:
                self.stage.drop(self.connection, share.staged)
        return [BatchResult(step.step, len(step.keys), 0) for step in steps]

    def _share(self, step: BatchStep) -> _Straight:
        frame = self.compiler.frame(step.table, alias=False)
        matched = self.compiler.keyed(frame, step.key, step.keys)
        if matched is not None:
            return _Straight(step, None)
        families = self.compiler.families(step.table, step.key)
        return _Straight(step, self.stage.put_keys(self.connection, families, step.keys))

    def _matched(self, share: _Straight, frame: Frame, *, joined: bool) -> list[Clause]:
        step = share.step
        if share.staged is None:
            matched = self.compiler.keyed(frame, step.key, step.keys)
            assert matched is not None
            return [matched]
        members = share.staged.selectable("k")
        if joined:
            return self.compiler.key_pairs(frame, step.key, share.staged, members)
        return [self.compiler.has_key(frame, step.key, share.staged, members)]

    def _all_selected(self, share: _Straight) -> None:
        frame = self.compiler.frame(share.step.table)
        query = sa.select(sa.func.count()).select_from(frame.aliased)
        matched = self._matched(share, frame, joined=False)
        rows = self.connection.scalar(query.where(*matched, self.compiler.clause(share.step.still, frame)))
        if rows != len(share.step.keys):
            raise _Otherwise

    def _do(self, share: _Straight, still: Predicate, values: Mapping[str, NewValue] | None) -> None:
        step = share.step
        frame = self.compiler.frame(step.table, alias=False)
        joined = values is not None or self.stage.dialect.deletes_by_join
        where = [*self._matched(share, frame, joined=joined), self.compiler.clause(still, frame)]
        if values is None:
            result = self.connection.execute(sa.delete(frame.aliased).where(*where))
        else:
            written = assigned(self.compiler, frame, values)
            result = self.connection.execute(sa.update(frame.aliased).where(*where).values(written))
        if result.rowcount != len(step.keys):
            raise _Otherwise

    # -- row by row, but set-based -----------------------------------------------------------------------

    def _careful(
        self, steps: Sequence[BatchStep], before_commit: Callable[[], None] | None
    ) -> list[BatchResult]:
        self.inner.refresh()
        shares = [self._stage(step) for step in steps]
        for share in shares:
            with guarding(self.source, f"lock {share.step.table}"):
                share.there = self._lock(share)
        for share in shares:
            with guarding(self.source, f"select {share.step.table}"):
                self._narrow(share)
        self._change(shares)
        self.inner.write_back()
        if before_commit is not None:
            before_commit()
        for share in shares:
            self.stage.drop(self.connection, share.staged)
        return [_result(share) for share in shares]

    def _stage(self, step: BatchStep) -> Share:
        keys = tuple(dict.fromkeys(step.keys))
        families = self.compiler.families(step.table, step.key)
        return Share(step, keys, self.stage.put_keys(self.connection, families, keys))

    def _lock(self, share: Share) -> frozenset[int]:
        step = share.step
        frame = self.compiler.frame(step.table)
        query = self.compiler.joined_keys(frame, step.key, share.staged, share.staged.selectable("k"))
        if self.stage.dialect.locks_rows:
            of = frame.aliased if self.stage.dialect.name == "postgresql" else None
            query = query.with_for_update(of=of)
        counted = self._counted(query)
        if counted == (len(share.keys), len(share.keys)):
            return share.all
        found = list(self.connection.scalars(query))
        there = frozenset(found)
        if len(found) != len(there):
            raise SourceRejected(
                f"{len(found)} rows of {step.table} have {len(there)} keys: the key isn't unique",
                where=self.source,
                hint="name a unique key in the map",
            )
        return there

    def _counted(self, query: sa.Select[tuple[int]]) -> tuple[int, int]:
        """Count the ordinals that a query finds, and the different ones, without reading them."""
        found = query.subquery("found")
        ordinal = found.c[ORDINAL]
        counts = sa.select(sa.func.count(), sa.func.count(sa.distinct(ordinal))).select_from(found)
        rows, different = self.connection.execute(counts).one()
        return int(rows), int(different)

    def _narrow(self, share: Share) -> None:
        step, staged = share.step, share.staged
        frame = self.compiler.frame(step.table)
        query = self.compiler.joined_keys(frame, step.key, staged, staged.selectable("k"))
        still = query.where(self.compiler.clause(step.still, frame))
        if self._counted(still)[1] == len(share.keys):
            share.acting = share.all
            return
        share.acting = frozenset(self.connection.scalars(still))
        acting = [(ordinal,) for ordinal in sorted(share.acting)]
        kept = self.stage.put_keys(self.connection, ("number",), acting)
        members = kept.selectable("kept")
        own = sa.table(staged.table, sa.column(ORDINAL))
        inside = sa.select(members.c.k0)
        self.connection.execute(sa.delete(own).where(own.c[ORDINAL].not_in(inside)))
        self.stage.drop(self.connection, kept)

    def _change(self, shares: Sequence[Share]) -> None:
        for share in shares:
            if share.step.detach and share.acting:
                with guarding(self.source, f"detach rows of {share.step.table}"):
                    self._overwrite(share, dict.fromkeys(share.step.detach))
        for share in shares:
            if not share.acting:
                continue
            if share.step.values is None:
                with guarding(self.source, f"delete rows of {share.step.table}"):
                    self._delete(share)
            else:
                with guarding(self.source, f"overwrite {share.step.table}"):
                    self._overwrite(share, dict(share.step.values))

    def _overwrite(self, share: Share, values: dict[str, NewValue]) -> None:
        step = share.step
        frame = self.compiler.frame(step.table, alias=False)
        written = assigned(self.compiler, frame, values)
        matched = self.compiler.key_pairs(frame, step.key, share.staged, share.staged.selectable("k"))
        result = self.connection.execute(sa.update(frame.aliased).where(*matched).values(written))
        self._expect(share, result.rowcount)

    def _delete(self, share: Share) -> None:
        step = share.step
        frame = self.compiler.frame(step.table, alias=False)
        members = share.staged.selectable("k")
        if self.stage.dialect.deletes_by_join:
            matched = self.compiler.key_pairs(frame, step.key, share.staged, members)
        else:
            matched = [self.compiler.has_key(frame, step.key, share.staged, members)]
        result = self.connection.execute(sa.delete(frame.aliased).where(*matched))
        self._expect(share, result.rowcount)

    def _expect(self, share: Share, rows: int) -> None:
        if rows != len(share.acting):
            raise SourceRejected(
                f"{share.step.table}: {rows} rows changed, {len(share.acting)} were to; undone",
                where=self.source,
                hint="a trigger, rule or cascade of the database interferes: map it, then plan again",
            )


def _result(share: Share) -> BatchResult:
    out = share.there - share.acting
    return BatchResult(
        step=share.step.step,
        done=len(share.acting),
        gone=len(share.keys) - len(share.there),
        out=tuple(share.keys[ordinal] for ordinal in sorted(out)),
    )
