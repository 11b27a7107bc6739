"""Opens the container of a spreadsheet with its size bounded, before anything in it is parsed.

What a container says of its own sizes isn't believed: each part that is read is unpacked up to a limit, and
only what was unpacked here is handed on, packed again. So the parser that comes after sees what was checked.
Macros, embedded objects and links to other files aren't handed on, and never run.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, TypeAlias

from varsam.domain.errors import RegisterError

Kind: TypeAlias = Literal["xlsx", "ods"]

MAX_ENTRIES = 2_000
MAX_UNPACKED = 192 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024
_CHUNK = 1024 * 1024
# What is read of each kind; all else stays packed.
_WANTED: Mapping[Kind, re.Pattern[str]] = {
    "xlsx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml|"
        r"xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml",
        re.IGNORECASE,
    ),
    "ods": re.compile(r"mimetype|META-INF/manifest\.xml|content\.xml"),
}
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# Cells and rows that only have a style: a million of them would cost the parsers half a minute. One that
# doesn't say its place stays, since those after it are counted from it.
_EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>"]*\s)?r="[^"<>]*"[^<>]*/>')
_EMPTY_ROW = re.compile(
    rb'<(?:\w+:)?row\s(?:[^<>"]*"[^"<>]*")*?[^<>"]*\br="[^"<>]*"[^<>]*(?:/>|(?<!/)>\s*</(?:\w+:)?row>)'
)
_MACROS = re.compile(r"(?:xl/)?vbaProject\.bin|xl/macrosheets/.*|Basic/.+|Scripts/.+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The parts of a spreadsheet that are read, and whether it holds programs, which are not."""

    kind: Kind
    parts: Mapping[str, bytes]
    has_macros: bool

    def packed(self) -> BytesIO:
        """The same parts as a file that holds nothing else, for a parser."""
        file = BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as container:
            for name, content in self.parts.items():
                container.writestr(zipfile.ZipInfo(name), content)
        file.seek(0)
        return file


def unpack(data: bytes, path: str) -> Unpacked:
    """The parts of an .xlsx or .ods file.

    RegisterError: it is damaged, locked with a password, of another kind, or it unpacks to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            return _unpack(container, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as wrong:
        raise RegisterError(
            "the file is damaged, or isn't the spreadsheet that its first bytes say",
            where=path,
            hint="open it in a spreadsheet program and save it again as .xlsx or .ods",
        ) from wrong


def _unpack(container: zipfile.ZipFile, path: str) -> Unpacked:
    entries = container.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _too_much(path, f"the file holds {len(entries):,} parts, and at most {MAX_ENTRIES:,} are read")
    if sum(each.file_size for each in entries) > MAX_UNPACKED:
        raise _too_much(path, f"the file unpacks to more than {MAX_UNPACKED // _SMALL} MB")
    names = {each.filename for each in entries}
    if len(names) != len(entries):
        raise _too_much(path, "the file holds two parts of the same name")
    kind = _kind(names, path)
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        if not _WANTED[kind].fullmatch(entry.filename):
            continue
        if entry.flag_bits & 1:
            raise RegisterError(
                "the file is locked with a password", where=path, hint="save it without a password"
            )
        parts[entry.filename] = _part(container, entry, left, path)
        left -= len(parts[entry.filename])
    return Unpacked(kind, parts, any(map(_MACROS.fullmatch, names)))


def _kind(names: set[str], path: str) -> Kind:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    binary = any(name.casefold() == "xl/workbook.bin" for name in names)
    raise RegisterError(
        "the file is a binary workbook (.xlsb)" if binary else "the file isn't a spreadsheet",
        where=path,
        hint="save it as .xlsx or .ods; read are .xlsx, .xlsm, .ods, .csv and fideslang YAML",
    )


def _part(container: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, path: str) -> bytes:
    """One part, unpacked piece by piece, so that a lie about its size costs no memory."""
    is_sheet = _SHEET.fullmatch(entry.filename) is not None
    found, rest, size = bytearray(), bytearray(), 0
    with container.open(entry) as packed:
        while piece := packed.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise _too_much(path, f"the file unpacks to more than {MAX_UNPACKED // _SMALL} MB")
            if size > _SMALL and size > MAX_RATIO * max(entry.compress_size, 1):
                raise _too_much(path, f"a part of the file unpacks to more than {MAX_RATIO} times its size")
            rest += piece
            # Only whole elements: up to where the last one begins.
            cut = max(rest.rfind(b"<"), 0) if is_sheet else len(rest)
            found += _filled(rest[:cut]) if is_sheet else rest
            del rest[:cut]
    return bytes(found + rest)


def _filled(part: bytearray) -> bytes:
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part))


def _too_much(path: str, message: str) -> RegisterError:
    return RegisterError(
        message, where=path, hint="copy the record's rows into a new, empty workbook and save that"
    )
