"""What the parts of a record are called in a language: parties, bases, periods, recipients, lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from varsam.domain.completeness import Lack
from varsam.domain.records import ActedFor, Agreed, Assessed, Record, RecordedRecipient, Transfer, Zone
from varsam.domain.register import Activity, Entity, Measure, Purpose
from varsam.domain.retention import formal
from varsam.formats.rule_text import print_rule
from varsam.formats.texts import Lang, has, in_words, text


def said(code: str, lang: Lang, **values: str | int) -> str:
    """A word of the records' own family of texts."""
    return text(f"record.{code}", lang, **values)


def capital(words: str) -> str:
    """The words with a capital letter first."""
    return words[:1].upper() + words[1:]


def lines(parts: Iterable[str]) -> str:
    """The parts that say something, each on its line."""
    return "\n".join(part for part in parts if part)


def reached(entity: Entity) -> str:
    """How an entity is reached: address, e-mail, phone, whatever else was given; each once."""
    return lines(dict.fromkeys((entity.address, entity.email, entity.phone, entity.contact)))


def party(entity: Entity) -> str:
    """An entity with its registration number and how it is reached."""
    number = f"{entity.name} ({entity.org_no})" if entity.org_no else entity.name
    return lines((number, reached(entity)))


def officer(entity: Entity, lang: Lang) -> str:
    """The data protection officer, or why there is none, or that nobody says."""
    if entity.dpo:
        return entity.dpo
    return said("no_dpo", lang, why=_small(entity.no_dpo)) if entity.no_dpo else said("unsaid", lang)


def names(things: Sequence[Entity | Measure | ActedFor]) -> str:
    """The names of parties or measures, each on its line."""
    return lines(each.title if isinstance(each, Measure) else each.name for each in things)


def labels(record: Record, sort: str, codes: Iterable[str], lang: Lang) -> str:
    """What codes are called, in one line."""
    return ", ".join(record.label(sort, code, lang) for code in codes)


def basis(purpose: Purpose, lang: Lang) -> str:
    """The legal basis of a purpose, with its article."""
    return capital(text(f"basis.{purpose.basis}", lang))


def limit(purpose: Purpose, lang: Lang) -> str:
    """The period of a purpose in words; the phrase of the policy where nobody has settled it."""
    if purpose.rule is None:
        return purpose.needs_person or said("unsaid", lang)
    return print_rule(purpose.rule, lang)


def lawful_limit(purpose: Purpose, lang: Lang) -> str:
    """The period in words, with the law that wants it."""
    return f"{limit(purpose, lang)} ({purpose.law})" if purpose.law else limit(purpose, lang)


def rule(purpose: Purpose) -> str:
    """The formal rule of a purpose, as `rule show` reads it."""
    return formal(purpose.rule) if purpose.rule is not None else ""


def state(record: Record, purpose: Purpose, lang: Lang) -> str:
    """Whether a person stands behind the period, and what waits for one."""
    if purpose.rule is None:
        return said("needs_person", lang, phrase=purpose.needs_person or "–")
    waits = said("undecided", lang) if purpose.id in record.undecided else ""
    if purpose.assumed:
        return lines((said("assumed", lang, question=purpose.question or "–"), waits))
    return waits or said("confirmed", lang)


def role(recipient: RecordedRecipient, lang: Lang) -> str:
    """What a recipient is to the controller."""
    key = f"record.role_{recipient.role}"
    return text(key, lang) if has(key) else recipient.role


def zone(place: Zone, lang: Lang) -> str:
    """Where a country lies, as chapter V sees it."""
    return said(f"zone_{place}", lang)


def countries(each: RecordedRecipient) -> str:
    """Where a recipient is."""
    return ", ".join(each.countries)


def recipient(each: RecordedRecipient, lang: Lang) -> str:
    """A recipient with its role and countries."""
    known = [part for part in (role(each, lang), countries(each)) if part]
    return f"{each.name} ({', '.join(known)})" if known else each.name


def agreements(each: RecordedRecipient, lang: Lang) -> str:
    """What is agreed with a recipient, each agreement on its line."""
    return lines(_agreement(one, lang) for one in each.agreements)


def _agreement(agreed: Agreed, lang: Lang) -> str:
    signed = agreed.signed_on.isoformat() if agreed.signed_on else ""
    until = said("until", lang, day=agreed.valid_to.isoformat()) if agreed.valid_to else ""
    parts = (said(f"agreement_{agreed.kind}", lang), signed, until, agreed.document)
    return ", ".join(part for part in parts if part)


def recipients(record: Record, activity: Activity, lang: Lang) -> str:
    """The recipients of an activity, each on its line; that none is stated where there is none."""
    return lines(recipient(each, lang) for each in record.disclosed(activity)) or said("unsaid", lang)


def ground(transfer: Transfer, lang: Lang) -> str:
    """What a transfer rests on; that nothing is stated where nothing is known."""
    key = f"ground.{transfer.ground}"
    known = text(key, lang) if has(key) else transfer.ground or said("unsaid", lang)
    return known if transfer.module is None else f"{known}, {said('module', lang, number=transfer.module)}"


def safeguards(transfer: Transfer, lang: Lang) -> str:
    """What was agreed, assessed and decided about a transfer."""
    day = transfer.assessed_on
    return "; ".join(
        part
        for part in (
            transfer.safeguards,
            said("assessed", lang, day=day.isoformat()) if day else "",
            in_words(transfer.reason, lang),
            "" if transfer.stands else said("not_standing", lang),
        )
        if part
    )


def transfer(record: Record, each: Transfer, lang: Lang) -> str:
    """A transfer in one line: to whom, where, on what ground, with which safeguards."""
    named = next((one.name for one in record.recipients if one.id == each.recipient), each.recipient)
    where = f"{each.country} ({said('remote', lang)})" if each.remote else each.country
    parts = (part for part in (ground(each, lang), safeguards(each, lang)) if part)
    return f"{named}, {where}: {'; '.join(parts)}"


def transfers(record: Record, activity: Activity, lang: Lang) -> str:
    """The transfers of an activity, each on its line; `none` where there is none."""
    found = [transfer(record, each, lang) for each in record.transferred(activity)]
    if found:
        return lines(found)
    unsaid = any(each.zone is Zone.UNSAID for each in record.disclosed(activity))
    return said("unsaid", lang) if unsaid or not record.disclosed(activity) else said("none", lang)


def measures(record: Record, activity: Activity, lang: Lang) -> str:
    """The measures that protect an activity's data, each on its line."""
    found = record.protected(activity)
    return names(found) or said("unsaid", lang)


def sources(record: Record, activity: Activity) -> str:
    """Where an activity's data comes in, and from whom where it isn't the person; each on its line."""
    return lines(
        f"{each.title}: {each.obtained_from}" if each.obtained_from else each.title
        for each in record.collected_at(activity)
    )


def assessed(found: Iterable[Assessed], family: str, lang: Lang) -> str:
    """Assessments by their ids, with what they came to; each on its line."""
    return lines(
        ", ".join((each.id, text(f"{family}.{each.outcome}", lang), *_days(each.decided_on)))
        for each in found
    )


def _days(day: date | None) -> tuple[str, ...]:
    return (day.isoformat(),) if day is not None else ()


def processing(activity: Activity) -> str:
    """The category of processing: the activity, and what is done with the data."""
    done = ", ".join(activity.operations)
    return f"{activity.title} ({done})" if done else activity.title


def lack(each: Lack, lang: Lang) -> str:
    """What is missing."""
    return capital(text(f"lack.{each.code}", lang))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
