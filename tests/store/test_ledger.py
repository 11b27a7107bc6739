"""The ledger: appended by one after the other, proven, signed, exported, and every tampering seen."""

from __future__ import annotations

import base64
import json
import shutil
import signal
from pathlib import Path

import pytest
from django.db import connection

from tests.store.homes import NOW, Home
from varsam.domain.errors import NotAllowed, PlanRefused, RegisterError
from varsam.domain.evidence import leaf_hash, root_hash, verify_consistency
from varsam.formats.signed_note import Checkpoint, parse_note
from varsam.store import keys, ledger, ledger_audit
from varsam.store.ledger_copy import read_keys, verify_copy, verify_proof
from varsam.store.transaction import writing

BATCH = {"type": "plan.batch", "plan": "plan-abcdef", "batch": 1, "rows": 100, "keys": "a" * 64}


def fill(*groups: int) -> None:
    number = 0
    for group in groups:
        ledger.append([{**BATCH, "batch": number + each} for each in range(group)], NOW)
        number += group


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_indexes_root_and_size(own_state: Home) -> None:
    assert ledger.size() == 0
    assert ledger.append([], NOW) == ()
    fill(1, 2, 3, 5, 8)
    assert ledger.append([BATCH, BATCH], NOW) == (19, 20)
    with connection.cursor() as cursor:
        cursor.execute('SELECT document FROM store_ledgerentry ORDER BY "index"')
        documents = [bytes(each) for (each,) in cursor.fetchall()]
    assert ledger.root() == root_hash([leaf_hash(each) for each in documents])
    assert ledger.root(7) == root_hash([leaf_hash(each) for each in documents[:7]])
    entry = ledger.entry(3)
    assert entry == {**BATCH, "batch": 3, "at": "2026-11-22T12:00:00.000000Z"}
    with pytest.raises(NotAllowed, match="no entry 21"):
        ledger.entry(21)


def test_receipts_stand_on_their_own(own_state: Home) -> None:
    fill(13)
    for index in range(13):
        receipt = json.loads(json.dumps(ledger.proof(index, NOW).document()))
        assert set(receipt) == {"entry", "index", "size", "path", "checkpoint"}
        assert verify_proof(receipt, ledger.verifiers())
        for change in (
            {"entry": {**receipt["entry"], "rows": 99}},
            {"index": (index + 1) % 13},
            {"size": 12},
            {"path": receipt["path"][1:]},
            {"path": [*receipt["path"], receipt["path"][0]]},
            {"checkpoint": receipt["checkpoint"].replace("\n13\n", "\n14\n")},
            {"checkpoint": None},
        ):
            assert not verify_proof(receipt | change, ledger.verifiers())
    fill(5)
    assert ledger.proof(2, NOW).size == 13
    assert ledger.proof(17, NOW).size == 18


def test_checkpoints_are_signed_and_consistent(own_state: Home) -> None:
    notes = []
    for group in (0, 1, 4, 0, 9):
        fill(group)
        notes.append(ledger.checkpoint(NOW))
    assert notes[2] == notes[3]
    opened = [Checkpoint.parse(parse_note(note).text) for note in notes]
    assert [each.size for each in opened] == [0, 1, 5, 5, 14]
    for first in opened:
        for second in opened:
            if first.size <= second.size:
                path = ledger.consistency(first.size, second.size)
                assert verify_consistency(first.size, first.root, second.size, second.root, path)
    assert ledger_audit.verify().ok


def test_verify_says_what_it_could_not_see(own_state: Home, tmp_path: Path) -> None:
    fill(9)
    (tmp_path / "kept").write_text(ledger.checkpoint(NOW))
    report = ledger_audit.verify()
    assert (report.entries, report.ok, report.against, report.checkpoints) == (9, True, None, 1)
    assert report.root == base64.b64encode(ledger.root()).decode()
    assert "a dropped tail would not show" in report.notes[0]
    fill(2)
    report = ledger_audit.verify(tmp_path / "kept")
    assert (report.entries, report.ok, report.against, report.notes) == (11, True, 9, ())


def test_a_dropped_tail_shows_only_against_a_checkpoint_from_elsewhere(
    own_state: Home, tmp_path: Path
) -> None:
    fill(8)
    ledger.checkpoint(NOW)
    fill(5)
    (tmp_path / "kept").write_text(ledger.checkpoint(NOW))
    execute("DELETE FROM store_checkpoint WHERE size > 8")
    execute('DELETE FROM store_ledgerentry WHERE "index" >= 8')
    execute("DELETE FROM store_ledgernode WHERE position >= 15")
    unseen = ledger_audit.verify()
    assert unseen.ok
    assert "a dropped tail would not show" in unseen.notes[0]
    seen = ledger_audit.verify(tmp_path / "kept")
    assert not seen.ok
    assert "signed over 13 entries, only 8 are here" in seen.faults[0]
    ledger_audit.export(tmp_path / "copy", NOW)
    assert verify_copy(tmp_path / "copy").ok
    assert not verify_copy(tmp_path / "copy", tmp_path / "kept").ok
    # Growing over the cut does not hide it.
    ledger.append([{**BATCH, "rows": 1}] * 9, NOW)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok
    assert "aren't those it signed" in ledger_audit.verify(tmp_path / "kept").faults[0]


@pytest.mark.parametrize(
    "tampering",
    [
        'UPDATE store_ledgerentry SET document = %s WHERE "index" = 3',
        'UPDATE store_ledgerentry SET leaf = %s WHERE "index" = 3',
        "UPDATE store_ledgernode SET hash = %s WHERE position = 1",
        "UPDATE store_checkpoint SET note = 'x' WHERE note <> %s",
        'DELETE FROM store_ledgerentry WHERE "index" = 3 AND leaf <> %s',
        'DELETE FROM store_ledgerentry WHERE "index" >= 6 AND leaf <> %s',
        "DELETE FROM store_ledgernode WHERE position = 3 AND hash <> %s",
    ],
)
def test_tampering_with_the_state_is_seen(own_state: Home, tampering: str) -> None:
    fill(7)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok
    value: object = "x" if "note" in tampering and "node" not in tampering else b"x" * 32
    execute(tampering, value)
    report = ledger_audit.verify()
    assert not report.ok
    assert report.faults


def test_a_whole_rewritten_tree_is_seen_and_never_signed(own_state: Home) -> None:
    fill(6)
    ledger.checkpoint(NOW)
    execute("DELETE FROM store_ledgerentry")
    execute("DELETE FROM store_ledgernode")
    fill(2)
    with pytest.raises(PlanRefused, match="2 entries, 6 were signed"):
        ledger.checkpoint(NOW)
    ledger.append([{**BATCH, "rows": 1}] * 6, NOW)
    with pytest.raises(PlanRefused, match="aren't those that were signed"):
        ledger.checkpoint(NOW)
    assert not ledger_audit.verify().ok


def test_a_gap_is_refused_when_appending(own_state: Home) -> None:
    fill(6)
    execute("DELETE FROM store_ledgernode WHERE position = 3")
    with pytest.raises(PlanRefused, match="part of the ledger's tree is missing"):
        fill(1)
    assert ledger.size() == 6


def test_every_byte_of_a_copy_counts(sqlite_state: Home, tmp_path: Path) -> None:
    fill(5)
    copy = tmp_path / "copy"
    assert ledger_audit.export(copy, NOW).ok
    assert verify_copy(copy).ok
    for name in ("entries.jsonl", "checkpoint", "ledger.vkey"):
        whole = (copy / name).read_bytes()
        for place in range(len(whole)):
            changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
            (copy / name).write_bytes(changed)
            try:
                found = not verify_copy(copy).ok
            except RegisterError:
                found = True
            assert found, f"{name}, byte {place}"
        (copy / name).write_bytes(whole)
    assert verify_copy(copy).ok
    (copy / "entries.jsonl").write_bytes((copy / "entries.jsonl").read_bytes()[:-1])
    assert not verify_copy(copy).ok


def test_a_copy_needs_neither_database_nor_key_nor_django(sqlite_state: Home, tmp_path: Path) -> None:
    fill(5000)
    ledger.checkpoint(NOW)
    fill(3)
    ledger_audit.export(tmp_path / "copy", NOW)
    shutil.rmtree(sqlite_state.path)
    assert ledger_audit_free(tmp_path / "copy") == "5003 True False"
    with pytest.raises(RegisterError, match="No such file"):
        verify_copy(tmp_path / "nothing")


def ledger_audit_free(folder: Path) -> str:
    import subprocess
    import sys

    script = (
        "import sys, pathlib\nfrom varsam.store.ledger_copy import verify_copy\n"
        "report = verify_copy(pathlib.Path(sys.argv[1]))\n"
        "print(report.entries, report.ok, 'django' in sys.modules)"
    )
    return subprocess.check_output([sys.executable, "-c", script, str(folder)], text=True).strip()


def test_a_copy_made_up_by_somebody_else_fails_against_a_kept_checkpoint(
    sqlite_state: Home, tmp_path: Path
) -> None:
    fill(4)
    (tmp_path / "kept").write_text(ledger.checkpoint(NOW))
    execute("DELETE FROM store_signingkey")
    execute("DELETE FROM store_checkpoint")
    keys._make_signing_key(keys.ring(), NOW)
    ledger_audit.export(tmp_path / "copy", NOW)
    assert verify_copy(tmp_path / "copy").ok
    report = verify_copy(tmp_path / "copy", tmp_path / "kept")
    assert "not signed by this ledger's key" in report.faults[0]
    assert read_keys(tmp_path / "copy") == ledger.verifiers()


def test_an_export_never_overwrites(sqlite_state: Home, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="there already"):
        ledger_audit.export(tmp_path, NOW)


def test_an_outer_transaction_takes_its_entries_with_it(own_state: Home) -> None:
    fill(3)

    def abandoned() -> None:
        with writing():
            ledger.append([BATCH], NOW)
            assert ledger.size() == 4
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        abandoned()
    assert ledger.size() == 3
    fill(2)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok


def test_a_clock_that_went_back_is_noted_and_is_no_fault(sqlite_state: Home) -> None:
    fill(2)
    ledger.append([BATCH], NOW.replace(year=2020))
    report = ledger_audit.verify()
    assert report.ok
    assert "the clock went back before entry 2" in report.notes


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"type": "gossip"}, "unknown type"),
        ({}, "unknown type"),
        ({**BATCH, "note": "hello"}, "1 fields don't belong"),
        ({"type": "plan.batch", "plan": "plan-abcdef", "batch": 1}, "needs rows"),
        ({**BATCH, "plan": "anna@post.example"}, "value of plan"),
        ({**BATCH, "plan": "19850101-9802"}, "value of plan"),
        ({**BATCH, "plan": "p-198501019802"}, "value of plan"),
        ({**BATCH, "plan": "8501019802" + "1" * 22}, "value of plan"),
        ({**BATCH, "rows": -1}, "value of rows"),
        ({**BATCH, "rows": True}, "value of rows"),
        ({**BATCH, "keys": "anna@post.example"}, "value of keys"),
        ({"type": "source.mode", "source": "0701740605", "mode": "apply"}, "value of source"),
        ({"type": "source.mode", "source": "a\nb", "mode": "apply"}, "value of source"),
        ({"type": "source.mode", "source": "shop", "mode": "apply", "by": "anna"}, "value of by"),
        ({"type": "source.mode", "source": "t_850161-9802", "mode": "apply"}, "value of source"),
    ],
)
def test_nothing_personal_gets_in(sqlite_state: Home, document: dict[str, object], message: str) -> None:
    with pytest.raises(NotAllowed, match=message) as caught:
        ledger.append([BATCH, document], NOW)
    assert "anna" not in str(caught.value)
    assert ledger.size() == 0
    for name in ("kundärenden", "orders_20240101", "log_202411", "Order Details", "public.party", "2024_q1"):
        ledger.append([{"type": "source.mode", "source": name, "mode": "apply"}], NOW)
    assert ledger.size() == 6


APPENDER = """
    from varsam.store import ledger
    name, rounds, group = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    document = {"type": "plan.batch", "plan": f"plan-{name}", "batch": 0, "rows": 0}
    for number in range(rounds):
        done = ledger.append([{**document, "batch": number, "rows": each} for each in range(group)], NOW)
        print(done[-1], flush=True)
"""


@pytest.mark.crash
def test_two_processes_never_fork_the_tree(own_state: Home) -> None:
    children = [own_state.child(APPENDER, name, 60, 3) for name in ("left", "right")]
    printed = []
    for child in children:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
        printed.append([int(line) for line in out.split()])
    assert ledger.size() == 360
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok
    assert sorted(printed[0] + printed[1])[-1] == 359
    assert all(each == sorted(each) for each in printed)


GREEDY = """
    import pathlib, time
    from varsam.store import ledger
    print("ready", flush=True)
    go = pathlib.Path(sys.argv[1])
    while not go.exists():
        time.sleep(0.001)
    end, turns = time.monotonic() + 1.5, 0
    while time.monotonic() < end:
        ledger.append([{"type": "plan.expired", "plan": "plan-greedy"}], NOW)
        turns += 1
    print(turns, flush=True)
"""


@pytest.mark.crash
def test_two_writers_in_tight_loops_take_turns(sqlite_state: Home, tmp_path: Path) -> None:
    children = [sqlite_state.child(GREEDY, tmp_path / "go") for _ in range(2)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    (tmp_path / "go").touch()
    turns = sorted(int(child.communicate(timeout=60)[0]) for child in children)
    assert turns[0] > turns[1] / 4
    assert ledger.size() == sum(turns)


@pytest.mark.crash
@pytest.mark.parametrize("after", [1, 7, 23])
def test_killed_while_appending(own_state: Home, after: int) -> None:
    child = own_state.child(APPENDER, "victim", 100_000, 7)
    assert child.stdout is not None
    last = -1
    for _ in range(after):
        last = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    told = [int(line) for line in child.communicate()[0].split()] or [last]
    # What was told is there, whole groups only, and the log goes on.
    assert ledger.size() >= told[-1] + 1
    assert ledger.size() % 7 == 0
    fill(2)
    ledger.checkpoint(NOW)
    assert ledger_audit.verify().ok


def test_own_state_is_on_the_disk_when_it_says_so(sqlite_state: Home) -> None:
    fill(1)
    with connection.cursor() as cursor:
        answers = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
            cursor.execute(f"PRAGMA {pragma}")
            answers[pragma] = cursor.fetchone()[0]
    assert answers == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
