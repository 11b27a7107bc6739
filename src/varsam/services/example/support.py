"""The support desk: cases with their states and files, calls, chats, mail and remote sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from varsam.services.example.cast import Customer
from varsam.services.example.database import Database
from varsam.services.example.days import Days, days, epoch, in_utc, months, years
from varsam.services.example.expected import ASK, DELETE, Expected
from varsam.services.example.people import People, Person

_CLOSED = ("resolved", "rejected")


@dataclass(frozen=True, slots=True)
class Case:
    """A case: when it was opened, closed (None = open), and when files came in."""

    case_no: str
    opened_on: date
    closed_on: date | None
    reopened: bool = False
    rejected: bool = False
    received: tuple[date, ...] = ()


@dataclass
class Caller:
    """Somebody who got in touch, and everything that the desk has of her."""

    person: Person
    customer_no: str | None = None
    ended_on: date | None = None
    cases: list[Case] = field(default_factory=list)
    conversations: list[date] = field(default_factory=list)
    mails: list[date] = field(default_factory=list)
    sessions: list[date] = field(default_factory=list)
    is_shown: bool = False


def _calls(customer: Customer) -> bool:
    """Whether the desk knows the customer herself; who shares a mailbox is known by the mailbox."""
    if customer.role.startswith("shared mailbox"):
        return False
    return customer.number % 5 != 0 or customer.role == "open case"


class Support:
    """Writes the support desk; `cases` are all cases afterwards, for the archive of files."""

    def __init__(self, expected: Expected, at: Days, people: People) -> None:
        """Begin an empty desk."""
        self.db = Database("support", expected)
        self.cases: list[Case] = []
        self._at, self._people = at, people

    def fill(self, cast: Sequence[Customer]) -> Database:
        """Write everything that the desk knows."""
        callers = [self._customer(customer) for customer in cast if _calls(customer)]
        callers += [self._mailbox(), *self._files(), *self._strangers()]
        for caller in callers:
            self._write(caller)
        return self.db

    def over_file(self, case: Case, received: date) -> bool:
        """Whether a file is over: thirty days after its case closed or twelve months after it came."""
        return self._at.over(case.closed_on, days(30)) or self._at.over(received, months(12))

    # -- who calls ---------------------------------------------------------------------------------------

    def _case(
        self,
        opened_on: date,
        closed_on: date | None,
        *,
        received: tuple[date, ...] = (),
        reopened: bool = False,
        rejected: bool = False,
    ) -> Case:
        number = f"C-{20001 + len(self.cases)}"
        case = Case(number, opened_on, closed_on, reopened, rejected, received)
        self.cases.append(case)
        return case

    def _customer(self, customer: Customer) -> Caller:
        ended = customer.ended_on
        caller = Caller(customer.person, ended_on=ended, is_shown=customer.is_shown)
        if customer.number % 2 == 1 and "diacritics" not in customer.role:
            caller.customer_no = customer.customer_no
        last = (ended or self._at.today) - timedelta(days=45)
        opened = last - timedelta(days=30)
        received = () if customer.is_shown else (opened,)
        is_open = customer.role == "open case" or (ended is None and customer.number % 4 == 2)
        caller.cases.append(self._case(opened, None if is_open else last, received=received))
        if customer.number % 3 == 0:
            caller.cases.append(self._case(opened - timedelta(days=200), last - timedelta(days=180)))
        caller.conversations = [last, last - timedelta(days=90)]
        caller.mails = [last - timedelta(days=10)]
        if customer.number % 4 != 3:
            caller.sessions = [last]
        return caller

    def _mailbox(self) -> Caller:
        """A mailbox that a former and a present customer share: known by its address alone."""
        long_ago = self._at.ago(6 * 365)
        person = self._people.person("delad.example", "Växeln", "info")
        return Caller(person, cases=[self._case(long_ago, long_ago + timedelta(days=3))])

    def _files(self) -> list[Caller]:
        """One running customer's helper with a case for every way in which files end."""
        ago, short, cap = self._at.ago, days(30), months(12)
        caller = Caller(self._people.person("delad.example", "Receptionen", "info"))
        recent = (ago(50),)
        caller.cases = [
            self._case(ago(60), ago(40), received=recent),
            self._case(ago(60), ago(40), rejected=True, received=recent),
            self._case(ago(60), ago(10), received=recent),
            self._case(ago(60), None, received=recent),
            self._case(ago(140), None, reopened=True, received=(ago(130),)),
            self._case(ago(420), None, received=(ago(410), ago(20))),
            self._case(ago(60), self._at.last_over(short), received=recent),
            self._case(ago(60), self._at.first_kept(short), received=recent),
            self._case(ago(400), None, received=(self._at.last_over(cap), self._at.first_kept(cap))),
        ]
        return [caller]

    def _strangers(self) -> list[Caller]:
        """People who are no customers: they called or wrote."""
        at = self._at
        calls = [at.last_over(years(2)), at.first_kept(years(2)), at.ago(30), at.ago(1000)]
        mails = [at.last_over(years(5)), at.first_kept(years(5)), at.ago(400), at.ago(2200)]
        found = [Caller(self._people.person("nyfiken.example"), conversations=[day]) for day in calls]
        found += [Caller(self._people.person("nyfiken.example"), mails=[day]) for day in mails]
        both = Caller(self._people.person("nyfiken.example"), conversations=[at.ago(900)])
        both.mails = [at.ago(900)]
        return [*found, both]

    # -- writing -----------------------------------------------------------------------------------------

    def _person_over(self, caller: Caller) -> bool:
        """Whether nothing that hangs on the person needs her any more."""
        at = self._at
        return (
            (at.over(caller.ended_on, years(3)) or not caller.cases)
            and (at.over(caller.ended_on, years(1)) or not caller.sessions)
            and all(at.over(day, years(2)) for day in caller.conversations)
            and all(at.over(day, years(5)) for day in caller.mails)
        )

    def _write(self, caller: Caller) -> None:
        shown = [DELETE] if caller.is_shown else []
        is_open = any(case.closed_on is None for case in caller.cases)
        person = self.db.add(
            "contact_person",
            ([ASK] if is_open else [DELETE]) if self._person_over(caller) else (),
            erased=shown,
            customer_no=caller.customer_no,
            name=caller.person.name,
            email=caller.person.email,
            phone=caller.person.phone or None,
        )
        for case in caller.cases:
            self._ticket(case, person, self._at.over(caller.ended_on, years(3)), shown)
        self._contacts(caller, person, shown)

    def _contacts(self, caller: Caller, person: int, shown: list[str]) -> None:
        at = self._at
        for index, day in enumerate(caller.conversations):
            self.db.add(
                "conversation",
                [DELETE] if at.over(day, years(2)) else (),
                erased=shown,
                person_id=person,
                channel="chat" if index % 2 else "phone",
                at=f"{day} 23:10:00",
                note=f"{caller.person.name} undrade över fakturan.",
            )
        for day in caller.mails:
            self.db.add(
                "mail_message",
                [DELETE] if at.over(day, years(5)) else (),
                erased=shown,
                person_id=person,
                at=epoch(day, "00:40:00"),
                subject="Fråga om tjänsten",
                body=f"Hej! Kan ni ringa mig?\n{caller.person.name}",
            )
        for day in caller.sessions:
            self.db.add(
                "remote_session",
                [DELETE] if at.over(caller.ended_on, years(1)) else (),
                erased=shown,
                person_id=person,
                started_at=f"{day} 13:05:00",
                computer=f"PC-{1000 + person}",
                log="Uppdaterade programmet.",
            )

    def _ticket(self, case: Case, person: int, over: bool, shown: list[str]) -> None:
        steps = ([ASK] if case.closed_on is None else [DELETE]) if over else []
        status = "open" if case.closed_on is None else _CLOSED[case.rejected]
        ticket = self.db.add(
            "ticket",
            steps,
            erased=shown,
            case_no=case.case_no,
            requester_id=person,
            subject="Programmet startar inte",
            status=status,
            opened_on=case.opened_on,
        )
        self._changes(case, ticket, status, steps, shown)
        for text in ("Jag får ett fel när jag startar.", "Vi har rättat felet."):
            self.db.add(
                "ticket_message",
                steps,
                erased=shown,
                ticket_id=ticket,
                at=in_utc(case.opened_on, "08:00:00"),
                body=text,
            )
        self._received(case, ticket, shown)

    def _changes(self, case: Case, ticket: int, status: str, steps: list[str], shown: list[str]) -> None:
        changes = [("open", case.opened_on)]
        if case.reopened:
            closed = case.opened_on + timedelta(days=20)
            changes += [("resolved", closed), ("open", closed + timedelta(days=5))]
        if case.closed_on is not None:
            changes.append((status, case.closed_on))
        for value, day in changes:
            self.db.add(
                "ticket_change",
                [DELETE] if DELETE in steps else (),
                erased=shown,
                ticket_id=ticket,
                field="status",
                new_value=value,
                at=in_utc(day, "16:20:00"),
            )

    def _received(self, case: Case, ticket: int, shown: list[str]) -> None:
        for day in case.received:
            self.db.add(
                "ticket_file",
                [DELETE] if self.over_file(case, day) else (),
                erased=shown,
                ticket_id=ticket,
                received_at=in_utc(day, "00:20:00"),
                file_name=f"{case.case_no}.csv",
                content=b"namn;epost\nP\xc3\xa5hittad Person;pahittad@okand.example\n",
            )
        self.db.add("case_calendar", case_no=case.case_no, opened_on=case.opened_on, closed_on=case.closed_on)
