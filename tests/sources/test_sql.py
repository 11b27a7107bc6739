"""What real databases do that the shared suite can't ask of every connector."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from varsam.domain.errors import RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.ownership import Disposal, Group, Kind, Method, Pace, SourceMap
from varsam.domain.predicate import ALWAYS, Compare, Differs, InKeys, NotTrue, Unset, Value, ValueAt
from varsam.domain.snapshot import ForeignKey, Trigger
from varsam.sources.base import BatchStep, KeySet, Query
from varsam.sources.sql import SqlSource, open_sql

SECRET = "Qvarnström"


def source(url: str, **more: object) -> SqlSource:
    mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"}, **more)  # type: ignore[arg-type]
    return open_sql(mapped, home=Path("/"), environment={"CRM_URL": url})


def execute(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement.replace(":", r"\:")))


def values(opened: SqlSource, table: str, *columns: str) -> list[tuple[Value, ...]]:
    wanted = tuple(ValueAt((), column) for column in columns)
    return sorted(opened.read(Query(table, wanted, ALWAYS)), key=repr)


# -- dates that aren't any, and other types -----------------------------------------------------------------


def test_a_zero_date_is_a_value_and_no_null(mariadb_url: str) -> None:
    execute(
        mariadb_url,
        "SET sql_mode = ''",
        "CREATE TABLE t (id int PRIMARY KEY, d date NOT NULL, m datetime, s timestamp NULL)",
        "INSERT INTO t VALUES (1, '0000-00-00', '0000-00-00 00:00:00', '2026-11-22 12:00:00')",
        "INSERT INTO t VALUES (2, '2020-01-01', NULL, NULL)",
    )
    zero = "0000-00-00"
    with source(mariadb_url) as crm:
        noon = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
        assert values(crm, "t", "id", "d", "m", "s") == [
            (1, zero, f"{zero} 00:00:00", noon),
            (2, dt.date(2020, 1, 1), None, None),
        ]
        assert crm.count("t", Unset("d")) == 0
        assert crm.count("t", Unset("d", (zero, ""))) == 1
        assert crm.count("t", Unset("m", (zero,))) == 2
        assert crm.count("t", Differs("d", zero)) == 1
        assert crm.count("t", Compare("s", "=", noon)) == 1
        assert crm.count("t", NotTrue(Unset("d", (zero,)))) == 1
        latest = Query("t", (ValueAt((), "d", "max", (zero,)),), ALWAYS)
        assert sorted(crm.read(latest), key=repr) == [(None,), (dt.date(2020, 1, 1),)]
        step = BatchStep("s", "t", ("id",), [(1,), (2,)], Unset("d", (zero,)), {"d": dt.date(1999, 1, 1)})
        (result,) = crm.apply([step])
        assert (result.done, result.out) == (1, ((2,),))


def test_types_of_postgresql_come_back_as_domain_values(postgres_url: str) -> None:
    key = "0b6f9c7e-7f4c-4a9e-9c1d-2f6f3f1f0a01"
    execute(
        postgres_url,
        "CREATE TYPE mood AS ENUM ('glad', 'sur')",
        "CREATE TABLE t (id uuid PRIMARY KEY, mood mood, c char(6), j jsonb, n numeric(12,4), d date,"
        " s timestamptz, a int[], b bytea, i text, f real, v varchar(3))",
        f"INSERT INTO t VALUES ('{key}', 'glad', 'ab', '{{\"x\": 1}}', 19.90, 'infinity',"
        " '2026-11-22 12:00+01', '{1,2}', '\\x00ff', 'Abc', 0.1, 'abc')",
        "INSERT INTO t VALUES ('0b6f9c7e-7f4c-4a9e-9c1d-2f6f3f1f0a02')",
    )
    with source(postgres_url) as crm:
        names = ("id", "mood", "c", "j", "n", "d", "a", "b", "i", "f")
        full = next(row for row in values(crm, "t", *names) if row[0] == key)
        assert full == (key, "glad", "ab", '{"x": 1}', 19.9, "infinity", "{1,2}", b"\x00\xff", "Abc", 0.1)
        for column, value in zip(names, full, strict=True):
            assert crm.count("t", Compare(column, "=", value)) == 1, column
            assert crm.count("t", Differs(column, value)) == 1, column
        for column, other in (
            ("mood", "arg"),
            ("c", "ab "),
            ("i", "abc"),
            ("id", key.upper()),
            ("v", "abcd"),
            ("n", 19),
        ):
            assert crm.count("t", Compare(column, "=", other)) == 0, column
        crm.stage(KeySet("k", ("text",), [((key,), None), (("none",), None)]))
        assert crm.count("t", InKeys(("id",), "k")) == 1
        assert crm.count("t", NotTrue(InKeys(("id",), "k"))) == 1
        new: dict[str, Value] = {
            "mood": "sur",
            "c": "x",
            "j": "[]",
            "n": 1.5,
            "b": b"\x01",
            "d": None,
            "i": "y",
        }
        (result,) = crm.apply([BatchStep("s", "t", ("id",), [(key,)], ALWAYS, new)])
        assert result.done == 1
        assert crm.present("t", ("id",), [(key,)], unless=new) == []


def test_a_collation_that_folds_case_doesnt_fool_us(postgres_url: str) -> None:
    try:
        execute(
            postgres_url,
            "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
            "CREATE TABLE t (i text COLLATE ci)",
            "INSERT INTO t VALUES ('Abc'), ('aBC')",
        )
    except sa.exc.DBAPIError:
        pytest.skip("NOT RUN: this PostgreSQL is built without ICU; install Debian's postgresql")
    with source(postgres_url) as crm:
        assert crm.count("t", Compare("i", "=", "Abc")) == 1
        assert crm.count("t", Compare("i", "=", "ABC")) == 0
        crm.stage(KeySet("i", ("text",), [(("ABC",), None), (("Abc",), None)]))
        assert crm.count("t", InKeys(("i",), "i")) == 1
        grouped = Query("t", (ValueAt((), "i"),), ALWAYS, grouped=True)
        assert sorted(crm.read(grouped)) == [("Abc", 1), ("aBC", 1)]


def test_dates_of_sqlite_are_compared_in_every_spelling(sqlite_url: str) -> None:
    execute(
        sqlite_url,
        "CREATE TABLE t (id integer PRIMARY KEY, m timestamp, d date, n text COLLATE NOCASE)",
        "INSERT INTO t VALUES (1, '2026-11-22 12:00:00', '', 'Åsa'),"
        " (2, '2026-11-22T12:00:00.000', '0000-00-00', 'A'),"
        " (3, '2026-11-22 12:00:00.000000', '2026-11-22', 'a'), (4, '2026-11-22T11:00:00', NULL, NULL)",
    )
    noon = dt.datetime(2026, 11, 22, 12)
    with source(sqlite_url) as crm:
        found = {op: crm.count("t", Compare("m", op, noon)) for op in ("<", "<=", "=", ">=", ">")}
        assert found == {"<": 1, "<=": 4, "=": 3, ">=": 3, ">": 0}
        assert crm.count("t", Unset("d", ("", "0000-00-00"))) == 3
        assert crm.count("t", Compare("n", "=", "A")) == 1
        assert crm.count("t", Compare("n", "<", "a")) == 1
        crm.stage(KeySet("k", ("text",), [(("a",), None)]))
        assert crm.count("t", InKeys(("n",), "k")) == 1


def test_keys_of_every_kind_are_found_and_deleted(database_url: str) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    meta = sa.MetaData()
    rows: dict[str, list[Value]] = {
        "text": ["", "0", "å", "a"],
        "bytes": [b"", b"\x00", b"a"],
        "date": [dt.date(2020, 1, 1), dt.date(2021, 1, 1)],
        "number": [0, -1, 2**62],
    }
    types = {
        "text": sa.String(20, collation="utf8mb4_bin") if engine.dialect.name == "mysql" else sa.String(20),
        "bytes": sa.VARBINARY(20) if engine.dialect.name == "mysql" else sa.LargeBinary(),
        "date": sa.Date(),
        "number": sa.BigInteger(),
    }
    for family, kind in types.items():
        sa.Table(f"t_{family}", meta, sa.Column("k", kind, primary_key=True, autoincrement=False))
    sa.Table(
        "t_none",
        meta,
        sa.Column("a", sa.Integer),
        sa.Column("b", sa.String(5)),
        sa.UniqueConstraint("a", "b"),
    )
    meta.create_all(engine)
    with engine.begin() as connection:
        for family, keys in rows.items():
            connection.execute(meta.tables[f"t_{family}"].insert(), [{"k": key} for key in keys])
        connection.execute(
            meta.tables["t_none"].insert(), [{"a": 0, "b": None}, {"a": None, "b": ""}, {"a": 0, "b": ""}]
        )
    with source(database_url) as crm:
        for family, keys in rows.items():
            table, given = f"t_{family}", [(key,) for key in keys]
            assert values(crm, table, "k") == sorted(given, key=repr)
            assert crm.present(table, ("k",), given) == given
            (result,) = crm.apply([BatchStep("s", table, ("k",), given[:1], ALWAYS)])
            assert (result.done, crm.present(table, ("k",), given)) == (1, given[1:])
        (result,) = crm.apply([BatchStep("s", "t_none", ("a", "b"), [(0, None), (None, "")], ALWAYS)])
        assert (result.done, result.gone, values(crm, "t_none", "a", "b")) == (2, 0, [(0, "")])


# -- the schema ------------------------------------------------------------------------------------------


SCHEMA = {
    "sqlite": ("CREATE TRIGGER watch AFTER DELETE ON child BEGIN INSERT INTO log VALUES (OLD.id); END",),
    "mysql": ("CREATE TRIGGER watch AFTER DELETE ON child FOR EACH ROW INSERT INTO log VALUES (OLD.id)",),
    "postgresql": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE TRIGGER watch AFTER DELETE ON child FOR EACH ROW EXECUTE FUNCTION f()",
    ),
}


def test_the_snapshot_tells_what_matters_and_the_fingerprint_moves(database_url: str) -> None:
    backend = sa.make_url(database_url).get_backend_name()
    execute(
        database_url,
        "CREATE TABLE parent (id integer PRIMARY KEY, code varchar(12) NOT NULL UNIQUE)",
        "CREATE TABLE child (id integer PRIMARY KEY, p integer, n integer,"
        " twice integer GENERATED ALWAYS AS (n * 2) STORED,"
        " CONSTRAINT fk FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE)",
        "CREATE INDEX child_p ON child (p)",
        "CREATE TABLE log (id integer)",
        "CREATE VIEW both_of_them AS SELECT code, n FROM parent JOIN child ON p = parent.id",
        *SCHEMA[backend],
    )
    with source(database_url) as crm:
        snapshot = crm.snapshot(counts=True)
        assert set(snapshot.tables) == {"parent", "child", "log", "both_of_them"}
        parent, child = snapshot.tables["parent"], snapshot.tables["child"]
        assert (parent.primary_key, parent.unique, parent.rows) == (("id",), (("code",),), 0)
        code = parent.column("code")
        assert code is not None
        assert (code.nullable, code.family, code.length) == (False, "text", 12)
        assert child.foreign_keys == (ForeignKey(("p",), "parent", ("id",), "cascade"),)
        assert child.triggers == (Trigger("watch", ("delete",)),)
        assert {("id",), ("p",)} <= set(child.indexes)
        assert [column.name for column in child.columns if column.generated] == ["twice"]
        assert snapshot.tables["both_of_them"].primary_key == ()
        assert crm.fingerprint() == snapshot.fingerprint
        execute(database_url, "INSERT INTO parent VALUES (1, 'x')")
        assert crm.fingerprint() == snapshot.fingerprint
        execute(database_url, "ALTER TABLE log ADD COLUMN seen integer")
        assert crm.fingerprint() != snapshot.fingerprint


def test_what_a_long_trigger_does_at_its_end_is_in_the_fingerprint(postgres_url: str) -> None:
    def body(last: str) -> str:
        return (
            "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {'PERFORM 1; ' * 200} {last} RETURN OLD; {'PERFORM 1; ' * 200} END $$"
        )

    execute(
        postgres_url,
        "CREATE TABLE child (id integer PRIMARY KEY)",
        body("PERFORM 2;"),
        "CREATE TRIGGER watch AFTER DELETE ON child FOR EACH ROW EXECUTE FUNCTION f()",
    )
    with source(postgres_url) as crm:
        before = crm.fingerprint()
        assert crm.fingerprint() == before
        execute(postgres_url, body("PERFORM 3;"))
        assert crm.fingerprint() != before


def test_tables_without_transactions_are_told_apart(mariadb_url: str) -> None:
    execute(mariadb_url, "CREATE TABLE a (id int) ENGINE=MyISAM", "CREATE TABLE b (id int) ENGINE=InnoDB")
    with source(mariadb_url) as crm:
        tables = crm.snapshot().tables
        assert [tables[name].transactional for name in "ab"] == [False, True]


# -- refusals --------------------------------------------------------------------------------------------


def refusal(caught: pytest.ExceptionInfo[BaseException]) -> str:
    """The whole text that could reach a log: message, cause and context that a traceback would print."""
    error, texts = caught.value, []
    while error is not None:
        texts.append(str(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)  # type: ignore[assignment]
    return "\n".join(texts)


def test_refusals_never_quote_a_row(database_url: str) -> None:
    execute(
        database_url,
        "CREATE TABLE t (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE)",
        f"INSERT INTO t VALUES (1, '{SECRET}'), (2, 'x')",
    )
    with source(database_url) as crm:
        for new in (SECRET, None):
            with pytest.raises(SourceRejected) as caught:
                crm.apply([BatchStep("s", "t", ("id",), [(2,)], ALWAYS, {"name": new})])
            assert SECRET not in refusal(caught)
            assert "constraint" in str(caught.value)
        assert values(crm, "t", "name") == [(SECRET,), ("x",)]


def test_a_deferred_reference_is_refused_at_the_commit(postgres_url: str) -> None:
    execute(
        postgres_url,
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (1, 1)",
    )
    asked: list[int] = []
    with source(postgres_url) as crm:
        with pytest.raises(SourceRejected, match="refers"):
            crm.apply([BatchStep("s", "p", ("id",), [(1,)], ALWAYS)], before_commit=lambda: asked.append(1))
        assert (asked, crm.count("p", ALWAYS)) == ([1], 1)


def test_a_cascade_or_a_trigger_that_interferes_is_undone(postgres_url: str) -> None:
    execute(
        postgres_url,
        "CREATE TABLE t (id int PRIMARY KEY)",
        "INSERT INTO t VALUES (1), (2)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN IF OLD.id = 1 THEN RETURN NULL; END IF; RETURN OLD; END'",
        "CREATE TRIGGER g BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    )
    with source(postgres_url) as crm:
        with pytest.raises(SourceRejected, match="1 rows changed, 2 were to"):
            crm.apply([BatchStep("s", "t", ("id",), [(1,), (2,)], ALWAYS)])
        assert crm.count("t", ALWAYS) == 2


def test_a_lock_is_waited_for_only_so_long(database_url: str) -> None:
    execute(database_url, "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t VALUES (1, 1)")
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    with source(database_url, pace=Pace(lock_timeout_seconds=1)) as crm:
        step = BatchStep("s", "t", ("id",), [(1,)], ALWAYS)
        with engine.connect() as other:
            other.exec_driver_sql("UPDATE t SET n = 2")
            with pytest.raises(SourceUnavailable, match="lock"):
                crm.apply([step])
            other.rollback()
        assert crm.apply([step])[0].done == 1


def test_a_file_has_no_replicas(sqlite_url: str) -> None:
    execute(sqlite_url, "CREATE TABLE t (id integer PRIMARY KEY)")
    with pytest.raises(RegisterError, match="a SQLite file has no replicas"):
        source(sqlite_url, pace=Pace(replica_lag_seconds=5))


@pytest.mark.parametrize("ending", ["?password=x", ""])
def test_a_password_in_the_map_is_refused(ending: str) -> None:
    secret = "" if ending else ":hemligt"
    mapped = SourceMap("crm", "sql", {"url": f"postgresql://me{secret}@db.example/crm{ending}"})
    with pytest.raises(RegisterError, match="password") as caught:
        open_sql(mapped, home=Path("/"), environment={})
    assert "hemligt" not in str(caught.value)


def test_the_address_may_lie_in_a_file_that_others_cannot_read(tmp_path: Path, sqlite_url: str) -> None:
    execute(sqlite_url, "CREATE TABLE t (id integer PRIMARY KEY)")
    file = tmp_path / "address"
    file.write_text(sqlite_url + "\n")
    mapped = SourceMap("crm", "sql", {"url_file": "address"})
    file.chmod(0o644)
    with pytest.raises(RegisterError, match="read by others"):
        open_sql(mapped, home=tmp_path, environment={})
    file.chmod(0o600)
    with open_sql(mapped, home=tmp_path, environment={}) as crm:
        assert set(crm.snapshot().tables) == {"t"}


def test_a_sqlite_file_is_found_from_the_home_and_never_created(tmp_path: Path) -> None:
    mapped = SourceMap("crm", "sql", {"url": "sqlite:///data/crm.sqlite"})
    with pytest.raises(SourceUnavailable, match="isn't there"):
        open_sql(mapped, home=tmp_path, environment={})
    (tmp_path / "data").mkdir()
    execute(f"sqlite:///{tmp_path}/data/crm.sqlite", "CREATE TABLE t (id integer PRIMARY KEY)")
    with open_sql(mapped, home=tmp_path, environment={}) as crm:
        assert (crm.count("t", ALWAYS), crm.capabilities.writable) == (0, True)
    (tmp_path / "data/crm.sqlite").write_bytes(b"no database at all, but long enough" * 40)
    with pytest.raises(SourceRejected, match="sound SQLite"), open_sql(mapped, home=tmp_path, environment={}):
        pass


def test_unreachable_wrong_database_and_wrong_password_are_told_apart(
    postgres_url: str, mariadb_url: str
) -> None:
    for url in (sa.make_url(postgres_url), sa.make_url(mariadb_url)):
        cases: list[tuple[sa.URL, type[Exception], str]] = [
            (url.set(port=1), SourceUnavailable, "reached"),
            (url.set(database="no_such"), SourceRejected, "no such database|permission"),
            (url.set(username="nobody_here", password="x"), SourceRejected, "account or its password"),
        ]
        for wrong, error, text in cases:
            with pytest.raises(error, match=text), source(wrong.render_as_string(hide_password=False)):
                pass
        with source(url.render_as_string(hide_password=False)) as crm:  # the control: this one is right
            assert crm.snapshot().tables == {}


def test_a_database_that_only_reads_says_so(postgres_url: str, sqlite_url: str) -> None:
    made = ("CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t VALUES (1)")
    execute(postgres_url, *made)
    execute(sqlite_url, *made)
    name = sa.make_url(postgres_url).database
    execute(postgres_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    for url in (postgres_url, f"{sqlite_url}?mode=ro"):
        with source(url) as crm:
            assert not crm.capabilities.writable
            assert crm.count("t", ALWAYS) == 1
            with pytest.raises(SourceRejected, match="only allows reading"):
                crm.apply([BatchStep("s", "t", ("id",), [(1,)], ALWAYS)])


def test_what_sqlite_deletes_is_gone_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "crm.sqlite"
    execute(
        f"sqlite:///{file}",
        "CREATE TABLE t (id integer PRIMARY KEY, name text)",
        f"INSERT INTO t VALUES (1, '{SECRET}'), (2, 'x')",
    )
    assert SECRET.encode() in file.read_bytes()
    with source(f"sqlite:///{file}") as crm:
        crm.apply([BatchStep("s", "t", ("id",), [(1,)], ALWAYS)])
    assert SECRET.encode() not in file.read_bytes()


# -- rights ----------------------------------------------------------------------------------------------


@pytest.fixture(params=["postgres", "mariadb"])
def server_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


def test_the_granted_rights_are_enough_and_no_more(server_url: str, request: pytest.FixtureRequest) -> None:
    execute(
        server_url,
        "CREATE TABLE t (id integer PRIMARY KEY, name varchar(20), other varchar(20))",
        "CREATE TABLE kept (id integer PRIMARY KEY)",
        "INSERT INTO t VALUES (1, 'a', 'b'), (2, 'a', 'b')",
        "INSERT INTO kept VALUES (1)",
    )
    kinds = (
        Kind("t", "t", groups=(Group("g", ("name",)),)),
        Kind("kept", "kept", disposal=Disposal(Method.NEVER)),
    )
    mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"}, kinds=kinds)
    account = f"least_{os.getpid()}"
    quoted = f"'{account}'@'%'" if "mysql" in server_url else f'"{account}"'
    with source(server_url) as crm:
        statements = crm.grants(mapped, account)
    made = f"CREATE USER {quoted}"
    execute(server_url, made + (" IDENTIFIED BY 'x'" if "mysql" in server_url else " PASSWORD 'x'"))
    drop: Callable[[], None] = lambda: execute(  # noqa: E731
        server_url, *([] if "mysql" in server_url else [f"DROP OWNED BY {quoted}"]), f"DROP USER {quoted}"
    )
    request.addfinalizer(drop)
    execute(server_url, *statements)
    least = sa.make_url(server_url).set(username=account, password="x").render_as_string(hide_password=False)
    with source(least) as crm:
        crm.stage(KeySet("k", ("number",), [((1,), None)]))
        steps = [
            BatchStep("d", "t", ("id",), [(1,)], InKeys(("id",), "k")),
            BatchStep("o", "t", ("id",), [(2,)], ALWAYS, {"name": None}),
        ]
        assert [result.done for result in crm.apply(steps)] == [1, 1]
        for forbidden in (
            BatchStep("d", "kept", ("id",), [(1,)], ALWAYS),
            BatchStep("o", "t", ("id",), [(2,)], ALWAYS, {"other": None}),
        ):
            with pytest.raises(SourceRejected, match="permission"):
                crm.apply([forbidden])
