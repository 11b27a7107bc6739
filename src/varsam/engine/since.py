"""Rows of people with a fact whose own date lies on one side of that fact's day: read, and compared here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from varsam.domain.planner.people import SinceKeys, Target
from varsam.domain.predicate import Edge, InKeys, ValueAt, every, exists
from varsam.domain.retention import Missing
from varsam.engine.estate import Estate
from varsam.engine.identity import Located, keys_at
from varsam.sources.base import Key, KeySet, Query


def rows_since(
    estate: Estate, spec: SinceKeys, located: dict[str, Located], families: dict[Target, tuple[str, ...]]
) -> Iterator[Key]:
    """Give the keys of the rows; `located` says where the people of the specification were found.

    Where a row leads to several people at once, the day that lets most rows stay counts.
    """
    for number, (edges, target) in enumerate(spec.ways):
        days: dict[Key, date] = {}
        found = keys_at(estate, target, located, sure_only=spec.use == "goes")
        for person, day in spec.days.items():
            for key in found[person]:
                days[key] = _staying(days.get(key, day), day, spec)
        if days:
            name = f"{spec.name}:{number}"
            members = tuple((key, None) for key in days)
            estate.sources[spec.source].stage(KeySet(name, families[target], members))
            yield from _read(estate, spec, edges, target, name, days)


def _staying(one: date, other: date, spec: SinceKeys) -> date:
    return max(one, other) if spec.before else min(one, other)


def _read(
    estate: Estate, spec: SinceKeys, edges: tuple[Edge, ...], target: Target, name: str, days: dict[Key, date]
) -> Iterator[Key]:
    single = not any(edge.many for edge in edges)
    dated = spec.dated.reading()
    ends = tuple(ValueAt(edges, column) for column in target.columns) if single else ()
    values = (*(ValueAt((), column) for column in spec.key), *dated, *ends)
    where = every([spec.where, exists(edges, InKeys(target.columns, name))])
    any_day = max(days.values()) if spec.before else min(days.values())
    width, until = len(spec.key), len(spec.key) + len(dated)
    for row in estate.sources[spec.source].read(Query(spec.table, values, where)):
        state = spec.dated.state(row[width:until])
        day = days.get(row[until:], any_day) if single else any_day
        if not isinstance(state, Missing) and (state < day if spec.before else state > day):
            yield row[:width]
