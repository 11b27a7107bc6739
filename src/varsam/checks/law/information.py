"""Checks over the information that people must get (GDPR 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import View, on, row, told
from varsam.domain.register import Activity, Basis, Purpose
from varsam.domain.said import say
from varsam.domain.vocabulary import touches

_SEVERAL = re.compile(r"[,+/;&\n]|\b(?:och|samt|eller|and|or)\b", re.IGNORECASE)


def interest_unnamed(view: View) -> Iterator[Hit]:
    """A purpose rests on legitimate interests, and nothing says which interest.

    "Legitimate interests" is the name of a basis. The interest itself ("ours in knowing which pages are
    read") must be told, so that a person can object to it.
    """
    if not view.published:
        return
    naming = [each for each in view.saying(words.INTEREST_NAMED) if each.about(words.INTEREST_ONLY)]
    said = " · ".join(f"{each.around} · {each.text}" for each in naming).casefold()
    for activity in view.activities:
        for purpose in on(activity, Basis.LEGITIMATE_INTERESTS):
            if not (purpose.interest or _in_the_row(activity) or activity.title.casefold() in said):
                yield Hit(
                    f"purpose {purpose.id}",
                    "the interest itself isn't named",
                    "write interest: … in the register, and publish it",
                )


def _in_the_row(activity: Activity) -> bool:
    published = activity.published
    return published is not None and any(
        words.INTEREST_NAMED.search(each) for each in (published.basis, published.purpose)
    )


def withdrawal_untold(view: View) -> Iterator[Hit]:
    """Something rests on consent, and the right to withdraw it isn't told.

    The right must stand where the other rights stand; that storage ends at a withdrawal doesn't tell it.
    """
    consents = any(on(each, Basis.CONSENT) for each in view.activities)
    # That a withdrawal leads to erasure doesn't tell of the right to withdraw.
    told_of = view.saying(words.WITHDRAW, words.MAY, words.CONSENT)
    if not view.published or not consents or any(not each.says(words.ERASE) for each in told_of):
        return
    yield Hit(
        view.place(words.RIGHTS),
        "the right to withdraw a consent isn't among the rights",
        "add it, with a way that is as easy as the consent was",
    )


def need_untold(view: View) -> Iterator[Hit]:
    """Nothing says which data must be given, and what happens without.

    A person who fills in a form must know what is voluntary, what the contract or a law requires, and the
    consequence.
    """
    if not view.published:
        return
    required = {
        each.statement.section for each in view.saying(words.REQUIRED) if not each.about(words.COOKIES)
    }
    consequence = {each.statement.section for each in view.saying(words.IF_NOT)}
    if not required & consequence:
        yield Hit(
            view.place(words.COLLECTING),
            "the text doesn't say which data is required, and what follows when it isn't given",
            "mark what is voluntary, and say what can't be done without the rest",
        )


def source_untold(view: View) -> Iterator[Hit]:
    """Data comes from somebody else than the person, and the source isn't told.

    Whoever gets addresses from a list must tell the people on it, at the latest at the first contact,
    where the data came from and what kind of data it is.
    """
    if not view.published or any(not each.says(words.REQUEST) for each in view.saying(words.SOURCE_SAID)):
        return
    for activity in view.activities:
        if words.BOUGHT_LIST.search(told(activity)):
            yield Hit(
                row(activity),
                "the data comes from others, and the text doesn't say from where",
                "name the source and the kinds of data, and tell people at the first contact",
            )


def objection_not_apart(view: View) -> Iterator[Hit]:
    """The right to object to direct marketing isn't presented apart from everything else.

    It is absolute, and the law wants it shown clearly and separately: a section of its own does that, a
    line in a list doesn't.
    """
    markets = any(purpose.marketing for each in view.activities for purpose in each.purposes)
    if not view.published or not markets:
        return
    for heading in view.headings:
        if words.MARKETING.search(heading) and words.OBJECT.search(heading):
            return
    yield Hit(
        view.place(words.OBJECT, words.MARKETING),
        "the right to object to direct marketing has no section of its own",
        "give it one, with a head that says it",
    )


def contact_persons(view: View) -> Iterator[Hit]:
    """Contact persons of companies are held on a contract to which they aren't a party.

    The contract is with the company. The person who answers its phone is no party, so legitimate
    interests fit.
    """
    if not view.published or not view.says(words.COMPANY_CUSTOMER) or view.says(words.BY_CONTACTS):
        return
    if any(
        "contact_person" in each.subjects and on(each, Basis.LEGITIMATE_INTERESTS) for each in view.activities
    ):
        return
    for activity in view.activities:
        theirs = touches(activity.subjects, "customer") or touches(activity.subjects, "supplier")
        if theirs and touches(activity.categories, "contact") and on(activity, Basis.CONTRACT):
            yield Hit(
                row(activity),
                "customers are companies too, and their contact persons aren't party to the contract",
                "add subjects: contact_person with a purpose on legitimate_interests",
            )


def applicants_incomplete(view: View) -> Iterator[Hit]:
    """Applicants' data is described without what applicants send.

    Letters, CVs, grades and references are the data of a recruitment; "contact details" alone is wrong.
    Consent is seldom free where somebody wants a job.
    """
    for activity in view.activities:
        applies = "applicant" in activity.subjects or words.RECRUITING.search(told(activity))
        if applies and not touches(activity.categories, "work.application"):
            yield Hit(
                row(activity),
                "application documents aren't among the categories",
                "add work.application, and look whether consent is really free here",
            )


def recording_untold(view: View) -> Iterator[Hit]:
    """Sound is recorded, and nobody is told before.

    The information must come when the recording begins, the recording needs a purpose of its own, and its
    time of storage a reason.
    """
    if not view.published or any(each.says(words.CALLS) for each in view.saying(words.RECORDED)):
        return
    for activity in view.activities:
        if touches(activity.categories, "audio"):
            yield Hit(
                row(activity),
                "calls are recorded, and the text doesn't say so where the recording begins",
                "say that it is announced before, why it is recorded, and how to decline",
            )


def nothing_sensitive(view: View) -> Iterator[Hit]:
    """Sensitive data is said not to be processed, while rows hold "all categories" or whatever customers
    keep.

    Nobody can promise what others put into files and programs that one stores for them.
    """
    anything = [
        each.title
        for each in view.activities
        if "all" in each.categories or "customer_data" in each.categories
    ]
    if not anything:
        return
    for sentence in view.saying(words.SENSITIVE, words.NOT):
        yield Hit(
            sentence.where,
            say("these rows may hold it: {titles}", titles=", ".join(anything)),
            "say it of your own purposes only, and what holds for what customers store",
        )


def bases_undivided(view: View) -> Iterator[Hit]:
    """A row names several legal bases and doesn't say which holds for what.

    A person's rights hang on the basis: without the division nobody knows whether they may object or
    withdraw.
    """
    for activity in view.activities:
        bases = {each.basis for each in activity.purposes}
        if activity.published is None or len(bases) < 2 or not _SEVERAL.search(activity.published.basis):
            continue  # a basis that came later, by a proposal accepted, isn't in the printed row
        if not words.CONDITION.search(activity.published.basis):
            yield Hit(
                row(activity),
                say("which of {bases} holds for what?", bases=activity.published.basis),
                "write the condition beside each basis, or one row for each",
            )


def image_on_contract(view: View) -> Iterator[Hit]:
    """Pictures of people are shown widely on another basis than consent.

    Name or picture in advertising needs the person's consent by an act of its own; children need more care.
    """
    for activity in view.activities:
        if touches(activity.categories, "image") and words.SHOWN_WIDELY.search(told(activity)):
            for purpose in _but_consent(activity):
                yield Hit(
                    f"purpose {purpose.id}",
                    say("pictures are published on {basis}", basis=purpose.basis.value),
                    "ask for consent, and say what holds for children",
                )


def _but_consent(activity: Activity) -> tuple[Purpose, ...]:
    return tuple(each for each in activity.purposes if each.basis is not Basis.CONSENT)
