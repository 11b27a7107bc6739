"""What formats of containers have in common: rows with their raw bytes, and changes as splices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from varsam.domain.predicate import Value

T = TypeVar("T", str, bytes)

# More than this in one cell or file is a bomb, or needs a source of its own.
MAX_BYTES: Final = 256 * 1024 * 1024


class Unreadable(ValueError):
    """A container can't be read as its codec says, or can't be rewritten; the message holds no contents."""


@dataclass(frozen=True, slots=True)
class Splice(Generic[T]):
    """What stands from `start` to `end` is replaced by `new`."""

    start: int
    end: int
    new: T


def spliced(content: T, splices: Iterable[Splice[T]]) -> T:
    """Carry out splices that don't overlap; everything between them stays as it is."""
    empty = content[:0]
    parts: list[T] = []
    at = 0
    for each in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if each.start < at:
            raise Unreadable("two changes overlap")
        parts += [content[at : each.start], each.new]
        at = each.end
    parts.append(content[at:])
    return empty.join(parts)


@dataclass(frozen=True, slots=True)
class Raw(Generic[T]):
    """One row: what it is made of, without what only parts it from others, and its fields as they stand."""

    content: T
    values: tuple[Value, ...] = field(repr=False)


class Format(ABC, Generic[T]):
    """A container that was taken apart. `fixed` says why it can't be rewritten; empty when it can."""

    rows: Sequence[Raw[T]]
    fixed: str = ""

    @abstractmethod
    def without(self, gone: Set[int]) -> list[Splice[T]]:
        """The splices that remove rows by their place, and nothing else."""

    @abstractmethod
    def change(self, row: int, field: int, value: Value) -> Splice[T]:
        """The splice that writes a value into a field of a row that stays. Unreadable: it can't."""


def runs(gone: Set[int], count: int) -> list[tuple[int, int]]:
    """Neighbouring places joined: (first, last) of each run."""
    found: list[tuple[int, int]] = []
    for place in sorted(gone):
        if place >= count:
            raise Unreadable("a row isn't there")
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
