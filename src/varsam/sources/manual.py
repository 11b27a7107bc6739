"""Systems without a connector: a binder, a paper archive. A named person looks there; no rows are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from varsam.domain.evaluation import Row
from varsam.domain.ownership import SourceMap
from varsam.domain.snapshot import Capabilities, Table
from varsam.sources.rows import RowSource


class ManualSource(RowSource):
    """A source that has no rows and can do nothing: its map's manual kinds become tasks."""

    dialect = "manual"
    remains = "manual"

    def __init__(self, name: str) -> None:
        """Name the source."""
        nothing = Capabilities(
            delete=False, overwrite=False, transactions=False, stage_keys=False, writable=False
        )
        super().__init__(name, nothing)

    def _tables(self) -> Mapping[str, Table]:
        return {}

    def _rows(self, table: str) -> Sequence[Row]:
        raise self._refusal(f"there is no table {table!r}")


def open_manual(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> ManualSource:
    """Give a source without rows; options aren't looked at."""
    return ManualSource(mapped.source)
