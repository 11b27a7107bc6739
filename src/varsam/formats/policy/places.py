"""Where in a policy's document its sentences and rows stand, so that a finding can point there."""

from __future__ import annotations

from collections.abc import Sequence

from varsam.domain.errors import Position
from varsam.domain.said import say

_FAR = 200


class Places:
    """The lines of a text, searched from the top down."""

    def __init__(self, text: str, path: str) -> None:
        self._lines = text.splitlines()
        self._path = path
        self._last = (0, 0)

    def at(self, line: int, column: int = 0) -> Position:
        """The place of a line."""
        return Position(self._path, line, column)

    def of(self, sentence: str, line: int) -> Position:
        """The place of a sentence of the block that begins on a line; its column is 1 where marks hide it.

        Sentences of a block are asked for in their order.
        """
        if not 0 < line <= len(self._lines):
            return Position(self._path, line)
        for start in _starts(sentence):
            for number in range(line, min(line + _FAR, len(self._lines) + 1)):
                after = self._last[1] if number == self._last[0] else 0
                found = self._lines[number - 1].find(start, after)
                if found >= 0 and number >= self._last[0]:
                    self._last = (number, found + len(start))
                    return Position(self._path, number, found + 1)
                if not self._lines[number - 1].strip():
                    break
        return Position(self._path, line, 1)


class NamedPlaces:
    """The places of a document that has no lines, by name: `lines` of its parts count these names from 1."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: list[str] = []

    def row(self, table: int, row: int) -> int:
        """Note a row of a table, the heads being row 1; the number is the part's line."""
        return self._note(say("{path}, table {table}, row {row}", path=self._path, table=table, row=row))

    def paragraph(self, number: int) -> int:
        """Note a paragraph; the number is the part's line."""
        return self._note(say("{path}, paragraph {number}", path=self._path, number=number))

    def page(self, number: int) -> int:
        """Note a page, once; the number is the line of all that stands on it."""
        name = say("{path}, page {number}", path=self._path, number=number)
        return len(self._names) if self._names and self._names[-1] == name else self._note(name)

    def at(self, line: int, column: int = 0) -> Position:
        """The place by its name; a column would say nothing."""
        del column
        return Position(self._names[line - 1] if 0 < line <= len(self._names) else self._path)

    def of(self, sentence: str, line: int) -> Position:
        """The place of the block that the sentence stands in."""
        del sentence
        return self.at(line)

    def _note(self, name: str) -> int:
        self._names.append(name)
        return len(self._names)


def _starts(sentence: str) -> Sequence[str]:
    """How a sentence may begin in the source: long first, since a mark may stand between its words."""
    words = sentence.split()
    return [" ".join(words[:count]) for count in (5, 3, 2) if len(words) >= count] or [sentence]
