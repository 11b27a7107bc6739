"""A small controller whose nights are run with a clock that the test turns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from varsam.domain.night import Outcome
from varsam.domain.night_settings import NightSettings
from varsam.domain.standing import Limits
from varsam.services import night, standing, systems
from varsam.services.home import Home
from varsam.services.standing import Shown
from varsam.store.nights import StoredRun

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = date(2026, 7, 1)
REGISTER = """\
register: Nights
entities:
  test: {name: Test AB, org_no: 556968-7857}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [test]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
"""
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
pace: {batch_rows: 2}
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email], for: [orders]}
"""
MAIL = """\
source: mail
connector: sql
url: sqlite:///mail.sqlite3
kinds:
  letter:
    table: letters
    owner: {email: email}
    identifiers: {email: email}
    collected: sent
    events: {contract.end: {from: shop, by: email}}
    groups:
      text: {columns: [words], for: [orders]}
"""


@dataclass
class Controller:
    """One home with a shop; `now` is the time that everything sees."""

    path: Path
    now: datetime = field(default_factory=lambda: local(START, "12:00"))
    settings: NightSettings = field(default_factory=lambda: NightSettings(observe_nights=0))
    actor: str = "worker"

    def build(self, **maps: str) -> Controller:
        """Write register, maps and the shop with nobody in it; every source may be changed."""
        (self.path / "sources").mkdir(parents=True, exist_ok=True)
        (self.path / "register.yaml").write_text(REGISTER, encoding="utf-8")
        for name, text in (maps or {"shop": SHOP}).items():
            (self.path / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
        self.sql("CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, closed_on DATE)")
        for name in self.home.maps:
            systems.switch_mode(self.home, name, "apply")
        return self

    @property
    def home(self) -> Home:
        """The home, its files read anew."""
        return Home(self.path, {}, self.actor, clock=lambda: self.now)

    def sql(self, *statements: str, file: str = "shop") -> None:
        """Change a database, as its application would."""
        connection = sqlite3.connect(self.path / f"{file}.sqlite3")
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def customers(self, count: int, closed: date | None, *, first: int = 1) -> None:
        """Let customers be there whose contracts ended on a day."""
        day = "NULL" if closed is None else f"'{closed.isoformat()}'"
        for number in range(first, first + count):
            self.sql(f"INSERT INTO customers VALUES ({number}, 'c{number}@c.example', {day})")

    def rows(self, table: str = "customers", file: str = "shop") -> int:
        """Count what is there, without any connector."""
        connection = sqlite3.connect(self.path / f"{file}.sqlite3")
        try:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        finally:
            connection.close()

    def allow(
        self, source: str = "shop", *, rows: int | None = 100, share: float | None = None, days: int = 300
    ) -> Shown:
        """Let two persons approve the nights of a source."""
        self.actor = "anna"
        until = self.home.real_today + timedelta(days=days)
        standing.propose(self.home, standing.draft(self.home, source, until, Limits(rows, share)))
        self.actor = "bo"
        shown = standing.approve(self.home, source)
        self.actor = "worker"
        return shown

    def look(self, *, stop: Callable[[], bool] = lambda: False) -> tuple[StoredRun, ...]:
        """Let the worker look at the clock once."""
        return night.look(self.home, self.settings, stop=stop).runs

    def night(self, day: date, clock: str = "01:00") -> dict[str, Outcome | None]:
        """Make it the night of a day and look once: the outcome of each source that had one."""
        self.now = local(day, clock)
        return {run.source: run.outcome for run in self.look()}

    def change(self, **settings: object) -> None:
        """Change the night's settings."""
        self.settings = replace(self.settings, **settings)  # type: ignore[arg-type]


def local(day: date, clock: str) -> datetime:
    """An instant by the wall clock of the controller."""
    return datetime.combine(day, time.fromisoformat(clock), STOCKHOLM).astimezone(UTC)
