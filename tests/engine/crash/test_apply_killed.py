"""A process that applies a plan is killed at every point of its work; resumed, it ends as it would have.

Points lie before each statement of a batch, around each commit in the source, and around each commit of own
state, which are the writes of journal, ledger and plan.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.crash import shop
from tests.engine.crash.conftest import Prepared, killed
from tests.engine.crash.killing import NEVER

Prepare = Callable[[str, str], Prepared]
SHARDS = 4
POSTGRES = pytest.mark.postgres
PLACES = [
    pytest.param("sqlite", "sqlite", id="sqlite-sqlite"),
    pytest.param("sqlite", "postgres", id="sqlite-postgres", marks=POSTGRES),
    pytest.param("postgres", "postgres", id="postgres-postgres", marks=POSTGRES),
]
pytestmark = pytest.mark.crash


def reported(ledger: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the ledger says was done: what a person will read."""
    return [
        {key: value for key, value in entry.items() if key not in ("at", "plan")}
        for entry in ledger
        if entry["type"] in ("step.applied", "plan.applied", "plan.taken_out", "plan.failed", "plan.drifted")
    ]


def done_rows(outcomes: list[list[Any]]) -> int:
    """Rows that the journal counts as done, by this run or one that died."""
    return sum(
        step["done"] + step["resumed"] + step["gone"]
        for _, document in outcomes
        for step in document["steps"].values()
    )


@pytest.fixture
def uninterrupted(prepare: Prepare) -> Callable[[str, str], tuple[Prepared, dict[str, Any]]]:
    """A prepared home, and what a run of it that nobody kills ends in."""

    def run(state: str, source: str) -> tuple[Prepared, dict[str, Any]]:
        prepared = prepare(state, source)
        prepared.approve()
        (result,) = killed(prepared.specification("apply", points=[NEVER]))
        assert "error" not in result["answer"], result["answer"]
        return prepared, result

    return run


def assert_same_end(result: dict[str, Any], whole: dict[str, Any]) -> None:
    """The end is that of the run that nobody killed."""
    after, expected = result["after"], whole["after"]
    assert "error" not in result["answer"], result["answer"]
    assert result["answer"] == whole["answer"]
    assert after["source"] == expected["source"]
    assert after["plans"] == expected["plans"]
    assert after["verified"] is True
    assert after["checked"] == expected["checked"]
    assert after["ledger_ok"]
    assert reported(after["ledger"]) == reported(expected["ledger"])
    assert after["open_intents"] == []
    assert [batch for batch, _ in after["outcomes"]] == [batch for batch, _ in expected["outcomes"]]
    assert done_rows(after["outcomes"]) == after["approved"] == expected["approved"]


@pytest.mark.parametrize(("state", "source"), PLACES)
def test_the_points_are_where_a_kill_may_hurt(
    uninterrupted: Callable[[str, str], tuple[Prepared, dict[str, Any]]], state: str, source: str
) -> None:
    """The control: the points that the next tests kill at are all that there are."""
    _, whole = uninterrupted(state, source)
    points = whole["points"]
    assert whole["after"]["verified"] is True
    assert whole["answer"]["batches"] == 2
    assert points.count("source commit: after") >= 2
    # Applying begins, an intent and an outcome per batch, applying ends.
    assert points.count("state commit: after") >= 6
    for verb, table in (("UPDATE", "customers"), ("UPDATE", "vouchers"), ("DELETE FROM", "orders")):
        assert any(point.startswith(f"source: {verb}") and table in point for point in points), table
    assert len(points) > 40, len(points)


def staging(point: str) -> bool:
    """Whether a point lies before a statement on a temporary table, of which each batch has dozens."""
    return point.startswith(
        ("source: DROP", "source: CREATE", "source: INSERT", "source: COPY", "source: ANALYZE")
    )


def commits(points: list[str]) -> list[int]:
    """The numbers of the points around commits."""
    return [number for number, name in enumerate(points) if "commit" in name]


def chosen(points: list[str], share: str) -> list[int]:
    """The numbers of the points to die at; the last number is one that no run reaches.

    Of statements on temporary tables, the first of each sort; with VARSAM_TEST_KILLS=all, every single one.
    """
    if os.environ.get("VARSAM_TEST_KILLS") == "all":
        return list(range(len(points) + 1))
    told = [
        number for number, point in enumerate(points) if not staging(point) or points.index(point) == number
    ]
    steps = {"every": 1, "half": 2, "some": 8}
    return [*told[:: steps[share]], len(points)]


@pytest.mark.parametrize(
    ("state", "source", "share", "shard"),
    [
        *(pytest.param("sqlite", "sqlite", "every", shard, id=f"sqlite-{shard}") for shard in range(SHARDS)),
        *(
            pytest.param("postgres", "postgres", "half", shard, id=f"postgres-{shard}", marks=POSTGRES)
            for shard in range(SHARDS)
        ),
        # What a mixed pair adds lies between the two, not in either: a sample is enough.
        pytest.param("sqlite", "postgres", "some", 0, id="sqlite-postgres", marks=POSTGRES),
    ],
)
def test_killed_anywhere_and_resumed(
    uninterrupted: Callable[[str, str], tuple[Prepared, dict[str, Any]]],
    state: str,
    source: str,
    share: str,
    shard: int,
) -> None:
    """Each point in turn: never half a batch, never twice, and the same end."""
    prepared, whole = uninterrupted(state, source)
    numbers = chosen(whole["points"], share)
    mine = numbers if share == "some" else numbers[shard::SHARDS]
    assert len(mine) >= 6
    results = killed(prepared.specification("apply", points=mine))
    for number, result in zip(mine, results, strict=True):
        assert result["killed"] is (number < len(whole["points"]))
        assert len(result["points"]) == min(number + 1, len(whole["points"]))
        if number == len(whole["points"]) - 1:
            # Killed when all was said and done: there is nothing to resume.
            assert "is applied" in result["answer"]["error"]
            assert result["after"]["verified"] is True
        else:
            assert_same_end(result, whole)
    # Whole batches only: before, between the two, after.
    assert 2 <= len({str(result["between"]) for result in results if result["killed"]}) <= 3


@pytest.mark.parametrize("seed", [980, 981])
@pytest.mark.parametrize(("state", "source"), PLACES)
def test_killed_again_and_again(
    uninterrupted: Callable[[str, str], tuple[Prepared, dict[str, Any]]], state: str, source: str, seed: int
) -> None:
    """A resumption may be killed like the first run, also while it looks at what was done."""
    prepared, whole = uninterrupted(state, source)
    (result,) = killed(prepared.specification("apply", seed=seed))
    assert result["killed"]
    if "error" in result["answer"]:
        # The last kill came when all was said and done.
        assert "is applied" in result["answer"]["error"]
        assert result["kills"][-1] == "state commit: after"
        result["answer"] = whole["answer"]
    assert_same_end(result, whole)


def test_what_went_away_by_itself_is_not_counted_as_done_by_a_run_that_died(prepare: Prepare) -> None:
    """The shop deleted rows after approval; killed before its batch or after it, the run says so."""
    prepared = prepare("sqlite", "sqlite")
    prepared.approve()
    shop.execute(
        prepared.place.source,
        "DELETE FROM notes WHERE customer_id IN (1, 2, 6)",
        "DELETE FROM order_lines WHERE id IN (200, 600)",
    )
    (whole,) = killed(prepared.specification("apply", points=[NEVER]))
    assert whole["answer"]["steps"]["shop.note.delete"] == [4, 3, 0]
    # Each row is looked at now: a batch has more statements than where all is as approved.
    points = [*chosen(whole["points"], "every")[:-2:3], *commits(whole["points"])[:-1]]
    assert len(points) > 20
    for result in killed(prepared.specification("apply", points=points)):
        assert_same_end(result, whole)
