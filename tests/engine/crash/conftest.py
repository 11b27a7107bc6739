"""Prepared homes to be copied and spoilt: own state and source on SQLite or PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from django.db import connections

from tests.engine.crash import shop
from tests.engine.crash.killing import ACTOR, Place, Specification, as_text
from tests.servers import fresh_database
from tests.store.homes import open_home

ROOT = Path(__file__).parents[3]


@dataclass
class Prepared:
    """A home that is ready to be copied; `plan` is approved, its source may be changed."""

    place: Place
    work: Path
    admin: str = ""
    plan: str = ""

    def home(self) -> Any:
        """The home as the services want it."""
        from varsam.services.home import Home

        return Home(Path(self.place.home), {shop.URL_ENV: self.place.source}, ACTOR, clock=shop.Clock())

    def approve(self) -> None:
        """Plan, approve, and let plans change the source."""
        from varsam.services import planning, systems

        self.plan = planning.make_plan(self.home()).plan
        planning.approve(self.home(), self.plan)
        systems.switch_mode(self.home(), "shop", "apply")
        if (Path(self.place.home) / "lists").exists():
            systems.switch_mode(self.home(), "lists", "apply")

    def specification(self, verb: str, **more: Any) -> Specification:
        """What the killing program is told."""
        connections["default"].close()  # a template with a connection can't be copied
        return Specification(verb, self.place, str(self.work), plan=self.plan, admin=self.admin, **more)


def killed(said: Specification) -> list[dict[str, Any]]:
    """Run the killing program and give its answers."""
    program = [sys.executable, "-m", "tests.engine.crash.killing", as_text(said)]
    ended = subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, timeout=300, env=_environment(), check=False
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


@pytest.fixture
def prepare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str, str], Prepared]]:
    """Make a home with its state and its source on the databases that are asked for."""
    with ExitStack() as stack:
        admin = ""

        def database(kind: str) -> str | None:
            nonlocal admin
            if kind == "sqlite":
                return None
            url = str(request.getfixturevalue("postgres_url"))
            # The server's own database outlives every fixture.
            admin = sa.make_url(url).set(database="postgres").render_as_string(hide_password=False)
            return stack.enter_context(fresh_database("postgres", admin))

        def made(state: str, source: str, *, lists: bool = False) -> Prepared:
            home = open_home(tmp_path / "home", database(state))
            source_url = database(source) or f"sqlite:///{home.path / 'shop.db'}"
            shop.fill(source_url)
            shop.write_home(home.path, shop.Wishes(batch_rows=30, lists=lists))
            if lists:
                shop.add_lists(source_url, home.path)
            work = tmp_path / "work"
            work.mkdir()
            return Prepared(Place(str(home.path), home.url, source_url), work, admin)

        yield made
        connections["default"].close()
