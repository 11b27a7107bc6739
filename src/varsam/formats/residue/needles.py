"""Identifiers as tokens that are looked for in any text: every spelling, never a part of a longer token.

The work per text doesn't depend on how many identifiers are looked for: addresses, runs of digits and words
are taken out of the text and looked up.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import phonenumbers

# What may stand between the groups of one number. Never a line end or a tab: another cell begins there.
_BETWEEN: Final = " \u00a0-./()+\u2011\u2013"
_DROP: Final = dict.fromkeys(map(ord, _BETWEEN))
_FEWEST_DIGITS: Final = 8
_SHORTEST_WORD: Final = 6
_MOST_BETWEEN: Final = 3

_RUN: Final = re.compile(r"[\w.+\-]+")
_WIDE_RUN: Final = re.compile(r"[\w.+\-'!#$*~^`]+")
_LONGEST_LOCAL: Final = 64
_NUMBER: Final = re.compile(rf"[0-9][0-9{re.escape(_BETWEEN)}]{{{_FEWEST_DIGITS - 2},}}[0-9]")
_GROUP: Final = re.compile("[0-9]+")
_WORD: Final = re.compile(r"\w+")
_NAMES: Final = frozenset({"name", "first_name", "last_name", "full_name", "street", "address", "city"})


def unfit(type_: str, value: str) -> str | None:
    """Say why an identifier can't be looked for in any text; None when it can.

    `name`: it could be anybody's, or a word. `short`: too short to be one person's alone anywhere.
    `changing`: an IP address belongs to a line, not to a person.
    """
    if type_ == "ip":
        return "changing"
    if type_ in _NAMES:
        return "name"
    if "@" in value:
        return None
    digits = value.translate(_DROP)
    if digits.isascii() and digits.isdigit():
        return None if len(digits) >= _FEWEST_DIGITS else "short"
    letters = "".join(_WORD.findall(value))
    if not any(each.isdigit() for each in letters):
        return "name"
    return None if len(letters) >= _SHORTEST_WORD else "short"


class Needles:
    """Typed identifiers, numbered, in every spelling. `find` gives the numbers of those that a text holds."""

    def __init__(self, identifiers: Iterable[tuple[int, str, str]]) -> None:
        """Take (number, type, canonical value); those that `unfit` names are left out."""
        self._emails: dict[str, set[int]] = {}
        self._numbers: dict[str, set[int]] = {}
        self._words: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._patterns: dict[str, None] = {}
        self._all_have_patterns = True
        for number, type_, value in identifiers:
            if unfit(type_, value) is None:
                self._add(number, type_, value)
        self._hosts = frozenset(address.rpartition("@")[2] for address in self._emails)
        self._shortest = min(map(len, self._numbers), default=0)
        self._longest = max(map(len, self._numbers), default=0)

    def _add(self, number: int, type_: str, value: str) -> None:
        digits = value.translate(_DROP)
        if "@" in value:
            for spelled in _email_spellings(value):
                self._emails.setdefault(spelled, set()).add(number)
                self._pattern(_ascii_parts(spelled, fewest=5))
        elif digits.isascii() and digits.isdigit():
            spelled_digits = number_spellings(type_, value)
            for spelled in spelled_digits:
                self._numbers.setdefault(spelled, set()).add(number)
            shortest = min(spelled_digits, key=len)
            # Digit by digit, since anything may stand between two of them.
            self._pattern(shortest.lstrip("0") if type_ == "phone" else shortest)
        else:
            parts = tuple(_WORD.findall(_folded(value)))
            for spelling in {parts, ("".join(parts),)}:
                self._words.setdefault(spelling[0], []).append((spelling, number))
            self._pattern([part for part in parts if part.isascii()])

    def _pattern(self, parts: Iterable[str]) -> None:
        literal = [
            part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for part in parts if part
        ]
        if literal:
            self._patterns["%" + "%".join(literal) + "%"] = None
        else:
            self._all_have_patterns = False

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._emails or self._numbers or self._words)

    @property
    def patterns(self) -> tuple[str, ...] | None:
        r"""LIKE patterns (escape `\`) over lower-case text; a text that matches none holds no identifier.

        None: some identifier has no letters or digits that every spelling shares. Texts that are encoded as
        a whole (base64, archives) aren't covered.
        """
        return tuple(self._patterns) if self._all_have_patterns else None

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers that a column of numbers would hold: each spelling without leading zeros."""
        return frozenset(map(int, self._numbers))

    def may_hold(self, text: str) -> bool:
        """Tell quickly whether `find` could find something; for many rows' texts joined."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if self._emails and "@" in text and any(token in self._emails for token in self._addresses(text)):
            return True
        if self._numbers and any(self._numbers_in(run) for run in set(_NUMBER.findall(text))):
            return True
        return bool(self._words) and not self._words.keys().isdisjoint(_WORD.findall(text.casefold()))

    def find(self, text: str) -> set[int]:
        """Tell which identifiers stand in a text as tokens of their own."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        found: set[int] = set()
        if self._emails and "@" in text:
            for token in self._addresses(text):
                found |= self._emails.get(token, _NOTHING)
        if self._numbers:
            self._find_numbers(text, found)
        if self._words:
            self._find_words(text, found)
        return found

    def _addresses(self, text: str) -> Iterator[str]:
        """The folded e-mail addresses of a text at the hosts that matter; only what is around `@` is read."""
        for before, after in pairwise(text.split("@")):
            domain = _RUN.match(after)
            if domain is None:
                continue
            host = domain[0].rstrip(".-+").casefold()
            if host not in self._hosts:
                continue
            backwards = before[: -_LONGEST_LOCAL - 1 : -1]
            wide = _WIDE_RUN.match(backwards)
            if wide is None:
                continue
            local = _folded(wide[0][::-1])
            yield f"{local}@{host}"
            narrow = _RUN.match(backwards)
            bare = local[-narrow.end() :].lstrip(".-+") if narrow else ""
            if bare and bare != local:
                yield f"{bare}@{host}"
                yield f"{local[-narrow.end() :]}@{host}"  # type: ignore[union-attr]

    def _find_numbers(self, text: str, found: set[int]) -> None:
        for run in _NUMBER.finditer(text):
            for digits, start, end in self._numbers_in(run[0]):
                before = text[run.start() + start - 1 : run.start() + start]
                after = text[run.start() + end : run.start() + end + 1]
                if not before.isalnum() and not after.isalnum():
                    found |= self._numbers[digits]

    def _numbers_in(self, run: str) -> Sequence[tuple[str, int, int]]:
        """The numbers among the digits of a run and what stands between them, with their places."""
        if run.isdigit():
            return ((run, 0, len(run)),) if run in self._numbers else ()
        if len(run.translate(_DROP)) < self._shortest:
            return ()
        groups = list(_GROUP.finditer(run))
        hits: list[tuple[str, int, int]] = []
        for first in range(len(groups)):
            digits = ""
            for place in range(first, len(groups)):
                if place > first and groups[place].start() - groups[place - 1].end() > _MOST_BETWEEN:
                    break
                digits += groups[place][0]
                if len(digits) > self._longest:
                    break
                if digits in self._numbers:
                    hits.append((digits, groups[first].start(), groups[place].end()))
        return hits

    def _find_words(self, text: str, found: set[int]) -> None:
        folded = text.casefold()
        if self._words.keys().isdisjoint(_WORD.findall(folded)):
            return
        words = list(_WORD.finditer(folded))
        for place, word in enumerate(words):
            for parts, number in self._words.get(word[0], ()):
                there = words[place : place + len(parts)]
                if tuple(each[0] for each in there) == parts and all(
                    _may_be_between(folded[one.end() : other.start()]) for one, other in pairwise(there)
                ):
                    found.add(number)


_NOTHING: Final[frozenset[int]] = frozenset()


def _may_be_between(text: str) -> bool:
    return 0 < len(text) <= _MOST_BETWEEN and all(each in _BETWEEN for each in text)


def _folded(text: str) -> str:
    return text.casefold() if text.isascii() else unicodedata.normalize("NFC", text.casefold())


def _email_spellings(value: str) -> set[str]:
    """The address, and the same with its domain as the name servers spell it."""
    local, _, domain = _folded(value).rpartition("@")
    spelled = {f"{local}@{domain}"}
    if not domain.isascii():
        with contextlib.suppress(UnicodeError):
            spelled.add(f"{local}@{domain.encode('idna').decode()}")
    return spelled


def number_spellings(type_: str, value: str) -> set[str]:
    """The digits of an identifier in all lengths that it is written in."""
    digits = value.translate(_DROP)
    match type_:
        case "personnummer" if len(digits) == 12:
            return {digits, digits[2:]}
        case "org_no" if len(digits) == 10:
            return {digits, f"16{digits}"}
        case "phone":
            return _phone_spellings(value, digits)
        case _:
            return {digits}


def _phone_spellings(value: str, digits: str) -> set[str]:
    try:
        number = phonenumbers.parse(value if value.startswith("+") else f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return {digits}
    code, national = str(number.country_code), phonenumbers.national_significant_number(number)
    within = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    inland = "".join(_GROUP.findall(within))
    # Without the zero before it, too: a column of numbers keeps none.
    found = {code + national, f"00{code}{national}", inland, code + inland, inland.lstrip("0")}
    return {each for each in found if len(each) >= _FEWEST_DIGITS} or {digits}


def _ascii_parts(value: str, *, fewest: int) -> list[str]:
    """The pieces of an address that no encoding, folding or composition changes."""
    pieces = re.split(r"[^a-z0-9.\-_]+|ss|ff|fi|fl|st", _folded(value))
    return pieces if sum(map(len, pieces)) >= fewest else []
