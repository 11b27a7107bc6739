"""Hosts of their own on one machine: network namespaces on a bridge, and a PostgreSQL that listens there.

Nothing of it is seen outside: the bridge lies in the namespace of the database, which tests reach by its
socket.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from tests.servers import find_binaries, packaged_postgres

DATABASE = "10.213.7.1"
ADDRESSES = ("10.213.7.11", "10.213.7.12", "10.213.7.13")
PORT = 5432
# So that a cut cable is noticed within the time that a test has.
PATIENCE = "keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=2000"
SERVER_PATIENCE = (
    "-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2"
    " -c tcp_user_timeout=2000 -c client_connection_check_interval=500"
)


def missing() -> str:
    """Say what is missing for hosts of their own; empty if nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network namespaces need root on Linux"
    if shutil.which("ip") is None:
        return "no `ip` here; install the Debian package iproute2"
    probe = f"varsam-probe-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True)
    if made.returncode:
        return f"this machine allows no network namespaces ({made.stderr.strip()})"
    subprocess.run(["ip", "netns", "delete", probe], check=False)
    binaries = find_binaries("postgres")
    if binaries is None or binaries == packaged_postgres():
        return "no installed PostgreSQL here; install the Debian package postgresql"
    return ""


@dataclass
class Host:
    """A host with one network card."""

    name: str
    address: str
    net: Network

    def start(self, *arguments: object, log: Path) -> subprocess.Popen[str]:
        """Start a Python program there, with a host name of its own."""
        named = f'hostname {self.name} && exec "$@"'
        program = ["unshare", "--uts", "sh", "-c", named, "sh", sys.executable, *map(str, arguments)]
        with log.open("a") as errors:
            return subprocess.Popen(
                ["ip", "netns", "exec", self.net.name(self.name), *program],
                stdout=errors,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
            )

    def cut(self) -> None:
        """Pull the cable: no packet comes or goes, and nobody is told."""
        _ip("-n", self.net.name("db"), "link", "set", f"to-{self.name}", "down")

    def mend(self) -> None:
        """Plug it in again."""
        _ip("-n", self.net.name("db"), "link", "set", f"to-{self.name}", "up")


@dataclass
class Network:
    """A bridge with a database and hosts on it."""

    folder: Path
    hosts: list[Host] = field(default_factory=list)

    def name(self, what: str) -> str:
        """The name of a namespace."""
        return f"varsam-{os.getpid()}-{what}"

    def url(self, database: str, *, inside: bool) -> str:
        """The address of a database, for hosts on the bridge or for the test itself."""
        if not inside:
            return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"
        options = SERVER_PATIENCE.replace(" ", "%20").replace("=", "%3D")
        return f"postgresql+psycopg://postgres@{DATABASE}:{PORT}/{database}?{PATIENCE}&options={options}"


@contextmanager
def network(folder: Path, count: int = 2) -> Iterator[Network]:
    """Make a network with so many hosts, and take it down again."""
    net = Network(folder)
    made: list[str] = []
    try:
        for what in ("db", *(f"h{number}" for number in range(1, count + 1))):
            _ip("netns", "add", net.name(what))
            made.append(net.name(what))
            _ip("-n", net.name(what), "link", "set", "lo", "up")
        _ip("-n", net.name("db"), "link", "add", "name", "br0", "type", "bridge")
        _ip("-n", net.name("db"), "address", "add", f"{DATABASE}/24", "dev", "br0")
        _ip("-n", net.name("db"), "link", "set", "br0", "up")
        for number, address in enumerate(ADDRESSES[:count], start=1):
            net.hosts.append(Host(f"h{number}", address, net))
            _plug(net, net.hosts[-1])
        with _postgres(net):
            yield net
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "delete", name], check=False)


def _plug(net: Network, host: Host) -> None:
    here, there = net.name("db"), net.name(host.name)
    _ip("-n", here, "link", "add", f"to-{host.name}", "type", "veth", "peer", "name", "eth0", "netns", there)
    _ip("-n", here, "link", "set", f"to-{host.name}", "master", "br0", "up")
    _ip("-n", there, "address", "add", f"{host.address}/24", "dev", "eth0")
    _ip("-n", there, "link", "set", "eth0", "up")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


@contextmanager
def _postgres(net: Network) -> Iterator[None]:
    binaries = find_binaries("postgres")
    assert binaries is not None
    account = pwd.getpwnam("postgres")
    data = net.folder / "data"
    os.chown(net.folder, account.pw_uid, account.pw_gid)
    for each in (net.folder, *net.folder.parents):
        with suppress(PermissionError):
            each.chmod(each.stat().st_mode | 0o011)
    user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
         "--no-instructions", "--locale=C.UTF-8"],
        check=True, cwd=net.folder, stdout=subprocess.DEVNULL, **user,
    )  # fmt: skip
    with (data / "pg_hba.conf").open("a") as rules:
        rules.write("host all all 10.213.7.0/24 trust\n")
    settings = {
        "listen_addresses": DATABASE, "port": PORT, "unix_socket_directories": net.folder, "fsync": "off",
        "full_page_writes": "off", "shared_buffers": "32MB", "timezone": "UTC",
    }  # fmt: skip
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    as_user = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    with (net.folder / "log").open("w") as log:
        server = subprocess.Popen(
            ["ip", "netns", "exec", net.name("db"), *as_user, binaries / "postgres", "-D", data, *options],
            cwd=net.folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(net, server)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # without waiting for sessions of hosts that are gone
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait(5)


def _wait_for(net: Network, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    engine = sa.create_engine(net.url("postgres", inside=False), poolclass=sa.NullPool)
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(sa.exc.OperationalError), engine.connect():
            return
        time.sleep(0.05)
    raise RuntimeError((net.folder / "log").read_text())
