"""The connections of one session with a database: the schema as last seen, and key sets staged on each."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from varsam.domain.ownership import Pace
from varsam.domain.snapshot import Capabilities
from varsam.sources.base import KeySet
from varsam.sources.containers import InnerTables
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.compiled import Compiled
from varsam.sources.sql.containers import SqlInner
from varsam.sources.sql.dialects import Dialect
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.held import HeldSchema, stamp
from varsam.sources.sql.listed import is_listed
from varsam.sources.sql.replicas import Replicas
from varsam.sources.sql.schema import Schema
from varsam.sources.sql.stage import Stage

APPLY = "apply a batch"


@dataclass(slots=True)
class Lane:
    """One connection with the key sets staged on it; busy while a stream is open."""

    connection: sa.Connection
    stage: Stage
    staged: dict[str, object] = field(default_factory=dict)
    busy: bool = False


class Connections:
    """Opens connections as they are needed, and brings to each what a statement uses.

    `reflect` reads the schema from the database's catalogue.
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
        replicas: Replicas | None = None,
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
        self._stamp = ""
        self._held: HeldSchema | None = None
        self._replicas = replicas

    def __enter__(self) -> Self:
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
        if self._replicas is not None:
            self._replicas.close()

    # -- the schema ----------------------------------------------------------------------------------------

    def _look(self) -> Schema:
        # What was seen on entering, a moment ago, is the first look.
        if self._entered is not None:
            schema, self._entered = self._entered, None
            return schema
        with self._lane("read the schema") as lane:
            known = self._schema is not None and self._stamp != ""
            if not (known and self._take_stamp(lane.connection) == self._stamp):
                self._schema = self._seen(lane.connection)
            assert self._schema is not None
            return self._schema

    def _seen(self, connection: sa.Connection) -> Schema:
        # The stamp first: what changes while the schema is being read is then noticed by the next look.
        self._stamp = self._take_stamp(connection)
        return self._read(connection)

    def _read(self, connection: sa.Connection) -> Schema:
        return self._inner.extended(self._reflect(connection, self._namespace))

    def _take_stamp(self, connection: sa.Connection) -> str:
        return stamp(connection, self._dialect.name, self._namespace)

    # -- key sets ------------------------------------------------------------------------------------------

    def stage(self, keys: KeySet) -> None:
        """Load a key set into a temporary table, unless it is small; replaces one of the same name."""
        self._sets[keys.name] = keys
        self._listed.pop(keys.name, None)
        if is_listed(keys):
            self._listed[keys.name] = keys
            return
        with self._lane(f"stage {keys.name}", uses=frozenset({keys.name})):
            pass

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
                        self._schema = self._schema or self._seen(lane.connection)
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
        return [*missing, *self._inner.missing(lane.staged, uses)]

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
