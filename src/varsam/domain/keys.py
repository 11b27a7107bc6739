"""Keys of rows, many at a time: single integers stay machine integers until somebody needs a tuple."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import overload


class IntegerKeys(Sequence[tuple[int]]):
    """Keys that are one integer each, as a sequence of key tuples that takes eight bytes a key.

    `numbers` is an array of type `q`; who holds an `IntegerKeys` doesn't change it.
    """

    __slots__ = ("numbers",)

    def __init__(self, numbers: array[int]) -> None:
        """Wrap an array of type `q`; it isn't copied."""
        self.numbers = numbers

    def __len__(self) -> int:
        """How many keys."""
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> tuple[int]: ...
    @overload
    def __getitem__(self, place: slice) -> IntegerKeys: ...

    def __getitem__(self, place: int | slice) -> tuple[int] | IntegerKeys:
        """One key, or some of them."""
        if isinstance(place, slice):
            return IntegerKeys(self.numbers[place])
        return (self.numbers[place],)

    def __iter__(self) -> Iterator[tuple[int]]:
        """Give each key as a tuple."""
        return zip(self.numbers)

    def __eq__(self, other: object) -> bool:
        """Equal to any sequence of the same keys in the same order."""
        if isinstance(other, IntegerKeys):
            return self.numbers == other.numbers
        return (
            isinstance(other, Sequence)
            and len(other) == len(self)
            and all(mine == theirs for mine, theirs in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]


class NumberSet(AbstractSet[tuple[int, ...]]):
    """A set of keys that are one integer each, in eight bytes a key."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        """Take the numbers, in any order."""
        self._numbers = array("q", sorted(numbers))

    def __len__(self) -> int:
        """How many keys."""
        return len(self._numbers)

    def __contains__(self, key: object) -> bool:
        """Whether the key is among them."""
        if not isinstance(key, tuple) or len(key) != 1 or not isinstance(key[0], int):
            return False
        place = bisect_left(self._numbers, key[0])
        return place < len(self._numbers) and self._numbers[place] == key[0]

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Give each key as a tuple, in order."""
        return zip(self._numbers)
