"""The controller's systems looked at and switched: inspect, least rights, mode."""

from __future__ import annotations

from collections.abc import Sequence

from varsam.checks.base import Finding, Level
from varsam.checks.maps import check_map, check_rows
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap
from varsam.domain.snapshot import Snapshot
from varsam.engine.estate import chosen
from varsam.formats.canonical_json import canonical
from varsam.formats.snapshot_json import document
from varsam.services.home import Home
from varsam.services.planning import estate
from varsam.sources.base import KnowsRights
from varsam.sources.catalogue import open_source
from varsam.store import actors, ledger, snapshots
from varsam.store.snapshots import StoredSnapshot
from varsam.store.transaction import writing


def inspect(home: Home, names: Sequence[str] = ()) -> list[tuple[Snapshot, tuple[Finding, ...]]]:
    """Look at sources (all, or these), keep what was seen, and say where map and schema disagree.

    SourceUnavailable: one can't be reached; it is never skipped.
    """
    seen = []
    with estate(home) as systems:
        for source_map in chosen(home.maps, tuple(names)):
            snapshot = systems.snapshot(source_map.source)
            found = check_map(source_map, snapshot, home.register)
            if not any(each.level is Level.ERROR for each in found):
                found = (*found, *check_rows(source_map, systems.sources[source_map.source].count))
            seen.append((snapshot, found))
    keep(home, [snapshot for snapshot, _ in seen])
    return seen


def keep(home: Home, seen: Sequence[Snapshot]) -> None:
    """Keep what was seen of schemas, with a ledger entry for each that looks different from the last one."""
    now = home.clock()
    with writing():
        for snapshot in seen:
            stored = StoredSnapshot(snapshot.source, snapshot.fingerprint, now, canonical(document(snapshot)))
            if snapshots.save(stored):
                ledger.append(
                    [
                        {
                            "type": "snapshot.taken",
                            "source": snapshot.source,
                            "fingerprint": snapshot.fingerprint,
                        }
                    ],
                    now,
                )


def switch_mode(home: Home, name: str, mode: str) -> None:
    """Let plans change a source (`apply`), or only look (`observe`). NotAllowed: no such mode."""
    _source(home, name)
    now = home.clock()
    with writing():
        actor = actors.find_or_make(home.actor, "os", now)
        snapshots.switch(name, mode, actor.id, now)
        ledger.append([{"type": "source.mode", "source": name, "mode": mode}], now)


def modes(home: Home) -> dict[str, str]:
    """Each source's mode."""
    return {name: str(snapshots.mode(name)) for name in home.maps}


def grants(home: Home, name: str, account: str = "varsam") -> list[str]:
    """The statements that give the source's account the least rights that it needs; none without accounts."""
    mapped = _source(home, name)
    with open_source(mapped, home=home.path, environment=home.environment) as source:
        return source.grants(mapped, account) if isinstance(source, KnowsRights) else []


def _source(home: Home, name: str) -> SourceMap:
    if name not in home.maps:
        raise RegisterError(
            f"there is no source “{name}”", where="sources", hint=f"one of: {', '.join(home.maps)}"
        )
    return home.maps[name]
