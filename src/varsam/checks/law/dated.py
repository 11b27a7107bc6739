"""Checks that ask what the law says on a day: they take it from packs, and stay silent without them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import Sentence, View
from varsam.domain.calendar import Period, Unit
from varsam.domain.register import Basis
from varsam.domain.retention import EventRef, Plus, Rule, YearEnd, formal
from varsam.domain.said import say

_COUNTRY = re.compile(r"[A-Z]{2,3}")
_NUMBERS = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "sex": 6, "tolv": 12, "tretton": 13, "femton": 15,
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12, "thirteen": 13, "fifteen": 15,
    "sexton": 16, "sixteen": 16,
}  # fmt: skip
_NUMBER = r"(\d{1,3}|" + "|".join(_NUMBERS) + r")"
_MONTHS = re.compile(rf"\b(?:inom|within|in)\s+{_NUMBER}\s+(?:månad(?:er)?|months?)\b", re.IGNORECASE)
_HOURS = re.compile(rf"\b{_NUMBER}\s+(?:timmar|hours)\b", re.IGNORECASE)
_AGE = re.compile(
    rf"\b(?:under|fyllt|yngre än|below|reached|younger than|age of)\s+{_NUMBER}\b|"
    rf"\b{_NUMBER}\s*(?:år|years)\b",
    re.IGNORECASE,
)

_LONGER = words.either(r"förläng", r"komplicera", r"exten[ds]", r"complex")
_YOUNG = words.either(
    words.CHILD.pattern, r"vårdnadshavare", r"målsman", r"guardian", r"parent", r"\bung", r"\byoung"
)


def stale_law(view: View) -> Iterator[Hit]:
    """A pack of law hasn't been compared with the law for more than 90 days.

    Laws change, decisions are annulled. Somebody must look, mend what changed, and write the day into the
    pack; a newer version of the program brings newer packs.
    """
    for pack in view.law.stale() if view.law is not None else ():
        yield Hit(
            f"law {pack.name}",
            say("last compared with the law on {day}", day=pack.checked_on.isoformat()),
            say(
                "update the program, or put a pack that you have checked into law/{name}.yaml", name=pack.name
            ),
        )


def nowhere_adequate(view: View) -> Iterator[Hit]:
    """Data goes to a recipient outside the EEA in a country for which no adequacy decision holds.

    Then it needs other safeguards and an assessment. Decided as of the day of the check.
    """
    for recipient_id, country in _abroad(view):
        if view.law is not None and view.law.entry("adequacy", country) is None:
            yield Hit(
                f"recipient {recipient_id}",
                say(
                    "no adequacy decision holds for {country} on {day}",
                    country=country,
                    day=view.law.on.isoformat(),
                ),
                "agree on standard contractual clauses and assess the transfer, or move the data",
            )


def adequate_in_part(view: View) -> Iterator[Hit]:
    """Data goes to a country whose adequacy decision covers a part only, such as certified organisations."""
    for recipient_id, country in _abroad(view):
        entry = view.law.entry("adequacy", country) if view.law is not None else None
        if entry is not None and entry.scope:
            yield Hit(
                f"recipient {recipient_id}",
                say("the decision on {country} covers only: {scope}", country=country, scope=entry.scope),
                "look whether the recipient is covered, and keep what shows it",
            )


def _abroad(view: View) -> Iterator[tuple[str, str]]:
    """Recipients with a country outside the EEA; where none is given or read, nothing is known."""
    if view.law is None:
        return
    for recipient in view.register.recipients:
        country = recipient.location.strip().upper()
        if _COUNTRY.fullmatch(country) and view.law.entry("eea", country) is None:
            yield recipient.id, country


def country_unread(view: View) -> Iterator[Hit]:
    """A recipient's location isn't a country code, so nobody can tell whether data leaves the EEA."""
    for recipient in view.register.recipients:
        if recipient.location and not _COUNTRY.fullmatch(recipient.location.strip().upper()):
            yield Hit(
                f"recipient {recipient.id}",
                "the location isn't read as a country",
                "write location: SE, or another code of two letters",
            )


def answer_too_late(view: View) -> Iterator[Hit]:
    """Requests are said to be answered later than the law allows."""
    most = view.law.number("deadlines", "answer_months") if view.law is not None else None
    for sentence, number in _counted(view, _MONTHS):
        if (
            most is not None
            and number > most
            and sentence.about(words.ANSWERING)
            and not sentence.says(_LONGER)
        ):
            yield Hit(
                sentence.where,
                say("{number} months; the law gives {most}", number=number, most=most),
                "write the law's term; a longer one needs a reason in each case",
            )


def breach_hours(view: View) -> Iterator[Hit]:
    """A breach is said to be notified within other hours than the law's."""
    wanted = view.law.number("deadlines", "breach_hours") if view.law is not None else None
    for sentence, number in _counted(view, _HOURS):
        if wanted is not None and number > wanted and sentence.about(words.EXPECTED["incidents"]):
            yield Hit(
                sentence.where,
                say("{number} hours; the law gives {most}", number=number, most=wanted),
                "write the law's hours",
            )


def child_age(view: View) -> Iterator[Hit]:
    """The age from which a child consents is told differently from the law."""
    wanted = view.law.number("ages", "consent_online_SE") if view.law is not None else None
    for sentence, number in _counted(view, _AGE):
        if wanted is not None and number != wanted and sentence.says(words.CONSENT) and sentence.says(_YOUNG):
            yield Hit(
                sentence.where,
                say("{number} years; the law says {wanted}", number=number, wanted=wanted),
                "write the law's age, or say why you chose a higher one",
            )


def _counted(view: View, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, int]]:
    for sentence in view.sentences:
        for found in pattern.finditer(sentence.text):
            said = next(each for each in found.groups() if each)
            yield sentence, _NUMBERS.get(said.casefold()) or int(said)


def books_too_short(view: View) -> Iterator[Hit]:
    """A rule for accounting information counts fewer years than the bookkeeping act on the day."""
    wanted = view.law.number("bookkeeping", "years_SE") if view.law is not None else None
    for purpose in view.register.purposes().values():
        years = _years_of_books(purpose.rule)
        if (
            wanted is not None
            and purpose.basis is Basis.LEGAL_OBLIGATION
            and years is not None
            and years < wanted
        ):
            yield Hit(
                f"purpose {purpose.id}",
                say(
                    "{rule} is shorter than the law's {wanted} years",
                    rule=formal(purpose.rule),
                    wanted=wanted,
                )
                if purpose.rule is not None
                else "",
                say("write year_end(fiscal_year.end + {wanted} years)", wanted=wanted),
            )


def _years_of_books(rule: Rule | None) -> int | None:
    """The years of a rule that counts from the end of a fiscal year; None for any other."""
    inner = rule.of if isinstance(rule, YearEnd) else rule
    match inner:
        case Plus(EventRef(name), Period(amount, Unit.YEAR)) if name == "fiscal_year.end":
            return amount
        case _:
            return None
