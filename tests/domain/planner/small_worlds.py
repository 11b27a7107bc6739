"""Small made-up controllers for the fate oracle: what a map says is kept as choices beside its YAML."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from varsam.domain.facts import Fact, FactKind, Scope

TODAY = date(2026, 11, 22)
ZERO = date(1970, 1, 1)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESSES = [f"{name}@mail.example" for name in ("ann", "bo", "cia", "dan")]
SHARED = "office@mail.example"
EVENTS = ("contract.end", "account.closed", "case.closed", "file.received", "consent.withdrawn")
BASES = (
    "consent",
    "contract",
    "legal_obligation",
    "legitimate_interests",
    "soft_opt_in",
    "public_task",
    "vital_interests",
)
RULES = (
    "contract.end",
    "contract.end + 1 year",
    "case.closed + 30 days",
    "latest(contract.end, account.closed) + 1 year",
    "latest(contract.end, case.closed)",
    "earliest(case.closed + 30 days, file.received + 12 months)",
    "earliest(latest(contract.end, case.closed) + 1 month, file.received + 24 months)",
    "year_end(file.received + 1 year)",
    "earliest(contract.end + 6 months, consent.withdrawn)",
    "account.closed + 2 weeks",
)

# How an event may be mapped, per kind: the name of the choice and its YAML.
MAPPINGS: dict[str, dict[str, str]] = {
    "customer": {
        "ends": "{column: ends, unset: 1970-01-01}",
        "left": "left",
        "every order": "{every: order@customer.closed}",
        "last order": "{last: order@customer.closed}",
        "first order": "{first: order@customer.closed}",
    },
    "order": {
        "closed": "closed",
        "placed": "placed",
        "closed while done": "{column: closed, while: {status: done}}",
        "every line": "{every: line.made}",
        "last line": "{last: line.made, unset: 1970-01-01}",
        "first line": "{first: line.made}",
        "first of": "{first_of: [closed, placed]}",
        "at customer": "customer.ends",
        "fiscal year": "{fiscal_year_of: placed}",
        "from crm": "{from: crm, by: email}",
        "from crm by sender": "{from: crm, by: email, column: sender}",
    },
    "line": {"made": "made", "at order": "order.closed"},
    "contact": {"ends": "ends"},
    "note": {"written": "written"},
}
# Whose a row is: the ways tried first, and those of `else:`, as (kind of end, columns walked).
OWNERS: dict[str, dict[str, tuple[str, list[str], list[str]]]] = {
    "order": {
        "customer": ("customer", ["customer"], []),
        "both": ("[customer, payer]", ["customer", "payer"], []),
        "zero is nobody": ("{ref: customer, unset: [0]}", ["customer nonzero"], []),
        "else payer": ("{ref: customer, unset: [0], else: payer}", ["customer nonzero"], ["payer"]),
        "sender": ("{email: sender, unset: ['']}", ["sender set"], []),
        "sender else": ("{email: sender, unset: [''], else: customer}", ["sender set"], ["customer"]),
        "sender and customer": ("[customer, {email: sender}]", ["customer", "sender"], []),
    },
    "note": {
        "email": ("{email: address}", ["address"], []),
        "of the order": ("{email: order.sender}", ["order.sender"], []),
        "else": (
            "{email: order.sender, unset: [''], else: {email: address}}",
            ["order.sender set"],
            ["address"],
        ),
        "walked": ("order.customer", ["order.customer"], []),
        "walked, zero is nobody": (
            "{ref: order.customer, unset: [0], else: {email: address}}",
            ["order.customer nonzero"],
            ["address"],
        ),
    },
}
# Which rows a purpose covers: YAML and what it compares, three-valued.
ONLY = {
    "": "",
    "done": "{status: done}",
    "not done": "{status: {not: done}}",
    "done or new": "[{status: done}, {status: new}]",
    "placed late": "{placed: {at_least: 2025-01-01}}",
    "has line": "{any: line}",
    "customer ended": "{customer.ends: {at_most: 2026-01-01}}",
}


@dataclass
class GroupChoice:
    """A group: its purposes, `only:` per purpose, an owner of its own, events of its own."""

    purposes: list[str]
    only: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    events: dict[str, str] = field(default_factory=dict)


@dataclass
class KindChoice:
    """A kind: its owner choice, events, groups."""

    owner: str
    events: dict[str, str]
    groups: dict[str, GroupChoice]


@dataclass
class PurposeChoice:
    """A purpose as the register says it."""

    basis: str
    rule: str
    marketing: bool = False
    assumed: bool = False


@dataclass
class SmallWorld:
    """Everything that was chosen: purposes, kinds of `shop`, the contact's events, rows, people and facts."""

    purposes: dict[str, PurposeChoice]
    undecided: list[str]
    kinds: dict[str, KindChoice]
    contact_events: dict[str, str]
    rows: dict[str, list[dict[str, Any]]]
    people: dict[str, list[tuple[str, str]]]
    facts: list[Fact]


def make(seed: int) -> SmallWorld:
    """Make the world of a seed."""
    dice = random.Random(seed)
    purposes = {f"p{number}": _purpose(dice) for number in range(4)}
    world = SmallWorld(
        purposes,
        [name for name in purposes if dice.random() < 0.06],
        _kinds(dice, list(purposes)),
        _events(dice, "contact", 0.7),
        _rows(dice),
        {
            "pa": [("email", ADDRESSES[0])],
            "pb": [("email", ADDRESSES[1]), ("customer_no", "K1")],
            "pc": [("customer_no", "K2")],
            "pd": [("email", SHARED)],
        },
        [],
    )
    world.facts = _facts(dice, world)
    return world


def _purpose(dice: random.Random) -> PurposeChoice:
    basis = dice.choice(BASES)
    return PurposeChoice(
        basis,
        dice.choice(RULES),
        marketing=basis in ("legitimate_interests", "soft_opt_in") and dice.random() < 0.5,
        assumed=dice.random() < 0.06,
    )


def _events(dice: random.Random, kind: str, share: float) -> dict[str, str]:
    names = [*EVENTS, "consent.given"]
    choices = list(MAPPINGS[kind])
    found = {name: dice.choice(choices) for name in names if dice.random() < share}
    for name, choice in list(found.items()):
        if name == "consent.given" and choice in ("from crm", "from crm by sender"):
            del found[name]
    return found


def _group(dice: random.Random, kind: str, purposes: list[str]) -> GroupChoice:
    held = dice.sample(purposes, dice.choice((0, 1, 1, 1, 2, 2, 3)))
    group = GroupChoice(held)
    if kind == "order":
        group.only = {name: choice for name in held if (choice := dice.choice(list(ONLY)))}
        if dice.random() < 0.3:
            group.owner = dice.choice(list(OWNERS["order"]))
    if kind != "customer" and dice.random() < 0.3:
        group.events = _events(dice, kind, 0.4)
    return group


def _kinds(dice: random.Random, purposes: list[str]) -> dict[str, KindChoice]:
    def groups(kind: str, *names: str) -> dict[str, GroupChoice]:
        return {name: _group(dice, kind, purposes) for name in names}

    line_groups = groups("line", "text") if dice.random() < 0.5 else {}
    return {
        "customer": KindChoice("", _events(dice, "customer", 0.5), groups("customer", "name")),
        "order": KindChoice(
            dice.choice(list(OWNERS["order"])),
            _events(dice, "order", 0.4),
            groups("order", "address", "memo"),
        ),
        "line": KindChoice("", _events(dice, "line", 0.3), line_groups),
        "note": KindChoice(
            dice.choice(list(OWNERS["note"])), _events(dice, "note", 0.4), groups("note", "text")
        ),
    }


def _day(dice: random.Random, *special: date | None) -> date | None:
    if special and dice.random() < 0.35:
        return dice.choice(special)
    if dice.random() < 0.3:
        return TODAY + timedelta(days=dice.randint(-3, 3)) - timedelta(days=dice.choice((0, 30, 365, 366)))
    return date(2022, 1, 1) + timedelta(days=dice.randrange(2000))


def _rows(dice: random.Random) -> dict[str, list[dict[str, Any]]]:
    addresses = [*ADDRESSES, SHARED]
    customers = [
        {
            "id": number,
            "email": dice.choice([*ADDRESSES, SHARED, None]),
            "code": f"K{number}",
            "name": "x",
            "ends": _day(dice, None, ZERO),
            "left": _day(dice, None),
        }
        for number in range(5)
    ]
    orders = [
        {
            "id": number,
            "customer_id": dice.choice((None, 0, 1, 2, 3, 4)),
            "payer_id": dice.choice((None, 1, 2, 3)),
            "sender": dice.choice([*addresses, None, ""]),
            "status": dice.choice((None, "new", "done")),
            "placed": _day(dice),
            "closed": _day(dice, None),
            "street": "x",
            "memo": "x",
        }
        for number in range(6)
    ]
    lines = [
        {
            "id": number,
            "order_id": dice.choice((None, 0, 1, 2, 3, 99)),
            "made": _day(dice, None, ZERO),
            "text": "x",
        }
        for number in range(7)
    ]
    notes = [
        {
            "id": number,
            "order_id": dice.choice((None, 0, 1, 2, 3)),
            "address": dice.choice([*addresses, None]),
            "written": _day(dice, None),
            "text": "x",
        }
        for number in range(5)
    ]
    contacts = [
        {"id": number, "email": dice.choice(addresses), "ends": _day(dice, None)} for number in range(4)
    ]
    return {"customers": customers, "orders": orders, "lines": lines, "notes": notes, "contacts": contacts}


def _facts(dice: random.Random, world: SmallWorld) -> list[Fact]:
    kinds = (
        FactKind.CONSENT_GIVEN,
        FactKind.CONSENT_GIVEN,
        FactKind.CONSENT_WITHDRAWN,
        FactKind.OBJECTION,
        FactKind.OBJECTION_DECIDED,
        FactKind.ERASURE_DECIDED,
        FactKind.HOLD_OPENED,
        FactKind.HOLD_RELEASED,
        FactKind.RESTRICTION,
        FactKind.RESTRICTION_LIFTED,
    )
    found: list[Fact] = []
    for number in range(dice.choice((0, 1, 2, 4, 8))):
        kind = dice.choice(kinds)
        at = AT - timedelta(days=dice.randrange(1, 200), seconds=number)
        ended = {
            FactKind.OBJECTION_DECIDED: FactKind.OBJECTION,
            FactKind.HOLD_RELEASED: FactKind.HOLD_OPENED,
            FactKind.RESTRICTION_LIFTED: FactKind.RESTRICTION,
        }.get(kind)
        fact: dict[str, Any] = {"person": dice.choice(list(world.people))}
        if ended is not None:
            earlier = [each for each in found if each.kind is ended]
            if not earlier:
                continue
            target = dice.choice(earlier)
            at = target.effective_at + timedelta(hours=1)
            fact = {"person": target.person, "refers_to": target.id}
            if kind is FactKind.OBJECTION_DECIDED:
                fact["details"] = {"outcome": dice.choice(("upheld", "rejected"))}
        elif kind in (FactKind.CONSENT_GIVEN, FactKind.CONSENT_WITHDRAWN, FactKind.OBJECTION):
            fact["purpose"] = dice.choice(list(world.purposes))
            if kind is FactKind.OBJECTION and dice.random() < 0.3:
                fact["purpose"] = None
        elif kind is FactKind.ERASURE_DECIDED:
            fact["details"] = {"upheld": dice.choice(("", "", "p0", "p1,p2"))}
        else:
            fact["scope"] = Scope(
                sources=dice.choice(((), (), ("shop",), ("crm",))),
                kinds=dice.choice(((), (), ("order",), ("customer", "line"))),
                purposes=dice.choice(((), (), ("p0",), ("p1", "p2"))),
            )
            if dice.random() < 0.4:
                fact["person"] = None
        found.append(Fact(f"f{number}", "test", kind, at, at, "actor", **fact))
    return found


# -- the same as YAML ----------------------------------------------------------------------------------------


def register_text(world: SmallWorld) -> str:
    """The register of a world."""
    lines = [
        "register: Test",
        "entities:",
        "  test: {name: Test AB, org_no: 556968-7857, fiscal_year_end: 04-30}",
        "activities:",
        "  all:",
        "    title: All",
        "    role: controller",
        "    controllers: [test]",
        "    purposes:",
    ]
    for name, purpose in world.purposes.items():
        more = "marketing: true, " if purpose.marketing else ""
        more += "assumed: true, " if purpose.assumed else ""
        more += "interest: ours, " if purpose.basis == "legitimate_interests" else ""
        lines.append(f'      {name}: {{title: {name}, basis: {purpose.basis}, {more}rule: "{purpose.rule}"}}')
    if world.undecided:
        concerns = ", ".join(world.undecided)
        lines += [
            "proposals:",
            "  floor:",
            "    activity: all",
            f"    concerns: [{concerns}]",
            "    purpose: {id: books, title: Books, basis: legal_obligation, law: 7 kap. 2 §,",
            "      rule: year_end(fiscal_year.end + 7 years)}",
        ]
    return "\n".join(lines) + "\n"


def _events_yaml(kind: str, events: dict[str, str], indent: str) -> list[str]:
    if not events:
        return []
    said = [f"{indent}  {name}: {MAPPINGS[kind][choice]}" for name, choice in events.items()]
    return [f"{indent}events:", *said]


COLUMNS = {"name": "name", "address": "street", "memo": "memo", "text": "text"}


def _groups_yaml(kind: str, choice: KindChoice) -> list[str]:
    if not choice.groups:
        return []
    lines = ["    groups:"]
    for name, group in choice.groups.items():
        lines += [
            f"      {name}:",
            f"        columns: [{COLUMNS[name]}]",
            f"        for: [{', '.join(group.purposes)}]",
        ]
        if group.owner:
            lines.append(f"        owner: {OWNERS[kind][group.owner][0]}")
        if group.only:
            said = ", ".join(f"{purpose}: {ONLY[only]}" for purpose, only in group.only.items())
            lines.append(f"        only: {{{said}}}")
        lines += _events_yaml(kind, group.events, "        ")
    return lines


def shop_text(world: SmallWorld) -> str:
    """The map of the source `shop`."""
    kinds = world.kinds
    lines = ["source: shop", "connector: memory", "kinds:"]
    lines += [
        "  customer:",
        "    table: customers",
        "    person: true",
        "    identifiers: {email: {column: email, follow: true}, customer_no: code}",
    ]
    lines += _events_yaml("customer", kinds["customer"].events, "    ")
    lines += _groups_yaml("customer", kinds["customer"])
    lines += ["  order:", "    table: orders", "    refs:", "      customer: customer_id"]
    lines += ["      payer: {kind: customer, column: payer_id}"]
    lines += ["    identifiers: {email: sender}"]
    lines += [f"    owner: {OWNERS['order'][kinds['order'].owner][0]}"]
    lines += _events_yaml("order", kinds["order"].events, "    ") + _groups_yaml("order", kinds["order"])
    lines += ["  line:", "    table: lines", "    refs: {order: order_id}", "    part_of: order"]
    lines += _events_yaml("line", kinds["line"].events, "    ") + _groups_yaml("line", kinds["line"])
    lines += ["  note:", "    table: notes", "    refs: {order: order_id}"]
    lines += ["    identifiers: {email: address}"]
    lines += [f"    owner: {OWNERS['note'][kinds['note'].owner][0]}"]
    lines += _events_yaml("note", kinds["note"].events, "    ") + _groups_yaml("note", kinds["note"])
    return "\n".join(lines) + "\n"


def crm_text(world: SmallWorld) -> str:
    """The map of the source `crm`."""
    lines = ["source: crm", "connector: memory", "kinds:", "  contact:", "    table: contacts"]
    lines += ["    person: true", "    identifiers: {email: {column: email, follow: true}}"]
    lines += _events_yaml("contact", world.contact_events, "    ")
    lines += ["    groups: {name: {columns: [email], for: [p0]}}"]
    return "\n".join(lines) + "\n"
