"""What a map leans on and is no longer as it was when the source was last inspected."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.stale.view import Stale, named
from varsam.domain.said import Said, say
from varsam.domain.snapshot import ForeignKey, Table, TableColumn

_LOOK = "look whether the map still says what is true, then `varsam source inspect` to keep what is seen now"


def changed(stale: Stale) -> Iterator[Hit]:
    """What the map leans on has changed since the source was last inspected: a type, a key, a reference, or a
    name that may only be another one now.
    """
    if stale.before_on is None:
        return
    for name in dict.fromkeys(kind.table for kind in stale.view.map.kinds):
        before, now = stale.before.get(name), stale.view.snapshot.tables.get(name)
        if before is None:
            continue
        if now is None:
            yield from _table_renamed(stale, before)
            continue
        if before.primary_key != now.primary_key:
            message = say(
                "its key was {before} on {day} and is {now}",
                before=_listed(before.primary_key),
                day=stale.before_on.isoformat(),
                now=_listed(now.primary_key),
            )
            yield Hit(stale.at(name), message, _LOOK)
        yield from _columns(stale, before, now)
        yield from _references(stale, before, now)


def _columns(stale: Stale, before: Table, now: Table) -> Iterator[Hit]:
    assert stale.before_on is not None
    day = stale.before_on.isoformat()
    used = {column for table, column in named(stale.view) if table == now.name}
    for column in before.columns:
        if column.name not in used:
            continue
        seen = now.column(column.name)
        where = stale.at(now.name, column.name)
        if seen is None:
            came = [
                each for each in now.columns if before.column(each.name) is None and each.name not in used
            ]
            if like := _likest(column, came):
                message = say(
                    "it was there on {day}; {new} has come since and is of the same sort", day=day, new=like
                )
                yield Hit(where, message, "if it was renamed, write the new name in the map")
        elif (column.type, column.family) != (seen.type, seen.family):
            message = say("it was {before} on {day} and is {now}", before=column.type, day=day, now=seen.type)
            yield Hit(where, message, _LOOK)
        elif seen.nullable and not column.nullable:
            yield Hit(where, say("it may be NULL now, and might not on {day}", day=day), _LOOK)


def _references(stale: Stale, before: Table, now: Table) -> Iterator[Hit]:
    assert stale.before_on is not None
    used = {column for table, column in named(stale.view) if table == now.name}
    for key in before.foreign_keys:
        after = next((each for each in now.foreign_keys if each.columns == key.columns), None)
        if not used.intersection(key.columns) or any(now.column(each) is None for each in key.columns):
            continue
        if after is None or (after.table, after.target) != (key.table, key.target):
            message = say(
                "it referred to {before} on {day} and refers to {now}",
                before=_target(key),
                day=stale.before_on.isoformat(),
                now=_target(after),
            )
            yield Hit(stale.at(now.name, ", ".join(key.columns)), message, _LOOK)


def _table_renamed(stale: Stale, before: Table) -> Iterator[Hit]:
    """A new table with nearly all of the columns that have gone."""
    assert stale.before_on is not None
    wanted = {(each.name, each.family) for each in before.columns}
    for name, table in stale.view.snapshot.tables.items():
        shared = wanted & {(each.name, each.family) for each in table.columns}
        if name not in stale.before and len(shared) >= 0.8 * len(wanted):
            message = say(
                "it was there on {day}; {new} has come since and is of the same sort",
                day=stale.before_on.isoformat(),
                new=name,
            )
            yield Hit(stale.at(before.name), message, "if it was renamed, write the new name in the map")
            return


def _likest(column: TableColumn, came: list[TableColumn]) -> str:
    alike = [each for each in came if each.family == column.family]
    same = [each for each in alike if (each.type, each.nullable) == (column.type, column.nullable)]
    return (same or alike)[0].name if alike else ""


def _listed(columns: tuple[str, ...]) -> str | Said:
    return ", ".join(columns) if columns else say("nothing")


def _target(key: ForeignKey | None) -> str | Said:
    return say("nothing") if key is None else f"{key.table} ({', '.join(key.target)})"
