"""Decides whether data may go to a country as of a day, on what, and until when. Law: GDPR 44–49."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from varsam.domain.law import Entry, Law
from varsam.domain.partners import (
    SAFEGUARDS,
    AgreementKind,
    AssessmentResult,
    Certification,
    Partner,
    PartnerRole,
    Partners,
    Tool,
    Transfer,
)
from varsam.domain.said import say

CHECKED_WITHIN: Final = timedelta(days=365)
"""How long a look at the list of certified organisations counts: they certify themselves anew each year."""

_FRAMEWORK: Final = "US"
_UNSETTLED: Final = frozenset({"GI", "SJ"})
# Recital 111: these only for what isn't repeated; the second subparagraph of 49(1) says so itself.
_OCCASIONAL: Final = frozenset("bce2")
_MODULES: Final = {PartnerRole.PROCESSOR: (2, 3), PartnerRole.SUB_PROCESSOR: (3,)}


class Verdict(StrEnum):
    """Whether data may go there."""

    ALLOWED = "allowed"
    PERSON = "person"
    REFUSED = "refused"


class Ground(StrEnum):
    """What a decision rests on, or what it lacks."""

    EEA = "eea"
    ADEQUACY = "adequacy"
    SAFEGUARDS = "safeguards"
    DEROGATION = "derogation"
    NONE = "none"
    NOT_COVERED = "not_covered"
    COVER_UNSHOWN = "cover_unshown"
    CHECKED_LONG_AGO = "checked_long_ago"
    NOT_AGREED = "not_agreed"
    NOT_ASSESSED = "not_assessed"
    INSUFFICIENT = "insufficient"
    ASSESSED_LONG_AGO = "assessed_long_ago"
    WRONG_MODULE = "wrong_module"
    ROUTINE = "routine"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether data may go there on a day, why, and the last day on which that holds; None: none is known."""

    verdict: Verdict
    ground: Ground
    reason: str
    law: str
    until: date | None = None
    transfer: Transfer | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Data of a partner that lies in a country or is reached from there, and what is decided on it."""

    partner: Partner
    country: str
    remote: bool
    decision: Decision

    @property
    def abroad(self) -> bool:
        """Whether it leaves the EEA."""
        return self.decision.ground is not Ground.EEA


def flows(partners: Partners, law: Law) -> Iterator[Flow]:
    """Every country that data reaches on the day of the law, partner by partner, with its decision."""
    for partner in partners.active(law.on):
        countries = {each.country: each.remote for each in reversed(partner.locations)}
        for each in partner.locations:
            countries[each.country] = countries[each.country] and each.remote
        for transfer in partner.transfers:
            if transfer.holds(law.on):
                countries.setdefault(transfer.country, False)
        for country in sorted(countries):
            yield Flow(partner, country, countries[country], decide(partner, country, law))


def decide(partner: Partner, country: str, law: Law) -> Decision:
    """Decide on data that goes to a partner in a country, as of the day of the law.

    Of several grounds the best counts. Without any the transfer is refused.
    """
    inside = law.entry("eea", country)
    if inside is not None:
        return Decision(
            Verdict.ALLOWED, Ground.EEA, say("{country} is in the EEA", country=country), "", inside.valid_to
        )
    meant = [each for each in partner.transfers if each.country == country and each.holds(law.on)]
    found = [_on(partner, each, law) for each in meant]
    entry = law.entry("adequacy", country)
    if entry is not None and not _limited(entry):
        found.append(_adequate(entry))
    if found:
        return min(found, key=lambda each: list(Verdict).index(each.verdict))
    if country in _UNSETTLED:
        return Decision(
            Verdict.PERSON,
            Ground.UNSETTLED,
            say("whether {country} counts as part of the EEA isn't settled", country=country),
            "GDPR 3, 44",
        )
    if entry is not None:
        return _uncovered(entry, country)
    return _refused(
        Ground.NONE,
        say(
            "no adequacy decision holds for {country} on {day}, and nothing else allows it",
            country=country,
            day=law.on.isoformat(),
        ),
        "GDPR 44",
    )


def _on(partner: Partner, transfer: Transfer, law: Law) -> Decision:
    """Decide on one tool."""
    if transfer.tool is Tool.ADEQUACY:
        found = _by_adequacy(partner, transfer, law)
    elif transfer.tool in SAFEGUARDS:
        found = _by_safeguards(partner, transfer, law.on)
    else:
        found = _by_derogation(transfer)
    ends = [each for each in (found.until, transfer.until) if each is not None]
    return Decision(
        found.verdict, found.ground, found.reason, found.law, min(ends) if ends else None, transfer
    )


def _by_adequacy(partner: Partner, transfer: Transfer, law: Law) -> Decision:
    entry = law.entry("adequacy", transfer.country)
    if entry is None:
        return _refused(
            Ground.NONE,
            say(
                "no adequacy decision holds for {country} on {day}",
                country=transfer.country,
                day=law.on.isoformat(),
            ),
            "GDPR 45",
        )
    if not _limited(entry):
        return _adequate(entry)
    if transfer.country == _FRAMEWORK:
        return _certified(partner, transfer.certification, entry, law.on)
    looked = transfer.scope_checked_on
    if not transfer.scope.strip() or looked is None or looked > law.on:
        return _uncovered(entry, transfer.country)
    return _adequate(entry)


def _certified(partner: Partner, listing: Certification | None, entry: Entry, on: date) -> Decision:
    """Decide on an organisation in the United States. Law: (EU) 2023/1795."""
    if listing is None or listing.checked_on > on:
        return _uncovered(entry, _FRAMEWORK)
    if listing.valid_to is not None and listing.valid_to < on:
        ended = say("its certification ended on {day}", day=listing.valid_to.isoformat())
        return _refused(Ground.NOT_COVERED, ended, "GDPR 45")
    if partner.employees and not listing.hr_data:
        return _refused(
            Ground.NOT_COVERED, say("its certification doesn't cover data on employees"), "GDPR 45"
        )
    until = _first(listing.valid_to, entry.valid_to)
    if on - listing.checked_on > CHECKED_WITHIN:
        old = say("nobody has looked at the list since {day}", day=listing.checked_on.isoformat())
        return Decision(Verdict.PERSON, Ground.CHECKED_LONG_AGO, old, "GDPR 45", until)
    return Decision(
        Verdict.ALLOWED,
        Ground.ADEQUACY,
        say("certified when the list was looked at on {day}", day=listing.checked_on.isoformat()),
        "GDPR 45",
        until,
    )


def _by_safeguards(partner: Partner, transfer: Transfer, on: date) -> Decision:
    law = "GDPR 46"
    named = [each for each in partner.agreements if each.id == transfer.agreement]
    if not transfer.agreement and transfer.tool is Tool.SCC:
        named = [each for each in partner.agreements if each.kind is AgreementKind.CLAUSES]
    current = [each for each in named if each.current(on)]
    if not current:
        text = say("no signed document of it holds on {day}", day=on.isoformat())
        return _refused(Ground.NOT_AGREED, text, law)
    assessment = transfer.assessment
    if assessment is None or assessment.assessed_on > on:
        return _refused(
            Ground.NOT_ASSESSED, say("nobody assessed what it is worth under the country's law"), law
        )
    if assessment.result is AssessmentResult.INSUFFICIENT:
        return _refused(Ground.INSUFFICIENT, say("the assessment found it insufficient"), law)
    until = _first(assessment.review_by, max(each.valid_to or date.max for each in current))
    if assessment.review_by is not None and assessment.review_by < on:
        late = say("the assessment was to be looked at again by {day}", day=assessment.review_by.isoformat())
        return Decision(Verdict.PERSON, Ground.ASSESSED_LONG_AGO, late, law)
    wanted = _MODULES.get(partner.role, (1, 4))
    if transfer.tool is Tool.SCC and transfer.module not in wanted:
        numbers = " / ".join(map(str, wanted))
        wrong = say("clauses with such a partner are of module {numbers}", numbers=numbers)
        return Decision(Verdict.PERSON, Ground.WRONG_MODULE, wrong, law, until)
    held = say("agreed and assessed on {day}", day=assessment.assessed_on.isoformat())
    return Decision(Verdict.ALLOWED, Ground.SAFEGUARDS, held, law, until)


def _by_derogation(transfer: Transfer) -> Decision:
    letter = transfer.derogation
    law = "GDPR 49(1), second subparagraph" if letter == "2" else f"GDPR 49(1)({letter})"
    if not transfer.occasional:
        text = say("a derogation is for single cases, and nobody says that this is one")
        verdict = Verdict.REFUSED if letter in _OCCASIONAL else Verdict.PERSON
        return Decision(verdict, Ground.ROUTINE, text, law)
    if letter == "2":
        text = say("the authority and the person must be informed of it")
        return Decision(Verdict.PERSON, Ground.DEROGATION, text, law)
    return Decision(Verdict.ALLOWED, Ground.DEROGATION, say("a single case, by a derogation"), law)


def _adequate(entry: Entry) -> Decision:
    reason = say("adequate by {act}", act=entry.source)
    return Decision(Verdict.ALLOWED, Ground.ADEQUACY, reason, "GDPR 45", entry.valid_to)


def _uncovered(entry: Entry, country: str) -> Decision:
    """Nobody says that the partner is within what the decision covers; for the US it must stand on a list."""
    covers = say("the decision on {country} covers only: {scope}", country=country, scope=entry.scope)
    if country == _FRAMEWORK:
        return _refused(Ground.NOT_COVERED, covers, "GDPR 45")
    return Decision(Verdict.PERSON, Ground.COVER_UNSHOWN, covers, "GDPR 45")


def _limited(entry: Entry) -> bool:
    """Whether a decision covers a part of its country only; an organisation is its own scope."""
    return bool(entry.scope) and len(entry.name) == 2


def _refused(ground: Ground, reason: str, law: str) -> Decision:
    return Decision(Verdict.REFUSED, ground, reason, law)


def _first(*days: date | None) -> date | None:
    known = [each for each in days if each is not None and each != date.max]
    return min(known) if known else None
