"""Each verifier true, false and unknown, by changing the system: its files, its database, its facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.services.claims_home import ClaimsHome
from tests.store.homes import Home as OwnState
from varsam.checks.claims.catalogue import CATALOGUE
from varsam.domain.facts import Scope

SOMEBODY = "nobody@elsewhere.example"
_LAWS = ("begaranden-om-rattigheter", "personuppgiftsincidenter")


def what_is_promised_is_kept(it: ClaimsHome) -> None:
    """Everything is as the policy says, and what may be asked for has been asked for by somebody."""
    from varsam.services import planning

    for name in _LAWS:
        it.register(f"      {name}:\n", f"      {name}:\n        law: GDPR 5(2)\n")
    it.fact("consent_withdrawn", purpose="nyhetsbrev", person=SOMEBODY)
    it.fact("erasure_decided", person=SOMEBODY)
    it.fact("objection", purpose="reklam-i-brevladan", person=SOMEBODY)
    it.fact("objection", purpose="telefonsamtal", person=SOMEBODY)
    it.fact("restriction", purpose="telefonsamtal", person="bo@two.example")
    it.disclosed("law")
    planning.make_plan(it.home)
    it.publish()


def little_is_known(it: ClaimsHome) -> None:
    """The register says no more than it must, and no system is mapped."""
    it.remove("sources/shop.yaml")
    it.remove("policy/policy.md")
    it.remove("partners.yaml")
    file = it.path / "register.yaml"
    text = file.read_text(encoding="utf-8")
    text = text[: text.index("\nmeasures:")]
    for gone in (
        "    org_no: 559900-0014\n",
        '    contact: "dataskydd@lindholmcykel.example"\n    phone: 08-465 004 12\n',
        "    operations: [collect, store, disclose]\n",
        "    measures: [disks]\n",
        "        law: BFL 7 kap. 2 §\n",
        "        marketing: true\n",
        "    location: SE\n",
        "    role: processor\n",
    ):
        assert gone in text, gone
        text = text.replace(gone, "")
    for purpose in ("kop-i-butiken", "provkorning", "kundtjanst-at-foretag", "utveckling-av-butiken"):
        text = text.replace(f"      {purpose}:\n", f"      {purpose}:\n        assumed: true\n", 1)
    text = text.replace("klaga hos Integritetsskyddsmyndigheten, www.imy.se", "klaga hos myndigheten")
    file.write_text(text, encoding="utf-8")


def nobody_looks(it: ClaimsHome) -> None:
    """Half a year later nobody has compared the law, and a proposal of the law waits for a decision."""
    it.now += timedelta(days=400)
    it.register(
        "statements:\n",
        "proposals:\n  books:\n    activity: kundkonto\n    concerns: [kundkonto]\n    outcome: proposed\n"
        "    purpose:\n      id: kundkonto-books\n      title: Bevara räkenskapsinformation\n"
        "      basis: legal_obligation\n      rule: year_end(fiscal_year.end + 7 years)\n"
        "      law: BFL 7 kap. 2 §\nstatements:\n",
    )


def the_register_is_wrong(it: ClaimsHome) -> None:
    """What the register says, or leaves out, contradicts the sentences, and what was published."""
    it.publish()
    it.register("    notice: Skylt vid kassan\n")
    it.register(", consequence: Utan den kan vi inte avisera")
    it.register("    obtained_from: SPAR\n")
    it.register("    operations: [collect, store, disclose]\n", "    operations: [collect]\n")
    it.register("activities: [kop-i-butiken, ", "activities: [")
    it.register("    subjects: [prospect]\n", "    subjects: [customer]\n")
    it.register("review_by: 2027-03-01", "review_by: 2026-10-01")
    it.change("partners.yaml", "locations: [SE]", "locations: [CN]")
    for kind in ("kind: processing_agreement", "kind: sub_processing"):
        it.change("partners.yaml", kind, "kind: other")
    it.register('    contact: "dataskydd@lindholmcykel.example"\n    phone: 08-465 004 12\n')
    it.register("categories: [account.login]", "categories: [account.login, special.health]")
    it.register("        rule: contract.end + 6 months", "        rule: contract.end + 9 months")
    it.map(", category: contact.email, for: [nyhetsbrev]", ", for: [nyhetsbrev]")
    for old, new in (("Köp i butiken", "Lån"), ("Leverera cykeln", "Låna ut"), ("Kundkonto", "Lista")):
        it.register(old, new)
    it.disclosed("other")
    for words in ("Kundtjänst åt företag", "Utveckling av butiken"):
        it.register(f"    title: {words}\n", "    title: Annat\n")
    for words in ("Förbättra butiken", "Statistik över besök"):
        it.register(f"        title: {words}\n", "        title: Annat\n")
        it.register(f"      purpose: {words}\n", "      purpose: Annat\n")


def the_words_are_wrong(it: ClaimsHome) -> None:
    """What the text says can't be true, whatever lies in the systems."""
    it.says("Lindholm Hjul AB sköter webbplatsen.", "S1")
    it.says("Ett tredje land är ett land utanför EU.", "S27")
    title = "        title: Statistik över besök\n"
    it.register(f"{title}        basis: consent\n", f"{title}        basis: legitimate_interests\n")
    it.says("Våra kakor kopplas inte till dig som person.", "S32")
    it.says("Begäran om registerutdrag ska vara skriftlig och undertecknad.", "S41")
    it.says("Som offentlig verksamhet måste vi spara uppgifterna.", "S44")
    it.says("Du kan begära begränsning, men vi avgör själva.", "S52")
    it.says("Du kan klaga hos Datainspektionen.", "S57")
    it.register("    phone: 08-465 004 12\n", "    phone: 08-465 004 99\n")
    it.says("Vi och utvalda samarbetspartner skickar erbjudanden om varor per sms.", "S22")


def no_system_is_connected(it: ClaimsHome) -> None:
    """Everything lies on paper; a purpose on consent goes on after the consent; nobody keeps the books."""
    held = it.path / "sources" / "shop.yaml"
    held.write_text(
        "source: binders\nconnector: manual\nmanual:\n  orders:\n    description: Pärmar\n"
        "    for: [kop-i-butiken]\n    responsible: Kontoret\n",
        encoding="utf-8",
    )
    it.register("        rule: consent.withdrawn\n", "        rule: contract.end + 1 year\n")
    it.register(
        "        basis: legal_obligation\n        rule: year_end(fiscal_year.end + 7 years)\n",
        "        basis: contract\n        rule: contract.end + 1 year\n",
    )


def the_database_differs(it: ClaimsHome) -> None:
    """Columns came and went, and a table's rows lead to nobody."""
    it.sql("ALTER TABLE people DROP COLUMN case_closed_on", "ALTER TABLE people ADD COLUMN home_phone TEXT")
    it.sql("CREATE TABLE slips (id INTEGER PRIMARY KEY, words TEXT)")
    it.map(
        "kinds:\n",
        "kinds:\n  slip:\n    table: slips\n    groups:\n"
        "      words: {columns: [words], category: contact, for: [kop-i-butiken]}\n",
    )


def columns_for_nothing(it: ClaimsHome) -> None:
    """Columns are held for no purpose, and the browser is the only way to say no."""
    it.map(", category: account.login, for: [kundkonto]", ", category: account.login")
    for words in ("först när du har gett ditt samtycke", "lika lätt som du säger ja säger du nej"):
        it.register(words, "sedan")
    it.says("Kakor kan du spärra i inställningarna i din webbläsare.", "S37")


def what_is_over_stays(it: ClaimsHome) -> None:
    """Rows are past their time, decisions weren't carried out, and a hold was forgotten."""
    from varsam.services import recording

    it.sql(
        "UPDATE people SET letter_email = email, street = 'Gatan 1'",
        "UPDATE people SET closed_on = '2025-01-31' WHERE id = 1",
        "INSERT INTO people (id, name, email, created_on, closed_on, street)"
        " VALUES (3, 'Cia Provsson', 'cia@three.example', '2025-01-01', '2026-09-01', 'Gatan 3')",
    )
    it.fact("consent_given", purpose="nyhetsbrev", days_ago=90)
    it.fact("consent_withdrawn", purpose="nyhetsbrev")
    it.fact("objection", purpose="reklam-i-brevladan", person="bo@two.example", recorded_late=3)
    it.fact("erasure_decided", person="cia@three.example")
    recording.open_hold(
        it.home,
        ground="dispute",
        review_on="2026-10-01",
        law="",
        scope=Scope(sources=("shop",), purposes=("anstallda",)),
    )


def an_interest_was_weighed(it: ClaimsHome) -> None:
    """An objection was upheld a while ago, and what it ended is still there."""
    it.sql("UPDATE people SET last_login_ip = '192.0.2.1'")
    objection = it.fact("objection", purpose="loggar", days_ago=60)
    it.fact("objection_decided", person="", days_ago=40, refers_to=objection, details={"outcome": "upheld"})


Scenario = Callable[[ClaimsHome], None]
EXPECTED: dict[Scenario, dict[str, str]] = {
    what_is_promised_is_kept: {
        "true": "S1 S2 S3 S4 S5 S7 S8 S9 S10 S11 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26"
        " S27 S28"
        " S29 S30 S40 S41 S43 S44 S46 S47 S48 S49 S50 S51 S52 S54 S55 S57 S58 S59 S60 S61 S62 S63",
        "unknown": "S6 S25 S31 S32 S33 S34 S35 S36 S37 S38 S39 S42 S45 S53 S56",
    },
    little_is_known: {
        "unknown": "S1 S2 S3 S4 S5 S7 S8 S9 S10 S11 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26"
        " S28"
        " S29 S30"
        " S40 S41 S43 S44 S46 S47 S48 S49 S50 S51 S52 S54 S55 S57 S58 S60 S61 S62 S63",
    },
    nobody_looks: {"unknown": "S27 S59"},
    the_register_is_wrong: {
        "false": "S2 S3 S4 S5 S7 S8 S9 S14 S16 S18 S19 S20 S21 S23 S26 S28 S29 S30 S40 S60 S62",
    },
    the_words_are_wrong: {"false": "S1 S17 S22 S27 S32 S34 S36 S41 S44 S52 S57 S63"},
    no_system_is_connected: {"false": "S24 S47 S51 S55 S61"},
    the_database_differs: {"false": "S10 S11 S12 S13 S15 S54"},
    columns_for_nothing: {"false": "S37 S49"},
    what_is_over_stays: {"false": "S43 S46 S50 S53 S58 S59"},
    an_interest_was_weighed: {"false": "S48"},
}


@pytest.mark.parametrize("scenario", EXPECTED, ids=lambda each: each.__name__)
def test_a_verifier_says_what_the_system_shows(scenario: Scenario, sqlite_state: OwnState) -> None:
    it = ClaimsHome(sqlite_state.path)
    scenario(it)
    answers = it.ask()
    for verdict, names in EXPECTED[scenario].items():
        wrong = {each: answers[each] for each in names.split() if answers[each].verdict != verdict}
        assert not wrong, [(name, each.verdict, each.reason) for name, each in wrong.items()]
    for each in answers.values():
        assert each.reason
        assert bool(each.remedy) is (each.verdict != "true"), each


def test_each_verifier_has_a_case_for_everything_that_it_can_answer() -> None:
    shown = {
        (name, verdict)
        for verdicts in EXPECTED.values()
        for verdict, names in verdicts.items()
        for name in names.split()
    }
    assert {(each.id, str(verdict)) for each in CATALOGUE for verdict in each.can} == shown
