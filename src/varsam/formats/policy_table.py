"""Prints the register as the policy's table, in Markdown, so that what is published is what is done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from varsam.domain.register import Activity, Basis, PublishedRow, Purpose, Register
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.policy.rows import read_promises, same_promises
from varsam.formats.policy.words import limits_consent, read_bases
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

    Cells are printed word by word as they were published. Where an activity has no published row, or its
    basis and time no longer say what its purposes say, they are written anew from the rules, so that nothing
    that the register does is missing from the policy, but for activities that say they are `unpublished`.
    The same register always gives the same text.
    """
    language = "en" if register.language == "en" else "sv"
    until_withdrawn = any(limits_consent(each.text) for each in register.statements)
    lines = [_line(_HEADS[language]), _line(["---"] * 6)]
    for activity in register.activities:
        if activity.unpublished:
            continue
        row = _row(activity, register, language, until_withdrawn)
        lines.append(
            _line([activity.title, row.purpose, row.categories, row.subjects, row.basis, row.retention])
        )
    return "\n".join(lines) + "\n"


def _row(activity: Activity, register: Register, language: str, until_withdrawn: bool) -> PublishedRow:
    published = activity.published
    if published is None:
        return PublishedRow(
            purpose="; ".join(dict.fromkeys(purpose.title for purpose in activity.purposes)),
            categories=_labels(activity.categories, (*CATEGORIES.values(), *register.categories), language),
            subjects=_labels(activity.subjects, (*SUBJECTS.values(), *register.subjects), language),
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
    if same_promises(promises, activity.purposes):
        return published
    return replace(
        published,
        basis=_bases(activity.purposes, language),
        retention=_retention(activity.purposes, language),
    )


def _bases(purposes: Sequence[Purpose], language: str) -> str:
    return ", ".join(dict.fromkeys(_basis(purpose, language) for purpose in purposes))


def _basis(purpose: Purpose, language: str) -> str:
    swedish, english = BASIS_LABELS[purpose.basis]
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
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """A text that Markdown reads back as it is."""
    return _MARKS.sub(lambda mark: "\\" + mark.group(), " ".join(text.split()))
