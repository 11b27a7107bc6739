"""The register file: what is written is read back, and every fault is named at its place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.calendar import FiscalYear, FiscalYears, Period, Unit
from varsam.domain.errors import RegisterErrors
from varsam.domain.register import (
    Activity,
    Basis,
    Channel,
    CollectedField,
    CollectionPoint,
    Entity,
    Measure,
    Outcome,
    Proposal,
    PublishedRow,
    Purpose,
    Recipient,
    Register,
    Role,
    Statement,
)
from varsam.domain.retention import EventRef, Plus
from varsam.domain.vocabulary import CATEGORIES, SUBJECTS, Word
from varsam.formats.policy import import_policy
from varsam.formats.register_yaml import fingerprint, parse, places, schema, write

SOUND = """\
register: Lindholm Cykel
entities:
  lindholm:
    name: Lindholm Cykel AB
    org_no: 559900-0014
    fiscal_year_end: 04-30
    fiscal_years:
      - {start: 2025-05-01, end: 2026-10-31}
recipients:
  carrier: {name: Parcel Carrier Ltd, role: processor, location: SE}
categories:
  bike.frame: {sv: Ramnummer, en: Frame number}
activities:
  orders:
    title: Orders
    role: controller
    controllers: [lindholm]
    categories: [contact, billing, bike.frame]
    subjects: [customer]
    recipients: carrier
    purposes:
      orders:
        title: Deliver
        basis: contract
        rule: contract.end + 1 year
      offers:
        title: Offer
        basis: legitimate_interests
        rule: case.closed + 90 days
        assumed: true
        question: From the closing of the case?
        interest: selling bikes
        marketing: true
        patience: 6 months
proposals:
  books:
    activity: orders
    concerns: [orders]
    purpose:
      id: orders-books
      title: Books
      basis: legal_obligation
      rule: year_end(fiscal_year.end + 7 years)
      law: BFL 7 kap. 2 §
statements:
  - {id: s-1, text: "We don't sell data.", section: Data}
"""


def faults(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(RegisterErrors) as caught:
        parse(text)
    return [(str(each.where), each.message, each.hint) for each in caught.value.errors]


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) >= 1, old
    return SOUND.replace(old, new, 1)


def test_a_register_is_read() -> None:
    register = parse(SOUND)
    entity = register.entities[0]
    assert entity.org_no == "559900-0014"
    assert entity.fiscal_years == FiscalYears((FiscalYear(date(2025, 5, 1), date(2026, 10, 31)),), (4, 30))
    offers = register.purposes()["offers"]
    assert (offers.basis, offers.assumed, offers.marketing) == (Basis.LEGITIMATE_INTERESTS, True, True)
    assert offers.rule == Plus(EventRef("case.closed"), Period(90, Unit.DAY))
    assert offers.patience == Period(6, Unit.MONTH)
    assert register.activities[0].recipients == ("carrier",)
    assert register.undecided() == {"orders"}
    assert register.statements == (Statement("s-1", "We don't sell data.", "Data"),)


@pytest.mark.parametrize(
    ("old", "new", "where", "message", "hint"),
    [
        ("contract.end + 1 year", "contract.end + 1 yaer", "register.yaml:25:32", "yaer", "year"),
        ("basis: contract", "basis: contrakt", "register.yaml:24:16", "unknown basis 'contrakt'", "contract"),
        ("[contact, ", "[contact.mail, ", "register.yaml:18:18", "unknown category", "contact.email"),
        ("[customer]", "[custmer]", "register.yaml:19:16", "unknown category of people", "customer"),
        ("[lindholm]", "[lindhlm]", "register.yaml:17:19", "no entity 'lindhlm'", "lindholm"),
        ("recipients: carrier", "recipients: carier", "register.yaml:20:17", "no recipient", "carrier"),
        ("      offers:", "      orders:", "register.yaml:26:7", "given twice", "line 22"),
        ("title: Deliver", "titel: D", "register.yaml:23:9", "no key", "title"),
        ("role: controller", "role: boss", "register.yaml:16:11", "unknown role", "controller, processor"),
        ("559900-0014", "559900-0015", "register.yaml:5:13", "organisation number", "NNNNNN-NNNN"),
        ("559900-0014", "890201-9808", "register.yaml:5:13", "personnummer", "sole trader"),
        ("2026-10-31", "2026-11-01", "register.yaml:8:9", "longer than 18 months", "two"),
        ("2026-10-31", "2025-04-30", "register.yaml:8:9", "ends before it starts", "swap"),
        ("fiscal_year_end: 04-30", "fiscal_year_end: 13-01", "register.yaml:6:22", "13-01", "12-31"),
        ("name: Lindholm Cykel AB", "name: NO", "register.yaml:4:11", "yes or no", '"NO"'),
        ("assumed: true", "assumed: yes", "register.yaml:30:18", "true or false", "true"),
        ("patience: 6 months", "patience: soon", "register.yaml:34:19", "no period", "13 months"),
        ("activity: orders", "activity: order", "register.yaml:37:15", "no activity", "orders"),
        ("concerns: [orders]", "concerns: [order]", "register.yaml:38:16", "no purpose", "orders"),
        ("id: orders-books", "id: offers", "register.yaml:40:11", "used twice", "line 26"),
        ("    concerns:", "    outcome: accepted\n    concerns:",
         "register.yaml:41:11", "has no purpose", "add"),
        ("    concerns:", "    outcome: waived\n    concerns:",
         "register.yaml:37:5", "without a reason", "reason"),
        ("register: Lindholm Cykel\n", "", "register.yaml:1:1", "needs 'register'", "register"),
        ("bike.frame: {", "contact: {", "register.yaml:12:3", "in the vocabulary already", "another"),
        ("        rule: contract.end + 1 year\n", "", "register.yaml:23:9", "has no rule", "rule:"),
        ("  lindholm:\n", "  Lindholm Å:\n", "register.yaml:3:3", "is no id", "small letters"),
        ("entities:", "language: no\nentities:", "register.yaml:2:11", "text is wanted", "quote"),
        ("Parcel Carrier Ltd, ", "Parcel Carrier Ltd, zone: x, ",
         "register.yaml:10:39", "no key 'zone'", "name"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place_with_what_would_be_right(
    old: str, new: str, where: str, message: str, hint: str
) -> None:
    found = faults(changed(old, new))
    assert found[0][0] == where
    assert message in found[0][1]
    assert hint in found[0][2]


def test_an_unknown_time_zone_is_a_fault() -> None:
    found = faults(changed("    org_no", "    zone: Europe/Stokholm\n    org_no"))
    assert found[0][0] == "register.yaml:5:11"


def test_the_same_purpose_id_in_two_activities_is_a_fault() -> None:
    second = "  more:\n    title: M\n    role: controller\n    purposes:\n"
    second += "      orders: {title: O, basis: consent, rule: consent.withdrawn}\n"
    ((where, message, hint),) = faults(changed("proposals:", second + "proposals:"))
    assert (where, "used twice" in message, "line 22" in hint) == ("register.yaml:39:7", True, True)


def test_overlapping_fiscal_years_are_a_fault() -> None:
    other = "      - {start: 2026-10-01, end: 2027-04-30}\n"
    ((where, message, _),) = faults(changed("recipients:\n", other + "recipients:\n"))
    assert (where, "starts before" in message) == ("register.yaml:8:7", True)


def test_all_faults_of_a_file_come_together_in_its_order() -> None:
    text = changed("basis: contract", "basis: contrakt").replace("role: processor", "rle: processor")
    text = text.replace("case.closed + 90 days", "case.closed + 90 dyas")
    assert [where for where, _, _ in faults(text)] == [
        "register.yaml:10:39",
        "register.yaml:24:16",
        "register.yaml:29:32",
    ]


def test_a_persons_number_is_not_printed_in_any_fault() -> None:
    assert all("890201" not in " ".join(each) for each in faults(changed("559900-0014", "890201-9808")))
    assert all("890201" not in " ".join(each) for each in faults(changed("559900-0014", "8902019808")))


def test_the_users_policy_is_written_and_read_back() -> None:
    path = Path(__file__).parent / "policies" / "softmore-integritetspolicy.md"
    register = import_policy(path.read_text(encoding="utf-8")).register
    text = write(register)
    assert parse(text) == register
    assert text.startswith("# The register")


def test_the_fingerprint_is_of_the_meaning() -> None:
    register = parse(SOUND)
    print_ = fingerprint(register)
    assert re.fullmatch("[0-9a-f]{64}", print_)
    assert fingerprint(parse(write(register))) == print_
    assert (
        fingerprint(parse("# hello\n" + SOUND.replace("title: Deliver", "title:   'Deliver'  # why")))
        == print_
    )
    assert fingerprint(parse(changed("contract.end + 1 year", "( contract.end ) + 1 years"))) == print_
    for old, new in [
        ("1 year", "2 years"),
        ("basis: contract", "basis: consent"),
        ("04-30", "05-31"),
        ("marketing: true", "marketing: false"),
        ("We don't", "We do"),
        ("[orders]", "[offers]"),
    ]:
        assert fingerprint(parse(changed(old, new))) != print_


def test_places_say_where_findings_point() -> None:
    found = places(SOUND)
    assert str(found["activity orders"]) == "register.yaml:14:3"
    assert str(found["purpose offers"]) == "register.yaml:26:7"
    assert str(found["proposal books"]) == "register.yaml:36:3"
    assert str(found["statement s-1"]) == "register.yaml:46:5"


def keys_of(node: object) -> set[str]:
    """Every key that a schema names, however deep."""
    if isinstance(node, dict):
        own = set(node.get("properties", {})) if isinstance(node.get("properties"), dict) else set()
        return own.union(*(keys_of(value) for value in node.values()))
    return set().union(*(keys_of(each) for each in node)) if isinstance(node, list) else set()


def test_the_schema_knows_every_key_and_choice_of_a_written_register() -> None:
    document = schema()
    known = keys_of(document)
    written = write(parse(SOUND))
    own = {"lindholm", "carrier", "bike.frame", "orders", "offers", "books"}
    used = set(re.findall(r"^[ -]*([a-z_.]+):", written, re.MULTILINE)) - own
    assert {"title", "rule", "fiscal_years", "concerns"} <= used
    assert used <= known
    assert set(re.findall("'enum': (.*?])", str(document))) >= {str([basis.value for basis in Basis])}
    assert document["additionalProperties"] is False


TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\x85\u2028\u2029"), max_size=25
)
FILLED = TEXT.filter(bool)
ID = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
RULES = st.sampled_from([EventRef("contract.end"), Plus(EventRef("a.b"), Period(3, Unit.WEEK))])


@st.composite
def registers(draw: st.DrawFn) -> Register:
    ids = draw(st.lists(ID, min_size=6, max_size=6, unique=True))
    words = (Word("own.word", draw(FILLED), draw(FILLED)),)
    settled = Purpose(
        ids[0], draw(FILLED), draw(st.sampled_from(Basis)), draw(RULES), interest=draw(TEXT), law=draw(TEXT)
    )
    assumed = replace(settled, id=ids[1], assumed=True, question=draw(FILLED), marketing=draw(st.booleans()))
    unread = replace(settled, id=ids[2], rule=None, needs_person=draw(FILLED), patience=Period(2, Unit.YEAR))
    activities = (
        Activity(
            ids[3],
            draw(FILLED),
            draw(st.sampled_from(Role)),
            (settled, assumed),
            controllers=(ids[0],),
            categories=tuple(draw(st.lists(st.sampled_from([*CATEGORIES, "own.word"]), max_size=3))),
            subjects=tuple(draw(st.lists(st.sampled_from(sorted(SUBJECTS)), max_size=3))),
            recipients=(ids[1],),
            published=PublishedRow(draw(TEXT), draw(TEXT), draw(TEXT), draw(TEXT), draw(TEXT)),
            operations=("collect", "store"),
            measures=(ids[2],),
            decisions=draw(TEXT),
        ),
        Activity(ids[4], draw(FILLED), Role.PROCESSOR, (unread,)),
    )
    proposal = Proposal(
        ids[0],
        ids[3],
        replace(settled, id=ids[5]),
        (ids[0], ids[2]),
        draw(st.sampled_from([Outcome.PROPOSED, Outcome.WAIVED])),
        draw(FILLED),
        draw(st.none() | st.dates()),
    )
    return Register(
        name=draw(FILLED),
        entities=(
            Entity(ids[0], draw(FILLED), "", draw(TEXT), address=draw(TEXT), dpo=draw(TEXT)),
            Entity(ids[1], draw(FILLED), email=draw(TEXT), phone=draw(TEXT), no_dpo=draw(TEXT)),
        ),
        activities=activities,
        recipients=(Recipient(ids[1], draw(FILLED), draw(TEXT), draw(TEXT)),),
        statements=(Statement(draw(FILLED), draw(FILLED), draw(TEXT)),),
        proposals=(proposal,),
        language=draw(st.sampled_from(["sv", "en"])),
        categories=words,
        measures=(Measure(ids[2], draw(FILLED), draw(TEXT), draw(st.none() | st.dates())),),
        collection_points=(
            CollectionPoint(
                ids[1],
                draw(FILLED),
                draw(st.sampled_from(Channel)),
                (ids[3],),
                (CollectedField(draw(FILLED), "own.word", draw(st.booleans()), draw(TEXT)),),
                draw(TEXT),
                draw(TEXT),
            ),
        ),
    )


@settings(max_examples=50, deadline=None)
@given(registers())
def test_what_is_written_is_read_back(register: Register) -> None:
    again = parse(write(register))
    assert again == register
    assert fingerprint(again) == fingerprint(register)
