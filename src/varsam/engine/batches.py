"""Which rows go together: batches of owners that cross all tables of a source."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from varsam.domain.keys import IntegerKeys
from varsam.sources.base import Key, Run


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


def merged(runs: Mapping[str, Run], rows: int) -> Iterator[dict[str, Sequence[Key]]]:
    """Cut runs, each sorted by owner, into batches of about `rows` rows, an owner's rows always together.

    Holds a few batches at a time, whatever the runs' length.
    """
    parts = {step: _Part(run) for step, run in runs.items()}
    while any([part.load(1) for part in parts.values()]):  # noqa: C419 - every part is to be asked
        last = _cut(list(parts.values()), rows)
        batch: dict[str, Sequence[Key]] = {
            step: keys for step, part in parts.items() if (keys := part.take(last))
        }
        yield batch


@dataclass
class _Part:
    """What of a run was read and isn't in a batch yet."""

    run: Run
    owners: array[int] = field(default_factory=lambda: array("q"))
    keys: array[int] = field(default_factory=lambda: array("q"))
    ended: bool = False

    def load(self, rows: int) -> bool:
        """Read on until that many rows are here or the run has ended; whether there are any."""
        while len(self.owners) < rows and not self.ended:
            found = next(self.run, None)
            if found is None:
                self.ended = True
            else:
                self.owners.extend(found[0])
                self.keys.extend(found[1])
        return bool(self.owners)

    def take(self, last: int) -> IntegerKeys:
        """Hand out the rows of owners up to this one."""
        place = bisect_right(self.owners, last)
        keys = self.keys[:place]
        del self.owners[:place], self.keys[:place]
        return IntegerKeys(keys)


_READ_AHEAD = 20_000


def _cut(parts: Sequence[_Part], rows: int) -> int:
    """The owner with whom the next batch ends."""
    some = [part for part in parts if part.owners]
    first = min(part.owners[0] for part in some)
    for part in some:
        part.load(_READ_AHEAD)
    while True:
        short = min((part for part in some if not part.ended), key=lambda part: part.owners[-1], default=None)
        last = max(part.owners[-1] for part in some) if short is None else short.owners[-1] - 1
        if short is None or (last >= first and _rows(some, last) >= rows):
            break
        short.load(len(short.owners) + _READ_AHEAD)
    if _rows(some, first) >= rows:
        return first
    # The largest owner with whom the batch isn't overfull: `first` fits, what comes after `last` may not.
    low, high = first, last
    while low < high:
        middle = (low + high + 1) // 2
        if _rows(some, middle) <= rows:
            low = middle
        else:
            high = middle - 1
    return low


def _rows(parts: Sequence[_Part], last: int) -> int:
    return sum(bisect_right(part.owners, last) for part in parts)
