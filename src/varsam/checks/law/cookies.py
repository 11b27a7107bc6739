"""Checks over what a policy says of cookies, profiling and marketing."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import View, on, told
from varsam.domain.register import Activity, Basis
from varsam.domain.said import say
from varsam.domain.vocabulary import covers, touches


def measured_without_consent(view: View) -> Iterator[Hit]:
    """Statistics or advertising by cookies rests on something else than consent.

    What isn't needed for transmission, or for a service that the visitor expressly asked for, may be
    stored on or read from a device only with consent, whatever the legal basis of the processing that
    follows.
    """
    for activity in view.activities:
        if not _on_a_device(activity):
            continue
        about = told(activity)
        if words.STATISTICS.search(about) or words.ADVERTISING.search(about):
            for purpose in activity.purposes:
                if purpose.basis is not Basis.CONSENT:
                    yield Hit(
                        f"purpose {purpose.id}",
                        say(
                            "measuring or advertising by cookies rests on {basis}", basis=purpose.basis.value
                        ),
                        "ask for consent first, and write basis: consent; only what is strictly"
                        " necessary needs none",
                    )
    asked = any(each.says(words.ASKED_FIRST) for each in view.about(words.COOKIES))
    if asked or any(on(each, Basis.CONSENT) for each in view.activities if _on_a_device(each)):
        return
    for sentence in view.about(words.COOKIES):
        if sentence.says(words.BROWSER) or sentence.says(words.NOT, words.LINKED):
            continue
        if sentence.says(words.STATISTICS) or sentence.says(words.ADVERTISING):
            yield Hit(
                sentence.where,
                "cookies for this need consent, and the text asks for none",
                "say that they are set only after consent, and how it is withdrawn",
            )


def _on_a_device(activity: Activity) -> bool:
    return touches(activity.categories, "online.cookie") or bool(words.COOKIES.search(told(activity)))


def cookies_said_unlinked(view: View) -> Iterator[Hit]:
    """Cookies are said to have nothing to do with people, though they have.

    A cookie that tells a visitor from another is an online identifier and personal data. The sentence
    can't be true beside a log-in, a cart, individual messages or an activity that lists cookies as
    personal data.
    """
    linked = [each for each in view.activities if touches(each.categories, "online")]
    other = view.says(words.PROFILING)
    for sentence in view.about(words.COOKIES):
        denies = sentence.says(words.NOT, words.LINKED, words.A_PERSON) or sentence.says(words.ANONYMOUS)
        if not denies or sentence.says(words.BROWSER) or not (linked or other):
            continue
        titles = ", ".join(each.title for each in linked) or "–"
        yield Hit(
            sentence.where,
            say(
                "this contradicts the activities that count cookies as personal data: {titles}", titles=titles
            ),
            "drop the sentence, and say which cookies are tied to a person",
        )


def refused_in_browser_only(view: View) -> Iterator[Hit]:
    """The browser's settings are the only way to refuse cookies.

    Refusing must be as easy as accepting, and settings of a browser are neither consent nor a refusal
    that can be told by purpose.
    """
    about = [each for each in view.about(words.COOKIES) if each.says(words.BROWSER, words.BROWSER_REFUSES)]
    if not about:
        return
    chosen = (each for each in view.about(words.COOKIES) if not each.says(words.BROWSER))
    if any(each.says(words.ASKED_FIRST) for each in chosen):
        return
    yield Hit(
        about[0].where,
        "the only way to say no is the browser's settings",
        "offer a choice of your own, where no is as near as yes, and say where it is",
    )


def profiling_unexplained(view: View) -> Iterator[Hit]:
    """People are profiled or addressed individually, and nothing says how or what it means for them.

    The logic involved and the consequences belong into the information where decisions are automated, and
    fairness asks for them wherever behaviour is followed.
    """
    explained = (each for each in view.saying(words.LOGIC) if each.about(words.PROFILING))
    if view.says(words.AUTOMATED) or any(True for _ in explained):
        return
    for sentence in view.saying(words.PROFILING):
        yield Hit(
            sentence.where,
            "this is profiling, and the text says neither how it works nor what it means for the person",
            "say which data is used, how it is weighed, and what the person will notice; or that no"
            " decision is automated",
        )


def partners_offers(view: View) -> Iterator[Hit]:
    """Offers go out by e-mail or text message without consent, those of partners among them.

    Without consent a trader may only write to its own customers about its own similar products, and only when
    they could decline at the sale and in every message. Offers of others always need consent.
    """
    for sentence in view.saying(words.CHANNELS, words.PARTNERS, words.TELLING, words.GOODS):
        if not sentence.says(words.ASKED_FIRST) and not sentence.says(words.NOT):
            yield Hit(
                sentence.where,
                "offers of others by e-mail or text message need consent",
                "ask for consent to partners' offers, or send only your own",
            )
    # A register without a text doesn't say over which channel it is sent.
    for activity in view.activities if view.published else ():
        if on(activity, Basis.CONSENT, Basis.SOFT_OPT_IN) or not _reached_electronically(activity):
            continue
        for purpose in activity.purposes:
            if purpose.marketing:
                yield Hit(
                    f"purpose {purpose.id}",
                    "marketing with these contact details can go out by e-mail or text message"
                    " without consent",
                    "write basis: consent or soft_opt_in, or narrow the categories to contact.address",
                )


def _reached_electronically(activity: Activity) -> bool:
    return any(
        covers(each, code)
        for each in activity.categories
        for code in ("contact.email", "contact.phone")
        if each != "contact.address"
    )
