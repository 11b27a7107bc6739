"""Rows by which a person stays known in a source when the identifiers that led there have gone.

A key alone may be given to another row later. So a row only counts with the day or time at which it came to
be: where that differs, the row is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from varsam.domain.ownership import Kind
from varsam.domain.predicate import All, Compare, In, Predicate, Value, ValueAt, every, some
from varsam.engine.estate import Estate
from varsam.formats.canonical_json import canonical, parse
from varsam.formats.predicate_json import NoPredicate, value_from_json, value_to_json
from varsam.sources.base import Key, Query

_AT_ONCE = 500
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One row of a person kind. `collected`: what its column of that name held, as the source stores it."""

    source: str
    kind: str
    key: Key = field(repr=False)
    collected: Value = field(repr=False)

    @property
    def place(self) -> Place:
        """The source and the kind."""
        return self.source, self.kind

    def text(self) -> str:
        """Write the row for sealing: one spelling each."""
        key = [value_to_json(part) for part in self.key]
        return canonical([self.source, self.kind, key, value_to_json(_same(self.collected))]).decode()

    @staticmethod
    def read(text: str) -> KnownRow:
        """Read what `text` wrote. NoPredicate: it is something else."""
        match parse(text.encode()):
            case [str(source), str(kind), list(key), collected]:
                values = tuple(value_from_json(part) for part in key)
                return KnownRow(source, kind, values, value_from_json(collected))
        raise NoPredicate("the text isn't a known row")


def standing(
    estate: Estate, rows: Mapping[str, Iterable[KnownRow]]
) -> tuple[dict[str, frozenset[KnownRow]], dict[str, frozenset[KnownRow]]]:
    """Sort rows of people into those that are still the same, and those whose key isn't there any more.

    A row that is there with another `collected` is in neither: it isn't theirs.
    """
    wanted = {person: frozenset(each) for person, each in rows.items()}
    there: dict[Place, dict[Key, Value]] = {}
    for (source, name), keys in _by_place(row for each in wanted.values() for row in each).items():
        kind = _kind(estate, source, name)
        if kind is not None:
            there[source, name] = dict(_collected(estate, source, kind, keys))

    def is_gone(row: KnownRow) -> bool:
        return row.place in there and row.key not in there[row.place]

    def is_same(row: KnownRow) -> bool:
        found = there.get(row.place, {}).get(row.key)
        return found is not None and _same(found) == _same(row.collected)

    return (
        {person: frozenset(filter(is_same, each)) for person, each in wanted.items()},
        {person: frozenset(filter(is_gone, each)) for person, each in wanted.items()},
    )


def known_rows(
    estate: Estate, found: Mapping[str, Mapping[Place, set[Key]]]
) -> Iterator[tuple[str, KnownRow]]:
    """Give (person, row) for the rows at which people were surely found, where the map says `collected:`."""
    owners: dict[Place, dict[Key, list[str]]] = {}
    for person, places in found.items():
        for place, keys in places.items():
            for key in keys:
                owners.setdefault(place, {}).setdefault(key, []).append(person)
    for (source, name), people in owners.items():
        kind = _kind(estate, source, name)
        if kind is None:
            continue
        for key, collected in _collected(estate, source, kind, people):
            if collected is not None and len(people[key]) == 1:
                yield people[key][0], KnownRow(source, name, key, collected)


def _by_place(rows: Iterable[KnownRow]) -> dict[Place, set[Key]]:
    found: dict[Place, set[Key]] = {}
    for row in rows:
        found.setdefault(row.place, set()).add(row.key)
    return found


def _kind(estate: Estate, source: str, name: str) -> Kind | None:
    """The kind, if the maps still have it and say when its rows came to be."""
    mapped = estate.maps.get(source)
    found = next((each for each in mapped.kinds if each.name == name), None) if mapped is not None else None
    return found if found is not None and found.collected is not None else None


def _collected(estate: Estate, source: str, kind: Kind, keys: Iterable[Key]) -> Iterator[tuple[Key, Value]]:
    """Read when rows came to be; None where that isn't set."""
    event = kind.collected
    if event is None:
        return
    wanted = [key for key in keys if len(key) == len(kind.key)]
    values = (*(ValueAt((), column) for column in kind.key), ValueAt(event.edges, event.column))
    for start in range(0, len(wanted), _AT_ONCE):
        where = every([kind.where, _among(kind.key, wanted[start : start + _AT_ONCE])])
        for *key, collected in estate.sources[source].read(Query(kind.table, values, where)):
            yield tuple(key), None if collected in event.unset else collected


def _among(columns: tuple[str, ...], keys: list[Key]) -> Predicate:
    if len(columns) == 1:
        return In(columns[0], tuple(key[0] for key in keys))
    return some(
        All(tuple(Compare(column, "=", part) for column, part in zip(columns, key, strict=True)))
        for key in keys
    )


def _same(value: Value) -> Value:
    """One spelling of an instant, whatever zone the session shows it in."""
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else value
