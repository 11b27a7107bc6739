"""Checks over what joint controllers settled: is everything settled, and by those who are there?"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.beside.view import Beside
from varsam.domain.arrangement import EACH, Arrangement, Right, is_joint, owner_of_activity
from varsam.domain.register import Activity, Basis
from varsam.domain.said import say


def unarranged(view: Beside) -> Iterator[Hit]:
    """Several controllers decide about an activity, and no arrangement is about it.

    Found once there is an `arrangement.yaml`; what the published text lacks is found by LAW008.
    """
    if not view.arrangements.present:
        return
    for activity in view.register.activities:
        if is_joint(activity) and view.arrangements.of(activity) is None:
            yield Hit(
                f"activity {activity.id}",
                "several controllers decide together, and no arrangement is about it",
                "add it to an arrangement, or leave one controller in the register",
            )


def unanswered_right(view: Beside) -> Iterator[Hit]:
    """Nobody was named who answers a right.

    Only rights that people have by the bases of the arrangement's activities are asked for.
    """
    for each in view.arrangements.arrangements:
        lacking = [right for right in rights_of(view, each) if not each.answers.get(right)]
        if lacking:
            yield Hit(
                f"arrangement {each.id}",
                say("nobody answers: {rights}", rights=", ".join(lacking)),
                "write under answers which entity does",
            )


def rights_of(view: Beside, arrangement: Arrangement) -> tuple[Right, ...]:
    """The rights that people have in the activities of an arrangement, by their bases."""
    activities = [each for each in view.register.activities if arrangement.covers(each)]
    bases = {purpose.basis for each in activities for purpose in each.purposes}
    has = {
        Right.PORTABILITY: bool(bases & {Basis.CONSENT, Basis.CONTRACT}),
        Right.OBJECTION: bool(bases & {Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK, Basis.SOFT_OPT_IN}),
        Right.WITHDRAWAL: Basis.CONSENT in bases,
        Right.DECISIONS: any(each.decisions for each in activities),
    }
    return tuple(right for right in Right if has.get(right, True))


def strangers(view: Beside) -> Iterator[Hit]:
    """An arrangement or an owner rule names an entity that isn't there, or no party.

    Parties and owners are entities of the register; who informs or answers is one of the parties.
    """
    for each in view.arrangements.arrangements:
        for party in each.parties:
            if party not in view.entities:
                yield _no_entity(f"arrangement {each.id}", party)
        named = (each.informs, *each.answers.values(), *each.duties.values(), *each.pursues)
        for name in dict.fromkeys(named):
            if name and name != EACH and name not in each.parties:
                yield Hit(
                    f"arrangement {each.id}",
                    say("{name} does something there, and is no party", name=name),
                    "name a party, or add it to the parties",
                )
    for rule in view.arrangements.owners:
        if rule.owner not in view.entities:
            yield _no_entity("owners", rule.owner)


def _no_entity(where: str, name: str) -> Hit:
    return Hit(where, say("the register has no entity {name}", name=name), "write an id of the register")


def different_purposes(view: Beside) -> Iterator[Hit]:
    """The controllers of a joint activity pursue different purposes.

    Whoever decides a purpose alone is its only controller: there is nothing joint about that purpose, and
    people must be told whose it is.
    """
    for activity, arrangement in _arranged(view):
        purposes = frozenset(each.id for each in activity.purposes)
        decided = {
            party: purposes & frozenset(arrangement.pursues.get(party, tuple(purposes)))
            for party in arrangement.parties
            if party in activity.controllers
        }
        alone = [
            purpose.id
            for purpose in activity.purposes
            if any(purpose.id not in each for each in decided.values())
        ]
        if alone:
            yield Hit(
                f"activity {activity.id}",
                say("not all of its controllers pursue: {purposes}", purposes=", ".join(alone)),
                "make it an activity of its own with the one controller that decides it",
            )


def unpublished_essence(view: Beside) -> Iterator[Hit]:
    """The essence of an arrangement isn't published, or names no place to turn to.

    People must be able to read it. One contact point isn't demanded, but spares them the search.
    """
    for each in view.arrangements.arrangements:
        if each.published_on is None or each.published_on > view.on:
            yield Hit(
                f"arrangement {each.id}",
                "its essence isn't published",
                "publish what `varsam arrangement show` prints, and write published_on",
            )
        elif not each.contact_point:
            yield Hit(
                f"arrangement {each.id}", "it names no place that people can turn to", "write contact_point"
            )


def unowned(view: Beside) -> Iterator[Hit]:
    """Nobody decided which of the joint controllers owns an activity's data and answers for it.

    A row that several share is erased, corrected and disclosed by one of them. Until it is decided, the
    first controller of the register stands for all.
    """
    if not view.arrangements.present:
        return
    undecided = [
        activity.id
        for activity in view.register.activities
        if is_joint(activity) and not owner_of_activity(view.arrangements, view.register, activity).decided
    ]
    if undecided:
        yield Hit(
            "activities",
            say("nobody is named as owner of: {activities}", activities=", ".join(undecided)),
            "write an owner under owners in arrangement.yaml",
        )


def stale_arrangement(view: Beside) -> Iterator[Hit]:
    """An arrangement is past the day of its review."""
    for each in view.arrangements.arrangements:
        if view.past(each.review_by):
            yield Hit(
                f"arrangement {each.id}",
                say("it was to be looked at again by {day}", day=each.review_by),
                "look at it again, and set review_by anew",
            )


def arranged_nowhere(view: Beside) -> Iterator[Hit]:
    """An arrangement or an owner rule is about something that isn't there.

    An activity, a purpose or a kind of row was renamed or removed.
    """
    for each in view.arrangements.arrangements:
        pursued = (name for names in each.pursues.values() for name in names)
        for name in (*each.activities, *pursued):
            if name not in view.activities and name not in view.purposes:
                yield _nowhere(f"arrangement {each.id}", name)
    for rule in view.arrangements.owners:
        for name in (*rule.activities, *rule.purposes):
            if name not in view.activities and name not in view.purposes:
                yield _nowhere("owners", name)
        for kind in rule.kinds:
            if view.kinds is not None and kind not in view.kinds:
                yield Hit("owners", say("no map has the kind {kind}", kind=kind), "write it as source.kind")


def _nowhere(where: str, name: str) -> Hit:
    return Hit(where, say("the register has no {name}", name=name), "write an id of the register")


def _arranged(view: Beside) -> Iterator[tuple[Activity, Arrangement]]:
    for activity in view.register.activities:
        arrangement = view.arrangements.of(activity)
        if arrangement is not None:
            yield activity, arrangement
