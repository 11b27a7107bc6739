"""Predicates survive being stored, and nothing else is taken for one."""

from __future__ import annotations

import datetime as dt
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    In,
    InKeys,
    NotTrue,
    Predicate,
    Unset,
    Value,
    ValueAt,
)
from varsam.formats import canonical_json
from varsam.formats.canonical_json import Json
from varsam.formats.predicate_json import (
    NoPredicate,
    edge_from_json,
    edge_to_json,
    from_json,
    to_json,
    value_at_from_json,
    value_at_to_json,
    value_from_json,
    value_to_json,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXTS,
    st.binary(max_size=8),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=2))])),
)
LISTS = st.lists(VALUES, max_size=3).map(tuple)
BUILT = st.lists(st.one_of(TEXTS, TEXTS.map(Column)), max_size=3).map(tuple).map(Built)
EXPRESSIONS = st.one_of(TEXTS.map(Column), BUILT)
OPS = st.sampled_from(["=", "<", "<=", ">", ">="])
LEAVES = st.one_of(
    st.sampled_from([ALWAYS, NEVER]),
    st.builds(Compare, TEXTS, OPS, VALUES),
    st.builds(In, TEXTS, LISTS),
    st.builds(Unset, TEXTS, LISTS),
    st.builds(Differs, TEXTS, st.one_of(VALUES, BUILT)),
    st.builds(
        InKeys,
        st.lists(TEXTS, max_size=2).map(tuple),
        TEXTS,
        st.sampled_from([None, "open", "after", "kept", "by"]),
        st.one_of(st.none(), st.dates()),
    ),
)


def _edges(inner: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Edge]:
    pairs = st.lists(st.tuples(EXPRESSIONS, EXPRESSIONS), max_size=2).map(tuple)
    return st.builds(Edge, TEXTS, pairs, inner, st.booleans())


def _grow(inner: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        several.map(All), several.map(AnyOf), inner.map(NotTrue), st.builds(Exists, _edges(inner), inner)
    )


PREDICATES: st.SearchStrategy[Predicate] = st.recursive(LEAVES, _grow, max_leaves=8)
PLACES = st.builds(
    ValueAt,
    st.lists(_edges(LEAVES), max_size=2).map(tuple),
    TEXTS,
    st.sampled_from(["one", "max", "min"]),
    LISTS,
    TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
)


@given(PREDICATES)
@settings(max_examples=80)
def test_a_predicate_comes_back_from_canonical_json(predicate: Predicate) -> None:
    stored = canonical_json.canonical(to_json(predicate))
    assert from_json(canonical_json.parse(stored)) == predicate


@given(VALUES)
def test_a_constant_keeps_its_type(value: Value) -> None:
    back = value_from_json(canonical_json.parse(canonical_json.canonical(value_to_json(value))))
    assert (back, type(back)) == (value, type(value))


@given(PLACES, _edges(LEAVES))
@settings(max_examples=40)
def test_edges_and_places_come_back(place: ValueAt, edge: Edge) -> None:
    assert value_at_from_json(value_at_to_json(place)) == place
    assert edge_from_json(edge_to_json(edge)) == edge


@pytest.mark.parametrize(
    "json",
    [
        None,
        [],
        {},
        {"is": "sometimes"},
        {"is": "compare", "column": "a", "op": "like", "value": 1},
        {"is": "compare", "column": "a", "op": "="},
        {"is": "compare", "column": 3, "op": "=", "value": 1},
        {"is": "in", "column": "a", "values": "abc"},
        {"is": "in", "column": "a", "values": [{"date": "2026-02-30"}]},
        {"is": "in", "column": "a", "values": [{"date": "2026-02-03", "more": 1}]},
        {"is": "in", "column": "a", "values": [{"bytes": "?"}]},
        {
            "is": "exists",
            "edge": {"table": "t", "on": [], "where": {"is": "always"}},
            "where": {"is": "always"},
        },
        {"is": "in_keys", "columns": ["a"], "keys": "k", "dated": "soon", "date": None},
        {"is": "in_keys", "columns": ["a"], "keys": "k", "dated": None, "date": "2026-01-01"},
    ],
)
def test_what_is_no_predicate_is_refused(json: object) -> None:
    with pytest.raises(NoPredicate):
        from_json(cast("Json", json))
