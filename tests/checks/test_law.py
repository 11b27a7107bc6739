"""The checks of the law: each fires and stays silent, finds what it is for in place, and goes by sense."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time

import pytest

from tests.checks.laws import law_on
from varsam.checks.base import Finding, Level
from varsam.checks.catalogue import CATALOGUE, check_register
from varsam.checks.law import LAW_CHECKS, check_law
from varsam.checks.pages import page
from varsam.domain.register import Entity, Register, Statement
from varsam.formats import register_yaml
from varsam.formats.policy import PolicyImport, import_policy

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "tests" / "formats" / "policies" / "softmore-integritetspolicy.md"
PARAPHRASES = ("granlund", "ekdal", "harrow", "vinter", "brightfold")

# What law/requirements calls D1-D37, by the codes that find it.
DEFECTS = {
    1: "LAW001", 2: "LAW002", 3: "REG004", 4: "RET005", 5: "RET001", 6: "RET006", 7: "RET007 RET008",
    8: "RET009 LAW003", 9: "LAW004", 10: "LAW005", 11: "LAW006", 12: "LAW007", 13: "LAW008", 14: "LAW009",
    15: "LAW010", 16: "LAW011", 17: "LAW012", 18: "LAW013", 19: "LAW014", 20: "LAW015", 21: "LAW016",
    22: "LAW017 LAW018", 23: "LAW019", 24: "LAW020", 25: "LAW021", 26: "LAW022", 27: "LAW023", 28: "LAW024",
    29: "LAW025", 30: "TXT001", 31: "LAW026", 32: "LAW027", 33: "LAW028", 34: "LAW029", 35: "TXT002",
    36: "LAW030", 37: "TXT003",
}  # fmt: skip

# Where in the example each stands: the beginning of the line, and words of the sentence at the column.
PLACES = {
    "LAW001": ("| Besök på hemsidan", ""),
    "LAW002": ("Våra cookies förbättrar", "Vår användning av cookies"),
    "LAW003": ("| Backup", ""),
    "LAW004": ("Rätt till tillgång", "Det är viktigt"),
    "LAW005": ("Rätt att bli bortglömd", "I vissa fall"),
    "LAW006": ("Rätt till begränsning", "Rätt till begränsning"),
    "LAW007": ("Att överföra", "Om vi mot förmodan"),
    "LAW008": ("I den här", "I den här"),
    "LAW009": ("| Test av produkt", ""),
    "LAW010": ("Softmore använder personuppgiftsbiträden", "Softmore använder"),
    "LAW011": ("I korthet innebär", "I korthet"),
    "LAW012": ("För att du ska kunna köpa", "För att"),
    "LAW013": ("- Anpassar våra tjänster", "Anpassar"),
    "LAW014": ("| Adressuttag", ""),
    "LAW015": ("- Om du invänder", "Om du invänder"),
    "LAW016": ("Uppdateringar av", "Uppdateringar"),
    "LAW017": ("Du kan alltid kontakta", "Du kan"),
    "LAW018": ("Du kan alltid kontakta", "Du kan"),
    "LAW019": ("- Lämna driftinformation", "Lämna"),
    "LAW020": ("| Köp av produkt", ""),
    "LAW021": ("| Arbets sökande", ""),
    "LAW022": ("| Kontakt via telefon", ""),
    "LAW023": ("Som personuppgiftsansvarig", "Vi behandlar inte"),
    "LAW024": ("| Bilder för", ""),
    "LAW025": ("| Personuppgiftsbehandling", ""),
    "LAW026": ("Rätt till dataportabilitet", "Rätt till"),
    "LAW027": ("- Uppgifterna behövs", "Uppgifterna"),
    "LAW028": ("Om du inte vill ta emot", "Om du inte"),
    "LAW029": ("Rätt att framföra", "Rätt att"),
    "LAW030": ("| Bilder för", ""),
    "REG004": ("Softmore AB använder", "Softmore AB"),
    "RET001": ("| Köp av produkt", ""),
    "RET005": ("| Leverantörsreskontra", ""),
    "RET006": ("| Test av produkt", ""),
    "RET007": ("| Anmälan för nyhetsbrev", ""),
    "RET008": ("| Bilder för", ""),
    "RET009": ("| Backup", ""),
    "TXT001": ("En personuppgift är", "Exempel på"),
    "TXT002": ("I den här", "Syftet är"),
    "TXT003": ("Rätt till rättelse", "Rätt till"),
}

# Tested in test_dated_law.py, over registers and days.
DATED = ("LAW040", "LAW041", "LAW042", "LAW043", "RET010")

HEADS = (
    "| Behandling | Ändamål | Personuppgifter | Registrerade | Rättslig grund | Lagringstid |\n"
    "|---|---|---|---|---|---|\n"
)
PLAIN_ROW = "| Lån | Låna ut | Namn | Privatpersoner | Avtal | Avtalstiden + 1 år |"
CASES = [
    (code, kind, text)
    for code, body in re.findall(
        r"^## (\w+)\n(.*?)(?=^## [A-Z]{3}\d|\Z)",
        (HERE / "law_cases.md").read_text(encoding="utf-8"),
        re.M | re.S,
    )
    for kind, text in re.findall(r"^```(fires|silent)\n(.*?)^```$", body, re.M | re.S)
]
LAW = law_on(date(2026, 11, 22))


def found_in(imported: PolicyImport) -> tuple[Finding, ...]:
    return (*check_register(imported.register), *check_law(imported.register, LAW))


@cache
def read(path: Path) -> tuple[PolicyImport, tuple[Finding, ...]]:
    imported = import_policy(path.read_text(encoding="utf-8"), path.name)
    return imported, found_in(imported)


def defects(findings: tuple[Finding, ...]) -> set[int]:
    codes = {each.code for each in findings}
    return {number for number, wanted in DEFECTS.items() if set(wanted.split()) <= codes}


def around(part: str) -> str:
    """A part of a policy made whole."""
    lines = part.splitlines()
    rows = [line for line in lines if line.startswith("|")] or [PLAIN_ROW]
    text = "\n".join(line for line in lines if not line.startswith("|"))
    return f"# Policy\n\nExempel Ett AB (org.nr 559900-0014) gäller detta.\n\n{text}\n\n{HEADS}" + "\n".join(
        rows
    )


def test_every_check_has_a_text_that_fires_and_one_that_does_not() -> None:
    for kind in ("fires", "silent"):
        told = {code for code, each, _ in CASES if each == kind}
        assert told == {check.code for check in LAW_CHECKS} - set(DATED)


@pytest.mark.parametrize(("code", "kind", "part"), CASES, ids=[f"{code}-{kind}" for code, kind, _ in CASES])
def test_a_check_fires_and_stays_silent(code: str, kind: str, part: str) -> None:
    codes = {each.code for each in check_law(import_policy(around(part)).register, LAW)}
    assert (code in codes) is (kind == "fires")


def test_every_defect_of_the_example_is_found() -> None:
    assert defects(read(EXAMPLE)[1]) == set(DEFECTS)


@pytest.mark.parametrize("code", sorted(PLACES))
def test_a_defect_is_found_at_its_sentence_or_row(code: str) -> None:
    imported, findings = read(EXAMPLE)
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    first = next(each for each in findings if each.code == code)
    place = imported.places[first.where]
    line = lines[place.line - 1]
    begins, says = PLACES[code]
    assert line.startswith(begins), line[:60]
    assert line[place.column - 1 :].startswith(says), line[place.column - 1 :][:60]


def test_every_place_of_a_finding_is_known() -> None:
    imported, findings = read(EXAMPLE)
    assert {each.where for each in findings} <= set(imported.places)


@pytest.mark.parametrize("name", PARAPHRASES)
def test_the_same_defects_are_found_in_other_words(name: str) -> None:
    _, findings = read(HERE / "policies" / f"{name}.md")
    assert len(defects(findings)) >= 35, sorted(set(DEFECTS) - defects(findings))
    example = {each.text for each in read(EXAMPLE)[0].register.statements}
    assert not example & {each.text for each in read(HERE / "policies" / f"{name}.md")[0].register.statements}


@pytest.mark.parametrize("name", ["model", "model_en"])
def test_a_clean_policy_has_no_finding(name: str) -> None:
    imported, findings = read(HERE / "policies" / f"{name}.md")
    assert imported.remarks == ()
    assert findings == ()
    assert len(imported.register.activities) > 10


def test_a_register_without_a_text_is_not_blamed_for_what_no_text_says() -> None:
    imported, _ = read(EXAMPLE)
    bare = type(imported.register)("x", imported.register.entities, imported.register.activities[:1])
    assert [each.code for each in check_law(bare)] == []


def test_every_check_of_the_law_declares_all_that_it_must() -> None:
    codes = [check.code for check in (*CATALOGUE, *LAW_CHECKS)]
    assert len(set(codes)) == len(codes)
    for check in LAW_CHECKS:
        assert re.fullmatch(r"(?:LAW|RET|TXT)\d{3}", check.code)
        assert isinstance(check.level, Level)
        assert check.law
        assert check.about.endswith(".")


def test_the_page_is_what_the_checks_say_of_themselves() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("again", ["never send outside the EU, ", "skicka inte till tredje land, "])
def test_a_hostile_sentence_takes_time_that_grows_with_its_length_only(again: str) -> None:
    def seconds(times: int) -> float:
        told = Statement("s", again * times + " if, om", "")
        register = Register("x", (Entity("e", "Exempel AB"),), (), statements=(told,))
        start = process_time()
        check_law(register, LAW)
        return process_time() - start

    assert seconds(1000) < 40 * max(seconds(100), 0.005)


def test_a_register_that_was_written_and_read_has_the_same_findings_at_places_of_its_own() -> None:
    register = read(EXAMPLE)[0].register
    text = register_yaml.write(register)
    found = check_law(register_yaml.parse(text), LAW)
    assert found == check_law(register, LAW)
    assert {each.where for each in found} <= set(register_yaml.places(text))
