"""Days of the company: what happens between two nights, in the databases and in the model."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.simulation.company import Case, Company, Customer, File, Invoice, Letter, Subscriber
from varsam.domain.facts import FactKind, Scope
from varsam.services import recording
from varsam.services.home import Home
from varsam.store.people import TypedIdentifier

HOLD = {"ground": "dispute", "review_on": "2099-01-01"}


@dataclass
class Days:
    """Lives one day after the other; everything that happens is drawn from `dice`."""

    path: Path
    dice: random.Random
    company: Company = field(default_factory=Company)
    happened: dict[str, int] = field(default_factory=dict)
    _number: int = 0
    _until: dict[str, date] = field(default_factory=dict)

    @contextmanager
    def _database(self, name: str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path / f"{name}.sqlite3", isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()

    def live(self, today: date, home: Home) -> None:
        """Let one day pass."""
        with self._database("shop") as shop, self._database("desk") as desk:
            for _ in range(self._times(0.3)):
                self._new_customer(shop, desk, today)
            self._contracts(shop, today)
            self._invoices_and_letters(shop, desk, today)
            self._cases(shop, today)
            self._newsletter(desk, today)
        self._facts(home, today)

    def _times(self, mean: float) -> int:
        return int(mean) + (self.dice.random() < mean % 1)

    def _next(self, what: str) -> int:
        self._number += 1
        self.happened[what] = self.happened.get(what, 0) + 1
        return self._number

    def _some(self, found: list[int], mean: float) -> list[int]:
        return self.dice.sample(found, min(len(found), self._times(mean)))

    def _new_customer(self, shop: sqlite3.Connection, desk: sqlite3.Connection, today: date) -> None:
        number = self._next("customer")
        email = f"c{number}@c.example"
        self.company.customers[number] = Customer(number, email, today)
        shop.execute(
            "INSERT INTO customers VALUES (?, ?, ?, ?, ?, NULL)",
            (number, f"Name {number}", email, f"+4670{number}", today.isoformat()),
        )
        if self.dice.random() < 0.4:
            other = self._next("subscriber")
            self.company.subscribers[other] = Subscriber(other, email, today)
            desk.execute("INSERT INTO subscribers VALUES (?, ?, ?, NULL)", (other, email, today.isoformat()))

    def _contracts(self, shop: sqlite3.Connection, today: date) -> None:
        known = self.company.customers
        active = [key for key, each in known.items() if each.ended is None]
        changed = self._some(active, 0.27)
        for key in changed:
            # Today, some days ago as somebody was slow, or at the end of a period of notice.
            days = self.dice.choice([0, 0, 0, -1, -7, -20, 14, 30])
            known[key].ended = max(today + timedelta(days=days), known[key].registered)
            self._next("contract ended")
        again = [
            key for key, each in known.items() if each.ended and today - each.ended < timedelta(days=300)
        ]
        for key in self._some(again, 0.02):
            known[key].ended = None
            changed.append(key)
            self._next("contract again")
        for key in changed:
            ended = known[key].ended
            shop.execute("UPDATE customers SET ended = ? WHERE id = ?", (ended and ended.isoformat(), key))

    def _invoices_and_letters(self, shop: sqlite3.Connection, desk: sqlite3.Connection, today: date) -> None:
        active = [
            key
            for key, each in self.company.customers.items()
            if each.ended is None or today <= each.ended + timedelta(days=10)
        ]
        for key in self._some(active, 0.5):
            number = self._next("invoice")
            self.company.invoices[number] = Invoice(number, key, today)
            shop.execute("INSERT INTO invoices VALUES (?, ?, ?, 'item')", (number, key, today.isoformat()))
        for key in self._some(active, 0.4):
            number, email = self._next("letter"), self.company.customers[key].email
            self.company.letters[number] = Letter(number, email, today)
            desk.execute("INSERT INTO letters VALUES (?, ?, 'words', ?)", (number, email, today.isoformat()))

    def _cases(self, shop: sqlite3.Connection, today: date) -> None:
        company = self.company
        for key in self._some(list(company.customers), 0.4):
            number = self._next("case")
            company.cases[number] = Case(number, key)
            shop.execute("INSERT INTO cases VALUES (?, ?, 'open', NULL, 'text')", (number, key))
        for key in self._some([key for key, each in company.cases.items() if each.open], 0.39):
            case = company.cases[key]
            case.open, case.closed = False, today - timedelta(days=self.dice.choice([0, 0, 1, 5]))
            self._next("case closed")
            shop.execute(
                "UPDATE cases SET state = 'closed', closed = ? WHERE id = ?", (case.closed.isoformat(), key)
            )
        for key in self._some([key for key, each in company.cases.items() if not each.open], 0.05):
            company.cases[key].open = True
            self._next("case again")
            shop.execute("UPDATE cases SET state = 'open' WHERE id = ?", (key,))
        for key in self._some([key for key, each in company.cases.items() if each.open], 0.3):
            number = self._next("file")
            company.files[number] = File(number, key, today)
            shop.execute("INSERT INTO files VALUES (?, ?, ?, 'content')", (number, key, today.isoformat()))

    def _newsletter(self, desk: sqlite3.Connection, today: date) -> None:
        known = self.company.subscribers
        for key in self._some([key for key, each in known.items() if each.withdrawn is None], 0.06):
            known[key].withdrawn = today
            self._next("consent withdrawn")
            desk.execute("UPDATE subscribers SET withdrawn = ? WHERE id = ?", (today.isoformat(), key))

    def _facts(self, home: Home, today: date) -> None:
        company = self.company
        for hold, until in list(self._until.items()):
            if until <= today:
                recording.record(home, FactKind.HOLD_RELEASED, refers_to=hold)
                company.held = {email: each for email, each in company.held.items() if each != hold}
                company.cases_held = "" if company.cases_held == hold else company.cases_held
                del self._until[hold]
                self._next("hold released")
        reachable = [key for key, each in company.customers.items() if "email" in each.held]
        for key in self._some(
            [key for key in reachable if company.customers[key].email not in company.objected], 0.04
        ):
            email = company.customers[key].email
            recording.record(
                home, FactKind.OBJECTION, identifiers=[TypedIdentifier("email", email)], purpose="marketing"
            )
            company.objected.add(email)
            self._next("objection")
        for key in self._some(
            [key for key in reachable if company.customers[key].email not in company.held], 0.02
        ):
            email = company.customers[key].email
            fact = recording.record(
                home, FactKind.HOLD_OPENED, identifiers=[TypedIdentifier("email", email)], details=HOLD
            )
            company.held[email] = fact.id
            self._until[fact.id] = today + timedelta(days=self.dice.randint(3, 500))
            self._next("hold opened")
        if not company.cases_held and self.dice.random() < 0.004:
            fact = recording.record(
                home, FactKind.HOLD_OPENED, scope=Scope(sources=("shop",), kinds=("case",)), details=HOLD
            )
            company.cases_held = fact.id
            self._until[fact.id] = today + timedelta(days=self.dice.randint(3, 150))
            self._next("hold opened")

    def contents(self) -> dict[str, set[tuple[object, ...]]]:
        """What is in the databases, read without any connector, as `Company.contents` says it."""
        found: dict[str, set[tuple[object, ...]]] = {}
        for name, tables in (("shop", ("invoices", "cases", "files")), ("desk", ("subscribers", "letters"))):
            with self._database(name) as connection:
                for table in tables:
                    found[table] = set(connection.execute(f"SELECT id FROM {table}"))
        with self._database("shop") as connection:
            rows = connection.execute(
                "SELECT id, name IS NOT NULL, email IS NOT NULL, phone IS NOT NULL FROM customers"
            )
            found["customers"] = {(row[0], *map(bool, row[1:])) for row in rows}
        return found
