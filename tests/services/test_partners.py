"""Partners of a home: held against its files and documents, decided and signed into the file."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.partners import NoticeOutcome
from varsam.services import checking, partners
from varsam.services.example import make_example
from varsam.services.home import Home

REGISTER = """\
register: Test
entities: {test: {name: Test AB}}
recipients: {hall: {name: Hall, role: processor}}
activities:
  sales:
    title: Sales
    role: controller
    controllers: [test]
    recipients: [hall]
    purposes: {orders: {title: Orders, basis: contract, rule: contract.end + 1 year}}
"""
PARTNERS = """\
partners:
  # hosting
  hall:
    name: Hall
    role: processor
    locations: [SE]
    authorisation: {kind: general, granted_on: 2025-01-01, objection_days: 30}
    notices:
      move: {change: move, received_on: 2026-11-01}
  deep: {name: Deep, role: sub_processor, parents: [hall], locations: [SE]}
  # the end
"""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def home_in(path: Path, text: str | None = PARTNERS) -> Home:
    (path / "register.yaml").write_text(REGISTER, encoding="utf-8")
    if text is not None:
        (path / "partners.yaml").write_text(text, encoding="utf-8")
    return again(path)


def again(path: Path) -> Home:
    return Home(path, {}, "tester", clock=lambda: NOW)


def codes(home: Home) -> list[str]:
    found = checking.check_files(home)
    return [each.finding.code for each in found if each.finding.code.startswith("PAR")]


def test_a_processor_without_an_agreement_is_an_error_also_without_a_file(tmp_path: Path) -> None:
    home = home_in(tmp_path, None)
    (found,) = [each for each in checking.check_files(home) if each.finding.code == "PAR021"]
    assert (found.finding.level, found.position) == ("error", "register.yaml:3:14")
    assert partners.overview(home) == ()
    assert codes(home_in(tmp_path)) == ["PAR001", "PAR005", "PAR007"]


def test_a_recipient_that_only_the_register_names_is_judged_by_its_country(tmp_path: Path) -> None:
    home_in(tmp_path, None)
    located = REGISTER.replace("role: processor}", "role: processor, location: IN}, bank: {name: Bank}")
    (tmp_path / "register.yaml").write_text(located, encoding="utf-8")
    (flow,) = partners.flows(again(tmp_path))
    assert (flow.partner.id, flow.country, flow.decision.verdict) == ("hall", "IN", "refused")
    assert partners.unlocated(again(tmp_path)) == ("bank",)
    assert partners.unknown_recipients(again(tmp_path)) == ("hall", "bank")
    (tmp_path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    assert [each.decision.verdict for each in partners.flows(again(tmp_path))] == ["allowed", "allowed"]
    assert partners.unlocated(again(tmp_path)) == ("bank",)


def test_the_tree_says_what_stands_against_each(tmp_path: Path) -> None:
    hall, deep = partners.overview(home_in(tmp_path))
    assert [(each.partner.id, each.depth, each.parent) for each in (hall, deep)] == [
        ("hall", 0, ""),
        ("deep", 1, "hall"),
    ]
    assert [[each.code for each in one.findings] for one in (hall, deep)] == [
        ["PAR001", "PAR007"],
        ["PAR005"],
    ]
    assert partners.standing(home_in(tmp_path), "deep") == deep
    with pytest.raises(RegisterError, match="partners: hall, deep"):
        partners.standing(again(tmp_path), "depp")


def test_a_signed_document_is_kept_and_a_changed_one_is_found(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    document = tmp_path / "elsewhere" / "dpa.pdf"
    document.parent.mkdir()
    document.write_bytes(b"agreed")
    place, _ = partners.sign(
        home, "hall", "dpa", document, signed_on=date(2026, 11, 20), signatories=["owner, Hall"]
    )
    assert place == tmp_path / "agreements" / "dpa.pdf"
    assert place.read_bytes() == b"agreed"
    dpa = again(tmp_path).partners.all[0].agreements[0]
    assert dpa.document.sha256 == hashlib.sha256(b"agreed").hexdigest()
    assert codes(again(tmp_path)) == ["PAR002", "PAR005", "PAR007"]
    text = (tmp_path / "partners.yaml").read_text(encoding="utf-8")
    assert text.startswith("partners:\n  # hosting\n")
    assert text.endswith("  # the end\n")

    place.write_bytes(b"agreed otherwise")
    (changed,) = [each for each in checking.check_files(again(tmp_path)) if each.finding.code == "PAR023"]
    assert changed.position.startswith("partners.yaml:")
    with pytest.raises(NotAllowed, match="another document"):
        partners.sign(again(tmp_path), "hall", "new", document)
    assert (tmp_path / "partners.yaml").read_text(encoding="utf-8") == text
    place.unlink()
    assert "PAR023" in codes(again(tmp_path))


def test_a_document_that_leads_out_of_the_folder_is_none(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "link.pdf").symlink_to(outside)
    (tmp_path / "agreements" / "inside.pdf").write_text("agreed", encoding="utf-8")
    assert list(partners.documents(home.path, {"link.pdf", "inside.pdf", "absent.pdf"})) == ["inside.pdf"]


def test_a_change_is_decided_once_by_an_office(tmp_path: Path) -> None:
    partners.decide(home_in(tmp_path), "hall", "move", NoticeOutcome.OBJECTED, by="officer", reason="too far")
    (notice,) = again(tmp_path).partners.all[0].notices
    assert (notice.outcome, notice.decided_on, notice.decided_by, notice.reason) == (
        NoticeOutcome.OBJECTED,
        date(2026, 11, 22),
        "officer",
        "too far",
    )
    with pytest.raises(NotAllowed, match="objected already"):
        partners.decide(again(tmp_path), "hall", "move", NoticeOutcome.ACCEPTED)
    (tmp_path / "partners.yaml").unlink()
    with pytest.raises(RegisterError, match="no such file"):
        partners.decide(again(tmp_path), "hall", "move", NoticeOutcome.ACCEPTED)


def test_the_example_has_partners_that_keep_what_its_policy_promises(tmp_path: Path) -> None:
    make_example(tmp_path / "home", date(2026, 11, 22))
    home = again(tmp_path / "home")
    assert len(home.partners.all) == 6
    assert codes(home) == []
    view = partners.view(home)
    assert len(view.documents or {}) == 5
    assert [each for each in view.flows if each.abroad] == []

    # Each thing that is taken away turns up.
    text = (home.path / "partners.yaml").read_text(encoding="utf-8")
    for there, instead, code in (
        ("kind: processing_agreement", "kind: other", "PAR001"),
        ("kind: sub_processing", "kind: other", "PAR005"),
        ("kind: general", "kind: specific", "PAR004"),
        ("locations: [SE]", "locations: [SE, IN]", "PAR010"),
    ):
        assert there in text
        (home.path / "partners.yaml").write_text(text.replace(there, instead), encoding="utf-8")
        assert code in codes(again(home.path)), there
