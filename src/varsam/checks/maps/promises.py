"""Checks of a map against the promises: is everything personal said, and can its purposes ever end?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from varsam.checks.base import Hit
from varsam.checks.maps.names import likeness, looks_personal
from varsam.checks.maps.view import View, closest, columns_in, edges_of, holds_nothing, owner_of
from varsam.domain.ownership import Group, Kind, Method, OwnerLink
from varsam.domain.predicate import All, Compare, Edge, In, NotTrue, Predicate, Unset
from varsam.domain.register import Purpose
from varsam.domain.retention import events_of
from varsam.domain.said import say
from varsam.domain.snapshot import Table

_SMALL_TABLE = 1_000
# Consent, objections and suppression are facts of our own; no source needs to map them.
_FACTS = ("consent.", "suppression.", "objection.")


def column_unsaid(view: View) -> Iterator[Hit]:
    """A column of a mapped table looks personal and is in no group, nor said to be no personal data."""
    for name, table in view.snapshot.tables.items():
        kinds = view.kinds_of(name)
        if not kinds or all(_needs_no_groups(kind) for kind in kinds) or view.ignores(name):
            continue
        said = {column for kind in kinds for group in kind.groups for column in group.columns}
        said |= {column for kind in kinds for column in kind.key}
        said |= {column for kind in kinds for ref in kind.references for column in ref.columns}
        said |= {column for key in table.foreign_keys for column in key.columns}
        for column in table.columns:
            if column.name in said or view.ignores(name, column.name) or not likeness(column):
                continue
            yield Hit(
                f"{view.map.source}: {name}.{column.name}",
                "the column looks personal by its name and is in no group",
                say(
                    "add it to a group, or say why not: ignored: {{{table}.{column}: reason}}",
                    table=name,
                    column=column.name,
                ),
            )


def _needs_no_groups(kind: Kind) -> bool:
    """Rows that hold nothing, or that go whole with their parent."""
    whole = kind.part_of is not None and not kind.groups and kind.disposal.method is Method.DELETE
    return holds_nothing(kind) or whole


def table_unsaid(view: View) -> Iterator[Hit]:
    """A table that the map doesn't mention looks personal: silence never means that nothing is there."""
    for name, table in view.snapshot.tables.items():
        if view.kinds_of(name) or view.ignores(name):
            continue
        columns = [column for column in looks_personal(table) if not view.ignores(name, column)]
        if columns:
            shown = ", ".join(columns[:5]) + (" …" if len(columns) > 5 else "")
            yield Hit(
                f"{view.map.source}: {name}",
                say("the table isn't in the map and looks personal: {shown}", shown=shown),
                say("map it as a kind, or say why not: ignored: {{{name}: reason}}", name=name),
            )


def held_for_nothing(view: View) -> Iterator[Hit]:
    """A group is held for no purpose. It is never erased, and there is no ground for keeping it."""
    for kind in view.map.kinds:
        for group in kind.groups:
            if not group.purposes:
                yield Hit(
                    view.at(kind, f"groups.{group.name}"),
                    say("the columns {columns} are held for no purpose", columns=", ".join(group.columns)),
                    "name the purposes under 'for:', or register one; nothing is erased until then",
                )


def never_goes(view: View) -> Iterator[Hit]:
    """A kind holds data for purposes that end, and its rows are never touched."""
    for kind in view.map.kinds:
        if kind.disposal.method is Method.NEVER and any(group.purposes for group in kind.groups):
            yield Hit(
                view.at(kind),
                "the rows are held for purposes that end, and 'disposal: keep' never lets them go",
                "let the row be deleted or overwritten, or take the groups away with 'holds: nothing'",
            )


def left_in_place(view: View) -> Iterator[Hit]:
    """What is written when all groups of a row have gone leaves out a column of theirs: it stays unseen."""
    for kind in view.map.kinds:
        for part, values in _instead_of_the_row(kind):
            for group in kind.groups:
                left = [column for column in group.columns if column not in values]
                if left and group.purposes:
                    yield Hit(
                        view.at(kind, part),
                        say(
                            "{columns} of the group {group} would stay as it is in rows that nothing keeps"
                            " any more",
                            columns=", ".join(left),
                            group=group.name,
                        ),
                        say("say what is written there too, as {column}: null", column=left[0]),
                    )


def _instead_of_the_row(kind: Kind) -> Iterator[tuple[str, Mapping[str, object]]]:
    if kind.disposal.method is Method.OVERWRITE:
        yield "disposal", kind.disposal.values
    elif kind.disposal.method is Method.DELETE and kind.disposal.when_referred is not None:
        yield "disposal.when_referred", kind.disposal.when_referred


def nobodys(view: View) -> Iterator[Hit]:
    """A group leads to no person: a request will not find it, and it goes by its rule only."""
    for kind in view.map.kinds:
        for group in kind.groups:
            if group.purposes and not _leads_to_person(view, kind, group):
                yield Hit(
                    view.at(kind, f"groups.{group.name}"),
                    "nothing says whose these columns are, so no access copy and no erasure will hold them",
                    "add 'owner:', 'part_of:' or 'person: true'",
                )


def _leads_to_person(view: View, kind: Kind, group: Group | None) -> bool:
    if owner_of(view, kind, group) is not None:
        return True
    return any(each.person for each in _line(view, kind))


def unknown_purpose(view: View) -> Iterator[Hit]:
    """The map holds data for a purpose that the register hasn't got."""
    known = tuple(view.register.purposes())
    places = [
        (view.at(kind, f"groups.{group.name}"), purpose)
        for kind in view.map.kinds
        for group in kind.groups
        for purpose in group.purposes
    ]
    places += [(f"{view.map.source}.{kind.name}", each) for kind in view.map.manual for each in kind.purposes]
    for where, purpose in places:
        if purpose not in known:
            yield Hit(
                where, say("the register has no purpose {purpose}", purpose=purpose), closest(purpose, known)
            )


def event_unmapped(view: View) -> Iterator[Hit]:
    """A purpose's rule counts from an event that no place of this map gives, so it may never be over."""
    purposes = view.register.purposes()
    told: set[tuple[str, str, str]] = set()
    for kind in view.map.kinds:
        for group in kind.groups:
            if _known_elsewhere(view, kind, group):
                continue
            mapped = _events_near(view, kind, group)
            for purpose in (purposes[each] for each in group.purposes if each in purposes):
                for event in _wanted(purpose):
                    if event in mapped or (kind.name, purpose.id, event) in told:
                        continue
                    told.add((kind.name, purpose.id, event))
                    yield Hit(
                        view.at(kind, f"groups.{group.name}"),
                        say(
                            "{id} counts from {event}, and no place near this one maps it",
                            id=purpose.id,
                            event=event,
                        ),
                        say(
                            "map {event} here, at the parent or the person, or take it from another source",
                            event=event,
                        ),
                    )


def _wanted(purpose: Purpose) -> tuple[str, ...]:
    if purpose.rule is None:
        return ()
    return tuple(event for event in events_of(purpose.rule) if not event.startswith(_FACTS))


def _known_elsewhere(view: View, kind: Kind, group: Group) -> bool:
    """Whether another source may say when: whoever is known by an identifier is asked for in all of them."""
    owner = owner_of(view, kind, group)
    return owner is not None and any(link.identifier for link in (*owner.links, *owner.otherwise))


def _events_near(view: View, kind: Kind, group: Group) -> set[str]:
    found = set(group.events)
    for each in _line(view, kind):
        found |= set(each.events)
    owner = owner_of(view, kind, group)
    for link in (*owner.links, *owner.otherwise) if owner is not None else ():
        if link.person:
            found |= set(view.map.kind(link.person).events)
    return found


def _line(view: View, kind: Kind) -> tuple[Kind, ...]:
    """The kind and its parents, nearest first."""
    found = [kind]
    while found[-1].part_of is not None:
        parent = view.map.kind(found[-1].part_of.kind)
        if parent in found:
            break
        found.append(parent)
    return tuple(found)


def may_lead_nowhere(view: View) -> Iterator[Hit]:
    """A reference on the way to a person may be NULL; rows where it is belong to nobody."""
    for kind in view.map.kinds:
        if kind.part_of is not None:
            yield from _nullable(view, kind, (kind.part_of.edge,), "part_of")
        if kind.owner is None or kind.owner.otherwise or len(kind.owner.links) != 1:
            continue
        link: OwnerLink = kind.owner.links[0]
        yield from _nullable(view, kind, link.edges, "owner")


def _nullable(view: View, kind: Kind, edges: tuple[Edge, ...], part: str) -> Iterator[Hit]:
    table, said = view.table(kind), _always_set(kind.where)
    for edge in edges:
        for _, here in edge.on if table is not None else ():
            for name in columns_in(here):
                seen = table.column(name) if table is not None else None
                if seen is not None and seen.nullable and not edge.many and name not in said:
                    yield Hit(
                        view.at(kind, part),
                        say(
                            "{table}.{name} may be NULL, and such rows lead to nobody",
                            table=table.name if table else "",
                            name=name,
                        ),
                        "give a fall-back (owner: {ref: …, else: …}), or leave them to a person",
                    )
        table, said = view.snapshot.tables.get(edge.table), _always_set(edge.where)


def _always_set(where: Predicate) -> set[str]:
    """The columns that a condition demands to be set."""
    match where:
        case All(parts):
            return set().union(*map(_always_set, parts))
        case NotTrue(Unset(column)) | Compare(column) | In(column):
            return {column}
        case _:
            return set()


def index_missing(view: View) -> Iterator[Hit]:
    """A path searches a table by columns without an index; on large tables that costs a hundredfold."""
    if not view.snapshot.dialect:
        return
    told: set[tuple[str, tuple[str, ...]]] = set()
    for kind in view.map.kinds:
        for edge in (*edges_of(kind), *(ref.down for ref in kind.references)):
            table = view.snapshot.tables.get(edge.table)
            columns = _searched(edge)
            if table is None or not columns or (table.name, columns) in told or not _slow(table, columns):
                continue
            told.add((table.name, columns))
            name = "_".join(("ix", table.name.replace(".", "_"), *columns))
            yield Hit(
                view.at(kind),
                say(
                    "{name} is searched by {columns}, which has no index{cost}",
                    name=table.name,
                    columns=", ".join(columns),
                    cost=_cost(table),
                ),
                f"CREATE INDEX {name} ON {table.name} ({', '.join(columns)})",
            )


def _size(table: Table) -> int | None:
    return table.rows if table.rows is not None else table.estimate


def _cost(table: Table) -> str:
    """What an index would save, as far as the table's size is known."""
    rows = _size(table)
    # SQLite is only asked whether there are more than a thousand.
    return (
        ""
        if rows is None
        else say("; each search reads about {rows} rows or more, an index a few", rows=rows)
    )


def _searched(edge: Edge) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(column for other, here in edge.on if columns_in(here) for column in columns_in(other))
    )


def _slow(table: Table, columns: tuple[str, ...]) -> bool:
    if (rows := _size(table)) is not None and rows < _SMALL_TABLE:
        return False
    if any(table.column(column) is None for column in columns):
        return False
    wanted = set(columns)
    return not any(
        set(index[: len(wanted)]) == wanted for index in (table.primary_key, *table.unique, *table.indexes)
    )
