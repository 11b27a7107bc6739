"""Names of people: by a common given name, or by their mere shape."""

from __future__ import annotations

import re
from itertools import pairwise

from varsam.domain.sampled import Shape
from varsam.formats.recognise.given_names import GIVEN_NAMES, folded

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}[\w.’'-]*")
_PARTICLES = frozenset(
    {
        "af", "av", "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la",
        "le", "ten", "ter", "van", "von", "y", "zu", "f.d.",
    }
)  # fmt: skip
# Words that stand with a capital in titles and names of things.
_NOT_SURNAMES = frozenset(
    {
        "account", "address", "admin", "agent", "code", "default", "group", "list", "method", "name",
        "number", "of", "period", "service", "system", "tax", "team", "template", "type", "user",
    }
)  # fmt: skip
_COMPANY = re.compile(
    r"\b(ab|hb|kb|ltd|llc|inc|gmbh|plc|corp|oy|as|aps|kommun|stiftelsen?|förening(en)?|konsult)\b",
    re.IGNORECASE,
)
# Looks ahead, so that the second word of one pair may be the first of the next.
_PAIR = re.compile(rf"(?<![\w’'-])({_LETTER}[\w’'-]+) (?:{_LETTER}\.? )?(?=({_LETTER}[\w’'-]+))")
_SPLIT = re.compile(r"[^a-z]+")
_LONGEST = 60
_MOST_WORDS = 5


def name_shape(text: str) -> Shape | None:
    """Tell whether a whole cell is a name: by a known given name, by its shape, or a single word of either
    sort.
    """
    if len(text) > _LONGEST or any(each.isdigit() for each in text) or _COMPANY.search(text):
        return None
    last, comma, first = text.partition(",")
    words = (f"{first} {last}" if comma and first.strip() else text).split()
    if not words or len(words) > _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return None
    carried = [word for word in words if word.casefold() not in _PARTICLES]
    if not carried or not all(word[0].isupper() for word in carried):
        return None
    if len(carried) == 1:
        return Shape.GIVEN_NAME if is_given(carried[0]) else Shape.WORD
    if any(folded(word) in _NOT_SURNAMES for word in carried[1:]):
        return None
    return Shape.NAME if is_given(carried[0]) else Shape.NAME_SHAPE


def _may_be_surname(word: str) -> bool:
    return not word.isupper() and folded(word) not in _NOT_SURNAMES


def is_given(word: str) -> bool:
    """Whether a word is a common given name, or a double name that begins with one."""
    plain = folded(word)
    return plain in GIVEN_NAMES or plain.partition("-")[0] in GIVEN_NAMES


def holds_name(text: str) -> bool:
    """Whether somewhere in a text a given name with a capital is followed by another such word."""
    for found in _PAIR.finditer(text):
        first, last = found[1], found[2]
        if first[0].isupper() and last[0].isupper() and _may_be_surname(last) and is_given(first):
            return True
    return False


def pairs(text: str) -> set[str]:
    """The neighbouring words of a text of which one is a given name, folded, so that `anna-andersson` is Anna
    Andersson.

    They are held against the names that stand in columns of names, and thrown away.
    """
    words = [word for word in _SPLIT.split(folded(text)) if word]
    found = set()
    for first, second in pairwise(words):
        if (first in GIVEN_NAMES or second in GIVEN_NAMES) and len(first) > 1 and len(second) > 1:
            found.add(f"{first} {second}")
    return found
