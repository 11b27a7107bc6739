"""A lock that another session holds: waited for, tried again, given up whole, and gone on with later."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.engine.crash import shop
from tests.engine.crash.ready import Ready, Shop, ready_home  # noqa: F401
from tests.services.nights import SHOP, START, Controller
from tests.services.test_chain import ROWS
from tests.store.homes import Home as OwnState
from tests.store.homes import sqlite_state  # noqa: F401
from varsam.domain.errors import SourceBusy
from varsam.domain.night import Outcome
from varsam.engine import pacing
from varsam.store import nights

HELD = "UPDATE customers SET name = 'held' WHERE id = 7"


@pytest.fixture(name="impatient")
def impatient_shop(database_url: str, ready: Ready, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shop on each database, whose locks are waited for a second, and tried again soon."""
    monkeypatch.setattr(pacing, "LOCK_PAUSES", (0.05, 0.1))
    return ready(database_url, pace=", lock_timeout_seconds: 0.3")


@contextmanager
def holding(url: str, statement: str) -> Iterator[sa.Connection]:
    """Hold what a statement locks, as the shop's own program would."""
    with shop.engine(url).connect() as connection:
        connection.exec_driver_sql(statement)
        try:
            yield connection
        finally:
            connection.rollback()


def test_a_lock_that_stays_stops_the_run_whole(impatient: Shop) -> None:
    plan = impatient.approved()
    said: list[str] = []
    with (
        holding(impatient.url, HELD),
        pytest.raises(SourceBusy, match="somebody else holds a lock") as caught,
    ):
        impatient.apply(plan, progress=lambda text, rows: said.append(text) if not rows else None)
    assert "tried 3 times" in caught.value.message
    assert str(caught.value.where) == "source shop"
    assert "apply again" in caught.value.hint
    assert said == ["shop waits for a lock"] * 2
    # Whole batches only: whatever is gone of a customer is gone with everything that is theirs.
    left = {row[0] for row in impatient.dump()["customers"]}
    assert "7" in left
    assert {row[1] for row in impatient.dump()["orders"]} == left
    assert impatient.state_of(plan) == "applying"
    applied = impatient.apply(plan)
    assert sum(total.rows for total in applied.steps.values()) == ROWS
    assert impatient.verify(plan).verified


@pytest.mark.parametrize(
    ("url", "lock"),
    [
        ("postgres_url", "LOCK TABLE customers IN ACCESS EXCLUSIVE MODE"),
        ("mariadb_url", "LOCK TABLES customers WRITE"),
    ],
)
def test_reading_doesnt_wait_for_ever_either(
    url: str, lock: str, ready: Ready, request: pytest.FixtureRequest
) -> None:
    """As behind a table that is being rebuilt."""
    one = ready(str(request.getfixturevalue(url)), pace=", lock_timeout_seconds: 0.3")
    plan = one.approved()
    with holding(one.url, lock):
        for look in (one.plan, lambda: one.apply(plan)):
            with pytest.raises(SourceBusy, match="somebody else holds a lock") as caught:
                look()
            assert "try again" in caught.value.hint
    assert one.state_of(plan) == "approved"
    one.apply(plan)


def test_a_lock_that_goes_is_waited_for_by_trying_again(impatient: Shop) -> None:
    plan = impatient.approved()
    said: list[str] = []
    with holding(impatient.url, HELD) as other:

        def progress(what: str, rows: int) -> None:
            if not rows:
                said.append(what)
                if len(said) == 1:
                    other.rollback()

        applied = impatient.apply(plan, progress=progress)
    assert said == ["shop waits for a lock"]
    assert sum(total.rows for total in applied.steps.values()) == ROWS
    assert impatient.verify(plan).verified


def test_told_to_stop_while_it_waits_for_a_lock_it_stops(
    impatient: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "LOCK_PAUSES", (60.0,))
    plan = impatient.approved()
    waits: list[str] = []
    started = time.monotonic()
    with holding(impatient.url, HELD), pytest.raises(SourceBusy):
        impatient.apply(
            plan, progress=lambda what, rows: None if rows else waits.append(what), stop=lambda: bool(waits)
        )
    assert time.monotonic() - started < 30
    assert impatient.state_of(plan) == "applying"


BLOCKED = {
    "postgresql": "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'",
    "mysql": "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
}


def wait_until_blocked(url: str) -> None:
    """Wait until somebody waits for a lock."""
    deadline = time.monotonic() + 20
    with shop.engine(url).connect() as connection:
        while not connection.exec_driver_sql(BLOCKED[connection.dialect.name]).scalar():
            assert time.monotonic() < deadline
            connection.rollback()
            time.sleep(0.2)  # MariaDB shows anew only what nobody has asked for in the last tenth


@pytest.mark.parametrize("url", ["postgres_url", "mariadb_url"])
def test_a_deadlock_is_no_failure(url: str, ready: Ready, request: pytest.FixtureRequest) -> None:
    """The database undoes one of the two; if it is the batch, the batch is done again."""
    one = ready(str(request.getfixturevalue(url)), batch_rows=1000, pace=", lock_timeout_seconds: 20")
    plan = one.approved()
    victim: list[BaseException] = []
    with shop.engine(one.url).connect() as other:
        if other.dialect.name == "postgresql":
            # Whoever looks first whether it stands in a circle is undone: the batch.
            other.exec_driver_sql("SET deadlock_timeout = '1min'")
            other.commit()
            one.execute(f"ALTER DATABASE {sa.make_url(one.url).database} SET deadlock_timeout = '1500ms'")
        other.exec_driver_sql("UPDATE order_lines SET goods = 'held' WHERE id = 100")

        def cross() -> None:
            wait_until_blocked(one.url)
            try:
                other.exec_driver_sql("UPDATE customers SET name = 'held' WHERE id = 1")
                other.rollback()
            except sa.exc.DBAPIError as error:
                victim.append(error)
                other.rollback()

        crossing = threading.Thread(target=cross, daemon=True)
        crossing.start()
        said: list[str] = []
        applied = one.apply(plan, progress=lambda what, rows: None if rows else said.append(what))
        crossing.join()
    assert bool(said) != bool(victim)
    if other.dialect.name == "postgresql":
        assert said
    assert sum(total.rows for total in applied.steps.values()) == ROWS
    assert one.verify(plan).verified


def test_a_lock_at_night_is_tried_again_the_same_night(
    sqlite_state: OwnState,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing, "LOCK_PAUSES", (0.05,))
    patient = SHOP.replace("{batch_rows: 2}", "{batch_rows: 2, lock_timeout_seconds: 0.1}")
    controller = Controller(sqlite_state.path).build(shop=patient)
    controller.customers(5, date(2024, 1, 1))
    controller.allow()
    night = START + timedelta(days=1)
    other = sqlite3.connect(controller.path / "shop.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert controller.night(night, "01:00") == {"shop": Outcome.STOPPED}
    assert [run.reason for run in nights.runs("shop")] == ["busy"]
    assert controller.rows() == 5
    other.rollback()
    other.close()
    assert controller.night(night, "01:30") == {"shop": Outcome.APPLIED}
    assert controller.rows() == 0
