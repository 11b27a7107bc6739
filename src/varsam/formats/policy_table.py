"""Prints the register as the policy's table, in Markdown, so that what is published is what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from varsam.domain.register import Activity, Basis, PublishedRow, Purpose, Register
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.policy.rows import read_promises, same_promises
from varsam.formats.policy.words import limits_consent, read_bases, read_categories, read_subjects
from varsam.formats.rule_text import Tongue, print_rule

_HEADS = MappingProxyType(
    {
        "sv": (
            "Personuppgiftsbehandling",
            "Syftet med behandlingen",
            "Kategorier av personuppgifter",
            "Kategorier av registrerade",
            "Rättslig grund",
            "Lagringstid",
        ),
        "en": (
            "Processing activity",
            "Purpose of the processing",
            "Categories of personal data",
            "Categories of data subjects",
            "Legal basis",
            "Storage period",
        ),
    }
)
BASIS_LABELS: Mapping[Basis, tuple[str, str]] = MappingProxyType(
    {
        Basis.CONSENT: ("Samtycke", "Consent"),
        Basis.CONTRACT: ("Avtal", "Contract"),
        Basis.LEGAL_OBLIGATION: ("Rättslig förpliktelse", "Legal obligation"),
        Basis.VITAL_INTERESTS: ("Grundläggande intressen", "Vital interests"),
        Basis.PUBLIC_TASK: ("Allmänt intresse", "Public interest"),
        Basis.LEGITIMATE_INTERESTS: ("Intresseavvägning", "Legitimate interests"),
        Basis.SOFT_OPT_IN: ("Befintlig kundrelation", "Existing customer relationship"),
        Basis.UNDECIDED: ("Ännu inte bestämd", "Not yet decided"),
    }
)
_MARKS = re.compile(r"[\\`*\[\]<|]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")


def print_table(register: Register) -> str:
    """The table of the policy as Markdown in the register's language, one row per activity.

    Cells are printed word by word as they were published. Where an activity has no published row, or a cell
    no longer says what the register says, it is written anew, so that nothing that the register does is
    missing from the policy, but for activities that say they are `unpublished`.
    The same register always gives the same text.
    """
    printed = heads(register)
    lines = [_line(printed), _line(["---"] * len(printed))]
    lines += [_line(cells) for _, cells in rows(register)]
    return "\n".join(lines) + "\n"


def heads(register: Register) -> tuple[str, ...]:
    """The heads of the table's columns: six, and one for recipients where some activity has any."""
    language = "en" if register.language == "en" else "sv"
    printed = _HEADS[language]
    if not _has_recipients(register):
        return printed
    return (*printed[:4], "Mottagare" if language == "sv" else "Recipients", *printed[4:])


def _has_recipients(register: Register) -> bool:
    return any(each.recipients for each in register.activities if not each.unpublished)


def rows(register: Register) -> Iterator[tuple[Activity, tuple[str, ...]]]:
    """The cells of each published activity, as plain text."""
    language = "en" if register.language == "en" else "sv"
    until_withdrawn = any(limits_consent(each.text) for each in register.statements)
    names = {each.id: each.name for each in register.recipients}
    received = _has_recipients(register)
    for activity in register.activities:
        if not activity.unpublished:
            row = _row(activity, register, language, until_withdrawn)
            to = (", ".join(names.get(each, each) for each in activity.recipients),) if received else ()
            yield (
                activity,
                (activity.title, row.purpose, row.categories, row.subjects, *to, row.basis, row.retention),
            )


def _row(activity: Activity, register: Register, language: str, until_withdrawn: bool) -> PublishedRow:
    published = activity.published
    if published is None:
        return PublishedRow(
            purpose="; ".join(dict.fromkeys(purpose.title for purpose in activity.purposes)),
            categories=category_labels(register, activity.categories, language),
            subjects=subject_labels(register, activity.subjects, language),
            basis=_bases(activity.purposes, language),
            retention=_retention(activity.purposes, language),
        )
    promises = read_promises(
        activity.title,
        published,
        read_bases(published.basis).bases,
        language=language,
        consent_until_withdrawn=until_withdrawn,
    )
    published = _told_anew(activity, published, register, language)
    if same_promises(promises, activity.purposes):
        return published
    return replace(
        published,
        basis=_bases(activity.purposes, language),
        retention=_retention(activity.purposes, language),
    )


def _told_anew(
    activity: Activity, published: PublishedRow, register: Register, language: str
) -> PublishedRow:
    """The printed words, but where the register has other purposes, data or people by now."""
    titles = dict.fromkeys(purpose.title for purpose in activity.purposes)
    if set(titles) not in ({published.purpose}, {activity.title}):
        published = replace(published, purpose="; ".join(titles))
    if set(read_categories(published.categories).codes) != set(activity.categories):
        published = replace(published, categories=category_labels(register, activity.categories, language))
    if set(read_subjects(published.subjects).codes) != set(activity.subjects):
        published = replace(published, subjects=subject_labels(register, activity.subjects, language))
    return published


def category_labels(register: Register, codes: Sequence[str], language: str) -> str:
    """Categories of data by their labels."""
    return _labels(codes, (*CATEGORIES.values(), *register.categories), language)


def subject_labels(register: Register, codes: Sequence[str], language: str) -> str:
    """Categories of people by their labels."""
    return _labels(codes, (*SUBJECTS.values(), *register.subjects), language)


def _bases(purposes: Sequence[Purpose], language: str) -> str:
    return ", ".join(dict.fromkeys(_basis(purpose, language) for purpose in purposes))


def _basis(purpose: Purpose, language: str) -> str:
    return basis_label(purpose.basis, language)


def basis_label(basis: Basis, language: str) -> str:
    """A legal basis as the table names it."""
    swedish, english = BASIS_LABELS[basis]
    return swedish if language == "sv" else english


def _retention(purposes: Sequence[Purpose], language: str) -> str:
    """One phrase where all purposes have the same time, else the time of each basis, named."""
    phrases = [(_basis(purpose, language), _phrase(purpose, language), purpose) for purpose in purposes]
    same = len({phrase for _, phrase, _ in phrases}) == 1
    if same and all(purpose.basis is not Basis.CONSENT for purpose in purposes):
        return phrases[0][1]
    return "; ".join(dict.fromkeys(f"{basis}: {phrase}" for basis, phrase, _ in phrases))


def _phrase(purpose: Purpose, language: str) -> str:
    tongue: Tongue = "sv" if language == "sv" else "en"
    return print_rule(purpose.rule, tongue) if purpose.rule is not None else purpose.needs_person or ""


def _labels(codes: Sequence[str], words: Sequence[Word], language: str) -> str:
    by_code = {word.code: word for word in words}
    return ", ".join(by_code[code].label(language) if code in by_code else code for code in codes)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(in_markdown, cells))} |"


def in_markdown(text: str) -> str:
    """A text on one line that Markdown reads back as it is, but for what only counts where a line begins."""
    return _MARKS.sub(lambda mark: "\\" + mark.group(), " ".join(text.split()))
