"""Whether a step still selects what was approved, told without holding its keys."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from varsam.domain.keys import IntegerKeys, NumberSet
from varsam.domain.plan import DeleteRows, OverwriteColumns
from varsam.engine.estate import Estate
from varsam.engine.selecting import owned_keys
from varsam.sources.base import CountsKeys, Key, OwnedKeys, Run, SortsKeys


def unselected(
    estate: Estate,
    step: DeleteRows | OverwriteColumns,
    approved: Callable[[], Iterable[tuple[int, Sequence[Key]]]],
    done: frozenset[int],
) -> NumberSet | None:
    """The approved keys of batches that aren't done and that the step doesn't select any more.

    None says nothing: rows were selected that weren't approved, keys aren't whole numbers, or the batches
    were cut in another order. What is done, or went away, is skipped as the two streams are compared.
    """
    source, asked = estate.sources[step.on.source], owned_keys(step)
    if asked is None or not isinstance(source, SortsKeys):
        return None
    if (
        not done
        and step.on.rows <= _COUNTED
        and isinstance(source, CountsKeys)
        and _counted(source, asked, (keys for _, keys in approved()))
    ):
        return NumberSet()
    with source.sorted_keys([asked]) as runs:
        if runs is None:
            return None
        try:
            missing = _missing(runs[0], approved(), done)
        except ValueError:
            return None
    return None if missing is None else NumberSet(missing)


_COUNTED = 250_000


def _counted(source: CountsKeys, asked: OwnedKeys, approved: Iterable[Sequence[Key]]) -> bool:
    """By counting: as many rows are selected as were approved, and as many of those are among them.

    Exact, unlike a digest: keys are unique, so the two sets are the same. False says nothing.
    """
    numbers = array("q")
    for keys in approved:
        if not isinstance(keys, IntegerKeys):
            return False
        numbers.extend(keys.numbers)
    found = source.count_among(asked, IntegerKeys(numbers))
    return found == (len(numbers), len(numbers))


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
