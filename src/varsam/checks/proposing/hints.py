"""What a column's name says about it, in Swedish and English. A hint: values decide where there are some."""

from __future__ import annotations

import re
from itertools import pairwise

from varsam.checks.maps.names import tokens

_SORTS: tuple[tuple[str, str], ...] = (
    ("email", r"e?(mail|mejl)(adress|address)?|epost(adress)?"),
    (
        "phone",
        r"(tele|mobil|hem|arbets|home|work|mobile|cell)?(phone|telefon|telnr|tfn)(nr|nummer|number|no)?"
        r"|tel|mobil(nr|nummer|e)?|cell|fax",
    ),
    ("personnummer", r"personn(umme)?r|pnr|ssn|samordningsnummer|socialsecurity(number|no)?"),
    ("org_no", r"org(anisations?)?(no|nr|nummer|number)|vat(no|nr|id|number)?"),
    ("birth", r"birth(date|day)?|dateofbirth|dob|fodelse(datum|dag|ar)?|fodd"),
    ("postcode", r"zip(code)?|postcode|postal(code)?|postn(umme)?r|plz"),
    ("city", r"city|town|ort|postort|stad|locality"),
    (
        "street",
        r"street|(gatu|hem|post|home|street|billing|shipping|delivery)?(address|adress|addr)(line)?\d?"
        r"|gata",
    ),
    ("ip", r"ip|ipaddr(ess|ess)?|ipadress|remoteaddr|clientip"),
    ("agent", r"(user)?agent"),
    ("password", r"pass(word|wd)?(hash|digest)?|pwd|losenord(shash)?"),
    ("login", r"login|username|userlogin|anvandarnamn|anvandarid|handle"),
    ("secret", r"token|secret|session(key|id|data)?|api(key)|cookie"),
    (
        "person_name",
        r"(first|last|sur|full|real|nick|middle|family|given|maiden|display)names?|(for|efter|mellan|fullstandigt)namn"
        r"|fname|lname|contactperson|kontaktperson",
    ),
    ("name", r"names?|namn|title|rubrik|label"),
    (
        "text",
        r"comments?|notes?|notering(ar)?|anteckning(ar)?|kommentar(er)?|messages?|meddelande"
        r"|description|beskrivning|subject|body|content|text|remarks?|motivation|arende"
        r"|fritext|bio|about|answers?|svar|reply",
    ),
    ("work", r"(job|work)title|befattning|yrkes?(titel)?|tjanstetitel|occupation|profession|employer|salary"),
    ("gender", r"gender|sex|kon"),
    (
        "health",
        r"allerg(y|ies|i|ier)?|diet(ary)?|health|halsa|sjuk\w*|medical|diagnos(is)?|disability"
        r"|specialkost",
    ),
    ("bank", r"iban|bic|clearing(nr|nummer)?|bankgiro|kontonummer|kontonr|accountnumber|bankaccount"),
    ("image", r"avatar|photo|foto|portrait|portratt|signature|namnteckning"),
)  # fmt: skip
_HINTS = tuple((sort, re.compile(rf"(?:{pattern})\Z")) for sort, pattern in _SORTS)
# Words after which a name says something about the thing, not the thing: comment_status, name_type.
_ABOUT = frozenset(
    {
        "status", "type", "typ", "count", "flag", "enabled", "format", "valid", "verified", "visible",
        "mode", "scheme", "known", "sent", "required", "approved", "karma", "parent", "encoding", "lang",
        "locale", "length",
    }
)  # fmt: skip
_ACTOR = re.compile(
    r"(creat|writ|writer|updat|modif|edit|chang|lastupdat|approv|valid|confirm|post|quot|convert|delet|assign|skapa|andra)\w*"
)
_BY = frozenset(
    {
        "uid", "by", "user", "av", "userid",
    }
)  # fmt: skip
_ACTOR_ALONE = frozenset(
    {
        "creator", "editor", "modifier", "updater", "createdby", "updatedby", "modifiedby", "lastupdatedby",
        "changedby", "skapadav", "andradav",
    }
)  # fmt: skip


def hints(column: str) -> frozenset[str]:
    """The sorts of data that a name speaks of, by its parts, neighbouring parts and the whole."""
    parts = tokens(column)
    if not parts or parts[-1] in _ABOUT:
        return frozenset()
    candidates = {*parts, "".join(parts), *(first + second for first, second in pairwise(parts))}
    return frozenset(sort for sort, pattern in _HINTS if any(pattern.match(each) for each in candidates))


def names_an_actor(column: str) -> bool:
    """Whether a reference says who did something to the row (created_by), not whose it is."""
    parts = tokens(column)
    joined = "".join(parts).removesuffix("id")
    if joined in _ACTOR_ALONE or "".join(parts) in _ACTOR_ALONE:
        return True
    return len(parts) > 1 and bool(_ACTOR.fullmatch(parts[0])) and bool(_BY.intersection(parts[1:]))
