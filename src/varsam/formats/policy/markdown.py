"""Reads a Markdown document (CommonMark with tables) into blocks and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from varsam.formats.policy.document import Block, BlockKind, Part, Table, TableRow, plain
from varsam.formats.policy.html import read_html

_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(text: str) -> tuple[Part, ...]:
    """The blocks and tables of a Markdown document in order; HTML blocks within are read as HTML."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lines = text.splitlines()
    parts: list[Part] = []
    depth, at = 0, 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            parts.append(_table(tokens[at:end], lines))
            at = end
        elif token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "html_block":
            parts += read_html(token.content, first_line=_line(token))
        elif token.type in ("inline", "code_block", "fence"):
            content = _text(token) if token.type == "inline" else plain(token.content)
            heading = token.type == "inline" and tokens[at - 1].type == "heading_open"
            kind: BlockKind = "heading" if heading else "item" if depth else "text"
            if content:
                parts.append(Block(kind, content, _line(token)))
        at += 1
    return tuple(parts)


def _table(tokens: Sequence[Token], lines: Sequence[str]) -> Table:
    rows: list[TableRow] = []
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(_text(token))
        elif token.type == "tr_close":
            line = rows[-1].line + 1 if rows else _line(tokens[0])
            # The line of dashes comes after the heads.
            line += 1 if len(rows) == 1 else 0
            rows.append(TableRow(tuple(cells), line, _cells_on(lines, line, len(cells))))
    heads = rows[0].cells if rows else ()
    return Table(heads, tuple(rows[1:]), _line(tokens[0]))


def _cells_on(lines: Sequence[str], line: int, otherwise: int) -> int:
    """How many cells a line has: the reader fills and cuts rows to the head's length without a word."""
    if not 0 < line <= len(lines):
        return otherwise
    inside = lines[line - 1].strip().lstrip("> ").removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return len(_PIPE.findall(inside)) + 1


def _text(token: Token) -> str:
    return plain("".join(map(_inline, token.children or ())))


def _inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak", "html_inline"):
        return " "
    if token.type == "image":
        return "".join(map(_inline, token.children or ()))
    return token.content


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
