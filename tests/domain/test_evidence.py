"""The Merkle arithmetic against the definitions, written down naively."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.evidence import (
    EMPTY_ROOT,
    Commitment,
    Frontier,
    consistency_spans,
    grow,
    inclusion_spans,
    leaf_hash,
    root_hash,
    span_hash,
    subtrees,
    verify_consistency,
    verify_inclusion,
)

# Published with the reference implementation of Certificate Transparency.
VECTORS = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(entries: list[bytes]) -> bytes:
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return sha256(b"\x01" + naive_root(entries[:half]) + naive_root(entries[half:])).digest()


def naive_path(index: int, entries: list[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    half = 1
    while half * 2 < len(entries):
        half *= 2
    if index < half:
        return [*naive_path(index, entries[:half]), naive_root(entries[half:])]
    return [*naive_path(index - half, entries[half:]), naive_root(entries[:half])]


def naive_consistency(first: int, entries: list[bytes], whole: bool = True) -> list[bytes]:
    if first == len(entries):
        return [] if whole else [naive_root(entries)]
    half = 1
    while half * 2 < len(entries):
        half *= 2
    if first <= half:
        return [*naive_consistency(first, entries[:half], whole), naive_root(entries[half:])]
    return [*naive_consistency(first - half, entries[half:], False), naive_root(entries[:half])]


def tree(entries: list[bytes]) -> dict[tuple[int, int], bytes]:
    return dict(grow(0, {}, [leaf_hash(entry) for entry in entries]))


def hashes(spans: tuple[tuple[int, int], ...], entries: list[bytes]) -> list[bytes]:
    nodes = tree(entries)
    return [span_hash(start, end, nodes) for start, end in spans]


logs = st.lists(st.binary(max_size=6), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert root_hash([leaf_hash(each) for each in VECTORS[:size]]).hex() == ROOTS[size - 1]


def test_an_empty_log_has_the_hash_of_nothing() -> None:
    assert root_hash([]) == EMPTY_ROOT == Frontier().root() == naive_root([])


@given(logs)
def test_root_follows_the_definition(entries: list[bytes]) -> None:
    frontier = Frontier()
    for entry in entries:
        frontier.add(leaf_hash(entry))
    assert root_hash([leaf_hash(each) for each in entries]) == frontier.root() == naive_root(entries)


@given(logs, st.data())
def test_growing_in_parts_is_growing_at_once(entries: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(entries)))
    nodes = tree(entries[:cut])
    edge = {each: nodes[each] for each in subtrees(0, cut)}
    nodes |= dict(grow(cut, edge, [leaf_hash(each) for each in entries[cut:]]))
    assert nodes == tree(entries)


@given(logs, st.data())
def test_inclusion(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    path = hashes(inclusion_spans(index, len(entries)), entries)
    root = naive_root(entries)
    assert path == naive_path(index, entries)
    assert verify_inclusion(leaf_hash(entries[index]), index, len(entries), path, root)
    assert not verify_inclusion(leaf_hash(entries[index] + b"!"), index, len(entries), path, root)
    assert not verify_inclusion(leaf_hash(entries[index]), index, len(entries), [*path, root], root)
    assert not verify_inclusion(leaf_hash(entries[index]), len(entries), len(entries), path, root)
    if path:
        assert not verify_inclusion(leaf_hash(entries[index]), index, len(entries), path[1:], root)
        changed = [bytes([path[0][0] ^ 1]) + path[0][1:], *path[1:]]
        assert not verify_inclusion(leaf_hash(entries[index]), index, len(entries), changed, root)


@given(logs, st.data())
def test_consistency(entries: list[bytes], data: st.DataObject) -> None:
    second = len(entries)
    first = data.draw(st.integers(0, second))
    path = hashes(consistency_spans(first, second), entries)
    old, new = naive_root(entries[:first]), naive_root(entries)
    assert path == (naive_consistency(first, entries) if first else [])
    assert verify_consistency(first, old, second, new, path)
    assert not verify_consistency(first, sha256(b"other").digest(), second, new, path)
    assert not verify_consistency(first, old, second, new, [*path, new])
    if first:
        assert not verify_consistency(first, old, second, sha256(b"other").digest(), path)
    if path:
        assert not verify_consistency(first, old, second, new, path[1:])
        rewritten = [b"other", *entries[1:]]
        if entries[0] != b"other":
            forged = hashes(consistency_spans(first, second), rewritten)
            assert not verify_consistency(first, old, second, naive_root(rewritten), forged)


def test_what_cannot_be_proven_is_refused() -> None:
    with pytest.raises(ValueError, match="no entry 3"):
        inclusion_spans(3, 3)
    with pytest.raises(ValueError, match="can't continue"):
        consistency_spans(4, 3)
    assert not verify_consistency(4, EMPTY_ROOT, 3, EMPTY_ROOT, [])


def test_commitment() -> None:
    commitment = Commitment.over(b"a value", b"s" * 32)
    assert commitment.opens(b"a value")
    assert not commitment.opens(b"another")
    assert commitment.digest != Commitment.over(b"a value", b"t" * 32).digest
    assert "s" * 32 not in repr(commitment)
    with pytest.raises(ValueError, match="32 random bytes"):
        Commitment.over(b"a value", b"short")
