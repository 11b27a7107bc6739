"""The shop with a home of its own in this process: what tests of the services work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from tests.engine.crash import shop
from tests.store.homes import open_home
from varsam.domain.errors import VarsamError

if TYPE_CHECKING:
    from varsam.domain.plan import Plan
    from varsam.engine.applying import Applied
    from varsam.engine.verifying import Verified
    from varsam.services.home import Home


@dataclass
class Shop:
    """A home with its source; every call reads the files of the home anew, as a command would."""

    path: Path
    url: str
    clock: shop.Clock = field(default_factory=shop.Clock)
    environment: dict[str, str] = field(default_factory=dict)

    def home(self, actor: str = "anna", on: date | None = None) -> Home:
        """The home as it is now."""
        from varsam.services.home import Home

        environment = {shop.URL_ENV: self.url, **self.environment}
        return Home(self.path, environment, actor, on=on, clock=self.clock)

    def plan(self, **scope: Any) -> Plan:
        """Make a plan."""
        from varsam.services import planning

        return planning.make_plan(self.home(), **scope)

    def approved(self, *actors: str) -> str:
        """Make a plan, approve it, let plans change the source; the plan's id."""
        from varsam.services import planning, systems

        plan = self.plan()
        for actor in actors or ("anna",):
            planning.approve(self.home(actor), plan.plan)
        systems.switch_mode(self.home(), "shop", "apply")
        return plan.plan

    def apply(self, plan: str, **how: Any) -> Applied:
        """Apply a plan."""
        from varsam.services import applying

        return applying.apply(self.home(), plan, **how)

    def verify(self, plan: str) -> Verified:
        """Verify a plan."""
        from varsam.services import applying

        return applying.verify(self.home(), plan)

    def state_of(self, plan: str) -> str:
        """Where a plan stands."""
        from varsam.store import plans

        return str(plans.load(plan).state)

    def ledger(self, *types: str) -> list[dict[str, Any]]:
        """The ledger's entries, of some types or all."""
        from varsam.store import ledger

        entries: list[Any] = [ledger.entry(index) for index in range(ledger.size())]
        return [entry for entry in entries if not types or entry["type"] in types]

    def dump(self) -> Mapping[str, list[list[Any]]]:
        """Every row of the source."""
        return shop.dump(self.url)

    def execute(self, *statements: str) -> None:
        """Change the source past Varsam."""
        shop.execute(self.url, *statements)

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a file of the home; what is replaced must be there."""
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


Ready = Callable[..., Shop]


@pytest.fixture(name="ready")
def ready_home(tmp_path: Path) -> Iterator[Ready]:
    """Make the shop on a database (a SQLite file when none is given), its state on SQLite."""

    def made(url: str = "", name: str = "home", filled: bool = False, **wishes: Any) -> Shop:
        path = tmp_path / name
        open_home(path, None)
        url = url or f"sqlite:///{path / 'shop.db'}"
        if not filled:
            shop.fill(url)
        shop.write_home(path, shop.Wishes(**wishes))
        return Shop(path, url)

    yield made
    connections["default"].close()


@pytest.fixture(name="shop_on")
def shop_on_each(database_url: str, ready: Ready) -> Shop:
    """The shop on SQLite, PostgreSQL and MariaDB in turn."""
    return ready(database_url)


@contextmanager
def refused(
    one: Shop, kind: type[VarsamError] | tuple[type[VarsamError], ...], *words: str
) -> Iterator[None]:
    """Expect an error of a kind whose text holds all words, no person's data, and no change in the source."""
    before = one.dump()
    with pytest.raises(kind) as caught:
        yield
    text = str(caught.value)
    for word in words:
        assert word in text, text
    assert caught.value.hint, text
    for number in range(1, 10):
        assert shop.address(number) not in text
        assert shop.name(number) not in text
    assert one.dump() == before
