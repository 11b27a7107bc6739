"""The smaller systems: mailing list, suppliers, recruiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from varsam.services.example.cast import Customer
from varsam.services.example.database import Database
from varsam.services.example.days import Days, days, months, years
from varsam.services.example.expected import DELETE, Expected
from varsam.services.example.people import People, Person, personnummer


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applied; `over` says whether her papers may no longer exist."""

    applicant_no: str
    person: Person
    over: bool


class Newsletter:
    """Writes the mailing list: on contract until ninety days after leaving, on consent until withdrawn."""

    def __init__(self, expected: Expected, at: Days, people: People) -> None:
        """Begin an empty list."""
        self.db = Database("newsletter", expected)
        self._at, self._people = at, people

    def fill(self, cast: Sequence[Customer]) -> Database:
        """Write everything that the list knows."""
        self._by_contract(cast)
        self._by_consent()
        self._by_both()
        for _ in range(5):
            person = self._people.person("spartade.example")
            self.db.add("ban", email=person.email, banned_on=self._at.ago(700))
        return self.db

    def _reader(self, person: Person, second: str = "", *, over: bool = False, erased: bool = False) -> int:
        """Add a reader with her addresses, give the key of the first; the second one's key comes next."""
        steps, gone = ([DELETE] if over else []), ([DELETE] if erased else [])
        key = self.db.add("reader", steps, erased=gone, display_name=person.name)
        first = self.db.add("address", steps, erased=gone, reader_id=key, email=person.email)
        if second:
            self.db.add("address", steps, erased=gone, reader_id=key, email=f"{second}.{person.email}")
        return first

    def _member(
        self,
        address: int,
        basis: str,
        *,
        ended: date | None = None,
        given: date | None = None,
        withdrawn: date | None = None,
        over: bool = False,
        erased: bool = False,
    ) -> None:
        self.db.add(
            "member",
            [DELETE] if over else [],
            erased=[DELETE] if erased else [],
            address_id=address,
            basis=basis,
            joined_on=self._at.ago(1500),
            ended_on=ended,
            consent_given_on=given,
            consent_withdrawn_on=withdrawn,
        )

    def _by_contract(self, cast: Sequence[Customer]) -> None:
        at, quarter = self._at, days(90)
        left = [None, None, at.ago(30), at.first_kept(quarter), at.last_over(quarter), at.ago(400)]
        for index, customer in enumerate(cast[:24]):
            ended = at.ago(30) if customer.is_shown else left[index % len(left)]
            over, shown = at.over(ended, quarter), customer.is_shown
            # Every fourth reader has a second address and isn't on the list by it.
            second = "privat" if index % 4 == 0 else ""
            address = self._reader(customer.person, second, over=over, erased=shown)
            self._member(address, "contract", ended=ended, over=over, erased=shown)

    def _by_consent(self) -> None:
        at, long_ago = self._at, self._at.ago(900)
        told: list[tuple[date | None, date | None]] = [(long_ago, None)] * 6
        told += [(long_ago, at.ago(1)), (long_ago, at.ago(300)), (long_ago, at.today), (None, None)]
        for given, withdrawn in told:
            # Without a recorded consent there never was a ground to keep the address.
            over = given is None or (withdrawn is not None and withdrawn < at.today)
            address = self._reader(self._people.person("lasare.example"), over=over)
            self._member(address, "consent", given=given, withdrawn=withdrawn, over=over)

    def _by_both(self) -> None:
        """Somebody who left by one address and consented by another: only the first membership goes."""
        address = self._reader(self._people.person("lasare.example"), "jobb")
        self._member(address, "contract", ended=self._at.ago(200), over=True)
        self._member(address + 1, "consent", given=self._at.ago(100))


def make_suppliers(expected: Expected, at: Days, people: People) -> Database:
    """Suppliers three years after their agreement, their vouchers until the seventh year has ended."""
    database = Database("suppliers", expected)
    ends = [None, None, None, at.ago(200), at.first_kept(years(3)), at.last_over(years(3)), at.ago(1500)]
    ends += [date(at.today.year - 10, 5, 31), date(at.today.year - 12, 5, 31)]
    for index, ended in enumerate(ends):
        person = people.person("leverans.example")
        first = (ended.year if ended else at.today.year) - 4
        booked = [date(first + turn, 4, 12) for turn in range(4)]
        over = at.over(ended, years(3))
        vouchers_over = [at.books_over(day) for day in booked]
        steps = [] if not over else [DELETE] if all(vouchers_over) else ["contact"]
        sole = index == 5
        key = database.add(
            "supplier",
            steps,
            supplier_no=f"L-{100 + index}",
            name=person.name if sole else f"{person.name.split()[-1]} Leverans AB",
            # A sole trader's organisation number is her personnummer.
            org_no=personnummer(300 + index) if sole else None,
            bankgiro=f"5{index}00-000{index}",
            contact_name=person.name,
            email=person.email,
            phone=person.phone or None,
            agreement_ended_on=ended,
        )
        for turn, (day, gone) in enumerate(zip(booked, vouchers_over, strict=True)):
            going = [DELETE] if gone else []
            voucher = database.add(
                "voucher",
                going,
                supplier_id=key,
                number=f"V-{index}-{turn}",
                booked_on=day,
                supplier_reference=person.name,
                amount=2500 + turn,
            )
            for account in ("4010", "2641"):
                database.add("voucher_line", going, voucher_id=voucher, account=account, amount=1250)
    return database


def make_recruiting(expected: Expected, at: Days, people: People) -> tuple[Database, list[Applicant]]:
    """Applicants until the recruitment closes; with consent six months more, or until it is withdrawn."""
    database = Database("recruiting", expected)
    half = months(6)
    closings = [None, at.today, at.ago(20), at.first_kept(half), at.last_over(half), at.ago(500)]
    applicants: list[Applicant] = []
    for number, closed in enumerate(closings, 1):
        opened = (closed or at.today) - timedelta(days=90)
        database.add("recruitment", title=f"Utvecklare {number}", opened_on=opened, closed_on=closed)
        applied = opened + timedelta(days=10)
        consents: list[tuple[date | None, date | None]] = [(None, None), (applied, None)]
        consents.append((applied, max(applied + timedelta(days=5), at.ago(10))))
        for given, withdrawn in consents:
            person = people.person("sokande.example")
            consented = (
                given is not None
                and not at.over(closed, half)
                and not (withdrawn is not None and withdrawn < at.today)
            )
            over = closed is not None and closed < at.today and not consented
            applicant = Applicant(f"S-{501 + len(applicants)}", person, over)
            applicants.append(applicant)
            database.add(
                "applicant",
                [DELETE] if over else (),
                applicant_no=applicant.applicant_no,
                recruitment_id=number,
                name=person.name,
                email=person.email,
                phone=person.phone or None,
                letter="Jag söker tjänsten.",
                applied_on=applied,
                consent_given_on=given,
                consent_withdrawn_on=withdrawn,
            )
    return database, applicants
