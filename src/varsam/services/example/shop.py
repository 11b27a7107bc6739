"""The web shop: sales, accounts, demos, visits and marketing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from varsam.services.example.cast import Customer
from varsam.services.example.database import Database
from varsam.services.example.days import Days, days, in_utc, years
from varsam.services.example.expected import ASK, DELETE, REFERRED, Expected
from varsam.services.example.people import People

_COMPANIES = (
    ("Softmore Solutions Sverige AB", "556968-7857"),
    ("Softmore Solutions AB", "556966-0748"),
)
_PRODUCTS = ("Webbplats Bas", "Webbplats Plus", "Medlemsregister", "Bokningssystem", "Kundvagn")
_VISITS = 1500
_ASKED = ("running order", "draft invoice")


class Shop:
    """Writes the shop for a cast of customers; each of them gets a key here."""

    def __init__(self, expected: Expected, at: Days, people: People, dice: Random) -> None:
        """Begin an empty shop."""
        self.db = Database("shop", expected)
        self._at, self._people, self._dice = at, people, dice

    def fill(self, cast: Sequence[Customer]) -> Database:
        """Write everything that the shop knows."""
        for name, org_no in _COMPANIES:
            self.db.add("company", None, name=name, org_no=org_no)
        for customer in cast:
            self._plan_invoices(customer)
        for customer in cast:
            self._customer(customer)
        for customer in cast:
            self._sales(customer)
        self._gifts({customer.role: customer for customer in cast})
        for customer in cast:
            self._services(customer)
            self._marketing(customer)
        self._demos()
        self._visits()
        self._addresses()
        self._webinars(cast)
        return self.db

    # -- what is over ------------------------------------------------------------------------------------

    def _over(self, customer: Customer) -> bool:
        return self._at.over(customer.ended_on, years(1))

    def _keeps_books(self, customer: Customer) -> bool:
        return any(not self._at.books_over(day) for day in customer.invoices)

    def _plan_invoices(self, customer: Customer) -> None:
        year = self._at.today.year
        if customer.is_shown:
            customer.invoices = [date(year - 9, 3, 15), date(year - 1, 9, 10)]
        elif customer.role not in ("draft invoice", "buyer of a gift", "receiver, gone"):
            last = customer.ended_on or self._at.ago(30)
            day = customer.began_on + timedelta(days=20)
            while day <= last:
                customer.invoices.append(day)
                day = day.replace(year=day.year + 1)

    # -- customers ---------------------------------------------------------------------------------------

    def _customer(self, customer: Customer) -> None:
        number, person = customer.number, customer.person
        over, books = self._over(customer), self._keeps_books(customer)
        with_number = number % 3 == 1
        partly = ["contact", "identity"] if with_number else ["contact"]
        steps: list[str] = []
        if over and customer.role in _ASKED:
            steps = [ASK]
        elif over and books:
            steps = partly
        elif over:
            steps = [REFERRED if customer.role == "buyer of a gift" else DELETE]
        customer.key = self.db.add(
            "customer",
            steps,
            erased=partly if customer.is_shown else (),
            company_id=1 + number % 2,
            customer_no=customer.customer_no,
            name=person.name,
            organisation=None if with_number else f"{person.name.split()[-1]} & Co",
            org_no=None,
            personnummer=person.personnummer if with_number else None,
            email=person.email,
            phone=person.phone or None,
            note="Vill bli uppringd efter klockan 16." if number % 4 == 1 else None,
            created_on=customer.began_on,
        )
        self._addresses_of(customer)
        for year in range(1 + number % 2):
            self.db.add(
                "customer_history",
                [DELETE] if over else (),
                erased=[DELETE] if customer.is_shown else (),
                customer_id=customer.key,
                changed_at=f"{customer.began_on.replace(year=customer.began_on.year + year)} 09:12:00",
                name=person.name,
                email=f"gammal.{person.email}",
                phone=person.phone or None,
            )

    def _addresses_of(self, customer: Customer) -> None:
        if customer.role == "draft invoice":
            return
        over, books = self._over(customer), self._keeps_books(customer)
        steps = [DELETE] if over and not books else []
        if customer.role == "running order":
            steps = [ASK] if not books else []
        customer.home_key = self.db.add(
            "address",
            steps,
            customer_id=customer.key,
            recipient=customer.person.name,
            street=customer.home.street,
            postal_code=customer.home.postal_code,
            city=customer.home.city,
        )
        if customer.is_shown:
            # Moved since: the old invoice bears this address, the recent one the other.
            before = self._people.postal()
            self.db.add(
                "address",
                erased=[DELETE],
                customer_id=customer.key,
                recipient=customer.person.name,
                street=before.street,
                postal_code=before.postal_code,
                city=before.city,
            )

    # -- sales -------------------------------------------------------------------------------------------

    def _sales(self, customer: Customer) -> None:
        over = self._over(customer)
        for index, (start, _) in enumerate(customer.contracts):
            self.db.add(
                "contract",
                [DELETE] if over else (),
                erased=[DELETE] if customer.is_shown else (),
                customer_id=customer.key,
                contract_no=f"A-{1000 + customer.number}-{index + 1}",
                product=_PRODUCTS[customer.number % len(_PRODUCTS)],
                signed_on=start,
                signatory=customer.person.name,
            )
        for index, day in enumerate(customer.invoices):
            self._invoice(customer, index, day)
        if customer.role == "draft invoice":
            self._draft(customer)
        if customer.role == "running order":
            self._order(customer, self._at.ago(710), None)

    def _invoice(self, customer: Customer, index: int, day: date) -> None:
        over, books_over = self._over(customer), self._at.books_over(day)
        comment = (
            f"Ring {customer.person.phone} före leverans." if index % 4 == 0 or customer.is_shown else None
        )
        alone = ["comment"] if comment else []
        steps = [DELETE] if over and books_over else alone if over else []
        erased = ([DELETE] if books_over else alone) if customer.is_shown else []
        moved = customer.is_shown and index == 0
        invoice = self.db.add(
            "invoice",
            steps,
            erased=erased,
            number=f"F-{customer.number:03d}-{index + 1:02d}",
            buyer_id=customer.key,
            address_id=customer.home_key + 1 if moved else customer.home_key,
            state="paid" if index % 5 else "posted",
            invoiced_on=day,
            buyer_name=customer.person.name,
            buyer_address=customer.home.line(),
            amount=990 + 10 * customer.number,
            comment=comment,
        )
        gone = [DELETE] if DELETE in erased else []
        for article in ("Årsavgift", "Tilläggstjänst"):
            self.db.add(
                "invoice_line",
                [DELETE] if DELETE in steps else (),
                erased=gone,
                invoice_id=invoice,
                article=article,
                amount=495,
            )
        if index < 2:
            self._order(customer, day, invoice)

    def _order(self, customer: Customer, day: date, invoice: int | None) -> None:
        running = invoice is None
        steps = [ASK] if running else [DELETE] if self._over(customer) else []
        erased = [DELETE] if customer.is_shown else []
        order = self.db.add(
            "sales_order",
            steps,
            erased=erased,
            buyer_id=customer.key,
            ship_to_id=None,
            ship_address_id=None,
            invoice_id=invoice,
            status="processing" if running else "delivered",
            ordered_on=day - timedelta(days=10),
            comment="Lämnas i receptionen.",
        )
        self._line(order, [DELETE] if DELETE in steps else (), erased)

    def _line(self, order: int, steps: Sequence[str], erased: Sequence[str] = ()) -> None:
        article = self._dice.choice(_PRODUCTS)
        self.db.add("order_line", steps, erased=erased, order_id=order, article=article, quantity=1)

    def _draft(self, customer: Customer) -> None:
        invoice = self.db.add(
            "invoice",
            [ASK],
            number=None,
            buyer_id=customer.key,
            address_id=None,
            state="draft",
            invoiced_on=self._at.ago(640),
            buyer_name=customer.person.name,
            buyer_address=customer.home.line(),
            amount=1990,
            comment=None,
        )
        self.db.add("invoice_line", invoice_id=invoice, article="Årsavgift", amount=1990)

    def _gifts(self, roles: dict[str, Customer]) -> None:
        """Orders that go to somebody else's home: each part of the row follows its own person."""
        buyer, receiver = roles["buyer of a gift"], roles["receiver of a gift"]
        giver, gone = roles["buyer for one who is gone"], roles["receiver, gone"]
        for who, whom, step in ((buyer, receiver, "buyer"), (giver, gone, "delivery")):
            order = self.db.add(
                "sales_order",
                [step],
                buyer_id=who.key,
                ship_to_id=whom.key,
                ship_address_id=whom.home_key,
                invoice_id=None,
                status="delivered",
                ordered_on=self._at.ago(900),
                comment="Present, skicka utan faktura.",
            )
            self._line(order, ())

    # -- services, accounts, marketing -------------------------------------------------------------------

    def _services(self, customer: Customer) -> None:
        if customer.role in _ASKED:
            return
        number, person = customer.number, customer.person
        steps = [DELETE] if self._over(customer) else []
        erased = [DELETE] if customer.is_shown else []
        if number % 2 == 1:
            self.db.add(
                "web_service",
                steps,
                erased=erased,
                customer_id=customer.key,
                domain=f"kund{1000 + number}.example",
                contact_name=person.name,
                contact_email=person.email,
                set_up_on=customer.began_on,
            )
        if number % 3 != 0:
            self.db.add(
                "account",
                steps,
                erased=erased,
                customer_id=customer.key,
                login=f"kund{1000 + number}",
                password_hash=f"scrypt$invented${self._dice.getrandbits(64):016x}",
                created_on=customer.began_on,
                last_login_at=f"{customer.ended_on or self._at.ago(3)} 10:20:30",
            )

    def _marketing(self, customer: Customer) -> None:
        if customer.number % 4 == 3:
            return
        self.db.add(
            "marketing_contact",
            [DELETE] if self._at.over(customer.ended_on, years(3)) else (),
            erased=[DELETE] if customer.is_shown else (),
            customer_no=customer.customer_no,
            name=customer.person.name,
            email=customer.person.email,
            added_on=customer.began_on,
        )

    # -- people who are no customers ---------------------------------------------------------------------

    def _demos(self) -> None:
        kept, over = self._at.first_kept(days(90)), self._at.last_over(days(90))
        ends = [None, None, kept, over, self._at.ago(20), self._at.ago(60)]
        ends += [self._at.ago(100 + 37 * index) for index in range(8)]
        for ended in ends:
            person = self._people.person("prova.example")
            self.db.add(
                "demo_account",
                [DELETE] if self._at.over(ended, days(90)) else (),
                name=person.name,
                email=person.email,
                phone=person.phone or None,
                started_on=(ended or self._at.today) - timedelta(days=30),
                ended_on=ended.isoformat() if ended else "0000-00-00",
            )

    def _visits(self) -> None:
        kept = self._at.first_kept(years(1))
        # Half past midnight in Sweden is still the day before in UTC, and the day in Sweden counts.
        moments = [(kept, "00:30:00"), (kept - timedelta(days=1), "23:30:00")]
        moments += [
            (self._at.ago(1 + self._dice.randrange(730)), f"{self._dice.randrange(24):02d}:15:00")
            for _ in range(_VISITS)
        ]
        for index, (day, clock) in enumerate(moments):
            self.db.add(
                "visit",
                [DELETE] if self._at.over(day, years(1)) else (),
                at=in_utc(day, clock),
                ip=f"203.0.113.{1 + index % 250}",
                cookie=f"{self._dice.getrandbits(64):016x}",
                page=self._dice.choice(("/", "/priser", "/kontakt", "/demo")),
            )

    def _addresses(self) -> None:
        obtained = [self._at.ago(12), self._at.first_kept(days(90)), self._at.last_over(days(90))]
        obtained.append(self._at.ago(200))
        for number, day in enumerate(obtained, 1):
            self.db.add("address_list", broker="Adressbolaget i Väst", obtained_on=day)
            for _ in range(15):
                person, home = self._people.person("okand.example"), self._people.postal()
                self.db.add(
                    "address_extract",
                    [DELETE] if self._at.over(day, days(90)) else (),
                    list_id=number,
                    name=person.name,
                    street=home.street,
                    postal_code=home.postal_code,
                    city=home.city,
                )

    def _webinars(self, cast: Sequence[Customer]) -> None:
        held = [self._at.ago(-20), self._at.ago(200), self._at.first_kept(years(1))]
        held += [self._at.last_over(years(1)), self._at.ago(500)]
        for number, day in enumerate(held, 1):
            self.db.add("webinar", title=f"Webbinarium {number}", held_on=day)
            readers = [cast[number * 3].person, cast[number * 3 + 20].person]
            readers += [self._people.person("nyfiken.example") for _ in range(6)]
            if number == 2:
                readers.append(cast[0].person)
            for person in readers:
                self.db.add(
                    "webinar_signup",
                    [DELETE] if self._at.over(day, years(1)) else (),
                    erased=[DELETE] if person is cast[0].person else (),
                    webinar_id=number,
                    name=person.name,
                    email=person.email,
                    signed_up_on=min(day, self._at.today) - timedelta(days=14),
                )
