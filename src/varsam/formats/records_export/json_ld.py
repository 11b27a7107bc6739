"""The record as JSON-LD in terms of the Data Privacy Vocabulary (DPV 2.x) and the program's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from varsam.domain.completeness import lacks
from varsam.domain.records import ActedFor, Record, RecordedRecipient, Transfer
from varsam.domain.register import Activity, Entity, Measure, Purpose, Role
from varsam.domain.vocabulary import Word
from varsam.formats.records_export import wording
from varsam.formats.records_export.book import Loss
from varsam.formats.records_export.dpv_rules import storage
from varsam.formats.records_export.dpv_terms import BASES, CATEGORIES, OPERATIONS, RECIPIENTS, SUBJECTS
from varsam.formats.texts import Lang, has

Node = dict[str, object]
_COUNTRY = re.compile(r"[A-Z]{2}")
_TERMS = {"categories": CATEGORIES, "subjects": SUBJECTS}
_TYPES = {"categories": "dpv:PersonalData", "subjects": "dpv:DataSubject"}


def json_ld(record: Record, lang: Lang, context: Mapping[str, object]) -> bytes:
    """The document, with its context inside: it is read without the network. The same record, same bytes."""
    graph = [
        _record(record, lang),
        *(_entity(each, record, lang) for each in record.entities),
        *(_customer(each, record) for each in record.customers),
        *(_recipient(each, record, lang) for each in record.recipients),
        *(_measure(each, record, lang) for each in record.measures),
        *(_activity(each, record, lang) for each in record.activities),
        *_words(record, "categories"),
        *_words(record, "subjects"),
        *_operations(record),
    ]
    document = {"@context": context["@context"], "@graph": [_said(each) for each in graph]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def losses(record: Record, lang: Lang) -> tuple[Loss, ...]:
    """What DPV has no terms for in a record."""
    found = [Loss("dpv_rule")]
    for sort in ("categories", "subjects"):
        found += [Loss("dpv_word", {"word": word.label(lang)}) for word in _own(record, sort)]
    return (*found, *(Loss("dpv_word", {"word": each}) for each in _own_operations(record)))


def _said(node: Node) -> Node:
    """A node without what nobody said."""
    return {key: value for key, value in node.items() if value not in ("", None, [], ())}


def _id(record: Record, sort: str, name: str) -> str:
    """The identifier of a thing of this version of the register."""
    return f"urn:varsam:{record.version}:{sort}:{quote(name, safe='.-_')}"


def _ref(record: Record, sort: str, names: Iterable[str]) -> list[str]:
    return [_id(record, sort, name) for name in names]


def _text(words: str, lang: str) -> Node | str:
    return {"@value": words, "@language": lang} if words else ""


def _record(record: Record, lang: Lang) -> Node:
    return {
        "id": _id(record, "record", record.customer or "all"),
        "type": ["vsm:Record", "dpv:DataProcessingRecord"],
        "title": _text(record.name, record.language),
        "issued": record.on.isoformat(),
        "language": lang,
        "version": record.version,
        "controller": _ref(record, "entity", (each.id for each in record.entities))
        if record.controlled
        else [],
        "process": _ref(record, "activity", (each.id for each in record.activities)),
        "lack": [
            {
                "type": "vsm:Lack",
                "description": _text(f"{wording.lack(each, lang)}: {each.name}", lang),
                "article": each.law,
            }
            for each in lacks(record)
        ],
        "loss": [_text(each.said(lang), lang) for each in losses(record, lang)],
    }


def _entity(entity: Entity, record: Record, lang: Lang) -> Node:
    types = []
    if any(entity.id in each.controllers for each in record.controlled):
        types.append("dpv:DataController")
    if any(entity.id in each.controllers for each in record.processed):
        types.append("dpv:DataProcessor")
    return {
        "id": _id(record, "entity", entity.id),
        "type": types or "dpv:Organisation",
        "name": entity.name,
        "identifier": entity.org_no,
        "address": entity.address,
        "contact": list(
            dict.fromkeys(filter(None, (entity.email, entity.phone, entity.contact, entity.website)))
        ),
        "representative": _person("dpv:Representative", entity.representative),
        "dpo": _person("dpv:DataProtectionOfficer", entity.dpo),
        "noOfficer": _text(entity.no_dpo, record.language),
    }


def _person(kind: str, reached: str) -> Node | str:
    return {"type": kind, "contact": reached} if reached else ""


def _customer(customer: ActedFor, record: Record) -> Node:
    return {
        "id": _id(record, "customer", customer.id),
        "type": "dpv:DataController",
        "name": customer.name,
        "contact": customer.contact,
        "representative": _person("dpv:Representative", customer.representative),
        "dpo": _person("dpv:DataProtectionOfficer", customer.dpo),
        "description": [_text(each, record.language) for each in customer.processing],
    }


def _recipient(recipient: RecordedRecipient, record: Record, lang: Lang) -> Node:
    kind = RECIPIENTS.get(recipient.role, "")
    codes = [each.strip().upper() for each in recipient.countries]
    known = [code for code in codes if _COUNTRY.fullmatch(code)]
    return {
        "id": _id(record, "recipient", recipient.id),
        "type": ["dpv:Recipient", kind] if kind else ["dpv:Recipient"],
        "name": recipient.name,
        "country": [f"loc:{code}" for code in known],
        "location": [
            each for each, code in zip(recipient.countries, codes, strict=True) if code not in known
        ],
        "description": "" if kind else _text(wording.role(recipient, lang), lang),
        "under": _ref(record, "recipient", recipient.parents),
        "agreement": [_text(each, lang) for each in wording.agreements(recipient, lang).split("\n") if each],
    }


def _measure(measure: Measure, record: Record, lang: Lang) -> Node:
    return {
        "id": _id(record, "measure", measure.id),
        "type": "dpv:TechnicalOrganisationalMeasure",
        "title": _text(measure.title, record.language),
        "description": _text(measure.text, record.language),
        "reviewed": measure.reviewed_on.isoformat() if measure.reviewed_on else "",
        "reviewBy": measure.review_by.isoformat() if measure.review_by else "",
    }


def _activity(activity: Activity, record: Record, lang: Lang) -> Node:
    own = _ref(record, "entity", (each.id for each in record.who(activity)))
    acting = activity.role is Role.PROCESSOR
    customers = _ref(record, "customer", (each.id for each in record.acted_for(activity)))
    inner = [
        *(_purpose(each, activity, record, lang) for each in activity.purposes),
        *(_transfer(each, record, lang) for each in record.transferred(activity)),
    ]
    return {
        "id": _id(record, "activity", activity.id),
        "type": ["vsm:Activity", "dpv:Process"],
        "title": _text(activity.title, record.language),
        "controller": customers if acting else own,
        "processor": own if acting else [],
        "data": [_term(record, "categories", each) for each in activity.categories],
        "subject": [_term(record, "subjects", each) for each in activity.subjects],
        "recipient": _ref(record, "recipient", (each.id for each in record.disclosed(activity))),
        "operation": [
            OPERATIONS.get(each.lower()) or _id(record, "operation", each) for each in activity.operations
        ],
        "measure": _ref(record, "measure", (each.id for each in record.protected(activity))),
        "source": list(record.systems_of(activity)),
        "logic": _text(activity.decisions, record.language),
        "process": [_said(each) for each in inner],
    }


def _purpose(purpose: Purpose, activity: Activity, record: Record, lang: Lang) -> Node:
    return {
        "id": _id(record, "handling", purpose.id),
        "type": ["vsm:ForPurpose", "dpv:PersonalDataHandling"],
        "purpose": {
            "id": _id(record, "purpose", purpose.id),
            "type": ["dpv:Purpose", "dpv:Marketing"] if purpose.marketing else "dpv:Purpose",
            "title": _text(purpose.title, record.language),
        },
        "data": [_term(record, "categories", each) for each in activity.categories],
        "basis": list(BASES[purpose.basis]),
        "law": purpose.law,
        "interest": _text(purpose.interest, record.language),
        "storage": storage(purpose, lang),
        "state": _states(purpose, record),
        "question": purpose.question or "",
    }


def _states(purpose: Purpose, record: Record) -> list[str]:
    found = ["vsm:Undecided"] if purpose.id in record.undecided else []
    if purpose.rule is None:
        return [*found, "vsm:NeedsPerson"]
    if purpose.assumed:
        return [*found, "vsm:Assumed"]
    return found or ["vsm:Confirmed"]


def _transfer(transfer: Transfer, record: Record, lang: Lang) -> Node:
    code = transfer.country.strip().upper()
    known = has(f"ground.{transfer.ground}")
    return {
        "type": ["vsm:Transfer", "dpv:Process"],
        "operation": "dpv:Transfer",
        "recipient": _id(record, "recipient", transfer.recipient),
        "thirdCountry": f"loc:{code}" if _COUNTRY.fullmatch(code) else "",
        "basis": f"gdpr:{transfer.ground}" if known else "",
        "description": _text(wording.safeguards(transfer, lang), lang),
        "state": "vsm:Confirmed" if transfer.stands else "vsm:NeedsPerson",
    }


def _term(record: Record, sort: str, code: str) -> str:
    return _TERMS[sort].get(code) or _id(record, sort, code)


def _own(record: Record, sort: str) -> tuple[Word, ...]:
    """The words in use that DPV has no term for."""
    used = dict.fromkeys(
        code
        for each in record.activities
        for code in (each.categories if sort == "categories" else each.subjects)
        if code not in _TERMS[sort]
    )
    return tuple(record.words[sort].get(code) or Word(code, code, code) for code in used)


def _words(record: Record, sort: str) -> Iterable[Node]:
    for word in _own(record, sort):
        yield {
            "id": _id(record, sort, word.code),
            "type": [_TYPES[sort], "skos:Concept"],
            "label": {"sv": word.sv, "en": word.en},
        }


def _own_operations(record: Record) -> tuple[str, ...]:
    """The operations in use that DPV has no term for."""
    used = (each for one in record.activities for each in one.operations if each.lower() not in OPERATIONS)
    return tuple(dict.fromkeys(used))


def _operations(record: Record) -> Iterable[Node]:
    for each in _own_operations(record):
        yield {
            "id": _id(record, "operation", each),
            "type": ["dpv:Processing", "skos:Concept"],
            "label": {record.language: each},
        }
