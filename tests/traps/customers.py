"""Customers with vouchers, in a table that takes not everything: NOT NULL, UNIQUE and CHECK."""

from __future__ import annotations

CUSTOMERS = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(60), name VARCHAR(60) NOT NULL,"
    " login VARCHAR(20) NOT NULL UNIQUE, phone VARCHAR(20), ends DATE,"
    " CONSTRAINT no_blank CHECK (name <> ''))",
    "CREATE TABLE vouchers (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers (id),"
    " dated DATE, text VARCHAR(20))",
    "INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann Berg', 'ann', '070-1740605', '2020-01-01'),"
    " (2, 'bo@mail.example', 'Bo Ek', 'bo', '070-1740606', '2020-01-01'),"
    " (3, 'cia@mail.example', 'Cia Al', 'cia', '070-1740607', NULL)",
    "INSERT INTO vouchers VALUES (1, 1, '2025-01-01', 'a'), (2, 2, '2025-01-01', 'b')",
)
KINDS = """\
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name, login, phone], for: [orders]}}
    disposal: {when_referred: {email: null, name: NAME, login: LOGIN, phone: null}}
  voucher:
    table: vouchers
    refs: {customer: customer}
    owner: customer
    events: {voucher.day: dated}
    groups: {text: {columns: [text], for: [books]}}
"""


def kinds(name: str = "removed", login: str = "removed") -> str:
    """The map with what is written into two columns that may not be empty."""
    return KINDS.replace("NAME", name).replace("LOGIN", login)
