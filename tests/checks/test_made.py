"""Texts made of a key: what the checks say of the key, and of the column that takes the text."""

from __future__ import annotations

import pytest

from tests.checks.test_maps import SOUND, check, column, with_columns

MADE = SOUND.replace('set: {name: ""}', 'set: {name: "removed-{id}"}')
UNFIT = "no text can be made of code: neither a whole number nor a UUID"
TELLING = "personnummer looks personal, and the text would be made of it"


def said(text: str, *changed: object) -> list[tuple[str, str]]:
    return [(each.code, str(each.message)) for each in check(text, *changed)]  # type: ignore[arg-type]


def test_a_text_made_of_a_whole_number_is_no_finding() -> None:
    assert MADE != SOUND
    assert said(MADE) == []


@pytest.mark.parametrize(
    ("key", "to", "expected"),
    [
        (column("code", "number", False), "text", []),
        (column("code", "text", False), "text", [UNFIT]),
        (column("personnummer", "number", False), "text", [TELLING]),
        (column("code", "number", False), "json", ["name is no column for texts: json"]),
    ],
)  # fmt: skip
def test_what_no_text_can_be_made_of(key: object, to: str, expected: list[str]) -> None:
    from dataclasses import replace

    name = key.name  # type: ignore[attr-defined]
    customers = with_columns("customers", key, column("name", to, False))  # type: ignore[arg-type]
    text = MADE.replace("{id}", f"{{{name}}}").replace("person: true", f"person: true\n    key: {name}", 1)
    found = said(text, replace(customers, primary_key=(name,)))
    assert [message for code, message in found if code == "MAP034"] == expected


@pytest.mark.parametrize(
    ("type_", "dialect", "most"),
    [
        ("integer", "postgresql", 11),
        ("bigint", "mariadb", 20),
        ("INTEGER", "sqlite", 20),
        ("smallint", "mariadb", 6),
    ],
)
def test_the_longest_key_must_fit(type_: str, dialect: str, most: int) -> None:
    from varsam.domain.key_texts import characters
    from varsam.domain.predicate import Built, Column
    from varsam.domain.snapshot import Table, TableColumn

    table = Table("t", (TableColumn("id", type_, False, "number"),), ("id",))
    assert characters(Built(("removed-", Column("id"))), table, dialect) == 8 + most
    assert characters("removed", table, dialect) == 7
    assert characters(None, table, dialect) == 0
