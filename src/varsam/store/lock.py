"""Locks between processes that a killed holder loses by itself: one apply per source at a time.

On SQLite a lock is a file in `state/locks`, held through the operating system. On PostgreSQL it is an
advisory lock on a connection of its own, so that workers on several machines see each other.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

from varsam.domain.errors import NotAllowed
from varsam.store.failures import unavailable
from varsam.store.stubs_settings import STATE_FOLDER

_LOCKS = "locks"


@contextmanager
def source_lock(source: str) -> Iterator[None]:
    """Hold the right to apply to a source. NotAllowed: another run holds it; wait for it or stop it."""
    with exclusive(source_lock_name(source), wait=False, what=_APPLIED_TO.format(source=source)):
        yield


_APPLIED_TO = "another run is applying to source {source}"


def source_lock_name(source: str) -> str:
    """The name of the lock that a run holds on a source."""
    return f"source:{source}"


def is_applied_to(source: str) -> NotAllowed:
    """Say that another run holds the source."""
    return _held(_APPLIED_TO.format(source=source), "")


@contextmanager
def exclusive(name: str, *, wait: bool, what: str = "") -> Iterator[None]:
    """Hold a named lock over all processes of this home. Not waiting: NotAllowed while another holds it."""
    hold = _file_lock if connection.vendor == "sqlite" else _advisory_lock
    with hold(name, wait=wait, what=what or f"another process holds {name}"):
        yield


def is_held(name: str) -> bool:
    """Whether some process holds the named lock, on PostgreSQL; looking takes none."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [advisory_key(name)])
        return bool(cursor.fetchone()[0])


_HELD = (
    "SELECT EXISTS (SELECT 1 FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
    " WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.mode = 'ExclusiveLock'"
    " AND d.datname = current_database() AND ((l.classid::bigint << 32) | l.objid::bigint) = %s)"
)


def advisory_key(name: str) -> int:
    """The 64-bit number under which PostgreSQL knows a lock of ours."""
    return int.from_bytes(sha256(f"varsam:{name}".encode()).digest()[:8], signed=True)


@contextmanager
def _file_lock(name: str, *, wait: bool, what: str) -> Iterator[None]:
    """The operating system drops the lock with the process, however it ends."""
    descriptor = opened(name)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise _held(what, os.pread(descriptor, 20, 0).decode("ascii", "replace")) from None
        with suppress(OSError):  # on a full disk nobody learns who holds it; it is held all the same
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def opened(name: str) -> int:
    """Open the file of a lock. SourceUnavailable: it can't be made (disk full, no right to write)."""
    try:
        return os.open(lock_file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unavailable(error) from error


def lock_file(name: str) -> Path:
    """Where the lock of that name lies; names that differ only in odd characters stay apart."""
    return _lock_file(settings.VARSAM_HOME, name)


@cache
def _lock_file(home: Path, name: str) -> Path:
    folder = home / STATE_FOLDER / _LOCKS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{re.sub('[^a-z0-9]+', '-', name.lower())[:40]}-{advisory_key(name) & 0xFFFFFFFF:08x}"


@contextmanager
def _advisory_lock(name: str, *, wait: bool, what: str) -> Iterator[None]:
    """A connection of its own: the lock lives exactly as long as it, and ours may come and go."""
    own = connection.copy()
    taken = False
    try:
        with own.cursor() as cursor:
            call = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            cursor.execute(f"SELECT {call}(%s)", [advisory_key(name)])
            if not wait and not cursor.fetchone()[0]:
                raise _held(what, "")
        taken = True
        yield
    finally:
        # Given back by name: a closed connection keeps its lock until the server has noticed.
        with suppress(Exception):
            if taken:
                with own.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [advisory_key(name)])
        with suppress(Exception):
            own.close()


def _held(what: str, process: str) -> NotAllowed:
    """Name the process where the system tells."""
    known = f" (process {process})" if process.strip().isdigit() else ""
    return NotAllowed(f"{what}{known}", hint="wait until it has ended, or stop it; then try again")
