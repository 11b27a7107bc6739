"""Makes purposes of what a record says of why, on which basis and for how long; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from varsam.domain.register import Basis, PublishedRow, Purpose
from varsam.domain.said import say
from varsam.formats.policy import words
from varsam.formats.policy.rows import Promise, as_purpose, read_promises
from varsam.formats.policy.slugs import slug
from varsam.formats.records.book import Noticed
from varsam.formats.records.foreign import in_english, period_in_english, says_nothing, says_only_yes
from varsam.formats.records.record import Record


@dataclass(frozen=True, slots=True)
class Promised:
    """The purposes of a record, the row as it was written, and what was noticed.

    A purpose's id is what follows the activity's, empty for the only one.
    """

    purposes: tuple[Purpose, ...]
    published: PublishedRow
    noticed: tuple[Noticed, ...]


@dataclass(frozen=True, slots=True)
class _Time:
    """A time of storage as it was written, and the categories that it is for, if not for all."""

    phrase: str
    labels: tuple[str, ...] = ()


def promised(record: Record, title: str, language: str) -> Promised:
    """The purposes that a record promises: one for each basis, and for each time of its own that data has.

    Without a basis that could be read a purpose is undecided and keeps. A time that couldn't be read needs a
    person, as in a policy.
    """
    noticed: list[Noticed] = []
    bases = _bases(record, language, noticed)
    times = _times(record)
    if len(times) > 1:
        said = say(
            "the categories of data have {count} times of storage, so {count} purposes were made",
            count=len(times),
        )
        hint = "say in the source map which columns each purpose keeps (for:)"
        noticed.append(Noticed("REC021", record.where, said, hint))
    if record.further_purposes:
        said = say("{count} further purposes are told with the first one", count=len(record.further_purposes))
        hint = "make purposes of their own of those that have another basis or time"
        noticed.append(Noticed("REC022", record.where, said, hint))
    published = _published(record, title, times)
    marketing = words.is_marketing((title, record.purpose))
    purposes = []
    for time in times:
        row = replace(published, retention=period_in_english(time.phrase))
        promises = read_promises(title, row, bases, language=language, consent_until_withdrawn=False)
        for promise in promises:
            purpose_id = "-".join(_id(time, times, promise, promises))
            name = record.purpose or title
            name = f"{name} ({', '.join(time.labels)})" if len(times) > 1 else name
            purpose = as_purpose(promise, purpose_id, name, marketing=marketing)
            purposes.append(_told(purpose, record, row.retention, time.phrase))
    return Promised(tuple(purposes), published, tuple(noticed))


def _bases(record: Record, language: str, noticed: list[Noticed]) -> tuple[Basis, ...]:
    if says_nothing(record.basis):
        return (Basis.UNDECIDED,)
    read = words.read_bases(in_english("basis", record.basis, language))
    hint = say(
        "known: {valid}",
        valid="avtal, samtycke, rättslig förpliktelse, intresseavvägning, consent, contract, art. 6(1)(b) …",
    )
    if not read.bases:
        said = say("no legal basis was read in {basis}", basis=repr(_short(record.basis)))
        noticed.append(Noticed("REC019", record.where, said, hint))
        return (Basis.UNDECIDED,)
    if read.unread:
        said = say("part of the basis wasn't read: {unread}", unread=repr(_short(read.unread)))
        noticed.append(Noticed("REC020", record.where, said, hint))
    return read.bases


def _times(record: Record) -> tuple[_Time, ...]:
    """The times of storage in their order, each with the categories that it is for."""
    if not record.kept:
        return (_Time("" if says_nothing(record.retention) else record.retention),)
    found: dict[str, list[str]] = {}
    phrases: dict[str, str] = {}
    for each in record.kept:
        phrase = "" if says_nothing(each.retention) else " ".join(each.retention.split())
        phrases.setdefault(phrase.casefold(), phrase)
        found.setdefault(phrase.casefold(), []).append(each.label)
    return tuple(_Time(phrases[key], tuple(dict.fromkeys(labels))) for key, labels in found.items())


def _id(
    time: _Time, times: tuple[_Time, ...], promise: Promise, promises: tuple[Promise, ...]
) -> Iterator[str]:
    if len(times) > 1:
        yield slug(time.labels[0], 24) or "data"
    if len(promises) > 1:
        yield promise.basis.value.replace("_", "-")


def _published(record: Record, title: str, times: tuple[_Time, ...]) -> PublishedRow:
    purpose = "; ".join((record.purpose or title, *record.further_purposes))
    categories = record.categories
    if record.kept:
        categories = "; ".join(
            f"{each.label}: {each.description}" if each.description else each.label for each in record.kept
        )
    retention = times[0].phrase
    if len(times) > 1:
        retention = "; ".join(f"{', '.join(time.labels)}: {time.phrase or '–'}" for time in times)
    special = "" if says_nothing(record.special) or says_only_yes(record.special) else record.special
    return PublishedRow(
        purpose=_flat(purpose),
        categories=_flat("; ".join(each for each in (categories, special) if each)),
        subjects=_flat(record.subjects),
        basis=_flat(record.basis),
        retention=_flat(retention),
    )


def _told(purpose: Purpose, record: Record, read: str, written: str) -> Purpose:
    """The purpose with the law and the interest of its record; questions quote what was written."""
    law = record.law if purpose.basis is Basis.LEGAL_OBLIGATION else ""
    interest = record.interest if purpose.basis is Basis.LEGITIMATE_INTERESTS else ""
    question = purpose.question
    if question and read and read != written:
        question = question.replace(read, written, 1)
    phrase = written if purpose.needs_person == read and written else purpose.needs_person
    return replace(purpose, law=law or purpose.law, interest=interest, question=question, needs_person=phrase)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= 80 else flat[:79] + "…"
