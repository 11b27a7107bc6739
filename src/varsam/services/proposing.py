"""A map proposed for a source of the home. Needs no state: nothing is kept, here or in the source."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from varsam.checks.maps.view import View
from varsam.checks.stale import Stale
from varsam.checks.stale.unmapped import personal_columns, personal_tables
from varsam.domain.ownership import SourceMap
from varsam.domain.proposal import Proposal, ProposedKind, ProposedOwner, Saying
from varsam.engine import proposing
from varsam.engine import stale as looking
from varsam.engine.estate import chosen
from varsam.engine.proposing import Bounds
from varsam.services.home import Home
from varsam.sources.base import Sampling
from varsam.sources.catalogue import open_source

ROWS = Sampling().rows


def propose(
    home: Home,
    name: str,
    *,
    rows: int = ROWS,
    told: Callable[[str, int], None] = lambda _table, _number: None,
) -> tuple[Proposal, SourceMap]:
    """Look into a source and propose its map; also gives the map that says where the source is.

    RegisterError: no such source. SourceUnavailable, SourceRejected: it can't be looked into.
    """
    mapped = home.begun_map(name)
    bounds = Bounds(replace(Sampling(), rows=rows))
    with open_source(mapped, home=home.path, environment=home.environment) as source:
        return proposing.propose(source, home.register, bounds, time.monotonic, told), mapped


def propose_new(
    home: Home,
    name: str,
    *,
    rows: int = ROWS,
    told: Callable[[str, int], None] = lambda _table, _number: None,
) -> tuple[Proposal, tuple[ProposedKind, ...], SourceMap]:
    """What a source's map lacks: the proposal with the map's own names, and the kinds that are new in it.

    A kind of the map is there with the columns alone that no group names. RegisterError: no such source, or
    its map can't be read. SourceUnavailable, SourceRejected: it can't be looked into.
    """
    mapped = chosen(home.maps, (name,))[0]
    bounds = Bounds(replace(Sampling(), rows=rows))
    with open_source(mapped, home=home.path, environment=home.environment) as source:
        view = View(mapped, source.snapshot(), home.register)
        stale = Stale(view, looking.look(source, view, bounds, time.monotonic, told).samples)
        proposal = _under_its_names(
            proposing.propose(source, home.register, bounds, time.monotonic, told), mapped
        )
    columns, tables = personal_columns(stale), personal_tables(stale)
    found = []
    for kind in proposal.kinds:
        if kind.table in columns:
            found.append(replace(kind, columns=tuple(columns.pop(kind.table).values())))
        elif kind.table in tables:
            found.append(kind)
    # What rests on other tables of a table that a proposal leaves out, is written with its key alone.
    for table, left in columns.items():
        there = view.kinds_of(table)[0]
        owner = ProposedOwner("nobody", 0.0, Saying("nobody"))
        found.append(ProposedKind(table, there.name, there.key, owner, tuple(left.values())))
    return proposal, tuple(found), mapped


def _under_its_names(proposal: Proposal, mapped: SourceMap) -> Proposal:
    """The proposal with the names that a map has for the tables it knows."""
    known = {kind.table: kind.name for kind in reversed(mapped.kinds) if kind.inside is None}
    kinds = tuple(replace(kind, name=known.get(kind.table, kind.name)) for kind in proposal.kinds)
    return replace(proposal, kinds=kinds)
