"""Databases for the tests, and a loud word at the end about what could not run for want of a server."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import KINDS, ServerMissing, fresh_database, obtain, release

FOLDER = pytest.StashKey[Path]()
OWNER = pytest.StashKey[int]()
NOT_RUN = pytest.StashKey[Counter[str]]()
PREFIX = "NOT RUN: "


def pytest_configure(config: pytest.Config) -> None:
    """Open one folder for the session's servers; under xdist the controller's is everybody's."""
    given = getattr(config, "workerinput", None)
    if given is None:
        config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="varsam-"))
        config.stash[OWNER] = os.getpid()
        config.stash[NOT_RUN] = Counter()
        config.pluginmanager.register(Missing(config), "varsam-missing-servers")
    else:
        config.stash[FOLDER] = Path(given["varsam_folder"])
        config.stash[OWNER] = given["varsam_owner"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker where the servers are."""
    config = node.config  # type: ignore[attr-defined]
    node.workerinput["varsam_folder"] = str(config.stash[FOLDER])  # type: ignore[attr-defined]
    node.workerinput["varsam_owner"] = config.stash[OWNER]  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers: only the process that opened the folder does."""
    if FOLDER in config.stash and not hasattr(config, "workerinput"):
        release(config.stash[FOLDER])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a server by fixture, so that `-m "not mariadb"` finds it."""
    for item in items:
        for kind in KINDS:
            if f"{kind}_url" in getattr(item, "fixturenames", ()):
                item.add_marker(kind)


class Missing:
    """Counts in the controlling process what could not run; with CI=true that fails the session."""

    def __init__(self, config: pytest.Config) -> None:
        """Count into the session's stash."""
        self.not_run = config.stash[NOT_RUN]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note each test that was skipped because something isn't installed."""
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            if reason.startswith(PREFIX):
                self.not_run[reason.removeprefix(PREFIX)] += 1

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn success into failure where a server must not be missing."""
        if self.not_run and _is_ci() and session.exitstatus in (pytest.ExitCode.OK, 5):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what did not run, how many tests that is, and how to mend it."""
        if not self.not_run:
            return
        terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
        for reason, count in sorted(self.not_run.items()):
            noun = "test" if count == 1 else "tests"
            terminalreporter.write_line(f"{count} {noun} did not run: {reason}", red=True, bold=True)
        if _is_ci():
            terminalreporter.write_line("CI=true: this fails the run.", red=True, bold=True)


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _server(config: pytest.Config, kind: str) -> str:
    try:
        return obtain(kind, config.stash[FOLDER], config.stash[OWNER])
    except ServerMissing as missing:
        pytest.skip(f"{PREFIX}{missing}")


@pytest.fixture
def postgres_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """A fresh empty database on a real PostgreSQL server, as an SQLAlchemy URL."""
    with fresh_database("postgres", _server(pytestconfig, "postgres")) as url:
        yield url


@pytest.fixture
def mariadb_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """A fresh empty database on a real MariaDB server, as an SQLAlchemy URL."""
    with fresh_database("mariadb", _server(pytestconfig, "mariadb")) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database file that doesn't exist yet, as an SQLAlchemy URL."""
    return f"sqlite:///{tmp_path / 'source.sqlite'}"


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ]
)
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on SQLite, PostgreSQL and MariaDB: a fresh empty database of each."""
    return str(request.getfixturevalue(f"{request.param}_url"))
