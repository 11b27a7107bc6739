"""The queue hands each batch to one worker, keeps nothing of its own, and can be lost without a loss."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.store.homes import Home, open_home
from varsam.store import queue
from varsam.store.claims import Claims
from varsam.store.queue import Taken, Taking

pytestmark = pytest.mark.postgres


@pytest.fixture
def state(postgres_url: str, tmp_path: Path) -> Iterator[Home]:
    """A ready home on PostgreSQL with a queue."""
    yield (home := open_home(tmp_path / "home", postgres_url))
    assert home.url
    connections["default"].close()


def _take(taking: Taking) -> Taken:
    for _ in range(50):
        if (taken := taking.next(0.2)) is not None:
            return taken
    raise AssertionError("nothing came")


def _jobs() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name, args, status FROM varsam_queue.procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_each_batch_is_taken_once_and_goes_when_it_is_done(state: Home) -> None:
    queue.install()
    queue.offer("r1", "plan-a", range(4))
    assert queue.offers() == (("r1", "plan-a"),)
    assert [json.loads(args) for _, args, _ in _jobs()] == [{"plan": "plan-a", "number": n} for n in range(4)]
    seen = []
    with Taking("r1") as one, Taking("r1") as other:
        first, second = _take(one), _take(other)
        assert queue.waiting("r1") == {0, 1, 2, 3} - {first.batch, second.batch}
        assert first.batch != second.batch
        for taken in (first, second):
            seen.append(taken.batch)
            taken.done()
        while len(seen) < 4:
            for taking in (one, other):
                if (later := taking.next(0.2)) is not None:
                    seen.append(later.batch)
                    later.done()
        assert one.next(0.5) is None
    assert sorted(seen) == [0, 1, 2, 3]
    assert not _jobs()


def test_what_is_given_back_or_left_is_taken_again(state: Home) -> None:
    queue.install()
    queue.offer("r1", "plan-a", [7])
    with Taking("r1") as one:
        _take(one).give_back()
        assert _take(one).batch == 7
        # ... and left without an answer.
    assert queue.waiting("r1") == {7}
    with Taking("r1") as other:
        _take(other).done()
    assert not _jobs()


def test_a_run_takes_its_own_and_clears_up_after_those_that_ended(state: Home) -> None:
    queue.install()
    with Claims() as claims:
        assert claims.take(queue.run_lock("lives"))
        queue.offer("dead", "plan-a", [1, 2])
        queue.offer("lives", "plan-b", [3])
        queue.offer("new", "plan-c", [4])
        assert {name for name, _, _ in _jobs()} == {"lives", "new"}
        with Taking("new") as taking:
            assert _take(taking).plan == "plan-c"
        queue.withdraw("new")
        assert queue.offers() == (("lives", "plan-b"),)


def test_tables_of_another_version_are_made_anew(state: Home) -> None:
    assert queue.offers() == ()
    queue.install()
    queue.offer("r1", "plan-a", [1])
    queue.install()
    assert queue.waiting("r1") == {1}, "control: the same version leaves them alone"
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA varsam_queue IS 'older'")
    queue.install()
    assert queue.waiting("r1") == frozenset()


def test_a_worker_whose_database_went_away_is_told(state: Home) -> None:
    from varsam.domain.errors import SourceUnavailable

    queue.install()
    with Taking("r1") as taking:
        assert taking.next(0.5) is None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            cursor.execute("DROP SCHEMA varsam_queue CASCADE")
        with pytest.raises(SourceUnavailable):
            _take(taking)


def test_locks_are_lost_with_their_connection(state: Home) -> None:
    from varsam.domain.errors import SourceUnavailable
    from varsam.store import lock

    with Claims() as one, Claims() as other:
        assert one.take("a")
        assert one.take("b", shared=True)
        assert not other.take("a")
        assert other.take("b", shared=True)
        assert not other.take("b")
        assert lock.is_held("a")
        assert not lock.is_held("c")
        one.check()
        with connection.cursor() as cursor:
            cursor.execute(
                # Of this database only: other tests hold locks on the same server.
                "SELECT pg_terminate_backend(l.pid)"
                " FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                " WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock'"
                " AND d.datname = current_database()"
            )
        time.sleep(0.2)
        with pytest.raises(SourceUnavailable):
            one.check()
        with pytest.raises(SourceUnavailable):
            one.take("d")
        assert other.take("a")


def test_tables_in_use_by_another_version_are_left_alone(state: Home) -> None:
    from varsam.domain.errors import NotAllowed

    queue.install()
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON SCHEMA varsam_queue IS 'older'")
    with pytest.raises(NotAllowed, match="another version"):
        queue.install(anew=False)
    assert queue.is_available()


def test_an_account_without_the_right_is_told_what_it_lacks(state: Home) -> None:
    from varsam.domain.errors import NotAllowed

    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE varsam_poor")
        cursor.execute("SET ROLE varsam_poor")
        try:
            with pytest.raises(NotAllowed, match="may not make the schema"):
                queue.install()
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("DROP ROLE varsam_poor")
    assert not queue.is_available()
