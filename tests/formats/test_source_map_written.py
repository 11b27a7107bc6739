"""What a map wants written: constants as ever, texts made of the row's key, and `{is: …}` for braces."""

from __future__ import annotations

import pytest

from tests.formats.test_source_map_docs import valid
from varsam.domain.errors import RegisterErrors
from varsam.domain.predicate import Built, Column, NewValue
from varsam.formats.source_map import fingerprint, parse

MAP = """\
source: shop
connector: memory
kinds:
  account:
    table: accounts
    key: KEY
    person: true
    identifiers: {email: mail, member_no: {column: no_of_member, scoped: true}, personnummer: pnr}
    groups: {who: {columns: [name], for: [orders], set: {name: VALUE}}}
    disposal: {overwrite: {name: VALUE}}
"""
INSIDE = """\
  line:
    inside: {kind: account, column: name, codec: csv}
    fields: {text: text}
    part_of: account
    groups: {t: {columns: [text], for: [orders], set: {text: "{item}"}}}
"""


def text(value: str, key: str = "id") -> str:
    return MAP.replace("VALUE", value).replace("KEY", key)


def value(said: str, key: str = "id") -> NewValue:
    kind = parse(text(said, key), "shop.yaml").kind("account")
    assert kind.groups[0].values == kind.disposal.values
    assert valid(text(said, key))
    return kind.disposal.values["name"]


@pytest.mark.parametrize(
    ("said", "key", "meant"),
    [
        ('"removed-{id}"', "id", Built(("removed-", Column("id")))),
        ('"{ id }"', "id", Built((Column("id"),))),
        ('"r{id}@invalid.invalid"', "id", Built(("r", Column("id"), "@invalid.invalid"))),
        ('"{a}-{b}"', "[a, b]", Built((Column("a"), "-", Column("b")))),
        ('"{Kund nr}"', '"Kund nr"', Built((Column("Kund nr"),))),
        ('"{no_of_member}"', "no_of_member", Built((Column("no_of_member"),))),
        # Constants, and texts with braces that are no reference: as ever.
        ("removed", "id", "removed"),
        ("7", "id", 7),
        ("null", "id", None),
        ('"{}"', "id", "{}"),
        ("'{\"a\": {\"b\": 1}}'", "id", '{"a": {"b": 1}}'),
        ('"{1,2}"', "id", "{1,2}"),
        ('"a:0:{}"', "id", "a:0:{}"),
        ('{is: "{id}"}', "id", "{id}"),
        ('{is: "removed-{"}', "id", "removed-{"),
        ("{is: 7}", "id", 7),
        ("{is: removed}", "id", "removed"),
    ],
)  # fmt: skip
def test_what_is_meant(said: str, key: str, meant: NewValue) -> None:
    assert value(said, key) == meant


@pytest.mark.parametrize(
    ("said", "key", "offset", "message"),
    [
        ('"removed-{mail}"', "id", 10, "'mail' isn't in the key"),
        ('"removed-{idd}"', "id", 10, "'idd' isn't in the key"),
        ('"{1}"', "id", 2, "'1' isn't in the key"),
        ('"removed-{mail}"', "mail", 10, "'mail' is an identifier of people"),
        ('"removed-{pnr}"', "pnr", 10, "'pnr' is an identifier of people"),
        ('"removed-{a}"', "[a, b]", 0, "two rows could get the same text: 'b' of the key isn't in it"),
        ('"{a}{b}"', "[a, b]", 0, "nothing but digits stands between two parts of the key"),
        ('"{a}7{b}"', "[a, b]", 0, "nothing but digits stands between two parts of the key"),
        ('"removed-{id"', "id", 0, "a brace isn't closed here"),
        ('"removed-id}"', "id", 0, "a brace isn't closed here"),
        ('"{{id}}"', "id", 0, "a brace isn't closed here"),
        ('{is: 7, id: 7}', "id", 8, "a value to write has no key 'id'"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(said: str, key: str, offset: int, message: str) -> None:
    with pytest.raises(RegisterErrors) as refused:
        parse(text(said, key), "shop.yaml")
    told = [(str(each.where), each.message) for each in refused.value.errors]
    lines = text("VALUE", key).splitlines()
    places = {
        f"shop.yaml:{number}:{line.index('VALUE') + 1 + offset}"
        for number, line in enumerate(lines, 1)
        if "VALUE" in line
    }
    assert {where for where, _ in told} == places
    assert all(message in each for _, each in told), told
    assert all(each.hint for each in refused.value.errors)


def test_rows_inside_have_no_key_for_it() -> None:
    parse(text("removed") + INSIDE.replace("{item}", "x"), "shop.yaml")  # the control
    with pytest.raises(RegisterErrors, match="a row inside a container has no key of its own"):
        parse(text("removed") + INSIDE, "shop.yaml")


def test_the_fingerprint_tells_a_made_text_from_a_fixed_one() -> None:
    prints = [
        fingerprint(parse(text(said), "shop.yaml"))
        for said in ("removed", "{is: removed}", '"removed-{id}"', '{is: "removed-{id}"}')
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
