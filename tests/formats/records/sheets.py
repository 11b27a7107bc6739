"""Records of invented controllers in the authorities' layouts, built as files by the tests themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

import odfdo
import openpyxl

Rows = Sequence[Sequence[object]]

ICO_HEADS = (
    "Business function",
    "Purpose of processing",
    "Name and contact details of joint controller (if applicable)",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to"
    " (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations"
    " (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)",
    "Link to record of consent",
    "Location of personal data",
)
ICO_CONTROLLER: Rows = (
    (
        "Controller",
        "",
        "",
        "Data Protection Officer (if applicable)",
        "",
        "",
        "Representative (if applicable)",
    ),
    ("Name", "Brightfold Ltd", "", "Name", "Dana Officer", "", "Name", "N/A"),
    ("Address", "1 Mill Lane, Leeds", "", "Address", "", "", "Address", ""),
    ("Email", "privacy@brightfold.example", "", "Email", "dpo@brightfold.example", "", "Email", ""),
    ("Telephone", "0113 000 000", "", "Telephone", "", "", "Telephone", ""),
    (),
    ("Article 30 Record of Processing Activities", *[""] * 10, "Privacy Notices"),
    (),
    ICO_HEADS,
    (
        "Finance",
        "Payroll",
        "N/A",
        "Employees",
        "Name; bank details; payroll",
        "Pay Bureau Ltd (processor, UK)",
        "https://intranet.example/contract",
        "",
        "",
        "fiscal_year.end + 6 years",
        "Encrypted disks; Access control",
        "Legal obligation",
        "",
        "",
        "",
        "access, rectification",
        "No",
        "",
        "",
        "HR system",
    ),
    (
        "Marketing",
        "Direct marketing",
        "Twofold Ltd, 2 Mill Lane, Leeds",
        "Customers",
        "Contact details",
        "Mail House Inc",
        "",
        "United States",
        "Standard clauses",
        "3 years",
        "Encrypted disks",
        "Legitimate interests",
        "",
        "Tell customers of new goods",
        "",
        "",
        "Yes",
        "Address broker",
        "",
        "",
    ),
)
ICO_PROCESSOR: Rows = (
    ("Processor",),
    ("Name", "Brightfold Ltd"),
    (),
    (
        "Name and contact details of controller",
        "Controller's representative (if applicable)",
        "Categories of processing",
        "Names of third countries or international organisations that personal data are transferred to"
        " (if applicable)",
        "General description of technical and organisational security measures (if possible)",
    ),
    ("Big Customer plc", "", "Hosting of the customer's accounts", "N/A", "Encrypted disks"),
)
SKR: Rows = (
    ("Registerförteckning",),
    ("Personuppgiftsansvarig", "Kommunstyrelsen i Exempelby"),
    ("Organisationsnummer", "212000-0142"),
    ("Dataskyddsombud", "ombud@exempelby.example"),
    (),
    (
        "Behandling",
        "Ändamål med behandlingen",
        "Rättslig grund",
        "Lagstöd",
        "Kategorier av registrerade",
        "Kategorier av personuppgifter",
        "Känsliga personuppgifter",
        "Mottagare",
        "Personuppgiftsbiträde",
        "Överföring till tredjeland",
        "Gallringsfrist",
        "Säkerhetsåtgärder",
        "System",
    ),
    (
        "Ärendehantering",
        "Handlägga ärenden",
        "Allmänt intresse",
        "",
        "Medborgare",
        "Namn, e-postadress",
        "Nej",
        "Inga",
        "Molnbolaget AB",
        "Nej",
        "ärendets stängning + 2 år",
        "Behörighetsstyrning, loggning",
        "Diariet",
    ),
    (
        "Löner",
        "Betala lön",
        "Avtal",
        "",
        "Anställda",
        "Namn, personnummer, lön",
        "Ja",
        "Skatteverket",
        "",
        "Nej",
        "Så länge det behövs",
        "Behörighetsstyrning",
        "",
    ),
)
CNIL_LIST: Rows = (
    (
        "Coordonnées du responsable de traitement",
        "Nom",
        "Atelier Exemple SARL",
        "",
        "",
        "Adresse",
        "1 rue du Test",
    ),
    ("", "Code postal", "75000", "Ville", "Paris", "", "", "Mél", "rgpd@atelier.example"),
    ("Délégué à la protection des données", "Nom", "Camille Dupont-Test"),
    (),
    (
        "Nom du traitement",
        "N° / REF",
        "Date de création",
        "Mise à jour",
        "Finalité principale",
        "Données sensibles ?",
    ),
    ("Gestion de la paie", "T-1", "", "", "Payer les salariés", "Non"),
    ("Vidéosurveillance", "T-2", "", "", "Protéger les locaux", "Non"),
)


def cnil_fiche(
    title: str = "Gestion de la paie",
    data: Rows = (
        (
            "État civil, identité, données d'identification, images…",
            "Noms, prénoms, adresses",
            "5 ans après la fin du contrat",
        ),
        ("Vie personnelle (habitudes de vie, situation familiale, etc.)", "Non concerné", "—"),
        (
            "Informations d'ordre économique et financier (revenus, situation fiscale, etc.)",
            "RIB",
            "6 mois",
        ),
        (
            "Numéro de Sécurité Sociale (ou NIR)",
            "Numéros de sécurité sociale",
            "5 ans après la fin du contrat",
        ),
    ),
) -> Rows:
    """The sheet of one activity in the CNIL's labels."""
    return (
        ("Fiche de registre", "", "", "", "T-1"),
        (),
        ("Description du traitement",),
        ("Nom / sigle", title),
        ("N° / REF", "T-1"),
        ("Date de création", "2024-05-15"),
        ("Mise à jour", ""),
        (),
        ("Acteurs", "Nom", "Adresse", "Téléphone", "Adresse mél"),
        (
            "Responsable du traitement",
            "Atelier Exemple SARL",
            "1 rue du Test, 75000 Paris",
            "01 00 00 00 00",
            "rgpd@atelier.example",
        ),
        ("Délégué à la protection des données", "Camille Dupont-Test", "", "", "dpo@atelier.example"),
        ("Représentant", "Sans objet"),
        ("Responsable(s) conjoint(s)", "Partenaire Exemple SA", "2 rue du Test"),
        (),
        ("Finalité(s) du traitement effectué",),
        ("Finalité principale", "Payer les salariés"),
        ("Sous-finalité 1", "Déclarations sociales"),
        ("Sous-finalité 2", ""),
        (),
        ("Catégories de données personnelles concernées", "Description", "Délai d'effacement"),
        *data,
        (),
        ("Données sensibles", "Description", "Délai d'effacement"),
        ("Données concernant la santé", "Non", "—"),
        (),
        ("Catégories de personnes concernées", "Description", "Précisions"),
        ("Catégorie de personnes 1", "Salariés", ""),
        (),
        ("Destinataires", "Type de destinataire", "Précisions"),
        ("Destinataire 1", "Sous-traitants", "Cabinet Paie Exemple"),
        ("Destinataire 2", "Service interne qui traite les données", ""),
        (),
        ("Mesures de sécurité techniques et organisationnelles", "Type de mesure", "Précisions"),
        ("Mesure de sécurité 1", "Chiffrement des données", "AES-256"),
        (),
        ("Transferts hors UE", "Destinataire", "Pays", "Type de garanties"),
        ("Organisme destinataire 1", "Cabinet Paie Exemple", "Tunisie", "Clauses contractuelles types"),
    )


FIDESLANG = """\
organization:
  - fides_key: brightfold
    name: Brightfold Ltd
system:
  - fides_key: shop_backend
    name: Shop backend
    system_type: Application
    egress: [{fides_key: mailer, type: system}]
    privacy_declarations:
      - name: Deliver orders
        data_use: essential.service
        data_categories: [user.contact.email, user.name.first, user.payment]
        data_subjects: [customer]
        legal_basis_for_processing: Contract
        retention_period: contract.end + 2 years
        dataset_references: [shop_db]
      - name: Newsletter
        data_use: marketing.communications.email
        data_categories: [user.contact.email, user.name.first, user.payment]
        data_subjects: [customer]
        retention_period: "0"
  - fides_key: bikes
    privacy_declarations:
      - data_use: ride_sharing.match
        data_categories: [user.gait]
        data_subjects: [commuter]
        legal_basis_for_processing: Consent
dataset:
  - fides_key: shop_db
    collections: []
"""


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """An OpenDocument spreadsheet with these sheets."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    for name, rows in sheets.items():
        table = odfdo.Table(name)
        for row in rows:
            line = odfdo.Row()
            for value in row:
                line.append_cell(odfdo.Cell(value if value != "" else None))
            table.append_row(line)
        document.body.append(table)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@cache
def ico() -> bytes:
    """The ICO's workbook, as controller and as processor."""
    return xlsx(
        {"Controller": ICO_CONTROLLER, "Processor": ICO_PROCESSOR, "Notes": (("Fill in the green columns",),)}
    )


@cache
def skr() -> bytes:
    """A municipality's workbook."""
    return xlsx({"Förteckning": SKR})


@cache
def cnil() -> bytes:
    """The CNIL's workbook: a tutorial, the list, one activity, the example, the lists to choose from."""
    return ods(
        {
            "Tutoriel": (("Comment remplir ce registre",),),
            "2 - Liste des traitements": CNIL_LIST,
            "3 - Fiche Paie": cnil_fiche(),
            "4 - Exemple de fiche": cnil_fiche("Exemple de la CNIL"),
            "5 - Listes": (("Clients",), ("Salariés",)),
        }
    )
