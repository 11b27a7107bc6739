"""`varsam records export`: files in each format, what lacks on standard error, nothing lost unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import TODAY, CliHome


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A small controller."""
    return CliHome(tmp_path / "home").build()


def test_every_format_is_written_and_says_what_is_missing_and_lost(home: CliHome, tmp_path: Path) -> None:
    for file_format, name in (
        ("xlsx", "records.xlsx"),
        ("ods", "records.ods"),
        ("pdf", "records.pdf"),
        ("json-ld", "records.jsonld"),
    ):
        ran = home.run(
            "records", "export", str(tmp_path / "out"), "--format", file_format, "--lang", "en", "--on", TODAY
        )
        assert ran.code == 0, ran.err
        assert ran.out == f"{tmp_path / 'out' / name}\n"
        assert (tmp_path / "out" / name).stat().st_size > 1000
        assert "data protection officer, or why none is needed, GDPR 30(1)(a): Test AB" in ran.err
        assert ("doesn't carry everything" in ran.err) is (file_format in ("pdf", "json-ld"))
    ran = home.run("records", "export", str(tmp_path / "csv"), "--format", "csv", "--lang", "sv")
    assert "säkerhetsåtgärder, GDPR 30(1)(g): Test" in ran.err
    assert "CSV: varje blad är en egen fil" in ran.err
    assert len(list((tmp_path / "csv").glob("*.csv"))) == len(ran.out.splitlines()) == 4


def test_json_lists_codes_and_the_ending_says_the_format(home: CliHome, tmp_path: Path) -> None:
    target = tmp_path / "to" / "authority.ods"
    document = home.ok("records", "export", str(target), "--layout", "ico", "--on", TODAY)
    assert document["written"] == [str(target)]
    assert (document["format"], document["layout"], document["on"]) == ("ods", "ico", TODAY)
    assert document["controlled"] == 1
    lacking = {each["code"]: each for each in document["missing"]}
    assert {"dpo_unsaid", "recipients", "measures", "contact"} <= set(lacking)
    assert lacking["recipients"]["where"] == "activity sales"
    assert any(each.startswith("ICO:") for each in document["losses"])
    assert target.read_bytes()[:2] == b"PK"


def test_nothing_is_overwritten_unasked(home: CliHome, tmp_path: Path) -> None:
    target = tmp_path / "records.xlsx"
    target.write_text("something else", encoding="utf-8")
    ran = home.run("records", "export", str(target))
    assert ran.code == 3
    assert target.read_text(encoding="utf-8") == "something else"
    assert home.run("records", "export", str(target), "--yes").code == 0
    assert target.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("out.csv",), "CSV is a file for each sheet"),
        (("out.ods", "--format", "pdf"), "ending says another format"),
        (("out", "--format", "docx"), "there is no format “docx”"),
        (("out", "--layout", "skr"), "there is no layout “skr”"),
        (("out", "--format", "json-ld", "--layout", "ico"), "JSON-LD has no layout"),
        (("out", "--customer", "nobody"), "there is no customer “nobody”"),
    ],
)
def test_wrong_calls_are_refused_and_write_nothing(
    home: CliHome, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = home.run("records", "export", str(tmp_path / arguments[0]), *arguments[1:], "--lang", "en")
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / arguments[0]).exists()


def test_one_customers_record_is_of_a_day_on_which_it_was_served(home: CliHome, tmp_path: Path) -> None:
    register = home.path / "register.yaml"
    hosting = (
        "  hosting:\n    title: Lagring\n    role: processor\n    controllers: [test]\n"
        "    categories: [contact]\n    subjects: [customer]\n    purposes:\n"
        "      hosting: {title: Lagra, basis: contract, rule: contract.end + 30 days}\n"
    )
    register.write_text(register.read_text(encoding="utf-8") + hosting, encoding="utf-8")
    (home.path / "customers.yaml").write_text(
        "customers:\n"
        "  bike: {name: Cykelkedjan AB, contact: a@b.example, activities: [hosting], ended_on: 2026-01-31}\n"
        "  ski: {name: Skidor AB, contact: it@ski.example, activities: [hosting]}\n",
        encoding="utf-8",
    )
    target = str(tmp_path / "bike.jsonld")
    ran = home.run("records", "export", target, "--customer", "bike", "--on", TODAY, "--lang", "sv")
    assert ran.code == 2
    assert f"kunden är inte kund {TODAY}" in ran.err
    document = home.ok("records", "export", target, "--customer", "bike", "--on", "2026-01-31")
    assert (document["customer"], document["controlled"], document["processed"]) == ("bike", 0, 1)
    told = Path(target).read_text(encoding="utf-8")
    assert "Cykelkedjan AB" in told
    assert "Skidor" not in told
