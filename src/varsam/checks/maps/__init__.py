"""Checks over source maps: do they fit the live schema, and do they say all that they must?

Each check is a function; the first paragraph of its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from varsam.checks.base import Finding, Hit, Level
from varsam.checks.maps import across, counted, links, made, promises, schema
from varsam.checks.maps.counted import Counted
from varsam.checks.maps.view import View
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Predicate
from varsam.domain.register import Register
from varsam.domain.said import say
from varsam.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class MapCheck:
    """One check over a map beside its snapshot. `about` says what its findings mean."""

    code: str
    level: Level
    law: str
    over_map: Callable[[View], Iterable[Hit]]

    @property
    def about(self) -> str:
        """What a finding means, from the check's docstring."""
        return _about(self.over_map)


@dataclass(frozen=True, slots=True)
class AcrossCheck:
    """One check over all maps of a home together."""

    code: str
    level: Level
    law: str
    over_maps: Callable[[Sequence[SourceMap], Register], Iterable[Hit]]

    @property
    def about(self) -> str:
        """What a finding means, from the check's docstring."""
        return _about(self.over_maps)


@dataclass(frozen=True, slots=True)
class CountCheck:
    """One check over the rows of one source: something must count them."""

    code: str
    level: Level
    law: str
    over_rows: Callable[[SourceMap], Iterable[Counted]]

    @property
    def about(self) -> str:
        """What a finding means, from the check's docstring."""
        return _about(self.over_rows)


_ERASURE = "GDPR 5(1)(e), 17"
MAP_CHECKS: tuple[MapCheck, ...] = (
    MapCheck("MAP001", Level.ERROR, "GDPR 30(1)", schema.table_missing),
    MapCheck("MAP002", Level.ERROR, "GDPR 30(1)", schema.column_missing),
    MapCheck("MAP003", Level.ERROR, _ERASURE, schema.no_usable_key),
    MapCheck("MAP004", Level.ERROR, _ERASURE, schema.null_where_none_may_be),
    MapCheck("MAP005", Level.ERROR, _ERASURE, schema.key_in_group),
    MapCheck("MAP006", Level.WARNING, "GDPR 5(1)(d)", schema.reference_in_group),
    MapCheck("MAP007", Level.WARNING, "GDPR 5(2), 30(1)(c)", promises.column_unsaid),
    MapCheck("MAP008", Level.WARNING, "GDPR 5(2), 30(1)(c)", promises.table_unsaid),
    MapCheck("MAP009", Level.WARNING, "GDPR 5(1)(b), 6(1)", promises.held_for_nothing),
    MapCheck("MAP010", Level.ERROR, "GDPR 5(1)(f)", schema.engine_would_change),
    MapCheck("MAP011", Level.ERROR, "GDPR 5(1)(f)", schema.trigger_unsaid),
    MapCheck("MAP012", Level.INFO, "GDPR 11, 12(2)", promises.may_lead_nowhere),
    MapCheck("MAP013", Level.WARNING, "GDPR 5(1)(e)", promises.event_unmapped),
    MapCheck("MAP014", Level.WARNING, "", promises.index_missing),
    MapCheck("MAP015", Level.ERROR, "GDPR 5(1)(e)", schema.wrong_storage),
    MapCheck("MAP016", Level.ERROR, _ERASURE, schema.value_too_long),
    MapCheck("MAP017", Level.ERROR, "GDPR 5(1)(b)", promises.unknown_purpose),
    MapCheck("MAP018", Level.ERROR, _ERASURE, schema.shared_table),
    MapCheck("MAP019", Level.WARNING, "GDPR 5(2)", schema.ignored_missing),
    MapCheck("MAP020", Level.WARNING, "GDPR 5(1)(e)", promises.never_goes),
    MapCheck("MAP021", Level.WARNING, "GDPR 15, 17", promises.nobodys),
    MapCheck("MAP026", Level.ERROR, _ERASURE, promises.left_in_place),
    MapCheck("MAP027", Level.ERROR, _ERASURE, schema.no_container),
    MapCheck("MAP034", Level.ERROR, _ERASURE, made.not_of_this_key),
)
ACROSS_CHECKS: tuple[AcrossCheck, ...] = (
    AcrossCheck("MAP022", Level.INFO, "GDPR 30(1)", across.purpose_without_data),
    AcrossCheck("MAP023", Level.ERROR, "GDPR 5(1)(e)", across.event_from_nowhere),
    AcrossCheck("MAP030", Level.WARNING, "GDPR 5(1)(e), 17", links.link_goes_first),
)

COUNT_CHECKS: tuple[CountCheck, ...] = (
    CountCheck("MAP024", Level.WARNING, "GDPR 5(2), 30(1)(c)", counted.rows_of_no_kind),
    CountCheck("MAP025", Level.ERROR, "GDPR 5(1)(f)", counted.rows_of_two_kinds),
    CountCheck("MAP041", Level.WARNING, "GDPR 5(1)(b), 6(1)", counted.rows_for_no_purpose),
    CountCheck("MAP028", Level.WARNING, "GDPR 15, 17", counted.container_unread),
)


def check_map(source_map: SourceMap, snapshot: Snapshot, register: Register) -> tuple[Finding, ...]:
    """All findings over one map, in the order of the checks and, within one, of the map.

    `where` names source, kind and part (`shop.customer.groups.contact`), or a table (`shop: orders.note`).
    """
    view = View(source_map, snapshot, register)
    return tuple(
        Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law)
        for check in MAP_CHECKS
        for hit in check.over_map(view)
    )


def check_rows(source_map: SourceMap, count: Callable[[str, Predicate], int]) -> tuple[Finding, ...]:
    """All findings that need rows counted; `count` answers for a table and a predicate."""
    return tuple(
        Finding(
            check.code,
            check.level,
            each.where,
            say("{rows} rows of {table}", rows=rows, table=each.table),
            each.hint,
            check.law,
        )
        for check in COUNT_CHECKS
        for each in check.over_rows(source_map)
        if (rows := count(each.table, each.rows))
    )


def check_maps(
    maps: Sequence[SourceMap], snapshots: Mapping[str, Snapshot], register: Register
) -> tuple[Finding, ...]:
    """All findings over the maps of a home: each beside its snapshot, if there is one, and all together."""
    found = [
        finding
        for each in maps
        if each.source in snapshots
        for finding in check_map(each, snapshots[each.source], register)
    ]
    for check in ACROSS_CHECKS:
        for hit in check.over_maps(maps, register):
            found.append(Finding(check.code, check.level, hit.where, hit.message, hit.hint, check.law))
    return tuple(found)


def _about(check: Callable[..., object]) -> str:
    return " ".join((check.__doc__ or "").split())


__all__ = [
    "ACROSS_CHECKS",
    "COUNT_CHECKS",
    "MAP_CHECKS",
    "AcrossCheck",
    "CountCheck",
    "MapCheck",
    "check_map",
    "check_maps",
    "check_rows",
]
