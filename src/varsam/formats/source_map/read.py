"""A source map file, read whole: text to a resolved SourceMap."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from varsam.domain.ownership import Kind, Limits, ManualKind, Pace, SourceMap
from varsam.domain.predicate import ALWAYS, Predicate, Value
from varsam.domain.register import Register
from varsam.formats.source_map import conditions, inside, words
from varsam.formats.source_map.drafts import read_drafts
from varsam.formats.source_map.events import zone
from varsam.formats.source_map.graph import Graph, KindDraft
from varsam.formats.source_map.groups import read_purposes
from varsam.formats.source_map.kinds import KindReader, identifier_types
from varsam.formats.source_map.owners import refuse_circles
from varsam.formats.yaml_node import Faults, Fields, Node
from varsam.formats.yaml_positions import load

_ZONE = "Europe/Stockholm"
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%\Z")
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d) ?[-–] ?([01]\d|2[0-3]):([0-5]\d)\Z")
_SOURCE = re.compile(r"[a-z][a-z0-9_-]*\Z")


def parse(text: str, path: str, register: Register | None = None, *, begun: bool = False) -> SourceMap:
    """Read a source map; `path` names the file in errors. `begun`: it may say no more than where the source
    is.

    With a register, purposes that it hasn't got are refused. Whether tables and columns are there is for
    `checks.maps`. Raises RegisterErrors with every fault found, each with its place and the valid words.
    """
    faults = Faults()
    fields = load(text, path).mapping(words.MAP_REQUIRED, words.MAP, "a source map")
    source, connector, home = "", "", _ZONE
    options: Mapping[str, Value | tuple[Value, ...]] = {}
    kinds: tuple[Kind, ...] = ()
    manual: tuple[ManualKind, ...] = ()
    limits, pace, ignored = Limits(), Pace(), {}
    with faults.catch():
        source = _name(fields["source"])
    with faults.catch():
        connector = fields["connector"].choice(words.CONNECTORS, "connector")
    with faults.catch():
        options = _options(fields, connector)
    with faults.catch():
        home = zone(fields["zone"]) if "zone" in fields else _ZONE
    with faults.catch():
        limits = _limits(fields)
    with faults.catch():
        pace = _pace(fields, connector)
    with faults.catch():
        ignored = _ignored(fields)
    with faults.catch():
        manual = _manual(fields, register)
    if "kinds" in fields:
        kinds = _kinds(fields["kinds"], connector, home, register, faults)
    if connector and not kinds and not manual and not begun:
        key = "manual" if connector == "manual" else "kinds"
        if key not in fields:
            better = "" if key == "manual" else "; `varsam source propose` writes a first map"
            hint = f"add '{key}:'{better}"
            faults.add(fields.node.error("the map names nothing that the source holds", hint))
    faults.stop()
    return SourceMap(source, connector, options, home, kinds, manual, limits, pace, ignored)


def _kinds(
    node: Node, connector: str, home: str, register: Register | None, faults: Faults
) -> tuple[Kind, ...]:
    drafts = read_drafts(node, faults)
    for wrong in (*refuse_circles(drafts).errors, *inside.refuse_places(drafts, connector).errors):
        faults.add(wrong)
    graph = Graph(drafts, _where, faults)
    reader = KindReader(graph, home, identifier_types(drafts), register)
    found: list[Kind] = []
    for draft in drafts.values():
        with faults.catch():
            found.append(reader.read(draft))
    return tuple(inside.nested(found, drafts, faults))


def _where(graph: Graph, draft: KindDraft) -> Predicate:
    from_map = draft.fields.get("where")
    where = ALWAYS if from_map is None else conditions.read(graph, draft.name, from_map)
    return inside.rows_of(where, draft)


def _name(node: Node) -> str:
    name = node.text()
    if not _SOURCE.match(name):
        raise node.error(f"{name!r} can't name a source", "small letters a-z, digits, _ and -")
    return name


def _options(fields: Fields, connector: str) -> dict[str, Value | tuple[Value, ...]]:
    options: dict[str, Value | tuple[Value, ...]] = {}
    ways = [each for each in words.URLS if each in fields]
    if len(ways) > 1:
        raise fields[ways[1]].error(
            f"the address is given {len(ways)} times", f"keep one of: {', '.join(ways)}"
        )
    if connector == "sql" and not ways:
        raise fields["connector"].error(
            "a sql source needs its address", "url_env: NAME_OF_VARIABLE, url_file: PATH, or url: …"
        )
    for way in ways:
        options[way] = fields[way].text()
    if "url" in ways:
        _refuse_password(fields["url"])
    if "options" in fields:
        for key, value in fields["options"].mapping(optional=None, what="'options'").pairs():
            if key.raw in words.URLS:
                raise key.error(f"{key.raw!r} stands beside 'connector', not under 'options'", "move it up")
            if value.kind == "sequence":
                options[key.text()] = tuple(item.constant() for item in value.items)
            else:
                options[key.text()] = value.constant()
    return options


def _refuse_password(node: Node) -> None:
    try:
        password = urlsplit(node.text()).password
    except ValueError as wrong:
        raise node.error("this address can't be read", "as sqlite:///data/shop.sqlite3") from wrong
    if password:
        raise node.error(
            "the address holds a password, and a map is no place for one",
            "put the address in the environment (url_env: NAME) or in a file (url_file: PATH)",
        )


def _limits(fields: Fields) -> Limits:
    node = fields.get("limits")
    if node is None:
        return Limits()
    inner = node.mapping(optional=words.LIMITS, what="'limits'")
    rows = inner["rows"].integer(least=0) if "rows" in inner else None
    return Limits(rows, _share(inner["share"]) if "share" in inner else None)


def _share(node: Node) -> float:
    hint = "a share of the table's rows: 25%"
    found = _SHARE.match(node.text()) if node.kind == "scalar" and node.resolved == "str" else None
    if found is None:
        raise node.error("this is no share", hint)
    share = float(found[1]) / 100
    if share > 1:
        raise node.error("a share is at most 100%", hint)
    return share


def _pace(fields: Fields, connector: str) -> Pace:
    node = fields.get("pace")
    if node is None:
        return Pace()
    inner = node.mapping(optional=words.PACE, what="'pace'")
    standard = Pace()
    if "replica_lag_seconds" in inner and connector != "sql":
        raise inner["replica_lag_seconds"].error("only a sql source has replicas", "drop the key")
    if "replicas_env" in inner and "replica_lag_seconds" not in inner:
        raise inner["replicas_env"].error(
            "nothing says how far the replicas may be behind", "add replica_lag_seconds"
        )
    return Pace(
        _window(inner["window"]) if "window" in inner else None,
        _seconds(inner, "lock_timeout_seconds", standard.lock_timeout_seconds),
        _seconds(inner, "statement_timeout_seconds", standard.statement_timeout_seconds),
        inner["rows_per_second"].integer(least=1) if "rows_per_second" in inner else None,
        inner["batch_rows"].integer(1, 1_000_000) if "batch_rows" in inner else standard.batch_rows,
        _seconds(inner, "replica_lag_seconds", 0.0) or None,
        _seconds(inner, "replica_wait_seconds", standard.replica_wait_seconds),
        inner["replicas_env"].texts() if "replicas_env" in inner else (),
    )


def _window(node: Node) -> tuple[dt.time, dt.time]:
    found = _WINDOW.match(node.text())
    if found is None:
        raise node.error("this is no window of time", 'write "22:00-05:00"')
    first, last = dt.time(int(found[1]), int(found[2])), dt.time(int(found[3]), int(found[4]))
    if first == last:
        raise node.error("this window never opens", "two different times; without a window, drop the key")
    return first, last


def _seconds(fields: Fields, name: str, standard: float) -> float:
    node = fields.get(name)
    if node is None:
        return standard
    value = node.constant()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 86_400:
        raise node.error("a number of seconds is wanted here", "more than 0, at most 86400")
    return float(value)


def _ignored(fields: Fields) -> dict[str, str]:
    node = fields.get("ignored")
    if node is None:
        return {}
    found: dict[str, str] = {}
    faults = Faults()
    for key, value in node.mapping(optional=None, what="'ignored'").pairs():
        with faults.catch():
            if value.is_null or (value.kind == "scalar" and not value.raw.strip()):
                raise key.error(f"nothing says why {key.raw!r} is no personal data", "give the reason")
            found[key.text()] = value.text()
    faults.stop()
    return found


def _manual(fields: Fields, register: Register | None) -> tuple[ManualKind, ...]:
    node = fields.get("manual")
    if node is None:
        return ()
    found: list[ManualKind] = []
    faults = Faults()
    for key, value in node.mapping(optional=None, what="'manual'").pairs():
        with faults.catch():
            name = key.text()
            inner = value.mapping(words.MANUAL_REQUIRED, words.MANUAL, f"manual kind {name!r}")
            found.append(
                ManualKind(
                    name,
                    inner["description"].text(),
                    read_purposes(inner, register),
                    inner["responsible"].text(),
                    inner["every_days"].integer(1, 3660) if "every_days" in inner else 365,
                    inner["due_in_days"].integer(1, 365) if "due_in_days" in inner else 14,
                )
            )
    faults.stop()
    return tuple(found)
