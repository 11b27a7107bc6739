"""Made-up shops for the laws of applying: schema, map, rows and register, each with choices that bite."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tests.engine.houses import TODAY, register

Rows = dict[str, list[dict[str, Any]]]
TABLES = ("customers", "orders", "lines", "invoices", "notes", "tokens", "outside")


def choose(dice: random.Random, **shares: float) -> dict[str, bool]:
    """Toss one coin per name."""
    return {name: dice.random() < share for name, share in shares.items()}


@dataclass
class Shop:
    """One shop. `said` are the choices of its schema and map; `rows` by table."""

    said: dict[str, bool]
    batch_rows: int
    rules: dict[str, str]
    rows: Rows
    dialect: str = "sqlite"
    meta: sa.MetaData = field(default_factory=sa.MetaData)

    def create(self, url: str, rows: Rows | None = None) -> None:
        """Make the tables and fill them."""
        self.dialect = sa.make_url(url).get_backend_name()
        self.meta = self.schema()
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        self.meta.create_all(engine)
        with engine.begin() as connection:
            for name in TABLES:
                if found := (rows or self.rows)[name]:
                    connection.execute(self.meta.tables[name].insert(), found)

    def look(self, url: str) -> dict[str, dict[Any, tuple[Any, ...]]]:
        """Every row of every table by its key, read without any connector."""
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return {
                name: {row[0]: tuple(row) for row in connection.execute(sa.select(table))}
                for name, table in self.meta.tables.items()
            }

    def dangling(self, url: str) -> list[str]:
        """References that lead nowhere, declared or mapped; those of rows of no kind nobody knows."""
        found = []
        seen = self.look(url)
        for name, column, to in REFERENCES:
            at = list(self.meta.tables[name].columns.keys()).index(column)
            found += [
                f"{name}.{column}"
                for row in seen[name].values()
                if not (name == "notes" and self.said["notes are some rows"] and row[-1] != "note")
                if row[at] is not None and row[at] not in seen[to]
            ]
        return found

    def schema(self) -> sa.MetaData:
        """The tables; some references are declared, others only mapped."""
        meta = sa.MetaData()

        def ref(to: str, declared: bool) -> list[Any]:
            return [sa.ForeignKey(f"{to}.id")] if declared else []

        def table(name: str, *columns: Any) -> None:
            sa.Table(name, meta, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), *columns)

        said = self.said
        table(
            "customers",
            sa.Column("email", sa.String(60), nullable=True),
            sa.Column(
                "name",
                sa.String(40),
                nullable=not said["name must be set"],
                unique=said["names made of keys"],
            ),
            sa.Column("phone", sa.String(40)),
            sa.Column("ends", sa.Date),
            sa.Column("since", sa.Date),
            sa.Column("parent_id", sa.Integer, *ref("customers", said["parents declared"])),
        )
        table(
            "orders",
            sa.Column("customer_id", sa.Integer, *ref("customers", True)),
            sa.Column("payer_id", sa.Integer, *ref("customers", said["payer declared"])),
            sa.Column("previous_id", sa.Integer, *ref("orders", said["previous declared"])),
            sa.Column("status", sa.String(10)),
            sa.Column("placed", sa.Date),
            sa.Column("closed", sa.Date),
            sa.Column("street", sa.String(40)),
            sa.Column("payer_name", sa.String(40)),
        )
        table(
            "lines",
            sa.Column("order_id", sa.Integer, *ref("orders", True), nullable=False),
            sa.Column("swapped_from", sa.Integer, *ref("orders", said["lines swapped"])),
            sa.Column("text", sa.String(40)),
        )
        table(
            "invoices",
            sa.Column("order_id", sa.Integer, *ref("orders", said["invoice order declared"])),
            sa.Column("customer_id", sa.Integer, *ref("customers", True), nullable=False),
            sa.Column("dated", sa.Date),
            sa.Column("text", sa.String(40)),
        )
        table(
            "notes",
            sa.Column("customer_id", sa.Integer, *ref("customers", said["note declared"])),
            sa.Column("order_id", sa.Integer, *ref("orders", False)),
            sa.Column("written", sa.Date),
            sa.Column("text", sa.String(40)),
            sa.Column("sort", sa.String(10)),
        )
        table("tokens", sa.Column("customer_id", sa.Integer, *ref("customers", True)))
        table(
            "outside",
            sa.Column("order_id", sa.Integer, *ref("orders", True)),
            sa.Column("what", sa.String(9)),
        )
        return meta

    def register_text(self) -> str:
        """The register."""
        return register(
            {
                "service": f'basis: contract, rule: "{self.rules["service"]}"',
                "support": f'basis: contract, rule: "{self.rules["support"]}"',
                "offers": "basis: legitimate_interests, interest: ours, marketing: true, rule: contract.end",
                "books": 'basis: legal_obligation, law: 7 kap. 2 §, rule: "year_end(invoice.at + 7 years)"',
            }
        )

    def map_text(self) -> str:
        """The map of the source `shop`."""
        said = self.said
        name = '"gone {id}"' if said["names made of keys"] else "gone"
        when = (
            f", when_referred: {{name: {name}, phone: null, email: null}}"
            if said["customers rewritten"]
            else ""
        )
        lines = [
            "source: shop",
            "connector: sql",
            "url_env: SHOP_URL",
            f"pace: {{batch_rows: {self.batch_rows}}}",
            "kinds:",
            "  customer:",
            "    table: customers",
            "    person: true",
            "    identifiers: {email: {column: email, follow: true}}",
            "    refs: {parent: {kind: customer, column: parent_id}}",
            "    events: {contract.end: ends}",
            *(["    collected: since"] if said["customers collected"] else []),
            "    groups:",
            f"      contact: {{columns: [name, email], for: [service], set: {{name: {name}}}}}",
            "      phone: {columns: [phone], for: [offers]}",
            f"    disposal: {{delete: true{when}}}",
            "  order:",
            "    table: orders",
            "    refs:",
            "      customer: customer_id",
            "      payer: {kind: customer, column: payer_id}",
            "      previous: {kind: order, column: previous_id}",
            f"    owner: {'[customer, payer]' if said['payer owns too'] else 'customer'}",
            "    events: {case.closed: closed}",
            *(["    collected: placed"] if said["orders collected"] else []),
            "    groups:",
            "      order: {columns: [street], for: [service, support]}",
            *(
                ["      payer: {columns: [payer_name, payer_id], owner: payer, for: [service]}"]
                if said["payer has a group"]
                else []
            ),
            *(["    ask: {status: draft}"] if said["drafts asked"] else []),
            "  line:",
            "    table: lines",
            "    refs: {order: order_id, swapped: {kind: order, column: swapped_from}}"
            if said["lines swapped"]
            else "    refs: {order: order_id}",
            "    part_of: order",
            *(
                ["    groups: {text: {columns: [text], for: [support]}}"]
                if said["lines have purposes"]
                else []
            ),
            "  invoice:",
            "    table: invoices",
            "    refs: {order: order_id, customer: customer_id}",
            "    owner: customer",
            "    events: {invoice.at: dated}",
            "    groups: {text: {columns: [text], for: [books]}}",
            "  note:",
            "    table: notes",
            "    where: {sort: note}" if said["notes are some rows"] else "    where: {id: {at_least: 0}}",
            "    refs: {customer: customer_id, order: order_id}",
            "    owner: customer",
            "    events: {case.closed: written}",
            "    groups: {text: {columns: [text], for: [support]}}",
            *(["    disposal: {overwrite: {text: gone}}"] if said["notes overwritten"] else []),
            "  token:",
            "    table: tokens",
            "    refs: {customer: customer_id}",
            "    part_of: customer",
        ]
        return "\n".join(lines) + "\n"


REFERENCES = (
    ("customers", "parent_id", "customers"),
    ("orders", "customer_id", "customers"),
    ("orders", "payer_id", "customers"),
    ("orders", "previous_id", "orders"),
    ("lines", "order_id", "orders"),
    ("lines", "swapped_from", "orders"),
    ("invoices", "order_id", "orders"),
    ("invoices", "customer_id", "customers"),
    ("notes", "customer_id", "customers"),
    ("notes", "order_id", "orders"),
    ("tokens", "customer_id", "customers"),
    ("outside", "order_id", "orders"),
)


def make(seed: int, *, loner: bool = False, chains: bool = False, plain: bool = False) -> Shop:
    """Make the shop of a seed. `loner`: customer 0's rows refer to nobody else's, nor others' to theirs.

    `chains`: customers and orders refer to others of their kind. `plain`: no choices of map and schema.
    """
    dice = random.Random(seed)
    said = {
        "name must be set": dice.random() < 0.5,
        **choose(dice, **dict.fromkeys(_COINS, 0.4)),
    }
    if plain:
        said = dict.fromkeys(said, False)
    said["names made of keys"] = seed % 3 != 1
    rules = {
        "service": dice.choice(("contract.end", "contract.end + 1 year", "contract.end + 30 days")),
        "support": dice.choice(("case.closed + 30 days", "case.closed + 1 year")),
    }
    return Shop(said, dice.choice((1, 2, 3, 5, 1000)), rules, _rows(dice, said, loner=loner, chains=chains))


_COINS = (
    "parents declared",
    "payer declared",
    "lines swapped",
    "previous declared",
    "invoice order declared",
    "note declared",
    "customers rewritten",
    "customers collected",
    "payer owns too",
    "orders collected",
    "payer has a group",
    "drafts asked",
    "lines have purposes",
    "notes are some rows",
    "notes overwritten",
)


def _past(dice: random.Random, *others: Any) -> Any:
    if others and dice.random() < 0.25:
        return dice.choice(others)
    return TODAY - timedelta(days=dice.choice((0, 1, 29, 30, 31, 364, 365, 366, 400, 900, 2000, 3300)))


def _rows(dice: random.Random, said: dict[str, bool], *, loner: bool, chains: bool) -> Rows:
    people, orders = range(7), range(9)
    owner_of = {number: dice.choice(people) for number in orders}

    def customer(number: int | None = None, *, null: bool = False) -> Any:
        if null and dice.random() < 0.5:
            return None
        if loner and number is not None:
            return 0 if owner_of[number] == 0 else dice.choice(people[1:])
        return dice.choice(people)

    def order(of: Any = None, *, null: bool = True, below: int | None = None) -> Any:
        fitting = [each for each in orders if below is None or each < below]
        if loner and of is not None:
            fitting = [each for each in fitting if (owner_of[each] == 0) == (of == 0)]
        if not fitting or (null and dice.random() < 0.5):
            return None
        return dice.choice(fitting)

    def swapped(at: int) -> Any:
        return order(owner_of[at]) if said["lines swapped"] else None

    def lines() -> list[dict[str, Any]]:
        found = []
        for number in range(12):
            at = dice.choice(orders)
            found.append(
                {"id": number, "order_id": at, "swapped_from": swapped(at), "text": f"line {number}"}
            )
        return found

    def owned(count: int, **more: Any) -> list[dict[str, Any]]:
        found = []
        for number in range(count):
            mine = customer()
            row = {"id": number, "customer_id": mine}
            row |= {name: make_value(mine) for name, make_value in more.items()}
            found.append(row)
        return found

    return {
        "customers": [
            {
                "id": number,
                "email": f"c{number}@mail.example",
                "name": f"name {number}",
                "phone": f"phone {number}",
                "ends": _past(dice, None, date(2027, 1, 1)),
                "since": _past(dice, None, date(2015, 1, 1), date(2026, 11, 1)),
                "parent_id": dice.choice((None, None, 1, 2)) if chains and number > 2 else None,
            }
            for number in people
        ],
        "orders": [
            {
                "id": number,
                "customer_id": owner_of[number],
                "payer_id": customer(number, null=True),
                "previous_id": order(owner_of[number], below=3) if chains and number >= 3 else None,
                "status": dice.choice(("draft", "done", None)),
                "placed": _past(dice, None, date(2016, 1, 1), date(2026, 11, 1)),
                "closed": _past(dice, None),
                "street": f"street {number}",
                "payer_name": f"payer {number}",
            }
            for number in orders
        ],
        "lines": lines(),
        "invoices": owned(
            3, order_id=order, dated=lambda _: _past(dice), text=lambda mine: f"invoice of {mine}"
        ),
        "notes": owned(
            6,
            order_id=order,
            written=lambda _: _past(dice, None),
            text=lambda mine: f"note of {mine}",
            sort=lambda _: dice.choice(("note", "note", "memo")),
        ),
        "tokens": owned(4),
        "outside": [{"id": 0, "order_id": order(1), "what": "x"}] if dice.random() < 0.3 else [],
    }


def without(rows: Rows, person: int) -> Rows:
    """The same rows as if a person and everything of theirs had never been."""
    mine = {row["id"] for row in rows["orders"] if row["customer_id"] == person}
    found: Rows = {}
    for table, each in rows.items():
        found[table] = [
            row
            for row in each
            if not (table == "customers" and row["id"] == person)
            and row.get("customer_id") != person
            and not (table in ("lines", "outside") and row["order_id"] in mine)
        ]
    return found
