"""Several plans at once: over one source, over different ones, of two persons who share a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.engine.crash import shop
from tests.engine.crash.ready import Ready, Shop, ready_home, shop_on_each  # noqa: F401
from tests.engine.houses import House, email, register
from tests.engine.test_nobody import PURPOSES, SHARED, deleted
from tests.services.test_chain import ROWS
from tests.store.homes import Home as OwnState
from tests.store.homes import own_state, sqlite_state  # noqa: F401
from varsam.domain.errors import PlanRefused
from varsam.store import ledger

# -- one after the other -------------------------------------------------------------------------------------


def test_what_another_plan_did_meanwhile_is_gone_and_no_drift(shop_on: Shop) -> None:
    """Two plans of one state: the second finds its rows gone, says so, and is verified."""
    first, second = shop_on.approved(), shop_on.approved()
    done = shop_on.apply(first)
    assert sum(total.rows for total in done.steps.values()) == ROWS
    after = shop_on.dump()
    again = shop_on.apply(second)
    assert sum(total.rows for total in again.steps.values()) == 0
    gone = sum(total.gone for total in again.steps.values())
    out = sum(total.out for total in again.steps.values())
    assert gone + out == ROWS
    assert shop_on.dump() == after
    assert shop_on.verify(second).verified
    assert shop_on.state_of(second) == "applied"


def test_a_row_that_came_meanwhile_is_drift_also_when_others_went(shop_on: Shop) -> None:
    first, second = shop_on.approved(), shop_on.approved()
    shop_on.apply(first)
    # Other rows went away, and this one wasn't among those that were approved.
    shop_on.execute("INSERT INTO customers VALUES (10, NULL, 'new', '2020-01-31', NULL)")
    before = shop_on.dump()
    with pytest.raises(PlanRefused, match=r"1 rows of \S+ were not approved"):
        shop_on.apply(second)
    assert shop_on.state_of(second) == "drifted"
    assert shop_on.dump() == before


def test_two_persons_who_share_a_row(sqlite_state: OwnState, sqlite_url: str) -> None:  # noqa: F811
    """Whoever's plan is applied last finds the row that both name gone."""
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for line in (
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, ends DATE)",
            "CREATE TABLE visits (id INTEGER PRIMARY KEY, customer_id INT, guide_id INT, at DATE, note TEXT)",
            "CREATE TABLE calls (id INTEGER PRIMARY KEY, caller TEXT, at DATE)",
            "INSERT INTO customers VALUES (1, 'ann@mail.example', '2026-01-01'),"
            " (2, 'bo@mail.example', '2026-01-01')",
            "INSERT INTO visits VALUES (1, 1, 2, '2026-11-01', 'shared'), (2, 1, NULL, '2026-11-01', 'anns'),"
            " (3, 2, NULL, '2026-11-01', 'bos')",
        ):
            connection.execute(sa.text(line))
    home = House(sqlite_state.path, {"SHOP_URL": sqlite_url}).write(register(PURPOSES), {"shop": SHARED})
    alone = home.erase(email("ann@mail.example"))
    assert deleted(alone, "visit") == {2}
    bos = home.erase(email("bo@mail.example"))
    assert deleted(bos, "visit") == {1, 3}
    anns = home.erase(email("ann@mail.example"))
    assert deleted(anns, "visit") == {1, 2}
    home.apply(bos)
    applied = home.apply(anns)
    assert {total.kind: (total.rows, total.gone) for total in applied.steps.values()}["visit"] == (1, 1)
    assert home.verify(anns).verified
    assert home.verify(bos).verified
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visits").scalar() == 0


# -- at the same time ----------------------------------------------------------------------------------------

APPLIER = """
    import json, os, time
    from tests.engine.crash import shop
    from varsam.domain.errors import VarsamError
    from varsam.services import applying
    from varsam.services.home import Home

    plan, pause, environment = sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3])
    times = []

    def progress(what, rows):
        times.append(time.monotonic())
        if len(times) == 1:
            print("begun", flush=True)
        time.sleep(pause)

    home = Home(Path(sys.argv[4]), environment, "anna", clock=shop.Clock())
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        applied = applying.apply(home, plan, progress=progress)
        totals = applied.steps.values()
        print(json.dumps({"rows": sum(t.rows for t in totals), "gone": sum(t.gone for t in totals),
                          "out": sum(t.out for t in totals), "times": times}))
    except VarsamError as error:
        print(json.dumps({"error": type(error).__name__, "text": str(error)}))
"""


class Applier:
    """A process that applies a plan when it is told to."""

    def __init__(self, state: OwnState, plan: str, environment: dict[str, str], pause: float = 0.0) -> None:
        self.child = state.child(APPLIER, plan, pause, json.dumps(environment), state.path)
        self.hears("ready")

    def hears(self, word: str) -> None:
        """Wait until it has said so."""
        assert self.child.stdout is not None
        line = self.child.stdout.readline()
        assert line == f"{word}\n", line + self.child.stderr.read() if self.child.stderr else line

    def go(self) -> None:
        """Let it begin."""
        assert self.child.stdin is not None
        self.child.stdin.write("go\n")
        self.child.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What came of it."""
        out, err = self.child.communicate(timeout=60)
        assert self.child.returncode == 0, err
        return dict(json.loads(out.splitlines()[-1]))


@pytest.fixture(name="two_shops")
def shops_on_own_state(own_state: OwnState, tmp_path: Path) -> Shop:  # noqa: F811
    """One home with two shops, its state on SQLite and on PostgreSQL."""
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in ("shop", "other")}
    for url in urls.values():
        shop.fill(url)
    shop.write_home(own_state.path, shop.Wishes(batch_rows=5))
    text = (own_state.path / "sources" / "shop.yaml").read_text(encoding="utf-8")
    other = text.replace("source: shop", "source: other").replace(shop.URL_ENV, "OTHER_URL")
    (own_state.path / "sources" / "other.yaml").write_text(other, encoding="utf-8")
    return Shop(own_state.path, urls["shop"], environment={"OTHER_URL": urls["other"]})


def approved(one: Shop, source: str) -> str:
    from varsam.services import planning, systems

    plan = one.plan(sources=(source,))
    planning.approve(one.home(), plan.plan)
    systems.switch_mode(one.home(), source, "apply")
    return plan.plan


@pytest.mark.crash
def test_two_processes_apply_to_one_source_never_at_once(two_shops: Shop, own_state: OwnState) -> None:  # noqa: F811
    """The second is refused with a word on who holds the source; later it finds the rows gone."""
    environment = {shop.URL_ENV: two_shops.url, **two_shops.environment}
    first = Applier(own_state, approved(two_shops, "shop"), environment, pause=0.2)
    plan = approved(two_shops, "shop")
    second = Applier(own_state, plan, environment)
    first.go()
    first.hears("begun")
    second.go()
    refused = second.answer()
    assert refused["error"] == "NotAllowed"
    assert "another run is applying to source shop" in refused["text"]
    assert "wait until it has ended" in refused["text"]
    done = first.answer()
    assert done["rows"] == ROWS
    assert two_shops.state_of(plan) == "approved"
    again = two_shops.apply(plan)
    assert sum(total.rows for total in again.steps.values()) == 0
    assert two_shops.verify(plan).verified


@pytest.mark.crash
def test_plans_over_different_sources_are_applied_at_the_same_time(
    two_shops: Shop,
    own_state: OwnState,  # noqa: F811
) -> None:
    from varsam.services import evidence

    environment = {shop.URL_ENV: two_shops.url, **two_shops.environment}
    children = [
        Applier(own_state, approved(two_shops, source), environment, pause=0.1)
        for source in ("shop", "other")
    ]
    for child in children:
        child.go()
    one, other = (child.answer() for child in children)
    assert one["rows"] == other["rows"] == ROWS
    assert max(one["times"][0], other["times"][0]) < min(one["times"][-1], other["times"][-1])
    assert shop.dump(two_shops.url) == shop.dump(two_shops.environment["OTHER_URL"])
    assert evidence.verify().ok
    assert sum(entry["rows"] for entry in two_shops.ledger("step.applied")) == 2 * ROWS
    assert ledger.size() == len(two_shops.ledger())
