"""Hosts that reach one database find each other there, and wait for each other's batches."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.sources.test_sql import execute, source
from varsam.domain.errors import SourceUnavailable
from varsam.domain.ownership import Pace
from varsam.domain.predicate import ALWAYS
from varsam.sources.base import BatchStep, SharesWork
from varsam.sources.sql.served import ServedSource


@pytest.fixture(params=[pytest.param("postgres", marks=pytest.mark.postgres), "mariadb"])
def served_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


def test_a_session_is_met_by_others_of_the_same_database_only(
    served_url: str, request: pytest.FixtureRequest
) -> None:
    with source(served_url) as one, source(served_url) as other:
        assert isinstance(one, ServedSource)
        assert isinstance(other, ServedSource)
        assert not other.meets("run:1")
        one.meet("run:1")
        assert other.meets("run:1")
        assert not other.meets("run:2")
        elsewhere = _copy_beside(served_url)
        with source(elsewhere) as copy:
            assert isinstance(copy, ServedSource)
            assert not copy.meets("run:1"), "another database of the same server isn't this one"
    with source(served_url) as later:
        assert isinstance(later, ServedSource)
        assert not later.meets("run:1"), "what was held goes with its session"


def _copy_beside(url: str) -> str:
    there = sa.make_url(url)
    return there.set(
        database="postgres" if there.get_backend_name() == "postgresql" else "mysql"
    ).render_as_string(hide_password=False)


def test_a_batch_that_was_fenced_is_waited_for(served_url: str) -> None:
    execute(served_url, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)")
    fenced, go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def first() -> None:
        with source(served_url) as one:
            assert isinstance(one, ServedSource)

            def before_commit() -> None:
                one.fence("batch:7")
                fenced.set()
                assert go_on.wait(10)
                order.append("committed")

            one.apply([_delete(1)], before_commit=before_commit)
            one.apply([_delete(2)])  # the fence went with its transaction

    thread = threading.Thread(target=first)
    with source(served_url) as other:
        assert isinstance(other, ServedSource)
        other.wait_out("batch:7")  # nobody holds it
        thread.start()
        assert fenced.wait(10)
        other.wait_out("batch:8")  # another one
        assert other.present("t", ("id",), [(1,)]) == [(1,)]
        threading.Timer(0.3, go_on.set).start()
        other.wait_out("batch:7")
        order.append("waited")
        assert other.present("t", ("id",), [(1,)]) == []
        thread.join(10)
    assert order == ["committed", "waited"]


def test_a_fence_that_another_holds_ends_the_batch_undone(served_url: str) -> None:
    execute(served_url, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)")
    with source(served_url) as one, source(served_url, pace=Pace(lock_timeout_seconds=0.2)) as other:
        assert isinstance(one, ServedSource)
        assert isinstance(other, ServedSource)
        one.meet("batch:7")
        with pytest.raises(SourceUnavailable):
            other.apply([_delete(1)], before_commit=lambda: other.fence("batch:7"))
        assert other.present("t", ("id",), [(1,)]) == [(1,)]


def test_a_file_is_no_database_that_hosts_share(sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).touch()
    with source(sqlite_url) as file:
        assert not isinstance(file, SharesWork)


def _delete(number: int) -> BatchStep:
    return BatchStep("t.delete", "t", ("id",), [(number,)], ALWAYS)
