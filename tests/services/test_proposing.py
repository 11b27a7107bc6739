"""Maps proposed for every system of the example company: databases, files of rows, folders of files."""

from __future__ import annotations

from datetime import date

import pytest

from varsam.checks.base import Level
from varsam.checks.maps import check_map
from varsam.formats import source_map
from varsam.formats.source_map.proposed import written
from varsam.services import proposing
from varsam.services.example.making import make_example
from varsam.services.home import Home
from varsam.sources.catalogue import open_source


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The example company as it is on a day."""
    path = tmp_path_factory.mktemp("example") / "home"
    make_example(path, date(2026, 11, 22))
    return Home(path)


@pytest.mark.parametrize(
    "name", ["shop", "support", "newsletter", "suppliers", "recruiting", "contracts", "images", "cloud", "cv"]
)
def test_each_system_gets_a_map_that_is_taken(home: Home, name: str) -> None:
    proposal, begun = proposing.propose(home, name)
    text = written(proposal, begun, "en")
    read = source_map.parse(text, f"{name}.yaml", home.register)
    assert read.source == name
    with open_source(read, home=home.path, environment={}) as source:
        snapshot = source.snapshot()
    found = check_map(read, snapshot, home.register)
    assert [each for each in found if each.level is Level.ERROR] == []
    said = (
        {kind.table for kind in read.kinds} | set(read.ignored) | {each.table for each in proposal.undecided}
    )
    assert set(snapshot.tables) <= said
    if begun.connector == "files":
        assert "not what stands in them" in text


def test_most_of_what_the_company_itself_mapped_is_proposed(home: Home) -> None:
    proposal, begun = proposing.propose(home, "shop")
    mapped = {
        (kind.table, column) for kind in begun.kinds for group in kind.groups for column in group.columns
    }
    found = {(kind.table, column.name) for kind in proposal.kinds for column in kind.columns}
    assert len(mapped & found) >= 0.75 * len(mapped)
    assert len(found - mapped) <= 0.1 * len(found)
