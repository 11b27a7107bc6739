"""Customers: from an instruction to the certificate that only a verified plan gives."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.store.homes import open_home
from varsam.domain.end_of_service import Uncovered
from varsam.domain.errors import NotAllowed, PlanRefused, RegisterError
from varsam.domain.evidence import leaf_hash, verify_inclusion
from varsam.domain.plan import ManualTask, Plan
from varsam.formats import pdf
from varsam.formats.canonical_json import canonical
from varsam.formats.signed_note import parse_note
from varsam.services.home import Home

NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
ENDED = date(2026, 10, 13)
REGISTER = """\
register: Hosting
entities:
  host: {name: Värd AB}
activities:
  storage:
    title: Lagring åt kunder
    role: processor
    controllers: [host]
    categories: [all]
    subjects: [customer]
    purposes:
      storage: {title: Lagra åt kunden, basis: contract, rule: contract.end + 30 days}
  backup:
    title: Säkerhetskopior
    role: controller
    controllers: [host]
    categories: [all]
    subjects: [customer]
    purposes:
      backup: {title: Kunna återställa, basis: contract, rule: contract.end + 1 year}
"""
CONTRACTS = """\
source: contracts
connector: table
options: {file: contracts.csv, table: contracts, key: contract_no, types.ended_on: date}
kinds:
  contract:
    table: contracts
    key: contract_no
    holds: nothing
    identifiers: {customer_no: customer_no}
    events: {contract.end: ended_on}
"""
CLOUD = r"""source: cloud
connector: files
options:
  folder: cloud
  stored.glob: "storage/**"
  stored.pattern: '^storage/(?P<customer_no>K-\d+)/'
  backups.glob: "backup/**"
  backups.pattern: '^backup/(?P<customer_no>K-\d+)/'
ignored: {stored.name: goes with its file, backups.name: goes with its file}
kinds:
  stored:
    table: stored
    key: path
    owner: {customer_no: customer_no}
    events: {contract.end: {from: contracts, by: customer_no, column: customer_no}}
    groups: {content: {columns: [customer_no], category: all, for: [storage]}}
  backup:
    table: backups
    key: path
    owner: {customer_no: customer_no}
    events: {contract.end: {from: contracts, by: customer_no, column: customer_no}}
    groups: {content: {columns: [customer_no], category: all, for: [backup]}}
"""
CUSTOMERS = """\
# Our customers.
customers:
  bakery:
    name: Bageriet
    contact: "info@bageriet.example"   # their office
    activities: [storage]
    processing: [lagring]
    identifiers: {customer_no: K-1}
    agreement: {document: avtal/1.pdf, signed_on: 2024-01-01, retrieval_days: 30}

  # Runs on.
  garage:
    name: Verkstaden
    activities: [storage]
    identifiers: {customer_no: K-2}
  nameless: {name: Okänd, activities: [storage]}
"""


def fresh(path: Path) -> Home:
    """The home as a next command finds it."""
    return Home(path, {}, "tester", clock=lambda: NOON)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A host with the files of three customers; the contracts of two ended forty days ago."""
    path = tmp_path / "home"
    for name, text in {
        "register.yaml": REGISTER,
        "customers.yaml": CUSTOMERS,
        "sources/contracts.yaml": CONTRACTS,
        "sources/cloud.yaml": CLOUD,
        "contracts.csv": f"contract_no,customer_no,ended_on\nA-1,K-1,{ENDED}\nA-2,K-2,\nA-3,K-3,{ENDED}\n",
        "cloud/storage/K-1/members.db": "m",
        "cloud/storage/K-1/pictures.zip": "p",
        "cloud/storage/K-2/members.db": "m",
        "cloud/storage/K-3/members.db": "m",
        "cloud/backup/K-1/20260101.zip": "b",
    }.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    open_home(path, None)
    return fresh(path)


def file_of(home: Home) -> str:
    """What `customers.yaml` says now."""
    return (home.path / "customers.yaml").read_text(encoding="utf-8")


def codes(home: Home) -> set[str]:
    """The codes of what `check` finds now."""
    from varsam.services import checking

    return {each.finding.code for each in checking.check_files(fresh(home.path))}


def applied(home: Home, plan: Plan) -> None:
    """Approve and apply a plan."""
    from varsam.services import applying, planning, systems

    systems.switch_mode(home, "cloud", "apply")
    planning.approve(home, plan.plan)
    applying.apply(home, plan.plan)


def test_an_instruction_is_kept_and_the_file_stays_as_it_was(home: Home) -> None:
    from varsam.services import customers
    from varsam.store import ledger

    day = date(2026, 11, 20)
    assert customers.instruct(home, "bakery", "Spara: i EU", "chef", given_on=day) == "i-1"
    assert customers.instruct(home, "bakery", "Sprid", "chef", given_on=day, objection="artikel 6") == "i-2"
    added = """\
    instructions:
      - id: i-1
        given_on: 2026-11-20
        text: "Spara: i EU"
        by: chef
      - id: i-2
        given_on: 2026-11-20
        text: Sprid
        by: chef
        lawful: false
        objection: artikel 6
"""
    before, after = CUSTOMERS.split("\n\n  # Runs on.")
    assert file_of(home) == f"{before}\n{added}\n  # Runs on.{after}"
    assert "CUS004" in codes(home)
    entry = ledger.entry(ledger.size() - 1)
    assert isinstance(entry, dict)
    assert entry["type"] == "customer.instructed"
    assert "bakery" not in json.dumps(entry), "a customer's id may be a name"
    with pytest.raises(NotAllowed, match="future"):
        customers.instruct(home, "bakery", "Sprid", "chef", given_on=date(2026, 11, 23))
    with pytest.raises(RegisterError, match="text and the role"):
        customers.instruct(home, "bakery", " ", "chef", given_on=day)


def test_a_customer_on_one_line_is_left_to_a_person(home: Home) -> None:
    from varsam.services import customers
    from varsam.store import ledger

    before = ledger.size()
    with pytest.raises(RegisterError, match="on one line"):
        customers.ended(home, "nameless", ENDED)
    assert (file_of(home), ledger.size()) == (CUSTOMERS, before)


def test_the_end_of_a_service_is_recorded_once_and_not_before_it_came(home: Home) -> None:
    from varsam.services import customers

    assert "CUS003" not in codes(home)
    with pytest.raises(NotAllowed, match="future"):
        customers.ended(home, "bakery", date(2026, 11, 23))
    assert customers.ended(home, "bakery", ENDED).ended_on == ENDED
    with pytest.raises(NotAllowed, match="that is recorded"):
        customers.ended(home, "bakery", ENDED)
    assert "CUS003" in codes(home)
    with pytest.raises(RegisterError, match="no customer"):
        customers.ended(home, "nobody", ENDED)


def test_a_certificate_is_made_of_a_verified_plan_of_that_customer_alone(home: Home) -> None:
    from varsam.services import certificates, customers
    from varsam.services.tasks import proof_of_file

    plan = customers.plan(home, "bakery")
    assert [(step.on.kind, step.on.rows) for step in plan.steps if not isinstance(step, ManualTask)] == [
        ("stored", 2)
    ]
    with pytest.raises(PlanRefused, match="its service hasn't ended"):
        certificates.issue(home, "bakery", plan.plan)
    customers.ended(home, "bakery", ENDED)
    with pytest.raises(NotAllowed, match="the plan is drafted"):
        certificates.issue(home, "bakery", plan.plan)
    applied(home, plan)
    cloud = home.path / "cloud" / "storage"
    assert (cloud / "K-3" / "members.db").exists(), "another customer's, though due"

    (cloud / "K-1" / "late.db").write_text("l", encoding="utf-8")
    with pytest.raises(PlanRefused, match=r"rows of the customer are still there: cloud\.stored \(1\)"):
        certificates.issue(home, "bakery", plan.plan)
    (cloud / "K-1" / "late.db").unlink()
    (cloud / "K-1" / "members.db").write_text("m", encoding="utf-8")
    with pytest.raises(PlanRefused, match="rows of the plan are still there"):
        certificates.issue(home, "bakery", plan.plan)
    (cloud / "K-1" / "members.db").unlink()
    assert not (home.path / "certificates").exists()

    export = home.path / "export.zip"
    export.write_bytes(b"all of it")
    issued = certificates.issue(home, "bakery", plan.plan, returned=proof_of_file(export))
    statement = issued.statement
    assert [(each.source, each.rows, str(each.method)) for each in statement.erased] == [
        ("cloud", 2, "deleted")
    ]
    assert statement.own
    assert [(each.kind, each.rows, each.purposes, each.until) for each in statement.remains] == [
        ("backup", 1, ("backup",), date(2027, 10, 13))
    ]
    assert statement.returned == ("export.zip", sha256(b"all of it").hexdigest())
    _proven(home.path / "certificates" / f"bakery-{plan.plan}.json", statement.sha256)
    swedish = (home.path / "certificates" / f"bakery-{plan.plan}.sv.md").read_text(encoding="utf-8")
    assert "Intyg om upphörd tjänst: Bageriet" in swedish
    assert "| cloud | stored | stored | 2 | raderade |" in swedish
    assert "| cloud | backup | 1 | Kunna återställa | 2027-10-13 |" in swedish
    paper = home.path / "certificates" / f"bakery-{plan.plan}.sv.pdf"
    assert paper.exists() is pdf.is_possible()
    if pdf.is_possible():
        read = PdfReader(paper)
        assert "Intyg om upphörd tjänst: Bageriet" in read.pages[0].extract_text()
        assert read.trailer["/Root"]["/Lang"] == "sv"
    assert "CUS003" not in codes(home)
    with pytest.raises(NotAllowed, match="was issued on 2026-11-22"):
        certificates.issue(home, "bakery", plan.plan)


def _proven(file: Path, digest: str) -> None:
    """The digest is that of the statement, and the entry that names it is in the signed ledger."""
    document = json.loads(file.read_text(encoding="utf-8"))
    proof = document["ledger"]
    assert sha256(canonical(document["statement"])).hexdigest() == digest == document["sha256"]
    assert proof["entry"]["statement"] == digest
    root = base64.b64decode(parse_note(proof["checkpoint"]).text.splitlines()[2])
    path = [base64.b64decode(each) for each in proof["path"]]
    leaf = leaf_hash(canonical(proof["entry"]))
    assert verify_inclusion(leaf, proof["index"], proof["size"], path, root)
    changed = leaf_hash(canonical(proof["entry"] | {"statement": "0" * 64}))
    assert not verify_inclusion(changed, proof["index"], proof["size"], path, root)


def test_a_plan_over_everybody_says_that_its_numbers_are_everybodys(home: Home, tmp_path: Path) -> None:
    from varsam.services import certificates, customers, planning

    customers.ended(home, "bakery", ENDED)
    applied(home, plan := planning.make_plan(home))
    empty = customers.plan(home, "bakery")
    with pytest.raises(PlanRefused, match="no step of the plan erased") as refused:
        certificates.issue(home, "bakery", empty.plan)
    assert refused.value.hint == f"these plans may: {plan.plan}"
    issued = certificates.issue(home, "bakery", plan.plan, out=tmp_path / "out")
    assert [each.rows for each in issued.statement.erased] == [3]
    assert not issued.statement.own
    assert Uncovered.OTHER_CUSTOMERS in issued.statement.uncovered
    names = {each.name.removeprefix(f"bakery-{plan.plan}.") for each in (tmp_path / "out").iterdir()}
    assert names - {"sv.pdf", "en.pdf"} == {"sv.md", "en.md", "json"}


def test_a_plan_that_left_a_source_out_or_is_another_customers_proves_nothing(home: Home) -> None:
    from varsam.services import certificates, customers, planning

    customers.ended(home, "bakery", ENDED)
    left_out = planning.make_plan(home, sources=("contracts",))
    with pytest.raises(PlanRefused, match="left out a source"):
        certificates.issue(home, "bakery", left_out.plan)
    with pytest.raises(PlanRefused, match="somebody else"):
        certificates.issue(home, "bakery", customers.plan(home, "garage").plan)
    with pytest.raises(RegisterError, match="which rows"):
        customers.plan(home, "nameless")
