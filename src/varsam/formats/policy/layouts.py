"""Finds where in a document its activities stand: in tables, else in sections or parallel lists."""

from __future__ import annotations

from dataclasses import dataclass

from varsam.domain.said import say
from varsam.formats.policy.columns import ActivityTable, Note, activity_tables, nothing_found
from varsam.formats.policy.document import Document, Part, Picture, is_table_picture
from varsam.formats.policy.sections import Sections, read_sections
from varsam.formats.policy.tables import shaped_tables


@dataclass(frozen=True, slots=True)
class Layouts:
    """The activities as tables, what is told outside them, and what was noticed."""

    tables: tuple[ActivityTable, ...]
    told: tuple[Part, ...]
    notes: tuple[Note, ...]


def find_layouts(document: Document) -> Layouts:
    """The tables of activities, also those made of sections and lists.

    Sections count where no table has all that is needed. RegisterError: there are no activities.
    """
    parts = document.parts
    shaped = shaped_tables(parts)
    found = activity_tables(shaped)
    sections = read_sections(parts)
    notes = _pictures(parts)
    if sections.table is not None and not found.are_complete:
        made = sections.table
        others = shaped
        told = tuple(part for place, part in enumerate(parts) if place not in sections.taken)
        notes += [*made.notes, *(_not_imported(each) for each in others)]
        return Layouts((made,), told, tuple(notes))
    if not found.good:
        raise nothing_found(parts, shaped, document.places)
    notes += [note for table in found.good for note in table.notes]
    notes += [_not_imported(each) for each in found.others]
    notes += _beside(sections)
    return Layouts(found.good, parts, tuple(notes))


def _not_imported(table: ActivityTable) -> Note:
    heads = ", ".join(repr(head) for head in table.table.heads[:6])
    if table.is_about_cookies:
        message = say("the table with the heads {heads} is about cookies and isn't imported", heads=heads)
    else:
        message = say("the table with the heads {heads} isn't imported", heads=heads)
    return Note("POL003", table.table.line, message)


def _pictures(parts: tuple[Part, ...]) -> list[Note]:
    return [
        Note(
            "POL015",
            part.line,
            say("a picture that may be a table isn't read: {name}", name=repr(part.text or "–")),
            "write what it shows as a table",
        )
        for part in parts
        if isinstance(part, Picture) and is_table_picture(part)
    ]


def _beside(sections: Sections) -> list[Note]:
    """What is said of labelled sections beside a whole table."""
    if sections.table is None:
        return []
    message = say(
        "{count} activities in labelled sections beside the table aren't imported", count=sections.count
    )
    hint = "move them into the table, or write them in the register"
    return [Note("POL021", sections.table.table.line, message, hint)]
