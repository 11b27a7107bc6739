"""Making a plan, deciding an erasure and rotating the keys, killed at every commit of own state."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.crash import shop
from tests.engine.crash.conftest import Prepared, killed
from tests.engine.crash.killing import NEVER

Prepare = Callable[[str, str], Prepared]
pytestmark = pytest.mark.crash
PLACES = [
    pytest.param("sqlite", "sqlite", id="sqlite"),
    pytest.param("postgres", "sqlite", id="postgres", marks=pytest.mark.postgres),
]


def everywhere(
    prepared: Prepared, verb: str, **arguments: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The run that nobody kills, and one per point at which it was killed."""
    (whole,) = killed(prepared.specification(verb, points=[NEVER], arguments=arguments))
    assert "error" not in whole["answer"], whole["answer"]
    last = len(whole["points"])
    assert last >= 4
    # A rotation goes through thirteen tables alike: its beginning, its end, and a part of what lies between.
    points = list(range(last))
    if last > 30 and os.environ.get("VARSAM_TEST_KILLS") != "all":
        points = [each for each in points if each < 4 or each >= last - 4 or each % 13 == 0]
    results = killed(prepared.specification(verb, points=points, looks=True, arguments=arguments))
    assert len(results) == len(points)
    assert all(result["killed"] for result in results)
    return whole, results


def drafted(looked: dict[str, Any]) -> list[str]:
    """The plans that the ledger names."""
    return sorted(entry["plan"] for entry in looked["ledger"] if entry["type"] == "plan.drafted")


@pytest.mark.parametrize(("state", "source"), PLACES)
def test_a_plan_is_kept_whole_or_not_at_all(prepare: Prepare, state: str, source: str) -> None:
    """Plan, sealed keys and ledger entry come together."""
    whole, results = everywhere(prepare(state, source), "make_plan")
    assert len(whole["after"]["plans"]) == 1
    kept = []
    for result in results:
        looked = result["looked"]
        assert looked["ledger_ok"]
        assert [plan for plan, _ in looked["plans"]] == drafted(looked) == looked["key_rows"]
        assert looked["source"] == whole["after"]["source"]
        assert result["answer"] == whole["answer"]
        kept.append(len(looked["plans"]))
    assert set(kept) == {0, 1}


@pytest.mark.parametrize(("state", "source"), PLACES)
def test_a_decision_is_recorded_with_its_person_or_not_at_all(
    prepare: Prepare, state: str, source: str
) -> None:
    """Person, fact and ledger entry come together; deciding it again finds the same person."""
    whole, results = everywhere(prepare(state, source), "erase", email=shop.address(8))
    assert whole["after"]["facts"] == 1
    assert whole["answer"]["rows"] > 0
    recorded = []
    for result in results:
        looked = result["looked"]
        entries = [entry for entry in looked["ledger"] if entry["type"] == "fact.recorded"]
        assert looked["ledger_ok"]
        assert looked["facts"] == looked["identifiers"] == len(entries)
        assert [plan for plan, _ in looked["plans"]] == drafted(looked)
        assert result["answer"] == whole["answer"]
        assert result["after"]["identifiers"] == 1
        recorded.append(looked["facts"])
    assert set(recorded) == {0, 1}


@pytest.mark.parametrize(("state", "source"), PLACES)
def test_a_rotation_ends_with_everything_readable(prepare: Prepare, state: str, source: str) -> None:
    """Cut off anywhere, the keys still open all that is sealed, and the next rotation finishes it."""
    prepared = prepare(state, source)
    prepared.approve()
    whole, results = everywhere(prepared, "rotate")
    assert whole["answer"] == {"generation": 2}
    for result in results:
        # `look` reads every plan; a record that can't be opened would be an error here.
        assert "error" not in result["looked"], result["looked"]
        assert result["looked"]["ledger_ok"]
        assert result["answer"]["generation"] in (2, 3)
        assert result["after"]["plans"] == whole["after"]["plans"]
