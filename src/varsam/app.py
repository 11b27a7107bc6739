"""The one place where a folder, the environment, the clock, who acts and own state are joined to a home."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from varsam.domain.calendar import local_date, time_zone
from varsam.domain.errors import RegisterError

if TYPE_CHECKING:
    from varsam.services.home import Home

REGISTER = "register.yaml"
DEFAULT_ZONE = "Europe/Stockholm"


def now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The real day in Sweden, for verbs that have no home to tell a zone."""
    return local_date(now(), time_zone(DEFAULT_ZONE))


def acting_user() -> str:
    """The operating system's user who runs this process; never what a variable says: it approves plans."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid-{number}"


def home_at(folder: Path, *, on: date | None = None) -> Home:
    """A home in a folder, whatever lies there; its files are read when they are asked for."""
    from varsam.services.home import Home

    return Home(path=folder.resolve(), environment=os.environ, actor=acting_user(), on=on, clock=now)


def open_home(
    folder: Path,
    *,
    on: date | None = None,
    needs_state: bool = False,
    new_keys: Callable[[Path], None] = lambda _key_file: None,
) -> Home:
    """Open the home in a folder; with `needs_state` also its own state, made or brought up to date.

    `new_keys` is told where the keys lie when this home got its first ones. RegisterError: the folder holds
    no register, or the state can't be used. SourceUnavailable: the state's database can't be reached.
    """
    home = home_at(folder, on=on)
    if not _is_file(home.path / REGISTER):
        raise RegisterError(
            "there is no register here",
            where=str(folder / REGISTER),
            hint="name the home with --home or VARSAM_HOME; `varsam init` makes a new one",
        )
    if needs_state:
        open_state(home.path, new_keys)
    return home


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def open_state(folder: Path, new_keys: Callable[[Path], None] = lambda _key_file: None) -> None:
    """Join this process to a home's own state: settings, tables, keys. Raises as `open_home`."""
    connect_state(folder)

    # Only now: this module needs the settings.
    from varsam.store import keys

    if keys.establish(now()):
        new_keys(keys.key_file())


def connect_state(folder: Path) -> None:
    """Settings and tables of a home's own state, without its keys. Raises as `open_home`."""
    from varsam import settings

    settings.configure(folder)

    # Only now: this module needs the settings.
    from varsam.store import database

    database.migrate()
