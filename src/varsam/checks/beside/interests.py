"""Checks over legitimate-interest assessments: is each interest weighed, and does the weighing still hold?"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.beside.view import Beside
from varsam.domain.assessments import Weighed, steps_missing
from varsam.domain.register import Basis
from varsam.domain.said import say


def unweighed(view: Beside) -> Iterator[Hit]:
    """A purpose rests on legitimate interests, and no assessment weighs them.

    Whoever relies on a legitimate interest must be able to show the interest, that the processing is
    necessary for it, and that people's interests don't override it. Found once there is an
    `assessments.yaml`; without the file ASM002 says how many are unweighed.
    """
    if not view.assessments.present:
        return
    for purpose in view.on_interests():
        if not view.assessments.of_purpose(purpose.id):
            yield Hit(
                f"purpose {purpose.id}",
                "no assessment weighs the interest that this purpose rests on",
                say("`varsam assessment draft {id}` begins one", id=purpose.id),
            )


def nothing_weighed(view: Beside) -> Iterator[Hit]:
    """Purposes rest on legitimate interests, and no assessment at all is written down.

    The three steps (interest, necessity, balancing) may lie elsewhere; then this is silenced with the place
    as its reason.
    """
    count = sum(1 for _ in view.on_interests())
    if not view.assessments.present and count:
        yield Hit(
            "activities",
            say("purposes on legitimate interests that nothing weighs: {count}", count=count),
            "`varsam assessment list` says which; `varsam assessment draft PURPOSE` begins one",
        )


def another_interest(view: Beside) -> Iterator[Hit]:
    """An assessment weighs another interest than the register names.

    What people are told (13(1)(d)) and what was weighed must be the same interest, or nothing was weighed.
    """
    for each in view.assessments.interests:
        for purpose in (view.purposes.get(name) for name in each.purposes):
            if purpose is not None and purpose.interest and _plain(purpose.interest) != _plain(each.interest):
                yield Hit(
                    f"interest assessment {each.id}",
                    say("the interest isn't the one that the purpose {id} names", id=purpose.id),
                    "write the same interest in the register and in the assessment, or weigh it anew",
                )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def stale_interest(view: Beside) -> Iterator[Hit]:
    """A legitimate-interest assessment is past the day of its review.

    An interest that was weighty may have gone, and what people expect changes.
    """
    for each in view.assessments.interests:
        if view.past(each.review_by):
            yield Hit(
                f"interest assessment {each.id}",
                say("it was to be looked at again by {day}", day=each.review_by),
                "look at it again, and set review_by anew",
            )


def overridden_in_use(view: Beside) -> Iterator[Hit]:
    """People's interests override the interest, and the purpose still rests on it.

    Then there is no legal basis: the purpose ends, or rests on another one.
    """
    for each in view.assessments.interests:
        if each.outcome is not Weighed.OVERRIDDEN:
            continue
        for name in each.purposes:
            purpose = view.purposes.get(name)
            if purpose is not None and purpose.basis is Basis.LEGITIMATE_INTERESTS:
                yield Hit(
                    f"purpose {name}",
                    say("the assessment {id} came to the result that it may not be done", id=each.id),
                    "end the purpose and erase what it held, or find another basis",
                )


def half_weighed(view: Beside) -> Iterator[Hit]:
    """A step of a legitimate-interest assessment is missing, or nobody decided.

    The three steps are cumulative: without one of them the basis isn't there.
    """
    for each in view.assessments.interests:
        lacks = steps_missing(each)
        if lacks:
            yield Hit(
                f"interest assessment {each.id}",
                say("it lacks {sections}", sections=", ".join(lacks)),
                "write what is missing",
            )
        undecided = each.outcome is Weighed.OPEN or each.decided_on is None or not each.decided_by
        if undecided and not lacks:
            yield Hit(
                f"interest assessment {each.id}",
                "nobody has decided",
                "write outcome, decided_on and decided_by (a role)",
            )


def assessed_nowhere(view: Beside) -> Iterator[Hit]:
    """An assessment is about something that the register hasn't got.

    A purpose or an activity was renamed or removed, and its assessment is about nothing now.
    """
    for interest in view.assessments.interests:
        for name in interest.purposes:
            if name not in view.purposes:
                yield _nowhere(f"interest assessment {interest.id}", name)
    for impact in view.assessments.impacts:
        for name in impact.activities:
            if name not in view.activities:
                yield _nowhere(f"impact assessment {impact.id}", name)
    for name in view.assessments.answers:
        if name not in view.activities:
            yield _nowhere(f"answer {name}", name)


def _nowhere(where: str, name: str) -> Hit:
    return Hit(where, say("the register has no {name}", name=name), "write an id of the register")


def other_basis(view: Beside) -> Iterator[Hit]:
    """A legitimate-interest assessment is about a purpose that rests on another basis.

    Either the register is wrong about the basis, or nothing needs weighing there.
    """
    for each in view.assessments.interests:
        for purpose in (view.purposes.get(name) for name in each.purposes):
            if purpose is not None and purpose.basis is not Basis.LEGITIMATE_INTERESTS:
                yield Hit(
                    f"interest assessment {each.id}",
                    say("the purpose {id} rests on {basis}", id=purpose.id, basis=purpose.basis.value),
                    "correct the basis in the register, or take the purpose out of the assessment",
                )


def grounds_against_marketing(view: Beside) -> Iterator[Hit]:
    """Grounds against an objection are claimed for direct marketing.

    Nothing stands against an objection to direct marketing: it ends at once and for ever.
    """
    for each in view.assessments.interests:
        for purpose in (view.purposes.get(name) for name in each.purposes):
            if purpose is not None and purpose.marketing and each.grounds.strip():
                yield Hit(
                    f"interest assessment {each.id}",
                    say(
                        "grounds are claimed against objections to the marketing purpose {id}", id=purpose.id
                    ),
                    "take the grounds out: an objection to marketing is always followed",
                )
