"""Writes a register as a file that the person in charge of data protection can read and edit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import yaml
from yaml.resolver import Resolver

from varsam.domain.register import (
    Activity,
    CollectionPoint,
    Entity,
    Measure,
    Outcome,
    Proposal,
    Purpose,
    Register,
    Statement,
)
from varsam.domain.retention import formal, formal_period
from varsam.domain.vocabulary import Word

_RESOLVER = Resolver()
# Letters, digits and quiet marks; anything else is quoted, so that no rule of YAML has to be remembered.
_PLAIN = re.compile(r"[^\W_][\w .,/()+§%;–-]*(?<! )", re.UNICODE)
_TEXT_TAG = "tag:yaml.org,2002:str"
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_HEAD = """\
# The register: what was promised about personal data, to whom, why and for how long.
# A rule gives the last day on which data may exist, counted from an event: contract.end + 1 year.
# 'assumed: true' and 'needs_person' wait for you: nothing is erased under them until you have settled them.
# After a change run: varsam check
"""
_SECTIONS = {
    "entities": "Who decides: the controllers. The first one of an activity dates its rules.",
    "recipients": "Whom data is disclosed to.",
    "categories": "Categories of data that the vocabulary hasn't got.",
    "subjects": "Categories of people that the vocabulary hasn't got.",
    "measures": "What protects the data, and when somebody last looked whether it holds.",
    "activities": "The rows of the policy's table. Each basis is a purpose of its own, with its own rule.",
    "collection_points": "Where data comes in, what is asked for there, and where people are informed.",
    "proposals": "What the law demands and no row says. Accept it, or waive it with a reason.",
    "statements": "The sentences of the policy outside the table.",
}


def write(register: Register) -> str:
    """Write a register as commented YAML; `parse` gives the same register back."""
    lines = [_HEAD, f"register: {scalar(register.name)}", f"language: {register.language}"]
    _section(lines, "entities", {each.id: _entity(each) for each in register.entities})
    _section(
        lines,
        "recipients",
        {
            each.id: _texts({"name": each.name, "role": each.role, "location": each.location})
            for each in register.recipients
        },
    )
    _section(lines, "categories", _own(register.categories))
    _section(lines, "subjects", _own(register.subjects))
    _section(lines, "measures", {each.id: _measure(each) for each in register.measures})
    _section(lines, "activities", {each.id: _activity(each) for each in register.activities})
    _section(lines, "collection_points", {each.id: _point(each) for each in register.collection_points})
    _section(lines, "proposals", {each.id: _proposal(each) for each in register.proposals})
    if register.statements:
        lines += ["", f"# {_SECTIONS['statements']}", "statements:"]
        for statement in register.statements:
            lines += _statement(statement)
    return "\n".join(lines) + "\n"


def purpose_lines(purpose: Purpose) -> list[str]:
    """The keys of a purpose, one a line, without its id."""
    lines = [f"title: {scalar(purpose.title)}", f"basis: {purpose.basis.value}"]
    if purpose.rule is not None:
        lines.append(f"rule: {scalar(formal(purpose.rule))}")
    if purpose.assumed:
        lines.append("assumed: true")
    lines += _texts(
        {
            "question": purpose.question or "",
            "needs_person": purpose.needs_person or "",
            "interest": purpose.interest,
            "law": purpose.law,
        }
    )
    if purpose.marketing:
        lines.append("marketing: true")
    if purpose.patience is not None:
        lines.append(f"patience: {formal_period(purpose.patience)}")
    return lines


def scalar(text: str) -> str:
    """A text as one YAML scalar on one line: plain where nothing can mistake it, else in double quotes."""
    if _PLAIN.fullmatch(text) and " #" not in text and ": " not in text:
        tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        if tag == _TEXT_TAG and text.lower() not in ("y", "n"):
            return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _section(lines: list[str], name: str, entries: Mapping[str, list[str]]) -> None:
    if not entries and name not in ("entities", "activities"):
        return
    lines += ["", f"# {_SECTIONS[name]}", f"{name}:" + ("" if entries else " {}")]
    for key, inner in entries.items():
        if name == "activities":
            lines.append("")
        lines.append(f"  {scalar(key)}:")
        lines += _indented(inner, 4)


def _entity(entity: Entity) -> list[str]:
    lines = _texts({"name": entity.name, "org_no": entity.org_no, "contact": entity.contact})
    lines.append(f"zone: {scalar(entity.zone)}")
    month, day = entity.fiscal_years.regular_end
    lines.append(f"fiscal_year_end: {month:02}-{day:02}")
    if entity.fiscal_years.declared:
        lines.append("fiscal_years:")
        for year in entity.fiscal_years.declared:
            lines.append(f"  - {{start: {year.start.isoformat()}, end: {year.end.isoformat()}}}")
    reached = ("address", "email", "phone", "website", "representative", "dpo", "no_dpo")
    return lines + _texts({name: getattr(entity, name) for name in reached})


def _measure(measure: Measure) -> list[str]:
    lines = _texts({"title": measure.title, "text": measure.text})
    for name, day in (("reviewed_on", measure.reviewed_on), ("review_by", measure.review_by)):
        if day is not None:
            lines.append(f"{name}: {day.isoformat()}")
    return lines


def _point(point: CollectionPoint) -> list[str]:
    lines = [f"title: {scalar(point.title)}", f"channel: {point.channel.value}"]
    if point.activities:
        lines.append(f"activities: [{', '.join(map(_inside, point.activities))}]")
    lines += _texts({"notice": point.notice, "obtained_from": point.obtained_from})
    if point.fields:
        lines.append("fields:")
    for each in point.fields:
        lines.append(f"  - name: {scalar(each.name)}")
        inner = _texts({"category": each.category, "consequence": each.consequence})
        lines += _indented([*inner, *(["required: true"] if each.required else [])], 4)
    return lines


def _activity(activity: Activity) -> list[str]:
    lines = [f"title: {scalar(activity.title)}", f"role: {activity.role.value}"]
    for name in ("controllers", "categories", "subjects", "recipients", "operations", "measures"):
        values: tuple[str, ...] = getattr(activity, name)
        if values:
            lines.append(f"{name}: [{', '.join(map(_inside, values))}]")
    if activity.unpublished:
        lines.append("unpublished: true")
    lines += _texts({"decisions": activity.decisions})
    lines.append("purposes:" + ("" if activity.purposes else " {}"))
    for purpose in activity.purposes:
        lines.append(f"  {scalar(purpose.id)}:")
        lines += _indented(purpose_lines(purpose), 4)
    if activity.published is not None:
        row = activity.published
        lines.append("published:")
        texts = {
            "purpose": row.purpose,
            "categories": row.categories,
            "subjects": row.subjects,
            "basis": row.basis,
            "retention": row.retention,
        }
        lines += _indented([f"{name}: {scalar(text)}" for name, text in texts.items()], 2)
    return lines


def _proposal(proposal: Proposal) -> list[str]:
    lines = [
        f"activity: {scalar(proposal.activity)}",
        f"concerns: [{', '.join(map(_inside, proposal.concerns))}]",
        f"outcome: {proposal.outcome.value}"
        + ("  # accepted | waived" if proposal.outcome is Outcome.PROPOSED else ""),
    ]
    lines += _texts({"reason": proposal.reason})
    if proposal.decided_on is not None:
        lines.append(f"decided_on: {proposal.decided_on.isoformat()}")
    lines += ["purpose:", f"  id: {scalar(proposal.purpose.id)}"]
    return lines + _indented(purpose_lines(proposal.purpose), 2)


def _statement(statement: Statement) -> list[str]:
    lines = [f"  - id: {scalar(statement.id)}", f"    text: {scalar(statement.text)}"]
    if statement.section:
        lines.append(f"    section: {scalar(statement.section)}")
    return lines


def _own(words: Iterable[Word]) -> dict[str, list[str]]:
    return {word.code: [f"sv: {scalar(word.sv)}", f"en: {scalar(word.en)}"] for word in words}


def _texts(texts: Mapping[str, str]) -> list[str]:
    return [f"{name}: {scalar(text)}" for name, text in texts.items() if text]


def _inside(text: str) -> str:
    """A scalar within [brackets], where a comma would end it."""
    written = scalar(text)
    return json.dumps(text, ensure_ascii=False) if "," in written and not written.startswith('"') else written


def _indented(lines: Iterable[str], spaces: int) -> list[str]:
    return [" " * spaces + line for line in lines]
