"""SQLite: dates are texts, types are affinities, and a declared collation may fold case."""

from __future__ import annotations

import datetime as dt
import json
import math
from array import array
from collections.abc import Generator, Sequence
from typing import Any, ClassVar, Final

import sqlalchemy as sa

from varsam.domain.predicate import Comparison, Value
from varsam.domain.snapshot import TableColumn
from varsam.sources.sql.dialects import PAGE_ROWS, Clause, Convert, Dialect, Element, Operand
from varsam.sources.sql.schema import Detail

_TYPES = {
    "number": "NUMERIC",
    "bool": "NUMERIC",
    "text": "TEXT",
    "json": "TEXT",
    "bytes": "BLOB",
    "other": "",
}


_COMPARED: Final = 250_000


class SqliteDialect(Dialect):
    """How SQLite spells what predicates mean."""

    name: ClassVar[str] = "sqlite"
    remains: ClassVar[str] = "sqlite"
    deletes_by_join: ClassVar[bool] = False
    locks_rows: ClassVar[bool] = False
    joins_what_is_missing: ClassVar[bool] = True

    def fits(self, operand: Operand, value: Value) -> bool:
        """As everywhere; but a date column may hold any text, such as a zero date."""
        if operand.family in ("date", "datetime") and isinstance(value, str):
            return _moment(value) is None
        if operand.family == "other":
            return True
        return super().fits(operand, value)

    def bind(self, operand: Operand, value: Value) -> Element:
        """The value as SQLite stores it."""
        return sa.bindparam(None, self.store(operand.family, value), type_=sa.types.NullType(), unique=True)

    def assign(self, column: TableColumn, detail: Detail, value: Value) -> Element:
        """The value as SQLite stores it; a strict table refuses by itself."""
        return self.bind(Operand(sa.null(), column.family), value)

    def store(self, family: str, value: Value) -> Any:
        """Dates as ISO text, as every program that writes SQLite does."""
        match value:
            case dt.datetime():
                return value.isoformat(" ")
            case dt.date():
                return value.isoformat()
            case _:
                return value

    def compares(self, operand: Operand, op: Comparison, value: Value) -> Clause:
        """As everywhere; a time of day may be stored with blank or T and with any number of decimals."""
        if operand.family == "datetime" and isinstance(value, dt.datetime) and self.fits(operand, value):
            return _compare_spellings(operand.element, op, value)
        return super().compares(operand, op, value)

    def equals(self, operand: Operand, value: Value) -> Clause:
        """As everywhere; times of day in all their spellings."""
        if operand.family == "datetime" and isinstance(value, dt.datetime) and self.fits(operand, value):
            return _compare_spellings(operand.element, "=", value)
        return super().equals(operand, value)

    def exact(self, element: Element) -> Element:
        """Bytes of UTF-8 sort like code points."""
        return sa.collate(element, "BINARY")

    def matches_text(self, left: Operand, right: Operand) -> Clause:
        """Both orders are tried by the planner; a folding collation gets a second conjunct."""
        bare: Clause = left.element == right.element
        if left.detail.exact and right.detail.exact:
            return bare
        return sa.and_(bare, self.exact(left.element) == right.element)

    def concatenated(self, parts: list[Element]) -> Element:
        """`a || b`."""
        result = parts[0]
        for part in parts[1:]:
            result = result.op("||")(part)
        return result

    def as_text(self, operand: Operand) -> Element:
        """A cast; dates are texts already."""
        return sa.cast(operand.element, sa.Text())

    def converter(self, operand: Operand) -> Convert | None:
        """Parse dates; a text that isn't one stays as it is."""
        match operand.family:
            case "date":
                return _read_date
            case "datetime":
                return _read_datetime
            case "bool":
                return _read_bool
            case _:
                return None

    def single(self, element: Element) -> Element:
        """SQLite takes the first of several rows in silence; an aggregate of ours refuses instead."""
        return sa.func.varsam_one(element, type_=sa.types.NullType())

    def whole(self, column: TableColumn, detail: Detail) -> bool:
        """By the declared type; SQLite may hold anything there, which reading then finds."""
        return column.type.upper() in ("INTEGER", "INT", "BIGINT")

    def among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """As a JSON array."""
        bound = sa.bindparam(None, json.dumps(numbers.tolist()), type_=sa.types.NullType(), unique=True)
        return operand.element.in_(
            sa.select(sa.literal_column("value")).select_from(sa.func.json_each(bound))
        )

    def is_among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """The array is made a table of once, in memory."""
        return self.among(operand, numbers) if len(numbers) <= _COMPARED else None

    def pages(
        self, connection: sa.Connection, statement: sa.Select[Any], name: str
    ) -> Generator[Sequence[Sequence[Any]], None, None]:
        """By the driver's cursor, which streams by itself."""
        with connection.execute(statement) as result:
            while rows := result.cursor.fetchmany(PAGE_ROWS):
                yield rows

    def column_type(self, family: str, values: Sequence[Value]) -> str:
        """The affinity that leaves keys of the family alone."""
        return _TYPES.get(family, "TEXT")

    def create_temporary(self, name: str, columns: Sequence[tuple[str, str]], index: str) -> list[str]:
        """A temporary table lives in memory: key sets never reach the disk."""
        listed = ", ".join(f"{column} {kind}" for column, kind in columns)
        return [
            f"DROP TABLE IF EXISTS temp.{name}",
            f"CREATE TEMP TABLE {name} ({listed})",
            f"CREATE INDEX temp.{name}_i ON {name} ({index})",
        ]

    def begin_apply(self, connection: sa.Connection, lock_seconds: float, statement_seconds: float) -> None:
        """The lock is the file's, taken by BEGIN IMMEDIATE within the busy timeout."""


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_date(value: Any) -> Value:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value


def _read_datetime(value: Any) -> Value:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    return _moment(value) or value


def _read_bool(value: Any) -> Value:
    return bool(value) if value in (0, 1) else value


def _compare_spellings(column: Element, op: Comparison, value: dt.datetime) -> Clause:
    """Compare with a time that may be stored as `D H:M:S`, `D H:M:S.f…` or `DTH:M:S…`.

    Trailing zeros make spellings of one time a range of texts; rows with T sort after all with a blank.
    """
    day, clock = value.date().isoformat(), value.time().isoformat(timespec="microseconds")
    short = clock.rstrip("0") if value.microsecond else clock[:8]
    blank, tee = f"{day} ", f"{day}T"

    def p(text: str) -> Element:
        return sa.bindparam(None, text, type_=sa.types.NullType(), unique=True)

    match op:
        case "<":
            early = column < p(blank + short)
            return sa.or_(early, sa.and_(column >= p(tee), column < p(tee + short)))
        case "<=":
            early = column <= p(blank + clock)
            return sa.or_(early, sa.and_(column >= p(tee), column <= p(tee + clock)))
        case ">":
            late = sa.and_(column > p(blank + clock), column < p(tee))
            return sa.or_(late, column > p(tee + clock))
        case ">=":
            late = sa.and_(column >= p(blank + short), column < p(tee))
            return sa.or_(late, column >= p(tee + short))
        case "=":
            same = column.between(p(blank + short), p(blank + clock))
            return sa.or_(same, column.between(p(tee + short), p(tee + clock)))


class One:
    """An aggregate that gives the only value of its rows and refuses several."""

    def __init__(self) -> None:
        """Start without a row."""
        self.rows = 0
        self.value: Any = None

    def step(self, value: Any) -> None:
        """Take a row."""
        self.rows += 1
        self.value = value

    def finalize(self) -> Any:
        """Give the value; raising makes SQLite fail the statement."""
        if self.rows > 1:
            raise ValueError(math.nan)
        return self.value
