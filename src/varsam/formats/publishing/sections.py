"""The parts of a policy that come from the register, as Markdown; what isn't known isn't said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from varsam.domain.law import Law
from varsam.domain.register import Activity, Basis, Entity, Purpose, Recipient, Register, Role
from varsam.formats.policy_table import heads, in_markdown, rows
from varsam.formats.publishing.countries import country_name, scope_in_words
from varsam.formats.texts import Lang, text

_COUNTRY = re.compile(r"[A-Z]{2,3}")
_REACHED = ("address", "email", "phone", "website", "representative", "dpo", "no_dpo")
_ADDRESS = re.compile(r"https?://[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORDED = ("representative", "dpo", "no_dpo")
RIGHTS = ("rights", "withdrawal", "marketing", "complaint")
"""The parts that tell of rights: in an owner's own document only those that its prose lacks."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A register to be told in a language, against the law of a day where it is known."""

    register: Register
    lang: Lang
    law: Law | None = None

    def say(self, code: str, **values: str | int) -> str:
        """A sentence of the policy."""
        return text(f"policy.{code}", self.lang, **values)

    def own(self, words: str) -> str:
        """Words of the register as Markdown, marked where they are in its other language."""
        written = self.register.language if self.register.language == "en" else "sv"
        said = in_markdown(words)
        return said if written == self.lang or not said else f'<span lang="{written}">{said}</span>'

    def controllers(self) -> str:
        """The names of all controllers as plain text: "A AB och B AB"."""
        return self.joined([each.name for each in self.register.entities])

    def joined(self, names: Sequence[str]) -> str:
        """Names in a row, the last one after an "and"."""
        both = " och " if self.lang == "sv" else " and "
        return both.join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What the readers are told of."""
        return tuple(each for each in self.register.activities if not each.unpublished)

    def named(self, activities: Sequence[Activity]) -> str:
        """Titles of activities in a row."""
        return ", ".join(self.own(each.title) for each in activities)

    def on(self, *bases: Basis) -> Iterator[tuple[Activity, Purpose]]:
        """The purposes on some of the bases, with their activities."""
        for activity in self.activities:
            for purpose in activity.purposes:
                if purpose.basis in bases:
                    yield activity, purpose


def table(telling: Telling) -> str:
    """The table of activities; in its own language with the words that were published."""
    register = telling.register
    own = (register.language if register.language == "en" else "sv") == telling.lang
    if not own:
        activities = tuple(replace(each, published=None) for each in register.activities)
        register = replace(register, language=telling.lang, activities=activities)
    printed = [tuple(map(in_markdown, cells)) for _, cells in rows(register)]
    if not own:
        # Titles and purposes are the controller's words, and so are the names of recipients.
        printed = [
            (*map(telling.own, cells[:2]), *plain[2:])
            for (_, cells), plain in zip(rows(register), printed, strict=True)
        ]
    columns = heads(register)
    lines = [tuple(map(in_markdown, columns)), ("---",) * len(columns), *printed]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def items(lines: Sequence[str]) -> str:
    """A list as Markdown."""
    return "\n".join(f"- {each}" for each in lines)


def controllers(telling: Telling) -> str:
    """Who is responsible, how they are reached, and who decides together. Law: GDPR 13(1)(a)–(b), 26."""
    found = []
    for entity in telling.register.entities:
        number = ", " + telling.say("org_no", org_no=in_markdown(entity.org_no)) if entity.org_no else ""
        found.append(f"**{in_markdown(entity.name)}**{number}")
        reached = reached_at(telling, entity)
        if reached:
            found.append(items(reached))
    return "\n\n".join((*found, *_together(telling)))


def reached_at(telling: Telling, entity: Entity) -> list[str]:
    """The ways to reach a controller, each as a line of Markdown."""
    values = {name: getattr(entity, name) for name in _REACHED}
    if entity.contact and not (entity.email or entity.phone):
        values["contact"] = entity.contact
    return [
        telling.say(name, value=telling.own(each) if name in _WORDED else linked(each))
        for name, each in values.items()
        if each
    ]


def linked(address: str) -> str:
    """An address as Markdown, as a link where it is one."""
    return f"<{address}>" if _ADDRESS.fullmatch(address) else in_markdown(address)


def _together(telling: Telling) -> Iterator[str]:
    processing = [each for each in telling.activities if each.role is Role.PROCESSOR]
    deciding = [each for each in telling.activities if each.role is Role.CONTROLLER]
    groups: dict[tuple[str, ...], list[Activity]] = {}
    for activity in deciding:
        groups.setdefault(tuple(activity.controllers), []).append(activity)
    for ids, theirs in groups.items():
        names = [in_markdown(each.name) for each in telling.register.entities if each.id in ids]
        if len(names) > 1 and len(groups) == 1:
            yield telling.say("joint_but" if processing else "joint_all", controllers=telling.joined(names))
        elif len(names) > 1:
            yield telling.say(
                "joint_some", controllers=telling.joined(names), activities=telling.named(theirs)
            )
        elif names and len(telling.register.entities) > 1:
            yield telling.say("alone", controller=names[0], activities=telling.named(theirs))
    if processing:
        yield telling.say("processor", activities=telling.named(processing))


def interests(telling: Telling) -> str:
    """Which interests are legitimate. Law: GDPR 13(1)(d)."""
    found = [
        f"{telling.own(activity.title)}: {telling.own(purpose.interest)}"
        for activity, purpose in telling.on(Basis.LEGITIMATE_INTERESTS)
        if purpose.interest
    ]
    return f"{telling.say('interests_intro')}\n\n{items(list(dict.fromkeys(found)))}" if found else ""


def sources(telling: Telling) -> str:
    """Where data comes from, when not from the person. Law: GDPR 14(2)(f)."""
    found = [
        f"{telling.own(each.title)}: {telling.own(each.obtained_from)}"
        for each in telling.register.collection_points
        if each.obtained_from
    ]
    return f"{telling.say('sources_intro')}\n\n{items(found)}" if found else ""


def required(telling: Telling) -> str:
    """What must be given, and what happens otherwise. Law: GDPR 13(2)(e)."""
    found = [
        f"{telling.own(point.title)}, {telling.own(each.name)}: {telling.own(each.consequence)}".rstrip(": ")
        for point in telling.register.collection_points
        for each in point.fields
        if each.required
    ]
    return f"{telling.say('required_intro')}\n\n{items(found)}" if found else ""


def recipients(telling: Telling) -> str:
    """Who receives data. Law: GDPR 13(1)(e)."""
    found = []
    for each in telling.register.recipients:
        more = [telling.own(each.role)] if each.role else []
        more += [in_markdown(country_name(each.location, telling.lang))] if each.location else []
        found.append(telling.own(each.name) + (f" ({', '.join(more)})" if more else ""))
    return f"{telling.say('recipients_intro')}\n\n{items(found)}" if found else ""


def transfers(telling: Telling) -> str:
    """What leaves the EEA and on which ground. Law: GDPR 13(1)(f), 45."""
    law, known = telling.law, telling.register.recipients
    if law is None or not known:
        return ""
    out = [each for each in known if is_abroad(each, law)]
    if not out:
        within = all(law.entry("eea", each.location.strip().upper()) is not None for each in known)
        return telling.say("all_within") if within else ""
    return items([_transfer(telling, law, each) for each in out])


def is_abroad(recipient: Recipient, law: Law) -> bool:
    """Whether a recipient is in a country outside the EEA; False also where its country isn't known."""
    country = recipient.location.strip().upper()
    return _COUNTRY.fullmatch(country) is not None and law.entry("eea", country) is None


def _transfer(telling: Telling, law: Law, recipient: Recipient) -> str:
    country = recipient.location.strip().upper()
    decision = law.entry("adequacy", country)
    said = {"recipient": telling.own(recipient.name), "country": country_name(country, telling.lang)}
    if decision is None:
        return telling.say("outside", **said)
    # What the pack's keeper notes after the decision's number isn't for the readers.
    source = in_markdown(decision.source.partition(";")[0])
    if decision.scope:
        words = scope_in_words(decision.scope, telling.lang)
        scope = in_markdown(words) if words else f'<span lang="en">{in_markdown(decision.scope)}</span>'
        return telling.say("adequate_in_part", decision=source, scope=scope, **said)
    return telling.say("adequate", decision=source, **said)


def decisions(telling: Telling) -> str:
    """Automated decisions, their logic and consequences. Law: GDPR 13(2)(f), 22."""
    return items(
        [
            f"{telling.own(each.title)}: {telling.own(each.decisions)}"
            for each in telling.activities
            if each.decisions
        ]
    )


def measures(telling: Telling) -> str:
    """What protects the data. Law: GDPR 32."""
    return items(
        [
            telling.own(each.title) + (f": {telling.own(each.text)}" if each.text else "")
            for each in telling.register.measures
        ]
    )


def rights(telling: Telling) -> str:
    """The rights that what the register does gives people. Law: GDPR 12, 13(2)(b), 15–22."""
    found = ["access", "rectification", "erasure", "restriction"]
    found += ["portability"] if any(telling.on(Basis.CONSENT, Basis.CONTRACT)) else []
    found += ["objection"] if any(telling.on(Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK)) else []
    found += ["human"] if any(each.decisions for each in telling.activities) else []
    return f"{telling.say('rights_intro')}\n\n{items([telling.say(each) for each in found])}"


def withdrawal(telling: Telling) -> str:
    """That a consent can be withdrawn. Law: GDPR 13(2)(c), 7(3)."""
    return telling.say("withdrawal_text") if any(telling.on(Basis.CONSENT)) else ""


def marketing(telling: Telling) -> str:
    """The right to object to direct marketing, apart from all others. Law: GDPR 21(2)–(4)."""
    theirs = [each for each in telling.activities if any(purpose.marketing for purpose in each.purposes)]
    return telling.say("marketing_text", activities=telling.named(theirs)) if theirs else ""


def complaint(telling: Telling) -> str:
    """Where to complain. Law: GDPR 13(2)(d), 77, 79."""
    return telling.say("complaint_text")


SECTIONS: Mapping[str, Callable[[Telling], str]] = MappingProxyType(
    {
        "controllers": controllers,
        "interests": interests,
        "sources": sources,
        "required": required,
        "recipients": recipients,
        "transfers": transfers,
        "decisions": decisions,
        "measures": measures,
        "rights": rights,
        "withdrawal": withdrawal,
        "marketing": marketing,
        "complaint": complaint,
    }
)
"""Every part by its name, in the order in which a policy tells them; an empty text = nothing to tell."""
