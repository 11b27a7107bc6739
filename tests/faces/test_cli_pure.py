"""The verbs that only read and compute: what they answer, in both forms, and what they leave unimported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faces.cli_home import TODAY, CliHome, run, run_fresh
from tests.formats.policy_layouts import HEADS, docx_table

POLICY = """\
# Integritetspolicy

Test AB, org. nr 556968-7857, behandlar dina personuppgifter.

| Personuppgiftsbehandling | Syftet med behandlingen | Kategorier av personuppgifter \
| Kategorier av registrerade | Rättslig grund | Lagringstid |
|---|---|---|---|---|---|
| Köp av produkt | Leverera | Kontaktuppgifter, fakturauppgifter | Kund | Avtal | Avtalstiden + 1 år |
| Övrigt | Svara | Kontaktuppgifter | Kund | Avtal | Varierande |
"""
HEAVY = ("django", "sqlalchemy", "psycopg", "cryptography", "rich")


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop."""
    return CliHome(tmp_path / "home").build()


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy with one row that can be read and one that needs a person."""
    path = tmp_path / "policy.md"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_a_rule_is_explained() -> None:
    ran = run(
        "rule", "show", "contract.end + 1 year", "--at", "contract.end=2024-02-29", "--on", TODAY, "--json"
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.document == {
        "rule": "contract.end + 1 year",
        "sv": "Avtalstiden + 1 år",
        "en": "Contract period + 1 year",
        "due": "2025-02-28",
        "state": "due",
        "over": True,
        "on": TODAY,
        "cutoffs": [{"event": "contract.end", "date": "2025-11-21"}],
    }


@pytest.mark.parametrize(("at", "state"), [((), "open"), (("--at", "contract.end=absent"), "absent")])
def test_an_event_that_isnt_given_is_open(at: tuple[str, ...], state: str) -> None:
    ran = run("rule", "show", "contract.end + 1 year", *at, "--json")
    assert (ran.code, ran.document["due"], ran.document["over"]) == (0, None, False)
    assert ran.document["state"] == state


def test_the_last_day_isnt_over_and_the_day_after_is() -> None:
    words = ("rule", "show", "contract.end + 1 year", "--at", "contract.end=2025-11-22", "--json", "--on")
    assert run(*words, "2026-11-22").document["over"] is False
    assert run(*words, "2026-11-23").document["over"] is True


def test_a_rule_may_be_given_in_words() -> None:
    assert run("rule", "show", "Avtalstiden + 1 år", "--json").document["rule"] == "contract.end + 1 year"


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (("rule", "show", "contract.end + 1 yaer"), "rule:1"),
        (("rule", "show", "contract.end", "--at", "contract.ends=2026-01-01"), "--at"),
        (("rule", "show", "contract.end", "--at", "contract.end=yesterday"), "--at contract.end"),
        (("rule", "show", "contract.end", "--at", "contract.end"), "--at"),
        (("rule", "show", "contract.end", "--on", "20261122"), "--on"),
        (("deadline", "2026-02-30"), "RECEIVED"),
        (("--lang", "de", "deadline", TODAY), "--lang"),
        (("check", "--home", "nowhere-at-all"), "register.yaml"),
        (("check", "--home", "x" * 5000), "register.yaml"),
        (("policy", "import", "/dev/zero"), "/dev/zero"),
    ],
)
def test_what_must_be_mended_is_named(arguments: tuple[str, ...], where: str) -> None:
    ran = run(*arguments, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert set(ran.failure) >= {"error", "where", "hint"}
    assert where in ran.failure["where"]
    assert ran.failure["hint"]
    plain = run(*arguments)
    assert plain.code == 2
    assert where in plain.err
    assert "→" in plain.err


def test_a_phrase_is_read_or_needs_a_person() -> None:
    read = run("rule", "read", "Under rekryteringsprocessen + 6 mån (vid samtycke)", "--json")
    assert read.code == 0
    assert read.document["rule"] == "earliest(recruitment.closed + 6 months, consent.withdrawn)"
    assert (read.document["when"], read.document["otherwise"]) == ("consent", "recruitment.closed")
    unread = run("rule", "read", "Varierande, > 5 år", "--json")
    assert (unread.code, unread.document["needs_person"]) == (3, "Varierande, > 5 år")
    assert run("rule", "read", "Contract period + 1 year", "--tongue", "sv", "--json").code == 3
    assert run("rule", "read", "Contract period + 1 year", "--tongue", "en", "--json").code == 0


def test_a_deadline() -> None:
    ran = run("deadline", "2026-11-22", "--json")
    assert ran.code == 0
    assert set(ran.document) == {"received", "target", "due", "due_latest", "extended_due"}
    assert ran.document["due"] == "2026-12-22"
    assert "2026-12-22  svara senast" in run("deadline", "2026-11-22", "--lang", "sv").out


def test_a_policy_is_shown_and_nothing_written(policy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    ran = run("--home", str(folder), "policy", "import", str(policy), "--json")
    assert ran.code == 1  # an error stands against it: the phrase that nobody could read
    assert {"activities", "statements", "findings", "patches"} <= set(ran.document)
    rules = [each["purposes"][0]["rule"] for each in ran.document["activities"]]
    assert rules == ["contract.end + 1 year", None]
    assert ran.document["activities"][1]["purposes"][0]["needs_person"] == "Varierande"
    errors = [each for each in ran.document["findings"] if each["level"] == "error"]
    assert all(each["position"].startswith(f"{policy}:") for each in errors)
    assert errors
    assert not folder.exists()


def test_a_policy_is_written_once_and_accepting_joins_it(policy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    words = ("--home", str(folder), "policy", "import", str(policy), "--write", "--json")
    first = run(*words)
    register = folder / "register.yaml"
    assert first.document["written"] == [
        str(register),
        str(folder / "schemas" / "register.json"),
        str(folder / "policy" / "policy.md"),
        str(folder / "sources" / "varsam.yaml"),
        str(folder / "claims.yaml"),
        str(folder / ".gitignore"),
    ]
    assert "varsam.key" in (folder / ".gitignore").read_text(encoding="utf-8")
    patch = first.document["patches"][0]["id"]
    register.write_text(register.read_text(encoding="utf-8") + "# our own words\n", encoding="utf-8")
    before = register.read_bytes()
    refused = run(*words)
    assert (refused.code, refused.failure["where"]) == (3, str(register))
    assert register.read_bytes() == before
    accepted = run(*words, "--accept", patch)
    assert accepted.document["patches"] == []
    after = register.read_text(encoding="utf-8")
    assert "# our own words" in after
    assert after.count("legal_obligation") > before.decode().count("legal_obligation") - 1
    assert "outcome: accepted" in after
    assert run(*words, "--accept", "nosuch").code == 2


def test_findings_stand_where_they_are_mended(home: CliHome) -> None:
    sound = home.run("check", "--on", "2026-11-22", "--json")
    assert sound.code == 0
    assert [each["code"] for each in sound.document["findings"]] == ["ASM002"], "nobody weighed an interest"
    register = home.path / "register.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(
        text.replace("rule: contract.end + 1 year}", 'needs_person: "Varierande"}'), encoding="utf-8"
    )
    ran = home.run("check", "--json")
    assert ran.code == 1
    [finding] = [each for each in ran.document["findings"] if each["level"] == "error"]
    assert set(finding) >= {"code", "level", "where", "message", "hint", "law"}
    assert (finding["code"], finding["where"]) == ("RET003", "purpose orders")
    line = int(finding["position"].split(":")[1])
    assert "orders:" in register.read_text(encoding="utf-8").splitlines()[line - 1]
    assert "kan inte följas" in home.run("check", "--lang", "sv").out


def test_every_fault_of_a_file_is_said_with_its_place(home: CliHome) -> None:
    register = home.path / "register.yaml"
    text = register.read_text(encoding="utf-8").replace("basis: contract", "basis: contact")
    text = text.replace("basis: legitimate_interests", "basis: interest")
    register.write_text(text, encoding="utf-8")
    ran = home.run("check", "--json")
    assert ran.code == 2
    places = [each["where"] for each in ran.failure["errors"]]
    assert len(places) == 2
    assert all(f"{register}:" in place for place in places)
    assert all(place in home.run("check").err for place in places)


def test_a_silenced_error_is_listed_and_heard_again_after_its_last_day(home: CliHome) -> None:
    register = home.path / "register.yaml"
    text = register.read_text(encoding="utf-8")
    register.write_text(
        text.replace("rule: contract.end + 1 year", "needs_person: a while", 1), encoding="utf-8"
    )
    (found,) = (each for each in home.run("check", "--json").document["findings"] if each["level"] == "error")
    named = f"check: {found['code']}, where: {found['where']}"
    silence = f"silences:\n  - {{{named}, reason: asked, until: 2026-12-01}}\n"
    (home.path / "silences.yaml").write_text(silence, encoding="utf-8")
    silent = home.run("check", "--on", "2026-12-01", "--json")
    assert silent.code == 0
    assert [each["reason"] for each in silent.document["silenced"]] == ["asked"]
    assert "asked" in home.run("check", "--on", "2026-12-01").out
    heard = home.run("check", "--on", "2026-12-02", "--json")
    assert heard.code == 1
    places = {each["code"]: each["position"] for each in heard.document["findings"]}
    assert places["SIL001"] == "silences.yaml:2:5"
    (home.path / "silences.yaml").write_text(silence.replace(found["code"], "RET999"), encoding="utf-8")
    assert home.run("check", "--json").code == 2


def test_a_new_home_is_sound_and_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert run("--home", str(folder), "init").code == 0
    assert run("--home", str(folder), "check").code == 0
    assert "/varsam.key" in (folder / ".gitignore").read_text(encoding="utf-8")
    assert "#" in (folder / "register.yaml").read_text(encoding="utf-8")
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(files) == 6
    assert run("--home", str(folder), "init").code == 3
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == files


def _imported(*arguments: str) -> set[str]:
    """The top names that a command has imported at its end."""
    code = (
        "import sys; from varsam.faces.cli.main import run; code = run(sys.argv[1:]);"
        "sys.stderr.write('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}));"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.decode().splitlines()[-1].split())


def test_pure_verbs_import_neither_state_nor_sources(home: CliHome, policy: Path) -> None:
    where = ("--home", str(home.path))
    for arguments in (
        ("rule", "show", "contract.end + 1 year"),
        ("rule", "read", "Avtalstiden + 1 år"),
        ("deadline", TODAY),
        (*where, "check"),
        ("policy", "import", str(policy)),
    ):
        imported = _imported(*arguments)
        assert "typer" in imported
        assert imported & set(HEAVY) == set(), arguments
    # The control: a verb that needs state imports it.
    assert {"django", "sqlalchemy"} <= _imported(*where, "check", "--online")


def test_options_stand_before_or_after_the_verb_and_the_nearer_wins() -> None:
    for words in (
        ("--json", "deadline", TODAY),
        ("deadline", TODAY, "--json"),
        ("deadline", "--json", TODAY),
    ):
        assert json.loads(run(*words).out)["received"] == TODAY
    assert "answer by" in run("--lang", "sv", "deadline", TODAY, "--lang", "en").out
    assert json.loads(run("rule", "--json", "show", "contract.end").out)["rule"] == "contract.end"


def test_wrong_use_is_said_in_the_form_that_was_asked_for() -> None:
    plain = run("nosuch")
    assert (plain.code, plain.out) == (2, "")
    assert "nosuch" in plain.err
    for words in (
        ("nosuch", "--json"),
        ("deadline", "--json"),
        ("--json",),
        ("deadline", TODAY, "--no", "--json"),
    ):
        ran = run(*words)
        assert (ran.code, ran.out) == (2, "")
        assert set(ran.failure) == {"error", "where", "hint"}


def test_the_language_follows_the_locale_and_help_is_in_it() -> None:
    assert "svara senast" in run("deadline", TODAY, environment={"LC_ALL": "sv_SE.UTF-8"}).out
    assert "answer by" in run("deadline", TODAY, environment={"LC_ALL": "C"}).out
    assert "Räkna ut när en begäran" in run("--lang", "sv", "deadline", "--help").out
    assert "Compute by when a request" in run("deadline", "--help").out


def test_a_locale_without_letters_stops_nothing() -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert run_fresh("deadline", TODAY, "--lang", "sv", environment=ascii_only).code == 0
    ran = run_fresh("rule", "show", "contract.end + 1 year", "--json", environment=ascii_only)
    assert ran.document["sv"] == "Avtalstiden + 1 år"


def test_a_reader_that_goes_away_is_no_failure_of_ours() -> None:
    code = "import sys; from varsam.faces.cli.main import run; sys.exit(run(sys.argv[1:]))"
    child = subprocess.Popen(
        [sys.executable, "-c", code, "deadline", TODAY], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    said = child.stderr.read().decode()
    child.stderr.close()
    assert (child.wait(), said) == (141, "")


def test_a_policy_in_another_layout_is_read_and_silent_findings_are_listed(tmp_path: Path) -> None:
    folder, path = tmp_path / "home", tmp_path / "policy.docx"
    row = ("Köp", "Leverera", "Namn", "Kunder", "Avtal", "Avtalstiden + 1 år*")
    path.write_bytes(
        docx_table("Test AB, org. nr 556968-7857, ansvarar.", [row], HEADS["sv"], "* Om inget annat sägs.")
    )
    words = ("--home", str(folder), "policy", "import", str(path))
    shown = run(*words, "--lang", "sv")
    assert f"{path}, tabell 1, rad 2" in shown.out.replace("\n", "")
    assert "En fotnot under tabellen begränsar vad en rad säger." in " ".join(shown.out.split())
    assert run(*words, "--json").document["silenced"] == []
    folder.mkdir()
    silence = '  - {check: POL014, where: "*", reason: said in the contract, until: 2099-01-01}\n'
    (folder / "silences.yaml").write_text(f"silences:\n{silence}", encoding="utf-8")
    document = run(*words, "--json").document
    assert [each["code"] for each in document["silenced"]] == ["POL014"]
    assert "POL014" not in {each["code"] for each in document["findings"]}
    path.write_bytes(b"%PDF-1.7")
    failed = run(*words, "--lang", "sv")
    assert (failed.code, "Traceback" in failed.err) == (2, False)
