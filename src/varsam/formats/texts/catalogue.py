"""Joins the texts of all families to one catalogue, and fills their placeholders."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeAlias

from varsam.formats.texts.accounting import ACCOUNTING
from varsam.formats.texts.beside import BESIDE
from varsam.formats.texts.certificates import CERTIFICATES
from varsam.formats.texts.claims import CLAIMS
from varsam.formats.texts.demonstration import DEMONSTRATION
from varsam.formats.texts.documents import DOCUMENTS
from varsam.formats.texts.drafts import DRAFTS
from varsam.formats.texts.essence import ESSENCE
from varsam.formats.texts.explaining import EXPLAINING
from varsam.formats.texts.findings import FINDINGS
from varsam.formats.texts.helping import HELP
from varsam.formats.texts.law import LAW
from varsam.formats.texts.night import NIGHT
from varsam.formats.texts.options import OPTIONS
from varsam.formats.texts.pacing import NIGHT_BUSY
from varsam.formats.texts.partner_talk import PARTNER_TALK
from varsam.formats.texts.partners import PARTNERS
from varsam.formats.texts.plan_findings import PLAN_FINDINGS
from varsam.formats.texts.policy_changes import POLICY_CHANGES
from varsam.formats.texts.proposals import PROPOSALS
from varsam.formats.texts.proposing import PROPOSING
from varsam.formats.texts.publishing import POLICY
from varsam.formats.texts.publishing_talk import PUBLISHING
from varsam.formats.texts.questions import QUESTIONS
from varsam.formats.texts.reasons import REASONS
from varsam.formats.texts.records_export import RECORDS_EXPORT
from varsam.formats.texts.records_import import RECORDS_IMPORT
from varsam.formats.texts.registers import REGISTERS
from varsam.formats.texts.residue import RESIDUE
from varsam.formats.texts.schemas import SCHEMAS
from varsam.formats.texts.sentences import in_swedish
from varsam.formats.texts.several import SEVERAL
from varsam.formats.texts.stale import STALE
from varsam.formats.texts.talk import TALK
from varsam.formats.texts.tasks import TASKS
from varsam.formats.texts.warnings import WARNINGS
from varsam.formats.texts.words import WORDS

Lang: TypeAlias = Literal["sv", "en"]
LANGUAGES: tuple[Lang, ...] = ("sv", "en")

_PARTS = (
    WORDS,
    FINDINGS,
    REASONS,
    QUESTIONS,
    TALK,
    HELP,
    OPTIONS,
    DEMONSTRATION,
    TASKS,
    REGISTERS,
    PROPOSALS,
    SCHEMAS,
    PLAN_FINDINGS,
    EXPLAINING,
    WARNINGS,
    PROPOSING,
    RESIDUE,
    NIGHT,
    NIGHT_BUSY,
    SEVERAL,
    LAW,
    CLAIMS,
    RECORDS_IMPORT,
    PARTNERS,
    ESSENCE,
    BESIDE,
    DRAFTS,
    CERTIFICATES,
    ACCOUNTING,
    RECORDS_EXPORT,
    POLICY,
    POLICY_CHANGES,
    PUBLISHING,
    PARTNER_TALK,
    DOCUMENTS,
    STALE,
)
CATALOGUE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {key: pair for part in _PARTS for key, pair in part.items()}
)
"""Key -> (Swedish, English). A key is `family.code`; `….one` is the form for the number one."""

if len(CATALOGUE) != sum(len(part) for part in _PARTS):
    raise RuntimeError("two families of texts share a key")


def text(key: str, lang: Lang, **values: str | int) -> str:
    """Give a text with its placeholders filled. KeyError: no such text, or a value is missing."""
    swedish, english = CATALOGUE[key]
    return (swedish if lang == "sv" else english).format_map(values)


def in_words(said: str, lang: Lang) -> str:
    """A finding's or refusal's text in a language; English where the catalogue hasn't got its sentence."""
    return in_swedish(said) if lang == "sv" else said


def counted(key: str, count: int, lang: Lang, **values: str | int) -> str:
    """Give a text that names a number as `{count}`, in the form for one where the catalogue has it."""
    form = f"{key}.one" if count == 1 and f"{key}.one" in CATALOGUE else key
    return text(form, lang, count=number(count, lang), **values)


def has(key: str) -> bool:
    """Answer whether there is such a text."""
    return key in CATALOGUE


def families() -> dict[str, tuple[str, ...]]:
    """The codes of each family, in the order of the catalogue."""
    found: dict[str, list[str]] = {}
    for key in CATALOGUE:
        family, _, code = key.partition(".")
        found.setdefault(family, []).append(code)
    return {family: tuple(codes) for family, codes in found.items()}


def placeholders(template: str) -> frozenset[str]:
    """The names in braces of a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def number(value: int, lang: Lang) -> str:
    """A whole number with its thousands set apart as the language does it (Swedish: a hard space)."""
    grouped = f"{value:,}"
    return grouped.replace(",", "\N{NO-BREAK SPACE}") if lang == "sv" else grouped


def day_of(day: date | None) -> str:
    """A day as it is printed everywhere: ISO, or nothing."""
    return "" if day is None else day.isoformat()


def language_of(locale: str) -> Lang:
    """The language for a locale's name, such as `sv_SE.UTF-8`: Swedish for Swedish ones, else English."""
    return "sv" if locale.lower().startswith("sv") else "en"
