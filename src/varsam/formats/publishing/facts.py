"""What a published version told, as plain JSON: kept with the version, so that versions can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from varsam.domain.law import Law
from varsam.domain.register import Activity, CollectionPoint, Entity, Purpose, Register
from varsam.domain.retention import formal
from varsam.formats.essence import essence
from varsam.formats.policy_table import basis_label, category_labels, subject_labels
from varsam.formats.publishing.receiving import Receiver, receivers
from varsam.formats.publishing.telling import Telling
from varsam.formats.rule_text import print_rule

Facts: TypeAlias = Mapping[str, object]

_CONTROLLER = (
    "name", "org_no", "contact", "address", "email", "phone", "website", "representative", "dpo", "no_dpo"
)  # fmt: skip


def facts(telling: Telling) -> dict[str, object]:
    """What the register tells its readers, in both languages; its law says who is outside the EEA."""
    register, law = telling.register, telling.law
    received = receivers(register, law, telling.partners)
    told = [each for each in register.activities if not each.unpublished]
    return {
        "format": 1,
        "name": register.name,
        "language": "en" if register.language == "en" else "sv",
        "controllers": {each.id: _controller(each) for each in register.entities},
        "activities": {each.id: _activity(register, each) for each in told},
        "recipients": {each.id: _recipient(each, law) for each in received},
        "arrangements": {each.id: essence(each, register, "sv").markdown for each in telling.arrangements},
        "measures": {each.id: f"{each.title}: {each.text}".rstrip(": ") for each in register.measures},
        "points": {each.id: _point(each) for each in register.collection_points},
        "statements": {each.id: each.text for each in register.statements},
    }


def _controller(entity: Entity) -> dict[str, str]:
    return {name: value for name in _CONTROLLER if (value := getattr(entity, name))}


def _activity(register: Register, activity: Activity) -> dict[str, object]:
    return {
        "title": activity.title,
        "role": activity.role.value,
        "controllers": sorted(activity.controllers),
        "categories": {each: _both(category_labels, register, each) for each in activity.categories},
        "subjects": {each: _both(subject_labels, register, each) for each in activity.subjects},
        "recipients": sorted(activity.recipients),
        "decisions": activity.decisions,
        "purposes": {each.id: _purpose(each) for each in activity.purposes},
    }


def _both(labels: object, register: Register, code: str) -> list[str]:
    if not callable(labels):
        raise TypeError("labels are asked for by a function")
    return [labels(register, (code,), "sv"), labels(register, (code,), "en")]


def _purpose(purpose: Purpose) -> dict[str, object]:
    rule = purpose.rule
    return {
        "title": purpose.title,
        "basis": purpose.basis.value,
        "basis_words": [basis_label(purpose.basis, "sv"), basis_label(purpose.basis, "en")],
        "rule": formal(rule) if rule is not None else "",
        "rule_words": [print_rule(rule, "sv"), print_rule(rule, "en")]
        if rule is not None
        else [purpose.needs_person or ""] * 2,
        "interest": purpose.interest,
        "law": purpose.law,
        "marketing": purpose.marketing,
    }


def _recipient(receiver: Receiver, law: Law | None) -> dict[str, object]:
    return {
        "name": receiver.name,
        "role": receiver.role,
        "countries": list(receiver.countries),
        "abroad": bool(receiver.abroad(law)),
    }


def _point(point: CollectionPoint) -> dict[str, object]:
    return {
        "title": point.title,
        "obtained_from": point.obtained_from,
        "required": [each.name for each in point.fields if each.required],
    }
