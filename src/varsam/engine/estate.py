"""The controller's systems, opened together: maps, sources and what was seen in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap
from varsam.domain.register import Register
from varsam.domain.snapshot import Snapshot
from varsam.sources.base import ReadsTogether, Source
from varsam.sources.catalogue import open_source


@dataclass
class Estate:
    """Everything that planning and applying need of the controller's side."""

    register: Register
    maps: Mapping[str, SourceMap]
    sources: Mapping[str, Source]
    _snapshots: dict[str, Snapshot] = field(default_factory=dict)

    def snapshot(self, name: str) -> Snapshot:
        """The snapshot of a source: the whole schema, with counts where the map limits a share."""
        if name not in self._snapshots:
            source = self.sources[name]
            seen = source.snapshot()
            if self.maps[name].limits.share is not None:
                mapped = {kind.table for kind in self.maps[name].kinds} & set(seen.tables)
                counted = source.snapshot(sorted(mapped), counts=True)
                seen = replace(seen, tables={**seen.tables, **counted.tables})
            self._snapshots[name] = seen
        return self._snapshots[name]

    @contextmanager
    def together(self, *, few: bool) -> Iterator[None]:
        """Where `few` rows are expected, as with one person, let every source be read in one go."""
        with ExitStack() as stack:
            for source in self.sources.values() if few else ():
                if isinstance(source, ReadsTogether):
                    stack.enter_context(source.together())
            yield


@contextmanager
def opened(
    register: Register, maps: Mapping[str, SourceMap], home: Path, environment: Mapping[str, str]
) -> Iterator[Estate]:
    """Open every source of the maps for one piece of work.

    Every source is opened, also those that aren't planned: events and identifiers come from all of them, and
    a source that can't be reached must be said, never skipped (SourceUnavailable).
    """
    with ExitStack() as stack:
        sources: dict[str, Source] = {}
        for name, source_map in maps.items():
            source = open_source(source_map, home=home, environment=environment)
            sources[name] = stack.enter_context(source)
        yield Estate(register, maps, sources)


def chosen(maps: Mapping[str, SourceMap], names: tuple[str, ...]) -> tuple[SourceMap, ...]:
    """The maps of these sources, all if none is named. RegisterError lists the valid names."""
    for name in names:
        if name not in maps:
            raise RegisterError(
                f"there is no source “{name}”", where="sources", hint=f"one of: {', '.join(sorted(maps))}"
            )
    return tuple(maps[name] for name in (names or tuple(maps)))
