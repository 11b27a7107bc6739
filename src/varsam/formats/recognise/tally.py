"""Sampled rows counted into shapes, one at a time; the rows are forgotten as they pass.

What is kept meanwhile, in memory and for one proposal only, are hashes that tell values apart and pairs of
names, so that a
name that stands in a column of names is known again in a text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from varsam.domain.predicate import Value
from varsam.domain.sampled import ColumnSample, Container, Sentinel, Shape, TableSample, Way
from varsam.formats.recognise.cells import Opened, opened
from varsam.formats.recognise.names import pairs
from varsam.formats.recognise.values import row_key_prefix, value_shapes

HELD = {
    Shape.EMAIL: Shape.HOLDS_EMAIL,
    Shape.PHONE: Shape.HOLDS_PHONE,
    Shape.PERSONNUMMER: Shape.HOLDS_PERSONNUMMER,
    Shape.IP: Shape.HOLDS_IP,
    Shape.IBAN: Shape.HOLDS_IBAN,
    Shape.NAME: Shape.HOLDS_NAME,
    Shape.STREET: Shape.HOLDS_STREET,
}
_NAME_KEY = re.compile(r"name|namn|payer|betalare|recipient|mottagare", re.IGNORECASE)
_NUMBER_KEY = re.compile(r"(pers|pnr|ssn|phone|telefon|mobil|tel)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w.:/-]{0,60}\Z")
_EARLIEST = dt.date(1, 1, 2)
_EPOCH = dt.date(1970, 1, 1)
_OLD_YEAR = 2005
_ZERO_DAYS = ("0000-00-00", "0001-01-01", "1970-01-01", "1900-01-01", "0000-00-00 00:00:00")
_EPOCHS = (631_152_000, 2_145_916_800)
# How a date is spelled, every digit as d -> the format.
_FORMATS = {
    "dddd-dd-dd": "%Y-%m-%d",
    "dddddddd": "%Y%m%d",
    "dddd-dd-dd dd:dd:dd": "%Y-%m-%d %H:%M:%S",
    "dddd-dd-ddTdd:dd:dd": "%Y-%m-%dT%H:%M:%S",
    "dddd-dd-dd dd:dd": "%Y-%m-%d %H:%M",
    "dddd/dd/dd": "%Y/%m/%d",
}
_MOST_DISTINCT = 20_000
_MOST_PAIRS = 4_000
_MOST_WORDS = 40
_SHORTEST_COPY = 3


@dataclass
class _Column:
    """What is counted of one column while rows pass."""

    filled: int = 0
    nulls: int = 0
    longest: int = 0
    hashes: set[int] = field(default_factory=set)
    shapes: Counter[Shape] = field(default_factory=Counter)
    containers: Counter[Container] = field(default_factory=Counter)
    copies: Counter[str] = field(default_factory=Counter)
    sentinels: Counter[Value] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    row_keys: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    wordy: bool = True
    pairs: Counter[frozenset[str]] = field(default_factory=Counter)


class Tally:
    """Counts one table's sampled rows."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        """Name the table and the columns in the order of the rows that will come."""
        self.table = table
        self._names = tuple(columns)
        self._columns = {name: _Column() for name in columns}
        self._rows = 0
        self._split_names: set[str] = set()

    def add(self, row: Sequence[Value]) -> None:
        """Count a row."""
        self._rows += 1
        texts: dict[str, str] = {}
        given: list[str] = []
        words: list[str] = []
        for name, value in zip(self._names, row, strict=True):
            text, shapes = self._cell(self._columns[name], value)
            if text:
                texts[name] = text
            if Shape.GIVEN_NAME in shapes:
                given.append(text)
            elif Shape.WORD in shapes:
                words.append(text)
        self._note_copies(texts)
        if given and words and len(self._split_names) < _MOST_PAIRS:
            for word in words:
                self._split_names |= pairs(f"{given[0]} {word}")

    def _cell(self, column: _Column, value: Value) -> tuple[str, set[Shape]]:
        sentinel = _sentinel(value)
        if value is None:
            column.nulls += 1
            return "", set()
        if sentinel is not None:
            column.sentinels[sentinel] += 1
            return "", set()
        column.filled += 1
        if len(column.hashes) < _MOST_DISTINCT:
            column.hashes.add(hash(value))
        if isinstance(value, dt.date):
            column.shapes.update(_date_shapes(value))
            return "", set()
        if isinstance(value, bool | float):
            return "", set()
        if isinstance(value, int):
            column.shapes.update(_epoch(value))
        content = value if isinstance(value, bytes) else str(value)
        column.longest = max(column.longest, len(content))
        return self._text(column, content, number=isinstance(value, int))

    def _text(self, column: _Column, content: str | bytes, *, number: bool) -> tuple[str, set[Shape]]:
        if number and len(content) < 10:
            column.shapes[Shape.NUMBER] += 1
            return "", set()
        cell = opened(content)
        plain = isinstance(content, str) and not cell.containers - {Container.PERCENT}
        shapes = value_shapes(cell.leaves[0].text) if plain and cell.leaves else _held(cell)
        column.containers.update(cell.containers)
        column.shapes.update(shapes)
        if isinstance(content, str):
            self._note_word(column, content, shapes)
            if Shape.DATE in shapes:
                column.formats[
                    _FORMATS.get("".join("d" if each.isdigit() else each for each in content), "")
                ] += 1
        found = frozenset[str]().union(*(pairs(leaf.text) for leaf in cell.leaves))
        if found and len(column.pairs) < _MOST_PAIRS:
            column.pairs[frozenset(found)] += 1
        return (content.strip() if isinstance(content, str) and len(content) < 200 else ""), shapes

    def _note_word(self, column: _Column, content: str, shapes: set[Shape]) -> None:
        prefix = row_key_prefix(content)
        if prefix:
            column.row_keys[prefix] += 1
        if column.wordy:
            if shapes - {Shape.WORD} or not _WORD.match(content):
                column.wordy = False
            else:
                column.words[content] += 1
                column.wordy = len(column.words) <= _MOST_WORDS

    def _note_copies(self, texts: dict[str, str]) -> None:
        at: dict[str, list[str]] = defaultdict(list)
        for name, text in texts.items():
            squeezed = "".join(text.casefold().split())
            if len(squeezed) >= _SHORTEST_COPY:
                at[squeezed].append(name)
        for names in at.values():
            for name in names if len(names) > 1 else ():
                self._columns[name].copies.update(other for other in names if other != name)

    def known_names(self) -> set[str]:
        """Pairs of words that are names, from columns that hold little else."""
        found = set(self._split_names)
        for column in self._columns.values():
            named, texts = column.shapes[Shape.NAME], column.shapes[Shape.FREE_TEXT]
            if named > 0.3 * column.filled and texts < 0.3 * column.filled:
                found = found.union(*column.pairs)
        return found

    def finish(self, way: Way, known: frozenset[str], *, cut: int = 0) -> TableSample:
        """Give what was counted, and which cells hold one of the known names. `cut`: where cells were cut."""
        columns = {name: _finished(name, column, known) for name, column in self._columns.items()}
        longest = max((column.longest for column in self._columns.values()), default=0)
        return TableSample(self.table, self._rows, way, columns, cut=0 < cut <= longest)


def _finished(name: str, column: _Column, known: frozenset[str]) -> ColumnSample:
    shapes = Counter(column.shapes)
    holding = sum(cells for found, cells in column.pairs.items() if found & known)
    if holding:
        shapes[Shape.HOLDS_KNOWN_NAME] = holding
    rows = column.filled + column.nulls + sum(column.sentinels.values())
    # Capitalised words may be towns or surnames; only where each comes often do they sort rows.
    few = len(column.words) <= (rows // 8 if shapes[Shape.WORD] else max(1, rows // 3))
    return ColumnSample(
        name=name,
        filled=column.filled,
        nulls=column.nulls,
        distinct=len(column.hashes),
        longest=column.longest,
        shapes={shape: number for shape, number in shapes.items() if number},
        containers=dict(column.containers),
        copies=dict(column.copies),
        sentinels=tuple(Sentinel(value, number) for value, number in column.sentinels.most_common()),
        words=dict(column.words) if column.wordy and few else {},
        row_keys=dict(column.row_keys),
        date_format=_only(column.formats),
    )


def _only(formats: Counter[str]) -> str:
    return next(iter(formats)) if len(formats) == 1 else ""


def _held(cell: Opened) -> set[Shape]:
    """What a wrapped cell holds: whole values of its parts, and what stands in their texts."""
    found: set[Shape] = set()
    for leaf in cell.leaves:
        for shape in value_shapes(leaf.text):
            if (shape is Shape.GIVEN_NAME and _NAME_KEY.search(leaf.key)) or (
                shape is Shape.NAME_SHAPE and _NAME_KEY.search(leaf.key)
            ):
                found.add(Shape.HOLDS_NAME)
            elif shape in (Shape.PERSONNUMMER, Shape.PHONE) and not _telling(leaf.text, leaf.key):
                continue
            elif shape in HELD or shape.startswith("holds_"):
                found.add(HELD.get(shape, shape))
            elif shape is Shape.FREE_TEXT:
                found.add(shape)
    return found


def _telling(text: str, key: str) -> bool:
    """A bare number inside a container is a number of a person only if it is spelled or called so."""
    return not text.isdigit() or bool(_NUMBER_KEY.search(key))


def _sentinel(value: Value) -> Value:
    match value:
        case bool():
            return None
        case "" | 0:
            return value
        case str() if value in _ZERO_DAYS or value.startswith("0000-00-00"):
            return value
        case dt.datetime():
            return value if value.date() <= _EARLIEST or value.date() == _EPOCH else None
        case dt.date():
            return value if value <= _EARLIEST or value == _EPOCH else None
        case _:
            return None


def _epoch(value: int) -> set[Shape]:
    """Seconds or milliseconds since 1970 that fall between 1990 and 2038."""
    if _EPOCHS[0] < value < _EPOCHS[1]:
        return {Shape.EPOCH}
    return {Shape.EPOCH_MS} if _EPOCHS[0] < value // 1000 < _EPOCHS[1] else set()


def _date_shapes(value: dt.date) -> set[Shape]:
    return {Shape.DATE, Shape.OLD_DATE} if value.year < _OLD_YEAR else {Shape.DATE}
