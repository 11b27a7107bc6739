"""Adds lines to a YAML file where a person would, and leaves every other character as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from varsam.formats.yaml_positions import Node, load

_PLAIN = re.compile(r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9 .,()%/_-]*")
# What YAML 1.1 would take for something else than text.
_OTHER = re.compile(r"[\d.,_+-].*|true|false|yes|no|on|off|null|y|n", re.IGNORECASE)


def quoted(text: str) -> str:
    """A text as one YAML scalar on one line: plain where nothing can be misread, else in double quotes."""
    one_line = " ".join(text.split())
    plain = _PLAIN.fullmatch(one_line) is not None and _OTHER.fullmatch(one_line) is None
    return one_line if plain else json.dumps(one_line, ensure_ascii=False)


def insert(text: str, path: str, place: Sequence[str], lines: Sequence[str]) -> str:
    """Add lines at the end of what stands under keys, one below the other; missing keys are added.

    Lines are given without indentation and are indented as their neighbours. RegisterError: what stands
    there is written on one line (`{…}`, `[…]`), so nothing can be added without changing it.
    """
    rows = text.splitlines()
    node, depth = load(text, path), 0
    key: Node | None = None
    while depth < len(place):
        found = _entry(node, place[depth])
        if found is None:
            break
        key, node = found
        depth += 1
    if node.kind == "scalar" and not node.is_null:
        raise node.error("nothing can be added under a single value", "write the value as 'key: value' lines")
    if node.kind != "scalar" and _on_one_line(node, rows):
        if node.items or node.entries:
            raise node.error("nothing can be added to what stands on one line", "write it over several lines")
        line = rows[node.line - 1]
        rows[node.line - 1] = line[: node.column - 1].rstrip() + _after_empty(line[node.column - 1 :])
    missing = place[depth:]
    indent = _indent_below(key, node)
    made = [" " * (2 * number) + f"{name}:" for number, name in enumerate(missing)]
    made += [" " * (2 * len(missing)) + line if line else "" for line in lines]
    at = _end(rows, key) if key is not None else _end_of(rows)
    rows[at:at] = [" " * indent + line if line else "" for line in made]
    return "\n".join(rows) + "\n"


def _entry(node: Node, name: str) -> tuple[Node, Node] | None:
    return next(((key, value) for key, value in node.entries if key.raw == name), None)


def _on_one_line(node: Node, rows: Sequence[str]) -> bool:
    return node.line > 0 and rows[node.line - 1][node.column - 1 : node.column] in ("{", "[")


def _after_empty(rest: str) -> str:
    """What follows an empty `{}` or `[]` on its line: a comment, if any."""
    comment = rest[2:].strip()
    return f"  {comment}" if comment else ""


def _indent_below(key: Node | None, node: Node) -> int:
    """The column at which what stands below a key begins (from 0)."""
    if key is None:
        return 0
    if node.kind == "mapping" and node.entries:
        return node.entries[0][0].column - 1
    if node.kind == "sequence" and node.items:
        return node.column - 1
    return key.column + 1


def _end(rows: Sequence[str], key: Node) -> int:
    """The number of the line after the last one that belongs to a key.

    A comment at its end belongs to it when it is indented deeper than the key.
    """
    column, last = key.column - 1, key.line
    for number in range(key.line, len(rows)):
        row = rows[number]
        stripped = row.strip()
        indent = len(row) - len(row.lstrip())
        if not stripped or (stripped.startswith("#") and indent <= column):
            continue
        if indent < column or (indent == column and not stripped.startswith("- ")):
            break
        last = number + 1
    return last


def _end_of(rows: Sequence[str]) -> int:
    last = len(rows)
    while last and not rows[last - 1].strip():
        last -= 1
    return last
