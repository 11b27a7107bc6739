"""Brings the tables of a document into one shape: heads first, one activity a row.

Heads may stand in the second row, come again in the middle, or run down the first column; rows may be
headings of groups; the entries of a row may be lists that belong together by their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from varsam.domain.said import say
from varsam.formats.policy import words
from varsam.formats.policy.columns import ActivityTable, Note, headings_above, recognise
from varsam.formats.policy.document import Part, Table, TableRow
from varsam.formats.policy.footnotes import FOOTNOTE_REACH, is_note, with_footnotes

_HEAD_ROWS = 3
_HEADS_AT_LEAST = 3
_JOINED = ("categories", "subjects", "recipients", "basis")


def shaped_tables(parts: Sequence[Part]) -> tuple[ActivityTable, ...]:
    """Every table of the document in that shape; those that no activities stand in come as they are."""
    above = headings_above(parts)
    return tuple(
        with_footnotes(table, islice(parts, place + 1, place + 1 + FOOTNOTE_REACH))
        for place, part in enumerate(parts)
        if isinstance(part, Table)
        for table in _shaped(part, above[place])
    )


def _shaped(table: Table, heading: str) -> Iterator[ActivityTable]:
    rows = [TableRow(table.heads, table.line, len(table.heads)), *table.rows]
    rows = list(_turned(rows))
    first = _head_row(rows)
    title = _single(rows[first - 1]) if first else ""
    heads, body = rows[first], rows[first + 1 :]
    begun: list[TableRow] = []
    for row in body:
        if _is_head(row):
            if _columns(row) != _columns(heads):
                yield _finished(heads, begun, title or heading)
                heads, begun = row, []
        else:
            begun.append(row)
    yield _finished(heads, begun, title or heading)


def _finished(heads: TableRow, rows: Sequence[TableRow], heading: str) -> ActivityTable:
    """One table under its heads, with its groups and its lists taken apart."""
    table = recognise(Table(heads.cells, tuple(rows), heads.line))
    if not table.is_enough:
        return replace(table, heading=heading)
    kept: list[TableRow] = []
    groups: list[str] = []
    notes: list[Note] = []
    below: list[str] = []
    group = ""
    for row in rows:
        single = _group(row, table)
        if is_note(single):
            below.append(single)
            continue
        if single:
            group = single
            notes.append(
                Note("POL013", row.line, say("the row {text} was read as a heading", text=repr(single[:80])))
            )
            continue
        taken, noted = _one_by_one(row, table)
        notes += noted
        kept += taken
        groups += [group] * len(taken)
    made = replace(
        table,
        table=replace(table.table, rows=tuple(kept)),
        heading=heading,
        notes=tuple(notes),
        below=tuple(below),
    )
    return _with_subjects(made, groups)


def _turned(rows: list[TableRow]) -> Sequence[TableRow]:
    """The rows, or the columns in their place where the heads run down the first column."""
    if len(_columns(rows[0])) > 1:
        return rows
    down = TableRow(tuple(row.cells[0] for row in rows), rows[0].line, len(rows))
    found = _columns(down)
    if len(found) < _HEADS_AT_LEAST or not found.keys() & {"basis", "retention"}:
        return rows
    width = max(len(row.cells) for row in rows)
    return [
        TableRow(
            tuple(row.cells[place] if place < len(row.cells) else "" for row in rows),
            rows[0].line,
            len(rows),
            tuple(row.lists[place] if place < len(row.lists) else () for row in rows),
        )
        for place in range(width)
    ]


def _head_row(rows: Sequence[TableRow]) -> int:
    """Which of the first rows holds the heads: the first one that names most columns."""
    counts = [len(_columns(row)) for row in rows[:_HEAD_ROWS]]
    best = counts.index(max(counts))
    return best if counts[best] >= _HEADS_AT_LEAST and counts[0] < _HEADS_AT_LEAST else 0


def _columns(row: TableRow) -> dict[str, int]:
    return dict(recognise(Table(row.cells, ())).columns)


def _is_head(row: TableRow) -> bool:
    return len(_columns(row)) >= _HEADS_AT_LEAST


def _single(row: TableRow) -> str:
    """The one text of a row whose cells are merged or empty but for the first."""
    texts = {cell for cell in row.cells if cell}
    return next(iter(texts)) if len(texts) == 1 and row.cells[0] else ""


def _group(row: TableRow, table: ActivityTable) -> str:
    """What heads the rows below, or is a note among them: one merged cell, or people named alone."""
    if len(table.columns) < _HEADS_AT_LEAST or len(row.cells) < _HEADS_AT_LEAST:
        return ""
    single = _single(row)
    merged = row.given == 1 or all(row.cells)
    # A name without anything beside it may be an activity that somebody forgot to describe.
    return single if merged or is_note(single) or _people(single) else ""


def _one_by_one(row: TableRow, table: ActivityTable) -> tuple[list[TableRow], list[Note]]:
    """A row's activities where its cells are lists of equal length, else the row as it is."""

    def entries(name: str) -> tuple[str, ...]:
        place = table.columns.get(name)
        return row.lists[place] if place is not None and place < len(row.lists) else ()

    names = [name for name in ("activity", "purpose") if len(entries(name)) > 1]
    basis, times = entries("basis"), entries("retention")
    if not names or not (basis or times):
        return [_paired(row, table, basis, times)], []
    wanted = len(entries(names[0]))
    if {len(basis), len(times)} != {wanted}:
        message = say(
            "the lists in the row have {names}, {bases} and {times} entries, so none was matched",
            names=wanted,
            bases=len(basis),
            times=len(times),
        )
        return [row], [Note("POL018", row.line, message, "give each activity a row of its own")]
    made = [
        replace(
            row,
            cells=tuple(
                each[number] if len(each) == wanted else cell
                for cell, each in zip_longest(row.cells, row.lists, fillvalue=())
                if isinstance(cell, str)
            ),
            lists=(),
        )
        for number in range(wanted)
    ]
    return made, []


def _paired(row: TableRow, table: ActivityTable, basis: Sequence[str], times: Sequence[str]) -> TableRow:
    """A row with as many times as bases says each time under its basis; other lists get their commas."""
    cells = list(row.cells)
    for name in _JOINED:
        place = table.columns.get(name)
        if place is not None and place < len(row.lists) and row.lists[place]:
            cells[place] = ", ".join(each.rstrip(" ,;") for each in row.lists[place])
    read = [words.read_bases(each).bases for each in basis]
    single = all(len(each) == 1 for each in read) and len({each for one in read for each in one}) == len(read)
    if len(basis) == len(times) > 1 and single and not any(":" in each for each in times):
        pairs = zip(basis, times, strict=True)
        cells[table.columns["retention"]] = "; ".join(f"{each}: {time}" for each, time in pairs)
    return replace(row, cells=tuple(cells))


def _with_subjects(table: ActivityTable, groups: Sequence[str]) -> ActivityTable:
    """The table with a column of people where its headings or groups say whom it is about."""
    if "subjects" in table.columns:
        return table
    said = [_people(group) or _people(table.heading) for group in groups]
    if not any(said):
        return table
    rows = tuple(
        replace(row, cells=(*row.cells, who), given=row.given + 1, lists=())
        for row, who in zip(table.table.rows, said, strict=True)
    )
    heads = (*table.table.heads, "subjects")
    names = ", ".join(repr(who) for who in dict.fromkeys(filter(None, said)))
    note = Note(
        "POL013",
        table.table.line,
        say("whom the rows are about was read from the heading {heading}", heading=names),
    )
    return replace(
        table,
        table=replace(table.table, heads=heads, rows=rows),
        columns={**table.columns, "subjects": len(heads) - 1},
        notes=(*table.notes, note),
    )


def _people(heading: str) -> str:
    """The heading, where it names categories of people and nothing else."""
    read = words.read_subjects(heading) if heading and len(heading) < 60 else None
    return heading if read and read.codes and not read.own else ""
