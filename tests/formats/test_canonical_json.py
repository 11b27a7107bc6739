"""One spelling per value."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from varsam.formats.canonical_json import NotCanonical, canonical, fingerprint, parse

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not 2**53 <= abs(x) < 1e21)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_example_of_the_standard() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_units() -> None:
    assert list(json.loads(canonical({"\U0001f600": 1, "\ufb33": 2, "é": 3, "a": 4}))) == [
        "a",
        "é",
        "\U0001f600",
        "\ufb33",
    ]


@given(values)
def test_reading_gives_back_what_was_written(value: object) -> None:
    assert parse(canonical(value)) == value
    assert canonical(parse(canonical(value))) == canonical(value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=12,
    )
)
def test_the_quick_way_writes_what_the_library_writes(value: object) -> None:
    try:
        wanted = rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        with pytest.raises(NotCanonical):
            canonical(value)
        return
    assert canonical(value) == wanted


def test_every_character_is_written_as_the_library_writes_it() -> None:
    for start in range(0, 0x3000, 64):
        text = "".join(map(chr, range(start, start + 64)))
        assert canonical([text]) == rfc8785.dumps([text])


def test_read_only_shapes_are_read() -> None:
    assert canonical(MappingProxyType({"a": (1, 2)})) == b'{"a":[1,2]}'
    assert fingerprint({"b": 1, "a": 2}) == fingerprint({"a": 2, "b": 1})
    assert fingerprint({"a": 2}) != fingerprint({"a": 3})


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        -(2**53),
        float(2**53),
        float("nan"),
        float("inf"),
        {1: "a"},
        b"bytes",
        {"a": object()},
        "\ud800",
        {1, 2},
    ],
)
def test_what_has_no_exact_json_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"NaN",
        b"",
        b"[1",
        b'"\\u0041"',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_other_spellings_are_refused(text: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(text)
