"""Elements of an array, or members of an object, in a JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, Final

from varsam.domain.containers import Inside
from varsam.domain.predicate import Value
from varsam.formats.containers.parts import Raw, Splice, TextFormat, Unreadable, runs

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()
_WRITTEN: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its key (a text or a place), where it begins with its key, where its value stands."""

    key: str
    start: int
    value_start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True)
class Held:
    """An array or object: where its brackets' inside begins and ends, and its elements."""

    start: int
    end: int
    after: int
    elements: tuple[Element, ...]


class JsonItems(TextFormat):
    """The elements of what `each:` leads to; without it, of the whole text."""

    def __init__(self, text: str, inside: Inside) -> None:
        """Take a text apart. Unreadable: it isn't JSON, or nothing with elements stands there."""
        self._text = text
        self._paths = [each.at for each in inside.fields]
        try:
            start = _SPACE.match(text, 0).end()  # type: ignore[union-attr]
            _, end = _DECODER.raw_decode(text, start)
            if text[end:].strip(" \t\r\n"):
                raise Unreadable("something stands behind the JSON")
            self._held = _held(text, _at(text, start, inside.each))
        except (ValueError, RecursionError) as wrong:
            raise wrong if isinstance(wrong, Unreadable) else Unreadable("it isn't JSON") from None
        self.rows = [
            Raw(text[each.start : each.end], tuple(_value(each, path) for path in self._paths), each.start)
            for each in self._held.elements
        ]

    def without(self, gone: Set[int]) -> list[Splice[str]]:
        """Each run of elements with one comma; all that is left stays as it is written."""
        elements = self._held.elements
        found: list[Splice[str]] = []
        for first, last in runs(gone, len(elements)):
            if first > 0:
                found.append(Splice(elements[first - 1].end, elements[last].end, ""))
            elif last + 1 < len(elements):
                found.append(Splice(elements[0].start, elements[last + 1].start, ""))
            else:
                found.append(Splice(self._held.start, self._held.end, ""))
        return found

    def change(self, row: int, field: int, value: Value) -> Splice[str]:
        """The value at the field's path."""
        element, path = self._held.elements[row], self._paths[field]
        if path == "@key":
            raise Unreadable("a key can't be overwritten")
        start = element.value_start if path == "@value" else _at(self._text, element.value_start, path)
        before, end = _DECODER.raw_decode(self._text, start)
        written = value if isinstance(value, _WRITTEN) else str(value)
        return Splice(start, end, _spelling(before, self._text[start:end])(written))


def _plain(value: Any) -> str:
    return json.dumps(value)


def _letters(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _slashes(value: Any) -> str:
    return _plain(value).replace("/", r"\/")


def _letters_slashes(value: Any) -> str:
    return _letters(value).replace("/", r"\/")


def _spelling(value: Any, text: str) -> Callable[[Any], str]:
    """How a text was spelled: letters beyond ASCII and slashes escaped or not, so that others are alike."""
    ways = (_plain, _letters, _slashes, _letters_slashes)
    return next((way for way in ways if isinstance(value, str) and way(value) == text), _plain)


def _at(text: str, start: int, path: str) -> int:
    """Where the value at the end of a path begins."""
    for part in path.split(".") if path else ():
        found = next((each for each in _held(text, start).elements if each.key == part), None)
        if found is None:
            raise Unreadable("a path leads nowhere")
        start = found.value_start
    return start


def _held(text: str, start: int) -> Held:
    """Take one array or object apart."""
    opening = text[start : start + 1]
    if opening not in ("[", "{"):
        raise Unreadable("no list and no object stands where rows should")
    closing = "]" if opening == "[" else "}"
    elements: list[Element] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != closing:
        if elements:
            if text[at : at + 1] != ",":
                raise Unreadable("it isn't JSON")
            at = _skip(text, at + 1)
        first, key = at, str(len(elements))
        if opening == "{":
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)
            if text[at : at + 1] != ":":
                raise Unreadable("it isn't JSON")
            key, at = str(name), _skip(text, at + 1)
        value, end = _DECODER.raw_decode(text, at)
        elements.append(Element(key, first, at, end, value))
        at = _skip(text, end)
    return Held(start + 1, at, at + 1, tuple(elements))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value(element: Element, path: str) -> Value:
    if path == "@key":
        return element.key
    here: Any = element.value
    for part in path.split(".") if path != "@value" else ():
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, list) and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
        else:
            return None
    if isinstance(here, dict | list):
        return json.dumps(here, ensure_ascii=False)
    return here  # type: ignore[no-any-return]
