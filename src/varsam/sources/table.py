"""A CSV or XLSX file as one table; a CSV can lose rows and be overwritten, every other byte staying.

A spreadsheet's formulas are never evaluated: the cell is unset, and the row is readable.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, cast

import openpyxl

from varsam.domain.errors import RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.evaluation import Row, values_for
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Value
from varsam.domain.snapshot import Capabilities, Table, TableColumn
from varsam.sources.base import BatchStep
from varsam.sources.containers import InnerTables
from varsam.sources.csv_text import Record, delimiter_of, records_of, with_blank_lines
from varsam.sources.durable import sync_folder
from varsam.sources.options import pairs
from varsam.sources.rows import Place, RowSource
from varsam.sources.typed import FAMILIES, Family, parsed, written

# A byte order mark is kept where there is one: utf-8-sig is utf-8.
ENCODINGS: Final = ("utf-8", "latin-1", "cp1252")
_SUFFIXES: Final = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read. `delimiter` empty: found out from the header line."""

    table: str
    encoding: str = "utf-8"
    delimiter: str = ""
    types: Mapping[str, Family] | None = None
    key: tuple[str, ...] = ()
    sheet: str = ""
    header: int = 1
    writable: bool = False


class TableSource(RowSource):
    """One file as one table. The file is read when the source is entered, and again after a batch.

    A batch is refused when the file changed since it was read. It replaces the file in one move, so that a
    crash leaves either the old or the new one.
    """

    dialect = "table"
    remains = "file"

    def __init__(self, name: str, path: Path, layout: Layout, inner: InnerTables | None = None) -> None:
        """Take the path and its layout; nothing is read yet."""
        writable = layout.writable and _SUFFIXES.get(path.suffix.lower()) == "csv"
        able = Capabilities(delete=writable, overwrite=writable, writable=writable)
        super().__init__(name, able, inner)
        self._path = path
        self._layout = layout
        self._digest = b""
        self._mark = b""
        self._names: tuple[str, ...] = ()
        self._head: tuple[Record, ...] = ()
        self._records: tuple[Record, ...] = ()
        self._read: list[Row] = []
        self._delimiter = ","

    def __enter__(self) -> TableSource:
        """Read the file; SourceUnavailable when it isn't there, SourceRejected when it can't be read."""
        self._load()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget what was read."""
        super().__exit__(kind, error, trace)
        self._read, self._records = [], ()

    def _tables(self) -> Mapping[str, Table]:
        types = self._layout.types or {}
        columns = tuple(
            TableColumn(name, types.get(name, "text"), family=types.get(name, "text")) for name in self._names
        )
        table = Table(self._layout.table, columns, primary_key=self._layout.key)
        return {table.name: table}

    def _rows(self, table: str) -> Sequence[Row]:
        return self._read

    # -- reading -------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._forget_indexes()
        content = self._content()
        self._digest = hashlib.sha256(content).digest()
        if _SUFFIXES.get(self._path.suffix.lower()) == "xlsx":
            self._load_sheet(content)
        else:
            self._load_csv(content)
        missing = sorted({*(self._layout.types or ()), *self._layout.key} - set(self._names))
        if missing:
            raise self._refusal(f"the file has no column {missing[0]!r}")

    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise SourceUnavailable(
                f"the file can't be read: {error.strerror}", where=self.name, hint="check its path"
            ) from None

    def _load_csv(self, content: bytes) -> None:
        marked = self._layout.encoding.startswith("utf-8") and content.startswith(codecs.BOM_UTF8)
        self._mark = codecs.BOM_UTF8 if marked else b""
        try:
            text = content[len(self._mark) :].decode(self._layout.encoding)
        except UnicodeDecodeError:
            raise SourceRejected(
                f"the file isn't {self._layout.encoding}",
                where=self.name,
                hint=f"give option encoding: {', '.join(ENCODINGS)}",
            ) from None
        if "\0" in text:
            raise SourceRejected("the file isn't text", where=self.name, hint="check its path")
        head = text.split("\n", self._layout.header)[self._layout.header - 1 : self._layout.header]
        self._delimiter = self._layout.delimiter or delimiter_of(head[0] if head else "")
        records = tuple(records_of(text, self._delimiter))
        first = self._layout.header
        while first < len(records) and not records[first].cells:
            first += 1
        self._head, self._records = records[:first], with_blank_lines(records[first:])
        named = self._layout.header - 1
        self._name_columns(self._head[named].cells if named < len(self._head) else ())
        wrong = [record for record in self._records if len(record.cells) != len(self._names)]
        if wrong:
            number = self._records.index(wrong[0]) + 1
            raise SourceRejected(
                f"row {number} has {len(wrong[0].cells)} cells, the header has {len(self._names)}",
                where=self.name,
                hint="mend the row, or give options delimiter and header",
            )
        self._read = [self._row(record.cells) for record in self._records]

    def _name_columns(self, cells: Sequence[str]) -> None:
        names = tuple(cell.strip() for cell in cells)
        if not names or "" in names or len(set(names)) != len(names):
            raise SourceRejected(
                f"line {self._layout.header} doesn't give each column a name of its own",
                where=self.name,
                hint="give option header: the number of the line with the names",
            )
        self._names = names

    def _row(self, cells: Sequence[str]) -> Row:
        types = self._layout.types or {}
        return {
            name: parsed(cell, types.get(name, "text")) for name, cell in zip(self._names, cells, strict=True)
        }

    def _load_sheet(self, content: bytes) -> None:
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        except (OSError, KeyError, ValueError) as error:
            raise SourceRejected(
                f"the file isn't a workbook ({type(error).__name__})",
                where=self.name,
                hint="save it as .xlsx",
            ) from None
        try:
            name = self._layout.sheet or book.sheetnames[0]
            if name not in book.sheetnames:
                raise self._refusal(f"the workbook has no sheet {name!r}")
            lines = list(book[name].iter_rows(min_row=self._layout.header))
        finally:
            book.close()
        header = [str(cell.value or "") for cell in lines[0]] if lines else []
        while header and not header[-1].strip():
            header.pop()
        self._name_columns(header)
        types = self._layout.types or {}
        self._read = []
        for line in lines[1:]:
            cells = [*line, *([None] * len(self._names))][: len(self._names)]
            values = [
                _cell(cell, types.get(name, "text")) for name, cell in zip(self._names, cells, strict=True)
            ]
            if any(value is not None for value in values):
                self._read.append(dict(zip(self._names, values, strict=True)))

    # -- writing -------------------------------------------------------------------------------------------

    def _change(
        self, chosen: Sequence[tuple[BatchStep, Sequence[Place]]], before_commit: Callable[[], None] | None
    ) -> None:
        gone: set[Place] = set()
        changed: dict[Place, dict[str, Value]] = {}
        for step, places in chosen:
            for place in places:
                changed.setdefault(place, {}).update(dict.fromkeys(step.detach))
        for step, places in chosen:
            if step.values is None:
                gone.update(places)
            for place in places:
                changed.setdefault(place, {}).update(values_for(step.values or {}, self._read[place]))
        lines = [record.text for record in self._head]
        for place, record in enumerate(self._records):
            if place not in gone:
                lines.append(self._rewritten(record, changed.get(place, {})))
        try:
            content = self._mark + "".join(lines).encode(self._layout.encoding)
        except UnicodeEncodeError:
            raise self._refusal(f"a value to write can't be said in {self._layout.encoding}") from None
        self._replace(content, before_commit)
        self._load()

    def _rewritten(self, record: Record, values: Mapping[str, Value]) -> str:
        texts = {name: written(value) for name, value in values.items()}
        cells = dict(zip(self._names, record.cells, strict=True))
        if all(cells[name] == text for name, text in texts.items()):
            return record.text
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=self._delimiter,
            lineterminator="",
            quoting=csv.QUOTE_ALL if record.text.startswith('"') else csv.QUOTE_MINIMAL,
        )
        writer.writerow((cells | texts).values())
        end = len(record.text.rstrip("\r\n"))
        return out.getvalue() + record.text[end:]

    def _replace(self, content: bytes, before_commit: Callable[[], None] | None) -> None:
        """Write beside the file, sync, look whether the file is still the one that was read, and swap."""
        try:
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).chmod(self._path.stat().st_mode)
            if before_commit is not None:
                before_commit()
            if hashlib.sha256(self._content()).digest() != self._digest:
                raise SourceUnavailable(
                    "the file changed since it was read", where=self.name, hint="try again"
                )
            Path(draft).replace(self._path)
            sync_folder(self._path.parent)
        except OSError as error:
            raise self._unwritable(error) from None
        finally:
            Path(draft).unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> SourceUnavailable:
        return SourceUnavailable(
            f"the file can't be written: {error.strerror}",
            where=self.name,
            hint="check space and permissions",
        )


def _cell(cell: Any, family: Family) -> Value:
    """A spreadsheet cell; formulas and error values are unset, they are never evaluated."""
    if cell is None or cell.value is None or cell.data_type in ("f", "e"):
        return None
    value = cell.value
    if isinstance(value, str):
        return parsed(value, family)
    if family == "date" and hasattr(value, "date"):
        return cast(Value, value.date())
    if family == "text" and not isinstance(value, bool):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return value if isinstance(value, bool | int | float) or hasattr(value, "isoformat") else str(value)


def open_table(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> TableSource:
    """Read `file`, `table`, `key`, `types`, `encoding`, `delimiter`, `sheet`, `header` and `writable`.

    `types` pairs a column with its family: `types.NAME: date`, or `types: [NAME=date, …]`. `writable` is
    false unless it says true. RegisterError: an option is wrong.
    """
    options = mapped.options
    file = options.get("file")
    if not file:
        raise RegisterError("a table source needs option file", where=mapped.source)
    path = home / str(file)
    if path.suffix.lower() not in _SUFFIXES:
        raise RegisterError(
            f"a table source reads {', '.join(sorted(_SUFFIXES))}, not {path.suffix!r}", where=mapped.source
        )
    encoding = str(options.get("encoding") or "utf-8").lower().replace("utf-8-sig", "utf-8")
    if encoding not in ENCODINGS:
        raise RegisterError(
            f"unknown encoding {encoding!r}", where=mapped.source, hint=f"known: {', '.join(ENCODINGS)}"
        )
    types = pairs(mapped, "types")
    wrong = sorted(set(types.values()) - FAMILIES)
    if wrong:
        raise RegisterError(
            f"unknown type {wrong[0]!r}", where=mapped.source, hint=f"known: {', '.join(sorted(FAMILIES))}"
        )
    key = options.get("key") or ()
    layout = Layout(
        table=str(options.get("table") or path.stem),
        encoding=encoding,
        delimiter=str(options.get("delimiter") or ""),
        types=cast("Mapping[str, Family]", types),
        key=tuple(map(str, key)) if isinstance(key, tuple | list) else (str(key),),
        sheet=str(options.get("sheet") or ""),
        header=int(str(options.get("header") or 1)),
        writable=options.get("writable") is True,
    )
    return TableSource(mapped.source, path, layout, InnerTables.of(mapped))
