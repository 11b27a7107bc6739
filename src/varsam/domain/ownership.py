"""Where data lies: the source map as a value. Kinds of row, what they hold, for what, and whose it is.

Paths arrive here resolved: a path is a tuple of edges. Nothing here knows how a map is written down
(`formats.source_map`) or whether the live schema agrees with it (`checks.maps`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

from varsam.domain.containers import Inside
from varsam.domain.predicate import ALWAYS, NEVER, Edge, NewValue, Predicate, Value


class Stored(StrEnum):
    """How a source stores a point in time."""

    DATE = "date"
    INSTANT = "instant"  # knows its offset (timestamptz)
    LOCAL = "local"  # wall-clock time of a named zone, without offset
    EPOCH = "epoch"  # seconds since 1970-01-01T00:00Z
    EPOCH_MS = "epoch_ms"
    TEXT = "text"  # text in a sortable format


@dataclass(frozen=True, slots=True)
class Storage:
    """Storage form of a date column. `zone` only matters for local times and formatted texts with a time.

    `format` is a strftime pattern whose texts sort like the times they mean (checked when the map is read).
    """

    stored: Stored = Stored.DATE
    zone: str = "UTC"
    format: str = ""


@dataclass(frozen=True, slots=True)
class EventColumn:
    """An event as a column at the end of a path.

    `take`: `one` row is reached (walking references up); over children `every` (the latest, open while any
    is open), `last` / `first` (open ones ignored, all open = open). No row reached = absent; a reached row
    whose column is unset = open. `state`: the event is open unless the row at hand is in that state.
    """

    column: str
    edges: tuple[Edge, ...] = ()
    storage: Storage = field(default_factory=Storage)
    unset: tuple[Value, ...] = ()
    take: Literal["one", "every", "last", "first"] = "one"
    state: Predicate = ALWAYS


@dataclass(frozen=True, slots=True)
class EventFirstOf:
    """The first of several columns that is set; open when none is, absent when none is reached."""

    parts: tuple[EventColumn, ...]


@dataclass(frozen=True, slots=True)
class EventFiscalYear:
    """The end of the controller's fiscal year that a date falls in."""

    of: EventColumn | EventFirstOf


@dataclass(frozen=True, slots=True)
class EventFrom:
    """An event that another source holds, looked up by an identifier of the row's owner or of the row."""

    source: str
    by: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class EventSeen:
    """A state without a date: dated by the day inspect first saw the row in it; open until then."""

    state: Predicate


EventMapping: TypeAlias = EventColumn | EventFirstOf | EventFiscalYear | EventFrom | EventSeen


@dataclass(frozen=True, slots=True)
class Identifier:
    """A typed identifier of the person that a row leads to.

    `stored_as`: the spellings found here; then the query is spelled in them and an index can serve.
    `follow`: may be carried into other sources when looking for one person.
    `scoped`: means nothing outside this source, never searched for as residue.
    """

    type: str
    column: str
    edges: tuple[Edge, ...] = ()
    stored_as: tuple[str, ...] = ()
    follow: bool = False
    scoped: bool = False


@dataclass(frozen=True, slots=True)
class OwnerLink:
    """One way from a row to a person: to a row of a person kind, or by an identifier in a column.

    `person` names the person kind at the end of the edges; otherwise `identifier` types the `column` there.
    """

    edges: tuple[Edge, ...]
    person: str = ""
    identifier: str = ""
    column: str = ""
    unset: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a group is: alternatives that count together; `otherwise` is tried where they are unset."""

    links: tuple[OwnerLink, ...]
    otherwise: tuple[OwnerLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PartOf:
    """Shares its parent's fate: the edge leads to the parent row of the named kind."""

    kind: str
    edge: Edge


@dataclass(frozen=True, slots=True)
class Group:
    """Columns of a kind with the same owner, purposes and disposal: what a purpose keeps or lets go.

    `values`: what is written when only this group goes (default NULL for each column). A group held for
    nothing (`purposes` empty) is a finding and never erased.
    """

    name: str
    columns: tuple[str, ...]
    category: str = ""
    purposes: tuple[str, ...] = ()
    only: Mapping[str, Predicate] = field(default_factory=dict)
    owner: Owner | None = None
    provided: bool = False
    free_text: bool = False
    values: Mapping[str, NewValue] = field(default_factory=dict)
    events: Mapping[str, EventMapping] = field(default_factory=dict)


class Method(StrEnum):
    """What happens to a row all of whose groups go."""

    DELETE = "delete"
    OVERWRITE = "overwrite"
    NEVER = "never"  # gives events or is looked up; never a target


@dataclass(frozen=True, slots=True)
class Disposal:
    """How rows of a kind go. `when_referred`: written instead of deleting while a kept row refers to it."""

    method: Method = Method.DELETE
    values: Mapping[str, NewValue] = field(default_factory=dict)
    when_referred: Mapping[str, NewValue] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A named reference of a kind: the edge to the other kind's row, and the edge back down."""

    name: str
    kind: str
    up: Edge
    down: Edge
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A table (collection, folder) with a filter: the unit of a map. `inside`: its rows lie in containers."""

    name: str
    table: str
    key: tuple[str, ...] = ("id",)
    where: Predicate = ALWAYS
    person: bool = False
    identifiers: tuple[Identifier, ...] = ()
    owner: Owner | None = None
    part_of: PartOf | None = None
    seen_by: tuple[Owner, ...] = ()
    redact: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    events: Mapping[str, EventMapping] = field(default_factory=dict)
    collected: EventColumn | None = None
    ask: Predicate = NEVER
    disposal: Disposal = field(default_factory=Disposal)
    references: tuple[Reference, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    inside: Inside | None = None


@dataclass(frozen=True, slots=True)
class ManualKind:
    """What lies in a system without a connector: a named person looks there.

    A plan asks for it when nobody looked within `every_days`, and for each person whose erasure was decided.
    """

    name: str
    description: str
    purposes: tuple[str, ...]
    responsible: str
    every_days: int = 365
    due_in_days: int = 14


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these a plan waits for a second person. `share` is of a table's rows, 0–1."""

    rows: int | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Kindness to production. Times are wall-clock in the source's zone; None = no limit.

    No batch begins while a replica is more than `replica_lag_seconds` behind; after `replica_wait_seconds` of
    waiting for it the run stops. `replicas_env`: variables that hold addresses of replicas.
    """

    window: tuple[dt.time, dt.time] | None = None
    lock_timeout_seconds: float = 10.0
    statement_timeout_seconds: float = 600.0
    rows_per_second: int | None = None
    batch_rows: int = 10_000
    replica_lag_seconds: float | None = None
    replica_wait_seconds: float = 1_800.0
    replicas_env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceMap:
    """One source of the controller. `options` are the connector's settings; secrets are only named there."""

    source: str
    connector: str
    options: Mapping[str, Value | tuple[Value, ...]] = field(default_factory=dict)
    zone: str = "Europe/Stockholm"
    kinds: tuple[Kind, ...] = ()
    manual: tuple[ManualKind, ...] = ()
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    ignored: Mapping[str, str] = field(default_factory=dict)

    def kind(self, name: str) -> Kind:
        """The kind of that name; KeyError when the map has none."""
        for kind in self.kinds:
            if kind.name == name:
                return kind
        raise KeyError(name)
