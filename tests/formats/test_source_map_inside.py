"""Kinds inside cells and files, as a map says them: what is read, and what is refused, with its place."""

from __future__ import annotations

import pytest

from varsam.domain.containers import ROWS, InnerField
from varsam.domain.errors import RegisterErrors
from varsam.domain.predicate import All, Compare
from varsam.formats.source_map import parse
from varsam.formats.source_map.meaning import fingerprint

MAP = """\
source: shop
connector: sql
url_env: SHOP
kinds:
  customer: {table: customers, person: true, identifiers: {email: email}}
  file: {table: files, key: [shelf, nr], refs: {customer: customer_id}, where: {sort: list}}
  row:
    inside: {kind: file, column: content, codec: [gzip, csv], where: {kept: true}}
    fields: {name: Namn, born: {at: Född, type: date, format: "%d.%m.%Y"}}
    where: {name: {not: null}}
    refs: {customer: {kind: customer, on: {name: email}}}
    owner: file.customer
    groups: {who: {columns: [name, born], for: [orders], set: {name: ""}}}
"""


def test_a_row_inside_is_a_kind_with_a_reference_to_its_container() -> None:
    kind = parse(MAP, "shop.yaml").kind("row")
    assert (kind.table, kind.key) == ("inside_row", ("container_shelf", "container_nr", "item"))
    assert kind.inside is not None
    assert (kind.inside.table, kind.inside.column) == ("files", "content")
    assert kind.inside.codec == ("gzip", "csv")
    assert kind.inside.fields == (InnerField("name", "Namn"), InnerField("born", "Född", "date", "%d.%m.%Y"))
    assert isinstance(kind.where, All)
    assert ROWS in kind.where.parts
    # The container's own filter and the one inside it both count.
    assert kind.inside.where == All((Compare("sort", "=", "list"), Compare("kept", "=", True)))
    assert [each.name for each in kind.references] == ["customer", "file"]
    assert kind.owner is not None
    assert [edge.table for edge in kind.owner.links[0].edges] == ["files", "customers"]
    # In a csv nothing and an empty text are one.
    assert kind.groups[0].values == {"name": None}


def test_what_lies_inside_is_part_of_what_a_map_means() -> None:
    changed = MAP.replace("Namn", "Name")
    assert fingerprint(parse(MAP, "a")) != fingerprint(parse(changed, "a"))


@pytest.mark.parametrize(
    ("good", "bad", "line", "message"),
    [
        ("kind: file, column", "kind: fil, column", 8, "unknown kind 'fil'"),
        ("[gzip, csv]", "[csv, gzip]", 8, "unknown layer 'csv'"),
        ("[gzip, csv]", "xls", 8, "unknown codec 'xls'"),
        ("[gzip, csv]", "log", 8, "lines of a log need a 'pattern'"),
        ("[gzip, csv]", "log, pattern: '(?P<a>'", 8, "this is no regular expression"),
        ("[gzip, csv]", "log, pattern: '(?P<Namn>x)'", 9, "the pattern has no group 'Född'"),
        ("[gzip, csv]", "zip", 9, "a member of a zip has no 'Namn'"),
        ("[gzip, csv]", "csv, header: false", 9, "columns are numbers from 0"),
        ("[gzip, csv]", "csv, delimiter: ab", 8, "a delimiter is one sign"),
        ("[gzip, csv]", "csv, encoding: ebcdic", 8, "unknown encoding 'ebcdic'"),
        ("column: content, ", "", 8, "nothing says in which column"),
        ("{name: Namn,", "{item: Namn,", 9, "'item' is taken"),
        ("{name: Namn,", "{'na\"me': Namn,", 9, "can't name a field"),
        ("type: date, ", "", 9, "'format' is for dates"),
        ("    fields:", "    table: x\n    fields:", 9, "no 'table' of their own"),
        ("  row:\n", "  Row:\n", 7, "can't name rows inside containers"),
        ("refs: {customer: {", "refs: {file: {", 11, "the reference 'file' is there already"),
        ("file: {table: files,", "file: {table: files, fields: [a],", 6, "'fields' are for rows inside"),
        ("file: {table: files,", "file: {table: files, disposal: drop container,", 6, "lies in no container"),
        (
            "column: content, codec: [gzip, csv]",
            "column: content, codec: csv, each: [a]",
            8,
            "text is wanted",
        ),
    ],
)
def test_slips_are_refused_with_their_place(good: str, bad: str, line: int, message: str) -> None:
    assert good in MAP
    with pytest.raises(RegisterErrors) as caught:
        parse(MAP.replace(good, bad, 1), "shop.yaml")
    found = [(error.where.line, error.message) for error in caught.value.errors]  # type: ignore[union-attr]
    assert any(at == line and message in said for at, said in found), found


DEEPER = """\
  pack: {inside: {kind: file, column: content, codec: zip}, fields: [name, content]}
  listed:
    inside: {kind: pack, column: content, codec: json, where: {name: a.json}}
    fields: [who, notes]
    owner: {name: who}
    groups: {who: {columns: [who], for: [orders]}}
  line:
    inside: {kind: listed, column: notes, codec: [base64, csv]}
    fields: [word]
    part_of: listed
"""


def test_containers_lie_in_containers() -> None:
    source = parse(MAP + DEEPER, "shop.yaml")
    pack, listed, line = (source.kind(name).inside for name in ("pack", "listed", "line"))
    assert pack is not None
    assert listed is not None
    assert line is not None
    assert [each.deep for each in (pack, listed, line)] == [0, 1, 2]
    assert (pack.holds, listed.holds, line.holds) == (("content",), ("notes",), ())
    assert [each.family for each in listed.fields] == ["text", "bytes"]
    shelf = ("container_shelf", "container_nr")
    assert source.kind("listed").key == (*shelf, "container_item1", "item")
    assert source.kind("line").key == (*shelf, "container_item1", "container_item2", "item")
    assert (line.table, line.outermost) == ("inside_listed", 2)
    # What only holds others goes with what it lies in.
    part = source.kind("pack").part_of
    assert part is not None
    assert (part.kind, source.kind("listed").part_of) == ("file", None)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("[name, content]", "[name, size]", "has no field 'content'"),
        ("kind: pack, column: content", "kind: pack, column: name", "rows lie in 'content' only"),
        ("kind: pack, column: content, ", "kind: pack, ", "nothing says in which column"),
        ("columns: [who]", "columns: [who, notes]", "'notes' holds rows"),
        ("fields: [who, notes]", "fields: {who: who, notes: {type: number}}", "'notes' holds rows"),
        ("kind: file, column: content, codec: zip", "kind: line, column: word, codec: zip", "in a circle"),
    ],
)
def test_slips_in_containers_in_containers(good: str, bad: str, message: str) -> None:
    assert good in DEEPER
    with pytest.raises(RegisterErrors, match=message):
        parse(MAP + DEEPER.replace(good, bad, 1), "shop.yaml")


def test_six_containers_are_a_trap() -> None:
    text = MAP + "  a: {inside: {kind: file, column: content, codec: zip}, fields: [content]}\n"
    for outer, inner in zip("abcd", "bcde", strict=True):
        text += f"  {inner}: {{inside: {{kind: {outer}, column: content, codec: zip}}, fields: [content]}}\n"
    assert parse(text, "shop.yaml").kind("e").inside is not None
    text += "  f: {inside: {kind: e, column: content, codec: zip}, fields: [content]}\n"
    with pytest.raises(RegisterErrors, match="more than 5 containers"):
        parse(text, "shop.yaml")


def test_a_cache_says_when_its_rows_go() -> None:
    cache = MAP + (
        "  seen: {inside: {kind: file, column: c, codec: php}, fields: [a], disposal: drop containerMORE}\n"
    )
    with pytest.raises(RegisterErrors, match="add 'groups:'"):
        parse(cache.replace("MORE", ""), "shop.yaml")
    kind = parse(cache.replace("MORE", ", groups: {a: {columns: [a]}}"), "shop.yaml").kind("seen")
    assert kind.inside is not None
    assert kind.inside.drop


def test_mails_and_members_are_never_overwritten() -> None:
    for codec in ("mbox", "mail", "zip"):
        text = (
            MAP.replace("[gzip, csv]", codec)
            .replace("{name: Namn", "{name: name")
            .replace("at: Född", "at: modified")
        )
        wrong = text + "    disposal: {overwrite: {name: x}}\n"
        parse(text, "shop.yaml")
        with pytest.raises(RegisterErrors, match="removed, never overwritten"):
            parse(wrong, "shop.yaml")


def test_files_have_no_columns() -> None:
    files = MAP.replace("connector: sql\nurl_env: SHOP", "connector: files")
    with pytest.raises(RegisterErrors, match="has no columns"):
        parse(files, "shop.yaml")
    assert parse(files.replace("column: content, ", ""), "shop.yaml").kind("row").inside is not None
