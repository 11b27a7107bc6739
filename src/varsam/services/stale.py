"""The live sources compared with their maps: what came, what looks personal, what is missing or too much."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from varsam.checks.base import Finding, Hit, Level
from varsam.checks.maps import check_map, check_rows
from varsam.checks.maps.looked import look as look_for_rows
from varsam.checks.maps.looked import rights_finding
from varsam.checks.maps.view import View
from varsam.checks.stale import MISSING, UNREACHABLE, WITHOUT_ROWS, Stale, check_stale
from varsam.checks.stale.held import (
    MOST_MISSING,
    events_missing,
    purpose_without_rows,
    rows_wanted,
    said_missing,
)
from varsam.domain.calendar import local_date, time_zone
from varsam.domain.errors import SourceRejected, SourceUnavailable
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import ALWAYS, Predicate, ValueAt
from varsam.domain.snapshot import Snapshot
from varsam.engine import stale as looking
from varsam.engine.estate import chosen
from varsam.engine.proposing import Bounds
from varsam.formats import snapshot_json
from varsam.services import own_state, systems
from varsam.services.home import Home
from varsam.services.planning import Progress, quiet
from varsam.sources.base import ChecksRights, Query, Source
from varsam.sources.catalogue import open_source
from varsam.store import snapshots

# A finding by name says no more where there is one by values at the same place.
_SAYS_MORE = {"MAP007": "MAP035", "MAP008": "MAP036"}


@dataclass(frozen=True, slots=True)
class Online:
    """What the live sources show beside their maps.

    `unreachable`: sources that couldn't be looked at, so that nothing is known of them. `unlooked`: places
    where no values could be looked at, so that only names were judged.
    """

    findings: tuple[Finding, ...]
    unreachable: tuple[str, ...] = ()
    unlooked: tuple[str, ...] = ()
    snapshots: tuple[Snapshot, ...] = field(default=(), repr=False)

    @property
    def whole(self) -> bool:
        """Whether everything was looked at: only then does silence mean that nothing was found."""
        return not self.unreachable and not self.unlooked


def online_findings(
    home: Home, names: Sequence[str] = (), *, bounds: Bounds | None = None, progress: Progress = quiet
) -> Online:
    """Compare live sources (all, or these) with the maps, and with their schemas when last inspected.

    Only reads, in bounded samples; no value is kept, here or there. The first look at a source is kept for
    later ones to be compared with; `source inspect` keeps a newer one. A source that can't be reached is a
    finding and named under `unreachable`, and the others are looked at all the same.
    """
    own_state.refuse_left_behind(home.maps, home.environment)
    comparing = _Comparing(home, bounds or Bounds(), progress)
    for mapped in chosen(home.maps, tuple(names)):
        comparing.compare(mapped)
    if not names:
        comparing.purposes()
    _keep_first(home, comparing.seen)
    return Online(
        tuple(comparing.found),
        tuple(comparing.unreachable),
        tuple(comparing.unlooked),
        tuple(comparing.seen),
    )


def _keep_first(home: Home, seen: Sequence[Snapshot]) -> None:
    new = [each for each in seen if snapshots.latest(each.source) is None]
    if new:
        systems.keep(home, new)


@dataclass
class _Comparing:
    """One comparison of a home's sources."""

    home: Home
    bounds: Bounds
    progress: Progress
    found: list[Finding] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    unlooked: list[str] = field(default_factory=list)
    seen: list[Snapshot] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    def compare(self, mapped: SourceMap) -> None:
        """Look at one source; what stops that is a finding."""
        try:
            with self._opened(mapped) as source:
                snapshot = self._snapshot(mapped, source)
                findings = list(_without_doubles(self._of_source(mapped, source, snapshot)))
        except (SourceUnavailable, SourceRejected) as error:
            self.unreachable.append(mapped.source)
            self.held |= _purposes(mapped)
            where = str(error.where) or mapped.source
            hint = error.hint or "look whether it runs, and try again"
            self.found.append(UNREACHABLE.finding(Hit(where, error.message, hint)))
            return
        self.seen.append(snapshot)
        self.found.extend(findings)

    def purposes(self) -> None:
        """Which purposes have no row anywhere; those of a source whose rows weren't asked may have some."""
        mapped = {one for each in self.home.maps.values() for one in _purposes(each)}
        by_hand = {one for each in self.home.maps.values() for kind in each.manual for one in kind.purposes}
        hits = purpose_without_rows(mapped - by_hand, self.held, self.home.register)
        self.found.extend(WITHOUT_ROWS.finding(hit) for hit in hits)

    @contextmanager
    def _opened(self, mapped: SourceMap) -> Iterator[Source]:
        systems_open = self.home.systems
        with ExitStack() as stack:
            if systems_open is not None and mapped.source in systems_open.sources:
                yield systems_open.sources[mapped.source]
                return
            source = open_source(mapped, home=self.home.path, environment=self.home.environment)
            yield stack.enter_context(source)

    def _snapshot(self, mapped: SourceMap, source: Source) -> Snapshot:
        self.progress(mapped.source, 0)
        return source.snapshot()

    def _of_source(self, mapped: SourceMap, source: Source, snapshot: Snapshot) -> Iterator[Finding]:
        register = self.home.register
        schema = check_map(mapped, snapshot, register)
        yield from schema
        if mapped.source != own_state.SOURCE:  # what we ourselves store is known, and sealed
            yield from self._unnamed(View(mapped, snapshot, register), source)
        if any(each.level is Level.ERROR for each in schema):
            # What doesn't fit the schema can't be asked of rows.
            self.held |= _purposes(mapped)
        else:
            yield from self._of_rows(mapped, source)
        if isinstance(source, ChecksRights):
            folder = snapshot.dialect == "files"
            for each in source.excess(mapped):
                yield rights_finding(mapped.source, each.table, each.rights, folder=folder)

    def _unnamed(self, view: View, source: Source) -> Iterator[Finding]:
        shown = looking.look(source, view, self.bounds, time.monotonic, self.progress)
        self.unlooked += [
            f"{view.map.source}: {name}" for name, each in sorted(shown.samples.items()) if each.why_none
        ]
        yield from check_stale(self._beside(view, shown))

    def _beside(self, view: View, shown: looking.Shown) -> Stale:
        last = snapshots.latest(view.map.source)
        if last is None:
            return Stale(view, shown.samples, strangers=shown.strangers)
        zone = time_zone(self.home.register.entities[0].zone)
        before = snapshot_json.tables(last.document)
        return Stale(view, shown.samples, before, local_date(last.at, zone), shown.strangers)

    def _of_rows(self, mapped: SourceMap, source: Source) -> Iterator[Finding]:
        home = self.home
        self.progress(mapped.source, 0)
        yield from check_rows(mapped, source.count)
        some = _some(source, mapped)
        told = set()
        for finding in look_for_rows(mapped, home.register, some):
            told.add(finding.where)
            yield finding
        known = home.register.purposes().keys()
        for purpose, table, where in rows_wanted(mapped, known):
            if purpose not in self.held and some(table, where):
                self.held.add(purpose)
        for waiting in events_missing(mapped, home.register, home.today):
            if waiting.where in told:
                continue  # no row at all has it
            rows = source.count(waiting.table, waiting.all_rows)
            missing = source.count(waiting.table, waiting.missing) if rows else 0
            if missing > MOST_MISSING * rows:
                yield MISSING.finding(said_missing(waiting, rows, missing))


def _purposes(mapped: SourceMap) -> set[str]:
    return {one for kind in mapped.kinds for group in kind.groups for one in group.purposes}


def _some(source: Source, mapped: SourceMap) -> Callable[[str, Predicate], bool]:
    keys = {kind.table: kind.key for kind in mapped.kinds}

    def some(table: str, where: Predicate = ALWAYS) -> bool:
        query = Query(table, (ValueAt((), keys[table][0]),), where)
        return next(iter(source.read(query)), None) is not None

    return some


def _without_doubles(findings: Iterator[Finding]) -> Iterator[Finding]:
    listed = list(dict.fromkeys(findings))
    places = {(each.code, each.where) for each in listed}
    for each in listed:
        if (_SAYS_MORE.get(each.code, ""), each.where) not in places:
            yield each
