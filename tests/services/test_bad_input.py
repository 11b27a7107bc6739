"""Wrong files, hostile states, sources that refuse: a clear answer, nothing lost, nothing half erased."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.engine.crash import shop
from tests.engine.crash.ready import Ready, Shop, ready_home, refused  # noqa: F401
from varsam.domain.errors import (
    NotAllowed,
    PlanRefused,
    RegisterError,
    SourceRejected,
    SourceUnavailable,
    VarsamError,
)

ROOT = Path(__file__).parents[2]


# -- files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("register.yaml", "entities:\n", "entities: [\n", ["register.yaml:"]),
        (
            "register.yaml",
            "basis: contract",
            "basis: contrakt",
            ["register.yaml:10:", "contrakt", "contract"],
        ),
        (
            "register.yaml",
            "contract.end + 1 year",
            "contract.end + 1 yaer",
            ["register.yaml:10:79", "yaer", "year"],
        ),
        ("register.yaml", "title: Sales\n", "titel: Sales\n", ["register.yaml:6:5", "titel"]),
        ("sources/shop.yaml", "kinds:\n", "kinds: {\n", ["shop.yaml:"]),
        ("sources/shop.yaml", "for: [bookkeeping]", "for: [bookkeping]", ["shop.yaml:", "bookkeping"]),
        ("sources/shop.yaml", "part_of: order", "part_of: ordre", ["shop.yaml:", "ordre"]),
        (
            "register.yaml",
            "controllers: [shop]\n",
            "controllers: [shop]\n    categories: [nonsense]\n",
            ["register.yaml:9:", "nonsense"],
        ),
    ],
)
def test_a_wrong_file_is_shown_where_it_is_wrong(
    ready: Ready,
    file: str,
    old: str,
    new: str,
    words: list[str],
) -> None:
    """With line and column, before anything is read or changed; mended, it works."""
    one = ready()
    from varsam.store import plans

    one.edit(file, old, new)
    with refused(one, RegisterError, *words):
        one.plan()
    assert plans.listing() == ()
    one.edit(file, new, old)
    assert one.plan().steps


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("table: order_lines", "table: order_rows", "order_rows"),
        ("contract.end: closed_on", "contract.end: closd_on", "closd_on"),
    ],
)
def test_a_map_that_names_what_is_not_there_refuses_the_plan(
    ready: Ready,
    old: str,
    new: str,
    word: str,
) -> None:
    """A missing table is never success."""
    one = ready()
    from varsam.store import plans

    one.edit("sources/shop.yaml", old, new)
    with refused(one, PlanRefused, "shop", word):
        one.plan()
    assert plans.listing() == ()


def test_a_home_without_a_register_says_how_to_make_one(ready: Ready) -> None:
    """Not a traceback."""
    one = ready()
    (one.path / "register.yaml").unlink()
    with refused(one, RegisterError, "register.yaml", "varsam init"):
        one.plan()


# -- sources -------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_or_no_database(ready: Ready, tmp_path: Path) -> None:
    """It is never made, and never taken for an empty one."""
    one = ready()
    one.environment[shop.URL_ENV] = f"sqlite:///{tmp_path / 'nothing.db'}"
    with refused(one, SourceUnavailable, "shop", "isn't there"):
        one.plan()
    assert not (tmp_path / "nothing.db").exists()
    (tmp_path / "nothing.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with refused(one, SourceRejected, "shop"):
        one.plan()
    one.environment[shop.URL_ENV] = ""
    with refused(one, SourceUnavailable, shop.URL_ENV):
        one.plan()


@pytest.mark.parametrize(
    "url", ["postgresql://anna:hemligt@127.0.0.1:1/shop", "mysql://anna:hemligt@127.0.0.1:1/shop"]
)
def test_an_unreachable_server(ready: Ready, url: str) -> None:
    """Try again later; the password isn't repeated."""
    one = ready()
    one.environment[shop.URL_ENV] = url
    with refused(one, SourceUnavailable, "shop", "can't be reached"):
        one.plan()
    with pytest.raises(SourceUnavailable) as caught:
        one.plan()
    assert "hemligt" not in repr(caught.value) + str(caught.value)


def test_a_source_that_goes_away_after_approval(ready: Ready) -> None:
    """The plan stays approved and is applied when the source is back."""
    one = ready()
    plan = one.approved()
    file = one.path / "shop.db"
    file.rename(one.path / "elsewhere.db")
    with pytest.raises(SourceUnavailable):
        one.apply(plan)
    assert one.state_of(plan) == "approved"
    (one.path / "elsewhere.db").rename(file)
    one.apply(plan)
    assert one.verify(plan).verified


def test_a_read_only_source_is_never_half_changed(ready: Ready) -> None:
    """Plans for it are refused at once, or refuse to be applied; nothing is changed."""
    one = ready()
    one.url += "?mode=ro"
    source = Shop(one.path, one.url.removesuffix("?mode=ro"), one.clock)
    with refused(source, VarsamError, "shop"):
        one.apply(one.approved())


def role(url: str, *grants: str) -> str:
    """Make an account with few rights on a PostgreSQL database; the address with it."""
    name = f"role_{sa.make_url(url).database}"
    shop.execute(url, f"CREATE ROLE {name} LOGIN PASSWORD 'hemligt'", *(each.format(name) for each in grants))
    return sa.make_url(url).set(username=name, password="hemligt").render_as_string(hide_password=False)


@pytest.fixture
def drop_role(postgres_url: str) -> Iterator[str]:
    """A database whose account is dropped after the test: accounts are the server's, not the database's."""
    yield postgres_url
    name = f"role_{sa.make_url(postgres_url).database}"
    shop.execute(postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def test_an_account_without_the_right_to_delete(ready: Ready, drop_role: str) -> None:
    """Refused with a hint at the grants, nothing done; after the grant it goes on."""
    one = ready(drop_role)
    url = role(drop_role, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}")
    one.environment[shop.URL_ENV] = url
    plan = one.approved()
    with refused(one, SourceRejected, "permission", "source grants"):
        one.apply(plan)
    assert one.state_of(plan) == "failed"
    name = sa.make_url(url).username
    shop.execute(drop_role, f"GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
    one.apply(plan)
    assert one.verify(plan).verified


def test_a_read_only_account_of_a_server(ready: Ready, drop_role: str) -> None:
    """The server itself refuses to write."""
    one = ready(drop_role)
    url = role(
        drop_role,
        "GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "ALTER ROLE {} SET default_transaction_read_only = on",
    )
    one.environment[shop.URL_ENV] = url
    with refused(one, VarsamError, "shop"):
        one.apply(one.approved())


@pytest.mark.parametrize(
    ("trigger", "kind", "word"),
    [
        ("RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = OLD.name", SourceUnavailable, "disk is full"),
        ("RAISE EXCEPTION '%', OLD.email", SourceRejected, "trigger"),
    ],
)
def test_a_server_that_refuses_in_the_middle_of_a_batch(
    ready: Ready,
    postgres_url: str,
    trigger: str,
    kind: type[VarsamError],
    word: str,
) -> None:
    """The whole batch is undone, those before it stand, and the database's own words aren't repeated."""
    shop.fill(postgres_url)
    shop.execute(
        postgres_url,
        f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF OLD.id = 5 AND current_setting('varsam.full', true) IS NULL AND"
        f" (SELECT count(*) FROM switches) > 0 THEN {trigger}; END IF; RETURN OLD; END $$".replace("%", "%%"),
        "CREATE TABLE switches (id INTEGER PRIMARY KEY)",
        "CREATE TRIGGER refuse BEFORE DELETE ON customers FOR EACH ROW EXECUTE FUNCTION refuse()",
        "INSERT INTO switches VALUES (1)",
    )
    one = ready(postgres_url, filled=True)
    one.edit(
        "sources/shop.yaml",
        "kinds:\n",
        "ignored: {switches: no people, customers.refuse: it refuses in tests}\nkinds:\n",
    )
    plan = one.approved()
    with pytest.raises(kind) as caught:
        one.apply(plan)
    text = str(caught.value)
    assert word in text
    assert "Provnamn" not in text
    assert "kund5" not in text
    assert one.state_of(plan) == "failed"
    rows = one.dump()
    gone = {number for number in shop.GONE if not any(row[0] == str(number) for row in rows["customers"])}
    assert 5 not in gone
    # Whole customers only: who is gone has no row anywhere, who is left has all.
    for number in set(shop.GONE) - {shop.KEPT_VOUCHER_OF}:
        orders = [row for row in rows["orders"] if row[1] == str(number)]
        notes = [row for row in rows["notes"] if row[0] == str(number)]
        assert (len(orders), len(notes)) == ((0, 0) if number in gone else (2, 1))
    shop.execute(postgres_url, "DELETE FROM switches")
    one.apply(plan)
    assert one.verify(plan).verified


def test_the_source_has_no_room_for_what_is_written(ready: Ready) -> None:
    """An overwrite that needs pages that the SQLite file may not have: the batch is undone."""
    one = ready()
    one.edit("sources/shop.yaml", 'set: {buyer: "removed {id}"}', f"set: {{buyer: {'x' * 60_000}}}")
    plan = one.approved()

    def limit(connection: Any, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(sa.Engine, "connect", limit)
    try:
        with pytest.raises(SourceUnavailable, match="disk is full"):
            one.apply(plan)
    finally:
        sa.event.remove(sa.Engine, "connect", limit)
    assert one.state_of(plan) == "failed"
    assert shop.name(3) in str(one.dump()["vouchers"])
    one.apply(plan)
    assert shop.name(3) not in str(one.dump()["vouchers"])
    assert one.verify(plan).verified


def test_own_state_has_no_room_for_the_journal(ready: Ready) -> None:
    """Wherever the space ends: what is done will be found out, and it goes on when there is room."""
    from django.db import connection

    from varsam.services import evidence

    one = ready()
    plan = one.approved()

    def pages(sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    # Fill what is free inside the file, then give page after page.
    used = pages("PRAGMA page_count")
    refusals: list[str] = []
    for more in range(60):
        pages(f"PRAGMA max_page_count = {used + more}")
        try:
            one.apply(plan)
        except SourceUnavailable as error:
            refusals.append(str(error))
        else:
            break
    assert refusals
    assert all("disk is full" in text for text in refusals)
    assert one.state_of(plan) == "applied"
    assert one.verify(plan).verified
    assert evidence.verify().ok
    assert sum(entry["rows"] for entry in one.ledger("step.applied")) == 47


# -- plans ---------------------------------------------------------------------------------------------------


def test_a_plan_is_applied_once(ready: Ready) -> None:
    """The second time says that it was."""
    one = ready()
    plan = one.approved()
    one.apply(plan)
    with refused(one, NotAllowed, plan, "is applied"):
        one.apply(plan)
    assert len(one.ledger("plan.applied")) == 1


def test_a_plan_of_another_home_is_unknown(ready: Ready) -> None:
    """Also when its records are copied over: they are sealed with the other home's key."""
    other = ready(name="other")
    from varsam.services import keys, planning, systems

    # The tests' homes are copies of one; a rotation gives each its own key.
    keys.rotate(other.home(), lambda _what, _rows: None)
    plan = other.approved()
    one = ready(name="mine")
    keys.rotate(one.home(), lambda _what, _rows: None)
    systems.switch_mode(one.home(), "shop", "apply")
    with refused(one, NotAllowed, plan, "no such plan"):
        planning.approve(one.home(), plan)
    with refused(one, NotAllowed, plan, "no such plan"):
        one.apply(plan)
    connection = sqlite3.connect(one.path / "state" / "varsam.sqlite3")
    connection.execute("ATTACH ? AS other", [str(other.path / "state" / "varsam.sqlite3")])
    with connection:
        for table in ("store_planrecord", "store_plankeys", "store_approval"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")
    connection.close()
    with refused(one, PlanRefused, plan, "changed"):
        one.apply(plan)


def test_a_forecast_is_never_approved(ready: Ready) -> None:
    """On its day a new plan is made."""
    from varsam.services import planning

    one = ready()
    day = date(2026, 11, 22) + timedelta(days=400)
    forecast = planning.make_plan(one.home(on=day))
    assert forecast.rows > 47
    with refused(one, NotAllowed, "forecast", day.isoformat()):
        planning.approve(one.home(), forecast.plan)
    assert one.state_of(forecast.plan) == "drafted"


def test_a_clock_that_is_moved(ready: Ready) -> None:
    """Back: the plan is of a day to come. Forward: it has expired, also when the clock is put right."""
    from varsam.services import planning

    one = ready()
    plan = one.approved()
    one.clock.forward(days=-2)
    with refused(one, NotAllowed, "forecast", "clock"):
        one.apply(plan)
    with refused(one, NotAllowed):
        planning.approve(one.home("berit"), plan)
    one.clock.forward(days=2)
    assert one.state_of(plan) == "approved"
    one.clock.forward(days=400)
    with refused(one, NotAllowed, "expired"):
        one.apply(plan)
    one.clock.forward(days=-400)
    with refused(one, NotAllowed, "expired"):
        one.apply(plan)
    again = one.approved()
    one.apply(again)
    assert one.verify(again).verified


RUN = """
import sys
from datetime import datetime
from pathlib import Path
path, url, plan, go = sys.argv[1:]
from varsam.settings import configure
configure(Path(path))
import time
from varsam.services import applying
from varsam.services.home import Home
from varsam.domain.errors import VarsamError
from tests.engine.crash import shop
print("ready", flush=True)
while not Path(go).exists():
    time.sleep(0.001)
def progress(_what, _rows):
    time.sleep(0.05)
try:
    home = Home(Path(path), {shop.URL_ENV: url}, "anna", clock=shop.Clock())
    print("done", sum(total.rows for total in applying.apply(home, plan, progress=progress).steps.values()))
except VarsamError as error:
    print(type(error).__name__, error.message)
"""


def test_two_runs_at_once_erase_once(ready: Ready, tmp_path: Path) -> None:
    """One of them is told that the other is at it, or that it is done."""
    from django.db import connections

    one = ready()
    plan = one.approved()
    connections["default"].close()
    go = tmp_path / "go"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-c", RUN, str(one.path), one.url, plan, str(go)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        for _ in range(2)
    ]
    for each in runs:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    go.touch()
    said = sorted(each.communicate(timeout=60)[0].strip() for each in runs)
    assert said[1] == "done 47"
    assert said[0].startswith("NotAllowed")
    assert "another run is applying" in said[0] or "the plan is appl" in said[0]
    assert one.verify(plan).verified
    assert len(one.ledger("plan.applied")) == 1
    assert sum(entry["rows"] for entry in one.ledger("step.applied")) == 47
