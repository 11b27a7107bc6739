"""Where in a policy's text its sentences stand, so that a finding can point at the line and column."""

from __future__ import annotations

from collections.abc import Sequence

from varsam.domain.errors import Position

_FAR = 200


class Places:
    """The lines of a document, searched from the top down."""

    def __init__(self, text: str, path: str) -> None:
        self._lines = text.splitlines()
        self._path = path
        self._last = (0, 0)

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


def _starts(sentence: str) -> Sequence[str]:
    """How a sentence may begin in the source: long first, since a mark may stand between its words."""
    words = sentence.split()
    return [" ".join(words[:count]) for count in (5, 3, 2) if len(words) >= count] or [sentence]
