"""A published policy becomes a register: what it says is read, what it leaves open is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from varsam.domain.errors import RegisterError
from varsam.domain.register import Activity, Basis, Outcome, Purpose, Role
from varsam.domain.retention import formal
from varsam.formats.policy import PolicyImport, import_json, import_policy, statement_id

POLICIES = Path(__file__).parent / "policies"


def read(name: str) -> PolicyImport:
    return import_policy((POLICIES / name).read_text(encoding="utf-8"), name)


@pytest.fixture(scope="module")
def softmore() -> PolicyImport:
    return read("softmore-integritetspolicy.md")


@pytest.fixture(scope="module")
def lindholm() -> PolicyImport:
    return read("lindholm.md")


@pytest.fixture(scope="module")
def harbour() -> PolicyImport:
    return read("northwind.html")


def activity(imported: PolicyImport, title: str) -> Activity:
    return next(each for each in imported.register.activities if each.title == title)


def brief(purpose: Purpose) -> tuple[str, str | None, bool]:
    return purpose.basis.value, formal(purpose.rule) if purpose.rule else None, purpose.assumed


def test_the_users_policy_gives_exactly_what_was_agreed(softmore: PolicyImport) -> None:
    expected = json.loads((POLICIES / "softmore-expected.json").read_text(encoding="utf-8"))["activities"]
    found = [
        {
            "title": each.title,
            "role": each.role.value,
            "purposes": [
                dict(zip(("basis", "rule", "assumed"), brief(one), strict=True)) for one in each.purposes
            ],
        }
        for each in softmore.register.activities
    ]
    assert found == expected
    assert (len(found), len(softmore.register.purposes())) == (20, 26)


def test_both_companies_are_controllers_of_every_activity(softmore: PolicyImport) -> None:
    numbers = {entity.name: entity.org_no for entity in softmore.register.entities}
    assert numbers == {
        "Softmore Solutions Sverige AB": "556968-7857",
        "Softmore Solutions AB": "556966-0748",
    }
    ids = tuple(entity.id for entity in softmore.register.entities)
    assert all(each.controllers == ids for each in softmore.register.activities)


def test_categories_and_people_are_codes_of_the_vocabulary(softmore: PolicyImport) -> None:
    first = softmore.register.activities[0]
    assert (first.categories, first.subjects) == (("contact", "contact.address", "billing"), ("customer",))
    calls = activity(softmore, "Kontakt via telefon, chat")
    assert (calls.categories, calls.subjects) == (("contact", "audio"), ("all",))
    assert softmore.register.categories == ()


def test_ids_are_readable_and_unique(softmore: PolicyImport) -> None:
    ids = [each.id for each in softmore.register.activities]
    assert ids[:2] == ["kop-av-produkt-eller-tjanst", "leverans-av-webbaserad-tjanst"]
    assert len(set(ids)) == 20
    assert "anmalan-for-nyhetsbrev-consent" in softmore.register.purposes()


def test_only_direct_marketing_is_marketing(softmore: PolicyImport) -> None:
    marked = {
        each.title for each in softmore.register.activities if any(one.marketing for one in each.purposes)
    }
    assert marked == {"Direktmarknadsföring", "Adressuttag för direktreklam", "Anmälan för nyhetsbrev"}


def test_what_is_assumed_asks_and_what_is_not_doesnt(softmore: PolicyImport) -> None:
    for purpose in softmore.register.purposes().values():
        assert bool(purpose.question) is purpose.assumed
    demo = activity(softmore, "Test av produkt/tjänst (demo)").purposes[0]
    assert demo.question is not None
    assert "demo.ended" in demo.question


def test_the_customers_bookkeeping_is_proposed_and_accepted_becomes_the_27th_purpose(
    softmore: PolicyImport,
) -> None:
    (proposal,) = softmore.register.proposals
    assert brief(proposal.purpose) == ("legal_obligation", "year_end(fiscal_year.end + 7 years)", False)
    assert proposal.purpose.law == "BFL 7 kap. 2 §"
    assert proposal.concerns == ("kop-av-produkt-eller-tjanst",)
    assert softmore.register.undecided() == frozenset(proposal.concerns)
    accepted = softmore.accept([proposal.id])
    assert len(accepted.register.purposes()) == 27
    assert accepted.register.proposals[0].outcome is Outcome.ACCEPTED
    assert accepted.register.undecided() == frozenset()
    assert import_json(accepted, [])["patches"] == []
    with pytest.raises(RegisterError, match="no proposal"):
        accepted.accept([proposal.id])
    with pytest.raises(RegisterError, match="no proposal 'nothing'"):
        softmore.accept(["nothing"])


def test_the_json_has_the_keys_that_others_rely_on(softmore: PolicyImport) -> None:
    document = import_json(softmore, [{"code": "X"}])
    assert set(document) == {"activities", "statements", "findings", "patches"}
    document = json.loads(json.dumps(document))
    assert {"title", "role", "categories", "subjects", "purposes"} <= set(document["activities"][0])
    assert {"title", "basis", "rule", "assumed", "question", "needs_person"} <= set(
        document["activities"][0]["purposes"][0]
    )
    assert {"id", "activity", "purpose"} <= set(document["patches"][0])
    assert document["findings"] == [{"code": "X"}]


def test_sentences_and_list_items_stand_under_their_headings(softmore: PolicyImport) -> None:
    sections = {each.text: each.section for each in softmore.register.statements}
    assert (
        sections["Om personuppgifterna har behandlats olagligt."]
        == "Vilka rättigheter har jag som registrerad?"
    )
    assert sections["Det kan t.ex. vara ditt namn, din e-postadress eller ditt telefonnummer."]
    consent = next(text for text in sections if text.startswith("I de fall samtycke"))
    assert consent.endswith("återkallas.")
    assert not any("Leverantörsreskontra" in text for text in sections)


def test_a_statements_id_survives_reordering_and_the_change_of_others(softmore: PolicyImport) -> None:
    text = (POLICIES / "softmore-integritetspolicy.md").read_text(encoding="utf-8")
    moved = "Helt ny mening först av alla.\n\n" + text.replace(
        "Policyen gäller när du använder våra tjänster", "Policyn gäller bara när du använder våra tjänster"
    )
    before = {each.id for each in softmore.register.statements}
    after = {each.id for each in import_policy(moved).register.statements}
    assert len(before - after) == 1
    assert len(after - before) == 2
    assert statement_id("Vi  säljer “inte” uppgifter.") == statement_id('vi säljer "inte" uppgifter')


def test_a_sentence_that_comes_twice_has_two_ids() -> None:
    table = "| Behandling | Rättslig grund | Lagringstid |\n|-|-|-|\n| Köp | Avtal | Avtalstiden |\n"
    ids = [
        each.id for each in import_policy(f"Vi är snälla.\n\nVi är snälla.\n\n{table}").register.statements
    ]
    assert len(ids) == 2
    assert ids[1] == ids[0] + "-2"


def test_another_company_with_other_columns_in_another_order(lindholm: PolicyImport) -> None:
    register = lindholm.register
    assert [(entity.name, entity.org_no) for entity in register.entities] == [
        ("Lindholm Cykel AB", "559900-0014")
    ]
    found = {each.title: [brief(one) for one in each.purposes] for each in register.activities}
    assert found == {
        "Besök på webbplatsen": [("legitimate_interests", "visit.at + 2 years", True)],
        "Inlämnade filer för felsökning": [
            ("contract", "earliest(case.closed + 60 days, file.received + 18 months)", True)
        ],
        "Bilder i broschyren": [
            ("contract", "contract.end + 2 years", False),
            ("consent", "consent.withdrawn", False),
        ],
        "Passersystem": [("legitimate_interests", None, False)],
        "Fakturering": [("legal_obligation", "year_end(fiscal_year.end + 7 years)", False)],
        "Demo av elcykel": [("legitimate_interests", "demo.ended + 30 days", True)],
        "Lagerhotell": [("contract", "contract.end + 3 months", False)],
    }
    assert activity(lindholm, "Lagerhotell").role is Role.PROCESSOR
    assert activity(lindholm, "Passersystem").purposes[0].needs_person == "Så länge det behövs"
    # Customers' invoices are kept by a row of their own here: no floor is missing.
    assert register.proposals == ()


def test_what_the_import_left_out_is_remarked(lindholm: PolicyImport) -> None:
    remarks = {remark.code: remark for remark in lindholm.remarks}
    assert set(remarks) == {"POL001", "POL004"}
    assert "'System'" in remarks["POL001"].message
    assert "passerkort" in remarks["POL004"].message
    assert str(remarks["POL004"].where) == "lindholm.md:21"
    assert [word.code for word in lindholm.register.categories] == ["other.passerkort"]


def test_an_english_html_page(harbour: PolicyImport) -> None:
    register = harbour.register
    assert register.language == "en"
    assert [(entity.name, entity.org_no) for entity in register.entities] == [
        ("Harbour Tools Limited", "802400-0013")
    ]
    found = {each.title: [brief(one) for one in each.purposes] for each in register.activities}
    assert found == {
        "Orders": [("contract", "contract.end + 1 year", False)],
        "Calls to our office": [("legitimate_interests", "contact.at + 2 years", True)],
        "Trial of the product": [("legitimate_interests", "demo.ended + 90 days", True)],
        "Newsletter": [("consent", "consent.withdrawn", False)],
        "Hosting": [("contract", "contract.end + 30 days", False)],
    }
    assert activity(harbour, "Hosting").role is Role.PROCESSOR
    assert activity(harbour, "Calls to our office").categories == ("contact.phone", "audio")
    assert [each.name for each in register.recipients] == ["Parcel Carrier Ltd"]
    texts = [each.text for each in register.statements]
    assert "We answer within a month." in texts
    assert not any("color" in text or "Home" in text for text in texts)


@pytest.mark.parametrize(
    ("cell", "bases"),
    [
        ("Avtal + intresseavvägning", [Basis.CONTRACT, Basis.LEGITIMATE_INTERESTS]),
        ("Avtal, Rättslig förpliktelse", [Basis.CONTRACT, Basis.LEGAL_OBLIGATION]),
        ("consent and contract", [Basis.CONSENT, Basis.CONTRACT]),
        ("Art. 6(1)(f) GDPR", [Basis.LEGITIMATE_INTERESTS]),
        ("6.1 c och 6.1 e", [Basis.LEGAL_OBLIGATION, Basis.PUBLIC_TASK]),
        ("Vitala intressen", [Basis.VITAL_INTERESTS]),
        ("Soft opt-in", [Basis.SOFT_OPT_IN]),
        ("Berättigat intresse (inte samtycke)", [Basis.LEGITIMATE_INTERESTS]),
        ("UTTRYCKLIGT SAMTYCKE", [Basis.CONSENT]),
    ],
)
def test_bases_are_read_from_one_cell(cell: str, bases: list[Basis]) -> None:
    table = f"| Behandling | Rättslig grund | Lagringstid |\n|-|-|-|\n| Sak | {cell} | Avtalstiden + 1 år |\n"
    (found,) = import_policy(table).register.activities
    assert [purpose.basis for purpose in found.purposes] == bases


def test_consent_without_the_general_clause_ends_with_the_consent_but_is_asked() -> None:
    head = "| Behandling | Rättslig grund | Lagringstid |\n|-|-|-|\n"
    table = head + "| Utskick | Samtycke | Avtalstiden + 1 år |\n"
    (found,) = import_policy(table).register.activities
    assert brief(found.purposes[0]) == ("consent", "earliest(contract.end + 1 year, consent.withdrawn)", True)
    clause = "Vid samtycke sparas uppgifterna tills samtycket återkallas.\n\n"
    (found,) = import_policy(clause + table).register.activities
    assert brief(found.purposes[0]) == ("consent", "consent.withdrawn", False)


def test_a_time_for_each_basis_of_a_row() -> None:
    cell = "Avtal: Avtalstiden + 1 år; Samtycke: 90 dagar"
    table = f"| Behandling | Rättslig grund | Lagringstid |\n|-|-|-|\n| Demo | Avtal, samtycke | {cell} |\n"
    (found,) = import_policy(table).register.activities
    assert [brief(each) for each in found.purposes] == [
        ("contract", "contract.end + 1 year", False),
        ("consent", "demo.ended + 90 days", True),
    ]


def test_a_controller_in_english_with_the_authority_beside_it() -> None:
    text = (
        "Lindholm Cykel AB, company registration number 559900-0014, decides.\n\n"
        "You may complain to the authority, imy@imy.example.\n\n"
        "Ask us at privacy@lindholm.example.\n\n"
        "| Processing | Purpose | Personal data | People | Legal basis | Storage time |\n"
        "|---|---|---|---|---|---|\n"
        "| Orders | Deliver | Contact details | Customers | Contract | Contract period + 1 year |\n"
    )
    imported = import_policy(text)
    [entity] = imported.register.entities
    assert (entity.name, entity.org_no) == ("Lindholm Cykel AB", "559900-0014")
    assert entity.contact == "privacy@lindholm.example"
    assert imported.register.activities[0].subjects == ("customer",)
    assert imported.remarks == ()
