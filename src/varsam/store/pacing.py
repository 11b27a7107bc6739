"""Rows per second of a source, kept by all workers together: by own state's clock, never by a host's."""

from __future__ import annotations

from django.db import connection

from varsam.store import models
from varsam.store.transaction import writing

_RESERVE = (
    "INSERT INTO store_sourcepace AS p (source, free_at)"
    " VALUES (%(source)s, clock_timestamp() + make_interval(secs => %(takes)s))"
    " ON CONFLICT (source) DO UPDATE SET free_at = greatest(p.free_at, clock_timestamp())"
    " + make_interval(secs => %(takes)s)"
    " RETURNING extract(epoch FROM free_at - make_interval(secs => %(takes)s) - clock_timestamp())"
)


def begin(source: str) -> None:
    """Let a run begin at once, whatever an earlier one had reserved."""
    with writing():
        models.SourcePace.objects.filter(source=source).delete()


def reserve(source: str, rows: int, rows_per_second: int) -> float:
    """Reserve the time that these rows take; gives the seconds until it begins. PostgreSQL only."""
    takes = rows / rows_per_second
    with writing(), connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"source": source, "takes": takes})
        return max(0.0, float(cursor.fetchone()[0]))
