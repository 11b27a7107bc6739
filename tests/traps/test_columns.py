"""Traps in columns and tables: types that nobody named, and what else a value lies in."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from tests.engine.houses import email
from tests.traps.customers import CUSTOMERS, kinds
from tests.traps.places import Place, deleted
from varsam.services import looking

# -- 4. types that the map doesn't say -----------------------------------------------------------------------


TYPES: dict[str, list[tuple[str, str]]] = {
    "sqlite": [("", "'x'"), ("WHATEVER", "'y'"), ("BLOB", "x'00ff'")],
    "postgresql": [
        ("inet", "'192.0.2.7'"),
        ("mood", "'glad'"),
        ("xml", "'<a>Ann</a>'"),
        ("point", "'(1,2)'"),
        ("text[]", "'{Ann,Berg}'"),
        ("interval", "'1 day'"),
        ("short", "'Ann'"),
        ("money", "1"),
        ("tsvector", "'ann'"),
    ],
    "mysql": [
        ("inet6", "'2001:db8::1'"),
        ("enum('a','b')", "'a'"),
        ("set('a','b')", "'a,b'"),
        ("point", "ST_PointFromText('POINT(1 2)')"),
        ("year", "1980"),
        ("bit(3)", "b'101'"),
        ("time", "'10:00:00'"),
        ("json", "'{\"a\": 1}'"),
    ],
}


def test_a_column_goes_and_is_copied_whatever_its_type(place: Place) -> None:
    """4: no map says types; none is skipped because nobody knows it."""
    types = TYPES[place.dialect]
    if place.dialect == "postgresql":
        place.execute("CREATE TYPE mood AS ENUM ('glad', 'sad')", "CREATE DOMAIN short AS varchar(9)")
    names = [f"c{number}" for number in range(len(types))]
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in zip(names, types, strict=True))
    values = ", ".join(value for _, value in types)
    place.execute(
        f"CREATE TABLE people (id INTEGER PRIMARY KEY, email VARCHAR(60), ends DATE, {columns})",
        f"INSERT INTO people VALUES (1, 'ann@mail.example', '2020-01-01', {values})",
        f"INSERT INTO people VALUES (2, 'bo@mail.example', NULL, {values})",
    )
    listed = ", ".join(names)
    place.mapped(f"""\
  person:
    table: people
    person: true
    identifiers: {{email: email}}
    events: {{contract.end: ends}}
    groups: {{who: {{columns: [email, {listed}], for: [orders]}}}}
    disposal: {{overwrite: {{email: null, {", ".join(f"{name}: null" for name in names)}}}}}
""")
    [(_, copied)] = place.copied("ann@mail.example")
    assert set(copied) == {"email", *names}
    assert [name for name in names if copied[name] is None] == []
    place.carry_out(place.house.plan())
    assert place.rows(f"SELECT {listed} FROM people WHERE id = 1") == [(None,) * len(names)]
    [other] = place.rows(f"SELECT {listed} FROM people WHERE id = 2")
    assert None not in other


# -- 8. what else a value lies in ----------------------------------------------------------------------------


NOTES = """\
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name, login, phone], for: [orders]}}
  note: {table: notes, refs: {customer: customer}, part_of: customer}
"""


def rendered(name: str) -> bytes:
    """A document with a name inside, packed as office programs do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<p>Invoice for {name}, {name.split()[0].lower()}@mail.example</p>")
    return out.getvalue()


def holds(blob: Any, word: str) -> bool:
    """Whether a packed document holds a word."""
    with zipfile.ZipFile(io.BytesIO(bytes(blob))) as archive:
        return word in archive.read("content.xml").decode()


def test_json_arrays_free_text_and_a_rendering_in_places_that_no_map_names(place: Place) -> None:
    """8: the search after applying looks into each; it found them before, so it can find them."""
    array = "text[]" if place.dialect == "postgresql" else "json"
    document, blob = {
        "sqlite": ("json", "blob"),
        "postgresql": ("jsonb", "bytea"),
        "mysql": ("json", "longblob"),
    }[place.dialect]
    place.execute(
        *CUSTOMERS,
        "DELETE FROM vouchers",
        f"CREATE TABLE copies (id INTEGER PRIMARY KEY, doc {document}, many {array}, words TEXT,"
        f" cache {blob})",
    )
    engine = sa.create_engine(place.url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for number, name in ((1, "ann"), (3, "cia")):
            address = f"{name}@mail.example"
            many = [f"x{address}", address]
            bound = many if place.dialect == "postgresql" else json.dumps(many)
            connection.execute(
                sa.text("INSERT INTO copies VALUES (:id, :doc, :many, :words, :cache)"),
                {
                    "id": number,
                    "doc": json.dumps({"from": {"mail": address}}),
                    "many": bound,
                    "words": f"Called on Monday, wants to be reached at {address}.",
                    "cache": rendered(f"{name.title()} Berg"),
                },
            )
    assert holds(place.column("SELECT cache FROM copies WHERE id = 1")[0], "Ann Berg")
    place.mapped(NOTES.partition("  note:")[0], more="ignored: {copies: nobody looked}\n")
    plan = place.house.erase(email("ann@mail.example"))
    everywhere = [("copies", column) for column in ("cache", "doc", "many", "words")]
    assert sorted(place.searched(plan)) == everywhere
    place.house.apply(plan)
    assert sorted(place.left(plan)) == everywhere
    place.execute("DELETE FROM copies WHERE id = 1")
    assert place.left(plan) == []
    assert place.column("SELECT id FROM copies") == [3]


def test_a_soft_deleted_row_is_a_row(sqlite_place: Place) -> None:
    """8: the application hides it, a rule doesn't; a map that leaves it out is told of it."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "DELETE FROM vouchers",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, customer INTEGER, text VARCHAR(40), deleted_at DATE)",
        "INSERT INTO notes VALUES (1, 1, 'seen', NULL), (2, 1, 'hidden', '2026-01-01'), (3, 3, 'x', NULL)",
        "UPDATE customers SET ends = NULL",
    )
    hiding = (
        "  note: {table: notes, where: {deleted_at: null}, refs: {customer: customer}, part_of: customer}\n"
    )
    place.mapped(NOTES.partition("  note:")[0] + hiding)
    told = {(each.finding.code, each.rows) for each in looking.explained(place.house.home)}
    assert ("MAP024", 1) in told
    place.mapped(NOTES)
    assert "MAP024" not in {each.finding.code for each in looking.explained(place.house.home)}
    place.execute("UPDATE customers SET ends = '2026-01-01'")
    assert deleted(place.erased("ann@mail.example")) == {"customer": 1, "note": 2}
    assert place.column("SELECT id FROM notes") == [3]


def test_a_reference_that_says_of_which_sort_it_is(sqlite_place: Place) -> None:
    """8: `object` 1 is a customer in one row and an invoice in the next."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, sort VARCHAR(20), object INTEGER, text VARCHAR(40))",
        "INSERT INTO notes VALUES (1, 'customer', 1, 'a'), (2, 'voucher', 1, 'b'), (3, 'voucher', 2, 'c'),"
        " (4, 'customer', 2, 'd'), (5, 'customer', 3, 'e')",
        "UPDATE customers SET ends = '2026-01-01'",
    )
    place.mapped(
        kinds(name="x", login="x").replace("LOGIN", "x")
        + """\
  note: {table: notes, where: {sort: customer}, refs: {customer: object}, part_of: customer}
  remark: {table: notes, where: {sort: voucher}, refs: {voucher: object}, part_of: voucher}
"""
    )
    place.erased("ann@mail.example")
    assert place.column("SELECT id FROM notes ORDER BY id") == [2, 3, 4, 5]
    place.execute("UPDATE vouchers SET dated = '2010-01-01' WHERE id = 1")
    place.carry_out(place.house.plan())
    assert place.column("SELECT id FROM notes ORDER BY id") == [3, 4, 5]


def test_a_history_without_keys_goes_with_its_row_and_unmapped_it_is_told(sqlite_place: Place) -> None:
    """8: old values of a row that nothing refers to."""
    place = sqlite_place
    place.execute(
        *CUSTOMERS,
        "DELETE FROM vouchers",
        "CREATE TABLE customers_log (entry INTEGER PRIMARY KEY, id INTEGER, email VARCHAR(60),"
        " name VARCHAR(60), changed DATE)",
        "INSERT INTO customers_log VALUES (1, 1, 'ann@mail.example', 'Ann Ek', '2020-01-01'),"
        " (2, 1, 'old.ann@mail.example', 'Ann Ek', '2019-01-01'),"
        " (3, 3, 'cia@mail.example', 'Cia', '2020-01-01')",
        "UPDATE customers SET ends = '2026-01-01'",
    )
    alone = NOTES.partition("  note:")[0]
    place.mapped(alone)
    told = [each.finding for each in looking.explained(place.house.home)]
    assert "customers_log" in str([each.where for each in told if each.code == "MAP008"])
    place.mapped(
        alone + "  old: {table: customers_log, key: [entry], refs: {customer: id}, part_of: customer}\n"
    )
    copied = str(place.copied("ann@mail.example"))
    assert "old.ann@mail.example" in copied
    assert "cia@mail.example" not in copied
    assert deleted(place.erased("ann@mail.example")) == {"customer": 1, "old": 2}
    assert place.column("SELECT entry FROM customers_log") == [3]


COPYING = {
    "sqlite": (
        "CREATE TRIGGER bury AFTER DELETE ON customers BEGIN"
        " INSERT INTO graveyard (email) VALUES (OLD.email); END",
    ),
    "mysql": (
        "CREATE TRIGGER bury AFTER DELETE ON customers FOR EACH ROW"
        " INSERT INTO graveyard (email) VALUES (OLD.email)",
    ),
    "postgresql": (
        "CREATE FUNCTION bury() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN INSERT INTO graveyard (email) VALUES (OLD.email); RETURN OLD; END'",
        "CREATE TRIGGER bury AFTER DELETE ON customers FOR EACH ROW EXECUTE FUNCTION bury()",
    ),
}


def test_a_trigger_that_writes_copies(place: Place) -> None:
    """8: it refuses the plan while the map doesn't mention it; who waves it through is told by the search."""
    serial = {"sqlite": "INTEGER PRIMARY KEY", "mysql": "INTEGER AUTO_INCREMENT PRIMARY KEY"}
    place.execute(
        *CUSTOMERS,
        "DELETE FROM vouchers",
        f"CREATE TABLE graveyard (id {serial.get(place.dialect, 'SERIAL PRIMARY KEY')}, email VARCHAR(60))",
        *COPYING[place.dialect],
        "UPDATE customers SET ends = NULL WHERE id > 1",
    )
    alone = NOTES.partition("  note:")[0]
    place.mapped(alone, more="ignored: {graveyard: a list of addresses}\n")
    assert place.refused() == {("trigger_unsaid", "customers", (), "bury")}
    place.mapped(alone, more="ignored: {graveyard: a list, customers.bury: harmless we thought}\n")
    plan = place.house.plan()
    assert place.searched(plan) == []
    place.house.apply(plan)
    assert place.column("SELECT email FROM graveyard") == ["ann@mail.example"]
    assert place.left(plan) == [("graveyard", "email")]
    place.execute("DELETE FROM graveyard")
    assert place.left(plan) == []


@pytest.mark.mariadb
def test_a_table_that_cant_undo(mariadb_place: Place) -> None:
    """8: MyISAM has no transactions: it is said, and what is reported is what was done."""
    place = mariadb_place
    place.execute(
        CUSTOMERS[0],
        "ALTER TABLE customers ENGINE=MyISAM",
        CUSTOMERS[2],
        "INSERT INTO customers VALUES (4, 'dan@mail.example', 'Dan', 'dan', NULL, '2020-01-01')",
    )
    place.mapped(NOTES.partition("  note:")[0])
    plan = place.house.plan()
    assert ("no_transactions", "customer", {"table": "customers"}) in [
        (each.code, each.kind, each.parameters) for each in plan.findings
    ]
    assert deleted(plan) == {"customer": 3}
    # Staff delete Bo and take Dan back as a customer: a try would find one row instead of three.
    place.execute("DELETE FROM customers WHERE id = 2", "UPDATE customers SET ends = NULL WHERE id = 4")
    (total,) = place.house.apply(plan).steps.values()
    assert (total.rows, total.gone, total.out) == (1, 1, 1)
    assert place.column("SELECT id FROM customers ORDER BY id") == [3, 4]
    assert place.house.verify(plan).verified
    place.execute("ALTER TABLE customers ENGINE=InnoDB")
    assert "no_transactions" not in {each.code for each in place.house.plan().findings}


def test_one_of_several_people_in_a_cell(sqlite_place: Place) -> None:
    """8: JSON keeps its other members, and what PHP serialised keeps lengths and counts that are right."""
    place = sqlite_place
    php = 'a:2:{i:0;s:16:"ann@mail.example";i:1;s:17:"åsa@mail.example";}'
    place.execute(
        *CUSTOMERS,
        "DELETE FROM vouchers",
        "UPDATE customers SET ends = '2026-01-01'",
        "CREATE TABLE settings (id INTEGER PRIMARY KEY, sort TEXT, value TEXT)",
        """INSERT INTO settings VALUES (1, 'json', '[{"mail": "ann@mail.example", "n": 1}, """
        """{"mail": "bo@mail.example", "n":2}]'), (2, 'php', '""" + php + "')",
    )
    place.mapped(
        NOTES.partition("  note:")[0]
        + """\
  list: {table: settings, where: {sort: json}, holds: nothing}
  member:
    inside: {kind: list, column: value, codec: json}
    fields: [mail]
    owner: {email: mail}
    groups: {who: {columns: [mail], for: [orders]}}
  option: {table: settings, where: {sort: php}, holds: nothing}
  named:
    inside: {kind: option, column: value, codec: php}
    fields: {mail: "@value"}
    owner: {email: mail}
    groups: {who: {columns: [mail], for: [orders]}}
"""
    )
    plan = place.erased("ann@mail.example")
    assert deleted(plan) == {"customer": 1, "member": 1, "named": 1}
    assert place.column("SELECT value FROM settings ORDER BY id") == [
        '[{"mail": "bo@mail.example", "n":2}]',
        'a:1:{i:0;s:17:"åsa@mail.example";}',
    ]


def test_a_cached_rendering_of_a_kept_voucher(sqlite_place: Place) -> None:
    """8: the voucher stays for the books, the document that was rendered of it (a name, packed) goes."""
    place = sqlite_place
    place.execute(*CUSTOMERS, "ALTER TABLE vouchers ADD COLUMN cache BLOB")
    engine = sa.create_engine(place.url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for number, name in ((1, "Ann Berg"), (2, "Bo Ek")):
            cache = {"cache": rendered(name), "id": number}
            connection.execute(sa.text("UPDATE vouchers SET cache = :cache WHERE id = :id"), cache)
    cached = "SELECT cache FROM vouchers ORDER BY id"
    assert [holds(blob, "Ann") for blob in place.column(cached)] == [True, False]
    assert b"Ann" not in place.column(cached)[0]  # packed: who looks for the name as it is finds nothing
    place.mapped(
        kinds(name="x", login="x").replace(
            "groups: {text: {columns: [text], for: [books]}}",
            "groups: {text: {columns: [text], for: [books]}, cache: {columns: [cache], for: [orders]}}",
        )
    )
    place.execute("UPDATE customers SET ends = '2026-01-01'")
    plan = place.house.erase(email("ann@mail.example"))
    assert place.searched(plan) == []  # the search unpacks: what it found is in rows that the plan takes
    place.carry_out(plan)
    gone, kept = place.column(cached)
    assert (gone, holds(kept, "Bo")) == (None, True)
    assert place.column("SELECT text FROM vouchers ORDER BY id") == ["a", "b"]
    assert place.left(plan) == []
