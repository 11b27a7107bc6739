"""Rows of a CSV inside a container: each cell knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Raw, Splice, TextFormat, Unreadable


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it stands with its quotes, and whether it has some."""

    text: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A record from its first sign to past its line end."""

    start: int
    body_end: int
    end: int
    cells: tuple[Cell, ...]


class CsvRows(TextFormat):
    """The rows below the header, or all of them where there is none. Empty lines are no rows and stay."""

    def __init__(self, text: str, inside: Inside) -> None:
        """Take a text apart. Unreadable: quotes don't close, or the header lacks a column."""
        delimiter = inside.delimiter or max(",;\t|", key=text.partition("\n")[0].count)
        records = [each for each in _records(text, delimiter) if each.body_end > each.start]
        self._delimiter = delimiter
        self._places = [each.at for each in inside.fields]
        if inside.header:
            names = [cell.text.strip() for cell in records[0].cells] if records else []
            records = records[1:]
            missing = [at for at in self._places if at not in names]
            if missing:
                raise Unreadable(f"it has no column {missing[0]!r}")
            places = [names.index(at) for at in self._places]
        else:
            places = [int(at) for at in self._places]
        self._columns = places
        self._records = records
        self.rows = [
            Raw(
                text[each.start : each.body_end],
                tuple(_text(each, place) for place in places),
                each.start,
            )
            for each in records
        ]

    def without(self, gone: Set[int]) -> list[Splice[str]]:
        """Records with their line ends."""
        return [Splice(self._records[row].start, self._records[row].end, "") for row in gone]

    def change(self, row: int, field: int, value: Value) -> Splice[str]:
        """The cell alone; its quotes stay, or come where the text needs them."""
        cells = self._records[row].cells
        place = self._columns[field]
        if place >= len(cells):
            raise Unreadable("a row is shorter than its header")
        cell, text = cells[place], "" if value is None else str(value)
        if cell.quoted or re.search(r'["\r\n]', text) or self._delimiter in text:
            text = '"' + text.replace('"', '""') + '"'
        return Splice(cell.start, cell.end, text)


def _text(record: Record, place: int) -> str | None:
    return (record.cells[place].text or None) if place < len(record.cells) else None


def _records(text: str, delimiter: str) -> list[Record]:
    sign = re.escape(delimiter)
    pattern = re.compile(rf'(?:"((?:[^"]+|"")*)"|((?:[^"{sign}\r\n][^{sign}\r\n]*)?))({sign}|\r\n|\n|\r|\Z)')
    records: list[Record] = []
    cells: list[Cell] = []
    start = at = 0
    while at < len(text) or cells:
        found = pattern.match(text, at)
        if found is None:
            raise Unreadable("a quoted cell isn't closed, or goes on after its quotes")
        quoted = found[1] is not None
        content = found[1].replace('""', '"') if quoted else found[2]
        cells.append(Cell(content, at, found.start(3), quoted))
        at = found.end()
        if found[3] != delimiter:
            records.append(Record(start, found.start(3), at, tuple(cells)))
            cells, start = [], at
    return records
