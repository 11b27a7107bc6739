"""The words that registers and source maps share: categories of data, of people, and events.

A code may have parts: `contact.email` belongs to `contact`, and a promise about `contact` covers it.
Registers may add words of their own. `all` covers everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from varsam.domain.errors import RegisterError
from varsam.domain.retention import Period, Rule, Unit, events_of

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")
ALL = "all"
BILLING = "billing"
CUSTOMER_DATA = "customer_data"


@dataclass(frozen=True, slots=True)
class Word:
    """A code with its Swedish and English label."""

    code: str
    sv: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a code that a source map couldn't name."""
        if not CODE.fullmatch(self.code):
            raise RegisterError(
                f"{self.code!r} is no code", hint="small letters a-z, digits and _, parts joined by a dot"
            )

    def label(self, language: str) -> str:
        """The label in a language: `sv` or anything else for English."""
        return self.sv if language == "sv" else self.en


def _words(*rows: tuple[str, str, str]) -> MappingProxyType[str, Word]:
    return MappingProxyType({code: Word(code, sv, en) for code, sv, en in rows})


CATEGORIES = _words(
    (ALL, "Alla kategorier av personuppgifter", "All categories of personal data"),
    ("contact", "Kontaktuppgifter", "Contact details"),
    ("contact.name", "Namn", "Name"),
    ("contact.email", "E-postadress", "E-mail address"),
    ("contact.phone", "Telefonnummer", "Phone number"),
    ("contact.address", "Adressuppgifter", "Address"),
    ("contact.social", "Konto i sociala medier", "Social media account"),
    ("id", "Identitetsuppgifter", "Identity details"),
    ("id.personnummer", "Personnummer", "Personal identity number"),
    ("id.birth_date", "Födelsedatum", "Date of birth"),
    ("id.document", "Identitetshandling", "Identity document"),
    ("id.customer_no", "Kundnummer", "Customer number"),
    ("customer", "Kunduppgifter", "Customer details"),
    (CUSTOMER_DATA, "Uppgifter som ingår i kundens program", "Data in the customer's programs"),
    (BILLING, "Faktureringsuppgifter", "Billing details"),
    ("billing.bank", "Bankuppgifter", "Bank details"),
    ("billing.payment", "Betalningsuppgifter", "Payment details"),
    ("order", "Beställningar och köp", "Orders and purchases"),
    ("account", "Kontouppgifter", "Account details"),
    ("account.login", "Inloggningsuppgifter", "Login details"),
    ("correspondence", "Meddelanden och ärenden", "Messages and cases"),
    ("image", "Bild", "Image"),
    ("image.video", "Film", "Video"),
    ("audio", "Ljudinspelningar", "Audio recordings"),
    ("online", "Uppgifter om användning", "Online data"),
    ("online.cookie", "Cookie", "Cookie"),
    ("online.ip", "IP-adress", "IP address"),
    ("online.device", "Enhetsuppgifter", "Device data"),
    ("online.behaviour", "Beteendedata", "Behaviour"),
    ("online.log", "Loggar", "Logs"),
    ("location", "Platsuppgifter", "Location"),
    ("work", "Yrkesuppgifter", "Work details"),
    ("work.application", "Ansökningshandlingar", "Application documents"),
    ("work.payroll", "Löneuppgifter", "Payroll"),
    ("preference", "Önskemål och intressen", "Preferences"),
    ("consent", "Uppgifter om samtycke", "Consent records"),
    ("special", "Känsliga personuppgifter", "Special categories of data"),
    ("special.health", "Uppgifter om hälsa", "Health"),
    ("criminal", "Uppgifter om lagöverträdelser", "Criminal offences"),
)

SUBJECTS = _words(
    (ALL, "Alla kategorier", "All categories"),
    ("customer", "Kunder", "Customers"),
    ("prospect", "Potentiella kunder", "Prospects"),
    ("contact_person", "Kontaktpersoner", "Contact persons"),
    ("individual", "Privatpersoner", "Private individuals"),
    ("visitor", "Besökare", "Visitors"),
    ("user", "Användare", "Users"),
    ("subscriber", "Prenumeranter", "Subscribers"),
    ("participant", "Deltagare", "Participants"),
    ("applicant", "Arbetssökande", "Applicants"),
    ("employee", "Anställda", "Employees"),
    ("supplier", "Leverantörer", "Suppliers"),
    ("partner", "Samarbetspartner", "Partners"),
    ("member", "Medlemmar", "Members"),
    ("child", "Barn", "Children"),
)

# Being open is the point of these: a running contract is no missing date.
MAY_STAY_OPEN = frozenset(
    {
        "contract.end",
        "account.closed",
        "consent.withdrawn",
        "subscription.end",
        "membership.end",
        "employment.end",
        "relationship.end",
        "suppression.lifted",
    }
)
DEFAULT_PATIENCE = Period(13, Unit.MONTH)


def covers(code: str, other: str) -> bool:
    """Whether a word covers another: itself, one of its parts' owners (`contact.email`), or `all`."""
    return code in (ALL, other) or other.startswith(code + ".")


def touches(codes: Iterable[str], wanted: str) -> bool:
    """Whether some code names a kind of data or one of its parts; `all` names nothing in particular."""
    return any(covers(wanted, code) for code in codes)


def default_patience(rule: Rule | None) -> Period | None:
    """How long a rule's events may stay open when the purpose says nothing; None = for ever.

    None when any event of the rule may stay open by its nature, or there is no rule.
    """
    if rule is None or any(event in MAY_STAY_OPEN for event in events_of(rule)):
        return None
    return DEFAULT_PATIENCE
