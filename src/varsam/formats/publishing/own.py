"""The owner's own prose, piece by piece: kept as written, with each sentence as the register has it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from varsam.domain.register import Register, Statement
from varsam.formats.policy.columns import activity_tables
from varsam.formats.policy.document import Block, Part, Picture, Table
from varsam.formats.policy.generated import BEGIN, END, PLACE, without_generated
from varsam.formats.policy.html import read_html
from varsam.formats.policy.markdown import read_markdown
from varsam.formats.policy.reading import is_html
from varsam.formats.policy.statements import is_heading, sentences, statements_and_lines
from varsam.formats.policy.tables import shaped_tables
from varsam.formats.policy_table import in_markdown

_LINE_BEGIN = re.compile(r"^(?:(\d+)([.)])|([-+#=~>]))")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the owner's document as Markdown.

    `table`: here the table of activities stood. `place`: here the owner wants that part of the register.
    """

    markdown: str
    heading: bool = False
    table: bool = False
    place: str = ""
    parts: tuple[int, ...] = ()
    listed: bool = False


def pieces(document: str, register: Register) -> tuple[Piece, ...]:
    """The owner's document with the register's sentences in it.

    A sentence that the register has no longer is left out, one that it says otherwise under the same id is
    said so, and one that the document hasn't got joins the end of its section. Other marks, links and lists
    stay as they were written; of an HTML page only its texts are kept.
    """
    if is_html(document):
        parts: Sequence[Part] = read_html(document).parts
        found = list(_of_parts(parts, _activity_lines(parts)))
    else:
        text = without_generated(document)
        parts = read_markdown(text)
        found = list(_of_markdown(text, parts, _activity_lines(parts)))
    return _with_new(_as_registered(found, parts, register), parts, register)


def pieces_of_statements(register: Register) -> tuple[Piece, ...]:
    """The register's sentences under their heads, for a home without the document itself."""
    found = [Piece(f"# {paragraph(register.name)}", heading=True)] if register.statements else []
    for section, told in groupby(register.statements, lambda each: each.section):
        if section and section != register.name:
            found.append(Piece(f"## {paragraph(section)}", heading=True))
        found.append(Piece("\n\n".join(paragraph(each.text) for each in told)))
    return tuple(found)


def paragraph(text: str) -> str:
    """A paragraph that Markdown reads back as it is."""
    return _LINE_BEGIN.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", in_markdown(text)
    )


def shared(document: str, register: Register) -> int:
    """How many of the register's sentences a document says."""
    ids = {each.id for each in _statements_of(document)}
    return len(ids & {each.id for each in register.statements})


def left_out(document: str, register: Register) -> tuple[str, ...]:
    """The document's sentences that the register hasn't got, and that therefore aren't published."""
    known = {each.id for each in register.statements}
    return tuple(each.text for each in _statements_of(document) if each.id not in known)


def _statements_of(document: str) -> list[Statement]:
    html = is_html(document)
    parts = read_html(document).parts if html else read_markdown(without_generated(document))
    return [statement for statement, _ in statements_and_lines(parts)]


def _activity_lines(parts: Sequence[Part]) -> set[int]:
    """Which parts are tables of activities."""
    lines = {each.table.line for each in activity_tables(shaped_tables(parts)).good}
    return {place for place, part in enumerate(parts) if isinstance(part, Table) and part.line in lines}


def _of_markdown(text: str, parts: Sequence[Part], tables: set[int]) -> Iterator[Piece]:
    """Cut a Markdown document into its topmost blocks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = [part.line for part in parts]
    titled, end = False, 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        start, last = token.map
        between = "\n".join(lines[end:start]).strip()
        if between:
            yield Piece(between)  # such as definitions of links
        end = max(end, last)
        within = tuple(range(bisect_right(at, start), bisect_right(at, last)))
        piece = _of_block(token, "\n".join(lines[start:last]).rstrip(), within, parts)
        if set(within) & tables:
            yield Piece("", table=True)
        elif piece is not None:
            if piece.heading and not piece.markdown:
                level = "##" if titled else "#"
                piece = replace(piece, markdown=f"{level} {_raw_line(lines, start, last)}")
            titled = titled or piece.heading
            yield piece
    rest = "\n".join(lines[end:]).strip()
    if rest:
        yield Piece(rest)


def _raw_line(lines: Sequence[str], start: int, last: int) -> str:
    """A heading that was a line of its own keeps its marks, on one line."""
    return " ".join(line.strip() for line in lines[start:last])


def _of_block(token: Token, raw: str, within: tuple[int, ...], parts: Sequence[Part]) -> Piece | None:
    if token.type == "html_block":
        return _of_html_block(raw.strip(), within, parts)
    if token.type == "heading_open":
        return Piece(raw, heading=True)
    if token.type == "paragraph_open" and len(within) == 1:
        [place] = within
        part, after = parts[place], parts[place + 1] if place + 1 < len(parts) else None
        if isinstance(part, Block) and is_heading(part, after):
            return Piece("", heading=True)
    return Piece(raw, parts=within, listed=token.type in ("bullet_list_open", "ordered_list_open"))


def _of_html_block(raw: str, within: tuple[int, ...], parts: Sequence[Part]) -> Piece | None:
    """What an HTML block in Markdown says; marks of parts from the register aren't the owner's."""
    if BEGIN.match(raw) or END.match(raw):
        return None
    place = PLACE.match(raw)
    if place:
        return Piece("", place=place[1])
    texts = [parts[each] for each in within]
    said = [paragraph(each.text) for each in texts if isinstance(each, Block)]
    return Piece("\n\n".join(said), parts=within) if said else None


def _of_parts(parts: Sequence[Part], tables: set[int]) -> Iterator[Piece]:
    titled = False
    for place, part in enumerate(parts):
        if isinstance(part, Picture):
            continue
        if isinstance(part, Table):
            yield Piece("", table=True) if place in tables else Piece(_plain_table(part))
        elif is_heading(part, parts[place + 1] if place + 1 < len(parts) else None):
            yield Piece(f"{'##' if titled else '#'} {paragraph(part.text)}", heading=True)
            titled = True
        elif part.kind == "item":
            yield Piece(f"- {paragraph(part.text)}", parts=(place,), listed=True)
        else:
            yield Piece(paragraph(part.text), parts=(place,))


def _plain_table(table: Table) -> str:
    lines = [table.heads, ("---",) * len(table.heads), *(row.cells for row in table.rows)]
    return "\n".join(
        f"| {' | '.join(cells if number == 1 else map(in_markdown, cells))} |"
        for number, cells in enumerate(lines)
    )


def _said_by(parts: Sequence[Part]) -> dict[int, list[Statement]]:
    """The statements of each part, with the ids that the whole document gives them."""
    told = iter(statements_and_lines(parts))
    found: dict[int, list[Statement]] = {}
    for place, part in enumerate(parts):
        if isinstance(part, Block) and not is_heading(
            part, parts[place + 1] if place + 1 < len(parts) else None
        ):
            count = 1 if part.kind == "item" else len(list(sentences(part.text)))
            found[place] = [next(told)[0] for _ in range(count)]
    return found


def _as_registered(found: Sequence[Piece], parts: Sequence[Part], register: Register) -> list[Piece]:
    """Say each sentence as the register has it; a head whose sentences all went goes too."""
    said, texts = _said_by(parts), {each.id: each.text for each in register.statements}
    kept: list[Piece] = []
    emptied = False
    for piece in found:
        told = [each for place in piece.parts for each in said.get(place, ())]
        if piece.heading or piece.table:
            if emptied and kept and kept[-1].heading:
                kept.pop()
            emptied = False
        if all(texts.get(each.id) == each.text for each in told):
            kept.append(piece)
            continue
        now = [paragraph(texts[each.id]) for each in told if each.id in texts]
        if not now:
            emptied = True
        elif piece.listed:
            kept.append(replace(piece, markdown="\n".join(f"- {each}" for each in now)))
        else:
            kept.append(replace(piece, markdown=" ".join(now)))
    if emptied and kept and kept[-1].heading:
        kept.pop()
    return kept


def _with_new(found: list[Piece], parts: Sequence[Part], register: Register) -> tuple[Piece, ...]:
    """Let sentences that only the register has join the end of their sections."""
    told = _said_by(parts)
    known = {each.id for said in told.values() for each in said}
    section_of = {place: said[0].section for place, said in told.items() if said}
    for section, new in groupby(
        (each for each in register.statements if each.id not in known), lambda each: each.section
    ):
        text = "\n\n".join(paragraph(each.text) for each in new)
        last = max(
            (
                number
                for number, piece in enumerate(found)
                if any(section_of.get(place) == section for place in piece.parts)
            ),
            default=None,
        )
        if last is not None:
            found.insert(last + 1, Piece(text))
        else:
            found += [Piece(f"## {paragraph(section)}", heading=True)] if section else []
            found.append(Piece(text))
    return tuple(found)
