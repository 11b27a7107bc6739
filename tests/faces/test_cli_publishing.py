"""docs/publishing.md, followed to the letter, and the verbs of publishing in both languages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.faces.cli_home import Ran, run
from varsam.formats.policy.document import Table
from varsam.formats.policy.html import read_html

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
SOFTMORE = ROOT / "tests" / "formats" / "policies" / "softmore-integritetspolicy.md"
SMALL = """\
# Integritetspolicy

Test AB, org. nr 556968-7857, behandlar dina personuppgifter.

## Dina rättigheter

Din begäran om registerutdrag ska vara skriftlig och egenhändigt undertecknad.

| Behandling | Ändamål | Personuppgifter | Registrerade | Rättslig grund | Lagringstid |
|---|---|---|---|---|---|
| Anmälan för nyhetsbrev | Nyhetsbrev | E-postadress | Kunder | Samtycke | Tills samtycket återkallas |
| Kontakt via telefon, chat | Återkoppling | Ljudinspelningar | Kunder | Intresseavvägning | 2 år |
| Utskick | Marknadsföring | E-postadress | Kunder | Intresseavvägning | Avtalstiden + 3 år |
"""
POINT = """
collection_points:
  newsletter-form:
    title: Anmälan till nyhetsbrev
    channel: web
    activities: [anmalan-for-nyhetsbrev]
    notice: under fältet
    fields: [{name: E-post, required: true, consequence: Utan den kan vi inte skicka}]
  calls:
    title: Telefon
    channel: phone
    activities: [kontakt-via-telefon-chat]

# The sentences"""


def lines() -> list[tuple[str, str]]:
    """Each command of the page with the output that stands below it."""
    found = []
    for block in CONSOLE.findall(PAGE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def imported(folder: Path, policy: Path | None = None) -> Path:
    home = folder / "our-company"
    if policy is None:
        policy = folder / "policy.md"
        policy.write_text(SMALL, encoding="utf-8")
    assert run("--home", str(home), "policy", "import", str(policy), "--write").code == 1
    return home


def edit(home: Path, old: str, new: str) -> None:
    path = home / "register.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_page_is_followed_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = imported(tmp_path, SOFTMORE)
    before = (home / "register.yaml").read_text(encoding="utf-8")
    said: dict[str, Ran] = {}
    for command, output in lines():
        if "--letter" in command:
            edit(home, "rule: contract.end + 90 days", "rule: contract.end + 3 years")
        if "notice" in command:
            edit(home, "\n# The sentences", POINT)
        program, *arguments = shlex.split(command)
        assert program == "varsam"
        placed = [
            str(tmp_path / each) if each.startswith(("our-company", "draft")) else each for each in arguments
        ]
        said[command] = run(*placed)
        assert said[command].code in (0, 1), (command, said[command])
        if output:
            assert said[command].out == output
    codes = [each.code for each in said.values()]
    assert codes == [0, 0, 0, 0, 0, 0, 0, 0, 1]
    letter = next(each for command, each in said.items() if "--letter" in command).out
    assert "storage time was “Contract period + 90 days”, is “Contract period + 3 years” (longer)" in letter
    assert "From 20" in letter
    assert "as they were published" in said["varsam --home our-company policy versions"].out
    assert (tmp_path / "draft" / "policy.sv.html").exists()
    [table] = [
        part
        for part in read_html(
            (home / "policy/published/0001/policy.sv.html").read_text(encoding="utf-8")
        ).parts
        if isinstance(part, Table)
    ]
    assert len(table.rows) == 20
    # What was published is imported as the same register.
    read = tmp_path / "read"
    published = home / "policy/published/0001/policy.sv.html"
    assert run("--home", str(read), "policy", "import", str(published), "--write").code == 1
    assert (read / "register.yaml").read_text(encoding="utf-8") == before


def test_without_an_answer_nothing_is_published(tmp_path: Path) -> None:
    home = str(imported(tmp_path))
    refused = run("--home", home, "policy", "publish", "--json")
    assert refused.code == 3
    assert "check" in refused.failure["hint"]
    assert run("--home", home, "policy", "versions", "--json").document == {"versions": []}
    assert run("--home", home, "policy", "diff").out == "No version is published yet.\n"
    assert run("--home", home, "--lang", "sv", "policy", "compare", str(SOFTMORE)).code == 3


def test_json_of_each_verb_and_what_was_tampered_with(tmp_path: Path) -> None:
    home = imported(tmp_path)
    around = ("--home", str(home), "--json")
    swedish_only = (*around, "policy", "publish", "--language", "sv")
    done = run(*swedish_only, "--yes", "--effective", "2027-02-03").document
    assert (done["version"], done["published"], done["effective"]) == (1, True, "2027-02-03")
    assert done["languages"] == ["sv"]
    assert "LAW004" in done["despite"]
    assert not any(".en." in each for each in done["written"])
    assert run(*swedish_only).document == {"version": 1, "published": False}
    page = home / "policy/published/0001/policy.sv.html"
    same = run(*around, "policy", "compare", str(page))
    assert (same.code, same.document["state"], same.document["claimed"]) == (0, "same", 1)
    changed = tmp_path / "page.html"
    changed.write_text(page.read_text(encoding="utf-8").replace("Avtalstiden + 3 år", "3 år", 1), "utf-8")
    by_hand = run(*around, "policy", "compare", str(changed))
    assert (by_hand.code, by_hand.document["state"]) == (1, "changed")
    assert by_hand.document["missing"] == ["Utskick · Lagringstid: Avtalstiden + 3 år"]
    swedish = run("--home", str(home), "--lang", "sv", "policy", "compare", str(changed))
    assert "Sidan är ändrad för hand; närmast är version 1." in swedish.out
    edit(home, "name: Test AB", "name: Nytt AB")
    found = run(*around, "policy", "diff").document
    assert [each["code"] for each in found["changes"]] == ["controller_named"]
    assert found["letter"]["sv"]["subject"].startswith("Nytt AB ändrar sin integritetspolicy från")
    page.chmod(0o644)
    page.write_text("x", encoding="utf-8")
    tampered = run(*around, "policy", "versions")
    assert tampered.code == 1
    [version] = tampered.document["versions"]
    assert version["faults"] == ["policy.sv.html was changed after it was published"]
    assert version["in_ledger"] is True
    shown = run("--home", str(home), "--lang", "sv", "policy", "versions")
    assert "policy.sv.html ändrades efter att den publicerades" in shown.out
    assert run(*around, "policy", "compare", "http://example.com/").code == 3
    assert run(*around, "policy", "diff", "9").code == 3


def test_notices_are_written_and_what_they_lack_is_said(tmp_path: Path) -> None:
    home = imported(tmp_path)
    edit(home, "\n# The sentences", POINT)
    around = ("--home", str(home), "--lang", "sv")
    html = run(*around, "policy", "notice", "newsletter-form", "--format", "html")
    assert html.code == 1
    assert html.out.startswith('<section lang="sv">')
    assert "E-post krävs. Utan den kan vi inte skicka." in html.out
    assert "säger inget om dataskyddsombud" in html.err
    call = run(*around, "policy", "notice", "calls")
    assert call.out.startswith("Det här är Test AB. Vi vill spela")
    assert run(*around, "policy", "notice", "calls", "--json").document["spoken"] in call.out
    unknown = run(*around, "policy", "notice", "nowhere")
    assert unknown.code == 3
    assert "newsletter-form, calls" in unknown.err
    assert run(*around, "policy", "notice", "calls", "--format", "pdf").code == 2
