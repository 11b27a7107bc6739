"""Which formats and layouts there are, and a record written in one of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from varsam.domain.records import Record
from varsam.formats.records_export.art30 import art30
from varsam.formats.records_export.book import Book, Loss
from varsam.formats.records_export.cnil import cnil
from varsam.formats.records_export.csv_files import csv_files, guarded
from varsam.formats.records_export.ico import ico
from varsam.formats.records_export.json_ld import json_ld, losses
from varsam.formats.records_export.missing import completed
from varsam.formats.records_export.ods import ods
from varsam.formats.records_export.pages import pdf
from varsam.formats.records_export.xlsx import xlsx
from varsam.formats.texts import Lang


class FileFormat(StrEnum):
    """A file format of the export."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    PDF = "pdf"
    JSON_LD = "json-ld"

    @property
    def ending(self) -> str:
        """The ending of its files' names."""
        return "jsonld" if self is FileFormat.JSON_LD else self.value


class Layout(StrEnum):
    """Whose arrangement of the record."""

    ART30 = "art30"
    ICO = "ico"
    CNIL = "cnil"


FORMATS: Mapping[str, FileFormat] = MappingProxyType({each.ending: each for each in FileFormat})
"""The formats by the endings of their files."""

LAYOUTS: Mapping[Layout, Callable[[Record, Lang], Book]] = MappingProxyType(
    {Layout.ART30: art30, Layout.ICO: ico, Layout.CNIL: cnil}
)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files by name (one, but for CSV) and everything that they can't carry."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]


def export(
    record: Record,
    file_format: FileFormat,
    layout: Layout,
    lang: Lang,
    context: Mapping[str, object],
) -> Exported:
    """Write a record in a format, layout and language; the same record gives the same bytes.

    `context` is the JSON-LD context that comes with the program. JSON-LD has no layout.
    NotAllowed: an extra isn't installed. RegisterError: a text fits in no cell, or no font has a character.
    """
    if file_format is FileFormat.JSON_LD:
        return Exported({"records.jsonld": json_ld(record, lang, context)}, losses(record, lang))
    book = LAYOUTS[layout](record, lang)
    book = completed(book, record, _format_losses(book, record, file_format))
    name = f"records-{layout}" if layout is not Layout.ART30 else "records"
    return Exported(_files(book, record, file_format, f"{name}.{file_format.ending}"), book.losses)


def _files(book: Book, record: Record, file_format: FileFormat, name: str) -> Mapping[str, bytes]:
    match file_format:
        case FileFormat.XLSX:
            return {name: xlsx(book, record.on)}
        case FileFormat.ODS:
            return {name: ods(book, record.on)}
        case FileFormat.PDF:
            return {name: pdf(book, record.on, record.version)}
        case _:
            return csv_files(book)


def _format_losses(book: Book, record: Record, file_format: FileFormat) -> tuple[Loss, ...]:
    if file_format is FileFormat.PDF:
        return (Loss("pdf"),)
    if file_format is not FileFormat.CSV:
        return ()
    cells = guarded(completed(book, record, ()))
    return (Loss("csv_sheets"), *((Loss("csv_guarded", {"cells": cells}),) if cells else ()))
