"""One batch as one transaction: look again, detach, overwrite, delete; all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.ownership import Pace
from varsam.domain.predicate import Value
from varsam.sources.base import BatchResult, BatchStep, Key
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.containers import InnerBatch
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.stage import ORDINAL, Stage, Staged

BEGIN = "varsam_begin"


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

    def run(self, steps: Sequence[BatchStep], before_commit: Callable[[], None] | None) -> list[BatchResult]:
        """Do the steps; SourceUnavailable and SourceRejected mean that nothing was done."""
        dialect = self.stage.dialect
        connection = self.connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        try:
            with connection.begin():
                dialect.begin_apply(
                    connection, self.pace.lock_timeout_seconds, self.pace.statement_timeout_seconds
                )
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
                    self.stage.drop(connection, share.staged)
        finally:
            connection.execution_options(**{BEGIN: "BEGIN"})
            if not connection.invalidated:
                dialect.end_apply(connection)
                if connection.in_transaction():
                    connection.rollback()
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

    def _overwrite(self, share: Share, values: dict[str, Value]) -> None:
        step, dialect = share.step, self.stage.dialect
        frame = self.compiler.frame(step.table, alias=False)
        assigned = {
            column: dialect.assign(*self.compiler.declared(frame, column), value)
            for column, value in values.items()
        }
        written = {frame.aliased.c[column]: value for column, value in assigned.items()}
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
