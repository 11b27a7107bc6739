"""Events of a map: where a date stands, how it is stored, and what is read when there are several rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from varsam.domain.calendar import time_zone
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import (
    EventColumn,
    EventFirstOf,
    EventFiscalYear,
    EventFrom,
    EventMapping,
    EventSeen,
    Storage,
    Stored,
)
from varsam.domain.predicate import ALWAYS, Predicate, Value
from varsam.domain.retention import EVENT_NAME
from varsam.formats.source_map import conditions, paths, words
from varsam.formats.source_map.graph import Graph
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion

_DIRECTIVE = re.compile(r"%(.)")
_LONG = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S"}
_ORDER = "YmdHMSf"
_LEAST = 3
_DEFAULT_FORMAT = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What an event's parts inherit from the mapping around them."""

    storage: Storage
    unset: tuple[Value, ...] = ()
    state: Predicate = ALWAYS


class EventReader:
    """Reads the events of one kind. `sources` aren't known here: an event from elsewhere is taken as said."""

    def __init__(self, graph: Graph, kind: str, zone: str, identifiers: tuple[str, ...]) -> None:
        """Take the kind at hand, the map's zone and the types of identifier that `by:` may name."""
        self._graph = graph
        self._kind = kind
        self._zone = zone
        self._identifiers = identifiers

    def all(self, node: Node) -> Mapping[str, EventMapping]:
        """Read `events:`; RegisterErrors names every event that can't be read."""
        faults = Faults()
        found: dict[str, EventMapping] = {}
        for key, value in node.mapping(optional=None, what="'events'").pairs():
            with faults.catch():
                if not EVENT_NAME.fullmatch(key.raw):
                    raise key.error(f"{key.raw!r} is no event", "two names joined by a dot: contract.end")
                if value.is_null:
                    raise key.error(f"nothing says where {key.raw} stands", "name a column")
                found[key.raw] = self._event(value, _Defaults(Storage()))
        faults.stop()
        return found

    def collected(self, node: Node) -> EventColumn:
        """Read `collected:`, which is a column at the end of a path."""
        event = self._event(node, _Defaults(Storage()))
        if not isinstance(event, EventColumn):
            raise node.error("'collected' is one column", "write a column or {column: …, as: …}")
        return event

    def _event(self, node: Node, defaults: _Defaults) -> EventMapping:
        if node.kind == "scalar":
            return self._column(node, "one", defaults)
        fields = node.mapping(optional=words.EVENT, what="an event")
        forms = [name for name in words.EVENT_FORMS if name in fields]
        elsewhere = "from" in fields
        if elsewhere:
            forms = ["from", *(name for name in forms if name not in ("from", "column"))]
        if len(forms) != 1:
            raise node.error(
                f"an event stands in one place, and {len(forms)} are given: {', '.join(forms) or 'none'}",
                f"one of: {', '.join(words.EVENT_FORMS)}",
            )
        form = forms[0]
        if elsewhere:
            return self._from(fields)
        if form == "seen":
            _only(fields, ("seen",))
            return EventSeen(conditions.read(self._graph, self._kind, fields["seen"]))
        _only(fields, (form, *words.STORAGE))
        inner = self._defaults(fields, defaults)
        if form == "first_of":
            return self._first_of(fields["first_of"], inner)
        if form == "fiscal_year_of":
            return self._fiscal_year(fields["fiscal_year_of"], inner)
        take = "one" if form == "column" else form
        return self._column(fields[form], cast("Literal['one', 'every', 'last', 'first']", take), inner)

    def _from(self, fields: Fields) -> EventFrom:
        _only(fields, ("from", "by", "column"))
        if "by" not in fields:
            raise fields["from"].error("nothing says by which identifier the person is found", "add 'by: …'")
        by = fields["by"].choice(self._identifiers, "identifier")
        column = ""
        if "column" in fields:
            walk, column = self._graph.column(self._kind, paths.read(fields["column"]))
            if walk.edges:
                raise fields["column"].error("the identifier must stand in a column of this row")
        return EventFrom(fields["from"].text(), by, column)

    def _first_of(self, node: Node, defaults: _Defaults) -> EventFirstOf:
        parts: list[EventColumn] = []
        faults = Faults()
        for item in node.sequence():
            with faults.catch():
                part = self._event(item, defaults)
                if not isinstance(part, EventColumn):
                    raise item.error("'first_of' lists columns", "write a column or {column: …}")
                parts.append(part)
        faults.stop()
        if len(parts) < 2:
            raise node.error("'first_of' needs two columns or more", "write the column alone")
        return EventFirstOf(tuple(parts))

    def _fiscal_year(self, node: Node, defaults: _Defaults) -> EventFiscalYear:
        of = self._event(node, defaults)
        if not isinstance(of, EventColumn | EventFirstOf):
            raise node.error("'fiscal_year_of' takes a column or first_of", "write a column or {column: …}")
        return EventFiscalYear(of)

    def _column(
        self, node: Node, take: Literal["one", "every", "last", "first"], defaults: _Defaults
    ) -> EventColumn:
        path = paths.read(node)
        walk, column = self._graph.column(self._kind, path)
        if walk.several and take == "one":
            raise path.error(
                "this path leads to several rows",
                "say which counts: {every: …} the latest, open while one is; {last: …} or {first: …}",
            )
        if take != "one" and not walk.several:
            raise path.error(
                f"'{take}' is for several rows, and this path leads to one", "write 'column: …' instead"
            )
        return EventColumn(column, walk.edges, defaults.storage, defaults.unset, take, defaults.state)

    def _defaults(self, fields: Fields, around: _Defaults) -> _Defaults:
        state = around.state
        if "while" in fields:
            state = conditions.read(self._graph, self._kind, fields["while"])
        unset = around.unset
        if "unset" in fields:
            unset = constants(fields["unset"])
        return _Defaults(self._storage(fields, around.storage), unset, state)

    def _storage(self, fields: Fields, around: Storage) -> Storage:
        stored = around.stored
        if "as" in fields:
            stored = Stored(fields["as"].choice(tuple(each.value for each in Stored), "storage form"))
        elif "format" in fields:
            stored = Stored.TEXT
        elif "zone" in fields:
            stored = Stored.LOCAL
        if stored is not around.stored:
            around = Storage(stored, self._zone if stored in (Stored.LOCAL, Stored.TEXT) else "UTC")
        if "zone" in fields:
            if stored not in (Stored.LOCAL, Stored.TEXT):
                raise fields["zone"].error(
                    f"a time stored as {stored.value} has no zone of its own",
                    "as: local has one; drop 'zone'",
                )
            around = replace(around, zone=zone(fields["zone"]))
        if stored is not Stored.TEXT:
            if "format" in fields:
                raise fields["format"].error(f"'format' is for texts, not for {stored.value}", "as: text")
            return around
        if "format" in fields:
            return replace(around, format=_format(fields["format"]))
        return replace(around, format=around.format or _DEFAULT_FORMAT)


def zone(node: Node) -> str:
    """Read the IANA name of a time zone."""
    try:
        return time_zone(node.text()).key
    except RegisterError as wrong:
        if isinstance(wrong.where, str):
            raise node.error(wrong.message, wrong.hint) from wrong
        raise


def constants(node: Node) -> tuple[Value, ...]:
    """Read the values that mean "not set": one, or a list."""
    items = node.items if node.kind == "sequence" else (node,)
    found = tuple(item.constant() for item in items)
    if None in found:
        raise node.error("NULL is always unset", "drop it from the list")
    return found


def _only(fields: Fields, valid: tuple[str, ...]) -> None:
    for key, _ in fields.pairs():
        if key.raw not in valid:
            raise key.error(f"{key.raw!r} doesn't belong here", suggestion(key.raw, valid))


def _format(node: Node) -> str:
    """Read a strftime pattern whose texts sort like the times they mean."""
    text = node.text()
    spelled = text
    for short, long in _LONG.items():
        spelled = spelled.replace(short, long)
    directives = "".join(_DIRECTIVE.findall(spelled))
    if len(directives) < _LEAST or not _ORDER.startswith(directives):
        raise node.error(
            "texts of this format don't sort like the days they mean, so no limit can be compared with them",
            "year, month and day first, then time: %Y-%m-%d, %Y%m%d, %Y-%m-%dT%H:%M:%S",
        )
    return spelled
