"""The layout of Article 30 itself: its letters as columns, a row for each purpose."""

from __future__ import annotations

from varsam.domain.records import ActedFor, Record
from varsam.domain.register import Activity, Purpose
from varsam.formats.records_export import wording
from varsam.formats.records_export.book import Book, Column, Row, Shape, Sheet, Style
from varsam.formats.records_export.wording import said
from varsam.formats.texts import Lang

# Not asked for by Article 30: left out where no activity says anything there.
_MORE = ("law", "interest", "operations", "sources", "systems", "decisions")


def art30(record: Record, lang: Lang) -> Book:
    """The record as Article 30 lists it."""
    sheets = [overview(record, lang)]
    if record.controlled:
        sheets += [_controller(record, lang), _limits(record, lang)]
    if record.processed or record.customers:
        sheets.append(processor(record, lang))
    if record.recipients:
        sheets.append(_recipients(record, lang))
    if record.transfers:
        sheets.append(_transfers(record, lang))
    if record.measures:
        sheets.append(_measures(record, lang))
    return Book(said("title", lang), lang, tuple(sheets))


def columns(lang: Lang, *wanted: tuple[str, int]) -> tuple[Column, ...]:
    """Columns by the code of their head and their width."""
    return tuple(Column(said(f"col_{code}", lang), width) for code, width in wanted)


def overview(record: Record, lang: Lang) -> Sheet:
    """Who answers, how they are reached, and what the record is a record of."""
    rows = [
        (said("register", lang), record.name),
        (said("day", lang), record.on.isoformat()),
        (said("version", lang), record.version),
    ]
    if record.customer:
        rows.append((said("only", lang), wording.names(record.customers)))
    purposes = sum(len(each.purposes) for each in record.activities)
    rows.append(
        (
            said("counts", lang),
            said(
                "counted",
                lang,
                controlled=len(record.controlled),
                processed=len(record.processed),
                purposes=purposes,
            ),
        )
    )
    systems = sorted({name for each in record.activities for name in record.systems_of(each)})
    rows.append((said("source_systems", lang), ", ".join(systems) or said("unsaid", lang)))
    body = [Row(cells) for cells in rows]
    for entity in record.entities:
        body.append(Row((f"{_role_of(record, entity.id, lang)}: {entity.name}",), Style.SECTION))
        body += [Row(cells) for cells in _entity(record, entity.id, lang)]
    return Sheet(
        said("overview", lang),
        said("overview", lang),
        (Column(said("col_about", lang), 34), Column(said("col_said", lang), 90)),
        tuple(body),
        shape=Shape.FORM,
    )


def _role_of(record: Record, entity: str, lang: Lang) -> str:
    if not record.controlled:
        return said("one_processor", lang)
    joint = any(len(each.controllers) > 1 and entity in each.controllers for each in record.controlled)
    return said("joint_controller" if joint else "one_controller", lang)


def _entity(record: Record, entity_id: str, lang: Lang) -> list[tuple[str, str]]:
    [entity] = (each for each in record.entities if each.id == entity_id)
    contact = wording.lines(dict.fromkeys((entity.email, entity.phone, entity.contact)))
    rows = [
        (said("org_no", lang), entity.org_no),
        (said("address", lang), entity.address),
        (said("contact", lang), contact),
        (said("website", lang), entity.website),
        (said("representative", lang), entity.representative),
        (said("dpo", lang), wording.officer(entity, lang)),
    ]
    needed = {said("org_no", lang), said("address", lang), said("contact", lang)}
    unsaid = said("unsaid", lang)
    return [(head, value or unsaid) for head, value in rows if value or head in needed]


def _controller(record: Record, lang: Lang) -> Sheet:
    heads = columns(
        lang,
        ("activity", 28), ("controllers", 26), ("subjects", 22), ("categories", 28),
    )  # fmt: skip
    each = tuple(
        Column(column.head, column.width, each=True)
        for column in columns(
            lang,
            ("purpose", 34), ("basis", 20), ("law", 16), ("interest", 24),
            ("limit", 30), ("rule", 30), ("state", 30),
        )
    )  # fmt: skip
    rest = columns(
        lang,
        ("recipients", 30), ("transfers", 30), ("measures", 30),
        ("operations", 18), ("sources", 22), ("systems", 18), ("decisions", 20),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                *_first(record, activity, lang),
                *_purpose(record, purpose, lang),
                *_rest(record, activity, lang),
            )
        )
        for activity in record.controlled
        for purpose in activity.purposes or (None,)
    )
    name = said("controller", lang)
    sheet = Sheet(name, name, (*heads, *each, *rest), rows, shape=Shape.CARDS)
    return sheet.without_empty(*(said(f"col_{code}", lang) for code in _MORE))


def _first(record: Record, activity: Activity, lang: Lang) -> tuple[str, ...]:
    return (
        activity.title,
        wording.names(record.who(activity)) or said("unsaid", lang),
        wording.labels(record, "subjects", activity.subjects, lang) or said("unsaid", lang),
        wording.labels(record, "categories", activity.categories, lang) or said("unsaid", lang),
    )


def _purpose(record: Record, purpose: Purpose | None, lang: Lang) -> tuple[str, ...]:
    if purpose is None:
        return (said("unsaid", lang), *[""] * 6)
    return (
        purpose.title,
        wording.basis(purpose, lang),
        purpose.law,
        purpose.interest,
        wording.limit(purpose, lang),
        wording.rule(purpose),
        wording.state(record, purpose, lang),
    )


def _rest(record: Record, activity: Activity, lang: Lang) -> tuple[str, ...]:
    return (
        wording.recipients(record, activity, lang),
        wording.transfers(record, activity, lang),
        wording.measures(record, activity, lang),
        ", ".join(activity.operations),
        wording.sources(record, activity),
        ", ".join(record.systems_of(activity)),
        activity.decisions,
    )


def _limits(record: Record, lang: Lang) -> Sheet:
    rows = tuple(
        Row(
            (
                record.label("categories", limit.category, lang),
                activity.title,
                limit.purpose.title,
                wording.basis(limit.purpose, lang),
                wording.lawful_limit(limit.purpose, lang),
                wording.rule(limit.purpose),
            )
        )
        for activity in record.controlled
        for limit in record.limits(activity)
    )
    # Heads unlike those of the activities' sheet: whoever reads the file must not take this for another one.
    heads = columns(
        lang,
        ("erased", 28), ("within", 34), ("for_purpose", 36),
        ("on_basis", 20), ("time_limit", 36), ("rule", 36),
    )  # fmt: skip
    return Sheet(said("limits", lang), said("limits", lang), heads, rows)


def processor(record: Record, lang: Lang) -> Sheet:
    """The record under Article 30(2): a row for each controller and activity."""
    heads = columns(
        lang,
        ("acted_for", 26), ("their_contact", 26), ("their_representative", 22), ("their_dpo", 22),
        ("processors", 26), ("processing", 32), ("subjects", 22), ("categories", 26), ("recipients", 28),
        ("transfers", 28), ("limit", 30), ("rule", 30), ("measures", 28), ("systems", 18),
    )  # fmt: skip
    rows: list[Row] = []
    for activity in record.processed:
        for customer in record.acted_for(activity) or (None,):
            rows.append(Row((*_customer(customer, lang), *_service(record, activity, customer, lang))))
    for customer in record.customers:
        if not any(activity.id in customer.activities for activity in record.processed):
            rows.append(Row((*_customer(customer, lang), "", wording.lines(customer.processing))))
    name = said("processor", lang)
    ordered = sorted(rows, key=lambda row: row.cells[0].casefold()) if record.customers else rows
    return Sheet(name, name, tuple(heads), tuple(ordered), shape=Shape.CARDS, key=6)


def _customer(customer: ActedFor | None, lang: Lang) -> tuple[str, ...]:
    unsaid = said("unsaid", lang)
    if customer is None:
        return (unsaid, "", "", "")
    return (customer.name, customer.contact or unsaid, customer.representative, customer.dpo)


def _service(record: Record, activity: Activity, customer: ActedFor | None, lang: Lang) -> tuple[str, ...]:
    own = customer.processing if customer is not None else ()
    return (
        wording.names(record.who(activity)) or said("unsaid", lang),
        wording.lines((wording.processing(activity), *own)),
        wording.labels(record, "subjects", activity.subjects, lang) or said("unsaid", lang),
        wording.labels(record, "categories", activity.categories, lang) or said("unsaid", lang),
        wording.recipients(record, activity, lang),
        wording.transfers(record, activity, lang),
        wording.lines(dict.fromkeys(wording.limit(each, lang) for each in activity.purposes)),
        wording.lines(dict.fromkeys(wording.rule(each) for each in activity.purposes)),
        wording.measures(record, activity, lang),
        ", ".join(record.systems_of(activity)),
    )


def _recipients(record: Record, lang: Lang) -> Sheet:
    parents = {each.id: each.name for each in record.recipients}
    rows = tuple(
        Row(
            (
                each.name,
                wording.lines(
                    (
                        wording.role(each, lang),
                        *(said("under", lang, name=parents.get(one, one)) for one in each.parents),
                    )
                ),
                wording.countries(each) or said("unsaid", lang),
                wording.zone(each.zone, lang),
                wording.agreements(each, lang),
                wording.lines(one.title for one in record.activities if each in record.disclosed(one)),
            )
        )
        for each in record.recipients
    )
    heads = columns(
        lang,
        ("recipient", 30),
        ("role", 24),
        ("country", 14),
        ("zone", 26),
        ("agreement", 34),
        ("activities", 44),
    )
    return Sheet(said("recipients", lang), said("recipients", lang), heads, rows)


def _transfers(record: Record, lang: Lang) -> Sheet:
    named_by = {each.id: each.name for each in record.recipients}
    rows = tuple(
        Row(
            (
                named_by.get(each.recipient, each.recipient),
                each.country,
                wording.ground(each, lang),
                wording.safeguards(each, lang),
                wording.lines(one.title for one in record.activities if each in record.transferred(one)),
            )
        )
        for each in record.transfers
    )
    heads = columns(
        lang, ("recipient", 30), ("country", 14), ("ground", 40), ("safeguards", 44), ("activities", 44)
    )
    return Sheet(said("transfers", lang), said("transfers", lang), heads, rows)


def _measures(record: Record, lang: Lang) -> Sheet:
    rows = tuple(
        Row(
            (
                each.title,
                each.text,
                each.reviewed_on.isoformat() if each.reviewed_on else "",
                each.review_by.isoformat() if each.review_by else "",
                wording.lines(one.title for one in record.activities if each.id in one.measures),
            )
        )
        for each in record.measures
    )
    heads = columns(
        lang, ("measure", 34), ("text", 60), ("reviewed_on", 16), ("review_by", 16), ("activities", 40)
    )
    return Sheet(said("measures", lang), said("measures", lang), heads, rows)
