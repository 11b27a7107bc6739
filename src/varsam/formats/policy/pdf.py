"""Reads the text of a PDF, with the place of each piece, into blocks and tables. Needs the extra `documents`.

Nothing in the file is run, and nothing that it names is fetched. What a page draws is bounded, since a few
bytes can ask for a page without end.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from varsam.domain.errors import Position, RegisterError
from varsam.domain.said import say
from varsam.formats.policy.broken_words import with_broken_words
from varsam.formats.policy.document import Document, Remark
from varsam.formats.policy.page_layout import Fragment, Page, Rule
from varsam.formats.policy.page_tables import read_pages
from varsam.formats.policy.places import NamedPlaces

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MAX_PAGES = 300
_MAX_OPERATIONS = 1_000_000
_MAX_STREAM = 16_000_000
_THIN = 3.0
_LEAST_TEXT = 20
# What pypdf raises for damaged files, beside its own errors; none of it is a fault of this program.
_DAMAGED = (ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError)
_DAMAGED_TOO = (RecursionError, TypeError, ValueError)


class _TooMuch(Exception):
    """A page draws more than any policy does."""


def read_pdf(data: bytes, path: str) -> Document:
    """Take a PDF apart. RegisterError: encrypted, scanned, damaged, without end, or the extra is missing."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise RegisterError(
            "PDF can't be read here: a package is missing",
            where=Position(path),
            hint='pip install "varsam[documents]", or give the policy as HTML or DOCX',
        ) from error
    places = NamedPlaces(path)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(path)
        pages = list(_pages(reader, places, path))
    except _TooMuch as error:
        raise RegisterError(
            "the PDF draws more than a policy does",
            where=Position(path),
            hint="print it anew as PDF, or give the policy as HTML or DOCX",
        ) from error
    except (PyPdfError, *_DAMAGED, *_DAMAGED_TOO) as error:
        raise RegisterError(
            "the PDF is damaged and can't be read",
            where=Position(path),
            hint="print it anew as PDF, or give the policy as HTML or DOCX",
        ) from error
    return _document(pages, places, path)


def _document(pages: list[Page], places: NamedPlaces, path: str) -> Document:
    if sum(len(each.text) for page in pages for each in page.fragments) < _LEAST_TEXT:
        raise RegisterError(
            "the PDF has no text: it was scanned or is made of pictures",
            where=Position(path),
            hint="run it through text recognition and read the result, or give the original document",
        )
    mended = with_broken_words(pages)
    read = read_pages(mended.pages)
    remarks = [Remark(each.code, places.at(each.line), each.message, each.hint) for each in read.notes]
    for line in dict.fromkeys(line for line, _ in mended.doubtful):
        broken = ", ".join(word for at, word in mended.doubtful if at == line)[:200]
        message = say("narrow columns may break words: {words}", words=broken)
        remarks.append(
            Remark("POL022", places.at(line), message, say("look whether these are one word or two"))
        )
    return Document(read.parts, places, tuple(remarks))


def _locked(path: str) -> RegisterError:
    return RegisterError(
        "the PDF is locked with a password",
        where=Position(path),
        hint="save it without one",
    )


def _pages(reader: PdfReader, places: NamedPlaces, path: str) -> Iterator[Page]:
    if len(reader.pages) > _MAX_PAGES:
        raise RegisterError(
            say("the PDF has {pages} pages", pages=len(reader.pages)),
            where=Position(path),
            hint=say("at most {most} can be imported", most=_MAX_PAGES),
        )
    left = _MAX_OPERATIONS
    for number, page in enumerate(reader.pages, start=1):
        drawn = _Drawn(float(page.mediabox.top), left)
        _bounded(page)
        page.extract_text(visitor_text=drawn.text, visitor_operand_before=drawn.operation)
        left = drawn.left
        yield Page(tuple(drawn.fragments), tuple(drawn.rules), places.page(number), drawn.pictures)


def _bounded(page: PageObject) -> None:
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > _MAX_STREAM:
        raise _TooMuch


class _Drawn:
    """Collects what a page draws: texts, horizontal rules, pictures."""

    def __init__(self, top: float, left: int) -> None:
        self.fragments: list[Fragment] = []
        self.rules: list[Rule] = []
        self.pictures = 0
        self.left = left
        self._top = top
        self._at: tuple[float, float] = (0.0, 0.0)

    def text(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Note a text at its place."""
        said = text.strip("\n\r")
        if not said.strip():
            return
        both = _times(tm, cm)
        scale = abs(both[3]) or abs(both[1]) or 1.0
        name = str((font or {}).get("/BaseFont", "")).casefold()
        bold = "bold" in name or "black" in name or "heavy" in name
        for row, line in enumerate(said.split("\n")):
            if line.strip():
                height = abs(float(size)) * scale
                y = self._top - both[5] + row * height * 1.2
                self.fragments.append(Fragment(both[4], y, line, height or 10.0, bold))

    def operation(self, operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        """Note a rule or a picture; _TooMuch: the pages draw without end."""
        del tm
        self.left -= 1
        if self.left < 0:
            raise _TooMuch
        if operator == b"re" and len(operands) == 4:
            x, y, width, height = map(float, operands)
            if abs(height * cm[3]) > 0.8 * self._top:
                return  # the page's own ground
            self._rule(cm, (x, y), (x + width, y), abs(height * cm[3]))
            if abs(height * cm[3]) > _THIN:
                self._rule(cm, (x, y + height), (x + width, y + height), 0.0)
        elif operator == b"m" and len(operands) == 2:
            self._at = (float(operands[0]), float(operands[1]))
        elif operator == b"l" and len(operands) == 2:
            to = (float(operands[0]), float(operands[1]))
            self._rule(cm, self._at, to, 0.0)
            self._at = to
        elif operator == b"Do":
            self.pictures += min(abs(cm[0] * cm[3] - cm[1] * cm[2]), 1e6) > 60_000

    def _rule(
        self, cm: list[float], start: tuple[float, float], end: tuple[float, float], thick: float
    ) -> None:
        first, last = _point(cm, start), _point(cm, end)
        if abs(first[1] - last[1]) < 1.0 and abs(first[0] - last[0]) > _THIN and thick < 2000:
            self.rules.append(Rule(self._top - first[1], min(first[0], last[0]), max(first[0], last[0])))


def _times(a: list[float], b: list[float]) -> list[float]:
    return [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]


def _point(cm: list[float], at: tuple[float, float]) -> tuple[float, float]:
    return at[0] * cm[0] + at[1] * cm[2] + cm[4], at[0] * cm[1] + at[1] * cm[3] + cm[5]
