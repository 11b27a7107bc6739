"""Files that are hostile, locked, scanned or damaged: an error with a hint in bounded time, no crash."""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.packages import with_part
from tests.formats.policy_layouts import HEADS, LAYOUTS, Row, docx_table
from varsam.domain.errors import Position, RegisterError
from varsam.formats.policy import import_document

ROWS: Sequence[Row] = [
    ("Köp", "Leverera varan", "Namn, e-post", "Kunder", "Avtal", "Avtalstiden + 1 år"),
    ("Utskick", "Berätta om nyheter", "E-post", "Kunder", "Samtycke", "Tills samtycket återkallas"),
]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = "word/document.xml"


@cache
def docx() -> bytes:
    return docx_table("Exempel Handel AB ansvarar.", ROWS, HEADS["sv"], "Slut.")


@cache
def pdf() -> bytes:
    typst = pytest.importorskip("typst")
    cells = "".join(f"[{cell}]," for row in (HEADS["sv"], *ROWS) for cell in row)
    source = f"Exempel Handel AB ansvarar.\n\n#table(columns: 6, {cells})\n\nSlut."
    return bytes(typst.compile(source.encode()))


def with_document(xml: bytes) -> bytes:
    return with_part(docx(), DOCUMENT, lambda _: xml)


def small_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first being its catalogue."""
    made, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + xref + trailer


def page_of(content: bytes, entries: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % entries
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return small_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream, *more)


def form(content: bytes, draws: int) -> bytes:
    """A drawing that may draw another, or itself."""
    entries = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F %d 0 R >> >>" % draws
    )
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("hemligt", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def inflated() -> bytes:
    packed = zlib.compress(b"BT (a) Tj ET " * 1_400_000, 9)
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return small_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content)


def only(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(name, "x")
    return buffer.getvalue()


LOOP = small_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
DRAWN = b"/Resources << /XObject << /F 5 0 R >> >>"
ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf locked": (locked, "locked with a password"),
    "pdf scanned": (lambda: page_of(b"q Q"), "no text"),
    "pdf that leads to itself": (lambda: LOOP, "damaged"),
    "pdf that draws itself": (lambda: page_of(b"/F Do", DRAWN, form(b"/F Do /F Do", 5)), "no text"),
    "pdf bomb": (inflated, "draws more"),
    "pdf cut": (lambda: pdf()[: len(pdf()) // 2], "damaged|no text|no table"),
    "pdf head": (lambda: b"%PDF-1.7", "damaged"),
    "docx bomb": (lambda: with_document(b"<a>" + b" " * 24_100_000), "too large when it is unpacked"),
    "docx of tags": (lambda: with_document(b"<a>" + b"<b/>" * 1_200_000), "too large when it is unpacked"),
    "docx with an entity": (lambda: with_document(ENTITY), "document type"),
    "docx in utf-16": (lambda: with_document("<a/>".encode("utf-16")), "document type"),
    "docx that is no XML": (lambda: with_document(b"<a>"), "no XML"),
    "docx nested": (
        lambda: with_document(f"<w:document {W}><w:body>"
f"{'<w:tbl><w:tr><w:tc>' * 99}{'</w:tc></w:tr></w:tbl>' * 99}"
                              "</w:body></w:document>".encode()),
        "nests deeper",
    ),
    "docx cut": (lambda: docx()[:900], "damaged or locked"),
    "zip": (lambda: b"PK\x03\x04" + b"\0" * 50, "damaged or locked"),
    "spreadsheet": (lambda: only("xl/workbook.xml"), "no DOCX"),
    "rtf": (lambda: b"{\\rtf1 hej}", "can't be read as it is"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 50, "can't be read as it is"),
    "picture": (lambda: b"\x89PNG\r\n", "can't be read as it is"),
    "paragraphs": (lambda: b"<p>a</p>" * 20_100, "too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cant_be_read_is_an_error_with_a_hint(name: str) -> None:
    made, message = HOSTILE[name]
    data = made()
    began = time.process_time()
    with pytest.raises(RegisterError, match=message) as caught:
        import_document(data, "p.file")
    assert time.process_time() - began < 10
    assert isinstance(caught.value.where, Position)
    assert caught.value.where.path == "p.file"
    assert caught.value.hint


def test_what_lies_beside_the_text_of_a_docx_is_never_unpacked() -> None:
    """A macro that can't be unpacked hinders nobody, since nobody unpacks it."""
    name = "word/vbaProject.bin"
    data = bytearray(with_part(docx(), "", bytes, **{name: b"Sub AutoOpen()" * 99}))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        at = package.getinfo(name).header_offset + 30 + len(name)
    data[at : at + 4] = b"\xff" * 4
    with zipfile.ZipFile(io.BytesIO(data)) as package, pytest.raises((zlib.error, zipfile.BadZipFile)):
        package.read(name)
    assert len(import_document(bytes(data)).register.activities) == 2


def test_a_pdf_that_anybody_may_open_is_read_and_one_with_the_extra_missing_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(import_document(pdf()).register.activities) == 2
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(RegisterError, match="package is missing") as caught:
        import_document(pdf(), "p.pdf")
    assert "varsam[documents]" in caught.value.hint


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["docx", "pdf", "xml", *LAYOUTS]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_any_change_of_a_document_is_read_or_refused(
    kind: str, changes: list[tuple[float, int, bytes]]
) -> None:
    data = docx() if kind == "docx" else pdf() if kind == "pdf" else b""
    if kind == "xml":
        with zipfile.ZipFile(io.BytesIO(docx())) as package:
            data = package.read(DOCUMENT)
    elif not data:
        data = LAYOUTS[kind](ROWS, HEADS["sv"]).encode()
    for place, length, put in changes:
        at = int(place * len(data))
        data = data[:at] + put + data[at + length :]
    try:
        imported = import_document(with_document(data) if kind == "xml" else data, "p")
    except RegisterError as error:
        assert error.hint  # noqa: PT017 - both outcomes are right
    else:
        assert imported.register.activities
