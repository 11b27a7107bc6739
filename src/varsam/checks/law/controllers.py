"""Checks over who stands behind a policy, how they are reached, and to whom and where data goes."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.law import words
from varsam.checks.law.view import ACTIVITIES, View
from varsam.domain.register import Activity, Register
from varsam.domain.said import say

_EXPECTED = (say("staff"), say("logs"), say("requests"), say("incidents"), say("payments"))


def private_speaks_as_public(view: View) -> Iterator[Hit]:
    """A private company speaks as if it were a public body.

    Duties of public bodies (archives, access to official documents) don't bind a company, and can't be
    its reason for keeping or refusing anything.
    """
    if not _private(view.register):
        return
    for sentence in view.saying(words.PUBLIC_BODY):
        if not sentence.says(words.NOT, words.BINDING):
            yield Hit(
                sentence.where,
                "the controller is a private company, and the sentence speaks of a public body's duties",
                "name the law that binds the company, or drop the sentence",
            )


def _private(register: Register) -> bool:
    return bool(register.entities) and all(
        words.PRIVATE_FORM.search(each.name) or each.org_no[:1] in ("5", "7", "9")
        for each in register.entities
    )


def joint_without_arrangement(view: View) -> Iterator[Hit]:
    """Several controllers decide together, and the essence of their arrangement isn't told.

    Who answers which duty, and where people turn, must be settled between them and made available. Whatever
    they settled, a person may turn to either. Silent once `arrangement.yaml` has an arrangement about each
    such activity, agreed and with its essence published.
    """
    together = [each for each in view.activities if len(each.controllers) > 1]
    if all(_essence_published(view, each) for each in together):
        return
    if not view.published or not together or view.says(words.ARRANGEMENT):
        return
    names = [each.name for each in view.register.entities]
    named = (each.where for each in view.sentences if all(name in each.text for name in names))
    yield Hit(
        next(named, view.place(words.CONTROLLER)),
        say("{names} decide together, and the text doesn't say who answers for what", names=", ".join(names)),
        "add who informs, who answers requests, and one place to turn to",
    )


def _essence_published(view: View, activity: Activity) -> bool:
    arrangement = view.arrangements.of(activity)
    if arrangement is None or arrangement.published_on is None or arrangement.agreed_on is None:
        return False
    return view.law is None or arrangement.published_on <= view.law.on


def no_recipients(view: View) -> Iterator[Hit]:
    """Nobody who receives data is named, and no category of recipients.

    "Processors" alone tells nothing: transporters, banks, hosting, auditors, authorities are categories.
    """
    if not view.published or any(each.recipients for each in view.activities):
        return
    for sentence in view.about(words.SHARING):
        if sentence.says(words.KINDS_OF_RECIPIENT) and not sentence.says(words.NOT):
            return
    yield Hit(
        view.place(words.DISCLOSING, words.SHARING),
        "the text names no recipients and no categories of them",
        "list them, and put them into the register under recipients",
    )


def only_adequacy(view: View) -> Iterator[Hit]:
    """Transfers out of the EU/EEA are promised to rest on adequacy alone.

    Where no adequacy decision holds, data may go on other safeguards, and the text must say which and how
    to get a copy. A promise of "always adequate" is broken by the first transfer on clauses. That a
    person was told when data was given is no ground.
    """
    if view.says(words.SAFEGUARDS):
        return
    about = [each for each in view.about(words.THIRD_COUNTRY) if not each.says(words.STAYS_HERE)]
    adequate = [each for each in about if each.says(words.ADEQUACY)]
    promised = [each for each in about if each.says(words.PROMISED)]
    for sentence in adequate or promised[:1]:
        yield Hit(
            sentence.where,
            "only adequacy is named for transfers, and no other safeguard nor how to get a copy of it",
            "name the safeguards that you use (standard contractual clauses), or say that nothing is"
            " transferred",
        )


def no_postal_address(view: View) -> Iterator[Hit]:
    """The controller's postal address isn't in the text.

    The authority's address, beside the right to complain, isn't the controller's.
    """
    if view.published and all(each.says(words.COMPLAINT) for each in view.saying(words.POSTAL)):
        yield Hit(
            view.place(words.TO_TURN_TO, words.CONTACT),
            "there is no postal address",
            "add it: not everybody writes e-mail",
        )


def no_officer(view: View) -> Iterator[Hit]:
    """Nothing is said about a data protection officer.

    Where one is appointed the contact details must be told. Where none is required, saying so spares the
    question.
    """
    if view.published and not view.says(words.OFFICER):
        yield Hit(
            view.place(words.TO_TURN_TO, words.CONTACT),
            "there is no word about a data protection officer",
            "give the officer's contact details, or say that none is required",
        )


def undated(view: View) -> Iterator[Hit]:
    """The text has neither version nor date.

    Nobody can tell which text held when data was collected, nor that it changed.
    """
    dated = view.says(words.DATED) or any(
        words.DATED.search(each) for each in (*view.headings, view.register.name)
    )
    if view.published and not dated:
        yield Hit(
            view.place(words.UPDATES),
            "the text has no version and no date from which it holds",
            "add the date from which it holds, and keep the older versions",
        )


def missing_activities(view: View) -> Iterator[Hit]:
    """Activities that every such company has are missing.

    Staff, logs, requests and incidents are personal data too, and so are payments where something is sold.
    Registers made from a policy for customers tend to leave them out.
    """
    if not view.published:
        return
    all_told = [_everything(view, number) for number in range(len(view.register.activities))]
    for what in _EXPECTED:
        if what == "payments" and not any(words.SELLING.search(each) for each in all_told):
            continue
        if not any(words.EXPECTED[what].search(each) for each in all_told):
            yield Hit(
                ACTIVITIES,
                say("no activity is about {what}", what=what),
                "add it to the register, or say in a silence why you have none",
            )


def _everything(view: View, number: int) -> str:
    activity = view.register.activities[number]
    words_of_it = (
        activity.title,
        *activity.categories,
        *activity.subjects,
        *(p.title for p in activity.purposes),
    )
    return " · ".join(words_of_it)
