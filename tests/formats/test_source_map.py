"""A source map is read into edges and predicates; what can't be meant is refused at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.errors import RegisterErrors
from varsam.domain.evaluation import Row, truth
from varsam.domain.ownership import (
    EventColumn,
    EventFirstOf,
    EventFiscalYear,
    EventFrom,
    EventSeen,
    Kind,
    Method,
    OwnerLink,
    SourceMap,
    Storage,
    Stored,
)
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Built,
    Column,
    Compare,
    Edge,
    Exists,
    In,
    NotTrue,
    Predicate,
    Unset,
    Value,
)
from varsam.domain.register import Activity, Basis, Entity, Purpose, Register, Role
from varsam.domain.retention import EventRef
from varsam.formats import register_yaml
from varsam.formats.source_map import fingerprint, parse, starter

HEAD = "source: shop\nconnector: memory\nkinds:\n"
SHOP = (
    HEAD
    + """\
  country: {table: countries, holds: nothing}
  customer:
    table: customers
    person: true
    refs: {country: country_id}
  order:
    table: orders
    refs:
      customer: customer_id
      paid_by: {kind: customer, column: payer_id}
    owner: customer
  line:
    table: lines
    where: {type: line}
    refs: {order: order_id}
    part_of: order
  fee:
    table: lines
    where: {type: fee}
    refs: {order: order_id}
    part_of: order
"""
)
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
                Purpose("marketing", "Marketing", Basis.LEGITIMATE_INTERESTS, EventRef("contract.end")),
            ),
        ),
    ),
)
TO_CUSTOMER = Edge("customers", ((Column("id"), Column("customer_id")),), ALWAYS)
TO_COUNTRY = Edge("countries", ((Column("id"), Column("country_id")),), ALWAYS)
TO_LINES = Edge("lines", ((Column("order_id"), Column("id")),), Compare("type", "=", "line"), many=True)


def shop(extra: str) -> SourceMap:
    return parse(SHOP + extra, "shop.yaml")


def kind(text: str) -> Kind:
    """The kind that the text adds to the shop."""
    return shop(text).kinds[-1]


def refused(text: str, register: Register | None = None) -> list[str]:
    with pytest.raises(RegisterErrors) as caught:
        parse(text, "shop.yaml", register)
    return [str(error) for error in caught.value.errors]


def bill(words: str) -> str:
    return "  bill:\n    table: bills\n    refs: {order: order_id}\n    owner: order.customer\n" + words


def where(words: str) -> Predicate:
    return kind(bill(f"    where: {words}\n")).where


# -- paths ---------------------------------------------------------------------------------------------------


def test_a_path_up_follows_references_and_carries_the_filter_of_each_kind() -> None:
    line = kind("  note: {table: notes, refs: {line: line_id}, owner: line.order.customer}\n")
    assert line.owner is not None
    (link,) = line.owner.links
    assert link == OwnerLink(
        (
            Edge("lines", ((Column("id"), Column("line_id")),), Compare("type", "=", "line")),
            Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS),
            TO_CUSTOMER,
        ),
        person="customer",
    )


def test_a_path_down_keeps_to_the_kind_and_its_brackets_narrow_it() -> None:
    order = shop("    ask: {any: 'order'}\n").kind("fee")
    assert order.ask == Exists(Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS), ALWAYS)
    found = kind(bill("    ask: {any: 'order.line[state in new, open, amount > 5 and note not null]'}\n"))
    conditions = All(
        (
            Compare("type", "=", "line"),
            In("state", ("new", "open")),
            Compare("amount", ">", 5),
            NotTrue(Unset("note")),
        )
    )
    assert found.ask == Exists(
        Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS),
        Exists(Edge(TO_LINES.table, TO_LINES.on, conditions, many=True), ALWAYS),
    )


def test_where_two_references_fit_the_path_says_which() -> None:
    ambiguous = SHOP.replace("    refs: {country: country_id}\n", "    ask: {any: 'order'}\n", 1)
    (error,) = refused(ambiguous)
    assert error.startswith("shop.yaml:8:17: 'order' leads to 'customer' in 2 ways")
    assert "order@customer, order@paid_by" in error
    told = parse(ambiguous.replace("'order'", "'order@paid_by'"), "shop.yaml").kind("customer")
    assert told.ask == Exists(
        Edge("orders", ((Column("payer_id"), Column("id")),), ALWAYS, many=True), ALWAYS
    )


def test_a_reference_may_be_built_composite_or_tied_to_a_fixed_text() -> None:
    built = kind(
        "  note:\n    table: notes\n    refs:\n"
        "      order: {kind: order, on: {resource: 'sale.order,{id}', model: {is: sale}}}\n"
        "    part_of: order\n"
    )
    (reference,) = built.references
    assert reference.up.on == (
        (Built(("sale.order,", Column("id"))), Column("resource")),
        (Built(("sale",)), Column("model")),
    )
    assert reference.down.on == tuple((here, other) for other, here in reference.up.on)
    assert (reference.columns, reference.down.many, reference.up.many) == (("resource", "model"), True, False)
    two = parse(
        HEAD
        + "  a: {table: a, key: [x, y], person: true}\n"
        + "  b: {table: b, refs: {a: [ax, ay]}, owner: a}\n",
        "two.yaml",
    ).kind("b")
    assert two.references[0].up.on == ((Column("x"), Column("ax")), (Column("y"), Column("ay")))


def test_names_with_other_signs_are_quoted_inside_the_path() -> None:
    column = kind(bill("    collected: '\"Sv. datum\"'\n")).collected
    assert column is not None
    assert (column.column, column.edges) == ("Sv. datum", ())


@pytest.mark.parametrize(
    ("path", "offset", "words"),
    [
        ("order.lin", 6, "no way leads from 'order' to 'lin'"),
        ("order.line@x", 11, "'line' has no reference 'x' to 'order'"),
        ("order.line[", 11, "the end of the path"),
        ("order..line", 6, "can't be read at '.'"),
        ("order.line[a]", 11, "a value stands here without a column"),
        ("order.line[a = 007]", 15, "can be read in two ways"),
        ("order.line[a = 2026-02-30]", 15, "there is no day"),
        ("order.line[a = null]", 15, "nothing equals null"),
        ("order.line[a = x, b]", 18, "a value stands here without a column"),
    ],
)
def test_a_fault_inside_a_path_is_shown_at_its_character(path: str, offset: int, words: str) -> None:
    text = SHOP + bill(f"    ask: {{any: '{path}'}}\n")
    line = text.count("\n")
    (error,) = refused(text)
    column = len("    ask: {any: '") + 1 + offset
    assert error.startswith(f"shop.yaml:{line}:{column}: ")
    assert words in error


# -- conditions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("{state: open}", Compare("state", "=", "open")),
        ("{state: [open, new]}", In("state", ("open", "new"))),
        ("{state: null}", Unset("state")),
        ("{state: {not: null}}", NotTrue(Unset("state"))),
        ("{state: [null, '']}", Unset("state", ("",))),
        ("{state: {not: [null, '']}}", NotTrue(Unset("state", ("",)))),
        ("{state: {not: open}}", NotTrue(Compare("state", "=", "open"))),
        ("{id: {more: 5, at_most: 9}}", All((Compare("id", ">", 5), Compare("id", "<=", 9)))),
        ("{at: {less: 2026-01-01}}", Compare("at", "<", dt.date(2026, 1, 1))),
        ("{paid: true, code: '7'}", All((Compare("paid", "=", True), Compare("code", "=", "7")))),
        ("[{a: 1}, {b: 2}]", AnyOf((Compare("a", "=", 1), Compare("b", "=", 2)))),
        ("true", ALWAYS),
        ("false", NEVER),
        (
            "{order.customer.country.code: SE}",
            Exists(
                Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS),
                Exists(TO_CUSTOMER, Exists(TO_COUNTRY, Compare("code", "=", "SE"))),
            ),
        ),
        (
            "{none: order}",
            NotTrue(Exists(Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS), ALWAYS)),
        ),
    ],
)
def test_conditions_become_predicates(words: str, expected: Predicate) -> None:
    assert where(words) == expected


CELLS = st.one_of(st.none(), st.sampled_from(["", "a", "b"]))


@given(CELLS, CELLS, st.sampled_from(["a", "[a, b]", "[null, a]", "''", "null"]), st.booleans())
@settings(max_examples=60)
def test_not_is_the_exact_complement_also_where_nothing_is_set(
    state: Value, parent: Value, test: str, along: bool
) -> None:
    column = "order.state" if along else "state"
    yes, no = where(f"{{{column}: {test}}}"), where(f"{{{column}: {{not: {test}}}}}")

    def reach(edge: Edge, row: Row) -> Iterable[Row]:
        return [] if parent is None else [{"id": 1, "state": state}]

    row: Row = {"state": state, "order_id": 1}
    answers = {truth(each, row, reach=reach, keys={}) is True for each in (yes, no)}
    assert answers == {True, False}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("{}", "this condition is empty"),
        ("[]", "this list of conditions is empty"),
        ("{state: []}", "this list of values is empty"),
        ("{state: {}}", "this comparison is empty"),
        ("{state: {nott: 1}}", "did you mean 'not'"),
        ("{state: {less: null}}", "only numbers, texts and dates"),
        ("{state: 017}", "can be read in two ways"),
        ("{line: x}", None),
        ("{order.line: {any: 1}}", "no key 'any'"),
        ("{'order[a = 1]': 1}", "leads to rows, and a column is wanted"),
        ("{any: []}", "this list of paths is empty"),
    ],
)
def test_conditions_that_say_nothing_are_refused(words: str, message: str | None) -> None:
    text = SHOP + bill(f"    where: {words}\n")
    if message is None:
        assert parse(text, "shop.yaml").kinds[-1].where == Compare("line", "=", "x")
    else:
        assert message in refused(text)[0]


def test_filters_that_need_each_other_are_refused() -> None:
    (error,) = refused(
        HEAD
        + "  a: {table: t, person: true, where: {any: b}}\n"
        + "  b: {table: u, refs: {a: a_id}, where: {a.x: 1}, owner: a}\n"
    )
    assert "the 'where' of these kinds need each other: a → b → a" in error


# -- no person's key -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        ("anna@mail.example", "an e-mail address"),
        ("'980504-9807'", "a personnummer"),
        ("199805049807", "a personnummer"),
        ("'+46 70-174 06 06'", "a telephone number"),
        ("'0701740606'", "a telephone number"),
    ],
)
def test_a_map_holds_no_persons_key(value: str, sort: str) -> None:
    for text in (f"    where: {{x: {value}}}\n", f"    where: {{x: {{not: [1, {value}]}}}}\n"):
        (error,) = refused(SHOP + bill(text))
        assert f"a map holds no person's key, and this looks like {sort}" in error
        assert value.strip("'") not in error
    if "'" in value:
        (error,) = refused(SHOP + bill(f'    where: {{any: "order.line[x = {value}]"}}\n'))
        assert sort in error


@pytest.mark.parametrize("value", ["1", "[1, 6, 14]", "'2026-01-31'", "A-1234567", "'0012'", "202601310012"])
def test_states_and_system_accounts_are_no_persons_key(value: str) -> None:
    assert where(f"{{x: {value}}}") != ALWAYS


# -- identifiers and owners ----------------------------------------------------------------------------------


def test_identifiers_are_typed_spelled_and_followed_only_when_said() -> None:
    found = kind(
        bill(
            "    identifiers:\n"
            "      email: order.mail\n"
            "      phone: {column: tel, stored_as: ['+46 70-174 06 06', 070-1740606], follow: true}\n"
            "      customer_no: {path: code, scoped: true}\n"
        )
    ).identifiers
    assert [(each.type, each.column, len(each.edges), each.follow, each.scoped) for each in found] == [
        ("email", "mail", 1, False, False),
        ("phone", "tel", 0, True, False),
        ("customer_no", "code", 0, False, True),
    ]
    assert found[1].stored_as == ("+46 70-174 06 06", "070-1740606")


def test_a_spelling_is_shown_with_a_number_reserved_for_fiction() -> None:
    words = "    identifiers: {phone: {column: tel, stored_as: ['+46 70-234 56 78']}}\n"
    (error,) = refused(SHOP + bill(words))
    assert "looks like a telephone number" in error
    assert "234" not in error


def test_owners_are_alternatives_with_a_fall_back() -> None:
    found = kind(
        "  ticket:\n    table: tickets\n    refs: {order: order_id}\n"
        "    owner: {ref: [order.customer, order.paid_by], email: mail, unset: ['', 0], else: {phone: tel}}\n"
    ).owner
    assert found is not None
    assert [(link.person, link.identifier, link.column, link.unset) for link in found.links] == [
        ("customer", "", "", ("", 0)),
        ("customer", "", "", ("", 0)),
        ("", "email", "mail", ("", 0)),
    ]
    assert found.otherwise == (OwnerLink((), identifier="phone", column="tel"),)
    listed = kind("  t: {table: t, refs: {order: o}, owner: [order.customer, {email: mail}]}\n").owner
    assert listed is not None
    assert [link.identifier for link in listed.links] == ["", "email"]


@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ("order", "this path ends at 'order', which is no person"),
        ("{emial: mail}", "did you mean 'email'"),
        ("{unset: ['']}", "nobody is named here"),
        ("[{email: a, else: {email: b}}]", "'else' stands at the top"),
        ("[]", "nobody is named here"),
        ("custmer", "no way leads from"),
    ],
)
def test_an_owner_that_is_nobody_is_refused(owner: str, message: str) -> None:
    (error,) = refused(SHOP + f"  t: {{table: t, refs: {{order: o}}, owner: {owner}}}\n")
    assert message in error


def test_parts_share_one_parents_fate_and_never_go_in_circles() -> None:
    line = shop("").kind("line")
    assert line.part_of is not None
    assert (line.part_of.kind, line.part_of.edge.table) == ("order", "orders")
    circle = HEAD + (
        "  a: {table: a, refs: {b: x}, part_of: b}\n"
        "  b: {table: b, refs: {c: x}, part_of: c}\n"
        "  c: {table: c, refs: {a: x}, part_of: a}\n"
    )
    (error,) = refused(circle)
    assert "part of each other: a → b → c → a" in error
    (error,) = refused(SHOP + "  t: {table: t, refs: {line: l}, part_of: line.order}\n")
    assert "one step only" in error
    (error,) = refused(SHOP + "  t: {table: t, refs: {line: l}, part_of: line, owner: line.order.customer}\n")
    assert "can't be both: owner and part_of" in error


# -- events --------------------------------------------------------------------------------------------------


def event(words: str) -> object:
    return kind(bill(f"    events: {{case.closed: {words}}}\n")).events["case.closed"]


def test_an_event_is_a_column_with_its_storage_form() -> None:
    assert event("closed_on") == EventColumn("closed_on")
    assert event("order.closed_on") == EventColumn(
        "closed_on", (Edge("orders", ((Column("id"), Column("order_id")),), ALWAYS),)
    )
    assert event("{column: at, as: instant, unset: [1970-01-01, '']}") == EventColumn(
        "at", storage=Storage(Stored.INSTANT), unset=(dt.date(1970, 1, 1), "")
    )
    assert event("{column: at, as: local}") == EventColumn(
        "at", storage=Storage(Stored.LOCAL, "Europe/Stockholm")
    )
    assert event("{column: at, zone: UTC}") == EventColumn("at", storage=Storage(Stored.LOCAL, "UTC"))
    assert event("{column: at, format: '%Y%m%d'}") == EventColumn(
        "at", storage=Storage(Stored.TEXT, "Europe/Stockholm", "%Y%m%d")
    )


def test_over_children_the_map_says_which_counts() -> None:
    found = event("{last: 'order.line[to = done].at', while: {state: done}, as: epoch}")
    assert isinstance(found, EventColumn)
    assert (found.take, found.column, found.state) == ("last", "at", Compare("state", "=", "done"))
    assert found.storage.stored is Stored.EPOCH
    assert found.edges[-1].where == All((Compare("type", "=", "line"), Compare("to", "=", "done")))


def test_the_other_forms_of_events() -> None:
    assert event("{first_of: [date_to, {column: date_from, as: instant}], as: epoch_ms, unset: 0}") == (
        EventFirstOf(
            (
                EventColumn("date_to", storage=Storage(Stored.EPOCH_MS), unset=(0,)),
                EventColumn("date_from", storage=Storage(Stored.INSTANT), unset=(0,)),
            )
        )
    )
    assert event("{fiscal_year_of: date}") == EventFiscalYear(EventColumn("date"))
    assert event("{fiscal_year_of: {first_of: [a, b]}}") == EventFiscalYear(
        EventFirstOf((EventColumn("a"), EventColumn("b")))
    )
    assert event("{from: contracts, by: customer_no, column: code}") == EventFrom(
        "contracts", "customer_no", "code"
    )
    assert event("{seen: {status: closed}}") == EventSeen(Compare("status", "=", "closed"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("order.line.at", "this path leads to several rows"),
        ("{every: order.at}", "'every' is for several rows"),
        ("{column: a, last: b}", "2 are given: column, last"),
        ("{as: date}", "0 are given: none"),
        ("{column: a, as: dat}", "did you mean 'date'"),
        ("{column: a, as: text, format: '%d/%m/%Y'}", "don't sort"),
        ("{column: a, format: '%y-%m-%d'}", "don't sort"),
        ("{column: a, format: '%Y-%m'}", "don't sort"),
        ("{column: a, as: instant, zone: UTC}", "has no zone of its own"),
        ("{column: a, as: date, format: '%Y-%m-%d'}", "'format' is for texts"),
        ("{column: a, zone: Europe/Stokholm}", "no time zone"),
        ("{column: a, unset: [null]}", "NULL is always unset"),
        ("{first_of: [a]}", "two columns or more"),
        ("{first_of: [a, {seen: {b: 1}}]}", "'first_of' lists columns"),
        ("{from: contracts}", "nothing says by which identifier"),
        ("{from: contracts, by: custmer_no}", "did you mean 'customer_no'"),
        ("{seen: {a: 1}, unset: ['']}", "'unset' doesn't belong here"),
        ("", "nothing says where case.closed stands"),
    ],
)
def test_events_that_can_not_be_meant_are_refused(words: str, message: str) -> None:
    assert message in refused(SHOP + bill(f"    events:\n      case.closed: {words}\n"))[0]
    assert "is no event" in refused(SHOP + bill("    events: {closed: x}\n"))[0]


# -- groups and disposal -------------------------------------------------------------------------------------

GROUP = "    groups:\n      contact: {columns: [mail, tel], for: [orders, marketing]%s}\n"


def test_a_group_says_what_for_and_what_is_written_when_it_goes() -> None:
    more = ", category: contact.email, provided: true, free_text: true, set: {mail: ''}"
    more += ", only: {marketing: {any: order}}, owner: {email: mail}, events: {visit.at: seen_at}"
    found = parse(SHOP + bill(GROUP % more), "shop.yaml", REGISTER).kinds[-1].groups[0]
    assert (found.columns, found.purposes) == (("mail", "tel"), ("orders", "marketing"))
    assert (found.category, found.provided, found.free_text) == ("contact.email", True, True)
    assert found.values == {"mail": ""}
    assert list(found.only) == ["marketing"]
    assert found.owner is not None
    assert found.events == {"visit.at": EventColumn("seen_at")}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (", only: {support: {a: 1}}", "'support' isn't a purpose that this group is held for"),
        (", set: {name: ''}", "'name' isn't in group 'contact'"),
        (", category: Contact Email", "is no category"),
        (", colums: [x]", "did you mean 'columns'"),
        ("}\n      more: {columns: [tel]", "'tel' is in group 'contact' already"),
        ("}\n      more: {columns: [a, a]", "'a' is twice in this group"),
        ("}\n      more: {columns: [id]", "'id' is the key of 'bill'"),
        ("}\n      more: {columns: [x], for: [orders, orders]", "given twice"),
        ("}\n      more: {columns: [x], for: [order]", "did you mean 'orders'"),
        ("}\n      more: {columns: []", "has no columns"),
    ],
)
def test_groups_that_can_not_be_meant_are_refused(more: str, message: str) -> None:
    (error,) = refused(SHOP + bill(GROUP % more), REGISTER)
    assert message in error


def test_purposes_are_only_checked_against_a_register_that_is_given() -> None:
    text = SHOP + bill(GROUP.replace("marketing]", "sales]") % "")
    assert parse(text, "shop.yaml").kinds[-1].groups[0].purposes == ("orders", "sales")
    assert "the register has no purpose 'sales'" in refused(text, REGISTER)[0]


def test_disposal_says_how_a_row_goes() -> None:
    def disposal(words: str) -> tuple[object, ...]:
        found = kind(bill(f"    disposal: {words}\n")).disposal
        return found.method, dict(found.values), found.when_referred

    assert disposal("delete") == (Method.DELETE, {}, None)
    assert disposal("keep") == (Method.NEVER, {}, None)
    assert disposal("{overwrite: {mail: null}}") == (Method.OVERWRITE, {"mail": None}, None)
    assert disposal("{when_referred: {name: '', tel: null}}") == (
        Method.DELETE,
        {},
        {"name": "", "tel": None},
    )
    assert shop("").kind("country").disposal.method is Method.NEVER
    for words, message in [
        ("{delete: false}", "does nothing"),
        ("{delete: true, overwrite: {a: 1}}", "overwritten or deleted"),
        ("{overwrite: {}}", "no column is named"),
        ("{when_referred: {id: 1}}", "is the key and can't be written"),
        ("remove", "unknown disposal"),
    ]:
        assert message in refused(SHOP + bill(f"    disposal: {words}\n"))[0]
    nothing = "  x: {table: x, holds: nothing, groups: {a: {columns: [b]}}}\n"
    assert "a kind that holds nothing has no 'groups'" in refused(SHOP + nothing)[0]


# -- the map as a whole --------------------------------------------------------------------------------------


def test_the_source_its_place_its_limits_and_its_pace() -> None:
    found = parse(
        "source: shop\nconnector: sql\nurl_env: SHOP_URL\noptions: {schema: public, tables: [a, b]}\n"
        'zone: UTC\nlimits: {rows: 50, share: 2.5%}\npace: {window: "22:00-05:00", batch_rows: 10}\n'
        "ignored: {log.text: machine texts only}\nkinds:\n  a: {table: a, person: true}\n"
        "manual:\n  binder: {description: Forms, for: [orders], responsible: HR, every_days: 30}\n",
        "shop.yaml",
        REGISTER,
    )
    assert found.options == {"url_env": "SHOP_URL", "schema": "public", "tables": ("a", "b")}
    assert (found.zone, found.limits.rows, found.limits.share) == ("UTC", 50, 0.025)
    assert found.pace.window == (dt.time(22), dt.time(5))
    assert found.pace.replica_lag_seconds is None
    assert (found.pace.batch_rows, found.pace.lock_timeout_seconds) == (10, 10.0)
    assert found.ignored == {"log.text": "machine texts only"}
    (binder,) = found.manual
    assert (binder.name, binder.purposes, binder.every_days, binder.due_in_days) == (
        "binder",
        ("orders",),
        30,
        14,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source: shop\nconnector: slq\n", "did you mean 'sql'"),
        ("source: Shop 1\nconnector: memory\nkinds: {}\n", "can't name a source"),
        ("source: a\nconnector: memory\n", "the map names nothing"),
        ("source: a\nconnector: sql\nkinds: {}\n", "a sql source needs its address"),
        ("source: a\nconnector: sql\nurl: x\nurl_env: Y\nkinds: {}\n", "the address is given 2 times"),
        ("source: a\nconnector: sql\nurl: 'pg://u:secret@h/d'\nkinds: {}\n", "holds a password"),
        ("source: a\nconnector: memory\noptions: {url: x}\nkinds: {}\n", "not under 'options'"),
        ("source: a\nconnector: memory\nlimits: {share: 120%}\nkinds: {}\n", "at most 100%"),
        ("source: a\nconnector: memory\nlimits: {share: 0.25}\nkinds: {}\n", "this is no share"),
        ("source: a\nconnector: memory\npace: {window: 22-05}\nkinds: {}\n", "no window of time"),
        ("source: a\nconnector: memory\npace: {replica_lag_seconds: 5}\nkinds: {}\n", "only a sql source"),
        (
            "source: a\nconnector: sql\nurl: sqlite:///a\npace: {replicas_env: A}\nkinds: {}\n",
            "how far the replicas may be",
        ),
        ("source: a\nconnector: memory\nignored: {t.c: }\nkinds: {}\n", "nothing says why"),
        (HEAD + "  a: {tabel: a}\n", "did you mean 'table'"),
        (HEAD + "  a: {table: a, refs: {b: x}}\n", "there is no kind 'b'"),
        (HEAD + "  a: {table: a, refs: {b: {kind: a}}}\n", "needs one of: column, columns, on"),
        (HEAD + "  a: {table: a, refs: {b: {kind: c, column: x}}}\n", "unknown kind 'c'"),
        (HEAD + "  a: {table: a, key: [x, y], refs: {a: z}}\n", "a key of 2 columns (x, y), and 1 are given"),
        (HEAD + "  a: {table: a, refs: {b: {kind: a, on: {x: 'a,{id'}}}}\n", "a brace isn't closed"),
        (HEAD + "  a: {table: a, refs: {b: {kind: a, on: {x: {is: y}}}}}\n", "must tie a column"),
        (HEAD + "  a: {table: a, key: [x, x]}\n", "listed twice"),
        (HEAD + "  a: {table: a, person: yes}\n", "true or false is wanted"),
    ],
)
def test_a_map_that_can_not_be_meant_is_refused(text: str, message: str) -> None:
    assert any(message in error for error in refused(text))


def test_a_password_isnt_repeated_in_the_error() -> None:
    text = "source: a\nconnector: sql\nurl: 'postgresql://u:hush@h/d'\nkinds: {}\n"
    assert "hush" in text
    assert not any("hush" in error for error in refused(text))


def test_all_faults_of_a_file_are_told_at_once_in_order() -> None:
    errors = refused(
        HEAD
        + "  a: {table: a, person: maybe, collected: b.c}\n"
        + "  d: {table: d, owner: e, events: {x: y}, groups: {g: {columns: [id], for: 3}}}\n"
    )
    assert [error.split(":")[1] for error in errors] == sorted(error.split(":")[1] for error in errors)
    assert len(errors) == 6


def test_the_fingerprint_names_the_meaning_and_not_the_writing() -> None:
    text = SHOP + bill("    where: {a: 1, b: [x, y]}\n")
    same = "# a comment\npace: {batch_rows: 7}\n" + SHOP + bill("    where: {b: [y, x], a: 1}\n")
    before = fingerprint(parse(text, "one.yaml"))
    assert before == fingerprint(parse(same, "two.yaml"))
    for other in (
        text.replace("b: [x, y]", "b: [x]"),
        text.replace("table: bills", "table: bill"),
        text.replace("connector: memory", "connector: memory\nlimits: {rows: 3}"),
        text.replace("{type: fee}", "{type: {not: fee}}"),
        text.replace("a: 1,", "a: '1',"),
    ):
        assert other != text
        assert fingerprint(parse(other, "one.yaml")) != before


@pytest.mark.parametrize("connector", ["sql", "table", "files", "manual", "memory"])
def test_a_starter_is_a_map(connector: str) -> None:
    found = parse(starter("my-shop", connector), "starter.yaml")
    assert (found.source, found.connector) == ("my-shop", connector)
    assert bool(found.kinds) != bool(found.manual)


def test_a_category_that_neither_vocabulary_nor_register_has_is_refused() -> None:
    register = register_yaml.parse(
        "register: R\nentities:\n  a: {name: A AB}\n"
        "categories:\n  gadget.serial: {sv: Serienummer, en: Serial number}\n"
        "activities:\n  b:\n    title: B\n    role: controller\n    controllers: [a]\n"
        "    purposes: {p: {title: P, basis: contract, rule: contract.end}}\n"
    )
    text = (
        "source: s\nconnector: memory\nkinds:\n  k:\n    table: t\n    person: true\n"
        "    groups:\n      g: {columns: [c], category: %s, for: [p]}\n"
    )
    for known in ("contact.email", "gadget.serial"):
        assert parse(text % known, "s.yaml", register).kinds[0].groups[0].category == known
    with pytest.raises(RegisterErrors) as refused:
        parse(text % "contact.emial", "s.yaml", register)
    assert "contact.emial" in str(refused.value)
    assert "s.yaml:8" in str(refused.value)
