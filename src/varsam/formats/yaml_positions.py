"""YAML read strictly, with the position of every value.

Only what can't be misread gets through: no duplicate keys, no tags, no merge keys, one document. A plain
word that YAML 1.1 takes for something else (`NO`, `1:30`, `017`) is refused where text is wanted, with the
hint to quote it. Size, depth and what aliases unfold to are bounded, so that a hostile file can't exhaust
the machine; the nesting is built without recursion.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml
from yaml.resolver import Resolver

from varsam.domain.errors import Position, RegisterError, RegisterErrors
from varsam.formats.yaml_node import Constant, Faults, Fields, Kind, Node, Shift, suggestion

__all__ = ["Constant", "Faults", "Fields", "Kind", "Node", "load", "suggestion"]

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 64
MAX_NODES = 1_000_000

_TAG = "tag:yaml.org,2002:"
_RESOLVER = Resolver()


def load(text: str, path: str, shift: Shift | None = None) -> Node:
    """Read one YAML document into nodes; `path` only names the file in positions.

    `shift` moves the lines of all nodes: for a text that is a piece of a file.

    Raises RegisterErrors (path:line:column) for what isn't YAML, for duplicate keys, tags, merge keys, a
    second document, and for files that are too large or too deep. An empty file is a null scalar.
    """
    if len(text) > MAX_CHARACTERS:
        raise RegisterErrors(
            (
                RegisterError(
                    "the file is too large", where=Position(path), hint="at most 8 million characters"
                ),
            )
        )
    try:
        return _Builder(path, shift or Shift()).build(text)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        error = RegisterError(
            f"this isn't YAML: {wrong.problem or wrong.context}",
            where=Position(path, line, column),
            hint=_hint(wrong),
        )
        raise RegisterErrors((error,)) from wrong
    except yaml.YAMLError as wrong:
        line = text.count("\n", 0, getattr(wrong, "position", 0)) + 1
        error = RegisterError(
            "the file holds control characters, which YAML doesn't allow",
            where=Position(path, line),
            hint="save it as plain text in UTF-8",
        )
        raise RegisterErrors((error,)) from wrong
    except UnicodeEncodeError as wrong:
        line = text.count("\n", 0, wrong.start) + 1
        error = RegisterError(
            "the file isn't readable as text", where=Position(path, line), hint="save it in UTF-8"
        )
        raise RegisterErrors((error,)) from wrong


def _hint(wrong: yaml.MarkedYAMLError) -> str:
    problem = wrong.problem or ""
    if "mapping values" in problem:
        return "a text that holds ': ' must be quoted"
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, and quote a text that starts with a special character"
    return "look at the indentation and the quotes around this place"


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    event: yaml.CollectionStartEvent
    kind: Kind
    children: list[Node]
    size: int = 1


class _Builder:
    """Makes nodes of the parser's events with a stack of its own (the composer would recurse in C)."""

    def __init__(self, path: str, shift: Shift) -> None:
        self._path = path
        self._shift = shift
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._faults = Faults()
        self._root: Node | None = None

    def build(self, text: str) -> Node:
        loader = yaml.CSafeLoader(text)
        try:
            while (event := loader.get_event()) is not None:
                self._take(event)
                if isinstance(event, yaml.StreamEndEvent):
                    break
        finally:
            loader.dispose()
        self._faults.stop()
        return self._root or Node(self._path, 1, 1, "scalar", resolved="null")

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._place(self._scalar(event), 1, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            known = self._anchors.get(str(event.anchor))
            if known is None:
                raise self._error(event, f"there is no complete anchor &{event.anchor} before this place")
            self._place(*known, None)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_tag(event)
            if len(self._stack) >= MAX_DEPTH:
                raise self._error(event, "the file is nested too deeply", f"at most {MAX_DEPTH} levels")
            kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
            self._stack.append(_Open(event, kind, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            raise self._error(event, "the file holds a second document", "keep one; drop the line '---'")

    def _place(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.children.append(node)
        parent.size += size
        if parent.size > MAX_NODES:
            raise self._error(parent.event, "the file unfolds to too many values", f"at most {MAX_NODES}")

    def _close(self) -> None:
        done = self._stack.pop()
        where = (self._path, *_start(done.event))
        if done.kind == "sequence":
            node = Node(*where, "sequence", items=tuple(done.children), shift=self._shift)
        else:
            entries = tuple(zip(done.children[::2], done.children[1::2], strict=True))
            self._check_keys(entries)
            node = Node(*where, "mapping", entries=entries, shift=self._shift)
        self._place(node, done.size, done.event.anchor)

    def _check_keys(self, entries: tuple[tuple[Node, Node], ...]) -> None:
        first: dict[str, Node] = {}
        for key, _ in entries:
            if key.kind != "scalar":
                self._faults.add(key.error("a key must be a single word or text"))
            elif key.resolved == "merge":
                self._faults.add(key.error("merge keys ('<<') aren't allowed", "write the keys out"))
            elif key.raw in first:
                self._faults.add(
                    key.error(
                        f"the key {key.raw!r} is given twice", f"it is already on line {first[key.raw].line}"
                    )
                )
            else:
                first[key.raw] = key

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        self._refuse_tag(event)
        value: str = event.value
        line, column = _start(event)
        end = event.end_mark
        plain = event.implicit[0] and event.style in (None, "")
        resolved = "str"
        if plain:
            tag: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
            resolved = tag.removeprefix(_TAG)
        quotes = 1 if event.style in ("'", '"') else 0
        # Only a text that stands on one line without escapes has its characters where they can be counted.
        width = end.column + 1 - column if end is not None and end.line + 1 == line else -1
        text_column = column + quotes if width == len(value) + 2 * quotes else 0
        return Node(
            self._path, line, column, "scalar", value, resolved, text_column=text_column, shift=self._shift
        )

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag not in (None, "!", _TAG + "str"):
            self._faults.add(self._error(event, "tags ('!…') aren't allowed", "drop the tag, quote a text"))

    def _error(self, event: yaml.Event, message: str, hint: str = "") -> RegisterErrors:
        where = Position(self._path, *_start(event))
        return RegisterErrors((RegisterError(message, where=where, hint=hint),))


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (0, 0) if mark is None else (mark.line + 1, mark.column + 1)
