"""A controller whose policy is true: an invented shop with register and database, to be changed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from tests.store.homes import NOW
from varsam.domain.partners import Clause
from varsam.services import claim_bindings, policies
from varsam.services.home import Home

if TYPE_CHECKING:
    from varsam.domain.claims import Result

MODEL = Path(__file__).parents[1] / "checks" / "policies" / "model.md"
ROWS = """\
| Kundkonto | Ge tillgång till beställningar | Inloggningsuppgifter | Kunder |  | Avtal | Avtalstiden + 1 år |
| Provkörning | Följa upp prov av cyklar | Telefonnummer | Potentiella kunder |  | Samtycke | TILLS |
| Utveckling av butiken | Förbättra butiken | Adressuppgifter | Kunder |  | Samtycke | TILLS |
"""
SENTENCES = """
## Överföring

Ett tredje land är ett land utanför EU/EES.
"""
INSTEAD = (
    (
        '    contact: "dataskydd@lindholmcykel.example"',
        '    contact: "dataskydd@lindholmcykel.example"\n    phone: 08-465 004 12',
    ),
    ("    name: Transportör\n", "    name: Transportör\n    role: processor\n    location: SE\n"),
    ("    name: Revisor\n", "    name: Revisor\n    role: controller\n    location: SE\n"),
    ("    name: Tryckeri\n", "    name: Tryckeri\n    role: processor\n    location: FI\n"),
    ("    name: Skatteverket\n", "    name: Skatteverket\n    location: SE\n"),
    ("    name: IMY\n", "    name: IMY\n    location: SE\n"),
)
POINTS = """
measures:
  disks: {title: Krypterade diskar, reviewed_on: 2026-03-01, review_by: 2027-03-01}
collection_points:
  till:
    title: Kassan
    channel: in_person
    activities: [ACTIVITIES]
    notice: Skylt vid kassan
    fields:
      - {name: Telefon, category: contact.phone, required: true, consequence: Utan den kan vi inte avisera}
  bought-list:
    title: Adresser från SPAR
    channel: third_party
    activities: [reklam-i-brevladan]
    notice: På första utskicket
    obtained_from: SPAR
"""
MAP = """\
source: shop
connector: sql
url: sqlite:///shop.sqlite3
kinds:
  person:
    table: people
    person: true
    identifiers: {email: email, phone: phone}
    collected: created_on
    events:
      contract.end: closed_on
      case.closed: case_closed_on
      fiscal_year.end: {fiscal_year_of: paid_on}
    groups:
      contact:
        columns: [name, email, phone]
        category: contact
        for:
          - kop-i-butiken
          - kundtjanst-at-foretag
          - telefonsamtal
          - anstallda
          - begaranden-om-rattigheter
          - personuppgiftsincidenter
        provided: true
      letter: {columns: [letter_email], category: contact.email, for: [nyhetsbrev]}
      leaflet: {columns: [street], category: contact.address, for: [reklam-i-brevladan]}
      visit: {columns: [ip_address], category: online.ip, for: [besok-pa-webbplatsen]}
      picture: {columns: [picture], category: image, for: [bilder-pa-webbplatsen]}
      papers: {columns: [application], category: work.application, for: [rekrytering]}
      salary: {columns: [salary], category: work.payroll, for: [anstallda]}
      log: {columns: [last_login_ip], category: online.log, for: [loggar]}
      payment: {columns: [paid_by, paid_on], category: billing, for: [betalning]}
      account: {columns: [login_name], category: account.login, for: [kundkonto]}
      trial: {columns: [trial_phone], category: contact.phone, for: [provkorning]}
      wishes: {columns: [wish_address], category: contact.address, for: [utveckling-av-butiken]}
"""
PARTNERS = """\
partners:
  transportor:
    name: Transportör
    role: processor
    locations: [SE]
    activities: [kop-i-butiken]
    since: 2024-01-01
    agreements: {dpa: {kind: processing_agreement, DOCUMENT, clauses: {CLAUSES}}}
    authorisation: {kind: general, granted_on: 2024-01-01, objection_days: 30}
  tryckeri:
    name: Tryckeri
    role: processor
    locations: [FI]
    activities: [reklam-i-brevladan]
    since: 2024-01-01
    agreements: {dpa: {kind: processing_agreement, DOCUMENT, clauses: {CLAUSES}}}
  lagerhall:
    name: Lagerhall
    role: sub_processor
    parents: [transportor]
    locations: [SE]
    activities: [kop-i-butiken]
    since: 2024-01-01
    agreements: {sub: {kind: sub_processing, DOCUMENT, clauses: {CLAUSES}}}
  revisor: {name: Revisor, role: controller, locations: [SE], activities: [betalning], since: 2024-01-01}
  skatteverket: {name: Skatteverket, role: authority, locations: [SE], activities: [anstallda]}
  imy: {name: IMY, role: authority, locations: [SE], activities: [personuppgiftsincidenter]}
"""
DOCUMENT = (
    "document: dpa.pdf, sha256: HASH, signed_on: 2024-01-01, valid_from: 2024-01-01, valid_to: 2028-01-01,"
    " signatories: [vd]"
)
SCHEMA = """\
CREATE TABLE people (
  id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, created_on DATE, closed_on DATE,
  case_closed_on DATE, letter_email TEXT, street TEXT, ip_address TEXT, picture TEXT, application TEXT,
  salary INTEGER, last_login_ip TEXT, paid_by TEXT, paid_on DATE, login_name TEXT, trial_phone TEXT,
  wish_address TEXT);
CREATE INDEX people_by_email ON people (email);
CREATE INDEX people_by_phone ON people (phone);
INSERT INTO people (id, name, email, phone, created_on) VALUES
  (1, 'Alva Provsson', 'alva@one.example', '+46701740605', '2024-01-01'),
  (2, 'Bo Provsson', 'bo@two.example', '+46701740606', '2025-01-01');
"""


class ClaimsHome:
    """A home in which every sentence is true that can be: each method changes it as somebody would."""

    def __init__(self, path: Path) -> None:
        shutil.copytree(_template(), path, dirs_exist_ok=True)
        self.path = path
        self.now = NOW
        self.told = 0

    @property
    def home(self) -> Home:
        """The home, read anew."""
        return Home(self.path, {}, "tester", clock=lambda: self.now)

    def change(self, file: str, old: str, new: str) -> None:
        """Change a file of the home; what is to be changed must be there."""
        path = self.path / file
        before = path.read_text(encoding="utf-8")
        assert old in before, (file, old)
        path.write_text(before.replace(old, new, 1), encoding="utf-8")

    def register(self, old: str, new: str = "") -> None:
        """Change the register."""
        self.change("register.yaml", old, new)

    def map(self, old: str, new: str = "") -> None:
        """Change the map of the shop."""
        self.change("sources/shop.yaml", old, new)

    def sql(self, *statements: str) -> None:
        """Change the shop's database, as the shop would."""
        with closing(sqlite3.connect(self.path / "shop.sqlite3")) as connection, connection:
            for each in statements:
                connection.execute(each)

    def remove(self, file: str) -> None:
        """Take a file of the home away."""
        (self.path / file).unlink()

    def says(self, text: str, *verifiers: str) -> str:
        """Let the policy say one more sentence, bound to these verifiers; its id."""
        self.told += 1
        name = f"said-{self.told}"
        self.register("statements:\n", f"statements:\n  - {{id: {name}, text: {text!r}, section: Sagt}}\n")
        if verifiers:
            self.change(
                "claims.yaml", "claims:\n", f"claims:\n  {name}: {{verifiers: [{', '.join(verifiers)}]}}\n"
            )
        return name

    def fact(self, kind: str, *, days_ago: int = 5, person: str = "alva@one.example", **given: Any) -> str:
        """Record a fact about somebody, effective some days ago, as if it had been recorded then; its id."""
        from varsam.domain.facts import FactKind
        from varsam.services import recording
        from varsam.store.people import TypedIdentifier

        late = given.pop("recorded_late", 0)
        then, self.now = self.now, self.now - timedelta(days=days_ago - late)
        named = [TypedIdentifier("email", person)] if person else []
        at: datetime = then - timedelta(days=days_ago)
        recorded = recording.record(self.home, FactKind(kind), identifiers=named, at=at, **given)
        self.now = then
        return recorded.id

    def disclosed(self, ground: str) -> None:
        """Record that data of somebody went to an authority."""
        from varsam.domain.disclosures import DisclosureGround
        from varsam.services import disclosures
        from varsam.store.people import TypedIdentifier

        whom = [TypedIdentifier("email", "alva@one.example")]
        given = DisclosureGround(ground)
        disclosures.disclose(
            self.home, "skatteverket", given, identifiers=whom, at=self.now, law="SFL 15 kap.", evidence="7"
        )

    def publish(self) -> None:
        """Publish what the register says now."""
        from varsam.services import policy_draft, publishing

        publishing.publish(self.home, policy_draft.draft(self.home), self.home.today)

    def ask(self, *verifiers: str) -> dict[str, Result]:
        """What verifiers answer of the home as it is, all of them if none is named; of several the worst."""
        from varsam.services import claims

        found = claims.check(self.home, verifiers)
        answers = [each for claim in found.claims for each in claim.results]
        answers.sort(key=lambda each: ("true", "unknown", "false").index(each.verdict))
        return {each.verifier: each for each in answers}


@cache
def _template() -> Path:
    """The home once, without state; each test copies it."""
    path = Path(mkdtemp(prefix="varsam-claims-")) / "home"
    path.mkdir()
    text = (
        MODEL.read_text(encoding="utf-8").rstrip("\n")
        + "\n"
        + ROWS.replace("TILLS", "Tills samtycket återkallas")
        + SENTENCES
    )
    document = path.parent / "policy.md"
    document.write_text(text, encoding="utf-8")
    drafted = policies.draft(document, (), date(2026, 11, 22))
    policies.put(drafted, "policy.md", path, (), date(2026, 11, 22))
    register = path / "register.yaml"
    written = register.read_text(encoding="utf-8")
    for old, new in INSTEAD:
        assert old in written, old
        written = written.replace(old, new, 1)
    names = ", ".join(each.id for each in drafted.imported.register.activities)
    kept = "    operations: [collect, store, disclose]\n    measures: [disks]\n    purposes:\n"
    head, own, tail = written.partition("  # What Varsam itself keeps")
    written = head.replace("    purposes:\n", kept) + own + tail
    written = (
        written.replace(
            "        title: Direktmarknadsföring per post\n",
            "        title: Direktmarknadsföring per post\n        marketing: true\n",
        )
        if "marketing: true" not in written
        else written
    )
    register.write_text(written + POINTS.replace("ACTIVITIES", names), encoding="utf-8")
    (path / "sources" / "shop.yaml").write_text(MAP, encoding="utf-8")
    with closing(sqlite3.connect(path / "shop.sqlite3")) as connection:
        connection.executescript(SCHEMA)
    (path / "agreements").mkdir()
    (path / "agreements" / "dpa.pdf").write_bytes(b"signed")
    agreed = DOCUMENT.replace("HASH", sha256(b"signed").hexdigest())
    clauses = ", ".join(f'{each}: "{number}"' for number, each in enumerate(Clause, 1))
    partners = PARTNERS.replace("DOCUMENT", agreed).replace("CLAUSES", clauses)
    (path / "partners.yaml").write_text(partners, encoding="utf-8")
    _bind_all(path)
    return path


def _bind_all(path: Path) -> None:
    """Confirm what is proposed; bind what the text doesn't speak of to the first sentence."""
    from varsam.checks.claims.catalogue import CATALOGUE

    home = Home(path, {}, "tester", clock=lambda: NOW)
    bound = {name for each in claim_bindings.bindings(home).values() for name in each.verifiers}
    first = home.register.statements[0].id
    rest = [each.id for each in CATALOGUE if each.id not in bound]
    claim_bindings.confirm(home, [first], rest)
    claim_bindings.confirm_all(home)
