"""What stands, on which day, known when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.errors import RegisterError
from varsam.domain.facts import (
    Fact,
    FactKind,
    Scope,
    consent,
    erasures,
    objections,
    open_holds,
    open_restrictions,
    standing,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def fact(id_: str, kind: FactKind, effective: int, **more: object) -> Fact:
    given_: dict[str, object] = {
        "controller": "north",
        "recorded_at": day(effective),
        "actor": "a1",
        "person": "p1",
        "purpose": "newsletter" if "consent" in kind else None,
    }
    return Fact(id=id_, kind=kind, effective_at=day(effective), **(given_ | more))  # type: ignore[arg-type]


GIVEN, WITHDRAWN = FactKind.CONSENT_GIVEN, FactKind.CONSENT_WITHDRAWN


def test_the_latest_of_given_and_withdrawn_stands() -> None:
    facts = [fact("a", GIVEN, 1), fact("b", WITHDRAWN, 5), fact("c", GIVEN, 9)]
    answers = [
        (each.id if (each := consent(facts, "p1", "newsletter", day(on))) else None) for on in (0, 1, 5, 9)
    ]
    assert answers == [None, "a", "b", "c"]
    assert consent(facts, "p2", "newsletter", day(9)) is None
    assert consent(facts, "p1", "recruitment", day(9)) is None


def test_at_the_same_instant_a_withdrawal_wins_whatever_was_recorded_last() -> None:
    given_ = fact("z", GIVEN, 1, recorded_at=day(8))
    withdrawn = fact("a", WITHDRAWN, 1)
    assert consent([given_, withdrawn], "p1", "newsletter", day(2)) == withdrawn


def test_a_withdrawal_for_one_channel_leaves_the_others() -> None:
    facts = [
        fact("a", GIVEN, 1),
        fact("b", WITHDRAWN, 2, details={"channel": "sms"}),
    ]
    assert consent(facts, "p1", "newsletter", day(3), channel="sms") == facts[1]
    assert consent(facts, "p1", "newsletter", day(3), channel="email") == facts[0]
    assert consent(facts[:1], "p1", "newsletter", day(3), channel="sms") == facts[0]
    both = [fact("a", GIVEN, 1, details={"channel": "email"}), facts[1]]
    assert consent(both, "p1", "newsletter", day(3)) == both[0]


def test_what_did_we_know_when() -> None:
    late = fact("b", WITHDRAWN, 2, recorded_at=day(10))
    facts = [fact("a", GIVEN, 1), late]
    assert consent(facts, "p1", "newsletter", day(5)) == late
    assert consent(facts, "p1", "newsletter", day(5), known_at=day(9)) == facts[0]


def test_a_released_hold_is_over_even_when_it_was_corrected_in_between() -> None:
    scope = Scope(sources=("shop",))
    opened = fact("h", FactKind.HOLD_OPENED, 1, person=None, scope=scope)
    corrected = fact(
        "h2", FactKind.HOLD_OPENED, 1, person=None, scope=scope, recorded_at=day(4), supersedes="h"
    )
    released = fact("r", FactKind.HOLD_RELEASED, 7, person=None, refers_to="h")
    facts = [opened, corrected, released]
    assert open_holds(facts, day(6)) == (corrected,)
    assert open_holds(facts, day(6), known_at=day(3)) == (opened,)
    assert open_holds(facts, day(7)) == ()
    undone = fact("r2", FactKind.HOLD_RELEASED, 20, person=None, refers_to="h", supersedes="r")
    assert open_holds([*facts, undone], day(8)) == (corrected,)


def test_restrictions_objections_and_erasures() -> None:
    restricted = fact("x", FactKind.RESTRICTION, 1)
    objected = fact("o", FactKind.OBJECTION, 2)
    erased = fact("e", FactKind.ERASURE_DECIDED, 3)
    upheld = fact("d", FactKind.OBJECTION_DECIDED, 4, refers_to="o", details={"outcome": "upheld"})
    lifted = fact("l", FactKind.RESTRICTION_LIFTED, 5, refers_to="x")
    facts = [restricted, objected, erased, upheld, lifted]
    assert open_restrictions(facts, day(4)) == (restricted,)
    assert open_restrictions(facts, day(5)) == ()
    assert [each.upheld for each in objections(facts, day(3))] == [None]
    assert [each.upheld for each in objections(facts, day(4), person="p1")] == [True]
    assert objections(facts, day(4), person="p2") == ()
    assert erasures(facts, day(3), person="p1") == (erased,)
    assert erasures(facts, day(2)) == ()


def test_scope() -> None:
    scope = Scope(sources=("shop",), purposes=("support",))
    assert scope.covers("shop", "orders", "support")
    assert scope.covers("shop", "orders")
    assert not scope.covers("crm", "orders", "support")
    assert not scope.covers("shop", "orders", "marketing")
    assert Scope().covers("anything", "at", "all")


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        (GIVEN, {"person": None}, "needs a person"),
        (GIVEN, {"purpose": None}, "needs a purpose"),
        (FactKind.HOLD_RELEASED, {}, "what it refers to"),
        (FactKind.HOLD_OPENED, {"refers_to": "h"}, "refers to nothing"),
        (FactKind.HOLD_OPENED, {"person": None}, "neither person nor scope"),
        (FactKind.OBJECTION_DECIDED, {"refers_to": "o"}, "no outcome"),
        (GIVEN, {"supersedes": "f"}, "names itself"),
        (GIVEN, {"recorded_at": datetime(2026, 1, 1)}, "no time zone"),
    ],
)
def test_a_statement_that_nobody_could_act_on_is_refused(
    kind: FactKind, more: dict[str, object], message: str
) -> None:
    with pytest.raises(RegisterError, match=message) as caught:
        fact("f", kind, 1, **more)
    assert caught.value.hint


def test_details_cannot_be_changed_later_and_are_not_printed() -> None:
    details = {"ground": "a dispute with a neighbour"}
    one = fact("f", FactKind.HOLD_OPENED, 1, details=details)
    details["ground"] = "another"
    assert one.details["ground"] == "a dispute with a neighbour"
    assert "neighbour" not in repr(one)
    with pytest.raises(TypeError):
        one.details["ground"] = "x"  # type: ignore[index]
    assert hash(one) == hash(replace(one))


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    facts: list[Fact] = []
    for number in range(draw(st.integers(0, 9))):
        free = [each.id for each in facts if each.id not in {other.supersedes for other in facts}]
        facts.append(
            fact(
                f"f{number}",
                draw(st.sampled_from([GIVEN, WITHDRAWN])),
                draw(st.integers(0, 6)),
                recorded_at=day(10 + number),
                person=draw(st.sampled_from(["p1", "p2"])),
                supersedes=draw(st.none() | st.sampled_from(free)) if free else None,
            )
        )
    return facts


@given(histories(), st.randoms(use_true_random=False), st.integers(-1, 8))
def test_the_order_of_reading_does_not_matter(facts: list[Fact], random: object, on: int) -> None:
    mixed = list(facts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(mixed, day(on)) == standing(facts, day(on))
    assert consent(mixed, "p1", "newsletter", day(on)) == consent(facts, "p1", "newsletter", day(on))


@given(histories(), st.integers(-1, 8))
def test_superseding_a_fact_is_never_having_recorded_it(facts: list[Fact], on: int) -> None:
    for correction in [each for each in facts if each.supersedes is not None]:
        wrong = next(each for each in facts if each.id == correction.supersedes)
        rewritten = [
            replace(each, supersedes=wrong.supersedes) if each.id == correction.id else each
            for each in facts
            if each.id != wrong.id
        ]
        assert [each.id for each in standing(rewritten, day(on))] == [
            each.id for each in standing(facts, day(on))
        ]


@given(histories(), st.integers(0, 20))
def test_what_is_recorded_later_does_not_change_what_was_known(facts: list[Fact], when: int) -> None:
    known = [each for each in facts if each.recorded_at <= day(when)]
    assert standing(facts, day(6), known_at=day(when)) == standing(known, day(6))
