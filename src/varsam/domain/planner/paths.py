"""Paths walked the other way: from the row at their end back to where they start."""

from __future__ import annotations

from varsam.domain.predicate import Edge, Predicate


def backwards(
    table: str, where: Predicate, edges: tuple[Edge, ...]
) -> tuple[str, Predicate, tuple[Edge, ...]]:
    """Give the table at the end of a path, the condition on its rows, and the path back to the start.

    `table` and `where` are the start's. Without edges the start is the end.
    """
    if not edges:
        return table, where, ()
    back: list[Edge] = []
    for index in range(len(edges) - 1, -1, -1):
        before_table = edges[index - 1].table if index else table
        before_where = edges[index - 1].where if index else where
        turned = tuple((here, there) for there, here in edges[index].on)
        back.append(Edge(before_table, turned, before_where))
    return edges[-1].table, edges[-1].where, tuple(back)
