"""Is this installation sound? Looks at everything that a night's run will need, and changes nothing outside.

Own state is opened, which makes or updates its tables, as every verb that needs it would.
"""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from varsam.checks.base import Level
from varsam.domain.errors import VarsamError
from varsam.domain.ownership import SourceMap
from varsam.services.home import Home

_LIBRARIES = ("varsam", "django", "sqlalchemy", "cryptography", "holidays", "tzdata")
_OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at. `check` is a text of the catalogue; `ok` None: couldn't be tried.

    `found` names things of the installation, never of people.
    """

    check: str
    ok: bool | None
    subject: str = ""
    found: str = ""
    hint: str = ""


def examine(home: Home, connect_state: Callable[[], None]) -> tuple[Diagnosis, ...]:
    """Look at everything, in the order in which it is mended; one broken thing doesn't hide the next."""
    found = [*_versions(), _clock(home)]
    register = _attempt("register", "register.yaml", lambda: _register(home))
    maps = _attempt("maps", "sources", lambda: _maps(home)) if register.ok else Diagnosis("maps", None)
    state = (
        _attempt("database", "", lambda: _opened(connect_state))
        if register.ok
        else Diagnosis("database", None)
    )
    found += [register, maps, state]
    found.append(_attempt("keys", "", lambda: _keys(home)) if state.ok else Diagnosis("keys", None))
    found.append(_attempt("ledger", "", lambda: _ledger(home)) if state.ok else Diagnosis("ledger", None))
    if state.ok and (workers := _workers()) is not None:
        found.append(workers)
    if maps.ok:
        for source_map in home.maps.values():
            found += _source(home, source_map, known_state=bool(state.ok))
    return tuple(found)


def is_sound(found: tuple[Diagnosis, ...]) -> bool:
    """Answer whether nothing is wrong and everything could be looked at."""
    return all(each.ok for each in found)


def _attempt(check: str, subject: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(check, True, subject, look())
    except VarsamError as error:
        where = f"{error.where}: " if str(error.where) else ""
        return Diagnosis(check, False, subject, f"{where}{error.message}", error.hint)


def _versions() -> Iterator[Diagnosis]:
    recent = sys.version_info >= _OLDEST_PYTHON
    yield Diagnosis("python", recent, "", platform.python_version(), "" if recent else "install Python 3.11")
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield Diagnosis("libraries", True, "", f"{libraries}, sqlite {sqlite3.sqlite_version}")


def _clock(home: Home) -> Diagnosis:
    """A clock that lags behind this very file's own bytes is wrong; one that jumped shows in the ledger."""
    now = home.clock()
    written = Path(__file__).stat().st_mtime
    ok = now.timestamp() + 24 * 3600 > written
    return Diagnosis("clock", ok, "", now.isoformat(timespec="seconds"), "" if ok else "set the clock")


def _register(home: Home) -> str:
    return f"{len(home.register.activities)} activities, {len(home.register.purposes())} purposes"


def _maps(home: Home) -> str:
    return ", ".join(home.maps) or "–"


def _opened(connect_state: Callable[[], None]) -> str:
    connect_state()

    # Needs settings, which are there only now.
    from django.db import connection

    return str(connection.vendor)


def _keys(home: Home) -> str:
    """A home without state yet gets its keys here, as with any other verb."""
    from varsam.store import keys

    keys.establish(home.clock())
    ring = keys.ring()
    where = keys.FROM_ENVIRONMENT if keys.in_environment() else keys.key_file().name
    return f"{where}, generation {ring.current}"


def _ledger(home: Home) -> str:
    """The last entry must not lie in the future, else somebody turned the clock back."""
    from varsam.domain.errors import NotAllowed
    from varsam.store import ledger

    size = ledger.size()
    if size:
        last = ledger.entry(size - 1)
        at = last.get("at") if isinstance(last, dict) else None
        if isinstance(at, str) and at > ledger.instant_text(home.clock()):
            raise NotAllowed(
                "the last entry is dated in the future",
                where="ledger",
                hint="the clock was turned back: set it",
            )
    return f"{size} entries"


def _workers() -> Diagnosis | None:
    """Whether workers on several hosts can share the work; None where there is one by design."""
    from varsam.services import crew

    if not crew.is_possible():
        return None
    if crew.can_share():
        return Diagnosis("workers", True, "", f"procrastinate {version('procrastinate')}")
    return Diagnosis("workers", True, "", "-", "one worker only; `pip install varsam[workers]` for several")


def _source(home: Home, source_map: SourceMap, *, known_state: bool) -> Iterator[Diagnosis]:
    """Can it be reached, does it fit its map, may it be changed where it is meant to be?"""
    from varsam.checks.maps import check_map
    from varsam.sources.catalogue import open_source

    name = source_map.source
    try:
        with open_source(source_map, home=home.path, environment=home.environment) as source:
            snapshot = source.snapshot()
            findings = check_map(source_map, snapshot, home.register)
            for kind in source_map.kinds:
                if kind.table in snapshot.tables:
                    source.count(kind.table, kind.where)
    except VarsamError as error:
        yield Diagnosis("source", False, name, error.message, error.hint)
        return
    yield Diagnosis("source", True, name, f"{snapshot.dialect} {len(snapshot.tables)} tables".strip())
    errors = [each for each in findings if each.level is Level.ERROR]
    codes = ", ".join(sorted({each.code for each in errors}))
    hint = f"varsam check --online, then mend sources/{name}.yaml" if errors else ""
    yield Diagnosis("map", not errors, name, codes, hint)
    slow = [each.where for each in findings if each.code == "MAP014"]
    yield Diagnosis("indexes", True, name, ", ".join(slow[:5]))
    if known_state:
        yield _mode(name, writable=snapshot.capabilities.writable)


def _mode(name: str, *, writable: bool) -> Diagnosis:
    from varsam.store import snapshots

    mode = snapshots.mode(name)
    needed = mode is snapshots.Mode.APPLY
    ok = writable or not needed
    hint = "" if ok else f"varsam source grants {name} prints the rights that the account needs"
    return Diagnosis("mode", ok, name, str(mode), hint)
