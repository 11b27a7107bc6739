"""What a text is, or holds: addresses, numbers of people, secrets. Hints from one cell; a column is judged by
many.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re

import phonenumbers
from stdnum import iban, luhn

from varsam.domain.sampled import Shape
from varsam.formats.recognise.names import holds_name, name_shape

# A message, a path or a query; longer cells aren't a single value of any kind.
_LONGEST_VALUE = 320
_EMAIL = r"[\w.+%'-]+@(?:[\w-]+\.)+[^\W\d_]{2,}|[\w.+-]+@localhost"
_IS_EMAIL = re.compile(_EMAIL)
_HAS_EMAIL = re.compile(rf"(?<![\w/.<~+-])<?({_EMAIL})")
_MESSAGE_ID = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_ROLE = re.compile(
    r"(admin|administrator|root|postmaster|webmaster|hostmaster|abuse|info|kontakt|contact|support|help|helpdesk|sales"
    r"|salj|forsaljning|order|orders|faktura|invoice|billing|ekonomi|finance|hr|jobb|jobs|career|rekrytering|press|media"
    r"|no-?reply|do-?not-?reply|noreply|mailer-daemon|newsletter|nyhetsbrev|kundtjanst|kundservice|reception|office"
    r"|hello|hej|service|dataskydd|privacy|dpo|gdpr|security|example|team|list|bounce)"
    r"(?:[+.-][\w.+-]*|\d{0,2})?@", re.IGNORECASE)  # fmt: skip
_PHONE_SHAPE = re.compile(r"(?:\+|0|\()[\d\s()./-]{6,20}\d")
_FOREIGN_PHONE = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
_HAS_PHONE = re.compile(r"(?<![\w.:/=-])(?:\+\d{1,3}[ -]?\(?\d|0[1-9]\d{0,3}[ -/])[\d ()-]{4,14}\d(?![\w:])")
_PERSONNUMMER = re.compile(r"(?:19|20)?(\d{6})[-+ ]?(\d{4})")
_HAS_PERSONNUMMER = re.compile(r"(?<![\d-])(?:(?:19|20)?(\d{6})[-+](\d{4})|(?:19|20)(\d{6})(\d{4}))(?![\d-])")
_ORG_NO = re.compile(r"(?:16)?(\d{6})-?(\d{4})")
_HAS_IP = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-])")
_HAS_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PASSWORD = re.compile(
    r"\$[\w.-]{1,16}\$\S{16,}|\$[A-Z]\$\S{20,}|\{[A-Z0-9-]{3,12}\}\S{12,}"
    r"|[!*]?(?:bcrypt|argon2|pbkdf2|scrypt|sha1|sha256|sha512|md5|crypt)[\w-]*[!$:]\S{12,}"
)
_USER_AGENT = re.compile(
    r"(Mozilla|Opera|curl|Wget|Dalvik|okhttp|python-requests|Java|PostmanRuntime|[A-Z]\w*[Bb]ot)/\d"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TOKEN = re.compile(r"[A-Za-z0-9_+/=.:~-]{16,}")
_STREETS = (
    r"[A-ZÅÄÖÉ][\w’'-]*(?: [\w’'-]+)?"
    r"(?:gatan|gata|vägen|väg|gränd|gränden|stigen|stig|torget|torg|allén|allé|backen|backe|liden|leden|plan"
    r"|ringen|promenaden|kajen|esplanaden|straße|strasse|str\.|katu|tie)(?: \w+)? \d{1,4}\b ?[A-Za-z]?\b"
    r"|\d{1,5} (?:[A-Z][\w'.-]* ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way|Boulevard|Blvd|Close|Terrace|Place"
    r"|Square|Crescent|Gardens|Hill)\b"
    r"|(?:SE-|S-)?\d{3} \d{2} {1,2}[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{2,}"
)
_STREET = re.compile(rf"(?<!\w)(?:{_STREETS})")
_POSTCODE = re.compile(r"(?:SE-|S-)?\d{3} ?\d{2}|\d{5}-\d{4}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T].*)?|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_ROW_KEY = re.compile(r"([a-z][\w.:\\/-]*),\d+")
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Whoever was born later is hardly in a register of their own accord; a document that old is rare.
_OLD_YEAR = 2005
_REGIONS = ("SE", "US", "GB", "NO", "DK", "FI", "DE")
_MESSAGE_DIGITS = 12


def value_shapes(text: str) -> set[Shape]:
    """Tell what a whole cell is; a text that is none of it has what it holds."""
    text = text.strip()
    found: set[Shape] = set()
    if not text:
        return found
    if len(text) <= _LONGEST_VALUE:
        found = _whole(text)
        if found:
            return found
    if len(_WORDS.findall(text[:400])) >= 3 and " " in text:
        found.add(Shape.FREE_TEXT)
    return found | held_shapes(text)


def _whole(text: str) -> set[Shape]:
    if "@" in text:
        return _address(text)
    if _USER_AGENT.match(text):
        return {Shape.USER_AGENT}
    if _PASSWORD.fullmatch(text):
        return {Shape.PASSWORD_HASH}
    digits = _digits(text)
    if digits is not None:
        return digits
    if is_ip(text):
        return {Shape.IP}
    if _HAS_IBAN.fullmatch(text.upper()) and iban.is_valid(text):
        return {Shape.IBAN}
    if _ROW_KEY.fullmatch(text):
        return {Shape.ROW_KEY}
    if _UUID.fullmatch(text) or _is_token(text):
        return {Shape.TOKEN}
    if _POSTCODE.fullmatch(text):
        return {Shape.POSTCODE}
    if _STREET.match(text) and len(text) <= 80:
        return {Shape.STREET}
    name = name_shape(text)
    return {name} if name else set()


def _address(text: str) -> set[Shape]:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if _MESSAGE_ID.fullmatch(text) and _made_by_machine(bare):
        return {Shape.MESSAGE_ID}
    if _IS_EMAIL.fullmatch(text):
        return {Shape.ROLE_EMAIL if _ROLE.match(text) else Shape.EMAIL}
    return {Shape.MESSAGE_ID} if bare is not text and not _IS_EMAIL.fullmatch(bare) else set()


def _made_by_machine(address: str) -> bool:
    local = address.partition("@")[0]
    return sum(each.isdigit() for each in local) >= _MESSAGE_DIGITS or len(local) > 40


def _digits(text: str) -> set[Shape] | None:
    """Numbers of people, dates and plain numbers; None for what is no matter of digits."""
    if sum(each.isdigit() for each in text) < 0.5 * len(text):
        return None
    date = _DATE.fullmatch(text)
    if date and (year := _year(date)):
        return {Shape.DATE, Shape.OLD_DATE} if year < _OLD_YEAR else {Shape.DATE}
    if is_personnummer(text):
        return {Shape.PERSONNUMMER}
    if is_org_no(text):
        return {Shape.ORG_NO}
    if _POSTCODE.fullmatch(text):
        return {Shape.POSTCODE}
    if is_phone(text):
        return {Shape.PHONE}
    return {Shape.NUMBER} if _NUMBER.fullmatch(text) else None


def _year(found: re.Match[str]) -> int:
    year, month, day, d, m, y = found.groups()
    try:
        return dt.date(int(year or y), int(month or m), int(day or d)).year
    except ValueError:
        try:  # month first, as the Americans write it
            return dt.date(int(y), int(d), int(m)).year if y else 0
        except ValueError:
            return 0


def held_shapes(text: str) -> set[Shape]:
    """Tell what stands somewhere in a text; never what the whole text is."""
    found: set[Shape] = set()
    if "@" in text and any(
        not _ROLE.match(each[1]) and not _made_by_machine(each[1]) for each in _HAS_EMAIL.finditer(text)
    ):
        found.add(Shape.HOLDS_EMAIL)
    if any(_in_text(each) for each in _HAS_PERSONNUMMER.finditer(text)):
        found.add(Shape.HOLDS_PERSONNUMMER)
    if any(is_phone(each[0]) for each in _HAS_PHONE.finditer(text)):
        found.add(Shape.HOLDS_PHONE)
    if any(is_ip(each[0]) for each in _HAS_IP.finditer(text)):
        found.add(Shape.HOLDS_IP)
    if any(iban.is_valid(each[0]) for each in _HAS_IBAN.finditer(text)):
        found.add(Shape.HOLDS_IBAN)
    if _STREET.search(text):
        found.add(Shape.HOLDS_STREET)
    if holds_name(text):
        found.add(Shape.HOLDS_NAME)
    return found


def is_personnummer(text: str) -> bool:
    """Whether a text is a personnummer or samordningsnummer: a day and a check digit. Law: folkbokföringslag
    18 §.
    """
    found = _PERSONNUMMER.fullmatch(text.strip())
    return found is not None and _is_born(found[1], found[2])


def _in_text(found: re.Match[str]) -> bool:
    return _is_born(found[1] or found[3], found[2] or found[4])


def _is_born(six: str, four: str) -> bool:
    month, day = int(six[2:4]), int(six[4:6])
    if day > 60:
        day -= 60
    try:
        dt.date(2000, month, day)  # a leap year: the century isn't known
    except ValueError:
        return False
    return four[:3] != "000" and luhn.is_valid(six + four)


def is_org_no(text: str) -> bool:
    """Whether a text is the number of a legal person; a sole trader's is a personnummer and isn't one."""
    found = _ORG_NO.fullmatch(text.strip())
    return found is not None and "-" in text and int(found[1][2]) >= 2 and luhn.is_valid(found[1] + found[2])


def is_phone(text: str) -> bool:
    """Whether a text is a telephone number as people write it: with a leading 0 or +, or in groups."""
    text = text.strip()
    national = _PHONE_SHAPE.fullmatch(text)
    if not national and not _FOREIGN_PHONE.fullmatch(text):
        return False
    if text.startswith("00") and len(text) < 10:
        return False
    for region in _REGIONS[:1] if national and not text.startswith("(") else _REGIONS[1:2]:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        valid = phonenumbers.is_valid_number(number)
        if valid or (region == "US" and phonenumbers.is_possible_number(number)):
            return True
    return False


def is_ip(text: str) -> bool:
    """Whether a text is the address of somebody's machine: not the own one, not all of them."""
    if not ("." in text or text.count(":") > 1) or len(text) > 45:
        return False
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_multicast or int(found) < 2**24)


def _is_token(text: str) -> bool:
    if not _TOKEN.fullmatch(text) or "/" in text[:2]:
        return False
    numbers = sum(each.isdigit() for each in text)
    letters = sum(each.isalpha() for each in text)
    mixed = any(each.isupper() for each in text) and any(each.islower() for each in text)
    hexadecimal = all(each in "0123456789abcdefABCDEF" for each in text)
    return (
        numbers >= 3 and letters >= 3 and (mixed or hexadecimal or numbers > letters / 4) and "." not in text
    )


def row_key_prefix(text: str) -> str:
    """The part of a text like `sales.order,12` that names the sort of row; empty for anything else."""
    found = _ROW_KEY.fullmatch(text)
    return found[1] if found else ""
