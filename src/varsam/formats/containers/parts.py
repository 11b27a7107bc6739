"""What formats of containers have in common: rows with their raw bytes, and changes as splices."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

from varsam.domain.predicate import Value

T = TypeVar("T", str, bytes)

# More than this in one cell or file is a bomb, or needs a source of its own.
MAX_BYTES: Final = 256 * 1024 * 1024
MAX_LINES: Final = 2_000


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
    """One row: what it is made of, without what only parts it from others, and its fields as they stand.

    `start`: where it begins in the whole.
    """

    content: T
    values: tuple[Value, ...] = field(repr=False)
    start: int = 0


class Format(ABC, Generic[T]):
    """A container that was taken apart. `fixed` says why it can't be rewritten; empty when it can.

    `whole`: why its rows can't go by themselves, though what lies in them can be rewritten. `follow`: fields
    that change by themselves when what lies in a row does.
    """

    rows: Sequence[Raw[T]]
    fixed: str = ""
    whole: str = ""
    follow: tuple[str, ...] = ()
    content: T
    holding: tuple[int, ...] = ()

    @abstractmethod
    def without(self, gone: Set[int]) -> list[Splice[T]]:
        """The splices that remove rows by their place, and nothing else."""

    @abstractmethod
    def change(self, row: int, field: int, value: Value) -> Splice[T]:
        """The splice that writes a value into a field of a row that stays. Unreadable: it can't."""

    def rewrite(self, gone: Set[int], changed: Mapping[int, Mapping[int, Value]]) -> list[Splice[T]]:
        """The splices that remove rows, and write values into fields of others. Unreadable: it can't be."""
        found = self.without(gone) if gone else []
        for row, values in changed.items():
            for number, value in values.items():
                held = number in self.holding and isinstance(value, bytes)
                if held:
                    found.append(trimmed(self.content, self.change_held(row, number, value)))  # type: ignore[arg-type]
                else:
                    found.append(self.change(row, number, value))
        return found

    # -- rows in which other rows lie ----------------------------------------------------------------------

    def holds(self, content: T, fields: Iterable[int]) -> None:
        """Take the whole, and the fields in which other rows lie."""
        self.content, self.holding = content, tuple(fields)

    def held(self, row: int, field: int) -> bytes | None:
        """What lies in a field, as bytes; None: nothing does. Unreadable: it can't be said."""
        value = self.rows[row].values[field]
        if value is None or isinstance(value, bytes):
            return value
        return str(value).encode("utf-8", "surrogatepass")

    def change_held(self, row: int, field: int, content: bytes) -> Splice[T]:
        """The splice that puts other bytes there. Unreadable: what is there can't be spelled as it is."""
        before = self.held(row, field)
        same = self.change(row, field, None if before is None else self.as_value(before))
        if self.content[same.start : same.end] != same.new:
            raise Unreadable("what lies in a row can't be written again as it is")
        return self.change(row, field, self.as_value(content))

    def size_held(self, row: int, field: int) -> int:
        """How much that is, told without unpacking it where that can be."""
        return len(self.held(row, field) or b"")

    def prove_held(self, row: int, field: int) -> None:
        """Show that what lies there can be written again as it is. Unreadable: it can't."""
        content = self.held(row, field)
        if content is not None:
            self.change_held(row, field, content)

    def mark(self, row: int) -> T:
        """What tells a row from others whatever lies in it: the row without that."""
        raw = self.rows[row]
        cut: list[Splice[T]] = []
        for number in self.holding:
            content = self.held(row, number)
            if content is not None:
                there = self.change(row, number, self.as_value(content))
                cut.append(Splice(there.start - raw.start, there.end - raw.start, raw.content[:0]))
        return spliced(raw.content, cut)

    def as_value(self, content: bytes) -> Value:
        """Bytes as `change` takes them."""
        return content


class TextFormat(Format[str]):
    """A format of text: what lies in a row is text as well."""

    def as_value(self, content: bytes) -> Value:
        """As text."""
        return content.decode("utf-8", "surrogatepass")


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


def trimmed(content: T, splice: Splice[T]) -> Splice[T]:
    """The same change without what begins and ends alike, so that layers around leave that as it is."""
    old, new = content[splice.start : splice.end], splice.new
    first = _alike(min(len(old), len(new)), lambda size: old[:size] == new[:size])
    last = _alike(
        min(len(old), len(new)) - first,
        lambda size: old[len(old) - size :] == new[len(new) - size :],
    )
    return Splice(splice.start + first, splice.end - last, new[first : len(new) - last])


def _alike(most: int, same: Callable[[int], bool]) -> int:
    """The largest size up to `most` at which two texts are the same."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if same(middle):
            least = middle
        else:
            most = middle - 1
    return least


def narrow(before: bytes, after: bytes) -> list[Splice[bytes]]:
    """The splices by which one becomes the other, line by line: what both have is left alone."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    at = len(b"".join(before.splitlines(keepends=True)[:first]))
    if len(old) > MAX_LINES:
        return [Splice(at, at + sum(map(len, old)), b"".join(new))]
    found: list[Splice[bytes]] = []
    places = [at]
    for line in old:
        places.append(places[-1] + len(line))
    for tag, one, other, here, there in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Splice(places[one], places[other], b"".join(new[here:there])))
    return found
