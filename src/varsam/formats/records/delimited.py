"""Reads CSV files as spreadsheet programs of all countries write them: their letters and their "
"separators."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from varsam.domain.errors import RegisterError
from varsam.domain.said import say
from varsam.formats.records.book import MAX_CELLS, Book, Noticed, Sheet, text_of

_SEPARATORS = ";,\t|"
_LOOKED_AT = 200


def read_delimited(data: bytes, path: str) -> Book:
    """The rows of a CSV file as a sheet without a name.

    The letters: UTF-8, UTF-16 by its mark or its zeros, else Windows-1252, which is told. The separator: what
    divides the first rows most evenly, or what a first line `sep=;` says. A cell that begins with = is text.
    RegisterError: it isn't text, or is too large.
    """
    text, noticed = _decoded(data, path)
    first, _, rest = text.partition("\n")
    told = first.strip().casefold()
    skipped = 0
    if (told.startswith("sep=") and len(told) == 5) or first.casefold().startswith("sep=\t"):
        separator, text, skipped = first[4], rest, 1
    else:
        separator = _separator(text)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    cells = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for row in reader:
            rows.append(tuple(map(text_of, row)))
            lines.append(line + skipped)
            line = reader.line_num + 1
            cells += len(row)
            if cells > MAX_CELLS:
                raise RegisterError(
                    "the file is too large for a record of processing",
                    where=path,
                    hint=f"at most {MAX_CELLS:,} cells",
                )
    except csv.Error as wrong:
        raise RegisterError(
            "a cell is longer than any text a person would write: a quotation mark isn't closed",
            where=f"{path}:{line + skipped}",
            hint="close it, or save the record from a spreadsheet program again",
        ) from wrong
    return Book(path, (Sheet(path, "", tuple(rows), tuple(lines)),), noticed)


def _decoded(data: bytes, path: str) -> tuple[str, tuple[Noticed, ...]]:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = data[:2000]
    encoding = "utf-8-sig"
    if marked:
        encoding = "utf-16"
    elif start[1::2].count(0) * 3 > len(start):
        encoding = "utf-16-le"
    elif start[0::2].count(0) * 3 > len(start):
        encoding = "utf-16-be"
    try:
        text = data.decode(encoding)
        noticed: tuple[Noticed, ...] = ()
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        said = say("the file isn't UTF-8; it was read as {encoding}", encoding="Windows-1252")
        noticed = (Noticed("REC007", path, said, "look whether å, é, ü and the like are right"),)
    if "\x00" in text or "\ufffd" in text:
        raise RegisterError(
            "the file isn't text", where=path, hint="save the record as CSV in UTF-8, or as .xlsx or .ods"
        )
    return text, noticed


def _separator(text: str) -> str:
    """What divides the first rows into most cells, most evenly; a comma inside texts divides unevenly."""

    def score(separator: str) -> tuple[float, int]:
        try:
            reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
            sizes = [len(row) for row in islice(reader, _LOOKED_AT) if row]
        except csv.Error:
            return 0.0, 0
        if not sizes:
            return 0.0, 0
        size, times = Counter(sizes).most_common(1)[0]
        return (times / len(sizes) * (size > 1), size)

    return max(_SEPARATORS, key=score)
