"""Key sets from elsewhere at size: the same as a plain join gives, in the memory of their bytes."""

from __future__ import annotations

import gc
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.engine.key_join import (
    Days,
    Named,
    PackedMembers,
    Pairs,
    mark_of,
    mark_of_identifier,
    members_of,
    read,
    through,
    written,
)
from varsam.store import key_codec

values = st.one_of(
    st.none(),
    st.integers(),
    st.text(max_size=20),
    st.binary(max_size=300),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(UTC)),
)
keys = st.lists(values, min_size=1, max_size=3).map(tuple)
days = st.none() | st.dates(date(1970, 1, 1), date(2040, 1, 1))


@given(keys)
def test_a_key_is_read_as_it_was_written(key: tuple[object, ...]) -> None:
    assert read(written(key)) == key  # type: ignore[arg-type]
    assert [type(each) for each in read(written(key))] == [type(each) for each in key]  # type: ignore[arg-type]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 9), days), max_size=12, unique_by=lambda each: each[0]),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc")), max_size=20),
    st.lists(st.tuples(st.sampled_from("abcd"), keys), max_size=12),
)
def test_a_join_by_buckets_is_a_join(
    states: list[tuple[int, date | None]],
    names: list[tuple[int, str]],
    targets: list[tuple[str, tuple[object, ...]]],
) -> None:
    packed, pairs, named = Days(), Pairs(), Named()
    for row, day in states:
        packed.add(mark_of(written((row,))), day)
    for row, name in names:
        pairs.add(mark_of(written((row,))), mark_of_identifier("name", name))
    for name, key in targets:
        named.add(mark_of_identifier("name", name), written(key))  # type: ignore[arg-type]
    found = members_of([through(packed, pairs)], named)
    said = dict(states)
    plain = {
        (written(key), said[row])  # type: ignore[arg-type]
        for row, name in names
        if row in said
        for other, key in targets
        if other == name
    }
    assert {(written(key), day) for key, day in found} == plain
    assert len(found) == len(plain)


def test_members_are_a_sequence() -> None:
    members = [((number, f"å{number}"), date(2026, 1, 1) if number % 3 else None) for number in range(9_000)]
    packed = PackedMembers(members)
    assert list(packed) == list(packed) == members
    assert (len(packed), packed[8_500], packed[-1]) == (9_000, members[8_500], members[-1])
    assert packed[3:5] == members[3:5]
    dated = [((datetime(2026, 1, 1, tzinfo=UTC),), None), ((date(2026, 1, 1),), None)]
    assert list(PackedMembers(dated)) == dated


def grown(count: int) -> int:
    """The most memory that a join of so many takes."""
    gc.collect()
    tracemalloc.start()
    states, pairs, named = Days(), Pairs(), Named()
    for number in range(count):
        states.add(mark_of(written((number,))), date(2026, 1, 1))
        pairs.add(mark_of(written((number,))), mark_of_identifier("email", f"a.person.{number}@post.example"))
    said = through(states, pairs)
    for number in range(count):
        named.add(mark_of_identifier("email", f"a.person.{number}@post.example"), written((number,)))
    members = members_of([said], named)
    assert len(members) == count
    digest = key_codec.digest(((*key, "2026-01-01") for key, _ in members), b"x" * 32)
    assert digest.count == count
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_each_key_takes_the_memory_of_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred bytes a key and a few runs, where tuples and dicts took over a thousand bytes."""
    monkeypatch.setattr(key_codec, "RUN", 400)
    grown(100)
    assert grown(4_000) - grown(1_500) < 2_500 * 300


def test_a_digest_is_the_same_in_one_run_and_in_many(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(number, None if number % 2 else "x", 1.5) for number in range(500)]
    numbers = [(number,) for number in range(300)]
    mixed = [*numbers, ("a",)]
    whole = [key_codec.digest(each, b"s" * 32) for each in (rows, numbers, mixed)]
    monkeypatch.setattr(key_codec, "RUN", 7)
    assert [key_codec.digest(iter(each[::-1]), b"s" * 32) for each in (rows, numbers, mixed)] == whole
