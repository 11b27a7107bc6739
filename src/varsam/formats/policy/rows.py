"""Reads the cells of one row of the table into the purposes that they promise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from varsam.domain.floors import BOOKKEEPING_LAW, FISCAL_YEAR_END
from varsam.domain.register import Basis, PublishedRow, Purpose
from varsam.domain.retention import Earliest, EventRef, Rule, events_of, formal
from varsam.formats import rule_text
from varsam.formats.policy import words
from varsam.formats.policy.questions import question
from varsam.formats.rule_text import Reading

WITHDRAWN = EventRef("consent.withdrawn")
_SEGMENT = re.compile(r"(?:^|;)\s*([^;:()]{3,60}?)\s*:\s*")


@dataclass(frozen=True, slots=True)
class Promise:
    """One basis of a row with what the row says about its time."""

    basis: Basis
    rule: Rule | None
    assumed: bool = False
    question: str | None = None
    needs_person: str | None = None


def read_promises(
    title: str, row: PublishedRow, bases: Sequence[Basis], *, language: str, consent_until_withdrawn: bool
) -> tuple[Promise, ...]:
    """What a row promises for each of its bases.

    A period without a beginning counts from the event that the activity is most likely about, as assumed.
    `consent_until_withdrawn`: the policy says so for all that rests on consent.
    """
    texts = (title, row.purpose)
    anchor, cap = words.anchor_of(texts), words.cap_of((*texts, row.categories))
    general = rule_text.read_phrase(row.retention, None, anchor, cap)
    own = _by_basis(row.retention) if general.rule is None else {}
    promises: list[Promise] = []
    for basis in bases:
        if basis in own:
            reading = rule_text.read_phrase(own[basis], None, anchor, cap)
            promises.append(_as_read(basis, reading, own[basis], language))
        elif basis is Basis.CONSENT:
            promises.append(_on_consent(general, row.retention, language, consent_until_withdrawn))
        else:
            promises.append(_without_consent(basis, general, row.retention, language))
    return tuple(promises)


def _by_basis(retention: str) -> Mapping[Basis, str]:
    """The phrases of a cell that names a time for each basis: "Avtal: Avtalstiden + 1 år; Samtycke: …"."""
    found: dict[Basis, str] = {}
    marks = [(mark, words.read_bases(mark[1])) for mark in _SEGMENT.finditer(retention)]
    marks = [(mark, read) for mark, read in marks if len(read.bases) == 1 and not read.unread]
    if not marks or marks[0][0].start() != 0:
        return {}
    ends = [*(mark.start() for mark, _ in marks[1:]), len(retention)]
    for (mark, read), end in zip(marks, ends, strict=True):
        found.setdefault(read.bases[0], retention[mark.end() : end].strip())
    return found


def _as_read(basis: Basis, reading: Reading, phrase: str, language: str) -> Promise:
    if reading.rule is None:
        unread = question(reading.question, language, phrase)
        return Promise(basis, None, question=unread, needs_person=phrase or _nothing(language))
    asked = question(reading.question, language, phrase, reading.rule) if reading.question else None
    return Promise(basis, reading.rule, reading.assumed, asked)


def _on_consent(reading: Reading, phrase: str, language: str, until_withdrawn: bool) -> Promise:
    if reading.when == "consent":
        return _as_read(Basis.CONSENT, reading, phrase, language)
    if until_withdrawn:
        return Promise(Basis.CONSENT, WITHDRAWN)
    if reading.rule is None or _ends_at_withdrawal(reading.rule):
        return _as_read(Basis.CONSENT, reading, phrase, language)
    rule = Earliest((reading.rule, WITHDRAWN))
    return Promise(Basis.CONSENT, rule, True, question("consent_assumed", language, phrase, rule))


def _without_consent(basis: Basis, reading: Reading, phrase: str, language: str) -> Promise:
    if reading.when != "consent":
        return _as_read(basis, reading, phrase, language)
    if reading.otherwise is None:
        asked = question("without_consent", language, phrase)
        return Promise(basis, None, question=asked, needs_person=phrase)
    asked = question("otherwise_assumed", language, phrase, reading.otherwise)
    return Promise(basis, reading.otherwise, True, asked)


def _ends_at_withdrawal(rule: Rule) -> bool:
    if isinstance(rule, Earliest):
        return any(map(_ends_at_withdrawal, rule.parts))
    return rule == WITHDRAWN


def _nothing(language: str) -> str:
    return "(ingen lagringstid angiven)" if language == "sv" else "(no time of storage given)"


def as_purpose(promise: Promise, purpose_id: str, title: str, *, marketing: bool) -> Purpose:
    """The register's purpose of a promise."""
    books = (
        promise.basis is Basis.LEGAL_OBLIGATION
        and promise.rule is not None
        and FISCAL_YEAR_END in events_of(promise.rule)
    )
    return Purpose(
        id=purpose_id,
        title=title,
        basis=promise.basis,
        rule=promise.rule,
        assumed=promise.assumed,
        question=promise.question,
        needs_person=promise.needs_person,
        law=BOOKKEEPING_LAW if books else "",
        marketing=marketing,
    )


def same_promises(promises: Sequence[Promise], purposes: Sequence[Purpose]) -> bool:
    """Whether a row says what the purposes say: the same bases with the same rules, in any order."""

    def key(basis: Basis, rule: Rule | None) -> tuple[str, str]:
        return basis.value, formal(rule) if rule else ""

    return sorted(key(each.basis, each.rule) for each in promises) == sorted(
        key(each.basis, each.rule) for each in purposes
    )
