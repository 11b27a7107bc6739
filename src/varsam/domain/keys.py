"""Keys of rows, many at a time: single integers stay machine integers until somebody needs a tuple."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
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
