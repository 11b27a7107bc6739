"""The layout of the ICO's documentation templates; its heads are the ICO's own words, in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from varsam.domain.records import ActedFor, Record
from varsam.domain.register import Activity, Basis, Purpose
from varsam.formats.records_export import wording
from varsam.formats.records_export.art30 import overview
from varsam.formats.records_export.book import Book, Column, Loss, Row, Shape, Sheet, Style
from varsam.formats.records_export.wording import said
from varsam.formats.texts import Lang, text

# Heads by band, with their widths. Source: the ICO's template for controllers, row 9 of its sheet; the heads
# as processor are after its guidance, not compared with its file.
_CONTROLLER = (
    (
        "Article 30 Record of Processing Activities",
        (
            ("Business function", 28),
            ("Purpose of processing", 34),
            ("Name and contact details of joint controller (if applicable)", 30),
            ("Categories of individuals", 22),
            ("Categories of personal data", 28),
            ("Categories of recipients", 30),
            ("Link to contract with processor", 26),
            (
                "Names of third countries or international organisations that personal data are transferred"
                " to (if applicable)",
                24,
            ),
            (
                "Safeguards for exceptional transfers of personal data to third countries or international"
                " organisations (if applicable)",
                30,
            ),
            ("Retention schedule (if possible)", 32),
            ("General description of technical and organisational security measures (if possible)", 34),
        ),
    ),
    (
        "Privacy Notices",
        (
            ("Article 6 lawful basis for processing personal data", 22),
            ("Article 9 condition for processing special category data", 18),
            ("Legitimate interests for the processing (if applicable)", 24),
            ("Link to record of legitimate interests assessment (if applicable)", 18),
            ("Rights available to individuals", 28),
            ("Existence of automated decision-making, including profiling (if applicable)", 20),
            ("The source of the personal data (if applicable)", 18),
        ),
    ),
    ("Consent", (("Link to record of consent", 16),)),
    ("Access Requests", (("Location of personal data", 18),)),
    (
        "Data Protection Impact Assessments",
        (
            ("Data Protection Impact Assessment required?", 16),
            ("Data Protection Impact Assessment progress", 16),
            ("Link to Data Protection Impact Assessment", 16),
        ),
    ),
    (
        "Personal Data Breaches",
        (("Has a personal data breach occurred?", 16), ("Link to record of personal data breach", 16)),
    ),
    (
        "Data Protection Act 2018 Schedule 1",
        (
            ("Data Protection Act 2018 Schedule 1 Condition for processing", 18),
            ("GDPR Article 6 lawful basis for processing", 18),
            ("Link to retention and erasure policy document", 18),
            ("Is personal data retained and erased in accordance with the policy document?", 18),
            ("Reasons for not adhering to policy document (if applicable)", 18),
        ),
    ),
)
_PROCESSOR = (
    ("Name and contact details of controller", 30),
    ("Controller's representative (if applicable)", 24),
    ("Controller's Data Protection Officer (if applicable)", 24),
    ("Categories of processing", 34),
    (
        "Names of third countries or international organisations that personal data are transferred to"
        " (if applicable)",
        28,
    ),
    (
        "Safeguards for exceptional transfers of personal data to third countries or international"
        " organisations (if applicable)",
        32,
    ),
    ("General description of technical and organisational security measures (if possible)", 36),
)
_EACH = {
    "Purpose of processing",
    "Retention schedule (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Legitimate interests for the processing (if applicable)",
    "Rights available to individuals",
}
# Law: GDPR 15-18, 20, 21, 7(3), and 17(3)(b) for what a law wants kept.
_RIGHTS: Mapping[Basis, tuple[str, ...]] = MappingProxyType(
    {
        Basis.CONSENT: ("access", "rectification", "erasure", "restriction", "portability", "withdrawal"),
        Basis.CONTRACT: ("access", "rectification", "erasure", "restriction", "portability"),
        Basis.LEGAL_OBLIGATION: ("access", "rectification", "restriction"),
        Basis.VITAL_INTERESTS: ("access", "rectification", "erasure", "restriction"),
        Basis.PUBLIC_TASK: ("access", "rectification", "restriction", "objection"),
        Basis.LEGITIMATE_INTERESTS: ("access", "rectification", "erasure", "restriction", "objection"),
        Basis.SOFT_OPT_IN: ("access", "rectification", "erasure", "restriction", "objection"),
        Basis.UNDECIDED: ("access", "rectification", "restriction"),
    }
)


def ico(record: Record, lang: Lang) -> Book:
    """The record in the ICO's columns: a row for each purpose; as controller, and as processor."""
    sheets = [overview(record, lang)]
    losses = []
    if record.controlled:
        sheets.append(_controller(record, lang))
        losses += [Loss("ico_rule"), Loss("ico_category"), Loss("ico_not_known")]
    if record.processed:
        sheets.append(_processor(record, lang))
    return Book(said("title", lang), lang, tuple(sheets), tuple(losses))


def _controller(record: Record, lang: Lang) -> Sheet:
    columns = tuple(
        Column(head, width, each=head in _EACH) for _, heads in _CONTROLLER for head, width in heads
    )
    bands = tuple(band if place == 0 else "" for band, heads in _CONTROLLER for place in range(len(heads)))
    rows = tuple(
        Row(_cells(record, activity, purpose, lang))
        for activity in record.controlled
        for purpose in activity.purposes or (None,)
    )
    return Sheet("Controller", "Controller", columns, rows, (Row(bands, Style.SECTION),), Shape.CARDS)


def _cells(record: Record, activity: Activity, purpose: Purpose | None, lang: Lang) -> tuple[str, ...]:
    who = record.who(activity)
    needed = record.beside.needed.get(activity.id, "")
    impacts = record.beside.impacts.get(activity.id, ())
    agreements = (wording.agreements(each, lang) for each in record.disclosed(activity))
    countries = dict.fromkeys(each.country for each in record.transferred(activity))
    return (
        activity.title,
        purpose.title if purpose else said("unsaid", lang),
        wording.lines(map(wording.party, who if len(who) > 1 else ())),
        wording.labels(record, "subjects", activity.subjects, lang) or said("unsaid", lang),
        wording.labels(record, "categories", activity.categories, lang) or said("unsaid", lang),
        wording.recipients(record, activity, lang),
        wording.lines(agreements),
        wording.lines(countries),
        wording.transfers(record, activity, lang) if countries else "",
        wording.limit(purpose, lang) if purpose else "",
        wording.measures(record, activity, lang),
        wording.lines((wording.basis(purpose, lang), purpose.law)) if purpose else "",
        "",
        purpose.interest if purpose else "",
        wording.assessed(record.beside.weighed.get(purpose.id, ()), "weighed", lang) if purpose else "",
        _rights(purpose, lang) if purpose else "",
        activity.decisions,
        wording.sources(record, activity),
        "",
        ", ".join(record.systems_of(activity)),
        text(f"need.{needed}", lang) if needed else "",
        wording.assessed(impacts, "decided", lang),
        wording.lines(f"assessments.yaml: {each.id}" for each in impacts),
    )


def _rights(purpose: Purpose, lang: Lang) -> str:
    return ", ".join(said(f"right_{each}", lang) for each in _RIGHTS[purpose.basis])


def _processor(record: Record, lang: Lang) -> Sheet:
    rows = tuple(
        Row(_service(record, activity, customer, lang))
        for activity in record.processed
        for customer in record.acted_for(activity) or (None,)
    )
    columns = tuple(Column(head, width) for head, width in _PROCESSOR)
    return Sheet("Processor", "Processor", columns, rows, shape=Shape.CARDS, key=4)


def _service(record: Record, activity: Activity, customer: ActedFor | None, lang: Lang) -> tuple[str, ...]:
    unsaid = said("unsaid", lang)
    countries = dict.fromkeys(each.country for each in record.transferred(activity))
    own = customer.processing if customer else ()
    return (
        wording.lines((customer.name, customer.contact or unsaid)) if customer else unsaid,
        customer.representative if customer else "",
        customer.dpo if customer else "",
        wording.lines((wording.processing(activity), *own)),
        wording.lines(countries),
        wording.transfers(record, activity, lang) if countries else "",
        wording.measures(record, activity, lang),
    )
