"""Conditions of a map (`where:`, `only:`, `ask:`, `while:`) as predicates.

A mapping of columns or paths to what they must be, all of which must hold; a list of mappings is met when one
of them is. `not` is the exact complement: a row whose column is NULL isn't lost from both halves.
"""

from __future__ import annotations

from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Comparison,
    Predicate,
    Value,
    conjunction,
    exists,
    not_true,
    some,
)
from varsam.formats.source_map import paths, words
from varsam.formats.source_map.graph import Graph, Walk, compares, equals, is_unset
from varsam.formats.source_map.personal import refuse_key
from varsam.formats.yaml_node import Faults, Node

_ORDERS: dict[str, Comparison] = {"less": "<", "at_most": "<=", "more": ">", "at_least": ">="}


def read(graph: Graph, kind: str, node: Node) -> Predicate:
    """Read conditions on a row of the kind. RegisterErrors names every place that can't be read."""
    if node.kind == "sequence":
        if not node.items:
            raise node.error("this list of conditions is empty", "drop the key, or name a condition")
        faults = Faults()
        parts: list[Predicate] = []
        for item in node.items:
            with faults.catch():
                parts.append(read(graph, kind, item))
        faults.stop()
        return some(parts)
    if node.kind == "scalar" and node.resolved == "bool":
        return ALWAYS if node.boolean() else NEVER
    return _all_of(graph, kind, node)


def _all_of(graph: Graph, kind: str, node: Node) -> Predicate:
    pairs = node.mapping(optional=None, what="a condition").pairs()
    if not pairs:
        raise node.error("this condition is empty", "name a column: 'status: active'")
    faults = Faults()
    parts: list[Predicate] = []
    for key, value in pairs:
        with faults.catch():
            if key.raw == "any":
                parts.append(_some_row(graph, kind, value))
            elif key.raw == "none":
                parts.append(not_true(_some_row(graph, kind, value)))
            else:
                walk, column = graph.column(kind, paths.read(key))
                parts.append(_test(walk, column, value))
    faults.stop()
    return conjunction(parts)


def _some_row(graph: Graph, kind: str, node: Node) -> Predicate:
    items = node.items if node.kind == "sequence" else (node,)
    if not items:
        raise node.error("this list of paths is empty", "name a path, such as 'invoice[state = draft]'")
    faults = Faults()
    found: list[Predicate] = []
    for item in items:
        with faults.catch():
            found.append(exists(graph.rows(kind, paths.read(item)).edges, ALWAYS))
    faults.stop()
    return some(found)


def _test(walk: Walk, column: str, node: Node) -> Predicate:
    if node.kind != "mapping":
        return equals(walk, column, _values(node))
    fields = node.mapping(optional=words.TESTS, what="a comparison")
    parts: list[Predicate] = []
    for key, value in fields.pairs():
        if key.raw == "not":
            if value.is_null:
                parts.append(not_true(is_unset(walk, column)))
            else:
                parts.append(not_true(equals(walk, column, _values(value))))
        else:
            parts.append(compares(walk, column, _ORDERS[key.raw], _bound(value)))
    if not parts:
        raise node.error("this comparison is empty", f"one of: {', '.join(words.TESTS)}")
    return conjunction(parts)


def _bound(node: Node) -> Value:
    value = node.constant()
    if value is None or isinstance(value, bool):
        raise node.error("only numbers, texts and dates come before or after another", "name one of those")
    refuse_key(value, node)
    return value


def _values(node: Node) -> tuple[Value, ...]:
    items = node.items if node.kind == "sequence" else (node,)
    if not items:
        raise node.error("this list of values is empty", "no row would fit; name a value")
    found: list[Value] = []
    for item in items:
        value = item.constant()
        refuse_key(value, item)
        found.append(value)
    return tuple(found)
