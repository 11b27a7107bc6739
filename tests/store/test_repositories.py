"""People, facts, plans, journal, key sets, snapshots and decisions: domain values in, the same values out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.store.homes import NOW, Home
from varsam.domain.errors import NotAllowed, PlanRefused
from varsam.domain.facts import Fact, FactKind, Scope
from varsam.store import (
    actors,
    decisions,
    facts,
    journal,
    key_sets,
    ledger,
    ledger_audit,
    people,
    plans,
    snapshots,
)
from varsam.store.ids import new_id
from varsam.store.people import TypedIdentifier
from varsam.store.plans import PlanState, StoredPlan
from varsam.store.snapshots import Mode, StoredSnapshot
from varsam.store.transaction import writing

MAIL = TypedIdentifier("email", "anna@post.example")
PHONE = TypedIdentifier("phone", "+46701740605")


def given(person: str | None, **more: object) -> Fact:
    values: dict[str, object] = {
        "id": new_id(),
        "controller": "north",
        "kind": FactKind.CONSENT_GIVEN,
        "effective_at": NOW - timedelta(days=2),
        "recorded_at": NOW,
        "actor": "a1",
        "person": person,
        "purpose": "newsletter",
        "evidence": "form 12, ticked by Anna",
        "details": {"channel": "email"},
    }
    return Fact(**(values | more))  # type: ignore[arg-type]


def plan(**more: object) -> StoredPlan:
    values: dict[str, object] = {
        "id": plans.new_plan_id(),
        "fingerprint": "f" * 64,
        "on": date(2026, 11, 22),
        "state": PlanState.DRAFTED,
        "rows": 12,
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=7),
        "created_by": "a1",
        "document": b'{"steps":[]}',
    }
    return StoredPlan(**(values | more))  # type: ignore[arg-type]


def test_people_are_found_by_any_identifier_and_learn_new_ones(own_state: Home) -> None:
    assert people.find("north", [MAIL]) == ()
    anna = people.find_or_make("north", [MAIL], NOW)
    assert people.find_or_make("north", [MAIL, PHONE], NOW) == anna
    assert people.find("north", [PHONE]) == (anna,)
    assert people.identifiers_of(anna) == (MAIL, PHONE)
    assert people.find("south", [PHONE]) == ()
    assert people.find_or_make("south", [PHONE], NOW) != anna
    assert people.find("north", [TypedIdentifier("email", "+46701740605")]) == ()
    assert people.controller_of(anna) == "north"
    with pytest.raises(NotAllowed, match="no such person"):
        people.controller_of("p0")


def test_identifiers_of_two_people_are_for_a_person_to_decide(own_state: Home) -> None:
    anna = people.find_or_make("north", [MAIL], NOW)
    bo = people.find_or_make("north", [PHONE], NOW)
    assert people.find("north", [MAIL, PHONE]) == tuple(sorted((anna, bo)))
    with pytest.raises(PlanRefused, match="lead to 2 people") as caught:
        people.find_or_make("north", [MAIL, PHONE], NOW)
    assert "anna" not in str(caught.value)
    assert "anna" not in repr(MAIL)
    with pytest.raises(NotAllowed, match="at least one"):
        people.find_or_make("north", [], NOW)


def test_facts_come_back_as_they_went_in(own_state: Home) -> None:
    person = people.find_or_make("north", [MAIL], NOW)
    consent = given(person)
    hold = given(
        None,
        kind=FactKind.HOLD_OPENED,
        purpose=None,
        scope=Scope(sources=("shop",), purposes=("support",)),
        details={"ground": "dispute", "review_on": "2027-01-31"},
        recorded_at=NOW + timedelta(seconds=1),
    )
    commitments = facts.record([consent, hold])
    assert facts.load() == (consent, hold)
    assert facts.load(person=person) == (consent,)
    assert facts.load(kinds=[FactKind.HOLD_OPENED]) == (hold,)
    assert facts.load(controller="south") == ()
    assert facts.get(hold.id) == hold
    assert commitments[0].opens(facts.statement(consent))
    assert not commitments[0].opens(facts.statement(replace(consent, evidence="another form")))
    assert facts.commitment_of(consent.id) == commitments[0]
    with pytest.raises(NotAllowed, match="no such fact"):
        facts.get("f0")


def test_one_fact_gone_and_one_come_are_another_mark(own_state: Home) -> None:
    """Retention over own state may take a fact in the moment in which another is recorded."""
    from varsam.store import models

    person = people.find_or_make("north", [MAIL], NOW)
    assert facts.mark() == facts.mark_of(())
    first = given(person)
    facts.record([first])
    before = facts.mark()
    assert before == facts.mark_of(facts.load())
    models.Fact.objects.filter(id=first.id).delete()
    facts.record([given(person, id="f2", recorded_at=NOW + timedelta(microseconds=1))])
    assert facts.mark().number == before.number
    assert facts.mark() != before


def test_a_fact_and_its_ledger_entry_are_one(own_state: Home) -> None:
    person = people.find_or_make("north", [MAIL], NOW)

    def note(fact: Fact, *, fail: bool) -> None:
        with writing():
            (commitment,) = facts.record([fact])
            entry = {"type": "fact.recorded", "fact": fact.id, "kind": fact.kind}
            ledger.append([{**entry, "statement": commitment.digest}], NOW)
            if fail:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        note(given(person), fail=True)
    assert (facts.load(), ledger.size()) == ((), 0)
    note(given(person), fail=False)
    assert (len(facts.load()), ledger.size()) == (1, 1)
    assert person not in str(ledger.entry(0))
    assert ledger_audit.verify().ok


def test_links_between_facts_are_checked(own_state: Home) -> None:
    person = people.find_or_make("north", [MAIL], NOW)
    first = given(person)
    facts.record([first])
    correction = given(person, supersedes=first.id)
    facts.record([correction])
    for wrong, message in (
        (given(person, supersedes=first.id), "corrected before"),
        (given(person, supersedes=new_id()), "isn't there"),
        (given("nobody"), "no such person"),
        (given(person, kind=FactKind.HOLD_RELEASED, refers_to=first.id), "can't refer to a consent_given"),
    ):
        with pytest.raises(NotAllowed, match=message) as caught:
            facts.record([wrong])
        assert caught.value.hint
    hold = given(person, kind=FactKind.HOLD_OPENED)
    facts.record([hold, given(person, kind=FactKind.HOLD_RELEASED, refers_to=hold.id)])
    assert len(facts.load()) == 4


def test_plans_stay_as_they_were_frozen(own_state: Home) -> None:
    one = plan()
    plans.save(one)
    assert plans.load(one.id) == one
    with pytest.raises(NotAllowed, match="never changed"):
        plans.save(replace(one, rows=13))
    with pytest.raises(NotAllowed, match="no such plan"):
        plans.load("plan-none")
    later = plan(created_at=NOW + timedelta(hours=1))
    plans.save(later)
    assert [each.id for each in plans.listing()] == [later.id, one.id]
    assert [each.id for each in plans.listing(newest=1)] == [later.id]
    assert plans.listing(states=[PlanState.APPLIED]) == ()


def test_a_plan_moves_only_as_plans_do(own_state: Home) -> None:
    one = plan()
    plans.save(one)
    with pytest.raises(NotAllowed, match="drafted, so it can't become applying"):
        plans.move(one.id, PlanState.APPLYING, NOW)
    approval, done = plans.approve(one.id, "a1", NOW)
    assert done
    assert plans.approvals(one.id) == (approval,)
    assert approval.by.opens(b"a1")
    plans.move(one.id, PlanState.APPLYING, NOW)
    with pytest.raises(NotAllowed, match="applying, so it can't become applying"):
        plans.move(one.id, PlanState.APPLYING, NOW)
    with pytest.raises(NotAllowed):
        plans.move(one.id, PlanState.APPLIED, NOW, expected=[PlanState.FAILED])
    plans.move(one.id, PlanState.FAILED, NOW)
    plans.move(one.id, PlanState.APPLYING, NOW + timedelta(days=30))
    plans.move(one.id, PlanState.APPLIED, NOW)
    assert plans.load(one.id).state is PlanState.APPLIED
    with pytest.raises(NotAllowed, match="plan is applied"):
        plans.approve(one.id, "a2", NOW)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE store_planrecord SET rows = 13",
        "UPDATE store_planrecord SET fingerprint = 'x'",
        "UPDATE store_planrecord SET created_by = 'a2'",
        "UPDATE store_planrecord SET sealed = (SELECT sealed FROM store_approval)",
    ],
)
def test_a_plan_that_was_changed_past_the_program_is_refused(own_state: Home, tampering: str) -> None:
    one = plan()
    plans.save(one)
    plans.approve(one.id, "a1", NOW)
    assert plans.load(one.id).document == one.document
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    with pytest.raises(PlanRefused, match="stored plan was changed"):
        plans.load(one.id)


def test_an_approval_that_was_put_in_past_the_program_is_refused(own_state: Home) -> None:
    one = plan()
    plans.save(one)
    plans.approve(one.id, "a1", NOW, needed=2)
    assert len(plans.approvals(one.id)) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_approval (id, plan_id, actor, at, sealed, generation)"
            " SELECT 'forged', plan_id, 'a2', at, sealed, generation FROM store_approval"
        )
    with pytest.raises(PlanRefused, match="stored plan was changed"):
        plans.approvals(one.id)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_approval WHERE id = 'forged'")
        cursor.execute("UPDATE store_approval SET actor = 'a2'")
    with pytest.raises(PlanRefused, match="stored plan was changed"):
        plans.approvals(one.id)


def test_two_approvals_are_two_people(own_state: Home) -> None:
    one = plan()
    plans.save(one)
    assert plans.approve(one.id, "a1", NOW, needed=2)[1] is False
    assert plans.load(one.id).state is PlanState.WAITING
    with pytest.raises(NotAllowed, match="you have approved"):
        plans.approve(one.id, "a1", NOW, needed=2)
    assert plans.approve(one.id, "a2", NOW, needed=2)[1] is True
    assert plans.load(one.id).state is PlanState.APPROVED


def test_plans_expire(own_state: Home) -> None:
    old, new, running = plan(), plan(expires_at=NOW + timedelta(days=20)), plan()
    for each in (old, new, running):
        plans.save(each)
    plans.approve(running.id, "a1", NOW)
    plans.move(running.id, PlanState.APPLYING, NOW)
    late = NOW + timedelta(days=8)
    with pytest.raises(NotAllowed, match="expired"):
        plans.approve(old.id, "a1", late)
    plans.approve(old.id, "a1", NOW)
    with pytest.raises(NotAllowed, match="expired, so it can't become applying"):
        plans.move(old.id, PlanState.APPLYING, late)
    assert plans.expire(late) == (old.id,)
    states = {each.id: each.state for each in plans.listing()}
    assert states == {old.id: "expired", new.id: "drafted", running.id: "applying"}


def test_the_journal(own_state: Home) -> None:
    for batch in range(3):
        journal.intent("plan-a", batch, {"keys": [1, 2], "who": "anna"}, NOW)
    journal.outcome("plan-a", 1, {"rows": 2}, NOW)
    journal.stopped("plan-a", 1, {}, NOW)
    journal.stopped("plan-a", 1, {}, NOW)
    assert [each.batch for each in journal.open_intents("plan-a")] == [0, 2]
    assert journal.done_batches("plan-a") == {1}
    assert [each.document for each in journal.records("plan-a", "outcome")] == [{"rows": 2}]
    assert len(list(journal.records("plan-a", "stopped"))) == 1
    assert "anna" not in repr(journal.open_intents("plan-a"))
    assert journal.open_intents("plan-b") == ()
    with pytest.raises(NotAllowed, match="an intent already"):
        journal.intent("plan-a", 0, {}, NOW)
    with pytest.raises(NotAllowed, match="needs an intent"):
        journal.outcome("plan-a", 9, {}, NOW)
    with pytest.raises(NotAllowed, match="outcome already"):
        journal.outcome("plan-a", 1, {}, NOW)
    with writing(), pytest.raises(RuntimeError, match="durable before"):
        journal.intent("plan-a", 5, {}, NOW)


@pytest.mark.crash
def test_an_intent_is_there_when_the_process_dies_at_once(own_state: Home) -> None:
    child = own_state.child(
        """
        import os, signal
        from varsam.store import journal
        journal.intent("plan-a", 0, {"rows": 1}, NOW)
        os.kill(os.getpid(), signal.SIGKILL)
        """.replace("\n        ", "\n    ")
    )
    child.communicate(timeout=60)
    assert child.returncode == -9
    assert [each.document for each in journal.open_intents("plan-a")] == [{"rows": 1}]


def test_key_sets(own_state: Home) -> None:
    keys = [(number, f"name {number}") for number in range(45_000)]
    stored = key_sets.save_key_set("plan-a", "ended", [*keys, *keys[:5]])
    assert stored.keys.count == 45_000
    assert list(key_sets.read_key_set(stored.id)) == keys
    assert key_sets.key_sets("plan-a") == (stored,)
    assert key_sets.key_set_matches(stored.id, reversed(keys))
    assert not key_sets.key_set_matches(stored.id, keys[1:])
    other = key_sets.save_key_set("plan-b", "ended", keys)
    assert other.keys.digest != stored.keys.digest
    first = key_sets.packed([(0,), ("",), (None,), (b"",), (-1, 2**70)])
    key_sets.save_plan_keys("plan-a", [("s1", 3, first)])
    assert list(key_sets.step_keys("plan-a", "s1")) == [
        (3, first.keys, key_sets.batch_keys("plan-a", 3)["s1"])
    ]
    assert key_sets.plan_key_batches("plan-a") == (("s1", 3, first.keys),)
    assert key_sets.load_plan_keys("plan-a", "s1", 3) == ((0,), ("",), (None,), (b"",), (-1, 2**70))
    assert not key_sets.plan_keys_match("plan-a", "s1", 3, [(0,)])
    assert not key_sets.plan_keys_match("plan-a", "s1", 4, [])
    with pytest.raises(NotAllowed, match="already"):
        key_sets.save_plan_keys("plan-a", [("s1", 3, key_sets.packed([]))])
    with pytest.raises(NotAllowed, match="of that name"):
        key_sets.save_key_set("plan-a", "ended", [])
    assert key_sets.forget_keys("plan-a") == 1 + 1 + 3
    assert key_sets.key_sets("plan-a") == ()
    assert key_sets.key_sets("plan-b") == (other,)
    with pytest.raises(NotAllowed, match="no keys are kept"):
        key_sets.load_plan_keys("plan-a", "s1", 3)


def test_snapshots_and_modes(own_state: Home) -> None:
    one = StoredSnapshot("shop", "a" * 64, NOW, b"{}")
    assert snapshots.latest("shop") is None
    assert snapshots.save(one)
    assert not snapshots.save(replace(one, at=NOW + timedelta(hours=1)))
    two = replace(one, fingerprint="b" * 64, at=NOW - timedelta(days=1))
    assert snapshots.save(two)
    # The clock went back in between: what was saved last is the latest all the same.
    assert snapshots.latest("shop") == two
    assert snapshots.mode("shop") is Mode.OBSERVE
    snapshots.switch("shop", "apply", "a1", NOW)
    assert snapshots.mode("shop") is Mode.APPLY
    snapshots.switch("shop", "observe", "a1", NOW - timedelta(days=1))
    assert snapshots.mode("shop") is Mode.OBSERVE
    with pytest.raises(NotAllowed, match="no such mode") as caught:
        snapshots.switch("shop", "destroy", "a1", NOW)
    assert "observe, apply" in caught.value.hint


def test_states_without_a_date_are_dated_by_the_day_they_were_first_seen(own_state: Home) -> None:
    first, second, third = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
    assert snapshots.first_seen("rt", "tickets", {(1,): "rejected"}, first) == {(1,): first}
    seen = snapshots.first_seen("rt", "tickets", {(1,): "rejected", (2,): "rejected"}, second)
    assert seen == {(1,): first, (2,): second}
    assert snapshots.states_left("rt", "tickets", [(2,)], "rejected") == 1
    seen = snapshots.first_seen("rt", "tickets", {(1,): "rejected", (2,): "rejected"}, third)
    assert seen == {(1,): third, (2,): second}


def test_decisions_and_register_versions(own_state: Home) -> None:
    decisions.decide("R001:shop", "waived", "a1", NOW, reason="checked by hand")
    decisions.decide("R002", "accepted", "a1", NOW)
    assert {each.answer for each in decisions.standing().values()} == {"waived", "accepted"}
    decisions.decide("R002", "revoked", "a1", NOW - timedelta(days=1))
    assert list(decisions.standing()) == ["R001:shop"]
    assert decisions.standing()["R001:shop"].reason == "checked by hand"
    with pytest.raises(NotAllowed, match="needs a reason"):
        decisions.decide("R003", "waived", "a1", NOW, reason=" ")
    with pytest.raises(NotAllowed, match="no such answer"):
        decisions.decide("R003", "maybe", "a1", NOW)
    assert decisions.adopt_register("a" * 64, b"one", "a1", NOW)
    assert not decisions.adopt_register("a" * 64, b"one", "a1", NOW)
    assert decisions.adopt_register("b" * 64, b"two", "a1", NOW)
    assert decisions.adopt_register("a" * 64, b"one", "a1", NOW)
    assert decisions.register_version("b" * 64) == b"two"
    assert decisions.register_version("c" * 64) is None


def test_a_task_is_done_once_and_its_proof_lies_sealed(own_state: Home) -> None:
    from varsam.store import tasks

    person = people.find_or_make("north", [MAIL], NOW)
    proof = tasks.Proof(file="Anna's form.pdf", sha256="c" * 64)
    one = tasks.StoredTask(
        new_id(), "plan-a", "archive.binder.look", "archive", "binder", None, NOW.date(), NOW, "a1", proof
    )
    later = replace(one, id=new_id(), plan="plan-b", done_on=NOW.date() + timedelta(days=9))
    for_her = replace(one, id=new_id(), plan="plan-c", person=person)
    commitment = tasks.done(one)
    tasks.done(later)
    tasks.done(for_her)
    assert commitment.opens(tasks.statement(one))
    assert not commitment.opens(tasks.statement(replace(one, proof=tasks.Proof(text="other"))))
    assert tasks.commitment_of(one.id) == commitment
    with pytest.raises(NotAllowed, match="that is recorded"):
        tasks.done(replace(one, id=new_id()))
    assert [each.id for each in tasks.listing()][:1] == [later.id]
    assert {(each.person, each.on) for each in tasks.last_looks()} == {
        ("", later.done_on),
        (person, NOW.date()),
    }
    assert len(tasks.looks()) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM store_taskdone")
        assert not any(b"form" in bytes(sealed) for (sealed,) in cursor.fetchall())
    with pytest.raises(NotAllowed, match="no such task"):
        tasks.commitment_of(new_id())


def test_actors(own_state: Home) -> None:
    one = actors.find_or_make("root", "os", NOW)
    assert actors.find_or_make("root", "os", NOW) == one
    assert actors.find_or_make("root", "account", NOW) != one
    assert actors.name_of(one.id) == "root"
    assert actors.name_of("gone") == "gone"
    with pytest.raises(NotAllowed, match="name and a kind"):
        actors.find_or_make("", "os", NOW)
