"""`partners.yaml`: read, written, described, and every fault with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
import yaml

from varsam.domain.errors import NotAllowed, RegisterError, RegisterErrors
from varsam.domain.partners import (
    Agreement,
    AgreementKind,
    Clause,
    Document,
    Location,
    NoticeOutcome,
    Partner,
    PartnerRole,
    Partners,
    Tool,
)
from varsam.formats import partners_yaml, register_yaml
from varsam.formats.partners_yaml import DecideNotice, SignAgreement

HASH = "ab" * 32
FULL = f"""\
partners:
  hall:
    name: Driftbolaget AB
    role: processor
    locations: [SE, {{country: IN, remote: true, about: "support at night, by turns"}}]
    services: [servers, "backup, off site"]
    activities: [orders]
    purposes: [sell]
    sources: [shop]
    since: 2024-01-01
    agreements:
      dpa:
        kind: processing_agreement
        document: hall-dpa.pdf
        sha256: {HASH}
        signed_on: 2024-01-01
        valid_from: 2024-02-01
        valid_to: 2027-01-31
        signatories: ["managing director, Driftbolaget AB", managing director]
        entities: [exempel]
        clauses: {{subject_matter: 1.1, audits: "9"}}
        instructions: annex 2
    authorisation:
      kind: general
      granted_on: 2024-01-01
      objection_days: 30
    notices:
      move:
        change: add
        received_on: 2026-05-01
        partner: deep
        about: a new hall
      old:
        change: remove
        received_on: 2025-05-01
        window_end: 2025-05-11
        outcome: objected
        decided_on: 2025-05-02
        decided_by: data protection officer
        reason: no other hall
    transfers:
      support:
        country: IN
        tool: scc
        module: 3
        agreement: dpa
        source: hall
        assessment: {{assessed_on: 2025-01-01, result: with_measures, review_by: 2026-12-01}}
        onward: never
  deep:
    name: Djuplagret
    role: sub_processor
    parents: [hall]
    employees: true
    locations: [US]
    transfers:
      listed:
        country: US
        tool: adequacy
        scope: certified
        scope_checked_on: 2026-01-01
        certification: {{checked_on: 2026-01-01, valid_to: 2026-12-31, listed_as: Deep Inc, hr_data: true}}
      once: {{country: GL, tool: derogation, derogation: a, occasional: true, until: 2026-02-01}}
"""
REGISTER = register_yaml.parse(
    """\
register: Exempel
entities: {exempel: {name: Exempel AB}}
activities:
  orders:
    title: Orders
    role: controller
    purposes: {sell: {title: sell, basis: contract, rule: contract.end + 1 year}}
"""
)


def test_everything_that_may_stand_there_is_read() -> None:
    hall, deep = partners_yaml.parse(FULL, register=REGISTER).all
    dpa = hall.agreements[0]
    assert (dpa.kind, dpa.clauses[Clause.SUBJECT_MATTER]) == (AgreementKind.PROCESSING, "1.1")
    assert [dpa.current(date.fromisoformat(day)) for day in ("2024-01-31", "2024-02-01", "2027-02-01")] == [
        False,
        True,
        False,
    ]
    assert len(dpa.missing) == len(Clause) - 2
    assert [each.window_end.isoformat() for each in hall.notices] == ["2026-05-31", "2025-05-11"]
    assert hall.notices[1].outcome is NoticeOutcome.OBJECTED
    assert [each.country for each in hall.locations if each.remote] == ["IN"]
    assert [each.tool for each in deep.transfers] == [Tool.ADEQUACY, Tool.DEROGATION]


def test_what_is_written_is_read_as_the_same_partners() -> None:
    found = partners_yaml.parse(FULL, register=REGISTER)
    assert partners_yaml.parse(partners_yaml.write(found), register=REGISTER) == found


# What YAML would take for something else, or what ends a text too early.
AWKWARD = (
    "no", "~", "null", "1.1", "017", "1e10", "2026-01-01", "1:30", "a: b", "x #y", "# z", "- z", "å, ä",
    "[x]", "{y}", '"q"', "'s'", " lead", "trail ", "back\\slash", "\u2028", "\x85", "|", ">", "&a", "*a",
    "!t", "%", "@", "`", "=",
)  # fmt: skip


def awkward(number: int, word: str) -> Partner:
    agreement = Agreement(
        id="a",
        kind=AgreementKind.PROCESSING,
        document=Document(word, "1" * 64),
        signatories=(word, f"{word}, {word}"),
        clauses={Clause.AUDITS: word},
        instructions=word,
    )
    return Partner(
        id=f"p{number}",
        name=word,
        role=PartnerRole.PROCESSOR,
        locations=(Location("NO", about=word), Location("NO")),
        services=(word,),
        sources=(word, word),
        agreements=(agreement,),
    )


def test_any_word_is_written_so_that_it_reads_as_itself() -> None:
    found = Partners(tuple(awkward(number, word) for number, word in enumerate(AWKWARD)))
    assert partners_yaml.parse(partners_yaml.write(found)) == found


@pytest.mark.parametrize("text", ["", "partners:\n", "partners: {}\n"])
def test_an_empty_file_is_a_file_without_partners(text: str) -> None:
    assert partners_yaml.parse(text) == Partners((), present=True)
    assert partners_yaml.parse(partners_yaml.write(Partners())) == Partners()


def test_the_schema_names_every_key_that_the_reader_takes() -> None:
    schema = json.loads(json.dumps(partners_yaml.schema()))
    taken = json.loads(json.dumps(yaml.safe_load(FULL), default=str))

    def names(given: object, described: dict[str, object], path: str = "") -> list[str]:
        options = described.get("anyOf", [described])
        assert isinstance(options, list)
        if isinstance(given, list):
            inner = next(each["items"] for each in options if each.get("type") == "array")
            return [name for item in given for name in names(item, inner, path)]
        if not isinstance(given, dict):
            return []
        mapping = next(each for each in options if each.get("type") == "object")
        found = []
        for key, value in given.items():
            known = mapping.get("properties", {}).get(key) or mapping["additionalProperties"]
            found += [f"{path}/{key}"] if known is False else names(value, known, f"{path}/{key}")
        return found

    assert names(taken, schema) == []
    taken["partners"]["hall"]["colour"] = "blue"
    assert names(taken, schema) == ["/partners/hall/colour"]


def test_findings_find_their_place() -> None:
    places = partners_yaml.places(FULL, "p.yaml")
    assert str(places["partner deep"]) == f"p.yaml:{_line('  deep:')}:3"
    assert str(places["agreement hall/dpa"]) == f"p.yaml:{_line('      dpa:')}:7"
    assert {"notice hall/move", "transfer deep/once"} <= set(places)


def _line(text: str) -> int:
    return FULL.splitlines().index(text) + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("role: processor", "role: helper", "unknown role"),
        ("    services:", "    colour: blue\n    services:", "has no key 'colour'"),
        ("name: Djuplagret", "", "needs 'name'"),
        ("locations: [US]", "locations: [Amerika]", "no code of a country"),
        ("locations: [US]", "locations: [UK]", "UK is no code of a country"),
        ("locations: [US]", "locations: [NO]", "YAML reads NO as yes or no"),
        (HASH, "abc", "no SHA-256"),
        ("hall-dpa.pdf", "../hall-dpa.pdf", "must lie in the folder agreements"),
        ("hall-dpa.pdf", "/etc/hall-dpa.pdf", "must lie in the folder agreements"),
        ("valid_to: 2027-01-31", "valid_to: 2024-01-31", "valid_to is before valid_from"),
        ("objection_days: 30", "", "until when to object"),
        ("objection_days: 30", "objection_days: 0", "out of range"),
        ("window_end: 2025-05-11", "window_end: 2025-04-11", "before the notice"),
        ("        reason: no other hall\n", "", "an objection needs a reason"),
        ("        decided_on: 2025-05-02\n", "", "a decision needs its day"),
        ("        tool: scc\n", "        tool: bcr\n", "standard contractual clauses have modules"),
        ("tool: derogation, ", "tool: bcr, ", "goes with its letter"),
        ("derogation: a, ", "derogation: h, ", "unknown derogation"),
        ("        agreement: dpa\n", "        agreement: dpb\n", "there is no agreement 'dpb'"),
        ("    employees: true", "    agreements: {s: {kind: other, between: hull}}", "no parent 'hull'"),
        ("parents: [hall]", "parents: [hull]", "there is no partner 'hull'"),
        ("parents: [hall]", "parents: [deep]", "engaged by itself"),
        ("role: sub_processor", "role: authority", "only a sub-processor has parents"),
        ("role: processor", "role: controller", "is no processor"),
        ("activities: [orders]", "activities: [order]", "there is no activity 'order'"),
        ("purposes: [sell]", "purposes: [buy]", "there is no purpose 'buy'"),
        ("entities: [exempel]", "entities: [annan]", "there is no entity 'annan'"),
        ("  deep:", "  Deep_1:", "is no id"),
    ],
)
def test_a_fault_says_where_it_stands(old: str, new: str, message: str) -> None:
    assert FULL.count(old) == 1, old
    text = FULL.replace(old, new)
    with pytest.raises(RegisterErrors) as caught:
        partners_yaml.parse(text, "p.yaml", REGISTER)
    assert any(message in each.message for each in caught.value.errors), [str(e) for e in caught.value.errors]
    assert all(str(each.where).startswith("p.yaml:") for each in caught.value.errors)


def test_a_chain_of_sub_processors_that_bites_its_tail_is_refused() -> None:
    text = """\
partners:
  a: {name: A, role: sub_processor, parents: [b]}
  b: {name: B, role: sub_processor, parents: [a]}
"""
    with pytest.raises(RegisterErrors) as caught:
        partners_yaml.parse(text)
    assert [each.message for each in caught.value.errors] == [
        "a is engaged by itself",
        "b is engaged by itself",
    ]


COMMENTED = """\
# Our partners
partners:
  hall:
    name: Driftbolaget AB  # the old name stays
    role: processor
    notices:
      # a new hall
      move:
        change: move
        received_on: 2026-05-01
        window_end: 2026-05-31  # thirty days

  # the bank keeps accounts
  bank: {name: Banken, role: other}
"""


def test_a_decision_is_written_and_every_comment_stays() -> None:
    decided = DecideNotice(
        "hall", "move", NoticeOutcome.OBJECTED, date(2026, 5, 2), "officer: data protection", "not there"
    )
    text = partners_yaml.edit(COMMENTED, [decided])
    added = """\
        outcome: objected
        decided_on: 2026-05-02
        decided_by: "officer: data protection"
        reason: not there
"""
    place = COMMENTED.index("\n  # the bank")
    assert text == COMMENTED[:place] + added + COMMENTED[place:]
    with pytest.raises(NotAllowed, match="objected already"):
        partners_yaml.edit(text, [decided])
    with pytest.raises(RegisterError, match="notices: move"):
        partners_yaml.edit(COMMENTED, [replace(decided, notice="moved")])
    with pytest.raises(RegisterErrors, match="an objection needs a reason"):
        partners_yaml.edit(COMMENTED, [replace(decided, reason="")])


def test_an_agreement_is_signed_where_there_was_none() -> None:
    signed = SignAgreement(
        "hall",
        "dpa",
        date(2026, 5, 2),
        Document("dpa.pdf", HASH),
        valid_to=date(2027, 5, 1),
        signatories=("managing director", "owner, Driftbolaget AB"),
    )
    text = partners_yaml.edit(COMMENTED, [signed])
    (dpa,) = partners_yaml.parse(text).all[0].agreements
    assert dpa == Agreement(
        "dpa",
        AgreementKind.PROCESSING,
        signed.document,
        signed.signed_on,
        None,
        signed.valid_to,
        signed.signatories,
    )
    assert text.replace(text[text.index("    agreements:") : text.index("\n  # the bank")], "") == COMMENTED
    with pytest.raises(NotAllowed, match="signed already"):
        partners_yaml.edit(text, [signed])
    with pytest.raises(RegisterError, match="--kind"):
        partners_yaml.edit(COMMENTED, [replace(signed, partner="bank")])
    joined = partners_yaml.edit(COMMENTED, [replace(signed, partner="bank", kind=AgreementKind.OTHER)])
    assert "# the bank keeps accounts" in joined


def test_an_agreement_that_waits_for_its_signature_is_signed_in_place() -> None:
    waiting = COMMENTED.replace(
        "    notices:",
        "    agreements:\n      dpa:\n        kind: processing_agreement  # waits\n    notices:",
    )
    signed = SignAgreement("hall", "dpa", date(2026, 5, 2), Document("dpa.pdf", HASH))
    text = partners_yaml.edit(waiting, [signed])
    added = f"        document: dpa.pdf\n        sha256: {HASH}\n        signed_on: 2026-05-02\n"
    assert text == waiting.replace("# waits\n", f"# waits\n{added}")
