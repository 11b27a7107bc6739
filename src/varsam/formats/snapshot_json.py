"""A snapshot as JSON: what was seen in a source, for keeping and for `source inspect --json`."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, cast

from varsam.domain.snapshot import ForeignKey, Snapshot, Table, TableColumn
from varsam.formats.canonical_json import Json, canonical, parse

_NOT_SHAPE = ("rows", "estimate")


def differing(document: bytes, snapshot: Snapshot) -> list[str]:
    """The tables that look otherwise now than when a document was written, by name; counts don't matter."""
    seen = parse(document)
    before = seen.get("tables") if isinstance(seen, dict) else None
    now = parse(canonical({name: cast("Json", asdict(table)) for name, table in snapshot.tables.items()}))
    if not isinstance(before, dict) or not isinstance(now, dict):
        raise TypeError("a snapshot's document holds its tables by name")
    return sorted(name for name in before.keys() | now.keys() if _shape(before, name) != _shape(now, name))


def _shape(tables: dict[str, Json], name: str) -> Json:
    table = tables.get(name)
    return (
        {key: value for key, value in table.items() if key not in _NOT_SHAPE}
        if isinstance(table, dict)
        else table
    )


def document(snapshot: Snapshot) -> dict[str, Json]:
    """Write a snapshot: its schema and counts, never contents."""
    return {
        "source": snapshot.source,
        "fingerprint": snapshot.fingerprint,
        "dialect": snapshot.dialect,
        "physical_remains": snapshot.physical_remains,
        "capabilities": cast("Json", asdict(snapshot.capabilities)),
        "tables": {name: cast("Json", asdict(table)) for name, table in snapshot.tables.items()},
    }


def tables(written: bytes) -> dict[str, Table]:
    """The tables of a document as they were seen then."""
    seen = parse(written)
    found = seen.get("tables") if isinstance(seen, dict) else None
    if not isinstance(found, dict):
        raise TypeError("a snapshot's document holds its tables by name")
    return {name: _table(cast("dict[str, Any]", table)) for name, table in found.items()}


def _table(table: dict[str, Any]) -> Table:
    """Read one; what a later version of the program writes beside is left out, and no count is read."""

    def lists(name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(each) for each in table.get(name, ()))

    return Table(
        name=table["name"],
        columns=tuple(TableColumn(**_known(TableColumn, each)) for each in table["columns"]),
        primary_key=tuple(table.get("primary_key", ())),
        unique=lists("unique"),
        foreign_keys=tuple(
            ForeignKey(
                **_known(ForeignKey, each)
                | {"columns": tuple(each["columns"]), "target": tuple(each["target"])}
            )
            for each in table.get("foreign_keys", ())
        ),
        indexes=lists("indexes"),
    )


def _known(of: type[TableColumn | ForeignKey], values: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(of)}
    return {name: value for name, value in values.items() if name in names}
