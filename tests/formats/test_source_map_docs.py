"""What docs/source-maps.md shows is a map, is known to the JSON Schema, and leaves no word out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from varsam.checks.maps import ACROSS_CHECKS, COUNT_CHECKS, MAP_CHECKS
from varsam.checks.maps.looked import EXCESSIVE_RIGHTS, LOOK_CHECKS
from varsam.checks.stale import STALE_CHECKS
from varsam.domain.errors import RegisterErrors
from varsam.formats.source_map import parse, schema, starter, words

PAGE = (Path(__file__).parents[2] / "docs" / "source-maps.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WHOLE = [block for block in BLOCKS if block.startswith("source:")]
PARTS = [block for block in BLOCKS if not block.startswith("source:")]


def completed(part: str) -> str:
    """A part of the page as a kind of the shop that the page begins with."""
    return WHOLE[0] + re.sub(r"^(?=.)", "  ", VISITS + part, flags=re.MULTILINE)


VISITS = "".join(part for part in PARTS if part.startswith("visit:"))


def examples() -> Iterator[str]:
    yield from WHOLE
    for part in PARTS:
        yield completed(part if part != VISITS else "")


def fits(value: object, shape: Any, root: Any) -> bool:
    """The part of JSON Schema that ours is written in."""
    if "$ref" in shape:
        return fits(value, root["$defs"][shape["$ref"].rsplit("/", 1)[1]], root)
    known = {
        "$schema",
        "$defs",
        "title",
        "anyOf",
        "enum",
        "type",
        "pattern",
        "minLength",
        "minimum",
        "maximum",
    }
    known |= {"exclusiveMinimum", "properties", "required", "additionalProperties", "items", "minItems"}
    assert set(shape) <= {*known, "minProperties"}
    if "anyOf" in shape and not any(fits(value, each, root) for each in shape["anyOf"]):
        return False
    if "enum" in shape and value not in shape["enum"]:
        return False
    if "type" in shape and not any(is_a(value, each) for each in _listed(shape["type"])):
        return False
    if isinstance(value, str):
        return len(value) >= shape.get("minLength", 0) and bool(re.search(shape.get("pattern", ""), value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        over = value > shape.get("exclusiveMinimum", value - 1)
        return over and shape.get("minimum", value) <= value <= shape.get("maximum", value)
    if isinstance(value, list):
        every = all(fits(each, shape.get("items", {}), root) for each in value)
        return every and len(value) >= shape.get("minItems", 0)
    if isinstance(value, dict):
        return fits_mapping(value, shape, root)
    return True


def fits_mapping(value: dict[str, object], shape: Any, root: Any) -> bool:
    if len(value) < shape.get("minProperties", 0) or not set(shape.get("required", ())) <= set(value):
        return False
    properties, others = shape.get("properties", {}), shape.get("additionalProperties", {})
    for key, each in value.items():
        inner = properties.get(key, others)
        if inner is False or not fits(each, inner, root):
            return False
    return True


def is_a(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    types: dict[str, Any] = {
        "string": str, "number": (int, float), "integer": int, "null": type(None), "object": dict,
        "array": list, "boolean": (),
    }  # fmt: skip
    return isinstance(value, types[name])


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


class PlainLoader(yaml.SafeLoader):
    """YAML as an editor reads it: dates stay texts, and `on` is a word."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith((":timestamp", ":bool"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)\Z"), list("tf"))


def valid(text: str) -> bool:
    shape = schema()
    return fits(yaml.load(text, PlainLoader), shape, shape)


def test_the_page_has_examples_of_both_sorts() -> None:
    assert len(WHOLE) >= 2
    assert len(PARTS) >= 6
    assert VISITS


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_each_example_is_a_map_that_the_schema_knows(number: int) -> None:
    text = list(examples())[number]
    found = parse(text, "docs/source-maps.md")
    assert found.kinds or found.manual
    assert valid(text)


@pytest.mark.parametrize("connector", words.CONNECTORS)
def test_the_schema_knows_the_starters(connector: str) -> None:
    assert valid(starter("shop", connector))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("connector: sql", "connector: slq"),
        ("person: true", "person: maybe"),
        ("table: customers", "tabel: customers"),
        ("share: 25%", "share: 0.25"),
        ("as: instant", "as: moment"),
        ("part_of: order", "part_of: [order]"),
        ("columns: [name, email, phone]", "colums: [name]"),
        ("status: [open, processing]", "status: {nott: open}"),
        ('when_referred: {name: null, email: "", phone: null}', "when_referred: {}"),
    ],
)
def test_schema_and_parser_refuse_the_same_slips(good: str, bad: str) -> None:
    assert good in WHOLE[0]
    wrong = WHOLE[0].replace(good, bad, 1)
    assert not valid(wrong)
    with pytest.raises(RegisterErrors):
        parse(wrong, "wrong.yaml")


def test_no_word_is_left_out() -> None:
    known = {
        each
        for name, value in vars(words).items()
        if name.isupper() and isinstance(value, tuple)
        for each in value
    } - set(words.IDENTIFIER_TYPES)
    assert len(known) > 60
    missing = {each for each in known if not re.search(rf"(?<![\w]){re.escape(each)}(?![\w])", PAGE)}
    assert missing == set()


def test_the_page_lists_every_check() -> None:
    rows = re.findall(r"^\| (MAP\d+) \| (\w+) \| (.*) \|$", PAGE, re.MULTILINE)
    checks = (*MAP_CHECKS, *ACROSS_CHECKS, *COUNT_CHECKS, *LOOK_CHECKS, *STALE_CHECKS)
    said = [(each.code, each.level.value, each.about) for each in checks]
    code, level, _, about = EXCESSIVE_RIGHTS
    assert rows == sorted([*said, (code, level.value, about)])
