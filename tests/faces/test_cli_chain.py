"""The chain on a real small home, command by command; people, facts and evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.cli_home import REGISTER, SHOP, TODAY, UNTIL, CliHome, run, run_fresh

CIA = "email: cia@three.example\n"
BO = "# one line a type\n\nphone: 070-1740606\n"


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop, whose source may be changed."""
    made = CliHome(tmp_path / "home").build()
    assert made.ok("source", "mode", "shop", "apply") == {"source": "shop", "mode": "apply"}
    return made


def test_the_chain(home: CliHome) -> None:
    plan = home.ok("plan", "--sample", "--explain", "--on", TODAY)
    assert {
        "step": "shop.note.delete",
        "purpose": "orders",
        "rule": "contract.end + 1 year",
        "event": "contract.end",
        "date": "2025-11-21",
    } in plan["explain"]
    assert {"plan", "fingerprint", "on", "steps", "kept", "manual", "totals"} <= set(plan)
    assert {(each["kind"], each["rows"]) for each in plan["steps"]} == {("customer", 1), ("note", 2)}
    assert plan["sample"]["shop.customer.delete"] == [[1]]
    assert plan["totals"]["rows"] == 3
    number = plan["plan"]
    drafted = {
        "plan": number,
        "on": plan["on"],
        "state": "drafted",
        "rows": 3,
        "residue": None,
        "night": None,
    }
    assert home.ok("plans")["plans"] == [drafted]
    early = home.run("apply", number, "--yes", "--json")
    assert (early.code, home.rows("customers"), home.rows("notes")) == (3, 3, 3)
    assert "approve" in early.failure["hint"]
    approved = home.ok("approve", number)
    assert {"plan", "approved_by", "approved_at"} <= set(approved)
    assert approved["missing"] == 0
    assert home.run("approve", number).code == 3
    unasked = home.run("apply", number, "--json")
    assert (unasked.code, home.rows("customers")) == (3, 3)
    assert "--yes" in unasked.failure["hint"]
    applied = home.ok("apply", number, "--yes")
    assert (applied["plan"], applied["state"]) == (number, "applied")
    assert {(each["table"], each["rows"]) for each in applied["steps"]} == {("customers", 1), ("notes", 2)}
    assert (home.rows("customers"), home.rows("notes")) == (2, 1)
    verified = home.ok("verify", number)
    assert (verified["verified"], verified["remaining"], verified["residue"]) == (True, [], None)
    twice = home.run("apply", number, "--yes")
    assert (twice.code, home.rows("customers")) == (3, 2)
    assert number in twice.err
    assert home.ok("plan")["steps"] == []


def test_the_chain_in_processes_as_a_person_starts_them(home: CliHome) -> None:
    where = ("--home", str(home.path), "--json")
    plan = run_fresh(*where, "plan")
    assert (plan.code, plan.err) == (0, "")
    number = plan.document["plan"]
    for words in (("approve", number), ("apply", number, "--yes"), ("verify", number)):
        ran = run_fresh(*where, *words)
        assert (ran.code, ran.document["plan"], ran.err) == (0, number, ""), words
    assert home.rows("customers") == 2


def test_a_row_that_comes_back_fails_the_verification(home: CliHome) -> None:
    number = home.ok("plan")["plan"]
    home.ok("approve", number)
    home.ok("apply", number, "--yes")
    home.write("INSERT INTO customers VALUES (1, 'Alva Provsson', NULL, NULL, '2019-01-01', '2024-05-31')")
    ran = home.run("verify", number, "--json")
    assert (ran.code, ran.document["verified"]) == (1, False)
    assert ran.document["remaining"] == [
        {"source": "shop", "table": "customers", "rows": 1, "fault": "present"}
    ]
    assert "finns kvar" in home.run("verify", number, "--lang", "sv").out


def test_a_person_reads_the_plan_in_their_language(home: CliHome) -> None:
    ran = home.run("plan", "--lang", "sv")
    assert ran.code == 0
    for words in (
        "Det här försvinner: 3 rader",
        "Leverera beställningar: lagringstiden är slut",
        "Avtalstiden + 1 år",
    ):
        assert words in ran.out
    assert "Det här blir kvar" in ran.out
    assert UNTIL.isoformat() in ran.out
    assert "varsam approve plan-" in ran.err
    assert "\x1b" not in ran.out + ran.err


def test_details_are_printed_when_asked_for(home: CliHome) -> None:
    plain = home.run("plan", "--on", TODAY).out
    asked = home.run("plan", "--on", TODAY, "--explain", "--sample").out
    for words in ("contract.end\t2025-11-21", "Keys of some of the rows", "shop.customer.delete\t1"):
        assert words in asked
        assert words not in plain


def test_a_forecast_is_never_approved(home: CliHome) -> None:
    plan = home.ok("plan", "--on", "2099-01-01")
    assert plan["totals"]["rows"] == 4
    ran = home.run("approve", plan["plan"], "--json")
    assert ran.code == 3
    assert "forecast" in ran.failure["error"]


def test_a_plan_that_drifted_is_refused(home: CliHome) -> None:
    number = home.ok("plan")["plan"]
    home.ok("approve", number)
    home.write("INSERT INTO customers VALUES (9, 'Dag Provsson', NULL, NULL, '2019-01-01', '2020-05-31')")
    ran = home.run("apply", number, "--yes", "--json")
    assert (ran.code, home.rows("customers")) == (3, 4)
    assert "drifted" in ran.failure["error"]
    assert home.ok("plans")["plans"][0]["state"] == "drifted"


def test_a_plan_of_another_home_isnt_known(home: CliHome, tmp_path: Path) -> None:
    other = CliHome(tmp_path / "other").build()
    number = other.ok("plan")["plan"]
    for verb in (("approve",), ("apply", "--yes"), ("verify",)):
        ran = home.run(*verb, number, "--json")
        assert ran.code == 3
        assert number in ran.failure["where"]


def test_a_source_that_is_only_observed_is_left_alone(tmp_path: Path) -> None:
    home = CliHome(tmp_path / "home").build()
    number = home.ok("plan")["plan"]
    home.ok("approve", number)
    ran = home.run("apply", number, "--yes", "--json")
    assert (ran.code, home.rows("customers")) == (3, 3)
    assert "varsam source mode shop apply" in ran.failure["hint"]
    assert home.run("source", "mode", "shop", "wild", "--json").code == 3


def test_over_the_limit_a_second_person_is_needed(home: CliHome) -> None:
    limited = SHOP.replace("kinds:\n", "limits: {rows: 2}\nkinds:\n", 1)
    (home.path / "sources" / "shop.yaml").write_text(limited, encoding="utf-8")
    number = home.ok("plan")["plan"]
    assert "two people" in home.run("plan").out
    ran = home.run("approve", number, "--json")
    assert (ran.code, ran.document["missing"], ran.document["state"]) == (3, 1, "waiting")
    assert home.run("approve", number).code == 3
    assert home.run("apply", number, "--yes").code == 3
    assert home.rows("customers") == 3


def test_an_unconfirmed_rule_keeps_and_wants_a_person(home: CliHome) -> None:
    text = REGISTER.replace("rule: contract.end + 1 year}", "rule: contract.end + 1 year, assumed: true}")
    assert text != REGISTER
    (home.path / "register.yaml").write_text(text, encoding="utf-8")
    ran = home.run("plan", "--json")
    assert (ran.code, ran.document["steps"]) == (3, [])
    assert ran.document["findings"][0]["code"] == "rule_unconfirmed"
    assert (
        "Ingen har bekräftat lagringstiden för Leverera beställningar (orders)"
        in home.run("plan", "--lang", "sv").out
    )


def test_an_unreachable_source_is_said_and_never_skipped(home: CliHome) -> None:
    (home.path / "shop.sqlite3").unlink()
    for verb in (("plan",), ("source", "inspect")):
        ran = home.run(*verb, "--json")
        assert (ran.code, ran.out) == (4, "")
        assert ran.failure["hint"]
    compared = home.run("check", "--online", "--json")
    assert (compared.code, compared.document["unreachable"]) == (4, ["shop"])
    assert "MAP044" in {each["code"] for each in compared.document["findings"]}
    sick = home.run("doctor", "--json")
    assert (sick.code, sick.document["ok"]) == (1, False)
    assert [each["subject"] for each in sick.document["checks"] if each["ok"] is False] == ["shop"]


def test_a_person_is_found_copied_and_erased(home: CliHome, tmp_path: Path) -> None:
    found = home.ok("person", "find", given=CIA)
    assert {(each["table"], each["rows"]) for each in found["found"]} == {("customers", 1), ("notes", 1)}
    assert found["ambiguous"] == []
    file = tmp_path / "who.txt"
    file.write_text(CIA, encoding="utf-8")
    copied = home.run("person", "copy", f"@{file}", "--json")
    rows = [json.loads(line) for line in copied.out.splitlines()]
    assert {row["kind"] for row in rows} == {"customer", "note"}
    assert all(set(row) == {"source", "kind", "key", "data", "purposes", "until"} for row in rows)
    assert any("likes blue" in row["data"].values() for row in rows)
    assert "likes blue" in home.run("person", "copy", "-", given=CIA).out
    planned = home.ok("person", "erase", "-", "--plan-only", given=BO)
    assert (planned["totals"]["rows"], home.rows("customers")) == (1, 3)
    unasked = home.run("person", "erase", "-", "--json", given=BO)
    assert (unasked.code, unasked.out, home.rows("customers")) == (3, "", 3)
    erased = home.ok("person", "erase", "-", "--yes", "--evidence", "letter 7", given=BO)
    assert (erased["state"], erased["applied"][0]["rows"], home.rows("customers")) == ("applied", 1, 2)
    assert home.ok("person", "find", "-", given=BO)["found"] == []


@pytest.mark.parametrize(
    "verb", [("person", "find"), ("person", "copy"), ("person", "erase"), ("record", "erasure")]
)
def test_an_identifier_as_argument_is_refused_and_not_repeated(home: CliHome, verb: tuple[str, ...]) -> None:
    for form in ((), ("--json",)):
        ran = home.run(*verb, "cia@three.example", "--yes", *form)
        assert (ran.code, ran.out) == (2, "")
        assert "cia" not in ran.err
        assert "@file" in ran.err
    assert home.rows("customers") == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("cia@three.example\n", "line 1"),
        ("\nemail: \n", "line 2"),
        ("shoe_size: 42\n", "shoe_size"),
        ("email: cia.three.example\n", "email"),
        ("", "no person"),
    ],
)
def test_what_cant_be_read_as_a_person_is_said_without_it(home: CliHome, given: str, said: str) -> None:
    ran = home.run("person", "find", "-", "--json", given=given)
    assert ran.code == 2
    assert said in ran.failure["where"] + ran.failure["error"]
    assert "three" not in ran.err
    assert "42" not in ran.err


def test_facts_change_what_a_plan_does(home: CliHome) -> None:
    assert home.ok("plan")["totals"]["rows"] == 3
    held = home.ok("hold", "open", "--source", "shop", "--ground", "dispute", "--review", "2027-06-30")
    assert home.ok("plan")["totals"]["rows"] == 0
    [hold] = home.ok("hold", "list")["holds"]
    assert (hold["hold"], hold["ground"], hold["review_on"]) == (held["fact"], "dispute", "2027-06-30")
    home.ok("hold", "release", held["fact"])
    assert home.ok("hold", "list")["holds"] == []
    assert home.ok("plan")["totals"]["rows"] == 3
    assert home.run("hold", "release", held["fact"], "--json").code == 3
    restricted = home.ok("record", "restriction", "-", given="email: alva@one.example")
    assert home.ok("plan")["totals"]["rows"] == 0
    home.ok("record", "restriction", "--lifted", restricted["fact"])
    assert home.ok("plan")["totals"]["rows"] == 3
    home.ok("record", "erasure", "-", given=BO)
    assert home.ok("plan")["totals"]["rows"] == 4


def test_consents_and_objections_are_recorded(home: CliHome) -> None:
    words = ("record", "consent", "-", "--purpose", "offers")
    given = home.ok(*words, "--at", "2026-10-10", "--channel", "email", given=CIA)
    assert (given["kind"], given["at"]) == ("consent_given", "2026-10-09T22:00:00+00:00")
    assert home.ok(*words, "--withdrawn", given=CIA)["kind"] == "consent_withdrawn"
    objected = home.ok("record", "objection", "-", "--purpose", "offers", given=CIA)
    decided = home.ok("record", "objection", "--decided", "upheld", "--fact", objected["fact"])
    assert decided["kind"] == "objection_decided"
    for wrong in (
        ("record", "consent", "-"),
        ("record", "consent", "-", "--purpose", "nosuch"),
        ("record", "consent", "-", "--purpose", "offers", "--at", "2026-10-10T10:00"),
        ("record", "objection", "--decided", "maybe", "--fact", objected["fact"]),
        ("record", "objection", "--decided", "upheld"),
        ("hold", "open", "--ground", "dispute", "--review", "2027-01-01"),
        ("hold", "open", "--source", "shop"),
    ):
        ran = home.run(*wrong, "--json", given=CIA)
        assert (ran.code, ran.out) == (2, ""), wrong
    assert home.run(*words, "--at", "2099-01-01", "--json", given=CIA).code == 3


def test_the_ledger_is_evidence(home: CliHome, tmp_path: Path) -> None:
    home.ok("plan")
    note = home.run("ledger", "checkpoint")
    elsewhere = tmp_path / "checkpoint.txt"
    elsewhere.write_text(note.out, encoding="utf-8")
    assert home.ok("ledger", "checkpoint")["checkpoint"] == note.out
    proof = home.ok("ledger", "proof", "0")
    assert set(proof) == {"entry", "index", "size", "path", "checkpoint"}
    assert home.run("ledger", "proof", "9999", "--json").code == 3
    copy = tmp_path / "copy"
    report = home.ok("ledger", "export", str(copy))
    assert report["ok"] is True
    assert home.run("ledger", "export", str(copy)).code == 3
    checked = run("ledger", "verify", "--from", str(copy), "--against", str(elsewhere), "--json")
    assert (checked.code, checked.document["root"]) == (0, report["root"])
    assert home.ok("ledger", "verify", "--against", str(elsewhere))["ok"] is True
    entries = copy / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"plan.drafted", b"plan.applied"))
    broken = run("ledger", "verify", "--from", str(copy), "--json")
    assert (broken.code, broken.document["ok"]) == (1, False)
    assert broken.document["faults"]


def test_keys_are_rotated_and_the_ledger_says_so(home: CliHome) -> None:
    home.ok("record", "objection", "-", "--purpose", "offers", given=CIA)
    before = (home.path / "varsam.key").read_bytes()
    rotated = home.ok("keys", "rotate")
    assert (rotated["generation"], rotated["resealed"] > 0) == (2, True)
    assert (home.path / "varsam.key").read_bytes() != before
    size = home.ok("ledger", "verify")["entries"]
    assert home.ok("ledger", "proof", str(size - 1))["entry"]["type"] == "keys.rotated"
    assert home.ok("person", "find", given=CIA)["found"]


def test_the_doctor_finds_what_is_wrong(home: CliHome) -> None:
    assert home.ok("doctor")["ok"] is True
    key = home.path / "varsam.key"
    key.chmod(0o644)
    ran = home.run("doctor", "--json")
    assert ran.code == 1
    assert [each["check"] for each in ran.document["checks"] if each["ok"] is False] == ["keys"]
    key.chmod(0o600)
    assert home.run("doctor").code == 0
    home.write("ALTER TABLE customers DROP COLUMN closed_on")
    ran = home.run("doctor", "--json")
    assert ran.code == 1
    assert {(each["check"], each["subject"]) for each in ran.document["checks"] if each["ok"] is False} == {
        ("map", "shop")
    }


def test_moving_the_state_needs_an_address_and_an_answer(home: CliHome) -> None:
    assert home.run("state", "move", "--yes", "--json").code == 2
    there = {"VARSAM_TARGET_DATABASE_URL": "postgresql://nobody@localhost:1/none"}
    assert home.run("state", "move", "--json", environment=there).code == 3
    gone = home.run("state", "move", "--yes", "--json", environment=there)
    assert (gone.code, "localhost" in gone.err) == (4, False)
    assert home.ok("plans")["plans"] == []


def test_the_state_moves_to_postgresql(home: CliHome, postgres_url: str) -> None:
    from sqlalchemy.engine import make_url

    home.ok("record", "objection", "-", "--purpose", "offers", given=CIA)
    root = home.ok("ledger", "verify")["root"]
    address = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    moved = home.run("state", "move", "--yes", "--json", environment={"VARSAM_TARGET_DATABASE_URL": address})
    assert (moved.code, moved.document["root"]) == (0, root), moved.err
    assert home.run("ledger", "verify").code == 3
    after = home.run("ledger", "verify", "--json", environment={"VARSAM_DATABASE_URL": address})
    assert (after.code, after.document["root"]) == (0, root)


def test_a_folder_without_a_register_is_no_home(tmp_path: Path) -> None:
    for verb in (("plan",), ("plans",), ("ledger", "verify"), ("hold", "list")):
        ran = run("--home", str(tmp_path), *verb, "--json")
        assert ran.code == 2
        assert "varsam init" in ran.failure["hint"]
    assert list(tmp_path.iterdir()) == []


def test_a_plan_says_what_changed_since_the_last_one(home: CliHome) -> None:
    first = home.ok("plan", "--diff", "--on", TODAY)
    assert first["diff"] == {"against": None, "steps": []}
    same = home.ok("plan", "--diff", "--on", TODAY)
    assert same["diff"] == {"against": first["plan"], "steps": []}
    later = home.ok("plan", "--diff", "--on", "2036-11-22")
    assert later["diff"]["against"] == same["plan"]
    now = {step["step"]: step["rows"] for step in later["steps"]}
    before = {step["step"]: step["rows"] for step in same["steps"]}
    changed = {each["step"]: (each["before"], each["now"]) for each in later["diff"]["steps"]}
    assert changed
    assert changed == {
        step: (before.get(step, 0), now.get(step, 0))
        for step in {*before, *now}
        if before.get(step, 0) != now.get(step, 0)
    }
    assert home.run("plan", "--diff", "--on", TODAY).out.count("before\tnow") == 1
