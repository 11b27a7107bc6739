"""`worker` and `approve --standing` on the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.faces.cli_home import CliHome, environment_of

UNTIL = (date.today() + timedelta(days=90)).isoformat()
TOO_LATE = (date.today() + timedelta(days=400)).isoformat()
ALWAYS = 'hours: "00:00-00:00"\nobserve_nights: 0\nnotices: {language: en}\n'
SECOND = """
import sys
from pathlib import Path
from varsam import app
path = Path(sys.argv[1])
app.open_state(path)
from varsam.services import standing
home = app.home_at(path)
home.actor = "somebody else"
standing.approve(home, "shop")
"""


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """A controller with one customer and two notes that are due, whose nights never end."""
    made = CliHome(tmp_path / "home").build()
    (made.path / "night.yaml").write_text(ALWAYS, encoding="utf-8")
    assert made.run("source", "mode", "shop", "apply").code == 0
    return made


def second_person(home: CliHome) -> None:
    """Let another account approve what waits."""
    script = (sys.executable, "-c", SECOND, str(home.path))
    subprocess.run(script, check=True, env=environment_of(), timeout=60)


def test_from_the_first_plan_that_waits_to_the_night_that_needs_nobody(home: CliHome) -> None:
    waits = home.run("worker", "--once")
    assert waits.code == 3
    assert "shop: waits for a person, 3 rows." in waits.out
    assert "→ Look at the plan and approve it: `varsam approve plan-" in waits.out
    assert home.rows("customers") == 3
    [plan] = home.ok("plans")["plans"]
    assert (plan["state"], plan["rows"], plan["night"]) == ("drafted", 3, date.today().isoformat())

    first = home.run(
        "approve", "--standing", "shop", "--until", UNTIL, "--limit", "10", "--limit", "50%", "--yes"
    )
    assert first.code == 3
    assert "contract.end + 1 year" in first.out
    assert "Another person must approve it too" in first.out
    again = home.run("approve", "--standing", "shop", "--yes", "--json")
    assert (again.code, again.failure["error"]) == (3, "you have approved this standing approval")
    second_person(home)
    [standing] = home.ok("approve", "--standing", "shop", "--list")["standing"]
    assert (standing["state"], standing["limit"], len(standing["approved_by"])) == (
        "stands", {"rows": 10, "share": 0.5}, 2,
    )  # fmt: skip

    status = home.run("worker", "--status", "--json")
    assert status.code == 3, "the plan of the night before still waits"
    home.run("approve", plan["plan"])
    assert home.run("apply", plan["plan"], "--yes").code == 0
    assert home.run("worker", "--status").code == 0


def test_the_night_applies_under_a_standing_approval(home: CliHome) -> None:
    home.run("approve", "--standing", "shop", "--until", UNTIL, "--limit", "3", "--yes")
    second_person(home)
    ran = home.run("worker", "--once", "--json")
    assert ran.code == 0, (ran.out, ran.err)
    [run] = ran.document["runs"]
    assert (run["outcome"], run["rows"]) == ("applied", 3)
    assert (home.rows("customers"), home.rows("notes")) == (2, 1)
    assert home.ok("ledger", "verify")["ok"]
    assert home.run("approve", "--standing", "shop", "--revoke").code == 0
    [standing] = home.ok("approve", "--standing", "shop", "--list")["standing"]
    assert standing["state"] == "revoked"
    assert home.run("approve", "--standing", "shop", "--revoke").code == 3


def test_a_standing_approval_without_an_end_or_a_limit_is_refused(home: CliHome) -> None:
    for given, code, where in (
        (("--limit", "10"), 3, "--until"),
        (("--until", UNTIL), 3, "--limit"),
        (("--until", TOO_LATE, "--limit", "10"), 3, "--until"),
        (("--until", "2020-01-01", "--limit", "10"), 2, "--until"),
        (("--until", UNTIL, "--limit", "many"), 2, "--limit"),
        (("--until", UNTIL, "--limit", "101%"), 2, "--limit"),
        (("--until", UNTIL, "--limit", "1", "--limit", "2"), 2, "--limit"),
        (("--until", UNTIL, "--limit", "1", "--kind", "ghost"), 2, "--kind"),
    ):
        ran = home.run("approve", "--standing", "shop", *given, "--yes", "--json")
        assert (ran.code, ran.failure["where"]) == (code, where)
    assert home.ok("approve", "--standing", "shop", "--list")["standing"] == []


def test_it_is_a_plan_or_a_source_and_nobody_answers_for_nobody(home: CliHome) -> None:
    assert home.run("approve").code == 2
    assert home.run("approve", "plan-abc", "--standing", "shop").code == 2
    assert home.run("approve", "plan-abc", "--until", UNTIL).code == 2
    assert home.run("approve", "--standing", "ghost", "--yes").code == 2
    unasked = home.run("approve", "--standing", "shop", "--until", UNTIL, "--limit", "10")
    assert unasked.code == 3
    assert home.ok("approve", "--standing", "shop", "--list")["standing"] == []


def test_an_observed_source_is_reported(home: CliHome) -> None:
    home.run("source", "mode", "shop", "observe")
    assert home.run("worker", "--once").code == 0
    said = home.run("worker", "--report")
    assert said.code == 0
    assert "3 rows would have gone (observed)" in said.out
    assert "customer\tcustomers\tdelete the row\torders, offers\t\t1" in said.out
    [source] = home.ok("worker", "--report")["sources"]
    assert {line["kind"]: line["rows"] for line in source["lines"]} == {"customer": 1, "note": 2}
    assert home.rows("customers") == 3
    swedish = home.run("worker", "--report", "--lang", "sv")
    assert "3 rader skulle ha gallrats (betraktad)" in swedish.out


def test_the_status_tells_a_monitor_what_is_wrong(home: CliHome) -> None:
    assert home.run("worker", "--status").code == 1, "it never ran"
    (home.path / "shop.sqlite3").rename(home.path / "away.sqlite3")
    gone = home.run("worker", "--once", "--json")
    [run] = gone.document["runs"]
    assert run["outcome"] == "unreached"
    status = home.run("worker", "--status", "--json")
    assert status.document["alive"]
    assert [each["outcome"] for each in status.document["sources"]] == ["unreached"]
    (home.path / "night.yaml").write_text("hours: late\n", encoding="utf-8")
    broken = home.run("worker", "--once", "--json")
    assert (broken.code, broken.failure["where"].rpartition("/")[2]) == (2, "night.yaml:1:8")
    assert home.run("worker", "--status").code == 2
    assert home.run("worker", "--status", "--once").code == 2


def test_a_signal_ends_it_between_two_rounds(home: CliHome) -> None:
    command = (sys.executable, "-m", "varsam", "--home", str(home.path), "worker")
    process = subprocess.Popen(
        command, env=environment_of(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        beat = home.path / "state" / "heartbeat.json"
        for _ in range(600):
            if beat.exists() and json.loads(beat.read_text())["next"]:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("no sign of life")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "shop: waits for a person, 3 rows." in out
    assert "Nobody is told when the night fails" in err
    assert "Stopped as told." in err
    assert home.rows("customers") == 3
