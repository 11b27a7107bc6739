"""Explaining: why the rows of a kind, or one row, go or stay on the home's day. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from varsam.domain.errors import RegisterError
from varsam.domain.explanation import KindSaid, RowSaid
from varsam.domain.ownership import Kind
from varsam.domain.plan import PlanState
from varsam.domain.predicate import ALWAYS, Value
from varsam.domain.snapshot import Snapshot
from varsam.engine.explaining import Explaining
from varsam.services.home import Home
from varsam.services.planning import estate, planning_of
from varsam.sources.base import Key
from varsam.store import key_sets, plans


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such row. `plan`: the applied plan among whose deleted rows it was, made for a day."""

    source: str
    kind: str
    plan: str = ""
    on: date | None = None


def explain_kind(home: Home, about: str) -> KindSaid:
    """Count the rows of a kind (`source.kind`) by what becomes of them, and say why.

    RegisterError: there is no such kind; the hint lists those there are.
    """
    source, kind = _place(home, about)
    with estate(home) as systems:
        return Explaining(planning_of(home, systems), source).kind(kind)


def explain_row(home: Home, about: str, lines: Sequence[str]) -> RowSaid | Gone:
    """Explain one row by its key, one line per column of the key, in the map's order.

    RegisterError: there is no such kind, or the key can't be read; it is never repeated.
    """
    source, kind = _place(home, about)
    with estate(home) as systems:
        key = _key(kind, systems.snapshot(source), lines)
        said = Explaining(planning_of(home, systems), source).row(kind, key)
    return said if said is not None else _gone(source, kind, key)


def explain_rows(home: Home, about: str) -> Iterator[tuple[Key, RowSaid]]:
    """Stream the explanation of every row of a kind with its key."""
    source, kind = _place(home, about)
    with estate(home) as systems:
        yield from Explaining(planning_of(home, systems), source).rows(kind, ALWAYS)


def _place(home: Home, about: str) -> tuple[str, Kind]:
    source, _, name = about.partition(".")
    for kind in home.maps[source].kinds if source in home.maps else ():
        if kind.name == name:
            return source, kind
    known = [f"{each.source}.{kind.name}" for each in home.maps.values() for kind in each.kinds]
    raise RegisterError("there is no such kind of row", where=about, hint=f"one of: {', '.join(known)}")


def _key(kind: Kind, snapshot: Snapshot, lines: Sequence[str]) -> Key:
    given = [line.strip() for line in lines if line.strip()]
    columns = ", ".join(kind.key)
    if len(given) != len(kind.key):
        raise RegisterError(
            f"the key of {kind.name} has {len(kind.key)} parts, {len(given)} were given",
            where="key",
            hint=f"write one line each: {columns}",
        )
    table = snapshot.tables.get(kind.table)
    parts: list[Value] = []
    for column, text in zip(kind.key, given, strict=True):
        seen = table.column(column) if table is not None else None
        try:
            parts.append(_part(text, seen.family if seen is not None else "text"))
        except ValueError as error:
            family = seen.family if seen is not None else "text"
            raise RegisterError(
                "a part of the key can't be read", where=f"{kind.name}.{column}", hint=f"it is a {family}"
            ) from error
    return tuple(parts)


def _part(text: str, family: str) -> Value:
    match family:
        case "number":
            return int(text)
        case "date":
            return date.fromisoformat(text)
        case "datetime" | "instant":
            return datetime.fromisoformat(text)
        case "bool":
            return _truth(text)
        case "bytes":
            return bytes.fromhex(text)
    return text


def _gone(source: str, kind: Kind, key: Key) -> Gone:
    """Look among the rows that plans have deleted, as long as their sealed keys are kept."""
    step = f"{source}.{kind.name}.delete"
    for stored in plans.listing():
        if stored.state not in (PlanState.APPLIED, PlanState.APPLYING, PlanState.FAILED):
            continue
        for named, number, _ in key_sets.plan_key_batches(stored.id):
            if named == step and key in key_sets.load_plan_keys(stored.id, step, number):
                return Gone(source, kind.name, stored.id, stored.on)
    return Gone(source, kind.name)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise ValueError("not a truth value")
    return text.lower() in ("true", "1")
