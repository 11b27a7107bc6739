"""How own state is written: one writer at a time, in fair turns, and on the disk before it returns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from varsam.domain.errors import NotAllowed, SourceUnavailable
from varsam.store.lock import advisory_key, lock_file
from varsam.store.stubs_settings import MOVED_MARK, STATE_FOLDER


@contextmanager
def writing() -> Iterator[None]:
    """Run the block as one transaction; inside another one, as a part of it.

    When the outermost block has ended, everything is on the disk. SourceUnavailable: the state can't be
    written now (disk full, locked, gone); nothing of the block was kept.
    """
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
        return
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            stack.enter_context(_turn())
        try:
            with transaction.atomic():
                yield
        except (OperationalError, InterfaceError) as error:
            raise unavailable(error) from error


@contextmanager
def turn() -> Iterator[None]:
    """Let somebody else write own state in turn: a plan that lets go of what lies there, as in any source.

    `writing` inside the block would wait for itself.
    """
    with _turn() if connection.vendor == "sqlite" else nullcontext():
        yield


def must_be_outermost(what: str) -> None:
    """Refuse to promise durability inside somebody else's transaction: that is a mistake in our code."""
    if connection.in_atomic_block:
        raise RuntimeError(f"{what} must be durable before it returns; call it outside a transaction")


def serialise(name: str) -> None:
    """Let only one transaction at a time pass from here to its end (on SQLite every writer is alone)."""
    _advisory("pg_advisory_xact_lock", name)


def share(name: str) -> None:
    """Keep those who `serialise` the same name waiting until this transaction has ended."""
    _advisory("pg_advisory_xact_lock_shared", name)


def unavailable(error: DatabaseError | InterfaceError | OSError) -> SourceUnavailable:
    """Say what is wrong with the state in words of our own: a driver's message may quote values."""
    text = str(error).lower()
    for sign, what, hint in (
        ("full", "the disk is full", "free some space and try again"),
        ("no space", "the disk is full", "free some space and try again"),
        ("locked", "another process has kept it locked for too long", "try again when it has ended"),
        ("readonly", "it may only be read", "give this user the right to write there"),
        ("malformed", "the file is damaged", "restore it from a copy; the ledger shows what is missing"),
        ("not a database", "the file is damaged", "restore it from a copy; the ledger shows what is missing"),
    ):
        if sign in text:
            return SourceUnavailable(f"own state can't be written: {what}", where="state", hint=hint)
    return SourceUnavailable(
        "own state can't be reached", where="state", hint="see whether its database runs, and try again"
    )


def _advisory(function: str, name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [advisory_key(name)])


@contextmanager
def _turn() -> Iterator[None]:
    """Wait in line before waiting for the lock: SQLite alone would let a tight loop starve all others.

    Whoever has just written must queue again behind the one who already waits at the door.
    """
    with ExitStack() as stack:
        queue = _open("write-queue")
        try:
            fcntl.flock(queue, fcntl.LOCK_EX)
            turn = _open("write-turn")
            stack.callback(os.close, turn)
            fcntl.flock(turn, fcntl.LOCK_EX)
        finally:
            os.close(queue)
        if (settings.VARSAM_HOME / STATE_FOLDER / MOVED_MARK).exists():
            raise NotAllowed(
                "the state of this home was moved to PostgreSQL",
                where="state",
                hint="set VARSAM_DATABASE_URL and start again",
            )
        yield


def _open(name: str) -> int:
    try:
        return os.open(lock_file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unavailable(error) from error
