"""A snapshot as JSON: what was seen in a source, for keeping and for `source inspect --json`."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from varsam.domain.snapshot import Snapshot
from varsam.formats.canonical_json import Json


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
