"""Kinds whose rows lie inside a cell or a file: `inside:` and `fields:` of a map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, cast

from varsam.domain.containers import (
    EMPTY_IS_UNSET,
    FORMATS,
    ITEM,
    PREFIX,
    ROWS,
    STATE,
    Family,
    InnerField,
    Inside,
    table_name,
)
from varsam.domain.ownership import Disposal, Group, Method
from varsam.domain.predicate import Column, NewValue, Predicate, conjunction
from varsam.formats.source_map import conditions, words
from varsam.formats.source_map.graph import Graph, KindDraft, RefDraft
from varsam.formats.yaml_node import Faults, Fields, Node, suggestion

_SIMPLE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_FIELD: Final = re.compile(r"\w[\w .-]{0,59}\Z")
_DATES: Final = ("date", "datetime", "instant")
_ZIP: Final = ("name", "size", "modified")
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
    if "inside" in others[name]:
        raise inner["kind"].error(
            f"{name!r} lies inside a container itself", "one container is as deep as it goes"
        )
    return name


def place_of(name: str, key: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The table and key as which the rows are seen; `key` is their container's."""
    return table_name(name), (*(PREFIX + column for column in key), ITEM)


def reference_to(container: str, node: Node, key: tuple[str, ...]) -> RefDraft:
    """The reference that every row inside has without saying so, by its container's name."""
    return RefDraft(container, container, node, tuple((Column(each), Column(PREFIX + each)) for each in key))


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
        if connector == "files" and column is not None:
            faults.add(
                column.error("a file has no columns: the rows lie in the file itself", "drop 'column'")
            )
        if connector != "files" and column is None:
            faults.add(node.error("nothing says in which column the rows lie", "add 'column: …'"))
    return faults


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
        case "zip" if text not in _ZIP:
            raise node.error(f"a member of a zip has no {text!r}", suggestion(text, _ZIP))
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
