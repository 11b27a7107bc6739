"""A real standby of PostgreSQL and a real replica of MariaDB, each with its own primary, for the tests."""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.servers import DRIVERS, find_binaries, packaged_postgres

SECONDS = 60.0


@dataclass
class Pair:
    """A primary, its replica, and how to make the replica stand still."""

    primary: str
    replica: str
    stop: str
    go: str

    def pause(self) -> None:
        """Let the replica receive and do nothing."""
        administer(self.replica, self.stop)

    def resume(self) -> None:
        """Let it go on."""
        administer(self.replica, self.go)


@dataclass
class Running:
    """Servers that were started here and end with the test."""

    ends: signal.Signals
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: list[Any], url: str, **how: Any) -> None:
        """Start a server and wait until it answers."""
        log = how.pop("log")
        with log.open("wb") as output:
            server = subprocess.Popen(command, stdout=output, stderr=output, **how)
        self.servers.append(server)
        deadline = time.monotonic() + SECONDS
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        while True:
            with contextlib.suppress(sa.exc.OperationalError), engine.connect():
                return
            assert server.poll() is None, log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
            time.sleep(0.05)

    def end(self) -> None:
        """Stop them, the replica first."""
        for server in reversed(self.servers):
            server.send_signal(self.ends)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(5)
            if server.poll() is None:
                server.kill()
                server.wait()


def administer(url: str, *statements: str) -> None:
    """Run statements outside a transaction."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def postgres_pair(folder: Path) -> Iterator[Pair | None]:
    """A primary and a streaming standby; None where PostgreSQL's own package isn't installed."""
    binaries = find_binaries("postgres")
    if binaries is None or binaries == packaged_postgres() or not (binaries / "pg_basebackup").exists():
        yield None
        return
    how = _as_user(folder)
    ports = free_port(), free_port()
    urls = [f"{DRIVERS['postgres']}://postgres@127.0.0.1:{port}/postgres" for port in ports]
    running = Running(signal.SIGINT)
    try:
        primary, standby = folder / "primary", folder / "standby"
        setup = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        subprocess.run([binaries / "initdb", "-D", primary, *setup], check=True, capture_output=True, **how)
        running.start(_postgres(binaries, primary, ports[0]), urls[0], log=folder / "primary.log", **how)
        source = ["-h", "127.0.0.1", "-p", str(ports[0]), "-U", "postgres"]
        backup = [binaries / "pg_basebackup", *source, "-D", standby, "-R", "-X", "stream", "-c", "fast"]
        subprocess.run([*backup, "--no-sync"], check=True, capture_output=True, **how)
        running.start(_postgres(binaries, standby, ports[1]), urls[1], log=folder / "standby.log", **how)
        yield Pair(urls[0], urls[1], "SELECT pg_wal_replay_pause()", "SELECT pg_wal_replay_resume()")
    finally:
        running.end()


def _postgres(binaries: Path, data: Path, port: int) -> list[Any]:
    settings: Mapping[str, str] = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "shared_buffers": "16MB",
        "max_connections": "30",
        "cluster_name": data.name,
        "wal_receiver_status_interval": "1",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [binaries / "postgres", "-D", data, "-p", str(port), *options]


def _as_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    how: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        for parent in (folder, *folder.parents):
            if parent == Path("/tmp"):
                break
            parent.chmod(parent.stat().st_mode | 0o011)
        os.chown(folder, account.pw_uid, account.pw_gid)
        how |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return how


@contextlib.contextmanager
def mariadb_pair(folder: Path) -> Iterator[Pair | None]:
    """A primary that writes a binary log and a replica of it; None where MariaDB isn't installed."""
    binaries = find_binaries("mariadb")
    if binaries is None:
        yield None
        return
    ports = free_port(), free_port()
    urls = [f"{DRIVERS['mariadb']}://varsam@127.0.0.1:{port}/mysql?charset=utf8mb4" for port in ports]
    user = ["--user=root"] if os.geteuid() == 0 else []
    running = Running(signal.SIGTERM)
    users = folder / "users.sql"
    users.write_text(
        "SET sql_log_bin = 0;\nDROP USER IF EXISTS ''@'localhost';\nDROP USER IF EXISTS ''@'%';\n"
        "CREATE USER IF NOT EXISTS varsam@'%';\nGRANT ALL ON *.* TO varsam@'%' WITH GRANT OPTION;\n"
    )
    try:
        data = folder / "primary"
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *user]
        subprocess.run(
            [*install, "--auth-root-authentication-method=normal", "--innodb-flush-method=nosync"],
            check=True,
            capture_output=True,
        )
        subprocess.run(["cp", "-r", data, folder / "replica"], check=True)
        for number, name in enumerate(("primary", "replica")):
            command = [
                *(binaries / "mariadbd", "--no-defaults", f"--datadir={folder / name}"),
                *("--bind-address=127.0.0.1", f"--port={ports[number]}", f"--server-id={number + 1}"),
                *(f"--socket={folder / name}.sock", f"--pid-file={folder / name}.pid"),
                *(f"--init-file={users}", "--innodb-flush-method=nosync", "--innodb-buffer-pool-size=16M"),
                *("--log-bin=log", "--innodb-flush-log-at-trx-commit=0", *user),
            ]
            running.start(command, urls[number], log=folder / f"{name}.log")
        administer(
            urls[1],
            f"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={ports[0]}, MASTER_USER='varsam',"
            " MASTER_USE_GTID=slave_pos",
            "START SLAVE",
        )
        yield Pair(urls[0], urls[1], "STOP SLAVE SQL_THREAD", "START SLAVE SQL_THREAD")
    finally:
        running.end()
