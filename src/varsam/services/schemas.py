"""The JSON Schemas of the files that people write, for their editors. Needs no state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from varsam.checks.claims.catalogue import BY_ID
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.formats import (
    arrangement_yaml,
    assessments_yaml,
    claims_yaml,
    customers_yaml,
    partners_yaml,
    register_yaml,
    source_map,
)

FOLDER = "schemas"
SCHEMAS: Mapping[str, Callable[[], Mapping[str, object]]] = MappingProxyType(
    {
        "register": register_yaml.schema,
        "source": source_map.schema,
        "assessments": assessments_yaml.schema,
        "arrangement": arrangement_yaml.schema,
        "customers": customers_yaml.schema,
        "partners": partners_yaml.schema,
        "claims": partial(claims_yaml.schema, tuple(BY_ID)),
    }
)
"""What each sort of file is described by."""


def text(name: str) -> str:
    """The JSON Schema of a sort of file, as text."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def file_in(home: Path, name: str) -> Path:
    """Where a home keeps the schema of a sort of file."""
    return home / FOLDER / f"{name}.json"


def modeline(name: str, *, up: int = 0) -> str:
    """The comment that leads editors from a file of a home (`up` folders below it) to its schema."""
    return f"# yaml-language-server: $schema={'../' * up}{FOLDER}/{name}.json\n"


def write(name: str, path: Path) -> None:
    """Write a schema, anew if one is there.

    NotAllowed: something else lies there. RegisterError: it can't be written.
    """
    try:
        if path.exists() and not _is_schema(path):
            raise NotAllowed(
                "the file is no JSON Schema, so it isn't overwritten",
                where=str(path),
                hint="name another file",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(name), encoding="utf-8")
    except OSError as error:
        raise RegisterError(
            f"the schema can't be written: {error.strerror}",
            where=str(path),
            hint="give this user the right to write there, or name another file",
        ) from error


def _is_schema(path: Path) -> bool:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return isinstance(found, dict) and "$schema" in found
