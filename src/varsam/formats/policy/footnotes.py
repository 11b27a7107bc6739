"""Notes below a table that limit what its cells say, by the sign that stands at both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from varsam.domain.said import say
from varsam.formats.policy.columns import ActivityTable, Note, with_note
from varsam.formats.policy.document import Block, Part, Table, TableRow

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SIGN = r"\*{1,4}|†|‡|\[\^?\d{1,2}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
_IN_CELL = re.compile(rf"(?<=[^\s*])\s?(?P<sign>{_SIGN}|\*\))(?=$|[\s,.;)])")
_AT_START = re.compile(rf"(?P<sign>{_SIGN}|\*\)|\d{{1,2}}\))\s*:?\s*(?P<text>\S.*)", re.DOTALL)
FOOTNOTE_REACH = 40
_HINT = "write in the register what the note changes"


def is_note(text: str) -> bool:
    """Whether a text begins with the sign of a note."""
    return _AT_START.fullmatch(text) is not None


def with_footnotes(table: ActivityTable, following: Iterable[Part]) -> ActivityTable:
    """The table with the signs taken out of its cells, and each time with the note that limits it.

    A sign that no note answers to stays where it is.
    """
    notes = dict(_notes(table, following))
    if not notes:
        return table
    said: list[Note] = []
    rows = tuple(_noted(row, table, notes, said) for row in table.table.rows)
    heads = tuple(_IN_CELL.sub("", head) for head in table.table.heads)
    for head in table.table.heads:
        for match in _IN_CELL.finditer(head):
            if _key(match["sign"]) in notes:
                note = repr(notes[_key(match["sign"])][:120])
                message = say("a note belongs to the whole column and isn't imported: {note}", note=note)
                said.append(Note("POL014", table.table.line, message, _HINT))
    return with_note(replace(table, table=replace(table.table, heads=heads, rows=rows)), *said)


def _notes(table: ActivityTable, following: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """The notes that stand below the table and answer to a sign in it, before the next table."""
    used = {
        _key(match["sign"])
        for row in (*table.table.rows, TableRow(table.table.heads))
        for cell in row.cells
        for match in _IN_CELL.finditer(cell)
    }
    for part in (*(Block("text", text) for text in table.below), *following):
        if isinstance(part, Table) or not used:
            return
        if not isinstance(part, Block):
            continue
        for text in part.lines or (part.text,):
            found = _AT_START.fullmatch(text)
            if found and _key(found["sign"]) in used:
                yield _key(found["sign"]), found["text"]
        if part.kind == "item" and _key(part.mark) in used and not _AT_START.fullmatch(part.text):
            yield _key(part.mark), part.text


def _noted(row: TableRow, table: ActivityTable, notes: Mapping[str, str], said: list[Note]) -> TableRow:
    cells = []
    for place, cell in enumerate(row.cells):
        found = [match for match in _IN_CELL.finditer(cell) if _key(match["sign"]) in notes]
        if not found:
            cells.append(cell)
            continue
        texts = [notes[_key(match["sign"])] for match in found]
        kept = _IN_CELL.sub(lambda match: "" if _key(match["sign"]) in notes else match.group(), cell)
        of_time = place == table.columns.get("retention")
        # A time with a note is not the time without it: both are read together, or go to a person.
        cells.append(f"{kept} ({'; '.join(text.rstrip('. ') for text in texts)})" if of_time else kept)
        message = (
            say("a note limits the time of storage and was read with it: {note}", note=repr(texts[0][:120]))
            if of_time
            else say("a note belongs to a cell and isn't imported: {note}", note=repr(texts[0][:120]))
        )
        said.append(Note("POL014", row.line, message, _HINT))
    return replace(row, cells=tuple(cells))


def _key(sign: str) -> str:
    return sign.translate(_RAISED).strip("[]^().")
