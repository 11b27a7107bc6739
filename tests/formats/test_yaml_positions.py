"""YAML is read strictly, bounded, and every error points at its place."""

from __future__ import annotations

import datetime as dt
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.errors import Position, RegisterError, RegisterErrors
from varsam.formats import yaml_positions
from varsam.formats.yaml_positions import Node, load


def refused(text: str) -> RegisterErrors:
    with pytest.raises(RegisterErrors) as caught:
        load(text, "home.yaml")
    return caught.value


def value(text: str) -> Node:
    """The node of the only key's value."""
    return load(f"key: {text}", "home.yaml").entries[0][1]


def as_python(node: Node) -> object:
    match node.kind:
        case "mapping":
            return {key.raw: as_python(inner) for key, inner in node.entries}
        case "sequence":
            return [as_python(item) for item in node.items]
        case _:
            return node.constant()


def test_every_value_knows_its_line_and_column() -> None:
    root = load("# comment\nfirst: one\nlist:\n  - a\n  - {deep: b}\n", "home.yaml")
    fields = root.mapping(optional=("first", "list"))
    assert fields["first"].position == Position("home.yaml", 2, 8)
    last = fields["list"].sequence()[1].mapping(optional=None)["deep"]
    assert (last.text(), str(last.position)) == ("b", "home.yaml:5:12")


@pytest.mark.parametrize(
    ("text", "column"), [("plain text", 6 + 3), ('"in quotes"', 7 + 3), ('"with \\u00e5 escape"', 6)]
)
def test_a_character_of_a_text_has_a_column_where_the_text_stands_as_written(text: str, column: int) -> None:
    assert value(text).position_in(3).column == column


@pytest.mark.parametrize(
    "word", ["NO", "yes", "off", "On", "1:30", "017", "12", "1.5", "2026-01-01", "=", "0x1F"]
)
def test_what_yaml_reads_as_something_else_is_no_text_until_it_is_quoted(word: str) -> None:
    with pytest.raises(RegisterError, match="text is wanted") as caught:
        value(word).text()
    assert caught.value.hint == f'quote it: "{word}"'
    assert value(f'"{word}"').text() == word


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "True", "1", '"true"'])
def test_a_boolean_is_written_true_or_false(word: str) -> None:
    with pytest.raises(RegisterError, match="true or false"):
        value(word).boolean()
    assert value("true").boolean() is True
    assert value("false").boolean() is False


def test_constants_keep_their_kinds_and_what_is_ambiguous_is_refused() -> None:
    read = [value(each).constant() for each in ("0", '""', "false", "~", "2026-02-28", "1.50", "-7", "x")]
    assert read == [0, "", False, None, dt.date(2026, 2, 28), 1.5, -7, "x"]
    for word in ("yes", "017", "1:30", "1e3x: y", "0b1", "1_000", "2026-01-01T00:00:00Z", ".inf"):
        with pytest.raises(RegisterError):
            value(word).constant()


def test_a_date_that_no_calendar_has_is_an_error_and_not_a_crash() -> None:
    assert value("2026-02-28").date() == dt.date(2026, 2, 28)
    for wrong in ("2026-02-30", "2026-2-3", "soon", "0000-00-00"):
        with pytest.raises(RegisterError):
            value(wrong).date()


def test_whole_numbers_have_bounds() -> None:
    assert value("12").integer(1, 12) == 12
    for wrong in ("13", "0", "1.0", "012", "9" * 5000):
        with pytest.raises(RegisterError):
            value(wrong).integer(1, 12)


def test_duplicate_keys_are_refused_even_when_one_is_quoted_and_all_are_reported() -> None:
    error = refused('a: 1\n"a": 2\nb:\n  c: 1\n  c: 2\n')
    assert [str(each.where) for each in error.errors] == ["home.yaml:2:1", "home.yaml:5:3"]
    assert "line 1" in error.errors[0].hint
    # The control: PyYAML alone would have taken the last one without a word.
    assert yaml.safe_load("a: 1\na: 2\n") == {"a": 2}


def test_keys_are_taken_as_they_are_written() -> None:
    assert [key.raw for key, _ in load("on: 1\nNO: 2\n017: 3\n", "x").entries] == ["on", "NO", "017"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [1,\nb: {", "home.yaml:3:1"),
        ("a: b: c", "home.yaml:1:5"),
        ("a: *gone", "home.yaml:1:4"),
        ("a: &self [*self]", "home.yaml:1:11"),
        ("a: 1\n---\nb: 2", "home.yaml:2:1"),
        ("a: !!python/object:x {}", "home.yaml:1:4"),
        ("a: !secret x", "home.yaml:1:4"),
        ("a: &x {b: 1}\nc: {<<: *x}", "home.yaml:2:5"),
        ("? [a, b]\n: c", "home.yaml:1:3"),
        ("a: 1\nb: \x01", "home.yaml:2"),
        ("a: 1\nb: \ud800", "home.yaml:2"),
        ("\tkey: 1", "home.yaml:1:1"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_at_its_place(text: str, place: str) -> None:
    assert str(refused(text).where) == place


def test_unknown_and_missing_keys_come_together_with_the_closest_valid_one() -> None:
    root = load("titel: x\ncolour: y\n", "home.yaml")
    with pytest.raises(RegisterErrors) as caught:
        root.mapping(required=("title", "role"), optional=("law",), what="an activity")
    found = [(each.message, str(each.where)) for each in caught.value.errors]
    assert found == [
        ("an activity has no key 'titel'", "home.yaml:1:1"),
        ("an activity needs 'title'", "home.yaml:1:1"),
        ("an activity needs 'role'", "home.yaml:1:1"),
        ("an activity has no key 'colour'", "home.yaml:2:1"),
    ]
    assert caught.value.errors[0].hint == "did you mean 'title'? valid: title, role, law"


def test_a_key_left_empty_counts_as_not_given() -> None:
    fields = load("a:\nb: ~\nc: ''\n", "x").mapping(optional=("a", "b", "c"))
    assert (fields.text("a", "none"), "b" in fields, fields.text("c", "none")) == ("none", False, "")


def test_aliases_are_followed() -> None:
    root = load("a: &x [1, 2]\nb: *x\n", "x")
    assert as_python(root) == {"a": [1, 2], "b": [1, 2]}


def test_aliases_that_unfold_without_end_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    began = time.perf_counter()
    assert "too many values" in refused("\n".join(lines)).message
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "text", ["[" * 300_000, "{a: " * 300_000, "- " * 300_000, "\n".join(" " * n + "a:" for n in range(500))]
)
def test_deep_nesting_is_refused_and_doesnt_crash(text: str) -> None:
    began = time.perf_counter()
    assert "nested too deeply" in refused(text).message
    assert time.perf_counter() - began < 5


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "too large" in refused("a" * (yaml_positions.MAX_CHARACTERS + 1)).message


def test_an_empty_file_is_nothing_and_says_so_when_more_is_wanted() -> None:
    node = load("# only a comment\n", "home.yaml")
    assert node.is_null
    with pytest.raises(RegisterError, match="not nothing"):
        node.mapping(required=("a",))


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert load("\ufeffa: 1", "x").entries[0][0].raw == "a"


# Control characters are left out: PyYAML writes some of them (U+0085) as a line break and so changes them.
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_what_a_yaml_writer_writes_is_read_back(plain: object) -> None:
    assert as_python(load(yaml.safe_dump(plain, allow_unicode=True), "x")) == plain


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab:-#[]{}&*!|>'\"%@`, \n\t\r~?\\0", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = load(text, "x")
    except RegisterErrors as error:
        node = None
        where = error.where
    assert isinstance(node, Node) or isinstance(where, Position)


def test_a_run_of_digits_is_never_repeated_in_a_message() -> None:
    short = str(refused_constant("012"))
    assert "012 can be read in two ways" in short, "control: what is no number of somebody's is shown"
    long = str(refused_constant("0701740605"))
    assert "two ways" in long
    assert "0701740605" not in long


def refused_constant(raw: str) -> RegisterError:
    """The error of a constant that can't be read for sure."""
    node = load(f"a: {raw}", "f.yaml").mapping((), ("a",), "it")["a"]
    with pytest.raises(RegisterError) as caught:
        node.constant()
    return caught.value
