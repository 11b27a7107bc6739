"""What databases do when a schema changes in the middle of a batch, and what a held schema makes of it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.sources.test_sql import execute, source
from varsam.domain.errors import SchemaChanged, SourceRejected
from varsam.domain.predicate import ALWAYS
from varsam.domain.snapshot import Trigger
from varsam.sources.base import BatchStep
from varsam.sources.sql import held

STEP = BatchStep("s", "t", ("id",), [(1,)], ALWAYS)


def shop(url: str) -> None:
    execute(
        url,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)",
        "INSERT INTO t VALUES (1, 1), (2, 2)",
    )


def change(url: str, statement: str) -> None:
    """Change the schema as another session would, and give up after a moment's waiting."""
    impatient = {"sqlite": {"timeout": 0.2}}.get(sa.make_url(url).get_backend_name(), {})
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=impatient)
    with engine.connect() as connection:
        match connection.dialect.name:
            case "postgresql":
                connection.exec_driver_sql("SET lock_timeout = '200ms'")
            case "mysql":
                connection.exec_driver_sql("SET lock_wait_timeout = 1")
        connection.exec_driver_sql(statement)
        connection.commit()


def test_a_table_that_a_batch_has_touched_cant_be_changed_until_it_is_committed(database_url: str) -> None:
    """Every one of the three keeps it away, and the batch is done under the schema it began with."""
    shop(database_url)
    met: list[Exception] = []

    def alter() -> None:
        with pytest.raises(sa.exc.DBAPIError) as caught:
            change(database_url, "ALTER TABLE t ADD COLUMN more INTEGER")
        met.append(caught.value)

    with source(database_url) as crm:
        crm.hold(crm.fingerprint())
        (result,) = crm.apply([STEP], before_commit=alter)
        assert result.done == 1
        assert len(met) == 1
        assert crm.count("t", ALWAYS) == 1
    change(database_url, "ALTER TABLE t ADD COLUMN more INTEGER")


def test_what_changes_elsewhere_while_a_batch_runs_undoes_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table that nothing of the batch has touched yet: a reference from it, or a trigger's target."""
    if database_url.startswith("sqlite"):
        pytest.skip("a batch has the whole file")
    shop(database_url)

    monkeypatch.setattr(held, "_TIMES", 0)

    def create() -> None:
        change(database_url, "CREATE TABLE copies (id INTEGER PRIMARY KEY)")

    with source(database_url) as crm:
        crm.hold(crm.fingerprint())
        with pytest.raises(SchemaChanged, match="copies"):
            crm.apply([STEP], before_commit=create)
        assert crm.count("t", ALWAYS) == 2
        change(database_url, "DROP TABLE copies")
        (result,) = crm.apply([STEP])
        assert result.done == 1


def test_a_change_that_makes_a_batch_fail_is_named_before_the_failure(database_url: str) -> None:
    shop(database_url)
    with source(database_url) as crm:
        crm.hold(crm.fingerprint())
        change(database_url, "ALTER TABLE t RENAME COLUMN n TO m")
        with pytest.raises(SchemaChanged, match=": t "):
            crm.apply([BatchStep("s", "t", ("id",), [(1,)], ALWAYS, {"n": 0})])
    with source(database_url) as crm, pytest.raises(SourceRejected):
        crm.apply([BatchStep("s", "t", ("id",), [(1,)], ALWAYS, {"n": 0})])


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("CREATE TYPE mood AS ENUM ('glad')", "ALTER TYPE mood RENAME TO temper"),
        ("SELECT 1", "CREATE INDEX later ON t (n)"),
        ("SELECT 1", "ALTER TABLE t ADD UNIQUE (n)"),
        ("SELECT 1", "ALTER TABLE t ALTER COLUMN n TYPE bigint"),
        ("SELECT 1", "ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES t (id) ON DELETE CASCADE"),
        ("SELECT 1", "ALTER TABLE t DISABLE TRIGGER g"),
        (
            "SELECT 1",
            "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        ),
        ("SELECT 1", "CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY gone"),
        (
            "CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY gone",
            "CREATE OR REPLACE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        ),
        ("CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY gone", "ALTER TABLE t DISABLE RULE r"),
        ("CREATE VIEW v AS SELECT id FROM t", "ALTER VIEW v RENAME COLUMN id TO key"),
    ],
)
def test_everything_that_a_fingerprint_covers_shows_in_the_stamp(
    postgres_url: str, before: str, now: str
) -> None:
    """Else a change would be missed: only where the stamp differs is the schema read anew."""
    shop(postgres_url)
    execute(
        postgres_url,
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE TRIGGER g BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        before,
    )
    if "mood" in before:
        execute(postgres_url, "ALTER TABLE t ADD COLUMN feels mood")
    with source(postgres_url) as crm:
        first = crm.fingerprint()
        stamped = crm._stamp
        execute(postgres_url, "ANALYZE t")
        assert crm.fingerprint() == first
        execute(postgres_url, now)
        assert crm.fingerprint() != first
        assert crm._stamp != stamped


def test_a_rule_is_seen_as_the_trigger_that_it_is(postgres_url: str) -> None:
    """What it does as a row goes, the engine must know of: the map says so, or the plan is refused."""
    shop(postgres_url)
    with source(postgres_url) as crm:
        assert crm.snapshot().tables["t"].triggers == ()
    execute(postgres_url, "CREATE RULE r AS ON DELETE TO t DO ALSO NOTIFY gone")
    with source(postgres_url) as crm:
        assert crm.snapshot().tables["t"].triggers == (Trigger("r", ("delete",)),)


def test_on_mariadb_looks_take_no_more_than_their_share(
    mariadb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(mariadb_url)
    steps = [BatchStep("s", "t", ("id",), [(number,)], ALWAYS) for number in (1, 2)]
    for times, expected in ((0, 4), (1_000_000, 1)):
        monkeypatch.setattr(held, "_TIMES", times)
        with source(mariadb_url) as crm:
            crm.hold(crm.fingerprint())
            looks = 0
            read = crm._reflect

            def counted(*given: Any, read: Any = read) -> Any:
                nonlocal looks
                looks += 1
                return read(*given)

            crm._reflect = counted
            for step in steps:
                crm.apply([step])
            assert looks == expected
