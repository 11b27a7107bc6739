"""Rows of a policy that promise different times for the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from varsam.domain.register import Activity, Basis
from varsam.domain.retention import formal
from varsam.domain.said import say
from varsam.formats.policy.slugs import slug


def contradictions(activities: Sequence[Activity]) -> Iterator[tuple[str, str, str]]:
    """Each row with another time than an earlier one: what findings call it, what is wrong, what to do.

    Two rows are of the same thing where activity, purpose and controllers are the same. Times are compared
    for each basis that both have.
    """
    seen: dict[tuple[str, str, tuple[str, ...]], dict[Basis, str]] = {}
    for activity in activities:
        purpose = activity.published.purpose if activity.published else ""
        key = (slug(activity.title, 200), slug(purpose, 200), activity.controllers)
        times = {
            each.basis: formal(each.rule) if each.rule else each.needs_person or "–"
            for each in activity.purposes
        }
        earlier = seen.setdefault(key, {})
        differing = [basis for basis, time in times.items() if earlier.get(basis, time) != time]
        if differing:
            message = say(
                "an earlier row says {before} for {title}, and this one {now}",
                before=repr(earlier[differing[0]]),
                title=repr(activity.title[:80]),
                now=repr(times[differing[0]]),
            )
            yield f"activity {activity.id}", message, say("let one row say which time holds")
        for basis, time in times.items():
            earlier.setdefault(basis, time)
