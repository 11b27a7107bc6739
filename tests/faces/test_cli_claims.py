"""`claims`: what people and programs are told, how it ends, and how bindings are confirmed and dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import CliHome, run
from varsam.formats import register_yaml

POLICY = """\
# Integritetspolicy för Test AB

Test AB (org.nr 556968-7857) är personuppgiftsansvarig. Frågor tas emot på fraga@test.example.

Vi sparar uppgifter bara så länge de behövs. Solen skiner.

| Behandling | Ändamål | Personuppgifter | Registrerade | Rättslig grund | Lagringstid |
|---|---|---|---|---|---|
| Försäljning | Leverera beställningar | Kontaktuppgifter | Kunder | Avtal | Avtalstiden + 1 år |
"""


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A home that was imported from a policy, with the shop's database mapped."""
    document = tmp_path / "policy.md"
    document.write_text(POLICY, encoding="utf-8")
    made = CliHome(tmp_path / "shop").build()
    shop = (made.path / "sources" / "shop.yaml").read_text(encoding="utf-8")
    (made.path / "register.yaml").unlink()
    (made.path / "sources" / "shop.yaml").unlink()
    assert made.run("policy", "import", str(document), "--write").code in (0, 1)
    held = shop.replace("for: [orders, offers]", "for: [forsaljning]").replace("[orders]", "[forsaljning]")
    (made.path / "sources" / "shop.yaml").write_text(held, encoding="utf-8")
    return made


def _claim(document: dict, text: str) -> dict:  # type: ignore[type-arg]
    [found] = [each for each in document["claims"] if text in each["text"]]
    return dict(found)


def _statement(home: CliHome, text: str) -> str:
    register = register_yaml.parse((home.path / "register.yaml").read_text(encoding="utf-8"), "register.yaml")
    [found] = [each.id for each in register.statements if text in each.text]
    return found


def test_what_was_proposed_is_said_and_decides_nothing(home: CliHome) -> None:
    assert "verifiers: [S58]" in (home.path / "claims.yaml").read_text(encoding="utf-8")
    document = home.ok("claims")
    assert document["summary"]["false"] == 0
    kept = _claim(document, "bara så länge")
    assert (kept["verdict"], kept["would_be"]) == ("unknown", "false")
    assert [each["verifier"] for each in kept["verifiers"]] == ["S58"]
    assert kept["verifiers"][0]["evidence"]["rows"] == 3
    sun = _claim(document, "Solen skiner")
    assert (sun["would_be"], sun["verifiers"]) == (None, [])
    said = home.run("claims", "--lang", "sv")
    assert said.code == 0
    assert "okänt, vore falskt" in said.out
    assert "3 rader borde vara borta och finns kvar: shop." in said.out
    assert "ingen har sagt hur den här meningen kan kontrolleras" in said.out


def test_a_confirmed_sentence_that_is_false_ends_with_one(home: CliHome) -> None:
    statement = _statement(home, "bara så länge")
    [confirmed] = home.ok("claims", "confirm", statement[:12])["confirmed"]
    assert (confirmed["statement"], confirmed["verifiers"]) == (statement, ["S58"])
    red = home.run("claims", "--json", "--only", "false")
    assert red.code == 1
    assert [each["statement"] for each in red.document["claims"]] == [statement]
    assert red.document["summary"]["false"] == 1
    assert "varsam plan" in red.document["claims"][0]["remedy"]

    home.write("DELETE FROM notes WHERE customer_id = 1")
    home.write("DELETE FROM customers WHERE id = 1")
    assert _claim(home.ok("claims"), "bara så länge")["verdict"] == "true"
    history = home.ok("claims", "--history", statement)
    assert [each["verdict"] for each in history["history"]] == ["false", "true"]
    assert home.run("claims", "--history", statement).out.count("\n") == 4


def test_others_may_be_bound_or_nothing_and_dropped_again(home: CliHome) -> None:
    sun = _statement(home, "Solen")
    none = home.run("claims", "confirm", sun, "--json")
    assert (none.code, "--verifier" in none.failure["hint"]) == (2, True)
    assert home.ok("claims", "confirm", sun, "--verifier", "S63")["confirmed"][0]["verifiers"] == ["S63"]
    home.ok("claims", "confirm", sun, "--nothing")
    assert "promises nothing" in _claim(home.ok("claims"), "Solen")["reason"]
    assert home.ok("claims", "drop", sun)["dropped"] == [sun]
    assert f"{sun}:\n    verifiers: []\n" in (home.path / "claims.yaml").read_text(encoding="utf-8")
    waiting = home.ok("claims", "confirm", "--all-proposed")["confirmed"]
    assert len(waiting) == 3
    assert home.ok("claims", "confirm", "--all-proposed")["confirmed"] == []


def test_wrong_use_and_faulty_files_end_with_two(home: CliHome) -> None:
    for words in (
        ("claims", "--only", "maybe"),
        ("claims", "--verifier", "S99"),
        ("claims", "--history", "never-said"),
        ("claims", "confirm"),
        ("claims", "confirm", "x", "--all-proposed"),
        ("claims", "drop", "never-said"),
    ):
        assert home.run(*words).code == 2, words
    (home.path / "claims.yaml").write_text("claims:\n  x: {verifiers: [S99]}\n", encoding="utf-8")
    faulty = home.run("claims", "--json")
    assert (faulty.code, "claims.yaml:2:19" in faulty.failure["where"]) == (2, True)


def test_a_source_that_cant_be_reached_ends_with_four(home: CliHome) -> None:
    home.ok("claims", "confirm", "--all-proposed")
    (home.path / "shop.sqlite3").unlink()
    away = home.run("claims")
    assert away.code == 4
    assert "Couldn't be reached, so nothing that rests on them is true: shop" in away.out


def test_what_isnt_in_the_policy_any_more_is_named(home: CliHome) -> None:
    text = (home.path / "claims.yaml").read_text(encoding="utf-8")
    (home.path / "claims.yaml").write_text(text + "  gone-00: {verifiers: [S1]}\n", encoding="utf-8")
    assert home.ok("claims")["left_over"] == ["gone-00"]
    home.ok("claims", "drop", "gone-00")
    assert "gone-00" not in (home.path / "claims.yaml").read_text(encoding="utf-8")


def test_the_family_has_verbs_and_says_so() -> None:
    assert "confirm" in run("claims", "--help").out
