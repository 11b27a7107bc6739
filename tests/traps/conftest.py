"""Every trap is set in a home and a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.store.homes import enter, scratch

if TYPE_CHECKING:
    from tests.traps.places import Place

# The test modules import models at their top, so Django must know some home before they are collected.
enter(scratch(), None)


def _place(tmp_path: Path, url: str) -> Iterator[Place]:
    from django.db import connections

    from tests.traps.places import Place  # Django must be configured before

    yield Place(tmp_path / "home", url)
    connections["default"].close()


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    """The same trap on SQLite, PostgreSQL and MariaDB."""
    yield from _place(tmp_path, database_url)


@pytest.fixture
def sqlite_place(sqlite_url: str, tmp_path: Path) -> Iterator[Place]:
    """A trap on SQLite."""
    yield from _place(tmp_path, sqlite_url)


@pytest.fixture
def postgres_place(postgres_url: str, tmp_path: Path) -> Iterator[Place]:
    """A trap on PostgreSQL; its tests are marked so."""
    yield from _place(tmp_path, postgres_url)


@pytest.fixture
def mariadb_place(mariadb_url: str, tmp_path: Path) -> Iterator[Place]:
    """A trap on MariaDB; its tests are marked so."""
    yield from _place(tmp_path, mariadb_url)
