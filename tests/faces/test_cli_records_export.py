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
