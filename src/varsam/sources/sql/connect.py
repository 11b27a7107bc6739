"""From a source map's options to a database: where it is, who we are there, what we may do."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from psycopg.adapt import Loader

from varsam.domain.errors import RegisterError, SourceUnavailable
from varsam.domain.ownership import SourceMap
from varsam.domain.snapshot import Capabilities
from varsam.sources.containers import InnerTables
from varsam.sources.sql.addresses import address, replicas_of
from varsam.sources.sql.apply import BEGIN
from varsam.sources.sql.compiled import Compiled
from varsam.sources.sql.mariadb import MariadbDialect
from varsam.sources.sql.postgresql import PostgresqlDialect
from varsam.sources.sql.reflect_mariadb import reflect_mariadb
from varsam.sources.sql.reflect_postgresql import reflect_postgresql
from varsam.sources.sql.reflect_sqlite import reflect_sqlite
from varsam.sources.sql.replicas import Replicas
from varsam.sources.sql.served import MariadbSource, ServedSource
from varsam.sources.sql.session import SqlSource
from varsam.sources.sql.sqlite import One, SqliteDialect

CONNECT_SECONDS: Final = 10


def open_sql(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> SqlSource:
    """Prepare a source from options `url`, `url_env` or `url_file`, and `schema`; connects when entered.

    RegisterError: an option is wrong, or `url` holds a password. SourceUnavailable: the file isn't there.
    """
    url = _address(mapped, home, environment)
    match url.get_backend_name():
        case "sqlite":
            return _open_sqlite(mapped, url, home)
        case "postgresql":
            return _open_postgresql(mapped, url, replicas_of(mapped, "postgresql", environment))
        case _:
            return _open_mariadb(mapped, url, replicas_of(mapped, "mariadb", environment))


def _address(mapped: SourceMap, home: Path, environment: Mapping[str, str]) -> sa.URL:
    given = [name for name in ("url", "url_env", "url_file") if mapped.options.get(name)]
    if len(given) != 1:
        raise RegisterError(
            "a sql source needs exactly one of the options url, url_env and url_file", where=mapped.source
        )
    (option,) = given
    value = str(mapped.options[option])
    if option == "url_env":
        text = environment.get(value, "")
        if not text:
            raise SourceUnavailable(
                f"the environment variable {value} isn't set",
                where=mapped.source,
                hint="set it to the address",
            )
    else:
        text = _secret(mapped.source, home / value) if option == "url_file" else value
    url = address(text, option, mapped.source)
    if option == "url" and (url.password or "password" in url.query):
        raise RegisterError(
            "the option url holds a password", where=mapped.source, hint="use url_env or url_file instead"
        )
    return url


def _secret(source: str, path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceUnavailable(
            f"the file of option url_file can't be read: {error.strerror}",
            where=source,
            hint="check its path",
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise RegisterError(
            "the file of option url_file may be read by others", where=source, hint="chmod 600 it"
        )
    return text


def _option(mapped: SourceMap, name: str, default: str) -> str:
    return str(mapped.options.get(name) or default)


# -- SQLite ----------------------------------------------------------------------------------------------


def _open_sqlite(mapped: SourceMap, url: sa.URL, home: Path) -> SqlSource:
    if mapped.pace.replica_lag_seconds is not None:
        raise RegisterError(
            "a SQLite file has no replicas", where=mapped.source, hint="drop pace.replica_lag_seconds"
        )
    if not url.database or url.database == ":memory:":
        raise RegisterError("a SQLite source needs the path of a file", where=mapped.source)
    path = home / url.database
    if not path.is_file():
        raise SourceUnavailable(
            "the SQLite file isn't there", where=mapped.source, hint="check the path; it is never created"
        )
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and url.query.get("mode") != "ro"
    file = sa.URL.create(
        "sqlite",
        database=f"{path.resolve().as_uri()}",
        query={"mode": "rw" if writable else "ro", "uri": "true"},
    )
    engine = sa.create_engine(
        file,
        poolclass=sa.NullPool,
        hide_parameters=True,
        enable_from_linting=False,
        query_cache_size=0,  # statements hardly ever come twice; making their keys costs more
        connect_args={"check_same_thread": False, "timeout": mapped.pace.lock_timeout_seconds},
    )

    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return SqlSource(
        mapped.source,
        engine,
        SqliteDialect(),
        reflect_sqlite,
        pace=mapped.pace,
        inner=InnerTables.of(mapped),
        capabilities=_rights(writable),
    )


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.create_aggregate("varsam_one", 1, One)
    # temp_store: keys of people stay out of the disk's temporary files.
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


# -- PostgreSQL ------------------------------------------------------------------------------------------


_SESSION: Final = (
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET client_encoding = 'UTF8'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
    # A selection is one long statement over few rows: compiling it took twice as long as running it.
    "SET jit = off",
    # Whatever is streamed is read to its end; by default a cursor is planned for its first tenth.
    "SET cursor_tuple_fraction = 1",
)


_COMPILED: Final = Compiled()
# A host that vanished is noticed by both ends within a quarter of a minute: its transaction is rolled back
# and its locks are free. An address that sets one of these itself has the say.
VANISHED_AFTER: Final = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_VANISHED_CLIENT: Final = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 10000",
    "SET client_connection_check_interval = 2000",
)
_CHECKS_CLIENTS: Final = 140_000
"""The server's version from which on all of these settings are known."""


def _open_postgresql(mapped: SourceMap, url: sa.URL, replicas: Replicas | None) -> SqlSource:
    namespace = _option(mapped, "schema", "public")
    return ServedSource(
        mapped.source,
        _postgresql(url, max(1, round(mapped.pace.lock_timeout_seconds * 1000))),
        PostgresqlDialect(),
        reflect_postgresql,
        namespace=namespace,
        pace=mapped.pace,
        inner=InnerTables.of(mapped),
        compiled=_COMPILED,
        replicas=replicas,
        read_only="SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool",
    )


@lru_cache(maxsize=32)
def _postgresql(url: sa.URL, patience: int) -> sa.Engine:
    """The engine of one address: kept, so that what is read person after person is compiled once.

    `patience`: how many milliseconds a reader waits for a lock.
    """
    options = str(url.query.get("options", ""))
    session = _SESSION if "tcp_" in options else _SESSION + _VANISHED_CLIENT
    vanished = {name: value for name, value in VANISHED_AFTER.items() if name not in url.query}
    engine = sa.create_engine(
        url,
        poolclass=sa.NullPool,
        hide_parameters=True,
        enable_from_linting=False,
        query_cache_size=0,  # see `SqlSource.together`
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "varsam"} | vanished,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection[Any], _: object) -> None:
        for name in ("date", "timestamp", "timestamptz"):
            connection.adapters.register_loader(name, _or_text(connection, name))
        with connection.cursor() as cursor:
            known = connection.info.server_version >= _CHECKS_CLIENTS
            # Reading takes as long as it takes, but doesn't wait for ever behind somebody's ALTER TABLE.
            waits = f"SET lock_timeout = {patience}"
            cursor.execute("; ".join([*(session if known else _SESSION), waits]))
        connection.commit()

    return engine


def _or_text(connection: psycopg.Connection[Any], name: str) -> type[Loader]:
    """Dates that Python can't hold (infinity, before year 1) are read as their text."""
    oid = connection.adapters.types[name].oid
    usual: Any = connection.adapters.get_loader(oid, psycopg.pq.Format.TEXT)

    class OrText(Loader):
        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self._load = usual(oid, context).load

        def load(self, data: Any) -> Any:
            try:
                return self._load(data)
            except psycopg.DataError:
                return bytes(data).decode()

    return OrText


# -- MariaDB ---------------------------------------------------------------------------------------------


_MARIADB_SESSION: Final = (
    # Strict, but zero dates that are there may be compared with.
    "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    "time_zone = '+00:00'",
    "sql_auto_is_null = 0",
    "foreign_key_checks = 1",
    # The cache of subqueries is looked up by collation: for "ä" it gives what it found for "a".
    "optimizer_switch = 'subquery_cache=off'",
    # A page of keys comes packed in one row.
    "group_concat_max_len = 1048576",
    # A list of keys is looked up in the index, not made a table of that is joined without one.
    "in_predicate_conversion_threshold = 0",
)


def _open_mariadb(mapped: SourceMap, url: sa.URL, replicas: Replicas | None) -> SqlSource:
    database = url.database
    if not database:
        raise RegisterError("the address of a MariaDB source names no database", where=mapped.source)
    url = url.update_query_dict({"charset": "utf8mb4"})
    engine = sa.create_engine(
        url,
        poolclass=sa.NullPool,
        hide_parameters=True,
        enable_from_linting=False,
        query_cache_size=0,  # statements hardly ever come twice; making their keys costs more
        isolation_level="READ COMMITTED",  # a batch sees what is committed when it looks again
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        seconds = max(1, round(mapped.pace.lock_timeout_seconds))
        with connection.cursor() as cursor:
            for setting in (*_MARIADB_SESSION, f"lock_wait_timeout = {seconds}"):
                cursor.execute(f"SET SESSION {setting}")

    return MariadbSource(
        mapped.source,
        engine,
        MariadbDialect(),
        reflect_mariadb,
        namespace=database,
        pace=mapped.pace,
        inner=InnerTables.of(mapped),
        replicas=replicas,
        read_only="SELECT @@global.read_only",
    )


def _rights(writable: bool) -> Capabilities:
    return Capabilities(delete=writable, overwrite=writable, writable=writable)
