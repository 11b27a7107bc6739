"""Says which records are purposes of one activity, and tells those apart that only share a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from varsam.formats.records.record import Record


def told_apart(records: Sequence[Record]) -> Iterator[Record]:
    """The records; those of one title that differ in people or data carry their purpose in the title."""
    titles: dict[str, set[tuple[object, ...]]] = {}
    for record in records:
        titles.setdefault(record.title.casefold(), set()).add(_shared(record))
    for record in records:
        named = record.purpose and record.purpose.casefold() != record.title.casefold()
        if len(titles[record.title.casefold()]) > 1 and named:
            yield replace(record, title=f"{record.title}: {record.purpose}")
        else:
            yield record


def same_activity(record: Record, other: Record) -> bool:
    """Whether two records are purposes of one activity: the same title, people and data."""
    return record.title.casefold() == other.title.casefold() and _shared(record) == _shared(other)


def _shared(record: Record) -> tuple[object, ...]:
    """What the purposes of one activity have in common."""
    return (
        record.categories,
        record.special,
        record.codes,
        record.kept,
        record.subjects,
        record.subject_codes,
        record.controllers,
        record.joint,
        record.acted_for,
        record.role,
    )
