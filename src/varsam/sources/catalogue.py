"""Every connector by the name that a source map gives it; third parties come in by entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final, Protocol, cast

from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap
from varsam.sources.base import Source

GROUP: Final = "varsam.sources"


class Factory(Protocol):
    """Makes a source from its map; opens nothing before the source is entered."""

    def __call__(self, mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> Source:
        """Make the source; RegisterError when an option is wrong."""
        ...


# connector -> module:factory. Named, not imported: a controller without a database needs no SQLAlchemy.
CONNECTORS: Final[Mapping[str, str]] = {
    "sql": "varsam.sources.sql.connect:open_sql",
    "memory": "varsam.sources.memory:open_memory",
    "table": "varsam.sources.table:open_table",
    "files": "varsam.sources.files:open_files",
    "manual": "varsam.sources.manual:open_manual",
}


def open_source(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> Source:
    """Make the source that a map describes; enter it to connect.

    RegisterError names the connectors that are known when the map's isn't.
    """
    return factory(mapped.connector, where=mapped.source)(mapped, home=home, environment=environment)


def factory(connector: str, *, where: str = "") -> Factory:
    """Find a connector: the table first, so that no package can take the place of a shipped one."""
    if connector in CONNECTORS:
        module, _, name = CONNECTORS[connector].partition(":")
        return cast(Factory, getattr(import_module(module), name))
    foreign: dict[str, Callable[[], Any]] = {
        entry.name: entry.load for entry in entry_points(group=GROUP) if entry.name not in CONNECTORS
    }
    if connector in foreign:
        return cast(Factory, foreign[connector]())
    known = ", ".join(sorted({*CONNECTORS, *foreign}))
    raise RegisterError(
        f"there is no connector {connector!r}", where=where, hint=f"known connectors: {known}"
    )
