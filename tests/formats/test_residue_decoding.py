"""Texts inside values: each encoding, layers of them, and bounds; what can't be read is named."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import tarfile
import zipfile
import zlib
from email.header import Header
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.formats.residue.decoding import LARGEST, Unread, looks_encoded, texts_of
from varsam.formats.residue.needles import Needles

EMAIL = "åsa.öberg@exempel.example"
NUMBER = "801217-9829"
NEEDLES = Needles([(1, "email", EMAIL), (2, "personnummer", "198012179829")])
SENTENCE = f"Hej, det är {EMAIL} som skriver.\nMitt nummer är {NUMBER}, hälsningar Åsa"


def found(value: str | bytes) -> tuple[set[int], dict[str, int]]:
    unread = Unread()
    numbers: set[int] = set()
    for text in texts_of(value, unread):
        numbers |= NEEDLES.find(text)
    return numbers, dict(unread.reasons)


def zipped(content: bytes, name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def tarred(content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def docx(content: str) -> bytes:
    split = content.replace("@", "</w:t></w:r><w:r><w:t>@").replace("1217-", "12</w:t><w:t>17-")
    return zipped(f"<w:document><w:t>{split}</w:t></w:document>".encode(), "word/document.xml")


UTF8 = SENTENCE.encode()
ENCODED = {
    "plain": SENTENCE,
    "quoted-printable": quopri.encodestring(UTF8).decode(),
    "quoted-printable latin-1": quopri.encodestring(SENTENCE.encode("latin-1")).decode(),
    "base64": base64.b64encode(UTF8).decode(),
    "base64 in lines": base64.encodebytes(UTF8 * 3).decode(),
    "base64 without padding": base64.urlsafe_b64encode(UTF8).decode().rstrip("="),
    "base64 in a mail": f"Content-Type: text/plain\n\n{base64.encodebytes(UTF8).decode()}\n--b--",
    "json": json.dumps({"a": [SENTENCE]}),
    "json in json": json.dumps(json.dumps(SENTENCE)),
    "percent": quote(SENTENCE),
    "percent latin-1": quote(SENTENCE.encode("latin-1")),
    "html": html.escape(SENTENCE).replace("@", "&#64;").replace("å", "&aring;").replace("ö", "&ouml;"),
    "php": f's:{len(UTF8)}:"{SENTENCE}";',
    "php within base64": base64.b64encode(f'a:1:{{i:0;s:{len(UTF8)}:"{SENTENCE}";}}'.encode()).decode(),
    "utf-8": UTF8,
    "latin-1": SENTENCE.encode("latin-1"),
    "utf-16": SENTENCE.encode("utf-16"),
    "utf-16 without mark": SENTENCE.encode("utf-16-le"),
    "gzip": gzip.compress(UTF8),
    "zlib": zlib.compress(UTF8),
    "bzip2": bz2.compress(UTF8),
    "xz": lzma.compress(UTF8),
    "zip": zipped(UTF8),
    "zip in base64": base64.b64encode(zipped(UTF8)).decode(),
    "zip in zip": zipped(zipped(UTF8), "b.zip"),
    "tar.gz": gzip.compress(tarred(UTF8)),
    "docx": docx(SENTENCE),
}


@pytest.mark.parametrize("name", ENCODED)
def test_each_encoding_is_looked_into(name: str) -> None:
    assert found(ENCODED[name]) == ({1, 2}, {})


@given(st.integers(0, 200), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\n--b", "\nHi,\nB"]))
def test_the_last_line_of_base64_counts_however_short(before: int, end: str, after: str) -> None:
    """An address at the very end, wherever the lines break."""
    packed = base64.encodebytes(b"word " * before + b"to " + EMAIL.encode()).decode().strip()
    assert found(packed.replace("\n", end) + after) == ({1}, {})


def test_mime_words() -> None:
    for how in ("utf-8", "iso-8859-1"):
        header = Header(f"Svar till {EMAIL} om {NUMBER} och mycket mer som gör raden lång", how).encode()
        assert EMAIL not in header
        assert found(header) == ({1, 2}, {})


def test_names_in_archives_are_texts_too() -> None:
    assert found(zipped(b"", f"{NUMBER}.txt"))[0] == {2}


def test_what_isnt_encoded_stays_as_it_is() -> None:
    for text in ("Sales 100 %", "a=b", "x^2", "R&D", "<3", "HelloWorldHelloWorld", "BZhello there", "PK"):
        assert found(text) == (set(), {})
        assert found(text.encode()) == (set(), {})


def test_bounds_are_said() -> None:
    bomb = zipped(bytes(LARGEST + 1))
    assert "too_large" in found(bomb)[1]
    deep = UTF8
    for _ in range(9):
        deep = gzip.compress(deep)
    assert found(deep) == (set(), {"too_deep": 1})
    assert found(gzip.compress(UTF8)[:-30])[1] in ({}, {"damaged": 1})
    assert found(b"PK\x03\x04" + bytes(30)) == (set(), {"damaged": 1})


def test_an_encrypted_member_is_said() -> None:
    content = bytearray(zipped(UTF8))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(content)) == (set(), {"encrypted": 1})


def test_binaries_are_read_as_they_stand_and_named() -> None:
    noise = bytes(range(256)) * 4
    assert found(b"\xff\xd8\xff\xe0" + noise + b"\0anna 801217-9829\0" + noise) == ({2}, {"picture": 1})
    assert found(b"%PDF-1.7\n" + noise) == (set(), {"pdf": 1})
    assert found(b"\0\1" + noise + "\0åsa.öberg@exempel.example\0".encode()) == ({1}, {"binary": 1})


@given(st.text(max_size=40) | st.binary(max_size=60))
def test_nothing_breaks_it_and_the_value_itself_comes_first(value: str | bytes) -> None:
    texts = list(texts_of(value, Unread()))
    if isinstance(value, str) and value:
        assert texts[0] == value
        if not looks_encoded(value):
            assert texts == [value]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=3, max_size=40), st.data())
def test_layers_come_off(text: str, data: st.DataObject) -> None:
    layers = {
        "json": lambda value: json.dumps(value),
        "percent": lambda value: quote(value, safe=""),
        "base64": lambda value: base64.b64encode(f"{value:20}".encode()).decode(),
    }
    value = f"a {EMAIL} {text}"
    for name in data.draw(st.lists(st.sampled_from(sorted(layers)), max_size=3)):
        value = layers[name](value)
    assert 1 in found(value)[0]
