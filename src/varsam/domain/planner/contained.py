"""Which kinds lie inside the rows of another, and the way from a container down to them."""

from __future__ import annotations

from collections.abc import Iterable

from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import Edge


def inner_kinds(source: SourceMap, kind: Kind, columns: Iterable[str] | None = None) -> tuple[Kind, ...]:
    """The kinds whose rows lie inside rows of a kind; with `columns`, only inside those."""
    wanted = None if columns is None else set(columns)
    return tuple(
        each
        for each in source.kinds
        if each.inside is not None
        and each.inside.kind == kind.name
        and (wanted is None or each.inside.column in wanted)
    )


def is_dropped(kind: Kind) -> bool:
    """Whether the kind's rows go with their whole container only (`disposal: drop container`)."""
    return kind.inside is not None and kind.inside.drop


def down_to(inner: Kind) -> Edge:
    """The edge from a container down to the rows inside it that are of the kind."""
    assert inner.inside is not None
    turned = tuple((here, own) for own, here in inner.inside.up)
    return Edge(inner.table, turned, inner.where, many=True)
