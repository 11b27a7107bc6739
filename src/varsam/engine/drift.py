"""Whether a step still selects what was approved, told without holding its keys."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from varsam.domain.keys import IntegerKeys, NumberSet
from varsam.domain.plan import DeleteRows, OverwriteColumns
from varsam.engine.estate import Estate
from varsam.engine.selecting import owned_keys
from varsam.sources.base import Key, Run, SortsKeys


def unselected(
    estate: Estate,
    step: DeleteRows | OverwriteColumns,
    approved: Iterable[tuple[int, Sequence[Key]]],
    done: frozenset[int],
) -> NumberSet | None:
    """The approved keys of batches that aren't done and that the step doesn't select any more.

    None says nothing: rows were selected that weren't approved, keys aren't whole numbers, or the batches
    were cut in another order. What is done, or went away, is skipped as the two streams are compared.
    """
    source, asked = estate.sources[step.on.source], owned_keys(step)
    if asked is None or not isinstance(source, SortsKeys):
        return None
    with source.sorted_keys([asked]) as runs:
        if runs is None:
            return None
        try:
            missing = _missing(runs[0], approved, done)
        except ValueError:
            return None
    return None if missing is None else NumberSet(missing)


def _missing(
    run: Run, approved: Iterable[tuple[int, Sequence[Key]]], done: frozenset[int]
) -> array[int] | None:
    """Walk through both in one order; None when the selected keys aren't among the approved ones so."""
    waiting, at = array("q"), 0
    missing = array("q")
    for number, keys in approved:
        if not isinstance(keys, IntegerKeys):
            return None
        waiting, at = waiting[at:], 0
        while len(waiting) < len(keys) and (found := next(run, None)) is not None:
            waiting.extend(found[1])
        if waiting[: len(keys)] == keys.numbers:
            at = len(keys)
            continue
        for key in keys.numbers:
            if at < len(waiting) and waiting[at] == key:
                at += 1
            elif number not in done:
                missing.append(key)
    return None if at < len(waiting) or next(run, None) is not None else missing
