"""The register's versions: adopted by plans, listed, and shown as they were."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.services.test_own_state import write_home
from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.errors import NotAllowed
from varsam.services.home import Home


def test_each_plan_adopts_the_register_it_was_computed_from(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import evidence, planning, register
    from varsam.store import ledger

    path = sqlite_state.path
    write_home(path)
    now = [NOW]

    def home() -> Home:
        return Home(path, {}, "tester", clock=lambda: now[0])

    [unseen] = register.versions(home())
    assert (unseen.since, unseen.by, unseen.present) == (None, None, True)
    first = planning.make_plan(home(), sources=["shop"])
    planning.make_plan(home(), sources=["shop"])
    one = _edit(path, "# a comment only\n", at_end=True)
    planning.make_plan(home(), sources=["shop"])
    [adopted] = register.versions(home())
    assert (adopted.fingerprint, adopted.since, adopted.by) == (first.register, NOW, "tester")
    assert adopted.document == one
    assert register.present(home()).document.endswith("# a comment only\n")

    _edit(path, "contract.end + 2 years", instead_of="contract.end + 1 year")
    now[0] = NOW + timedelta(days=1)
    second = planning.make_plan(home(), sources=["shop"])
    found = register.versions(home())
    assert [(each.fingerprint, each.present) for each in found] == [
        (second.register, True),
        (first.register, False),
    ]
    assert "+ 1 year}" in register.version(home(), first.register[:12]).document
    assert "+ 2 years}" in register.version(home(), second.register).document

    _edit(path, "contract.end + 1 year", instead_of="contract.end + 2 years")
    planning.make_plan(home(), sources=["shop"])
    assert [each.fingerprint for each in register.versions(home())] == [
        first.register,
        second.register,
        first.register,
    ]
    entries = [ledger.entry(index) for index in range(ledger.size())]
    told = [each["fingerprint"] for each in entries if each["type"] == "register.adopted"]
    assert told == [first.register, second.register, first.register]
    assert evidence.verify().ok
    for wrong in ("0" * 64, "", first.register[:5]):
        with pytest.raises(NotAllowed, match="no such version"):
            register.version(home(), wrong)


def _edit(path: Path, new: str, *, instead_of: str = "", at_end: bool = False) -> str:
    """Change the register's file; what it held before."""
    file = path / "register.yaml"
    before = file.read_text(encoding="utf-8")
    assert at_end or instead_of in before
    file.write_text(before + new if at_end else before.replace(instead_of, new, 1), encoding="utf-8")
    return before
