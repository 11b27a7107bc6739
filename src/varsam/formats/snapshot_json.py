"""A snapshot as JSON: what was seen in a source, for keeping and for `source inspect --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from varsam.domain.snapshot import Snapshot
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
