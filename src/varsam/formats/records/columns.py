"""Reads sheets with an activity in each row: the ICO's, Swedish municipalities', others made like them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from varsam.domain.errors import RegisterError
from varsam.domain.register import Role
from varsam.domain.said import say
from varsam.formats.records.book import Noticed, Sheet
from varsam.formats.records.foreign import says_nothing
from varsam.formats.records.heads import NAMES, field_of, language_of
from varsam.formats.records.record import Record

MAX_ROWS = 5_000
_ICO_PROCESSOR = "name and contact details of controller"
_LOOKED_AT = 60
_LEAST = 3
_PROCESSOR = re.compile(
    r"(?:data |sub-?)?processor|(?:personuppgifts)?biträde|auftragsverarbeiter|(?:sub)?verwerker|"
    r"sous-traitant|databehandler",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of activities in a sheet: where it begins, and which columns say what."""

    sheet: Sheet
    first: int
    heads: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]

    @property
    def language(self) -> str:
        """The language of the heads: `sv`, or `en` for any other."""
        return language_of([head for head in self.heads if head])

    @property
    def layout(self) -> str:
        """Whose layout it is: `ico`, `skr` for one in Swedish, else `generic`."""
        heads = {" ".join(head.casefold().split()) for head in self.heads}
        if "business function" in heads or any(each.startswith(_ICO_PROCESSOR) for each in heads):
            return "ico"
        return "skr" if self.language == "sv" else "generic"

    @property
    def role(self) -> Role:
        """Processor where the columns are those of a processor's record (GDPR 30(2))."""
        theirs = "their_controller" in self.columns and "purpose" not in self.columns
        return Role.PROCESSOR if theirs else Role.CONTROLLER


def find_table(sheet: Sheet) -> Table | None:
    """The table of activities of a sheet: the row, or two rows, of which most are known heads."""
    best: Table | None = None
    for row in range(min(_LOOKED_AT, len(sheet.rows))):
        heads = sheet.rows[row]
        if not any(heads):
            continue
        single = _table(sheet, row + 1, heads)
        if best is None or len(single.columns) > len(best.columns):
            best = single
        if row + 1 < len(sheet.rows):
            double = _table(sheet, row + 2, _joined(heads, sheet.rows[row + 1]))
            below = _table(sheet, row + 2, sheet.rows[row + 1])
            # A row of data may hold a word that is a head elsewhere: two rows must say clearly more.
            if len(double.columns) > max(len(best.columns), len(below.columns)) + 1:
                best = double
    if best is None or len(best.columns) < _LEAST or not _named(best):
        return None
    return best


def _named(table: Table) -> bool:
    return any(name in table.columns for name in ("activity", "purpose", "processing"))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two rows of heads as one: what is known alone, else both together."""
    found = []
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        both = f"{above} {below}".strip() if above != below else above
        found.append(next((each for each in (below, both, above) if field_of(each)), below or above))
    return tuple(found)


def _table(sheet: Sheet, first: int, heads: Sequence[str]) -> Table:
    columns: dict[str, tuple[int, ...]] = {}
    for place, head in enumerate(heads):
        name = field_of(head) if head else None
        if name:
            columns[name] = (*columns.get(name, ()), place)
    return Table(sheet, first, tuple(heads), columns)


def read_table(table: Table, noticed: list[Noticed]) -> list[Record]:
    """The activities of a table, row by row; what isn't imported is noticed.

    RegisterError: it has too many rows.
    """
    noticed += _about_columns(table)
    rows = [row for row in range(table.first, len(table.sheet.rows)) if any(table.sheet.rows[row])]
    if len(rows) > MAX_ROWS:
        raise RegisterError(
            f"the sheet has {len(rows):,} rows",
            where=table.sheet.where(),
            hint=f"at most {MAX_ROWS:,} activities can be imported",
        )
    records: list[Record] = []
    for row in rows:
        texts = {text for text in table.sheet.rows[row] if text}
        if len(texts) == 1 and len(table.columns) > _LEAST:
            said = say(
                "the row {text} looks like a heading and isn't imported", text=repr(_short(texts.pop()))
            )
            noticed.append(Noticed("REC008", table.sheet.where(row), said))
            continue
        records.append(_record(table, row, noticed))
    return records


def _about_columns(table: Table) -> Iterator[Noticed]:
    known = {place for places in table.columns.values() for place in places}
    for place, head in enumerate(table.heads):
        filled = sum(bool(table.sheet.cell(row, place)) for row in range(table.first, len(table.sheet.rows)))
        if place in known or not filled or (place and head and head == table.heads[place - 1]):
            continue
        said = say(
            "the column {head} isn't imported; {count} of its cells hold something",
            head=repr(_short(head)),
            count=filled,
        )
        yield Noticed("REC001", table.sheet.where(table.first - 1, place), said)
    if table.role is Role.PROCESSOR:
        return
    for name, described in NAMES.items():
        if name not in table.columns and not (name == "activity" and "purpose" in table.columns):
            said = say("the sheet has no column for {missing}", missing=described)
            yield Noticed("REC009", table.sheet.where(table.first - 1), said)


def _cell(table: Table, row: int, noticed: list[Noticed], name: str) -> str:
    """The text of the columns for a field; where a second one says something else, that is noticed."""
    texts = [(place, table.sheet.cell(row, place)) for place in table.columns.get(name, ())]
    texts = [(place, text) for place, text in texts if text]
    for place, text in texts[1:]:
        if text != texts[0][1]:
            said = say("a second column for {field} says something else, which isn't imported", field=name)
            noticed.append(Noticed("REC001", table.sheet.where(row, place), said))
    return texts[0][1] if texts else ""


def _record(table: Table, row: int, noticed: list[Noticed]) -> Record:
    cell = partial(_cell, table, row, noticed)
    processing = cell("processing")
    # In a processor's record that column names who keeps it.
    own = table.role is Role.PROCESSOR
    role = cell("role")
    return Record(
        where=table.sheet.where(row, 0),
        title=_flat(cell("activity") or processing or cell("purpose")),
        purpose=_flat(cell("purpose")),
        basis=cell("basis"),
        law=_flat(cell("law")),
        interest=_flat(cell("interest")),
        retention=_flat(cell("retention")),
        categories=cell("categories"),
        special=cell("special"),
        subjects=cell("subjects"),
        recipients=cell("recipients"),
        processors="" if own else cell("processors"),
        countries=cell("countries"),
        safeguards=cell("safeguards"),
        controllers=cell("processors") if own else cell("controllers"),
        joint=cell("joint"),
        acted_for=cell("their_controller"),
        operations=processing if table.role is Role.PROCESSOR else cell("operations"),
        measures=cell("measures"),
        decisions=cell("decisions"),
        source=cell("source"),
        role=Role.PROCESSOR if role and _PROCESSOR.search(role) else table.role,
    )


def _flat(text: str) -> str:
    return "" if says_nothing(text) else " ".join(text.split())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
