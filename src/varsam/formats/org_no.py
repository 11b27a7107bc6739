"""Swedish organisation numbers, told apart from people's identity numbers.

A sole trader's organisation number is the owner's personal identity number, which is personal data under a
rule of its own; so a number is told apart by its third digit, and is never repeated in a message.
Source: the format of organisation numbers (Skatteverket); Law: dataskyddslagen (2018:218) 3 kap. 10 §.
"""

from __future__ import annotations

import re
from enum import Enum

from varsam.domain.errors import Position, RegisterError

_SHAPE = re.compile(r"(?:SE)?(?P<century>16|18|19|20)?(?P<ten>\d{6}[-+]?\d{4})(?P<vat>01)?", re.ASCII)
_FIRST_ORGANISATION_MONTH = "2"


class Holder(Enum):
    """Whose number it is."""

    ORGANISATION = "organisation"
    PERSON = "person"
    NOBODY = "nobody"


def holder_of(text: str) -> Holder:
    """Tell whether a text is an organisation's number, a natural person's, or neither.

    A person's are personal identity and coordination numbers, with or without a valid check digit, since a
    mistyped one still points at somebody. Spaces are ignored; `SE…01` (VAT) and a leading 16 are understood.
    """
    ten = _ten_digits(text)
    if ten is None:
        return Holder.NOBODY
    if ten[2] < _FIRST_ORGANISATION_MONTH:
        return Holder.PERSON
    return Holder.ORGANISATION if luhn(ten) else Holder.NOBODY


def org_no(text: str, *, where: Position | str = "") -> str:
    """Give an organisation number as NNNNNN-NNNN; RegisterError without repeating it when it is none."""
    holder = holder_of(text)
    ten = _ten_digits(text)
    if holder is Holder.PERSON:
        raise RegisterError(
            "this is a personal identity number (personnummer) and not an organisation number",
            where=where,
            hint="leave it out here; a sole trader is named without it (dataskyddslagen 3 kap. 10 §)",
        )
    if holder is Holder.NOBODY or ten is None:
        raise RegisterError(
            "this isn't a valid organisation number: ten digits, the last of which checks the others",
            where=where,
            hint="write it as NNNNNN-NNNN and look for a slip of the keys",
        )
    return f"{ten[:6]}-{ten[6:]}"


def luhn(digits: str) -> bool:
    """Whether the last digit checks the ones before it (Luhn, modulus 10)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _ten_digits(text: str) -> str | None:
    found = _SHAPE.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    ten = re.sub(r"[-+]", "", found["ten"])
    # Only an organisation has 16 before its number, only a person has a century.
    person = ten[2] < _FIRST_ORGANISATION_MONTH
    return None if (found["century"] == "16" and person) else ten
