"""What a source hands over when all of its cells are searched: keys with texts, in chunks of bounded size.

Optional for a source: one that can't is searched by reading its rows. Nothing handed over is logged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, runtime_checkable

from varsam.domain.evaluation import Row
from varsam.domain.predicate import Value
from varsam.domain.snapshot import Table
from varsam.sources.base import Key

CELL: Final = "\x1f"
"""Stands between the texts of a row's columns: neither a letter nor anything inside an identifier."""
LARGEST: Final = 64 * 1024 * 1024
"""A cell or file of more bytes isn't looked into; it is counted."""
UNLISTED: Final = "(unlisted)"
"""The table's name for what lies in a source outside every table, such as a file that no glob finds."""
_ROWS_AT_ONCE: Final = 2_000
# Cells of these families are moments and flags; what stands in them can't be an identifier.
NEVER_TEXT: Final = frozenset({"date", "datetime", "instant", "bool"})


@dataclass(frozen=True, slots=True)
class Probe:
    r"""What is searched for, as far as a source needs it to hand over less than everything.

    `patterns`: LIKE patterns (escape `\`) over ASCII-lower-case text; cells that match none and don't look
    encoded may be left out. None: every cell is handed over. `numbers`: what columns of numbers would hold.
    `shortest`: no cell of fewer bytes can hold anything.
    """

    patterns: tuple[str, ...] | None = None
    numbers: frozenset[int] = frozenset()
    shortest: int = 6


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: their keys, and each one's text (its columns' texts, CELL between) or one column's bytes.

    `encoded` says which rows look like base64 or hold a long text; None: whoever searches looks itself.
    """

    columns: tuple[str, ...]
    keys: Sequence[Key] = field(repr=False)
    cells: Sequence[str | bytes] = field(repr=False)
    encoded: Sequence[bool] | None = None


@dataclass(slots=True)
class TableReport:
    """What was searched of a table, filled while its chunks are taken.

    `by_type`: columns whose type can't hold an identifier. `too_large`: cells left out, by column.
    """

    rows: int = 0
    columns: list[str] = field(default_factory=list)
    by_type: list[str] = field(default_factory=list)
    too_large: Counter[str] = field(default_factory=Counter)


@runtime_checkable
class Searches(Protocol):
    """A source that can hand over all cells of a table quickly, mapped or not."""

    def search(self, table: str, probe: Probe, report: TableReport) -> Iterator[Chunk]:
        """Stream every cell that could hold what the probe describes, and fill the report."""
        ...

    def without_search(self) -> Sequence[str]:
        """Tables of the snapshot that hold nothing of their own, such as views."""
        ...


def chunks_of(
    table: Table, rows: Sequence[Mapping[str, Value]] | Sequence[Row], report: TableReport
) -> Iterator[Chunk]:
    """Rows in Python as chunks; the key is the table's primary key, none where it has none."""
    texts = [column.name for column in table.columns if column.family not in NEVER_TEXT]
    report.columns += texts
    report.by_type += [column.name for column in table.columns if column.family in NEVER_TEXT]
    report.rows += len(rows)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        keys = [tuple(row[column] for column in table.primary_key) for row in part]
        yield Chunk(tuple(texts), keys, [CELL.join(_text(row[name]) for name in texts) for row in part])
        for name in texts:
            held = [(key, row[name]) for key, row in zip(keys, part, strict=True)]
            packed = [(key, value) for key, value in held if isinstance(value, bytes)]
            if packed:
                yield Chunk((name,), [key for key, _ in packed], [value for _, value in packed])


def _text(value: Value) -> str:
    if value is None or isinstance(value, bytes):
        return ""
    return value if isinstance(value, str) else str(value)
