"""Explanation and plan can't diverge: of every row of every made-up shop both say the same."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.houses import TODAY, House, email
from tests.engine.shops import make
from tests.engine.test_apply_laws import approved, house
from varsam.domain.errors import RegisterError
from varsam.domain.explanation import GroupSaid, PurposeSaid, RowSaid, Standing, Verdict
from varsam.domain.facts import FactKind, Scope
from varsam.domain.plan import ManualTask, Plan
from varsam.domain.retention import Missing, evaluate
from varsam.formats import rule_text
from varsam.services import explaining
from varsam.services.explaining import Gone

KEEPING = (
    Standing.RUNS,
    Standing.OPEN,
    Standing.ABSENT,
    Standing.UNCONFIRMED,
    Standing.FLOOR_UNDECIDED,
)


def facts(home: House, seed: int) -> None:
    """A hold, a restriction, an erasure, an objection: what ends and keeps."""
    if seed % 2:
        home.record(
            FactKind.HOLD_OPENED,
            email("c1@mail.example"),
            scope=Scope(),
            ground="dispute",
            review_on="2027-01-01",
        )
    if seed % 3 == 0:
        home.record(FactKind.ERASURE_DECIDED, email("c2@mail.example"))
        home.record(FactKind.RESTRICTION, scope=Scope(kinds=("note",)))
    if seed % 3 == 1:
        home.record(FactKind.OBJECTION, email("c3@mail.example"))


def sound_purpose(said: PurposeSaid) -> None:
    """A purpose's words fit its flag, its events and its dates."""
    assert said.keeps is (said.standing in KEEPING), said
    states = {each.event: each.day if each.day is not None else Missing(each.state) for each in said.events}
    due = evaluate(rule_text.parse(said.rule), states)
    assert said.due == (due if isinstance(due, date) else None)
    match said.standing:
        case Standing.RUNS:
            assert said.due is not None
            assert said.due >= TODAY
        case Standing.OVER:
            assert said.due is not None
            assert said.due < TODAY
        case Standing.OPEN:
            assert due is Missing.OPEN
        case Standing.ABSENT:
            assert due is Missing.ABSENT
        case _:
            pass


def sound_group(said: GroupSaid) -> None:
    """A group goes where nothing of what is said keeps it."""
    kept = said.hold or said.restriction or any(each.keeps for each in said.purposes)
    assert said.goes is not kept, said
    for purpose in said.purposes:
        sound_purpose(purpose)


def agree(home: House, plan: Plan, met: Counter[str]) -> None:
    """Hold the explanation of every row against the plan's steps and counts."""
    keys = approved(plan)
    asked: Counter[tuple[str, str]] = Counter()
    taken: dict[str, set[Any]] = {}
    for kind in home.home.maps["shop"].kinds:
        for key, said in explaining.explain_rows(home.home, f"shop.{kind.name}"):
            for step in said.steps:
                taken.setdefault(step, set()).add(key[0])
            asked.update((kind.name, fault) for fault in said.faults)
            met[said.verdict] += 1
            sound(said, kind.groups != (), met)
    assert taken == keys
    assert asked == {(each.kind, each.fault): each.rows for each in plan.for_person}
    for step in plan.steps:
        if isinstance(step, ManualTask):
            continue
        counted = explaining.explain_kind(home.home, f"shop.{step.on.kind}")
        assert counted.steps[step.on.step] == step.on.rows
        met["counted"] += step.on.rows


def sound(said: RowSaid, has_groups: bool, met: Counter[str]) -> None:
    """The verdict follows from the groups; what is said to hold a row back does."""
    for group in said.groups:
        sound_group(group)
        met.update(purpose.standing for purpose in group.purposes)
    if said.verdict is Verdict.DELETE and has_groups:
        assert all(group.goes for group in said.groups)
        assert said.blocked_by == ()
    if said.verdict is Verdict.KEEP and has_groups:
        # Nothing goes, or what goes has been overwritten before.
        assert not all(group.goes for group in said.groups) or said.columns == ()
    if said.verdict is Verdict.PERSON:
        assert said.faults
        met["blocked"] += bool(said.blocked_by)


@pytest.mark.parametrize("part", range(2))
def test_of_every_row_the_explanation_says_what_the_plan_does(part: int, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    for seed in range(400 + part * 3, 402 + part * 3):
        shop = make(seed, chains=bool(seed % 2))
        home = house(shop, tmp_path / str(seed), f"sqlite:///{tmp_path}/{seed}.db")
        facts(home, seed)
        try:
            agree(home, home.plan(), met)
        except AssertionError as error:
            raise AssertionError(f"shop {seed}: {error}") from error
    assert met[Verdict.DELETE] > 5, met
    assert met[Verdict.KEEP] > 5
    assert met["counted"] > 5
    for standing in (Standing.RUNS, Standing.OPEN, Standing.OVER):
        assert met[standing] > 3, met


@pytest.mark.parametrize("url", ["postgres_url", "mariadb_url"])
def test_it_says_so_on_other_databases(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shop = make(3, plain=True)
    home = house(shop, tmp_path / "home", request.getfixturevalue(url))
    facts(home, 4)
    met: Counter[str] = Counter()
    agree(home, home.plan(), met)
    assert met[Verdict.DELETE] > 0


def test_a_row_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    shop = make(3, plain=True)
    home = house(shop, tmp_path / "home", f"sqlite:///{tmp_path}/shop.db")
    plan = home.plan()
    step, keys = next((step, keys) for step, keys in approved(plan).items() if step.endswith(".delete"))
    kind, key = step.split(".")[1], next(iter(keys))
    before = explaining.explain_row(home.home, f"shop.{kind}", [str(key)])
    assert isinstance(before, RowSaid)
    assert before.verdict is Verdict.DELETE
    home.apply(plan)
    gone = explaining.explain_row(home.home, f"shop.{kind}", [str(key)])
    assert gone == Gone("shop", kind, plan.plan, plan.on)
    # The control: a key that never was.
    assert explaining.explain_row(home.home, f"shop.{kind}", ["4711"]) == Gone("shop", kind)


def test_what_cant_be_explained_is_refused_without_repeating_the_key(tmp_path: Path) -> None:
    shop = make(3, plain=True)
    home = house(shop, tmp_path / "home", f"sqlite:///{tmp_path}/shop.db")
    with pytest.raises(RegisterError, match="no such kind") as refused:
        explaining.explain_row(home.home, "shop.nothing", ["1"])
    assert "shop.customer" in refused.value.hint
    for lines in (["19811111-1111"], [], ["1", "2"]):
        with pytest.raises(RegisterError) as unread:
            explaining.explain_row(home.home, "shop.customer", lines)
        assert "1981" not in f"{unread.value.message} {unread.value.where} {unread.value.hint}"


def test_a_part_is_explained_with_its_parent(tmp_path: Path) -> None:
    shop = make(3, plain=True)
    home = house(shop, tmp_path / "home", f"sqlite:///{tmp_path}/shop.db")
    line = shop.rows["lines"][0]
    said = explaining.explain_row(home.home, "shop.line", [str(line["id"])])
    parent = explaining.explain_row(home.home, "shop.order", [str(line["order_id"])])
    assert isinstance(said, RowSaid)
    assert isinstance(parent, RowSaid)
    assert said.groups == ()
    assert said.parent == parent
    assert parent.groups
