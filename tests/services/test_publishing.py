"""The policy is published once per change, kept as it was, and the live page is held against it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.errors import NotAllowed, RegisterError, SourceRejected, SourceUnavailable
from varsam.formats.register_yaml import fingerprint
from varsam.services import policies, policy_archive, policy_draft, policy_page
from varsam.services.home import Home
from varsam.services.policy_archive import Published

POLICY = """\
# Integritetspolicy

Test AB, org. nr 556968-7857, behandlar dina personuppgifter.

## Vad vi lovar

Vi är **försiktiga**. Du har rätt att få veta vad vi har.

| Behandling | Ändamål | Personuppgifter | Registrerade | Rättslig grund | Lagringstid |
|---|---|---|---|---|---|
| Köp | Leverera | Kontaktuppgifter | Kunder | Avtal | Avtalstiden + 1 år |
| Utskick | Marknadsföring | E-postadress | Kunder | Intresseavvägning | Avtalstiden + 1 år |
"""


def make_home(folder: Path, text: str = POLICY) -> None:
    source = folder.parent / f"{folder.name}-policy.md"
    source.write_text(text, encoding="utf-8")
    policies.put(policies.draft(source, (), date(2026, 11, 1)), "policy.md", folder, (), date(2026, 11, 1))


def home_at(folder: Path, days: int = 0) -> Home:
    return Home(folder, {}, "tester", clock=lambda: NOW + timedelta(days=days))


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "register.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def publish(home: Home, note: str = "") -> Published:
    from varsam.services import publishing

    made = policy_draft.draft(home)
    return publishing.publish(home, made, home.today, note, ("LAW009",))


def test_a_version_is_kept_verified_and_made_only_when_something_changed(
    sqlite_state: OwnState,  # noqa: F811
) -> None:
    from varsam.services import evidence, publishing

    path = sqlite_state.path
    make_home(path)
    home = home_at(path)
    made = policy_draft.draft(home)
    assert policy_draft.unchanged(home, made) is None
    first = publish(home, "den första")
    assert (first.number, first.faults, first.languages) == (1, (), ("sv", "en"))
    assert first.facts["note"] == "den första"
    assert first.facts["despite"] == ["LAW009"]
    assert first.facts["by"] == "tester"
    assert {each.name for each in first.folder.iterdir()} == {
        *(f"policy.{lang}.{form}" for lang in ("sv", "en") for form in ("md", "html", "pdf")),
        "facts.json",
        "ledger.json",
    }
    assert publishing.in_ledger(first)
    # The owner's document is as it was; only the archive was written.
    assert (path / "policy" / "policy.md").read_text(encoding="utf-8") == POLICY
    again = policy_draft.unchanged(home_at(path, days=3), policy_draft.draft(home_at(path, days=3)))
    assert again is not None
    assert again.number == 1
    # The same version gives the same bytes.
    files = policy_draft.rendered(made, policy_draft.Release(1, home.today, made.content))
    assert all((first.folder / name).read_bytes() == content for name, content in files.items())

    edit(path, "rule: contract.end + 1 year", "rule: contract.end + 2 years")
    later = home_at(path, days=9)
    assert policy_draft.unchanged(later, policy_draft.draft(later)) is None
    before, changes, _ = policy_draft.changed(later, None, None)
    assert before is not None
    assert before.number == 1
    assert [each.code for each in changes] == ["time_longer"]
    second = publish(later)
    assert "Avtalstiden + 2 år" in second.text("sv", "md")
    assert [each.number for each in policy_archive.versions(later)] == [1, 2]
    assert [each.code for each in policy_draft.changed(later, 1, 2)[1]] == ["time_longer"]
    assert policy_draft.changed(later, 2, None)[1] == ()
    with pytest.raises(NotAllowed):
        policy_draft.changed(later, 7, None)
    assert evidence.verify().ok


def test_what_was_changed_in_the_archive_is_found(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import publishing

    path = sqlite_state.path
    make_home(path)
    folder = publish(home_at(path)).folder
    assert policy_archive.versions(home_at(path))[0].faults == ()

    def change(name: str, act: Callable[[Path], object]) -> tuple[str, ...]:
        file = folder / name
        before = file.read_bytes() if file.exists() else None
        if before is not None:
            file.chmod(0o644)
        act(file)
        [found] = policy_archive.versions(home_at(path))
        faults = (*found.faults, *(() if publishing.in_ledger(found) else ("not in the ledger",)))
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
        return faults

    assert change("policy.sv.html", lambda file: file.write_text("x")) == (
        "policy.sv.html was changed after it was published",
    )
    assert change("policy.en.md", lambda file: file.unlink()) == ("policy.en.md is missing",)
    assert change("more.txt", lambda file: file.write_text("x")) == ("more.txt wasn't published",)
    assert change(
        "facts.json", lambda file: file.write_text(file.read_text().replace("tester", "other"))
    ) == ("not in the ledger",)
    assert change("ledger.json", lambda file: file.write_text('{"entry": 99}')) == ("not in the ledger",)
    with pytest.raises(RegisterError):
        change("facts.json", lambda file: file.write_text("{"))


def test_a_version_that_the_ledger_refuses_leaves_nothing(sqlite_state: OwnState) -> None:  # noqa: F811
    """The ledger takes no year of five digits; the archive must not keep what the ledger doesn't know."""
    from varsam.services import publishing

    path = sqlite_state.path
    make_home(path)
    home = home_at(path)
    made = policy_draft.draft(home)

    class Broken(date):
        """A day that the ledger can't hold."""

        def isoformat(self) -> str:
            """Give what is no day."""
            return "tomorrow"

    with pytest.raises(NotAllowed):
        publishing.publish(home, made, Broken(2027, 1, 1))
    assert policy_archive.versions(home) == ()
    assert publish(home).number == 1


def test_a_sentence_that_was_found_false_is_named(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import publishing
    from varsam.store import claim_runs

    path = sqlite_state.path
    make_home(path)
    home = home_at(path)
    made = policy_draft.draft(home)
    assert publishing.false_sentences(made) == ()
    careful, may = (each.id for each in made.register.statements[-2:])

    def found(verifier: str) -> None:
        answers = {verifier: {"verdict": "false"}, "S1": {"verdict": "true"}}
        report = {
            careful: {"verdict": "false", "shown": "false", "verifiers": answers},
            may: {"verdict": "true", "shown": "true", "verifiers": {}},
            "gone": {"verdict": "false", "shown": "false", "verifiers": answers},
        }
        text = json.dumps({"claims": report}).encode()
        claim_runs.save(NOW, home.today, verifier.ljust(64, "0"), text)

    found("S7")
    assert [each.id for each in publishing.false_sentences(made)] == [careful]
    # Publishing itself makes it true that the last version is the current one.
    found("S62")
    assert publishing.false_sentences(made) == ()
    found("S7")
    made = policy_draft.draft(home)
    done = publishing.publish(home, made, home.today, false=publishing.false_sentences(made))
    assert done.facts["false"] == [careful]


def test_the_register_is_read_back_from_what_was_published(sqlite_state: OwnState) -> None:  # noqa: F811
    path = sqlite_state.path
    make_home(path)
    published = publish(home_at(path))
    wanted = policies.draft(path.parent / f"{path.name}-policy.md", (), date(2026, 11, 1)).imported.register
    for form in ("md", "html"):
        file = published.folder / f"policy.sv.{form}"
        read = policies.draft(file, (), date(2026, 11, 1)).imported.register
        assert fingerprint(read) == fingerprint(wanted)


def test_checks_read_the_text_that_would_be_published(sqlite_state: OwnState) -> None:  # noqa: F811
    path = sqlite_state.path
    make_home(path)

    def codes() -> set[str]:
        home = home_at(path)
        found = policy_draft.stands_against(home, policy_draft.draft(home))
        return {each.finding.code for each in found}

    # The version's date and the complaint come from us, the postal address must come from the register.
    assert "LAW017" in codes()
    assert "LAW016" not in codes()
    assert "LAW009" in codes()
    edit(path, "org_no: 556968-7857", "org_no: 556968-7857\n    address: Storgatan 1, 503 30 Borås")
    assert "LAW017" not in codes()
    (path / "silences.yaml").write_text(
        "silences:\n  - {check: LAW009, where: '*', reason: later, until: 2027-06-30}\n", encoding="utf-8"
    )
    assert "LAW009" not in codes()


def test_the_owners_document_is_the_one_that_says_the_registers_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    make_home(folder)
    (folder / "policy" / "a-letter.md").write_text("# Brev\n\nVi är försiktiga.\n", encoding="utf-8")
    made = policy_draft.draft(home_at(folder))
    assert made.source is not None
    assert made.source.name == "policy.md"
    assert "Vi är **försiktiga**." in made.text("sv")
    assert made.left_out == ()
    written = (folder / "policy" / "policy.md").read_text(encoding="utf-8")
    more = written.replace("vad vi har.", "vad vi har. Vi säljer inget.")
    (folder / "policy" / "policy.md").write_text(more, encoding="utf-8")
    later = policy_draft.draft(home_at(folder))
    assert later.left_out == ("Vi säljer inget.",)
    assert "säljer" not in later.text("sv")
    for file in (folder / "policy").glob("*.md"):
        file.unlink()
    without = policy_draft.draft(home_at(folder))
    assert without.source is None
    assert "Vi är försiktiga." in without.text("sv")
    text = (folder / "register.yaml").read_text(encoding="utf-8")
    (folder / "register.yaml").write_text(text.partition("statements:")[0], encoding="utf-8")
    model = policy_draft.draft(home_at(folder))
    assert not model.prose.pieces
    assert "Här står hur Test AB behandlar personuppgifter" in model.text("sv")


# -- the live page -------------------------------------------------------------------------------------------


class _Site(BaseHTTPRequestHandler):
    pages: dict[str, tuple[int, bytes]]

    def do_GET(self) -> None:
        """Answer with a page, or with a redirect to what stands there."""
        status, content = self.pages.get(self.path, (404, b""))
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", content.decode())
        self.end_headers()
        if status == 200:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, tuple[int, bytes]]]]:
    """A web server of this machine, and its pages."""
    pages: dict[str, tuple[int, bytes]] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Site", (_Site,), {"pages": pages}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_the_live_page_is_the_newest_an_older_or_a_changed_one(
    sqlite_state: OwnState,  # noqa: F811
    site: tuple[str, dict[str, tuple[int, bytes]]],
) -> None:
    path, (address, pages) = sqlite_state.path, site
    make_home(path)
    with pytest.raises(NotAllowed):
        policy_page.compare(home_at(path), str(path / "register.yaml"))
    first = publish(home_at(path))
    html = first.text("sv", "html")
    pages["/"] = (301, b"/policy")
    pages["/policy"] = (200, html.encode())
    found = policy_page.compare(home_at(path), f"{address}/")
    assert (found.state, found.version, found.language, found.claimed, found.behind) == (
        "same",
        1,
        "sv",
        1,
        False,
    )

    edit(path, "rule: contract.end + 1 year", "rule: contract.end + 2 years")
    assert policy_page.compare(home_at(path), f"{address}/policy").behind
    second = publish(home_at(path, days=1))
    assert policy_page.compare(home_at(path), f"{address}/policy").state == "older"
    pages["/policy"] = (200, html.replace("försiktiga", "mycket försiktiga").encode())
    changed = policy_page.compare(home_at(path), f"{address}/policy")
    assert (changed.state, changed.version) == ("changed", 1)
    assert changed.difference.missing == ("Vi är försiktiga.",)
    assert changed.difference.added == ("Vi är mycket försiktiga.",)
    # A page may say that it is the newest and be none.
    claims = html.replace("version=1;", "version=2;").replace("Vi är", "Vi var")
    pages["/policy"] = (200, claims.encode())
    lying = policy_page.compare(home_at(path), f"{address}/policy")
    assert (lying.state, lying.claimed) == ("changed", 2)
    file = path / "saved.html"
    file.write_text(second.text("en", "html"), encoding="utf-8")
    assert policy_page.compare(home_at(path), str(file)).language == "en"
    file.write_text("<html><body><p>Välkommen till butiken.</p></body></html>", encoding="utf-8")
    other = policy_page.compare(home_at(path), str(file))
    assert (other.state, other.version) == ("other", 0)


def test_an_address_leads_nowhere_but_to_a_page(site: tuple[str, dict[str, tuple[int, bytes]]]) -> None:
    address, pages = site
    pages["/file"] = (302, b"file:///etc/passwd")
    pages["/plain"] = (302, b"http://example.com/")
    pages["/round"] = (302, b"/round")
    pages["/large"] = (200, b"x" * (policy_page.LARGEST_BYTES + 1))
    pages["/fine"] = (200, b"<p>Hej.</p>")
    assert policy_page.read(f"{address}/fine") == "<p>Hej.</p>"
    for refused in ("/file", "/plain"):
        with pytest.raises(NotAllowed):
            policy_page.read(address + refused)
    for rejected in ("/round", "/large", "/nothing"):
        with pytest.raises(SourceRejected):
            policy_page.read(address + rejected)
    for refused in ("file:///etc/passwd", "ftp://example.com/x", "http://example.com/"):
        with pytest.raises(NotAllowed):
            policy_page.read(refused)
    with pytest.raises(SourceUnavailable):
        policy_page.read("https://127.0.0.1:1/")
    with pytest.raises(RegisterError):
        policy_page.read("no-such-file.html")
