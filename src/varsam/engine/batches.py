"""Which rows go together: batches of owners that cross all tables of a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from varsam.sources.base import Key


@dataclass
class Batches:
    """Assigns the selected rows of one source to batches so that an owner's rows stay together.

    Owners that are coupled (a row of one refers to a row of the other) share a batch. Batches fill up to
    about `rows` rows in the order in which owners were first met, so that neighbours stay neighbours.
    """

    rows: int
    _owners: dict[Key, int] = field(default_factory=dict)
    _parents: list[int] = field(default_factory=list)
    _steps: dict[str, list[tuple[int, Key]]] = field(default_factory=dict)

    def add(self, step: str, owner: Key, key: Key) -> None:
        """Note that the step selects the row `key` of an owner."""
        self._steps.setdefault(step, []).append((self._number(owner), key))

    def couple(self, one: Key, other: Key) -> None:
        """Say that two owners' rows go in one batch."""
        if one in self._owners and other in self._owners:
            left, right = self._root(self._owners[one]), self._root(self._owners[other])
            self._parents[max(left, right)] = min(left, right)

    @property
    def one(self) -> bool:
        """Whether all rows fit in one batch, so that nobody needs to be coupled."""
        return sum(len(rows) for rows in self._steps.values()) <= self.rows

    def _number(self, owner: Key) -> int:
        number = self._owners.get(owner)
        if number is None:
            number = self._owners[owner] = len(self._parents)
            self._parents.append(number)
        return number

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def __iter__(self) -> Iterator[dict[str, list[Key]]]:
        """Give batch after batch: the keys of each step that has some."""
        roots = [self._root(number) for number in range(len(self._parents))]
        sizes: dict[int, int] = {}
        for rows in self._steps.values():
            for number, _ in rows:
                root = roots[number]
                sizes[root] = sizes.get(root, 0) + 1
        batch_of, count = _packed(sizes, self.rows)
        batches: list[dict[str, list[Key]]] = [{} for _ in range(count)]
        for step, rows in self._steps.items():
            for number, key in rows:
                batches[batch_of[roots[number]]].setdefault(step, []).append(key)
        yield from batches


def _packed(sizes: dict[int, int], rows: int) -> tuple[dict[int, int], int]:
    batch_of: dict[int, int] = {}
    batch, filled = 0, 0
    for root in sorted(sizes):
        if filled and filled + sizes[root] > rows:
            batch, filled = batch + 1, 0
        batch_of[root] = batch
        filled += sizes[root]
    return batch_of, batch + 1 if sizes else 0


def chunks(keys: Iterable[Key], size: int) -> Iterator[list[Key]]:
    """Cut keys into lists of at most `size`."""
    chunk: list[Key] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
