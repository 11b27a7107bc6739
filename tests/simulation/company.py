"""A small company whose years pass: its register and maps, and in plain Python what its promises demand.

The model knows nothing of the planner: every rule is written out again here, by hand, over plain values.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

REGISTER = """\
register: Company
entities:
  test: {name: Company AB, org_no: 556968-7857, zone: Europe/Stockholm}
activities:
  shop:
    title: Shop
    role: controller
    controllers: [test]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
      letters: {title: Letters, basis: contract, rule: contract.end + 30 days}
      support: {title: Support, basis: contract, rule: case.closed + 3 months}
      files:
        title: Files
        basis: contract
        rule: earliest(case.closed + 30 days, file.received + 12 months)
      marketing:
        title: Marketing
        basis: legitimate_interests
        interest: to tell customers of our own offers
        marketing: true
        rule: contract.end + 3 years
      newsletter: {title: Newsletter, basis: consent, rule: consent.withdrawn}
      books:
        title: Books
        basis: legal_obligation
        law: BFL 7 kap. 2 §
        rule: year_end(fiscal_year.end + 7 years)
"""
SHOP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    collected: registered
    events:
      contract.end: ended
      fiscal_year.end: {fiscal_year_of: {last: invoice.invoiced}}
    groups:
      name: {columns: [name], for: [orders, books], only: {books: {any: invoice}}}
      email: {columns: [email], for: [orders, marketing]}
      phone: {columns: [phone], for: [orders]}
    disposal: {delete: true, when_referred: {name: null, email: null, phone: null}}
  invoice:
    table: invoices
    refs: {customer: customer}
    owner: customer
    events: {fiscal_year.end: {fiscal_year_of: invoiced}}
    groups:
      text: {columns: [text], for: [books]}
  case:
    table: cases
    refs: {customer: customer}
    owner: customer
    events: {case.closed: {column: closed, while: {state: closed}}}
    groups:
      text: {columns: [text], for: [support]}
  file:
    table: files
    refs: {case: case_id}
    owner: case.customer
    events:
      file.received: received
      case.closed: {column: case.closed, while: {case.state: closed}}
    groups:
      content: {columns: [content], for: [files]}
"""
DESK = """\
source: desk
connector: sql
url: sqlite:///desk.sqlite3
kinds:
  subscriber:
    table: subscribers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {consent.given: given, consent.withdrawn: withdrawn}
    groups:
      email: {columns: [email], for: [newsletter]}
  letter:
    table: letters
    owner: {email: email}
    identifiers: {email: email}
    collected: sent
    events: {contract.end: {from: shop, by: email}}
    groups:
      words: {columns: [words], for: [letters]}
"""
SCHEMAS = {
    "shop": (
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT,"
        " registered DATE, ended DATE)",
        "CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers(id),"
        " invoiced DATE, text TEXT)",
        "CREATE TABLE cases (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers(id),"
        " state TEXT, closed DATE, text TEXT)",
        "CREATE TABLE files (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases(id),"
        " received DATE, content TEXT)",
        "CREATE INDEX customers_by_email ON customers (email)",
        "CREATE INDEX invoices_by_customer ON invoices (customer)",
        "CREATE INDEX cases_by_customer ON cases (customer)",
        "CREATE INDEX files_by_case ON files (case_id)",
    ),
    "desk": (
        "CREATE TABLE subscribers (id INTEGER PRIMARY KEY, email TEXT, given DATE, withdrawn DATE)",
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, email TEXT, words TEXT, sent DATE)",
        "CREATE INDEX subscribers_by_email ON subscribers (email)",
        "CREATE INDEX letters_by_email ON letters (email)",
    ),
}


def months_later(day: date, months: int) -> date:
    """The same day number some months later, or that month's last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass
class Customer:
    """A customer; `held` are values that are still there."""

    number: int
    email: str
    registered: date
    ended: date | None = None
    held: set[str] = field(default_factory=lambda: {"name", "email", "phone"})


@dataclass
class Invoice:
    """An invoice of a customer."""

    number: int
    customer: int
    invoiced: date


@dataclass
class Case:
    """A support case; a closing date may stand in one that is open again."""

    number: int
    customer: int
    open: bool = True
    closed: date | None = None


@dataclass
class File:
    """A file of a case."""

    number: int
    case: int
    received: date


@dataclass
class Subscriber:
    """Somebody who gets the newsletter."""

    number: int
    email: str
    given: date
    withdrawn: date | None = None


@dataclass
class Letter:
    """A letter to an address."""

    number: int
    email: str
    sent: date


@dataclass
class Company:
    """What is there, and what must be: `objected` and `held` by address, `cases_held` by scope."""

    customers: dict[int, Customer] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    files: dict[int, File] = field(default_factory=dict)
    subscribers: dict[int, Subscriber] = field(default_factory=dict)
    letters: dict[int, Letter] = field(default_factory=dict)
    objected: set[str] = field(default_factory=set)
    held: dict[str, str] = field(default_factory=dict)
    cases_held: str = ""
    _last_invoiced: dict[int, int] = field(default_factory=dict)
    _by_email: dict[str, Customer] = field(default_factory=dict)

    # -- who keeps what, the day being the first on which it may be gone ---------------------------------

    def keeps_group(self, customer: Customer, group: str, today: date) -> bool:
        """Whether something keeps a group of a customer."""
        if customer.email in self.held:
            return True
        running = customer.ended is None
        if running or (customer.ended is not None and months_later(customer.ended, 12) >= today):
            return True
        if group == "name":
            year = self._last_invoiced.get(customer.number)
            return year is not None and date(year + 7, 12, 31) >= today
        # An objection reaches the row also when its address was emptied: the row itself is known.
        if group == "email" and customer.email not in self.objected:
            return customer.ended is not None and months_later(customer.ended, 36) >= today
        return False

    def keeps_invoice(self, invoice: Invoice, today: date) -> bool:
        """Whether something keeps an invoice."""
        return self._is_held(invoice.customer) or date(invoice.invoiced.year + 7, 12, 31) >= today

    def keeps_case(self, case: Case, today: date) -> bool:
        """Whether something keeps a case."""
        if case.open or case.closed is None or self.cases_held or self._is_held(case.customer):
            return True
        return months_later(case.closed, 3) >= today

    def keeps_file(self, file: File, today: date) -> bool:
        """Whether something keeps a file."""
        case = self.cases[file.case]
        if self._is_held(case.customer):
            return True
        if months_later(file.received, 12) < today:
            return False
        return case.open or case.closed is None or case.closed + timedelta(days=30) >= today

    def keeps_subscriber(self, subscriber: Subscriber, today: date) -> bool:
        """Whether something keeps a subscriber."""
        if subscriber.email in self.held:
            return True
        return subscriber.withdrawn is None or subscriber.withdrawn >= today

    def keeps_letter(self, letter: Letter, today: date) -> bool:
        """Whether something keeps a letter: the contract's end is known where the customer still is."""
        if letter.email in self.held:
            return True
        known = self._by_email.get(letter.email)
        return known is None or known.ended is None or known.ended + timedelta(days=30) >= today

    def _is_held(self, customer: int) -> bool:
        known = self.customers[customer]
        return known.email in self.held and "email" in known.held

    # -- a night -----------------------------------------------------------------------------------------

    def night(self, source: str, today: date) -> int:
        """Let go what nothing keeps, and count the rows that are touched."""
        return self._shop(today) if source == "shop" else self._desk(today)

    def _desk(self, today: date) -> int:
        self._by_email = {each.email: each for each in self.customers.values() if "email" in each.held}
        subscribers = {
            key: each for key, each in self.subscribers.items() if self.keeps_subscriber(each, today)
        }
        letters = {key: each for key, each in self.letters.items() if self.keeps_letter(each, today)}
        gone = len(self.subscribers) + len(self.letters) - len(subscribers) - len(letters)
        self.subscribers, self.letters = subscribers, letters
        return gone

    def _shop(self, today: date) -> int:
        self._last_invoiced = {}
        for invoice in self.invoices.values():
            year = max(invoice.invoiced.year, self._last_invoiced.get(invoice.customer, 0))
            self._last_invoiced[invoice.customer] = year
        files = {key: each for key, each in self.files.items() if self.keeps_file(each, today)}
        cases = {key: each for key, each in self.cases.items() if self.keeps_case(each, today)}
        invoices = {key: each for key, each in self.invoices.items() if self.keeps_invoice(each, today)}
        referred = {each.customer for each in (*cases.values(), *invoices.values())}
        gone = (
            len(self.files) + len(self.cases) + len(self.invoices) - len(files) - len(cases) - len(invoices)
        )
        customers = {}
        for key, each in self.customers.items():
            kept = {group for group in ("name", "email", "phone") if self.keeps_group(each, group, today)}
            if not kept and key not in referred:
                gone += 1
                continue
            gone += bool(each.held - kept)
            each.held &= kept
            customers[key] = each
        self.files, self.cases, self.invoices, self.customers = files, cases, invoices, customers
        return gone

    def contents(self) -> dict[str, set[tuple[object, ...]]]:
        """What must be in the databases: rows by table, and of customers which values are there."""
        return {
            "customers": {
                (key, *(group in each.held for group in ("name", "email", "phone")))
                for key, each in self.customers.items()
            },
            "invoices": {(key,) for key in self.invoices},
            "cases": {(key,) for key in self.cases},
            "files": {(key,) for key in self.files},
            "subscribers": {(key,) for key in self.subscribers},
            "letters": {(key,) for key in self.letters},
        }
