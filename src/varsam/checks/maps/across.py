"""Checks over all maps of a home together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from varsam.checks.base import Hit
from varsam.checks.maps.view import closest
from varsam.domain.ownership import EventFrom, SourceMap
from varsam.domain.register import Register, Role
from varsam.domain.said import say


def purpose_without_data(maps: Sequence[SourceMap], register: Register) -> Iterator[Hit]:
    """A purpose of the register has no data in any map: something isn't mapped, or nothing is held for it."""
    held = {
        purpose
        for each in maps
        for purposes in (
            *(group.purposes for kind in each.kinds for group in kind.groups),
            *(kind.purposes for kind in each.manual),
        )
        for purpose in purposes
    }
    for activity in register.activities:
        for purpose in activity.purposes if activity.role is Role.CONTROLLER else ():
            if purpose.id not in held:
                yield Hit(
                    f"purpose {purpose.id}",
                    "no map holds data for this purpose",
                    "map the system where it lies (connector: manual, if it is paper), or drop the purpose",
                )


def event_from_nowhere(maps: Sequence[SourceMap], register: Register) -> Iterator[Hit]:
    """An event is said to come from another source, and that source isn't mapped or doesn't give it."""
    given = {
        each.source: {
            name
            for kind in each.kinds
            for name, event in kind.events.items()
            if not isinstance(event, EventFrom)
        }
        for each in maps
    }
    for each in maps:
        for kind in each.kinds:
            events = [*kind.events.items(), *(pair for group in kind.groups for pair in group.events.items())]
            for name, event in events:
                if not isinstance(event, EventFrom) or name in given.get(event.source, ()):
                    continue
                if event.source in given:
                    message = say(
                        "{name} should come from {source}, which doesn't map it",
                        name=name,
                        source=event.source,
                    )
                    hint = closest(name, tuple(given[event.source]))
                else:
                    message = say(
                        "{name} should come from {source}, which isn't a source of this home",
                        name=name,
                        source=event.source,
                    )
                    hint = closest(event.source, tuple(given))
                yield Hit(f"{each.source}.{kind.name}.{name}", message, hint)
