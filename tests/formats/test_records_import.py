"""Existing records of processing become registers: each authority's layout, and what of it is lost."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.records import sheets
from varsam.domain.calendar import Period, Unit
from varsam.domain.register import Activity, Basis, Channel, Measure, Purpose, Recipient, Register, Role
from varsam.domain.retention import EventRef, Plus, Rule, formal
from varsam.formats import register_yaml
from varsam.formats.records import RecordsImport, import_records

PATH = "record.xlsx"


def codes(imported: RecordsImport) -> list[str]:
    return [each.code for each in imported.noticed]


def said(imported: RecordsImport, code: str) -> list[tuple[str, str]]:
    """Where and what was noticed with a code."""
    return [(each.where, each.message) for each in imported.noticed if each.code == code]


def activity(register: Register, activity_id: str) -> Activity:
    [found] = [each for each in register.activities if each.id == activity_id]
    return found


def rules(found: Activity) -> list[tuple[Basis, str | None]]:
    return [(each.basis, formal(each.rule) if each.rule else None) for each in found.purposes]


def stands(register: Register) -> bool:
    """Whether the draft is a register file that reads back as the same register."""
    return register_yaml.parse(register_yaml.write(register)) == register


# -- the ICO's workbook


def test_the_icos_workbook_becomes_a_register() -> None:
    imported = import_records(sheets.ico(), PATH)
    register = imported.register
    assert imported.layouts == ("ico",)
    assert register.language == "en"
    controller, joint = register.entities
    assert (controller.name, controller.address) == ("Brightfold Ltd", "1 Mill Lane, Leeds")
    assert (controller.email, controller.phone) == ("privacy@brightfold.example", "0113 000 000")
    assert controller.dpo == "Dana Officer, dpo@brightfold.example"
    assert controller.representative == ""
    assert (joint.name, joint.address) == ("Twofold Ltd", "2 Mill Lane, Leeds")
    assert [each.title for each in register.activities] == [
        "Finance",
        "Marketing",
        "Hosting of the customer's accounts",
    ]
    finance = activity(register, "finance")
    assert finance.controllers == ("brightfold-ltd",)
    assert finance.categories == ("contact.name", "billing.bank", "work.payroll")
    assert finance.subjects == ("employee",)
    assert finance.measures == ("encrypted-disks", "access-control")
    assert finance.decisions == ""
    assert [each.title for each in finance.purposes] == ["Payroll"]
    assert rules(finance) == [(Basis.LEGAL_OBLIGATION, "fiscal_year.end + 6 years")]
    assert Recipient("pay-bureau-ltd", "Pay Bureau Ltd", "processor", "GB") in register.recipients
    assert Recipient("mail-house-inc", "Mail House Inc", "", "US") in register.recipients
    marketing = activity(register, "marketing")
    assert marketing.controllers == ("brightfold-ltd", "twofold-ltd")
    assert marketing.purposes[0].interest == "Tell customers of new goods"
    assert marketing.purposes[0].marketing
    assert marketing.decisions == "Yes"
    [point] = register.collection_points
    assert (point.channel, point.obtained_from) == (Channel.THIRD_PARTY, "Address broker")
    assert point.activities == ("marketing",)
    hosting = register.activities[-1]
    assert hosting.role is Role.PROCESSOR
    assert hosting.operations == ("Hosting of the customer's accounts",)
    assert not hosting.purposes[0].settled
    assert stands(register)


def test_what_of_the_icos_workbook_is_lost_is_told() -> None:
    imported = import_records(sheets.ico(), PATH)
    lost = [where for where, _ in said(imported, "REC001")]
    assert lost == [f"{PATH}:Controller!{cell}" for cell in ("G9", "P9", "T9")]
    assert [where for where, _ in said(imported, "REC003")] == [f"{PATH}:Notes"]
    assert {"REC012", "REC013", "REC016", "REC017", "REC018"} <= set(codes(imported))


# -- a municipality's


def test_a_municipalitys_workbook_becomes_a_register() -> None:
    imported = import_records(sheets.skr(), PATH)
    register = imported.register
    assert (imported.layouts, register.language) == (("skr",), "sv")
    [board] = register.entities
    assert (board.name, board.org_no) == ("Kommunstyrelsen i Exempelby", "212000-0142")
    assert board.dpo == "ombud@exempelby.example"
    cases, pay = register.activities
    assert rules(cases) == [(Basis.PUBLIC_TASK, "case.closed + 2 years")]
    assert cases.recipients == ("molnbolaget-ab",)
    assert register.recipients[0].role == "processor"
    assert cases.measures == ("behorighetsstyrning", "loggning")
    assert rules(pay) == [(Basis.CONTRACT, None)]
    assert pay.purposes[0].needs_person == "Så länge det behövs"
    assert "special" in pay.categories
    assert "special" not in cases.categories
    assert said(imported, "REC001") == [
        (f"{PATH}:Förteckning!M6", "the column 'System' isn't imported; 1 of its cells hold something")
    ]
    assert stands(register)


# -- the CNIL's


def test_the_cnils_workbook_becomes_a_register_that_waits_for_its_bases() -> None:
    imported = import_records(sheets.cnil(), "registre.ods")
    register = imported.register
    assert imported.layouts == ("cnil",)
    controller, joint = register.entities
    assert (controller.name, controller.email) == ("Atelier Exemple SARL", "rgpd@atelier.example")
    assert controller.address == "1 rue du Test, 75000, Paris"
    assert controller.dpo.startswith("Camille Dupont-Test")
    assert joint.name == "Partenaire Exemple SA"
    pay, cameras = register.activities
    assert pay.title == "Gestion de la paie"
    assert pay.controllers == ("atelier-exemple-sarl", "partenaire-exemple-sa")
    assert pay.categories == (
        "contact.name",
        "contact.address",
        "billing.bank",
        "id.personnummer",
    )
    assert pay.subjects == ("employee",)
    assert rules(pay) == [(Basis.UNDECIDED, "contract.end + 5 years"), (Basis.UNDECIDED, None)]
    assert pay.purposes[0].title.startswith("Payer les salariés (État civil")
    assert pay.purposes[1].needs_person == "6 mois"
    assert not any(each.settled for each in pay.purposes)
    assert Recipient("cabinet-paie-exemple", "Cabinet Paie Exemple", "processor", "TN") in register.recipients
    assert register.measures == (Measure("chiffrement-des-donnees", "Chiffrement des données", "AES-256"),)
    assert pay.published is not None
    assert pay.published.purpose == "Payer les salariés; Déclarations sociales"
    assert "RIB" in pay.published.categories
    assert rules(cameras) == [(Basis.UNDECIDED, None)]
    assert stands(register)


def test_what_of_the_cnils_workbook_is_lost_is_told() -> None:
    imported = import_records(sheets.cnil(), "registre.ods")
    lost = [where for where, _ in said(imported, "REC001")]
    assert lost == ["registre.ods:3 - Fiche Paie!A5", "registre.ods:3 - Fiche Paie!A6"]
    skipped = [where for where, _ in said(imported, "REC003")]
    assert "registre.ods:4 - Exemple de fiche" in skipped
    assert {"REC009", "REC016", "REC021", "REC022"} <= set(codes(imported))


def test_one_time_for_all_categories_is_one_purpose() -> None:
    data = (
        ("Vie professionnelle (CV, etc.)", "CV", "2 ans"),
        ("Données de connexion (adresse IP, logs, etc.)", "Adresses IP", "2 ans"),
    )
    imported = import_records(sheets.ods({"Fiche": sheets.cnil_fiche("Recrutement", data)}), "registre.ods")
    [recruiting] = imported.register.activities
    [purpose] = recruiting.purposes
    assert purpose.id == "recrutement"
    assert (purpose.rule, purpose.needs_person) == (None, "2 ans")
    assert '"2 ans"' in (purpose.question or "")
    assert "REC021" not in codes(imported)


# -- fideslang


def test_fideslang_becomes_a_register() -> None:
    imported = import_records(sheets.FIDESLANG.encode(), "fides.yml")
    register = imported.register
    assert imported.layouts == ("fideslang",)
    assert [each.name for each in register.entities] == ["Brightfold Ltd"]
    shop, bikes = register.activities
    assert shop.title == "Shop backend"
    assert shop.categories == ("contact.email", "contact.name", "billing.payment")
    assert rules(shop) == [(Basis.CONTRACT, "contract.end + 2 years"), (Basis.UNDECIDED, None)]
    assert [each.title for each in shop.purposes] == ["Deliver orders", "Newsletter"]
    assert (bikes.title, bikes.categories) == ("Bikes", ("other.gait",))
    assert bikes.subjects == ("other.commuter",)
    assert rules(bikes)[0][0] is Basis.CONSENT
    lost = " ".join(message for _, message in said(imported, "REC001"))
    assert "'dataset' isn't read" in lost
    assert "egress" in lost
    assert "dataset_references" in lost
    known = " ".join(message for _, message in said(imported, "REC023"))
    assert "'ride_sharing.match'" in known
    assert "'user.gait'" not in known
    assert "'Gait'" in " ".join(message for _, message in said(imported, "REC015"))
    assert "'user.name.first' was read as 'contact.name'" in known
    assert stands(register)


def test_a_system_that_declares_nothing_is_told() -> None:
    text = sheets.FIDESLANG + "# end\n"
    text = text.replace("dataset:", "  - fides_key: idle\n    privacy_declarations: []\ndataset:")
    imported = import_records(text.encode(), "fides.yml")
    assert any("declares nothing" in message for _, message in said(imported, "REC001"))


# -- sheets made like them, in seven languages


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (
            (
                "Verarbeitungstätigkeit",
                "Zweck",
                "Rechtsgrundlage",
                "Betroffene Personen",
                "Datenkategorien",
                "Löschfrist",
            ),
            (
                "Kundenverwaltung",
                "Verträge erfüllen",
                "Vertragserfüllung",
                "Kunden",
                "Namen",
                "2 Jahre nach Vertragsende",
            ),
        ),
        (
            (
                "Verwerkingsactiviteit",
                "Doeleinden",
                "Grondslag",
                "Betrokkenen",
                "Persoonsgegevens",
                "Bewaartermijn",
            ),
            (
                "Klanten",
                "Leveren",
                "Uitvoering van de overeenkomst",
                "Klanten",
                "Namen",
                "2 jaar na einde van de overeenkomst",
            ),
        ),
        (
            (
                "Traitement",
                "Finalité",
                "Base légale",
                "Personnes concernées",
                "Catégories de données",
                "Durée de conservation",
            ),
            (
                "Clients",
                "Livrer",
                "Exécution du contrat",
                "Clients",
                "Noms",
                "2 ans à compter de la fin du contrat",
            ),
        ),
        (
            (
                "Behandlingsaktivitet",
                "Formål",
                "Retligt grundlag",
                "Registrerede",
                "Personoplysninger",
                "Slettefrist",
            ),
            ("Kunder", "Levere", "Aftale", "Kunder", "Navn", "2 år efter aftalens ophør"),
        ),
        (
            (
                "Behandlingsaktivitet",
                "Formål",
                "Behandlingsgrunnlag",
                "Registrerte",
                "Personopplysninger",
                "Lagringstid",
            ),
            ("Kunder", "Levere", "Avtale", "Kunder", "Navn", "2 år etter avtalens slutt"),
        ),
        (
            (
                "Processing activity",
                "Purpose",
                "Lawful basis",
                "Data subjects",
                "Personal data",
                "Retention period",
            ),
            ("Customers", "Deliver", "Contract", "Customers", "Names", "contract.end + 2 years"),
        ),
        (
            (
                "Personuppgiftsbehandling",
                "Ändamål",
                "Rättslig grund",
                "Registrerade",
                "Personuppgifter",
                "Gallring",
            ),
            ("Kunder", "Leverera", "Avtal", "Kunder", "Namn", "avtalstiden + 2 år"),
        ),
    ],
)
def test_heads_and_plain_words_are_read_in_seven_languages(
    heads: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    imported = import_records(sheets.xlsx({"Blad1": (heads, cells)}), PATH)
    [found] = imported.register.activities
    assert rules(found) == [(Basis.CONTRACT, "contract.end + 2 years")]
    assert found.subjects == ("customer",)
    assert found.categories == ("contact.name",)
    assert not found.purposes[0].assumed


def test_two_rows_of_heads_are_read_as_one() -> None:
    rows = (
        ("Vad", "", "Om vem", "", "Hur", ""),
        (
            "Behandling",
            "Ändamål",
            "Kategorier av registrerade",
            "Kategorier av personuppgifter",
            "Rättslig grund",
            "Gallring",
        ),
        ("Ordrar", "Leverera", "Kunder", "Namn", "Avtal", "avtalstiden + 1 år"),
    )
    assert len(import_records(sheets.xlsx({"Blad1": rows}), PATH).register.activities) == 1
    split = (
        ("Behandling", "Ändamål", "Kategorier av", "Kategorier av", "Rättslig", ""),
        ("", "", "registrerade", "personuppgifter", "grund", "Gallring"),
        ("Ordrar", "Leverera", "Kunder", "Namn", "Avtal", "avtalstiden + 1 år"),
    )
    [found] = import_records(sheets.xlsx({"Blad1": split}), PATH).register.activities
    assert rules(found) == [(Basis.CONTRACT, "contract.end + 1 year")]
    assert found.subjects == ("customer",)


def test_rows_of_one_activity_are_its_purposes_and_others_are_told_apart() -> None:
    rows = (
        ("Behandling", "Ändamål", "Rättslig grund", "Registrerade", "Personuppgifter", "Gallring"),
        ("Ordrar", "Leverera", "Avtal", "Kunder", "Namn", "avtalstiden + 1 år"),
        ("Ordrar", "Bokföra", "Rättslig förpliktelse", "Kunder", "Namn", "7 år"),
        ("Stöd", "Svara", "Avtal", "Kunder", "Namn", "avtalstiden + 1 år"),
        ("Stöd", "Mäta", "Intresseavvägning", "Anställda", "Namn", "1 år"),
        ("Avdelning Sälj", "", "", "", "", ""),
    )
    imported = import_records(sheets.xlsx({"Blad1": rows}), PATH)
    orders, answer, measure = imported.register.activities
    assert [each.title for each in orders.purposes] == ["Leverera", "Bokföra"]
    assert (answer.title, measure.title) == ("Stöd: Svara", "Stöd: Mäta")
    assert said(imported, "REC008")[0][0] == f"{PATH}:Blad1!A6"


def test_a_basis_that_nobody_understands_is_undecided_and_told() -> None:
    rows = (
        ("Behandling", "Ändamål", "Rättslig grund", "Registrerade", "Personuppgifter", "Gallring"),
        ("Ordrar", "Leverera", "vanligt folkvett", "Kunder", "Namn", "avtalstiden + 1 år"),
    )
    imported = import_records(sheets.xlsx({"Blad1": rows}), PATH)
    [purpose] = imported.register.activities[0].purposes
    assert purpose.basis is Basis.UNDECIDED
    assert said(imported, "REC019") == [
        (f"{PATH}:Blad1!A2", "no legal basis was read in 'vanligt folkvett'"),
    ]


def test_recipients_are_read_with_role_and_country() -> None:
    heads = (
        "Processing activity",
        "Purpose",
        "Lawful basis",
        "Recipients",
        "Processors",
        "Third countries",
        "Retention",
    )
    told = "Mail House, Inc. (processor, United States); The bank\nTax authority"
    rows = (
        heads,
        ("Orders", "Deliver", "Contract", told, "Host BV", "Tax authority: Norway; Atlantis", "1 year"),
    )
    imported = import_records(sheets.xlsx({"B": rows}), PATH)
    assert imported.register.recipients == (
        Recipient("mail-house-inc", "Mail House, Inc.", "processor", "US"),
        Recipient("the-bank", "The bank"),
        Recipient("tax-authority", "Tax authority", "", "NO"),
        Recipient("host-bv", "Host BV", "processor"),
    )
    assert said(imported, "REC016") == [
        (f"{PATH}:B!A2", "data goes to Atlantis; which recipient that is isn't said")
    ]


# -- round trip: small registers, written by the test in the generic layout

BASES = {
    Basis.CONSENT: "Samtycke",
    Basis.CONTRACT: "Avtal",
    Basis.LEGAL_OBLIGATION: "Rättslig förpliktelse",
    Basis.PUBLIC_TASK: "Allmänt intresse",
    Basis.LEGITIMATE_INTERESTS: "Intresseavvägning",
}
CATEGORIES = {"contact.name": "Namn", "contact.email": "E-postadress", "location": "Platsuppgifter"}
SUBJECTS = {"customer": "Kunder", "employee": "Anställda", "member": "Medlemmar"}
EVENTS = ("contract.end", "case.closed", "membership.end")
TITLES = st.sampled_from(
    ("Order och leverans", "Passersystem", "=1+1", "Bröllop & fest", "@sum", "Lön; tid, resor")
)


@st.composite
def small_activities(draw: st.DrawFn) -> list[Activity]:
    """Activities with one purpose each, of words that the generic layout can say."""
    titles = draw(st.lists(TITLES, min_size=1, max_size=4, unique=True))
    found = []
    for title in titles:
        rule: Rule = Plus(
            EventRef(draw(st.sampled_from(EVENTS))), Period(draw(st.integers(1, 30)), Unit.YEAR)
        )
        basis = draw(st.sampled_from([*BASES]))
        if basis is Basis.CONSENT:
            rule = EventRef("consent.withdrawn")
        purpose = Purpose("p", f"Ändamål med {len(found)}", basis, rule)
        categories = draw(st.lists(st.sampled_from([*CATEGORIES]), min_size=1, unique=True))
        subjects = draw(st.lists(st.sampled_from([*SUBJECTS]), min_size=1, unique=True))
        found.append(
            Activity("a", title, Role.CONTROLLER, (purpose,), (), tuple(categories), tuple(subjects))
        )
    return found


def generic_rows(activities: Sequence[Activity]) -> list[list[str]]:
    heads = [
        "Behandling",
        "Ändamål",
        "Rättslig grund",
        "Registrerade",
        "Personuppgifter",
        "Lagringstid",
        "Ansvarig nämnd",
    ]
    rows = [heads]
    for each in activities:
        [purpose] = each.purposes
        assert purpose.rule is not None
        rows.append(
            [
                each.title,
                purpose.title,
                BASES[purpose.basis],
                ", ".join(SUBJECTS[code] for code in each.subjects),
                ", ".join(CATEGORIES[code] for code in each.categories),
                formal(purpose.rule),
                "Exempelnämnden",
            ]
        )
    return rows


def as_csv(rows: list[list[str]], separator: str) -> str:
    file = StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue()


WRITERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "xlsx": lambda rows: sheets.xlsx({"Blad1": [[_as_text(each) for each in row] for row in rows]}),
    "csv": lambda rows: as_csv(rows, ",").encode(),
    "semicolon": lambda rows: as_csv(rows, ";").encode("cp1252"),
    "tab": lambda rows: as_csv(rows, "\t").encode("utf-16"),
}


def _as_text(text: str) -> object:
    """A text that openpyxl doesn't take for a formula."""
    from openpyxl.cell.rich_text import CellRichText

    return CellRichText(text) if text.startswith("=") else text


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*WRITERS]), small_activities())
def test_a_small_register_comes_back_as_it_was_written(form: str, activities: list[Activity]) -> None:
    imported = import_records(WRITERS[form](generic_rows(activities)), "record")
    assert [each.name for each in imported.register.entities] == ["Exempelnämnden"]
    read = imported.register.activities
    assert [(each.title, each.categories, each.subjects) for each in read] == [
        (each.title, each.categories, each.subjects) for each in activities
    ]
    assert [(each.purposes[0].title, rules(each)) for each in read] == [
        (each.purposes[0].title, rules(each)) for each in activities
    ]
    assert set(codes(imported)) <= {"REC007"}
    assert stands(imported.register)
