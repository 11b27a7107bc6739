"""A bounded look into a table: some rows spread over it, and whether one column's values are in another.

Read only, in one transaction, each statement with a time limit. No temporary tables; nothing is left behind.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from varsam.domain.predicate import ALWAYS, Always, Column, Edge, Predicate, Value
from varsam.domain.snapshot import Table
from varsam.sources.base import Sample, Sampling
from varsam.sources.sql.compile import Compiler, Frame
from varsam.sources.sql.dialects import Convert, Dialect, Element

_SLICES: Final = 10
_STEPS_BETWEEN_LOOKS: Final = 10_000
_LOCK_SECONDS: Final = 2.0


@contextlib.contextmanager
def bounded(connection: sa.Connection, dialect: Dialect, sampling: Sampling) -> Iterator[None]:
    """Make the transaction that was just begun read only, and end each statement after its time."""
    if dialect.name == "sqlite":
        with _bounded_sqlite(connection, sampling.seconds):
            yield
        return
    if dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    dialect.begin_apply(connection, _LOCK_SECONDS, sampling.seconds)
    if dialect.name == "mariadb":
        connection.exec_driver_sql("START TRANSACTION READ ONLY")
    try:
        yield
    finally:
        with contextlib.suppress(sa.exc.SQLAlchemyError):  # what went wrong before is what is told
            dialect.end_apply(connection)


@contextlib.contextmanager
def _bounded_sqlite(connection: sa.Connection, seconds: float) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + seconds
    connection.exec_driver_sql("PRAGMA query_only = 1")
    driver.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            connection.exec_driver_sql("PRAGMA query_only = 0")


def sampled(
    connection: sa.Connection,
    compiler: Compiler,
    table: str,
    columns: Sequence[str],
    sampling: Sampling,
    where: Predicate = ALWAYS,
) -> Sample:
    """Read a small table whole; of a larger one slices along a numeric key, or the ends of its key, or the
    first rows.
    """
    look = _Look(connection, compiler, table, columns, sampling)
    if not isinstance(where, Always):
        return Sample("first", look.read(where))
    if look.fits():
        return Sample("whole", look.read())
    seen = compiler.schema.table(compiler.source, table)
    number = _numeric_key(seen)
    if number:
        return Sample("spread", look.slices(number))
    if seen.primary_key:
        return Sample("ends", look.ends(seen.primary_key))
    return Sample("first", look.read())


class _Look:
    """The statements of one sample."""

    def __init__(
        self,
        connection: sa.Connection,
        compiler: Compiler,
        table: str,
        columns: Sequence[str],
        sampling: Sampling,
    ) -> None:
        self._connection = connection
        self._compiler = compiler
        self._sampling = sampling
        self._frame = compiler.frame(table)
        written = [self._cut(column) for column in columns]
        self._elements = [element.label(f"v{index}") for index, (element, _) in enumerate(written)]
        self._converters = [convert for _, convert in written]

    def _cut(self, column: str) -> tuple[Element, Convert | None]:
        operand = self._compiler.operand(self._frame, column)
        element = self._compiler.dialect.selected(operand)
        if operand.family in ("text", "bytes", "json", "other"):
            if operand.family != "bytes" and self._compiler.dialect.name == "postgresql":
                element = sa.cast(element, sa.Text())
            element = sa.func.substr(element, 1, self._sampling.cell)
        return element, self._compiler.dialect.converter(operand)

    def fits(self) -> bool:
        """Whether the table has no more rows than may be read; never counts further than that."""
        most = self._sampling.rows
        some: sa.Select[Any] = (
            sa.select(sa.literal_column("1").label("one")).select_from(self._frame.aliased).limit(most + 1)
        )
        return (
            int(self._connection.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0) <= most
        )

    def read(self, where: Predicate = ALWAYS) -> list[tuple[Value, ...]]:
        """The first rows, in no order."""
        statement = self._select(self._sampling.rows)
        if not isinstance(where, Always):
            statement = statement.where(self._compiler.clause(where, self._frame))
        return self._rows(statement)

    def slices(self, key: str) -> list[tuple[Value, ...]]:
        """Rows from several places along a numeric key; where it has gaps, slices meet and rows come once."""
        element = self._frame.column(key)
        low, high = self._connection.execute(
            sa.select(sa.func.min(element), sa.func.max(element)).select_from(self._frame.aliased)
        ).one()
        slices = min(_SLICES, self._sampling.rows)
        share = self._sampling.rows // slices
        found: dict[Any, tuple[Value, ...]] = {}
        after: Any = None
        for index in range(slices):
            start = int(low) + (int(high) - int(low)) * index // slices
            start = start if after is None else max(start, int(after) + 1)
            statement = self._select(share).add_columns(element.label("key"))
            for row in self._connection.execute(statement.where(element >= start).order_by(element)).all():
                after = row[-1]
                found[after] = tuple(row[:-1])
        return self._converted(list(found.values()))

    def ends(self, key: tuple[str, ...]) -> list[tuple[Value, ...]]:
        """Rows from both ends of a key, where an index leads."""
        elements = [self._frame.column(each) for each in key]
        half = self._sampling.rows // 2
        first = self._rows(self._select(half).order_by(*elements))
        return first + self._rows(self._select(half).order_by(*(each.desc() for each in elements)))

    def _select(self, most: int) -> sa.Select[Any]:
        return sa.select(*self._elements).select_from(self._frame.aliased).limit(most)

    def _rows(self, statement: sa.Select[Any]) -> list[tuple[Value, ...]]:
        return self._converted([tuple(row) for row in self._connection.execute(statement).all()])

    def _converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Value, ...]]:
        return [
            tuple(
                value if convert is None or value is None else convert(value)
                for value, convert in zip(row, self._converters, strict=True)
            )
            for row in rows
        ]


def _numeric_key(table: Table) -> str:
    for key in (table.primary_key, *table.unique):
        column = table.column(key[0]) if len(key) == 1 else None
        if column is None or column.family != "number":
            continue
        if key == table.primary_key or not column.nullable:
            return column.name
    return ""


def included(
    connection: sa.Connection,
    compiler: Compiler,
    table: str,
    edge: Edge,
    sampling: Sampling,
    where: Predicate,
) -> tuple[int, int]:
    """One statement: distinct values among some rows, and those that the edge leads on from."""
    (name,) = (mine.name for _, mine in edge.on if isinstance(mine, Column))
    frame = compiler.frame(table)
    taken = (
        sa.select(frame.column(name).label(name))
        .select_from(frame.aliased)
        .where(frame.column(name).is_not(None), compiler.clause(where, frame))
        .limit(sampling.rows)
        .subquery("taken")
    )
    distinct = sa.select(taken.c[name]).distinct().subquery("seen")
    operand = compiler.operand(frame, name)
    if (
        operand.family == "text" and not operand.detail.exact
    ):  # what a collation takes for the same counts apart
        exact = compiler.dialect.exact(taken.c[name])
        distinct = sa.select(sa.func.min(taken.c[name]).label(name)).group_by(exact).subquery("seen")
    here = Frame(table, distinct, compiler.dialect.quotation)
    other = compiler.frame(edge.table)
    pairs = [(theirs, mine) for theirs, mine in edge.on if isinstance(mine, Column)]
    leads = sa.exists(
        sa.select(sa.literal_column("1"))
        .select_from(other.aliased)
        .where(*compiler.joined(Edge(edge.table, tuple(pairs), edge.where), other, here))
        .correlate_except(other.aliased)
    )
    flagged = sa.select(sa.case((leads, 1), else_=0).label("found")).select_from(distinct).subquery("flagged")
    tested, found = connection.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(flagged.c.found), 0)).select_from(flagged)
    ).one()
    return int(tested), int(found)
