"""Replicas that lag, real ones: batches wait for them, for so long, and go on when they have caught up."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlalchemy as sa

from tests.engine.crash.ready import Ready, Shop, ready_home  # noqa: F401
from tests.sources.replicating import Pair, administer, mariadb_pair, postgres_pair
from varsam.domain.errors import RegisterError, SourceBusy, SourceRejected
from varsam.domain.said import Said

KINDS = {"postgres": postgres_pair, "mariadb": mariadb_pair}


@pytest.fixture(
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ],
    scope="module",
    name="pair",
)
def replicated(request: pytest.FixtureRequest) -> Iterator[Pair]:
    """A primary with a replica, once for all tests of this file."""
    folder = Path(mkdtemp(prefix="varsam-pair-"))
    try:
        with KINDS[request.param](folder) as found:
            if found is None:
                pytest.skip(f"NOT RUN: no {request.param} server here that can be replicated")
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(name="shop")
def replicated_shop(pair: Pair, ready: Ready) -> Iterator[Shop]:
    """The shop in a database of its own on the primary; the replica runs before and after."""
    name = f"shop{time.monotonic_ns()}"
    administer(pair.primary, f"CREATE DATABASE {name}")
    url = sa.make_url(pair.primary).set(database=name).render_as_string(hide_password=False)
    own = "" if "postgres" in url else ", replicas_env: [REPLICA]"
    shop = ready(url, pace=f", replica_lag_seconds: 0.3, replica_wait_seconds: 0.8{own}")
    shop.environment["REPLICA"] = pair.replica
    try:
        yield shop
    finally:
        pair.resume()


def test_a_replica_that_keeps_up_is_not_waited_for(shop: Shop) -> None:
    plan = shop.approved()
    said: list[str] = []
    applied = shop.apply(plan, progress=lambda what, _rows: said.append(what))
    assert applied.batches == len(said) > 3
    assert set(said) == {"shop"}


def test_batches_wait_for_a_replica_that_stands_still_and_go_on_when_it_does(shop: Shop, pair: Pair) -> None:
    """No batch begins once it is too far behind; all of them are done after it has caught up."""
    shop.edit("sources/shop.yaml", "replica_wait_seconds: 0.8", "replica_wait_seconds: 60")
    plan = shop.approved()
    done: list[float] = []
    waited: list[float] = []
    said: list[Said] = []

    def progress(what: str, rows: int) -> None:
        if rows:
            done.append(time.monotonic())
        else:
            assert isinstance(what, Said)
            said.append(what)
            waited.append(time.monotonic())
            if len(waited) == 1:
                threading.Timer(0.5, pair.resume).start()
        if len(done) == 1 and not waited:
            pair.pause()
            # Something that it hasn't got, from before the third of a second that it may be behind.
            shop.execute("UPDATE customers SET name = 'other' WHERE id = 9")
            time.sleep(0.5)

    applied = shop.apply(plan, progress=progress)
    assert applied.batches == len(done) > 3
    assert "shop waits for " in said[0]
    pauses = sorted(after - before for before, after in pairwise(done))
    assert pauses[-1] > 1.0
    assert len([time for time in done if time < waited[0]]) == 1
    assert shop.verify(plan).verified


def test_a_replica_that_never_catches_up_stops_the_run_and_later_it_goes_on(shop: Shop, pair: Pair) -> None:
    from varsam.services import applying

    plan = shop.approved()
    done: list[int] = []

    def progress(_what: str, rows: int) -> None:
        if rows:
            done.append(rows)
        if len(done) == 1:
            pair.pause()
            shop.execute("UPDATE customers SET name = 'other' WHERE id = 9")
            time.sleep(0.5)

    with pytest.raises(SourceBusy, match="waited 1 s for replicas that are more than") as caught:
        shop.apply(plan, progress=progress)
    assert str(caught.value.where) == "source shop"
    assert "apply again when the replicas have caught up" in caught.value.hint
    assert shop.state_of(plan) == "applying"
    begun = len(done)
    assert begun < 4
    before = shop.dump()
    with pytest.raises(SourceBusy):
        shop.apply(plan)
    assert shop.dump() == before
    # Told to stop while it waits, it stops.
    started = time.monotonic()
    stopped = applying.apply(shop.home(), plan, stop=lambda: time.monotonic() > started + 0.5)
    assert stopped.stopped
    assert shop.dump() == before
    pair.resume()
    assert shop.apply(plan).batches > begun
    assert shop.verify(plan).verified


def test_replicas_that_cant_be_seen_are_said_and_not_passed_over(shop: Shop, pair: Pair) -> None:
    if "mysql" in pair.primary:
        shop.edit("sources/shop.yaml", ", replicas_env: [REPLICA]", "")
        with pytest.raises(RegisterError, match="MariaDB doesn't tell") as caught:
            shop.plan()
        assert "replicas_env" in caught.value.hint
        return
    from varsam.services import systems

    shop.execute("DROP ROLE IF EXISTS shy", "CREATE ROLE shy LOGIN")
    statements = systems.grants(shop.home(), "shop", "shy")
    for statement in statements:
        if "pg_read_all_stats" not in statement:
            shop.execute(statement.replace("%", "%%"))
    shop.url = sa.make_url(shop.url).set(username="shy").render_as_string(hide_password=False)
    plan = shop.approved()
    with pytest.raises(SourceRejected, match="may not see how far the replicas are behind") as caught_:
        shop.apply(plan)
    assert "source grants" in caught_.value.hint
    shop.url = sa.make_url(shop.url).set(username="postgres").render_as_string(hide_password=False)
    [right] = [statement for statement in statements if "pg_read_all_stats" in statement]
    shop.execute(right)
    shop.url = sa.make_url(shop.url).set(username="shy").render_as_string(hide_password=False)
    shop.apply(plan)
    shop.url = sa.make_url(shop.url).set(username="postgres").render_as_string(hide_password=False)
    shop.execute("DROP OWNED BY shy", "DROP ROLE shy")


def test_a_replica_by_its_address(shop: Shop, pair: Pair) -> None:
    """One that doesn't answer is behind; one that is no replica is refused."""
    if "mysql" not in pair.primary:
        shop.edit(
            "sources/shop.yaml",
            "replica_wait_seconds: 0.8",
            "replica_wait_seconds: 0.3, replicas_env: [REPLICA]",
        )
    plan = shop.approved()
    shop.environment["REPLICA"] = sa.make_url(pair.replica).set(port=1).render_as_string(hide_password=False)
    with pytest.raises(SourceBusy, match="REPLICA"):
        shop.apply(plan)
    if "mysql" not in pair.primary:
        shop.environment["REPLICA"] = pair.primary
        with pytest.raises(SourceRejected, match="isn't a replica's"):
            shop.apply(plan)
    shop.environment["REPLICA"] = pair.replica
    shop.apply(plan)


@pytest.mark.postgres
def test_a_slot_that_nobody_reads_is_a_replica_that_is_behind(pair: Pair, shop: Shop) -> None:
    if "mysql" in pair.primary:
        pytest.skip("PostgreSQL's own")
    plan = shop.approved()
    administer(pair.primary, "SELECT pg_create_physical_replication_slot('away', true)")
    try:
        with pytest.raises(SourceBusy, match="away"):
            shop.apply(plan)
    finally:
        administer(pair.primary, "SELECT pg_drop_replication_slot('away')")
    shop.apply(plan)
