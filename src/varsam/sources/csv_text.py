"""CSV as records that know the exact text they came from."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from varsam.domain.errors import SourceRejected


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a CSV: its cells and the exact text it came from, line end included."""

    cells: tuple[str, ...]
    text: str


def records_of(text: str, delimiter: str) -> Iterator[Record]:
    """Part a text into records, keeping each one's text; a quoted cell may hold line ends."""
    lines = text.splitlines(keepends=True) if "\n" not in text else _lines(text)
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    try:
        for cells in csv.reader(feed(), delimiter=delimiter, strict=True):
            yield Record(tuple(cells), "".join(taken))
            taken.clear()
    except csv.Error:
        raise SourceRejected(
            "a quoted cell isn't closed", hint="mend the file, or give option delimiter"
        ) from None


def _lines(text: str) -> list[str]:
    # str.splitlines would also break at form feeds and Unicode's separators, which are contents here.
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def with_blank_lines(records: Sequence[Record]) -> tuple[Record, ...]:
    """Empty lines are no rows: their text stays with the record before."""
    joined: list[Record] = []
    for record in records:
        if not record.cells and joined:
            joined[-1] = Record(joined[-1].cells, joined[-1].text + record.text)
        elif record.cells:
            joined.append(record)
    return tuple(joined)


def delimiter_of(header: str) -> str:
    """The delimiter that occurs most often in a header line."""
    return max(",;\t|", key=header.count)
