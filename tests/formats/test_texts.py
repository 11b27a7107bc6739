"""The catalogue of texts: complete in both languages, every text used, every code said."""

from __future__ import annotations

import re

import pytest

from tests.formats.code import SOURCE, within
from varsam.checks.base import Level
from varsam.checks.beside import BESIDE_CHECKS
from varsam.checks.catalogue import CATALOGUE as CHECKS
from varsam.checks.law import LAW_CHECKS
from varsam.checks.maps import ACROSS_CHECKS, COUNT_CHECKS, MAP_CHECKS
from varsam.checks.maps.looked import EXCESSIVE_RIGHTS, IMPORTANCE, LOOK_CHECKS
from varsam.checks.partners import PARTNER_CHECKS
from varsam.checks.silencing import SILENCE_CHECKS
from varsam.checks.stale import STALE_CHECKS
from varsam.domain.claims import Verdict as ClaimVerdict
from varsam.domain.disclosures import DisclosureGround
from varsam.domain.explanation import Standing, Verdict
from varsam.domain.night import Outcome
from varsam.domain.notices import URGENCIES
from varsam.domain.partners import AgreementKind, AuthorisationKind, ChangeKind, NoticeOutcome, PartnerRole
from varsam.domain.plan import PlanState
from varsam.domain.register import Basis
from varsam.domain.transfers import Verdict as TransferVerdict
from varsam.formats.rule_text import QUESTIONS
from varsam.formats.texts import (
    CATALOGUE,
    counted,
    families,
    language_of,
    number,
    placeholders,
    text,
)

# Families whose every key is written out where it is used.
WRITTEN_OUT = ("talk", "word", "second", "deadline", "action", "col", "demo")
# The same in both languages, as names are.
ALIKE = {"doctor.python", "col.plan", "col.id", "col.key", "col.version"}


def _constants(*parts: str) -> set[str]:
    """Every string constant of the code, docstrings left out."""
    return set().union(*(module.constants for module in within(*parts)))


def _first_arguments(name: str, *parts: str, place: int = 0) -> set[str]:
    """The constant at a place of every call of a name."""
    return {text for module in within(*parts) for text in module.first_arguments(name, place)}


def test_both_languages_say_the_same_thing() -> None:
    for key, (swedish, english) in sorted(CATALOGUE.items()):
        assert swedish == swedish.strip() != "", key
        assert english == english.strip() != "", key
        if not key.endswith(".one") and f"{key}.one" not in CATALOGUE:
            assert placeholders(swedish) == placeholders(english), key
        assert (swedish != english) or key in ALIKE


def test_the_form_for_one_needs_no_more_than_the_other() -> None:
    forms = [key for key in CATALOGUE if key.endswith(".one")]
    assert forms
    for key in forms:
        for one, many in zip(CATALOGUE[key], CATALOGUE[key.removesuffix(".one")], strict=True):
            assert placeholders(one) <= placeholders(many)


def test_every_text_that_the_code_names_is_there() -> None:
    wanted = {
        constant
        for constant in _constants("faces", "services")
        if re.fullmatch(r"(talk|word|second|deadline|action|demo)\.[a-z_]+", constant)
    }
    assert "talk.planning" in wanted
    assert wanted - set(CATALOGUE) == set()


def test_no_text_is_left_over() -> None:
    constants = _constants("faces")
    parts = {part for constant in constants for part in [constant, f"col.{constant}", f"deadline.{constant}"]}
    left = [
        f"{family}.{code}"
        for family in WRITTEN_OUT
        for code in families()[family]
        if f"{family}.{code.removesuffix('.one')}" not in parts
    ]
    assert left == []


def test_families_that_are_written_out_or_checked_are_all_there_are() -> None:
    checked = {
        "level", "state", "basis", "mode", "check", "plan_finding", "why", "kept", "for_person", "schema",
        "remains", "question", "remaining", "doctor", "help", "option", "explain", "matters", "propose",
        "doubt", "left_out", "unsearched", "expected", "essence", "draft", "certificate",
        "weighed", "need", "decided", "criterion", "owned_by", "customer_record", "at_end",
        "policy", "change", "reached", "untold", "change_letter",
        "partner_role", "agreement_kind", "authorisation", "partner_change", "notice_outcome", "verdict",
        "disclosure_ground",
        "notice", "notice_do", "notice_name", "notice_mail", "night_reason", "outcome", "standing",
        "loss", "ground", "lack", "record", "claim_verdict",
    }  # fmt: skip
    assert set(families()) == checked | set(WRITTEN_OUT)


def test_every_code_of_an_enumeration_has_a_text() -> None:
    assert set(families()["level"]) == set(Level)
    assert set(families()["state"]) == set(PlanState)
    assert set(families()["basis"]) == set(Basis)
    assert set(families()["claim_verdict"]) == set(ClaimVerdict)
    assert set(families()["partner_role"]) == set(PartnerRole)
    assert set(families()["agreement_kind"]) == set(AgreementKind)
    assert set(families()["authorisation"]) == set(AuthorisationKind)
    assert set(families()["partner_change"]) == set(ChangeKind)
    assert set(families()["notice_outcome"]) == set(NoticeOutcome)
    assert set(families()["verdict"]) == set(TransferVerdict)
    assert set(families()["disclosure_ground"]) == set(DisclosureGround)


def test_every_check_has_a_text() -> None:
    codes = {check.code for check in CHECKS} | {check.code for check in LAW_CHECKS}
    codes |= {check.code for check in (*SILENCE_CHECKS, *PARTNER_CHECKS)}
    codes |= {check.code for check in SILENCE_CHECKS} | {check.code for check in BESIDE_CHECKS}
    codes |= (
        {check.code for check in MAP_CHECKS}
        | {check.code for check in ACROSS_CHECKS}
        | {check.code for check in COUNT_CHECKS}
        | {check.code for check in LOOK_CHECKS}
        | {check.code for check in STALE_CHECKS}
        | {EXCESSIVE_RIGHTS[0]}
    )
    assert "RET001" in codes
    assert set(families()["check"]) == codes
    assert set(families()["matters"]) == set(IMPORTANCE) <= codes


def test_every_question_about_a_phrase_has_a_text() -> None:
    assert set(families()["question"]) == set(QUESTIONS)


def test_every_finding_of_a_plan_has_a_text() -> None:
    found = _first_arguments("PlanFinding", "domain", "engine")
    found |= _first_arguments("_question", "domain", place=2) | _first_arguments("FindingQuestion", "domain")
    assert {"event_unmapped", "events_absent", "no_owner"} <= found
    assert set(families()["plan_finding"]) == found


def test_every_schema_fault_has_a_text() -> None:
    found = _first_arguments("SchemaFault", "domain", "engine")
    assert "table_missing" in found
    assert set(families()["schema"]) == found


def test_every_row_fault_has_a_text() -> None:
    found = _first_arguments("_ask", "domain", place=2) | _first_arguments("ForPerson", "engine", place=4)
    assert {"ask", "referred", "due_before_collected"} <= found
    assert found <= set(families()["for_person"])


def test_every_physical_remain_has_a_text() -> None:
    found = {
        code
        for module in within("sources")
        for code in re.findall(r"remains: (?:ClassVar\[str\]|str) = \"([a-z]+)\"", module.source)
    }
    assert {"postgresql", "innodb", "sqlite"} <= found
    assert found <= set(families()["remains"])


def test_every_fault_of_a_verification_has_a_text() -> None:
    said = (SOURCE / "engine" / "verifying.py").read_text(encoding="utf-8")
    codes = families()["remaining"]
    assert "present" in codes
    assert [code for code in codes if f'"{code}"' not in said] == []


def test_every_explanation_has_a_text_and_no_text_is_left_over() -> None:
    codes = {code.removesuffix(".one") for code in families()["explain"]}
    made = {f"verdict_{each}" for each in Verdict} | set(Standing) | {f"counted_{each}" for each in Standing}
    made |= {"event_open", "event_absent", "group_goes", "group_stays", "group_gone"}
    made |= {"group_for_nothing"}
    made |= {"step_delete", "step_overwrite", "hold", "restriction"}
    assert made <= codes
    written = {each.removeprefix("explain.") for each in _constants("faces") if each.startswith("explain.")}
    assert written - {""} <= codes | {"verdict_", "counted_", "group_", "step_", "event_"}
    assert codes - made - written == set()


def test_every_reason_of_the_search_for_residue_has_a_text() -> None:
    said = " ".join(
        module.source
        for module in within("services", "engine", "formats", "sources")
        if "residue" in module.name
    )
    for family in ("doubt", "left_out", "unsearched", "expected"):
        assert [code for code in families()[family] if f'"{code}"' not in said] == []


def test_everything_that_the_night_says_has_a_text() -> None:
    for family in ("notice", "notice_do", "notice_name"):
        assert {code.removesuffix(".one") for code in families()[family]} == set(URGENCIES)
    assert set(families()["outcome"]) == set(Outcome)
    said = _constants("domain", "services")
    assert set(families()["night_reason"]) <= said
    assert {"first_nights", "after_pause", "rows"} <= set(families()["night_reason"])
    refused = (SOURCE / "domain" / "standing.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'append\("([a-z_]+)"\)|\("(none)",\)|return "([a-z_]+)"', refused))
    assert {code for found in codes for code in found if code} <= set(families()["night_reason"])
    assert {f"notice_mail.{code.removesuffix('.one')}" for code in families()["notice_mail"]} <= said
    assert set(families()["standing"]) == {"stands", "one_person", "ended", "revoked"}


def test_every_diagnosis_has_a_text() -> None:
    found = _first_arguments("Diagnosis", "services") | _first_arguments("_attempt", "services")
    assert "clock" in found
    assert set(families()["doctor"]) == found


def test_a_missing_value_is_an_error_and_never_a_gap() -> None:
    assert text("talk.approve_how", "en", plan="plan-abc").endswith("varsam approve plan-abc")
    with pytest.raises(KeyError):
        text("talk.approve_how", "en")
    with pytest.raises(KeyError):
        text("talk.no_such_text", "sv")


def test_numbers_are_written_as_the_language_does() -> None:
    assert number(1234567, "en") == "1,234,567"
    assert number(1234567, "sv") == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert "1 rad)" in counted("talk.approve_question", 1, "sv", plan="plan-abc")
    assert "2 rader)" in counted("talk.approve_question", 2, "sv", plan="plan-abc")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv_SE.UTF-8", "sv"), ("sv", "sv"), ("sv_FI", "sv"), ("en_GB.UTF-8", "en"), ("C", "en"), ("", "en")],
)
def test_the_language_follows_the_locale(locale: str, language: str) -> None:
    assert language_of(locale) == language
