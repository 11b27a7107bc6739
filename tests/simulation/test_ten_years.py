"""Ten years of a company, night by night: nothing erased before its time, nothing overdue by more than a day.

Every day things happen; every night `varsam`'s worker looks at the clock. Beside it a model in plain Python
says what must be there. With VARSAM_TEST_EVERY_NIGHT=1 all 3,650 nights are run; else the days are the same
and most nights are missed, which must come to the same.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.simulation.company import DESK, REGISTER, SCHEMAS, SHOP
from tests.simulation.living import Days
from tests.store.homes import Home as OwnState
from varsam.domain.night import Outcome
from varsam.domain.night_settings import NightSettings
from varsam.domain.standing import Limits
from varsam.services import night, planning, standing, systems
from varsam.services.home import Home
from varsam.store import ledger_audit, nights, plans
from varsam.store.nights import StoredRun

EVERY_NIGHT = bool(os.environ.get("VARSAM_TEST_EVERY_NIGHT"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
# The hours begin at a time that one night a year doesn't have, and another has twice.
SETTINGS = NightSettings(hours=(time(2, 30), time(5)), observe_nights=5 if EVERY_NIGHT else 1, pause_days=150)
# A night has a few rows; the first of a year in which old invoices go has hundreds, and a person looks.
LIMITS = Limits(rows=150 if EVERY_NIGHT else 260)


@dataclass
class Simulation:
    """The company, its home, and how often each thing happened."""

    days: Days
    now: datetime = datetime(2026, 1, 1, 12, tzinfo=STOCKHOLM)
    actor: str = "worker"
    seen: Counter[str] = field(default_factory=Counter)
    good: dict[str, date] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    approved: bool = False

    @property
    def home(self) -> Home:
        """The home, at the time that it is in the simulation."""
        return Home(self.days.path, {}, self.actor, clock=lambda: self.now)

    def build(self) -> None:
        """Write the files and empty databases; the sources may be changed."""
        path = self.days.path
        (path / "sources").mkdir(parents=True, exist_ok=True)
        (path / "register.yaml").write_text(REGISTER, encoding="utf-8")
        for name, text in (("shop", SHOP), ("desk", DESK)):
            (path / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
            connection = sqlite3.connect(path / f"{name}.sqlite3")
            for statement in SCHEMAS[name]:
                connection.execute(statement)
            connection.close()
            systems.switch_mode(self.home, name, "apply")

    def renew(self) -> None:
        """Let two persons approve the nights of the coming year."""
        until = self.home.real_today + timedelta(days=360)
        for source in ("shop", "desk"):
            self.actor = "anna"
            standing.propose(self.home, standing.draft(self.home, source, until, LIMITS))
            self.actor = "bo"
            standing.approve(self.home, source)
        self.actor = "worker"

    def night(self, today: date) -> None:
        """Run the night of a day: the model lets go what the worker says that it did, and no more."""
        away = _away(self.days.path, "desk", today)
        for at in _looks(today):
            self.now = at
            for run in night.look(self.home, SETTINGS).runs:
                self._ran(run, today)
        _back(self.days.path, "desk")
        self.excused |= {"shop", "desk"} if away else set()
        self.compare(today)

    def _ran(self, run: StoredRun, today: date) -> None:
        self.seen[str(run.outcome)] += 1
        for reason in run.reason.split():
            self.seen[reason] += 1
        match run.outcome:
            case Outcome.APPLIED | Outcome.NOTHING:
                gone = self.days.company.night(run.source, today)
                assert bool(gone) is (run.outcome is Outcome.APPLIED), (today, run, gone)
                self.seen["rows gone"] += gone
                late = (today - self.good.get(run.source, today)).days - 1
                if run.source not in self.excused:
                    assert late <= 1, f"{today}: {run.source} was {late} days late"
                    self.seen[f"{max(late, 0)} days late"] += 1
                self.good[run.source] = today
                self.excused.discard(run.source)
            case Outcome.WAITS if "first_nights" in run.reason:
                self.excused.add(run.source)
            case Outcome.WAITS:
                assert run.reason == "rows", (today, run)
            case Outcome.UNREACHED | Outcome.BEHIND:
                pass
            case _:
                raise AssertionError((today, run))

    def compare(self, today: date) -> None:
        """What is there is exactly what must be there."""
        there, wanted = self.days.contents(), self.days.company.contents()
        for table, rows in wanted.items():
            assert rows - there[table] == set(), f"{today}: gone from {table} before its time"
            assert there[table] - rows == set(), f"{today}: still in {table}, and nothing keeps it"

    def persons_approve(self) -> None:
        """In the morning a person approves what waits because it is much."""
        self.actor, self.approved = "anna", False
        for source in ("shop", "desk"):
            run = nights.last_run(source)
            waits = run is not None and run.outcome is Outcome.WAITS and "first_nights" not in run.reason
            if run is not None and waits and str(plans.state_of(run.plan)) == "drafted":
                planning.approve(self.home, run.plan)
                self.seen["approved by a person"] += 1
                self.approved = True
        self.actor = "worker"


def _looks(today: date) -> Iterator[datetime]:
    """When the worker looks in a night; where 02:30 comes twice, both times."""
    first = datetime.combine(today, time(2, 30), STOCKHOLM)
    yield first.astimezone(ZoneInfo("UTC"))
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        yield first.replace(fold=1).astimezone(ZoneInfo("UTC")) + timedelta(minutes=30)


def _is_run(day: date, dice: random.Random) -> bool:
    """Whether the worker runs that night: some nights are missed, in the short form most."""
    missed = dice.random() < 0.015 or date(2029, 6, 3) <= day <= date(2029, 6, 11)
    if EVERY_NIGHT:
        return not missed
    turn = (day.month, day.day) == (1, 1) and day.year >= 2033
    clocks = (
        day.month == (3 if day.year % 4 else 10)
        and day.day >= 25
        and day.weekday() == 6
        and day.year % 2 == 0
    )
    leap = (day.month, day.day) == (2, 29)
    return not missed and (turn or clocks or leap or day < date(2026, 1, 8) or day.toordinal() % 91 == 0)


def test_nothing_goes_before_its_time_and_nothing_stays_without_a_keeper(
    sqlite_state: OwnState, capsys: pytest.CaptureFixture[str]
) -> None:
    path: Path = sqlite_state.path
    simulation = Simulation(Days(path, random.Random(7)))
    simulation.build()
    weather = random.Random(11)
    today = FIRST
    while today <= LAST:
        if (today - FIRST).days % 300 == 0:
            simulation.renew()
        if _is_run(today, weather) or simulation.approved:
            simulation.night(today)
        else:
            simulation.excused = {"shop", "desk"}
        simulation.now = datetime.combine(today, time(12), STOCKHOLM)
        simulation.persons_approve()
        simulation.days.live(today, simulation.home)
        if EVERY_NIGHT and today.day == 1:
            with capsys.disabled():
                print(today, dict(simulation.seen), flush=True)
        today += timedelta(days=1)
    seen, happened = simulation.seen, simulation.days.happened
    with capsys.disabled():
        print(f"\n{dict(seen)}\n{dict(happened)}")
    assert sum(happened.values()) > 5000
    assert min(happened.values()) > 5, "everything that can happen did"
    assert seen["rows gone"] > 3000
    assert {"applied", "waits", "rows", "unreached", "behind"} <= set(seen)
    assert seen["approved by a person"] > 0
    assert ledger_audit.verify().ok


def _away(path: Path, name: str, today: date) -> bool:
    """Some nights a system can't be reached."""
    if today.toordinal() % (100 if EVERY_NIGHT else 364) != 0:
        return False
    (path / f"{name}.sqlite3").rename(path / f"{name}.away")
    return True


def _back(path: Path, name: str) -> None:
    if (path / f"{name}.away").exists():
        (path / f"{name}.away").rename(path / f"{name}.sqlite3")
