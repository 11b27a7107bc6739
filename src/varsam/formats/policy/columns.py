"""Finds the tables of processing activities in a policy: by their heads, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from varsam.domain.errors import RegisterError
from varsam.domain.said import say
from varsam.formats.policy.document import Block, Part, Picture, Placed, Table, is_table_picture
from varsam.formats.policy.heads import NAMES, Head, head_of, language_of, names_cookies

_NEEDED = ("basis", "retention")
_LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class Note:
    """What was noticed of a layout, at a line: a code of the checks' catalogue, what, what to do."""

    code: str
    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ActivityTable:
    """A table of processing activities and which column of it holds what.

    `heading` is what stands above it, `below` are rows of it that are notes to others; `notes` say what its
    layout lost or what was read across it.
    """

    table: Table
    columns: Mapping[str, int]
    extra: tuple[str, ...]
    language: str
    heading: str = ""
    notes: tuple[Note, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What a table of this kind has, and this one hasn't."""
        return tuple(name for key, name in NAMES.items() if key not in self.columns)

    @property
    def is_about_cookies(self) -> bool:
        """Whether its rows are cookies, which are no activities."""
        return any(map(names_cookies, self.table.heads))

    @property
    def is_complete(self) -> bool:
        """Whether it names what is done, on which basis and for how long."""
        return self._is_named and all(name in self.columns for name in _NEEDED)

    @property
    def is_enough(self) -> bool:
        """Whether it names what is done, and basis or time among at least three of the columns."""
        return self._is_named and any(name in self.columns for name in _NEEDED) and len(self.columns) > 2

    @property
    def _is_named(self) -> bool:
        named = "activity" in self.columns or "purpose" in self.columns
        return named and not self.is_about_cookies


def recognise(table: Table) -> ActivityTable:
    """Say which column of a table holds what; the first column that fits wins."""
    columns: dict[str, int] = {}
    extra: list[str] = []
    heads: list[Head] = []
    for place, words in enumerate(table.heads):
        head = head_of(words)
        if head is None or head.column in columns:
            extra.append(words)
        else:
            columns[head.column] = place
            heads.append(head)
    return ActivityTable(table, MappingProxyType(columns), tuple(extra), language_of(heads))


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of processing activities, and the other tables of the document."""

    good: tuple[ActivityTable, ...]
    others: tuple[ActivityTable, ...]

    @property
    def are_complete(self) -> bool:
        """Whether there are any, and they have all the needed columns."""
        return bool(self.good) and all(table.is_complete for table in self.good)


def activity_tables(tables: Sequence[ActivityTable]) -> FoundTables:
    """Divide tables into those of activities and others; incomplete ones count where no other does."""
    good = tuple(each for each in tables if each.is_complete)
    good = good or tuple(each for each in tables if each.is_enough)
    return FoundTables(good, tuple(each for each in tables if each not in good))


def headings_above(parts: Sequence[Part]) -> Mapping[int, str]:
    """The heading or short line above each table, by the place of the table among the parts."""
    found: dict[int, str] = {}
    heading = ""
    for place, part in enumerate(parts):
        if isinstance(part, Table):
            found[place] = heading
        elif isinstance(part, Block):
            short = len(part.text) <= _LONGEST_HEADING and not part.text.endswith((".", "!", "?"))
            if part.kind == "heading" or (part.kind == "text" and short):
                heading = part.text
    return found


def nothing_found(parts: Sequence[Part], tables: Sequence[ActivityTable], places: Placed) -> RegisterError:
    """The error for a document without activities: what was looked for, what the likeliest table lacks."""
    if not tables:
        picture = next((each for each in parts if isinstance(each, Picture) and is_table_picture(each)), None)
        if picture is not None:
            return RegisterError(
                "the document has no table, but a picture that may be one",
                where=places.at(picture.line),
                hint="write what the picture shows as a table: nothing here can read pictures",
            )
        return RegisterError(
            "the document has no table of activities, and no sections or lists with such labels",
            where=places.at(0),
            hint="looked for a table with the columns activity, legal basis and time of storage, or for "
            "sections or lists labelled so (Ändamål, Rättslig grund, Lagringstid; Purpose, Legal basis …)",
        )
    likeliest = max(tables, key=lambda each: len(each.columns))
    wanted = [*_NEEDED, *(("activity",) if "purpose" not in likeliest.columns else ())]
    lacking = ", ".join(NAMES[name] for name in wanted if name not in likeliest.columns)
    heads = ", ".join(repr(head) for head in likeliest.table.heads[:12])
    return RegisterError(
        say("no table of the document has a head for {lacking}", lacking=lacking)
        if lacking
        else "the only table of the document is about cookies, which are no activities",
        where=places.at(likeliest.table.line),
        hint=say("name the columns so; the heads here are {heads}", heads=heads),
    )


def with_note(table: ActivityTable, *notes: Note) -> ActivityTable:
    """The table with more notes."""
    return replace(table, notes=(*table.notes, *notes))
