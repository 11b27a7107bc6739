"""Drafts of assessments: begun with what the register knows, and never over anything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faces.cli_home import REGISTER
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.impact_need import Verdict
from varsam.formats import assessments_yaml
from varsam.services import assessments, checking
from varsam.services.home import Home

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CALLS = """\
  calls:
    title: "Samtal: kundtjänst"
    role: controller
    controllers: [test]
    categories: [audio]
    subjects: [employee]
    operations: [record]
    purposes:
      calls:
        title: Minnas vad som sagts
        basis: legitimate_interests
        rule: contact.at + 2 years
        interest: "Nu: visa"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A controller whose calls need an impact assessment, and whose activity and purpose have one id."""
    (tmp_path / "register.yaml").write_text(REGISTER + CALLS, encoding="utf-8")
    return Home(tmp_path, {}, clock=lambda: NOW)


def test_a_draft_holds_what_the_register_knows_and_asks_the_rest(home: Home) -> None:
    [calls] = [each for each in assessments.assessed(home) if each.activity.id == "calls"]
    assert calls.need.verdict is Verdict.NEEDED
    assert assessments.draft(home, "calls", "sv").sort == "interests"
    assert assessments.draft(home, "calls", "en", impact=True).sort == "impacts"
    [weighed], [impact] = home.assessments.interests, home.assessments.impacts
    assert (weighed.interest, weighed.purposes) == ("Nu: visa", ("calls",))
    assert impact.description == (
        "Samtal: kundtjänst: Minnas vad som sagts. Data: Audio recordings. People: Employees."
        " Recipients: none given."
    )
    assert impact.retention == "Minnas vad som sagts: Contact + 2 years."
    text = (home.path / assessments_yaml.FILE).read_text(encoding="utf-8")
    assert "# Steg 2. Varför når inget mindre ingripande samma mål?\n    # necessity:\n" in text
    assert "# Criteria that are met: sensitive (audio), vulnerable (employee)" in text
    found = {each.finding.code: each.position for each in checking.check_files(home)}
    assert {"ASM006", "ASM027", "ASM001"} <= set(found), "offers is still unweighed"
    assert found["ASM027"].startswith("assessments.yaml:")
    assert "ASM020" not in found


def test_a_draft_never_changes_what_stands_there(home: Home) -> None:
    path = home.path / assessments_yaml.FILE
    before = "# ours\ninterests:\n  mine:   {purposes: [offers], interest: X}  # a note\n\n# the end\n"
    path.write_text(before, encoding="utf-8")
    assessments.draft(home, "calls", "sv")
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in after] == []
    assert [each.id for each in home.assessments.interests] == ["mine", "calls"]
    again = path.read_text(encoding="utf-8")
    for about, impact in (("calls", False), ("offers", False), ("orders", False)):
        with pytest.raises(NotAllowed):
            assessments.draft(home, about, "sv", impact=impact)
    for about, impact in (("orders", True), ("nobody", False)):
        with pytest.raises(RegisterError):
            assessments.draft(home, about, "sv", impact=impact)
    assert path.read_text(encoding="utf-8") == again


def test_a_section_on_one_line_is_left_to_a_person_unless_it_is_empty(home: Home) -> None:
    path = home.path / assessments_yaml.FILE
    path.write_text("interests: {mine: {purposes: [offers], interest: X}}\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="on one line"):
        assessments.draft(home, "calls", "sv")
    path.write_text("interests: {}  # none yet\n", encoding="utf-8")
    again = Home(home.path, {}, clock=lambda: NOW)
    assessments.draft(again, "calls", "sv")
    assert path.read_text(encoding="utf-8").startswith("interests:  # none yet\n  calls:\n")


def test_only_documented_grounds_stand_against_an_objection(tmp_path: Path) -> None:
    from tests.store.homes import open_home
    from varsam.domain.facts import FactKind
    from varsam.services import recording
    from varsam.store.people import TypedIdentifier

    (tmp_path / "register.yaml").write_text(REGISTER + CALLS, encoding="utf-8")
    open_home(tmp_path, None)
    home = Home(tmp_path, {}, "tester", clock=lambda: NOW)
    who = [TypedIdentifier("email", "anna@one.example")]
    facts = {
        purpose: recording.record(home, FactKind.OBJECTION, identifiers=who, purpose=purpose).id
        for purpose in ("calls", "offers")
    }
    assert recording.without_grounds(home, facts["calls"]) == (), "no file: grounds lie elsewhere"
    grounds = "{purposes: [PURPOSE], interest: I, grounds: G, outcome: prevails, decided_on: 2026-11-01}"
    for purpose, marketing in (("calls", False), ("offers", True)):
        for text, documented in (
            ("", False),
            (f"interests: {{i: {grounds}}}\n".replace("PURPOSE", purpose), True),
        ):
            (tmp_path / assessments_yaml.FILE).write_text(text, encoding="utf-8")
            again = Home(tmp_path, {}, "tester", clock=lambda: NOW)
            lacking = () if documented and not marketing else (purpose,)
            assert recording.without_grounds(again, facts[purpose]) == lacking
