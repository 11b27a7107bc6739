"""Locks that a worker holds on one connection of its own in PostgreSQL: whoever vanishes loses all at once.

How soon is said where the connection is described (`settings.postgresql`). A session that was lost stays
lost: what was done under its locks must not be committed any more.
"""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from varsam.domain.errors import SourceUnavailable
from varsam.store.lock import advisory_key


class Claims:
    """A connection and the locks on it."""

    def __init__(self) -> None:
        """Describe the connection; it is opened by the first lock."""
        self._own: BaseDatabaseWrapper = connection.copy()
        self._begun = self._ended = False

    def __enter__(self) -> Claims:
        """Nothing is held yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything."""
        self.close()

    def close(self) -> None:
        """Let go of everything, for good."""
        self._ended = True
        with suppress(Exception):
            self._own.close()

    def take(self, name: str, *, shared: bool = False) -> bool:
        """Try to take a lock; `shared` ones keep out only those who want it alone. False: it is held."""
        return bool(self._call(f"pg_try_advisory_lock{'_shared' if shared else ''}", name))

    def release(self, name: str, *, shared: bool = False) -> None:
        """Let go of one lock."""
        self._call(f"pg_advisory_unlock{'_shared' if shared else ''}", name)

    def wait_out(self, name: str) -> None:
        """Wait until nobody holds the lock, however it is held."""
        self._call("pg_advisory_lock", name)
        self.release(name)

    def check(self) -> None:
        """Make sure that all is still held. SourceUnavailable: the connection was lost, and so it isn't."""
        self._query("SELECT 1", [])

    def _call(self, function: str, name: str) -> object:
        return self._query(f"SELECT {function}(%s)", [advisory_key(name)])

    def _query(self, statement: str, parameters: list[int]) -> object:
        try:
            if self._ended or (self._begun and self._own.connection is None):
                raise SourceUnavailable(
                    "the locks in own state were lost", where="state", hint="see whether its database runs"
                )
            self._begun = True
            with self._own.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchone()[0]
        except SourceUnavailable:
            self.close()
            raise
