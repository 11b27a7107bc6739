"""MariaDB: collations that say å = a, zero dates, and TIMESTAMP without an offset."""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Generator, Iterable, Sequence
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from sqlalchemy.sql import quoted_name

from varsam.domain.predicate import Value
from varsam.domain.snapshot import TableColumn
from varsam.sources.sql.dialects import PAGE_ROWS, Clause, Convert, Dialect, Element, Operand, mismatch
from varsam.sources.sql.schema import Detail
from varsam.sources.sql.values import domain_value, exact_number

_ZERO: Final = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d+)?)?")
_KEYS_COLLATION: Final = "utf8mb4_nopad_bin"
_CODE_POINTS: Final = f"CHARACTER SET utf8mb4 COLLATE {_KEYS_COLLATION}"
_LISTED: Final = 20_000
_COMPARED: Final = 250_000
_STAGED: Final = {
    "bool": "BIGINT",
    "date": "DATE",
    "datetime": "DATETIME(6)",
    "instant": "DATETIME(6)",
}


class MariadbDialect(Dialect):
    """How MariaDB spells what predicates mean."""

    name: ClassVar[str] = "mariadb"
    quotation = "`"
    remains: ClassVar[str] = "innodb"
    streams_at_once: ClassVar[bool] = False
    changes_what_it_reads: ClassVar[bool] = False
    staged_detail: ClassVar[Detail] = Detail("varchar", "utf8mb4", _KEYS_COLLATION, exact=False)

    def fits(self, operand: Operand, value: Value) -> bool:
        """As everywhere; a date column also holds dates that aren't any, such as 0000-00-00."""
        if operand.family in ("date", "datetime", "instant") and isinstance(value, str):
            return _ZERO.fullmatch(value) is not None and not _is_moment(value)
        return super().fits(operand, value)

    def bind(self, operand: Operand, value: Value) -> Element:
        """As the driver writes it; an instant in UTC, as the session reads and writes them."""
        return sa.bindparam(None, self.store(operand.family, value), type_=sa.types.NullType(), unique=True)

    def assign(self, column: TableColumn, detail: Detail, value: Value) -> Element:
        """As the driver writes it; strict mode checks type and length."""
        if value is not None and not self.fits(Operand(sa.null(), column.family, detail), value):
            raise mismatch(column, value)
        return self.bind(Operand(sa.null(), column.family, detail), value)

    def store(self, family: str, value: Value) -> Any:
        """Aware times without their offset, in UTC."""
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return value.astimezone(dt.UTC).replace(tzinfo=None)
        return value

    def exact(self, element: Element) -> Element:
        """The bytes of UTF-8, which sort like code points; no collation, no padding."""
        return sa.cast(sa.func.convert(element.op("USING")(sa.literal_column("utf8mb4"))), sa.LargeBinary())

    def is_null(self, operand: Operand, nullable: bool) -> Clause:
        """`IS NULL` is true for a zero date in a NOT NULL column; `<=>` isn't."""
        if operand.family in ("date", "datetime", "instant"):
            return operand.element.op("<=>", is_comparison=True)(sa.null())
        return operand.element.is_(None)

    def matches_text(self, left: Operand, right: Operand) -> Clause:
        """Compare in the collation of a bare column, so that its index serves; bytes decide."""
        if right.plain and right.detail.collation == _KEYS_COLLATION:
            # A staged key is exact by its own collation; its index and the column's both stay usable.
            exact = right.element == _in_collation_of(right, left)
        else:
            exact = self.exact(left.element) == self.exact(right.element)
        if left.plain and right.plain and left.detail.collation == right.detail.collation:
            return sa.and_(left.element == right.element, exact)
        if left.plain and left.detail.collation:
            return sa.and_(left.element == _in_collation_of(left, right), exact)
        if right.plain and right.detail.collation:
            return sa.and_(_in_collation_of(right, left) == right.element, exact)
        return exact

    def concatenated(self, parts: list[Element]) -> Element:
        """CONCAT, which is NULL when any part is."""
        return sa.func.concat(*parts)

    def as_text(self, operand: Operand) -> Element:
        """In the connection's character set, so that parts of several collations can be joined."""
        if operand.family == "text":
            return sa.func.convert(operand.element.op("USING")(sa.literal_column("utf8mb4")))
        return sa.cast(operand.element, sa.CHAR())

    def converter(self, operand: Operand) -> Convert | None:
        """Decimals, bits, instants and what has no domain value of its own need one."""
        match operand.family:
            case "instant":
                return _read_instant
            case "bool":
                return _read_bool
            case "number" if operand.detail.base == "decimal":
                return exact_number
            case "number" if operand.detail.base == "bit":
                return _read_bits
            case "other" | "json":
                return domain_value
            case _:
                return None

    def selected(self, operand: Operand) -> Element:
        """Times of day are read by their text."""
        return sa.cast(operand.element, sa.CHAR()) if operand.detail.base == "time" else operand.element

    def extreme(self, operand: Operand, take: str) -> Element:
        """Bytes decide which text is the largest; it is read back as text."""
        found = super().extreme(operand, take)
        if operand.family != "text":
            return found
        return sa.func.convert(found.op("USING")(sa.literal_column("utf8mb4")))

    def among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """As a list, walked as ranges of the index; the optimizer gives up on very long ones."""
        if not 0 < len(numbers) <= _LISTED:
            return sa.false() if not numbers else None
        return _listed(operand, numbers)

    def is_among(self, operand: Operand, numbers: array[int]) -> Clause | None:
        """As a list, sorted once and searched; it must fit in a packet."""
        return _listed(operand, numbers) if 0 < len(numbers) <= _COMPARED else None

    def pairs(
        self, connection: sa.Connection, statement: sa.Select[Any], name: str
    ) -> Generator[tuple[Iterable[Any], Iterable[Any]], None, None]:
        """Packed by the database, a page in one row: the driver reads a row as slowly as a page."""
        found = statement.order_by(None).subquery("found")
        number = sa.func.row_number().over(order_by=(found.c.v0, found.c.v1))
        page = number.op("DIV")(sa.literal_column(str(PAGE_ROWS))).label("page")
        pages = sa.select(found.c.v0, found.c.v1, page).subquery("pages")
        packed = [
            _packed(f"GROUP_CONCAT(pages.{column} ORDER BY pages.v0, pages.v1)") for column in ("v0", "v1")
        ]
        query = (
            sa.select(sa.func.count(), *packed)
            .select_from(pages)
            .group_by(pages.c.page)
            .order_by(pages.c.page)
        )
        options = {"stream_results": True}
        with connection.execute(query, execution_options=options) as result:
            for rows, *texts in result:
                first, second = (list(map(int, (text or "").split(","))) for text in texts)
                if not rows == len(first) == len(second):
                    raise ValueError("a row without an owner")  # NULL is left out of what is packed
                yield first, second

    def column_type(self, family: str, values: Sequence[Value]) -> str:
        """BIGINT where it can, so that an integer's index serves; text by code point, as wide as needed."""
        if family == "number":
            whole = all(isinstance(value, int) and abs(value) < 2**63 for value in values)
            return "BIGINT" if whole else "DECIMAL(65, 20)"
        if family in _STAGED:
            return _STAGED[family]
        width = max((len(value) for value in values if isinstance(value, str | bytes)), default=0)
        width = max(width, 190)  # what the index takes of it
        if family == "bytes":
            return f"VARBINARY({width})" if width < 16_000 else "LONGBLOB"
        return f"{f'VARCHAR({width})' if width < 4_000 else 'LONGTEXT'} {_CODE_POINTS}"

    def indexed(self, column: str, kind: str) -> str:
        """A prefix of what may be wide: an index takes 3,072 bytes."""
        return f"{column}(190)" if kind.startswith(("VARCHAR", "LONG", "VARBINARY")) else column

    def create_temporary(self, name: str, columns: Sequence[tuple[str, str]], index: str) -> list[str]:
        """The index is made with the table: CREATE INDEX would end the transaction."""
        listed = ", ".join(f"{column} {kind}" for column, kind in columns)
        return [
            f"DROP TEMPORARY TABLE IF EXISTS {name}",
            f"CREATE TEMPORARY TABLE {name} ({listed}, INDEX ({index})) ENGINE=InnoDB",
        ]

    def begin_apply(self, connection: sa.Connection, lock_seconds: float, statement_seconds: float) -> None:
        """Whole seconds for locks; fractions for statements."""
        connection.exec_driver_sql(f"SET SESSION innodb_lock_wait_timeout = {max(1, round(lock_seconds))}")
        connection.exec_driver_sql(f"SET SESSION lock_wait_timeout = {max(1, round(lock_seconds))}")
        connection.exec_driver_sql(f"SET SESSION max_statement_time = {max(0.001, statement_seconds)}")

    def end_apply(self, connection: sa.Connection) -> None:
        """Reading streams for as long as it takes."""
        connection.exec_driver_sql("SET SESSION max_statement_time = 0")


def _listed(operand: Operand, numbers: array[int]) -> Clause:
    listed: Element = sa.literal_column(f"({','.join(map(str, numbers))})")
    return operand.element.op("IN", is_comparison=True)(listed)


def _packed(text: str) -> Element:
    return sa.literal_column(text)


def _in_collation_of(anchor: Operand, other: Operand) -> Element:
    # A character that the anchor's set doesn't know becomes "?"; the exact conjunct drops what that finds.
    converted = sa.func.convert(other.element.op("USING")(sa.literal_column(anchor.detail.charset)))
    return sa.collate(converted, quoted_name(anchor.detail.collation, quote=False))


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_instant(value: Any) -> Value:
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) else value


def _read_bool(value: Any) -> Value:
    return bool(value) if value in (0, 1) else value


def _read_bits(value: Any) -> Value:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else value
