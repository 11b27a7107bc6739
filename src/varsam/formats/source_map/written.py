"""What a map wants written into columns: constants, and texts made of the row's own key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from varsam.domain.key_texts import columns_in, tells_apart
from varsam.domain.predicate import Built, Column, NewValue
from varsam.formats.yaml_node import Node, suggestion

_TEMPLATE = re.compile(r"\{([^{}]+)\}")
# What a reference looks like; documents and lists, such as {"a": 1} and {1,2}, are texts as they are.
_NAME = re.compile(r"\s*[\w.-]+(?: [\w.-]+)*\s*\Z")
_FIXED = "or write {is: …} around a text that is meant as it is"


class WrittenValues:
    """Reads the values of one kind: `{id}` in a text is the row's key, `{is: …}` takes a text as it is."""

    def __init__(self, key: tuple[str, ...], identifying: Collection[str], *, inside: bool) -> None:
        """Take the kind's key, the columns that identify people, and whether its rows lie in containers."""
        self._key = key
        self._identifying = identifying
        self._inside = inside

    def read(self, node: Node | None) -> Mapping[str, NewValue]:
        """Read values to write, by column. RegisterError for one into the key, or made of anything else."""
        if node is None:
            return {}
        found: dict[str, NewValue] = {}
        for name, value in node.mapping(optional=None, what="values to write").pairs():
            if name.raw in self._key:
                raise name.error(
                    f"{name.raw!r} is the key and can't be written", "delete the row, or leave it"
                )
            found[name.raw] = self._value(value)
        return found

    def some(self, node: Node) -> Mapping[str, NewValue]:
        """The same, and at least one."""
        values = self.read(node)
        if not values:
            raise node.error("no column is named to write", "as 'name: null'")
        return values

    def _value(self, node: Node) -> NewValue:
        if node.kind == "mapping":
            return node.mapping(("is",), what="a value to write")["is"].constant()
        constant = node.constant()
        return self._text(constant, node) if isinstance(constant, str) else constant

    def _text(self, text: str, node: Node) -> NewValue:
        found = [each for each in _TEMPLATE.finditer(text) if _NAME.match(each[1])]
        if not found and text.count("{") == text.count("}"):
            return text
        parts: list[str | Column] = []
        end = 0
        for each in found:
            parts += [text[end : each.start()], Column(self._column(each[1].strip(), node, each.start(1)))]
            end = each.end()
        parts.append(text[end:])
        if any("{" in part or "}" in part for part in parts if isinstance(part, str)):
            raise node.error("a brace isn't closed here", f"write {{{self._key[0]}}}, {_FIXED}")
        built = Built(tuple(part for part in parts if part != ""))
        self._refuse_same(built, node)
        return built

    def _column(self, name: str, node: Node, offset: int) -> str:
        if self._inside:
            raise node.error(
                "a row inside a container has no key of its own that a text could be made of",
                f"write one text for all, {_FIXED}",
                offset=offset,
            )
        if name not in self._key:
            hint = suggestion(name, self._key) or f"write {{{self._key[0]}}}"
            raise node.error(
                f"{name!r} isn't in the key, and a text is made of the row's key only",
                f"{hint}, {_FIXED}",
                offset=offset,
            )
        if name in self._identifying:
            raise node.error(
                f"{name!r} is an identifier of people: a text made of it would still tell who it was",
                "write null, or a text without it; a key that means nothing outside is 'scoped: true'",
                offset=offset,
            )
        return name

    def _refuse_same(self, built: Built, node: Node) -> None:
        left = [column for column in self._key if column not in columns_in(built)]
        if left:
            raise node.error(
                f"two rows could get the same text: {left[0]!r} of the key isn't in it",
                f"name all of the key: {' '.join(f'{{{column}}}' for column in self._key)}",
            )
        if not tells_apart(built):
            raise node.error(
                "two rows could get the same text: nothing but digits stands between two parts of the key",
                f"part them: {'-'.join(f'{{{column}}}' for column in self._key)}",
            )


__all__ = ["WrittenValues"]
