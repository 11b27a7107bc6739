"""The system is broken, the right sentence turns red; it is repaired, and the sentence turns green again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.services.claims_home import ClaimsHome
from tests.store.homes import Home as OwnState
from varsam.domain.claims import Verdict
from varsam.domain.errors import RegisterError

KEPT_NO_LONGER, NOTHING_UNDECLARED = "S58", "S15"
AGREED, ADEQUATE, CURRENT = "S7", "S29", "S62"


def _verdict(it: ClaimsHome, verifier: str) -> str:
    return str(it.ask(verifier)[verifier].verdict)


def test_overdue_rows_turn_it_red_and_a_plan_turns_it_green(sqlite_state: OwnState) -> None:
    from varsam.services import applying, planning, systems

    it = ClaimsHome(sqlite_state.path)
    systems.switch_mode(it.home, "shop", "apply")
    assert _verdict(it, KEPT_NO_LONGER) == "true"
    it.sql("UPDATE people SET street = 'Gatan 1', closed_on = '2025-01-31' WHERE id = 1")
    red = it.ask(KEPT_NO_LONGER)[KEPT_NO_LONGER]
    assert (str(red.verdict), red.evidence["rows"]) == ("false", 1)
    assert "shop.person (1)" in red.reason
    assert "Alva" not in json.dumps({"reason": red.reason, "evidence": str(red.evidence)})

    plan = planning.make_plan(it.home, sources=["shop"])
    planning.approve(it.home, plan.plan)
    applying.apply(it.home, plan.plan)
    assert _verdict(it, KEPT_NO_LONGER) == "true"


def test_rows_may_lie_for_a_day_after_their_last(sqlite_state: OwnState) -> None:
    """The night that lets them go hasn't come by yet: a claim isn't false for that."""
    it = ClaimsHome(sqlite_state.path)
    it.sql("UPDATE people SET street = 'Gatan 1', closed_on = '2025-11-21' WHERE id = 1")
    assert _verdict(it, KEPT_NO_LONGER) == "true"
    it.now += timedelta(days=1)
    assert _verdict(it, KEPT_NO_LONGER) == "false"


def test_an_unmapped_personal_column_turns_it_red_until_it_is_mapped(sqlite_state: OwnState) -> None:
    it = ClaimsHome(sqlite_state.path)
    assert _verdict(it, NOTHING_UNDECLARED) == "true"
    it.sql("ALTER TABLE people ADD COLUMN home_phone TEXT")
    red = it.ask(NOTHING_UNDECLARED)[NOTHING_UNDECLARED]
    assert (str(red.verdict), red.evidence["at"]) == ("false", "shop: people.home_phone")
    it.map("columns: [name, email, phone]", "columns: [name, email, phone, home_phone]")
    assert _verdict(it, NOTHING_UNDECLARED) == "true"


def test_a_column_whose_values_are_personal_turns_it_red(sqlite_state: OwnState) -> None:
    """Its name tells nothing; what stands in it does."""
    it = ClaimsHome(sqlite_state.path)
    it.sql(
        "ALTER TABLE people ADD COLUMN field_7 TEXT",
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
        " INSERT INTO people (id, field_7) SELECT i, 'person' || i || '@mail.example' FROM n",
    )
    red = it.ask(NOTHING_UNDECLARED)[NOTHING_UNDECLARED]
    assert (str(red.verdict), red.evidence["at"]) == ("false", "shop: people.field_7"), red
    assert "@" not in f"{red.reason} {red.remedy} {dict(red.evidence)}"
    it.map("columns: [name, email, phone]", "columns: [name, email, phone, field_7]")
    assert _verdict(it, NOTHING_UNDECLARED) == "true"


def test_a_category_that_nobody_was_told_of_turns_it_red(sqlite_state: OwnState) -> None:
    it = ClaimsHome(sqlite_state.path)
    it.map(
        "category: contact.address, for: [reklam-i-brevladan]", "category: image, for: [reklam-i-brevladan]"
    )
    red = it.ask(NOTHING_UNDECLARED)[NOTHING_UNDECLARED]
    assert (str(red.verdict), red.evidence["places"]) == ("false", ("shop.person: image",))
    it.register("categories: [contact.address]", "categories: [contact.address, image]")
    assert _verdict(it, NOTHING_UNDECLARED) == "true"


def test_a_processor_without_an_agreement_turns_it_red(sqlite_state: OwnState) -> None:
    it = ClaimsHome(sqlite_state.path)
    file = it.path / "partners.yaml"
    whole = file.read_text(encoding="utf-8")
    assert _verdict(it, AGREED) == "true"
    [agreement] = [each for each in whole.splitlines() if "dpa: " in each][:1]
    it.change("partners.yaml", agreement + "\n", "")
    red = it.ask(AGREED)[AGREED]
    assert (str(red.verdict), red.evidence["at"]) == ("false", "partner transportor")
    file.write_text(whole.replace("valid_to: 2028-01-01", "valid_to: 2026-06-30", 1), encoding="utf-8")
    assert _verdict(it, AGREED) == "false", "it has run out"
    file.write_text(whole, encoding="utf-8")
    assert _verdict(it, AGREED) == "true"


def test_lawful_clauses_arent_the_adequacy_that_was_promised(sqlite_state: OwnState) -> None:
    """Standard contractual clauses may carry a transfer, and the sentence says something else."""
    it = ClaimsHome(sqlite_state.path)
    assert _verdict(it, ADEQUATE) == "true"
    clauses = (
        "locations: [CN]\n    transfers:\n      press: {country: CN, tool: scc, module: 2, agreement: dpa,"
        " assessment: {assessed_on: 2026-01-01, result: sufficient, review_by: 2027-12-31}, onward: never}"
    )
    it.change("partners.yaml", "locations: [FI]", clauses)
    red = it.ask(ADEQUATE)[ADEQUATE]
    assert str(red.verdict) == "false", red
    it.change("partners.yaml", "[CN]", "[CH]")
    it.change(
        "partners.yaml", "country: CN, tool: scc, module: 2, agreement: dpa,", "country: CH, tool: adequacy}"
    )
    it.change(
        "partners.yaml",
        " assessment: {assessed_on: 2026-01-01, result: sufficient, review_by: 2027-12-31}, onward: never}",
        "",
    )
    assert _verdict(it, ADEQUATE) == "true"


def test_a_register_that_left_its_published_version_turns_it_red(sqlite_state: OwnState) -> None:
    it = ClaimsHome(sqlite_state.path)
    assert _verdict(it, CURRENT) == "unknown"
    it.publish()
    assert _verdict(it, CURRENT) == "true"
    it.register("        rule: contract.end + 6 months", "        rule: contract.end + 9 months")
    assert _verdict(it, CURRENT) == "false"
    it.publish()
    assert _verdict(it, CURRENT) == "true"
    page = it.path / "policy" / "published" / "0001" / "policy.sv.md"
    page.chmod(0o644)
    page.write_text("# something else\n", encoding="utf-8")
    assert _verdict(it, CURRENT) == "false", "somebody changed what was published"


def test_a_source_that_cant_be_reached_makes_it_unknown(sqlite_state: OwnState) -> None:
    from varsam.services import claims

    it = ClaimsHome(sqlite_state.path)
    (it.path / "shop.sqlite3").rename(it.path / "away.sqlite3")
    answers = it.ask(KEPT_NO_LONGER, NOTHING_UNDECLARED)
    assert {str(answers[each].verdict) for each in (KEPT_NO_LONGER, NOTHING_UNDECLARED)} == {"unknown"}
    assert claims.check(it.home, [KEPT_NO_LONGER]).unreachable == ("shop",)
    (it.path / "away.sqlite3").rename(it.path / "shop.sqlite3")
    assert _verdict(it, KEPT_NO_LONGER) == "true"


def test_runs_are_kept_and_a_sentences_history_shows_when_it_changed(sqlite_state: OwnState) -> None:
    from varsam.services import claims, evidence
    from varsam.store import claim_runs, ledger

    it = ClaimsHome(sqlite_state.path)
    said = it.says("Vi sparar bara så länge vi behöver.", KEPT_NO_LONGER)
    it.change(
        "claims.yaml",
        "{verifiers: [S58]}",
        "{verifiers: [S58], confirmed_by: anna, confirmed_on: 2026-11-20}",
    )
    for change in ("2026-01-31", "2025-01-31", "2025-01-31", "2026-01-31"):
        it.sql(f"UPDATE people SET street = 'Gatan 1', closed_on = '{change}' WHERE id = 1")
        checked = claims.check(it.home)
        assert checked.kept
        it.now += timedelta(hours=1)
    statement, was = claims.history(it.home, said)
    assert statement.id == said
    assert [str(each.verdict) for each in was] == ["true", "false", "true"]
    assert [each.at.hour for each in was] == [12, 13, 15]
    runs = claim_runs.runs()
    assert len(runs) == 4
    entries = [ledger.entry(index) for index in range(ledger.size())]
    told = [each for each in entries if each["type"] == "claims.checked"]
    assert [each["report"] for each in told] == [each.digest for each in runs]
    assert told[-1]["true"] == checked.summary.true
    assert evidence.verify().ok
    with pytest.raises(RegisterError, match="no statement"):
        claims.history(it.home, "never-said")


def test_another_day_and_a_part_are_asked_and_not_kept(sqlite_state: OwnState) -> None:
    from varsam.services import claims
    from varsam.store import claim_runs

    it = ClaimsHome(sqlite_state.path)
    home = it.home
    home.on = (it.now + timedelta(days=300)).date()
    later = claims.check(home)
    assert (later.kept, later.on) == (False, home.on)
    answers = {each.verifier: each for claim in later.claims for each in claim.results}
    assert answers["S30"].verdict is Verdict.FALSE, "the review of a measure is overdue by then"
    assert not claims.check(it.home, ["S1"]).kept
    assert claim_runs.runs() == ()
    with pytest.raises(RegisterError, match="no verifier S99"):
        claims.check(it.home, ["S99"])
