"""The last sheet of every layout: what the record lacks, and what its file can't carry."""

from __future__ import annotations

from dataclasses import replace

from varsam.domain.completeness import lacks
from varsam.domain.records import Record
from varsam.formats.records_export import wording
from varsam.formats.records_export.art30 import columns
from varsam.formats.records_export.book import Book, Loss, Row, Shape, Sheet, Style, named
from varsam.formats.records_export.wording import said


def completed(book: Book, record: Record, losses: tuple[Loss, ...]) -> Book:
    """The book with what the record lacks and all losses on its last sheet, and names that files allow."""
    all_losses = (*book.losses, *losses)
    lang = book.language
    found = lacks(record)
    rows = [Row((wording.lack(each, lang), each.name, each.law)) for each in found]
    if all_losses:
        rows.append(Row((said("losses_note", lang),), Style.SECTION))
        rows += [Row((each.said(lang),)) for each in all_losses]
    sheet = Sheet(
        said("missing", lang),
        said("missing", lang),
        columns(lang, ("lack", 64), ("where", 60), ("law", 18)),
        tuple(rows),
        above=(Row((said("missing_note" if found else "complete", lang),), Style.SECTION),),
        shape=Shape.FORM,
    )
    return replace(book, sheets=named((*book.sheets, sheet)), losses=all_losses)
