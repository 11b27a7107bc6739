"""Ownership in a map: how a row, or a group of its columns, leads to a person."""

from __future__ import annotations

from dataclasses import replace

from varsam.domain.ownership import Owner, OwnerLink, PartOf
from varsam.formats.source_map import paths, words
from varsam.formats.source_map.events import constants
from varsam.formats.source_map.graph import Graph, KindDraft
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion


def read_owner(graph: Graph, kind: str, node: Node, identifiers: tuple[str, ...]) -> Owner:
    """Read `owner:`: a path to a person, `{identifier: column}`, a list of such, with `else:`.

    RegisterErrors when a path ends at rows that are no person, or an identifier isn't known.
    """
    otherwise: tuple[OwnerLink, ...] = ()
    if node.kind == "mapping":
        fields = node.mapping(optional=None)
        if "else" in fields:
            otherwise = _links(graph, kind, fields["else"], identifiers)
    links = _links(graph, kind, node, identifiers, may_else=True)
    return Owner(links, otherwise)


def read_seen_by(graph: Graph, kind: str, node: Node, identifiers: tuple[str, ...]) -> tuple[Owner, ...]:
    """Read `seen_by:`: people who may see the row in their access copy."""
    items = node.items if node.kind == "sequence" else (node,)
    return tuple(read_owner(graph, kind, item, identifiers) for item in items)


def _links(
    graph: Graph, kind: str, node: Node, identifiers: tuple[str, ...], *, may_else: bool = False
) -> tuple[OwnerLink, ...]:
    if node.kind == "scalar":
        return (_person(graph, kind, node),)
    if node.kind == "sequence":
        faults = Faults()
        found: list[OwnerLink] = []
        for item in node.items:
            with faults.catch():
                found.extend(_links(graph, kind, item, identifiers))
        faults.stop()
        if not found:
            raise node.error("nobody is named here", "name a path to a person")
        return tuple(found)
    fields = node.mapping(optional=None)
    if "else" in fields and not may_else:
        raise fields["else"].error(
            "'else' stands at the top of 'owner' only", "list the alternatives instead"
        )
    return _mapped(graph, kind, fields, identifiers)


def _mapped(graph: Graph, kind: str, fields: Fields, identifiers: tuple[str, ...]) -> tuple[OwnerLink, ...]:
    unset = constants(fields["unset"]) if "unset" in fields else ()
    found: list[OwnerLink] = []
    for key, value in fields.pairs():
        if key.raw in ("else", "unset"):
            continue
        if key.raw == "ref":
            items = value.items if value.kind == "sequence" else (value,)
            found.extend(replace(_person(graph, kind, item), unset=unset) for item in items)
            continue
        if key.raw not in identifiers:
            raise key.error(
                f"{key.raw!r} is no identifier", suggestion(key.raw, (*words.OWNER, *identifiers))
            )
        for item in value.items if value.kind == "sequence" else (value,):
            walk, column = graph.column(kind, paths.read(item))
            found.append(OwnerLink(walk.edges, identifier=key.raw, column=column, unset=unset))
    if not found:
        raise fields.node.error(
            "nobody is named here", "add 'ref: path' or an identifier, as 'email: column'"
        )
    return tuple(found)


def _person(graph: Graph, kind: str, node: Node) -> OwnerLink:
    path = paths.read(node)
    walk = graph.rows(kind, path)
    if not graph.drafts[walk.kind].person:
        people = ", ".join(draft.name for draft in graph.drafts.values() if draft.person)
        raise path.error(
            f"this path ends at {walk.kind!r}, which is no person",
            (f"people: {people}; " if people else "")
            + "or lead by an identifier: {email: …}, or share its fate: part_of",
            offset=path.segments[-1].offset,
        )
    return OwnerLink(walk.edges, person=walk.kind)


def read_part_of(graph: Graph, draft: KindDraft, node: Node) -> PartOf:
    """Read `part_of:`, the name of one reference. RegisterError for anything else."""
    name = node.text()
    ref = draft.refs.get(name)
    if ref is None:
        hint = suggestion(name, tuple(draft.refs))
        if "." in name:
            hint = "one step only: name the nearest parent, which is part of the next"
        raise node.error(f"{draft.name!r} has no reference {name!r}", hint or "add it under 'refs:'")
    return PartOf(ref.kind, graph.reference(draft.name, ref).up)


def refuse_circles(drafts: dict[str, KindDraft]) -> Faults:
    """Find kinds that are part of themselves in the end; each circle is one fault."""
    faults = Faults()
    parents: dict[str, str] = {}
    for draft in drafts.values():
        node = draft.fields.get("part_of")
        if node is not None and node.kind == "scalar" and node.raw in draft.refs:
            parents[draft.name] = draft.refs[node.raw].kind
    told: set[str] = set()
    for name in parents:
        trail = [name]
        while trail[-1] in parents and parents[trail[-1]] not in trail:
            trail.append(parents[trail[-1]])
        back = parents.get(trail[-1])
        if back is None or told.intersection(trail):
            continue
        told.update(trail)
        circle = " → ".join((*trail[trail.index(back) :], back))
        faults.add(
            drafts[back]
            .fields["part_of"]
            .error(
                f"these kinds are part of each other: {circle}", "one of them must lead to a person by itself"
            )
        )
    return faults
