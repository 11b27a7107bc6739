"""A relational database as a source: one session, its connections and its staged key sets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.keys import IntegerKeys
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import ALWAYS, Edge, NewValue, Predicate, Value, ValueAt
from varsam.domain.snapshot import Snapshot, Table
from varsam.sources.base import (
    BatchResult,
    BatchStep,
    Excess,
    Forbidden,
    Key,
    OwnedKeys,
    Query,
    Run,
    Sample,
    Sampling,
    Written,
)
from varsam.sources.searching import Chunk, Probe, TableReport
from varsam.sources.sql.apply import Batch
from varsam.sources.sql.checks import forbidden
from varsam.sources.sql.connections import APPLY, Connections
from varsam.sources.sql.containers import needs
from varsam.sources.sql.grants import grants
from varsam.sources.sql.held import HeldSchema
from varsam.sources.sql.inner_batch import InnerBatch
from varsam.sources.sql.present import present
from varsam.sources.sql.rights import excess
from varsam.sources.sql.sample import bounded, included, sampled
from varsam.sources.sql.search import VIEWS, TableSearch
from varsam.sources.sql.select import (
    Selecting,
    among_statement,
    converted,
    numbers_of,
    read_at_once,
    selected,
    sorted_statement,
)
from varsam.sources.sql.sizes import sizes

ROWS_AT_ONCE = 5_000
FEW_ROWS = 1_000


class SqlSource(Connections):
    """SQLite, PostgreSQL or MariaDB behind the source protocol.

    Not safe for use by several threads at once. Rows are streamed on a connection of their own while they are
    being read; a batch doesn't see a stream.
    """

    # -- looking -------------------------------------------------------------------------------------------

    def snapshot(self, tables: Sequence[str] | None = None, *, counts: bool = False) -> Snapshot:
        """Read the schema from the catalogue; views are tables without a key. `counts` counts every row."""
        schema = self._look()
        names = schema.tables if tables is None else tables
        chosen = {name: schema.table(self.name, name) for name in names}
        guessed = self._guess(chosen.keys() - schema.temporary)
        chosen = {name: replace(table, estimate=guessed.get(name)) for name, table in chosen.items()}
        if counts:
            chosen = {name: self._counted(table) for name, table in chosen.items()}
        return Snapshot(
            source=self.name,
            fingerprint=schema.fingerprint,
            tables=chosen,
            capabilities=self.capabilities,
            physical_remains=self._dialect.remains,
            dialect=self._dialect.name,
        )

    def fingerprint(self) -> str:
        """Read the catalogue anew and hash it; includes the text of triggers."""
        return self._look().fingerprint

    def _guess(self, tables: Iterable[str]) -> dict[str, int]:
        with self._lane("estimate tables") as lane:
            return sizes(lane.connection, self._dialect.name, self._namespace, tables)

    def _counted(self, table: Table) -> Table:
        with self._lane(f"count {table.name}", uses=frozenset({table.name})) as lane:
            clause = self._compiler(lane).frame(table.name).aliased
            rows = lane.connection.scalar(sa.select(sa.func.count()).select_from(clause))
        return Table(**{name: getattr(table, name) for name in Table.__slots__} | {"rows": rows})

    # -- selecting -----------------------------------------------------------------------------------------

    def count(self, table: str, where: Predicate) -> int:
        """Count the rows for which the predicate is true."""
        with self._lane(f"count {table}", uses=needs(table, where)) as lane:
            selecting = Selecting(self._compiler(lane), table)
            selecting.narrow(where)
            return int(lane.connection.scalar(selecting.statement([sa.func.count()])) or 0)

    def read(self, query: Query) -> Iterator[tuple[Value, ...]]:
        """Stream rows; the connection is busy until the iterator is exhausted or closed."""
        uses = needs(query.table, query.where, *query.values)
        dates = frozenset(each.keys for each in query.values if isinstance(each, ValueAt) and each.keys)
        with self._lane(f"read {query.table}", uses=uses, dates=dates) as lane:
            statement, converters = selected(self._compiler(lane), query)
            if lane is self._together:
                some = lane.connection.execute(statement.limit(FEW_ROWS)).fetchall()
                if len(some) < FEW_ROWS:
                    yield from converted(some, converters)
                    return
            options = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
            with lane.connection.execute(statement, execution_options=options) as result:
                for part in result.partitions(ROWS_AT_ONCE):
                    yield from converted(part, converters)

    @contextlib.contextmanager
    def sorted_keys(self, asked: Sequence[OwnedKeys]) -> Iterator[Sequence[Run] | None]:
        """Stream owners and keys sorted, all runs on one connection and as of one moment."""
        uses = frozenset[str]().union(*(needs(one.table, one.where, one.owner) for one in asked))
        with self._lane("read keys", uses=uses) as lane:
            compiler = self._compiler(lane)
            statements = [sorted_statement(compiler, one) for one in asked]
            written = [statement for statement in statements if statement is not None]
            if len(written) < len(statements):
                yield None
                return
            pages = [
                self._dialect.pairs(lane.connection, statement, f"varsam_run_{number}")
                for number, statement in enumerate(written)
            ]
            with contextlib.ExitStack() as stack:
                for page in pages:
                    stack.callback(page.close)
                runs = [numbers_of(page) for page in pages]
                yield runs if self._dialect.streams_at_once else read_at_once(runs)

    def count_among(self, asked: OwnedKeys, keys: IntegerKeys) -> tuple[int, int] | None:
        """Count in one statement; None where the database would take long, or the list is too long for it."""
        with self._lane(f"count {asked.table}", uses=needs(asked.table, asked.where)) as lane:
            statement = among_statement(self._compiler(lane), asked, keys)
            if statement is None:
                return None
            rows, among = lane.connection.execute(statement).one()
            return int(rows), int(among or 0)

    # -- a bounded look ------------------------------------------------------------------------------------

    def sample(
        self, table: str, columns: Sequence[str], sampling: Sampling, where: Predicate = ALWAYS
    ) -> Sample:
        """Read some rows, spread over the table where its key is a number; longer cells are cut."""
        doing, uses = f"sample {table}", needs(table, where)
        with self._lane(doing, uses=uses) as lane, bounded(lane.connection, self._dialect, sampling):
            return sampled(lane.connection, self._compiler(lane), table, columns, sampling, where)

    def included(
        self, table: str, edge: Edge, sampling: Sampling, where: Predicate = ALWAYS
    ) -> tuple[int, int]:
        """Count, in one statement, how many of a column's values lead to a row."""
        doing = f"compare {table} with {edge.table}"
        with self._lane(doing) as lane, bounded(lane.connection, self._dialect, sampling):
            return included(lane.connection, self._compiler(lane), table, edge, sampling, where)

    def forbidden(self, writes: Sequence[Written]) -> list[Forbidden]:
        """The CHECK constraints that some row would break if this were written."""
        uses = frozenset[str]().union(*(needs(each.table, each.where) for each in writes))
        with self._lane("look at constraints", uses=uses) as lane:
            return forbidden(lane.connection, self._compiler(lane), self._namespace, writes)

    # -- changing ------------------------------------------------------------------------------------------

    def apply(
        self, steps: Sequence[BatchStep], *, before_commit: Callable[[], None] | None = None
    ) -> Sequence[BatchResult]:
        """Do one batch as one transaction; any refusal, also by `before_commit`, leaves nothing done."""
        self._refuse_read_only(steps)
        uses = frozenset[str]().union(*(needs(step.table, step.still) for step in steps))
        try:
            with self._lane(APPLY, uses=uses) as lane:
                compiler = self._compiler(lane)
                inner = InnerBatch(self._inner, lane.connection, lane.stage, compiler, steps, uses)
                pace, held = self._pace, self._held
                batch = Batch(self.name, lane.connection, lane.stage, compiler, pace, inner, held)
                few = sum(len(step.keys) for step in steps) <= FEW_ROWS
                with self._compiled.used(lane.connection, few=few):
                    results = batch.run(steps, before_commit)
                self._inner.moved(lane.staged, inner.changed)
                return results
        except SourceRejected:
            # A table or column that has gone, a new constraint: then that is what has to be said.
            if self._held is not None:
                with self._lane("read the schema") as lane:
                    self._held.look(lane.connection)
            raise

    def hold(self, fingerprint: str) -> None:
        """Undo every batch from now on that meets another schema, with SchemaChanged."""
        schema = self._schema or self._look()
        stamped = self._stamp if schema.fingerprint == fingerprint else ""
        self._held = HeldSchema(self.name, fingerprint, schema, stamped, self._take_stamp, self._read)

    # -- replicas ------------------------------------------------------------------------------------------

    def mark(self) -> str:
        """Name the place up to which the database has written."""
        assert self._replicas is not None
        with self._lane("look at its replicas") as lane:
            return self._replicas.mark(lane.connection)

    def behind(self, mark: str) -> Sequence[str]:
        """Name the replicas that haven't got to that place."""
        assert self._replicas is not None
        with self._lane("look at its replicas") as lane:
            return self._replicas.behind(lane.connection, mark)

    def _refuse_read_only(self, steps: Sequence[BatchStep]) -> None:
        if steps and not self.capabilities.writable:
            raise SourceRejected(
                f"apply to {steps[0].table}: the database only allows reading",
                where=self.name,
                hint="connect to the primary server, or allow writing the file",
            )

    def present(
        self,
        table: str,
        key: tuple[str, ...],
        keys: Sequence[Key],
        *,
        unless: Mapping[str, NewValue] | None = None,
    ) -> list[Key]:
        """Look keys up in chunks; with `unless` only those whose columns aren't all at their value."""
        with self._lane(f"look up keys of {table}") as lane:
            compiler = self._compiler(lane)
            if table in self._inner.inner:
                return self._inner.present(lane.connection, lane.stage, compiler, table, keys, unless)
            return present(lane.connection, lane.stage, compiler, table, key, keys, unless)

    # -- searching -----------------------------------------------------------------------------------------

    def search(self, table: str, probe: Probe, report: TableReport) -> Iterator[Chunk]:
        """Hand over every cell that could hold what the probe describes."""
        with self._lane(f"search {table}") as lane:
            assert self._schema is not None
            seen = self._schema.table(self.name, table)
            details = dict(self._schema.details[table])
            yield from TableSearch(lane.connection, self._compiler(lane), seen, details, probe, report).run()

    def without_search(self) -> Sequence[str]:
        """Views, and rows inside cells: what they show lies in tables."""
        with self._lane("list the views") as lane:
            views = lane.connection.scalars(sa.text(VIEWS[self._dialect.name]), {"schema": self._namespace})
            return [*views, *self._inner.inner.specs]

    # -- rights --------------------------------------------------------------------------------------------

    def grants(self, mapped: SourceMap, account: str = "varsam") -> list[str]:
        """The SQL that gives an account the least rights that the map needs; none for SQLite."""
        if self._schema is None:
            self._look()
        assert self._schema is not None
        return grants(self._dialect.name, self._namespace, self._schema, mapped, account)

    def excess(self, mapped: SourceMap) -> list[Excess]:
        """The rights that the account has and the map doesn't need; none for SQLite."""
        schema = self._schema or self._look()
        with self._lane("look at rights") as lane:
            return excess(lane.connection, self._dialect.name, self._namespace, schema, mapped)
