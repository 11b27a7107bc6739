"""Workers on different hosts take one plan's batches: real namespaces, real cables, one PostgreSQL.

Each test plans for customers of its own. A row that the test holds locked keeps a batch in the midst of its
transaction, so that what is cut or killed there is certain.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import PREFIX
from tests.engine.crash import shop
from tests.services.several.hosts import Host, Network, missing, network
from tests.services.several.working import clock_of
from tests.store.homes import enter, open_home

ROOT = Path(__file__).parents[3]
PER_CUSTOMER = 3  # the customer, two orders
PER_BATCH = 3 * PER_CUSTOMER

pytestmark = [pytest.mark.crash]


@dataclass
class Site:
    """A home on every host, one own state, one shop; `first` numbers the next customers."""

    net: Network
    folder: Path
    epoch: float
    running: list[subprocess.Popen[str]] = field(default_factory=list)
    first: int = 1

    @property
    def path(self) -> Path:
        """The home in which the tests themselves act."""
        return self.folder / "home"

    def enter(self) -> None:
        """Point this process at the site's own state."""
        enter(self.path, self.net.url("state", inside=False))

    def home(self, path: Path | None = None, shop_url: str = "") -> Any:
        """A home as the services want it."""
        from varsam.services.home import Home

        url = shop_url or self.net.url("shop", inside=False)
        return Home(path or self.path, {shop.URL_ENV: url}, "anna", clock=clock_of(self.epoch, 0))

    def sql(self, statement: str, database: str = "shop") -> list[Sequence[Any]]:
        """Ask or change a database, past the program."""
        engine = sa.create_engine(self.net.url(database, inside=False), poolclass=sa.NullPool)
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return list(result.all()) if result.returns_rows else []

    def start(self, host: Host, verb: str = "worker", *more: str, skew: float = 0, home: str = "") -> None:
        """Start a program on a host, in its own copy of the home."""
        there = self.folder / (home or host.name)
        if not there.exists():
            shutil.copytree(self.path, there)
        urls = (self.net.url("state", inside=True), self.net.url("shop", inside=True))
        program = ("-m", "tests.services.several.working", verb, there, *urls, self.epoch, skew, *more)
        self.running.append(host.start(*program, log=self.folder / f"{there.name}.log"))

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line on the tests' own home."""
        environment = os.environ | {
            "VARSAM_DATABASE_URL": self.net.url("state", inside=False),
            shop.URL_ENV: self.net.url("shop", inside=False),
        }
        program = [sys.executable, "-m", "varsam", "--home", str(self.path), "--lang", "en", *arguments]
        return subprocess.run(program, capture_output=True, text=True, env=environment, timeout=60)

    def worker_of(self, host: Host) -> Any:
        """The living worker of a host; None while there is none."""
        from varsam.store import workers

        return next((each for each in workers.seen() if each.host == host.name and each.alive), None)

    def customers(self, count: int, table_of: tuple[str, ...] = ("shop",)) -> range:
        """Add customers who left long ago, with orders."""
        numbers = range(self.first, self.first + count)
        self.first += count
        for database in table_of:
            self.sql(
                "INSERT INTO customers"
                " SELECT n, 'kund' || n || '@post.example', 'Provnamn', '2020-01-31', NULL"
                f" FROM generate_series({numbers.start}, {numbers.stop - 1}) AS n;"
                " INSERT INTO orders SELECT 2 * n + p, n, 'goods' FROM generate_series(0, 1) AS p,"
                f" generate_series({numbers.start}, {numbers.stop - 1}) AS n",
                database,
            )
        return numbers

    def plan(self, count: int) -> Any:
        """Plan for so many customers, and approve."""
        from varsam.services import planning

        plan = planning.make_plan(self.home())
        assert plan.rows == count * PER_CUSTOMER
        planning.approve(self.home(), plan.plan)
        return plan.plan

    @contextmanager
    def locked(self, where: str) -> Iterator[None]:
        """Keep rows of customers locked, so that whoever wants to change one waits."""
        engine = sa.create_engine(self.net.url("shop", inside=False), poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT 1 FROM customers WHERE {where} FOR UPDATE")
            yield

    def waiting(self) -> set[str]:
        """The addresses of the hosts that wait for a locked row in the shop; empty for this machine's."""
        query = (
            "SELECT DISTINCT coalesce(host(client_addr), '') FROM pg_stat_activity"
            " WHERE datname = 'shop' AND wait_event_type = 'Lock'"
        )
        return {address for (address,) in self.sql(query, "postgres")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A database and two hosts with a worker each; the clock of one is seven seconds fast."""
    if reason := missing():
        pytest.skip(f"{PREFIX}{reason}")
    folder = tmp_path_factory.mktemp("site")
    (folder / "net").mkdir()
    with network(folder / "net") as net:
        here = Site(net, folder, time.monotonic())
        for database in ("state", "shop", "twin"):
            engine = sa.create_engine(net.url("postgres", inside=False), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {database}")
            engine.dispose()
        shop.write_home(here.path, shop.Wishes(batch_rows=PER_BATCH))
        for database in ("shop", "twin"):
            here.sql("; ".join(shop.SCHEMA), database)
        open_home(here.path, net.url("state", inside=False))
        from varsam.services import systems

        systems.switch_mode(here.home(), "shop", "apply")
        try:
            for host, skew in zip(net.hosts, (0, 7), strict=True):
                here.start(host, skew=skew)
            yield here
        finally:
            for each in here.running:
                each.kill()
            for each in here.running:
                each.wait(10)
            from django.db import connections

            connections["default"].close()


@pytest.fixture
def ready(site: Site) -> Site:
    """The site with both workers alive and every cable plugged in."""
    site.enter()
    _until(lambda: all(site.worker_of(host) for host in site.net.hosts), site, 40)
    return site


def _until(reached: Callable[[], object], site: Site, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            logs = {path.name: path.read_text()[-1500:] for path in site.folder.glob("*.log")}
            raise AssertionError(f"waited in vain; the workers said {logs}")
        time.sleep(0.05)


class Applying(threading.Thread):
    """A person's `apply` on this machine, beside the test."""

    def __init__(self, site: Site, plan: str) -> None:
        super().__init__(daemon=True)
        self.site, self.plan = site, plan
        self.applied: Any = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Apply, and keep what came of it."""
        from django.db import connection

        from varsam.services import applying

        try:
            self.applied = applying.apply(self.site.home(), self.plan)
        except BaseException as error:  # noqa: BLE001 - told by `ended`
            self.error = error
        finally:
            connection.close()

    def ended(self, seconds: float = 30) -> Any:
        """Wait for its end, and give what was applied."""
        _until(lambda: not self.is_alive(), self.site, seconds)
        if self.error is not None:
            raise self.error
        return self.applied


def _done(plan: str) -> dict[str, list[int]]:
    """Who did which batches, as the journal says; every batch has one intent and one outcome."""
    from varsam.store import journal

    intents = [each.batch for each in journal.records(plan, "intent")]
    found: dict[str, list[int]] = {}
    for each in journal.records(plan, "outcome"):
        found.setdefault(str(each.document.get("by", "")), []).append(each.batch)
    outcomes = sorted(number for numbers in found.values() for number in numbers)
    assert outcomes == sorted(intents) == list(range(len(intents)))
    return found


def _ended_well(site: Site, plan: str, applied: Any, customers: int) -> None:
    """The plan is applied once, everything is gone, all sums are those that were approved."""
    from varsam.services import applying, evidence
    from varsam.store import ledger, plans

    assert site.sql("SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders)") == [(0,)]
    assert sum(each.rows for each in applied.steps.values()) == customers * PER_CUSTOMER
    assert sum(each.gone + each.out for each in applied.steps.values()) == 0
    assert plans.state_of(plan) == "applied"
    entries = [ledger.entry(index) for index in range(ledger.size())]
    said = [each for each in entries if isinstance(each, dict) and each.get("plan") == plan]
    (last,) = [each for each in said if each["type"] == "plan.applied"]
    assert (last["rows"], last["batches"]) == (customers * PER_CUSTOMER, applied.batches)
    assert applying.verify(site.home(), plan).verified
    assert evidence.verify().ok


def test_both_hosts_take_batches_and_the_result_is_that_of_one_process(ready: Site, tmp_path: Path) -> None:
    from varsam.services import applying, planning, systems

    ready.customers(90, ("shop", "twin"))
    plan = ready.plan(90)
    hosts = {host.address for host in ready.net.hosts}
    with ready.locked("mod(id, 3) = 0"):  # one of each batch
        run = Applying(ready, plan)
        _until(lambda: hosts <= ready.waiting(), ready)
    applied = run.ended()
    took = _done(plan)
    workers = [ready.worker_of(host).id for host in ready.net.hosts]
    assert all(took.get(each) for each in workers), f"both took some: {took}"
    assert applied.batches == 30
    _ended_well(ready, plan, applied, 90)
    assert not ready.sql("SELECT 1 FROM varsam_queue.procrastinate_jobs", "state")

    alone = open_home(tmp_path / "alone", None)
    shop.write_home(alone.path, shop.Wishes(batch_rows=PER_BATCH))
    twin = ready.home(alone.path, ready.net.url("twin", inside=False))
    systems.switch_mode(twin, "shop", "apply")
    same = planning.make_plan(twin)
    planning.approve(twin, same.plan)
    single = applying.apply(twin, same.plan)
    assert applying.verify(twin, same.plan).verified
    assert {name: vars(each) for name, each in single.steps.items()} == {
        name: vars(each) for name, each in applied.steps.items()
    }
    assert single.batches == applied.batches
    for table in ("customers", "orders", "vouchers"):
        query = f"SELECT * FROM {table} ORDER BY 1"
        assert ready.sql(query, "twin") == ready.sql(query, "shop")


def _intents(plan: str) -> list[tuple[int, str]]:
    from varsam.store import journal

    return [(each.batch, str(each.document.get("by", ""))) for each in journal.records(plan, "intent")]


def test_when_who_leads_is_killed_another_goes_on(ready: Site) -> None:
    from varsam.domain.errors import NotAllowed
    from varsam.services import applying
    from varsam.store import journal

    ready.customers(60)
    plan = ready.plan(60)
    leader = ready.net.hosts[0]
    with ready.locked("mod(id, 3) = 0"):
        ready.start(leader, "apply", plan, home="leading")
        _until(lambda: ready.net.hosts[1].address in ready.waiting(), ready)
        os.kill(_pid_of(ready.running[-1]), signal.SIGKILL)
    _until(lambda: not ready.waiting(), ready)
    assert len(list(journal.records(plan, "outcome"))) < 20, "control: it wasn't done"
    applied = None
    while applied is None:
        with suppress(NotAllowed):  # a moment, until the server has noticed
            applied = applying.apply(ready.home(), plan)
    _done(plan)
    _ended_well(ready, plan, applied, 60)


def _pid_of(program: subprocess.Popen[str]) -> int:
    """`ip netns exec`, `unshare` and `sh` each become the next one: the process stays the same."""
    return program.pid


def _places(site: Site) -> dict[str, str]:
    said = site.cli("worker", "--status", "--json")
    return {each["worker"]: each["place"] for each in json.loads(said.stdout)["workers"]}


def test_a_worker_that_is_killed_in_a_batch_loses_it_to_another(ready: Site) -> None:
    ready.customers(60)
    plan = ready.plan(60)
    killed = ready.net.hosts[1]
    worker = ready.worker_of(killed)
    with ready.locked("mod(id, 3) = 0"):
        run = Applying(ready, plan)
        _until(lambda: killed.address in ready.waiting(), ready)
        os.kill(worker.process, signal.SIGKILL)
    applied = run.ended()
    assert [number for number, by in _intents(plan) if by == worker.id], "control: it had begun a batch"
    _ended_well(ready, plan, applied, 60)
    wanted = {worker.name: "vanished", ready.worker_of(ready.net.hosts[0]).name: "leads"}
    # Who was killed may have led; the other one leads as soon as the server has let go of the lock.
    _until(lambda: _places(ready) == wanted, ready, 40)
    assert ready.cli("worker", "--status", "--json").returncode == 1
    shown = ready.cli("worker", "--status").stdout
    assert "gone without having ended" in shown
    assert worker.name in shown


def test_a_host_whose_cable_is_cut_in_a_batch_loses_it_to_another(site: Site) -> None:
    """It was the one that leads the nights, too; when it is plugged in again it comes back by itself."""
    ready, cut = site, site.net.hosts[0]
    ready.enter()
    _until(lambda: ready.worker_of(cut), ready, 40)
    ready.customers(60)
    plan = ready.plan(60)
    mine = ready.worker_of(cut).id
    try:
        with ready.locked("mod(id, 3) = 0"):
            run = Applying(ready, plan)
            _until(lambda: cut.address in ready.waiting(), ready)
            cut.cut()
        applied = run.ended()
        _ended_well(ready, plan, applied, 60)
        by = [each for each in _intents(plan) if each[1] == mine]
        assert by, "control: it was in the midst of a batch"
        assert all(number not in _done(plan).get(mine, []) for number, _ in by[-1:])
        _until(lambda: ready.worker_of(cut) is None, ready)
    finally:
        cut.mend()
    _until(lambda: ready.worker_of(cut), ready, 40)  # it comes back by itself
