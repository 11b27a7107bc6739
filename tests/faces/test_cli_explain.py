"""`plan --explain SOURCE.KIND [--row]` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import TODAY, UNTIL, CliHome


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A small controller."""
    return CliHome(tmp_path / "home").build()


def test_a_kind_is_explained_in_words_and_as_json(home: CliHome) -> None:
    said = home.ok("plan", "--explain", "shop.customer")
    assert said["rows"] == home.rows("customers")
    assert said["steps"] == {"shop.customer.delete": 1}
    (group,) = said["groups"]
    assert {purpose["purpose"] for purpose in group["purposes"]} == {"orders", "offers"}
    assert sum(group["purposes"][0]["rows"].values()) == said["rows"]
    assert home.ok("plans")["plans"] == []
    swedish = home.run("plan", "--explain", "shop.customer", "--on", TODAY, "--lang", "sv")
    assert swedish.code == 0
    for words in ("1 rad raderas", "Lagringstid: Avtalstiden + 1 år", "contract.end är 2025-11-21"):
        assert words in swedish.out
    assert "1 row is deleted" in home.run("plan", "--explain", "shop.customer", "--lang", "en").out


def test_one_row_is_explained(home: CliHome, tmp_path: Path) -> None:
    gone = home.run("plan", "--explain", "shop.customer", "--row", "-", "--lang", "sv", given="1\n")
    assert gone.code == 0
    assert "Raden raderas" in gone.out
    assert "2024-05-31" in gone.out
    (tmp_path / "key").write_text("2\n", encoding="utf-8")
    kept = home.run("plan", "--explain", "shop.customer", "--row", f"@{tmp_path / 'key'}", "--json").document
    assert (kept["there"], kept["verdict"], kept["until"]) == (True, "keep", UNTIL.isoformat())
    assert "@" not in str(kept)


def test_a_row_that_was_erased_is_said_to_be_gone(home: CliHome) -> None:
    home.ok("source", "mode", "shop", "apply")
    number = home.ok("plan")["plan"]
    home.ok("approve", number)
    home.ok("apply", number, "--yes")
    said = home.run("plan", "--explain", "shop.customer", "--row", "--json", given="1\n").document
    assert (said["there"], said["plan"]) == (False, number)
    assert number in home.run("plan", "--explain", "shop.customer", "--row", "-", given="1\n").out


@pytest.mark.parametrize(
    "words",
    [
        ("shop.customer",),
        ("--row",),
        ("--explain", "--row"),
        ("--explain", "shop.customer", "--diff"),
        ("--explain", "shop.nothing"),
        ("--explain", "nothing"),
        ("--explain", "shop.customer", "--row", "4711"),
    ],
)
def test_what_doesnt_fit_together_is_refused(home: CliHome, words: tuple[str, ...]) -> None:
    ran = home.run("plan", *words, "--json")
    assert ran.code == 2
    assert ran.failure["hint"]
    assert "4711" not in str(ran.failure)


def test_a_look_at_the_sources_warns_in_words(home: CliHome) -> None:
    home.write("ALTER TABLE notes ADD COLUMN phone TEXT")
    ran = home.run("source", "inspect", "--explain", "--lang", "sv")
    assert ran.code == 0
    for words in ("varning · shop: notes.phone · MAP007", "Varför: Kolumnen töms inte", "Gör så här: add it"):
        assert words in ran.out
    warnings = home.ok("source", "inspect", "shop", "--explain")["warnings"]
    (told,) = [each for each in warnings if each["code"] == "MAP007"]
    assert (told["rows"], told["more"], told["where"]) == (0, False, "shop: notes.phone")
    assert told["why"]
