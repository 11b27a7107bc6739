"""Real systems' data, restored once per process; each test works on a copy of its own."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.conftest import FOLDER, OWNER, PREFIX
from tests.landscape.restoring import (
    copied,
    landscape_folder,
    restore_mariadb,
    restore_postgres,
    restore_sqlite,
    unpack,
)
from tests.servers import ServerMissing, obtain
from tests.store.homes import Home as State
from tests.store.homes import enter, scratch, sqlite_state

if TYPE_CHECKING:
    from tests.landscape.systems import Company

__all__ = ["sqlite_state"]

# The test modules import models at their top, so Django must know some home before they are collected.
enter(scratch(), None)


@pytest.fixture(scope="session")
def landscape() -> Path:
    """The folder of the landscape; tests without it are skipped, as it is no part of the repository."""
    folder = landscape_folder()
    if not (folder / "dumps").is_dir():
        pytest.skip(f"the landscape of real systems isn't here: {folder} (or set VARSAM_LANDSCAPE)")
    return folder


def _server(config: pytest.Config, kind: str, client: str) -> sa.URL:
    if shutil.which(client) is None:
        pytest.skip(f"{PREFIX}no {client} here; install the client of {kind}")
    try:
        return sa.make_url(obtain(kind, config.stash[FOLDER], config.stash[OWNER]))
    except ServerMissing as missing:
        pytest.skip(f"{PREFIX}{missing}")


@pytest.fixture(scope="session")
def templates(pytestconfig: pytest.Config, landscape: Path) -> Iterator[Callable[[str], str]]:
    """Give the PostgreSQL template of a system by its name, restored when first asked for."""
    admin = _server(pytestconfig, "postgres", "psql")
    engine = sa.create_engine(admin, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    made: dict[str, str] = {}

    def template(name: str) -> str:
        if name not in made:
            database = f"varsam_{name}_{secrets.token_hex(6)}"
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8'")
            made[name] = admin.set(database=database).render_as_string(hide_password=False)
            restore_postgres(made[name], landscape / "dumps" / f"{name}.sql.gz")
        return made[name]

    yield template
    for url in made.values():
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {sa.make_url(url).database} WITH (FORCE)")


@pytest.fixture
def company(
    request: pytest.FixtureRequest, sqlite_state: State, landscape: Path
) -> Iterator[Callable[..., Company]]:
    """Make a home over PostgreSQL systems of the landscape, with the list of contracts beside them."""
    from tests.landscape.systems import Company, make_home  # Django must be configured before

    with ExitStack() as stack:

        def make(*names: str) -> Company:
            templates = request.getfixturevalue("templates")
            urls = {name: stack.enter_context(copied(templates(name))) for name in names}
            environment = {f"LANDSCAPE_{name.upper()}": url for name, url in urls.items()}
            home = make_home(sqlite_state.path, landscape, ("contracts", *names), environment)
            return Company(home, urls)

        yield make


@pytest.fixture
def wordpress(mariadb_url: str, sqlite_state: State, landscape: Path) -> Company:
    """A home over WordPress with its uploads."""
    from tests.landscape.systems import Company, make_home  # Django must be configured before

    if shutil.which("mariadb") is None:
        pytest.skip(f"{PREFIX}no mariadb client here; install it")
    restore_mariadb(mariadb_url, landscape / "dumps" / "wordpress.sql.gz")
    home = make_home(
        sqlite_state.path, landscape, ("contracts", "wordpress"), {"LANDSCAPE_WORDPRESS": mariadb_url}
    )
    return Company(home, {"wordpress": mariadb_url})


@pytest.fixture
def mailman(sqlite_state: State, landscape: Path) -> Company:
    """A home over Mailman's database."""
    from tests.landscape.systems import Company, make_home  # Django must be configured before

    path = sqlite_state.path / "data" / "mailman.sqlite3"
    home = make_home(sqlite_state.path, landscape, ("contracts", "mailman"), {})
    restore_sqlite(landscape / "dumps" / "mailman_sqlite.sql.gz", path)
    return Company(home, {"mailman": f"sqlite:///{path}"})


@pytest.fixture
def customer_files(sqlite_state: State, landscape: Path) -> Company:
    """A home over the folders of customers' cases, with a list that says which cases are closed."""
    from tests.landscape.systems import Company, make_home  # Django must be configured before

    home = make_home(sqlite_state.path, landscape, ("customer_files", "cases"), {})
    unpack(landscape / "dumps" / "customer_files.tar.gz", sqlite_state.path / "files")
    return Company(home)
