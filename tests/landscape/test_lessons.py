"""What the landscape showed, told without it: small cases for each thing that a real schema changed here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from varsam.checks.maps import check_map
from varsam.checks.maps.names import looks_personal
from varsam.domain.ownership import SourceMap
from varsam.domain.planner.draft import draft_source
from varsam.domain.planner.people import FactView
from varsam.domain.planner.schema_faults import schema_faults
from varsam.domain.predicate import Compare
from varsam.domain.snapshot import ForeignKey, Snapshot, Table, TableColumn
from varsam.formats import register_yaml, source_map
from varsam.sources.catalogue import open_source

REGISTER = """
register: Lessons
entities: {shop: {name: Exempelbutiken AB, org_no: 556968-7857}}
activities:
  shop:
    title: Shop
    role: controller
    controllers: [shop]
    purposes:
      orders: {title: Orders, basis: contract, rule: contract.end + 1 year}
"""


def table(name: str, *columns: str) -> Table:
    """A table of texts."""
    return Table(name, tuple(TableColumn(each, "text", family="text") for each in columns))


TABLES = (table("person", "id", "email"), table("note", "id", "person", "sender", "text"))


@pytest.mark.parametrize(
    ("columns", "personal"),
    [
        (("name", "internal_name"), False),
        (("row_name", "zone_name"), False),
        (("comment_status", "comment_type", "name"), False),
        (("name", "comment"), True),
        (("name", "city"), True),
        (("guest_name", "host_name"), True),
        (("email",), True),
    ],
)
def test_two_names_of_a_thing_are_no_person(columns: tuple[str, ...], personal: bool) -> None:
    assert bool(looks_personal(table("thing", *columns))) is personal


def test_what_an_identifier_leads_to_may_be_dated_by_another_source() -> None:
    register = register_yaml.parse(REGISTER, "register.yaml")

    def codes(owner: str) -> set[str]:
        mapped = source_map.parse(
            "source: s\nconnector: memory\nkinds:\n"
            "  person: {table: person, person: true, identifiers: {email: email}}\n"
            f"  note: {{table: note, refs: {{person: person}}, owner: {owner},"
            " groups: {text: {columns: [text], for: [orders]}}}\n",
            "s.yaml",
            register,
        )
        seen = Snapshot("s", "", {each.name: each for each in TABLES})
        return {each.code for each in check_map(mapped, seen, register)}

    assert "MAP013" in codes("person")
    assert "MAP013" not in codes("{email: sender}")


@pytest.mark.parametrize("declared", [False, True])
def test_a_circle_only_counts_where_the_database_checks_it(declared: bool) -> None:
    register = register_yaml.parse(REGISTER, "register.yaml")
    mapped = source_map.parse(
        "source: s\nconnector: memory\nkinds:\n"
        "  person: {table: person, person: true, identifiers: {email: email}, events: {contract.end: ended},"
        " groups: {who: {columns: [email], for: [orders]}}}\n"
        "  comment: {table: comment, refs: {person: person, answers: {kind: comment, column: parent}},"
        " part_of: person}\n",
        "s.yaml",
        register,
    )
    key = TableColumn("id", "bigint", nullable=False, family="number")
    parent = TableColumn("parent", "bigint", nullable=False, family="number")
    person = TableColumn("person", "bigint", family="number")
    people = (key, TableColumn("email", "text", family="text"), TableColumn("ended", "date", family="date"))
    itself = (ForeignKey(("parent",), "comment", ("id",)),) if declared else ()
    seen = Snapshot(
        "s",
        "",
        {
            "person": Table("person", people, ("id",)),
            "comment": Table("comment", (key, parent, person), ("id",), foreign_keys=itself),
        },
        dialect="mariadb",
    )
    draft = draft_source(register, {"s": mapped}, mapped, seen, FactView(), date(2026, 11, 22))
    assert {step.on.step for step in draft.steps} >= {"s.comment.delete", "s.person.delete"}
    faults = {fault.code for fault in schema_faults(draft, mapped, seen)}
    assert faults == ({"no_order"} if declared else set())


@pytest.mark.postgres
def test_a_selection_is_run_and_not_compiled(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE VIEW setting AS SELECT 1 AS id, current_setting('jit') AS jit")
        assert connection.exec_driver_sql("SELECT jit FROM setting").scalar_one() == "on"
    mapped = SourceMap("s", "sql", {"url_env": "S"})
    with open_source(mapped, home=Path(), environment={"S": postgres_url}) as source:
        assert source.count("setting", Compare("jit", "=", "off")) == 1
