"""Kinds as the map says them, before any path is followed: table, key, references."""

from __future__ import annotations

from collections.abc import Mapping

from varsam.domain.containers import ITEM, container_columns, table_name
from varsam.domain.predicate import Column, Expression
from varsam.formats.source_map import inside, words
from varsam.formats.source_map.graph import KindDraft, RefDraft, read_pairs
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion


def read_drafts(node: Node, faults: Faults) -> dict[str, KindDraft]:
    """Read the kinds that can be read so far; what is wrong with others is added to `faults`."""
    entries = _entries(node, faults)
    keys: dict[str, tuple[str, ...]] = {}
    for name, (_, fields) in entries.items():
        keys[name] = ("id",)
        with faults.catch():
            keys[name] = _columns(fields, "key") or ("id",)
    containers: dict[str, str] = {}
    listed = {name: fields for name, (_, fields) in entries.items()}
    for name, (key, fields) in entries.items():
        if "inside" in fields:
            with faults.catch():
                containers[name] = inside.container_of(key, fields, listed)
    tables = {name: table_name(name) for name in containers}
    _key_inside(keys, containers)
    drafts: dict[str, KindDraft] = {}
    for name, (key, fields) in entries.items():
        table, person = tables.get(name, ""), False
        with faults.catch():
            if "inside" not in fields:
                table = fields["table"].text()
        with faults.catch():
            person = fields.boolean("person")
        refs = _refs(fields, keys, faults)
        if name in containers:
            other = containers[name]
            if other in refs:
                faults.add(refs[other].node.error(f"the reference {other!r} is there already", "drop it"))
            refs[other] = inside.reference_to(other, fields["inside"], keys[other], keys[name])
        drafts[name] = KindDraft(name, key, fields, table, keys[name], person, refs)
    return drafts


def _entries(node: Node, faults: Faults) -> dict[str, tuple[Node, Fields]]:
    """Each kind by its name, with what is said of it; it has a table or lies inside another."""
    entries: dict[str, tuple[Node, Fields]] = {}
    with faults.catch():
        for key, value in node.mapping(optional=None, what="'kinds'").pairs():
            with faults.catch():
                name = key.text()
                _refuse_signs(key, name)
                fields = value.mapping((), words.KIND, f"kind {name!r}")
                if "inside" not in fields and "table" not in fields:
                    place = next((each for each, _ in value.entries if each.raw == "table"), value)
                    raise place.error(f"kind {name!r} needs 'table'", "add 'table: …', or 'inside: …'")
                entries[name] = (key, fields)
    return entries


def _key_inside(keys: dict[str, tuple[str, ...]], containers: Mapping[str, str]) -> None:
    """The keys of rows inside containers: those of what holds them come first."""
    waiting, deep = dict(containers), 0
    while waiting:
        free = [name for name, other in waiting.items() if other not in waiting]
        for name in free or list(waiting):  # in a circle, which is refused elsewhere
            keys[name] = (*container_columns(keys[containers[name]], deep), ITEM)
        waiting = {name: other for name, other in waiting.items() if name not in free} if free else {}
        deep += 1


def _refuse_signs(node: Node, name: str) -> None:
    if not all(part.isalnum() for part in name.replace("-", "_").split("_") if part) or not name:
        raise node.error(f"{name!r} can't name a kind", "letters, digits, _ and -")


def _columns(fields: Fields, name: str) -> tuple[str, ...]:
    columns = fields.texts(name)
    for column in columns:
        if columns.count(column) > 1:
            raise fields[name].error(f"the column {column!r} is listed twice", "once is enough")
    return columns


def _refs(fields: Fields, keys: Mapping[str, tuple[str, ...]], faults: Faults) -> dict[str, RefDraft]:
    found: dict[str, RefDraft] = {}
    node = fields.get("refs")
    if node is None:
        return found
    with faults.catch():
        for key, value in node.mapping(optional=None, what="'refs'").pairs():
            with faults.catch():
                found[key.raw] = _ref(key, value, keys)
    return found


def _ref(key: Node, node: Node, keys: Mapping[str, tuple[str, ...]]) -> RefDraft:
    name = key.text()
    _refuse_signs(key, name)
    if node.kind != "mapping":
        if name not in keys:
            raise key.error(
                f"there is no kind {name!r}",
                f"{suggestion(name, tuple(keys))}; or name the kind: '{name}: {{kind: …, column: …}}'",
            )
        return RefDraft(name, name, node, _pairs(node, node.texts(), keys[name], name))
    fields = node.mapping(words.REF_REQUIRED, words.REF, f"reference {name!r}")
    kind = fields["kind"].choice(tuple(keys), "kind")
    ways = [each for each in words.REF if each in fields]
    if len(ways) != 1:
        raise node.error(
            f"reference {name!r} needs one of: {', '.join(words.REF)}", "say which column holds it"
        )
    if ways[0] == "on":
        return RefDraft(name, kind, node, read_pairs(fields["on"]))
    return RefDraft(name, kind, node, _pairs(fields[ways[0]], fields.texts(ways[0]), keys[kind], kind))


def _pairs(
    node: Node, columns: tuple[str, ...], key: tuple[str, ...], kind: str
) -> tuple[tuple[Expression, Expression], ...]:
    if len(columns) != len(key):
        raise node.error(
            f"{kind!r} has a key of {len(key)} columns ({', '.join(key)}), and {len(columns)} are given",
            "list this row's columns in the order of that key",
        )
    return tuple((Column(other), Column(here)) for other, here in zip(key, columns, strict=True))
