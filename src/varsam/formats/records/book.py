"""A workbook as text cells: what every layout reads, whichever file it came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from varsam.domain.said import say

_SHOWN = 3
_ALIKE = frozenset({"REC001", "REC012", "REC013", "REC016", "REC017"})
LONGEST_CELL = 2_000
MAX_CELLS = 500_000
MAX_AREA = 3_000_000
MAX_SHEETS = 300


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the reading noticed: a code of the checks' catalogue, where in the file, what, what to do."""

    code: str
    where: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet from its first cell on: rows of plain texts. `lines`: of a CSV file, where it is one."""

    path: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, counted from 0; nothing outside the sheet."""
        if not 0 <= row < len(self.rows) or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column]

    def where(self, row: int | None = None, column: int = 0) -> str:
        """How a person finds a cell: `file:sheet!B7`, in a CSV file `file:line`, or the sheet itself."""
        place = f"{self.path}:{self.name}" if self.name else self.path
        if row is None:
            return place
        if self.lines:
            return f"{self.path}:{self.lines[row]}"
        return f"{place}!{cell_name(row, column)}"

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(any(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in their order, and what was noticed while they were read."""

    path: str
    sheets: tuple[Sheet, ...]
    noticed: tuple[Noticed, ...] = ()


def condensed(noticed: Sequence[Noticed]) -> tuple[Noticed, ...]:
    """What was noticed; what is the same in many places of the record stands three times and is counted."""
    times = Counter((each.code, each.message) for each in noticed)
    seen: Counter[tuple[str, str]] = Counter()
    found: list[Noticed] = []
    for each in noticed:
        key = (each.code, each.message)
        seen[key] += 1
        if each.code not in _ALIKE or seen[key] <= _SHOWN:
            found.append(each)
        elif seen[key] == times[key]:
            said = say(
                "the same in {count} more places: {message}", count=times[key] - _SHOWN, message=each.message
            )
            found.append(Noticed(each.code, each.where, said, each.hint))
    return tuple(found)


def cell_name(row: int, column: int) -> str:
    """The name of a cell as spreadsheets show it: `cell_name(6, 1)` is B7."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def text_of(value: object) -> str:
    """A cell's value as a person reads it: whole numbers without a fraction, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # 1e300 is whole too, and nobody reads it so.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = value if isinstance(value, str) else str(value).removesuffix(" 00:00:00")
    lines = (" ".join(_printable(line).split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(letter if letter.isprintable() else " " for letter in line.replace("\u00ad", ""))
