"""Splits a policy's phrase into the words that the lexicon knows, marking what it doesn't as unread."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from varsam.domain.calendar import Unit
from varsam.formats.rule_text.lexicon import Kind, PhraseTongue, lexicon

# Typographic spaces become plain ones; soft hyphens and zero-width characters vanish; dashes and quotes
# become plain. Nothing else is folded: a compatibility form would turn “5² år” into 52 years.
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"), " "
)
_NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_PLAIN = {**_SPACES, **_NOTHING, **_DASHES, ord("\u2019"): "'", ord("\uff0b"): "+"}

_WORD = r"[^\W\d_]+(?:[-'.][^\W\d_]+)*"
_PIECE = re.compile(rf"(?P<number>[0-9]{{1,6}}(?![0-9.,:/]*[0-9])(?!-\w))|(?P<word>{_WORD})|(?P<sign>\S)")
_SIGNS = {"+": Kind.JOIN, "&": Kind.JOIN, ",": Kind.COMMA, ";": Kind.COMMA, "(": Kind.OPEN, ")": Kind.CLOSE}
_SIGNS |= {":": Kind.COMMA, "-": Kind.COMMA}
_ABBREVIATIONS = frozenset(
    {"mån", "dgr", "vkr", "mnd", "max", "mth", "mths", "mo", "mos", "yr", "yrs", "wk", "wks"}
)
_LAST_SIGNS = " .;,:!"

# A statute with its paragraph is one token, however it is cited.
_BOOKKEEPING: dict[PhraseTongue, re.Pattern[str]] = {
    "sv": re.compile(
        r"(?:(?:enligt|i enlighet med|på grund av|p\.?g\.?a\.?|med stöd av|jfr|se)\s+)?"
        r"(?:krav(?:en|et)?\s+i\s+)?(?:[0-9]+\s*kap\.?\s*[0-9]+\s*§§?\s*)?"
        r"(?:bokföringslagen|bokföringslag|bokföringslagens\s+krav|bfl)(?!\w)"
        r"(?:\s*\([0-9]{4}:[0-9]+\))?"
        r"(?:,?\s*(?:[0-9]+\s*kap\.?(?:\s*[0-9]+\s*§§?)?|[0-9]+:[0-9]+(?:\s*§)?))?"
    ),
    "en": re.compile(
        r"(?:(?:under|according to|in accordance with|as required by|required by|pursuant to|due to|by|see)"
        r"\s+)?(?:the\s+)?(?:swedish\s+)?(?:bookkeeping|accounting)\s+(?:act|law)(?!\w)(?:\s*\([0-9]{4}:[0-9]+\))?"
        r"(?:,?\s*(?:chapter|ch\.?)\s*[0-9]+(?:,?\s*(?:section|sec\.?|s\.?|§)\s*[0-9]+)?)?"
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A run of words, and what it does; `value` is an event, a number or a unit where there is one."""

    kind: Kind
    value: str | int | Unit = ""


def plain(phrase: str) -> str:
    """Answer a phrase with plain spaces and dashes and no punctuation at its end; the case stays."""
    return " ".join(unicodedata.normalize("NFC", phrase).translate(_PLAIN).split()).rstrip(_LAST_SIGNS)


def words_of(phrase: str, tongue: PhraseTongue) -> tuple[Word, ...]:
    """Split a phrase in a tongue; what the lexicon doesn't know comes as UNREAD, never left out."""
    text = plain(phrase).lower()
    found: list[Word] = []
    at = 0
    while at < len(text):
        law = _BOOKKEEPING[tongue].match(text, at)
        if law and (at == 0 or not text[at - 1].isalnum()):
            found.append(Word(Kind.BOOKKEEPING))
            at = law.end()
        elif text[at].isspace():
            at += 1
        else:
            word, at = _next(text, at, tongue)
            if word:
                found.append(word)
    return tuple(word for word in found if word.kind is not Kind.DROP)


def _next(text: str, at: int, tongue: PhraseTongue) -> tuple[Word | None, int]:
    piece = _PIECE.match(text, at)
    if piece is None:
        return Word(Kind.UNREAD), at + 1
    if piece.lastgroup == "number":
        return Word(Kind.NUMBER, int(piece.group())), piece.end()
    if piece.lastgroup == "sign":
        return _sign(text, at), piece.end()
    return _run(text, at, tongue)


def _sign(text: str, at: int) -> Word:
    sign = text[at]
    if sign == "-" and not (text[at - 1 : at] == " " and text[at + 1 : at + 2] == " "):
        return Word(Kind.UNREAD)
    return Word(_SIGNS.get(sign, Kind.UNREAD))


def _run(text: str, at: int, tongue: PhraseTongue) -> tuple[Word | None, int]:
    """Take the longest run of words from here that the lexicon knows."""
    known = lexicon(tongue)
    words: list[str] = []
    best: tuple[Word | None, int] = (Word(Kind.UNREAD), at)
    position, first = at, True
    while len(words) < known.longest and (piece := re.compile(_WORD).match(text, position)):
        position = _after_abbreviation(text, piece)
        if piece.group() in known.fillers:
            if first:
                return None, position
        else:
            words.append(piece.group())
            if entry := known.entries.get(tuple(words)):
                best = (Word(*entry), position)
            elif first:
                best = (Word(Kind.UNREAD), position)
        first = False
        while position < len(text) and text[position] == " ":
            position += 1
    return best


def _after_abbreviation(text: str, piece: re.Match[str]) -> int:
    dotted = piece.group() in _ABBREVIATIONS and text[piece.end() : piece.end() + 1] == "."
    return piece.end() + dotted
