"""A query about one table's rows as one SELECT: references to single rows become joins.

EXISTS along a reference that leads to one row, and a value or a flag at its end, are the same join. Written
as such, databases may begin at whichever end is the smaller one, and walk each reference once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from varsam.domain.keys import IntegerKeys
from varsam.domain.predicate import (
    All,
    AnyOf,
    Column,
    Edge,
    Exists,
    NotTrue,
    Predicate,
    Value,
    ValueAt,
)
from varsam.sources.base import OwnedKeys, Query, Run
from varsam.sources.sql.compile import Compiler, Frame
from varsam.sources.sql.dialects import Clause, Convert, Element


@dataclass
class Selecting:
    """One SELECT being written, over the rows of a table."""

    compiler: Compiler
    table: str
    frame: Frame = field(init=False)
    _tables: Any = field(init=False)
    _reached: dict[tuple[str, Edge], Frame] = field(default_factory=dict)
    _where: list[Clause] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the table itself."""
        self.frame = self.compiler.frame(self.table)
        self._tables = self.frame.aliased

    def narrow(self, where: Predicate) -> None:
        """Take only rows for which the predicate is true."""
        self._narrow(where, self.frame)

    def _narrow(self, where: Predicate, here: Frame) -> None:
        match where:
            case All(parts):
                joined = [part for part in parts if self._joins(part)]
                rest = tuple(part for part in parts if not self._joins(part))
                if rest:
                    self._where.append(self.compiler.clause(All(rest), here))
                for part in joined:
                    self._narrow(part, here)
            case Exists(edge, inner) if self._joins(where):
                there = self._reached.get((here.aliased.name, edge))
                if there is None:
                    there = self._join(edge, here, outer=False)
                    self._narrow(edge.where, there)
                self._narrow(inner, there)
            case NotTrue(Exists() as part) if (
                self._joins(part) and self.compiler.dialect.joins_what_is_missing
            ):
                self._where.append(self._flag(where, here))
            case _:
                self._where.append(self.compiler.clause(where, here))

    def _joins(self, part: Predicate) -> bool:
        return isinstance(part, Exists) and self.compiler.leads_to_one((part.edge,))

    def _join(self, edge: Edge, here: Frame, *, outer: bool) -> Frame:
        there = self.compiler.frame(edge.table)
        on = self.compiler.joined(edge, there, here)
        if outer:
            on.append(self.compiler.clause(edge.where, there))
        self._tables = sa.join(self._tables, there.aliased, sa.and_(*on), isouter=outer)
        self._reached[here.aliased.name, edge] = there
        return there

    def _flag(self, where: Predicate, here: Frame) -> Clause:
        """Write a predicate that narrows nothing: rows at the end of references are joined if they are there.

        As a value, each EXISTS would be a subquery that is run again for every row.
        """
        match where:
            case All(parts):
                return sa.and_(sa.true(), *(self._flag(part, here) for part in parts))
            case AnyOf(parts):
                return sa.or_(sa.false(), *(self._flag(part, here) for part in parts))
            case NotTrue(Exists() | All() | AnyOf() as part):
                return self._flag(part, here).is_not(sa.true())
            case Exists(edge, inner) if self._joins(where):
                there = self._reached.get((here.aliased.name, edge))
                if there is None:
                    there = self._join(edge, here, outer=True)
                return sa.and_(self._there(edge, there), self._flag(inner, there))
            case _:
                return self.compiler.clause(where, here)

    def _there(self, edge: Edge, there: Frame) -> Clause:
        """Whether the row that was joined is there: what is equal to something isn't NULL."""
        name = next(theirs.name for theirs, _ in edge.on if isinstance(theirs, Column))
        return sa.not_(self.compiler.dialect.is_null(self.compiler.operand(there, name), nullable=True))

    def value(self, wanted: ValueAt | Predicate, *, grouped: bool = False) -> tuple[Element, Convert | None]:
        """An expression for a value of the row, and how what the driver gives is read."""
        if (
            isinstance(wanted, ValueAt)
            and wanted.edges
            and not wanted.keys
            and wanted.take == "one"
            and self.compiler.leads_to_one(wanted.edges)
        ):
            here = self.frame
            for edge in wanted.edges:
                found = self._reached.get((here.aliased.name, edge))
                here = self._join(edge, here, outer=True) if found is None else found
            wanted, frame = ValueAt((), wanted.column), here
        elif not isinstance(wanted, ValueAt):
            return sa.case((self._flag(wanted, self.frame), 1), else_=0), bool
        else:
            frame = self.frame
        return self.compiler.value(wanted, frame, grouped=grouped)

    def statement(self, elements: Sequence[Element]) -> sa.Select[Any]:
        """The SELECT as it stands."""
        return sa.select(*elements).select_from(self._tables).where(*self._where)


def selected(compiler: Compiler, query: Query) -> tuple[sa.Select[Any], list[Convert | None]]:
    """Write a query, with one converter for each column of its result."""
    selecting = Selecting(compiler, query.table)
    selecting.narrow(query.where)
    written = [selecting.value(wanted, grouped=query.grouped) for wanted in query.values]
    elements = [element.label(f"v{index}") for index, (element, _) in enumerate(written)]
    statement = selecting.statement(elements)
    converters = [convert for _, convert in written]
    if not query.grouped:
        return statement, converters
    rows = statement.subquery("rows")
    number = sa.func.count().label("n")
    return sa.select(*rows.c, number).select_from(rows).group_by(*rows.c), [*converters, None]


def sorted_statement(compiler: Compiler, asked: OwnedKeys) -> sa.Select[Any] | None:
    """Write a query for owners and keys in order; None where one of them is no whole number."""
    end = asked.owner.edges[-1].table if asked.owner.edges else asked.table
    if asked.owner.keys or not (
        compiler.whole(compiler.frame(asked.table), asked.key)
        and compiler.whole(compiler.frame(end), asked.owner.column)
    ):
        return None
    selecting = Selecting(compiler, asked.table)
    selecting.narrow(asked.where)
    owner, _ = selecting.value(asked.owner)
    key, _ = selecting.value(ValueAt((), asked.key))
    # By their labels, so that an owner who is looked up is looked up once.
    columns = owner.label("v0"), key.label("v1")
    return selecting.statement(columns).order_by(compiler.dialect.sorted_by(columns[0]), columns[1])


def numbers_of(pages: Iterator[tuple[Iterable[Any], Iterable[Any]]]) -> Run:
    """Read pages of owners and keys as whole numbers. ValueError: something else came."""
    for owners, keys in pages:
        try:
            yield array("q", owners), array("q", keys)
        except (TypeError, OverflowError):
            raise ValueError("a key isn't a whole number") from None


def read_at_once(runs: Sequence[Run]) -> Sequence[Run] | None:
    """Read runs one after the other, for a connection that streams one at a time; None: not whole numbers."""
    try:
        return [iter(list(run)) for run in runs]
    except ValueError:
        return None


def among_statement(compiler: Compiler, asked: OwnedKeys, keys: IntegerKeys) -> sa.Select[Any] | None:
    """Write a query that counts rows, and those of them that have one of the keys, in one pass."""
    selecting = Selecting(compiler, asked.table)
    if not compiler.whole(selecting.frame, asked.key):
        return None
    operand = compiler.operand(selecting.frame, asked.key)
    among = compiler.dialect.is_among(operand, keys.numbers)
    if among is None:
        return None
    selecting.narrow(asked.where)
    return selecting.statement([sa.func.count(), sa.func.sum(sa.case((among, 1), else_=0))])


def converted(
    rows: Sequence[sa.Row[Any]], converters: Sequence[Convert | None]
) -> Iterator[tuple[Value, ...]]:
    """Domain values of a partition of rows; plain tuples where nothing needs to be converted."""
    if not rows or not any(converters):
        return map(tuple, rows)
    needed = [(index, convert) for index, convert in enumerate(converters) if convert]
    columns = list(zip(*rows, strict=True))
    for index, convert in needed:
        if convert is bool:  # a flag, which is never NULL
            columns[index] = tuple(map(bool, columns[index]))
        else:
            columns[index] = tuple([None if value is None else convert(value) for value in columns[index]])
    return zip(*columns, strict=True)
