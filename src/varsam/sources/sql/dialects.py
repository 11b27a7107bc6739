"""Where SQLite, PostgreSQL and MariaDB differ: exact text, constants, reading, temporary tables.

The measure for all of them is `domain.evaluation.holds`: text is equal by code point, and what isn't of the
column's family is never equal. A column stays bare in every comparison that an index can serve; where the
database's own `=` is broader (collations, blank padding), a second conjunct decides.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, TypeAlias

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.predicate import Comparison, Value
from varsam.domain.snapshot import TableColumn
from varsam.sources.sql.schema import Detail

Element: TypeAlias = sa.ColumnElement[Any]
Clause: TypeAlias = sa.ColumnElement[bool]
Convert: TypeAlias = Callable[[Any], Value]

PAGE_ROWS: Final = 2000
_WHOLE: Final = frozenset({"int2", "int4", "int8", "smallint", "mediumint", "int", "bigint"})

# Families whose values compare with each other. What is missing here only compares with itself.
_KIN: Final = {"number": "number", "bool": "number", "text": "text", "other": "text", "json": "text"}


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison between columns: an expression and what is known of it.

    `plain`: a bare column, which an index may serve.
    """

    element: Element
    family: str
    detail: Detail = field(default_factory=Detail)
    plain: bool = True


class Dialect(ABC):
    """How one database spells what predicates mean."""

    name: ClassVar[str]
    remains: ClassVar[str]
    quotation: ClassVar[str] = '"'
    staged_detail: ClassVar[Detail] = Detail("text")
    deletes_by_join: ClassVar[bool] = True
    locks_rows: ClassVar[bool] = True
    streams_at_once: ClassVar[bool] = True
    changes_what_it_reads: ClassVar[bool] = True
    joins_what_is_missing: ClassVar[bool] = False
    """Whether it finds rows without a counterpart sooner by an outer join than by NOT EXISTS."""

    # -- constants ---------------------------------------------------------------------------------------

    def equals(self, operand: Operand, value: Value) -> Clause:
        """`column = constant` as the domain means it; false for a constant of another family."""
        if value is None or not self.fits(operand, value):
            return sa.false()
        bound = self.bind(operand, value)
        if operand.family != "text" or operand.detail.exact:
            return self.comparable(operand) == bound
        exact = self.exact(operand.element) == self.exact(self.text(str(value)))
        return sa.and_(operand.element == bound, exact)

    def compares(self, operand: Operand, op: Comparison, value: Value) -> Clause:
        """`column OP constant`, by code point for text; raises SourceRejected across families."""
        if op == "=":
            return self.equals(operand, value)
        if value is None:
            return sa.false()
        if not self.fits(operand, value):
            raise SourceRejected(
                f"a {operand.family} column is compared by {op} with a constant of another kind",
                hint="correct the constant, or how the map says that the column is stored",
            )
        if kin(operand.family) == "text":
            return _ordered(self.exact(operand.element), op, self.exact(self.text(str(value))))
        return _ordered(operand.element, op, self.bind(operand, value))

    def fits(self, operand: Operand, value: Value) -> bool:
        """Whether the constant is of the column's family, so that the two can be equal at all."""
        match operand.family:
            case "number" | "bool":
                return isinstance(value, int | float) and (operand.family == "number" or value in (0, 1))
            case "date":
                return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
            case "datetime":
                return isinstance(value, dt.datetime) and value.tzinfo is None
            case "instant":
                return isinstance(value, dt.datetime) and value.tzinfo is not None
            case "bytes":
                return isinstance(value, bytes)
            case _:
                return isinstance(value, str)

    @abstractmethod
    def bind(self, operand: Operand, value: Value) -> Element:
        """A bound parameter that compares with the bare column, typed so that its index serves."""

    @abstractmethod
    def assign(self, column: TableColumn, detail: Detail, value: Value) -> Element:
        """A bound parameter that can be written into the column."""

    def text(self, value: str) -> Element:
        """A bound text."""
        return sa.bindparam(None, value, type_=sa.Text(), unique=True)

    @abstractmethod
    def exact(self, element: Element) -> Element:
        """A text expression that compares and sorts by code point, whatever its collation."""

    def comparable(self, operand: Operand) -> Element:
        """The column as `=` takes it: bare, except for types that have no usable `=` with text."""
        return operand.element

    def is_null(self, operand: Operand, nullable: bool) -> Clause:
        """`column IS NULL`, and nothing else."""
        return operand.element.is_(None)

    def whole(self, column: TableColumn, detail: Detail) -> bool:
        """Whether the column holds whole numbers and nothing else, hardly ever above 63 bits."""
        return detail.base in _WHOLE

    def among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """`column IN (many whole numbers)` with the numbers as one parameter; None: stage them instead."""
        return None

    def is_among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """The same as a value of rows that are found otherwise; None: compare sorted streams instead."""
        return None

    # -- columns with columns ------------------------------------------------------------------------------

    def matches(self, left: Operand, right: Operand) -> Clause:
        """`a = b` between columns or built texts; false across families."""
        if kin(left.family) != kin(right.family):
            return sa.false()
        if left.family != "text" and right.family != "text":
            return self.comparable(left) == self.comparable(right)
        return self.matches_text(left, right)

    @abstractmethod
    def matches_text(self, left: Operand, right: Operand) -> Clause:
        """`a = b` between texts, exact by code point; an index on either bare column can serve."""

    @abstractmethod
    def concatenated(self, parts: list[Element]) -> Element:
        """A text built from parts; NULL when any is."""

    @abstractmethod
    def as_text(self, operand: Operand) -> Element:
        """A column's value as the text that Python's `str` gives."""

    # -- reading -------------------------------------------------------------------------------------------

    def selected(self, operand: Operand) -> Element:
        """The expression to read a column by."""
        return operand.element

    @abstractmethod
    def converter(self, operand: Operand) -> Convert | None:
        """How what the driver gives becomes a domain value; None when it already is one."""

    def extreme(self, operand: Operand, take: str) -> Element:
        """The largest or smallest value, by code point for text."""
        function = sa.func.max if take == "max" else sa.func.min
        return function(self.exact(operand.element) if kin(operand.family) == "text" else operand.element)

    def single(self, element: Element) -> Element:
        """The value of the only row of a scalar subquery; the database refuses several by itself."""
        return element

    def sorted_by(self, element: Element) -> Element:
        """The expression as ORDER BY takes it, so that NULLs come first."""
        return element

    def pages(
        self, connection: sa.Connection, statement: sa.Select[Any], name: str
    ) -> Generator[Sequence[Sequence[Any]], None, None]:
        """Stream a statement's rows as the driver gives them; `name` is free for a cursor of the database."""
        options = {"stream_results": True, "yield_per": PAGE_ROWS}
        with connection.execute(statement, execution_options=options) as result:
            yield from result.partitions(PAGE_ROWS)

    def pairs(
        self, connection: sa.Connection, statement: sa.Select[Any], name: str
    ) -> Generator[tuple[Iterable[Any], Iterable[Any]], None, None]:
        """Stream the rows of a statement for v0 and v1, sorted by them: pages of the one and of the other."""
        for rows in self.pages(connection, statement, name):
            first, second = zip(*rows, strict=True)
            yield first, second

    # -- sessions ------------------------------------------------------------------------------------------

    @abstractmethod
    def column_type(self, family: str, values: Sequence[Value]) -> str:
        """The type of a temporary table's key column that takes these values and joins by index."""

    def indexed(self, column: str, kind: str) -> str:
        """The column as an index takes it."""
        return column

    @abstractmethod
    def create_temporary(self, name: str, columns: Sequence[tuple[str, str]], index: str) -> list[str]:
        """The statements that create a temporary table with an index."""

    def load(
        self, connection: sa.Connection, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Fill a temporary table."""
        marks = ", ".join(["?" if self.name == "sqlite" else "%s"] * len(columns))
        statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
        for start in range(0, len(rows), 10_000):
            connection.exec_driver_sql(statement, list(rows[start : start + 10_000]))

    def store(self, family: str, value: Value) -> Any:
        """A key as the driver takes it for a temporary table's column."""
        return value

    def finish_load(self, connection: sa.Connection, name: str) -> None:
        """Let the planner know how large a temporary table is."""
        return

    @abstractmethod
    def begin_apply(self, connection: sa.Connection, lock_seconds: float, statement_seconds: float) -> None:
        """Set the limits of a batch; called inside its transaction."""

    def end_apply(self, connection: sa.Connection) -> None:
        """Take back what `begin_apply` set beyond the transaction."""
        return


def kin(family: str) -> str:
    """The families that compare with each other, by one name."""
    return _KIN.get(family, family)


def _ordered(element: Element, op: Comparison, bound: Element) -> Clause:
    match op:
        case "<":
            return element < bound
        case "<=":
            return element <= bound
        case ">":
            return element > bound
        case _:
            return element >= bound


def mismatch(column: TableColumn, value: Value) -> SourceRejected:
    """Say that a value can't be written into a column, without the value."""
    return SourceRejected(
        f"column {column.name!r} of type {column.type} can't take a {type(value).__name__}",
        hint="give a value of the column's type in the map",
    )
