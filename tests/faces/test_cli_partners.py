"""`partner …`: the tree, transfers as of a day, what is decided and signed, and the log of disclosures."""

from __future__ import annotations

from pathlib import Path

from tests.faces.cli_home import TODAY, CliHome

PARTNERS = """\
partners:
  hall:
    name: Hall Exempel AB
    role: processor
    locations: [SE]
    activities: [sales]
    agreements:
      dpa: {kind: processing_agreement, signed_on: 2025-01-01, valid_to: 2027-12-31, clauses: {audits: "9"}}
    authorisation: {kind: general, granted_on: 2025-01-01, objection_days: 30}
    notices:
      move: {change: move, received_on: 2026-11-01, about: a hall in Finland}
  deep: {name: Deep Exempel Ltd, role: sub_processor, parents: [hall], locations: [GB]}
  agency: {name: The agency, role: authority, activities: [sales]}
"""


def home_in(path: Path) -> CliHome:
    home = CliHome(path).build()
    (path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    return home


def test_the_tree_and_one_partner_are_shown_in_both_languages(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    told = home.run("partner", "list", "--on", TODAY, "--lang", "en")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[1] == "hall\tprocessor\tSE\tdpa, until 2027-12-31\t16 errors, 2 warnings"
    assert lines[2] == "  - deep\tsub-processor\tGB\tmissing\t1 error"
    swedish = home.run("partner", "show", "hall", "--on", TODAY, "--lang", "sv").out
    assert "# Personuppgiftsbiträdesavtal: dpa (gäller)" in swedish
    assert "att biträdet visar vad det gör och låter sig granskas\t9\tGDPR 28(3)(h)" in swedish
    assert "att biträdet raderar eller återlämnar uppgifterna efteråt\tsaknas\tGDPR 28(3)(g)" in swedish
    assert "move\tannan plats\ta hall in Finland\t2026-11-01\t2026-12-01\tväntar på beslut" in swedish
    found = home.ok("partner", "show", "hall", "--on", TODAY)
    assert (found["agreement"], found["agreements"][0]["clauses"]) == ("dpa", {"audits": "9"})
    missing = home.run("partner", "show", "hull", "--json")
    assert (missing.code, "hall, deep, agency" in missing.failure["hint"]) == (2, True)


def test_transfers_are_reported_as_of_a_day(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    found = home.ok("partner", "transfers", "--on", "2031-12-27")
    assert [(each["partner"], each["verdict"], each["until"]) for each in found["transfers"]] == [
        ("deep", "allowed", "2031-12-27")
    ]
    assert found["unknown"] == ["agency"]
    later = home.run("partner", "transfers", "--on", "2031-12-28", "--lang", "en")
    assert later.code == 1
    assert "deep\tGB\tlies there\tnot allowed\tno adequacy decision holds for GB on 2031-12-28" in later.out
    assert "agency" in later.err
    everywhere = home.ok("partner", "transfers", "--on", TODAY, "--everywhere")
    assert [each["country"] for each in everywhere["transfers"]] == ["SE", "GB"]


def test_without_places_nobody_can_tell_what_leaves_the_eea(tmp_path: Path) -> None:
    told = CliHome(tmp_path).build().run("partner", "transfers", "--lang", "en")
    assert (told.code, "nobody can tell" in told.out) == (0, True)


def test_a_change_is_accepted_and_an_agreement_signed(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    refused = home.run("partner", "object", "hall", "move", "--json")
    assert (refused.code, refused.failure["where"]) == (2, "--reason")
    home.ok("partner", "accept-change", "hall", "move", "--by", "managing director")
    document = tmp_path.parent / "sub.pdf"
    document.write_bytes(b"agreed")
    signed = home.ok("partner", "sign", "deep", "sub", "--document", str(document), "--signed", "2026-01-02")
    assert signed["document"] == str(tmp_path / "agreements" / "sub.pdf")
    text = (tmp_path / "partners.yaml").read_text(encoding="utf-8")
    assert "outcome: accepted" in text
    assert "kind: sub_processing, document: sub.pdf" in text
    assert home.run("partner", "accept-change", "hall", "move").code == 3


def test_disclosures_are_recorded_and_listed(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    who = "email: alva@one.example\n"
    more = ("--ground", "law", "--law", "SFL 15 kap.", "--category", "contact")
    fact = home.ok("partner", "disclosed", "agency", "-", *more, given=who)
    assert fact["kind"] == "disclosed"
    home.ok("partner", "disclosed", "hall", "--ground", "processor", "--source", "shop")
    found = home.ok("partner", "disclosures")["disclosures"]
    assert [(each["partner"], each["ground"], each["law"]) for each in found] == [
        ("agency", "law", "SFL 15 kap."),
        ("hall", "processor", None),
    ]
    mine = home.run("partner", "disclosures", "-", "--lang", "en", given=who)
    assert mine.out.splitlines()[1:] == [
        f"{found[0]['at'][:10]}\tagency\tcontact\tone person\ta law\tSFL 15 kap.\t–"
    ]
    assert "alva" not in mine.out
    unsaid = home.run("partner", "disclosed", "agency", "--source", "shop", "--json")
    assert (unsaid.code, unsaid.failure["where"]) == (2, "--ground")
