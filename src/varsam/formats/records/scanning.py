"""Looks through the parts of a spreadsheet before its values are read: how large, which formulas, what hides.

One pass each of the standard library's XML parser, which builds no tree. Declarations of types and entities
are refused wherever they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

from varsam.domain.errors import RegisterError
from varsam.formats.records.book import MAX_AREA, MAX_CELLS

Place: TypeAlias = tuple[int, int]
"""Row and column of a cell, counted from 0."""

_VALUES = ("office:string-value", "office:value", "office:date-value")
MAX_TEXT = 64 * 1024 * 1024


@dataclass(slots=True)
class Seen:
    """What a sheet holds, apart from its values."""

    cells: int = 0
    letters: int = 0
    last: Place = (-1, -1)
    computed: int = 0
    uncomputed: list[Place] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    def take(self, place: Place, letters: int, times: int = 1) -> None:
        """Count a cell that holds something."""
        self.cells += times
        self.letters += letters * times
        self.last = (max(self.last[0], place[0]), max(self.last[1], place[1]))


class Scan:
    """A pass over one part; those for each kind of file say what its elements mean."""

    def __init__(self, path: str) -> None:
        """Keep the file's name for errors."""
        self.path = path

    def read(self, content: bytes) -> None:
        """Go through a part. RegisterError: it isn't XML, declares entities, or is too large."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            parser.Parse(content, True)
        except expat.ExpatError as wrong:
            raise RegisterError(
                "a part of the spreadsheet isn't readable",
                where=self.path,
                hint="open it in a spreadsheet program and save it again",
            ) from wrong

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take text between elements."""

    def _declared(self, *_: object) -> None:
        raise RegisterError(
            "the spreadsheet declares XML entities, which no spreadsheet program writes",
            where=self.path,
            hint="don't trust this file; ask its sender for another copy",
        )

    def must_fit(self, seen: Seen, sheet: str) -> None:
        """Refuse a sheet that would take too much memory."""
        rows, columns = seen.last[0] + 1, seen.last[1] + 1
        if seen.cells > MAX_CELLS or rows * columns > MAX_AREA or seen.letters > MAX_TEXT:
            raise RegisterError(
                "the sheet is too large for a record of processing",
                where=f"{self.path}:{sheet}",
                hint=f"at most {MAX_CELLS:,} cells with content; look for a stray value far down or far out",
            )


class SharedTexts(Scan):
    """How long each text is that the sheets of an .xlsx file share."""

    def __init__(self, path: str) -> None:
        """Start with none."""
        super().__init__(path)
        self.lengths: list[int] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        """Begin a shared text."""
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        """Add to the last one."""
        if self.lengths:
            self.lengths[-1] += len(text)


class _Links(Scan):
    """The sheets of an .xlsx workbook, or the parts that its links lead to, by the id of the link."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.names: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            link = next((given[key] for key in given if key.rpartition(":")[2] == "id"), "")
            self.names[link] = given.get("name", "")
        elif local == "Relationship":
            self.parts[given.get("Id", "")] = given.get("Target", "")


def sheet_names(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """The names of an .xlsx file's sheets by the part (in small letters) that each stands in."""
    links = _Links(path)
    for part, content in parts.items():
        if part.casefold() in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            links.read(content)
    found = {}
    for link, name in links.names.items():
        target = links.parts.get(link, "").casefold().lstrip("/")
        found[target if target.startswith("xl/") else f"xl/{target}"] = name
    return found


class XlsxSheet(Scan):
    """A worksheet of an .xlsx file."""

    def __init__(self, path: str, sheet: str, shared: list[int]) -> None:
        """`shared`: the lengths of the workbook's shared texts."""
        super().__init__(path)
        self.seen = Seen()
        self._sheet, self._shared = sheet, shared
        self._row = self._column = -1
        self._type = ""
        self._formula = self._inside = False
        self._value: list[str] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take a row, a cell, its formula or its value."""
        match name.rpartition(":")[2]:
            case "c":
                row, column = _place(given.get("r", ""))
                self._row = row if row >= 0 else self._row
                self._column = column if column >= 0 else self._column + 1
                self._type, self._formula, self._value = given.get("t", ""), False, []
            case "v" | "t":
                self._inside = True
            case "f":
                self._formula = True
            case "row":
                number = given.get("r", "")
                self._row = int(number) - 1 if number.isdecimal() and len(number) < 9 else self._row + 1
                self._column = -1
                if given.get("hidden") in ("1", "true"):
                    self.seen.hidden_rows.append(self._row)
            case "mergeCell":
                first, _, last = given.get("ref", "").partition(":")
                if len(self.seen.merged) < MAX_CELLS:
                    self.seen.merged.append((_place(first), _place(last or first)))
            case _:
                pass

    def end(self, name: str) -> None:
        """Count a cell when all of it is known."""
        local = name.rpartition(":")[2]
        if local in ("v", "t"):
            self._inside = False
        elif local == "c":
            self._counted("".join(self._value))

    def text(self, text: str) -> None:
        """Keep a value's text."""
        if self._inside:
            self._value.append(text)

    def _counted(self, value: str) -> None:
        place = (self._row, self._column)
        if self._formula and value:
            self.seen.computed += 1
        elif self._formula:
            self.seen.uncomputed.append(place)
        if not value:
            return
        shared = (
            self._type == "s" and value.isdecimal() and len(value) < 10 and int(value) < len(self._shared)
        )
        self.seen.take(place, self._shared[int(value)] if shared else len(value))
        if self.seen.cells > MAX_CELLS:
            self.must_fit(self.seen, self._sheet)


class OdsSheets(Scan):
    """All sheets of an .ods file; rows and cells may say how often they are repeated."""

    def __init__(self, path: str) -> None:
        """Start without sheets."""
        super().__init__(path)
        self.sheets: list[tuple[str, Seen]] = []
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._filled: list[tuple[int, int, int]] = []
        self._cell: dict[str, str] | None = None
        self._letters = self._notes = self._depth = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take a sheet, a row, a cell, or blanks that stand for many."""
        local = name.rpartition(":")[2]
        if local == "table":
            self._depth += 1
            if self._depth == 1:
                self.sheets.append((given.get("table:name", ""), Seen()))
                self._row = 0
        elif self._depth != 1:
            return
        elif local == "table-row":
            self._rows, self._column, self._filled = _repeated(given, "table:number-rows-repeated"), 0, []
            if given.get("table:visibility") in ("collapse", "filter"):
                self.sheets[-1][1].hidden_rows.append(self._row)
        elif local in ("table-cell", "covered-table-cell"):
            self._cell, self._letters = given, 0
            self._columns = _repeated(given, "table:number-columns-repeated")
        elif local == "annotation":
            self._notes += 1
        elif local == "s" and _repeated(given, "text:c") > 1000:
            raise self._endless()

    def end(self, name: str) -> None:
        """Count a cell, or all that its row stands for."""
        local = name.rpartition(":")[2]
        if local == "table":
            self._depth -= 1
            if self._depth == 0:
                self.must_fit(self.sheets[-1][1], self.sheets[-1][0])
        elif self._depth != 1:
            return
        elif local == "annotation":
            self._notes -= 1
        elif local in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._counted(self._cell)
            self._cell = None
        elif local == "table-row":
            self._row_ended()

    def text(self, text: str) -> None:
        """Count the letters of a cell; notes beside it don't count."""
        if self._cell is not None and not self._notes:
            self._letters += len(text)

    def _counted(self, given: dict[str, str]) -> None:
        seen = self.sheets[-1][1]
        place = (self._row, self._column)
        value: str = next((given[each] for each in _VALUES if each in given), "")
        filled = bool(self._letters or value or given.get("office:value-type"))
        if "table:formula" in given and filled:
            seen.computed += 1
        elif "table:formula" in given:
            seen.uncomputed.append(place)
        down, right = (
            _repeated(given, "table:number-rows-spanned"),
            _repeated(given, "table:number-columns-spanned"),
        )
        if down > 1 or right > 1:
            seen.merged.append((place, (place[0] + down - 1, place[1] + right - 1)))
        if filled:
            self._filled.append((self._column, self._columns, max(self._letters, len(value))))
        self._column += self._columns

    def _row_ended(self) -> None:
        name, seen = self.sheets[-1]
        for column, times, letters in self._filled:
            seen.take((self._row + self._rows - 1, column + times - 1), letters, times * self._rows)
        self._row += self._rows
        if self._filled:
            self.must_fit(seen, name)

    def _endless(self) -> RegisterError:
        return RegisterError(
            "a cell holds more blanks than a person would write",
            where=self.path,
            hint="copy the record's rows into a new, empty workbook and save that",
        )


def _place(name: str) -> Place:
    """Row and column of a cell's name; -1 for what it doesn't say."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not digits or len(digits) > 7 or not (letters.isascii() and letters.isalpha()) or len(letters) > 3:
        return -1, -1
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _repeated(given: dict[str, str], name: str) -> int:
    number = given.get(name, "1")
    if not number.isascii() or not number.isdecimal():
        return 1
    return max(int(number[:12]), 1)
