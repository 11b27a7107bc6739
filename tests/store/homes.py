"""Homes for tests: each test its own, though Django is configured once per process.

Use it from any folder's conftest: `from tests.store.homes import own_state, sqlite_state  # noqa: F401`.
`own_state` runs a test on SQLite and on PostgreSQL; `sqlite_state` on SQLite only.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.conf import settings
from django.db import connections

from varsam import settings as varsam_settings

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Home:
    """A home that is ready: migrated, with keys."""

    path: Path
    url: str | None

    def child(self, script: str, *arguments: object) -> subprocess.Popen[str]:
        """Start a process of its own on this home; the script finds `home`, `NOW` and its arguments."""
        head = (
            "import sys\nfrom pathlib import Path\nfrom datetime import UTC, datetime\n"
            "from varsam.settings import configure\n"
            f"configure(Path({str(self.path)!r}), database_url={self.url!r})\n"
            f"NOW = datetime.fromisoformat({NOW.isoformat()!r})\n"
        )
        return subprocess.Popen(
            [sys.executable, "-c", head + textwrap.dedent(script), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: object) -> str:
        """Run a script to its end and give what it printed."""
        child = self.child(script, *arguments)
        out, err = child.communicate(timeout=60)
        assert child.returncode == 0, err
        return out


def enter(path: Path, url: str | None) -> None:
    """Point this process at another home: what a program must not do, a test may."""
    if not settings.configured:
        varsam_settings.configure(path, database_url=url)
    described = varsam_settings.for_home(path.resolve(), url)
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings(described["DATABASES"])["default"]
    for name, value in described.items():
        if name.startswith("VARSAM_"):
            setattr(settings, name, value)


def open_home(path: Path, url: str | None) -> Home:
    """Make a home ready to use and enter it."""
    path.mkdir(parents=True, exist_ok=True)
    if url is None:
        template = _template()
        (path / "state").mkdir(mode=0o700, exist_ok=True)
        shutil.copy(template / "state" / "varsam.sqlite3", path / "state" / "varsam.sqlite3")
        shutil.copy(template / "varsam.key", path / "varsam.key")
    enter(path, url)
    if url is not None:
        _make_state()
    return Home(path, url)


def scratch() -> Path:
    """A folder that goes when this process ends."""
    path = Path(mkdtemp(prefix="varsam-home-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def _template() -> Path:
    """A home that was migrated once, to be copied."""
    path = scratch()
    enter(path, None)
    _make_state()
    connections["default"].close()
    return path


def _make_state() -> None:
    # Only now: models can't be imported before Django is configured.
    from varsam.store import keys
    from varsam.store.database import migrate

    migrate()
    keys.establish(NOW)


@pytest.fixture
def sqlite_state(tmp_path: Path) -> Iterator[Home]:
    """A ready home on SQLite."""
    yield open_home(tmp_path / "home", None)
    connections["default"].close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A ready home, once on SQLite and once on PostgreSQL."""
    url = None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    yield open_home(tmp_path / "home", url)
    connections["default"].close()
