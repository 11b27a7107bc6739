"""The chain over rows inside cells and files: what goes, what stays with its bytes, what a person decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.engine.houses import House, email, register
from tests.store.homes import open_home
from varsam.domain.errors import PlanRefused, SourceUnavailable
from varsam.domain.facts import FactKind, Scope
from varsam.domain.plan import ManualTask, Plan
from varsam.services import people
from varsam.sources.sql.inner_batch import InnerBatch

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE);
CREATE TABLE files (id INTEGER PRIMARY KEY, sort TEXT, closed DATE, content TEXT);
INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann Berg', '2030-01-01'),
  (2, 'bo@mail.example', 'Bo Ek', '2030-01-01'), (3, 'cia@mail.example', 'Ann Berg', '2030-01-01');
"""
LIST = "name;email\r\nAnn;ann@mail.example\r\nBo;bo@mail.example\r\nCia;cia@mail.example\r\n"
LOG = (
    "2020-01-01 ann@mail.example GET /\n"
    "2026-11-01 bo@mail.example GET /\n"
    "2020-01-01 ann@mail.example GET /\n"
    "no line at all\n"
)
CACHE = 'a:2:{i:0;s:8:"Ann Berg";i:1;s:5:"Bo Ek";}'
FILES = {
    1: ("list", "2026-12-01", LIST),
    2: ("list", "2020-01-01", LIST),
    3: ("log", None, LOG),
    4: ("cache", None, CACHE),
    5: ("cache", None, 'a:1:{i:0;s:3:"Xyz";}'),
}
MAP = r"""
source: shop
connector: sql
url: sqlite:///shop.db
pace: {batch_rows: 1}
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email, name: {column: name, follow: true}}
    events: {contract.end: ends}
    groups: {email: {columns: [email, name], for: [orders]}}
  list:
    table: files
    where: {sort: list}
    groups: {content: {columns: [content], for: [cases]}}
    events: {case.closed: closed}
  member:
    inside: {kind: list, column: content, codec: csv}
    fields: [name, email]
    owner: {email: email}
    groups: {who: {columns: [name, email], for: [cases, letters]}}
  logs: {table: files, where: {sort: log}, holds: nothing}
  visit:
    inside: {kind: logs, column: content, codec: log, pattern: '(?P<on>[\d-]+) (?P<who>\S+@\S+) (?P<what>.*)'}
    fields: {day: {at: on, type: date}, email: who}
    owner: {email: email}
    events: {visit.at: day}
    groups: {line: {columns: [email], for: [visits]}}
  cache: {table: files, where: {sort: cache}}
  recent:
    inside: {kind: cache, column: content, codec: php}
    fields: {name: "@value"}
    owner: {name: name}
    groups: {who: {columns: [name], for: [letters]}}
    disposal: drop container
"""
PROMISES = {
    "orders": 'basis: contract, rule: "contract.end + 1 year"',
    "cases": 'basis: contract, rule: "case.closed + 30 days"',
    "letters": 'basis: legitimate_interests, interest: news, rule: "marketing.end + 1 year"',
    "visits": 'basis: legitimate_interests, interest: safety, rule: "visit.at + 1 year"',
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[House]:
    """A shop with lists that customers sent, a log and two caches, each in a cell."""
    open_home(tmp_path, None)
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.executescript(SCHEMA)
        rows = [(key, *row) for key, row in FILES.items()]
        connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    promises = register(PROMISES).replace("marketing.end", "contract.end")
    yield House(tmp_path).write(promises, {"shop": MAP})
    connections["default"].close()


def contents(shop: House) -> dict[int, str]:
    """Every cell as it is."""
    with closing(sqlite3.connect(shop.path / "shop.db")) as connection:
        return dict(connection.execute("SELECT id, content FROM files").fetchall())


def put(shop: House, statement: str, *values: Any) -> None:
    """Change something past Varsam."""
    with closing(sqlite3.connect(shop.path / "shop.db")) as connection:
        connection.execute(statement, values)
        connection.commit()


def counted(plan: Plan) -> dict[str, int]:
    """The plan's steps with their rows."""
    return {
        step.on.step.removeprefix("shop."): step.on.rows
        for step in plan.steps
        if not isinstance(step, ManualTask)
    }


def asked(plan: Plan) -> dict[tuple[str, str], int]:
    """What is left to a person."""
    return {(each.kind, each.fault): each.rows for each in plan.for_person}


def test_a_retention_run_takes_lines_and_whole_lists(shop: House) -> None:
    put(shop, "UPDATE customers SET ends = '2020-01-01' WHERE id < 9")
    plan = shop.plan()
    assert counted(plan)["visit.delete"] == 2
    assert (counted(plan)["list.delete"], "member.delete" in counted(plan)) == (1, False)
    assert "cache.delete" in counted(plan)
    shop.apply(plan)
    assert shop.verify(plan).verified
    after = contents(shop)
    assert after == {
        1: LIST,
        3: LOG.replace("2020-01-01 ann@mail.example GET /\n", ""),
        5: FILES[5][2],
    }
    assert counted(shop.plan()) == {}


def test_a_list_stays_while_a_row_of_it_is_kept(shop: House) -> None:
    plan = shop.plan()
    # Their contracts run, and so do the letters to them.
    assert counted(plan) == {"visit.delete": 2}
    assert asked(plan) == {("list", "referred"): 1}
    put(shop, "UPDATE customers SET ends = '2020-01-01' WHERE id = 2")
    again = shop.plan()
    assert counted(again)["member.delete"] == 1
    assert asked(again) == {("list", "referred"): 1}


def test_erasing_one_person_takes_her_rows_and_no_other_byte(shop: House) -> None:
    plan = shop.erase(email("ann@mail.example"))
    # Her row in the old list goes; the other list is still worked with.
    assert counted(plan)["member.delete"] == 1
    assert counted(plan)["visit.delete"] == 2
    assert counted(plan)["cache.delete"] == 1
    shop.apply(plan)
    assert shop.verify(plan).verified
    after = contents(shop)
    assert after[1] == LIST
    assert after[2] == LIST.replace("Ann;ann@mail.example\r\n", "")
    assert after[3] == LOG.replace("2020-01-01 ann@mail.example GET /\n", "")
    assert (4 in after, after[5]) == (False, FILES[5][2])
    assert counted(shop.plan(plan.scope.person)) == {}


def test_a_hold_keeps_a_row_and_so_its_list(shop: House) -> None:
    put(shop, "UPDATE customers SET ends = '2020-01-01' WHERE id < 9")
    assert counted(shop.plan())["list.delete"] == 1
    shop.record(
        FactKind.HOLD_OPENED, email("bo@mail.example"), scope=Scope(sources=("shop",)), ground="a dispute"
    )
    plan = shop.plan()
    assert "list.delete" not in counted(plan)
    assert counted(plan)["member.delete"] == 2
    shop.apply(plan)
    assert "bo@mail.example" in contents(shop)[2]
    assert "ann@mail.example" not in contents(shop)[2]


def test_an_access_copy_holds_rows_inside_containers(shop: House) -> None:
    copied = list(people.copy(shop.home, [email("ann@mail.example")]))
    kinds = [row.kind for row in copied]
    # Two customers have the name in the cache: nobody gets a copy of what may be another's.
    assert sorted(set(kinds)) == ["customer", "member", "visit"]
    assert kinds.count("visit") == kinds.count("member") == 2
    assert all("bo@mail.example" not in row.data.values() for row in copied)


def test_what_cant_be_read_or_rewritten_is_left_to_a_person(shop: House) -> None:
    put(shop, "UPDATE files SET content = ? WHERE id = 2", 'name;email\r\nAnn;"ann@mail.example\r\n')
    put(shop, "UPDATE files SET content = ? WHERE id = 5", 'a:2:{i:0;s:8:"Ann Berg";i:1;R:2;}')
    plan = shop.erase(email("ann@mail.example"))
    assert asked(plan)["member", "container"] == 1
    # A cache goes whole, however it is written.
    assert counted(plan)["cache.delete"] == 2
    before = contents(shop)
    shop.apply(plan)
    assert contents(shop)[2] == before[2]


def test_a_list_that_changed_after_approval(shop: House) -> None:
    plan = shop.erase(email("ann@mail.example"))
    shop.approve(plan)
    # A new line of somebody else, and one of hers is gone: no drift.
    put(
        shop,
        "UPDATE files SET content = ? WHERE id = 3",
        LOG.replace("2020-01-01 ann", "2026-11-22 x\n2020-01-01 ann", 1),
    )
    put(
        shop,
        "UPDATE files SET content = ? WHERE id = 2",
        LIST.replace("Ann;ann@mail.example\r\n", "Di;d@mail.example\r\n"),
    )
    from varsam.services import applying

    applied = applying.apply(shop.home, plan.plan)
    assert applied.steps["shop.member.delete"].gone == 1
    assert contents(shop)[2] == LIST.replace("Ann;ann@mail.example\r\n", "Di;d@mail.example\r\n")
    assert contents(shop)[3].startswith("2026-11-22 x\n2026-11-01 bo")


def test_more_of_the_same_than_was_approved_is_drift(shop: House) -> None:
    plan = shop.erase(email("ann@mail.example"))
    shop.approve(plan)
    put(shop, "UPDATE files SET content = ? WHERE id = 3", LOG + "2020-01-01 ann@mail.example GET /\n")
    from varsam.services import applying

    with pytest.raises(PlanRefused, match="not approved"):
        applying.apply(shop.home, plan.plan)
    assert contents(shop)[4] == CACHE


def test_killed_before_a_cell_is_written_it_is_done_again(
    shop: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = shop.erase(email("ann@mail.example"))
    before = contents(shop)

    def die(_: InnerBatch) -> None:
        raise SourceUnavailable("killed")

    with monkeypatch.context() as planted:
        planted.setattr(InnerBatch, "write_back", die)
        with pytest.raises(SourceUnavailable):
            shop.apply(plan)
    assert {key: text for key, text in contents(shop).items() if key in (2, 3)} == {
        2: before[2],
        3: before[3],
    }
    from varsam.services import applying

    applied = applying.apply(shop.home, plan.plan)
    assert applied.steps["shop.visit.delete"].rows == 2
    assert shop.verify(plan).verified
    assert "ann@" not in contents(shop)[2] + contents(shop)[3]


def test_rows_that_never_reached_the_cell_are_found_by_verifying(
    shop: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = shop.erase(email("ann@mail.example"))
    with monkeypatch.context() as planted:
        planted.setattr(InnerBatch, "write_back", lambda _: None)
        shop.apply(plan)
    remaining = {(each.table, each.fault): each.rows for each in shop.verify(plan).remaining}
    assert remaining == {("inside_member", "present"): 1, ("inside_visit", "present"): 2}


def test_one_field_goes_and_its_row_stays(shop: House) -> None:
    text = MAP.replace(
        "groups: {line: {columns: [email], for: [visits]}}",
        "groups: {who: {columns: [email], for: [letters]}, line: {columns: [what], for: [visits]}}",
    )
    text = text.replace("email: who}", "email: who, what: what}").replace(r"\S+@\S+", r"\S+")
    shop.write(register(PROMISES).replace("marketing.end", "contract.end"), {"shop": text})
    put(shop, "UPDATE customers SET ends = '2020-01-01' WHERE id = 2")
    plan = shop.plan()
    assert counted(plan)["visit.who"] == 1
    shop.apply(plan)
    assert shop.verify(plan).verified
    assert contents(shop)[3] == LOG.replace("bo@mail.example", "-").replace(
        "ann@mail.example GET /", "ann@mail.example -"
    )
    assert "visit.who" not in counted(shop.plan())


def test_the_day_is_the_landscapes(shop: House) -> None:
    """The control of the rest: thirty days after the second case closed, its list is due, too."""
    put(shop, "UPDATE customers SET ends = '2020-01-01' WHERE id < 9")
    shop.turn(date(2027, 1, 1))
    assert counted(shop.plan())["list.delete"] == 2
