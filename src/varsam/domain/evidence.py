"""The arithmetic of a Merkle log: hashes, roots, and proofs that anyone can check.

A tree of `size` leaves is cut into *complete subtrees*; a node is named by its coordinate
`(level, index)`: the subtree over the leaves `index * 2**level` up to `(index + 1) * 2**level`.
Complete subtrees never change when the log grows, so whoever keeps them can append and prove with
O(log size) hashes. All hashes are 32 bytes (SHA-256).

Source: RFC 6962, section 2.1; verification as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

Coordinate: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[int, int]

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32
SALT_BYTES = 32


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry of the log; the prefix keeps a leaf from passing for a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent."""
    return sha256(b"\x01" + left + right).digest()


def subtrees(start: int, end: int) -> tuple[Coordinate, ...]:
    """Cut the leaves `start` up to (not including) `end` into complete subtrees, left to right."""
    found: list[Coordinate] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return tuple(found)


def span_hash(start: int, end: int, nodes: Mapping[Coordinate, bytes]) -> bytes:
    """Hash the leaves `start` up to `end` as the tree does; `nodes` holds their complete subtrees.

    KeyError: a subtree is missing; the caller's copy of the tree has a gap.
    """
    hashes = [nodes[coordinate] for coordinate in subtrees(start, end)]
    if not hashes:
        return EMPTY_ROOT
    result = hashes.pop()
    while hashes:
        result = node_hash(hashes.pop(), result)
    return result


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Hash a whole list of leaf hashes into the root of their tree."""
    nodes = dict(grow(0, {}, leaves))
    return span_hash(0, len(leaves), nodes)


def grow(
    size: int, edge: Mapping[Coordinate, bytes], leaves: Iterable[bytes]
) -> list[tuple[Coordinate, bytes]]:
    """Append leaf hashes to a tree of `size` leaves and list every complete subtree that this makes.

    `edge` holds the subtrees of `subtrees(0, size)`. The leaves themselves come back as level 0;
    children come before parents.
    """
    pending = [(coordinate[0], edge[coordinate]) for coordinate in subtrees(0, size)]
    made: list[tuple[Coordinate, bytes]] = []
    for index, leaf in enumerate(leaves, start=size):
        level, value = 0, leaf
        made.append(((0, index), leaf))
        while pending and pending[-1][0] == level:
            value = node_hash(pending.pop()[1], value)
            level += 1
            made.append(((level, index >> level), value))
        pending.append((level, value))
    return made


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Name the spans whose hashes prove that leaf `index` is in a tree of `size` leaves, leaf first.

    ValueError: there is no such leaf in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"a log of {size} entries has no entry {index}")
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return tuple(reversed(spans))


def consistency_spans(first: int, second: int) -> tuple[Span, ...]:
    """Name the spans whose hashes prove that the first `first` leaves of a tree of `second` are unchanged.

    Empty when there is nothing to prove (`first` is 0 or equals `second`).
    ValueError: `first` is larger than `second`, or negative.
    """
    if not 0 <= first <= second:
        raise ValueError(f"a log of {second} entries can't continue one of {first}")
    if first in (0, second):
        return ()
    spans: list[Span] = []
    start, end, whole = 0, second, True
    while first < end:
        middle = start + _half(end - start)
        if first <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start, whole = middle, False
    if not whole:
        spans.append((start, end))
    return tuple(reversed(spans))


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Compute the root that an inclusion path leads to; None if the path can't belong to that tree."""
    if not 0 <= index < size:
        return None
    position, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            value = node_hash(sibling, value)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            value = node_hash(value, sibling)
        position >>= 1
        last >>= 1
    return value if last == 0 else None


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Answer whether `path` proves that `leaf` is entry `index` of the log with this size and root."""
    found = root_from_inclusion(leaf, index, size, path)
    return found is not None and hmac.compare_digest(found, root)


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Answer whether `path` proves that the log of `second` entries only added to the one of `first`."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and hmac.compare_digest(first_root, second_root)
    if first == 0:
        return not path and hmac.compare_digest(first_root, EMPTY_ROOT)
    steps = list(path)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position >>= 1
        last >>= 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            new = node_hash(new, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and hmac.compare_digest(old, first_root) and hmac.compare_digest(new, second_root)


def _half(count: int) -> int:
    """The largest power of two below `count` (at least 2): where a tree splits."""
    return 1 << ((count - 1).bit_length() - 1)


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: enough to compute its root while reading entries one by one.

    Memory is O(log size), so a log of any length can be verified from a file.
    """

    size: int = 0
    _pending: list[tuple[int, bytes]] = field(default_factory=list, repr=False)

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        level, value = 0, leaf
        while self._pending and self._pending[-1][0] == level:
            value = node_hash(self._pending.pop()[1], value)
            level += 1
        self._pending.append((level, value))
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree over all leaves added so far."""
        if not self._pending:
            return EMPTY_ROOT
        result = self._pending[-1][1]
        for _, value in reversed(self._pending[:-1]):
            result = node_hash(value, result)
        return result


@dataclass(frozen=True, slots=True)
class Commitment:
    """A value that was fixed without being shown: the hash is published, the salt stays with the value.

    When value and salt are erased, the published hash says nothing any more, not even to somebody who
    guesses the value.
    """

    digest: str
    salt: bytes = field(repr=False)

    @classmethod
    def over(cls, value: bytes, salt: bytes) -> Commitment:
        """Commit to `value` with a fresh random salt of 32 bytes, drawn by the caller.

        ValueError: the salt is shorter, so the value could be guessed.
        """
        if len(salt) != SALT_BYTES:
            raise ValueError(f"a commitment needs a salt of {SALT_BYTES} random bytes")
        return cls(digest=sha256(salt + value).hexdigest(), salt=salt)

    def opens(self, value: bytes) -> bool:
        """Answer whether this is the value that was committed to."""
        return hmac.compare_digest(sha256(self.salt + value).hexdigest(), self.digest)
