"""The landscape's dumps loaded: databases on the tests' servers, SQLite files, file trees."""

from __future__ import annotations

import gzip
import os
import secrets
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

HERE = Path(__file__).parent


def landscape_folder() -> Path:
    """Where the landscape should lie: beside the repository, or where VARSAM_LANDSCAPE says."""
    given = os.environ.get("VARSAM_LANDSCAPE")
    return Path(given) if given else HERE.parents[2] / "shared" / "landscape"


def restore_postgres(url: str, dump: Path) -> None:
    """Load a dump into an empty PostgreSQL database."""
    plain = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    _feed(["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, plain], {}, dump)


def restore_mariadb(url: str, dump: Path) -> None:
    """Load a dump into an empty MariaDB database."""
    at = sa.make_url(url)
    command = ["mariadb", f"-h{at.host}", f"-P{at.port or 3306}", f"-u{at.username}", str(at.database)]
    _feed(command, {"MYSQL_PWD": at.password or ""}, dump)


def _feed(command: Sequence[str], environment: Mapping[str, str], dump: Path) -> None:
    done = subprocess.run(
        command, input=gzip.decompress(dump.read_bytes()), env=os.environ | environment, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]


def restore_sqlite(dump: Path, path: Path) -> None:
    """Load a dump into a new SQLite file."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress(dump.read_bytes()).decode("utf-8"))


def unpack(dump: Path, folder: Path) -> Path:
    """Unpack a file tree and give its folder."""
    folder.mkdir(parents=True)
    with tarfile.open(dump) as tree:
        tree.extractall(folder, filter="data")
    return folder


@contextmanager
def copied(template_url: str) -> Iterator[str]:
    """Give a copy of a PostgreSQL template database, dropped afterwards."""
    at = sa.make_url(template_url)
    name = f"varsam_{secrets.token_hex(6)}"
    engine = sa.create_engine(
        at.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {at.database}")
    try:
        yield at.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
