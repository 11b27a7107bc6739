"""Checks over source maps: do they fit the live schema, and do they say all that they must?

Each check is a function; the first paragraph of its docstring is what its page in the documentation says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from varsam.checks.base import Coded, Finding, Hit, Level, findings_of
from varsam.checks.maps import across, counted, links, made, promises, schema
from varsam.checks.maps.view import View
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Predicate
from varsam.domain.register import Register
from varsam.domain.said import say
from varsam.domain.snapshot import Snapshot

_ERASURE = "GDPR 5(1)(e), 17"
MAP_CHECKS: tuple[Coded, ...] = (
    Coded("MAP001", Level.ERROR, "GDPR 30(1)", schema.table_missing),
    Coded("MAP002", Level.ERROR, "GDPR 30(1)", schema.column_missing),
    Coded("MAP003", Level.ERROR, _ERASURE, schema.no_usable_key),
    Coded("MAP004", Level.ERROR, _ERASURE, schema.null_where_none_may_be),
    Coded("MAP005", Level.ERROR, _ERASURE, schema.key_in_group),
    Coded("MAP006", Level.WARNING, "GDPR 5(1)(d)", schema.reference_in_group),
    Coded("MAP007", Level.WARNING, "GDPR 5(2), 30(1)(c)", promises.column_unsaid),
    Coded("MAP008", Level.WARNING, "GDPR 5(2), 30(1)(c)", promises.table_unsaid),
    Coded("MAP009", Level.WARNING, "GDPR 5(1)(b), 6(1)", promises.held_for_nothing),
    Coded("MAP010", Level.ERROR, "GDPR 5(1)(f)", schema.engine_would_change),
    Coded("MAP011", Level.ERROR, "GDPR 5(1)(f)", schema.trigger_unsaid),
    Coded("MAP012", Level.INFO, "GDPR 11, 12(2)", promises.may_lead_nowhere),
    Coded("MAP013", Level.WARNING, "GDPR 5(1)(e)", promises.event_unmapped),
    Coded("MAP014", Level.WARNING, "", promises.index_missing),
    Coded("MAP015", Level.ERROR, "GDPR 5(1)(e)", schema.wrong_storage),
    Coded("MAP016", Level.ERROR, _ERASURE, schema.value_too_long),
    Coded("MAP017", Level.ERROR, "GDPR 5(1)(b)", promises.unknown_purpose),
    Coded("MAP018", Level.ERROR, _ERASURE, schema.shared_table),
    Coded("MAP019", Level.WARNING, "GDPR 5(2)", schema.ignored_missing),
    Coded("MAP020", Level.WARNING, "GDPR 5(1)(e)", promises.never_goes),
    Coded("MAP021", Level.WARNING, "GDPR 15, 17", promises.nobodys),
    Coded("MAP026", Level.ERROR, _ERASURE, promises.left_in_place),
    Coded("MAP027", Level.ERROR, _ERASURE, schema.no_container),
    Coded("MAP034", Level.ERROR, _ERASURE, made.not_of_this_key),
)
ACROSS_CHECKS: tuple[Coded, ...] = (
    Coded("MAP022", Level.INFO, "GDPR 30(1)", across.purpose_without_data),
    Coded("MAP023", Level.ERROR, "GDPR 5(1)(e)", across.event_from_nowhere),
    Coded("MAP030", Level.WARNING, "GDPR 5(1)(e), 17", links.link_goes_first),
)

COUNT_CHECKS: tuple[Coded, ...] = (
    Coded("MAP024", Level.WARNING, "GDPR 5(2), 30(1)(c)", counted.rows_of_no_kind),
    Coded("MAP025", Level.ERROR, "GDPR 5(1)(f)", counted.rows_of_two_kinds),
    Coded("MAP041", Level.WARNING, "GDPR 5(1)(b), 6(1)", counted.rows_for_no_purpose),
    Coded("MAP028", Level.WARNING, "GDPR 15, 17", counted.container_unread),
)


def check_map(source_map: SourceMap, snapshot: Snapshot, register: Register) -> tuple[Finding, ...]:
    """All findings over one map, in the order of the checks and, within one, of the map.

    `where` names source, kind and part (`shop.customer.groups.contact`), or a table (`shop: orders.note`).
    """
    view = View(source_map, snapshot, register)
    return findings_of(MAP_CHECKS, view)


def check_rows(source_map: SourceMap, count: Callable[[str, Predicate], int]) -> tuple[Finding, ...]:
    """All findings that need rows counted; `count` answers for a table and a predicate."""
    return tuple(
        check.finding(Hit(each.where, say("{rows} rows of {table}", rows=rows, table=each.table), each.hint))
        for check in COUNT_CHECKS
        for each in check.look(source_map)
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
    return (*found, *findings_of(ACROSS_CHECKS, maps, register))


__all__ = [
    "ACROSS_CHECKS",
    "COUNT_CHECKS",
    "MAP_CHECKS",
    "check_map",
    "check_maps",
    "check_rows",
]
