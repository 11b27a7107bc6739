"""Own state's database goes away, or its file is damaged: reads say so like writes, in words of our own."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from django.db import IntegrityError, OperationalError, connection, transaction

from tests.store.homes import NOW, Home, enter, own_state, sqlite_state  # noqa: F401  (fixtures)
from varsam.domain.errors import SourceRejected, SourceUnavailable
from varsam.store.failures import StateUnavailable, unavailable


def _read() -> int:
    from varsam.store import facts, plans

    plans.listing()
    return len(facts.load())


def test_a_server_that_ends_the_connection(postgres_url: str, tmp_path: object) -> None:
    """A read, also one that is being streamed, and then again when the server is back."""
    from pathlib import Path

    from tests.store.homes import open_home
    from varsam.store import ledger

    open_home(Path(str(tmp_path)) / "home", postgres_url)
    assert _read() == 0
    for act in (_read, lambda: ledger.append([{"type": "source.mode", "source": "a", "mode": "apply"}], NOW)):
        _end_connections(postgres_url)
        with pytest.raises(SourceUnavailable) as refused:
            act()
        assert (refused.value.where, refused.value.message) == ("state", "own state can't be reached")
        assert "try again" in refused.value.hint
        connection.close()
        assert _read() == 0
    connection.close()


def _end_connections(url: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        ended = other.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        ).fetchall()
    engine.dispose()
    assert ended, "control: there was one to end"


def test_a_server_that_isnt_there(sqlite_state: Home) -> None:  # noqa: F811
    enter(sqlite_state.path, "postgresql://anna:hemligt@127.0.0.1:1/varsam")
    with pytest.raises(SourceUnavailable) as refused:
        _read()
    assert "hemligt" not in str(refused.value)
    connection.close()


@pytest.mark.parametrize("damage", ["bytes", "table", "text"])
def test_a_damaged_file(sqlite_state: Home, damage: str) -> None:  # noqa: F811
    file = sqlite_state.path / "state" / "varsam.sqlite3"
    assert _read() == 0
    connection.close()
    if damage == "bytes":
        file.write_bytes(b"this was a database once " * 4000)
    else:
        statement = (
            "DROP TABLE store_planrecord"
            if damage == "table"
            else 'INSERT INTO store_planrecord (id, fingerprint, "on", state, sealed, generation, rows,'
            " created_at, expires_at, created_by, changed_at)"
            " VALUES ('p', '', '2026-11-22', 'drafted', CAST(x'ff' AS TEXT), 1, 0,"
            " '2026-11-22', '2026-11-22', '', '')"
        )
        with closing(sqlite3.connect(file)) as other, other:
            other.execute(statement)
    with pytest.raises(SourceRejected, match="damaged"):
        _read()


def test_our_own_mistakes_stay_what_they_are(own_state: Home) -> None:  # noqa: F811
    from varsam.store.models import Actor

    made = {"kind": "os", "username": "anna", "created_at": NOW}
    Actor.objects.create(id="one", **made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.create(id="two", **made)


def test_a_failure_inside_a_transaction_takes_it_back(sqlite_state: Home) -> None:  # noqa: F811
    """Ours is Django's kind of error, too: its transactions must see it as one."""
    from varsam.store.models import Actor
    from varsam.store.transaction import writing

    def fails() -> None:
        with writing():
            Actor.objects.create(id="one", kind="os", username="anna", created_at=NOW)
            raise unavailable(OperationalError("disk I/O error"))

    with pytest.raises(SourceUnavailable):
        fails()
    assert not Actor.objects.exists()
    assert issubclass(StateUnavailable, OperationalError)
