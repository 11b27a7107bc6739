"""All cells of a table for a search: whatever can't hold an identifier is left out where it lies.

Text columns go over as one text a row. With few identifiers the database looks first, by LIKE; what looks
encoded comes over in any case. Long rows, bytes and numbers have statements of their own, each one for the
whole table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from varsam.domain.predicate import ValueAt
from varsam.domain.snapshot import Table, TableColumn
from varsam.sources.base import Key
from varsam.sources.searching import CELL, LARGEST, NEVER_TEXT, Chunk, Probe, TableReport
from varsam.sources.sql.compile import Compiler, Frame
from varsam.sources.sql.dialects import Clause, Convert, Element
from varsam.sources.sql.schema import Detail

_ROWS_AT_ONCE: Final = 5_000
_BYTES_AT_ONCE: Final = 16 * 1024 * 1024
_LONG_ROW: Final = 256 * 1024
_FEWEST_DIGITS: Final = 8
# As formats.residue.decoding has it: base64 is looked for in texts without a space, and in long ones.
_LONG: Final = 64
_WORTH_DECODING: Final = 16

VIEWS: Final = {
    "postgresql": "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind = 'v' AND n.nspname = :schema",
    "mariadb": "SELECT table_name FROM information_schema.views WHERE table_schema = :schema",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view' AND :schema = :schema",
}


@dataclass(slots=True)
class TableSearch:
    """One table's search on one connection."""

    connection: sa.Connection
    compiler: Compiler
    table: Table
    details: dict[str, Detail]
    probe: Probe
    report: TableReport

    def run(self) -> Iterator[Chunk]:
        """Stream the table's cells, and fill the report."""
        frame = self.compiler.frame(self.table.name)
        texts, packed, numbers = self._sorted()
        self.report.columns += [column.name for column in (*texts, *packed, *numbers)]
        sizes = self._sizes(frame, [*texts, *packed])
        self.report.rows = sizes.pop("")
        if not self.report.rows:
            return
        widths = {
            column.name: sizes[column.name] for column in texts if sizes[column.name] >= self.probe.shortest
        }
        if widths:
            yield from self._texts(frame, widths)
        for column in packed:
            if sizes[column.name] >= self.probe.shortest:
                yield from self._bytes(frame, column.name, sizes[column.name])
        if numbers and self.probe.numbers:
            yield from self._numbers(frame, [column.name for column in numbers])

    # -- what kind of cells --------------------------------------------------------------------------------

    def _sorted(self) -> tuple[list[TableColumn], list[TableColumn], list[TableColumn]]:
        """Columns of text, of bytes, and of numbers long enough; the others are searched by their type."""
        texts, packed, numbers = [], [], []
        keys = {name for key in self.table.foreign_keys for name in key.columns} | {*self.table.primary_key}
        for column in self.table.columns:
            base = self.details[column.name].base
            if self.compiler.dialect.name == "sqlite" and column.family != "bytes":
                # A declared type binds nobody there: any column may hold a text.
                texts.append(column)
            elif column.family == "bytes":
                packed.append(column)
            elif column.family == "number":
                if column.name not in keys and _long_number(column, base):
                    numbers.append(column)
                else:
                    self.report.by_type.append(column.name)
            elif (
                column.family in NEVER_TEXT
                or base in ("uuid", "enum", "set")
                or 0 < (column.length or 0) < self.probe.shortest
            ):
                self.report.by_type.append(column.name)
            else:
                texts.append(column)
        return texts, packed, numbers

    def _sizes(self, frame: Frame, columns: Sequence[TableColumn]) -> dict[str, int]:
        """The longest cell of each column in bytes; under no name, the rows."""
        longest = [sa.func.max(self._size(self._read(frame, column))) for column in columns]
        row = self.connection.execute(sa.select(sa.func.count(), *longest).select_from(frame.aliased)).one()
        return {"": row[0], **{column.name: row[at] or 0 for at, column in enumerate(columns, 1)}}

    def _read(self, frame: Frame, column: TableColumn) -> Element:
        return frame.column(column.name) if column.family == "bytes" else self._text(frame, column.name)

    def _text(self, frame: Frame, name: str) -> Element:
        """A column's text, whatever its type."""
        element = frame.column(name)
        match self.compiler.dialect.name:
            case "sqlite":
                kind = sa.func.typeof(element)
                return sa.case((kind == sa.literal_column("'blob'"), ""), else_=sa.cast(element, sa.Text()))
            case "mariadb":
                if self.table.column(name).family == "other":  # type: ignore[union-attr]
                    return sa.cast(element, sa.CHAR())
                return sa.func.convert(element.op("USING")(sa.literal_column("utf8mb4")))
            case _:
                return sa.cast(element, sa.Text())

    def _size(self, element: Element) -> Element:
        match self.compiler.dialect.name:
            case "sqlite":
                return sa.func.length(sa.cast(element, sa.LargeBinary()))
            case "mariadb":
                return sa.func.length(element)
            case _:
                return sa.func.octet_length(element)

    # -- texts ---------------------------------------------------------------------------------------------

    def _texts(self, frame: Frame, widths: dict[str, int]) -> Iterator[Chunk]:
        end = (
            sa.func.char(ord(CELL)) if self.compiler.dialect.name != "postgresql" else sa.func.chr(ord(CELL))
        )
        pieces: list[Element] = [sa.func.coalesce(self._text(frame, name), "") for name in widths]
        row = reduce(lambda left, right: self._joined(self._joined(left, end), right), pieces)
        looks = self._looks_encoded(frame, widths)
        wanted: list[Clause] = []
        if self.probe.patterns is not None:
            wanted.append(sa.or_(*self._like(row), looks))
        widest = sum(widths.values()) + len(widths)
        if widest > _LONG_ROW:
            size = self._size(row)
            yield from self._stream(frame, tuple(widths), row, looks, [*wanted, size <= _LONG_ROW], _LONG_ROW)
            long = [*wanted, size > _LONG_ROW, size <= LARGEST]
            yield from self._stream(frame, tuple(widths), row, looks, long, widest)
            for name, width in widths.items():
                if width > LARGEST // 2:
                    self._count_large(frame, name, self._size(row))
        else:
            yield from self._stream(frame, tuple(widths), row, looks, wanted, widest)

    def _joined(self, left: Element, right: Element) -> Element:
        if self.compiler.dialect.name == "mariadb":
            return sa.func.concat(left, right)
        return left.op("||")(right)

    def _like(self, row: Element) -> list[Clause]:
        """The patterns, and the mark of MIME words; PostgreSQL writes the row's text out once."""
        patterns = [*(self.probe.patterns or ()), "%=?%"]
        match self.compiler.dialect.name:
            case "postgresql":
                lowered: Element = sa.func.lower(sa.collate(row, "C"))
                listed = sa.bindparam(None, patterns, type_=pg.ARRAY(sa.Text()), unique=True)
                return [lowered.op("LIKE", is_comparison=True)(sa.any_(listed))]
            case "mariadb":
                lowered = sa.collate(sa.func.lower(row), "utf8mb4_bin")
                return [lowered.like(self.compiler.dialect.text(each)) for each in patterns]
            case _:
                lowered = sa.func.lower(row)
                return [lowered.like(self.compiler.dialect.text(each), escape="\\") for each in patterns]

    def _looks_encoded(self, frame: Frame, widths: dict[str, int]) -> Clause:
        """Whether some column holds a long text, or one that could be base64 as a whole."""
        found: list[Clause] = [sa.false()]
        for name, width in widths.items():
            element, size = self._text(frame, name), self._size(self._text(frame, name))
            if width >= _LONG:
                found.append(size >= _LONG)
            if width >= _WORTH_DECODING:
                found.append(sa.and_(size >= _WORTH_DECODING, *self._one_word(element)))
        return sa.or_(*found)

    def _one_word(self, element: Element) -> list[Clause]:
        place = sa.func.strpos if self.compiler.dialect.name == "postgresql" else sa.func.instr
        match self.compiler.dialect.name:
            case "postgresql":
                exact: Element = sa.collate(element, "C")
            case "mariadb":
                exact = sa.collate(element, "utf8mb4_bin")
            case _:
                exact = element
        cased = [sa.func.lower(exact) != exact, sa.func.upper(exact) != exact]
        return [place(element, " ") == 0, place(element, "@") == 0, *cased]

    def _stream(
        self,
        frame: Frame,
        columns: tuple[str, ...],
        row: Element,
        looks: Clause,
        wanted: Sequence[Clause],
        widest: int,
    ) -> Iterator[Chunk]:
        flag = sa.case((looks, 1), else_=0)
        keys, converters = self._keys(frame)
        query = sa.select(row.label("cells"), flag.label("encoded"), *keys)
        query = query.select_from(frame.aliased).where(*wanted)
        at_once = max(1, min(_ROWS_AT_ONCE, _BYTES_AT_ONCE // max(1, widest)))
        for part in self._parts(query, at_once):
            cells, encoded, *key = zip(*part, strict=True)
            yield Chunk(columns, _keys(key, converters, len(part)), cells, encoded)

    def _parts(self, query: sa.Select[Any], at_once: int) -> Iterator[Sequence[Sequence[Any]]]:
        """Rows in parts, streamed."""
        if self.compiler.dialect.name == "postgresql":
            yield from self._by_driver(query, at_once)
            return
        options = {"stream_results": True, "yield_per": at_once}
        with self.connection.execute(query, execution_options=options) as result:
            yield from result.partitions(at_once)

    def _by_driver(self, query: sa.Select[Any], at_once: int) -> Iterator[list[Any]]:
        """PostgreSQL without a layer between; it looks with several processes, but never behind a cursor."""
        compiled = query.compile(dialect=self.connection.dialect)
        driver = self.connection.connection.driver_connection
        assert driver is not None
        try:
            if self.probe.patterns is not None:
                with driver.cursor() as cursor:
                    rows = cursor.stream(str(compiled), compiled.params)
                    while part := list(islice(rows, at_once)):
                        yield part
                return
            with driver.cursor(name="varsam_search") as cursor:
                cursor.execute(str(compiled), compiled.params)
                while part := cursor.fetchmany(at_once):
                    yield part
        except psycopg.Error as error:
            raise sa.exc.DBAPIError(str(compiled), None, error) from None

    def _keys(self, frame: Frame) -> tuple[list[Element], list[Convert | None]]:
        read = [
            self.compiler.value(ValueAt((), column), frame, grouped=False)
            for column in self.table.primary_key
        ]
        return [element.label(f"k{at}") for at, (element, _) in enumerate(read)], [each for _, each in read]

    # -- bytes and numbers ---------------------------------------------------------------------------------

    def _bytes(self, frame: Frame, name: str, longest: int) -> Iterator[Chunk]:
        element = frame.column(name)
        size = self._size(element)
        keys, converters = self._keys(frame)
        query = sa.select(element.label("cell"), *keys).select_from(frame.aliased)
        query = query.where(size >= self.probe.shortest, size <= LARGEST)
        at_once = max(1, min(_ROWS_AT_ONCE, _BYTES_AT_ONCE // max(1, longest)))
        options = {"stream_results": True, "yield_per": at_once}
        with self.connection.execute(query, execution_options=options) as result:
            for part in result.partitions(at_once):
                cells, *key = zip(*part, strict=True)
                yield Chunk((name,), _keys(key, converters, len(part)), [_plain(cell) for cell in cells])
        if longest > LARGEST:
            self._count_large(frame, name, size)

    def _count_large(self, frame: Frame, name: str, size: Element) -> None:
        query = sa.select(sa.func.count()).select_from(frame.aliased).where(size > LARGEST)
        if count := self.connection.scalar(query):
            self.report.too_large[name] += count

    def _numbers(self, frame: Frame, names: Sequence[str]) -> Iterator[Chunk]:
        wanted = sorted(number for number in self.probe.numbers if number < 2**63)
        keys, converters = self._keys(frame)
        for name in names:
            element = frame.column(name)
            if self.compiler.dialect.name == "postgresql":
                listed = sa.bindparam(None, wanted, type_=pg.ARRAY(sa.BigInteger()), unique=True)
                matches: Clause = element == sa.any_(listed)
            else:
                matches = element.in_(wanted)
            query = sa.select(sa.cast(element, sa.BigInteger()).label("cell"), *keys)
            rows = self.connection.execute(query.select_from(frame.aliased).where(matches)).all()
            if rows:
                cells, *key = zip(*rows, strict=True)
                yield Chunk((name,), _keys(key, converters, len(rows)), [str(cell) for cell in cells])


def _long_number(column: TableColumn, base: str) -> bool:
    """Whether a column of whole numbers or decimals can hold as many digits as an identifier has."""
    kind = column.type.lower()
    if "big" in kind or base == "int8":
        return True
    if "numeric" in kind or "decimal" in kind:
        inside = kind.partition("(")[2].rstrip(")").split(",")
        whole = [part.strip() for part in inside if part.strip().isdigit()]
        return not whole or int(whole[0]) - (int(whole[1]) if len(whole) > 1 else 0) >= _FEWEST_DIGITS
    return False


def _keys(columns: Sequence[Sequence[Any]], converters: Sequence[Convert | None], rows: int) -> list[Key]:
    """The rows' keys from their columns; empty ones where the table has no key."""
    if not converters:
        return [()] * rows
    converted = [
        column if convert is None else [None if value is None else convert(value) for value in column]
        for column, convert in zip(columns, converters, strict=True)
    ]
    return list(zip(*converted, strict=True))


def _plain(cell: Any) -> str | bytes:
    return cell if isinstance(cell, str | bytes) else bytes(cell)
