"""Laws of applying, over many made-up shops: what goes, goes once and whole; what stays isn't touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.engine.houses import House, email
from tests.engine.shops import Shop, make, without
from tests.store.homes import open_home
from varsam.domain.evaluation import values_for
from varsam.domain.facts import FactKind, Scope
from varsam.domain.key_texts import columns_in
from varsam.domain.plan import DeleteRows, ManualTask, OverwriteColumns, Plan
from varsam.store import key_sets

Seen = dict[str, dict[Any, tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    connections["default"].close()


def house(shop: Shop, path: Path, url: str, rows: Any = None) -> House:
    """A home over the shop's database."""
    open_home(path, None)
    shop.create(url, rows)
    return House(path, {"SHOP_URL": url}).write(shop.register_text(), {"shop": shop.map_text()})


def approved(plan: Plan) -> dict[str, set[Any]]:
    """The sealed keys of a plan, by step."""
    found: dict[str, set[Any]] = {}
    for step, number, _ in key_sets.plan_key_batches(plan.plan):
        found.setdefault(step, set()).update(
            key[0] for key in key_sets.load_plan_keys(plan.plan, step, number)
        )
    return found


def expected(shop: Shop, before: Seen, plan: Plan) -> Seen:
    """What the tables must hold after exactly the plan's steps: nothing else may change."""
    after = {table: dict(rows) for table, rows in before.items()}
    keys = approved(plan)
    for step in plan.steps:
        match step:
            case OverwriteColumns(on, values):
                columns = list(shop.meta.tables[on.table].columns.keys())
                for key in keys[on.step]:
                    row = dict(zip(columns, after[on.table][key], strict=True))
                    after[on.table][key] = tuple((row | values_for(values, row)).values())
            case DeleteRows(on):
                for key in keys[on.step]:
                    del after[on.table][key]
            case ManualTask():
                pass
    return after


def obey(shop: Shop, home: House, url: str, plan: Plan, met: Counter[str]) -> None:
    """Apply one plan and hold every law against what is seen then."""
    before = shop.look(url)
    due = expected(shop, before, plan)
    applied = home.apply(plan)
    assert shop.look(url) == due
    assert sum(total.rows for total in applied.steps.values()) == plan.rows
    assert shop.dangling(url) == []
    assert home.verify(plan).remaining == []
    for step in plan.steps:
        met[type(step).__name__] += step.on.rows if not isinstance(step, ManualTask) else 0
        if isinstance(step, OverwriteColumns) and any(map(columns_in, step.values.values())):
            met["made of keys"] += step.on.rows
    met["stays"] += sum(map(len, due.values()))
    met["left to a person"] += sum(each.rows for each in plan.for_person)
    met["batches"] += applied.batches


def run(seed: int, path: Path, url: str, met: Counter[str], **choices: bool) -> None:
    """A shop, perhaps with a hold and an erasure; plans are applied until nothing is left."""
    shop = make(seed, **choices)
    home = house(shop, path, url)
    if seed % 3 == 1:
        home.record(
            FactKind.HOLD_OPENED,
            *([email("c1@mail.example")] if seed % 2 else []),
            scope=Scope(kinds=("order",) if seed % 2 == 0 else ()),
            ground="dispute",
            review_on="2027-01-01",
        )
    if seed % 3 == 2:
        obey(shop, home, url, home.erase(email("c2@mail.example")), met)
    obey(shop, home, url, home.plan(), met)
    again = home.plan()
    assert again.steps == (), [(step.on.step, step.on.rows) for step in again.steps]  # type: ignore[union-attr]


@pytest.mark.parametrize("part", range(3))
def test_what_is_planned_happens_and_nothing_else(part: int, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    for seed in range(part * 4, part * 4 + 4):
        try:
            run(seed, tmp_path / str(seed), f"sqlite:///{tmp_path}/{seed}.db", met)
        except Exception as error:
            raise AssertionError(f"shop {seed}: {type(error).__name__}: {error}") from error
    needed = ("DeleteRows", "OverwriteColumns", "stays", "left to a person")
    assert all(met[name] for name in needed), met
    assert met["made of keys"] or part == 1, met  # whose shops write no names
    assert met["batches"] > 4


@pytest.mark.parametrize("seed", [3, 8])
def test_the_laws_hold_on_postgresql(seed: int, postgres_url: str, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    run(seed, tmp_path / "home", postgres_url, met, plain=True)
    assert met["DeleteRows"] > 0


@pytest.mark.parametrize("seed", [4, 5])
def test_the_laws_hold_on_mariadb(seed: int, mariadb_url: str, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    run(seed, tmp_path / "home", mariadb_url, met, plain=True)
    assert met["DeleteRows"] > 0


@pytest.mark.parametrize("part", range(2))
def test_erasing_one_person_is_as_if_they_had_never_been(part: int, tmp_path: Path) -> None:
    erased = 0
    for seed in range(1000 + part * 2, 1000 + part * 2 + 2):
        shop = make(seed, loner=True)
        others = without(shop.rows, 0)
        ends: list[Seen] = []
        for name, rows in (("with", shop.rows), ("without", others)):
            url = f"sqlite:///{tmp_path}/{seed}{name}.db"
            home = house(shop, tmp_path / f"{seed}{name}", url, rows)
            if name == "with":
                plan = home.erase(email("c0@mail.example"))
                home.apply(plan)
                erased += plan.rows
            home.apply(home.plan())
            ends.append(shop.look(url))
        mine = {table: {row["id"] for row in rows} for table, rows in others.items()}
        assert {
            table: {key: row for key, row in rows.items() if key in mine[table]}
            for table, rows in ends[0].items()
        } == ends[1], f"shop {seed}"
    assert erased > 2


def test_a_chain_of_rows_is_held_back_from_its_end(tmp_path: Path) -> None:
    run(6, tmp_path / "home", f"sqlite:///{tmp_path}/shop.db", Counter(), chains=True)
