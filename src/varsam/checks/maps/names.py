"""Whether a table or column looks personal by its name, in Swedish and English.

A name is a hint and no proof: what looks personal and isn't said anywhere is a finding, never a step.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, TypeAlias

from varsam.domain.snapshot import Table, TableColumn

Likeness: TypeAlias = Literal["strong", "weak", ""]

_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLAIN = str.maketrans("åäöé", "aaoe")
_STRONG = re.compile(
    r"(e?(mail|mejl|post)(adress|address)?|epost(adress)?|personn(umme)?r|pnr|ssn|samordningsnummer"
    r"|(tele|mobil|hem|arbets)?(phone|telefon|telnr|tfn)(nr|nummer|number)?|tel|mobil(nr|nummer|e)?|fax"
    r"|(post|gatu|hem|street|home|billing|shipping)?(adress|address)(e|er|es)?\d?|street|gata"
    r"|(first|last|sur|full|real|nick|middle|family|given|maiden|display|user)name"
    r"|(for|efter|mellan|fullstandigt|anvandar)namn"
    r"|birth(date|day)?|dob|fodelse(datum|dag|ar)?|iban|passport|korkort|ipaddr(ess)?|useragent|gender)\Z"
)
# "post" alone is an article as often as mail.
_NOT_STRONG = frozenset({"post", "epostmall"})
_WEAK = re.compile(
    r"((?!file|table|host|type|class|schema|domain|column|field|template|index|queue)[a-z]*name|[a-z]*namn"
    r"|city|ort|postort|zip|zipcode|postcode|postnr|postnummer|postal|login|ip|signature|comment|kommentar"
    r"|anteckning(ar)?|attendee|lat|lng|longitude|latitude|photo|avatar|foto)\Z"
)
# What these end with says something about the column before it: comment_status, name_type.
_ABOUT = frozenset({"status", "type", "approved", "count", "parent", "karma", "id", "flag", "enabled"})
_NUMBERS = re.compile(r"(personn(umme)?r|pnr|ssn|phone|telefon|tel|mobil|mobile|tfn|ip)\Z")
_PEOPLE = re.compile(
    r"(customer|kund|person|people|user|anvandare|member|medlem|contact|kontakt|employee|anstalld|part(y|ies)"
    r"|subscriber|prenumerant|applicant|sokande|patient|student|elev|guest|gast|attendee|deltagare|visitor"
    r"|profile|profil|recipient|mottagare|author)(s|er|ar|or|e|a)?\Z"
)


def likeness(column: TableColumn) -> Likeness:
    """How much a column looks like personal data: by its name, and by what its type can hold."""
    if column.family == "bool" or column.generated:
        return ""
    parts = tokens(column.name)
    joined = "".join(parts)
    if column.family == "number":
        return "strong" if any(_NUMBERS.match(each) for each in (*parts, joined)) else ""
    pairs = [first + second for first, second in pairwise(parts)]
    for each in (*parts, *pairs, joined):
        if _STRONG.match(each) and each not in _NOT_STRONG:
            dates = column.family in ("date", "datetime", "instant")
            return "" if dates and not each.startswith(("birth", "dob", "fodelse")) else "strong"
    if column.family in ("date", "datetime", "instant") or (parts and parts[-1] in _ABOUT):
        return ""
    return "weak" if any(_WEAK.match(each) for each in parts) else ""


def looks_personal(table: Table) -> tuple[str, ...]:
    """The columns that make a table look personal; none when it doesn't.

    One telling column is enough, two weak ones of different sorts, or a weak one in a table about people.
    """
    found = {column.name: likeness(column) for column in table.columns}
    strong = tuple(name for name, how in found.items() if how == "strong")
    weak = tuple(name for name, how in found.items() if how == "weak")
    people = any(_PEOPLE.match(each) for each in tokens(table.name))
    if strong or len({_sort(name) for name in weak}) > 1 or (weak and people):
        return (*strong, *weak)
    return ()


def _sort(column: str) -> str:
    """What sort of weak hint a column is: a second name of the same thing says no more than the first."""
    parts = tokens(column)
    whose = "".join(each for each in parts if _PEOPLE.match(each))
    word = next(each for each in parts if _WEAK.match(each))
    return f"{whose} {'name' if word.endswith(('name', 'namn')) else word}"


def tokens(name: str) -> tuple[str, ...]:
    """The parts of a name in small plain letters: `PostNummer_2` is `post`, `nummer`, `2`."""
    plain = _CAMEL.sub("_", name).lower().translate(_PLAIN)
    return tuple(each for each in _SPLIT.split(plain) if each)
