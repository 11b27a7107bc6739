"""YAML changed as a person would change it: everything else, and every comment, stays as it is.

ruamel hangs the comment lines that follow a value on that value's key, also those that belong to what comes
next. So what stands on lines of its own has to move when the value goes or something comes in between.
"""

from __future__ import annotations

import io

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken


def load(text: str) -> CommentedMap:
    """Read a document with its comments; it must have been read strictly before."""
    document: CommentedMap = _yaml().load(text)
    return document


def dump(document: CommentedMap) -> str:
    """Write the document with its comments."""
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def take_tail(entry: CommentedMap) -> str:
    """Take off the comment lines after the last value of a mapping, so that something may follow on it."""
    while entry:
        last = list(entry)[-1]
        inner = entry[last]
        if not isinstance(inner, CommentedMap) or not inner:
            return take_lines(entry, last)
        entry = inner
    return ""


def take_lines(entry: CommentedMap, name: str) -> str:
    """Take off the comment lines after a value, leaving what stands on the value's own line."""
    tokens = entry.ca.items.get(name)
    token = tokens[2] if tokens else None
    if token is None:
        return ""
    own, _, lines = token.value.partition("\n")
    if own.strip():
        token.value = own + "\n"
    else:
        tokens[2] = None
    return str(lines)


def append_comment(entry: CommentedMap, name: str, lines: str) -> None:
    """Put comment lines after a value."""
    if not lines:
        return
    tokens = entry.ca.items.setdefault(name, [None, None, None, None])
    if tokens[2] is None:
        tokens[2] = CommentToken("\n" + lines, CommentMark(0), None)
    else:
        tokens[2].value += lines
