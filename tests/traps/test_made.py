"""Traps in unique columns of rows that stay: what is written is made of the row's own key."""

from __future__ import annotations

import pytest

from tests.traps.accounts import ACCOUNTS, KINDS, LEFT, SEEN
from tests.traps.places import Place, counted, written
from varsam.domain.predicate import Built, Column
from varsam.formats import plan_json


@pytest.fixture
def accounts(place: Place) -> Place:
    """Accounts of which three must stay, since vouchers name them; one goes."""
    place.execute(*ACCOUNTS)
    return place.mapped(KINDS)


def test_many_rows_are_emptied_where_each_text_may_stand_once(accounts: Place) -> None:
    """2: the refusal is first shown to be right; then the map's way out is planned, applied and verified."""
    place = accounts
    place.mapped(KINDS.replace("removed-{id}", "removed"))
    assert place.refused() == {("unique_overwritten", "accounts", ("username",), "")}
    place.mapped(KINDS)
    plan = place.house.plan()
    assert written(plan)["shop.account.referred"] == {
        "username": Built(("removed-", Column("id"))),
        "email": Built(("Removed-", Column("id"), "@invalid.invalid")),
        "phone": None,
    }
    assert plan_json.read(plan_json.write(plan)) == plan
    assert counted(plan) == {"shop.account.referred": 3, "shop.account.delete": 1}
    place.carry_out(plan)
    assert place.rows(SEEN) == LEFT


def test_a_text_that_stands_in_another_row_is_refused(accounts: Place) -> None:
    """2: somebody calls himself as another row would be called; nothing is half done."""
    place = accounts
    place.execute("UPDATE accounts SET username = 'removed-17' WHERE id = 4")
    assert place.refused() == {("unique_overwritten", "accounts", ("username",), "")}
    # Also where that row is written itself: no order of rows is promised.
    place.execute("UPDATE accounts SET ends = '2020-01-01' WHERE id = 4")
    assert place.refused() == {("unique_overwritten", "accounts", ("username",), "")}
    # A row that is at its own text is in nobody's way.
    place.execute("UPDATE accounts SET username = 'removed-4' WHERE id = 4")
    place.carry_out(place.house.plan())
    assert place.column("SELECT username FROM accounts WHERE id IN (4, 17) ORDER BY id") == [
        "removed-4",
        "removed-17",
    ]
