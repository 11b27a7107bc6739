"""Typst to PDF/UA: tagged, dated, the same bytes twice, and nothing that others wrote is run."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdf
import pytest

from varsam.domain.errors import NotAllowed, RegisterError
from varsam.formats import pdf
from varsam.formats.pdf import compile_pdf, literal

DAY = date(2026, 11, 22)
HEAD = '#set document(title: "Titel")\n#set text(lang: "sv")\n'
FROM_DATA = HEAD + "#let data = json(bytes(sys.inputs.data))\n= Rubrik\n#data.text"


def test_the_file_is_tagged_titled_and_dated_and_made_alike_twice() -> None:
    made = compile_pdf(FROM_DATA, on=DAY, data={"text": "Åäö"})
    assert made == compile_pdf(FROM_DATA, on=DAY, data={"text": "Åäö"})
    read = pypdf.PdfReader(BytesIO(made))
    assert read.metadata is not None
    assert read.metadata.title == "Titel"
    assert read.metadata.creation_date is not None
    assert read.metadata.creation_date.date() == DAY
    root = read.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert "Åäö" in read.pages[0].extract_text()


@pytest.mark.parametrize("text", ['#panic("run")', '"; #panic("run")', "a \\ b", "first\nsecond", "*x* $y$"])
def test_what_others_wrote_is_printed_and_never_run(text: str) -> None:
    for source in (HEAD + f"= R\n#{literal(text)}", FROM_DATA):
        read = pypdf.PdfReader(BytesIO(compile_pdf(source, on=DAY, data={"text": text})))
        assert "".join(text.split()) in "".join(read.pages[0].extract_text().split())


def test_faulty_typst_is_said_and_no_file_is_read() -> None:
    with pytest.raises(RegisterError, match="can't be made"):
        compile_pdf(HEAD + "#nothing()", on=DAY)
    with pytest.raises(RegisterError, match="can't be made"):
        compile_pdf(HEAD + '#read("/etc/hostname")', on=DAY)


def test_a_character_of_no_font_is_refused_without_the_text() -> None:
    with pytest.raises(RegisterError, match="in no font") as refused:
        compile_pdf(FROM_DATA, on=DAY, data={"text": "secret \U0001fffe"})
    assert "secret" not in str(refused.value)


def test_without_the_extra_the_hint_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(NotAllowed) as refused:
        compile_pdf(FROM_DATA, on=DAY)
    assert refused.value.hint == 'pip install "varsam[letters]"'
