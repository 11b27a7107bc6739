"""Root key, ring and rotation: nothing sealed is ever lost, and nothing secret is ever shown."""

from __future__ import annotations

import os
import signal
import stat
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from tests.store.homes import NOW, Home
from varsam.domain.errors import NotAllowed, RegisterError, SourceRejected
from varsam.store import (
    decisions,
    journal,
    key_sets,
    keys,
    ledger,
    ledger_audit,
    people,
    plans,
    rotation,
    tasks,
)
from varsam.store.people import TypedIdentifier
from varsam.store.ring import Ring, UnknownGeneration, new_ring, parse_ring

PLAN = plans.StoredPlan(
    id="plan-abcdefghij",
    fingerprint="f" * 64,
    on=NOW.date(),
    state=plans.PlanState.DRAFTED,
    rows=2,
    created_at=NOW,
    expires_at=NOW + timedelta(days=7),
    created_by="a1",
    document=b'{"steps":[]}',
)
TASK = tasks.StoredTask(
    id="7f" * 16,
    plan=PLAN.id,
    step="archive.binder.look",
    source="archive",
    kind="binder",
    person=None,
    done_on=NOW.date(),
    recorded_at=NOW,
    actor="a1",
    proof=tasks.Proof(text="shredded, Anna's form too"),
)
MAIL = TypedIdentifier("email", "anna@post.example")


def test_a_seal_opens_for_its_record_only() -> None:
    ring = new_ring()
    sealed = ring.seal("fact:1", b"hello")
    assert ring.unseal("fact:1", sealed) == b"hello"
    assert b"hello" not in sealed
    assert sealed != ring.seal("fact:1", b"hello")
    with pytest.raises(SourceRejected, match="changed, or belongs"):
        ring.unseal("fact:2", sealed)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SourceRejected):
            ring.unseal("fact:1", changed)
    with pytest.raises(UnknownGeneration):
        Ring({2: b"x" * 32}).unseal("fact:1", sealed)


def test_each_use_has_its_own_key() -> None:
    ring = new_ring()
    hashes = {
        ring.lookup("north", "email", "a"),
        ring.lookup("south", "email", "a"),
        ring.lookup("north", "phone", "a"),
        ring.lookup("north", "email", "b"),
        new_ring().lookup("north", "email", "a"),
        ring.with_new_generation().lookup("north", "email", "a"),
    }
    assert len(hashes) == 6
    assert ring.lookup("north", "email", "a") == Ring(ring.roots).lookup("north", "email", "a")


def test_nothing_secret_is_printed(sqlite_state: Home) -> None:
    ring = keys.ring()
    ring.lookup("north", "email", "a")
    for each in (ring, keys.signer(), keys._loaded, MAIL):
        shown = repr(each)
        assert "anna" not in shown
        assert repr(ring.roots[1])[2:-1] not in shown
        assert ring.roots[1].hex() not in shown
        assert "private" not in shown


def test_the_key_file(sqlite_state: Home) -> None:
    path = keys.key_file()
    assert path.parent == sqlite_state.path
    assert parse_ring(path.read_text(), "x").roots == keys.ring().roots
    keys.write_key_file(keys.ring())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    keys._loaded.ring = None
    with pytest.raises(RegisterError, match="open to other users"):
        keys.ring()
    path.chmod(0o600)
    other = new_ring()
    path.write_text(other.text())
    with pytest.raises(RegisterError, match="another home"):
        keys.ring()
    path.unlink()
    with pytest.raises(RegisterError, match="root key is missing"):
        keys.ring()
    with pytest.raises(RegisterError, match="root key is missing"):
        keys.establish(NOW)
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "x", "1:AAAA", "0:" + "A" * 43 + "=", ("1:" + "A" * 43 + "= ") * 2])
def test_a_broken_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(RegisterError, match="can't be read") as caught:
        parse_ring(text, "the key file")
    assert "AAAA" not in str(caught.value)


def test_the_key_may_come_from_the_environment(sqlite_state: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    text = ",".join(line for line in keys.ring().text().splitlines() if not line.startswith("#"))
    person = people.find_or_make("north", [MAIL], NOW)
    keys.key_file().unlink()
    monkeypatch.setattr(settings, "VARSAM_KEY_TEXT", text)
    assert people.find("north", [MAIL]) == (person,)
    with pytest.raises(NotAllowed, match="no new generation"):
        rotation.rotate(NOW)
    second = ",".join(
        line for line in keys.ring().with_new_generation().text().splitlines() if not line.startswith("#")
    )
    monkeypatch.setattr(settings, "VARSAM_KEY_TEXT", second)
    assert rotation.rotate(NOW).generation == 2
    assert people.find("north", [MAIL]) == (person,)


def fill(count: int = 20) -> list[str]:
    key_sets.save_plan_keys("plan-a", [("s1", 0, key_sets.packed([(1, "a"), (2, None)]))])
    key_sets.save_key_set("plan-a", "holds", [("x",), ("y",)])
    journal.intent("plan-a", 0, {"rows": 2}, NOW)
    decisions.decide("R001", "waived", "a1", NOW, reason="known")
    plans.save(PLAN)
    plans.approve(PLAN.id, "a1", NOW)
    tasks.done(TASK)
    return [
        people.find_or_make("north", [TypedIdentifier("email", f"p{number}@post.example")], NOW)
        for number in range(count)
    ]


def check(expected: list[str]) -> None:
    for number, person in enumerate(expected):
        identifier = TypedIdentifier("email", f"p{number}@post.example")
        assert people.find("north", [identifier]) == (person,)
        assert people.identifiers_of(person) == (identifier,)
    assert key_sets.load_plan_keys("plan-a", "s1", 0) == ((1, "a"), (2, None))
    assert key_sets.plan_keys_match("plan-a", "s1", 0, [(2, None), (1, "a")])
    assert [list(key_sets.read_key_set(each.id)) for each in key_sets.key_sets("plan-a")] == [
        [("x",), ("y",)]
    ]
    assert [each.document for each in journal.open_intents("plan-a")] == [{"rows": 2}]
    assert decisions.standing()["R001"].reason == "known"
    assert plans.load(PLAN.id).document == PLAN.document
    assert [each.by.opens(b"a1") for each in plans.approvals(PLAN.id)] == [True]
    assert tasks.listing() == (TASK,)
    assert tasks.commitment_of(TASK.id).opens(tasks.statement(TASK))
    ledger.append([{"type": "keys.rotated", "generation": 1, "resealed": 1}], NOW)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok


def test_rotation_re_seals_everything_and_drops_the_old_key(own_state: Home) -> None:
    expected = fill()
    old, secret = keys.ring(), keys.hash_key()
    seen: list[int] = []
    done = rotation.rotate(NOW, batch=7, progress=seen.append)
    assert (done.generation, done.resumed) == (2, False)
    assert done.resealed == seen[-1] == 20 + 1 + 2 + 1 + 1 + 2 + 2 + 1
    check(expected)
    assert keys.hash_key() == secret
    assert set(parse_ring(keys.key_file().read_text(), "x").roots) == {2}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed FROM store_identifier")
        for id_, sealed in cursor.fetchall():
            with pytest.raises(UnknownGeneration):
                old.unseal(f"identifier:{id_}", sealed)
    assert rotation.rotate(NOW).generation == 3
    check(expected)


ROTATE = """
    from varsam.store import rotation
    print("start", flush=True)
    rotation.rotate(NOW, batch=1, progress=lambda done: print(done, flush=True))
    print("end", flush=True)
"""


@pytest.mark.crash
@pytest.mark.parametrize("after", [0, 1, 3, 11, 26])
def test_killed_while_rotating(own_state: Home, after: int) -> None:
    expected = fill()
    child = own_state.child(ROTATE)
    assert child.stdout is not None
    for _ in range(after + 1):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()
    check(expected)
    rotation.rotate(NOW)
    check(expected)
    newest = keys.ring().current
    assert set(keys.ring().roots) == {newest}
    assert set(parse_ring(keys.key_file().read_text(), "x").roots) == {newest}


@pytest.mark.parametrize("stage", ["file", "registered", "dropped"])
def test_a_rotation_that_was_cut_between_its_steps_goes_on(own_state: Home, stage: str) -> None:
    expected = fill()
    before = keys.ring()
    newer = before.with_new_generation()
    if stage == "dropped":
        rotation.rotate(NOW)
        keys.write_key_file(Ring({**before.roots, **keys.ring().roots}))
    else:
        keys.write_key_file(newer)
    if stage == "registered":
        rotation._register(newer, NOW)
    check(expected)
    done = rotation.rotate(NOW)
    assert done.resumed is (stage != "dropped")
    check(expected)
    assert set(parse_ring(keys.key_file().read_text(), "x").roots) == {done.generation}


@pytest.mark.crash
def test_a_process_that_knew_the_old_key_goes_on_with_the_new_one(own_state: Home) -> None:
    person = people.find_or_make("north", [MAIL], NOW)
    assert keys.ring().current == 1
    own_state.run("from varsam.store import rotation\nrotation.rotate(NOW)")
    other = people.find_or_make("north", [TypedIdentifier("email", "bo@post.example")], NOW)
    assert people.find("north", [MAIL]) == (person,)
    assert people.identifiers_of(other) == (TypedIdentifier("email", "bo@post.example"),)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT generation FROM store_identifier")
        assert cursor.fetchall() == [(2,)]


def test_only_one_rotation_at_a_time(own_state: Home) -> None:
    child = own_state.child(
        """
        from varsam.store.lock import exclusive
        with exclusive("rotate", wait=False):
            print("held", flush=True)
            sys.stdin.readline()
        """.replace("sys.stdin.readline()", "import time; time.sleep(60)")
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    try:
        with pytest.raises(NotAllowed, match="another rotation"):
            rotation.rotate(NOW)
    finally:
        child.kill()
        child.communicate()
    assert rotation.rotate(NOW).generation == 2


def test_no_clear_text_lies_in_the_state_files(sqlite_state: Home) -> None:
    fill(1)
    people.find_or_make("north", [MAIL], NOW)
    files = b"".join(each.read_bytes() for each in (sqlite_state.path / "state").glob("varsam*"))
    assert b"plan-a" in files
    for secret in (b"anna@post.example", b"p0@post.example", b"known", keys.ring().roots[1]):
        assert secret not in files
    for each in (sqlite_state.path / "state").glob("varsam*"):
        assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 or os.name != "posix"
