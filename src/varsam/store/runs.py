"""Who may apply to a source: one plan at a time, on PostgreSQL with several workers inside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from django.db import connection

from varsam.store import lock
from varsam.store.claims import Claims


def within(source: str) -> str:
    """The name of the lock that everybody holds who is in a batch of a source."""
    return f"within:{source}"


@contextmanager
def holding(sources: Sequence[str]) -> Iterator[Claims | None]:
    """Hold the right to apply to sources. NotAllowed: another run holds it; wait for it or stop it.

    Gives the locks where others may work under them: on PostgreSQL. They lie on one connection, so that
    whoever vanishes loses all at once. Batches that workers of an earlier run are still in are waited for.
    """
    if connection.vendor == "sqlite":
        with ExitStack() as stack:
            for source in sorted(sources):
                stack.enter_context(lock.source_lock(source))
            yield None
        return
    with Claims() as claims:
        for source in sorted(sources):
            if not claims.take(lock.source_lock_name(source)):
                raise lock.is_applied_to(source)
        for source in sorted(sources):
            claims.wait_out(within(source))
        yield claims
