"""`source propose` by hand: from a file that only says where a source is to a map that is taken as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.engine.unfamiliar import SYSTEMS
from tests.faces.cli_home import CliHome


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop, and a club of which only the place is known."""
    made = CliHome(tmp_path / "home").build()
    url = f"sqlite:///{made.path / 'club.sqlite3'}"
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        SYSTEMS["club"][0](connection)
    (made.path / "sources" / "club.yaml").write_text(
        "source: club\nconnector: sql\nurl: sqlite:///club.sqlite3\n", encoding="utf-8"
    )
    return made


def test_a_first_map_is_taken_as_it_is(home: CliHome) -> None:
    map_file = home.path / "sources" / "club.yaml"
    # A map that names nothing is refused everywhere else, with the way out.
    refused = home.run("check")
    assert refused.code == 2
    assert "varsam source propose" in refused.err

    printed = home.run("--lang", "sv", "source", "propose", "club")
    assert (printed.code, printed.err) == (0, "")
    assert "personnummer" in printed.out
    assert "för vilket ändamål? orders, offers" in printed.out
    draft = home.path / "draft.yaml"
    assert home.run("source", "propose", "club", "--out", str(draft)).code == 0
    again = home.run("source", "propose", "club", "--out", str(draft))
    assert (again.code, "nothing is overwritten" in again.err) == (3, True)

    draft.replace(map_file)
    assert home.run("check").code == 0
    seen = home.ok("source", "inspect", "club")["sources"][0]
    assert {each["level"] for each in seen["findings"]} <= {"warning", "info"}
    assert {each["code"] for each in seen["findings"]} & {"MAP007", "MAP008"} == set()
    assert home.ok("plan", "--source", "club")["steps"] == []


def test_the_proposal_as_data(home: CliHome) -> None:
    found = home.ok("source", "propose", "club", "--rows", "50")
    kinds = {each["table"]: each for each in found["kinds"]}
    assert kinds["medlem"]["owner"]["way"] == "person"
    assert kinds["avgift"]["owner"]["next"] == "medlem"
    member = {each["name"]: each for each in kinds["medlem"]["columns"]}
    assert member["personnr"]["category"] == "id.personnummer"
    assert 0.5 <= member["personnr"]["confidence"] <= 1
    assert "15 of 15" in member["personnr"]["reason"]
    assert "lag" in found["ignored"]
    assert found["sampled"]["narvaro"] == {"rows": 50, "way": "spread", "cut": False}


def test_what_cannot_be_proposed_says_why(home: CliHome) -> None:
    unknown = home.run("source", "propose", "cluub", "--json")
    assert unknown.code == 2
    assert "club" in unknown.failure["hint"]
    (home.path / "club.sqlite3").unlink()
    gone = home.run("source", "propose", "club")
    assert gone.code == 4
    (home.path / "sources" / "binder.yaml").write_text(
        "source: binder\nconnector: manual\n", encoding="utf-8"
    )
    by_hand = home.run("source", "propose", "binder")
    assert by_hand.code == 4
    assert "by hand" in by_hand.err


def test_a_file_of_rows(home: CliHome) -> None:
    (home.path / "people.csv").write_text(
        "nr;Namn;E-post;Not\n1;Anna Andersson;anna@one.example;\n2;Bo Ek;bo@two.example;ring 070-174 06 05\n",
        encoding="utf-8",
    )
    map_file = home.path / "sources" / "people.yaml"
    map_file.write_text("source: people\nconnector: table\noptions: {file: people.csv}\n", encoding="utf-8")
    (home.path / "sources" / "club.yaml").unlink()
    printed = home.run("source", "propose", "people")
    assert printed.code == 0
    assert "has no key of its own; nr tells all rows apart" in printed.out
    map_file.write_text(printed.out, encoding="utf-8")
    assert home.run("check").code == 0
    seen = home.ok("source", "inspect", "people")["sources"][0]
    assert {each["level"] for each in seen["findings"]} <= {"warning", "info"}
