"""Sentences recognised in any policy, and the catalogue of verifiers, without any home."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.checks.claims_truth import HELD_OUT, PARAPHRASES, SOFTMORE
from varsam.checks.base import Finding, Level
from varsam.checks.claims.catalogue import BY_ID, CATALOGUE, PHRASES
from varsam.checks.claims.phrases import recognised
from varsam.checks.claims.seen import Live, Part, Seen
from varsam.checks.claims.verifier import MISSING, Verifier, run, true
from varsam.domain.claims import Binding, Claim, Result, Verdict, claims_of, summary
from varsam.domain.register import Entity, Register, Statement
from varsam.formats.policy import import_document
from varsam.formats.texts import in_words
from varsam.formats.texts.sentences import SENTENCES

TESTS = Path(__file__).parents[1]
CLAIMS = TESTS.parent / "src" / "varsam" / "checks" / "claims"
OWN = TESTS / "formats" / "policies" / "softmore-integritetspolicy.md"


def _measured(path: Path, truth: Mapping[str, str]) -> tuple[float, float]:
    """Recall and precision over pairs of a statement and a verifier."""
    register = import_document(path.read_bytes(), path.name).register
    found = {(each, name) for each, names in recognised(register, PHRASES).items() for name in names}
    wanted = set()
    for beginning, names in truth.items():
        [statement] = [each.id for each in register.statements if each.id.startswith(beginning)]
        wanted |= {(statement, name) for name in names.split()}
    both = len(found & wanted)
    return both / len(wanted), both / len(found)


def test_the_sentences_of_the_users_own_policy_are_recognised() -> None:
    recall, precision = _measured(OWN, SOFTMORE)
    assert recall >= 0.9
    assert precision >= 0.9
    named = {name for names in SOFTMORE.values() for name in names.split()}
    assert named == set(BY_ID), "the policy says everything that the catalogue knows"


@pytest.mark.parametrize("name", [*PARAPHRASES, *HELD_OUT])
def test_the_sentences_of_other_policies_are_recognised(name: str) -> None:
    truth = PARAPHRASES.get(name) or HELD_OUT[name]
    recall, precision = _measured(TESTS / "checks" / "policies" / f"{name}.md", truth)
    assert recall >= 0.7
    assert precision >= 0.8


def test_the_catalogue_is_whole() -> None:
    assert [each.id for each in CATALOGUE] == [f"S{number}" for number in range(1, 64)]
    assert set(PHRASES) == set(BY_ID)
    assert set(MISSING) == set(Part)
    for each in CATALOGUE:
        assert each.law
        assert Verdict.UNKNOWN in each.can
        assert in_words(each.about, "sv") != each.about


def test_everything_that_verifiers_say_is_in_the_catalogue_of_texts() -> None:
    said = set()
    for path in CLAIMS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("true", "false", "unknown"):
                said |= {each.value for each in node.args if isinstance(each, ast.Constant)}
                assert not any(isinstance(each, ast.JoinedStr) for each in node.args), path
    assert len(said) > 60
    assert said - set(SENTENCES) == set()
    assert {each for pair in MISSING.values() for each in pair} - set(SENTENCES) == set()


# -- what makes a claim true, false or unknown ---------------------------------------------------------------

STATEMENT = Statement("one", "We erase.")
DAY = date(2026, 11, 22)


def _result(verdict: Verdict) -> Result:
    return Result("S1", verdict, f"because {verdict}", "" if verdict is Verdict.TRUE else f"mend {verdict}")


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ("true", "true"),
        ("true true", "true"),
        ("true unknown", "unknown"),
        ("unknown false", "false"),
        ("true false", "false"),
    ],
)
def test_the_worst_answer_decides(answers: str, verdict: str) -> None:
    results = tuple(_result(Verdict(each)) for each in answers.split())
    claim = Claim(STATEMENT, Binding("one", ("S1",), "anna", DAY), results)
    assert claim.verdict == verdict
    assert claim.reason == f"because {verdict}"
    assert claim.remedy == ("" if verdict == "true" else f"mend {verdict}")
    assert claim.would_be is None


def test_what_nobody_has_confirmed_is_unknown_with_what_it_would_be() -> None:
    proposed = Claim(STATEMENT, Binding("one", ("S1",)), (_result(Verdict.FALSE),))
    assert (proposed.verdict, proposed.would_be) == (Verdict.UNKNOWN, Verdict.FALSE)
    right = Claim(STATEMENT, Binding("one", ("S1",)), (_result(Verdict.TRUE),))
    assert (right.verdict, right.would_be) == (Verdict.UNKNOWN, Verdict.TRUE)
    assert "claims confirm one" in right.remedy
    unbound = Claim(STATEMENT)
    assert (unbound.verdict, unbound.would_be) == (Verdict.UNKNOWN, None)
    assert "nobody has said" in unbound.reason
    nothing = Claim(STATEMENT, Binding("one", (), "anna", DAY))
    assert (nothing.verdict, nothing.remedy) == (Verdict.UNKNOWN, "")
    assert "promises nothing" in nothing.reason
    counts = summary((proposed, right, unbound, nothing))
    assert (counts.true, counts.false, counts.unknown, counts.would_be_false) == (0, 0, 4, 1)


def test_claims_follow_the_policy() -> None:
    two = Statement("two", "We keep.")
    asked: list[tuple[str, str]] = []

    def answer(verifier: str, statement: Statement) -> Result:
        asked.append((verifier, statement.id))
        return _result(Verdict.TRUE)

    found = claims_of((two, STATEMENT), {"one": Binding("one", ("S1",))}, answer)
    assert [(each.statement.id, len(each.results)) for each in found] == [("two", 0), ("one", 1)]
    assert asked == [("S1", "one")]


def _seen(live: Live | None = None, *findings: Finding) -> Seen:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return Seen(Register("r", (Entity("e", "E AB"),), ()), DAY, at, findings=findings, live=live)


def test_a_silent_source_never_lets_a_sentence_be_true() -> None:
    looks = Verifier("S1", "it", "GDPR", lambda _seen: true("so it is"), frozenset({Part.LIVE}))
    assert run(looks, _seen(Live({}))).verdict is Verdict.TRUE
    silent = run(looks, _seen(Live({}, unreachable=("shop",))))
    assert (silent.verdict, dict(silent.evidence)) == (Verdict.UNKNOWN, {"unreachable": ("shop",)})
    assert run(looks, _seen()).verdict is Verdict.UNKNOWN
    unneeded = Verifier("S1", "it", "GDPR", lambda _seen: true("so it is"))
    assert run(unneeded, _seen(Live({}, unreachable=("shop",)))).verdict is Verdict.TRUE


def test_what_a_check_finds_refutes_a_sentence_whatever_wasnt_seen() -> None:
    looks = Verifier(
        "S1", "it", "GDPR", lambda _seen: true("so it is"), frozenset({Part.LIVE}), against=("LAW002",)
    )
    finding = Finding("LAW002", Level.ERROR, "statement one", "it is not so", "mend it")
    refuted = run(looks, _seen(None, finding))
    assert (refuted.verdict, refuted.reason, refuted.remedy) == (Verdict.FALSE, "it is not so", "mend it")
    assert refuted.evidence["check"] == "LAW002"


def test_what_is_found_in_one_sentence_isnt_held_against_another() -> None:
    says = Verifier("S1", "it", "GDPR", lambda _seen: true("so it is"), against=("LAW004",))
    finding = Finding("LAW004", Level.ERROR, "statement one", "it is not so", "mend it")
    two = Statement("two", "You may ask.")
    bound = replace(_seen(None, finding), bound={"S1": (STATEMENT, two)})
    assert run(says, bound, "one").verdict is Verdict.FALSE
    assert run(says, bound, "two").verdict is Verdict.TRUE
    elsewhere = replace(bound, bound={"S1": (two,)})
    assert run(says, elsewhere, "two").verdict is Verdict.FALSE, "nobody else answers for what was found"


def test_the_documentation_lists_the_catalogue() -> None:
    page = (TESTS.parent / "docs" / "claims.md").read_text(encoding="utf-8")
    for each in CATALOGUE:
        can = ", ".join(verdict for verdict in ("true", "false", "unknown") if verdict in each.can)
        assert f"| {each.id} | {each.about} | {each.law} | {can} | {', '.join(each.against)} |" in page
