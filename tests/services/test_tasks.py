"""Tasks by hand over the services: given with a plan, done with a proof, asked for again, let go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.test_own_state import write_home
from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.services.home import Home

ARCHIVE = """\
source: archive
connector: manual
manual:
  binder:
    description: Signed forms on shelf 3
    for: [orders]
    responsible: Office manager
    every_days: 180
    due_in_days: 14
"""
LOOK = "archive.binder.look"


@dataclass
class Office:
    """A home with a shop, a binder and own state as sources, and a clock that tests move."""

    path: Path
    now: list[datetime] = field(default_factory=lambda: [NOW])

    @property
    def home(self) -> Home:
        """The home as a command opens it."""
        return Home(self.path, {}, "tester", clock=lambda: self.now[0])

    def day(self, days: int) -> date:
        """Move the clock to so many days after the first one."""
        self.now[0] = NOW + timedelta(days=days)
        return self.now[0].date()

    def plan(self, *sources: str) -> str:
        """Make a plan and approve it; its id."""
        from varsam.services import planning

        plan = planning.make_plan(self.home, sources=sources)
        planning.approve(self.home, plan.plan)
        return plan.plan

    def done(
        self, plan: str, step: str = LOOK, text: str = "shredded 3 forms", on: date | None = None
    ) -> str:
        """Record that a task was done."""
        from varsam.services import tasks

        return tasks.done(self.home, plan, step, tasks.Proof(text=text), on=on).id

    def open(self) -> list[tuple[str, str, bool]]:
        """The open tasks: step, plan, overdue."""
        from varsam.services import tasks

        return [(each.task.step, each.plan, each.overdue) for each in tasks.open_tasks(self.home)]


@pytest.fixture
def office(sqlite_state: OwnState) -> Office:  # noqa: F811
    write_home(sqlite_state.path)
    (sqlite_state.path / "sources" / "archive.yaml").write_text(ARCHIVE, encoding="utf-8")
    return Office(sqlite_state.path)


def test_a_task_stands_from_approval_until_it_is_done_and_comes_back(office: Office) -> None:
    from varsam.services import planning, tasks

    drafted = planning.make_plan(office.home, sources=["archive"])
    assert [each.step for each in drafted.tasks] == [LOOK], "control: the plan asks"
    assert office.open() == []
    planning.approve(office.home, drafted.plan)
    assert office.open() == [(LOOK, drafted.plan, False)]
    office.day(15)
    assert office.open() == [(LOOK, drafted.plan, True)]
    later = office.plan("archive")
    assert office.open() == [(LOOK, drafted.plan, True)], "asked for twice, listed once, by its earliest day"
    office.done(later)
    assert office.open() == []
    for plan in (drafted.plan, later):
        [standing] = tasks.of_plan(planning.load_plan(plan))
        assert standing.done_on == office.now[0].date()
    office.day(15 + 179)
    quiet = planning.make_plan(office.home, sources=["archive"])
    assert quiet.tasks == ()
    assert [each.next_on for each in quiet.looked_at] == [NOW.date() + timedelta(days=15 + 180)]
    assert planning.load_plan(quiet.plan) == quiet
    office.day(15 + 180)
    assert [each.step for each in planning.make_plan(office.home, sources=["archive"]).tasks] == [LOOK]


def test_a_plan_of_nothing_but_tasks_is_approved_and_applied(office: Office) -> None:
    from varsam.services import applying, planning

    plan = office.plan("archive")
    assert planning.load_plan(plan).rows == 0
    applied = applying.apply(office.home, plan)
    assert (applied.steps, applied.stopped) == ({}, False)
    assert applying.verify(office.home, plan).verified
    assert office.open() == [(LOOK, plan, False)]


def test_whoever_is_erased_is_looked_for_until_somebody_did(office: Office) -> None:
    from varsam.services import people, planning, tasks
    from varsam.store.people import TypedIdentifier

    who = [TypedIdentifier("email", "b@b.example")]
    plan = people.erase(office.home, who)
    [task] = plan.tasks
    assert (task.why, task.person) == ("erasure", plan.scope.person)
    assert office.open() == [(LOOK, plan.plan, False)], "the decision stands, the plan needn't be approved"
    office.done(office.plan("archive"))
    nightly = planning.make_plan(office.home, sources=["archive"])
    assert [each.step for each in nightly.tasks] == [f"{LOOK}.{task.person}"], "not for them"
    office.day(1)
    office.done(nightly.plan, f"{LOOK}.{task.person}")
    assert office.open() == []
    assert planning.make_plan(office.home, sources=["archive"]).tasks == ()
    assert [each.record.person for each in tasks.done_tasks()] == [task.person, None]
    office.day(2)
    [again] = people.erase(office.home, who).tasks
    assert again.person == task.person, "a new decision: what came in since is looked for"


def test_what_cannot_be_recorded_is_refused_and_changes_nothing(office: Office) -> None:
    from varsam.services import planning, tasks

    plan = office.plan("archive")
    today = office.day(3)
    for call, kind, words in (
        (lambda: office.done("plan-none"), NotAllowed, "no such plan"),
        (lambda: office.done(plan, "archive.drawer.look"), NotAllowed, f"its tasks: {LOOK}"),
        (lambda: office.done(plan, on=today + timedelta(days=1)), NotAllowed, "in the future"),
        (lambda: office.done(plan, on=NOW.date() - timedelta(days=180)), NotAllowed, "too early"),
        (lambda: office.done(plan, text="  "), RegisterError, "its proof"),
    ):
        with pytest.raises(kind) as refused:
            call()
        assert words in f"{refused.value.message} {refused.value.hint}"
        assert refused.value.hint
    assert [step for step, _, _ in office.open()] == [LOOK]
    other = office.plan("archive")
    office.done(other)
    for each in (plan, other):
        with pytest.raises(NotAllowed, match="that is recorded"):
            office.done(each)
    future = Home(office.path, {}, "tester", on=today + timedelta(days=300), clock=lambda: office.now[0])
    forecast = planning.make_plan(future, sources=["archive"])
    assert forecast.tasks, "control: by then it is due again"
    with pytest.raises(NotAllowed, match="forecast"):
        office.done(forecast.plan)
    assert office.open() == []
    assert len(tasks.done_tasks()) == 1


def test_the_ledger_commits_to_the_proof_and_repeats_none_of_it(office: Office) -> None:
    from varsam.formats.canonical_json import canonical
    from varsam.services import evidence
    from varsam.store import ledger, tasks

    task = office.done(office.plan("archive"), text="asked Anna Provsson")
    entries = [ledger.entry(index) for index in range(ledger.size())]
    [entry] = [each for each in entries if each["type"] == "task.done"]
    assert entry["statement"] == tasks.commitment_of(task).digest
    assert (entry["source"], entry["kind"], entry["on"]) == ("archive", "binder", NOW.date().isoformat())
    assert "Provsson" not in canonical(entry).decode()
    [kept] = tasks.listing()
    assert kept.proof.text == "asked Anna Provsson", "control: it is kept"
    assert evidence.verify().ok


def test_a_file_is_proof_by_its_name_and_hash(office: Office, tmp_path: Path) -> None:
    from varsam.services import tasks

    path = tmp_path / "form.pdf"
    path.write_bytes(b"abc")
    proof = tasks.proof_of_file(path)
    assert (proof.file, proof.sha256[:8]) == ("form.pdf", "ba7816bf")
    with pytest.raises(RegisterError, match="can't be read"):
        tasks.proof_of_file(tmp_path / "none.pdf")


def test_done_tasks_are_retained_as_own_state(office: Office) -> None:
    from varsam.services import applying, people, planning, systems
    from varsam.store.models import Person, TaskDone
    from varsam.store.people import TypedIdentifier

    systems.switch_mode(office.home, "varsam", "apply")
    plan = people.erase(office.home, [TypedIdentifier("email", "b@b.example")])
    office.day(5)
    office.done(plan.plan)
    office.done(office.plan("archive"))
    assert (TaskDone.objects.count(), Person.objects.count()) == (2, 1)
    office.now[0] = datetime(2036, 11, 21, 12, tzinfo=UTC)
    early = office.plan("varsam")
    applying.apply(office.home, early)
    assert (TaskDone.objects.count(), Person.objects.count()) == (2, 1)
    office.now[0] = datetime(2036, 11, 29, 12, tzinfo=UTC)
    late = planning.make_plan(office.home, sources=["varsam"])
    assert not [each for each in late.for_person if each.fault == "referred"]
    planning.approve(office.home, late.plan)
    applying.apply(office.home, late.plan)
    assert applying.verify(office.home, late.plan).verified
    assert (TaskDone.objects.count(), Person.objects.count()) == (0, 0)
