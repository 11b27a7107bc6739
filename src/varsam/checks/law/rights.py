"""Checks over how a policy tells people of their rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import Sentence, View
from varsam.domain.said import say

_EVERY_RIGHT = (
    say("the right of access"),
    say("the right to rectification"),
    say("the right to erasure"),
    say("the right to restriction"),
    say("the right to object"),
    say("the right to portability"),
)


def form_required(view: View) -> Iterator[Hit]:
    """A request is heard only in a certain form: signed, in writing, by post, on a form.

    A request is valid in whatever way it comes. Where there is reasonable doubt about who asks, more may
    be asked for, and no more than needed.
    """
    for sentence in view.saying(words.FORM, words.MUST):
        asks = sentence.about(words.REQUEST) or sentence.about(words.RIGHTS)
        if asks and not sentence.says(words.NO_FORM):
            yield Hit(
                sentence.where,
                "a form is made a condition for a request",
                "accept requests in any form, and say how you make sure who asks when you have"
                " reason to doubt",
            )


def restriction_as_favour(view: View) -> Iterator[Hit]:
    """The right to restriction is described as something that may be refused at will.

    Where one of the four grounds is met it is a right. A refusal needs the reason that none is.
    """
    for sentence in view.about(words.RESTRICT):
        if sentence.says(words.NOT_GRANTED) and (sentence.about(words.RIGHTS) or sentence.says(words.MAY)):
            yield Hit(
                sentence.where,
                "restriction is a right when one of its grounds is met, and the text makes it a favour",
                "name the four grounds of article 18(1)",
            )


def missing_rights(view: View) -> Iterator[Hit]:
    """A right isn't told at all.

    Access, rectification, erasure, restriction, objection and portability must each be named where they
    apply.
    """
    if not view.published:
        return
    for right in _EVERY_RIGHT:
        if not view.says(words.EVERY_RIGHT[right]):
            yield Hit(
                view.place(words.RIGHTS),
                say("the text doesn't tell of {right}", right=right),
                "add it to the rights",
            )


def portability_half(view: View) -> Iterator[Hit]:
    """Portability is told without the direct transmission to another controller."""
    about = list(view.saying(words.PORTABLE))
    if about and not any(each.says(words.DIRECTLY) for each in view.about(words.PORTABLE)):
        yield Hit(
            about[0].where,
            "the right to have data sent directly to another controller isn't told",
            "add it: where it is technically feasible",
        )


def erasure_grounds(view: View) -> Iterator[Hit]:
    """The grounds for erasure leave out the last two of the law: a legal duty, and children's data."""
    grounds = ((words.NO_LONGER_NEEDED,), (words.UNLAWFUL,), (words.WITHDRAW, words.CONSENT))
    listed = [(each, sum(each.says(*ground) for ground in grounds)) for each in view.about(words.ERASE)]
    listed = [(each, count) for each, count in listed if count]
    if sum(count for _, count in listed) < 2:
        return
    lacking = [
        name
        for name, there in (
            ("17(1)(e)", any(map(_law_wants_it, view.about(words.ERASE)))),
            ("17(1)(f)", any(each.says(words.CHILD) for each in view.about(words.ERASE))),
        )
        if not there
    ]
    if lacking:
        yield Hit(
            listed[0][0].where,
            say("the list of grounds lacks {grounds}", grounds=", ".join(lacking)),
            "add them, or say that the list gives examples",
        )


def _law_wants_it(sentence: Sentence) -> bool:
    """Whether some clause says that the law wants data erased; that it wants data kept is said more often."""
    clauses = re.split(r"[,;:.]", sentence.text)
    return any(
        words.LAW_WANTS_ERASURE.search(clause)
        and not words.NOT.search(clause)
        and not words.KEEPING.search(clause)
        for clause in clauses
    )


def complaint_half(view: View) -> Iterator[Hit]:
    """The right to complain is told without the authority's contact details, or without the courts."""
    about = list(view.saying(words.COMPLAINT))
    if not about:
        return
    near = [each for each in view.sentences if each.statement.section == about[0].statement.section]
    start = next(place for place, each in enumerate(near) if each is about[0])
    reached = any(each.says(words.REACHED) for each in near[start : start + 3])
    lacking = [] if reached else [say("how to reach the authority")]
    if not view.says(words.COURT):
        lacking.append(say("the courts"))
    for each in lacking:
        yield Hit(
            about[0].where, say("the text doesn't tell {what}", what=each), "add it after the complaint"
        )


def rectify_irrelevant(view: View) -> Iterator[Hit]:
    """Irrelevant data is said to be corrected, but it can only be erased."""
    for sentence in view.saying(words.RECTIFY, words.IRRELEVANT):
        if not sentence.says(words.ERASE):
            yield Hit(
                sentence.where,
                "wrong or incomplete data is rectified; irrelevant data isn't needed, and goes",
                "tell of irrelevant data under erasure",
            )
