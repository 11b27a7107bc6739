"""A source looked into at a bounded cost for a proposed map. Reads only; values are counted and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from varsam.checks.proposing.columns import Looked
from varsam.checks.proposing.proposing import propose as joined
from varsam.checks.proposing.proposing import to_test
from varsam.checks.proposing.references import Candidate
from varsam.domain.errors import SourceRejected, SourceUnavailable
from varsam.domain.predicate import (
    ALWAYS,
    Built,
    Column,
    Compare,
    Edge,
    NotTrue,
    Predicate,
    Unset,
    conjunction,
)
from varsam.domain.proposal import Proposal, Saying
from varsam.domain.register import Register
from varsam.domain.sampled import Inclusion, TableSample
from varsam.domain.snapshot import Snapshot
from varsam.formats.recognise import Tally
from varsam.sources.base import Samples, Sampling, Source

Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a proposal may cost. `seconds`: after so long no more is looked at, and what wasn't is said."""

    sampling: Sampling = field(default_factory=Sampling)
    seconds: float = 120.0


def propose(
    source: Source, register: Register | None, bounds: Bounds, monotonic: Callable[[], float], told: Told
) -> Proposal:
    """Look at schema and samples of a source and propose a map. `told` hears of each table looked at.

    SourceRejected: the source can't be sampled, or holds no tables.
    """
    if not isinstance(source, Samples):
        raise SourceRejected(
            "this connector can't be looked into for a proposal",
            where=source.name,
            hint="write its map by hand",
        )
    end = monotonic() + bounds.seconds
    snapshot = source.snapshot()
    if not snapshot.tables:
        raise SourceRejected(
            "there are no tables to look into", where=source.name, hint="write its map by hand"
        )
    looked = _samples(source, snapshot, bounds, lambda: monotonic() > end, told)
    tested, untested = _tested(source, looked, bounds, lambda: monotonic() > end)
    found = joined(source.name, looked, tested, register)
    skipped = list(found.skipped)
    if untested:
        skipped.append(Saying("untested", {"count": untested}))
    if snapshot.dialect == "files":
        skipped.append(Saying("file_contents"))
    return replace(found, skipped=tuple(skipped))


def _samples(
    source: Samples, snapshot: Snapshot, bounds: Bounds, over: Callable[[], bool], told: Told
) -> dict[str, Looked]:
    tallies: dict[str, tuple[Tally, str]] = {}
    missed: dict[str, TableSample] = {}
    for number, (name, table) in enumerate(sorted(snapshot.tables.items()), 1):
        told(name, number)
        if over():
            missed[name] = TableSample(name, why_none="out_of_time")
            continue
        columns = [column.name for column in table.columns]
        tally = Tally(name, columns)
        try:
            sample = source.sample(name, columns, bounds.sampling)
        except SourceUnavailable:
            missed[name] = TableSample(name, why_none="too_slow")
            continue
        except SourceRejected:
            missed[name] = TableSample(name, why_none="refused")
            continue
        for row in sample.rows:
            tally.add(row)
        tallies[name] = tally, sample.way
    known = frozenset[str]().union(*(tally.known_names() for tally, _ in tallies.values()))
    cut = bounds.sampling.cell
    samples: Mapping[str, TableSample] = {
        **{name: tally.finish(way, known, cut=cut) for name, (tally, way) in tallies.items()},  # type: ignore[arg-type]
        **missed,
    }
    return {name: Looked(snapshot.tables[name], samples[name]) for name in sorted(samples)}


def _tested(
    source: Samples, looked: Mapping[str, Looked], bounds: Bounds, over: Callable[[], bool]
) -> tuple[list[tuple[Candidate, Inclusion]], int]:
    found: list[tuple[Candidate, Inclusion]] = []
    untested = 0
    for candidate in to_test(looked):
        if over():
            untested += 1
            continue
        try:
            tested, hits = source.included(
                candidate.table, _edge(candidate), bounds.sampling, _where(looked, candidate)
            )
        except (SourceUnavailable, SourceRejected):
            untested += 1
            continue
        inclusion = Inclusion(
            candidate.table,
            candidate.column,
            candidate.other,
            candidate.other_column,
            tested,
            hits,
            candidate.prefix,
        )
        found.append((candidate, inclusion))
    return found, untested


def _edge(candidate: Candidate) -> Edge:
    theirs = Column(candidate.other_column)
    built = Built((candidate.prefix, theirs) if candidate.prefix else (theirs,))
    other = built if candidate.prefix or candidate.as_text else theirs
    return Edge(candidate.other, ((other, Column(candidate.column)),), ALWAYS)


def _where(looked: Mapping[str, Looked], candidate: Candidate) -> Predicate:
    """Rows of the sort at hand, without those whose value means nobody."""
    parts: list[Predicate] = []
    if candidate.fixed is not None:
        parts.append(Compare(candidate.fixed[0], "=", candidate.fixed[1]))
    sentinels = tuple(each.value for each in looked[candidate.table].cells(candidate.column).sentinels)
    if sentinels:
        parts.append(NotTrue(Unset(candidate.column, sentinels)))
    return conjunction(parts)
