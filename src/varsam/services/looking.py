"""What a look at the sources warns of, by importance: with rows counted, why it matters, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from varsam.checks.base import Finding, Level
from varsam.checks.maps import check_map, check_maps, check_rows
from varsam.checks.maps.looked import IMPORTANCE, look, rights_finding
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.nobody import nobody
from varsam.domain.planner.people import FactView
from varsam.domain.predicate import ALWAYS, Predicate, Unset, ValueAt, every, not_true
from varsam.engine.estate import Estate, chosen
from varsam.services.home import Home
from varsam.services.planning import estate
from varsam.sources.base import ChecksRights, Query

MOST = 10_000
"""No more rows are counted for one warning."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One finding with the rows that it concerns; None where none can be counted. `more`: there are more."""

    finding: Finding
    rows: int | None = None
    more: bool = False


def explained(home: Home, names: Sequence[str] = ()) -> tuple[Warned, ...]:
    """Look at sources (all, or these) and warn, the most important first.

    A reference that may be NULL and never is isn't warned of. SourceUnavailable: one can't be reached.
    """
    found: list[Warned] = []
    with estate(home) as systems:
        across = check_maps(tuple(home.maps.values()), {}, home.register)
        for mapped in chosen(home.maps, tuple(names)):
            found.extend(_Looking(home, systems, mapped).warnings())
            found.extend(Warned(each) for each in across if each.where.startswith(f"{mapped.source}."))
    return tuple(sorted(found, key=_importance))


def _importance(warned: Warned) -> tuple[int, int, int]:
    code = warned.finding.code
    level = list(Level).index(warned.finding.level)
    rank = IMPORTANCE.index(code) if code in IMPORTANCE else len(IMPORTANCE)
    # An information with rows in it is as grave as a warning.
    level = min(level, 1) if warned.rows else level
    return level, rank, -(warned.rows or 0)


@dataclass(frozen=True, slots=True)
class _Looking:
    """One source being looked at."""

    home: Home
    systems: Estate
    mapped: SourceMap

    def warnings(self) -> Iterator[Warned]:
        """Every finding with its rows, in no order."""
        source = self.systems.sources[self.mapped.source]
        snapshot = self.systems.snapshot(self.mapped.source)
        found = check_map(self.mapped, snapshot, self.home.register)
        for finding in found:
            yield from self._counted(finding)
        if any(each.level is Level.ERROR for each in found):
            # What doesn't fit the schema can't be asked of rows.
            return
        for finding in check_rows(self.mapped, source.count):
            yield Warned(finding, int(finding.message.split()[0]))
        for finding in look(self.mapped, self.home.register, self._some):
            yield Warned(finding)
        if isinstance(source, ChecksRights):
            for each in source.excess(self.mapped):
                folder = snapshot.dialect == "files"
                yield Warned(rights_finding(self.mapped.source, each.table, each.rights, folder=folder))

    def _counted(self, finding: Finding) -> Iterator[Warned]:
        match finding.code:
            case "MAP012":
                kind = self.mapped.kind(finding.where.split(".")[1])
                warned = self._rows(finding, kind.table, every([kind.where, self._nobody(kind)]))
                if warned.rows:
                    yield warned
            case "MAP007":
                table, _, column = finding.where.partition(": ")[2].rpartition(".")
                yield self._rows(finding, table, not_true(Unset(column)))
            case "MAP008":
                yield self._rows(finding, finding.where.partition(": ")[2], ALWAYS)
            case "MAP009" | "MAP020" | "MAP021":
                kind = self.mapped.kind(finding.where.split(".")[1])
                yield self._rows(finding, kind.table, kind.where)
            case _:
                yield Warned(finding)

    def _nobody(self, kind: Kind) -> Predicate:
        today = self.home.today
        return nobody(Fates(self.home.register, self.home.maps, self.mapped, FactView(), today), kind)

    def _rows(self, finding: Finding, table: str, where: Predicate) -> Warned:
        """Count up to a bound."""
        seen = self.systems.snapshot(self.mapped.source).tables.get(table)
        if seen is None or not seen.columns:
            return Warned(finding)
        query = Query(table, (ValueAt((), (*seen.primary_key, seen.columns[0].name)[0]),), where)
        rows = sum(1 for _ in islice(self.systems.sources[self.mapped.source].read(query), MOST + 1))
        return Warned(finding, min(rows, MOST), rows > MOST)

    def _some(self, table: str, where: Predicate) -> bool:
        seen = self.systems.snapshot(self.mapped.source).tables[table]
        query = Query(table, (ValueAt((), (*seen.primary_key, seen.columns[0].name)[0]),), where)
        return next(iter(self.systems.sources[self.mapped.source].read(query)), None) is not None
