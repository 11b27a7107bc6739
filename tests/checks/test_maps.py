"""Each check over maps fires on a map that it is about, and is silent on one that is sound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from varsam.checks.base import Finding
from varsam.checks.maps import ACROSS_CHECKS, COUNT_CHECKS, MAP_CHECKS, check_map, check_maps, check_rows
from varsam.checks.maps.names import likeness, looks_personal
from varsam.domain.evaluation import holds
from varsam.domain.predicate import Predicate
from varsam.domain.register import Activity, Basis, Entity, Purpose, Register, Role
from varsam.domain.retention import EventRef
from varsam.domain.snapshot import ForeignKey, Snapshot, Table, TableColumn, Trigger
from varsam.formats.source_map import parse

REGISTER = Register(
    "test",
    (Entity("us", "Us AB"),),
    (
        Activity(
            "shop",
            "Shop",
            Role.CONTROLLER,
            (
                Purpose("orders", "Orders", Basis.CONTRACT, EventRef("contract.end")),
                Purpose("newsletter", "Letters", Basis.CONSENT, EventRef("consent.withdrawn")),
            ),
        ),
    ),
)
MAP = """\
source: shop
connector: memory
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    events: {contract.end: {column: closed_on, unset: [""]}}
    collected: {column: created_at, as: instant}
    groups:
      contact: {columns: [email], for: [orders, newsletter]}
      name: {columns: [name], for: orders, set: {name: ""}}
  order:
    table: orders
    refs: {customer: customer_id}
    owner: customer
    groups:
      delivery: {columns: [street], for: [orders]}
    disposal: {when_referred: {street: gone}}
  line:
    table: lines
    refs: {order: order_id}
    part_of: order
"""


def column(name: str, family: str = "text", nullable: bool = True, length: int | None = None) -> TableColumn:
    return TableColumn(name, family, nullable, family, length=length)  # type: ignore[arg-type]


ID = column("id", "number", nullable=False)
TABLES = (
    Table(
        "customers",
        (
            ID,
            column("email", nullable=False),
            column("name", nullable=False),
            column("closed_on", "date"),
            column("created_at", "instant"),
        ),
        ("id",),
    ),
    Table(
        "orders",
        (ID, column("customer_id", "number", nullable=False), column("street", length=4)),
        ("id",),
        foreign_keys=(ForeignKey(("customer_id",), "customers", ("id",)),),
        indexes=(("customer_id",),),
    ),
    Table(
        "lines",
        (ID, column("order_id", "number", nullable=False), column("amount", "number")),
        ("id",),
        foreign_keys=(ForeignKey(("order_id",), "orders", ("id",), "cascade"),),
        indexes=(("order_id",),),
    ),
    Table("stock", (ID, column("shelf")), ("id",)),
)
SOUND = MAP.replace("contact: {columns: [email],", "contact: {columns: [email], set: {email: ''},")


def seen(*changed: Table, dialect: str = "postgresql") -> Snapshot:
    tables = {table.name: table for table in (*TABLES, *changed)}
    return Snapshot("shop", "f" * 64, tables, dialect=dialect)


def table(name: str) -> Table:
    return next(each for each in TABLES if each.name == name)


def with_columns(name: str, *columns: TableColumn) -> Table:
    old = {each.name: each for each in table(name).columns}
    return replace(table(name), columns=tuple((old | {each.name: each for each in columns}).values()))


def check(text: str = SOUND, *changed: Table, register: Register = REGISTER) -> tuple[Finding, ...]:
    return check_map(parse(text, "shop.yaml"), seen(*changed), register)


def test_a_sound_map_is_silent() -> None:
    assert check() == ()
    assert check_maps((parse(SOUND, "shop.yaml"),), {"shop": seen()}, REGISTER) == ()


# code -> a map (SOUND changed), changed tables, and what the finding says. Each fires alone.
CASES: dict[str, tuple[str, tuple[Table, ...], str, str]] = {
    "MAP001": (
        SOUND + "  note: {table: line, refs: {order: order_id}, part_of: order}\n",
        (),
        "shop.note",
        "there is no table line",
    ),
    "MAP002": (
        SOUND.replace("column: closed_on", "column: closed_at"),
        (),
        "shop.customer",
        "the table customers has no column closed_at",
    ),
    "MAP003": (
        SOUND.replace("    table: lines\n", "    table: lines\n    key: amount\n"),
        (),
        "shop.line",
        "the key amount isn't unique in lines",
    ),
    "MAP004": (MAP, (), "shop.customer.groups.contact", "the column email would become NULL"),
    "MAP005": (
        SOUND,
        (replace(table("orders"), primary_key=("id", "street"), unique=(("id",),)),),
        "shop.order.groups.delivery",
        "the column street belongs to the key of orders",
    ),
    "MAP006": (
        SOUND.replace("columns: [street]", "columns: [street, customer_id]").replace(
            "{when_referred: {street: gone}}", "delete"
        ),
        (),
        "shop.order.groups.delivery",
        "the column customer_id refers to another row",
    ),
    "MAP007": (
        SOUND,
        (with_columns("orders", column("mobilnummer")),),
        "shop: orders.mobilnummer",
        "looks personal by its name",
    ),
    "MAP008": (
        SOUND,
        (Table("web_visits", (ID, column("ip_address")), ("id",)),),
        "shop: web_visits",
        "looks personal: ip_address",
    ),
    "MAP009": (
        SOUND.replace("for: [orders]}", "for: []}"),
        (),
        "shop.order.groups.delivery",
        "held for no purpose",
    ),
    "MAP010": (
        SOUND,
        (
            Table(
                "ratings",
                (ID, column("customer_id", "number")),
                ("id",),
                foreign_keys=(ForeignKey(("customer_id",), "customers", ("id",), "set null"),),
                indexes=(("customer_id",),),
            ),
        ),
        "shop.customer",
        "makes the source change ratings by itself (customer_id: on delete set null)",
    ),
    "MAP011": (
        SOUND,
        (replace(table("orders"), triggers=(Trigger("orders_audit", ("insert", "delete")),)),),
        "shop.order",
        "the trigger orders_audit of orders runs on delete",
    ),
    "MAP012": (
        SOUND,
        (with_columns("orders", column("customer_id", "number")),),
        "shop.order.owner",
        "orders.customer_id may be NULL",
    ),
    "MAP013": (
        SOUND.replace("contract.end:", "account.closed:")
        .replace("name: {columns: [name], for: orders", "name: {columns: [name], for: newsletter")
        .replace("for: [orders, newsletter]", "for: [newsletter]"),
        (),
        "shop.order.groups.delivery",
        "orders counts from contract.end",
    ),
    "MAP014": (
        SOUND,
        (replace(table("lines"), indexes=(("amount", "order_id"),)),),
        "shop.line",
        "lines is searched by order_id, which has no index",
    ),
    "MAP015": (
        SOUND.replace("{column: created_at, as: instant}", "created_at"),
        (),
        "shop.customer.collected",
        "created_at is said to hold a date as date, its type is instant",
    ),
    "MAP016": (
        SOUND.replace("street: gone", "street: erased"),
        (),
        "shop.order.disposal.when_referred",
        "has 6 characters, the column takes 4",
    ),
    "MAP034": (
        SOUND.replace("{street: gone}", '{street: "{id}"}').replace(
            "table: orders", "table: orders\n    key: id"
        ),
        (with_columns("orders", column("street", "date")),),
        "shop.order.disposal.when_referred",
        "street is no column for texts: date",
    ),
    "MAP017": (
        SOUND.replace("for: [orders]}", "for: [orders, ordres]}"),
        (),
        "shop.order.groups.delivery",
        "the register has no purpose ordres",
    ),
    "MAP018": (
        SOUND + "  discount:\n    table: lines\n    where: {amount: {less: 0}}\n    refs: {order: order_id}\n"
        "    part_of: order\n",
        (),
        "shop.line",
        "line takes every row of lines, also those of discount",
    ),
    "MAP019": (
        SOUND.replace("kinds:", "ignored: {stock.shelf: places, stock.shelves: places}\nkinds:"),
        (),
        "shop.ignored",
        "there is no stock.shelves",
    ),
    "MAP020": (
        SOUND.replace("disposal: {when_referred: {street: gone}}", "disposal: keep"),
        (),
        "shop.order",
        "never lets them go",
    ),
    "MAP021": (
        SOUND.replace("    owner: customer\n", "    events: {contract.end: shipped_on}\n"),
        (with_columns("orders", column("shipped_on", "date")),),
        "shop.order.groups.delivery",
        "nothing says whose these columns are",
    ),
    "MAP026": (
        SOUND.replace("columns: [street]", "columns: [street, city]"),
        (with_columns("orders", column("city")),),
        "shop.order.disposal.when_referred",
        "city of the group delivery would stay",
    ),
    "MAP027": (
        SOUND
        + "  entry: {inside: {kind: line, column: amount, codec: json}, fields: [who], part_of: line}\n",
        (
            Table(
                "inside_entry",
                (
                    column("container_id", "number", False),
                    column("item", nullable=False),
                    column("container_state", nullable=False),
                    column("who"),
                ),
                ("container_id", "item"),
            ),
        ),
        "shop.entry.inside",
        "amount is of type number, so no json lies in it",
    ),
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_each_check_fires_alone_where_it_should(code: str) -> None:
    text, changed, where, message = CASES[code]
    assert (text, changed) != (SOUND, ())
    (found,) = check(text, *changed)
    assert (found.code, found.where) == (code, where)
    assert message in found.message


# code -> something that looks like the case above and is said or harmless.
SILENT: dict[str, tuple[str, tuple[Table, ...]]] = {
    "MAP003": (
        SOUND.replace("    table: lines\n", "    table: lines\n    key: number\n"),
        (replace(with_columns("lines", column("number", "number", nullable=False)), unique=(("number",),)),),
    ),
    "MAP004": (
        SOUND.replace("{when_referred: {street: gone}}", "delete"),
        (with_columns("orders", column("street", nullable=False)),),
    ),
    "MAP007": (
        SOUND.replace("kinds:", "ignored: {orders.mobilnummer: the shop's own}\nkinds:"),
        (with_columns("orders", column("mobilnummer")),),
    ),
    "MAP008": (
        SOUND.replace("kinds:", "ignored: {web_visits: test traffic only}\nkinds:"),
        (Table("web_visits", (ID, column("ip_address")), ("id",)),),
    ),
    "MAP010": (
        SOUND.replace("kinds:", "ignored: {ratings: no people in it}\nkinds:"),
        CASES["MAP010"][1],
    ),
    "MAP011": (
        SOUND.replace("kinds:", "ignored: {orders.orders_audit: counts only}\nkinds:"),
        CASES["MAP011"][1],
    ),
    "MAP012": (
        SOUND.replace("owner: customer", "owner: {ref: customer, else: {email: street}}"),
        (with_columns("orders", column("customer_id", "number")),),
    ),
    "MAP013": (SOUND.replace("contract.end: {column", "contract.end: {as: date, column"), ()),
    "MAP014": (SOUND, (replace(table("lines"), indexes=(), rows=999),)),
    "MAP016": (SOUND.replace("street: gone", "street: none"), ()),
    "MAP018": (
        SOUND.replace("table: lines", "table: lines\n    where: {amount: {at_least: 0}}")
        + "  discount:\n    table: lines\n    where: {amount: {less: 0}}\n    refs: {order: order_id}\n"
        "    part_of: order\n",
        (),
    ),
    "MAP026": (
        SOUND.replace("columns: [street]", "columns: [street, city]").replace(
            "street: gone}}", "street: gone, city: null}}"
        ),
        (with_columns("orders", column("city")),),
    ),
}


@pytest.mark.parametrize("code", sorted(SILENT))
def test_what_is_said_or_harmless_is_no_finding(code: str) -> None:
    text, changed = SILENT[code]
    assert check(text, *changed) == ()


def test_a_column_that_is_missing_is_told_once_with_close_names() -> None:
    (found,) = check(SOUND.replace("customer_id", "customer_i"))
    assert found.message == "the table orders has no column customer_i"
    assert "customer_id" in found.hint


def test_an_index_is_proposed_as_a_statement_where_the_source_speaks_sql() -> None:
    text, changed, *_ = CASES["MAP014"]
    (found,) = check(text, *changed)
    assert found.hint == "CREATE INDEX ix_lines_order_id ON lines (order_id)"
    assert check_map(parse(text, "shop.yaml"), seen(*changed, dialect=""), REGISTER) == ()


def test_texts_hold_dates_only_where_the_source_has_no_schema() -> None:
    texts = with_columns("customers", column("closed_on"))
    assert [each.code for each in check(SOUND, texts)] == ["MAP015"]
    assert check_map(parse(SOUND, "shop.yaml"), seen(texts, dialect=""), REGISTER) == ()


def test_always_overwriting_names_every_column_too() -> None:
    text = SOUND.replace("columns: [street]", "columns: [street, city]")
    tables = (with_columns("orders", column("city")),)
    short = text.replace("{when_referred: {street: gone}}", "{overwrite: {street: gone}}")
    assert [(each.code, each.where) for each in check(short, *tables)] == [("MAP026", "shop.order.disposal")]
    assert check(short.replace("street: gone}}", "street: gone, city: ''}}"), *tables) == ()


def across(*texts: str) -> list[tuple[str, str, str]]:
    maps = [parse(text, "x.yaml") for text in texts]
    return [(each.code, each.where, each.message) for each in check_maps(maps, {}, REGISTER)]


def test_a_purpose_without_data_is_told_over_all_maps() -> None:
    without = SOUND.replace(", newsletter]", "]")
    assert across(without) == [
        ("MAP022", "purpose newsletter", "no map holds data for this purpose"),
    ]
    binder = (
        "source: paper\nconnector: manual\nmanual:\n"
        "  binder: {description: Forms, for: newsletter, responsible: HR}\n"
    )
    assert across(without, binder) == []


def test_an_event_from_another_source_must_be_given_there() -> None:
    asked = SOUND.replace("{column: closed_on, unset: ['']}", "closed_on").replace(
        'contract.end: {column: closed_on, unset: [""]}', "contract.end: {from: contracts, by: email}"
    )
    giver = (
        "source: contracts\nconnector: table\nkinds:\n  contract: {table: contracts, holds: nothing,"
        " identifiers: {email: mail}, events: {%s: until}}\n"
    )
    assert [each[0] for each in across(asked)] == ["MAP023"]
    assert "isn't a source of this home" in across(asked)[0][2]
    assert "doesn't map it" in across(asked, giver % "account.closed")[0][2]
    assert across(asked, giver % "contract.end") == []


LINKED = """\
source: shop
connector: memory
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}, customer_no: code}
    events: {contract.end: {from: contracts, by: email}}
    groups:
      contact: {columns: [email], for: [orders]}
      name: {columns: [name], for: [orders, newsletter]}
"""
CONTRACTS = """\
source: contracts
connector: table
kinds:
  contract: {table: contracts, holds: nothing, identifiers: {email: mail}, events: {contract.end: until}}
"""


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ("", "", ["shop.customer.groups.name"]),
        # Whose address goes is no customer any more.
        ("[orders, newsletter]}", "[orders, newsletter], only: {orders: {email: {not: null}}}}", []),
        # The name goes with the address, or before it.
        ("[orders, newsletter]}", "[orders]}", []),
        ("[email], for: [orders]}", "[email], for: [newsletter, orders]}", []),
        # Another purpose that ends in the same way: neither goes first.
        ("[orders, newsletter]}", "[orders, parcels]}", []),
        # An identifier that is in no group stays.
        ("by: email", "by: customer_no", []),
        ("{from: contracts, by: email}", "closed_on", []),
        # Not said at all, so asked for in every source that knows it.
        ("    events: {contract.end: {from: contracts, by: email}}\n", "", ["shop.customer.groups.name"]),
    ],
)  # fmt: skip
def test_a_link_that_goes_before_what_needs_it(change: str, to: str, told: list[str]) -> None:
    text = LINKED.replace(change, to) if change else LINKED
    assert (text == LINKED) is (change == "")
    contracts = CONTRACTS.replace("email: mail", "customer_no: mail") if "customer_no" in to else CONTRACTS
    parcels = Purpose("parcels", "Parcels", Basis.CONTRACT, EventRef("contract.end"))
    activity = replace(REGISTER.activities[0], purposes=(*REGISTER.activities[0].purposes, parcels))
    maps = [parse(each, "x.yaml") for each in (text, contracts)]
    register = replace(REGISTER, activities=(activity,))
    found = [each for each in check_maps(maps, {}, register) if each.code == "MAP030"]
    assert [each.where for each in found] == told
    assert all("found by email in customers.email" in each.message for each in found)


def test_every_check_says_what_it_means_under_a_code_of_its_own() -> None:
    checks = (*MAP_CHECKS, *ACROSS_CHECKS, *COUNT_CHECKS)
    codes = [each.code for each in checks]
    assert len(set(codes)) == len(codes)
    assert all(len(each.about) > 40 and each.about.endswith(".") for each in checks)
    assert {each.code for each in MAP_CHECKS} == set(CASES)


@pytest.mark.parametrize(
    "name",
    [
        "email", "e_mail", "E-post", "epostadress", "contactEmail", "user_email", "phone", "mobile_phone",
        "Telefonnummer", "tel", "personnummer", "pnr", "personal_address", "adress", "Gatuadress", "street",
        "firstName", "last_name", "förnamn", "efternamn", "birth_date", "comment_author_IP_address",
        "username", "mobilnummer",
    ],
)  # fmt: skip
def test_telling_names(name: str) -> None:
    assert likeness(column(name)) == "strong"


@pytest.mark.parametrize(
    "name",
    [
        "id",
        "amount",
        "post",
        "post_type",
        "filename",
        "state",
        "created",
        "shelf",
        "telemetry",
        "emails_sent_count",
    ],
)
def test_names_that_tell_nothing(name: str) -> None:
    assert likeness(column(name)) == ""


@pytest.mark.parametrize(
    ("name", "family"), [("email_sent", "bool"), ("mobile", "bool"), ("email", "datetime")]
)
def test_a_type_that_holds_no_such_thing_tells_nothing(name: str, family: str) -> None:
    assert likeness(column(name)) == "strong"
    assert likeness(column(name, family)) == ""


def test_one_weak_name_is_personal_in_a_table_of_people_only() -> None:
    weak = (ID, column("name"))
    assert looks_personal(Table("products", weak)) == ()
    assert looks_personal(Table("Kunder", weak)) == ("name",)
    assert looks_personal(Table("products", (*weak, column("city")))) == ("name", "city")


def test_findings_keep_the_order_of_checks() -> None:
    text = SOUND.replace("for: [orders]}", "for: [ordres]}").replace("table: lines", "table: line")
    codes = [each.code for each in check(text)]
    assert codes == sorted(codes)
    assert len(codes) > 1


def test_rows_of_no_kind_and_of_two_kinds_are_counted() -> None:
    text = (
        "source: s\nconnector: memory\nkinds:\n"
        "  open: {table: posts, where: {state: [open, new]}}\n"
        "  shut: {table: posts, where: {state: [shut, new]}}\n"
        "  other: {table: others}\n"
    )
    mapped = parse(text, "s.yaml")
    rows = [
        {"id": 1, "state": "open"},
        {"id": 2, "state": "new"},
        {"id": 3, "state": None},
        {"id": 4, "state": "x"},
    ]

    def count(table: str, where: Predicate) -> int:
        assert table == "posts", "a kind without a filter has every row, and no other kind beside it"
        return sum(holds(where, row, reach=lambda _edge, _row: (), keys={}) for row in rows)

    found = check_rows(mapped, count)
    assert [(each.code, each.message) for each in found] == [
        ("MAP024", "2 rows of posts"),
        ("MAP025", "1 rows of posts"),
    ]
    rows[:] = rows[:1]
    assert check_rows(mapped, count) == ()


def test_containers_that_cant_be_read_are_counted() -> None:
    text = (
        "source: s\nconnector: memory\nkinds:\n  file: {table: files, holds: nothing}\n"
        "  line: {inside: {kind: file, column: text, codec: csv}, fields: [name], holds: nothing}\n"
    )
    mapped = parse(text, "s.yaml")
    states = ["ready", "fixed", "unread"]

    def count(table: str, where: Predicate) -> int:
        assert table == "inside_line"
        rows = [{"container_state": state} for state in states]
        return sum(holds(where, row, reach=lambda _edge, _row: (), keys={}) for row in rows)

    found = check_rows(mapped, count)
    assert [(each.code, each.where, each.message) for each in found] == [
        ("MAP028", "s.line", "1 rows of inside_line")
    ]
    states.remove("unread")
    assert check_rows(mapped, count) == ()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("customer_id: {not: null}", False),
        ("customer_id: [1, 2]", False),
        ("street: x, customer_id: {at_least: 0}", False),
        ("street: {not: null}", True),
        ("customer_id: null", True),
        ("customer_id: {not: 0}", True),
    ],
)
def test_rows_of_nobody_that_the_kind_leaves_out(where: str, told: bool) -> None:
    nullable = with_columns("orders", column("customer_id", "number"))
    text = SOUND.replace("table: orders", f"table: orders\n    where: {{{where}}}")
    assert ("MAP012" in {each.code for each in check(text, nullable)}) is told
