"""A small controller for the tests of the chain: a shop whose rows are deleted, overwritten and detached.

Seven customers left long ago (a voucher of one of them must be kept), one leaves too late, one is still here.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
URL_ENV = "SHOP_URL"
GONE = (1, 2, 3, 4, 5, 6, 7)
KEPT_VOUCHER_OF = 3
TABLES = ("customers", "orders", "order_lines", "vouchers", "notes")

REGISTER = """\
register: A shop
entities:
  shop: {name: Shop AB}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [shop]
    purposes:
      orders: {title: Deliver orders, basis: contract, rule: contract.end + 1 year}
      bookkeeping:
        title: Keep vouchers
        basis: legal_obligation
        rule: year_end(voucher.booked + 7 years)
        law: BFL 7 kap. 2 §
"""

MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
LIMITS
pace: {batch_rows: BATCH_ROWSPACE}
kinds:
  customer:
    table: customers
    person: true
    refs: {favourite: {kind: order, column: favourite_order}}
    identifiers: {email: email}
    events: {contract.end: closed_on}
    groups:
      contact: {columns: [email, name], for: [orders]}
    disposal: {delete: true, when_referred: {email: null, name: removed}}
  order:
    table: orders
    refs: {customer: customer_id}
    owner: customer
    groups:
      note: {columns: [note], for: [orders]}
  line:
    table: order_lines
    refs: {order: order_id}
    part_of: order
  voucher:
    table: vouchers
    refs: {customer: customer_id}
    owner: customer
    events: {voucher.booked: booked_on}
    groups:
      buyer: {columns: [buyer], for: [orders], set: {buyer: "removed {id}"}}
      amount: {columns: [amount], for: [bookkeeping]}
  note:
    table: notes
    key: [customer_id, number]
    refs: {customer: customer_id}
    part_of: customer
"""

LISTS = """\
  upload: {table: uploads, disposal: keep}
  pack: {inside: {kind: upload, column: content, codec: zip}, fields: [name, content]}
  member:
    inside: {kind: pack, column: content, codec: csv}
    fields: [email, word]
    owner: {email: email}
    groups: {who: {columns: [email, word], for: [orders]}}
"""
FOLDER = """\
source: lists
connector: files
options: {folder: lists, file.glob: "**/*.csv", file.caches: ["{name}.index"]}
kinds:
  file: {table: file, key: path, disposal: keep}
  listed:
    inside: {kind: file, codec: csv}
    fields: [email, word]
    owner: {email: email}
    groups: {who: {columns: [email, word], for: [orders]}}
"""

SCHEMA = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), name VARCHAR(80) NOT NULL,"
    " closed_on DATE, favourite_order INTEGER)",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY,"
    " customer_id INTEGER NOT NULL REFERENCES customers (id), note VARCHAR(200))",
    "CREATE TABLE order_lines (id INTEGER PRIMARY KEY,"
    " order_id INTEGER NOT NULL REFERENCES orders (id), goods VARCHAR(200))",
    "CREATE TABLE vouchers (id INTEGER PRIMARY KEY,"
    " customer_id INTEGER REFERENCES customers (id), buyer TEXT, amount INTEGER, booked_on DATE)",
    "CREATE TABLE notes (customer_id INTEGER NOT NULL REFERENCES customers (id), number INTEGER NOT NULL,"
    " words VARCHAR(200), PRIMARY KEY (customer_id, number))",
    "CREATE INDEX orders_customer ON orders (customer_id)",
    "CREATE INDEX lines_order ON order_lines (order_id)",
    "CREATE INDEX vouchers_customer ON vouchers (customer_id)",
)


@dataclass(frozen=True)
class Wishes:
    """What a test wants otherwise in the map."""

    batch_rows: int = 10
    limits: str = ""
    pace: str = ""
    lists: bool = False


def address(number: int) -> str:
    """An invented customer's mail address."""
    return f"kund{number}@post{number}.example"


def name(number: int) -> str:
    """An invented customer's name: a word that stands nowhere else."""
    return f"Provnamn{'ABCDEFGHIJ'[number]}son"


def write_home(path: Path, wishes: Wishes = Wishes()) -> None:
    """Write register and source map."""
    (path / "sources").mkdir(parents=True, exist_ok=True)
    (path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    text = MAP.replace("BATCH_ROWS", str(wishes.batch_rows)).replace("PACE", wishes.pace)
    text = text.replace("LIMITS", f"limits: {wishes.limits}" if wishes.limits else "")
    if wishes.lists:
        text = text.replace("{email: email}", "{email: {column: email, follow: true}}", 1) + LISTS
        (path / "sources" / "lists.yaml").write_text(FOLDER, encoding="utf-8")
    (path / "sources" / "shop.yaml").write_text(text, encoding="utf-8")


def customer(connection: sa.Connection, number: int, closed_on: str | None, booked_on: str) -> None:
    """Add a customer with orders, lines, a voucher and a note."""
    run = connection.exec_driver_sql
    closed = f"'{closed_on}'" if closed_on else "NULL"
    run(
        f"INSERT INTO customers VALUES ({number}, '{address(number)}', '{name(number)}', {closed},"
        f" {number * 10 if number % 2 else 'NULL'})"
    )
    for order in (number * 10, number * 10 + 1):
        run(f"INSERT INTO orders VALUES ({order}, {number}, 'to {name(number)}')")
        run(f"INSERT INTO order_lines VALUES ({order * 10}, {order}, 'goods')")
    run(f"INSERT INTO vouchers VALUES ({number}, {number}, '{name(number)}', 100, '{booked_on}')")
    run(f"INSERT INTO notes VALUES ({number}, 0, 'call {address(number)}')")


def fill(url: str) -> None:
    """Make the shop's database."""
    with engine(url).begin() as connection:
        for statement in SCHEMA:
            connection.exec_driver_sql(statement)
        for number in GONE:
            kept = number == KEPT_VOUCHER_OF
            customer(connection, number, "2020-01-31", "2024-05-05" if kept else "2012-05-05")
        customer(connection, 8, "2026-06-30", "2026-05-05")
        customer(connection, 9, None, "2026-05-05")
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql(
                "ALTER TABLE customers ADD CONSTRAINT favourite FOREIGN KEY (favourite_order)"
                " REFERENCES orders (id)"
            )


def listing(numbers: Sequence[int]) -> str:
    """A list of customers as a CSV."""
    return "email;word\r\n" + "".join(f'{address(number)};"word {number}"\r\n' for number in numbers)


def packed(numbers: Sequence[int]) -> bytes:
    """A list in a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("list.csv"), listing(numbers))
    return buffer.getvalue()


def add_lists(url: str, home: Path) -> None:
    """Two lists in zips in cells, and two in files with what was made of them."""
    with engine(url).begin() as connection:
        blob = "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"
        connection.exec_driver_sql(f"CREATE TABLE uploads (id INTEGER PRIMARY KEY, content {blob})")
        table = sa.table("uploads", sa.column("id"), sa.column("content"))
        for number, members in ((1, (1, 2, 8, 9)), (2, (3, 9))):
            connection.execute(table.insert().values(id=number, content=packed(members)))
    (home / "lists" / "old").mkdir(parents=True)
    for name, members in (("a.csv", (1, 9, 2)), ("old/b.csv", (4, 8))):
        (home / "lists" / name).write_text(listing(members), encoding="utf-8", newline="")
        (home / "lists" / f"{name}.index").write_text(address(members[0]), encoding="utf-8")


def tree(home: Path) -> dict[str, list[list[Any]]]:
    """Every file of the lists with what is in it."""
    folder = home / "lists"
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {"files": sorted([[str(name), path.read_bytes().decode()] for name, path in found.items()])}


def engine(url: str) -> sa.Engine:
    """An engine of the test's own, with connections that aren't kept."""
    return sa.create_engine(url, poolclass=sa.NullPool)


def dump(url: str) -> dict[str, list[list[Any]]]:
    """Every row of every table, in an order of their own: what JSON can carry."""
    found = {}
    with engine(url).connect() as connection:
        tables = (*TABLES, "uploads") if sa.inspect(connection).has_table("uploads") else TABLES
        for table in tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            found[table] = sorted([[str(value) for value in row] for row in rows])
    return dict(json.loads(json.dumps(found)))


def execute(url: str, *statements: str) -> None:
    """Change the shop's database past Varsam, as its own program would."""
    with engine(url).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


class Clock:
    """A clock that the test sets."""

    def __init__(self, now: datetime = NOW) -> None:
        """Start at an instant."""
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, **parts: float) -> None:
        """Move the clock; negative parts move it back."""
        self.now += timedelta(**parts)


def counted(document: Mapping[str, Sequence[object]]) -> dict[str, int]:
    """How many rows a dump has per table."""
    return {table: len(rows) for table, rows in document.items()}
