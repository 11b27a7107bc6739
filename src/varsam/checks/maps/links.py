"""Checks whether the link to a person lasts as long as the data that needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from varsam.checks.base import Hit
from varsam.checks.maps.view import end_of, named_in
from varsam.domain.ownership import EventFrom, Group, Kind, Method, Owner, SourceMap
from varsam.domain.register import Purpose, Register
from varsam.domain.retention import events_of
from varsam.domain.said import say


@dataclass(frozen=True, slots=True)
class _Link:
    """A column by which rows are matched with another source, and the groups (kind, name) that hold it."""

    type: str
    table: str
    column: str
    groups: tuple[tuple[str, Group], ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Need:
    """A group that needs an event for a purpose."""

    maps: Sequence[SourceMap]
    mapped: SourceMap
    kind: Kind
    group: Group
    purpose: Purpose
    event: str
    register: Register


def link_goes_first(maps: Sequence[SourceMap], register: Register) -> Iterator[Hit]:
    """An event is found in another source by an identifier that may be erased before what counts from it:
    then the event is absent, and the data stays for ever.
    """
    purposes = register.purposes()
    for mapped in maps:
        for kind in mapped.kinds:
            for group in kind.groups if kind.disposal.method is not Method.NEVER else ():
                for purpose in (purposes[each] for each in group.purposes if each in purposes):
                    for event in events_of(purpose.rule) if purpose.rule is not None else ():
                        yield from _early(_Need(maps, mapped, kind, group, purpose, event, register))


def _early(need: _Need) -> Iterator[Hit]:
    links = tuple(dict.fromkeys(_links(need)))
    early = [link for link in links if _goes_before(link, need)]
    # While one of several identifiers lasts, the event is found.
    if not links or len(early) < len(links) or _says_when(need, early):
        return
    purpose = need.purpose.id
    named = ", ".join(dict.fromkeys(f"{link.table}.{link.column}" for link in early))
    yield Hit(
        f"{need.mapped.source}.{need.kind.name}.groups.{need.group.name}",
        say(
            "{purpose} counts from {event}, found by {identifier} in {places}, which may go first",
            purpose=purpose,
            event=need.event,
            identifier=early[0].type,
            places=named,
        ),
        say(
            "say under 'only:' whom {purpose} is for while the identifier is there, or match by an"
            " identifier that stays as long",
            purpose=purpose,
        ),
    )


def _links(need: _Need) -> Iterator[_Link]:
    """The columns by which the event is looked up in other sources; none if it is known in this one."""
    place, own, event = need.kind, need.group.owner, need.event
    mapping = need.group.events.get(event) or place.events.get(event)
    while mapping is None and own is None and place.part_of is not None:
        place = need.mapped.kind(place.part_of.kind)
        mapping = place.events.get(event)
    owner = own or place.owner
    if mapping is None:
        people = _people(need.mapped, place, owner)
        said = [found for person in people if (found := person.events.get(event)) is not None]
        if any(not isinstance(each, EventFrom) for each in said):
            return
        mapping = next((each for each in said if isinstance(each, EventFrom)), None)
    if isinstance(mapping, EventFrom):
        if mapping.column:
            yield _link(need.mapped, mapping.by, place.table, mapping.column)
        else:
            yield from _columns(need.mapped, place, owner, {mapping.by})
    elif mapping is None:
        yield from _columns(need.mapped, place, owner, _types_elsewhere(need))


def _people(mapped: SourceMap, place: Kind, owner: Owner | None) -> list[Kind]:
    if owner is None:
        return [place] if place.person else []
    return [mapped.kind(link.person) for link in (*owner.links, *owner.otherwise) if link.person]


def _columns(mapped: SourceMap, place: Kind, owner: Owner | None, types: set[str]) -> Iterator[_Link]:
    """The columns that hold identifiers of these types at the persons that a row leads to."""
    for link in (*owner.links, *owner.otherwise) if owner is not None else ():
        if link.identifier in types:
            yield _link(mapped, link.identifier, end_of(place.table, link.edges), link.column)
    for person in _people(mapped, place, owner):
        for identifier in person.identifiers:
            if identifier.type in types:
                table = end_of(person.table, identifier.edges)
                yield _link(mapped, identifier.type, table, identifier.column)


def _types_elsewhere(need: _Need) -> set[str]:
    """The types of identifier by which other sources say the event of people."""
    return {
        identifier.type
        for mapped in need.maps
        if mapped.source != need.mapped.source
        for kind in mapped.kinds
        if not isinstance(kind.events.get(need.event), EventFrom | None)
        and (kind.person or kind.disposal.method is Method.NEVER)
        for identifier in kind.identifiers
    }


def _link(mapped: SourceMap, type_: str, table: str, column: str) -> _Link:
    groups = tuple(
        (kind.name, group)
        for kind in mapped.kinds
        if kind.table == table
        for group in kind.groups
        if column in group.columns
    )
    return _Link(type_, table, column, groups)


def _goes_before(link: _Link, need: _Need) -> bool:
    """Whether the column can be emptied while something still keeps the group that needs it."""
    return any(
        (kind, group.name) != (need.kind.name, need.group.name)
        and any(not _outlasts(group, purpose, need.register) for purpose in need.group.purposes)
        for kind, group in link.groups
    )


def _outlasts(group: Group, purpose: str, register: Register) -> bool:
    """Whether a group is held for the purpose, too, or for one that ends in the same way."""
    if purpose in group.purposes:
        return True
    known = register.purposes()
    wanted = known.get(purpose)
    return wanted is not None and any(
        (other.rule, other.basis) == (wanted.rule, wanted.basis)
        for name in group.purposes
        if name not in group.only and (other := known.get(name)) is not None
    )


def _says_when(need: _Need, early: Sequence[_Link]) -> bool:
    """Whether `only:` looks at the identifier's table, and so ends the purpose with the identifier."""
    only = need.group.only.get(need.purpose.id)
    if only is None:
        return False
    looked = {table for table, _ in named_in(need.kind.table, only)}
    return all(link.table in looked for link in early)
