"""Real PostgreSQL and MariaDB servers for the tests: found, started on first use, shared, and always stopped.

Whoever needs a server first (any xdist worker) starts a *guardian*: this file run as a program. The guardian
starts the server, writes its address, and stops it when the test session ends or its first process dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa

KINDS = ("postgres", "mariadb")
OVERRIDES = {"postgres": "VARSAM_TEST_POSTGRES_URL", "mariadb": "VARSAM_TEST_MARIADB_URL"}
# Pretends that a server isn't installed: VARSAM_TEST_WITHOUT=postgres,mariadb
WITHOUT = "VARSAM_TEST_WITHOUT"
PACKAGES = {"postgres": "postgresql", "mariadb": "mariadb-server"}
DRIVERS = {"postgres": "postgresql+psycopg", "mariadb": "mysql+pymysql"}
START_SECONDS = 60.0
STOP_SECONDS = 15.0
# A path to a unix socket may have 107 bytes.
SOCKET_FOLDER_LENGTH = 80


class ServerMissing(Exception):
    """No such server is installed here; the tests that need it can't run."""


class ServerFailed(Exception):
    """A server is installed but did not start, or the given one can't be used."""


def obtain(kind: str, folder: Path, owner_pid: int) -> str:
    """Give the administrator's URL of the session's server of this kind, starting it on first use.

    `folder` is the session's, shared by its workers; the server lives until `release(folder)` or until the
    process `owner_pid` ends. Raises ServerMissing or ServerFailed.
    """
    given = os.environ.get(OVERRIDES[kind])
    if given:
        return _normalised(kind, given)
    state = folder / f"{kind}.json"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not state.exists():
            _start_guardian(kind, folder, owner_pid, state)
        answer = json.loads(state.read_text())
    if "missing" in answer:
        raise ServerMissing(answer["missing"])
    if "failed" in answer:
        raise ServerFailed(answer["failed"])
    return str(answer["url"])


def release(folder: Path) -> None:
    """Stop the session's servers, wait until they are gone, and remove their folder."""
    (folder / "stop").touch()
    deadline = time.monotonic() + STOP_SECONDS
    while running := [answer for answer in _answers(folder) if "url" in answer]:
        if time.monotonic() > deadline:
            for answer in running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(answer["pid"], signal.SIGKILL)
            break
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_database(kind: str, admin_url: str) -> Iterator[str]:
    """Give the SQLAlchemy URL of a new empty database, dropped afterwards even while it is in use."""
    name = f"varsam_{secrets.token_hex(6)}"
    engine = sa.create_engine(admin_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    options = "" if kind == "postgres" else " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}{options}")
    try:
        yield sa.make_url(admin_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            if kind == "postgres":
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            else:
                _end_mariadb_sessions(connection, name)
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")


def _end_mariadb_sessions(connection: sa.Connection, name: str) -> None:
    # DROP DATABASE would wait for ever behind an open transaction of a failed test.
    listed = connection.execute(
        sa.text("SELECT id FROM information_schema.processlist WHERE db = :name"), {"name": name}
    )
    for (session,) in listed.all():
        with contextlib.suppress(sa.exc.DBAPIError):  # it may have ended by itself
            connection.exec_driver_sql(f"KILL {int(session)}")


def _normalised(kind: str, given: str) -> str:
    url = sa.make_url(given).set(drivername=DRIVERS[kind])
    if kind == "mariadb":
        url = url.update_query_dict({"charset": "utf8mb4"})
    return url.render_as_string(hide_password=False)


def _answers(folder: Path) -> list[dict[str, Any]]:
    found = []
    for state in folder.glob("*.json"):
        with contextlib.suppress(FileNotFoundError):
            found.append(json.loads(state.read_text()))
    return found


def _write(state: Path, answer: dict[str, object]) -> None:
    # Renamed into place, so that nobody reads half of it.
    draft = state.with_suffix(".draft")
    draft.write_text(json.dumps(answer))
    draft.replace(state)


def _start_guardian(kind: str, folder: Path, owner_pid: int, state: Path) -> None:
    if find_binaries(kind) is None:
        remedy = f"install the Debian package {PACKAGES[kind]} or set {OVERRIDES[kind]}"
        _write(state, {"missing": f"no {kind} server here; {remedy}"})
        return
    log = folder / f"{kind}.log"
    with log.open("w") as output:
        guardian = subprocess.Popen(
            [sys.executable, __file__, kind, str(folder), str(owner_pid)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; the guardian follows their end
        )
    while not state.exists():
        if guardian.poll() is not None:
            _write(state, {"failed": f"the {kind} server did not start:\n{log.read_text()[-4000:]}"})
            return
        time.sleep(0.02)


def find_binaries(kind: str) -> Path | None:
    """Find the folder with the server's programs, or None if it isn't installed."""
    if kind in os.environ.get(WITHOUT, "").split(","):
        return None
    if kind == "mariadb":
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin"
        server = shutil.which("mariadbd", path=path)
        return Path(server).parent if server and shutil.which("mariadb-install-db", path=path) else None
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda program: int(program.parts[-3])
    )
    if installed:
        return installed[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else packaged_postgres()


def packaged_postgres() -> Path | None:
    """Find the PostgreSQL programs of the pgserver wheel: no ICU collations, no contrib."""
    wheel = find_spec("pgserver")
    if wheel is None or wheel.origin is None:
        return None
    programs = Path(wheel.origin).parent / "pginstall" / "bin"
    return programs if (programs / "initdb").exists() else None


def guard(kind: str, folder: Path, owner_pid: int) -> None:
    """Run one server until the session ends; the body of the guardian process."""
    binaries = find_binaries(kind)
    assert binaries is not None
    start = {"postgres": _start_postgres, "mariadb": _start_mariadb}[kind]
    server, url = _started(start, binaries, folder / kind)
    state = folder / f"{kind}.json"
    try:
        _write(state, {"url": url, "pid": server.pid})
        while server.poll() is None and _is_alive(owner_pid) and not (folder / "stop").exists():
            time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGINT if kind == "postgres" else signal.SIGTERM)
        try:
            server.wait(STOP_SECONDS - 5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        state.unlink(missing_ok=True)
    if not _is_alive(owner_pid):
        shutil.rmtree(folder, ignore_errors=True)


Start = Callable[[Path, Path, int], tuple["subprocess.Popen[bytes]", str]]


def _started(start: Start, binaries: Path, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server and wait until it answers; another process may snatch the port, so try three times."""
    for _ in range(3):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        server, url = start(binaries, folder, port)
        deadline = time.monotonic() + START_SECONDS
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        while server.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(sa.exc.OperationalError), engine.connect():
                return server, url
            time.sleep(0.05)
        server.kill()
        server.wait()
    raise ServerFailed("three attempts; see above")


def _start_postgres(binaries: Path, folder: Path, port: int) -> tuple[subprocess.Popen[bytes], str]:
    folder.mkdir(exist_ok=True)
    data = folder / "data"
    sockets = str(folder) if len(str(folder)) < SOCKET_FOLDER_LENGTH else ""
    # PostgreSQL refuses to run as root. Then it runs as the package's own user, or as nobody.
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        folder.parent.chmod(0o711)
        if binaries == packaged_postgres():  # the checkout may lie where only root may look
            binaries = _copy_packaged(binaries, folder)
        os.chown(folder, account.pw_uid, account.pw_gid)
    if not data.exists():
        subprocess.run(
            [
                binaries / "initdb",
                *("-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"),
                "--locale=C.UTF-8" if sys.platform == "linux" else "--no-locale",
            ],
            check=True,
            cwd=folder,
            **user,
        )
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": sockets,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "shared_buffers": "64MB",
        "max_connections": "100",
        "timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-p", str(port), *options], cwd=folder, **user
    )
    return server, f"{DRIVERS['postgres']}://postgres@127.0.0.1:{port}/postgres"


def _copy_packaged(binaries: Path, folder: Path) -> Path:
    package = binaries.parents[1]
    copy = folder / package.name
    # Its programs look for the libraries in a folder next to the package.
    for part, target in (
        (package / "pginstall", copy / "pginstall"),
        (package.with_suffix(".libs"), copy.with_suffix(".libs")),
    ):
        shutil.copytree(part, target, dirs_exist_ok=True)
    return copy / "pginstall" / "bin"


def _start_mariadb(binaries: Path, folder: Path, port: int) -> tuple[subprocess.Popen[bytes], str]:
    folder.mkdir(exist_ok=True)
    data = folder / "data"
    user = ["--user=root"] if os.geteuid() == 0 else []
    if not data.exists():
        install = shutil.which("mariadb-install-db", path=f"{os.environ.get('PATH', '')}:/usr/bin")
        assert install is not None
        subprocess.run(
            [
                install,
                "--no-defaults",
                f"--datadir={data}",
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
                "--innodb-flush-method=nosync",
                *user,
            ],
            check=True,
            cwd=folder,
        )
    users = folder / "users.sql"
    users.write_text(
        "CREATE USER IF NOT EXISTS 'varsam'@'%';\nGRANT ALL ON *.* TO 'varsam'@'%' WITH GRANT OPTION;\n"
    )
    server = subprocess.Popen(
        [
            binaries / "mariadbd",
            "--no-defaults",
            f"--datadir={data}",
            "--bind-address=127.0.0.1",
            f"--port={port}",
            "--socket=mariadb.sock",
            f"--init-file={users}",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--default-time-zone=+00:00",
            "--performance-schema=off",
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-method=nosync",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-fast-shutdown=2",
            *user,
        ],
        cwd=folder,
    )
    return server, f"{DRIVERS['mariadb']}://varsam@127.0.0.1:{port}/?charset=utf8mb4"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    guard(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
