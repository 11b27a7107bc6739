"""Lines of a log: a pattern's named groups are their fields."""

from __future__ import annotations

import re
from collections.abc import Set

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Raw, Splice, TextFormat, Unreadable

_NOTHING = ("", "-")


class LogLines(TextFormat):
    """Every line is a row, also one that the pattern doesn't fit; then nothing of it is known."""

    def __init__(self, text: str, inside: Inside) -> None:
        """Take a text apart at its line ends; only a line feed ends a line."""
        pattern = re.compile(inside.pattern)
        self._fields = [each.at for each in inside.fields]
        self._lines: list[tuple[int, int, re.Match[str] | None]] = []
        rows: list[Raw[str]] = []
        at = 0
        while at < len(text):
            end = text.find("\n", at) + 1 or len(text)
            line = text[at:end].rstrip("\r\n")
            found = pattern.match(line) if line else None
            if line:
                values = tuple(_known(found[name]) if found else None for name in self._fields)
                self._lines.append((at, end, found))
                rows.append(Raw(line, values, at))
            at = end
        self.rows = rows

    def without(self, gone: Set[int]) -> list[Splice[str]]:
        """Lines with their ends."""
        return [Splice(self._lines[row][0], self._lines[row][1], "") for row in gone]

    def change(self, row: int, field: int, value: Value) -> Splice[str]:
        """What the group matched; nothing is written `-`, as servers do."""
        start, _, found = self._lines[row]
        if found is None or found.start(self._fields[field]) < 0:
            raise Unreadable("the pattern doesn't fit a line")
        text = "-" if value is None else str(value)
        if "\n" in text or "\r" in text:
            raise Unreadable("a line can't hold a line end")
        first, last = found.span(self._fields[field])
        return Splice(start + first, start + last, text)


def _known(text: str | None) -> str | None:
    return None if text is None or text in _NOTHING else text
