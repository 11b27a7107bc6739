"""The planner's predicates against an oracle in plain Python, row by row, over many small worlds."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from tests.domain.planner.oracle import Oracle
from tests.domain.planner.small_worlds import (
    AT,
    TODAY,
    SmallWorld,
    crm_text,
    make,
    register_text,
    shop_text,
)
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.people import fact_view
from varsam.domain.predicate import Predicate, ValueAt, key_sets_of
from varsam.engine.estate import Estate
from varsam.engine.key_sets import KeySets
from varsam.formats import register_yaml, source_map
from varsam.sources.base import Query
from varsam.sources.memory import MemorySource

SHOP = ("customers", "orders", "lines", "notes")


def estate_of(world: SmallWorld) -> Estate:
    """The world's sources in memory, with their maps read from YAML."""
    register = register_yaml.parse(register_text(world), "register.yaml")
    texts = {"shop": shop_text(world), "crm": crm_text(world)}
    maps = {name: source_map.parse(text, name, register) for name, text in texts.items()}
    rows = copy.deepcopy(world.rows)
    sources = {
        "shop": MemorySource("shop", {name: rows[name] for name in SHOP}),
        "crm": MemorySource("crm", {"contacts": rows["contacts"]}),
    }
    return Estate(register, maps, sources)


class Planned:
    """Which rows the planner lets go in one world."""

    def __init__(self, world: SmallWorld) -> None:
        """Open the world."""
        self.estate = estate_of(world)
        view = fact_view(world.facts, self.estate.register, AT)
        self.fates = Fates(self.estate.register, self.estate.maps, self.estate.maps["shop"], view, TODAY)
        self.key_sets = KeySets(
            self.estate,
            lambda people: {person: world.people[person] for person in people},
            lambda _s, _n, keys: dict.fromkeys(keys, TODAY),
        )

    def ids(self, table: str, where: Predicate) -> set[int]:
        """The rows for which a predicate holds."""
        source = self.estate.sources["shop"]
        for name in key_sets_of(where):
            source.stage(self.key_sets.resolve(self.fates.key_sets[name]))
        return {int(str(row[0])) for row in source.read(Query(table, (ValueAt((), "id"),), where))}

    def answers(self) -> Iterator[tuple[str, str, set[int]]]:
        """(kind, group or "" for the row, ids that go)."""
        for kind in self.estate.maps["shop"].kinds:
            for group in kind.groups:
                yield kind.name, group.name, self.ids(kind.table, self.fates.group_goes(kind, group))
            yield kind.name, "", self.ids(kind.table, self.fates.row_goes(kind))


@pytest.mark.parametrize("part", range(2))
def test_a_group_goes_when_nothing_keeps_it(part: int) -> None:
    met: Counter[str] = Counter()
    for seed in range(part * 50, part * 50 + 50):
        world = make(seed)
        oracle = Oracle(world)
        for kind, group, found in Planned(world).answers():
            choice = world.kinds[kind]
            expected = {
                row["id"]
                for row in world.rows[f"{kind}s"]
                if (
                    oracle.group_goes(kind, row, choice.groups[group])
                    if group
                    else oracle.row_goes(kind, row)
                )
            }
            assert found == expected, f"world {seed}, {kind}.{group or '(row)'}"
            met[f"{kind} goes"] += len(found)
            met[f"{kind} stays"] += len(world.rows[f"{kind}s"]) - len(found)
    # The control: both answers were met, everywhere.
    kinds = ("customer", "order", "line", "note")
    assert all(met[f"{kind} {what}"] > 20 for kind in kinds for what in ("goes", "stays")), met


def test_the_worlds_are_not_all_alike() -> None:
    worlds = [make(seed) for seed in range(60)]
    assert {each.basis for world in worlds for each in world.purposes.values()} >= {
        "consent",
        "contract",
        "legal_obligation",
        "legitimate_interests",
    }
    assert len({str(fact.kind) for world in worlds for fact in world.facts}) == 9
    assert isinstance(TODAY, date)
