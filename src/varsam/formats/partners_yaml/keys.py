"""What may and must stand in each part of `partners.yaml`: one table for the reader and for editors."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from varsam.domain.partners import (
    AgreementKind,
    AssessmentResult,
    AuthorisationKind,
    ChangeKind,
    Clause,
    NoticeOutcome,
    PartnerRole,
    Tool,
    cited,
)
from varsam.formats.register_yaml.keys import Key, Section

DEROGATIONS = ("a", "b", "c", "d", "e", "f", "g", "2")


def _section(what: str, **keys: Key) -> Section:
    return Section(what, MappingProxyType(keys))


def _choice(about: str, kind: type[StrEnum], *, required: bool = False) -> Key:
    return Key(about, "choice", required=required, choices=tuple(each.value for each in kind))


def _day(about: str, *, required: bool = False) -> Key:
    return Key(f"{about}, YYYY-MM-DD.", "date", required=required)


_DOCUMENT = Key("File name of the document in the folder agreements.")
_SHA256 = Key("SHA-256 of the document, 64 hexadecimal digits.", "sha256")

CLAUSES = Section(
    "the clauses",
    MappingProxyType(
        {
            each.value: Key(
                f"Where the document says it, such as 4.2 ({cited(each)}); leave out if it doesn't."
            )
            for each in Clause
        }
    ),
)
LOCATION = _section(
    "a location",
    country=Key("Country as an ISO code, or an international organisation such as EPO.", required=True),
    remote=Key("true: data is only looked at from there; that is a transfer too.", "boolean"),
    about=Key("What lies or happens there."),
)
AGREEMENT = _section(
    "an agreement",
    kind=_choice("What the document settles.", AgreementKind, required=True),
    document=_DOCUMENT,
    sha256=_SHA256,
    signed_on=_day("Day on which the last party signed"),
    valid_from=_day("First day on which it holds; default the day of signing"),
    valid_to=_day("Last day on which it holds; none = until it is ended"),
    signatories=Key("Who signed, by office and company, such as managing director, Exempel AB.", "texts"),
    entities=Key("Ids of the controllers that it binds; none = all.", "texts"),
    between=Key("Id of the parent that a sub-processor agreed it with, where it has several."),
    clauses=Key("Where the document says what GDPR 28(3) demands.", "clauses"),
    instructions=Key("The documented instructions, or where they are kept."),
)
AUTHORISATION = _section(
    "an authorisation",
    kind=_choice(
        "specific: this one; general: any, with notice of each change.", AuthorisationKind, required=True
    ),
    granted_on=_day("Day on which it was given", required=True),
    objection_days=Key("How many days there are to object to a change.", "days"),
    document=_DOCUMENT,
    sha256=_SHA256,
)
NOTICE = _section(
    "a change notice",
    change=_choice("What the processor is about to change.", ChangeKind, required=True),
    received_on=_day("Day on which the notice came in", required=True),
    window_end=_day("Last day to object; default by the authorisation's objection_days"),
    partner=Key("Id of the sub-processor that it is about."),
    about=Key("What the change is."),
    outcome=_choice("What was decided.", NoticeOutcome),
    decided_on=_day("Day of the decision"),
    decided_by=Key("Who decided, by office."),
    reason=Key("Why; needed to object."),
)
ASSESSMENT = _section(
    "a transfer assessment",
    assessed_on=_day("Day of the assessment", required=True),
    result=_choice("What it found.", AssessmentResult, required=True),
    review_by=_day("Day before which somebody looks again"),
    document=_DOCUMENT,
    sha256=_SHA256,
)
CERTIFICATION = _section(
    "a certification",
    checked_on=_day("Day on which somebody looked at the list", required=True),
    valid_to=_day("Day on which it must be renewed"),
    listed_as=Key("Name on the list of the Data Privacy Framework."),
    hr_data=Key("true: data on employees is covered.", "boolean"),
)
TRANSFER = _section(
    "a transfer",
    country=Key("Country as an ISO code, or an international organisation.", required=True),
    tool=_choice("On what the transfer rests (GDPR 45, 46, 49).", Tool, required=True),
    since=_day("First day"),
    until=_day("Last day"),
    source=Key("Id of the partner that the data comes from; none = the controller."),
    agreement=Key("Id of the partner's agreement that holds the clauses."),
    module=Key("Module of the standard contractual clauses, 1 to 4.", "module"),
    derogation=Key("Letter of GDPR 49(1), or 2 for its second subparagraph.", "choice", choices=DEROGATIONS),
    occasional=Key("true: it is not repeated (recital 111).", "boolean"),
    scope=Key("Why the partner is within what the adequacy decision covers."),
    scope_checked_on=_day("Day on which somebody looked at that"),
    certification=Key("Listing in the EU-US Data Privacy Framework.", "certification"),
    assessment=Key("What the tool is worth under the country's law.", "assessment"),
    onward=Key("What holds when data goes on from there."),
)
PARTNER = _section(
    "a partner",
    name=Key("The partner's name.", required=True),
    role=_choice("What it is to you.", PartnerRole, required=True),
    parents=Key("Ids of the processors that engaged it; only for sub-processors.", "texts"),
    locations=Key("Where data lies or is reached from: country codes, or entries.", "locations"),
    services=Key("What it does for you.", "texts"),
    activities=Key("Ids of the activities that it serves.", "texts"),
    purposes=Key("Ids of the purposes that it serves.", "texts"),
    sources=Key("Names of the sources that it hosts.", "texts"),
    employees=Key("true: it gets data on employees.", "boolean"),
    since=_day("First day on which data reaches it"),
    until=_day("Last day on which data reaches it"),
    agreements=Key("Agreements with it, by id.", "agreements"),
    authorisation=Key("That other processors may be engaged (GDPR 28(2)).", "authorisation"),
    notices=Key("Changes that it announced, by id.", "notices"),
    transfers=Key("On what data goes to third countries, by id.", "transfers"),
)
PARTNERS = _section("the file of partners", partners=Key("The partners by id.", "partners"))
