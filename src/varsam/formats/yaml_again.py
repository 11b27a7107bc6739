"""YAML read again after an edit: only the parts whose text changed are read, and the result is the same.

A file is cut at its keys, and one large part at its entries. Each piece is read as a document of its own;
where a piece isn't one (a text in quotes that goes on over the cut, an alias of elsewhere, anything unusual),
the whole file is read as ever, which also finds every fault and where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from varsam.domain.errors import RegisterErrors
from varsam.formats.yaml_node import Node, Shift
from varsam.formats.yaml_positions import MAX_CHARACTERS, load

_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:[ ].*)?\Z")
_ALONE = re.compile(r"[A-Za-z_][\w-]*:[ ]*(?:#.*)?\Z")
# What YAML takes for the end of a line beside the common one.
_OTHER_ENDS = re.compile("[\r\x85\u2028\u2029\ufeff]")


class _Unusual(Exception):
    """The text can't be cut: it is read whole."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A key with its value, and by how many lines it stands below the beginning of its piece."""

    key: Node
    value: Node
    shift: Shift


@dataclass
class Again:
    """Reads the texts of one file, one after the other; `section` is the key whose entries are many."""

    section: str
    _pieces: dict[str, _Piece] = field(default_factory=dict)

    def load(self, text: str, path: str) -> Node:
        """As `yaml_positions.load`. Nodes of unchanged pieces are those of the last time."""
        if len(text) > MAX_CHARACTERS or _OTHER_ENDS.search(text):
            return load(text, path)
        try:
            return self._joined(text, path)
        except (_Unusual, RegisterErrors):
            return load(text, path)

    def _joined(self, text: str, path: str) -> Node:
        known, self._pieces = self._pieces, {}
        entries = []
        for line, piece in _cut(text, ""):
            first, _, rest = piece.partition("\n")
            if first.split(":")[0] == self.section and _ALONE.match(first) and (indent := _indent(rest)):
                inner = [self._piece(known, each, path, line + 1 + at) for at, each in _cut(rest, indent)]
                key = self._piece(known, first, path, line).key
                entries.append((key, _mapping(inner, path)))
            else:
                found = self._piece(known, piece, path, line)
                entries.append((found.key, found.value))
        if not entries:
            raise _Unusual
        _refuse_twice(entries)
        start = entries[0][0]
        return Node(path, start.line, start.column, "mapping", entries=tuple(entries))

    def _piece(self, known: dict[str, _Piece], text: str, path: str, above: int) -> _Piece:
        if text in self._pieces:
            raise _Unusual  # twice the same: one of them couldn't be told from the other
        found = known.get(text)
        if found is None:
            shift = Shift()
            node = load(text, path, shift)
            if node.kind != "mapping" or len(node.entries) != 1:
                raise _Unusual
            found = _Piece(*node.entries[0], shift)
        found.shift.lines = above
        self._pieces[text] = found
        return found


def _cut(text: str, indent: str) -> Iterator[tuple[int, str]]:
    """Pieces that each begin at a key of this indentation, and how many lines stand above them."""
    lines = text.split("\n")
    depth = len(indent)
    begin: int | None = None
    for number, line in enumerate(lines):
        empty = not line.strip() or line.lstrip().startswith("#")
        if not line.startswith(indent) or line[depth : depth + 1] in ("", " ", "#"):
            if not empty and (begin is None or not line.startswith(indent)):
                raise _Unusual  # something stands before the first key, or to the left of the keys
            continue
        if not _KEY.match(line[depth:]):
            raise _Unusual
        if begin is not None:
            yield begin, "\n".join(lines[begin:number]) + "\n"
        begin = number
    if begin is not None:
        yield begin, "\n".join(lines[begin:])


def _indent(rest: str) -> str:
    """How far the first line that isn't empty or a comment is indented."""
    for line in rest.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            return line[: len(line) - len(line.lstrip(" "))]
    return ""


def _mapping(pieces: list[_Piece], path: str) -> Node:
    entries = [(each.key, each.value) for each in pieces]
    _refuse_twice(entries)
    start = entries[0][0]
    return Node(path, start.line, start.column, "mapping", entries=tuple(entries))


def _refuse_twice(entries: list[tuple[Node, Node]]) -> None:
    if len({key.raw for key, _ in entries}) < len(entries):
        raise _Unusual
