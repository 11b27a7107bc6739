"""Texts made of keys: whatever the key, two rows never get the same one, and what may meet is told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.evaluation import value_for
from varsam.domain.key_texts import as_said, characters, columns_in, may_meet, tells_apart
from varsam.domain.predicate import Built, Column, NewValue
from varsam.domain.snapshot import Table, TableColumn

TABLE = Table("t", tuple(TableColumn(name, "bigint", False, "number") for name in "ab"), ("a", "b"))
PIECES = st.text(st.sampled_from("01-x{a"), max_size=3)
KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(-12, 120)
ROWS = st.fixed_dictionaries({"a": KEYS, "b": KEYS})


def built(*pieces: str | Column) -> Built:
    return Built(tuple(piece for piece in pieces if piece != ""))


ONE = st.builds(lambda before, after: built(before, Column("a"), after), PIECES, PIECES)
TWO = st.builds(lambda p, q, r: built(p, Column("a"), q, Column("b"), r), PIECES, PIECES, PIECES)


@given(TWO, ROWS, ROWS)
@settings(max_examples=100)
def test_texts_of_two_keys_differ_where_they_are_said_to(made: Built, row: dict, other: dict) -> None:  # type: ignore[type-arg]
    if tells_apart(made):
        assert (value_for(made, row) == value_for(made, other)) == (row == other)


def test_digits_alone_dont_part_two_columns() -> None:
    joined = built(Column("a"), "1", Column("b"))
    assert value_for(joined, {"a": 1, "b": 12}) == value_for(joined, {"a": 11, "b": 2})
    assert not tells_apart(joined)
    assert tells_apart(built(Column("a"), "1-", Column("b")))


@given(ONE | TWO, ROWS)
def test_no_text_is_longer_than_said(made: Built, row: dict) -> None:  # type: ignore[type-arg]
    text = value_for(made, row)
    assert isinstance(text, str)
    assert len(text) <= characters(made, TABLE, "postgresql")
    assert set(columns_in(made)) <= {"a", "b"}
    assert "{a}" in as_said(made)


@given(ONE | PIECES | st.none(), ONE | PIECES | st.none(), ROWS, ROWS)
@settings(max_examples=150)
def test_texts_of_two_patterns_meet_only_where_they_may(
    one: NewValue,
    other: NewValue,
    row: dict,
    elsewhere: dict,  # type: ignore[type-arg]
) -> None:
    first, second = value_for(one, row), value_for(other, elsewhere)
    if first is not None and first == second and (one != other or row["a"] != elsewhere["a"]):
        assert may_meet(one, other)


def test_patterns_that_cant_meet_are_told_apart() -> None:
    a = Column("a")
    assert may_meet(built("r", a), built("r1", a))  # r12: of the key 12, and of 2
    assert may_meet(built("r", a), "r7")
    assert not may_meet(built("r", a), "rest")
    assert not may_meet(built("r", a), built("r", a))
    assert not may_meet(built("r", a), built("gone", a))
    assert not may_meet(built("r", a), built("r", a, "x"))
    assert not may_meet(built("r", a), None)
    assert may_meet("removed", "removed")
