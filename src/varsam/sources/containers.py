"""Containers of a source: which kinds lie in them, and their rows as those of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from varsam.domain.containers import (
    FIXED,
    HOLDS_FIXED,
    READY,
    RIGID,
    UNREAD,
    WHOLE,
    Inside,
    inner_table,
)
from varsam.domain.errors import SourceRejected
from varsam.domain.evaluation import at_value, values_for
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import NewValue, Value
from varsam.domain.snapshot import Table
from varsam.formats.containers import Item, Opened, open_container
from varsam.formats.containers.parts import MAX_BYTES, Unreadable
from varsam.sources.base import BatchStep, Key


@dataclass(frozen=True, slots=True)
class Container:
    """One container as it was read: its key, what stood there, and what that is; None: it can't be read.

    `around`: the state of the row in which it lies, if it lies in a row of another container.
    """

    inside: Inside
    key: Key = field(repr=False)
    value: Value = field(repr=False)
    opened: Opened | None
    around: str = READY

    @property
    def outermost(self) -> Key:
        """The key of the cell or file in which it lies, or which it is."""
        return self.key[: self.inside.outermost]

    def rows(self) -> list[tuple[Value, ...]]:
        """Its rows, columns as in `inner_table`; what can't be read is one place without fields."""
        if self.opened is None:
            return [(*self.key, "", UNREAD, *[None] * len(self.inside.fields))]
        return [(*self.key, item.identity, self.state(item), *item.values) for item in self.opened.items]

    def state(self, item: Item) -> str:
        """What can become of a row, and of what lies in it."""
        assert self.opened is not None
        if self.opened.fixed or self.around in HOLDS_FIXED:
            return FIXED
        if item.rigid:
            return FIXED if self.opened.whole else RIGID
        return WHOLE if self.opened.whole else READY

    @property
    def names(self) -> tuple[str, ...]:
        """Its rows' fields."""
        return tuple(each.name for each in self.inside.fields)

    def items(self) -> dict[str, dict[str, Value]]:
        """Its rows' fields by their identity."""
        opened = self.opened.items if self.opened is not None else ()
        return {item.identity: dict(zip(self.names, item.values, strict=True)) for item in opened}


class Spent:
    """How much was unpacked of each cell or file: a bomb holds little, and other bombs."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._bytes: Counter[Key] = Counter()

    def left(self, inside: Inside, key: Key) -> int:
        """How much more may be unpacked."""
        return max(0, MAX_BYTES - self._bytes[key[: inside.outermost]])

    def spend(self, container: Container) -> None:
        """Count a container, unless it is the cell or file itself."""
        if container.opened is not None and container.inside.deep:
            self._bytes[container.outermost] += container.opened.size


def opened(
    inside: Inside, key: Key, value: Value, around: str = READY, spent: Spent | None = None
) -> Container | None:
    """Open what stands in a cell, a file or a row of another container; None where nothing does."""
    if value is None and around in HOLDS_FIXED:
        return Container(inside, key, None, None, around)  # something stands there, and nobody knows what
    if value is None or value in ("", b""):
        return None
    content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    try:
        limit = spent.left(inside, key) if spent is not None else MAX_BYTES
        found = Container(inside, key, value, open_container(inside, content, limit), around)
    except Unreadable:
        return Container(inside, key, value, None, around)
    if spent is not None:
        spent.spend(found)
    return found


def again(container: Container, value: Value) -> Container:
    """The same container with what another kind's rows left of it."""
    found = opened(container.inside, container.key, value, container.around)
    return found or replace(container, value=value, opened=None)


def rewritten(
    source: str, container: Container, gone: set[str], changed: Mapping[str, Mapping[str, Value]]
) -> Value:
    """What stands in the cell or file afterwards. SourceRejected: it can't be written so; nothing was."""
    if container.opened is None:
        raise SourceRejected("a container can't be read", where=source, hint="plan again")
    try:
        content = container.opened.rewritten(gone, changed)
    except Unreadable as wrong:
        raise SourceRejected(
            f"{container.inside.table}: a container can't be rewritten: {wrong}",
            where=source,
            hint="let a person look at it; the map can say other values, or leave the kind to ask:",
        ) from None
    return content if isinstance(container.value, bytes) else content.decode("utf-8", "surrogatepass")


def differing(found: Mapping[str, Value], values: Mapping[str, NewValue]) -> dict[str, Value]:
    """Those of the values that fields aren't at yet."""
    return {
        name: value for name, value in values_for(values, found).items() if not at_value(found[name], value)
    }


class InnerTables:
    """The kinds of a map whose rows lie inside containers, by the tables as which they are seen."""

    def __init__(self, specs: Mapping[str, Inside]) -> None:
        """Take what the map says, by table."""
        self.specs = dict(specs)

    @classmethod
    def of(cls, mapped: SourceMap) -> InnerTables:
        """Those of a map."""
        return cls({kind.table: kind.inside for kind in mapped.kinds if kind.inside is not None})

    def __contains__(self, table: str) -> bool:
        """Whether a table is one of rows inside containers."""
        return table in self.specs

    def tables(self, source: str, known: Mapping[str, Table]) -> dict[str, Table]:
        """The tables to show beside the source's own; none for a container's table that isn't there."""
        clash = next((name for name in self.specs if name in known), None)
        if clash is not None:
            raise SourceRejected(
                f"there is a table {clash!r} of the source's own",
                where=source,
                hint="call the kind otherwise",
            )
        found: dict[str, Table] = {}
        for name in self.ordered():
            inside = self.specs[name]
            around = found.get(inside.table) or known.get(inside.table)
            if around is not None:
                found[name] = inner_table(name, inside, around)
        return found

    def ordered(self, tables: Iterable[str] | None = None) -> list[str]:
        """These tables (or all) and those in whose rows theirs lie, from the outside in."""
        wanted = set(self.specs if tables is None else tables) & self.specs.keys()
        for name in list(wanted):
            while (name := self.specs[name].table) in self.specs:
                wanted.add(name)
        return sorted(wanted, key=lambda name: (self.specs[name].deep, list(self.specs).index(name)))

    def within(self, table: str) -> list[str]:
        """The tables whose rows lie in rows of a table."""
        return [name for name, inside in self.specs.items() if inside.table == table]

    def outermost(self, table: str) -> Inside:
        """How the cell or file is read in which, however deep, a table's rows lie."""
        inside = self.specs[table]
        while inside.table in self.specs:
            inside = self.specs[inside.table]
        return inside

    def touched(self, steps: Iterable[BatchStep]) -> dict[str, list[Key]]:
        """The keys of the containers that steps on rows inside them touch, by table."""
        found: dict[str, dict[Key, None]] = {}
        for step in steps:
            if step.table in self.specs:
                width = len(self.specs[step.table].key)
                found.setdefault(step.table, {}).update(dict.fromkeys(key[:width] for key in step.keys))
        return {table: list(keys) for table, keys in found.items()}


def down_to(
    inner: InnerTables,
    table: str,
    containers: Mapping[Key, Container],
    wanted: Collection[Key] | None,
    *,
    start: str = "",
) -> dict[Key, Container]:
    """The containers of a table, opened one after the other from those around them.

    `containers` are the cells or files, or the containers of the table `start`. `wanted`: only those. What a
    map says of which rows hold something isn't asked.
    """
    inside, spent = inner.specs[table], Spent()
    if table == start or inside.table not in inner:
        return dict(containers)
    around = None if wanted is None else {key[:-1] for key in wanted}
    found: dict[Key, Container] = {}
    for key, container in down_to(inner, inside.table, containers, around, start=start).items():
        place = container.names.index(inside.column)
        for item in container.opened.items if container.opened is not None else ():
            own = (*key, item.identity)
            if wanted is None or own in wanted:
                here = opened(inside, own, item.values[place], container.state(item), spent)
                if here is not None:
                    found[own] = here
    return found


def still_there(
    containers: Mapping[Key, Container],
    width: int,
    keys: Sequence[Key],
    unless: Mapping[str, NewValue] | None,
) -> list[Key]:
    """Those of the keys of inner rows that are there and, with `unless`, not yet at those values."""
    items = {key: each.items() for key, each in containers.items()}
    found = []
    for key in keys:
        row = items.get(key[:width], {}).get(str(key[-1]))
        if row is not None and (not unless or differing(row, unless)):
            found.append(key)
    return found
