"""Bad input through the command line: the right exit code, what, where and what next, and nothing is lost.

Each test ends with the right next command, which works.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.faces.cli_home import CliHome, Ran, environment_of

PASSWORD = "hemligt"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> CliHome:
    """The invented shop, whose source may be changed; made once, and copied for each test."""
    made = CliHome(tmp_path_factory.mktemp("template") / "home").build()
    made.ok("source", "mode", "shop", "apply")
    return made


@pytest.fixture
def home(template: CliHome, tmp_path: Path) -> CliHome:
    """A home of the test's own."""
    shutil.copytree(template.path, tmp_path / "home")
    return CliHome(tmp_path / "home")


def refused(home: CliHome, code: int, *words: str, command: tuple[str, ...]) -> Ran:
    """Run a command that must fail: it says what, where and what next, and nothing of a person."""
    asked = home.run(*command, "--json")
    assert asked.code == code, (asked.code, asked.out, asked.err)
    assert asked.out == ""
    said = asked.failure
    assert {"error", "where", "hint"} <= set(said)
    assert said["error"], said
    assert said["where"] or said.get("errors"), said
    assert said["hint"], said
    assert "Traceback" not in asked.err
    assert PASSWORD not in asked.err
    # A person reads the same three parts; tests/faces/test_cli_terminal.py holds the two together.
    for word in words:
        assert word in asked.err, (word, asked.err)
    return asked


def approved(home: CliHome) -> str:
    """A plan for today that may be applied."""
    plan = str(home.ok("plan")["plan"])
    home.ok("approve", plan)
    return plan


def ends_well(home: CliHome, plan: str) -> None:
    """The plan is applied (again), verified, and proven; exactly what was due has gone."""
    home.ok("apply", plan, "--yes")
    assert home.ok("verify", plan)["verified"]
    assert home.ok("ledger", "verify")["ok"]
    assert (home.rows("customers"), home.rows("notes")) == (2, 1)
    assert home.ok("plan")["steps"] == []


def edit(home: CliHome, file: str, old: str, new: str) -> Callable[[], None]:
    """Change a file of the home; what is given back changes it back."""
    path = home.path / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")

    def mend() -> None:
        path.write_text(before, encoding="utf-8")

    return mend


# -- files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("register.yaml", "entities:\n", "entities: [\n", ["register.yaml:"]),
        ("register.yaml", "categories: [contact]", "categories: [contakt]", [":10:18", "contakt", "contact"]),
        (
            "register.yaml",
            "contract.end + 1 year",
            "contract.end + 1 yaer",
            [":13:87", "column 18", "yaer", "year"],
        ),
        ("register.yaml", "title: Försäljning", "titel: Försäljning", [":7:5", "titel", "title"]),
        ("sources/shop.yaml", "kinds:\n", "kinds: {\n", ["shop.yaml:"]),
        ("sources/shop.yaml", "owner: customer", "owner: custommer", ["shop.yaml:16:12", "custommer"]),
        ("sources/shop.yaml", "connector: sql", "connector: sqll", ["shop.yaml:2:", "sqll", "sql"]),
    ],
)
def test_a_wrong_file_is_shown_where_it_is_wrong(
    home: CliHome, file: str, old: str, new: str, words: list[str]
) -> None:
    mend = edit(home, file, old, new)
    refused(home, 2, *words, command=("check",))
    refused(home, 2, *words, command=("plan",))
    plain = home.run("plan")
    assert plain.code == 2
    assert "  → " in plain.err
    assert all(word in plain.err for word in words)
    mend()
    home.ok("check")


def test_a_file_that_cant_be_read_is_named(home: CliHome) -> None:
    path = home.path / "register.yaml"
    before = path.read_bytes()
    path.write_bytes(before + b"# \xff\n")
    refused(home, 2, "register.yaml", "UTF-8", command=("check",))
    path.unlink()
    path.mkdir()
    refused(home, 2, "register.yaml", command=("check",))
    path.rmdir()
    path.write_bytes(before)
    home.ok("check")


def test_a_map_that_names_a_table_that_isnt_there(home: CliHome) -> None:
    mend = edit(home, "sources/shop.yaml", "table: notes", "table: nots")
    refused(home, 3, "nots", command=("plan",))
    online = home.run("check", "--online", "--json")
    assert online.code == 1
    assert "MAP001" in {each["code"] for each in online.document["findings"]}
    assert home.ok("plans")["plans"] == []
    mend()
    ends_well(home, approved(home))


# -- sources -----------------------------------------------------------------------------------------------


def test_a_source_that_isnt_there_or_is_none(home: CliHome) -> None:
    plan = approved(home)
    file, elsewhere = home.path / "shop.sqlite3", home.path / "elsewhere"
    file.rename(elsewhere)
    for command in (("plan",), ("apply", plan, "--yes"), ("source", "inspect")):
        refused(home, 4, "shop", "isn't there", command=command)
    compared = home.run("check", "--online", "--json")
    assert (compared.code, compared.document["unreachable"]) == (4, ["shop"])
    assert not file.exists(), "it is never made"
    file.write_bytes(b"not a database, but long enough to be looked at" * 100)
    refused(home, 4, "shop", command=("plan",))
    elsewhere.replace(file)
    ends_well(home, plan)


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb"])
def test_a_server_that_cant_be_reached(home: CliHome, scheme: str) -> None:
    mend = edit(home, "sources/shop.yaml", "url: sqlite:///shop.sqlite3", "url_env: SHOP_URL")
    refused(home, 4, "SHOP_URL", command=("plan",))
    for asked in ((), ("--json",)):
        environment = {"SHOP_URL": f"{scheme}://anna:{PASSWORD}@127.0.0.1:1/shop"}
        ran = home.run("plan", *asked, environment=environment)
        assert ran.code == 4
        assert "shop" in ran.err
        assert PASSWORD not in ran.err
        assert "Traceback" not in ran.err
    mend()
    ends_well(home, approved(home))


def test_a_source_that_may_only_be_read(home: CliHome) -> None:
    mend = edit(home, "sources/shop.yaml", "shop.sqlite3", "shop.sqlite3?mode=ro")
    before = (home.path / "shop.sqlite3").read_bytes()
    refused(home, 3, "shop", command=("plan",))
    assert (home.path / "shop.sqlite3").read_bytes() == before
    mend()
    ends_well(home, approved(home))


def _on_server(home: CliHome, url: str, *more: str) -> None:
    """Let the shop lie on a PostgreSQL server."""
    edit(home, "sources/shop.yaml", "url: sqlite:///shop.sqlite3", "url_env: SHOP_URL")
    with closing(sqlite3.connect(home.path / "shop.sqlite3")) as here:
        customers = here.execute("SELECT * FROM customers").fetchall()
        notes = here.execute("SELECT * FROM notes").fetchall()
    engine = sa.create_engine(url)
    with engine.begin() as there:
        for statement in (
            *more,
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT,"
            " created_on DATE, closed_on DATE)",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY,"
            " customer_id INTEGER NOT NULL REFERENCES customers(id), words TEXT)",
            "CREATE INDEX notes_by_customer ON notes (customer_id)",
        ):
            there.execute(sa.text(statement))
        for table, rows in (("customers", customers), ("notes", notes)):
            for row in rows:
                marks = ", ".join(f":v{number}" for number in range(len(row)))
                there.execute(
                    sa.text(f"INSERT INTO {table} VALUES ({marks})"),
                    {f"v{number}": value for number, value in enumerate(row)},
                )
    engine.dispose()


def _execute(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def _count(url: str, table: str) -> int:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)
    engine.dispose()
    return rows


def test_an_account_without_the_right_to_delete(home: CliHome, postgres_url: str) -> None:
    name = f"role_{sa.make_url(postgres_url).database}"
    _on_server(home, postgres_url)
    _execute(
        postgres_url,
        f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
    )
    try:
        address = sa.make_url(postgres_url).set(username=name, password=PASSWORD)
        home.environment = {"SHOP_URL": address.render_as_string(hide_password=False)}
        plan = approved(home)
        refused(home, 4, "permission", "source grants", command=("apply", plan, "--yes"))
        assert (_count(postgres_url, "customers"), _count(postgres_url, "notes")) == (3, 3)
        _execute(postgres_url, f"GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        home.ok("apply", plan, "--yes")
        assert home.ok("verify", plan)["verified"]
        assert (_count(postgres_url, "customers"), _count(postgres_url, "notes")) == (2, 1)
    finally:
        _execute(postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


# -- full disks --------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of four megabytes, where this user may mount one and a server can get at it."""
    disk = Path(tempfile.mkdtemp(prefix="varsam-disk-"))
    disk.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=0777", "tmpfs", str(disk)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        disk.rmdir()
        pytest.skip("this user may not mount a small file system")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
        disk.rmdir()


def fill(disk: Path, *, leave: int = 0) -> Path:
    """Fill a disk but for some bytes; the file that fills it is given back."""
    free = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - leave))
    return filler


def test_a_full_disk_under_the_source(home: CliHome, small_disk: Path) -> None:
    """An overwrite that needs room: the batch is undone, and done when there is room."""
    shutil.move(home.path / "shop.sqlite3", small_disk / "shop.sqlite3")
    (home.path / "shop.sqlite3").symlink_to(small_disk / "shop.sqlite3")
    edit(
        home,
        "sources/shop.yaml",
        "    owner: customer\n",
        f"    owner: customer\n    disposal: {{overwrite: {{words: {'x' * 60_000}}}}}\n",
    )
    edit(home, "sources/shop.yaml", "    person: true\n", "    person: true\n    disposal: keep\n")
    plan = approved(home)
    filler = fill(small_disk)
    refused(home, 4, "shop", "disk is full", command=("apply", plan, "--yes"))
    assert home.ok("plans")["plans"][0]["state"] == "failed"
    with closing(sqlite3.connect(home.path / "shop.sqlite3")) as shop:
        assert shop.execute("SELECT words FROM notes WHERE id = 1").fetchone() == ("called",)
    filler.unlink()
    home.ok("apply", plan, "--yes")
    assert home.ok("verify", plan)["verified"]


@pytest.mark.parametrize("leave", [0, 8_000, 24_000, 48_000])
def test_a_full_disk_under_own_state(home: CliHome, small_disk: Path, leave: int) -> None:
    """Wherever in the run the journal can't be written: what is done is found out when there is room."""
    edit(home, "sources/shop.yaml", "kinds:\n", "pace: {batch_rows: 1}\nkinds:\n")
    plan = approved(home)
    state = home.path / "state"
    shutil.copytree(state, small_disk, dirs_exist_ok=True)
    shutil.rmtree(state)
    state.symlink_to(small_disk)
    filler = fill(small_disk, leave=leave)
    ran = home.run("apply", plan, "--yes", "--json")
    assert ran.code == 4, (ran.out, ran.err)
    assert "disk is full" in ran.failure["error"]
    assert "space" in ran.failure["hint"]
    assert "Traceback" not in home.run("plans").err
    filler.unlink()
    ends_well(home, plan)


def test_a_full_disk_under_a_server(home: CliHome, small_disk: Path, postgres_url: str) -> None:
    """A tablespace that has no room for the new version of a row."""
    name = f"small_{sa.make_url(postgres_url).database}"
    folder = small_disk / "space"
    folder.mkdir()
    owner = _server_owner(postgres_url)
    os.chown(folder, *owner)
    try:
        _execute(postgres_url, f"CREATE TABLESPACE {name} LOCATION '{folder}'")
    except sa.exc.DBAPIError:
        pytest.skip("the server runs elsewhere")
    try:
        _on_server(home, postgres_url, f"SET default_tablespace = {name}")
        edit(
            home,
            "sources/shop.yaml",
            "    owner: customer\n",
            f"    owner: customer\n    disposal: {{overwrite: {{words: {os.urandom(40_000).hex()}}}}}\n",
        )
        edit(home, "sources/shop.yaml", "    person: true\n", "    person: true\n    disposal: keep\n")
        home.environment = {"SHOP_URL": postgres_url}
        plan = approved(home)
        filler = fill(small_disk)
        refused(home, 4, "shop", "disk is full", command=("apply", plan, "--yes"))
        assert _count(postgres_url, "notes WHERE words = 'called'") == 1
        filler.unlink()
        home.ok("apply", plan, "--yes")
        assert home.ok("verify", plan)["verified"]
        assert _count(postgres_url, "notes WHERE words = 'called'") == 0
    finally:
        _execute(postgres_url, "DROP TABLE IF EXISTS notes, customers", f"DROP TABLESPACE {name}")


def _server_owner(url: str) -> tuple[int, int]:
    """Who runs the server, by its data folder; this process where it can't be seen."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        data = Path(str(connection.scalar(sa.text("SHOW data_directory"))))
    engine.dispose()
    try:
        return data.stat().st_uid, data.stat().st_gid
    except OSError:
        return os.getuid(), os.getgid()


# -- processes and clocks ----------------------------------------------------------------------------------


def _many(home: CliHome, customers: int) -> None:
    """More customers who are due, each with a note, applied one by one and slowly."""
    for number in range(100, 100 + customers):
        home.write(
            f"INSERT INTO customers VALUES ({number}, 'Namn', 'n{number}@many.example', NULL,"
            " '2019-01-01', '2024-01-01')"
        )
        home.write(f"INSERT INTO notes VALUES ({number}, {number}, 'old')")
    edit(home, "sources/shop.yaml", "kinds:\n", "pace: {batch_rows: 1, rows_per_second: 40}\nkinds:\n")


def _start(home: CliHome, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-m", "varsam", "--home", str(home.path), *words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of(),
    )


def _wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_killed_in_the_midst_and_resumed(home: CliHome) -> None:
    """SIGKILL three times, at whatever point it is at; then the same command ends the run."""
    _many(home, 40)
    plan = approved(home)
    due = home.rows("customers") - 2
    for share in (1, 2, 3):
        run = _start(home, "apply", plan, "--yes")
        left = 2 + due - due * share // 4
        _wait_until(lambda left=left, run=run: home.rows("customers") <= left or run.poll() is not None)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        assert home.rows("customers") > 2, "control: it was killed before its end"
        assert home.ok("plans")["plans"][0]["state"] == "applying"
    ends_well(home, plan)


def test_two_runs_at_once(home: CliHome) -> None:
    _many(home, 20)
    plan = approved(home)
    runs = [_start(home, "apply", plan, "--yes", "--json") for _ in range(2)]
    said = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    assert sorted(code for _, _, code in said) == [0, 3]
    [err] = [err for _, err, code in said if code == 3]
    assert "another run" in err or "is appl" in err
    assert "Traceback" not in err
    assert home.ok("verify", plan)["verified"]
    assert home.ok("ledger", "verify")["ok"]
    assert home.rows("customers") == 2


AT = """
import sys
from datetime import UTC, datetime, timedelta
from varsam import app
app.now = lambda: datetime.now(UTC) + timedelta(days=float(sys.argv[1]))
from varsam.faces.cli import main
sys.exit(main.run(sys.argv[2:]))
"""


def _days_away(home: CliHome, by: timedelta, *words: str) -> Ran:
    """Run a command under a clock that is off by so much."""
    done = subprocess.run(
        (sys.executable, "-c", AT, str(by.days), "--home", str(home.path), *words),
        capture_output=True,
        text=True,
        env=environment_of(),
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_clock_that_is_moved(home: CliHome) -> None:
    """Back: the plan is of a day to come. Forward: it has expired, also when the clock is put right."""
    plan = approved(home)
    back = _days_away(home, timedelta(-2), "apply", plan, "--yes", "--json")
    assert (back.code, "clock" in back.failure["hint"], home.rows("customers")) == (3, True, 3)
    late = _days_away(home, timedelta(400), "apply", plan, "--yes", "--json")
    assert (late.code, "expired" in late.failure["error"], home.rows("customers")) == (3, True, 3)
    refused(home, 3, "expired", command=("apply", plan, "--yes"))
    ends_well(home, approved(home))


# -- plans, ledger, keys -----------------------------------------------------------------------------------


def test_a_plan_that_was_applied_is_from_elsewhere_or_of_a_day_to_come(home: CliHome, tmp_path: Path) -> None:
    other = CliHome(tmp_path / "other").build()
    foreign = str(other.ok("plan")["plan"])
    for command in (("approve", foreign), ("apply", foreign, "--yes"), ("verify", foreign)):
        refused(home, 3, foreign, "no such plan", command=command)
    forecast = str(home.ok("plan", "--on", "2099-01-01")["plan"])
    refused(home, 3, "forecast", forecast, command=("approve", forecast))
    plan = approved(home)
    refused(home, 3, plan, command=("verify", plan))
    ends_well(home, plan)
    refused(home, 3, plan, "applied", command=("apply", plan, "--yes"))
    refused(home, 3, plan, "applied", command=("approve", plan))


def _tamper(home: CliHome, statement: str) -> None:
    with closing(sqlite3.connect(home.path / "state" / "varsam.sqlite3")) as state, state:
        assert state.execute(statement).rowcount > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_planrecord SET rows = rows + 1",
        "UPDATE store_planrecord SET fingerprint = 'x' || substr(fingerprint, 2)",
        "UPDATE store_planrecord SET sealed = CAST(sealed || x'00' AS BLOB)",
        "UPDATE store_plankeys SET sealed = CAST(sealed || x'00' AS BLOB)",
        "UPDATE store_approval SET actor = 'somebody'",
    ],
)
def test_a_plan_that_was_tampered_with(home: CliHome, statement: str) -> None:
    plan = approved(home)
    _tamper(home, statement)
    ran = home.run("apply", plan, "--yes", "--json")
    assert ran.code in (3, 4), (ran.code, ran.err)
    assert ran.failure["hint"]
    assert "Traceback" not in ran.err
    assert home.rows("customers") == 3


def test_a_ledger_that_was_tampered_with(home: CliHome, tmp_path: Path) -> None:
    plan = approved(home)
    ends_well(home, plan)
    home.ok("ledger", "checkpoint")
    _tamper(home, "UPDATE store_ledgerentry SET document = document || x'20' WHERE \"index\" = 1")
    ran = home.run("ledger", "verify", "--json")
    assert (ran.code, ran.document["ok"]) == (1, False)
    assert ran.document["faults"]
    assert home.run("ledger", "verify").code == 1


def test_a_missing_or_foreign_key(home: CliHome, tmp_path: Path) -> None:
    plan = approved(home)
    key, away = home.path / "varsam.key", tmp_path / "varsam.key"
    key.rename(away)
    for command in (("plans",), ("plan",), ("apply", plan, "--yes")):
        refused(home, 2, "varsam.key", command=command)
    assert not key.exists(), "no new key is made for a state that has one"
    other = CliHome(tmp_path / "other").build()
    other.ok("plan")
    key.write_bytes((other.path / "varsam.key").read_bytes())
    key.chmod(0o600)
    refused(home, 2, "varsam.key", command=("apply", plan, "--yes"))
    key.write_text("nonsense", encoding="utf-8")
    refused(home, 2, "varsam.key", command=("apply", plan, "--yes"))
    away.replace(key)
    ends_well(home, plan)


def test_own_state_that_cant_be_read(home: CliHome, tmp_path: Path) -> None:
    home.environment = {"VARSAM_DATABASE_URL": f"postgresql://anna:{PASSWORD}@127.0.0.1:1/varsam"}
    for command in (("plans",), ("ledger", "verify")):
        refused(home, 4, "state", "can't be reached", command=command)
    home.environment = {}
    state, aside = home.path / "state", tmp_path / "aside"
    state.rename(aside)
    state.mkdir(mode=0o700)
    (state / "varsam.sqlite3").write_bytes(b"this was a database once " * 4000)
    for command in (("plans",), ("hold", "list")):
        refused(home, 4, "state", "damaged", command=command)
    shutil.rmtree(state)
    aside.rename(state)
    ends_well(home, approved(home))
