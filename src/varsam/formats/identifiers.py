"""Typed identifiers of people: one canonical spelling each, and back to the spellings that a source stores.

Equality is decided here, never by a database's collation: `Åsa@Exempel.se` is `åsa@exempel.se` and isn't
`asa@exempel.se`. A value that can't be read as its type has no canonical form.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers
from stdnum import luhn

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_PERSONNUMMER = re.compile(r"(\d{2})?(\d{6})([-+]?)(\d{4})")
_ORG_NO = re.compile(r"(?:16)?(\d{6})-?(\d{4})")


def canonical(type_: str, value: object, *, region: str = "SE", century_pivot: int = 2026) -> str | None:
    """Give the canonical spelling of an identifier, or None when the value can't be one of that type.

    email: NFC, case folded. phone: E.164, national numbers read in `region`. personnummer: twelve digits (a
    two-digit year is read as the latest that isn't after `century_pivot`; `+` takes a hundred years more).
    Anything else: NFC, trimmed, inner white space made single.
    """
    if value is None:
        return None
    text = unicodedata.normalize("NFC", str(value)).strip()
    if not text:
        return None
    match type_:
        case "email":
            folded = unicodedata.normalize("NFC", text.casefold())
            return folded if _EMAIL.fullmatch(folded) else None
        case "phone":
            return _phone(text, region)
        case "personnummer":
            return _personnummer(text, century_pivot)
        case "org_no":
            found = _ORG_NO.fullmatch(text.replace(" ", ""))
            return f"{found[1]}{found[2]}" if found and luhn.is_valid(found[1] + found[2]) else None
        case "ip" | "login":
            return text.casefold()
        case _:
            return " ".join(text.split())


def _phone(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _personnummer(text: str, pivot: int) -> str | None:
    found = _PERSONNUMMER.fullmatch(text.replace(" ", ""))
    if found is None or not luhn.is_valid(found[2] + found[4]):
        return None
    century, six, sign, last = found.groups()
    day = int(six[4:6])
    if not 1 <= int(six[2:4]) <= 12 or not (1 <= day <= 31 or 61 <= day <= 91):
        return None
    if century is None:
        year = pivot // 100 * 100 + int(six[:2])
        year -= 100 * (year > pivot) + 100 * (sign == "+")
        century = str(year // 100)
    return f"{century}{six}{last}"


def spellings(type_: str, value: str, stored_as: tuple[str, ...]) -> tuple[str, ...]:
    """Spell a canonical identifier in the forms that a source's map names, so that an index can serve.

    Forms: `canonical`; for email `lower`; for phone and personnummer an example or pattern whose digits
    (or the letters Y, M, D, N) are replaced from the left, as in `+46 70-174 06 05` or `YYMMDD-NNNN`.
    """
    found: list[str] = []
    for form in stored_as:
        spelled = _spelled(type_, value, form)
        if spelled is not None and spelled not in found:
            found.append(spelled)
    return tuple(found)


def _spelled(type_: str, value: str, form: str) -> str | None:
    if form in ("canonical", "lower"):
        return value
    if type_ == "phone":
        digits = value.lstrip("+")
        national = not form.startswith(("+", "00"))
        prefix = "0" + digits[2:] if national else ("00" + digits if form.startswith("00") else digits)
        return _fill(form, prefix)
    if type_ == "personnummer":
        wanted = len(re.findall(r"[\dYMDN]", form))
        return _fill(form, value[-wanted:] if wanted <= len(value) else value)
    return None


def _fill(form: str, digits: str) -> str | None:
    rest = iter(digits)
    filled = re.sub(r"[\dYMDN]", lambda _: next(rest, ""), form)
    return filled + "".join(rest)
