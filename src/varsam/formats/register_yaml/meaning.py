"""The register's meaning as plain values, and its fingerprint."""

from __future__ import annotations

from varsam.domain.register import Activity, CollectionPoint, Entity, Measure, Proposal, Purpose, Register
from varsam.domain.retention import formal, formal_period
from varsam.formats import canonical_json

_REACHED = ("address", "email", "phone", "website", "representative", "dpo", "no_dpo")


def fingerprint(register: Register) -> str:
    """SHA-256 over the canonical JSON of what the register means, as 64 hex digits.

    Comments, white space and the order of activities and purposes in the file don't count; the order of an
    activity's controllers does (the first one dates its rules), and so do all texts.
    """
    return canonical_json.fingerprint(meaning(register))


def meaning(register: Register) -> dict[str, object]:
    """The register as JSON values, keyed by id; rules as their canonical text, dates as YYYY-MM-DD."""
    return {
        "register": register.name,
        "language": register.language,
        "entities": {each.id: _entity(each) for each in register.entities},
        "recipients": {
            each.id: {"name": each.name, "role": each.role, "location": each.location}
            for each in register.recipients
        },
        "categories": {word.code: [word.sv, word.en] for word in register.categories},
        "subjects": {word.code: [word.sv, word.en] for word in register.subjects},
        "activities": {each.id: _activity(each) for each in register.activities},
        "proposals": {each.id: _proposal(each) for each in register.proposals},
        "statements": {each.id: [each.text, each.section] for each in register.statements},
        # Only where they are named, here and below: a register that never says it keeps its fingerprint.
        **_said("measures", {each.id: _measure(each) for each in register.measures}),
        **_said("collection_points", {each.id: _point(each) for each in register.collection_points}),
    }


def _said(name: str, value: object) -> dict[str, object]:
    return {name: value} if value else {}


def _measure(measure: Measure) -> list[object]:
    days = (measure.reviewed_on, measure.review_by)
    return [measure.title, measure.text, *(day.isoformat() if day else None for day in days)]


def _point(point: CollectionPoint) -> dict[str, object]:
    return {
        "title": point.title,
        "channel": point.channel.value,
        "activities": sorted(point.activities),
        "fields": [[each.name, each.category, each.required, each.consequence] for each in point.fields],
        "notice": point.notice,
        "obtained_from": point.obtained_from,
    }


def purpose_json(purpose: Purpose) -> dict[str, object]:
    """A purpose as JSON values, without its id."""
    return {
        "title": purpose.title,
        "basis": purpose.basis.value,
        "rule": formal(purpose.rule) if purpose.rule else None,
        "assumed": purpose.assumed,
        "question": purpose.question,
        "needs_person": purpose.needs_person,
        "interest": purpose.interest,
        "law": purpose.law,
        "marketing": purpose.marketing,
        "patience": formal_period(purpose.patience) if purpose.patience else None,
    }


def _entity(entity: Entity) -> dict[str, object]:
    years = entity.fiscal_years
    return {
        "name": entity.name,
        "org_no": entity.org_no,
        "contact": entity.contact,
        "zone": entity.zone,
        "fiscal_year_end": list(years.regular_end),
        "fiscal_years": [[year.start.isoformat(), year.end.isoformat()] for year in years.declared],
        **{name: value for name in _REACHED if (value := getattr(entity, name))},
    }


def _activity(activity: Activity) -> dict[str, object]:
    row = activity.published
    return {
        "title": activity.title,
        "role": activity.role.value,
        "controllers": list(activity.controllers),
        "categories": sorted(activity.categories),
        "subjects": sorted(activity.subjects),
        "recipients": sorted(activity.recipients),
        "purposes": {each.id: purpose_json(each) for each in activity.purposes},
        "published": [row.purpose, row.categories, row.subjects, row.basis, row.retention] if row else None,
        **_said("unpublished", activity.unpublished),
        **_said("operations", sorted(activity.operations)),
        **_said("measures", sorted(activity.measures)),
        **_said("decisions", activity.decisions),
    }


def _proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "activity": proposal.activity,
        "concerns": sorted(proposal.concerns),
        "purpose": {"id": proposal.purpose.id, **purpose_json(proposal.purpose)},
        "outcome": proposal.outcome.value,
        "reason": proposal.reason,
        "decided_on": proposal.decided_on.isoformat() if proposal.decided_on else None,
    }
