"""Containers of a source: which kinds lie in them, and their rows as those of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from varsam.domain.containers import FIXED, READY, UNREAD, Inside, inner_table
from varsam.domain.errors import SourceRejected
from varsam.domain.evaluation import at_value, values_for
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import NewValue, Value
from varsam.domain.snapshot import Table
from varsam.formats.containers import Opened, open_container
from varsam.formats.containers.parts import Unreadable
from varsam.sources.base import BatchStep, Key


@dataclass(frozen=True, slots=True)
class Container:
    """One container as it was read: its key, what stood there, and what that is; None: it can't be read."""

    inside: Inside
    key: Key = field(repr=False)
    value: Value = field(repr=False)
    opened: Opened | None

    def rows(self) -> list[tuple[Value, ...]]:
        """Its rows, columns as in `inner_table`; what can't be read is one place without fields."""
        if self.opened is None:
            return [(*self.key, "", UNREAD, *[None] * len(self.inside.fields))]
        state = FIXED if self.opened.fixed else READY
        return [(*self.key, item.identity, state, *item.values) for item in self.opened.items]

    def items(self) -> dict[str, dict[str, Value]]:
        """Its rows' fields by their identity."""
        names = [each.name for each in self.inside.fields]
        opened = self.opened.items if self.opened is not None else ()
        return {item.identity: dict(zip(names, item.values, strict=True)) for item in opened}


def opened(inside: Inside, key: Key, value: Value) -> Container | None:
    """Open what stands in a cell or file; None where nothing does."""
    if value is None or value in ("", b""):
        return None
    content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    try:
        return Container(inside, key, value, open_container(inside, content))
    except Unreadable:
        return Container(inside, key, value, None)


def again(container: Container, value: Value) -> Container:
    """The same container with what another kind's rows left of it."""
    return opened(container.inside, container.key, value) or replace(container, value=value, opened=None)


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
        return {
            name: inner_table(name, inside, known[inside.table])
            for name, inside in self.specs.items()
            if inside.table in known
        }

    def touched(self, steps: Iterable[BatchStep]) -> dict[str, list[Key]]:
        """The keys of the containers that steps on rows inside them touch, by table."""
        found: dict[str, dict[Key, None]] = {}
        for step in steps:
            if step.table in self.specs:
                width = len(self.specs[step.table].key)
                found.setdefault(step.table, {}).update(dict.fromkeys(key[:width] for key in step.keys))
        return {table: list(keys) for table, keys in found.items()}


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
