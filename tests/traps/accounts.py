"""Accounts whose login and address are NOT NULL and UNIQUE, some of which a kept voucher refers to."""

from __future__ import annotations

ACCOUNTS = (
    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, username VARCHAR(40) NOT NULL UNIQUE,"
    " email VARCHAR(80) NOT NULL UNIQUE, phone VARCHAR(20), ends DATE)",
    "CREATE TABLE vouchers (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts (id),"
    " dated DATE, text VARCHAR(60))",
    "INSERT INTO accounts VALUES (0, 'nil', 'nil@mail.example', '070-1740605', '2020-01-01'),"
    " (17, 'ann', 'ann@mail.example', NULL, '2020-01-01'),"
    " (-3, 'bo', 'bo@mail.example', '070-1740606', '2020-01-01'),"
    " (4, 'cia', 'cia@mail.example', '070-1740607', NULL),"
    " (5, 'dag', 'dag@mail.example', '070-1740608', '2020-01-01')",
    "INSERT INTO vouchers VALUES (1, 0, '2025-01-01', 'a'), (2, 17, '2025-01-01', 'b'),"
    " (3, -3, '2025-01-01', 'c'), (4, 4, '2025-01-01', 'd')",
)
KINDS = """\
  account:
    table: accounts
    person: true
    identifiers: {email: {column: email, follow: true}, login: {column: username, follow: true}}
    events: {contract.end: ends}
    groups: {who: {columns: [username, email, phone], for: [orders]}}
    disposal:
      when_referred: {username: "removed-{id}", email: "Removed-{id}@invalid.invalid", phone: null}
  voucher:
    table: vouchers
    refs: {account: account}
    owner: account
    events: {voucher.day: dated}
    groups: {text: {columns: [text], for: [books]}}
"""
LEFT = [
    (-3, "removed--3", "Removed--3@invalid.invalid", None),
    (0, "removed-0", "Removed-0@invalid.invalid", None),
    (4, "cia", "cia@mail.example", "070-1740607"),
    (17, "removed-17", "Removed-17@invalid.invalid", None),
]
SEEN = "SELECT id, username, email, phone FROM accounts ORDER BY id"
