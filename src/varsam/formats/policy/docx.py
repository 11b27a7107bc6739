"""Reads a DOCX into blocks and tables, straight from its XML.

Only the text, its styles, its numbering and its notes are unpacked, each up to a bound: pictures, macros,
embedded files and whatever lies outside aren't touched, and nothing that the file names is fetched. Tracked
changes are read as accepted.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

# S405: the bytes are checked for a document type first, and expat fetches nothing.
from xml.etree import ElementTree as Xml

from varsam.domain.errors import Position, RegisterError
from varsam.domain.said import say
from varsam.formats.policy.document import (
    BOLD,
    BOLD_END,
    LINE_BREAK,
    Block,
    BlockKind,
    Document,
    Part,
    Picture,
    Remark,
    block_of,
    plain,
)
from varsam.formats.policy.grids import Cell, Row, as_table
from varsam.formats.policy.places import NamedPlaces

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAX_XML = 24_000_000
_MAX_TAGS = 1_000_000
_MAX_DEPTH = 60
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGE = 3_600_000  # 10 cm in English Metric Units
_REMOVED = frozenset({_W + "del", _W + "moveFrom", _W + "rPr", _W + "pPr", _W + "instrText"})
_CONTENTS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink")
)


def read_docx(data: bytes, path: str) -> Document:
    """Take a DOCX apart. RegisterError: no DOCX, locked, damaged, too large when unpacked, or hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise _refused(path, "the file is a package, but no DOCX", _hint_for(names))
            body = _xml(archive, "word/document.xml", path)
            styles = _xml(archive, "word/styles.xml", path) if "word/styles.xml" in names else None
            notes = [
                _xml(archive, name, path)
                for name in ("word/footnotes.xml", "word/endnotes.xml")
                if name in names
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise _refused(path, "the DOCX is damaged or locked", "save it anew, without a password") from error
    return _Reader(path, styles, notes).document(body)


def _hint_for(names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "it is a spreadsheet: import it as a register of processing activities, or save it as DOCX"
    return "save the policy as DOCX, PDF or HTML"


def _refused(path: str, message: str, hint: str) -> RegisterError:
    return RegisterError(message, where=Position(path), hint=hint)


def _xml(archive: zipfile.ZipFile, name: str, path: str) -> Xml.Element:
    """One part of the package, never more of it than the bound, whatever the package says of its size."""
    with archive.open(name) as file:
        data = file.read(_MAX_XML + 1)
    if len(data) > _MAX_XML or data.count(b"<") > _MAX_TAGS:
        raise _refused(
            path, "the DOCX is too large when it is unpacked", "save it without what isn't the policy"
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise _refused(path, "the DOCX holds a document type, which no word processor writes", "save it anew")
    try:
        return Xml.fromstring(data.replace(_STRICT, _W[1:-1].encode()))  # noqa: S314
    except Xml.ParseError as error:
        raise _refused(path, "the DOCX is damaged: its text is no XML", "save it anew") from error


@dataclass(slots=True)
class _Styles:
    """What paragraph styles mean: the level of headings, and which are lists."""

    headings: dict[str, int] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Xml.Element | None) -> _Styles:
        """Read the styles; their names are English whatever the word processor's language is."""
        found = cls()
        for style in root.iter(_W + "style") if root is not None else ():
            style_id = style.get(_W + "styleId", "")
            name = _value(style.find(_W + "name")).casefold()
            outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
            if name.startswith("heading ") and name[8:9].isdecimal():
                found.headings[style_id] = int(name[8])
            elif name == "title":
                found.headings[style_id] = 1
            elif outline.isdecimal() and int(outline[:3]) < 9:
                found.headings[style_id] = int(outline) + 1
            elif name.startswith(("list bullet", "list number")):
                found.lists[style_id] = int(name[-1]) if name[-1].isdecimal() else 1
        return found


def _value(element: Xml.Element | None) -> str:
    return (element.get(_W + "val") or "") if element is not None else ""


class _Reader:
    """Goes through the body once."""

    def __init__(self, path: str, styles: Xml.Element | None, notes: list[Xml.Element]) -> None:
        self._path = path
        self._places = NamedPlaces(path)
        self._styles = _Styles.of(styles)
        self._notes = notes
        self._paragraphs = self._tables = 0
        self._parts: list[Part] = []

    def document(self, root: Xml.Element) -> Document:
        """The parts of the body; footnotes come after it, by the number that the text gives them."""
        body = root.find(_W + "body")
        self._blocks(root if body is None else body, 0)
        for number, note in _footnotes(root, self._notes):
            text = plain("".join(_texts(note, 0)))
            if text:
                self._parts.append(Block("text", f"[{number}] {text}", self._paragraph()))
        remarks: list[Remark] = []
        if any(True for name in ("ins", "del", "moveFrom", "moveTo") for _ in root.iter(_W + name)):
            message = say("the document has tracked changes; it was read as if all were accepted")
            hint = say("accept or reject them in the document and import it again")
            remarks.append(Remark("POL016", Position(self._path), message, hint))
        return Document(tuple(self._parts), self._places, tuple(remarks))

    def _paragraph(self) -> int:
        self._paragraphs += 1
        return self._places.paragraph(self._paragraphs)

    def _blocks(self, parent: Xml.Element, depth: int) -> None:
        self._not_deeper(depth)
        for child in parent:
            if child.tag == _W + "p":
                self._text(child)
            elif child.tag == _W + "tbl":
                self._table(child, depth + 1)
            elif child.tag in _CONTENTS:
                self._blocks(child, depth + 1)

    def _not_deeper(self, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise _refused(self._path, "the DOCX nests deeper than any document does", "save it anew")

    def _text(self, paragraph: Xml.Element) -> None:
        raw = "".join(_texts(paragraph, 0))
        line = self._paragraph()
        self._pictures(paragraph, line)
        if not plain(raw):
            return
        kind, level = self._kind(paragraph)
        self._parts.append(block_of(kind, raw, line, level))

    def _pictures(self, element: Xml.Element, line: int) -> None:
        for extent in element.iter(_WP + "extent"):
            large = _whole(extent.get("cx")) >= _LARGE
            said = next((each.get("descr") or "" for each in element.iter(_WP + "docPr")), "")
            self._parts.append(Picture(plain(said)[:120], line, large))

    def _kind(self, paragraph: Xml.Element) -> tuple[BlockKind, int]:
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        outline = _value(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
        if style in self._styles.headings:
            return "heading", self._styles.headings[style]
        if outline.isdecimal() and int(outline[:3]) < 9:
            return "heading", int(outline) + 1
        numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
        if numbering is not None and _value(numbering.find(_W + "numId")) != "0":
            return "item", 1 + _whole(_value(numbering.find(_W + "ilvl")))
        if style in self._styles.lists:
            return "item", self._styles.lists[style]
        return "text", 0

    def _table(self, table: Xml.Element, depth: int) -> None:
        """A table; one that holds tables is taken for layout, and its texts are blocks."""
        self._not_deeper(depth)
        inner = iter(table.iter(_W + "tbl"))
        next(inner)
        if next(inner, None) is not None:
            for row in _children(table, "tr"):
                for cell in _children(row, "tc"):
                    self._blocks(cell, depth + 1)
            return
        self._tables += 1
        rows = [
            _row(row, self._places.row(self._tables, number))
            for number, row in enumerate(_children(table, "tr"), start=1)
        ]
        _merge_down(rows)
        made = as_table([row.row for row in rows])
        if made is not None:
            self._pictures(table, made.line)
            self._parts.append(made)
            return
        for row in _children(table, "tr"):
            for cell in _children(row, "tc"):
                self._blocks(cell, depth + 1)


def _children(parent: Xml.Element, name: str) -> Iterator[Xml.Element]:
    """Children of a kind, also in what wraps them: inserted rows, content controls."""
    for child in parent:
        if child.tag == _W + name:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in _CONTENTS:
            yield from (each for each in child.iter(_W + name))


@dataclass(slots=True)
class _MergedRow:
    """A row, and which of its cells go on from the row above."""

    row: Row
    goes_on: list[bool]


def _row(element: Xml.Element, line: int) -> _MergedRow:
    made = _MergedRow(Row(line), [])
    for cell in _children(element, "tc"):
        properties = cell.find(_W + "tcPr")
        across = _value(properties.find(_W + "gridSpan")) if properties is not None else ""
        merge = properties.find(_W + "vMerge") if properties is not None else None
        read = Cell.spanning(None, across)
        for paragraph in cell.iter(_W + "p"):
            read.words += (*_texts(paragraph, 0), LINE_BREAK)
        made.row.cells.append(read)
        made.goes_on.append(merge is not None and _value(merge) != "restart")
    return made


def _merge_down(rows: list[_MergedRow]) -> None:
    """Fill the cells that go on from above with what stands there, by their columns."""
    above: dict[int, Cell] = {}
    for row in rows:
        now: dict[int, Cell] = {}
        column = 0
        for cell, goes_on in zip(row.row.cells, row.goes_on, strict=True):
            if goes_on and column in above:
                cell.words = above[column].words
            now[column] = cell
            column += cell.across
        above = now


def _texts(element: Xml.Element, depth: int) -> Iterator[str]:
    """The text of a paragraph with accepted changes; raised digits as such, footnotes as their sign."""
    if depth > _MAX_DEPTH:
        return
    for child in element:
        if child.tag in _REMOVED:
            continue
        if child.tag == _W + "t":
            raised = _value(element.find(f"{_W}rPr/{_W}vertAlign")) == "superscript"
            text = child.text or ""
            text = text.translate(_RAISED) if raised and text.strip().isdecimal() else text
            yield f"{BOLD}{text}{BOLD_END}" if _is_bold(element) else text
        elif child.tag == _W + "tab":
            yield " "
        elif child.tag in (_W + "br", _W + "cr"):
            yield LINE_BREAK
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag in (_W + "footnoteReference", _W + "endnoteReference"):
            yield f"[{child.get(_W + 'id', '')}]"
        else:
            yield from _texts(child, depth + 1)


def _is_bold(run: Xml.Element) -> bool:
    bold = run.find(f"{_W}rPr/{_W}b")
    return bold is not None and _value(bold) not in ("0", "false")


def _footnotes(root: Xml.Element, notes: list[Xml.Element]) -> Iterator[tuple[str, Xml.Element]]:
    """The notes that the text refers to."""
    used = {
        each.get(_W + "id", "")
        for name in ("footnoteReference", "endnoteReference")
        for each in root.iter(_W + name)
    }
    for part in notes:
        for name in ("footnote", "endnote"):
            for note in part.iter(_W + name):
                if note.get(_W + "id", "") in used:
                    yield note.get(_W + "id", ""), note


def _whole(value: str | None) -> int:
    given = (value or "").strip()
    return int(given) if given.isdecimal() and len(given) < 12 else 0
