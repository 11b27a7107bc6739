"""Whether what the map promises is there in the rows: purposes with data, dates filled in, indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from varsam.checks.base import Hit
from varsam.checks.maps.view import View, event_columns
from varsam.domain.calendar import Period, last_day_where, plus, time_zone
from varsam.domain.ownership import EventColumn, EventFirstOf, EventFiscalYear, EventMapping, Kind, SourceMap
from varsam.domain.planner.events import column_view
from varsam.domain.predicate import Predicate, every, some
from varsam.domain.register import Purpose, Register
from varsam.domain.retention import events_of
from varsam.domain.said import say
from varsam.domain.vocabulary import default_patience

MOST_MISSING = 0.5
"""From which share of rows past a purpose's patience a missing event is more than a few open cases."""
LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows to count: those of `all_rows` that are past patience, and among them those without the event."""

    table: str
    all_rows: Predicate
    missing: Predicate
    where: str
    event: str
    patience: Period


def events_missing(source_map: SourceMap, register: Register, on: date) -> Iterator[Waiting]:
    """An event has no date in most of the rows that are older than a purpose's patience: nobody fills it in
    any more, or another column holds it now.
    """
    purposes = register.purposes()
    for kind in source_map.kinds:
        told: set[str] = set()
        for group in kind.groups:
            for purpose in (purposes[each] for each in group.purposes if each in purposes):
                for event in _counted_from(purpose):
                    mapped = group.events.get(event, kind.events.get(event))
                    if mapped is None or event in told:
                        continue
                    told.add(event)
                    part = f"groups.{group.name}." if event in group.events else ""
                    where = f"{source_map.source}.{kind.name}.{part}{event}"
                    waiting = _waiting(where, register, kind, purpose, event, mapped, on)
                    if waiting is not None:
                        yield waiting


def said_missing(waiting: Waiting, rows: int, missing: int) -> Hit:
    """Say how many of the rows lack the event."""
    period = f"{waiting.patience.amount} {waiting.patience.unit}"
    return Hit(
        waiting.where,
        say(
            "{missing} of {rows} rows older than {period} have no date for {event}",
            missing=missing,
            rows=rows,
            period=period,
            event=waiting.event,
        ),
        "name the column that is filled in now, or write the purpose's patience if so many may be open",
    )


def purpose_without_rows(held: Set[str], seen: Set[str], register: Register) -> Iterator[Hit]:
    """A purpose has its place in the maps, and no row is held for it: it may have ended, or data lies
    elsewhere.
    """
    for purpose in register.purposes().values():
        if purpose.id in held and purpose.id not in seen:
            yield Hit(
                f"purpose {purpose.id}",
                "the maps name it, and there isn't a single row",
                "look whether the data lies elsewhere now; drop the purpose if it has ended",
            )


def cutoff_unindexed(view: View) -> Iterator[Hit]:
    """A date that rules count from has no index in a large table, so every plan reads the whole of it."""
    told: set[tuple[str, str]] = set()
    for kind in view.map.kinds if view.snapshot.dialect else ():
        for name, event in event_columns(kind):
            table = view.snapshot.tables.get(event.edges[-1].table if event.edges else kind.table)
            if name == "collected" or table is None or (table.name, event.column) in told:
                continue
            rows = table.rows if table.rows is not None else table.estimate
            keys = (table.primary_key, *table.unique, *table.indexes)
            led = any(key and key[0] == event.column for key in keys)
            if rows is None or rows < LARGE or led or table.column(event.column) is None:
                continue
            told.add((table.name, event.column))
            index = f"ix_{table.name.replace('.', '_')}_{event.column}"
            yield Hit(
                view.at(kind, name),
                say(
                    "{column} of about {rows} rows has no index",
                    column=f"{table.name}.{event.column}",
                    rows=rows,
                ),
                f"CREATE INDEX {index} ON {table.name} ({event.column})",
            )


def rows_wanted(source_map: SourceMap, known: Set[str]) -> Iterator[tuple[str, str, Predicate]]:
    """For each purpose of each group: the purpose, the table, and which rows are held for it."""
    for kind in source_map.kinds:
        for group in kind.groups:
            for purpose in group.purposes:
                if purpose in known:
                    parts: Sequence[Predicate] = [kind.where]
                    if purpose in group.only:
                        parts = [kind.where, group.only[purpose]]
                    yield purpose, kind.table, every(parts)


def _counted_from(purpose: Purpose) -> tuple[str, ...]:
    if purpose.rule is None or (purpose.patience or default_patience(purpose.rule)) is None:
        return ()
    return tuple(event for event in events_of(purpose.rule) if not event.startswith("consent."))


def _waiting(
    where: str,
    register: Register,
    kind: Kind,
    purpose: Purpose,
    event: str,
    mapped: EventMapping,
    on: date,
) -> Waiting | None:
    of = mapped.of if isinstance(mapped, EventFiscalYear) else mapped
    patience = purpose.patience or default_patience(purpose.rule)
    if not isinstance(of, EventColumn | EventFirstOf) or kind.collected is None or patience is None:
        return None
    zone = time_zone(register.controller_of(purpose.id).zone)
    cutoff = last_day_where(lambda day: plus(day, patience) < on)
    if cutoff is None:
        return None
    view = column_view(of, zone)
    old = every([kind.where, column_view(kind.collected, zone).at_most(cutoff)])
    missing = every([old, some([view.open(), view.absent()])])
    return Waiting(kind.table, old, missing, where, event, patience)
