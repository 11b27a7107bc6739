"""What a person is told where data comes in: the short layer at a form, a call, a list. Law: GDPR 13, 14."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from varsam.domain.register import (
    Activity,
    Basis,
    Channel,
    CollectionPoint,
    Purpose,
    Register,
)
from varsam.domain.vocabulary import touches
from varsam.formats.policy_table import basis_label, category_labels, in_markdown
from varsam.formats.publishing.page import fragment
from varsam.formats.publishing.telling import Telling, items, linked
from varsam.formats.rule_text import print_rule
from varsam.formats.texts import text

MOST_SPOKEN_WORDS = 60
_LINK = re.compile(r"<(https?://[^\s<>]+)>")


@dataclass(frozen=True, slots=True)
class Lack:
    """An element that the law demands in a notice and the register hasn't got; a text `lack.CODE` says it."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in one language. `spoken`: what is read aloud before a call goes on, or empty."""

    markdown: str
    spoken: str
    lacks: tuple[Lack, ...]

    def plain(self) -> str:
        """The notice as text without marks."""
        lines = (each.removeprefix("## ").removeprefix("### ") for each in self.markdown.split("\n"))
        return "\n".join(_unmarked(each) for each in lines)

    def html(self, telling: Telling) -> str:
        """The notice as HTML to be put beside a form."""
        return fragment(self.markdown, telling.lang)


def _unmarked(line: str) -> str:
    out, escaped = [], False
    inside = (
        _LINK.sub(r"\1", line)
        .replace("</span>", "")
        .replace('<span lang="sv">', "")
        .replace('<span lang="en">', "")
    )
    for letter in inside.replace("**", ""):
        if letter == "\\" and not escaped:
            escaped = True
            continue
        out.append(letter)
        escaped = False
    return "".join(out)


def notice(telling: Telling, point: CollectionPoint) -> Notice:
    """What must be told at a collection point, of what the register knows; what it lacks is listed.

    Law: GDPR 13(1)–(2), and 14(1)–(2) where the data comes from somebody else than the person. At a call
    the words come before anything is recorded (C-422/24: what is observed is collected from the person).
    """
    by_id = {each.id: each for each in telling.register.activities}
    theirs = [by_id[each] for each in point.activities if each in by_id]
    here = replace(telling, register=_only(telling.register, theirs))
    spoken = _spoken(here, point, theirs) if point.channel is Channel.PHONE else ""
    paragraphs = list(_paragraphs(here, point, theirs))
    return Notice(
        "\n\n".join(each for each in paragraphs if each) + "\n",
        spoken,
        tuple(dict.fromkeys(_lacks(here, point, theirs))),
    )


def _only(register: Register, activities: list[Activity]) -> Register:
    """The register with these activities and their controllers and recipients."""
    ids = {each for activity in activities for each in activity.controllers}
    received = {each for activity in activities for each in activity.recipients}
    entities = tuple(each for each in register.entities if each.id in ids) or register.entities
    return replace(
        register,
        activities=tuple(replace(each, unpublished=False) for each in activities),
        entities=entities,
        recipients=tuple(each for each in register.recipients if each.id in received),
    )


def _paragraphs(telling: Telling, point: CollectionPoint, activities: list[Activity]) -> Iterator[str]:
    entities = telling.register.entities
    yield f"## {telling.say('notice')}"
    who = "notice_joint" if len(entities) > 1 else "notice_who"
    yield telling.say(who, controllers=in_markdown(telling.controllers())) + _reached(telling)
    yield items([line for activity in activities for line in _whys(telling, activity)])
    codes = tuple(dict.fromkeys(code for activity in activities for code in activity.categories))
    if point.obtained_from:
        yield telling.say("notice_data", categories=category_labels(telling.register, codes, telling.lang))
        yield telling.say("notice_from", source=telling.own(point.obtained_from))
    if telling.register.recipients:
        names = ", ".join(telling.own(each.name) for each in telling.register.recipients)
        yield telling.say("notice_recipients", recipients=names)
    yield items([_field(telling, each.name, each.consequence) for each in point.fields if each.required])
    voluntary = ", ".join(telling.own(each.name) for each in point.fields if not each.required)
    if voluntary:
        yield telling.say("notice_voluntary", fields=voluntary)
    decided = "; ".join(telling.own(each.decisions) for each in activities if each.decisions)
    if decided:
        yield telling.say("notice_decisions", decisions=decided)
    yield _rights(telling)
    website = next((each.website for each in entities if each.website), "")
    if website:
        yield telling.say("notice_more", address=linked(website))


def _reached(telling: Telling) -> str:
    entity = telling.register.entities[0]
    ways = [
        each for each in (entity.email or entity.contact, entity.phone, entity.address, entity.dpo) if each
    ]
    return " " + telling.say("notice_reached", contact=in_markdown(", ".join(ways))) if ways else ""


def _whys(telling: Telling, activity: Activity) -> Iterator[str]:
    for purpose in activity.purposes:
        said = telling.say(
            "notice_why",
            purpose=telling.own(purpose.title),
            basis=basis_label(purpose.basis, telling.lang),
            time=_time(telling, purpose),
        )
        interest = purpose.interest and telling.say("notice_interest", interest=telling.own(purpose.interest))
        yield " ".join(filter(None, (said, interest)))


def _time(telling: Telling, purpose: Purpose) -> str:
    if purpose.rule is None:
        return telling.say("notice_time_unknown")
    wording = print_rule(purpose.rule, telling.lang)
    return wording[:1].lower() + wording[1:]


def _field(telling: Telling, name: str, consequence: str) -> str:
    said = telling.own(consequence)
    said += "." if said and not consequence.endswith((".", "!", "?")) else ""
    return telling.say("notice_required", field=telling.own(name), consequence=said).strip()


def _rights(telling: Telling) -> str:
    said = [telling.say("notice_rights")]
    said += [telling.say("notice_object")] if any(telling.on(Basis.LEGITIMATE_INTERESTS)) else []
    marketing = any(each.marketing for activity in telling.activities for each in activity.purposes)
    said += [telling.say("notice_marketing")] if marketing else []
    said += [telling.say("notice_withdraw")] if any(telling.on(Basis.CONSENT)) else []
    return " ".join(said)


def _spoken(telling: Telling, point: CollectionPoint, activities: list[Activity]) -> str:
    """What is said at the beginning of a call: at most sixty words, the most important first."""
    purposes = list(dict.fromkeys(each.title for activity in activities for each in activity.purposes))
    times = list(dict.fromkeys(_time(telling, each) for a in activities for each in a.purposes))
    recorded = [each for each in activities if touches(each.categories, "audio")]
    asked = any(purpose.basis is Basis.CONSENT for each in recorded for purpose in each.purposes)
    address = next((each.website for each in telling.register.entities if each.website), "")
    who = telling.say("call", controllers=telling.controllers())
    recording = telling.say("call_asked" if asked else "call_recorded") if recorded else ""
    kept = telling.say("call_time", time="; ".join(times)) if times else ""
    more = telling.say("call_more", address=address) if address else ""
    # Where it gets too long, the written notice tells the rest: the times first, then the last purposes.
    said = ""
    for count in range(max(1, len(purposes)), 0, -1):
        why = telling.say("call_purposes", purposes="; ".join(purposes[:count]))
        for time in (kept, ""):
            said = " ".join(filter(None, (who, recording, why, time, telling.say("call_rights"), more)))
            if len(said.split()) <= MOST_SPOKEN_WORDS:
                return said
    return said


def _lacks(telling: Telling, point: CollectionPoint, activities: list[Activity]) -> Iterator[Lack]:
    """What article 13 or 14 demands here and the register doesn't know."""
    if not activities:
        yield Lack("activities", point.title)
    for entity in telling.register.entities:
        if not (entity.email or entity.contact or entity.phone or entity.address):
            yield Lack("contact", entity.name)
        if not (entity.dpo or entity.no_dpo):
            yield Lack("dpo", entity.name)
    for activity in activities:
        if not activity.recipients:
            yield Lack("recipients", activity.title)
        for purpose in activity.purposes:
            if purpose.rule is None:
                yield Lack("time", activity.title)
            elif purpose.assumed:
                yield Lack("time_assumed", activity.title)
            if purpose.basis is Basis.LEGITIMATE_INTERESTS and not purpose.interest:
                yield Lack("interest", activity.title)
    if point.channel is Channel.THIRD_PARTY and not point.obtained_from:
        yield Lack("source", point.title)
    if not point.fields and not point.obtained_from:
        yield Lack("fields", point.title)
    for field in point.fields:
        if field.required and not field.consequence:
            yield Lack("consequence", field.name)
    if not any(each.website for each in telling.register.entities):
        yield Lack("website", telling.controllers())
    if not point.notice:
        yield Lack("place", point.title)


def lack_said(lack: Lack, telling: Telling) -> str:
    """A lack as a sentence."""
    return text(f"untold.{lack.code}", telling.lang, where=lack.where)
