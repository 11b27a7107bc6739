"""A certificate of the end of service as a document for the customer: Markdown and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from varsam.domain.end_of_service import Remains
from varsam.formats import pdf
from varsam.formats.certificate import Statement
from varsam.formats.texts import Lang, day_of, number, text


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the proof stands: the entry's number in the ledger, and the name of the JSON file beside.

    `titles` are the register's purposes, by id.
    """

    entry: int
    file: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


Block: TypeAlias = Heading | Table | Items | str


def markdown(statement: Statement, proof: Proof, lang: Lang) -> str:
    """Write the certificate for a person."""
    parts = [f"# {_title(statement, lang)}"]
    for block in _blocks(statement, proof, lang):
        match block:
            case Heading(said):
                parts.append(f"## {said}")
            case Table(head, rows):
                lines = [head, ("---",) * len(head), *rows]
                parts.append("\n".join(f"| {' | '.join(map(_in_a_cell, cells))} |" for cells in lines))
            case Items(items):
                parts.append("\n".join(f"- {each}" for each in items))
            case said:
                parts.append(said)
    return "\n\n".join(parts) + "\n"


def pages(statement: Statement, proof: Proof, lang: Lang) -> bytes:
    """Write the certificate as a tagged PDF. NotAllowed, RegisterError: as `pdf.compile_pdf`."""
    blocks: list[dict[str, object]] = []
    for block in _blocks(statement, proof, lang):
        match block:
            case Heading(said):
                blocks.append({"sort": "heading", "text": said})
            case Table(head, rows):
                blocks.append({"sort": "table", "head": list(head), "rows": [list(each) for each in rows]})
            case Items(items):
                blocks.append({"sort": "items", "items": list(items)})
            case said:
                blocks.append({"sort": "text", "text": said})
    data = {"title": _title(statement, lang), "lang": lang, "blocks": blocks}
    return pdf.compile_pdf(_TYPST, on=statement.issued_on, data=data)


_TYPST = """\
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set text(lang: d.lang, font: "Libertinus Serif", size: 10.5pt)
#set page(paper: "a4", margin: (x: 22mm, y: 24mm), numbering: "1")
#set table(stroke: (x: none, y: 0.4pt + luma(70%)), inset: (x: 4pt, y: 5pt), align: left)
#show title: set text(18pt)
#title()
#for b in d.blocks {
  if b.sort == "heading" { heading(level: 1, b.text) }
  else if b.sort == "items" { list(..b.items.map(it => [#it])) }
  else if b.sort == "table" {
    table(
      columns: b.head.len(),
      table.header(..b.head.map(it => strong(it))),
      ..b.rows.flatten().map(it => [#it]),
    )
  } else { par(b.text) }
}
"""


def _in_a_cell(said: str) -> str:
    return " ".join(said.split()).replace("|", "\\|")


def _title(statement: Statement, lang: Lang) -> str:
    return text("certificate.title", lang, customer=statement.name)


def _blocks(statement: Statement, proof: Proof, lang: Lang) -> Iterator[Block]:
    yield text(
        "certificate.by",
        lang,
        processor=statement.processor,
        customer=statement.name,
        ended=statement.ended_on.isoformat(),
        issued=statement.issued_on.isoformat(),
    )
    yield text("certificate.services", lang, activities="; ".join(statement.activities))
    yield from _erased(statement, lang)
    yield from _remains(statement, proof, lang)
    yield Heading(text("certificate.uncovered", lang))
    yield Items(tuple(text(f"certificate.not_{each}", lang) for each in statement.uncovered))
    yield Heading(text("certificate.proof", lang))
    yield text("certificate.proof_text", lang, sha256=statement.sha256, entry=proof.entry, file=proof.file)


def _erased(statement: Statement, lang: Lang) -> Iterator[Block]:
    yield Heading(text("certificate.erased", lang))
    rows = tuple(
        (
            each.source,
            each.kind,
            each.table,
            number(each.rows, lang),
            text(f"certificate.{each.method}", lang),
        )
        for each in statement.erased
    )
    yield Table(_heads("certificate.head", lang), rows)
    whose = "certificate.whose_customer" if statement.own else "certificate.whose_all"
    yield text(whose, lang, plan=statement.plan, day=statement.planned_on.isoformat())
    yield text("certificate.again", lang, at=statement.again_at.replace("T", " ").replace("+00:00", " UTC"))
    if statement.returned:
        file, digest = statement.returned
        yield text("certificate.returned", lang, file=file, sha256=digest)


def _remains(statement: Statement, proof: Proof, lang: Lang) -> Iterator[Block]:
    yield Heading(text("certificate.remains", lang))
    if not statement.remains:
        yield text("certificate.nothing_remains", lang)
        return
    rows = tuple(
        (
            each.source,
            each.kind,
            number(each.rows, lang),
            "; ".join(proof.titles.get(purpose, purpose) for purpose in each.purposes),
            _until(each, lang),
        )
        for each in statement.remains
    )
    yield Table(_heads("certificate.remains_head", lang), rows)


def _until(found: Remains, lang: Lang) -> str:
    if not found.purposes:
        return text("certificate.over", lang)
    return day_of(found.until) or text("certificate.open", lang)


def _heads(key: str, lang: Lang) -> tuple[str, ...]:
    return tuple(each.strip() for each in text(key, lang).split("|"))
