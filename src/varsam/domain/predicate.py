"""What selects rows: a small, closed language that every source can execute and the domain can evaluate.

A predicate is about one row of one table. It knows comparisons of a column with a constant, presence,
walks along edges to other rows, and membership in a key set. It has three truth values like SQL, and one
rule for complements: `NotTrue`, never "not" (a NULL must not make a row disappear from both halves).

No date arithmetic happens here: constants arrive as the source stores them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Value: TypeAlias = bool | int | float | str | bytes | dt.date | dt.datetime | None
Comparison: TypeAlias = Literal["=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the row at hand."""

    name: str


@dataclass(frozen=True, slots=True)
class Built:
    """A text built from literals and columns, as in `resource = 'sales.order,' || id`."""

    parts: tuple[str | Column, ...]


Expression: TypeAlias = Column | Built
NewValue: TypeAlias = Value | Built
"""What is written into a column: a constant, or a text built of the row's own key."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A reference to rows of another (or the same) table.

    `on` pairs an expression over the *other* row with one over the row at hand; all must be equal.
    `where` narrows the other rows. The edge has the same shape whichever way it is walked; `many` says that
    walked this way it may reach several rows (down to children), else at most one (up a reference).
    """

    table: str
    on: tuple[tuple[Expression, Expression], ...]
    where: Predicate
    many: bool = False

    def __str__(self) -> str:
        """Name the edge for people: the table it leads to."""
        return self.table


@dataclass(frozen=True, slots=True)
class Always:
    """True for every row."""


@dataclass(frozen=True, slots=True)
class Never:
    """True for no row."""


@dataclass(frozen=True, slots=True)
class Compare:
    """`column OP value`; unknown when the column is NULL. The column is never wrapped in a function."""

    column: str
    op: Comparison
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    """The column is one of the values; unknown when it is NULL. No values: false."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unset:
    """The column is NULL or one of the values that mean "not set" there; never unknown."""

    column: str
    sentinels: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Differs:
    """The column is not at `value` (IS DISTINCT FROM); never unknown. Keeps "plan again is empty" true.

    A built value is built of the row at hand.
    """

    column: str
    value: NewValue


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true (AND)."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part is true (OR)."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class NotTrue:
    """The part is false or unknown (IS NOT TRUE); never unknown itself."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class Exists:
    """There is a row along the edge for which `where` is true; never unknown."""

    edge: Edge
    where: Predicate


@dataclass(frozen=True, slots=True)
class InKeys:
    """The columns' values are a member of the key set, narrowed by the date that its members carry.

    A member without a date is open. `dated`: None = any member; `open` = members without a date;
    `after` = members dated after `date`; `kept` = open or dated after `date`; `by` = dated `date` or before.
    Never unknown. A NULL in any column is no member.
    """

    columns: tuple[str, ...]
    keys: str
    dated: Literal["open", "after", "kept", "by"] | None = None
    date: dt.date | None = None


Predicate: TypeAlias = (
    Always | Never | Compare | In | Unset | Differs | All | AnyOf | NotTrue | Exists | InKeys
)

ALWAYS = Always()
NEVER = Never()


@dataclass(frozen=True, slots=True)
class ValueAt:
    """A value to read for a row: a column at the end of edges, or a key set's date.

    `take` says what is read where edges lead to several rows. `max`/`min` skip NULLs and `unset` values.
    With `keys`, `edges` lead to the row whose `columns` are looked up and the members' dates are taken.
    """

    edges: tuple[Edge, ...]
    column: str = ""
    take: Literal["one", "max", "min"] = "one"
    unset: tuple[Value, ...] = ()
    keys: str = ""
    columns: tuple[str, ...] = ()


def conjunction(parts: Iterable[Predicate]) -> Predicate:
    """Join parts by AND without changing any truth value: only `Always` and duplicates are dropped."""
    kept: list[Predicate] = []
    for part in parts:
        for piece in part.parts if isinstance(part, All) else (part,):
            if isinstance(piece, Never):
                return NEVER
            if not isinstance(piece, Always) and piece not in kept:
                kept.append(piece)
    if not kept:
        return ALWAYS
    return kept[0] if len(kept) == 1 else All(tuple(kept))


def every(parts: Iterable[Predicate]) -> Predicate:
    """Join parts by AND, and drop what another part implies: true of the same rows, unknown may be false.

    For selections. What `negation` is asked of must be joined by `conjunction`.
    """
    joined = conjunction(parts)
    if not isinstance(joined, All):
        return joined
    kept = _given(list(joined.parts))
    if NEVER in kept:
        return NEVER
    if not kept:
        return ALWAYS
    return kept[0] if len(kept) == 1 else All(tuple(kept))


def some(parts: Iterable[Predicate]) -> Predicate:
    """Join parts by OR, dropping what doesn't matter: `Never`, duplicates, and what implies another part."""
    kept: list[Predicate] = []
    for part in parts:
        for piece in part.parts if isinstance(part, AnyOf) else (part,):
            if isinstance(piece, Always):
                return ALWAYS
            if not isinstance(piece, Never) and piece not in kept:
                kept.append(piece)
    kept = [
        piece for piece in kept if not (isinstance(piece, All) and any(each in kept for each in piece.parts))
    ]
    if not kept:
        return NEVER
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def _given(conjuncts: list[Predicate]) -> list[Predicate]:
    """Shorten each conjunct by what the others say; only truth matters, so unknown may become false."""
    shortened: list[Predicate] = []
    for place, piece in enumerate(conjuncts):
        others = conjuncts[:place] + conjuncts[place + 1 :]
        match piece:
            case AnyOf(parts):
                if any(part in others for part in parts):
                    continue
                shortened.append(some(part for part in parts if not _denied(part, others)))
            case NotTrue(All(parts)):
                if any(_denied(part, others) for part in parts):
                    continue
                left = [part for part in parts if part not in others]
                shortened.append(not_true(every(left)) if len(left) < len(parts) else piece)
            case _:
                shortened.append(NEVER if _denied(piece, others) else piece)
    return [piece for piece in shortened if not isinstance(piece, Always)]


def _denied(part: Predicate, conjuncts: list[Predicate]) -> bool:
    if isinstance(part, NotTrue):
        return part.part in conjuncts
    return NotTrue(part) in conjuncts


def not_true(part: Predicate) -> Predicate:
    """Give the complement that loses no row: false or unknown. Double complements of a filter vanish."""
    match part:
        case Always():
            return NEVER
        case Never():
            return ALWAYS
        case NotTrue(inner):
            return inner if _two_valued(inner) else NotTrue(part)
        case AnyOf(parts):
            return every(not_true(each) for each in parts)
        case _:
            return NotTrue(part)


def exists(edges: Iterable[Edge], where: Predicate) -> Predicate:
    """Walk edges in order: some row at their end satisfies `where`. No edges: `where` itself."""
    if isinstance(where, Never):
        return where
    result = where
    for edge in reversed(tuple(edges)):
        result = Exists(edge, result)
    return result


def _two_valued(part: Predicate) -> bool:
    match part:
        case Always() | Never() | Unset() | Differs() | NotTrue() | Exists() | InKeys():
            return True
        case All(parts) | AnyOf(parts):
            return all(_two_valued(each) for each in parts)
        case Compare() | In():
            return False


def tables_of(predicate: Predicate) -> frozenset[str]:
    """Every table that evaluating the predicate walks to (not the row's own)."""
    match predicate:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(tables_of(part) for part in parts))
        case NotTrue(part):
            return tables_of(part)
        case Exists(edge, where):
            return frozenset({edge.table}) | tables_of(edge.where) | tables_of(where)
        case Always() | Never() | Compare() | In() | Unset() | Differs() | InKeys():
            return frozenset()


def key_sets_of(predicate: Predicate) -> frozenset[str]:
    """Every key set that evaluating the predicate needs staged."""
    match predicate:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(key_sets_of(part) for part in parts))
        case NotTrue(part):
            return key_sets_of(part)
        case Exists(edge, where):
            return key_sets_of(edge.where) | key_sets_of(where)
        case InKeys(_, keys):
            return frozenset({keys})
        case Always() | Never() | Compare() | In() | Unset() | Differs():
            return frozenset()
