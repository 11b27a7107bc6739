"""Which keys are still there: looked up in chunks, never one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from varsam.domain.predicate import Differs, NewValue, some
from varsam.sources.base import Key
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.stage import Stage

KEYS_AT_ONCE: Final = 50_000


def present(
    connection: sa.Connection,
    stage: Stage,
    compiler: Compiler,
    table: str,
    key: tuple[str, ...],
    keys: Sequence[Key],
    unless: Mapping[str, NewValue] | None,
) -> list[Key]:
    """Those of the keys that are there and, with `unless`, not yet at those values."""
    found: list[Key] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        chunk = keys[start : start + KEYS_AT_ONCE]
        there = _numbers(connection, compiler, table, key, chunk, unless)
        found += _staged(connection, stage, compiler, table, key, chunk, unless) if there is None else there
    return found


def _numbers(
    connection: sa.Connection,
    compiler: Compiler,
    table: str,
    key: tuple[str, ...],
    keys: Sequence[Key],
    unless: Mapping[str, NewValue] | None,
) -> list[Key] | None:
    """By one parameter; None where that isn't possible."""
    frame = compiler.frame(table)
    matched = compiler.keyed(frame, key, keys)
    if matched is None:
        return None
    open_columns = some(Differs(column, value) for column, value in (unless or {}).items())
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
    unless: Mapping[str, NewValue] | None,
) -> list[Key]:
    frame = compiler.frame(table)
    staged = stage.put_keys(connection, compiler.families(table, key), keys)
    members = staged.selectable("k")
    open_columns = some(Differs(column, value) for column, value in (unless or {}).items())
    query = compiler.joined_keys(frame, key, staged, members)
    if unless:
        query = query.where(compiler.clause(open_columns, frame))
    there = set(connection.scalars(query))
    stage.drop(connection, staged)
    return [each for ordinal, each in enumerate(keys) if ordinal in there]
