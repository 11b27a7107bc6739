"""Rows that lie inside a cell or a file: what a map says of them, and the table as which they are seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from varsam.domain.predicate import ALWAYS, Column, Compare, Edge, Expression, In, Predicate
from varsam.domain.snapshot import Table, TableColumn

Family: TypeAlias = Literal["number", "text", "bytes", "date", "datetime", "instant", "bool", "json", "other"]

# What stands around the format, from the outside in.
LAYERS: Final = ("quoted-printable", "base64", "gzip")
# The format that holds the rows -> whether single fields can be overwritten there.
FORMATS: Final[Mapping[str, bool]] = {
    "csv": True,
    "json": True,
    "php": True,
    "log": True,
    "mbox": False,
    "mail": False,
    "mime": False,
    "zip": False,
}
# Formats in which one place holds a container of its own, as bytes: the member, the part, the mail itself.
HOLDERS: Final[Mapping[str, str]] = {"mbox": "@value", "mail": "@value", "mime": "content", "zip": "content"}
# Containers in containers: a file, its member, a part of that. More is a trap, not data.
MAX_DEEP: Final = 4
# Formats in which "nothing" and an empty text are written alike.
EMPTY_IS_UNSET: Final = ("csv", "log")

ITEM: Final = "item"
STATE: Final = "container_state"
PREFIX: Final = "container_"
TABLE_PREFIX: Final = "inside_"

READY: Final = "ready"
FIXED: Final = "fixed"  # its rows are known, and it can't be rewritten
WHOLE: Final = "whole"  # its rows stay or go with it, and what lies in them can be rewritten
RIGID: Final = "rigid"  # the row can go, and what lies in it can't be rewritten
UNREAD: Final = "unread"  # what is in it isn't known

ROWS: Final = In(STATE, (READY, FIXED, WHOLE, RIGID))
NOT_REWRITABLE: Final = In(STATE, (FIXED, WHOLE))
HOLDS_FIXED: Final = (FIXED, RIGID)
NOT_READ: Final = Compare(STATE, "=", UNREAD)


@dataclass(frozen=True, slots=True)
class InnerField:
    """A column of rows inside a container. `at`: the CSV's column, the pattern's group, the header, a path.

    `format` is a strptime pattern for dates. `decode`: what the text is wrapped in (`percent`), or which part
    of it counts (`address`).
    """

    name: str
    at: str
    family: Family = "text"
    format: str = ""
    decode: Literal["", "percent", "address"] = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a kind's rows lie: in `column` of the rows of another kind's table, or in its files (no column).

    `codec` names the layers from the outside in, and last the format. `drop`: when a row of it goes, the
    whole container does (a cache). `holds`: the fields in which rows of other kinds lie in turn. `deep`: how
    many containers lie around the one that holds the rows.
    """

    kind: str
    table: str
    key: tuple[str, ...]
    column: str
    codec: tuple[str, ...]
    fields: tuple[InnerField, ...]
    where: Predicate = ALWAYS
    each: str = ""
    pattern: str = ""
    encoding: str = ""
    delimiter: str = ""
    header: bool = True
    drop: bool = False
    holds: tuple[str, ...] = ()
    deep: int = 0

    @property
    def format(self) -> str:
        """The format that holds the rows."""
        return self.codec[-1]

    @property
    def overwrites(self) -> bool:
        """Whether single fields can be overwritten there."""
        return FORMATS[self.format]

    @property
    def container_columns(self) -> tuple[str, ...]:
        """The columns of an inner row that hold its container's key."""
        return container_columns(self.key, self.deep)

    @property
    def outermost(self) -> int:
        """How many parts of a row's key are the key of the cell or file that is rewritten."""
        return len(self.key) - self.deep

    @property
    def up(self) -> tuple[tuple[Expression, Expression], ...]:
        """The pairs of the edge to the container."""
        return tuple(
            (Column(own), Column(here)) for own, here in zip(self.key, self.container_columns, strict=True)
        )

    def to_container(self, where: Predicate = ALWAYS) -> Edge:
        """The edge from an inner row to its container."""
        return Edge(self.table, self.up, where)


def container_columns(key: tuple[str, ...], deep: int) -> tuple[str, ...]:
    """The columns in which rows keep the key of their container, around which `deep` others lie.

    Those that the container keeps of what is around it are called alike at every depth.
    """
    if not deep:
        return tuple(PREFIX + column for column in key)
    return (*key[:-1], f"{PREFIX}{ITEM}{deep}")


def table_name(kind: str) -> str:
    """The name of the table as which the rows of a kind inside containers are seen."""
    return TABLE_PREFIX + kind


def inner_table(name: str, inside: Inside, container: Table) -> Table:
    """The table as which the rows are seen: the container's key, their identity, and their fields.

    `item` is made of the row's bytes and which of several equal rows it is, so that it stays when rows before
    it go; it changes when a field of the row is overwritten, unless that is one in which other rows lie.
    """
    keys = []
    for own, here in zip(inside.key, inside.container_columns, strict=True):
        seen = container.column(own)
        family = seen.family if seen is not None else "text"
        keys.append(TableColumn(here, family, nullable=False, family=family))
    fixed = (TableColumn(ITEM, "text", False, "text"), TableColumn(STATE, "text", False, "text"))
    fields = tuple(TableColumn(each.name, each.family, True, each.family) for each in inside.fields)
    return Table(
        name,
        (*keys, *fixed, *fields),
        primary_key=(*inside.container_columns, ITEM),
        transactional=container.transactional,
    )
