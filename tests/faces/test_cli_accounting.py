"""`assessment …`, `arrangement show`, `customer …`: what they say, and what they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.cli_home import REGISTER, CliHome

JOINT = REGISTER.replace("activities:\n", "  other: {name: Annan AB}\nactivities:\n", 1).replace(
    "controllers: [test]", "controllers: [test, other]"
)
HOSTING = """\
  hosting:
    title: Lagring
    role: processor
    controllers: [test]
    categories: [all]
    subjects: [customer]
    purposes:
      hosting: {title: Lagra åt kunden, basis: contract, rule: contract.end + 30 days}
"""


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A controller with another one beside it, and something done for customers."""
    made = CliHome(tmp_path / "home").build()
    (made.path / "register.yaml").write_text(JOINT + HOSTING, encoding="utf-8")
    return made


def test_an_assessment_is_begun_once_and_listed(home: CliHome) -> None:
    written = str(home.path / "assessments.yaml")
    begun = home.ok("assessment", "draft", "offers")
    assert begun == {"assessment": "offers", "section": "interests", "written": written}
    assert home.run("assessment", "draft", "offers").code == 3
    listed = home.ok("assessment", "list")
    assert [(each["purpose"], len(each["assessments"])) for each in listed["interests"]] == [("offers", 1)]
    assert [(each["activity"], each["need"]) for each in listed["impacts"]] == [
        ("sales", "not_seen"),
        ("hosting", "customers"),
    ]
    assert "offers\t\tinte beslutat\t\tnej" in home.run("assessment", "list", "--lang", "sv").out


def test_the_essence_is_shown_with_who_owns_what(home: CliHome) -> None:
    (home.path / "arrangement.yaml").write_text(
        "arrangements:\n  group: {parties: [test, other], informs: test, answers: {access: other}}\n"
        "owners: [{owner: other, kinds: [shop.note]}]\n",
        encoding="utf-8",
    )
    shown = home.run("arrangement", "show", "--lang", "sv").out
    assert "- Test AB informerar dig" in shown
    assert "- Annan AB svarar när det gäller tillgång." in shown
    told = home.ok("arrangement", "show")
    assert told["arrangements"][0]["essence"]["en"].startswith("## Who of us answers for what")
    assert [(each["of"], each["entity"], each["why"]) for each in told["owners"]] == [
        ("sales", "test", "first_controller"),
        ("shop.customer", "test", "first_controller"),
        ("shop.note", "other", "kind"),
    ]


def test_an_objection_that_is_rejected_without_documented_grounds_is_told(home: CliHome) -> None:
    (home.path / "assessments.yaml").write_text("interests: {}\n", encoding="utf-8")
    objected = home.ok("record", "objection", "-", "--purpose", "offers", given="email: cia@three.example\n")
    told = home.run("record", "objection", "--decided", "rejected", "--fact", objected["fact"])
    assert (told.code, "shows grounds against the objection for offers" in told.err) == (0, True)


def test_customers_are_listed_shown_and_instruct(home: CliHome) -> None:
    (home.path / "customers.yaml").write_text(
        "customers:\n  bakery:\n    name: Bageriet\n    activities: [hosting]\n"
        "    agreement: {document: avtal/1.pdf, signed_on: 2024-01-01}\n",
        encoding="utf-8",
    )
    assert [each["customer"] for each in home.ok("customer", "list")["customers"]] == ["bakery"]
    assert not (home.path / "state").exists(), "a record needs no state"
    kept = home.run(
        "customer",
        "instruction",
        "bakery",
        "--text",
        "Sprid allt",
        "--by",
        "chef",
        "--objection",
        "artikel 6",
    )
    assert (kept.code, "Tell the customer at once" in kept.err) == (0, True)
    shown = home.run("customer", "show", "bakery", "--lang", "sv").out
    assert "Avtal: avtal/1.pdf, 2024-01-01, radera vid slutet" in shown
    assert "Sprid allt\tartikel 6" in shown
    ended = home.ok("customer", "ended", "bakery", "--on", "2024-05-31")
    assert ended == {"customer": "bakery", "ended_on": "2024-05-31", "last_days": {"hosting": "2024-06-30"}}
