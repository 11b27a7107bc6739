"""Column groups of a kind, and what is written when they go."""

from __future__ import annotations

from collections.abc import Mapping

from varsam.domain.ownership import Disposal, Group, Method
from varsam.domain.predicate import NewValue, Predicate
from varsam.domain.register import Register
from varsam.domain.vocabulary import CATEGORIES, CODE
from varsam.formats.source_map import conditions, words
from varsam.formats.source_map.events import EventReader
from varsam.formats.source_map.graph import Graph, KindDraft
from varsam.formats.source_map.owners import read_owner
from varsam.formats.source_map.written import WrittenValues
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion


class GroupReader:
    """Reads the groups of one kind; a column belongs to one group at most."""

    def __init__(
        self,
        graph: Graph,
        draft: KindDraft,
        events: EventReader,
        identifiers: tuple[str, ...],
        register: Register | None,
        written: WrittenValues,
    ) -> None:
        """Take what paths, events, purposes and values to write are checked against."""
        self._graph = graph
        self._draft = draft
        self._events = events
        self._identifiers = identifiers
        self._register = register
        self._written = written
        self._taken: dict[str, str] = {}

    def all(self, node: Node) -> tuple[Group, ...]:
        """Read `groups:`; RegisterErrors names every place that can't be read."""
        faults = Faults()
        found: list[Group] = []
        for key, value in node.mapping(optional=None, what="'groups'").pairs():
            with faults.catch():
                found.append(self._group(key.text(), value))
        faults.stop()
        return tuple(found)

    def _group(self, name: str, node: Node) -> Group:
        fields = node.mapping(words.GROUP_REQUIRED, words.GROUP, f"group {name!r}")
        faults = Faults()
        columns: tuple[str, ...] = ()
        purposes: tuple[str, ...] = ()
        only: Mapping[str, Predicate] = {}
        values: Mapping[str, NewValue] = {}
        category, provided, free_text, owner = "", False, False, None
        events = {}
        with faults.catch():
            columns = self._columns(name, fields["columns"])
        with faults.catch():
            category = _category(fields, self._register)
        with faults.catch():
            purposes = read_purposes(fields, self._register)
        with faults.catch():
            only = self._only(fields, purposes)
        with faults.catch():
            values = self._written.read(fields.get("set"))
            for key, _ in fields["set"].entries if "set" in fields else ():
                if columns and key.raw not in columns:
                    raise key.error(f"{key.raw!r} isn't in group {name!r}", suggestion(key.raw, columns))
        with faults.catch():
            provided = fields.boolean("provided")
        with faults.catch():
            free_text = fields.boolean("free_text")
        with faults.catch():
            if "owner" in fields:
                owner = read_owner(self._graph, self._draft.name, fields["owner"], self._identifiers)
        with faults.catch():
            if "events" in fields:
                events = dict(self._events.all(fields["events"]))
        faults.stop()
        return Group(name, columns, category, purposes, only, owner, provided, free_text, values, events)

    def _columns(self, name: str, node: Node) -> tuple[str, ...]:
        columns = node.texts()
        if not columns:
            raise node.error(f"group {name!r} has no columns", "list at least one")
        faults = Faults()
        for item in node.items if node.kind == "sequence" else (node,):
            with faults.catch():
                if item.raw in self._taken:
                    other = self._taken[item.raw]
                    where = "twice in this group" if other == name else f"in group {other!r} already"
                    raise item.error(f"the column {item.raw!r} is {where}", "a column belongs to one group")
                if item.raw in self._draft.key:
                    raise item.error(
                        f"{item.raw!r} is the key of {self._draft.name!r} and goes with its row only",
                        "leave it out of the groups",
                    )
                self._taken[item.raw] = name
        faults.stop()
        return columns

    def _only(self, fields: Fields, purposes: tuple[str, ...]) -> Mapping[str, Predicate]:
        node = fields.get("only")
        if node is None:
            return {}
        faults = Faults()
        found: dict[str, Predicate] = {}
        for key, value in node.mapping(optional=None, what="'only'").pairs():
            with faults.catch():
                if key.raw not in purposes:
                    hint = suggestion(key.raw, purposes) or "name the purposes under 'for:'"
                    raise key.error(f"{key.raw!r} isn't a purpose that this group is held for", hint)
                found[key.raw] = conditions.read(self._graph, self._draft.name, value)
        faults.stop()
        return found


def read_purposes(fields: Fields, register: Register | None) -> tuple[str, ...]:
    """Read `for:`. RegisterErrors for a purpose given twice or, with a register, one that it hasn't got."""
    node = fields.get("for")
    if node is None:
        return ()
    known = tuple(register.purposes()) if register is not None else None
    faults = Faults()
    found: list[str] = []
    for item in node.items if node.kind == "sequence" else (node,):
        with faults.catch():
            name = item.text()
            if known is not None and name not in known:
                raise item.error(f"the register has no purpose {name!r}", suggestion(name, known))
            if name in found:
                raise item.error(f"the purpose {name!r} is given twice", "once is enough")
            found.append(name)
    faults.stop()
    return tuple(found)


def read_disposal(fields: Fields, written: WrittenValues) -> Disposal:
    """Read `disposal:` and `holds: nothing`."""
    node = fields.get("disposal")
    if "holds" in fields:
        fields["holds"].choice(("nothing",), "word")
        for other in ("groups", "disposal", "part_of"):
            if other in fields:
                raise fields[other].error(
                    f"a kind that holds nothing has no {other!r}", "drop one of the two"
                )
        return Disposal(Method.NEVER)
    if node is None:
        return Disposal()
    if node.kind != "mapping":
        word = node.choice(words.DISPOSALS, "disposal")
        return Disposal(Method.NEVER if word == "keep" else Method.DELETE)
    inner = node.mapping(optional=words.DISPOSAL, what="'disposal'")
    if "overwrite" in inner:
        if "when_referred" in inner or "delete" in inner:
            raise inner["overwrite"].error("a row is overwritten or deleted", "keep one of them")
        return Disposal(Method.OVERWRITE, written.some(inner["overwrite"]))
    if not inner.boolean("delete", default="when_referred" in inner):
        raise node.error("this disposal does nothing", f"one of: {', '.join(words.DISPOSAL)}; or 'keep'")
    if "when_referred" in inner:
        return Disposal(Method.DELETE, when_referred=written.some(inner["when_referred"]))
    return Disposal()


def _category(fields: Fields, register: Register | None) -> str:
    category = fields.text("category")
    if category and not CODE.fullmatch(category):
        raise fields["category"].error(
            f"{category!r} is no category", "small letters, parts joined by a dot: contact.email"
        )
    if category and register is not None:
        known = (*CATEGORIES, *(word.code for word in register.categories))
        if category not in known:
            raise fields["category"].error(f"unknown category {category!r}", suggestion(category, known))
    return category
