"""The chain over rows in containers in containers, in cells: owners, parts, events, copies, verifying."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from tests.engine.houses import House, email, register
from tests.engine.test_inner_rows import asked, counted
from tests.store.homes import open_home
from varsam.domain.facts import FactKind, Scope
from varsam.services import explaining, people, residue

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, ends DATE);
CREATE TABLE letters (id INTEGER PRIMARY KEY, closed DATE, content TEXT);
INSERT INTO customers VALUES (1, 'ann@mail.example', '2030-01-01'), (2, 'bo@mail.example', '2030-01-01');
"""
LIST = "name;email\r\nAnn;ann@mail.example\r\nBo;bo@mail.example\r\n"
MAP = """
source: shop
connector: sql
url: sqlite:///shop.db
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {email: {columns: [email], for: [orders]}}
  letter:
    table: letters
    groups: {content: {columns: [content], for: [cases]}}
    events: {case.closed: closed}
  attached:
    inside: {kind: letter, column: content, codec: json, each: files}
    fields: [name, data]
  member:
    inside: {kind: attached, column: data, codec: [base64, csv]}
    fields: [name, email]
    owner: {email: email}
    groups: {who: {columns: [name, email], for: [letters, cases]}}
"""
PROMISES = {
    "orders": 'basis: contract, rule: "contract.end + 1 year"',
    "cases": 'basis: contract, rule: "case.closed + 30 days"',
    "letters": 'basis: legitimate_interests, interest: news, rule: "contract.end + 1 year"',
}


def letter(text: str, name: str = "a.csv") -> str:
    """A letter with a list attached to it."""
    data = base64.b64encode(text.encode()).decode()
    return json.dumps({"subject": "å", "files": [{"name": "x", "data": None}, {"name": name, "data": data}]})


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[House]:
    """A shop that keeps letters with lists attached: one case is closed long ago, the other isn't yet."""
    open_home(tmp_path, None)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.executescript(SCHEMA)
        rows = [(1, "2026-12-01", letter(LIST)), (2, "2020-01-01", letter(LIST))]
        connection.executemany("INSERT INTO letters VALUES (?, ?, ?)", rows)
        connection.commit()
    yield House(tmp_path).write(register(PROMISES), {"shop": MAP})
    connections["default"].close()


def contents(shop: House) -> dict[int, str]:
    """Every letter as it is."""
    with closing(sqlite3.connect(shop.path / "shop.db")) as connection:
        return dict(connection.execute("SELECT id, content FROM letters").fetchall())


def ends(shop: House, day: str, *customers: int) -> None:
    """Contracts end."""
    with closing(sqlite3.connect(shop.path / "shop.db")) as connection:
        connection.executemany(
            "UPDATE customers SET ends = ? WHERE id = ?", [(day, each) for each in customers]
        )
        connection.commit()


def test_a_letter_goes_when_nobody_in_what_is_attached_keeps_it(shop: House) -> None:
    assert counted(shop.plan()) == {}
    ends(shop, "2020-01-01", 1)
    # The event of the letter is that of what lies two deep in it: only the closed case's row goes.
    plan = shop.plan()
    assert counted(plan)["member.delete"] == 1
    assert asked(plan)["letter", "referred"] == 1
    ends(shop, "2020-01-01", 2)
    plan = shop.plan()
    assert (counted(plan)["letter.delete"], "member.delete" in counted(plan)) == (1, False)
    shop.apply(plan)
    assert shop.verify(plan).verified
    assert contents(shop) == {1: letter(LIST)}


def test_erasing_one_person_takes_her_row_and_nothing_else(shop: House) -> None:
    copied = [row for row in people.copy(shop.home, [email("ann@mail.example")]) if row.kind == "member"]
    assert [row.data["name"] for row in copied] == ["Ann", "Ann"]
    plan = shop.erase(email("ann@mail.example"))
    assert counted(plan)["member.delete"] == 1
    shop.apply(plan)
    verified = shop.verify(plan)
    assert verified.verified
    assert verified.checked == plan.rows
    assert contents(shop) == {1: letter(LIST), 2: letter(LIST.replace("Ann;ann@mail.example\r\n", ""))}
    assert counted(shop.plan(plan.scope.person)) == {}


def test_a_hold_keeps_a_row_two_deep(shop: House) -> None:
    ends(shop, "2020-01-01", 1, 2)
    shop.record(
        FactKind.HOLD_OPENED, email("bo@mail.example"), scope=Scope(sources=("shop",)), ground="a dispute"
    )
    plan = shop.plan()
    assert "letter.delete" not in counted(plan)
    assert counted(plan)["member.delete"] == 1
    shop.apply(plan)
    assert contents(shop)[2] == letter(LIST.replace("Ann;ann@mail.example\r\n", ""))


def test_why_a_row_stays_is_said(shop: House) -> None:
    ends(shop, "2020-01-01", 1)
    found = sorted(str(said.verdict) for _, said in explaining.explain_rows(shop.home, "shop.member"))
    assert len(found) == 4
    # Ann's row in the closed case goes; three stay.
    assert len(set(found)) == 2
    assert max(found.count(each) for each in found) == 3


def test_what_a_search_finds_two_deep_is_what_the_plan_says(shop: House) -> None:
    """No group is told of the letters: what is found in one is what lies in it."""
    text = MAP.replace("    groups: {content: {columns: [content], for: [cases]}}\n", "    disposal: keep\n")
    shop.write(register(PROMISES), {"shop": text})
    plan = shop.erase(email("ann@mail.example"))
    before = residue.control(shop.home, plan.plan)
    assert [(each.table, each.column) for each in before.beyond] == []
    shop.apply(plan)
    after = residue.search(shop.home, plan.plan)
    assert after.found == ()
    expected = {(each.table, each.column, each.why) for each in after.expected}
    assert expected == {("customers", "email", "rule"), ("letters", "content", "rule")}
