"""The record of processing activities as files: XLSX, ODS, CSV, PDF and JSON-LD, in three layouts."""

from varsam.formats.records_export.book import Book, Loss
from varsam.formats.records_export.exporting import (
    FORMATS,
    LAYOUTS,
    Exported,
    FileFormat,
    Layout,
    export,
)

__all__ = ["FORMATS", "LAYOUTS", "Book", "Exported", "FileFormat", "Layout", "Loss", "export"]
