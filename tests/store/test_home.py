"""A home's state: opened, locked, migrated, moved; and a clear answer when something is wrong."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st

from tests.store.homes import NOW, Home, enter
from varsam.domain.errors import NotAllowed, PlanRefused, RegisterError, SourceRejected, SourceUnavailable
from varsam.settings import configure, for_home, postgresql
from varsam.store import facts, keys, ledger, ledger_audit, people
from varsam.store.database import migrate
from varsam.store.key_codec import Key, digest, encode_key, pack, unpack
from varsam.store.lock import source_lock
from varsam.store.move import move
from varsam.store.people import TypedIdentifier
from varsam.store.transaction import writing

MAIL = TypedIdentifier("email", "anna@post.example")
BATCH = {"type": "plan.batch", "plan": "plan-abcdef", "batch": 1, "rows": 100}


def test_a_new_home_is_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    (home / "state").mkdir(mode=0o755)
    enter(home, None)
    assert migrate()
    assert not migrate()
    keys.establish(NOW)
    assert not keys.establish(NOW)
    ledger.append([BATCH], NOW)
    assert stat.S_IMODE((home / "state").stat().st_mode) == 0o700
    for each in [home / "varsam.key", *(home / "state").glob("varsam.sqlite3*")]:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each.name


def test_one_process_serves_one_home(sqlite_state: Home, tmp_path: Path) -> None:
    configure(sqlite_state.path)
    configure(sqlite_state.path)
    with pytest.raises(NotAllowed, match="another home"):
        configure(tmp_path / "other")
    with pytest.raises(NotAllowed, match="another home"):
        configure(sqlite_state.path, database_url="postgresql://h/d")


@pytest.mark.parametrize(
    "url", ["mysql://h/d", "postgresql://secret@h", "postgresql://h:x/d", "secret", "sqlite:///x"]
)
def test_a_url_that_cannot_be_used_is_not_repeated(url: str) -> None:
    with pytest.raises(RegisterError, match="can't be used") as caught:
        postgresql(url)
    assert "secret" not in str(caught.value)


def test_a_url_is_read_whole() -> None:
    described = postgresql("postgresql://a%40b:p%2Fw@db.example:5433/name?sslmode=require")
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [described[name] for name in names] == ["a@b", "p/w", "db.example", "5433", "name"]
    assert described["OPTIONS"]["sslmode"] == "require"
    assert described["OPTIONS"]["options"].endswith("-c synchronous_commit=on")
    assert postgresql("postgresql:///name?host=/run/pg&port=7&user=me")["HOST"] == "/run/pg"


def test_a_vanished_host_is_noticed_and_the_url_may_say_how_soon() -> None:
    usual = postgresql("postgresql://h/d")["OPTIONS"]
    assert usual["tcp_user_timeout"] == "10000"
    assert "-c tcp_keepalives_idle=5" in usual["options"]
    options = "-c%20tcp_keepalives_idle%3D60"
    own = postgresql(f"postgresql://h/d?tcp_user_timeout=60000&options={options}")["OPTIONS"]
    assert own["tcp_user_timeout"] == "60000"
    assert own["keepalives_idle"] == usual["keepalives_idle"]
    # The server takes the last one.
    assert own["options"].rindex("idle=60") > own["options"].rindex("idle=5 ")


def test_an_unreachable_state_is_a_clear_answer(tmp_path: Path) -> None:
    enter(tmp_path, "postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(SourceUnavailable, match="can't be reached") as caught:
        migrate()
    assert "secret" not in str(caught.value)
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "varsam.sqlite3").write_bytes(b"this is not a database" * 100)
    enter(tmp_path, None)
    with pytest.raises(SourceRejected, match="damaged"):
        migrate()


def test_a_newer_state_is_left_alone(own_state: Home) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_future', %s)", [NOW]
        )
    with pytest.raises(PlanRefused, match="newer program"):
        migrate()


def test_no_keys_yet_is_a_clear_answer(tmp_path: Path) -> None:
    enter(tmp_path / "fresh", None)
    migrate()
    with pytest.raises(NotAllowed, match="no keys yet"):
        people.find("north", [MAIL])
    with pytest.raises(NotAllowed, match="no signing key"):
        ledger.checkpoint(NOW)


def test_a_full_disk_is_a_clear_answer_and_nothing_is_lost(sqlite_state: Home) -> None:
    ledger.append([BATCH] * 50, NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(SourceUnavailable, match="disk is full"):
        ledger.append([BATCH] * 5000, NOW)
    assert ledger.size() == 50
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    ledger.append([BATCH] * 5000, NOW)
    assert ledger_audit.verify().ok


HOLDER = """
    import time
    from varsam.store.lock import source_lock
    with source_lock("shop"):
        print("held", flush=True)
        time.sleep(60)
"""


@pytest.mark.crash
def test_a_killed_run_loses_its_lock(own_state: Home) -> None:
    child = own_state.child(HOLDER)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with (
        pytest.raises(NotAllowed, match="another run is applying to source shop") as caught,
        source_lock("shop"),
    ):
        pass
    assert caught.value.hint
    with source_lock("crm"):
        pass
    child.kill()
    child.communicate()
    for _ in range(200):
        try:
            with source_lock("shop"):
                break
        except NotAllowed:
            import time

            time.sleep(0.02)
    with source_lock("shop"), pytest.raises(NotAllowed), source_lock("shop"):
        pass


@pytest.mark.crash
def test_two_processes_may_open_a_new_home_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "new", None)
    home.path.mkdir()
    script = """
from varsam.store import keys
from varsam.store.database import migrate
migrate()
keys.establish(NOW)
print(keys.signer().verifier)
"""
    children = [home.child(script) for _ in range(3)]
    told = set()
    for child in children:
        out, err = child.communicate(timeout=60)
        assert child.returncode == 0, err
        told.add(out)
    assert len(told) == 1


def filled() -> None:
    from tests.store.test_keys import TASK
    from tests.store.test_repositories import given, plan
    from varsam.store import plans, snapshots, tasks

    person = people.find_or_make("north", [MAIL], NOW)
    tasks.done(replace(TASK, person=person))
    facts.record([given(person)])
    plans.save(plan())
    snapshots.switch("shop", "apply", "a1", NOW)
    ledger.append([BATCH] * 37, NOW)
    ledger.checkpoint(NOW)


def test_state_moves_to_postgresql_whole(sqlite_state: Home, postgres_url: str, tmp_path: Path) -> None:
    from varsam.store import snapshots, tasks

    filled()
    by_hand = tasks.listing()
    before, known = facts.load(), ledger.checkpoint(NOW)
    (tmp_path / "kept").write_text(known)
    seen: dict[str, int] = {}
    moved = move(postgresql(postgres_url), lambda table, rows: seen.update({table: rows}))
    assert (moved.entries, moved.root) == (37, ledger.root())
    assert seen["store_ledgerentry"] == 37
    assert moved.rows == sum(seen.values())
    with pytest.raises(NotAllowed, match="was moved"), writing():
        pass
    connections["default"].close()
    with pytest.raises(NotAllowed, match="was moved"):
        for_home(sqlite_state.path, None)
    enter(sqlite_state.path, postgres_url)
    assert not migrate()
    assert facts.load() == before
    assert tasks.listing() == by_hand
    assert [each.person for each in by_hand] == [before[0].person]
    assert people.find("north", [MAIL]) == (before[0].person,)
    assert snapshots.mode("shop") is snapshots.Mode.APPLY
    snapshots.switch("shop", "observe", "a1", NOW)
    ledger.append([BATCH], NOW)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify(tmp_path / "kept").ok
    with pytest.raises(NotAllowed, match="isn't in SQLite"):
        move(postgresql(postgres_url))


def test_a_move_that_was_killed_after_copying_is_finished(sqlite_state: Home, postgres_url: str) -> None:
    filled()
    first = move(postgresql(postgres_url))
    (sqlite_state.path / "state" / "moved").unlink()
    assert move(postgresql(postgres_url)) == first
    (sqlite_state.path / "state" / "moved").unlink()
    ledger.append([BATCH], NOW)
    with pytest.raises(PlanRefused, match="holds something else"):
        move(postgresql(postgres_url))
    assert ledger.size() == 38


def test_a_move_to_nowhere_leaves_everything(sqlite_state: Home) -> None:
    filled()
    with pytest.raises(SourceUnavailable, match="target database can't be reached"):
        move(postgresql("postgresql://nobody@127.0.0.1:1/none"))
    ledger.append([BATCH], NOW)
    assert ledger.size() == 38


key = st.lists(
    st.none()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC)),
    max_size=3,
).map(tuple)


@given(st.lists(key, max_size=8))
def test_keys_come_back_as_they_were_written(found: list[Key]) -> None:
    assert list(unpack(pack(found))) == found
    assert digest(found, b"s" * 32) == digest(reversed(found), b"s" * 32)
    assert len({encode_key(each) for each in found}) == len({repr(each) for each in found})


@pytest.mark.parametrize("value", [True, (1,), 1j, object()])
def test_what_is_no_key_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a key"):
        encode_key((value,))  # type: ignore[arg-type]
