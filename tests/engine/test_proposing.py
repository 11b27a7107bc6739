"""A map proposed for unfamiliar systems: what it finds, that it is a map, that it leaves nothing behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.measuring import Figures, measured
from tests.engine.unfamiliar import SYSTEMS
from varsam.checks.base import Level
from varsam.checks.maps import check_map
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import ALWAYS, exists
from varsam.domain.proposal import Proposal
from varsam.domain.register import Register
from varsam.engine.proposing import Bounds, propose
from varsam.formats import register_yaml, source_map
from varsam.formats.source_map.proposed import as_json, written
from varsam.services.starting import FIRST_REGISTER
from varsam.sources.base import Sampling, Source
from varsam.sources.catalogue import open_source

REGISTER: Register = register_yaml.parse(FIRST_REGISTER, "register.yaml")


def mapped(url: str, name: str = "strange") -> SourceMap:
    """A source of which only the place is known."""
    return SourceMap(name, "sql", {"url_env": "URL"}) if url else SourceMap(name, "sql", {})


def opened(url: str) -> Source:
    """The source at a URL."""
    return open_source(mapped(url), home=Path(), environment={"URL": url})


def proposed(url: str, **bounds: object) -> Proposal:
    """Propose a map for a database."""
    with opened(url) as source:
        return propose(source, REGISTER, Bounds(**bounds), time.monotonic, lambda _table, _number: None)  # type: ignore[arg-type]


@pytest.fixture
def filled(database_url: str) -> Callable[[str], str]:
    """Fill the database with one of the systems."""

    def fill(system: str) -> str:
        engine = sa.create_engine(database_url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            SYSTEMS[system][0](connection)
        return database_url

    return fill


def dump(url: str) -> dict[str, list[str]]:
    """Every row of every table, past Varsam."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))))
            for name in names
        }


def figures(system: str, proposal: Proposal) -> Figures:
    """Hold a proposal against what is personal in a system."""
    truth = SYSTEMS[system][1]
    return measured(proposal, truth.columns, truth.either, truth.owners)


@pytest.mark.parametrize("system", list(SYSTEMS))
def test_an_unfamiliar_system(filled: Callable[[str], str], system: str) -> None:
    url = filled(system)
    before = dump(url)
    proposal = proposed(url)
    assert dump(url) == before

    found = figures(system, proposal)
    assert found.recall >= 0.85, found.missed
    assert found.precision >= 0.9, found.false
    assert found.ownership >= 0.8, found.wrong

    for lang in ("sv", "en"):
        text = written(proposal, mapped(url), lang)
        read = source_map.parse(text, "strange.yaml", REGISTER)
        with opened(url) as source:
            errors = [
                each for each in check_map(read, source.snapshot(), REGISTER) if each.level is Level.ERROR
            ]
            assert errors == []
            for kind in read.kinds:
                links = [link.edges for link in kind.owner.links if link.person] if kind.owner else []
                ways = [(kind.part_of.edge,)] if kind.part_of else links
                for edges in ways:
                    assert source.count(kind.table, exists(edges, ALWAYS)) > 0, kind.name
    named = {kind.table for kind in proposal.kinds} | {each.table for each in proposal.ignored}
    assert named | {each.table for each in proposal.undecided} == set(before)


@pytest.mark.parametrize("system", list(SYSTEMS))
def test_no_value_reaches_the_proposal(sqlite_url: str, system: str) -> None:
    url = sqlite_url
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        SYSTEMS[system][0](connection)
    proposal = proposed(url)
    told = written(proposal, mapped(url), "en") + json.dumps(as_json(proposal, "en")) + repr(proposal)
    values = {
        str(value)
        for table, columns in SYSTEMS[system][1].columns.items()
        for column in columns
        for value in read(url, table, column)
        if isinstance(value, str) and len(value) > 3
    }
    assert len(values) > 20
    assert [value for value in values if value in told] == []
    # The same search finds each of them where they are.
    everywhere = "".join(str(value) for table in dump(url) for row in whole(url, table) for value in row)
    assert [value for value in values if value not in everywhere] == []


def whole(url: str, table: str) -> list[tuple[object, ...]]:
    """A table's rows, past Varsam."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))
        ]


def read(url: str, table: str, column: str) -> list[object]:
    """A column's values, past Varsam."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(sa.column(column)).select_from(sa.table(table))))


def test_rows_far_back_are_seen_too(database_url: str) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE log (id integer PRIMARY KEY, what varchar(40))")
        rows = [
            {"id": n, "what": f"203.0.113.{n % 200}" if n > 1_500 else "started"} for n in range(1, 5_001)
        ]
        connection.execute(sa.text("INSERT INTO log (id, what) VALUES (:id, :what)"), rows)
    proposal = proposed(database_url, sampling=Sampling(rows=100))
    sample = proposal.samples["log"]
    assert (sample.rows, sample.way) == (100, "spread")
    assert [column.category for kind in proposal.kinds for column in kind.columns] == ["online.ip"]


def test_what_was_not_looked_into_is_said(sqlite_url: str) -> None:
    with sa.create_engine(sqlite_url, poolclass=sa.NullPool).begin() as connection:
        SYSTEMS["club"][0](connection)
    proposal = proposed(sqlite_url, seconds=-1.0)
    assert {sample.why_none for sample in proposal.samples.values()} == {"out_of_time"}
    text = written(proposal, mapped(sqlite_url), "en")
    assert "not looked into: the time was over" in text
    # By their names alone; nothing is silent.
    assert "only the column's name says so" in text
    source_map.parse(text, "strange.yaml", REGISTER)


def test_a_slow_statement_ends_by_itself(sqlite_url: str) -> None:
    with sa.create_engine(sqlite_url, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql(
            "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            " SELECT i, i % 2 AS odd FROM n WHERE i < 0"
        )
    start = time.monotonic()
    proposal = proposed(sqlite_url, sampling=Sampling(seconds=0.2))
    assert time.monotonic() - start < 5
    assert proposal.samples["endless"].why_none == "too_slow"


STRANGE = """
CREATE TABLE users (id integer PRIMARY KEY, login varchar(20), email varchar(60), manager_id integer);
CREATE TABLE jobs (
  id integer PRIMARY KEY, user_id integer NOT NULL, created_by integer REFERENCES users (id),
  note varchar(80),
  at varchar(19));
CREATE TABLE jobs_history (
  hid integer PRIMARY KEY, id integer, user_id integer, created_by integer, note varchar(80), at varchar(19));
CREATE TABLE loose (mail varchar(60), word varchar(20));
CREATE TRIGGER keep AFTER DELETE ON users BEGIN INSERT INTO loose VALUES (old.email, 'gone'); END;
"""


def test_histories_sentinels_triggers_actors_and_tables_without_a_key(sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.executescript(STRANGE)
        users = [{"n": n, "l": f"user{n}", "e": f"kim{n}@one.example", "m": n // 2} for n in range(1, 31)]
        connection.execute(sa.text("INSERT INTO users VALUES (:n, :l, :e, :m)"), users)
        jobs = [
            {"n": n, "u": n % 20 and n % 20 + 3, "t": "2026-01-02 10:00:00" if n % 3 else "0000-00-00"}
            for n in range(1, 61)
        ]
        connection.execute(sa.text("INSERT INTO jobs VALUES (:n, :u, 1, 'call back before noon', :t)"), jobs)
        connection.execute(sa.text("INSERT INTO jobs_history SELECT id + 100, * FROM jobs WHERE id < 40"))
        connection.execute(sa.text("INSERT INTO loose SELECT email, 'kept' FROM users"))
    proposal = proposed(sqlite_url)
    kinds = {kind.table: kind for kind in proposal.kinds}
    assert kinds["users"].owner.way == "person"
    assert {each.code for each in kinds["users"].questions} == {"trigger", "named_as_actor"}
    jobs_kind = kinds["jobs"]
    assert jobs_kind.owner.reference is not None
    assert (jobs_kind.owner.way, jobs_kind.owner.reference.columns) == ("reference", ("user_id",))
    assert [each.value for each in jobs_kind.sentinels["user_id"]] == [0]
    assert [each.value for each in jobs_kind.sentinels["at"]] == ["0000-00-00"]
    assert [(each.name, each.stored, each.format) for each in jobs_kind.dates] == [
        ("at", "text", "%Y-%m-%d %H:%M:%S")
    ]
    assert kinds["jobs_history"].history_of == "jobs"
    assert kinds["jobs_history"].owner.way == "part"
    assert [(each.table, each.reason.code) for each in proposal.undecided] == [("loose", "no_key")]
    text = written(proposal, mapped(sqlite_url), "en")
    assert "owner: {ref: user, unset: [0]}" in text
    read = source_map.parse(text, "strange.yaml", REGISTER)
    with opened(sqlite_url) as source:
        found = {
            each.code for each in check_map(read, source.snapshot(), REGISTER) if each.level is Level.ERROR
        }
    # A trigger stays an error until a person has read it; nothing else does.
    assert found == {"MAP011"}
