"""Checks over wordings: promises nobody can keep, definitions that are too narrow, names and rules of older
law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import View
from varsam.domain.said import say

_MONTH_IN_DAYS = words.either(
    r"(?:inom|senast|efter|within|in)\s+(?:högst |at most )?(?:30|trettio|thirty)\s+(?:kalender|"
    "calendar )?(?:dagar|dagars|days)",
)  # fmt: skip
_FREE = words.either(
    "kostnadsfri", r"\bgratis", "utan kostnad", "avgiftsfri", r"\bfree\b", "without (?:charge|cost)",
    "no charge",
)  # fmt: skip
_ONCE_A_YEAR = words.either(
    "(?:en|1|one) gång(?:er)? ?(?:per|om|/|varje)? ?(?:kalender)?år",
    "(?:en|1) gång (?:per|om|varje|under ett) ?(?:kalender)?år", "en gång om året",
    "once (?:a|per|every|each|in a) (?:calendar )?year", "one .{0,20}per (?:calendar )?year",
    "årligen en gång",
)  # fmt: skip
_OLD_AUTHORITY = words.either(
    "datainspektionen", "data inspection board", "swedish data protection authority"
)
_OLD_ACT = words.either("personuppgiftslag", r"\bPUL\b", "1998:204", "personal data act")
_OLD_COOKIE_ACT = words.either(r"6 kap\.? 18 ?§", "2003:389", "chapter 6,? section 18")
_OLD_TRANSFER = words.either("privacy shield", "safe harbou?r", "95/46")


def narrow_definition(view: View) -> Iterator[Hit]:
    """Personal data is defined more narrowly than the law does.

    An IP address, an online identifier or behaviour is personal data when it relates to somebody who can
    be told from others, not only "in combination with" a name.
    """
    for sentence in view.saying(words.ONLINE_MARK, words.IN_COMBINATION):
        if sentence.about(words.PERSONAL_DATA):
            yield Hit(
                sentence.where,
                "online identifiers are personal data by themselves when they tell one person from another",
                "drop the condition",
            )


def absolute_promise(view: View) -> Iterator[Hit]:
    """A promise is absolute: always, never, all, ensure, guarantee.

    One exception makes it false, and a false statement in a policy is a breach of its own. Each needs a
    check that shows it to be true, or a softer text.
    """
    for sentence in view.saying(words.ABSOLUTE):
        if not sentence.says(words.YOU_MAY):
            found = re.search(rf"(?:{words.ABSOLUTE.pattern})\w*", sentence.text, re.IGNORECASE)
            yield Hit(
                sentence.where,
                say("“{word}” promises that there is no exception", word=found[0] if found else ""),
                "say what you do, or have a check that proves it",
            )


def thirty_days(view: View) -> Iterator[Hit]:
    """Requests are said to be answered within 30 days: the law says a month, without undue delay."""
    for sentence in view.saying(_MONTH_IN_DAYS):
        if sentence.about(words.ANSWERING):
            yield Hit(
                sentence.where,
                "30 days aren't a month",
                "write: without undue delay, at the latest within one month",
            )


def free_once(view: View) -> Iterator[Hit]:
    """Access is said to be free once a year.

    That was the act of 1998. Today it is free whenever it is asked for, but for requests that are manifestly
    unfounded or excessive.
    """
    for sentence in view.saying(_ONCE_A_YEAR):
        if sentence.says(_FREE) or sentence.about(words.REQUEST):
            yield Hit(
                sentence.where,
                "access is free, and not only once a year",
                "write that it is free",
            )


def old_authority(view: View) -> Iterator[Hit]:
    """The authority is called by a name that it no longer has."""
    for sentence in view.saying(_OLD_AUTHORITY):
        yield Hit(
            sentence.where,
            "the authority is called Integritetsskyddsmyndigheten (IMY) since 2021",
            "write Integritetsskyddsmyndigheten (IMY)",
        )


def old_act(view: View) -> Iterator[Hit]:
    """The act of 1998 on personal data is cited; it was repealed on 25 May 2018."""
    for sentence in view.saying(_OLD_ACT):
        yield Hit(
            sentence.where,
            "the act is repealed",
            "cite the GDPR and lag (2018:218)",
        )


def old_cookie_act(view: View) -> Iterator[Hit]:
    """The cookie rule is cited from the repealed act of 2003."""
    for sentence in view.saying(_OLD_COOKIE_ACT):
        yield Hit(
            sentence.where,
            "the rule stands in another act since 2022",
            "cite 9 kap. 28 § lag (2022:482) om elektronisk kommunikation",
        )


def old_transfer(view: View) -> Iterator[Hit]:
    """Transfers are said to rest on a decision that was annulled, or on the directive of 1995."""
    for sentence in view.saying(_OLD_TRANSFER):
        yield Hit(
            sentence.where,
            "this no longer carries a transfer",
            "name the decision or the safeguards that hold today",
        )
