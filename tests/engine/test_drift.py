"""What was approved against what is selected now, as two streams: the same answer as with sets."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.keys import IntegerKeys, NumberSet
from varsam.engine.drift import _missing

Selected = list[int]


def run(keys: Selected, part: int) -> Iterator[tuple[array[int], array[int]]]:
    """Keys as a source streams them."""
    for start in range(0, len(keys), part):
        some = array("q", keys[start : start + part])
        yield some, some


@given(
    st.lists(st.integers(0, 200), unique=True, max_size=60),
    st.sets(st.integers(0, 200)),
    st.integers(1, 20),
    st.integers(1, 20),
    st.sets(st.integers(0, 9)),
)
def test_what_went_away_is_found_and_nothing_new_passes(
    approved: Selected, away: set[int], size: int, part: int, done: set[int]
) -> None:
    batches = [approved[start : start + size] for start in range(0, len(approved), size)]
    sealed = [(number, IntegerKeys(array("q", keys))) for number, keys in enumerate(batches)]
    left = [key for key in approved if key not in away]
    found = _missing(run(left, part), sealed, frozenset(done))
    assert found is not None
    expected = {
        key for number, keys in enumerate(batches) for key in keys if key in away and number not in done
    }
    assert set(found) == expected
    assert NumberSet(found) == {(key,) for key in expected}
    for place in range(len(left) + 1):
        assert _missing(run([*left[:place], 999, *left[place:]], part), sealed, frozenset(done)) is None


def test_a_set_of_numbers_holds_what_it_was_given() -> None:
    some = NumberSet([5, 1, 3])
    assert (1,) in some
    assert list(some) == [(1,), (3,), (5,)]
    for other in ((2,), (1, 3), 1, "1", ("1",)):
        assert other not in some
    assert not NumberSet()
    with pytest.raises(TypeError):
        hash(some)
