"""A small invented controller in a folder, and the command line run on it as its own process."""

from __future__ import annotations

import atexit
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from varsam.domain.calendar import Period, Unit, plus

TODAY = "2026-11-22"
# A contract that ended a while ago, whose year still runs; relative, so that no test depends on the date.
CLOSED = date.today() - timedelta(days=100)
UNTIL = plus(CLOSED, Period(1, Unit.YEAR))
REGISTER = """\
register: Test
language: sv
entities:
  test: {name: Test AB, org_no: 556968-7857}
activities:
  sales:
    title: Försäljning
    role: controller
    controllers: [test]
    categories: [contact]
    subjects: [customer]
    purposes:
      orders: {title: Leverera beställningar, basis: contract, rule: contract.end + 1 year}
      offers:
        title: Skicka erbjudanden
        basis: legitimate_interests
        rule: contract.end + 1 year
        marketing: true
"""
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email, phone: phone}
    collected: created_on
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [name, email, phone], category: contact, for: [orders, offers]}
  note:
    table: notes
    refs: {customer: customer_id}
    owner: customer
    groups:
      words: {columns: [words], category: contact, for: [orders]}
"""
SCHEMA = """\
CREATE TABLE customers (
  id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, created_on DATE, closed_on DATE);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), words TEXT);
CREATE INDEX notes_by_customer ON notes (customer_id);
INSERT INTO customers VALUES
  (1, 'Alva Provsson', 'alva@one.example', '+46701740605', '2019-01-01', '2024-05-31'),
  (2, 'Bo Provsson', 'bo@two.example', '+46701740606', '2019-01-01', '{closed}'),
  (3, 'Cia Provsson', 'cia@three.example', '+46701740607', '2019-01-01', NULL);
INSERT INTO notes VALUES (1, 1, 'called'), (2, 1, 'called again'), (3, 3, 'likes blue');
"""


@dataclass(frozen=True)
class Ran:
    """What one command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def failure(self) -> Any:
        """The JSON of a failure on standard error."""
        return json.loads(self.err.splitlines()[-1])


@dataclass
class CliHome:
    """A controller's folder with the shop's database in it."""

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def build(self) -> CliHome:
        """Write register, map and database."""
        (self.path / "sources").mkdir(parents=True)
        (self.path / "register.yaml").write_text(REGISTER, encoding="utf-8")
        (self.path / "sources" / "shop.yaml").write_text(SHOP, encoding="utf-8")
        with sqlite3.connect(self.path / "shop.sqlite3") as connection:
            connection.executescript(SCHEMA.format(closed=CLOSED.isoformat()))
        connection.close()
        return self

    def run(self, *arguments: str, given: str = "", environment: Mapping[str, str] | None = None) -> Ran:
        """Run `varsam` with this home; `given` is its standard input."""
        around = {**self.environment, **(environment or {})}
        return run("--home", str(self.path), *arguments, given=given, environment=around)

    def ok(self, *arguments: str, given: str = "") -> Any:
        """Run a verb with --json that must end with 0, and give its document."""
        ran = self.run(*arguments, "--json", given=given)
        assert ran.code == 0, (ran.code, ran.out, ran.err)
        return ran.document

    def write(self, statement: str) -> None:
        """Change the shop's database, as the shop would."""
        connection = sqlite3.connect(self.path / "shop.sqlite3")
        try:
            with connection:
                connection.execute(statement)
        finally:
            connection.close()

    def rows(self, table: str) -> int:
        """Count the rows of a table of the shop."""
        connection = sqlite3.connect(self.path / "shop.sqlite3")
        try:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        finally:
            connection.close()


def environment_of(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: nothing of ours, English, unless given."""
    ours = ("VARSAM_", "LC_", "LANG", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    source = str(Path(__file__).parents[2] / "src")
    return clean | {"PYTHONPATH": source, "LC_ALL": "C.UTF-8"} | dict(given or {})


def run(*arguments: str, given: str = "", environment: Mapping[str, str] | None = None) -> Ran:
    """Run `varsam` as a process of its own, forked from one that has imported its libraries."""
    server = _server()
    request = {"arguments": arguments, "given": given, "environment": environment_of(environment)}
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    answer = json.loads(server.stdout.readline())
    return Ran(answer["code"], answer["out"], answer["err"])


def run_fresh(*arguments: str, given: str = "", environment: Mapping[str, str] | None = None) -> Ran:
    """Run `python -m varsam`, as a person would."""
    done = subprocess.run(
        (sys.executable, "-m", "varsam", *arguments),
        input=given.encode(),
        capture_output=True,
        env=environment_of(environment),
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@cache
def _server() -> subprocess.Popen[str]:
    """The process that forks; it ends with this one."""
    path = Path(__file__).with_name("fork_server.py")
    server = subprocess.Popen(
        (sys.executable, str(path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment_of(),
        text=True,
    )
    atexit.register(_stop, server)
    return server


def _stop(server: subprocess.Popen[str]) -> None:
    if server.stdin is not None:
        server.stdin.close()
    server.wait(timeout=10)
