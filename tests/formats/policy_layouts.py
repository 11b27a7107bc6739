"""Lays the same activities out as policies do: tables, sections, lists, in several formats and languages."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Mapping, Sequence

from docx import Document as WordDocument
from docx.shared import Cm

Row = tuple[str, str, str, str, str, str]
HEADS: Mapping[str, Row] = {
    "sv": (
        "Personuppgiftsbehandling",
        "Syfte",
        "Kategorier av personuppgifter",
        "Kategorier av registrerade",
        "Rättslig grund",
        "Lagringstid",
    ),
    "en": (
        "Processing activity",
        "Purpose",
        "Categories of personal data",
        "Data subjects",
        "Legal basis",
        "Retention period",
    ),
    "de": (
        "Verarbeitungstätigkeit",
        "Zweck der Verarbeitung",
        "Kategorien personenbezogener Daten",
        "Betroffene Personen",
        "Rechtsgrundlage",
        "Speicherdauer",
    ),
    "nl": ("Verwerking", "Doel", "Persoonsgegevens", "Betrokkenen", "Grondslag", "Bewaartermijn"),
    "fr": (
        "Traitement",
        "Finalité",
        "Catégories de données",
        "Personnes concernées",
        "Base légale",
        "Durée de conservation",
    ),
    "da": (
        "Behandlingsaktivitet",
        "Formål",
        "Kategorier af personoplysninger",
        "Registrerede",
        "Retsgrundlag",
        "Slettefrist",
    ),
    "no": (
        "Behandling",
        "Formål",
        "Kategorier av personopplysninger",
        "Registrerte",
        "Behandlingsgrunnlag",
        "Lagringstid",
    ),
}
QUESTIONS = {
    "sv": ("Vad gör vi", "Varför", "Vilka uppgifter", "Vem", "Med vilken rätt", "Hur länge"),
    "en": ("What we do", "Why", "What data", "Who", "On what basis", "How long"),
}


def _md(text: str) -> str:
    return "".join("\\" + letter if letter in "\\`*_[]<|&#+-!" else letter for letter in text)


def md_table(rows: Sequence[Row], heads: Row) -> str:
    """The table as Markdown."""
    lines = [heads, ("---",) * 6, *(tuple(map(_md, row)) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def html_table(rows: Sequence[Row], heads: Row) -> str:
    """The table as HTML."""
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return "<table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + f"</tr>\n{body}</table>\n"


def html_turned(rows: Sequence[Row], heads: Row) -> str:
    """A table for each activity, its heads down the side."""
    return "".join(
        "<table>"
        + "".join(
            f"<tr><th>{head}</th><td>{html.escape(cell)}</td></tr>"
            for head, cell in zip(heads, row, strict=True)
        )
        + "</table>\n"
        for row in rows
    )


def md_sections(rows: Sequence[Row], heads: Row) -> str:
    """A section for each activity: its heading, then labelled paragraphs."""
    return "".join(
        f"### {_md(row[0])}\n\n"
        + "".join(f"{head}: {_md(cell)}\n\n" for head, cell in zip(heads[1:], row[1:], strict=True))
        for row in rows
    )


def md_bold(rows: Sequence[Row], heads: Row) -> str:
    """The same with bold labels, one line each in a paragraph."""
    return "".join(
        f"## {_md(row[0])}\n\n"
        + "".join(
            f"**{head}** {_md(cell)}\\\n" for head, cell in zip(heads[1:], row[1:], strict=True)
        ).rstrip("\\\n")
        + "\n\n"
        for row in rows
    )


def md_nested(rows: Sequence[Row], heads: Row) -> str:
    """Nested bullets."""
    return "".join(
        f"* {_md(row[0])}\n"
        + "".join(f"    * {head}: {_md(cell)}\n" for head, cell in zip(heads[1:], row[1:], strict=True))
        for row in rows
    )


def html_defined(rows: Sequence[Row], heads: Row) -> str:
    """Definition lists under headings."""
    return "".join(
        f"<h3>{html.escape(row[0])}</h3><dl>"
        + "".join(
            f"<dt>{head}</dt><dd>{html.escape(cell)}</dd>"
            for head, cell in zip(heads[1:], row[1:], strict=True)
        )
        + "</dl>\n"
        for row in rows
    )


def html_broken(rows: Sequence[Row], heads: Row) -> str:
    """One paragraph for each activity, its labels bold and its lines broken."""
    return "".join(
        f"<h2>{html.escape(row[0])}</h2><p>"
        + "<br>".join(
            f"<strong>{head}:</strong> {html.escape(cell)}"
            for head, cell in zip(heads[1:], row[1:], strict=True)
        )
        + "</p>\n"
        for row in rows
    )


def md_exploded(rows: Sequence[Row], heads: Row) -> str:
    """A list of activities, a list of purposes, a list of times, in the same order."""
    return "".join(
        f"#### {head}\n\n"
        + "".join(f"{place}. {_md(row[column]) or '–'}\n" for place, row in enumerate(rows, 1))
        + "\n"
        for column, head in enumerate(heads)
    )


def html_exploded_cells(rows: Sequence[Row], heads: Row) -> str:
    """A table of one row whose cells are the lists."""
    cells = "".join(
        "<td><ul>" + "".join(f"<li>{html.escape(row[column]) or '–'}</li>" for row in rows) + "</ul></td>"
        for column in range(6)
    )
    return "<table><tr>" + "".join(f"<th>{head}</th>" for head in heads) + f"</tr><tr>{cells}</tr></table>"


LAYOUTS: Mapping[str, Callable[[Sequence[Row], Row], str]] = {
    each.__name__: each
    for each in (
        md_table,
        html_table,
        html_turned,
        md_sections,
        md_bold,
        md_nested,
        html_defined,
        html_broken,
        md_exploded,
        html_exploded_cells,
    )
}


def page(before: str, body: str, after: str) -> str:
    """A document around a layout: HTML where the layout is, else Markdown."""
    if not body.lstrip().startswith("<"):
        return f"{before}\n\n{body}\n\n{after}\n"
    told = "".join(f"<p>{html.escape(text)}</p>\n" for text in before.split("\n\n") if text.strip())
    ended = "".join(f"<p>{html.escape(text)}</p>\n" for text in after.split("\n\n") if text.strip())
    return f"<!doctype html><html><body>{told}{body}{ended}</body></html>"


def docx_table(before: str, rows: Sequence[Row], heads: Row, after: str) -> bytes:
    """A DOCX with the paragraphs and the table."""
    document = WordDocument()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.5)
    for text in before.split("\n\n"):
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=6, style="Table Grid")
    for row in (heads, *rows):
        cells = table.rows[0].cells if row is heads else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    table.autofit = False
    for place, width in enumerate((4.3, 4.1, 4.0, 3.3, 4.6, 4.6)):
        table.columns[place].width = Cm(width)
        for cell in table.columns[place].cells:
            cell.width = Cm(width)
    for text in after.split("\n\n"):
        document.add_paragraph(text)
    return _bytes(document)


def docx_sections(before: str, rows: Sequence[Row], heads: Row, after: str) -> bytes:
    """A DOCX with a heading and labelled paragraphs for each activity."""
    document = WordDocument()
    for text in before.split("\n\n"):
        document.add_paragraph(text)
    for row in rows:
        document.add_heading(row[0], level=2)
        for head, cell in zip(heads[1:], row[1:], strict=True):
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"{head}: ").bold = True
            paragraph.add_run(cell)
    document.add_heading("Kontakt" if heads == HEADS["sv"] else "Contact", level=1)
    for text in after.split("\n\n"):
        document.add_paragraph(text)
    return _bytes(document)


def _bytes(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
