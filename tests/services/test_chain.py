"""The chain over the services: plan, approve, apply, verify, and everything that may come in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.engine.crash import shop
from tests.engine.crash.ready import Ready, Shop, ready_home, shop_on_each  # noqa: F401
from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.facts import Scope

EVERYTHING = Scope()
# 6 customers with 5 rows and their own, and 1 whose voucher and customer row are kept without the name:
# its note, its other order with a line, and two rows overwritten. The order that its row names stays.
ROWS = 47


def left_of(rows: list[list[str]]) -> set[str]:
    """The keys of a table's rows."""
    return {row[0] for row in rows}


# -- the ordinary way ----------------------------------------------------------------------------------------


def test_plan_approve_apply_verify_and_nothing_is_left_to_plan(shop_on: Shop) -> None:
    """What ended long ago goes, what the law keeps stays without the name, and it is seen to be so."""
    from varsam.services import evidence

    before = shop_on.dump()
    plan = shop_on.approved()
    assert shop_on.dump() == before
    applied = shop_on.apply(plan)
    after = shop_on.dump()
    assert left_of(after["customers"]) == {"3", "8", "9"}
    assert left_of(after["vouchers"]) == {"3", "8", "9"}
    assert ["3", "None", "removed", "2020-01-31", "30"] in after["customers"]
    assert sum(total.rows for total in applied.steps.values()) == ROWS
    verified = shop_on.verify(plan)
    assert verified.verified
    assert verified.checked == ROWS
    assert shop_on.state_of(plan) == "applied"
    assert shop_on.plan().steps == ()
    assert evidence.verify().ok
    told = shop_on.ledger("step.applied")
    assert sum(entry["rows"] for entry in told) == ROWS


def test_the_second_look_finds_what_came_back(shop_on: Shop) -> None:
    """The control of verifying: rows put back, a value put back, a reference into nothing."""
    plan = shop_on.approved()
    shop_on.apply(plan)
    assert shop_on.verify(plan).verified
    shop_on.execute(
        "INSERT INTO customers VALUES (1, NULL, 'back', '2020-01-31', NULL)",
        "UPDATE vouchers SET buyer = 'back' WHERE id = 3",
    )
    found = shop_on.verify(plan)
    assert {(each.table, each.fault, each.rows) for each in found.remaining} == {
        ("customers", "present", 1),
        ("vouchers", "value", 1),
    }
    assert shop_on.ledger("plan.verified")[-1]["verified"] is False


def test_beyond_a_limit_two_persons_approve(ready: Ready) -> None:
    """One person twice isn't two persons."""
    from varsam.services import planning

    one = ready(limits="{rows: 5}")
    plan = one.plan()
    assert plan.approvals_needed == 2
    first = planning.approve(one.home("anna"), plan.plan)
    assert (first.state, first.missing) == ("waiting", 1)
    with pytest.raises(NotAllowed, match="you have approved"):
        planning.approve(one.home("anna"), plan.plan)
    with pytest.raises(NotAllowed, match="waiting"):
        one.apply(plan.plan)
    second = planning.approve(one.home("berit"), plan.plan)
    assert (second.state, second.missing) == ("approved", 0)


def test_a_new_source_is_only_observed(ready: Ready) -> None:
    """Nothing is changed until a person has switched it."""
    from varsam.services import planning, systems

    one = ready()
    before = one.dump()
    plan = one.plan().plan
    planning.approve(one.home(), plan)
    with pytest.raises(NotAllowed, match="only observed"):
        one.apply(plan)
    assert one.dump() == before
    assert one.state_of(plan) == "approved"
    systems.switch_mode(one.home(), "shop", "apply")
    assert one.apply(plan).batches > 0


# -- drift ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["row", "register", "map", "schema"])
def test_what_no_longer_fits_is_refused_as_drifted(shop_on: Shop, change: str) -> None:
    """Nothing of it is applied, and a new plan takes the change in."""
    plan = shop_on.approved()
    match change:
        case "row":
            shop_on.execute("INSERT INTO orders VALUES (999, 1, 'late')")
        case "register":
            shop_on.edit("register.yaml", "contract.end + 1 year", "contract.end + 13 months")
        case "map":
            shop_on.edit("sources/shop.yaml", 'set: {buyer: "removed {id}"}', "set: {buyer: gone}")
        case "schema":
            shop_on.execute("ALTER TABLE notes ADD COLUMN colour VARCHAR(20)")
    before = shop_on.dump()
    with pytest.raises(PlanRefused, match="drifted") as refused:
        shop_on.apply(plan)
    assert refused.value.hint == "plan again"
    assert shop_on.dump() == before
    assert shop_on.state_of(plan) == "drifted"
    assert shop_on.ledger("plan.drifted")
    again = shop_on.approved()
    assert shop_on.apply(again).batches > 0
    assert shop_on.verify(again).verified


def test_rows_that_went_meanwhile_are_reported_and_are_no_drift(shop_on: Shop) -> None:
    """The shop's own program deleted a note and a line."""
    plan = shop_on.approved()
    shop_on.execute("DELETE FROM notes WHERE customer_id = 1", "DELETE FROM order_lines WHERE id = 200")
    applied = shop_on.apply(plan)
    assert applied.steps["shop.note.delete"].gone == 1
    assert applied.steps["shop.note.delete"].rows == 6
    assert applied.steps["shop.line.delete"].gone == 1
    assert shop_on.ledger("plan.applied")[-1]["gone"] == 2
    assert shop_on.verify(plan).verified


def test_a_row_that_is_no_longer_due_is_left_alone(shop_on: Shop) -> None:
    """A customer came back after approval: the row is there, but not selected any more."""
    plan = shop_on.approved()
    shop_on.execute("UPDATE customers SET closed_on = NULL WHERE id = 1")
    applied = shop_on.apply(plan)
    assert applied.steps["shop.customer.delete"].out == 1
    assert "1" in left_of(shop_on.dump()["customers"])
    assert {"10", "11"} <= left_of(shop_on.dump()["orders"])
    assert shop_on.verify(plan).verified
    assert shop_on.ledger("plan.taken_out")


# -- holds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_hold_after_approval_takes_its_rows_out_and_its_release_lets_them_go(
    shop_on: Shop,
    days: int,
) -> None:
    """Whether the plan is of the same day or of one before."""
    from varsam.services import recording
    from varsam.store.people import TypedIdentifier

    plan = shop_on.approved()
    shop_on.clock.forward(days=days)
    hold = recording.open_hold(
        shop_on.home(),
        ground="claim",
        review_on="2027-01-01",
        scope=EVERYTHING,
        identifiers=[TypedIdentifier("email", shop.address(2))],
    )
    shop_on.clock.forward(minutes=1)
    applied = shop_on.apply(plan)
    after = shop_on.dump()
    assert left_of(after["customers"]) == {"2", "3", "8", "9"}
    assert {"20", "21"} <= left_of(after["orders"])
    assert "2" in left_of(after["notes"])
    assert applied.steps["shop.customer.delete"].out == 1
    assert {entry["kind"] for entry in shop_on.ledger("plan.taken_out")} >= {"customer", "order", "note"}
    assert shop_on.verify(plan).verified
    assert shop_on.plan().steps == ()
    recording.release_hold(shop_on.home(), hold.id)
    shop_on.clock.forward(seconds=1)
    resumed = shop_on.approved()
    shop_on.apply(resumed)
    assert left_of(shop_on.dump()["customers"]) == {"3", "8", "9"}
    assert shop_on.verify(resumed).verified


def test_a_hold_over_everything_takes_everything_out(ready: Ready) -> None:
    """Also one that names no person."""
    from varsam.services import recording

    one = ready()
    plan = one.approved()
    before = one.dump()
    recording.open_hold(one.home(), ground="audit", review_on="2027-01-01", scope=Scope(sources=("shop",)))
    applied = one.apply(plan)
    assert one.dump() == before
    assert sum(total.out for total in applied.steps.values()) == ROWS
    assert one.verify(plan).verified


def test_a_hold_opened_while_a_plan_is_applied_counts_at_once(ready: Ready) -> None:
    """The batches that are still to come leave its rows alone."""
    from varsam.services import recording

    one = ready()
    plan = one.approved()
    at_the_hold: list[object] = []

    def progress(_what: str, _rows: int) -> None:
        if not at_the_hold:
            recording.open_hold(one.home(), ground="claim", review_on="2027-01-01", scope=EVERYTHING)
            at_the_hold.append(one.dump())

    applied = one.apply(plan, progress=progress)
    assert [one.dump()] == at_the_hold
    assert applied.batches > 1
    assert 0 < sum(total.rows for total in applied.steps.values()) < ROWS
    assert sum(total.rows + total.out for total in applied.steps.values()) == ROWS
    assert one.verify(plan).verified


# -- time ----------------------------------------------------------------------------------------------------


def test_outside_the_window_nothing_begins(ready: Ready) -> None:
    """13:00 in Stockholm isn't between ten at night and five in the morning."""
    one = ready(pace=', window: "22:00-05:00"')
    before = one.dump()
    plan = one.approved()
    with pytest.raises(NotAllowed, match=r"13:00, outside the window 22:00-05:00"):
        one.apply(plan)
    assert one.dump() == before
    assert not one.ledger("plan.failed", "plan.applying")
    assert one.state_of(plan) == "approved"
    one.clock.forward(hours=11)
    one.apply(plan)
    assert one.verify(plan).verified


def test_a_window_that_closes_between_batches_stops_the_run(ready: Ready) -> None:
    """What is done stays done; inside the next window it goes on."""
    one = ready(pace=', window: "22:00-05:00"')
    plan = one.approved()
    one.clock.forward(hours=15, minutes=59)
    done: list[int] = []

    def progress(_what: str, rows: int) -> None:
        done.append(rows)
        one.clock.forward(minutes=30)

    with pytest.raises(NotAllowed, match="outside the window"):
        one.apply(plan, progress=progress)
    assert len(done) == 1
    one.clock.forward(hours=20)
    applied = one.apply(plan)
    assert applied.batches > 1
    assert sum(total.rows for total in applied.steps.values()) == ROWS
    assert one.verify(plan).verified


def test_stopped_between_batches_and_resumed(shop_on: Shop) -> None:
    """The batches that were done aren't done again."""
    plan = shop_on.approved()
    done: list[int] = []
    first = shop_on.apply(plan, progress=lambda _what, rows: done.append(rows), stop=lambda: len(done) == 3)
    assert (first.stopped, first.batches) == (True, 3)
    assert shop_on.state_of(plan) == "applying"
    assert not shop_on.verify(plan).verified
    again: list[int] = []
    second = shop_on.apply(plan, progress=lambda _what, rows: again.append(rows))
    assert (second.stopped, second.batches) == (False, len(done) + len(again))
    assert sum(done) + sum(again) == ROWS
    assert sum(total.rows for total in second.steps.values()) == ROWS
    assert shop_on.verify(plan).verified


def test_a_plan_expires_after_seven_days(ready: Ready) -> None:
    """Approved or not; one minute earlier it is still good."""
    from varsam.services import planning

    one = ready()
    before = one.dump()
    drafted, approved = one.plan().plan, one.approved()
    one.clock.forward(days=7)
    with pytest.raises(NotAllowed, match="expired"):
        planning.approve(one.home(), drafted)
    with pytest.raises(NotAllowed, match="expired"):
        one.apply(approved)
    assert one.dump() == before
    assert {one.state_of(drafted), one.state_of(approved)} == {"expired"}


def test_a_plan_is_good_until_it_expires(ready: Ready) -> None:
    """The control of the test above. A plan that was begun doesn't expire."""
    one = ready()
    plan = one.approved()
    one.clock.forward(days=6, hours=23, minutes=59)
    done: list[int] = []
    one.apply(plan, progress=lambda _what, rows: done.append(rows), stop=lambda: bool(done))
    one.clock.forward(days=2)
    one.apply(plan)
    assert one.verify(plan).verified


# -- people --------------------------------------------------------------------------------------------------


def test_a_person_is_erased_and_stays_erased(shop_on: Shop) -> None:
    """A customer who has left but isn't due goes at once; the fact holds for later plans too."""
    from varsam.services import people, planning, systems
    from varsam.store.people import TypedIdentifier

    who = [TypedIdentifier("email", shop.address(8).upper())]
    plan = people.erase(shop_on.home(), who)
    assert {step.on.kind for step in plan.steps} == {"customer", "order", "line", "voucher", "note"}
    planning.approve(shop_on.home(), plan.plan)
    systems.switch_mode(shop_on.home(), "shop", "apply")
    shop_on.apply(plan.plan)
    after = shop_on.dump()
    assert shop.address(8) not in str(after)
    assert shop.address(9) in str(after)
    assert ["8", "8", "removed 8", "100", "2026-05-05"] in after["vouchers"]
    assert shop_on.verify(plan.plan).verified
    again = people.erase(shop_on.home(), who)
    assert again.steps == ()
    shop_on.execute("INSERT INTO notes VALUES (8, 1, 'restored')")
    shop_on.execute(f"UPDATE customers SET email = '{shop.address(8)}' WHERE id = 8")
    assert {step.on.kind for step in shop_on.plan(person=plan.scope.person).steps} == {"customer", "note"}


def test_a_fact_and_its_ledger_entry_come_together(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the entry can't be written, neither person nor fact is there."""
    from django.db import connection

    from varsam.services import people
    from varsam.store import facts
    from varsam.store.models import Person
    from varsam.store.people import TypedIdentifier

    one = ready()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_entry BEFORE INSERT ON store_ledgerentry"
            " BEGIN SELECT RAISE(ABORT, 'database is locked'); END"
        )
    who = [TypedIdentifier("email", shop.address(8))]
    with pytest.raises(Exception, match=r"."):
        people.erase(one.home(), who)
    assert (len(facts.load()), Person.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER no_entry")
    people.erase(one.home(), who)
    assert (len(facts.load()), Person.objects.count()) == (1, 1)
    assert len(one.ledger("fact.recorded")) == 1


def test_own_state_holds_nobodys_data_in_the_clear(ready: Ready) -> None:
    """After everything that the chain does, with the source as the control of the search."""
    from django.db import connection

    from varsam.services import keys, people, planning, recording
    from varsam.store.people import TypedIdentifier

    one = ready()
    said: list[str] = []
    hold = recording.open_hold(
        one.home(),
        ground=f"claim of {shop.name(2)}",
        review_on="2027-01-01",
        scope=EVERYTHING,
        identifiers=[TypedIdentifier("email", shop.address(2))],
    )
    assert found(one.path / "shop.db") == {1, 2, 3, 4, 5, 6, 7, 8, 9}
    plan = people.erase(one.home(), [TypedIdentifier("email", shop.address(8))], evidence=shop.address(8))
    said.append(repr(plan))
    planning.approve(one.home(), plan.plan)
    retention = one.approved()
    said += [repr(one.apply(plan.plan)), repr(one.apply(retention)), repr(one.verify(retention))]
    recording.release_hold(one.home(), hold.id)
    said.append(repr(people.find(one.home(), [TypedIdentifier("email", shop.address(9))])))
    said.append(repr(one.ledger()))
    resumed = one.approved()
    one.execute(f"INSERT INTO orders VALUES (998, 2, '{shop.name(2)}')")
    with pytest.raises(PlanRefused) as refused:
        one.apply(resumed)
    said.append(str(refused.value))
    keys.rotate(one.home(), lambda _what, _rows: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM store_fact")
    for path in sorted((one.path / "state").rglob("*")):
        if path.is_file():
            assert found(path) == set(), path.name
    assert not any(
        shop.address(each) in text or shop.name(each) in text for each in range(1, 10) for text in said
    )


def found(path: Path) -> set[int]:
    """The numbers of the customers of whom a file tells."""
    raw = path.read_bytes()
    return {
        each for each in range(1, 10) if shop.address(each).encode() in raw or shop.name(each).encode() in raw
    }


def test_a_rotation_between_approval_and_applying_changes_nothing(ready: Ready) -> None:
    """What was approved under the old key is still what is applied."""
    from varsam.services import keys

    one = ready()
    plan = one.approved()
    assert keys.rotate(one.home(), lambda _what, _rows: None).resealed > 0
    one.apply(plan)
    assert one.verify(plan).verified


def test_the_day_of_a_plan_is_counted_where_the_controller_is(ready: Ready) -> None:
    """Half past eleven at night in UTC is the next day in Stockholm."""
    one = ready()
    one.clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert one.plan().on == date(2026, 11, 23)
    one.clock.now -= timedelta(hours=1)
    assert one.plan().on == date(2026, 11, 22)
