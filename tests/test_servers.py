"""The test servers themselves: real, fresh per test, never missed in silence, never left behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.servers import (
    KINDS,
    ServerFailed,
    _start_postgres,
    _started,
    find_binaries,
    fresh_database,
    obtain,
    packaged_postgres,
    release,
)

ROOT = Path(__file__).parents[1]
TEXT = "Åsa 😀"


def test_a_fresh_database_keeps_text_and_starts_empty(database_url: str) -> None:
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    table = sa.Table("note", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True))
    table.append_column(sa.Column("text", sa.String(40)))
    assert sa.inspect(engine).get_table_names() == []
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(table.insert().values(id=1, text=TEXT))
    with engine.connect() as connection:
        assert connection.execute(sa.select(table.c.text)).scalar_one() == TEXT
    assert sa.inspect(engine).get_table_names() == ["note"]


def _databases(engine: sa.Engine, kind: str) -> set[str]:
    listing = "SELECT datname FROM pg_database" if kind == "postgres" else "SHOW DATABASES"
    with engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql(listing)}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ],
)
def test_a_database_is_dropped_under_an_open_transaction(kind: str, request: pytest.FixtureRequest) -> None:
    here = sa.make_url(request.getfixturevalue(f"{kind}_url"))
    admin = here.set(database="postgres" if kind == "postgres" else "mysql")
    engine = sa.create_engine(admin, poolclass=sa.NullPool)
    with contextlib.ExitStack() as stack:
        with fresh_database(kind, admin.render_as_string(hide_password=False)) as url:
            name = sa.make_url(url).database
            left_open = sa.create_engine(url, poolclass=sa.NullPool).connect()
            stack.callback(left_open.invalidate)
            left_open.exec_driver_sql("CREATE TABLE held (id integer)")
            left_open.exec_driver_sql("INSERT INTO held VALUES (1)")
            assert name in _databases(engine, kind)
        assert name not in _databases(engine, kind)


def _session(**settings: str) -> subprocess.CompletedProcess[str]:
    chosen = f"{Path(__file__)}::test_a_fresh_database_keeps_text_and_starts_empty"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", chosen]
    inherited = {
        k: v for k, v in os.environ.items() if k != "CI" and not k.startswith(("VARSAM_", "PYTEST_"))
    }
    return subprocess.run(
        command, cwd=ROOT, env=inherited | settings, capture_output=True, text=True, check=False, timeout=180
    )


def test_a_missing_server_is_said_aloud() -> None:
    session = _session(VARSAM_TEST_WITHOUT="postgres,mariadb")
    assert session.returncode == 0, session.stdout
    assert (
        "1 test did not run: no postgres server here; install the Debian package postgresql" in session.stdout
    )
    assert "1 test did not run: no mariadb server here" in session.stdout
    assert "1 passed, 2 skipped" in session.stdout


def test_a_missing_server_fails_the_run_in_ci() -> None:
    session = _session(VARSAM_TEST_WITHOUT="postgres,mariadb", CI="true")
    assert "CI=true: this fails the run." in session.stdout
    assert session.returncode == 1


@pytest.mark.postgres
@pytest.mark.mariadb
def test_nothing_is_said_where_all_servers_are(postgres_url: str, mariadb_url: str) -> None:
    # The control of the two tests above: it only runs where both servers are.
    assert postgres_url != mariadb_url
    session = _session(CI="true")
    assert session.returncode == 0, session.stdout
    assert "3 passed" in session.stdout
    assert "did not run" not in session.stdout


def test_a_server_that_does_not_start_is_a_failure_not_a_missing_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="varsam-"))
    programs = folder / "programs"
    programs.mkdir()
    for name in ("mariadbd", "mariadb-install-db"):
        (programs / name).write_text("#!/bin/sh\necho no room on the disk\nexit 3\n")
        (programs / name).chmod(0o755)
    monkeypatch.delenv("VARSAM_TEST_MARIADB_URL", raising=False)
    monkeypatch.delenv("VARSAM_TEST_WITHOUT", raising=False)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    try:
        with pytest.raises(ServerFailed, match="no room on the disk"):
            obtain("mariadb", folder, os.getpid())
        with pytest.raises(ServerFailed, match="no room on the disk"):
            obtain("mariadb", folder, os.getpid())  # the next worker is told the same at once
    finally:
        release(folder)
    assert not folder.exists()


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.crash
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ],
)
def test_servers_end_with_a_killed_session(kind: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(f"{kind}_url")  # says NOT RUN where there is none
    if find_binaries(kind) is None:
        pytest.skip(f"only the server of {kind.upper()}'s given URL is here; it isn't ours to stop")
    folder = Path(tempfile.mkdtemp(prefix="varsam-"))
    code = (
        "import os, sys, time; from pathlib import Path; from tests.servers import obtain;"
        f"print(obtain({kind!r}, Path(sys.argv[1]), os.getpid()), flush=True); time.sleep(120)"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VARSAM_TEST_")}
    session = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert session.stdout is not None
        assert session.stdout.readline().startswith(("postgresql+psycopg://", "mysql+pymysql://"))
        server = int(json.loads((folder / f"{kind}.json").read_text())["pid"])
        os.kill(server, 0)  # it is there
        session.send_signal(signal.SIGKILL)
        session.wait()
        assert _wait_until_gone(server)
    finally:
        session.kill()
        session.wait()
        if folder.exists():
            release(folder)


@pytest.mark.postgres
def test_the_packaged_postgres_starts_too() -> None:
    binaries = packaged_postgres()
    if binaries is None:
        pytest.skip("the pgserver wheel isn't made for this platform")
    folder = Path(tempfile.mkdtemp(prefix="varsam-"))
    server = None
    try:
        server, url = _started(_start_postgres, binaries, folder / "postgres")
        with sa.create_engine(url, poolclass=sa.NullPool).connect() as connection:
            assert connection.exec_driver_sql("SHOW server_version").scalar_one().startswith("16.2")
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait(20)
        release(folder)


def test_every_kind_has_its_fixture(request: pytest.FixtureRequest) -> None:
    for kind in KINDS:
        assert request._fixturemanager.getfixturedefs(f"{kind}_url", request.node)
