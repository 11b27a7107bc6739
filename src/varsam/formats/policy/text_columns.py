"""Reads plain text whose table is made of tabs, or of columns that spaces keep apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from varsam.formats.policy.document import Block, Part, Table, TableRow, plain
from varsam.formats.policy.page_layout import LINE_HEIGHT, Fragment, Page, Rule
from varsam.formats.policy.page_tables import read_pages

_GAP = re.compile(r" {2,}|\t")
_RULE = re.compile(r"[-=_+| ─━┼┬┴├┤┌┐└┘│]{12,}")
_WIDTH = 6.0
_TABS_AT_LEAST = 2


def read_columns(text: str) -> tuple[Part, ...]:
    """The parts of a text with a table; empty where it has none."""
    if sum(line.count("\t") >= _TABS_AT_LEAST for line in text.splitlines()) > 1:
        return tuple(_tabbed(text.splitlines()))
    if not re.search(r"\S {2,}\S.* {2,}\S", text):
        return ()
    parts = read_pages([_page(text)]).parts
    return parts if any(isinstance(part, Table) for part in parts) else ()


def _tabbed(lines: Sequence[str]) -> Iterator[Part]:
    """Lines with tabs as rows of tables, all others as paragraphs."""
    rows: list[TableRow] = []
    for number, line in enumerate((*lines, ""), start=1):
        cells = tuple(map(plain, line.split("\t")))
        if len(cells) > _TABS_AT_LEAST:
            rows.append(TableRow(cells, number, len(cells)))
            continue
        if rows:
            yield _table(rows)
            rows = []
        if plain(line):
            yield Block("text", plain(line), number)


def _table(rows: Sequence[TableRow]) -> Table:
    width = len(rows[0].cells)
    body = tuple(TableRow((*row.cells, *[""] * width)[:width], row.line, row.given) for row in rows[1:])
    return Table(rows[0].cells, body, rows[0].line)


def _page(text: str) -> Page:
    """Each line of the text as a line of one page."""
    fragments: list[Fragment] = []
    rules: list[Rule] = []
    for number, line in enumerate(text.expandtabs(8).splitlines()):
        if _RULE.fullmatch(line):
            rules.append(Rule((number + 0.3) * LINE_HEIGHT, 0, len(line) * _WIDTH))
            continue
        at = 0
        row = line.replace("|", " ").rstrip()
        for piece in (*_GAP.finditer(row), None):
            end = piece.start() if piece else len(row)
            said = row[at:end].strip()
            if said:
                width = len(said) * _WIDTH
                fragments.append(Fragment(at * _WIDTH, number * LINE_HEIGHT, said, LINE_HEIGHT, width=width))
            at = piece.end() if piece else end
    return Page(tuple(fragments), tuple(rules))
