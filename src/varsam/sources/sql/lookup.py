"""Keys looked up in a table: which of them are there, and not yet at the values that were to be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from varsam.domain.predicate import Differs, NewValue, Predicate, some
from varsam.sources.base import Key
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.stage import Stage


def present(
    connection: sa.Connection,
    stage: Stage,
    compiler: Compiler,
    table: str,
    key: tuple[str, ...],
    keys: Sequence[Key],
    unless: Mapping[str, NewValue] | None,
) -> list[Key]:
    """Those of the keys that are there; with `unless` only rows whose columns aren't all at their value."""
    open_columns = some(Differs(column, value) for column, value in (unless or {}).items())
    frame = compiler.frame(table)
    matched = compiler.keyed(frame, key, keys)
    if matched is None:
        return _staged(connection, stage, compiler, table, key, keys, open_columns if unless else None)
    query = sa.select(frame.column(key[0])).select_from(frame.aliased).where(matched)
    if unless:
        query = query.where(compiler.clause(open_columns, frame))
    return [(number,) for number in connection.scalars(query)]


def _staged(
    connection: sa.Connection,
    stage: Stage,
    compiler: Compiler,
    table: str,
    key: tuple[str, ...],
    keys: Sequence[Key],
    open_columns: Predicate | None,
) -> list[Key]:
    frame = compiler.frame(table)
    staged = stage.put_keys(connection, compiler.families(table, key), keys)
    query = compiler.joined_keys(frame, key, staged, staged.selectable("k"))
    if open_columns is not None:
        query = query.where(compiler.clause(open_columns, frame))
    there = set(connection.scalars(query))
    stage.drop(connection, staged)
    return [each for ordinal, each in enumerate(keys) if ordinal in there]
