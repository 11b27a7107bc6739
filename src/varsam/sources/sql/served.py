"""A database with a server: several hosts reach it at once, and find out about each other by named locks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from types import TracebackType
from typing import Protocol

import sqlalchemy as sa

from varsam.domain.errors import SourceUnavailable
from varsam.sources.base import BatchResult, BatchStep
from varsam.sources.sql.connections import APPLY, Lane
from varsam.sources.sql.errors import guarding
from varsam.sources.sql.session import SqlSource

LONGEST_TRANSACTION_SECONDS = 60
"""How long another's batch may take to end; longer than a server needs to notice that a host is gone."""


class _Locks(Protocol):
    """How a server spells locks that end with their session, or with their transaction."""

    def hold(self, connection: sa.Connection, name: str) -> None:
        """Hold a lock until the session ends."""

    def is_held(self, connection: sa.Connection, name: str) -> bool:
        """Whether another session of this database holds it."""

    def enter(self, connection: sa.Connection, name: str, seconds: float) -> None:
        """Hold a lock until `leave`, at the longest as long as the transaction."""

    def leave(self, connection: sa.Connection, name: str) -> None:
        """Let go of it, where the transaction's end doesn't."""


class PostgresqlLocks:
    """Advisory locks: of one database, by a number of 64 bits."""

    def hold(self, connection: sa.Connection, name: str) -> None:
        """As `_Locks` says."""
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _number(name)})

    def is_held(self, connection: sa.Connection, name: str) -> bool:
        """As `_Locks` says; reading the list of locks takes none."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_backend_pid()"
            " AND d.datname = current_database()"
            " AND ((l.classid::bigint << 32) | l.objid::bigint) = :key)"
        )
        return bool(connection.scalar(sa.text(query), {"key": _number(name)}))

    def enter(self, connection: sa.Connection, name: str, seconds: float) -> None:
        """As `_Locks` says."""
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(seconds * 1000))}")
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _number(name)})

    def leave(self, connection: sa.Connection, name: str) -> None:
        """As `_Locks` says."""


class MariadbLocks:
    """User locks: of a whole server, so the database is a part of the name."""

    def hold(self, connection: sa.Connection, name: str) -> None:
        """As `_Locks` says."""
        self.enter(connection, name, 1)

    def is_held(self, connection: sa.Connection, name: str) -> bool:
        """As `_Locks` says."""
        query = f"SELECT IS_USED_LOCK({_MARIADB_NAME}) <> CONNECTION_ID()"
        return bool(connection.scalar(sa.text(query), {"name": _short(name)}))

    def enter(self, connection: sa.Connection, name: str, seconds: float) -> None:
        """As `_Locks` says."""
        query = f"SELECT GET_LOCK({_MARIADB_NAME}, :seconds)"
        if connection.scalar(sa.text(query), {"name": _short(name), "seconds": seconds}) != 1:
            raise SourceUnavailable("somebody else's batch hasn't ended", hint="try again later")

    def leave(self, connection: sa.Connection, name: str) -> None:
        """As `_Locks` says."""
        query = f"SELECT RELEASE_LOCK({_MARIADB_NAME})"
        connection.scalar(sa.text(query), {"name": _short(name)})


_MARIADB_NAME = "CONCAT(LEFT(SHA2(DATABASE(), 256), 16), '.', :name)"


class ServedSource(SqlSource):
    """PostgreSQL or MariaDB behind the source protocol; see `SharesWork` for what is added here."""

    locks: _Locks = PostgresqlLocks()
    _applying: Lane | None = None
    _fences: tuple[str, ...] = ()
    _met: sa.Connection | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection, also the one whose locks others look for."""
        if self._met is not None:
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                self._met.close()
            self._met = None
        super().__exit__(kind, error, trace)

    def meet(self, name: str) -> None:
        """Hold a lock of that name until the session is closed, on a connection of its own."""
        with guarding(self.name, "meet other workers"):
            self._met = self._met or self._engine.connect()
            with self._met.begin():
                self.locks.hold(self._met, name)

    def meets(self, name: str) -> bool:
        """Answer whether another session of this very database holds a lock of that name."""
        with self._lane("meet other workers") as lane:
            return self.locks.is_held(lane.connection, name)

    def fence(self, name: str) -> None:
        """Hold a lock of that name until the transaction of the batch at hand has ended."""
        assert self._applying is not None, "a fence is put up from `before_commit`"
        self.locks.enter(self._applying.connection, name, self._pace.lock_timeout_seconds)
        self._fences += (name,)

    def wait_out(self, name: str) -> None:
        """Wait until no transaction holds a lock of that name. SourceUnavailable: it took too long."""
        with self._lane("wait for another worker's batch") as lane:
            self.locks.enter(lane.connection, name, LONGEST_TRANSACTION_SECONDS)
            self.locks.leave(lane.connection, name)

    def apply(
        self, steps: Sequence[BatchStep], *, before_commit: Callable[[], None] | None = None
    ) -> Sequence[BatchResult]:
        """As in every source; fences go with the transaction."""
        try:
            return super().apply(steps, before_commit=before_commit)
        finally:
            self._applying, self._fences = None, ()

    @contextlib.contextmanager
    def _lane(
        self, doing: str, *, uses: frozenset[str] = frozenset(), dates: frozenset[str] = frozenset()
    ) -> Iterator[Lane]:
        with super()._lane(doing, uses=uses, dates=dates) as lane:
            if doing != APPLY:
                yield lane
                return
            self._applying = lane
            try:
                yield lane
            finally:
                if self._fences and not lane.connection.invalidated:
                    with contextlib.suppress(sa.exc.SQLAlchemyError), lane.connection.begin():
                        for name in self._fences:
                            self.locks.leave(lane.connection, name)


class MariadbSource(ServedSource):
    """MariaDB behind the source protocol."""

    locks: _Locks = MariadbLocks()


def _number(name: str) -> int:
    """Never the number of a lock of own state, which may lie in the same database."""
    return int.from_bytes(sha256(f"varsam source:{name}".encode()).digest()[:8], signed=True)


def _short(name: str) -> str:
    return sha256(f"varsam source:{name}".encode()).hexdigest()[:40]
