"""What a row's columns become, in the database's own terms: constants, and texts that it builds itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from varsam.domain.errors import SourceRejected
from varsam.domain.key_texts import takes_text
from varsam.domain.predicate import Built, NewValue
from varsam.sources.sql.compile import Compiler, Frame
from varsam.sources.sql.dialects import Element


def assigned(compiler: Compiler, frame: Frame, values: Mapping[str, NewValue]) -> dict[Any, Any]:
    """The assignments of an UPDATE, by column of the frame."""
    found = {column: new_value(compiler, frame, column, value) for column, value in values.items()}
    return {frame.aliased.c[column]: element for column, element in found.items()}


def new_value(compiler: Compiler, frame: Frame, column: str, value: NewValue) -> Element:
    """A value as it can be written into a column; a text is built of the row that it is written into.

    SourceRejected: the column can't take it.
    """
    seen, detail = compiler.declared(frame, column)
    if not isinstance(value, Built):
        return compiler.dialect.assign(seen, detail, value)
    if not takes_text(seen):
        raise SourceRejected(
            f"column {column!r} of type {seen.type} can't take a text made of the key",
            where=compiler.source,
            hint="give a value of the column's type in the map",
        )
    return compiler.expression(value, frame).element
