"""Reads activities from a policy's running text: a section for each, or parallel lists of a table's columns.

A section is a heading (or a bold line, or an item with items in it) over labelled paragraphs. Parallel lists
are one list of activities, one of bases, one of times, which belong together by their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from varsam.domain.said import say
from varsam.formats.policy import words
from varsam.formats.policy.columns import ActivityTable, Note
from varsam.formats.policy.document import Block, Part, Table, TableRow
from varsam.formats.policy.heads import COLUMNS, Head, language_of
from varsam.formats.policy.labels import Line, lines_with_labels

_LONGEST_TITLE = 150
_LONGEST_PROSE = 600
_MANY = 5


@dataclass(slots=True)
class _Field:
    """What stands under one label."""

    label: Line
    values: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that stands there."""
        items = [self.label.rest, *(line.block.text for line in self.values)]
        if all(line.block.kind == "item" for line in self.values):
            return ", ".join(each.rstrip(" ,;") for each in items if each).replace(":, ", ": ")
        return " ".join(filter(None, items))

    @property
    def entries(self) -> list[Line]:
        """The entries, where a bare label stands over a list."""
        if self.label.rest or any(line.block.kind != "item" for line in self.values):
            return []
        least = min((line.block.level for line in self.values), default=0)
        return [line for line in self.values if line.block.level == least]


@dataclass(slots=True)
class _Record:
    """The labelled parts of one section, and the line above them."""

    title: Line | None
    fields: dict[str, _Field] = field(default_factory=dict)

    @property
    def is_activity(self) -> bool:
        """Whether it says enough to be one: what, on which basis and for how long, or nearly so."""
        named = self.title is not None or bool(self.fields.keys() & {"activity", "purpose"})
        return named and {"basis", "retention"} <= self.fields.keys()

    @property
    def is_begun(self) -> bool:
        """Whether it looks like an activity that lacks its basis or its time."""
        return bool(self.fields.keys() & {"basis", "retention"}) and len(self.fields) > 2

    @property
    def is_time_or_basis(self) -> bool:
        """Whether it says a basis or a time at all."""
        return bool(self.fields.keys() & {"basis", "retention"})

    @property
    def is_prose(self) -> bool:
        """Whether it is only chapters of the policy that happen to be called so."""
        return all(
            each.label.block.kind == "heading" and each.label.is_bare and not each.entries
            for each in self.fields.values()
        )

    @property
    def first(self) -> Line:
        """The line at which it begins."""
        return self.title or next(iter(self.fields.values())).label


@dataclass(frozen=True, slots=True)
class Sections:
    """Activities read from running text, and which blocks they took."""

    table: ActivityTable | None = None
    taken: frozenset[int] = frozenset()
    count: int = 0


def read_sections(parts: Sequence[Part]) -> Sections:
    """The activities that sections and lists tell of; no table where there are none."""
    records = _Reader().records(parts)
    good = [record for record in records if record.is_activity or record.is_begun]
    if not any(record.is_activity for record in good) or (len(good) == 1 and good[0].is_prose):
        return Sections()
    _ungroup(good)
    titled = any(each.title is not None for each in good)
    names = [
        name
        for name in COLUMNS
        if any(name in each.fields for each in good) or (name == "activity" and titled)
    ]
    rows: list[TableRow] = []
    whole = set(map(id, good))
    notes = [_left_out(each) for each in records if id(each) not in whole and each.is_time_or_basis]
    for record in good:
        lists = _parallel(record, notes)
        rows += lists if lists is not None else [_row(record)]
    heads: list[Head] = [
        each.label.head for record in good for each in record.fields.values() if each.label.head
    ]
    order = [COLUMNS.index(name) for name in names]
    table = Table(
        tuple(names),
        tuple(replace(row, cells=tuple(row.cells[each] for each in order), given=len(names)) for row in rows),
        good[0].first.block.line,
    )
    columns = MappingProxyType({name: place for place, name in enumerate(names)})
    made = ActivityTable(table, columns, (), language_of(heads), notes=tuple(notes))
    return Sections(made, frozenset(_taken(good)), len(rows))


class _Reader:
    """Goes through the lines and collects records."""

    def __init__(self) -> None:
        self._records: list[_Record] = []
        self._record: _Record | None = None
        self._field: _Field | None = None
        self._title: Line | None = None

    def records(self, parts: Sequence[Part]) -> list[_Record]:
        """All records of the document, whole or not."""
        for line in lines_with_labels(parts):
            if line is None:
                self._record = self._field = self._title = None
            elif self._field is not None and self._is_value(line, self._field):
                self._field.values.append(line)
            elif line.head is not None:
                self._label(line, line.head)
            else:
                self._other(line)
        return self._records

    def _label(self, line: Line, head: Head) -> None:
        if self._title is not None and self._title.block.kind == "item" and not _is_inside(line, self._title):
            self._title = None
        again = self._record is None or self._title is not None or head.column in self._record.fields
        if again:
            self._record = _Record(self._title)
            self._records.append(self._record)
            self._title = None
        if self._record is not None:
            self._field = self._record.fields[head.column] = _Field(line)

    def _is_value(self, line: Line, under: _Field) -> bool:
        """Whether a line stands under the open label."""
        label, values = under.label, under.values
        if line.block.kind == "heading":
            return False
        inner = line.block.kind == "item" and (
            label.block.kind != "item" or line.block.level > label.block.level
        )
        if line.head is not None:
            # An entry of a list may be called as a label is; an item with items of its own is a label.
            return line.is_bare and inner and label.is_bare and label.block.kind != "item"
        if label.is_bare and not values:
            return line.block.kind != "item" or inner
        if inner:
            # Items that follow a whole text belong to it only where it says so, or where they lie deeper.
            return label.is_bare or label.rest.endswith(":") or label.block.kind == "item"
        length = sum(len(each.block.text) for each in values)
        return (
            label.is_bare
            and label.block.kind == "heading"
            and length < _LONGEST_PROSE
            and (line.block.kind == "text" and all(each.block.kind == "text" for each in values))
        )

    def _other(self, line: Line) -> None:
        """A line that is no label and stands under none: it may be the title of what follows."""
        self._field = None
        block = line.block
        if block.kind == "heading" or (_may_be_title(block) and not self._has_heading()):
            self._title = line

    def _has_heading(self) -> bool:
        """Whether a heading waits for its labels: what stands between them is its introduction."""
        return self._title is not None and self._title.block.kind == "heading"


def _is_inside(line: Line, item: Line) -> bool:
    return line.block.kind == "item" and line.block.level > item.block.level


def _may_be_title(block: Block) -> bool:
    return len(block.text) <= _LONGEST_TITLE and not block.text.endswith((".", "!", ";", ","))


def _left_out(record: _Record) -> Note:
    labels = ", ".join(repr(each.label.block.text[:40]) for each in record.fields.values())
    message = say("what stands under the labels {labels} isn't imported", labels=labels)
    return Note("POL021", record.first.block.line, message, "look whether it belongs to an activity")


def _ungroup(records: Sequence[_Record]) -> None:
    """Take the heading for a group where several activities with purposes of their own stand under it."""
    for place, (record, following) in enumerate(zip(records, [*records[1:], None], strict=True)):
        if record.title is None or following is None or following.title is not None:
            continue
        if not {"purpose"} <= record.fields.keys() & following.fields.keys():
            continue
        heading = record.title
        record.title = None
        if _people(heading.block.text):
            for each in records[place:]:
                if each.title is not None:
                    break
                each.fields.setdefault("subjects", _Field(replace(heading, rest=heading.block.text)))


def _people(heading: str) -> bool:
    read = words.read_subjects(heading) if len(heading) < 60 else None
    return bool(read and read.codes and not read.own)


def _row(record: _Record) -> TableRow:
    cells = {name: each.text for name, each in record.fields.items()}
    if record.title is not None:
        cells.setdefault("activity", record.title.block.text.rstrip(" :"))
    return TableRow(tuple(cells.get(name, "") for name in COLUMNS), record.first.block.line)


def _parallel(record: _Record, notes: list[Note]) -> list[TableRow] | None:
    """The rows of parallel lists; None where the record is no such lists."""
    lists = {name: entries for name, each in record.fields.items() if len(entries := each.entries) > 1}
    name = next((each for each in ("activity", "purpose") if each in lists), "")
    if not name or not {"basis", "retention"} <= lists.keys():
        return None
    wanted = len(lists[name])
    differing = [each for each, entries in lists.items() if len(entries) != wanted]
    for other in differing:
        message = say(
            "the list of {column} has {count} entries and that of activities {wanted}, so none was matched",
            column=repr(record.fields[other].label.block.text[:60]),
            count=len(lists[other]),
            wanted=wanted,
        )
        line = record.fields[other].label.block.line
        notes.append(Note("POL018", line, message, "give each activity its entry in every list"))
    if differing and record.title is not None and name == "purpose" and wanted < _MANY:
        return None  # one activity with several purposes: it is read as one row
    said = {
        each: one.text for each, one in record.fields.items() if each not in lists and len(one.entries) < 2
    }
    return [
        TableRow(
            tuple(
                lists[each][number].block.text
                if each in lists and each not in differing
                else said.get(each, "")
                for each in COLUMNS
            ),
            lists[name][number].block.line,
        )
        for number in range(wanted)
    ]


def _taken(records: Sequence[_Record]) -> set[int]:
    taken: set[int] = set()
    for record in records:
        lines = [each for one in record.fields.values() for each in (one.label, *one.values)]
        taken |= {
            line.place for line in (*lines, *filter(None, (record.title,))) if line.block.kind != "heading"
        }
    return taken
