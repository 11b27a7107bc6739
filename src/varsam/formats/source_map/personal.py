"""Maps hold no person's literal key: what looks like one is refused where a value is given.

A map is read by many and kept in version control; whom it concerns belongs in facts. Law: GDPR 5(1)(c), 25.
"""

from __future__ import annotations

import datetime as dt
import re

from stdnum import luhn

from varsam.domain.errors import RegisterError
from varsam.domain.predicate import Value
from varsam.formats.yaml_node import Node

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"(?:\d\d)?(\d{6})[-+ ]?(\d{4})\Z")
_PHONE = re.compile(r"(\+|00?)[\d][\d\s()/-]{6,}\Z")
# Numbers that the Swedish telecom authority keeps for fiction: the only ones that show a spelling safely.
_FICTION = re.compile(r"(46|0)?(701740(60[5-9]|6[1-9]\d)|313900(60[1-9]|6[1-9]\d)|8465004\d\d)\Z")


def refuse_key(value: Value, node: Node, *, offset: int | None = None) -> None:
    """Refuse a value that is somebody's e-mail address, personnummer or telephone number.

    RegisterError names the sort of key, never the value.
    """
    sort = _sort(value)
    if sort:
        raise _refused(sort, node, offset, "select by a state or a reference; one person's data is a fact")


def refuse_spelling(example: str, node: Node) -> None:
    """Refuse an example of a spelling that is somebody's; patterns and reserved numbers pass."""
    sort = _sort(example)
    if sort == "a telephone number" and _FICTION.match(_digits(example)):
        return
    if sort:
        raise _refused(
            sort,
            node,
            None,
            "write a pattern (YYMMDD-NNNN) or a number reserved for fiction (+46 70-174 06 06)",
        )


def _refused(sort: str, node: Node, offset: int | None, hint: str) -> RegisterError:
    return node.error(f"a map holds no person's key, and this looks like {sort}", hint, offset=offset)


def _sort(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value).strip()
    if isinstance(value, str) and _MAIL.search(text):
        return "an e-mail address"
    number = _NUMBER.match(text)
    if number and _is_day(number[1]) and luhn.is_valid(number[1] + number[2]):
        return "a personnummer"
    if isinstance(value, str) and _PHONE.match(text) and 8 <= len(_digits(text)) <= 15:
        return "a telephone number"
    return ""


def _is_day(text: str) -> bool:
    """Whether YYMMDD is a day; a samordningsnummer adds 60 to the day."""
    month, day = int(text[2:4]), int(text[4:6])
    try:
        # A leap year, since the century isn't known.
        dt.date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
