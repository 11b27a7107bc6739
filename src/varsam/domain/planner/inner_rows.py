"""Rows inside containers and the containers' own fate: what takes rows along, and what must not."""

from __future__ import annotations

from collections.abc import Iterable

from varsam.domain.containers import NOT_READ, NOT_REWRITABLE
from varsam.domain.ownership import Kind, Method
from varsam.domain.planner.contained import down_to, inner_kinds, is_dropped
from varsam.domain.planner.removal import Removal
from varsam.domain.predicate import NEVER, Predicate, every, exists, not_true, some


def kept_inside(removal: Removal, kind: Kind, columns: Iterable[str]) -> Predicate:
    """Where overwriting these columns of a container would take rows along that stay."""
    return some(
        exists((down_to(inner),), not_true(removal.goes(inner)))
        for inner in inner_kinds(removal.source, kind, columns)
        if inner.groups and not is_dropped(inner)
    )


def swallowed(removal: Removal, inner: Kind) -> Predicate:
    """Where a row needs no step of its own, since this plan removes its container or overwrites the cell."""
    if inner.inside is None:
        return NEVER
    container = removal.source.kind(inner.inside.kind)
    edge = inner.inside.to_container(container.where)
    return exists((edge,), _vanishes(removal, container, inner.inside.column))


def unread(kind: Kind) -> Predicate:
    """The places that stand for containers that can't be read; nothing is known of what they hold."""
    return NOT_READ if kind.inside is not None else NEVER


def unwritable(kind: Kind) -> Predicate:
    """Where the row's container can't be rewritten, so that a person must."""
    return NOT_REWRITABLE if kind.inside is not None else NEVER


def _vanishes(removal: Removal, kind: Kind, column: str) -> Predicate:
    if kind.disposal.method is Method.NEVER:
        return NEVER
    found = [removal.removed(kind)]
    settled = every([not_true(removal.ask(kind)), not_true(kept_inside(removal, kind, (column,)))])
    if column in kind.disposal.values:
        found.append(every([removal.goes(kind), settled]))
    if column in (kind.disposal.when_referred or {}):
        found.append(every([removal.goes(kind), removal.blocked(kind), settled]))
    for group in kind.groups:
        if column in group.columns:
            within = [kind.where, removal.scope(kind, group), removal.fates.group_goes(kind, group)]
            found.append(every([*within, settled]))
    return some(found)
