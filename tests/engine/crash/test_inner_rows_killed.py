"""A process is killed while it rewrites cells and files in which rows lie; resumed, it ends as it would have.

Points lie where those of `test_apply_killed` do, and around each call that changes the folder of lists. With
VARSAM_TEST_KILLS=all every point is tried, else those around commits and files and some of the others.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.engine.crash import shop
from tests.engine.crash.conftest import Prepared, killed
from tests.engine.crash.killing import NEVER
from tests.engine.crash.test_apply_killed import assert_same_end

Prepare = Callable[..., Prepared]
pytestmark = pytest.mark.crash
BEFORE = {"a.csv": (1, 9, 2), "old/b.csv": (4, 8)}
AFTER = {
    "uploads": [["1", str(shop.packed((8, 9)))], ["2", str(shop.packed((9,)))]],
    "files": [["a.csv", shop.listing((9,))], ["old/b.csv", shop.listing((8,))]],
}


def chosen(points: list[str]) -> list[int]:
    """The numbers of the points to die at; never the last one, at which all is said and done."""
    if os.environ.get("VARSAM_TEST_KILLS") == "all":
        return list(range(len(points) - 1))
    files = [number for number, point in enumerate(points) if point.startswith("file: ")]
    swaps = [number for number, point in enumerate(points) if swap(point)]
    return sorted({*files[::4], *swaps, len(points) // 2, len(points) - 2})


def swap(point: str) -> bool:
    """Whether a point lies before a cell is written."""
    return point.startswith("source: UPDATE") and "uploads" in point


@pytest.mark.parametrize(
    ("state", "source"),
    [
        pytest.param("sqlite", "sqlite", id="sqlite"),
        pytest.param("sqlite", "postgres", id="postgres", marks=pytest.mark.postgres),
    ],
)
def test_killed_while_containers_are_rewritten(prepare: Prepare, state: str, source: str) -> None:
    """Each point in turn: a cell or file is whole before or whole after, and nothing is left beside it."""
    prepared = prepare(state, source, lists=True)
    prepared.approve()
    (whole,) = killed(prepared.specification("apply", points=[NEVER]))
    assert "error" not in whole["answer"], whole["answer"]
    assert whole["answer"]["steps"]["shop.member.delete"] == [3, 0, 0]
    assert whole["answer"]["steps"]["lists.listed.delete"] == [3, 0, 0]
    assert whole["after"]["verified"] is True
    end = whole["after"]["source"]
    assert {name: end[name] for name in AFTER} == AFTER
    points = whole["points"]
    # The control: the points reach into what is to be shown.
    assert points.count("file: os.rename") == 2
    assert points.count("file: sync before") >= 4
    assert points.count("file: os.remove") >= 2
    assert sum(map(swap, points)) == 2
    numbers = chosen(points)
    assert len(numbers) > 8
    if source == "postgres" and os.environ.get("VARSAM_TEST_KILLS") != "all":
        numbers = numbers[1::3]  # what differs is the database's rollback, shown by few
    drafts = 0
    for result in killed(prepared.specification("apply", points=numbers)):
        assert result["killed"]
        assert_same_end(result, whole)
        between = dict(result["between"]["files"])
        drafts += any("varsam-draft" in name for name in between)
        for name, text in end["files"]:
            assert between[name] in (text, shop.listing(BEFORE[name]))
            if between[name] == text:
                assert f"{name}.index" not in between
    assert drafts > 0 or source == "postgres"
