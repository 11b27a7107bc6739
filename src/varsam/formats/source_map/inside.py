"""Kinds whose rows lie inside a cell or a file: `inside:` and `fields:` of a map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from varsam.domain.containers import (
    EMPTY_IS_UNSET,
    FORMATS,
    HOLDERS,
    ITEM,
    MAX_DEEP,
    PREFIX,
    ROWS,
    STATE,
    Family,
    InnerField,
    Inside,
)
from varsam.domain.ownership import Disposal, Group, Kind, Method, PartOf
from varsam.domain.predicate import Column, NewValue, Predicate, conjunction
from varsam.formats.source_map import conditions, words
from varsam.formats.source_map.graph import Graph, KindDraft, RefDraft
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion

_SIMPLE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_FIELD: Final = re.compile(r"\w[\w .-]{0,59}\Z")
_DATES: Final = ("date", "datetime", "instant")
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "zip": ("name", "size", "modified", "content"),
    "mime": ("name", "type", "size", "content"),
}
_OF: Final = {"zip": "member of a zip", "mime": "part of a mail"}
_CHARSETS: Final = ("utf-8", "utf-16", "latin-1", "cp1252")


def container_of(key: Node, fields: Fields, others: Mapping[str, Fields]) -> str:
    """The kind that a kind's rows lie in. RegisterError when there is none, or it is inside something too."""
    for other in ("table", "key"):
        if other in fields:
            raise fields[other].error(
                f"rows inside a container have no {other!r} of their own", f"drop {other!r}"
            )
    if not _SIMPLE.match(key.raw):
        raise key.error(
            f"{key.raw!r} can't name rows inside containers", "small letters a-z, digits and _, at most 40"
        )
    inner = fields["inside"].mapping(words.INSIDE_REQUIRED, words.INSIDE, "'inside'")
    name = inner["kind"].choice(tuple(others), "kind")
    around, here = 0, name
    while "inside" in others[here] and others[here]["inside"].kind == "mapping":
        around += 1
        further = next((value for key, value in others[here]["inside"].entries if key.raw == "kind"), None)
        if further is None or further.raw not in others:
            break
        here = further.raw
        if around > MAX_DEEP:
            raise inner["kind"].error(
                f"more than {MAX_DEEP + 1} containers lie in one another, or in a circle",
                "name the kind whose rows really hold these",
            )
    return name


def reference_to(container: str, node: Node, key: tuple[str, ...], own: tuple[str, ...]) -> RefDraft:
    """The reference that every row inside has without saying so, by its container's name.

    `key` is the container's key, `own` the row's, which begins with what it keeps of that.
    """
    pairs = zip(key, own[:-1], strict=True)
    return RefDraft(container, container, node, tuple((Column(other), Column(here)) for other, here in pairs))


def rows_of(where: Predicate, draft: KindDraft) -> Predicate:
    """The filter of the kind: what it says, among places that are rows."""
    return conjunction([ROWS, where]) if "inside" in draft.fields else where


def read_inside(graph: Graph, draft: KindDraft, node: Node) -> Inside:
    """Read `inside:` and `fields:`. RegisterErrors names every place that can't be read."""
    faults = Faults()
    inner = node.mapping(words.INSIDE_REQUIRED, words.INSIDE, "'inside'")
    container = graph.drafts[inner["kind"].raw]
    found = Inside(container.name, container.table, container.key, "", ("csv",), ())
    with faults.catch():
        found = replace(found, codec=_codec(inner["codec"]))
    with faults.catch():
        where = graph.where(container.name)
        if "where" in inner:
            where = conjunction([where, conditions.read(graph, container.name, inner["where"])])
        found = replace(found, where=where)
    with faults.catch():
        found = replace(
            found,
            column=inner.text("column"),
            each=inner.text("each"),
            pattern=_pattern(inner, found.format),
            encoding=inner["encoding"].choice(_CHARSETS, "encoding") if "encoding" in inner else "",
            delimiter=_delimiter(inner),
            header=inner.boolean("header", default=True),
            drop=_drops(draft),
        )
    with faults.catch():
        found = replace(found, fields=_fields(draft, found))
    faults.stop()
    return found


def refuse_places(drafts: Mapping[str, KindDraft], connector: str) -> Faults:
    """Find containers without a column where there are columns, and with one where files are meant."""
    faults = Faults()
    for draft in drafts.values():
        node = draft.fields.get("inside")
        if node is None or node.kind != "mapping":
            continue
        column = next(
            (value for key, value in node.entries if key.raw == "column" and not value.is_null), None
        )
        if connector == "files" and column is not None and not _lies_deeper(drafts, node):
            faults.add(
                column.error("a file has no columns: the rows lie in the file itself", "drop 'column'")
            )
        if column is None and (connector != "files" or _lies_deeper(drafts, node)):
            faults.add(node.error("nothing says in which column the rows lie", "add 'column: …'"))
    return faults


def _lies_deeper(drafts: Mapping[str, KindDraft], node: Node) -> bool:
    """Whether what a kind lies in lies in something itself."""
    kind = next((value.raw for key, value in node.entries if key.raw == "kind"), "")
    return kind in drafts and "inside" in drafts[kind].fields


def nested(kinds: Sequence[Kind], drafts: Mapping[str, KindDraft], faults: Faults) -> list[Kind]:
    """Tell kinds in which fields rows of others lie, and every kind how deep its own do."""
    by_name = {kind.name: kind for kind in kinds}
    holds: dict[str, dict[str, Node]] = {}
    for kind in kinds:
        if (
            kind.inside is not None
            and (around := by_name.get(kind.inside.kind))
            and around.inside is not None
        ):
            if not kind.inside.column:  # said elsewhere
                continue
            node = drafts[kind.name].fields["inside"].mapping(optional=None)["column"]
            with faults.catch():
                _refuse_holder(around, kind.inside.column, node)
            holds.setdefault(around.name, {})[kind.inside.column] = node
    found = []
    for kind in kinds:
        if kind.inside is not None:
            names = tuple(holds.get(kind.name, ()))
            fields = tuple(
                replace(each, family="bytes") if each.name in names else each for each in kind.inside.fields
            )
            inside = replace(kind.inside, fields=fields, holds=names, deep=_deep(kind, by_name))
            found.append(replace(kind, inside=inside, part_of=_part(kind, names)))
            continue
        found.append(kind)
    return found


def _part(kind: Kind, holds: tuple[str, ...]) -> PartOf | None:
    """A row that only holds others has no fate but its container's."""
    assert kind.inside is not None
    if kind.part_of is not None or not holds or kind.groups or kind.owner is not None:
        return kind.part_of
    around = kind.inside.kind
    return next((PartOf(each.kind, each.up) for each in kind.references if each.name == around), None)


def _deep(kind: Kind, kinds: Mapping[str, Kind]) -> int:
    deep, here = -1, kind
    while here.inside is not None and deep <= MAX_DEEP:
        deep += 1
        if here.inside.kind not in kinds:
            break
        here = kinds[here.inside.kind]
    return deep


def _refuse_holder(kind: Kind, name: str, node: Node) -> None:
    """Refuse a field that can't hold rows: not there, of another sort, or taken for a value."""
    assert kind.inside is not None
    field = next((each for each in kind.inside.fields if each.name == name), None)
    if field is None:
        names = tuple(each.name for each in kind.inside.fields)
        raise node.error(f"{kind.name!r} has no field {name!r}", suggestion(name, names))
    place = HOLDERS.get(kind.inside.format)
    if place is not None and field.at != place:
        raise node.error(
            f"in a {kind.inside.format}, rows lie in {place!r} only", f"'{name}: {place!r}' under its fields"
        )
    if field.family != "text" or field.format or field.decode:
        raise node.error(f"{name!r} holds rows, so it is no value", "drop its 'type', 'format' and 'decode'")
    taken = {column for group in kind.groups for column in group.columns} | {*kind.disposal.values}
    if name in taken or name in (kind.disposal.when_referred or {}):
        raise node.error(f"{name!r} holds rows, so it is no value", "leave it out of groups and disposal")


def _codec(node: Node) -> tuple[str, ...]:
    items = node.items if node.kind == "sequence" else (node,)
    if not items:
        raise node.error("no codec is named", f"one of: {', '.join(FORMATS)}")
    layers = tuple(item.choice(words.LAYERS, "layer") for item in items[:-1])
    return (*layers, items[-1].choice(tuple(FORMATS), "codec"))


def _pattern(inner: Fields, form: str) -> str:
    node = inner.get("pattern")
    if form != "log":
        if node is not None:
            raise node.error("'pattern' is for lines of a log", "codec: log")
        return ""
    if node is None:
        raise inner.node.error("lines of a log need a 'pattern'", r"as '(?P<ip>\S+) .*' with named groups")
    try:
        re.compile(node.text())
    except re.error as wrong:
        raise node.error(f"this is no regular expression: {wrong.msg}", offset=wrong.pos) from wrong
    return node.text()


def _delimiter(inner: Fields) -> str:
    text = inner.text("delimiter")
    if len(text) > 1:
        raise inner["delimiter"].error("a delimiter is one sign", "as ';'")
    return text


def _drops(draft: KindDraft) -> bool:
    node = draft.fields.get("disposal")
    drop = node is not None and node.kind == "scalar" and node.raw == words.DROP
    if drop and "groups" not in draft.fields and node is not None:
        raise node.error("nothing says when a row goes, and its container with it", "add 'groups:'")
    return drop


def _fields(draft: KindDraft, inside: Inside) -> tuple[InnerField, ...]:
    node = draft.fields.get("fields")
    if node is None:
        raise draft.node.error(
            f"nothing says which fields rows of {draft.name!r} have", "add 'fields: [name, …]'"
        )
    found: dict[str, InnerField] = {}
    faults = Faults()
    pairs = (
        node.mapping(optional=None).pairs()
        if node.kind == "mapping"
        else [(each, each) for each in node.sequence()]
    )
    for key, value in pairs:
        with faults.catch():
            each = _field(key, value, inside)
            if each.name in found:
                raise key.error(f"the field {each.name!r} is named twice", "once is enough")
            if not _FIELD.match(each.name):
                raise key.error(f"{each.name!r} can't name a field", "letters, digits, blanks, . _ and -")
            if each.name in (ITEM, STATE) or each.name.startswith(PREFIX):
                raise key.error(f"{each.name!r} is taken", f"call it otherwise: 'other: {{at: {each.at}}}'")
            found[each.name] = each
    faults.stop()
    return tuple(found.values())


def _field(key: Node, node: Node, inside: Inside) -> InnerField:
    name = key.text()
    if node.kind != "mapping":
        return InnerField(name, _place(node, inside))
    fields = node.mapping(optional=words.FIELD, what=f"field {name!r}")
    at = _place(fields["at"], inside) if "at" in fields else _place(key, inside)
    family = fields["type"].choice(words.FIELD_TYPES, "type") if "type" in fields else "text"
    form = fields.text("format")
    if form and family not in _DATES:
        raise fields["format"].error("'format' is for dates and times", "type: date, datetime or instant")
    decode = fields["decode"].choice(words.DECODE, "decoding") if "decode" in fields else ""
    return InnerField(name, at, cast("Family", family), form, decode)  # type: ignore[arg-type]


def _place(node: Node, inside: Inside) -> str:
    if node.kind != "scalar" or node.is_null:
        raise node.error("nothing says where this field stands", "name a column, a group, a header or a path")
    text = node.raw
    match inside.format:
        case "csv" if not inside.header and not text.isdigit():
            raise node.error("without a header, columns are numbers from 0", "as 'name: 0'")
        case "log" if inside.pattern and text not in re.compile(inside.pattern).groupindex:
            groups = tuple(re.compile(inside.pattern).groupindex)
            raise node.error(f"the pattern has no group {text!r}", suggestion(text, groups))
        case "zip" | "mime" as form if text not in _PLACES[form]:
            raise node.error(f"a {_OF[form]} has no {text!r}", suggestion(text, _PLACES[form]))
        case _:
            return text


def fitted(
    inside: Inside, groups: tuple[Group, ...], disposal: Disposal, node: Node
) -> tuple[tuple[Group, ...], Disposal]:
    """Groups and disposal as the format can write them: nothing and an empty text may be one there.

    RegisterError when fields should be overwritten in a format that only loses whole rows.
    """
    if not inside.overwrites and (disposal.method is Method.OVERWRITE or disposal.when_referred is not None):
        raise node.error(f"rows of a {inside.format} are removed, never overwritten", "disposal: delete")
    if inside.format not in EMPTY_IS_UNSET:
        return groups, disposal

    def plain(values: Mapping[str, NewValue]) -> dict[str, NewValue]:
        return {name: None if value == "" else value for name, value in values.items()}

    referred = None if disposal.when_referred is None else plain(disposal.when_referred)
    fitted_groups = tuple(replace(each, values=plain(each.values)) for each in groups)
    return fitted_groups, replace(disposal, values=plain(disposal.values), when_referred=referred)


def refuse_words_of_inside(draft: KindDraft) -> None:
    """Refuse what only rows inside containers can have."""
    if "fields" in draft.fields:
        raise draft.fields["fields"].error(
            "'fields' are for rows inside a container", "add 'inside:', or drop it"
        )
    node = draft.fields.get("disposal")
    if node is not None and node.kind == "scalar" and node.raw == words.DROP:
        raise node.error("this row lies in no container that could be dropped", "disposal: delete")
