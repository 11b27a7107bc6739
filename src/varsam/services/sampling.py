"""A few keys of a stored plan, for a person who wants to look at some rows before approving."""

from __future__ import annotations

from varsam.sources.base import Key
from varsam.store import key_sets

MOST = 3


def sample(plan_id: str) -> dict[str, tuple[Key, ...]]:
    """The first few keys of each step of a plan; never contents of rows.

    Keys can point at people: show them to whoever may approve, never write them to a log.
    """
    found: dict[str, tuple[Key, ...]] = {}
    for step, number, _ in key_sets.plan_key_batches(plan_id):
        known = found.get(step, ())
        if len(known) < MOST:
            more = key_sets.load_plan_keys(plan_id, step, number)
            found[step] = (*known, *more)[:MOST]
    return found
