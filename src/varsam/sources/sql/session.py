"""A relational database as a source: one session, its connections and its staged key sets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.keys import IntegerKeys
from varsam.domain.ownership import Pace, SourceMap
from varsam.domain.predicate import ALWAYS, Edge, NewValue, Predicate, Value, ValueAt
from varsam.domain.snapshot import Capabilities, Snapshot, Table
from varsam.sources.base import (
    BatchResult,
    BatchStep,
    Excess,
    Forbidden,
    Key,
    KeySet,
    OwnedKeys,
    Query,
    Run,
    Sample,
    Sampling,
    Written,
)
from varsam.sources.containers import InnerTables
from varsam.sources.searching import Chunk, Probe, TableReport
from varsam.sources.sql.apply import Batch
from varsam.sources.sql.checks import forbidden
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.compiled import Compiled
from varsam.sources.sql.containers import InnerBatch, SqlInner, needs
from varsam.sources.sql.dialects import Dialect
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.grants import grants
from varsam.sources.sql.listed import is_listed
from varsam.sources.sql.lookup import present
from varsam.sources.sql.rights import excess
from varsam.sources.sql.sample import bounded, included, sampled
from varsam.sources.sql.schema import Schema
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
from varsam.sources.sql.stage import Stage

ROWS_AT_ONCE = 5_000
KEYS_AT_ONCE = 50_000
FEW_ROWS = 1_000
APPLY = "apply a batch"


@dataclass(slots=True)
class Lane:
    """One connection with the key sets staged on it; busy while a stream is open."""

    connection: sa.Connection
    stage: Stage
    staged: dict[str, object] = field(default_factory=dict)
    busy: bool = False


class SqlSource:
    """SQLite, PostgreSQL or MariaDB behind the source protocol.

    `reflect` reads the schema from the database's catalogue. Not safe for use by several threads at once.
    Rows are streamed on a connection of their own while they are being read; a batch doesn't see a stream.
    """

    def __init__(
        self,
        name: str,
        engine: sa.Engine,
        dialect: Dialect,
        reflect: Callable[[sa.Connection, str], Schema],
        *,
        namespace: str = "",
        pace: Pace | None = None,
        capabilities: Capabilities | None = None,
        compiled: Compiled | None = None,
        read_only: str = "",
        inner: InnerTables | None = None,
    ) -> None:
        """Take an engine that hands out fresh connections; `namespace` is the schema's name.

        `compiled`: where the engine outlives this session. `read_only`: a query that tells whether the server
        only allows reading, asked on entering.
        """
        self.name = name
        self.capabilities = capabilities or Capabilities()
        self._engine = engine
        self._dialect = dialect
        self._reflect = reflect
        self._namespace = namespace
        self._pace = pace or Pace()
        self._compiled = Compiled(keeps=False) if compiled is None else compiled
        self._read_only = read_only
        self._inner = SqlInner(name, dialect, inner or InnerTables({}))
        self._lanes: list[Lane] = []
        self._sets: dict[str, KeySet] = {}
        self._listed: dict[str, KeySet] = {}
        self._together: Lane | None = None
        self._schema: Schema | None = None
        self._entered: Schema | None = None

    def __enter__(self) -> SqlSource:
        """Connect; SourceUnavailable or SourceRejected say why that isn't possible."""
        with self._lane("connect") as lane:
            if self._read_only and lane.connection.scalar(sa.text(self._read_only)):
                self.capabilities = Capabilities(
                    delete=False,
                    overwrite=False,
                    writable=False,
                    stage_keys=self._dialect.name != "postgresql",
                )
        self._entered = self._schema
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection; temporary tables go with them."""
        lanes, self._lanes = self._lanes, []
        self._sets.clear()
        self._listed.clear()
        for lane in lanes:
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                lane.connection.close()
        self._engine.dispose()

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

    def _look(self) -> Schema:
        # What was seen on entering, a moment ago, is the first look.
        if self._entered is not None:
            schema, self._entered = self._entered, None
            return schema
        with self._lane("read the schema") as lane:
            self._schema = self._inner.extended(self._reflect(lane.connection, self._namespace))
            return self._schema

    def _guess(self, tables: Iterable[str]) -> dict[str, int]:
        with self._lane("estimate tables") as lane:
            return sizes(lane.connection, self._dialect.name, self._namespace, tables)

    def _counted(self, table: Table) -> Table:
        with self._lane(f"count {table.name}", uses=frozenset({table.name})) as lane:
            clause = self._compiler(lane).frame(table.name).aliased
            rows = lane.connection.scalar(sa.select(sa.func.count()).select_from(clause))
        return Table(**{name: getattr(table, name) for name in Table.__slots__} | {"rows": rows})

    # -- selecting -----------------------------------------------------------------------------------------

    def stage(self, keys: KeySet) -> None:
        """Load a key set into a temporary table, unless it is small; replaces one of the same name."""
        self._sets[keys.name] = keys
        self._listed.pop(keys.name, None)
        if is_listed(keys):
            self._listed[keys.name] = keys
            return
        with self._lane(f"stage {keys.name}", uses=frozenset({keys.name})):
            pass

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
    def together(self) -> Iterator[None]:
        """See `ReadsTogether`."""
        with self._lane("read") as lane:
            lane.busy, self._together = False, lane
            try:
                with self._compiled.used(lane.connection):
                    yield
            finally:
                self._together = None

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

    def sample(self, table: str, columns: Sequence[str], sampling: Sampling) -> Sample:
        """Read some rows, spread over the table where its key is a number; longer cells are cut."""
        doing, uses = f"sample {table}", frozenset({table})
        with self._lane(doing, uses=uses) as lane, bounded(lane.connection, self._dialect, sampling):
            return sampled(lane.connection, self._compiler(lane), table, columns, sampling)

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
        with self._lane(APPLY, uses=uses) as lane:
            compiler = self._compiler(lane)
            inner = InnerBatch(self._inner, lane.connection, lane.stage, compiler, steps, uses)
            batch = Batch(self.name, lane.connection, lane.stage, compiler, self._pace, inner)
            with self._compiled.used(lane.connection, few=sum(len(step.keys) for step in steps) <= FEW_ROWS):
                results = batch.run(steps, before_commit)
            self._inner.moved(lane.staged, inner.changed)
            return results

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
        found: list[Key] = []
        with self._lane(f"look up keys of {table}") as lane:
            if table in self._inner.inner:
                compiler = self._compiler(lane)
                return self._inner.present(lane.connection, lane.stage, compiler, table, keys, unless)
            for start in range(0, len(keys), KEYS_AT_ONCE):
                chunk = keys[start : start + KEYS_AT_ONCE]
                found += present(lane.connection, lane.stage, self._compiler(lane), table, key, chunk, unless)
        return found

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

    # -- connections ---------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _lane(
        self, doing: str, *, uses: frozenset[str] = frozenset(), dates: frozenset[str] = frozenset()
    ) -> Iterator[Lane]:
        """Take a free connection on which these key sets are staged; the first one is the main one.

        `dates`: key sets whose members' dates are read, so that even small ones must be staged.
        """
        with guarding(self.name, doing):
            avoided = self._together if doing == APPLY else None
            free = (lane for lane in self._lanes if not lane.busy and lane is not avoided)
            lane = next(free, None) or self._open()
            lane.busy = True
            # A batch makes its own transaction; everything else reads inside one.
            begin = contextlib.nullcontext if lane is self._together else lane.connection.begin
            try:
                if self._schema is None or self._missing(lane, uses, dates):
                    with begin():
                        self._schema = self._schema or self._inner.extended(
                            self._reflect(lane.connection, self._namespace)
                        )
                        self._stage_missing(lane, uses, dates)
                with contextlib.nullcontext() if doing == APPLY else begin():
                    yield lane
            finally:
                lane.busy = False
                if lane.connection.invalidated:
                    self._lanes.remove(lane)

    def _open(self) -> Lane:
        lane = Lane(self._engine.connect(), Stage(self._dialect))
        self._lanes.append(lane)
        return lane

    def _missing(self, lane: Lane, uses: frozenset[str], dates: frozenset[str]) -> list[str]:
        """What must be staged first: the key sets, then the rows inside cells that are found through them."""
        sets = (uses & self._sets.keys()) - (self._listed.keys() - dates)
        missing = [name for name in sets if lane.staged.get(name) is not self._sets[name]]
        inner = uses & self._inner.versions.keys()
        return missing + [name for name in inner if lane.staged.get(name) is not self._inner.versions[name]]

    def _stage_missing(self, lane: Lane, uses: frozenset[str], dates: frozenset[str]) -> None:
        for name in self._missing(lane, uses, dates):
            if name in self._inner.versions:
                self._inner.stage(lane.connection, lane.stage, self._compiler(lane), name)
                lane.staged[name] = self._inner.versions[name]
            else:
                lane.stage.put(lane.connection, self._sets[name])
                lane.staged[name] = self._sets[name]

    def _compiler(self, lane: Lane) -> Compiler:
        assert self._schema is not None
        namespace = self._namespace if self._dialect.name == "postgresql" else None
        return Compiler(self.name, self._dialect, self._schema, lane.stage.sets, namespace, self._listed)

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
