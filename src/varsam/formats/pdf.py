"""Compiles a Typst text to a tagged PDF (PDF/UA-1). Policies, records and letters are made with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from varsam.domain.errors import NotAllowed, RegisterError

STANDARD: Literal["ua-1"] = "ua-1"
EXTRA = 'pip install "varsam[letters]"'
_SECONDS_A_DAY = 86_400


def is_possible() -> bool:
    """Answer whether the extra `letters` is installed."""
    return find_spec("typst") is not None


def compile_pdf(source: str, *, on: date, data: Mapping[str, object] = MappingProxyType({})) -> bytes:
    """Compile a Typst text to PDF/UA-1; the same source, day and data give the same bytes.

    `data`, plain JSON values, is `#let data = json(bytes(sys.inputs.data))` in the source: what others wrote
    comes in there or through `literal`, never as Typst. `on` is the day that the file says it was made.
    The source must set a title and a language. The fonts that come with Typst are taken; a character that
    they lack is looked for in the machine's, and then the bytes depend on them.
    NotAllowed: the extra isn't installed. RegisterError: a character no font has, or faulty Typst.
    """
    if not is_possible():
        raise NotAllowed("PDF needs the extra “letters”, which isn't installed", where="pdf", hint=EXTRA)
    from typst import TypstError

    try:
        return _compiled(source, data, on, ignore_system_fonts=True)
    except TypstError:
        try:
            return _compiled(source, data, on, ignore_system_fonts=False)
        except TypstError as error:
            raise _refusal(error.message) from None


def literal(text: str) -> str:
    r"""A text as a Typst string, with its quotation marks: `#"a \"word\""` prints it as it is."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\n")
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\n") + '"'


def _compiled(source: str, data: Mapping[str, object], on: date, *, ignore_system_fonts: bool) -> bytes:
    import typst

    # A document is made of its source and its data: the only files in its reach are Typst's own.
    compiler = typst.Compiler(
        source.encode(),
        root=Path(typst.__file__).parent,
        ignore_system_fonts=ignore_system_fonts,
        sys_inputs={"data": json.dumps(dict(data), ensure_ascii=False)},
    )
    seconds = (on - date(1970, 1, 1)).days * _SECONDS_A_DAY
    made = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=seconds)
    if not isinstance(made, bytes):  # several files come for images only
        raise RegisterError("the PDF can't be made: no file came", where="pdf", hint="report this as a fault")
    return made


def _refusal(message: str) -> RegisterError:
    """Say what Typst said, without the text of the document."""
    if "could not be displayed with font" in message:
        return RegisterError(
            "a character of the text is in no font, so the PDF would show a gap",
            where="pdf",
            hint="install a font that has it (such as fonts-noto), or write it otherwise",
        )
    return RegisterError(f"the PDF can't be made: {message}", where="pdf", hint="mend the document's source")
