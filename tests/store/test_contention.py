"""Several processes at one SQLite state, as a web desk, a worker and a person at a terminal would be."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.engine.crash import shop
from tests.engine.crash.ready import Ready, ready_home  # noqa: F401
from tests.services.test_chain import ROWS
from tests.store.homes import Home
from varsam.store import ledger, ledger_audit

SECONDS = float(os.environ.get("VARSAM_TEST_CONTENTION_SECONDS", "1.5"))

HEAD = """
    import json, os, time
    from tests.engine.crash import shop
    from varsam.domain.facts import FactKind
    from varsam.services import applying, planning, recording
    from varsam.services.home import Home
    from varsam.store import facts, ledger
    from varsam.store.people import TypedIdentifier

    home = Home(Path(sys.argv[1]), {"SHOP_URL": sys.argv[2]}, "anna", clock=shop.Clock())
    go, seconds, number = Path(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
    facts.mark()
    print("ready", flush=True)
    while not go.exists():
        time.sleep(0.001)
    end, turns, longest = time.monotonic() + seconds, 0, 0.0
"""
WRITER = """
    while time.monotonic() < end:
        began = time.monotonic()
        if turns % 2:
            ledger.append([{"type": "source.mode", "source": "shop", "mode": "apply"}], home.clock())
        else:
            recording.record(
                home, FactKind.OBJECTION,
                identifiers=[TypedIdentifier("email", f"nobody{number}x{turns}@post.example")],
                purpose="orders",
            )
        turns += 1
        longest = max(longest, time.monotonic() - began)
    print(json.dumps({"turns": turns, "longest": longest}))
"""
PLANNER = """
    while time.monotonic() < end:
        began = time.monotonic()
        planning.make_plan(home)
        turns += 1
        longest = max(longest, time.monotonic() - began)
    print(json.dumps({"turns": turns, "longest": longest}))
"""
APPLIER = """
    def beat(_what, _rows):
        time.sleep(0.01)
    began = time.monotonic()
    applied = applying.apply(home, sys.argv[6], progress=beat)
    print(json.dumps({"turns": applied.batches, "longest": time.monotonic() - began,
                      "rows": sum(t.rows + t.gone + t.out for t in applied.steps.values())}))
"""


@pytest.mark.crash
def test_writers_a_planner_and_a_run_take_turns(ready: Ready, tmp_path: Path) -> None:
    """Nobody is starved, nothing is lost, nobody hears of a locked database."""
    one = ready(batch_rows=1)
    home = Home(one.path, None)
    plan = one.approved()
    before = ledger.size()
    go = tmp_path / "go"
    roles = [*[WRITER] * 4, PLANNER, APPLIER]
    children = [
        home.child(HEAD + role, one.path, one.url, go, SECONDS, number, plan)
        for number, role in enumerate(roles)
    ]
    for child in children:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line == "ready\n", child.communicate()[1]
    go.touch()
    answers = []
    for child in children:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
        answers.append(json.loads(out))
    writers, planner, applier = [each["turns"] for each in answers[:4]], answers[4], answers[5]
    # 19,982 against 1 was measured without the queue.
    assert min(writers) > max(writers) / 4, writers
    assert planner["turns"] >= 1
    assert applier["turns"] >= 6
    assert applier["rows"] == ROWS
    assert max(each["longest"] for each in answers[:4]) < max(SECONDS, 5), answers
    entries = one.ledger("source.mode", "fact.recorded", "plan.drafted")
    recorded = sum(writers) + planner["turns"]
    assert len(entries) - sum(1 for entry in entries[:0]) >= recorded
    assert ledger.size() - before == recorded + len(
        one.ledger("plan.applying", "plan.applied", "step.applied")
    )
    ledger.checkpoint(shop.NOW)
    assert ledger_audit.verify().ok
    assert one.verify(plan).verified


@pytest.mark.crash
def test_a_long_reader_lets_the_log_grow_only_until_it_ends(sqlite_state: Home) -> None:
    """Whoever reads for long keeps the write-ahead log; it shrinks for the next writer after that."""
    log = sqlite_state.path / "state" / "varsam.sqlite3-wal"

    def write(times: int) -> None:
        for _ in range(times):
            ledger.append([{"type": "plan.expired", "plan": "plan-one"}] * 20, shop.NOW)

    reader = sqlite_state.child(
        """
        from django.db import connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master")
            cursor.fetchone()
            print("ready", flush=True)
            sys.stdin.readline()
        """
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    write(300)
    while_read = log.stat().st_size
    began = time.monotonic()
    reader.communicate("go\n", timeout=30)
    assert reader.returncode == 0
    write(3)
    assert time.monotonic() - began < 20
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_size_limit")
        limit = cursor.fetchone()[0]
    assert while_read > 8 * 2**20
    assert log.stat().st_size <= max(limit, 0) + 4 * 2**20
