"""Files described by one table of keys: read with the place of every fault, and described for editors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Any

from varsam.domain.errors import Position
from varsam.formats.yaml_positions import Faults, Node, load, suggestion

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
SHA256 = r"[0-9a-f]{64}"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Holds(Enum):
    """What stands under a key."""

    TEXT = auto()
    TEXTS = auto()
    DATE = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    CHOICE = auto()
    ONE = auto()
    LIST = auto()
    BY_ID = auto()
    TEXT_BY_WORD = auto()
    TEXTS_BY_WORD = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it is for, what it holds, and whether it must be there.

    `choices` are the words that a choice, or the left side of a mapping, may be. `of` is the section that
    one, each of a list, or each by its id is. `pattern` is what a whole text must match.
    """

    about: str
    holds: Holds = Holds.TEXT
    required: bool = False
    choices: type[StrEnum] | None = None
    of: Section | None = None
    pattern: str = ""
    least: int = 0
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of mapping in a file: what messages call it, what value it makes, and its keys by name.

    `make` gets what is given, by the keys' names; what lies by id also gets its `id`. Its `what` is also
    how findings call it, without the article.
    """

    what: str
    make: Callable[..., Any]
    keys: Mapping[str, Key] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that must be there."""
        return tuple(name for name, key in self.keys.items() if key.required)

    @property
    def optional(self) -> tuple[str, ...]:
        """The keys that may be there."""
        return tuple(name for name, key in self.keys.items() if not key.required)

    @property
    def called(self) -> str:
        """How findings call one of them: `what` without its article."""
        return self.what.partition(" ")[2]


def section(what: str, make: Callable[..., Any], **keys: Key) -> Section:
    """Describe a kind of mapping."""
    return Section(what, make, MappingProxyType(keys))


def read(text: str, path: str, whole: Section) -> Any:
    """Read a file as its section says; an empty file is one without any key. `path` only names it.

    RegisterErrors: every fault with path:line:column, what is wrong and how to mend it.
    """
    node = load(text, path)
    faults = Faults()
    made = None
    with faults.catch():
        made = _made(node, whole, faults)
    faults.stop()
    return made


def places(text: str, path: str, whole: Section) -> dict[str, Position]:
    """Where each thing stands that lies by id, keyed as findings name it (`customer x`), and each part."""
    found: dict[str, Position] = {}
    for key, value in load(text, path).entries:
        found[key.raw] = key.position
        known = whole.keys.get(key.raw)
        if known is not None and known.of is not None:
            for inner, _ in value.entries:
                found[f"{known.of.called} {inner.raw}"] = inner.position
    return found


def schema(title: str, whole: Section) -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of such a file; what hangs together only reading knows."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **_object(whole)}


def _made(node: Node, of: Section, faults: Faults, **more: object) -> Any:
    if node.is_null and not of.required:
        return of.make(**more)
    fields = node.mapping(of.required, of.optional, of.what)
    given: dict[str, object] = {}
    before = len(faults.errors)
    for name, key in of.keys.items():
        value = fields.get(name)
        if value is not None:
            with faults.catch():
                given[name] = _value(value, key, faults)
    # With a fault inside, nothing is made; what is said of the faults is enough.
    return None if len(faults.errors) > before else of.make(**more, **given)


def _value(node: Node, key: Key, faults: Faults) -> object:
    match key.holds:
        case Holds.TEXT:
            return _text(node, key)
        case Holds.TEXTS:
            return node.texts()
        case Holds.DATE:
            return node.date()
        case Holds.BOOLEAN:
            return node.boolean()
        case Holds.INTEGER:
            return node.integer(key.least, key.most)
        case Holds.CHOICE:
            return _choice(node, key)
        case Holds.ONE:
            return _made(node, _of(key), faults)
        case Holds.LIST:
            return _kept(_each(node.sequence(), lambda item: _made(item, _of(key), faults), faults))
        case Holds.BY_ID:
            return _by_id(node, key, faults)
        case Holds.TEXT_BY_WORD | Holds.TEXTS_BY_WORD:
            return _by_word(node, key, faults)


def _text(node: Node, key: Key) -> str:
    found = node.text()
    if key.pattern and not re.fullmatch(key.pattern, found):
        raise node.error("the text isn't written as it must be", f"pattern: {key.pattern}")
    return found


def _choice(node: Node, key: Key) -> StrEnum:
    assert key.choices is not None
    return key.choices(node.choice(tuple(each.value for each in key.choices), "word"))


def _by_id(node: Node, key: Key, faults: Faults) -> tuple[object, ...]:
    of = _of(key)
    made: list[object] = []
    for name, value in node.mapping(optional=None, what="this part").pairs():
        with faults.catch():
            if not ID.fullmatch(name.raw):
                raise name.error(f"{name.raw!r} is no id", "use small letters a-z, digits and -")
            made.append(_made(value, of, faults, id=name.raw))
    return _kept(made)


def _by_word(node: Node, key: Key, faults: Faults) -> Mapping[object, object]:
    made: dict[object, object] = {}
    for name, value in node.mapping(optional=None, what="this part").pairs():
        with faults.catch():
            word: object = name.raw
            if key.choices is not None:
                valid = tuple(each.value for each in key.choices)
                if name.raw not in valid:
                    raise name.error(f"unknown word {name.raw!r}", suggestion(name.raw, valid))
                word = key.choices(name.raw)
            if key.of is not None:
                made[word] = _made(value, key.of, faults)
            else:
                made[word] = value.text() if key.holds is Holds.TEXT_BY_WORD else value.texts()
    return MappingProxyType(made)


def _each(nodes: Iterable[Node], make: Callable[[Node], object], faults: Faults) -> list[object]:
    made: list[object] = []
    for node in nodes:
        with faults.catch():
            made.append(make(node))
    return made


def _kept(made: Iterable[object]) -> tuple[object, ...]:
    return tuple(each for each in made if each is not None)


def _of(key: Key) -> Section:
    assert key.of is not None
    return key.of


def _object(of: Section) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(of.required),
        "properties": {name: {"description": key.about, **_described(key)} for name, key in of.keys.items()},
    }


def _described(key: Key) -> dict[str, object]:
    text: dict[str, object] = {"type": "string"}
    texts: dict[str, object] = {"anyOf": [{"type": "array", "items": text}, text]}
    words = [each.value for each in key.choices] if key.choices is not None else []
    match key.holds:
        case Holds.TEXT:
            return text | ({"pattern": f"^{key.pattern}$"} if key.pattern else {})
        case Holds.TEXTS:
            return texts
        case Holds.DATE:
            return text | {"pattern": _DATE}
        case Holds.BOOLEAN:
            return {"type": "boolean"}
        case Holds.INTEGER:
            return {"type": "integer", "minimum": key.least, "maximum": key.most}
        case Holds.CHOICE:
            return {"enum": words}
        case Holds.ONE:
            return _object(_of(key))
        case Holds.LIST:
            return {"type": "array", "items": _object(_of(key))}
        case Holds.BY_ID:
            return _mapping({"pattern": f"^{ID.pattern}$"}, _object(_of(key)))
        case Holds.TEXT_BY_WORD | Holds.TEXTS_BY_WORD:
            inner = _object(key.of) if key.of else text if key.holds is Holds.TEXT_BY_WORD else texts
            return _mapping({"enum": words} if words else {}, inner)


def _mapping(names: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {"type": "object", "additionalProperties": values}
    return found | ({"propertyNames": names} if names else {})
