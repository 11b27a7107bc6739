"""Who receives data and where it goes: the register's recipients and the partners beside it, told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from varsam.domain.law import Law
from varsam.domain.partners import NO_PARTNERS, Partner, Partners, Tool
from varsam.domain.register import Register
from varsam.domain.transfers import Ground, decide
from varsam.formats.policy_table import in_markdown
from varsam.formats.publishing.countries import country_name, scope_in_words
from varsam.formats.publishing.telling import Telling, items

_COUNTRY = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody whom data reaches, with what for and in which countries; `partner` where one stands beside."""

    id: str
    name: str
    role: str
    countries: tuple[str, ...]
    partner: Partner | None = None

    def abroad(self, law: Law | None) -> tuple[str, ...]:
        """Its countries outside the EEA; none where its country isn't known."""
        if law is None:
            return ()
        codes = (each.strip().upper() for each in self.countries)
        return tuple(each for each in codes if _COUNTRY.fullmatch(each) and law.entry("eea", each) is None)


def receivers(
    register: Register, law: Law | None = None, partners: Partners = NO_PARTNERS
) -> tuple[Receiver, ...]:
    """The register's recipients, then the partners that data reaches on the day of the law and aren't there.

    Where a recipient is a partner too, its countries are those of the partner.
    """
    active = {each.id: each for each in (partners.active(law.on) if law is not None else partners.all)}
    found = []
    for each in register.recipients:
        partner = active.pop(each.id, None)
        own = (each.location,) if each.location else ()
        role = each.role or (", ".join(partner.services) if partner else "")
        found.append(Receiver(each.id, each.name, role, _countries(partner) or own, partner))
    found += [
        Receiver(each.id, each.name, ", ".join(each.services), _countries(each), each)
        for each in active.values()
    ]
    return tuple(found)


def _countries(partner: Partner | None) -> tuple[str, ...]:
    if partner is None:
        return ()
    places = (*(each.country for each in partner.locations), *(each.country for each in partner.transfers))
    return tuple(dict.fromkeys(places))


def recipients(telling: Telling) -> str:
    """Who receives data. Law: GDPR 13(1)(e)."""
    found = []
    for each in receivers(telling.register, telling.law, telling.partners):
        more = [telling.own(each.role)] if each.role else []
        more += [in_markdown(country_name(country, telling.lang)) for country in each.countries]
        found.append(telling.own(each.name) + (f" ({', '.join(more)})" if more else ""))
    return f"{telling.say('recipients_intro')}\n\n{items(found)}" if found else ""


def transfers(telling: Telling) -> str:
    """What leaves the EEA and on which ground. Law: GDPR 13(1)(f), 44–49."""
    law, known = telling.law, receivers(telling.register, telling.law, telling.partners)
    if law is None or not known:
        return ""
    out = [_transfer(telling, law, each, country) for each in known for country in each.abroad(law)]
    if out:
        return items(out)
    countries = [each.countries for each in known]
    within = all(countries) and all(
        law.entry("eea", each.strip().upper()) is not None for theirs in countries for each in theirs
    )
    return telling.say("all_within") if within else ""


def _transfer(telling: Telling, law: Law, receiver: Receiver, country: str) -> str:
    said = {"recipient": telling.own(receiver.name), "country": country_name(country, telling.lang)}
    decision = decide(receiver.partner, country, law) if receiver.partner is not None else None
    if decision is not None and decision.ground is Ground.SAFEGUARDS and decision.transfer is not None:
        return telling.say("safeguards", tool=telling.say(_TOOLS[decision.transfer.tool]), **said)
    if decision is not None and decision.ground is Ground.DEROGATION:
        return telling.say("derogation", **said)
    entry = law.entry("adequacy", country)
    if entry is None:
        return telling.say("outside", **said)
    # What the pack's keeper notes after the decision's number isn't for the readers.
    source = in_markdown(re.split("[;,] ", entry.source)[0])
    if not entry.scope or (decision is not None and decision.ground is Ground.ADEQUACY):
        return telling.say("adequate", decision=source, **said)
    words = scope_in_words(entry.scope, telling.lang)
    scope = in_markdown(words) if words else f'<span lang="en">{in_markdown(entry.scope)}</span>'
    return telling.say("adequate_in_part", decision=source, scope=scope, **said)


_TOOLS = {
    Tool.ADEQUACY: "tool_adequacy",
    Tool.INSTRUMENT: "tool_instrument",
    Tool.BCR: "tool_bcr",
    Tool.SCC: "tool_scc",
    Tool.CODE: "tool_code",
    Tool.CERTIFICATION: "tool_certification",
    Tool.AD_HOC: "tool_ad_hoc",
    Tool.DEROGATION: "tool_derogation",
}
