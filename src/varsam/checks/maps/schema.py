"""Checks of a map against the schema: can its words be carried out there at all?"""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.maps.view import View, closest, end_of, event_columns, uses, written
from varsam.domain.key_texts import characters
from varsam.domain.ownership import Method, Stored
from varsam.domain.predicate import ALWAYS
from varsam.domain.said import say
from varsam.domain.snapshot import Table

_FAMILIES = {
    Stored.DATE: ("date",),
    Stored.INSTANT: ("instant",),
    Stored.LOCAL: ("datetime",),
    Stored.EPOCH: ("number",),
    Stored.EPOCH_MS: ("number",),
    Stored.TEXT: ("text",),
}
_FORM_OF = {"date": "date", "instant": "instant", "datetime": "local", "number": "epoch", "text": "text"}
_CONTAINERS = ("text", "bytes", "json", "other")
_CHANGES = ("cascade", "set null", "set default")


def table_missing(view: View) -> Iterator[Hit]:
    """The map names a table that the source hasn't got, so nothing of that kind can be found."""
    for kind in view.map.kinds:
        if kind.table not in view.snapshot.tables:
            hint = closest(kind.table, tuple(view.snapshot.tables))
            yield Hit(view.at(kind), say("there is no table {table}", table=kind.table), hint)


def column_missing(view: View) -> Iterator[Hit]:
    """The map names a column that its table hasn't got."""
    told: set[tuple[str, str]] = set()
    for kind in view.map.kinds:
        for place in uses(kind):
            table = view.snapshot.tables.get(place[0])
            if table is None or place in told or table.column(place[1]) is not None:
                continue
            told.add(place)
            hint = closest(place[1], tuple(column.name for column in table.columns))
            yield Hit(
                view.at(kind),
                say("the table {table} has no column {column}", table=place[0], column=place[1]),
                hint,
            )


def no_usable_key(view: View) -> Iterator[Hit]:
    """The key of a kind doesn't tell its rows apart: it is no primary key, nor unique and always set."""
    for kind in view.map.kinds:
        table = view.table(kind)
        if table is None or any(table.column(column) is None for column in kind.key):
            continue
        if not _tells_apart(table, kind.key) and (
            table.primary_key or kind.disposal.method is not Method.NEVER
        ):
            primary = ", ".join(table.primary_key)
            hint = (
                f"key: [{primary}]" if primary else "name columns that are unique and never NULL under 'key:'"
            )
            yield Hit(
                view.at(kind),
                say("the key {key} isn't unique in {table}", key=", ".join(kind.key), table=kind.table),
                hint,
            )


def _tells_apart(table: Table, key: tuple[str, ...]) -> bool:
    if table.primary_key and set(table.primary_key) == set(key):
        return True
    return any(
        set(unique) == set(key)
        and all((found := table.column(each)) is not None and not found.nullable for each in unique)
        for unique in table.unique
    )


def null_where_none_may_be(view: View) -> Iterator[Hit]:
    """A column that may not be NULL would become NULL when its group goes and the row stays."""
    for kind in view.map.kinds:
        table = view.table(kind)
        if table is None or kind.disposal.method is Method.NEVER:
            continue
        nulled = {
            column: f"groups.{group.name}"
            for group in kind.groups
            # The only group of a deleted row goes with the row.
            if group.purposes and len(kind.groups) > 1
            for column in group.columns
            if group.values.get(column) is None
        }
        for part, values in written(kind):
            nulled |= {column: part for column, value in values.items() if value is None}
        for column, part in nulled.items():
            seen = table.column(column)
            if seen is not None and not seen.nullable:
                yield Hit(
                    view.at(kind, part),
                    say(
                        "the column {column} would become NULL, and {table} doesn't allow that",
                        column=column,
                        table=kind.table,
                    ),
                    say("say what is written instead, as set: {{{column}: ''}}", column=column),
                )


def key_in_group(view: View) -> Iterator[Hit]:
    """A column of the table's primary key is in a group: it can't be overwritten while the row stays."""
    for kind in view.map.kinds:
        table = view.table(kind)
        for group in kind.groups if table is not None else ():
            for column in group.columns:
                if table is not None and column in table.primary_key:
                    yield Hit(
                        view.at(kind, f"groups.{group.name}"),
                        say(
                            "the column {column} belongs to the key of {table}",
                            column=column,
                            table=kind.table,
                        ),
                        "leave it out of the group; it goes with the row",
                    )


def reference_in_group(view: View) -> Iterator[Hit]:
    """A column that refers to another row is in a group: when the group goes, the rows come apart."""
    for kind in view.map.kinds:
        table = view.table(kind)
        declared = (
            {each for key in table.foreign_keys for each in key.columns} if table is not None else set()
        )
        declared |= {column for ref in kind.references for column in ref.columns}
        for group in kind.groups:
            for column in (each for each in group.columns if each in declared):
                yield Hit(
                    view.at(kind, f"groups.{group.name}"),
                    say(
                        "the column {column} refers to another row, which isn't found from here once it is"
                        " gone",
                        column=column,
                    ),
                    "leave it out, unless coming apart is what you want",
                )


def engine_would_change(view: View) -> Iterator[Hit]:
    """The source would delete or change rows by itself (CASCADE, SET NULL) of which the map says nothing."""
    touched = {kind.table: kind for kind in view.map.kinds if kind.disposal.method is Method.DELETE}
    said = {kind.table for kind in view.map.kinds if kind.disposal.method is not Method.NEVER}
    for table in view.snapshot.tables.values():
        for key in table.foreign_keys:
            kind = touched.get(key.table)
            if (
                kind is None
                or key.on_delete not in _CHANGES
                or table.name in said
                or view.ignores(table.name)
            ):
                continue
            yield Hit(
                view.at(kind),
                say(
                    "deleting from {table} makes the source change {name} by itself"
                    " ({columns}: on delete {on_delete})",
                    table=key.table,
                    name=table.name,
                    columns=", ".join(key.columns),
                    on_delete=key.on_delete,
                ),
                say(
                    "map {name} as a kind with 'part_of:', or say under 'ignored:' why that is right",
                    name=table.name,
                ),
            )


def trigger_unsaid(view: View) -> Iterator[Hit]:
    """A trigger runs when rows are deleted or overwritten; it may copy what should be gone."""
    needs = {Method.DELETE: ("delete", "update"), Method.OVERWRITE: ("update",), Method.NEVER: ()}
    told: set[tuple[str, str]] = set()
    for kind in view.map.kinds:
        table = view.table(kind)
        for trigger in table.triggers if table is not None else ():
            runs = [event for event in trigger.events if event in needs[kind.disposal.method]]
            if not runs or view.ignores(kind.table, trigger.name) or (kind.table, trigger.name) in told:
                continue
            told.add((kind.table, trigger.name))
            yield Hit(
                view.at(kind),
                say(
                    "the trigger {name} of {table} runs on {runs}",
                    name=trigger.name,
                    table=kind.table,
                    runs=" and ".join(runs),
                ),
                say(
                    "look at what it does, then say so: ignored: {{{table}.{name}: reason}}",
                    table=kind.table,
                    name=trigger.name,
                ),
            )


def wrong_storage(view: View) -> Iterator[Hit]:
    """A date is said to be stored in another form than its column's type, so limits would be wrong."""
    for kind in view.map.kinds:
        for name, event in event_columns(kind):
            table = view.snapshot.tables.get(end_of(kind.table, event.edges))
            seen = table.column(event.column) if table is not None else None
            if seen is None or seen.family == "other" or seen.family in _FAMILIES[event.storage.stored]:
                continue
            # A source without a schema of its own has nothing but texts, and its connector reads dates.
            if not view.snapshot.dialect and seen.family == "text":
                continue
            better = _FORM_OF.get(seen.family)
            yield Hit(
                view.at(kind, name),
                say(
                    "{column} is said to hold a date as {stored}, its type is {type}",
                    column=event.column,
                    stored=event.storage.stored,
                    type=seen.type,
                ),
                f"as: {better}" if better else "name a column that holds a date",
            )


def value_too_long(view: View) -> Iterator[Hit]:
    """A text that the map wants written is longer than its column."""
    for kind in view.map.kinds:
        table = view.table(kind)
        for part, values in written(kind):
            for column, value in values.items():
                seen = table.column(column) if table is not None else None
                if table is None or seen is None or seen.length is None:
                    continue
                length = characters(value, table, view.snapshot.dialect)
                if length > seen.length:
                    yield Hit(
                        view.at(kind, part),
                        say(
                            "the text for {column} has {value} characters, the column takes {length}",
                            column=column,
                            value=length,
                            length=seen.length,
                        ),
                        "shorten it",
                    )


def shared_table(view: View) -> Iterator[Hit]:
    """Several kinds share a table and one of them takes every row, so that rows belong to two kinds."""
    for kind in view.map.kinds:
        others = [each.name for each in view.kinds_of(kind.table) if each.name != kind.name]
        if others and kind.where == ALWAYS:
            yield Hit(
                view.at(kind),
                say(
                    "{name} takes every row of {table}, also those of {others}",
                    name=kind.name,
                    table=kind.table,
                    others=", ".join(others),
                ),
                "give it a 'where:'; kinds of one table are disjoint",
            )


def no_container(view: View) -> Iterator[Hit]:
    """Rows are said to lie in a column that can't hold a container: it has no text and no bytes."""
    for kind in view.map.kinds:
        if kind.inside is None or not kind.inside.column:
            continue
        table = view.snapshot.tables.get(kind.inside.table)
        seen = table.column(kind.inside.column) if table is not None else None
        if seen is not None and (seen.family not in _CONTAINERS or seen.generated):
            yield Hit(
                view.at(kind, "inside"),
                say(
                    "{column} is of type {type}, so no {format} lies in it",
                    column=kind.inside.column,
                    type=seen.type,
                    format=kind.inside.format,
                ),
                "name a column with text or bytes that can be written",
            )


def ignored_missing(view: View) -> Iterator[Hit]:
    """The map explains why something is left alone that isn't there any more."""
    known = set(view.snapshot.tables)
    for table in view.snapshot.tables.values():
        parts = (*(column.name for column in table.columns), *(trigger.name for trigger in table.triggers))
        known |= {f"{table.name}.{part}" for part in parts}
    for name in view.map.ignored:
        if name not in known:
            yield Hit(
                f"{view.map.source}.ignored",
                say("there is no {name}", name=name),
                closest(name, tuple(sorted(known))),
            )
