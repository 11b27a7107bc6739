"""What a bounded look at some rows says of a table: counts and shapes, never a value.

Nothing here can hold what a person wrote. The only values kept are those that mean nobody (`''`, 0,
1970-01-01) and the
words of a closed list (`order`, `invoice`), which name sorts of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from varsam.domain.predicate import Value

Way: TypeAlias = Literal["whole", "spread", "ends", "first", "none"]


class Shape(StrEnum):
    """What a cell looks like. The first ones are of the whole cell, the `HOLDS_` ones of something in it."""

    EMAIL = "email"
    ROLE_EMAIL = "role_email"
    MESSAGE_ID = "message_id"
    PHONE = "phone"
    PERSONNUMMER = "personnummer"
    ORG_NO = "org_no"
    IP = "ip"
    IBAN = "iban"
    USER_AGENT = "user_agent"
    PASSWORD_HASH = "password_hash"  # noqa: S105 - the name of a shape
    TOKEN = "token"  # noqa: S105 - the name of a shape
    NAME = "name"
    NAME_SHAPE = "name_shape"
    GIVEN_NAME = "given_name"
    WORD = "word"
    STREET = "street"
    POSTCODE = "postcode"
    DATE = "date"
    OLD_DATE = "old_date"
    EPOCH = "epoch"
    EPOCH_MS = "epoch_ms"
    ROW_KEY = "row_key"
    NUMBER = "number"
    FREE_TEXT = "free_text"
    HOLDS_EMAIL = "holds_email"
    HOLDS_PHONE = "holds_phone"
    HOLDS_PERSONNUMMER = "holds_personnummer"
    HOLDS_IP = "holds_ip"
    HOLDS_IBAN = "holds_iban"
    HOLDS_NAME = "holds_name"
    HOLDS_STREET = "holds_street"
    HOLDS_KNOWN_NAME = "holds_known_name"


class Container(StrEnum):
    """What a cell's contents are wrapped in."""

    JSON = "json"
    PHP = "php"
    BASE64 = "base64"
    QUOTED_PRINTABLE = "quoted-printable"
    MIME = "mime"
    PERCENT = "percent"
    ZIP = "zip"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Sentinel:
    """A value that stands where nothing is known, and in how many sampled rows."""

    value: Value
    rows: int


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """One column of a sampled table. `filled`: cells that are neither NULL nor a sentinel.

    `copies`: other columns of the same row with the same text, and in how many rows. `words`: a closed list
    of words that
    sort rows, empty for anything else. `row_keys`: the prefixes of texts like `sales.order,12`.
    """

    name: str
    filled: int = 0
    nulls: int = 0
    distinct: int = 0
    longest: int = 0
    shapes: Mapping[Shape, int] = field(default_factory=dict)
    containers: Mapping[Container, int] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)
    sentinels: tuple[Sentinel, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    row_keys: Mapping[str, int] = field(default_factory=dict)
    date_format: str = ""

    def share(self, *shapes: Shape) -> float:
        """The share of set cells that have one of the shapes, taken to exclude each other; 0 to 1."""
        return min(1.0, self.count(*shapes) / self.filled) if self.filled else 0.0

    def count(self, *shapes: Shape) -> int:
        """The number of set cells with one of the shapes, taken to exclude each other."""
        return sum(self.shapes.get(shape, 0) for shape in shapes)


@dataclass(frozen=True, slots=True)
class TableSample:
    """One sampled table. `way`: the whole table, rows spread over it, its two ends, or only the first ones.

    `cut`: cells were longer than what was read of them. `why_none` says in words why nothing was looked at.
    """

    table: str
    rows: int = 0
    way: Way = "none"
    columns: Mapping[str, ColumnSample] = field(default_factory=dict)
    cut: bool = False
    why_none: str = ""

    def column(self, name: str) -> ColumnSample:
        """The sample of a column; an empty one for a column that wasn't read."""
        return self.columns.get(name) or ColumnSample(name)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """How many of a column's sampled values are there in a column of another table. `distinct` values were
    looked up.
    """

    table: str
    column: str
    other: str
    other_column: str
    tested: int
    found: int
    prefix: str = ""

    @property
    def share(self) -> float:
        """The share of the values that were found; 0 to 1."""
        return self.found / self.tested if self.tested else 0.0
