"""What a person at a terminal sees and is asked; what happens when the program itself fails or is stopped."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faces.cli_home import CliHome, environment_of, run
from varsam.domain.errors import (
    NotAllowed,
    PlanRefused,
    Position,
    RegisterError,
    SourceRejected,
    SourceUnavailable,
)
from varsam.domain.planner.schema_faults import SchemaFault
from varsam.faces.cli import exits
from varsam.faces.cli.output import Output, harmless
from varsam.faces.cli.stopping import stop_on_interrupt

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def at_terminal(*arguments: str, answers: str = "") -> tuple[int, str]:
    """Run a command at a terminal of its own, typing answers; gives its exit code and what was seen."""
    ours, theirs = pty.openpty()
    environment = environment_of({"TERM": "xterm-256color", "COLUMNS": "160", "LC_ALL": "C.UTF-8"})
    environment.pop("NO_COLOR", None)
    child = subprocess.Popen(
        (sys.executable, "-m", "varsam", *arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    seen = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            some = os.read(ours, 65536)
        except OSError:
            break
        if not some:
            break
        seen += some
    os.close(ours)
    return child.wait(timeout=60), seen.decode()


@pytest.fixture
def home(tmp_path: Path) -> CliHome:
    """The invented shop, whose source may be changed."""
    made = CliHome(tmp_path / "home").build()
    made.ok("source", "mode", "shop", "apply")
    return made


def test_a_terminal_gets_colours_and_a_pipe_doesnt(home: CliHome) -> None:
    code, seen = at_terminal("--home", str(home.path), "plan")
    assert code == 0
    assert COLOUR.search(seen)
    assert "This goes: 3 rows" in COLOUR.sub("", seen)
    plain = home.run("plan")
    assert "This goes: 3 rows" in plain.out
    assert not COLOUR.search(plain.out + plain.err)
    assert "\t" in plain.out


def test_a_person_is_asked_and_may_say_no(home: CliHome) -> None:
    number = home.ok("plan")["plan"]
    where = ("--home", str(home.path))
    code, seen = at_terminal(*where, "approve", number, answers="n\n")
    assert (code, f"Do you approve the plan {number}" in seen) == (3, True)
    assert home.ok("plans")["plans"][0]["state"] == "drafted"
    code, seen = at_terminal(*where, "--lang", "sv", "approve", number, answers="ja\n")
    assert (code, "Godkänner du planen" in seen) == (0, True)
    code, _ = at_terminal(*where, "apply", number, answers="\n")
    assert (code, home.rows("customers")) == (3, 3)
    code, seen = at_terminal(*where, "apply", number, answers="y\n")
    assert (code, home.rows("customers")) == (0, 2)
    assert "will be gone for good" in seen


def test_a_person_is_named_at_a_prompt(home: CliHome) -> None:
    code, seen = at_terminal(
        "--home", str(home.path), "person", "find", answers="email: cia@three.example\n\n"
    )
    assert code == 0
    assert "Who is it about?" in seen
    assert "notes" in seen


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RegisterError("x"), 2),
        (PlanRefused("x"), 3),
        (NotAllowed("x"), 3),
        (SourceUnavailable("x"), 4),
        (SourceRejected("x"), 4),
    ],
)
def test_the_exit_code_says_who_must_act(error: RegisterError, code: int) -> None:
    assert exits.code_of(error) == code


def test_a_failure_has_three_parts() -> None:
    error = RegisterError("no such basis", where=Position("register.yaml", 4, 9), hint="one of: consent")
    plain, document = io.StringIO(), io.StringIO()
    exits.report(error, plain, "en", as_json=False)
    exits.report(error, document, "en", as_json=True)
    assert plain.getvalue() == "register.yaml:4:9: no such basis\n  → one of: consent\n"
    assert (
        '{"error": "no such basis", "where": "register.yaml:4:9", "hint": "one of: consent"}'
        in document.getvalue()
    )


def test_schema_faults_are_said_in_the_persons_language() -> None:
    error = PlanRefused("refused", where="shop", hint="mend the map")
    error.faults = (SchemaFault("no_usable_key", "shop", "customer", "customers", ("id",)),)  # type: ignore[attr-defined]
    stream = io.StringIO()
    exits.report(error, stream, "sv", as_json=False)
    assert "shop.customer: customers.id: raderna kan inte pekas ut säkert" in stream.getvalue()


def test_an_internal_error_never_shows_its_own_message() -> None:
    secret = "cia@three.example"

    def fail() -> None:
        raise ValueError(f"could not handle {secret}")

    for as_json in (False, True):
        stream = io.StringIO()
        with pytest.raises(ValueError, match=secret) as caught:
            fail()
        exits.report_internal(caught.value, stream, "en", as_json=as_json)
        assert secret not in stream.getvalue()
        assert re.search(r"reference [0-9a-f]{8}", stream.getvalue())
        assert "ValueError" in stream.getvalue()


def test_an_internal_error_ends_with_1_and_no_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "varsam_fails.py"
    broken.write_text(
        "import sys\n"
        "from varsam.faces.cli import main\n"
        "from varsam.faces.cli.invocation import verb\n"
        "@verb\n"
        "def deadline(invocation, received: str) -> int:\n"
        "    raise LookupError(received)\n"
        "main.FAMILIES['']['deadline'] = deadline\n"
        "sys.exit(main.run(['deadline', 'cia@three.example']))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(broken)], capture_output=True, env=environment_of(), check=False
    )
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "reference" in said
    assert "LookupError" in said
    assert "Traceback" not in said
    assert "three.example" not in said


def test_a_text_from_elsewhere_cant_steer_the_terminal() -> None:
    assert harmless("a\x1b[31mb\x07\u202ec\r") == "a[31mbc"
    assert harmless("Åsa – ”citat” 100\u00a0kr") == "Åsa – ”citat” 100\u00a0kr"
    stream = io.StringIO()
    Output("en", out=stream, err=io.StringIO()).table(("table", "rows"), [("x\ty\nz\x1b[2J", 1)])
    assert stream.getvalue().splitlines()[1] == "x y z[2J\t1"


def test_progress_in_a_log_tells_rows_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: passed[0])
    err = io.StringIO()
    with Output("en", out=io.StringIO(), err=err).progress("Applying", 1000) as progress:
        progress("shop", 100)
        assert err.getvalue() == ""
        passed[0] += 10
        progress("shop", 400)
    assert err.getvalue() == "Applying: 500 rows, 50 rows/s, 10 s left\n"


def test_ctrl_c_stops_between_batches_and_twice_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_who_acts_is_what_the_system_says() -> None:
    from varsam import app

    assert app.acting_user()
    code = "from varsam import app; print(app.acting_user())"
    lying = environment_of({"USER": "somebody-else", "LOGNAME": "somebody-else"})
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=lying, check=True)
    assert done.stdout.decode().strip() == app.acting_user()


def test_the_day_is_swedens() -> None:
    from varsam import app

    assert abs((app.today() - datetime.now(UTC).date()).days) <= 1
    assert run("rule", "show", "contract.end", "--json").document["on"] == app.today().isoformat()
