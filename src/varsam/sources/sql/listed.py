"""Key sets so small that they are written into the statement: no temporary table, and better plans."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from varsam.domain.evaluation import dated_so
from varsam.domain.predicate import InKeys
from varsam.sources.base import Key, KeySet
from varsam.sources.sql.dialects import Clause, Dialect, Operand

FEW = 20
FEW_NUMBERS = 500


def is_listed(keys: KeySet) -> bool:
    """Whether a key set is written into statements: some keys, or some more if they are whole numbers."""
    if len(keys.members) <= FEW:
        return True
    return (
        keys.families == ("number",)
        and len(keys.members) <= FEW_NUMBERS
        and all(type(key[0]) is int and abs(key[0]) < 2**63 for key, _ in keys.members)
    )


def among_listed(dialect: Dialect, mine: Sequence[Operand], keys: KeySet, predicate: InKeys) -> Clause:
    """The columns' values are one of the members; unknown where a column is NULL, which is no member."""
    wanted = _members(keys, predicate)
    if len(mine) == 1 and len(wanted) > FEW:
        numbers = array("q", [key[0] for key in wanted if type(key[0]) is int])
        if (many := dialect.among(mine[0], numbers)) is not None:
            return many
    each = [
        sa.and_(*(dialect.equals(operand, value) for operand, value in zip(mine, key, strict=True)))
        for key in wanted
    ]
    return sa.or_(sa.false(), *each)


def _members(keys: KeySet, predicate: InKeys) -> list[Key]:
    found: Mapping[Key, None] = {
        key: None
        for key, day in keys.members
        if None not in key and dated_so(day, predicate.dated, predicate.date)
    }
    return list(found)
