"""`check --watch`, `silence`, `silences`: what changed after an edit is told, what is silent listed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.faces.cli_home import CliHome, environment_of
from varsam.services.home import Home
from varsam.services.watching import Watch

TODAY = "2026-11-22"
UNTIL = "2027-06-30"


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop, with nothing that stands against it."""
    made = CliHome(tmp_path / "home").build()
    edit(made, "register.yaml", "basis: legitimate_interests", "basis: contract")
    return made


def edit(home: CliHome, name: str, old: str, new: str) -> None:
    """Edit a file, as an editor does."""
    path = home.path / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class Watched:
    """A running `varsam check --watch` whose lines are read as they come."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            (sys.executable, "-m", "varsam", *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment_of(),
            text=True,
        )
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def until(self, end: str) -> list[str]:
        """The lines up to one that begins so."""
        found = []
        while not found or not found[-1].startswith(end):
            found.append(self._lines.get(timeout=60))
        return found

    def interrupt(self) -> int:
        """Press Ctrl-C, and give the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.fixture
def watched(home: CliHome) -> Iterator[Watched]:
    running = Watched("--home", str(home.path), "check", "--watch", "--on", TODAY)
    yield running
    running.process.kill()
    running.process.wait()


def test_only_what_an_edit_changed_is_told_until_ctrl_c(home: CliHome, watched: Watched) -> None:
    assert watched.until("There are")[-1] == "There are 0 findings."
    edit(home, "register.yaml", "rule: contract.end + 1 year}", "rule: contract.end + 1 year, assumed: true}")
    first = watched.until("There is")
    assert first[0].startswith("+ ")
    assert "RET002 register.yaml:13:7 purpose orders" in first[0]
    edit(home, "sources/shop.yaml", "contract.end: closed_on", "contract.end: [")
    assert "shop.yaml" in watched.until("There is")[0], "a file that can't be read, and what was found stands"
    edit(home, "sources/shop.yaml", "contract.end: [", "contract.end: closed_on")
    assert watched.until("There is") == ["There is 1 finding."]
    edit(home, "register.yaml", ", assumed: true", "")
    gone = watched.until("There are")
    assert gone[0].startswith("- ")
    assert gone[1:] == ["There are 0 findings."]
    assert watched.interrupt() == 0
    assert not any("\x1b" in line for line in (*first, *gone))


def test_each_look_reads_only_what_changed_and_finds_what_check_finds(home: CliHome) -> None:
    watch = Watch(lambda: Home(home.path, on=date.fromisoformat(TODAY)))
    assert watch.look() is not None
    assert watch.look() is None
    edit(home, "register.yaml", "categories: [contact]", "categories: [contact, billing.bank]")
    change = watch.look()
    assert change is not None
    whole = home.run("check", "--json", "--on", TODAY).document["findings"]
    assert [each.finding.as_json() | {"position": each.position} for each in change.left] == whole
    assert whole
    (home.path / "silences.yaml").write_text(
        "silences:\n"
        + "".join(
            f'  - {{check: {each["code"]}, where: "{each["where"]}", reason: a, until: {UNTIL}}}\n'
            for each in whole
        ),
        encoding="utf-8",
    )
    silent = watch.look()
    assert silent is not None
    assert (len(silent.gone), silent.left) == (len(whole), ())
    os.utime(home.path / "register.yaml", ns=(1, time.time_ns()))
    touched = watch.look()
    assert touched is not None
    assert (touched.new, touched.gone) == ((), ())


def test_files_and_live_sources_arent_watched_at_once(home: CliHome) -> None:
    assert home.run("check", "--watch", "--online").code == 2


def test_a_finding_is_silenced_by_a_command_and_comments_stay(home: CliHome) -> None:
    edit(home, "register.yaml", "rule: contract.end + 1 year}", "rule: contract.end + 1 year, assumed: true}")
    [found] = home.run("check", "--json", "--on", TODAY).document["findings"]
    words = ("--until", UNTIL, "--reason", "asked: they know", "--on", TODAY)
    place = f"{found['position']} {found['where']}"
    done = home.ok("silence", found["code"], place, *words)
    assert (done["where"], done["silences"]) == (found["where"], True)
    quiet = home.run("check", "--json", "--on", TODAY).document
    assert quiet["findings"] == []
    assert [each["reason"] for each in quiet["silenced"]] == ["asked: they know"]
    file = home.path / "silences.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "  # nothing more than this\n", encoding="utf-8")
    assert home.ok("silence", "MAP035", "shop: customers.ref", *words)["silences"] is True
    assert home.ok("silence", "REG001", "activity none", *words)["silences"] is False
    home.ok("silence", found["code"], found["where"], "--until", "2026-12-01", *words[2:])
    text = file.read_text(encoding="utf-8")
    assert "# nothing more than this" in text
    assert text.count("check:") == 3
    states = {each["check"]: each["state"] for each in home.ok("silences", "--on", TODAY)["silences"]}
    assert states == {found["code"]: "silent", "MAP035": "unasked", "REG001": "idle"}
    later = {each["check"]: each["state"] for each in home.ok("silences", "--on", "2027-01-01")["silences"]}
    assert later[found["code"]] == "ended"
    shown = home.run("silences", "--on", TODAY, "--lang", "sv").out
    assert "syns bara med --online" in shown
    told = {each["code"] for each in home.run("check", "--json", "--on", TODAY).document["findings"]}
    assert told == {"SIL002"}, "what only the live sources show isn't idle"


@pytest.mark.parametrize(
    ("code", "until", "reason", "exit_code"),
    [
        ("RET999", UNTIL, "a", 2),
        ("RET002", "2026-11-21", "a", 3),
        ("RET002", "2027-12-28", "a", 3),
        ("RET002", UNTIL, " ", 2),
        ("RET002", "soon", "a", 2),
    ],
)
def test_what_cant_be_silenced_so(home: CliHome, code: str, until: str, reason: str, exit_code: int) -> None:
    ran = home.run("silence", code, "x", "--until", until, "--reason", reason, "--on", TODAY, "--json")
    assert ran.code == exit_code
    assert json.loads(ran.err)["hint"]
    assert not (home.path / "silences.yaml").exists()


def test_a_day_400_days_ahead_is_the_last(home: CliHome) -> None:
    last = date.fromisoformat(TODAY) + timedelta(days=400)
    words = ("silence", "RET002", "x", "--reason", "a", "--on", TODAY)
    home.ok(*words, "--until", last.isoformat())
    assert home.run(*words, "--until", (last + timedelta(days=1)).isoformat()).code == 3
    file = home.path / "silences.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace(last.isoformat(), "2030-01-01"), encoding="utf-8"
    )
    told = [each["code"] for each in home.run("check", "--json", "--on", TODAY).document["findings"]]
    assert told == ["SIL002"], "idle is said first"
