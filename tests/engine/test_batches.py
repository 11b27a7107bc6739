"""Runs cut into batches: every row once, an owner's rows together, batches about as large as asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from varsam.engine.batches import merged

Rows = list[tuple[int, int]]


def in_parts(rows: Rows, size: int) -> Iterator[tuple[array[int], array[int]]]:
    """A run as a source gives it."""
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        yield array("q", [owner for owner, _ in part]), array("q", [key for _, key in part])


runs = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 10**6)), max_size=60).map(sorted),
    min_size=1,
)


@given(runs, st.integers(1, 20), st.integers(1, 7))
@example({"a": [(1, 1), (1, 2)], "b": [(2, 1)]}, 1, 1)
def test_batches_hold_every_row_once_and_owners_whole(found: dict[str, Rows], rows: int, size: int) -> None:
    batches = list(merged({name: in_parts(each, size) for name, each in found.items()}, rows))
    owner_of = {(name, key): owner for name, each in found.items() for owner, key in each}
    for name, each in found.items():
        assert [key for batch in batches for (key,) in batch.get(name, ())] == [key for _, key in each]
    assert all(batch for batch in batches)
    if len(owner_of) < sum(len(each) for each in found.values()):
        return  # one key for two owners: nothing more can be said
    owners = [{owner_of[name, key] for name, keys in batch.items() for (key,) in keys} for batch in batches]
    assert sum(len(each) for each in owners) == len(set().union(*owners)) if owners else True
    for batch, mine in zip(batches, owners, strict=True):
        assert sum(len(keys) for keys in batch.values()) <= rows or len(mine) == 1


def test_batches_fill_up() -> None:
    rows = [(number // 3, number) for number in range(9_000)]
    sizes = [
        sum(len(keys) for keys in batch.values())
        for batch in merged({"a": in_parts(rows, 100), "b": in_parts(rows, 700)}, 1_000)
    ]
    assert sum(sizes) == 18_000
    assert all(size >= 990 for size in sizes[:-1])
