"""One kind of a map, made whole: its paths followed, its words checked against each other."""

from __future__ import annotations

from typing import cast

from varsam.domain.ownership import Disposal, Group, Identifier, Kind
from varsam.domain.register import Register
from varsam.formats.source_map import conditions, paths, words
from varsam.formats.source_map.events import EventReader
from varsam.formats.source_map.graph import Graph, KindDraft
from varsam.formats.source_map.groups import GroupReader, read_disposal
from varsam.formats.source_map.inside import fitted, read_inside, refuse_words_of_inside
from varsam.formats.source_map.owners import read_owner, read_part_of, read_seen_by
from varsam.formats.source_map.personal import refuse_spelling
from varsam.formats.source_map.written import WrittenValues
from varsam.formats.yaml_node import Faults, Node

_MAKES_TARGET = ("owner", "part_of", "person")


class KindReader:
    """Reads kinds of one map, one after the other."""

    def __init__(
        self, graph: Graph, zone: str, identifiers: tuple[str, ...], register: Register | None
    ) -> None:
        """Take what all kinds of the map share; `identifiers` are the types that the map knows."""
        self._graph = graph
        self._zone = zone
        self._identifiers = identifiers
        self._register = register

    def read(self, draft: KindDraft) -> Kind:
        """Resolve one kind. RegisterErrors names every place that can't be read."""
        faults = Faults()
        fields, name = draft.fields, draft.name
        kind = Kind(name=name, table=draft.table, key=draft.key, person=draft.person)
        events = EventReader(self._graph, name, self._zone, self._identifiers)
        parts: dict[str, object] = {"where": self._graph.where(name)}
        written = self._written(draft, parts, faults)
        groups = GroupReader(self._graph, draft, events, self._identifiers, self._register, written)
        # Each key by itself, so that a person sees all that must be mended at once.
        readers = {
            "owner": lambda node: read_owner(self._graph, name, node, self._identifiers),
            "part_of": lambda node: read_part_of(self._graph, draft, node),
            "seen_by": lambda node: read_seen_by(self._graph, name, node, self._identifiers),
            "redact": lambda node: node.texts(),
            "events": events.all,
            "collected": events.collected,
            "groups": groups.all,
            "ask": lambda node: conditions.read(self._graph, name, node),
            "labels": _labels,
        }
        for key, reader in readers.items():
            node = fields.get(key)
            if node is not None:
                with faults.catch():
                    parts[key] = reader(node)
        with faults.catch():
            parts["disposal"] = read_disposal(fields, written)
        with faults.catch():
            _refuse_contradictions(draft)
        self._inside(draft, parts, faults)
        parts["references"] = tuple(self._graph.reference(name, ref) for ref in draft.refs.values())
        faults.stop()
        return _with(kind, parts)

    def _written(self, draft: KindDraft, parts: dict[str, object], faults: Faults) -> WrittenValues:
        """Read the identifiers first: no text that is written may be made of them."""
        found: tuple[Identifier, ...] = ()
        node = draft.fields.get("identifiers")
        if node is not None:
            with faults.catch():
                parts["identifiers"] = found = self._read_identifiers(draft.name, node)
        identifying = {each.column for each in found if not each.edges and not each.scoped}
        return WrittenValues(draft.key, identifying, inside="inside" in draft.fields)

    def _inside(self, draft: KindDraft, parts: dict[str, object], faults: Faults) -> None:
        """Read where the rows lie, if in containers, and fit what is written there to the format."""
        node = draft.fields.get("inside")
        with faults.catch():
            if node is None:
                refuse_words_of_inside(draft)
            elif node.kind == "mapping" and draft.table:
                parts["inside"] = found = read_inside(self._graph, draft, node)
                groups = cast("tuple[Group, ...]", parts.get("groups", ()))
                disposal = cast("Disposal", parts.get("disposal", Disposal()))
                parts["groups"], parts["disposal"] = fitted(found, groups, disposal, node)

    def _read_identifiers(self, kind: str, node: Node) -> tuple[Identifier, ...]:
        faults = Faults()
        found: list[Identifier] = []
        for key, value in node.mapping(optional=None, what="'identifiers'").pairs():
            with faults.catch():
                found.append(self._identifier(kind, key.text(), key, value))
        faults.stop()
        return tuple(found)

    def _identifier(self, kind: str, type_: str, key: Node, node: Node) -> Identifier:
        if node.is_null:
            raise key.error(f"nothing says where {type_} stands", "name a column or a path")
        if node.kind != "mapping":
            walk, column = self._graph.column(kind, paths.read(node))
            return Identifier(type_, column, walk.edges)
        fields = node.mapping(optional=words.IDENTIFIER, what=f"identifier {type_!r}")
        ways = [each for each in ("column", "path") if each in fields]
        if len(ways) != 1:
            raise node.error(f"identifier {type_!r} needs one column", "add 'column: …' (a column or a path)")
        walk, column = self._graph.column(kind, paths.read(fields[ways[0]]))
        spellings = fields.texts("stored_as")
        if "stored_as" in fields:
            place = fields["stored_as"]
            for item in place.items if place.kind == "sequence" else (place,):
                refuse_spelling(item.raw, item)
        follow, scoped = fields.boolean("follow"), fields.boolean("scoped")
        if follow and scoped:
            raise fields["scoped"].error(
                f"{type_!r} means nothing outside this source, so it can't be followed", "keep one of the two"
            )
        return Identifier(type_, column, walk.edges, spellings, follow, scoped)


def identifier_types(drafts: dict[str, KindDraft]) -> tuple[str, ...]:
    """The types of identifier that owners may name: the common ones and those that a kind declares."""
    found = dict.fromkeys(words.IDENTIFIER_TYPES)
    for draft in drafts.values():
        node = draft.fields.get("identifiers")
        if node is not None and node.kind == "mapping":
            found.update(dict.fromkeys(key.raw for key, _ in node.entries))
    return tuple(found)


def _labels(node: Node) -> dict[str, str]:
    return {key.text(): value.text() for key, value in node.mapping(optional=None, what="'labels'").pairs()}


def _refuse_contradictions(draft: KindDraft) -> None:
    given = [each for each in _MAKES_TARGET if each in draft.fields]
    if "person" in given and not draft.person:
        given.remove("person")
    if len(given) > 1:
        raise draft.fields[given[0]].error(
            f"{draft.name!r} can't be both: {' and '.join(given)}",
            "a person owns itself, a part shares its parent's fate; a group may have an 'owner' of its own",
        )


def _with(kind: Kind, parts: dict[str, object]) -> Kind:
    """Put the parts in; a separate step, because they are read one by one."""
    values = {name: getattr(kind, name) for name in kind.__slots__} | parts
    return Kind(**values)
