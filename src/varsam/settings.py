"""Joins Django to one home: where its own state lies, and where its root key comes from."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.conf import settings

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.store import stubs_settings
from varsam.store.stubs_settings import MOVED_MARK, STATE_FOLDER

DATABASE_URL = "VARSAM_DATABASE_URL"
ROOT_KEY = "VARSAM_ROOT_KEY"
ROOT_KEY_FILE = "varsam.key"
STATE_FILE = "varsam.sqlite3"

_BUSY_TIMEOUT_SECONDS = 60
_CONNECTION_AGE_SECONDS = 600
# A host that vanished (its cable, its power) is noticed within a quarter of a minute, so that its locks are
# free and somebody else goes on with its work. The server counts by the first, this host by the second; what
# the URL says has precedence.
_SERVER_PATIENCE = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
    " -c tcp_user_timeout=10000 -c client_connection_check_interval=2000"
)
_CLIENT_PATIENCE = {
    "connect_timeout": "10",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def configure(home: Path, *, database_url: str | None = None) -> None:
    """Configure this process for one home, before anything of the store is imported. Twice is once.

    Without `database_url` the environment's VARSAM_DATABASE_URL counts, then SQLite in `<home>/state`.
    The root key is `<home>/varsam.key`, or the text in VARSAM_ROOT_KEY; it is read when first needed.
    RegisterError: the URL can't be used. NotAllowed: this process serves another home, or this home's state
    was moved to PostgreSQL and no URL says where.
    """
    home = home.resolve()
    url = database_url or os.environ.get(DATABASE_URL) or None
    if settings.configured:
        if (home, url) != (settings.VARSAM_HOME, settings.VARSAM_DATABASE_URL):
            raise NotAllowed(
                "this process already serves another home or database",
                where=str(home),
                hint="start one process per home",
            )
        return
    settings.configure(**for_home(home, url))
    django.setup(set_prefix=False)


def for_home(home: Path, database_url: str | None) -> dict[str, Any]:
    """Compute Django's settings for a home, and make the folder of its SQLite state.

    Raises as `configure` does.
    """
    constant = {name: getattr(stubs_settings, name) for name in dir(stubs_settings) if name.isupper()}
    return constant | {
        "DATABASES": {"default": database(home, database_url)},
        "VARSAM_HOME": home,
        "VARSAM_DATABASE_URL": database_url,
        "VARSAM_KEY_FILE": home / ROOT_KEY_FILE,
        "VARSAM_KEY_TEXT": os.environ.get(ROOT_KEY) or None,
    }


def database(home: Path, database_url: str | None) -> dict[str, Any]:
    """Describe the database of a home's own state, as Django wants it. Raises as `configure` does."""
    return _sqlite(home) if database_url is None else postgresql(database_url)


def _sqlite(home: Path) -> dict[str, Any]:
    """SQLite as the only writer would want it: every commit on the disk, deleted bytes overwritten."""
    folder = home / STATE_FOLDER
    if (folder / MOVED_MARK).exists():
        raise NotAllowed(
            "the state of this home was moved to PostgreSQL",
            where=str(folder),
            hint=f"set {DATABASE_URL}; to go back on purpose, remove the file {MOVED_MARK}",
        )
    _private_folder(folder)
    file = folder / STATE_FILE
    _private_file(file)
    return {
        "ENGINE": "varsam.store.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": _CONNECTION_AGE_SECONDS,
        "OPTIONS": {
            "timeout": _BUSY_TIMEOUT_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;PRAGMA cache_size=-65536;"
                # A long reader lets the log grow; afterwards it is cut, with what lies in it.
                "PRAGMA journal_size_limit=4194304"
            ),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Describe a PostgreSQL database by URL. RegisterError: no such URL (it isn't repeated)."""
    wrong = RegisterError(
        "the database URL can't be used",
        where=DATABASE_URL,
        hint="postgresql://user:password@host:port/name (host as ?host=/folder for a socket)",
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _POSTGRESQL or not parts.path.strip("/"):
        raise wrong
    query = dict(parse_qsl(parts.query))
    given = " ".join(filter(None, [_SERVER_PATIENCE, query.pop("options", ""), "-c synchronous_commit=on"]))
    return {
        "ENGINE": "varsam.store.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(port or query.pop("port", "")),
        "CONN_MAX_AGE": _CONNECTION_AGE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _CLIENT_PATIENCE | query | {"options": given},
    }


def _private_folder(folder: Path) -> None:
    """Make the folder, or close it to others where it already is."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise _unusable(folder, error) from error


def _private_file(file: Path) -> None:
    """Make the file before SQLite does: its -wal and -shm files inherit these rights."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
                os.fchmod(descriptor, 0o600)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unusable(file, error) from error


def _unusable(path: Path, error: OSError) -> RegisterError:
    """Say what the operating system said, without its traceback."""
    return RegisterError(
        f"the state can't be opened: {error.strerror or 'unknown reason'}",
        where=str(path),
        hint="give this user the right to read and write there",
    )
