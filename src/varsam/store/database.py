"""Brings the tables of own state up to this program's version, and refuses a newer one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

from varsam.domain.errors import PlanRefused
from varsam.store import migrations
from varsam.store.lock import exclusive

_APPLIED = "SELECT name FROM django_migrations WHERE app = 'store'"


def migrate() -> bool:
    """Make or change the tables if this program needs it; True if something was done.

    One cheap query when there is nothing to do. PlanRefused: a newer program has written this state.
    SourceUnavailable: the database can't be reached.
    """
    if not _missing():
        return False
    with exclusive("migrate", wait=True):
        if not _missing():
            return False
        executor = MigrationExecutor(connection)
        executor.migrate([("store", max(_known()))])
    return True


def _missing() -> frozenset[str]:
    """The migrations that this program has and the database hasn't."""
    applied = _applied()
    if newer := applied - _known():
        raise PlanRefused(
            f"this state was written by a newer program ({max(newer)})",
            where="state",
            hint="run the newer program; this one would lose what it doesn't know",
        )
    return _known() - applied


def _applied() -> frozenset[str]:
    """The names in Django's own table; none when the database is new."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT to_regclass('django_migrations')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE name = 'django_migrations'")
        row = cursor.fetchone()
        if not row or row[0] is None:
            return frozenset()
        cursor.execute(_APPLIED)
        return frozenset(name for (name,) in cursor.fetchall())


@cache
def _known() -> frozenset[str]:
    """The names of the migrations that came with this program."""
    folder = Path(str(migrations.__file__)).parent
    return frozenset(each.stem for each in folder.glob("[0-9]*.py"))


def refresh() -> None:
    """Let go of old and broken connections: a process that lives long survives its database's restart."""
    close_old_connections()
