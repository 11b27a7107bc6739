"""Kinds and the references between them: what a path's names mean, as edges.

A reference walks up to the row that it names, or down to the rows that name this one. Every edge carries the
`where` of the kind it leads to, so that a path never strays into rows of another kind of the same table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from varsam.domain.ownership import Reference
from varsam.domain.predicate import (
    ALWAYS,
    Built,
    Column,
    Compare,
    Comparison,
    Edge,
    Expression,
    In,
    Predicate,
    Unset,
    Value,
    conjunction,
    exists,
    not_true,
    some,
)
from varsam.formats.source_map.paths import Condition, Path, Segment
from varsam.formats.source_map.personal import refuse_key
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion

_TEMPLATE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class RefDraft:
    """A reference as the map says it: pairs of an expression over the other row and one over this row."""

    name: str
    kind: str
    node: Node
    pairs: tuple[tuple[Expression, Expression], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """This row's columns that hold the reference."""
        return tuple(here.name for _, here in self.pairs if isinstance(here, Column))


@dataclass(frozen=True, slots=True)
class KindDraft:
    """A kind whose own words are read and whose paths aren't yet."""

    name: str
    node: Node
    fields: Fields
    table: str
    key: tuple[str, ...]
    person: bool
    refs: Mapping[str, RefDraft]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a path leads: the edges and the kind of row at their end."""

    edges: tuple[Edge, ...]
    kind: str

    @property
    def several(self) -> bool:
        """Whether more than one row may be reached."""
        return any(edge.many for edge in self.edges)


class Graph:
    """All kinds of a map. `where` of a kind is read when a path first needs it.

    Faults of a `where` are kept once in `faults`; whoever asked goes on with an unfiltered kind.
    """

    def __init__(
        self,
        drafts: Mapping[str, KindDraft],
        read_where: Callable[[Graph, KindDraft], Predicate],
        faults: Faults,
    ) -> None:
        """Take the drafts by name and the reader of `where:`."""
        self.drafts = drafts
        self._read_where = read_where
        self._faults = faults
        self._wheres: dict[str, Predicate] = {}
        self._reading: list[str] = []

    def where(self, kind: str) -> Predicate:
        """The filter of a kind. RegisterError when kinds' filters need each other in a circle."""
        if kind in self._wheres:
            return self._wheres[kind]
        if kind in self._reading:
            circle = " → ".join((*self._reading[self._reading.index(kind) :], kind))
            raise self.drafts[kind].node.error(
                f"the 'where' of these kinds need each other: {circle}",
                "let one of them be told by its own columns",
            )
        self._reading.append(kind)
        found: Predicate = ALWAYS
        try:
            with self._faults.catch():
                found = self._read_where(self, self.drafts[kind])
        finally:
            self._reading.pop()
        self._wheres[kind] = found
        return found

    def reference(self, kind: str, ref: RefDraft) -> Reference:
        """A resolved reference, walked up and down."""
        return Reference(ref.name, ref.kind, self._up(ref), self._down(kind, ref), ref.columns)

    def rows(self, kind: str, path: Path) -> Walk:
        """Walk a path all of whose names are references, as owners and `any:` need it."""
        return self._walk(kind, path.segments, path)

    def column(self, kind: str, path: Path) -> tuple[Walk, str]:
        """Walk to the column at the end of a path. RegisterError for a name that leads nowhere."""
        return self._column(kind, path.segments, path)

    def _column(self, kind: str, segments: tuple[Segment, ...], path: Path) -> tuple[Walk, str]:
        last = segments[-1]
        if last.via or last.conditions:
            raise path.error(
                f"{last.name!r} leads to rows, and a column is wanted here",
                "end the path with a column: …].created",
                offset=last.offset,
            )
        return self._walk(kind, segments[:-1], path), last.name

    def _walk(self, kind: str, segments: tuple[Segment, ...], path: Path) -> Walk:
        edges: list[Edge] = []
        for segment in segments:
            edge, kind = self._step(kind, segment, path)
            if segment.conditions:
                parts = [self._condition(kind, each, path) for each in segment.conditions]
                edge = Edge(edge.table, edge.on, conjunction((edge.where, *parts)), edge.many)
            edges.append(edge)
        return Walk(tuple(edges), kind)

    def _step(self, kind: str, segment: Segment, path: Path) -> tuple[Edge, str]:
        refs = self.drafts[kind].refs
        if not segment.via and segment.name in refs:
            ref = refs[segment.name]
            return self._up(ref), ref.kind
        return self._step_down(kind, segment, path)

    def _step_down(self, kind: str, segment: Segment, path: Path) -> tuple[Edge, str]:
        below = self._below(kind)
        other = self.drafts.get(segment.name)
        if other is None or (not segment.via and other.name not in below):
            names = (*self.drafts[kind].refs, *below)
            raise path.error(
                f"no way leads from {kind!r} to {segment.name!r}",
                suggestion(segment.name, names)
                or f"give {kind!r} a reference under 'refs:'; a name with other signs is quoted",
                offset=segment.offset,
            )
        fitting = [ref for ref in other.refs.values() if ref.kind == kind]
        if segment.via:
            fitting = [ref for ref in fitting if ref.name == segment.via]
            if not fitting:
                raise path.error(
                    f"{other.name!r} has no reference {segment.via!r} to {kind!r}",
                    suggestion(segment.via, below.get(other.name, ())),
                    offset=segment.via_offset,
                )
        if len(fitting) > 1:
            names = tuple(f"{other.name}@{ref.name}" for ref in fitting)
            raise path.error(
                f"{other.name!r} leads to {kind!r} in {len(fitting)} ways",
                f"say which: {', '.join(names)}",
                offset=segment.offset,
            )
        return self._down(other.name, fitting[0]), other.name

    def _below(self, kind: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for draft in self.drafts.values():
            names = tuple(ref.name for ref in draft.refs.values() if ref.kind == kind)
            if names:
                found[draft.name] = names
        return found

    def _up(self, ref: RefDraft) -> Edge:
        return Edge(self.drafts[ref.kind].table, ref.pairs, self.where(ref.kind))

    def _down(self, kind: str, ref: RefDraft) -> Edge:
        turned = tuple((here, other) for other, here in ref.pairs)
        return Edge(self.drafts[kind].table, turned, self.where(kind), many=True)

    def _condition(self, kind: str, condition: Condition, path: Path) -> Predicate:
        walk, column = self._column(kind, condition.path, path)
        for value, offset in zip(condition.values, condition.value_offsets, strict=True):
            refuse_key(value, path.node, offset=offset)
        match condition.op:
            case "null":
                return is_unset(walk, column)
            case "not null":
                return not_true(is_unset(walk, column))
            case "=" | "in":
                return equals(walk, column, condition.values)
            case "!=" | "not in":
                return not_true(equals(walk, column, condition.values))
            case _:
                return compares(walk, column, condition.op, condition.values[0])


def is_unset(walk: Walk, column: str) -> Predicate:
    """The column is NULL, or the path leads to no row."""
    return not_true(exists(walk.edges, not_true(Unset(column))))


def equals(walk: Walk, column: str, values: tuple[Value, ...]) -> Predicate:
    """The column at the end of the path is one of the values; None stands for unset."""
    plain = tuple(value for value in values if value is not None)
    if len(plain) < len(values):
        if not walk.edges:
            return Unset(column, plain)
        return some((is_unset(walk, column), exists(walk.edges, In(column, plain))))
    test = Compare(column, "=", plain[0]) if len(plain) == 1 else In(column, plain)
    return exists(walk.edges, test)


def compares(walk: Walk, column: str, op: Comparison, value: Value) -> Predicate:
    """The column at the end of the path is before or after a value."""
    return exists(walk.edges, Compare(column, op, value))


def read_pairs(node: Node) -> tuple[tuple[Expression, Expression], ...]:
    """Read `on:`: this row's column -> the other row's column, a text with `{column}`, or `{is: text}`.

    RegisterError when no pair names a column of each row.
    """
    pairs: list[tuple[Expression, Expression]] = []
    for key, value in node.mapping(optional=None, what="'on'").pairs():
        here = Column(key.text())
        if value.kind == "mapping":
            fixed = value.mapping(("is",), what="this side")["is"].text()
            pairs.append((Built((fixed,)), here))
        else:
            pairs.append((_expression(value), here))
    if not any(_columns(other) for other, _ in pairs):
        raise node.error(
            "'on' must tie a column of this row to one of the other row",
            "write 'this_column: other_column', or a text with {other_column} in it",
        )
    return tuple(pairs)


def _columns(expression: Expression) -> bool:
    return isinstance(expression, Column) or any(isinstance(part, Column) for part in expression.parts)


def _expression(node: Node) -> Expression:
    text = node.text()
    pieces = _TEMPLATE.split(text)
    if len(pieces) == 1:
        if "{" in text or "}" in text:
            raise node.error("a brace isn't closed here", "write {column} for the other row's column")
        return Column(text)
    parts: list[str | Column] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            parts.append(Column(piece.strip()))
        elif "{" in piece or "}" in piece:
            raise node.error("a brace isn't closed here", "write {column} for the other row's column")
        elif piece:
            parts.append(piece)
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Column) else Built(tuple(parts))


__all__ = [
    "Graph",
    "KindDraft",
    "RefDraft",
    "Walk",
    "compares",
    "equals",
    "is_unset",
    "read_pairs",
]
