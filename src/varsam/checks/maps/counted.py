"""Checks that must look at rows: which of them belong to no kind of the map, and which to two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from varsam.domain.containers import NOT_READ
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import Always, Predicate, conjunction, not_true, some


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows to count; with some there is a finding at `where`."""

    table: str
    rows: Predicate
    where: str
    hint: str


def rows_of_no_kind(source_map: SourceMap) -> Iterator[Counted]:
    """Rows of a mapped table belong to no kind: nothing is said about them, so nothing is ever done with
    them.
    """
    for table, kinds in _tables(source_map).items():
        if any(isinstance(kind.where, Always) for kind in kinds) or table in source_map.ignored:
            continue
        rest = not_true(some(kind.where for kind in kinds))
        hint = "add a kind for them, or name the table under ignored with the reason"
        yield Counted(table, rest, f"{source_map.source}: {table}", hint)


def rows_of_two_kinds(source_map: SourceMap) -> Iterator[Counted]:
    """Rows of a table belong to two kinds of the map: two fates are planned for them."""
    for table, kinds in _tables(source_map).items():
        for one, other in combinations(kinds, 2):
            both = conjunction([one.where, other.where])
            place = f"{source_map.source}.{one.name}, {source_map.source}.{other.name}"
            yield Counted(table, both, place, "let their where: exclude each other")


def rows_for_no_purpose(source_map: SourceMap) -> Iterator[Counted]:
    """Rows hold a group whose purposes all apply to other rows: there is no ground for keeping it in them."""
    for kind in source_map.kinds:
        for group in kind.groups:
            if kind.inside is not None or not group.purposes or set(group.purposes) != set(group.only):
                continue
            rest = conjunction([kind.where, not_true(some(group.only.values()))])
            hint = "name the purpose that they are held for under for:, or correct only:"
            yield Counted(kind.table, rest, f"{source_map.source}.{kind.name}.groups.{group.name}", hint)


def container_unread(source_map: SourceMap) -> Iterator[Counted]:
    """A container can't be read as the map says: nothing in it is found, copied or erased."""
    for kind in source_map.kinds:
        if kind.inside is not None:
            hint = (
                "look at codec, encoding, fields and where of inside:; what is encrypted or unpacks to more "
                "than 256 MB can't be read, so let a person look at it"
            )
            yield Counted(kind.table, NOT_READ, f"{source_map.source}.{kind.name}", hint)


def _tables(source_map: SourceMap) -> dict[str, list[Kind]]:
    found: dict[str, list[Kind]] = {}
    for kind in source_map.kinds:
        if kind.inside is not None:  # places that are no rows are said by themselves
            continue
        found.setdefault(kind.table, []).append(kind)
    return found
