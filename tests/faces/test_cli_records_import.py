"""`records import` as its user runs it: each layout into a home, then `check`; what is undecided keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import TODAY, CliHome, run
from tests.formats.records import sheets

FILES = {
    "cnil": ("registre.ods", sheets.cnil),
    "ico": ("ico.xlsx", sheets.ico),
    "skr": ("skr.xlsx", sheets.skr),
    "fideslang": ("fides.yml", sheets.FIDESLANG.encode),
}


@pytest.mark.parametrize("layout", sorted(FILES))
def test_a_record_becomes_a_home_that_can_be_checked(tmp_path: Path, layout: str) -> None:
    name, made = FILES[layout]
    record, home = tmp_path / name, tmp_path / "home"
    record.write_bytes(made())
    shown = run("--home", str(home), "records", "import", str(record), "--lang", "en")
    assert shown.code == 1
    assert not home.exists()
    assert layout in shown.out
    written = run("--home", str(home), "records", "import", str(record), "--write", "--json")
    assert written.code == 1
    document = written.document
    assert document["layouts"] == [layout]
    assert {"register.yaml", name, "varsam.yaml"} <= {Path(each).name for each in document["written"]}
    assert (home / "records" / name).read_bytes() == record.read_bytes()
    placed = [each["position"] or each["where"] for each in document["findings"]]
    assert all(placed)
    checked = run("--home", str(home), "check", "--json")
    assert checked.code == 1
    found = {each["code"] for each in checked.document["findings"]}
    assert "RET003" in found
    assert ("REG005" in found) is (layout != "skr")
    again = run("--home", str(home), "records", "import", str(record), "--write")
    assert again.code == 3


def test_a_basis_is_named_before_a_rule_is_confirmed(tmp_path: Path) -> None:
    record, home = tmp_path / "registre.ods", tmp_path / "home"
    record.write_bytes(sheets.cnil())
    run("--home", str(home), "records", "import", str(record), "--write")
    purpose = "gestion-de-la-paie-etat-civil-identite"
    text = (home / "register.yaml").read_text(encoding="utf-8")
    refused = run("--home", str(home), "register", "confirm", purpose, "--lang", "sv")
    assert refused.code == 3
    assert "--basis" in refused.err
    assert (home / "register.yaml").read_text(encoding="utf-8") == text
    assert run("--home", str(home), "register", "confirm", purpose, "--basis", "habit").code == 2
    named = run("--home", str(home), "register", "confirm", purpose, "--basis", "legal_obligation", "--json")
    assert named.code == 0
    waiting = run("--home", str(home), "register", "questions", "--json").document["questions"]
    assert purpose not in [each["purpose"] for each in waiting]
    assert "basis: legal_obligation" in (home / "register.yaml").read_text(encoding="utf-8")
    twice = run("--home", str(home), "register", "confirm", purpose, "--basis", "contract")
    assert twice.code == 3


def test_what_cant_be_read_is_said_in_both_languages_without_a_traceback(tmp_path: Path) -> None:
    record = tmp_path / "record.xlsx"
    record.write_bytes(b"PK\x03\x04 no workbook")
    for lang in ("sv", "en"):
        ran = run("--home", str(tmp_path / "home"), "records", "import", str(record), "--lang", lang)
        assert ran.code == 2
        assert "record.xlsx" in ran.err
        assert "Traceback" not in ran.err
    assert run("records", "import", str(tmp_path / "nowhere.ods")).code == 2
    assert run("records", "import", str(record), "--layout", "edpb").code == 2


def test_nothing_goes_under_a_purpose_without_a_basis(tmp_path: Path) -> None:
    home = CliHome(tmp_path / "home").build()
    home.ok("source", "mode", "shop", "apply")
    due = {(each["kind"], each["rows"]) for each in home.ok("plan", "--on", TODAY)["steps"]}
    assert due == {("customer", 1), ("note", 2)}
    register = home.path / "register.yaml"
    text = register.read_text(encoding="utf-8")
    assert "basis: contract" in text
    register.write_text(text.replace("basis: contract", "basis: undecided"), encoding="utf-8")
    kept = home.run("plan", "--on", TODAY, "--json")
    assert (kept.code, kept.document["steps"]) == (3, [])
    assert {"customer", "note"} == {each["kind"] for each in kept.document["kept"] if each["rows"] == 3}
