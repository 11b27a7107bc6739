"""Whether a step still selects what was approved, told without holding its keys."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from varsam.domain.keys import IntegerKeys
from varsam.domain.plan import DeleteRows, OverwriteColumns
from varsam.engine.estate import Estate
from varsam.engine.selecting import owned_keys
from varsam.sources.base import CountsKeys, Key, OwnedKeys, Run, SortsKeys


def selects_exactly(
    estate: Estate, step: DeleteRows | OverwriteColumns, approved: Iterable[Sequence[Key]]
) -> bool:
    """Answer whether the step selects exactly the approved keys.

    False says nothing: keys that aren't whole numbers, or batches that were cut in another order.
    """
    source, asked = estate.sources[step.on.source], owned_keys(step)
    if asked is None or not isinstance(source, SortsKeys):
        return False
    if isinstance(source, CountsKeys) and step.on.rows <= _COUNTED:
        counted = _counted(source, asked, approved)
        if counted is not None:
            return counted
    with source.sorted_keys([asked]) as runs:
        if runs is None:
            return False
        try:
            return _same(runs[0], approved)
        except ValueError:
            return False


_COUNTED = 250_000


def _counted(source: CountsKeys, asked: OwnedKeys, approved: Iterable[Sequence[Key]]) -> bool | None:
    """By counting: as many rows are selected as were approved, and as many of those are among them.

    Exact, unlike a digest: keys are unique, so the two sets are the same. None: it can't be told so.
    """
    numbers = array("q")
    for keys in approved:
        if not isinstance(keys, IntegerKeys):
            return None
        numbers.extend(keys.numbers)
    found = source.count_among(asked, IntegerKeys(numbers))
    return None if found is None else found == (len(numbers), len(numbers))


def _same(run: Run, approved: Iterable[Sequence[Key]]) -> bool:
    waiting = array("q")
    for keys in approved:
        if not isinstance(keys, IntegerKeys):
            return False
        while len(waiting) < len(keys):
            found = next(run, None)
            if found is None:
                return False
            waiting.extend(found[1])
        if waiting[: len(keys)] != keys.numbers:
            return False
        del waiting[: len(keys)]
    return not waiting and next(run, None) is None
