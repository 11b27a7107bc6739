"""The files beside a register: read, every fault at its place, described for editors, added to by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.arrangement import Duty, Right
from varsam.domain.errors import RegisterError, RegisterErrors
from varsam.formats import arrangement_yaml, assessments_yaml, customers_yaml, inserting, register_yaml
from varsam.formats.essence import essence
from varsam.formats.texts import LANGUAGES
from varsam.formats.yaml_positions import load

EXAMPLE = Path(__file__).parents[2] / "src" / "varsam" / "services" / "example" / "home"
FILES = {each.FILE: each for each in (assessments_yaml, arrangement_yaml, customers_yaml)}


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_empty_file_is_there_and_holds_nothing(name: str) -> None:
    found = FILES[name].parse("")
    assert found.present
    assert found == FILES[name].parse("# only a comment\n")


FAULTS = [
    ("customers.yaml", "customers:\n  b: {name: X, nme: X}\n", "2:16", "did you mean 'name'?"),
    ("customers.yaml", "customers:\n  B: {name: X}\n", "2:3", "small letters"),
    ("customers.yaml", "customers:\n  b: {name: X, ended_on: 2026-13-01}\n", "2:26", "YYYY-MM-DD"),
    ("customers.yaml", "customers:\n  b: {name: X, agreement: {sha256: abc}}\n", "2:36", "pattern"),
    ("customers.yaml", "customers:\n  b: {name: X, agreement: {at_end: burn}}\n", "2:36", "delete, return"),
    ("customers.yaml", "customers: [b]\n", "1:12", ""),
    ("assessments.yaml", "impacts:\n  i: {}\n", "2:6", "activities"),
    ("assessments.yaml", "impacts:\n  i: {activities: a, risks: [{text: T, likelihood: X, severity: low}]}\n",
     "2:52", "low, medium, high"),
    ("assessments.yaml", "answers: {a: {big: true}}\n", "1:15", "large_scale"),
    ("arrangement.yaml", "arrangements:\n  g: {parties: [a], informs: a, answers: {acces: a}}\n",
     "2:43", "access"),
    ("arrangement.yaml", "owners: [{kinds: [a.b]}]\n", "1:10", "owner"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "place", "hint"), FAULTS)
def test_a_fault_is_named_at_its_place(name: str, text: str, place: str, hint: str) -> None:
    with pytest.raises(RegisterErrors) as caught:
        FILES[name].parse(text)
    assert str(caught.value.errors[0].where) == f"{name}:{place}"
    assert hint in caught.value.errors[0].hint


def test_faults_of_several_entries_come_together() -> None:
    text = "customers:\n  a: {name: A, dpo: 1}\n  b: {}\n  c: {name: C, started_on: soon}\n"
    with pytest.raises(RegisterErrors) as caught:
        customers_yaml.parse(text)
    assert [str(each.where) for each in caught.value.errors] == [
        "customers.yaml:2:21", "customers.yaml:3:6", "customers.yaml:4:28",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_schema_takes_what_the_reader_takes(name: str) -> None:
    text = (EXAMPLE / name).read_text(encoding="utf-8")
    assert FILES[name].parse(text).present
    schema = FILES[name].schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    _fits(load(text, name), schema)


def _fits(node: Any, schema: Mapping[str, Any]) -> None:
    """A small reading of JSON Schema: enough to see that keys, kinds and choices agree."""
    if "anyOf" in schema:
        schema = schema["anyOf"][0] if node.kind == "sequence" else schema["anyOf"][1]
    if "enum" in schema:
        assert node.raw in schema["enum"]
        return
    match schema["type"]:
        case "object":
            properties = schema.get("properties")
            assert {key.raw for key, _ in node.entries} >= set(schema.get("required", ()))
            for key, value in node.entries:
                _fits(
                    value, properties[key.raw] if properties is not None else schema["additionalProperties"]
                )
        case "array":
            for item in node.items:
                _fits(item, schema["items"])
        case "boolean":
            assert node.resolved == "bool"
        case "integer":
            assert node.resolved == "int"
        case kind:
            assert (kind, node.kind) == ("string", "scalar")


def test_the_essence_of_the_example_says_what_is_settled_in_both_languages() -> None:
    register = register_yaml.parse((EXAMPLE / "register.yaml").read_text(encoding="utf-8"))
    [group] = arrangement_yaml.parse((EXAMPLE / "arrangement.yaml").read_text(encoding="utf-8")).arrangements
    assert set(group.answers) == set(Right) - {Right.DECISIONS}
    assert set(group.duties) == set(Duty)
    for lang in LANGUAGES:
        told = essence(group, register, lang)
        assert told.markdown.startswith(f"## {told.heading}\n\nSoftmore Solutions Sverige AB ")
        assert len(told.parts) == 1 + 1 + len(Duty)
        assert "info@softmore.se" in told.markdown
        assert "2026-01-15" in told.last[-1]


ODD = st.sampled_from(
    [None, True, 3, -(10**20), 0.5, "x", "", "2026-01-01", date(2026, 1, 1), [], ["a"], [None], {}, {"a": 1},
     [{"a": None}], {"low": "high"}, [{"text": "x"}], [[]]]
)  # fmt: skip


@given(data=st.data())
@settings(max_examples=40)
def test_whatever_stands_there_is_read_or_refused_with_a_place(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(FILES.values(), key=str)))
    keys = file.schema()["properties"]
    assert isinstance(keys, dict)
    top = data.draw(st.sampled_from(sorted(keys)))
    inner = keys[top].get("additionalProperties", keys[top].get("items", {})).get("properties", {"a": {}})
    entry = data.draw(st.dictionaries(st.sampled_from(sorted(inner)), ODD, max_size=4))
    document = {top: data.draw(st.sampled_from([{"a": entry}, [entry], entry]) | ODD)}
    try:
        file.parse(yaml.safe_dump(document, allow_unicode=True))
    except RegisterError as refused:
        errors = refused.errors if isinstance(refused, RegisterErrors) else (refused,)
        assert all(str(each.where).startswith(f"{file.FILE}:") for each in errors)


BEFORE = """\
# head
customers:
  a:
    name: A   # office
    contact: x
    # about a
  # about b
  b:
    name: B

    notices:
    - {subprocessor: S, sent_on: 2026-01-01}
# tail
"""


def test_lines_are_added_where_a_person_would() -> None:
    ended = inserting.insert(BEFORE, "f", ("customers", "a"), ["ended_on: 2026-01-01"])
    assert ended == BEFORE.replace("    # about a\n", "    # about a\n    ended_on: 2026-01-01\n")
    more = inserting.insert(
        BEFORE, "f", ("customers", "b", "notices"), ["- {subprocessor: T, sent_on: 2026-02-01}"]
    )
    assert more == BEFORE.replace("# tail", "    - {subprocessor: T, sent_on: 2026-02-01}\n# tail")
    new = inserting.insert(BEFORE, "f", ("customers", "c"), ["name: C"])
    assert new == BEFORE.replace("# tail", "  c:\n    name: C\n# tail")
    assert inserting.insert("", "f", ("customers", "c"), ["name: C"]) == "customers:\n  c:\n    name: C\n"
    with pytest.raises(RegisterError, match="single value"):
        inserting.insert("customers: none\n", "f", ("customers", "c"), ["name: C"])


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
@settings(max_examples=50)
def test_any_text_is_read_back_on_one_line(text: str) -> None:
    words = " ".join(text.split())
    node = load(f"a: {inserting.quoted(text)}\n", "f")
    assert node.entries[0][1].text() == words
    assert "\n" not in inserting.quoted(text)
