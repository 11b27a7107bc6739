"""Reads a Markdown document (CommonMark with tables) into blocks and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from varsam.formats.policy.document import (
    BOLD,
    BOLD_END,
    LINE_BREAK,
    BlockKind,
    Part,
    Picture,
    Table,
    TableRow,
    block_of,
    cell_of,
    plain,
)
from varsam.formats.policy.html import read_html

_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = {"strong_open": BOLD, "strong_close": BOLD_END}


def read_markdown(text: str) -> tuple[Part, ...]:
    """The blocks, tables and pictures of a Markdown document in order; HTML within is read as HTML."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lines = text.splitlines()
    parts: list[Part] = []
    marks: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            parts.append(_table(tokens[at:end], lines))
            at = end
        elif token.type == "list_item_open":
            marks.append(token.info or token.markup)
        elif token.type == "list_item_close":
            marks.pop()
        elif token.type == "html_block":
            parts += read_html(token.content, first_line=_line(token)).parts
        elif token.type in ("inline", "code_block", "fence"):
            parts += _blocks(token, tokens[at - 1], marks)
        at += 1
    return tuple(parts)


def _blocks(token: Token, before: Token, marks: Sequence[str]) -> Iterable[Part]:
    """The block of a token, after the pictures in it."""
    children = token.children or ()
    raw = "".join(map(_inline, children)) if token.type == "inline" else token.content
    line = _line(token)
    for child in children:
        if child.type == "image":
            said = plain("".join(map(_inline, child.children or ())))
            yield Picture((said or str(child.attrs.get("src", "")).rpartition("/")[2])[:120], line)
    heading = token.type == "inline" and before.type == "heading_open"
    kind: BlockKind = "heading" if heading else "item" if marks else "text"
    level = int(before.tag[1]) if heading else len(marks)
    if plain(raw):
        yield block_of(kind, raw, line, level, marks[-1] if marks and not heading else "")


def _table(tokens: Sequence[Token], lines: Sequence[str]) -> Table:
    rows: list[TableRow] = []
    cells: list[tuple[str, tuple[str, ...]]] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(cell_of("".join(map(_inline, token.children or ()))))
        elif token.type == "tr_close":
            line = rows[-1].line + 1 if rows else _line(tokens[0])
            # The line of dashes comes after the heads.
            line += 1 if len(rows) == 1 else 0
            texts, lists = tuple(text for text, _ in cells), tuple(entries for _, entries in cells)
            rows.append(TableRow(texts, line, _cells_on(lines, line, len(cells)), lists))
    heads = rows[0].cells if rows else ()
    return Table(heads, tuple(rows[1:]), _line(tokens[0]))


def _cells_on(lines: Sequence[str], line: int, otherwise: int) -> int:
    """How many cells a line has: the reader fills and cuts rows to the head's length without a word."""
    if not 0 < line <= len(lines):
        return otherwise
    inside = lines[line - 1].strip().lstrip("> ").removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return len(_PIPE.findall(inside)) + 1


def _inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return LINE_BREAK
    if token.type in _BOLD:
        return _BOLD[token.type]
    if token.type == "html_inline":
        return LINE_BREAK if _BREAK.fullmatch(token.content) else " "
    if token.type == "image":
        return "".join(map(_inline, token.children or ()))
    return token.content


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0
