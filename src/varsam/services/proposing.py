"""A map proposed for a source of the home. Needs no state: nothing is kept, here or in the source."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from varsam.domain.ownership import SourceMap
from varsam.domain.proposal import Proposal
from varsam.engine import proposing
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
