"""Readable ids made of titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l"})
_REST = re.compile(r"[^a-z0-9]+")
# An id that was cut must not end in a word that leads nowhere.
_LEADING = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "av",
        "by",
        "eller",
        "en",
        "ett",
        "for",
        "fran",
        "from",
        "i",
        "in",
        "med",
        "nagon",
        "och",
        "of",
        "om",
        "on",
        "or",
        "our",
        "pa",
        "som",
        "the",
        "till",
        "to",
        "vara",
        "via",
        "with",
    ]
)


def slug(text: str, longest: int = 40) -> str:
    """Small letters a-z, digits and hyphens; å ä ö become a a o. Cut between words; may be empty."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = _REST.sub("-", letters).strip("-")
    if len(words) <= longest:
        return words
    kept = words[: longest + 1].split("-")[:-1]
    while kept and kept[-1] in _LEADING:
        kept.pop()
    return "-".join(kept) or words[:longest]


def unused(wanted: str, taken: Container[str]) -> str:
    """The id itself, or with the first free number after it."""
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
