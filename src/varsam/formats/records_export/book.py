"""A record laid out: sheets of rows, the same for spreadsheets, CSV and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from varsam.formats.texts import Lang, text

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
# Characters that XML can't carry, and that nobody means: control characters without tab and line feed.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_NAME = 31


class Style(StrEnum):
    """What a row is."""

    TITLE = "title"
    SECTION = "section"
    HEAD = "head"
    BODY = "body"


class Shape(StrEnum):
    """How a sheet is read on paper: a table, a card for each group of rows, or sections of a form."""

    TABLE = "table"
    CARDS = "cards"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters; `each`: differs from row to row within a card."""

    head: str
    width: int
    each: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of text; fewer than there are columns: the rest is empty."""

    cells: tuple[str, ...]
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `above` stands over the heads; no heads are printed where every head is empty.

    `key`: how many first columns tell one card from the next.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    shape: Shape = Shape.TABLE
    key: int = 1

    @property
    def headed(self) -> bool:
        """Whether the columns have heads."""
        return any(each.head for each in self.columns)

    def printed(self) -> Iterator[Row]:
        """Every row as it stands in a spreadsheet: what is above, the heads, the body; all of full length."""
        yield from (self._full(each) for each in self.above)
        if self.headed:
            yield Row(tuple(each.head for each in self.columns), Style.HEAD)
        yield from (self._full(each) for each in self.rows)

    def without_empty(self, *heads: str) -> Sheet:
        """The sheet without those of the named columns in which no row says anything."""
        kept = [
            place
            for place, column in enumerate(self.columns)
            if column.head not in heads or any("".join(row.cells[place : place + 1]) for row in self.rows)
        ]
        rows = tuple(
            Row(tuple(self._full(row).cells[place] for place in kept), row.style) for row in self.rows
        )
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)

    def _full(self, row: Row) -> Row:
        missing = len(self.columns) - len(row.cells)
        return Row((*map(clean, row.cells), *[""] * missing), row.style)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format or layout can't carry: the code of its text, and the text's values."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))

    def said(self, lang: Lang) -> str:
        """The loss in words."""
        return text(f"loss.{self.code}", lang, **self.values)


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a record, in a language, with what its layout can't carry."""

    title: str
    language: Lang
    sheets: tuple[Sheet, ...]
    losses: tuple[Loss, ...] = ()


def clean(text: str) -> str:
    """A cell's text without characters that a file can't carry; line ends are line feeds."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def named(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Give every sheet a name that spreadsheets allow: 31 characters, each name once."""
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        name = " ".join(_FORBIDDEN_IN_NAME.sub(" ", clean(sheet.name)).split())[:_LONGEST_NAME].strip()
        number, base = 2, name or "-"
        name = base
        while name.casefold() in found:
            name = f"{base[: _LONGEST_NAME - 1 - len(str(number))].strip()} {number}"
            number += 1
        found[name.casefold()] = replace(sheet, name=name)
    return tuple(found.values())
