"""Rules in real databases: evaluating, its inverse in Python and its inverse in SQL give one answer.

Rows are (states of three events); for every rule and day one query reads all rows that are over, and one all
that are kept, so that hundreds of pairs cost a round trip.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from varsam.domain.ownership import EventColumn, SourceMap, Storage, Stored
from varsam.domain.planner.events import EventView, column_view
from varsam.domain.planner.rules import kept_predicate, over_predicate
from varsam.domain.predicate import ALWAYS, NEVER, Column, Edge, Value, ValueAt
from varsam.domain.retention import EventState, Missing, Rule, evaluate, holds, over
from varsam.formats import rule_text
from varsam.sources.base import Query, Source
from varsam.sources.sql import open_sql

STOCKHOLM, AUCKLAND = ZoneInfo("Europe/Stockholm"), ZoneInfo("Pacific/Auckland")
NAMES = ("a.end", "b.end", "c.end")
ZERO = date(1970, 1, 1)


@dataclass(frozen=True)
class Form:
    """A storage form: the column's type, how a moment of the controller's day is stored, what means unset."""

    storage: Storage
    write: Callable[[datetime], Any]
    types: Mapping[str, Any]
    unset: tuple[Value, ...] = ()
    zero: Mapping[str, Any] | None = None

    def column(self, backend: str) -> Any:
        """The column's type in a database."""
        return self.types.get(backend, self.types["any"])


def _local(zone: str) -> Callable[[datetime], datetime]:
    return lambda moment: moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


INSTANTS = {
    "any": sa.DateTime(timezone=True),
    "postgresql": postgresql.TIMESTAMP(timezone=True),
    "mysql": mysql.DATETIME(fsp=6),
    "sqlite": sa.Text(),
}
TIMES = {"any": sa.DateTime(), "mysql": mysql.DATETIME(fsp=6)}
FORMS: dict[str, Form] = {
    "date": Form(Storage(), lambda moment: moment.date(), {"any": sa.Date()}),
    "date with a zero": Form(
        Storage(),
        lambda moment: moment.date(),
        {"any": sa.Date()},
        unset=(ZERO,),
        zero={"any": ZERO},
    ),
    "local of the controller": Form(
        Storage(Stored.LOCAL, "Europe/Stockholm"), _local("Europe/Stockholm"), TIMES
    ),
    "local with a zero": Form(
        Storage(Stored.LOCAL, "Europe/Stockholm"),
        _local("Europe/Stockholm"),
        TIMES,
        unset=(ZERO,),
        zero={"any": datetime(1970, 1, 1)},
    ),
    "local of UTC": Form(Storage(Stored.LOCAL, "UTC"), _local("UTC"), TIMES),
    "local of New York": Form(Storage(Stored.LOCAL, "America/New_York"), _local("America/New_York"), TIMES),
    "epoch": Form(
        Storage(Stored.EPOCH),
        lambda moment: int(moment.timestamp()),
        {"any": sa.BigInteger()},
        unset=(0,),
        zero={"any": 0},
    ),
    "epoch in milliseconds": Form(
        Storage(Stored.EPOCH_MS), lambda moment: int(moment.timestamp() * 1000), {"any": sa.BigInteger()}
    ),
    "text with a date": Form(
        Storage(Stored.TEXT, format="%Y%m%d"),
        lambda moment: moment.strftime("%Y%m%d"),
        {"any": sa.String(20)},
        unset=("", "00000000"),
        zero={"any": "00000000"},
    ),
    "text with a time": Form(
        Storage(Stored.TEXT, "UTC", "%Y-%m-%d %H:%M:%S"),
        lambda moment: moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        {"any": sa.String(20)},
        unset=("",),
        zero={"any": ""},
    ),
    "instant": Form(Storage(Stored.INSTANT), lambda moment: moment, INSTANTS),
}

Rows = list[tuple[EventState, EventState, EventState]]


class Columns:
    """A table whose rows hold one state per event in one storage form: a date, open, zero or absent.

    `absent` is a row whose reference leads nowhere: events b and c stand in a row of their own.
    """

    def __init__(self, url: str, form: Form, zone: ZoneInfo, rows: Rows, dice: random.Random) -> None:
        """Make the tables and fill them."""
        self.form, self.zone = form, zone
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        self.backend = engine.dialect.name
        meta = sa.MetaData()
        at = form.column(self.backend)
        number = sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)
        main = sa.Table(
            "main",
            meta,
            number,
            sa.Column("b", sa.Integer),
            sa.Column("c", sa.Integer),
            sa.Column("a_end", at),
        )
        others = {
            name: sa.Table(
                name,
                meta,
                sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
                sa.Column("at", at),
            )
            for name in ("bs", "cs")
        }
        meta.create_all(engine)
        filled: dict[str, list[dict[str, Any]]] = {"main": [], "bs": [], "cs": []}
        for index, (first, second, third) in enumerate(rows):
            filled["main"].append({"id": index, "a_end": self._stored(first, dice), "b": index, "c": index})
            for name, state in (("bs", second), ("cs", third)):
                if state is not Missing.ABSENT:
                    filled[name].append({"id": index, "at": self._stored(state, dice)})
        with engine.begin() as connection:
            if self.backend == "mysql":
                connection.exec_driver_sql("SET SESSION sql_mode = ''")
            for table in (main, *others.values()):
                if filled[table.name]:
                    connection.execute(table.insert(), filled[table.name])
        engine.dispose()

    def _stored(self, state: EventState, dice: random.Random) -> Any:
        if isinstance(state, Missing):
            zero = self.form.zero
            if zero is not None and dice.random() < 0.5:
                return zero.get(self.backend, zero["any"])
            return None
        clock = dice.choice((time(0, 0), time(0, 30), time(12), time(23, 59, 59)))
        moment = datetime.combine(state, clock, self.zone)
        written = self.form.write(moment)
        if isinstance(written, datetime) and written.tzinfo:
            # SQLite and MariaDB have no type that knows its offset.
            written = written.astimezone(UTC)
            return {"postgresql": written, "sqlite": written.strftime("%Y-%m-%d %H:%M:%S")}.get(
                self.backend, written.replace(tzinfo=None)
            )
        return written

    def storage(self) -> Storage:
        """The storage form that a map would name for this database."""
        if self.form.storage.stored is Stored.INSTANT and self.backend == "sqlite":
            return Storage(Stored.TEXT, "UTC", "%Y-%m-%d %H:%M:%S")
        if self.form.storage.stored is Stored.INSTANT and self.backend == "mysql":
            return Storage(Stored.LOCAL, "UTC")
        return self.form.storage

    def views(self) -> dict[str, EventView]:
        """The three events as a map would give them."""

        def up(table: str, column: str) -> tuple[Edge, ...]:
            return (Edge(table, ((Column("id"), Column(column)),), ALWAYS),)

        said = {
            "a.end": EventColumn("a_end", (), self.storage(), self.form.unset),
            "b.end": EventColumn("at", up("bs", "b"), self.storage(), self.form.unset),
            "c.end": EventColumn("at", up("cs", "c"), self.storage(), self.form.unset),
        }
        return {name: column_view(event, self.zone) for name, event in said.items()}


def random_day(dice: random.Random, today: date) -> date:
    """A day near an edge of today, or any day of recent years; never one that a map calls unset."""
    edges = (0, 30, 90, 365, 366, 730, 731, 2557)
    if dice.random() < 0.6:
        return today - timedelta(days=dice.choice(edges) + dice.randint(-2, 2))
    return dice.choice((date(2024, 2, 29), date(2026, 3, 29), date(2026, 10, 25), date(2020, 1, 31)))


def random_state(dice: random.Random, today: date, *, absent: bool) -> EventState:
    """A date, open, or (where a row may be missing) absent."""
    kinds = ["date"] * 4 + ["open"] + (["absent"] if absent else [])
    match dice.choice(kinds):
        case "date":
            return random_day(dice, today)
        case "open":
            return Missing.OPEN
    return Missing.ABSENT


def random_rule(dice: random.Random, depth: int = 2) -> str:
    """A rule's formal line."""
    match dice.choice(("event", "plus", "plus", "year_end", "choice")) if depth else "event":
        case "plus":
            period = dice.choice(("1 day", "30 days", "2 weeks", "1 month", "12 months", "1 year", "7 years"))
            return f"{random_rule(dice, depth - 1)} + {period}"
        case "year_end":
            return f"year_end({random_rule(dice, depth - 1)})"
        case "choice":
            parts = ", ".join(random_rule(dice, depth - 1) for _ in range(dice.choice((2, 2, 3))))
            return f"{dice.choice(('earliest', 'latest'))}({parts})"
    return dice.choice(NAMES)


def is_over(rule: Rule, states: Mapping[str, EventState], today: date) -> bool:
    """The prose: the due date lies before today; open and absent aren't past."""
    due = evaluate(rule, states)
    return not isinstance(due, Missing) and due < today


def check(source: Source, columns: Columns, rows: Rows, rule: Rule, today: date) -> tuple[int, int]:
    """Hold evaluating, the inverse and the inverse in the database against each other; count both halves."""
    expected = set()
    for index, states in enumerate(rows):
        named = dict(zip(NAMES, states, strict=True))
        said = is_over(rule, named, today)
        assert holds(over(rule, today), named) == said, (rule, named, today)
        if said:
            expected.add(index)
    views = columns.views()
    past, kept = over_predicate(rule, today, views), kept_predicate(rule, today, views)

    def ids(where: Any) -> set[int]:
        return {int(str(row[0])) for row in source.read(Query("main", (ValueAt((), "id"),), where))}

    found, rest = ids(past) if past != NEVER else set(), ids(kept)
    assert found == expected, (rule, today, sorted(found ^ expected))
    assert found | rest == set(range(len(rows)))
    assert not found & rest, (rule, today, sorted(found & rest))
    return len(found), len(rest)


def states_read(source: Source, columns: Columns, rows: Rows) -> None:
    """What is read of a row gives its states back: plans tell "kept until" by it."""
    for position, (_, view) in enumerate(columns.views().items()):
        reading = view.reading()
        query = Query("main", (ValueAt((), "id"), *reading), ALWAYS)
        for number, *values in source.read(query):
            assert view.state(values) == rows[int(str(number))][position], (number, position)


@pytest.mark.parametrize("form", FORMS)
def test_rules_are_the_same_in_every_database(database_url: str, form: str, tmp_path: Path) -> None:
    dice = random.Random(form)
    zone = AUCKLAND if form == "local of UTC" else STOCKHOLM
    today = dice.choice((date(2026, 11, 22), date(2028, 2, 29), date(2026, 3, 30)))
    rows: Rows = [
        (
            random_state(dice, today, absent=False),
            random_state(dice, today, absent=True),
            random_state(dice, today, absent=True),
        )
        for _ in range(90)
    ]
    columns = Columns(database_url, FORMS[form], zone, rows, dice)
    mapped = SourceMap("crm", "sql", {"url_env": "URL"})
    met = [0, 0]
    with open_sql(mapped, home=tmp_path, environment={"URL": database_url}) as source:
        states_read(source, columns, rows)
        for _ in range(7):
            rule = rule_text.parse(random_rule(dice))
            for day in (today, today + timedelta(days=1)):
                for half, number in enumerate(check(source, columns, rows, rule, day)):
                    met[half] += number
    assert min(met) > 100, "one half of the rows was never met"


VECTORS: list[tuple[str, dict[str, str], str]] = [
    ("a.end + 1 year", {"a.end": "2026-02-28"}, "2027-02-28"),
    ("a.end + 1 year", {"a.end": "2028-02-29"}, "2029-02-28"),
    ("earliest(b.end + 30 days, a.end + 12 months)", {"a.end": "2026-01-31", "b.end": "open"}, "2027-01-31"),
    (
        "earliest(b.end + 30 days, a.end + 12 months)",
        {"a.end": "2026-01-31", "b.end": "2026-03-01"},
        "2026-03-31",
    ),
    ("year_end(a.end + 7 years)", {"a.end": "2025-12-31"}, "2032-12-31"),
    ("year_end(a.end + 7 years)", {"a.end": "2026-04-30"}, "2033-12-31"),
    ("year_end(a.end + 7 years)", {"a.end": "2026-06-30"}, "2033-12-31"),
    ("year_end(a.end + 7 years)", {"a.end": "2027-01-31"}, "2034-12-31"),
    ("earliest(a.end + 6 months, b.end)", {"a.end": "2026-08-31", "b.end": "open"}, "2027-02-28"),
    ("earliest(a.end + 6 months, b.end)", {"a.end": "2026-08-31", "b.end": "2026-10-10"}, "2026-10-10"),
    ("a.end", {"a.end": "2026-08-31"}, "2026-08-31"),
    ("a.end + 1 month", {"a.end": "2026-01-31"}, "2026-02-28"),
]


def test_the_published_vectors_turn_on_their_day(database_url: str, tmp_path: Path) -> None:
    def state(said: str) -> EventState:
        return {"open": Missing.OPEN, "absent": Missing.ABSENT}.get(said) or date.fromisoformat(said)

    rows: Rows = [
        (state(events["a.end"]), state(events.get("b.end", "absent")), Missing.ABSENT)
        for _, events, _ in VECTORS
    ]
    columns = Columns(database_url, FORMS["date"], STOCKHOLM, rows, random.Random(1))
    mapped = SourceMap("crm", "sql", {"url_env": "URL"})
    with open_sql(mapped, home=tmp_path, environment={"URL": database_url}) as source:
        for index, (line, _, due_text) in enumerate(VECTORS):
            rule, due = rule_text.parse(line), date.fromisoformat(due_text)
            for day, expected in ((due, set()), (due + timedelta(days=1), {index})):
                where = over_predicate(rule, day, columns.views())
                query = Query("main", (ValueAt((), "id"),), where)
                assert {row[0] for row in source.read(query)} & {index} == expected, (line, day)
                check(source, columns, rows, rule, day)


def test_a_contract_that_ended_late_in_the_evening_of_utc(postgres_url: str, tmp_path: Path) -> None:
    engine = sa.create_engine(postgres_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (id int PRIMARY KEY, at timestamptz)"))
        connection.execute(sa.text("INSERT INTO t VALUES (0, '2026-03-31T22:30Z'), (1, '2026-03-31T21:30Z')"))
    event = column_view(EventColumn("at", (), Storage(Stored.INSTANT)), STOCKHOLM)
    mapped = SourceMap("crm", "sql", {"url_env": "URL"})
    with open_sql(mapped, home=tmp_path, environment={"URL": postgres_url}) as source:
        march = [
            row[0] for row in source.read(Query("t", (ValueAt((), "id"),), event.at_most(date(2026, 3, 31))))
        ]
        april = [
            row[0] for row in source.read(Query("t", (ValueAt((), "id"),), event.after(date(2026, 3, 31))))
        ]
    assert (march, april) == ([1], [0])


@pytest.mark.parametrize(
    ("column", "zero"),
    [("DATE", "0000-00-00"), ("DATETIME(6)", "0000-00-00"), ("DATETIME(6)", "0000-00-00 00:00:00")],
)
def test_zero_dates_of_mariadb_are_open(mariadb_url: str, tmp_path: Path, column: str, zero: str) -> None:
    engine = sa.create_engine(mariadb_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("SET SESSION sql_mode = ''")
        connection.exec_driver_sql(f"CREATE TABLE t (id int PRIMARY KEY, at {column} NOT NULL)")
        connection.exec_driver_sql("INSERT INTO t VALUES (0, '0000-00-00'), (1, '2019-01-01')")
    dated = column == "DATE"
    storage = Storage() if dated else Storage(Stored.LOCAL, "Europe/Stockholm")
    event = column_view(EventColumn("at", (), storage, (zero,)), STOCKHOLM)
    rule, today = rule_text.parse("a.end + 1 year"), date(2026, 11, 22)
    mapped = SourceMap("crm", "sql", {"url_env": "URL"})

    def ids(source: Source, where: Any) -> list[Value]:
        return [row[0] for row in source.read(Query("t", (ValueAt((), "id"),), where))]

    with open_sql(mapped, home=tmp_path, environment={"URL": mariadb_url}) as source:
        assert ids(source, over_predicate(rule, today, {"a.end": event})) == [1]
        assert ids(source, kept_predicate(rule, today, {"a.end": event})) == [0]
        assert ids(source, event.open()) == [0]
        unsaid = column_view(EventColumn("at", (), storage), STOCKHOLM)
        # The trap is real: without `unset:` a zero date is below every cutoff.
        assert sorted(map(str, ids(source, unsaid.at_most(today)))) == ["0", "1"]
