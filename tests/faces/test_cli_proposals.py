"""`policy accept` and `policy waive`: the register's file, the state and the ledger say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import REGISTER, CliHome

# The shop's register with invoices in it, by hand and with comments; nothing in it keeps the books.
BILLING = REGISTER.replace("categories: [contact]", "categories: [contact, billing]  # ours").replace(
    "    purposes:\n", "    # why we do it\n    purposes:\n"
)
PROPOSAL = "bookkeeping-sales"


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    made = CliHome(tmp_path / "home").build()
    assert BILLING.count("billing") == 1
    (made.path / "register.yaml").write_text(BILLING, encoding="utf-8")
    return made


def register(home: CliHome) -> str:
    return (home.path / "register.yaml").read_text(encoding="utf-8")


def proposed(home: CliHome) -> list[str]:
    """The hints of the findings that propose a floor."""
    findings = home.run("check", "--json").document["findings"]
    return [each["hint"] for each in findings if each["code"] == "RET001"]


def decisions(home: CliHome) -> list[str]:
    size = home.ok("ledger", "verify")["entries"]
    entries = [home.ok("ledger", "proof", str(number))["entry"] for number in range(size)]
    return [each["answer"] for each in entries if each["type"] == "decision.made"]


def test_a_proposal_that_check_makes_is_accepted(home: CliHome) -> None:
    [hint] = proposed(home)
    assert f"varsam policy accept {PROPOSAL}" in hint
    decided = home.ok("policy", "accept", PROPOSAL)
    assert (decided["proposal"], decided["outcome"]) == (PROPOSAL, "accepted")
    assert proposed(home) == []
    text = register(home)
    assert "[contact, billing]  # ours" in text
    assert "# why we do it" in text
    assert [line for line in BILLING.splitlines() if line not in text.splitlines()] == []
    assert "sales-bookkeeping" in home.run("register", "show").out
    assert home.ok("plan")["steps"] != []
    assert decisions(home) == ["accepted"]
    again = home.run("policy", "accept", PROPOSAL, "--json")
    assert (again.code, "already" in again.failure["error"]) == (3, True)
    assert decisions(home) == ["accepted"]


def test_waiving_wants_a_reason_that_the_register_keeps(home: CliHome) -> None:
    bare = home.run("policy", "waive", PROPOSAL, "--json")
    assert (bare.code, register(home)) == (3, BILLING)
    assert "say why" in bare.failure["hint"]
    assert home.run("policy", "waive", PROPOSAL, "--reason", " ").code == 3
    home.ok("policy", "waive", PROPOSAL, "--reason", "our bureau keeps the books")
    assert "reason: our bureau keeps the books" in register(home)
    assert "# why we do it" in register(home)
    assert proposed(home) == []
    assert decisions(home) == ["waived"]


def test_a_proposal_that_the_register_holds_stops_nothing_once_decided(home: CliHome) -> None:
    held = BILLING + (
        "proposals:\n  floor:  # to decide\n    activity: sales\n    concerns: [orders]\n"
        "    outcome: proposed\n"
        "    purpose: {id: books, title: Books, basis: legal_obligation,"
        " rule: year_end(fiscal_year.end + 7 years), law: BFL 7 kap. 2 §}\n"
    )
    (home.path / "register.yaml").write_text(held, encoding="utf-8")
    waiting = home.run("plan", "--json")
    assert (waiting.code, waiting.document["steps"]) == (3, [])
    home.ok("policy", "waive", "floor", "--reason", "no books here")
    assert "# to decide" in register(home)
    assert {each["kind"] for each in home.ok("plan")["steps"]} == {"customer", "note"}


def test_what_is_no_proposal_is_named_with_those_that_are(home: CliHome) -> None:
    ran = home.run("policy", "accept", "nothing", "--json")
    assert (ran.code, ran.failure["hint"]) == (2, f"proposals: {PROPOSAL}")
    assert register(home) == BILLING
