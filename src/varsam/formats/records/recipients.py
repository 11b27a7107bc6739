"""Reads whom data is disclosed to: names with their role and country, in the ways that cells write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from varsam.formats.records.countries import country_of
from varsam.formats.records.foreign import says_nothing
from varsam.formats.records.record import Disclosed, Record

# A comma before the form of a company divides nothing.
_BREAK = re.compile(
    r"\n|;|•|,(?![^(]*\))(?!\s*(?:inc|ltd|llc|llp|plc|gmbh|ab|s\.?a\.?s?|b\.?v|n\.?v|as|a/s|aps|oy)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*$")
_ROLES = tuple(
    (role, re.compile(pattern, re.IGNORECASE))
    for role, pattern in (
        ("sub-processor", r"under(?:leverantör|biträde)|sub-?processor|sous-traitant ultérieur|subverwerker"),
        (
            "processor",
            r"(?:personuppgifts)?biträden?|(?:data )?processors?|sous-traitants?|auftragsverarbeiter|"
            r"verwerkers?|"
            r"databehandlere?",
        ),
        (
            "controller",
            r"(?:independent |separate |joint )?controllers?|(?:egen |gemensamt )?personuppgiftsansvarig|"
            r"responsable(?: conjoint| de traitement)?|verantwortlicher?",
        ),
        (
            "internal",
            r"internt?|intern avdelning|internal|service interne(?: qui traite les données)?|"
            r"destinataires? internes?",
        ),
        ("partner", r"partenaires?(?: institutionnels ou commerciaux)?|partners?"),
        (
            "third country",
            r"destinataires dans des pays tiers ou organisations internationales|third country|tredjeland",
        ),
        ("authority", r"myndighet(?:er)?|authorit(?:y|ies)|autorités?|behörden?"),
    )
)


def named_recipients(record: Record) -> list[Disclosed]:
    """The recipients of a record in their order, those that stand as processors last."""
    found = list(record.disclosed)
    found += [_read(each) for each in _items(record.recipients)]
    found += [replace(_read(each), role="processor") for each in _items(record.processors)]
    return [each for each in found if each.name]


def role_of(text: str) -> str:
    """A role in the word that registers use; empty for what is none."""
    plain = " ".join(text.split())
    return next((role for role, pattern in _ROLES if pattern.fullmatch(plain)), "")


def with_countries(named: Sequence[Disclosed], countries: str) -> tuple[list[Disclosed], str]:
    """Recipients with the countries of a cell beside them, and the countries that belong to none "
    "for sure."""
    found = list(named)
    left: list[str] = []
    for item in _items(countries):
        name, mark, country = item.rpartition(":")
        place = next(
            (n for n, each in enumerate(found) if mark and each.name.casefold() == name.strip().casefold()),
            None,
        )
        if place is None:
            left.append(item)
        elif not found[place].country:
            found[place] = replace(found[place], country=country_of(country) or country.strip())
    without = [n for n, each in enumerate(found) if not each.country]
    if len(left) == 1 and len(found) == 1 and without and country_of(left[0]):
        found[0] = replace(found[0], country=country_of(left[0]))
        left = []
    known = {each.country for each in found}
    left = [each for each in left if not (country_of(each) and country_of(each) in known)]
    return found, ", ".join(left)


def _items(text: str) -> list[str]:
    if says_nothing(text):
        return []
    items = (" ".join(each.split()).strip(" .-–*") for each in _BREAK.split(text))
    return [each for each in items if each and not says_nothing(each)]


def _read(item: str) -> Disclosed:
    """ "Parcel Carrier Ltd (processor, Sweden)" taken apart; what is neither role nor country stays."""
    aside = _ASIDE.search(item)
    if aside is None:
        return Disclosed(item)
    role = country = ""
    rest = []
    for piece in (each.strip() for each in aside[1].split(",")):
        if not country and country_of(piece):
            country = country_of(piece)
        elif not role and role_of(piece):
            role = role_of(piece)
        elif piece:
            rest.append(piece)
    name = item[: aside.start()].strip()
    return Disclosed(f"{name} ({', '.join(rest)})" if rest else name, role, country)
