"""What stops a plan also stops it when several workers are at it: here two, in one process."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from django.db import connection, connections

from tests.engine.crash import shop
from tests.servers import fresh_database
from tests.services.several.working import clock_of
from tests.store.homes import open_home
from varsam.services.home import Home

pytestmark = pytest.mark.postgres
CUSTOMERS, PER_BATCH = 40, 2


@dataclass
class Pair:
    """A home whose own state and sources are in PostgreSQL, and a second worker beside this process's own."""

    path: Path
    urls: dict[str, str]
    clock: Callable[[], datetime] = field(default_factory=lambda: clock_of(time.monotonic(), 0))
    stop: threading.Event = field(default_factory=threading.Event)
    took: int = 0
    seen: threading.Event = field(default_factory=threading.Event)
    errors: list[BaseException] = field(default_factory=list)
    thread: threading.Thread | None = None
    worker: Home | None = None

    def home(self, actor: str = "anna") -> Home:
        """The home as the services want it."""
        return Home(self.path, self.urls, actor, clock=self.clock)

    def rows(self, source: str = "SHOP_URL") -> int:
        """How many customers are left."""
        engine = sa.create_engine(self.urls[source], poolclass=sa.NullPool)
        with engine.connect() as there:
            return int(there.exec_driver_sql("SELECT count(*) FROM customers").scalar_one())

    def beside(self) -> None:
        """Let a second worker take whatever is offered."""
        ready = threading.Event()
        self.thread = threading.Thread(target=self._take, args=(ready,), daemon=True)
        self.thread.start()
        assert ready.wait(20)

    def _take(self, ready: threading.Event) -> None:
        from varsam.domain.errors import VarsamError
        from varsam.services import sharing_work
        from varsam.services.crew import Crew

        crew, home = Crew(), self.worker or self.home("worker")
        try:
            crew.come(home)
            ready.set()
            while not self.stop.is_set():
                for run, plan in sharing_work.on_offer():
                    try:
                        self.took += sharing_work.take_part(
                            home, run, plan, stop=self.stop.is_set, progress=lambda *_: self.seen.set()
                        )
                    except VarsamError as error:
                        self.errors.append(error)
                time.sleep(0.05)
        finally:
            crew.leave()
            connection.close()

    def once(self, act: Callable[[], object] = lambda: None) -> Callable[[str, int], None]:
        """After this process's first batch, wait until the second worker has done one, and do something."""
        done: list[bool] = []

        def progress(_what: str, _rows: int) -> None:
            if not done:
                done.append(True)
                assert self.seen.wait(20), "both must be at it"
                act()

        return progress

    def end(self) -> None:
        """Let the second worker end."""
        self.stop.set()
        if self.thread is not None:
            self.thread.join(20)
            assert not self.thread.is_alive()

    def plan(self, approve: bool = True, **more: Any) -> Any:
        """Plan, and approve as a person."""
        from varsam.services import planning

        plan = planning.make_plan(self.home(), **more)
        if approve:
            planning.approve(self.home(), plan.plan)
        return plan


@pytest.fixture
def pair(postgres_url: str, tmp_path: Path) -> Iterator[Pair]:
    """A shop with customers who left long ago; batches of two rows."""
    from varsam.services import systems

    admin = sa.make_url(postgres_url).set(database="postgres").render_as_string(hide_password=False)
    with fresh_database("postgres", admin) as url:
        home = open_home(tmp_path / "home", postgres_url)
        pair = Pair(home.path, {"SHOP_URL": url})
        shop.write_home(home.path, shop.Wishes(batch_rows=PER_BATCH))
        fill(url)
        systems.switch_mode(pair.home(), "shop", "apply")
        yield pair
        pair.end()
        connections["default"].close()


def fill(url: str, numbers: str = f"generate_series(1, {CUSTOMERS}) AS n") -> None:
    """Make a shop in which everybody left long ago."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as there:
        for statement in shop.SCHEMA:
            there.exec_driver_sql(statement)
        there.exec_driver_sql(
            "INSERT INTO customers"
            " SELECT n, CONCAT('kund', n, '@post.example'), 'Provnamn', '2020-01-31', NULL"
            f" FROM {numbers}"
        )


def test_an_approval_that_is_taken_back_stops_all_and_nothing_goes_on(pair: Pair) -> None:
    from varsam.domain.errors import NotAllowed
    from varsam.domain.standing import Limits
    from varsam.services import applying, sharing_work, standing
    from varsam.store import journal, plans
    from varsam.store import standing as stored

    until = pair.home().real_today + timedelta(days=30)
    standing.propose(pair.home(), standing.draft(pair.home(), "shop", until, Limits(rows=1000)))
    standing.approve(pair.home("bo"), "shop")
    plan = pair.plan(approve=False)
    under = stored.current("shop")
    assert under is not None
    standing.approve_plan(pair.home(), plan, under)
    pair.beside()
    applied = applying.apply(
        pair.home(),
        plan.plan,
        progress=pair.once(lambda: standing.revoke(pair.home(), "shop")),
        stop=lambda: standing.ended_since(pair.home(), plan.plan) != "",
    )
    assert applied.stopped
    assert 0 < applied.batches < CUSTOMERS / PER_BATCH
    assert pair.rows() == CUSTOMERS - applied.batches * PER_BATCH
    assert plans.state_of(plan.plan) == "applying"
    assert not journal.open_intents(plan.plan)
    assert sharing_work.on_offer() == ()
    with pytest.raises(NotAllowed):
        applying.apply(pair.home(), plan.plan)
    time.sleep(0.5)
    assert pair.rows() == CUSTOMERS - applied.batches * PER_BATCH, "nobody went on by himself"


def test_a_run_that_was_stopped_is_gone_on_with_to_the_same_end(pair: Pair) -> None:
    from varsam.services import applying
    from varsam.store import journal

    plan = pair.plan()
    pair.beside()
    asked = threading.Event()
    half = applying.apply(pair.home(), plan.plan, progress=pair.once(asked.set), stop=asked.is_set)
    assert half.stopped
    rest = applying.apply(pair.home(), plan.plan)
    assert not rest.stopped
    assert rest.batches == CUSTOMERS / PER_BATCH
    assert [each.batch for each in journal.records(plan.plan, "outcome")] == list(range(rest.batches))
    assert pair.rows() == 0
    assert applying.verify(pair.home(), plan.plan).verified
    pair.end()
    assert pair.took, "control: both were at it"


def test_a_hold_that_comes_meanwhile_keeps_its_rows_whoever_has_the_batch(pair: Pair) -> None:
    from varsam.domain.facts import FactKind
    from varsam.services import applying, recording
    from varsam.store.people import TypedIdentifier

    plan = pair.plan()
    pair.beside()

    def hold() -> None:
        for number in (CUSTOMERS, CUSTOMERS - PER_BATCH):  # in the last two batches
            recording.record(
                pair.home(),
                FactKind.HOLD_OPENED,
                identifiers=[TypedIdentifier("email", f"kund{number}@post.example")],
                details={"ground": "dispute", "review_on": "2027-01-01"},
            )

    applied = applying.apply(pair.home(), plan.plan, progress=pair.once(hold))
    (total,) = applied.steps.values()
    assert (total.rows, total.out, total.gone) == (CUSTOMERS - 2, 2, 0)
    assert pair.rows() == 2
    assert applying.verify(pair.home(), plan.plan).verified
    assert not pair.errors
    pair.end()
    assert pair.took, "control: both were at it"


def test_sources_one_after_the_other_each_at_its_pace(pair: Pair, postgres_url: str) -> None:
    """Rows per second are those of all workers together."""
    from varsam.services import applying, systems
    from varsam.store import journal

    admin = sa.make_url(postgres_url).set(database="postgres").render_as_string(hide_password=False)
    with fresh_database("postgres", admin) as url:
        fill(url)
        pair.urls["ANNEX_URL"] = url
        shop.write_home(pair.path, shop.Wishes(batch_rows=PER_BATCH, pace=", rows_per_second: 60"))
        map_ = (pair.path / "sources" / "shop.yaml").read_text()
        map_ = map_.replace("source: shop", "source: annex").replace("SHOP_URL", "ANNEX_URL")
        (pair.path / "sources" / "annex.yaml").write_text(map_)
        systems.switch_mode(pair.home(), "annex", "apply")
        plan = pair.plan()
        pair.beside()
        started = time.monotonic()
        applied = applying.apply(pair.home(), plan.plan, progress=pair.once())
        assert time.monotonic() - started >= 2 * (CUSTOMERS - PER_BATCH) / 60
        assert applied.batches == 2 * CUSTOMERS / PER_BATCH
        order = [("begun", each) for each in journal.records(plan.plan, "intent")]
        order += [("ended", each) for each in journal.records(plan.plan, "outcome")]
        order.sort(key=lambda each: each[1].at)
        first = str(order[0][1].document["source"])
        begun = [place for place, (what, each) in enumerate(order) if each.document["source"] != first]
        ended = [place for place, (what, each) in enumerate(order) if each.document["source"] == first]
        assert max(ended) < min(begun)
        assert pair.rows() == pair.rows("ANNEX_URL") == 0
        assert applying.verify(pair.home(), plan.plan).verified
        pair.end()
        assert pair.took, "control: both were at it"


@pytest.mark.parametrize("what", ["database shop", "register", "map shop"])
def test_a_worker_with_something_else_than_the_plan_takes_nothing(
    pair: Pair, postgres_url: str, what: str
) -> None:
    """Also where schema, rows and the source's name are the same: a copy is another database."""
    from varsam.services import applying

    admin = sa.make_url(postgres_url).set(database="postgres").render_as_string(hide_password=False)
    with fresh_database("postgres", admin) as copy:
        fill(copy)
        plan = pair.plan()
        other = pair.path.with_name("other")
        shutil.copytree(pair.path, other)
        if what == "register":
            _change(other / "register.yaml", "1 year", "2 years")
        elif what == "map shop":
            _change(other / "sources" / "shop.yaml", "identifiers: {email: email}", "identifiers: {}")
        pair.worker = Home(other, {"SHOP_URL": copy if what == "database shop" else pair.urls["SHOP_URL"]})
        pair.beside()
        applying.apply(pair.home(), plan.plan)
        assert pair.rows() == 0
        pair.urls = {"SHOP_URL": copy}
        assert pair.rows() == CUSTOMERS, "control: the copy has them"
        pair.end()
        assert pair.took == 0
        assert {str(each) for each in pair.errors if f"its {what} isn't that of the plan" in str(each)}


@pytest.mark.mariadb
def test_a_source_in_mariadb_is_shared_alike(pair: Pair, mariadb_url: str) -> None:
    from varsam.services import applying

    fill(mariadb_url, f"(SELECT seq AS n FROM seq_1_to_{CUSTOMERS}) AS numbers")
    pair.urls["SHOP_URL"] = mariadb_url
    plan = pair.plan()
    pair.beside()
    applied = applying.apply(pair.home(), plan.plan, progress=pair.once())
    assert applied.batches == CUSTOMERS / PER_BATCH
    assert pair.rows() == 0
    assert applying.verify(pair.home(), plan.plan).verified
    pair.end()
    assert pair.took, "control: both were at it"
    assert not pair.errors


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    path.write_text(text.replace(old, new))


def test_one_leads_and_when_it_goes_another_does(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    from varsam.services import doctor
    from varsam.services.worker import Worker, status

    def worker() -> Worker:
        return Worker(pair.home, lambda: False, lambda _: None)

    one, other = worker(), worker()
    first = one.round()
    assert first.worker
    assert not first.leader
    second = other.round()
    assert second.leader == first.worker, "same process, so the same name"
    assert not second.troubles
    seen = status(pair.home()).workers
    assert [(each.leads, each.alive) for each in seen] == [(True, True), (False, True)]

    monkeypatch.setitem(sys.modules, "procrastinate", None)  # as where the extra isn't installed
    (trouble,) = other.round().troubles
    assert "leads, and this one can't take batches" in trouble.message
    assert "varsam[workers]" in trouble.hint
    found = {each.check: each for each in doctor.examine(pair.home(), lambda: None)}
    assert found["workers"].ok
    assert "one worker only" in found["workers"].hint
    monkeypatch.undo()
    found = {each.check: each for each in doctor.examine(pair.home(), lambda: None)}
    assert "procrastinate" in found["workers"].found

    one.leave()
    until = time.monotonic() + 10  # the server lets go of a lock a moment after its connection was closed
    while other.round().leader and time.monotonic() < until:
        time.sleep(0.05)
    assert not other.round().leader
    assert [each.leads for each in status(pair.home()).workers] == [True]
    other.leave()
    assert status(pair.home()).workers == ()
