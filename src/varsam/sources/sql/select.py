"""A query about one table's rows as one SELECT: references to single rows become joins.

EXISTS along a reference that leads to one row, and a value at its end, are the same join. Written as such,
databases may begin at whichever end is the smaller one, and walk each reference once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from varsam.domain.predicate import All, Edge, Exists, Predicate, Value, ValueAt
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
    ordered = (compiler.dialect.sorted_by(owner), key)
    return selecting.statement([owner.label("v0"), key.label("v1")]).order_by(*ordered)


def numbers_of(pages: Iterator[Sequence[Sequence[Any]]]) -> Run:
    """Read pages of pairs as whole numbers. ValueError: something else came."""
    for rows in pages:
        owners, keys = zip(*rows, strict=True)
        try:
            yield array("q", owners), array("q", keys)
        except (TypeError, OverflowError):
            raise ValueError("a key isn't a whole number") from None


def converted(
    rows: Sequence[sa.Row[Any]], converters: Sequence[Convert | None]
) -> Iterator[tuple[Value, ...]]:
    """Domain values of a partition of rows; plain tuples where nothing needs to be converted."""
    if not any(converters):
        return map(tuple, rows)
    needed = [(index, convert) for index, convert in enumerate(converters) if convert]
    columns = list(zip(*rows, strict=True))
    for index, convert in needed:
        columns[index] = tuple(None if value is None else convert(value) for value in columns[index])
    return zip(*columns, strict=True)
