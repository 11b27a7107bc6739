"""Maps proposed for real systems, held against what lies there, found by hand (`personal.yaml`)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.measuring import Figures, measured
from tests.landscape.restoring import HERE
from tests.landscape.systems import Company
from varsam.checks.base import Level
from varsam.domain.predicate import ALWAYS, exists
from varsam.formats.source_map.proposed import written
from varsam.services import proposing, systems
from varsam.sources.catalogue import open_source

TRUTH: dict[str, Any] = yaml.safe_load((HERE / "personal.yaml").read_text(encoding="utf-8"))
SECONDS = 60.0


def taken(company: Company, source: str) -> Figures:
    """Propose a map from nothing but the place, take it as it is, and hold it against the truth."""
    path = company.home.path / "sources" / f"{source}.yaml"
    mapped = company.home.maps[source]
    place = "".join(
        f"{name}: {mapped.options[name]}\n" for name in ("url", "url_env") if name in mapped.options
    )
    path.write_text(f"source: {source}\nconnector: sql\n{place}", encoding="utf-8")
    del company.home.maps
    start = time.monotonic()
    proposal, begun = proposing.propose(company.home, source)
    assert time.monotonic() - start < SECONDS
    path.write_text(written(proposal, begun, "sv"), encoding="utf-8")
    ((_, findings),) = systems.inspect(company.home, [source])
    assert [each for each in findings if each.level is Level.ERROR] == []
    leads_somewhere(company, source)
    truth = TRUTH[source]
    found = measured(proposal, truth["columns"], truth["either"], truth["owners"])
    assert {kind.table for kind in proposal.kinds if kind.owner.way == "person"} <= set(truth["people"])
    return found


def leads_somewhere(company: Company, source: str) -> None:
    """Each way that the map says leads from some rows to a row."""
    mapped = company.home.maps[source]
    with open_source(mapped, home=company.home.path, environment=company.home.environment) as system:
        for kind in mapped.kinds:
            links = [link.edges for link in kind.owner.links if link.person] if kind.owner else []
            for edges in [(kind.part_of.edge,)] if kind.part_of else links:
                if system.count(kind.table, ALWAYS):
                    assert system.count(kind.table, exists(edges, ALWAYS)) > 0, kind.name


def good(found: Figures) -> None:
    """What the issue asks for, of each system by itself."""
    assert found.recall >= 0.9, found.missed
    assert found.precision >= 0.8, found.false
    assert found.ownership >= 0.8, found.wrong


@pytest.mark.postgres
@pytest.mark.parametrize("source", ["tryton", "rt", "pretix"])
def test_a_system_on_postgresql(company: Callable[..., Company], source: str) -> None:
    good(taken(company(source), source))


@pytest.mark.postgres
def test_a_case_is_its_requestors_by_way_of_joining_rows(company: Callable[..., Company]) -> None:
    made = company("rt")
    taken(made, "rt")
    ticket = next(kind for kind in made.home.maps["rt"].kinds if kind.table == "tickets")
    assert ticket.owner is not None
    with open_source(made.home.maps["rt"], home=made.home.path, environment=made.home.environment) as rt:
        assert rt.count("tickets", exists(ticket.owner.links[0].edges, ALWAYS)) == 38


@pytest.mark.mariadb
def test_one_table_for_everything(wordpress: Company) -> None:
    good(taken(wordpress, "wordpress"))


def test_a_small_system(mailman: Company) -> None:
    good(taken(mailman, "mailman"))


def test_nothing_in_the_code_knows_these_systems() -> None:
    tables = {
        table
        for truth in TRUTH.values()
        for table in (*truth["columns"], *truth["owners"])
        if "_" in table or len(table) > 12
    }
    names = {
        "tryton",
        "pretix",
        "wordpress",
        "mailman",
        "flamingo",
        "request tracker",
        "rt::",
        "wp_",
        *tables,
    }
    assert len(names) > 40
    found = {
        (path.name, name)
        for path in sorted((Path(proposing.__file__).parents[1]).rglob("*.py"))
        for name in names
        if re.search(rf"(?<![a-z]){re.escape(name)}", path.read_text(encoding="utf-8").lower())
    }
    assert found == set()
    assert re.search(r"(?<![a-z])pretix", "in pretix, for one")
