"""The path notation of source maps: text to a small tree, without knowing which kinds there are.

`invoice@buyer[state in posted, paid].move.end_date`: segments joined by dots; `@` names the reference that a
walk down follows; brackets narrow the rows reached. What a name means is decided in `graph`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from varsam.domain.errors import RegisterError
from varsam.domain.predicate import Value
from varsam.formats.yaml_node import Node

Op: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">=", "in", "not in", "null", "not null"]

# A bare word serves as name and as value; which one it is shows in the token after it, so that one token of
# look-ahead is enough also for `state in posted, paid, type = out`.
_GRAMMAR = r"""
start: path
path: segment ("." segment)*
segment: name via? narrowed?
via: "@" name
narrowed: "[" group ("and" group)* "]"
group: item ("," item)*
item: path OP value        -> compare
    | path "in" value      -> within
    | path "not" "in" value -> without
    | path "null"          -> unset
    | path "not" "null"    -> given
    | value                -> more
name: BARE | QUOTED
value: BARE | QUOTED | NUMBER | DATE
OP: "<=" | ">=" | "!=" | "=" | "<" | ">"
DATE.3: /[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w$:\/.-])/
NUMBER.2: /-?[0-9]+(\.[0-9]+)?(?![\w$:\/.-])/
BARE: /[\w$][\w$:\/-]*/
QUOTED: /"[^"]*"|'[^']*'/
%ignore /[ \t\n]+/
"""

_WORDS = {
    "BARE": "a name",
    "QUOTED": "a name in quotes",
    "NUMBER": "a number",
    "DATE": "a date",
    "OP": "= != < <= > >=",
    "DOT": "'.'",
    "COMMA": "','",
    "LSQB": "'['",
    "RSQB": "']'",
    "__ANON_0": "'@'",
    "AT": "'@'",
    "IN": "'in'",
    "NOT": "'not'",
    "NULL": "'null'",
    "AND": "'and'",
    "$END": "the end",
}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_MAX_LENGTH = 2_000
_MAX_NUMBER = 18
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """A test inside brackets: the column at the end of `path`, compared with `values`."""

    path: tuple[Segment, ...]
    op: Op
    values: tuple[Value, ...]
    offset: int
    value_offsets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path, or the column at its end. `via` is the reference that a walk down follows."""

    name: str
    offset: int
    via: str = ""
    via_offset: int = 0
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path as written in a map; offsets count characters of the node's text."""

    node: Node
    segments: tuple[Segment, ...]

    def error(self, message: str, hint: str = "", *, offset: int = 0) -> RegisterError:
        """Give an error that points at a character of the path."""
        return self.node.error(message, hint, offset=offset)


def read(node: Node) -> Path:
    """Read the path that a YAML text holds. RegisterError at the character that can't be read."""
    text = node.text()
    if len(text) > _MAX_LENGTH or text.count("[") > 20:
        raise node.error("this path is too long", f"at most {_MAX_LENGTH} characters and 20 brackets")
    if not text.strip():
        raise node.error("a path is wanted here, and the text is empty", "name a column or a reference")
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as wrong:
        raise _error(node, text, wrong) from wrong
    return Path(node, _segments(node, cast("Tree[Token]", tree.children[0])))


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _error(node: Node, text: str, wrong: UnexpectedInput) -> RegisterError:
    offset, found = len(text), "the end of the path"
    wanted: set[str] = set()
    if isinstance(wrong, UnexpectedToken):
        wanted = set(wrong.accepts or wrong.expected)
        if wrong.token.type != "$END":
            offset = int(wrong.token.start_pos or 0)
            # A quoted text may be anything, also somebody's name.
            found = "a quoted text" if wrong.token.type == "QUOTED" else repr(str(wrong.token)[:_SHOWN])
    elif isinstance(wrong, UnexpectedCharacters):
        offset, wanted = cast("int", wrong.pos_in_stream), set(wrong.allowed)
        found = repr(text[offset])
    words = sorted(_WORDS[each] for each in wanted if each in _WORDS)
    hint = f"wanted: {', '.join(words)}; " if words else ""
    return node.error(
        f"the path can't be read at {found}", f"{hint}quote names and values with other signs", offset=offset
    )


def _segments(node: Node, tree: Tree[Token]) -> tuple[Segment, ...]:
    return tuple(_segment(node, cast("Tree[Token]", each)) for each in tree.children)


def _segment(node: Node, tree: Tree[Token]) -> Segment:
    name, offset = _name(tree.children[0])
    via, via_offset = "", 0
    conditions: list[Condition] = []
    for part in cast("list[Tree[Token]]", tree.children[1:]):
        if part.data == "via":
            via, via_offset = _name(part.children[0])
        else:
            for group in cast("list[Tree[Token]]", part.children):
                conditions.extend(_group(node, group))
    return Segment(name, offset, via, via_offset, tuple(conditions))


def _name(tree: Token | Tree[Token]) -> tuple[str, int]:
    token = cast("Tree[Token]", tree).children[0]
    assert isinstance(token, Token)
    text = str(token)
    return (text[1:-1] if token.type == "QUOTED" else text), token.start_pos or 0


def _group(node: Node, tree: Tree[Token]) -> list[Condition]:
    """Read conditions joined by commas; a bare value after a comma continues the list of `in`."""
    found: list[Condition] = []
    for item in cast("list[Tree[Token]]", tree.children):
        if item.data == "more":
            value, offset = _value(node, item.children[0])
            if not found or found[-1].op not in ("in", "not in"):
                raise node.error(
                    "a value stands here without a column",
                    "write 'column = value', or 'column in a, b' for a list",
                    offset=offset,
                )
            last = found.pop()
            found.append(
                Condition(
                    last.path,
                    last.op,
                    (*last.values, value),
                    last.offset,
                    (*last.value_offsets, offset),
                )
            )
        else:
            found.append(_condition(node, item))
    return found


def _condition(node: Node, item: Tree[Token]) -> Condition:
    path = _segments(node, cast("Tree[Token]", item.children[0]))
    start = path[0].offset
    if item.data == "unset":
        return Condition(path, "null", (), start)
    if item.data == "given":
        return Condition(path, "not null", (), start)
    value, offset = _value(node, item.children[-1])
    op: Op
    if item.data == "within":
        op = "in"
    elif item.data == "without":
        op = "not in"
    else:
        op = cast("Op", str(item.children[1]))
    return Condition(path, op, (value,), start, (offset,))


def _value(node: Node, tree: Token | Tree[Token]) -> tuple[Value, int]:
    token = cast("Tree[Token]", tree).children[0]
    assert isinstance(token, Token)
    text, offset = str(token), token.start_pos or 0
    match token.type:
        case "QUOTED":
            return text[1:-1], offset
        case "DATE":
            try:
                return dt.date.fromisoformat(text), offset
            except ValueError as wrong:
                raise node.error(f"there is no day {text}", "write YYYY-MM-DD", offset=offset) from wrong
        case "NUMBER":
            return _number(node, text, offset), offset
        case _ if text in ("true", "false"):
            return text == "true", offset
        case _ if text == "null":
            raise node.error("nothing equals null", "write 'column null' or 'column not null'", offset=offset)
        case _:
            return text, offset


def _number(node: Node, text: str, offset: int) -> int | float:
    if len(text) > _MAX_NUMBER:
        raise node.error("this number is too long", f"at most {_MAX_NUMBER} characters", offset=offset)
    if "." in text:
        return float(text)
    if not _INTEGER.match(text):
        raise node.error(f"{text} can be read in two ways", f"quote it as text: '{text}'", offset=offset)
    return int(text)
