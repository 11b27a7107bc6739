"""The user's policy as office programs write it, through the service that the verb calls."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.formats.policy_layouts import HEADS, Row, docx_sections, docx_table
from varsam.domain.register import Register
from varsam.domain.retention import formal
from varsam.services import policies

POLICY = Path(__file__).parents[1] / "formats" / "policies" / "softmore-integritetspolicy.md"
TODAY = date(2026, 11, 27)


def brief(register: Register) -> list[tuple[object, ...]]:
    return [
        (
            each.title,
            each.categories,
            each.subjects,
            [(one.basis, formal(one.rule) if one.rule else None, one.assumed) for one in each.purposes],
        )
        for each in register.activities
    ]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The policy as DOCX, a table and sections, and what LibreOffice makes of both."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NOT RUN: LibreOffice (soffice) isn't installed: apt install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("policies")
    text = POLICY.read_text(encoding="utf-8").replace("**", "")
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if line.startswith("|")]
    before, after = "\n".join(lines[: places[0]]), "\n".join(lines[places[-1] + 1 :])
    rows: list[Row] = [
        (each.title, row.purpose, row.categories, row.subjects, row.basis, row.retention)
        for each in policies.draft(POLICY, (), TODAY).imported.register.activities
        if (row := each.published) is not None
    ]
    (folder / "table.docx").write_bytes(docx_table(before, rows, HEADS["sv"], after))
    (folder / "sections.docx").write_bytes(docx_sections(before, rows, HEADS["sv"], after))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    for options in (("pdf", "."), ("odt", "odt"), ("html", ".")):
        made = ["table.docx", "sections.docx"]
        subprocess.run(
            [office, profile, "--headless", "--convert-to", options[0], "--outdir", options[1], *made],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "docx", "--outdir", "again", "odt/table.odt"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


@pytest.mark.parametrize(
    "name", ["table.docx", "again/table.docx", "table.pdf", "table.html", "sections.pdf", "sections.html"]
)
def test_what_libreoffice_makes_of_the_policy_is_the_same_register(converted: Path, name: str) -> None:
    own = policies.draft(POLICY, (), TODAY)
    drafted = policies.draft(converted / name, (), TODAY)
    assert brief(drafted.imported.register) == brief(own.imported.register)
    assert len(drafted.imported.register.activities) == 20
    told = {each.code for each in drafted.findings if each.code.startswith("POL")}
    # A row that a page break cuts is told; nothing else was noticed.
    assert told <= {"POL020", "POL022"}


def test_the_homes_silences_count_and_what_is_silent_is_listed(tmp_path: Path) -> None:
    bare = policies.draft(POLICY, (), TODAY, tmp_path)
    assert bare.silent == ()
    silenced = next(each for each in bare.findings if each.code == "LAW018")
    text = (
        "silences:\n"
        '  - {check: LAW018, where: "*", reason: no officer is required, until: 2027-06-30}\n'
        '  - {check: LAW010, where: "*", reason: over since long, until: 2026-01-01}\n'
        '  - {check: MAP001, where: "*", reason: about no policy, until: 2027-06-30}\n'
    )
    (tmp_path / "silences.yaml").write_text(text, encoding="utf-8")
    drafted = policies.draft(POLICY, (), TODAY, tmp_path)
    assert {finding for finding, _ in drafted.silent} == {silenced}
    assert set(bare.findings) - set(drafted.findings) == {silenced}
    assert "LAW010" in {each.code for each in drafted.findings}
