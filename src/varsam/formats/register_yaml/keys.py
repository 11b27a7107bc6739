"""What may and must stand in each part of the register file: one table for the reader and for editors."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from varsam.domain.register import Basis, Channel, Outcome, Role


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it holds, in the words of JSON Schema, what it is for, and whether it must be there."""

    about: str
    holds: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of mapping in the file: how messages call it, and its keys."""

    what: str
    keys: MappingProxyType[str, Key]

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that must be there."""
        return tuple(name for name, key in self.keys.items() if key.required)

    @property
    def optional(self) -> tuple[str, ...]:
        """The keys that may be there."""
        return tuple(name for name, key in self.keys.items() if not key.required)


def _section(what: str, **keys: Key) -> Section:
    return Section(what, MappingProxyType(keys))


ID_PATTERN = r"[a-z0-9][a-z0-9-]*"

WORD = _section(
    "a word of your own",
    sv=Key("The Swedish label.", required=True),
    en=Key("The English label.", required=True),
)
FISCAL_YEAR = _section(
    "a fiscal year",
    start=Key("First day, YYYY-MM-DD.", "date", required=True),
    end=Key("Last day, YYYY-MM-DD.", "date", required=True),
)
ENTITY = _section(
    "an entity",
    name=Key("The company's name as the policy prints it.", required=True),
    org_no=Key("Organisation number, NNNNNN-NNNN."),
    contact=Key("Where people reach the controller."),
    zone=Key("IANA time zone in which days are counted; default Europe/Stockholm."),
    fiscal_year_end=Key("The day on which fiscal years end, MM-DD; default 12-31."),
    fiscal_years=Key("Fiscal years that differ: shortened, extended, or changed.", "fiscal_years"),
    address=Key("Postal address."),
    email=Key("E-mail address for questions about personal data."),
    phone=Key("Telephone number for such questions."),
    website=Key("Where the policy is published."),
    representative=Key("The representative in the EU, for a controller outside it (GDPR 27)."),
    dpo=Key("How people reach the data protection officer (GDPR 37)."),
    no_dpo=Key("Why no data protection officer is needed, where there is none."),
)
MEASURE = _section(
    "a measure",
    title=Key("The technical or organisational measure, in a few words.", required=True),
    text=Key("What it consists of."),
    reviewed_on=Key("The day on which somebody last looked whether it holds, YYYY-MM-DD.", "date"),
    review_by=Key("The day before which somebody looks again, YYYY-MM-DD.", "date"),
)
COLLECTED_FIELD = _section(
    "a field that is asked for",
    name=Key("The field as the person meets it.", required=True),
    category=Key("Its category of data."),
    required=Key("true: it must be given (GDPR 13(2)(e)).", "boolean"),
    consequence=Key("What happens if it isn't given."),
)
COLLECTION_POINT = _section(
    "a collection point",
    title=Key("The form, call, fair or list, in the words of the controller.", required=True),
    channel=Key(
        "How data comes in there.",
        "choice",
        required=True,
        choices=tuple(channel.value for channel in Channel),
    ),
    activities=Key("Ids of the activities it collects for.", "texts"),
    fields=Key("The fields that are asked for.", "collected_fields"),
    notice=Key("Where the person meets the information there, such as below the form."),
    obtained_from=Key("Whom the data comes from, where that isn't the person (GDPR 14)."),
)
RECIPIENT = _section(
    "a recipient",
    name=Key("The recipient's name.", required=True),
    role=Key("What it is to you, such as processor."),
    location=Key("Country where the data goes, as an ISO code."),
)
PURPOSE = _section(
    "a purpose",
    title=Key("Why the data is held.", required=True),
    basis=Key(
        "The legal basis (GDPR 6(1), or soft opt-in).",
        "choice",
        required=True,
        choices=tuple(basis.value for basis in Basis),
    ),
    rule=Key("The last day that data may exist, such as contract.end + 1 year."),
    assumed=Key("true: the rule was read but a person must confirm it; until then data is kept.", "boolean"),
    question=Key("What the person must confirm."),
    needs_person=Key("The published phrase that nobody could read; write a rule and drop this."),
    interest=Key("The interest pursued, where the basis is legitimate_interests (GDPR 13(1)(d))."),
    law=Key("The law that demands it, where the basis is legal_obligation."),
    marketing=Key("true: an objection ends it for ever (GDPR 21(2)).", "boolean"),
    patience=Key("How long an event may stay open before that is a finding, such as 13 months."),
)
PUBLISHED = _section(
    "a published row",
    purpose=Key("The purpose as the policy prints it."),
    categories=Key("The categories of data as the policy prints them."),
    subjects=Key("The categories of people as the policy prints them."),
    basis=Key("The legal basis as the policy prints it."),
    retention=Key("The time of storage as the policy prints it."),
)
ACTIVITY = _section(
    "an activity",
    title=Key("The activity as the policy names it.", required=True),
    role=Key(
        "controller, or processor on a customer's behalf.",
        "choice",
        required=True,
        choices=tuple(role.value for role in Role),
    ),
    controllers=Key("Ids of the entities; the first one's zone and fiscal years count.", "texts"),
    categories=Key("Categories of data.", "texts"),
    subjects=Key("Categories of people.", "texts"),
    recipients=Key("Ids of the recipients.", "texts"),
    purposes=Key("Purposes by id; an id is unique in the whole file.", "purposes", required=True),
    published=Key("The row as the policy prints it.", "published"),
    unpublished=Key("true: in the register, but no row of the published table.", "boolean"),
    operations=Key("What is done with the data, such as collect, store, disclose.", "texts"),
    measures=Key("Ids of the measures that protect the data.", "texts"),
    decisions=Key("Logic and consequences of automated decisions, where there are any (GDPR 22)."),
)
STATEMENT = _section(
    "a statement",
    id=Key("Stable id made from the text.", required=True),
    text=Key("The sentence or list item.", required=True),
    section=Key("The heading above it."),
)
PROPOSED_PURPOSE = Section(
    "a proposed purpose",
    MappingProxyType({"id": Key("Id of the purpose once accepted.", required=True), **PURPOSE.keys}),
)
PROPOSAL = _section(
    "a proposal",
    activity=Key("Id of the activity that the purpose joins.", required=True),
    concerns=Key("Ids of the purposes that keep until this is decided.", "texts", required=True),
    purpose=Key("The purpose to add.", "proposed_purpose", required=True),
    outcome=Key("What was decided.", "choice", choices=tuple(outcome.value for outcome in Outcome)),
    reason=Key("Why; needed to waive."),
    decided_on=Key("Day of the decision, YYYY-MM-DD.", "date"),
)
REGISTER = _section(
    "the register",
    register=Key("What the register is called.", required=True),
    language=Key("Language of the policy.", "choice", choices=("sv", "en")),
    entities=Key("The controllers by id.", "entities", required=True),
    recipients=Key("Whom data is disclosed to, by id.", "recipients"),
    categories=Key("Categories of data of your own, by code.", "words"),
    subjects=Key("Categories of people of your own, by code.", "words"),
    measures=Key("Technical and organisational measures, by id.", "measures"),
    activities=Key("The activities by id, in the order of the policy.", "activities", required=True),
    collection_points=Key("Where data comes in, by id.", "collection_points"),
    proposals=Key("Purposes that the law demands and no row has, by id.", "proposals"),
    statements=Key("The sentences of the policy outside the table.", "statements"),
)
