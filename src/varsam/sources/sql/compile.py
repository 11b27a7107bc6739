"""Predicates and values of the domain as SQLAlchemy expressions, set-based, with EXISTS for edges."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

from varsam.domain.errors import SourceRejected
from varsam.domain.keys import IntegerKeys
from varsam.domain.predicate import (
    All,
    Always,
    AnyOf,
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    Expression,
    In,
    InKeys,
    Never,
    NewValue,
    NotTrue,
    Predicate,
    Unset,
    Value,
    ValueAt,
)
from varsam.domain.snapshot import TableColumn
from varsam.sources.base import Key, KeySet
from varsam.sources.sql.dialects import Clause, Convert, Dialect, Element, Operand, kin
from varsam.sources.sql.listed import among_listed
from varsam.sources.sql.schema import Detail, Schema
from varsam.sources.sql.stage import DATE, ORDINAL, Staged, dated, member_column

MANY = 20
"""From as many whole numbers on, a list of them is one parameter."""


class Frame:
    """A table inside a statement, under an alias or its own name."""

    def __init__(self, name: str, aliased: Any, quoted: str = "") -> None:
        """Keep the table's own name beside the alias; `quoted` is the quotation mark of names."""
        self.name = name
        self.aliased = aliased
        self._quoted = quoted

    def column(self, name: str) -> Element:
        """A column of the row. Under an alias it is written out at once: a plan has thousands of them."""
        if not self._quoted:
            return cast(Element, self.aliased.c[name])
        mark = self._quoted
        return sa.literal_column(f"{self.aliased.name}.{mark}{name.replace(mark, mark * 2)}{mark}")


class Compiler:
    """Writes one statement's expressions; aliases count up so that a table may meet itself."""

    def __init__(
        self,
        source: str,
        dialect: Dialect,
        schema: Schema,
        sets: Mapping[str, Staged],
        namespace: str | None,
        listed: Mapping[str, KeySet] | None = None,
    ) -> None:
        """Take the schema as last looked at, the key sets of the connection, and those that are listed."""
        self.source = source
        self.dialect = dialect
        self.schema = schema
        self.sets = sets
        self.namespace = namespace
        self.listed = listed or {}
        self._count = itertools.count()

    def frame(self, table: str, *, alias: bool = True) -> Frame:
        """Bring a table into the statement."""
        namespace = None if table in self.schema.temporary else self.namespace
        if alias:
            clause = sa.table(table, schema=namespace).alias(f"t{next(self._count)}")
            return Frame(table, clause, self.dialect.quotation)
        columns: list[Any] = [
            sa.column(column.name) for column in self.schema.table(self.source, table).columns
        ]
        return Frame(table, sa.table(table, *columns, schema=namespace))

    def operand(self, frame: Frame, column: str) -> Operand:
        """A column as one side of a comparison."""
        found, detail = self.schema.column(self.source, frame.name, column)
        return Operand(frame.column(column), found.family, detail)

    def declared(self, frame: Frame, column: str) -> tuple[TableColumn, Detail]:
        """A column as the schema declares it."""
        return self.schema.column(self.source, frame.name, column)

    # -- predicates ----------------------------------------------------------------------------------------

    def clause(self, predicate: Predicate, frame: Frame) -> Clause:
        """Write a predicate about the frame's row. False and unknown are not told apart, but by NotTrue."""
        match predicate:
            case Always():
                return sa.true()
            case Never():
                return sa.false()
            case Compare(column, op, value):
                return self.dialect.compares(self.operand(frame, column), op, value)
            case In(column, values):
                operand = self.operand(frame, column)
                if len(values) >= MANY and (many := self._many(frame, column, values)) is not None:
                    return many
                return self._any(self.dialect.equals(operand, value) for value in values)
            case Unset(column, sentinels):
                operand, seen = self.operand(frame, column), self.declared(frame, column)[0]
                equal = [self.dialect.equals(operand, value) for value in sentinels]
                return sa.or_(self.dialect.is_null(operand, seen.nullable), *equal)
            case Differs(column, value):
                return self._differs(frame, column, value)
            case All(parts):
                return sa.and_(sa.true(), *(self.clause(part, frame) for part in _telling(parts)))
            case AnyOf(parts):
                return self._any(self.clause(part, frame) for part in parts)
            case NotTrue(Unset(column, ())):
                operand = self.operand(frame, column)
                return sa.not_(self.dialect.is_null(operand, self.declared(frame, column)[0].nullable))
            case NotTrue(Exists(edge, where)):
                return sa.not_(self._exists(edge, where, frame))
            case NotTrue(InKeys() as part) if part.keys not in self.listed:
                return sa.not_(self._in_keys(part, frame, by_exists=True))
            case NotTrue(part):
                return self.clause(part, frame).is_not(sa.true())
            case Exists(edge, where):
                return self._exists(edge, where, frame)
            case InKeys():
                return self._in_keys(predicate, frame)

    def _many(self, frame: Frame, column: str, values: Sequence[Value]) -> Clause | None:
        whole = [value for value in values if type(value) is int]
        if len(whole) < len(values) or not self.whole(frame, column):
            return None
        try:
            numbers = array("q", whole)
        except OverflowError:
            return None
        return self.dialect.among(self.operand(frame, column), numbers)

    def whole(self, frame: Frame, column: str) -> bool:
        """Whether the column holds whole numbers only."""
        return self.dialect.whole(*self.declared(frame, column))

    def _any(self, clauses: Any) -> Clause:
        return sa.or_(sa.false(), *clauses)

    def _differs(self, frame: Frame, column: str, value: NewValue) -> Clause:
        operand = self.operand(frame, column)
        if isinstance(value, Built):
            return self.dialect.matches(operand, self.expression(value, frame)).is_not(sa.true())
        if value is None:
            nullable = self.declared(frame, column)[0].nullable
            return self.dialect.is_null(operand, nullable).is_not(sa.true())
        return self.dialect.equals(operand, value).is_not(sa.true())

    def _exists(self, edge: Edge, where: Predicate, frame: Frame) -> Clause:
        other = self.frame(edge.table)
        found: sa.Select[Any] = (
            sa.select(sa.literal_column("1"))
            .select_from(other.aliased)
            .where(
                *self.joined(edge, other, frame),
                self.clause(edge.where, other),
                self.clause(where, other),
            )
        )
        return sa.exists(found.correlate_except(other.aliased))

    def joined(self, edge: Edge, other: Frame, here: Frame) -> list[Clause]:
        """The pairs of an edge as equalities, the other row's side first."""
        return [
            self.dialect.matches(self.expression(theirs, other), self.expression(mine, here))
            for theirs, mine in edge.on
        ]

    def expression(self, expression: Expression, frame: Frame) -> Operand:
        match expression:
            case Column(name):
                return self.operand(frame, name)
            case Built(parts):
                texts = [
                    self.dialect.text(part)
                    if isinstance(part, str)
                    else self.dialect.as_text(self.operand(frame, part.name))
                    for part in parts
                ]
                return Operand(self.dialect.concatenated(texts), "text", Detail(), plain=False)

    def keyed(self, frame: Frame, key: Sequence[str], keys: Sequence[Key]) -> Clause | None:
        """The row has one of these keys, as one parameter; None where they must be staged."""
        if not isinstance(keys, IntegerKeys) or len(key) != 1 or not self.whole(frame, key[0]):
            return None
        return self.dialect.among(self.operand(frame, key[0]), keys.numbers)

    # -- key sets ------------------------------------------------------------------------------------------

    def staged(self, name: str) -> Staged:
        """A key set of the connection; SourceRejected when it wasn't staged."""
        found = self.sets.get(name)
        if found is None:
            raise SourceRejected(
                f"the key set {name!r} isn't staged", where=self.source, hint="stage it before it is used"
            )
        return found

    def _in_keys(self, predicate: InKeys, frame: Frame, *, by_exists: bool = False) -> Clause:
        """IN lets the planner drive from either side; EXISTS decides where `=` is broader, or below NOT."""
        if listed := self.listed.get(predicate.keys):
            mine = [self.operand(frame, column) for column in predicate.columns]
            self._refuse_width(mine, listed.families)
            return among_listed(self.dialect, mine, listed, predicate)
        staged = self.staged(predicate.keys)
        members = staged.written(f"t{next(self._count)}")
        narrowed = self._dated(members, predicate)
        mine, theirs = self._sides(frame, predicate.columns, staged, members)
        if any(kin(a.family) != kin(b.family) for a, b in zip(mine, theirs, strict=True)):
            return sa.false()
        if by_exists or not all(_bare(operand) for operand in mine):
            matched = [self.dialect.matches(a, b) for a, b in zip(mine, theirs, strict=True)]
            found: sa.Select[Any] = (
                sa.select(sa.literal_column("1")).select_from(members).where(*matched, narrowed)
            )
            return sa.exists(found.correlate_except(members))
        keys = sa.select(*(operand.element for operand in theirs)).select_from(members).where(narrowed)
        left = [operand.element for operand in mine]
        row = left[0] if len(left) == 1 else sa.tuple_(*left)
        return row.in_(keys.correlate_except(members))

    def _sides(
        self, frame: Frame, columns: Sequence[str], staged: Staged, members: Any
    ) -> tuple[list[Operand], list[Operand]]:
        self._refuse_width(columns, staged.families)
        return [self.operand(frame, column) for column in columns], staged.operands(members)

    def _refuse_width(self, columns: Sequence[object], families: Sequence[str]) -> None:
        if len(columns) != len(families):
            raise SourceRejected(
                f"{len(columns)} columns are looked up among keys of {len(families)} parts",
                where=self.source,
                hint="correct the key set's families",
            )

    def families(self, table: str, key: Sequence[str]) -> tuple[str, ...]:
        """The families of a table's key columns."""
        return tuple(self.schema.column(self.source, table, column)[0].family for column in key)

    def key_pairs(self, frame: Frame, key: Sequence[str], staged: Staged, members: Any) -> list[Clause]:
        """A row's key equals a staged one. NULL equals NULL here, where a staged key has one."""
        mine, theirs = self._sides(frame, key, staged, members)
        pairs = []
        for index, (a, b) in enumerate(zip(mine, theirs, strict=True)):
            equal = self.dialect.matches(a, b)
            if index in staged.nulls:
                both = sa.and_(self.dialect.is_null(a, nullable=True), b.element.is_(None))
                equal = sa.or_(equal, both)
            pairs.append(equal)
        return pairs

    def joined_keys(self, frame: Frame, key: Sequence[str], staged: Staged, members: Any) -> sa.Select[Any]:
        """The ordinals of the staged keys whose rows are there."""
        matched = self.key_pairs(frame, key, staged, members)
        return sa.select(members.c[ORDINAL]).select_from(members, frame.aliased).where(*matched)

    def has_key(self, frame: Frame, key: Sequence[str], staged: Staged, members: Any) -> Clause:
        """The row's key is among the staged ones, for databases that delete without a join."""
        mine, theirs = self._sides(frame, key, staged, members)
        if not staged.nulls and all(_bare(operand) for operand in mine):
            left = [operand.element for operand in mine]
            row = left[0] if len(left) == 1 else sa.tuple_(*left)
            return row.in_(sa.select(*(operand.element for operand in theirs)))
        return _member_exists(members, self.key_pairs(frame, key, staged, members))

    def _dated(self, members: Any, predicate: InKeys) -> Clause:
        column = member_column(members, DATE)
        bound = None
        if predicate.date is not None:
            bound = self.dialect.bind(Operand(column, "date", Detail("date")), predicate.date)
        return dated(column, predicate.dated, predicate.date, bound)

    # -- values --------------------------------------------------------------------------------------------

    def value(
        self, wanted: ValueAt | Predicate, frame: Frame, *, grouped: bool
    ) -> tuple[Element, Convert | None]:
        """An expression for a value of the frame's row, and how what the driver gives is read.

        `grouped`: equal texts must be the same text, whatever the column's collation says.
        """
        if not isinstance(wanted, ValueAt):
            return sa.case((self.clause(wanted, frame), 1), else_=0), bool
        if wanted.keys:
            return self._key_date(wanted, frame)
        operand, element = self._reached(wanted, frame) if wanted.edges else self._own(wanted, frame)
        if grouped and operand.family == "text" and not operand.detail.exact:
            return self.dialect.exact(element), _as_text
        return element, self.dialect.converter(operand)

    def _own(self, at: ValueAt, frame: Frame) -> tuple[Operand, Element]:
        operand = self.operand(frame, at.column)
        element = self.dialect.selected(operand)
        if at.take == "one":
            return operand, element
        return operand, sa.case((self.clause(Unset(at.column, at.unset), frame), None), else_=element)

    def _reached(self, at: ValueAt, frame: Frame) -> tuple[Operand, Element]:
        frames, joined = self._walk(at.edges, frame)
        operand = self.operand(frames[-1], at.column)
        if at.take == "one":
            element = self.dialect.selected(operand)
            element = element if self.leads_to_one(at.edges) else self.dialect.single(element)
        else:
            joined.append(self.clause(NotTrue(Unset(at.column, at.unset)), frames[-1]))
            extreme = self.dialect.extreme(operand, at.take)
            element = self.dialect.selected(Operand(extreme, operand.family, operand.detail, plain=False))
        return operand, self._scalar(element, frames, joined)

    def _scalar(self, element: Element, frames: list[Frame], joined: list[Clause]) -> Element:
        inner = [frame.aliased for frame in frames]
        query: sa.Select[Any] = sa.select(element).select_from(*inner).where(*joined)
        return query.correlate_except(*inner).scalar_subquery()

    def _key_date(self, at: ValueAt, frame: Frame) -> tuple[Element, Convert | None]:
        staged = self.staged(at.keys)
        members = staged.written(f"t{next(self._count)}")
        frames, joined = self._walk(at.edges, frame)
        mine, theirs = self._sides(frames[-1] if frames else frame, at.columns, staged, members)
        joined += [self.dialect.matches(a, b) for a, b in zip(mine, theirs, strict=True)]
        column = member_column(members, DATE)
        element: Element = self.dialect.single(column)
        if at.take != "one":
            element = sa.func.max(column) if at.take == "max" else sa.func.min(column)
        date = self.dialect.converter(Operand(column, "date", Detail("date")))
        return self._scalar(element, [*frames, Frame("", members)], joined), date

    def _walk(self, edges: Sequence[Edge], frame: Frame) -> tuple[list[Frame], list[Clause]]:
        frames: list[Frame] = []
        joined: list[Clause] = []
        here = frame
        for edge in edges:
            other = self.frame(edge.table)
            joined += [*self.joined(edge, other, here), self.clause(edge.where, other)]
            frames.append(other)
            here = other
        return frames, joined

    def leads_to_one(self, edges: Sequence[Edge]) -> bool:
        """Whether at most one row can be at the end: each edge names a whole key of its table."""
        for edge in edges:
            table = self.schema.table(self.source, edge.table)
            matched = {theirs.name for theirs, _ in edge.on if isinstance(theirs, Column)}
            keys = [key for key in (table.primary_key, *table.unique) if key]
            if not any(set(key) <= matched for key in keys):
                return False
        return True


def _telling(parts: Sequence[Predicate]) -> Iterator[Predicate]:
    """Leave out "is set" beside a comparison of the same column, which says it too.

    Databases estimate the two as if they were independent, and choose bad plans for it.
    """
    compared = {part.column for part in parts if isinstance(part, Compare) and part.value is not None}
    compared |= {part.column for part in parts if isinstance(part, In) and None not in part.values}
    for part in parts:
        match part:
            case NotTrue(Unset(column, ())) if column in compared:
                continue
            case _:
                yield part


def _member_exists(members: Any, matched: list[Clause]) -> Clause:
    found: sa.Select[Any] = sa.select(sa.literal_column("1")).select_from(members).where(*matched)
    return sa.exists(found.correlate_except(members))


def _bare(operand: Operand) -> bool:
    """Whether the database's own `=` on the bare column is the domain's, also for staged keys."""
    detail = operand.detail
    if operand.family == "text":
        return detail.exact and not detail.collation and detail.base not in ("uuid", "enum")
    return operand.family in ("number", "date", "datetime", "instant", "bytes")


def _as_text(value: Any) -> Value:
    return value.decode() if isinstance(value, bytes) else value
