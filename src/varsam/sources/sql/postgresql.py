"""PostgreSQL: typed constants, COPY, and types that have no `=` with text."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Generator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.compiler import compiles

from varsam.domain.predicate import Value
from varsam.domain.snapshot import TableColumn
from varsam.sources.sql.dialects import PAGE_ROWS, Clause, Convert, Dialect, Element, Operand, mismatch
from varsam.sources.sql.schema import Detail
from varsam.sources.sql.values import exact_number

_INFINITE: Final = frozenset({"infinity", "-infinity"})
_INT8: Final = 2**63
_STAGED: Final = {
    "number": "numeric",
    "bool": "boolean",
    "bytes": "bytea",
    "date": "date",
    "datetime": "timestamp",
    "instant": "timestamptz",
}
_UUID: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class Native(sa.types.UserDefinedType[Any]):
    """A type of the database by its own name, so that a constant is cast to it."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, name: str) -> None:
        """Keep the name."""
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        """Spell the type."""
        return self.name


class _DeclareCursor(sa.sql.base.Executable, sa.ClauseElement):
    """A SELECT that is read page by page."""

    inherit_cache = False

    def __init__(self, name: str, statement: sa.Select[Any]) -> None:
        self.name = name
        self.statement = statement


@compiles(_DeclareCursor)
def _declare_cursor(element: _DeclareCursor, compiler: Any, **options: Any) -> str:
    return f"DECLARE {element.name} NO SCROLL CURSOR FOR {compiler.process(element.statement, **options)}"


class PostgresqlDialect(Dialect):
    """How PostgreSQL spells what predicates mean."""

    name: ClassVar[str] = "postgresql"
    remains: ClassVar[str] = "postgresql"

    def fits(self, operand: Operand, value: Value) -> bool:
        """As everywhere; dates also know infinity, and a uuid is equal to its canonical text only."""
        if operand.family in ("date", "datetime", "instant") and isinstance(value, str):
            return value in _INFINITE
        if operand.detail.base == "uuid":
            return isinstance(value, str) and _canonical_uuid(value)
        return super().fits(operand, value) and not (isinstance(value, str) and "\0" in value)

    def bind(self, operand: Operand, value: Value) -> Element:
        """Cast to a type whose `=` with the column an index serves, and that never rounds the constant."""
        base = operand.detail.base
        match operand.family:
            case "number":
                return _number(base, value)
            case "bool":
                return sa.bindparam(None, bool(value), type_=sa.Boolean(), unique=True)
            case "text" if base in ("uuid", "citext", "bpchar"):
                return sa.bindparam(None, value, type_=Native(base), unique=True)
            case "date" | "datetime" | "instant" | "bytes":
                return sa.bindparam(None, value, type_=Native(base), unique=True)
            case _:
                return self.text(str(value))

    def assign(self, column: TableColumn, detail: Detail, value: Value) -> Element:
        """Cast where no assignment cast from text exists; lengths are checked by the database."""
        if value is None:
            return sa.null()
        operand = Operand(sa.null(), column.family, detail)
        if column.family in ("json", "other") or detail.base == "enum":
            if not isinstance(value, str):
                raise mismatch(column, value)
            return sa.bindparam(None, value, type_=Native(detail.charset or column.type), unique=True)
        if not self.fits(operand, value):
            raise mismatch(column, value)
        return self.bind(operand, value)

    def exact(self, element: Element) -> Element:
        """The C collation sorts by bytes; UTF-8 sorts like code points."""
        return sa.collate(sa.cast(element, sa.Text()), "C")

    def comparable(self, operand: Operand) -> Element:
        """Enums, JSON, arrays, networks and the like compare by their text."""
        if operand.family in ("json", "other") or operand.detail.base == "enum":
            return sa.cast(operand.element, sa.Text())
        return operand.element

    def matches_text(self, left: Operand, right: Operand) -> Clause:
        """The left column's collation decides for the index; another one's meaning gets a second conjunct."""
        if "uuid" in (left.detail.base, right.detail.base):
            return _as_uuid(left) == _as_uuid(right)
        if not (left.detail.exact and right.detail.exact):
            bare: Clause = sa.true()
            if left.plain and right.plain and left.detail == right.detail:
                bare = left.element == right.element
            return sa.and_(bare, self.exact(left.element) == self.exact(right.element))
        mine, other = self.comparable(left), self.comparable(right)
        if left.detail.collation == right.detail.collation:
            return mine == other
        if left.plain:
            return mine == sa.collate(other, _collation(left))
        return sa.collate(mine, _collation(right)) == other

    def concatenated(self, parts: list[Element]) -> Element:
        """`a || b` in the default collation."""
        result = parts[0]
        for part in parts[1:]:
            result = result.op("||")(part)
        return result

    def as_text(self, operand: Operand) -> Element:
        """A cast; the session writes dates as ISO."""
        return sa.cast(operand.element, sa.Text())

    def selected(self, operand: Operand) -> Element:
        """Read by its text whatever has no domain value of its own."""
        opaque = operand.family in ("json", "other") or operand.detail.base in ("uuid", "enum")
        return sa.cast(operand.element, sa.Text()) if opaque else operand.element

    def converter(self, operand: Operand) -> Convert | None:
        """Numbers with decimals, blank-padded text and bytes need one."""
        if operand.detail.base == "numeric":
            return exact_number
        if operand.detail.base == "bpchar":
            return _without_padding
        return _bytes if operand.family == "bytes" else None

    def extreme(self, operand: Operand, take: str) -> Element:
        """PostgreSQL has no max over bool and bytea: they go by way of something that sorts alike."""
        function = sa.func.max if take == "max" else sa.func.min
        if operand.family == "bool":
            return function(sa.cast(operand.element, sa.Integer()))
        if operand.family == "bytes":
            return sa.func.decode(function(sa.collate(sa.func.encode(operand.element, "hex"), "C")), "hex")
        return super().extreme(operand, take)

    def among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """As an array; the index on the column serves, also for a smaller integer type."""
        text = "{" + ",".join(map(str, numbers)) + "}"
        bound = sa.bindparam(None, text, type_=Native("bigint[]"), unique=True)
        return operand.element == sa.func.any(bound)

    def pages(
        self, connection: sa.Connection, statement: sa.Select[Any], name: str
    ) -> Generator[Sequence[Sequence[Any]], None, None]:
        """By a cursor in the database: many may be open on one connection, all as of one moment."""
        connection.execute(_DeclareCursor(name, statement))
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor:
            while True:
                try:
                    rows = cursor.execute(f"FETCH {PAGE_ROWS} FROM {name}").fetchall()
                except psycopg.Error as error:
                    raise sa.exc.DBAPIError("FETCH", None, error) from None
                if not rows:
                    break
                yield rows
        connection.exec_driver_sql(f"CLOSE {name}")

    def sorted_by(self, element: Element) -> Element:
        """PostgreSQL puts them last by itself."""
        return element.nulls_first()

    def column_type(self, family: str, values: Sequence[Value]) -> str:
        """bigint where it can, so that an integer's index serves; text in the default collation."""
        if family == "number" and all(isinstance(value, int) and abs(value) < _INT8 for value in values):
            return "bigint"
        return _STAGED.get(family, "text")

    def create_temporary(self, name: str, columns: Sequence[tuple[str, str]], index: str) -> list[str]:
        """Rows outlive a commit, the table doesn't outlive the session."""
        listed = ", ".join(f"{column} {kind}" for column, kind in columns)
        return [
            f"DROP TABLE IF EXISTS pg_temp.{name}",
            f"CREATE TEMP TABLE {name} ({listed}) ON COMMIT PRESERVE ROWS",
            f"CREATE INDEX ON pg_temp.{name} ({index})",
        ]

    def load(
        self, connection: sa.Connection, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """COPY, the quickest way in."""
        driver = connection.connection.driver_connection
        assert driver is not None
        statement = f"COPY pg_temp.{name} ({', '.join(columns)}) FROM STDIN"
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise sa.exc.DBAPIError(statement, None, error) from None

    def finish_load(self, connection: sa.Connection, name: str) -> None:
        """Autovacuum never sees a temporary table."""
        connection.exec_driver_sql(f"ANALYZE pg_temp.{name}")

    def begin_apply(self, connection: sa.Connection, lock_seconds: float, statement_seconds: float) -> None:
        """Limits that end with the transaction, in milliseconds."""
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(lock_seconds * 1000))}")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {max(1, round(statement_seconds * 1000))}")


def _collation(operand: Operand) -> str:
    return operand.detail.collation.rpartition(".")[2].strip('"') or "default"


def _number(base: str, value: Value) -> Element:
    if base in ("float4", "float8"):
        return sa.bindparam(None, value, type_=Native(base), unique=True)
    if isinstance(value, float):
        return sa.bindparam(None, Decimal(repr(value)), type_=Native("numeric"), unique=True)
    assert isinstance(value, int)
    small = -_INT8 <= value < _INT8
    return sa.bindparam(None, int(value), type_=Native("bigint" if small else "numeric"), unique=True)


def _canonical_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _as_uuid(operand: Operand) -> Element:
    if operand.detail.base == "uuid":
        return operand.element
    text = sa.cast(operand.element, sa.Text())
    return sa.case((text.op("~")(sa.literal_column(f"'{_UUID}'")), sa.cast(text, pg.UUID())), else_=None)


def _without_padding(value: Any) -> Value:
    return value.rstrip(" ") if isinstance(value, str) else value


def _bytes(value: Any) -> Value:
    return None if value is None else bytes(value)
