"""Own state changed past Varsam: a clear answer, and nothing is done with what isn't what was approved."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.crash.ready import Ready, Shop, ready_home, refused  # noqa: F401
from varsam.domain.errors import PlanRefused, RegisterError, SourceRejected


def tamper(one: Shop, statement: str, *values: object) -> None:
    """Change own state past Varsam, as somebody with the file would."""
    connection = sqlite3.connect(one.path / "state" / "varsam.sqlite3")
    with connection:
        changed = connection.execute(statement, values).rowcount
    connection.close()
    assert changed > 0


def change_byte(one: Shop, table: str, where: str, plan: str) -> None:
    """Change the last byte of what is sealed."""
    tamper(
        one,
        f"UPDATE {table} SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)"
        f" WHERE {where} AND substr(sealed, -1) <> x'00'",
        plan,
    )


def approve_by_hand(one: Shop, plan: str) -> None:
    """Mark a plan as approved without an approval."""
    tamper(one, "UPDATE store_planrecord SET state = 'approved' WHERE id = ?", plan)


def cut_keys(one: Shop, plan: str) -> None:
    """Take a batch of a step away."""
    tamper(one, "DELETE FROM store_plankeys WHERE plan = ? AND step = 'shop.note.delete' AND batch = 1", plan)


def swap_keys(one: Shop, plan: str) -> None:
    """Exchange the sealed keys of two steps."""
    tamper(
        one,
        "UPDATE store_plankeys SET step = CASE step WHEN 'shop.note.delete' THEN 'shop.voucher.delete!'"
        " ELSE 'shop.note.delete!' END WHERE plan = ? AND batch = 1"
        " AND step IN ('shop.note.delete', 'shop.voucher.delete')",
        plan,
    )
    tamper(one, "UPDATE store_plankeys SET step = rtrim(step, '!') WHERE plan = ?", plan)


def spoil_keys(one: Shop, plan: str) -> None:
    """Change a byte of sealed keys."""
    change_byte(one, "store_plankeys", "plan = ? AND step = 'shop.note.delete'", plan)


def spoil_plan(one: Shop, plan: str) -> None:
    """Change a byte of the plan."""
    change_byte(one, "store_planrecord", "id = ?", plan)


def longer_life(one: Shop, plan: str) -> None:
    """Let the plan live longer than it was frozen with."""
    tamper(one, "UPDATE store_planrecord SET expires_at = '2036-01-01 00:00:00' WHERE id = ?", plan)


def fewer_rows(one: Shop, plan: str) -> None:
    """Show fewer rows than the plan has."""
    tamper(one, 'UPDATE store_planrecord SET "rows" = 1 WHERE id = ?', plan)


@pytest.mark.parametrize("tampering", [swap_keys, cut_keys, spoil_keys, spoil_plan, longer_life, fewer_rows])
def test_a_tampered_plan_is_refused(ready: Ready, tampering: Callable[[Shop, str], None]) -> None:
    """Whatever of it was changed since it was approved; nothing is done."""
    one = ready()
    plan = one.approved()
    tampering(one, plan)
    with refused(one, (PlanRefused, SourceRejected)):
        one.apply(plan)


def test_a_plan_that_was_marked_as_approved_by_hand_is_refused(ready: Ready) -> None:
    """An approval is sealed; a word in a column isn't one."""
    from varsam.services import systems

    one = ready()
    plan = one.plan().plan
    systems.switch_mode(one.home(), "shop", "apply")
    approve_by_hand(one, plan)
    with refused(one, PlanRefused, plan, "0 of 1"):
        one.apply(plan)


def test_a_tampered_ledger_is_noticed(ready: Ready) -> None:
    """An entry changed, and one cut out."""
    from varsam.services import evidence

    one = ready()
    one.apply(one.approved())
    assert evidence.verify().ok
    tamper(
        one,
        "UPDATE store_ledgerentry SET document = replace(CAST(document AS TEXT), 'overwrite', 'delete')"
        " WHERE CAST(document AS TEXT) LIKE '%overwrite%'",
    )
    report = evidence.verify()
    assert not report.ok
    tamper(one, 'DELETE FROM store_ledgerentry WHERE "index" = 1')
    assert not evidence.verify().ok


def test_a_missing_key_is_said_and_put_back_everything_goes_on(ready: Ready, tmp_path: Path) -> None:
    """Nothing is made in its place; another home's key is told from a missing one."""
    one = ready()
    plan = one.approved()
    key, kept = one.path / "varsam.key", tmp_path / "kept.key"
    shutil.move(key, kept)
    forget_ring()
    with refused(one, RegisterError, "varsam.key", "missing"):
        one.apply(plan)
    assert not key.exists()
    key.write_text("1:" + "A" * 43 + "=\n")
    key.chmod(0o600)
    with refused(one, RegisterError, "another home"):
        one.apply(plan)
    key.write_text("nonsense")
    with refused(one, RegisterError, "varsam.key", "can't be read"):
        one.apply(plan)
    shutil.copy(kept, key)
    key.chmod(0o644)
    with refused(one, RegisterError, "chmod 600"):
        one.apply(plan)
    key.chmod(0o600)
    assert one.state_of(plan) == "approved"
    one.apply(plan)
    assert one.verify(plan).verified


def forget_ring() -> None:
    """What a new process has not read yet."""
    from varsam.store import keys

    keys._loaded.ring = None
