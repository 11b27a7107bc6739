"""How own state is written: one writer at a time, in fair turns, and on the disk before it returns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from django.conf import settings
from django.db import connection, transaction

from varsam.domain.errors import NotAllowed
from varsam.store.lock import advisory_key, opened
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
        with transaction.atomic():
            yield


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
        queue = opened("write-queue")
        try:
            fcntl.flock(queue, fcntl.LOCK_EX)
            turn = opened("write-turn")
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
