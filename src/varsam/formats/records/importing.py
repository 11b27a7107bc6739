"""Reads an existing record of processing activities into a draft register, in whichever layout it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from varsam.domain.errors import RegisterError
from varsam.domain.register import Register
from varsam.domain.said import say
from varsam.domain.vocabulary import Word
from varsam.formats.records.book import Book, Noticed, Sheet, condensed
from varsam.formats.records.building import Builder
from varsam.formats.records.cnil import is_fiche, is_list, read_fiche
from varsam.formats.records.columns import Table, find_table, read_table
from varsam.formats.records.delimited import read_delimited
from varsam.formats.records.fideslang import Declarations
from varsam.formats.records.grouping import told_apart
from varsam.formats.records.heads import field_of
from varsam.formats.records.parties import read_parties
from varsam.formats.records.record import Parties, Record
from varsam.formats.records.workbook import read_workbook

Layout: TypeAlias = Literal["auto", "cnil", "ico", "skr", "generic", "fideslang"]
LAYOUTS: tuple[str, ...] = get_args(Layout)
MAX_BYTES = 20 * 1024 * 1024

_EXAMPLE = re.compile(r"(?:\d+\s*[-_.]*\s*)?(?:exemple|example|exempel|beispiel)\b.*", re.IGNORECASE)
_YAML = re.compile(r"^(?:system|dataset|organization|policy|fides_key)\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RecordsImport:
    """A draft register read from a record, in which layouts it was, and what was noticed on the way."""

    register: Register
    noticed: tuple[Noticed, ...]
    layouts: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    """Where in the file what findings name stands, keyed as they name it (`purpose x`)."""


@dataclass(slots=True)
class _Read:
    """What has been read of a file so far."""

    records: list[Record] = field(default_factory=list)
    parties: Parties = field(default_factory=Parties)
    noticed: list[Noticed] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    language: str = ""
    categories: dict[str, Word] = field(default_factory=dict)
    subjects: dict[str, Word] = field(default_factory=dict)


def import_records(data: bytes, path: str, layout: str = "auto") -> RecordsImport:
    """Read a record of processing: .xlsx, .xlsm, .ods, .csv or fideslang YAML; `path` only names it.

    Nothing is guessed: what was assumed is marked and asks its question, what couldn't be read needs a
    person, a purpose without a legal basis is undecided, and all that isn't imported is noticed.
    RegisterError: the file can't be read, is too large or hostile, or holds no activities in that layout.
    """
    if layout not in LAYOUTS:
        raise RegisterError(
            f"there is no layout {layout!r}", where="--layout", hint=f"valid: {', '.join(LAYOUTS)}"
        )
    if len(data) > MAX_BYTES:
        raise RegisterError(
            "the file is too large for a record of processing",
            where=path,
            hint=f"at most {MAX_BYTES // 1024 // 1024} MB; save it without pictures",
        )
    if not data.strip():
        raise RegisterError("the file is empty", where=path, hint="give the record with its activities")
    _refuse_others(data, path)
    if _is_fideslang(data, path, layout):
        read = _declared(data, path)
    else:
        book = read_workbook(data, path) if data.startswith(b"PK") else read_delimited(data, path)
        read = _sheets(book, layout)
    if not read.records:
        raise RegisterError(
            "every activity of the record is empty", where=path, hint="fill the record in, and import it then"
        )
    builder = Builder(read.language or "en", read.noticed, read.categories, read.subjects)
    register = builder.register("", read.parties, list(told_apart(read.records)))
    found = condensed(read.noticed)
    noticed = tuple(
        each if each.where else Noticed(each.code, path, each.message, each.hint) for each in found
    )
    return RecordsImport(register, noticed, tuple(dict.fromkeys(read.layouts)), builder.places)


def _refuse_others(data: bytes, path: str) -> None:
    """Say of files of other kinds what to do with them."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RegisterError(
            "the file is an old .xls workbook, or one that is locked with a password",
            where=path,
            hint="save it as .xlsx or .ods, without a password",
        )
    if data.startswith(b"%PDF") or data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise RegisterError(
            "the file is a document, and no sheet",
            where=path,
            hint="read are .xlsx, .xlsm, .ods, .csv and fideslang YAML; a policy: `varsam policy import`",
        )


def _is_fideslang(data: bytes, path: str, layout: str) -> bool:
    if layout == "fideslang":
        return True
    if layout != "auto" or data.startswith(b"PK"):
        return False
    named = path.casefold().endswith((".yml", ".yaml"))
    return named or _YAML.search(data[:100_000].decode("utf-8", errors="ignore")) is not None


def _declared(data: bytes, path: str) -> _Read:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise RegisterError(
            "the file isn't text in UTF-8", where=path, hint="save the YAML file in UTF-8"
        ) from wrong
    declared = Declarations(text, path)
    records = declared.records()
    return _Read(
        records,
        declared.parties,
        declared.noticed,
        ["fideslang"],
        "en",
        declared.categories,
        declared.subjects,
    )


def _sheets(book: Book, layout: str) -> _Read:
    read = _Read(noticed=list(book.noticed))
    fiches = [sheet for sheet in book.sheets if layout in ("auto", "cnil") and is_fiche(sheet)]
    lists = [sheet for sheet in book.sheets if fiches and sheet not in fiches and is_list(sheet)]
    for sheet in book.sheets:
        if sheet.is_empty:
            continue
        if sheet in fiches:
            _fiche(sheet, read)
        elif sheet in lists:
            listed = find_table(sheet)
            read_parties(sheet, listed.first - 1 if listed else 12, read.parties)
        elif (table := _table(sheet, layout)) is not None:
            read_parties(sheet, table.first - 1, read.parties)
            read.language = read.language or table.language
            read.layouts.append(table.layout)
            read.records += read_table(table, read.noticed)
        elif not read_parties(sheet, 60, read.parties):
            read.noticed.append(
                Noticed("REC003", sheet.where(), "the sheet holds no activities and isn't imported")
            )
    if not read.layouts:
        raise _nothing(book, layout)
    _listed_only(lists, read)
    return read


def _fiche(sheet: Sheet, read: _Read) -> None:
    read.layouts.append("cnil")
    read.language = read.language or "en"
    if _EXAMPLE.fullmatch(sheet.name):
        read.noticed.append(
            Noticed("REC003", sheet.where(), "the sheet is the template's example and isn't imported")
        )
        return
    record = read_fiche(sheet, read.parties, read.noticed)
    if record is not None:
        read.records.append(record)


def _table(sheet: Sheet, layout: str) -> Table | None:
    table = find_table(sheet)
    if table is None or layout in ("auto", "generic", table.layout):
        return table
    return None


def _listed_only(lists: list[Sheet], read: _Read) -> None:
    """Activities that a register lists without a sheet of their own are imported with what the list "
    "says."""
    known = {record.title.casefold() for record in read.records}
    for sheet in lists:
        table = find_table(sheet)
        if table is None:
            continue
        for record in read_table(table, []):
            if record.title and record.title.casefold() not in known:
                said = say(
                    "the activity {title} is listed and has no sheet of its own",
                    title=repr(record.title[:80]),
                )
                hint = "complete it in the register"
                read.noticed.append(Noticed("REC009", record.where, said, hint))
                read.records.append(record)


def _nothing(book: Book, layout: str) -> RegisterError:
    """What to do about a file without activities: the likeliest heads that it has."""
    best: tuple[int, Sheet, tuple[str, ...]] | None = None
    for sheet in book.sheets:
        for row in sheet.rows[:60]:
            found = sum(field_of(cell) is not None for cell in row if cell)
            if best is None or found > best[0]:
                best = (found, sheet, row)
    heads = ", ".join(repr(" ".join(cell.split())[:40]) for cell in (best[2] if best else ()) if cell)
    wanted = "" if layout == "auto" else f" in the layout {layout!r}"
    hint = (
        "looked for heads such as Behandling, Ändamål, Rättslig grund, Lagringstid; Purpose, Lawful basis, "
        "Retention; and for the labels of the CNIL's sheets"
    )
    return RegisterError(
        f"no sheet of the file holds activities{wanted}",
        where=best[1].where() if best and best[0] else book.path,
        hint=f"{hint}; the likeliest row says {heads[:300]}" if best and best[0] else hint,
    )
