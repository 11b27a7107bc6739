"""The three tongues of a rule: the words that stand for events, units and choices in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from varsam.domain.calendar import Unit

Tongue: TypeAlias = Literal["formal", "sv", "en"]
TONGUES: tuple[Tongue, ...] = ("formal", "sv", "en")

# Formal name: how the event is called where a rule counts from it, in Swedish and in English. A wording holds
# letters and single spaces only, and no two of a tongue may be alike.
EVENT_WORDINGS: Mapping[str, tuple[str, str]] = {
    "account.closed": ("kontots avslut", "account closure"),
    "backup.taken": ("säkerhetskopieringen", "backup taken"),
    "case.closed": ("ärendets stängning", "case closure"),
    "consent.given": ("lämnat samtycke", "consent given"),
    "consent.withdrawn": ("tills samtycket återkallas", "until consent is withdrawn"),
    "contact.at": ("kontakten", "contact"),
    "contract.end": ("avtalstiden", "contract period"),
    "demo.ended": ("demoperioden", "demo period"),
    "employment.end": ("anställningstiden", "employment period"),
    "file.received": ("mottagandet av filen", "receipt of the file"),
    "fact.recorded": ("anteckningen av beslutet", "recording of the decision"),
    "fiscal_year.end": ("räkenskapsårets slut", "end of the fiscal year"),
    "invoice.issued": ("fakturadatum", "invoice date"),
    "list.obtained": ("adressuttaget", "address list obtained"),
    "membership.end": ("medlemskapet", "membership period"),
    "message.at": ("meddelandet", "message"),
    "order.placed": ("beställningen", "order"),
    "participation.end": ("deltagandet", "participation"),
    "plan.ended": ("planens slut", "end of the plan"),
    "purchase.at": ("köpet", "purchase"),
    "recording.made": ("inspelningen", "recording"),
    "recruitment.closed": ("rekryteringsprocessen", "recruitment process"),
    "relationship.end": ("kundförhållandet", "customer relationship"),
    "subscription.end": ("prenumerationstiden", "subscription period"),
    "suppression.lifted": ("spärrens hävande", "lifting of the suppression"),
    "visit.at": ("besöket", "visit"),
    "warranty.end": ("garantitiden", "warranty period"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What one tongue calls the parts of a rule; `units` holds singular and plural."""

    earliest: str
    latest: str
    year_end: str
    separator: str
    units: Mapping[Unit, tuple[str, str]]
    events: Mapping[str, str] = field(default_factory=dict)

    @property
    def unit_by_word(self) -> dict[str, Unit]:
        """Map each spelling of a unit to the unit."""
        return {word: unit for unit, words in self.units.items() for word in words}

    @property
    def event_by_wording(self) -> dict[str, str]:
        """Map each wording to the event's formal name."""
        return {wording: name for name, wording in self.events.items()}


WORDS: Mapping[Tongue, Words] = {
    "formal": Words(
        earliest="earliest",
        latest="latest",
        year_end="year_end",
        separator=", ",
        units={unit: (unit.value, f"{unit.value}s") for unit in Unit},
    ),
    "sv": Words(
        earliest="det tidigaste av",
        latest="det senaste av",
        year_end="slutet av kalenderåret för",
        separator="; ",
        units={
            Unit.DAY: ("dag", "dagar"),
            Unit.WEEK: ("vecka", "veckor"),
            Unit.MONTH: ("månad", "månader"),
            Unit.YEAR: ("år", "år"),
        },
        events={name: swedish for name, (swedish, _) in EVENT_WORDINGS.items()},
    ),
    "en": Words(
        earliest="the earliest of",
        latest="the latest of",
        year_end="the end of the calendar year of",
        separator="; ",
        units={unit: (unit.value, f"{unit.value}s") for unit in Unit},
        events={name: english for name, (_, english) in EVENT_WORDINGS.items()},
    ),
}


def event_wording(name: str, tongue: Tongue) -> str:
    """Answer what an event is called in a tongue: its formal name where the catalogue has no wording."""
    return WORDS[tongue].events.get(name, name)
