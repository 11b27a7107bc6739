"""The customers of the example and their contracts: some told by hand, the others spread over the years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from varsam.services.example.days import Days, days, years
from varsam.services.example.people import People, Person, Postal

_OTHERS = 44
_DOMAINS = ("bygdeposten.example", "hantverk.example", "kontoret.example", "norrtull.example")


@dataclass
class Customer:
    """A customer with all her contracts. `role` names those whom the example tells something with."""

    number: int
    person: Person
    home: Postal
    contracts: list[tuple[date, date | None]]
    role: str = ""
    contract_email: str = ""
    key: int = 0
    home_key: int = 0
    invoices: list[date] = field(default_factory=list)

    @property
    def customer_no(self) -> str:
        """The number by which all systems know the customer."""
        return f"K-{1000 + self.number}"

    @property
    def ended_on(self) -> date | None:
        """The end of the contract that ended last; None while one runs."""
        ends = [end for _, end in self.contracts]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def began_on(self) -> date:
        """The start of the first contract."""
        return min(start for start, _ in self.contracts)

    @property
    def is_shown(self) -> bool:
        """Whether it is the person whose erasure the example shows."""
        return self.role == "shown"


def make_customers(people: People, at: Days) -> list[Customer]:
    """The whole cast, in the order of their numbers."""
    cast: list[Customer] = []

    def add(
        ended: date | None, role: str = "", *, name: str = "", local: str = "", length: int = 4
    ) -> Customer:
        number = len(cast) + 1
        person = people.person(_DOMAINS[number % len(_DOMAINS)], name, local)
        began = date((ended or at.today).year - length, 3, 1)
        customer = Customer(number, person, people.postal(), [(began, ended)], role)
        cast.append(customer)
        return customer

    shown = add(at.ago(120), "shown", name="Elsa Sjögren", length=10)
    _renew(shown, date(at.today.year - 4, 6, 30))
    _renew(add(None, "renewed", length=9), date(at.today.year - 6, 12, 31))
    add(at.ago(4 * 365), "diacritics", name="Åsa Öberg", local="åsa.öberg")
    add(None, "no diacritics", name="Asa Oberg", local="asa.oberg")
    add(at.ago(800), "namesake, gone", name="Anna Andersson", local="anna.andersson58")
    add(None, "namesake, here", name="Anna Andersson", local="anna.andersson83")
    mailbox = "info@delad.example"
    add(at.ago(5 * 365), "shared mailbox, gone").contract_email = mailbox
    add(None, "shared mailbox, here").contract_email = mailbox
    add(at.ago(600), "buyer of a gift")
    add(None, "receiver of a gift")
    add(at.ago(620), "receiver, gone")
    add(None, "buyer for one who is gone")
    add(at.ago(700), "running order")
    add(at.ago(650), "draft invoice")
    add(at.ago(2100), "open case")
    for length in (days(30), years(1), years(3)):
        add(at.last_over(length), "just over")
        add(at.first_kept(length), "last day")
    for index in range(_OTHERS):
        add(_end(at, index), length=2 + index % 5)
    return cast


def _renew(customer: Customer, first_end: date) -> None:
    """Split the contract in two: what counts is the end of the last one."""
    (start, end) = customer.contracts[0]
    customer.contracts = [(start, first_end), (first_end + timedelta(days=1), end)]


def _end(at: Days, index: int) -> date | None:
    """Spread the ends: none, within a year, one to three years ago, before that, before the books' time."""
    turn = index // 5
    match index % 5:
        case 0:
            return None
        case 1:
            return at.ago(45 + 31 * turn)
        case 2:
            return at.ago(400 + 70 * turn)
        case 3:
            return at.ago(1130 + 90 * turn)
        case _:
            return date(at.today.year - 9, 1 + turn % 12, 10)
