"""What the parts of a record are called in a language: parties, bases, periods, recipients, lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from varsam.domain.completeness import Lack
from varsam.domain.records import ActedFor, Record, RecordedRecipient, Transfer, Zone
from varsam.domain.register import Activity, Entity, Measure, Purpose
from varsam.domain.retention import formal
from varsam.formats.rule_text import print_rule
from varsam.formats.texts import Lang, has, text


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


def recipient(each: RecordedRecipient, lang: Lang) -> str:
    """A recipient with its role and country."""
    known = [part for part in (role(each, lang), each.country) if part]
    return f"{each.name} ({', '.join(known)})" if known else each.name


def recipients(record: Record, activity: Activity, lang: Lang) -> str:
    """The recipients of an activity, each on its line; that none is stated where there is none."""
    return lines(recipient(each, lang) for each in record.disclosed(activity)) or said("unsaid", lang)


def ground(transfer: Transfer, lang: Lang) -> str:
    """What a transfer rests on; that nothing is stated where nothing is known."""
    key = f"ground.{transfer.ground}"
    known = text(key, lang) if has(key) else transfer.ground
    return known or (said("unsaid", lang) if not transfer.safeguards else "")


def transfer(record: Record, each: Transfer, lang: Lang) -> str:
    """A transfer in one line: to whom, where, on what ground, with which safeguards."""
    named = next((one.name for one in record.recipients if one.id == each.recipient), each.recipient)
    parts = (part for part in (ground(each, lang), each.safeguards) if part)
    return f"{named}, {each.country}: {'; '.join(parts)}"


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


def processing(activity: Activity) -> str:
    """The category of processing: the activity, and what is done with the data."""
    done = ", ".join(activity.operations)
    return f"{activity.title} ({done})" if done else activity.title


def lack(each: Lack, lang: Lang) -> str:
    """What is missing."""
    return capital(text(f"lack.{each.code}", lang))


def _small(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
