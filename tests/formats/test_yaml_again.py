"""A file read again after an edit is what it is when read whole, with the same places and the same faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.errors import RegisterErrors
from varsam.formats.register_yaml import parse, places
from varsam.formats.register_yaml.again import Kept
from varsam.formats.yaml_again import Again
from varsam.formats.yaml_positions import Node, load

TEXT = """\
# what the company promises
register: Test

entities:   # one
  test: {name: Test AB}
activities:
  # the first
  one:
    title: Ett
    role: controller
    controllers: [test]
    purposes:
      p: {title: P, basis: contract, rule: contract.end + 1 year}

  two:
    title: |
      Två

      rader
    role: controller
    controllers: [test]
  three: {title: "Tre
    ord", role: controller, controllers: [test]}
statements:
  - {id: a, text: En mening.}
"""
LINES = st.sampled_from(
    [
        "", "#", "  four: {title: Fyra, role: controller, controllers: [test]}", "    title: Ny", "  two:",
        "four:", '  x: "', "      mer", "- a", "  ", "\tx: 1", "  &a x: *a", "activities:",
        "    q: |+",
        "  - b", "---", "   o: 1",
    ]
)  # fmt: skip


def tree(node: Node) -> object:
    """A node with all that is below it, as plain values."""
    return (
        str(node.position), node.text_column, node.kind, node.raw, node.resolved,
        [tree(each) for each in node.items],
        [(tree(key), tree(value)) for key, value in node.entries],
    )  # fmt: skip


def read(text: str, again: Again | None = None) -> object:
    try:
        return tree(load(text, "r.yaml") if again is None else again.load(text, "r.yaml"))
    except RegisterErrors as wrong:
        return [str(each) for each in wrong.errors]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.lists(LINES, max_size=2)), max_size=4))
def test_after_any_edits_it_reads_as_the_whole_does(edits: list[tuple[int, int, list[str]]]) -> None:
    again = Again("activities")
    text = TEXT
    assert read(text, again) == read(text)
    for at, dropped, added in edits:
        lines = text.split("\n")
        lines[at : at + dropped] = added
        text = "\n".join(lines)
        assert read(text, again) == read(text)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("style", ["|", "|+", ">", "|-"])
def test_texts_over_several_lines_keep_their_ends(style: str, end: str) -> None:
    text = f"activities:\n  one:\n    a: {style}\n      x\n\n  two:\n    b: {style}\n      y{end}"
    assert read(text, Again("activities")) == read(text)


def test_what_is_unchanged_is_not_read_anew() -> None:
    again = Again("activities")
    before = dict(again.load(TEXT, "r.yaml").entries[2][1].entries)
    after = dict(
        again.load(TEXT.replace("Ett", "Ett\n    unpublished: true"), "r.yaml").entries[2][1].entries
    )
    same = [key.raw for key in after if any(key is each for each in before)]
    assert same == ["two", "three"]
    assert {key.raw: key.line for key in after} == {"one": 8, "two": 16, "three": 23}


def test_a_register_read_again_is_the_register_and_its_faults_are_where_they_stand() -> None:
    kept = Kept()
    example = Path(__file__).parents[2] / "examples" / "softmore"
    register = next(
        (path for path in (*example.rglob("register.yaml"), *Path(load_home()).rglob("register.yaml"))), None
    )
    assert register is not None
    text = register.read_text(encoding="utf-8")
    for each in (text, text.replace("title:", "title:  ", 1), "# one line more\n" + text, text):
        assert kept.read(each, "register.yaml") == (parse(each), places(each))
    wrong = text.replace("role: controller", "role: boss")
    with pytest.raises(RegisterErrors) as again:
        kept.read(wrong, "register.yaml")
    with pytest.raises(RegisterErrors) as whole:
        parse(wrong)
    assert [str(each) for each in again.value.errors] == [str(each) for each in whole.value.errors]
    assert kept.read(text, "register.yaml")[0] == parse(text)


def load_home() -> str:
    """Where the example company's files are."""
    import varsam.services.example as example

    return str(Path(example.__file__).parent)
