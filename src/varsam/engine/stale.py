"""The live source looked at beside its map: only what no group names is sampled, counted and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from varsam.checks.maps.view import View
from varsam.checks.stale import Strangers
from varsam.checks.stale.view import ungrouped, unnamed_tables
from varsam.domain.errors import SourceRejected, SourceUnavailable
from varsam.domain.predicate import ALWAYS, NotTrue, Predicate, Unset
from varsam.domain.sampled import TableSample
from varsam.engine.proposing import Bounds
from varsam.formats.recognise import Tally
from varsam.sources.base import FindsUnlisted, Samples, Sampling, Source

Told = Callable[[str, int], None]
_NO_SAMPLES = "refused"
_FILES = ("name", "content")


@dataclass(frozen=True, slots=True)
class Shown:
    """What samples show of the tables in which something isn't named, and of files that no kind takes."""

    samples: Mapping[str, TableSample]
    strangers: tuple[Strangers, ...] = ()


def look(source: Source, view: View, bounds: Bounds, monotonic: Callable[[], float], told: Told) -> Shown:
    """Sample the columns that no group names, within bounds. Nothing is written, and no value is kept.

    `told` hears of each table. A table that can't be looked into, or not wholly, says why (`why_none`).
    SourceUnavailable: the source has gone.
    """
    wanted = {name: [column.name for column in columns] for name, columns in ungrouped(view).items()}
    wanted |= {
        table.name: [each.name for each in table.columns if not view.ignores(table.name, each.name)]
        for table in unnamed_tables(view)
    }
    end = monotonic() + bounds.seconds
    found: dict[str, TableSample] = {}
    for name, columns in sorted(wanted.items()):
        told(f"{view.map.source}: {name}", 0)
        if not columns:
            continue
        if not isinstance(source, Samples):
            found[name] = TableSample(name, why_none=_NO_SAMPLES)
        elif monotonic() > end:
            found[name] = TableSample(name, why_none="out_of_time")
        else:
            found[name] = _table(source, view, name, columns, bounds.sampling)
            told(f"{view.map.source}: {name}", found[name].rows)
    if any(each.why_none == "too_slow" for each in found.values()):
        source.fingerprint()  # one that has gone meanwhile says so here
    return Shown(found, _strangers(source, bounds.sampling))


def _table(source: Samples, view: View, name: str, columns: Sequence[str], sampling: Sampling) -> TableSample:
    try:
        found = _sampled(source, name, columns, sampling)
    except SourceUnavailable:
        return TableSample(name, why_none="too_slow")
    except SourceRejected:
        return TableSample(name, why_none="refused")
    if found.way == "whole":
        return found
    seen = dict(found.columns)
    why_none = ""
    for column in columns:
        # Few rows may have it, and a look at some rows meets none of them.
        if not found.column(column).filled and _can_be_unset(view, name, column):
            try:
                rare = _sampled(source, name, [column], sampling, NotTrue(Unset(column)))
            except (SourceUnavailable, SourceRejected):
                why_none = "too_slow"
                continue
            seen[column] = rare.column(column)
    return replace(found, columns=seen, why_none=why_none)


def _sampled(
    source: Samples, table: str, columns: Sequence[str], sampling: Sampling, where: Predicate = ALWAYS
) -> TableSample:
    tally = Tally(table, columns)
    sample = source.sample(table, columns, sampling, where)
    for row in sample.rows:
        tally.add(row)
    return tally.finish(sample.way, frozenset(tally.known_names()), cut=sampling.cell)


def _can_be_unset(view: View, table: str, column: str) -> bool:
    seen = view.snapshot.tables[table].column(column)
    return seen is not None and seen.nullable


def _strangers(source: Source, sampling: Sampling) -> tuple[Strangers, ...]:
    if not isinstance(source, FindsUnlisted):
        return ()
    found = []
    for each in source.unlisted(sampling):
        tally = Tally(each.place, _FILES)
        for row in each.looked:
            tally.add(row)
        found.append(
            Strangers(each.place, each.files, tally.finish("spread", frozenset(), cut=sampling.cell))
        )
    return tuple(found)
