"""One way from a row to a person: the edges to walk, where it is taken, and to how many it leads."""

from __future__ import annotations

from dataclasses import dataclass

from varsam.domain.ownership import OwnerLink
from varsam.domain.predicate import (
    ALWAYS,
    Always,
    Column,
    Edge,
    In,
    Predicate,
    Unset,
    every,
    exists,
    not_true,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a row to a person, taken where `guard` is true of the row (a fall-back's)."""

    link: OwnerLink
    guard: Predicate = ALWAYS

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The edges to walk; a person's key that means "nobody" is no reference."""
        if not self.link.unset or not self.link.edges or not self.link.person:
            return self.link.edges
        *before, last = self.link.edges
        nobody = [In(other.name, self.link.unset) for other, _ in last.on if isinstance(other, Column)]
        where = every([last.where, *(not_true(each) for each in nobody)])
        return (*before, Edge(last.table, last.on, where, last.many))

    def reach(self, where: Predicate) -> Predicate:
        """Say of a row that this way leads to something for which `where` is true."""
        return every([self.guard, exists(self.edges, where)])

    def taken(self, where: Predicate = ALWAYS) -> Predicate:
        """Say of a row that this way leads to somebody (for whom `where` is true): no unset identifier."""
        if not self.link.identifier:
            return self.reach(where)
        return self.reach(every([not_true(Unset(self.link.column, self.link.unset)), where]))

    def behind(self, edge: Edge) -> Way:
        """The same way as seen from a part whose parent is reached along the edge."""
        link = OwnerLink(
            (edge, *self.edges), self.link.person, self.link.identifier, self.link.column, self.link.unset
        )
        return Way(link, ALWAYS if isinstance(self.guard, Always) else exists((edge,), self.guard))

    @property
    def single(self) -> bool:
        """Whether at most one person is reached."""
        return not any(edge.many for edge in self.link.edges)
