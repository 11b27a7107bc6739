"""The parts of a policy that come from the register, as Markdown; what isn't known isn't said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from varsam.domain.register import Activity, Basis, Entity, Role
from varsam.formats.essence import essence
from varsam.formats.policy_table import heads, in_markdown, rows
from varsam.formats.publishing.receiving import recipients, transfers
from varsam.formats.publishing.telling import Telling, items, linked

_REACHED = ("address", "email", "phone", "website", "representative", "dpo", "no_dpo")
_WORDED = ("representative", "dpo", "no_dpo")
RIGHTS = ("rights", "withdrawal", "marketing", "complaint")
"""The parts that tell of rights: in an owner's own document only those that its prose lacks."""


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


def _together(telling: Telling) -> Iterator[str]:
    processing = [each for each in telling.activities if each.role is Role.PROCESSOR]
    deciding = [each for each in telling.activities if each.role is Role.CONTROLLER]
    groups: dict[tuple[str, ...], list[Activity]] = {}
    for activity in deciding:
        groups.setdefault(tuple(activity.controllers), []).append(activity)
    for ids, theirs in groups.items():
        names = [in_markdown(each.name) for each in telling.register.entities if each.id in ids]
        if len(names) > 1 and len(groups) == 1:
            if not telling.arrangements:
                joint = "joint_but" if processing else "joint_all"
                yield telling.say(joint, controllers=telling.joined(names))
        elif len(names) > 1:
            yield telling.say(
                "joint_some", controllers=telling.joined(names), activities=telling.named(theirs)
            )
        elif names and len(telling.register.entities) > 1:
            yield telling.say("alone", controller=names[0], activities=telling.named(theirs))
    if processing:
        yield telling.say("processor", activities=telling.named(processing))


def joint(telling: Telling) -> str:
    """The essence of what joint controllers settled. Law: GDPR 26(2)."""
    told = [essence(each, telling.register, telling.lang) for each in telling.arrangements]
    return "\n\n".join(
        "\n\n".join(
            (
                in_markdown(each.together),
                items(list(map(in_markdown, each.parts))),
                *map(in_markdown, each.last),
            )
        )
        for each in told
    )


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
        "joint": joint,
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
