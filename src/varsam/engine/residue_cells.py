"""Which identifiers stand in the cells that a source hands over, as they are and through their encodings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import cast

from varsam.formats.residue.decoding import MARKS, Unread, looks_encoded, texts_of
from varsam.formats.residue.needles import Needles
from varsam.sources.base import Key
from varsam.sources.searching import CELL, Chunk

_ROW = "\x1e"


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell that holds identifiers: its column, its row's key, and the numbers of the identifiers."""

    column: str
    key: Key = field(repr=False)
    needles: frozenset[int] = field(repr=False)


@dataclass(slots=True)
class Reader:
    """Looks into chunks. `unread` counts by column what couldn't be looked into, and why."""

    needles: Needles
    unread: dict[str, Counter[str]] = field(default_factory=dict)

    def hits(self, chunk: Chunk) -> Iterator[Hit]:
        """The cells of a chunk that hold an identifier."""
        if any(isinstance(cell, bytes) for cell in chunk.cells[:1]):
            for key, cell in zip(chunk.keys, chunk.cells, strict=True):
                yield from self._decoded(chunk.columns[0], key, cell)
            return
        cells = cast("Sequence[str]", chunk.cells)
        together = _ROW.join(cells)
        plain = self.needles.may_hold(together)
        marked = any(mark in together for mark in MARKS)
        for row in self._worth(cells, chunk.encoded, plain=plain, marked=marked):
            yield from self._row(chunk.columns, chunk.keys[row], cells[row])

    def _worth(
        self, cells: Sequence[str], encoded: Sequence[bool] | None, *, plain: bool, marked: bool
    ) -> Iterator[int]:
        """The rows that hold an identifier as it stands, or could hold one encoded."""
        if encoded is None:
            yield from range(len(cells))
            return
        if not plain and not marked:
            yield from (row for row, flag in enumerate(encoded) if flag)
            return
        for row, flag in enumerate(encoded):
            marks = marked and any(mark in cells[row] for mark in MARKS)
            if flag or marks or (plain and self.needles.find(cells[row])):
                yield row

    def _row(self, columns: tuple[str, ...], key: Key, cell: str) -> Iterator[Hit]:
        parts = cell.split(CELL, len(columns) - 1)
        for column, part in zip_longest(columns, parts, fillvalue=""):
            if looks_encoded(part):
                yield from self._decoded(column, key, part)
            elif found := self.needles.find(part):
                yield Hit(column, key, frozenset(found))

    def _decoded(self, column: str, key: Key, cell: str | bytes) -> Iterator[Hit]:
        unread = Unread()
        found: set[int] = set()
        for text in texts_of(cell, unread):
            found |= self.needles.find(text)
        if unread.reasons:
            self.unread.setdefault(column, Counter()).update(unread.reasons)
        if found:
            yield Hit(column, key, frozenset(found))
